"""A client's workbook as a file: written for the first time, and brought up to date where it stands."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from xl_quadrant.business.model import Client
from xl_quadrant.client_book.client_workbook import make_workbook
from xl_quadrant.client_book.update import Update, update_figures
from xl_quadrant.clients.client_file import read_tables
from xl_quadrant.errors import WrongType
from xl_quadrant.package.files import read_bytes, write_bytes

BEFORE: Final = " (before)"
"""What the name of a file that an update has replaced ends with."""

FilePath = str | os.PathLike[str]


def new_workbook(client: Client, path: FilePath, *, template: FilePath | None = None, force: bool = False) -> None:
    """
    Write the workbook of a client, every formula with its value.

    Parameters
    ----------
    client : Client
        The client, as `read_client` gives it.
    path : path
        The file to write, an .xlsx.
    template : path, optional
        A workbook of your own that carries the template's names; ours when left out.
    force : bool
        Whether a file that is there already is replaced.

    Raises
    ------
    WrongType
        If it is no client.
    FileExists
        If the file is there already, and `force` does not say to replace it.
    FileError
        If it cannot be written, or the template not be read.
    InvalidWorkbook
        If the template lacks names that the client needs, or rows for its offers.

    Examples
    --------
    >>> import tempfile
    >>> from xl_quadrant.clients.presets import preset
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     new_workbook(preset("gym", "Iron"), f"{folder}/iron.xlsx")
    ...     [change.label for change in update_workbook(f"{folder}/iron.xlsx", {"today": {"show_rate": 0.9}}).changes]
    ['Funnel: Show rate, today']
    """
    if not isinstance(client, Client):
        raise WrongType("client", client, "is no client; read_client reads one from its file")
    content = make_workbook(client, None if template is None else read_bytes(Path(template)))
    write_bytes(Path(path), content, force=force)


def update_workbook(
    path: FilePath, figures: Client | Mapping[str, Any] | FilePath, *, output: FilePath | None = None, keep: bool = True
) -> Update:
    """
    Bring new figures into a workbook that people have worked in; what they typed stays.

    Parameters
    ----------
    path : path
        The workbook.
    figures : Client, mapping or path
        A client, the tables of a client file, or the path of one. Tables may hold only what changes.
    output : path, optional
        The file to write; in place when left out.
    keep : bool
        Whether a workbook that is replaced is kept, as ``NAME (before).xlsx``.

    Returns
    -------
    Update
        What changes, input by input, and what stays as it is typed. Nothing is written in place if nothing changes.

    Raises
    ------
    FileError
        If a file cannot be read or written.
    InvalidWorkbook
        If the workbook is another client's, or has no free row for an offer.
    InvalidClient
        If the figures and those that stay are not a valid business.
    """
    if isinstance(figures, Client):
        tables: Mapping[str, Any] = figures.model_dump()
    else:
        tables = figures if isinstance(figures, Mapping) else read_tables(Path(figures))
    book = Path(path)
    updated = update_figures(read_bytes(book), tables, str(book))
    write_update(book, updated, None if output is None else Path(output), keep=keep, force=True)
    return updated


def write_update(path: Path, updated: Update, output: Path | None, *, keep: bool, force: bool) -> Path | None:
    """
    Write an updated workbook in its place, or elsewhere.

    Parameters
    ----------
    path : Path
        The workbook that was updated.
    updated : Update
        What became of it.
    output : Path, optional
        The file to write; in place when left out.
    keep : bool
        Whether a workbook that is replaced is kept.
    force : bool
        Whether `output` may replace a file.

    Returns
    -------
    Path or None
        The file that was written; None if the workbook stays as it is.

    Raises
    ------
    FileError
        If it cannot be written.
    """
    if output is not None:
        write_bytes(output, updated.content, force=force)
        return output
    before = read_bytes(path)
    if updated.content == before:
        return None
    if keep:
        write_bytes(path.with_stem(path.stem + BEFORE), before, force=True)
    write_bytes(path, updated.content, force=True)
    return path
