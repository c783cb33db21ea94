"""Which client a workbook is made for: one of a file, of a preset, or none yet."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from xl_quadrant.command_line.exits import UsageError
from xl_quadrant.errors import UnknownWord

if TYPE_CHECKING:
    from xl_quadrant.business.model import Client


def chosen_client(
    path: Path | None, preset_name: str | None, name: str | None, *, blank: bool
) -> tuple[Client | None, str]:
    """
    Return the client that a command was told to make a workbook for.

    Parameters
    ----------
    path : Path, optional
        A client file.
    preset_name : str, optional
        A preset, instead of a file.
    name : str, optional
        The name of the client, if not the one given there.
    blank : bool
        Whether a blank form is wanted instead of a client's workbook.

    Returns
    -------
    tuple of Client or None, and str
        The client, None for a blank form; and what its workbook says of sample figures.

    Raises
    ------
    UsageError
        If not exactly one of the three is given, or there is no such preset.
    """
    from xl_quadrant.clients.presets import PRESETS, SAMPLE_NOTICE, named, preset

    given = [path is not None, preset_name is not None, blank]
    if sum(given) > 1:
        raise UsageError("give one of these, not two: a client file, --preset, --blank")
    if blank:
        return None, ""
    if preset_name is not None:
        try:
            return preset(preset_name, name), SAMPLE_NOTICE
        except UnknownWord as error:
            raise UsageError(str(error)) from None
    if path is None:
        raise UsageError(f"give a client file, or --preset with one of {', '.join(PRESETS)}, or --blank")

    from xl_quadrant.clients.client_file import read_client

    client = read_client(path)
    return client if name is None else named(client, name), ""
