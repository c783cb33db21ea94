"""Presets: a client for each industry to start from. Every figure is a sample; the offers are what is worth keeping."""

from __future__ import annotations

import difflib
from typing import Final

from xl_quadrant.client_file import read_client
from xl_quadrant.errors import UnknownWord
from xl_quadrant.model import Client
from xl_quadrant.templates_folder import templates_folder

PRESETS: Final = ("gym", "med_spa", "chiropractic", "beauty", "dental", "agency", "talk")
"""The presets by name; each is a client file in the presets folder of the templates."""

SAMPLE_NOTICE: Final = "Sample figures: replace every one with your own."
"""What a workbook made from a preset says of its figures."""


def preset(name: str, client_name: str | None = None) -> Client:
    """
    Return the client of a preset.

    Parameters
    ----------
    name : str
        One of PRESETS.
    client_name : str, optional
        The client to make it out to; the sample's own name when left out.

    Returns
    -------
    Client
        Sample figures, today and target.

    Raises
    ------
    UnknownWord
        If there is no such preset (``#VALUE!``).
    BlankArgument
        If the client's name is blank (``#VALUE!``).

    Examples
    --------
    >>> preset("med_spa", "Glow Med Spa").name
    'Glow Med Spa'
    """
    if name not in PRESETS:
        near = difflib.get_close_matches(name.lower(), PRESETS, n=1)
        advice = f'did you mean "{near[0]}"?' if near else f"write one of {', '.join(PRESETS)}"
        raise UnknownWord("preset", name, f"is not a preset; {advice}")
    client = read_client(templates_folder() / "presets" / f"{name}.toml")
    if client_name is None:
        return client
    (text,) = Client.model_fields["name"].metadata
    return client.model_copy(update={"name": text.check("name", client_name)})
