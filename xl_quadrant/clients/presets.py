"""Presets: a client for each industry to start from. Every figure is a sample; the offers are what is worth keeping."""

from __future__ import annotations

import difflib
from typing import Final

from xl_quadrant.business.model import Client
from xl_quadrant.clients.client_file import read_client
from xl_quadrant.clients.templates_folder import templates_folder
from xl_quadrant.errors import UnknownWord

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
        hint = f'did you mean "{near[0]}"? ' if near else ""
        raise UnknownWord("preset", name, f"is not a preset; {hint}write one of {', '.join(PRESETS)}")
    client = read_client(templates_folder() / "presets" / f"{name}.toml")
    return client if client_name is None else named(client, client_name)


def named(client: Client, name: str) -> Client:
    """
    Return a client under another name.

    Parameters
    ----------
    client : Client
        The client.
    name : str
        Its new name.

    Returns
    -------
    Client
        The same in all else.

    Raises
    ------
    BlankArgument
        If the name is blank (``#VALUE!``).

    Examples
    --------
    >>> named(preset("gym"), "Iron Works").name
    'Iron Works'
    """
    (text,) = Client.model_fields["name"].metadata
    return client.model_copy(update={"name": text.check("name", name)})
