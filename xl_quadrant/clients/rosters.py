"""
Rosters: one client a row, from CSV, Excel or Parquet, or one a file, from a folder of client files.

Rows come one at a time. What is held of a roster does not grow with its length, but for the names of the files in a
folder and the list of different texts that an .xlsx file itself keeps.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from xl_quadrant.business.client_row import is_blank
from xl_quadrant.clients.client_file import read_tables
from xl_quadrant.clients.roster_columns import AS_THEY_STAND, ColumnRules
from xl_quadrant.clients.roster_parquet import parquet_headings, parquet_length, parquet_rows
from xl_quadrant.clients.roster_row import RosterRow
from xl_quadrant.clients.roster_sheet import sheet_headings, sheet_length, sheet_rows
from xl_quadrant.clients.roster_text import text_format, text_headings, text_rows
from xl_quadrant.clients.typed_numbers import DECIMAL_MARKS
from xl_quadrant.errors import FileError, UnknownWord
from xl_quadrant.package.files import refuse_special

__all__ = ["ColumnRules", "Roster", "RosterRow", "open_roster", "roster_headings"]

_TEXTS: Final = (".csv", ".tsv", ".txt")
_SHEETS: Final = (".xlsx", ".xlsm")
_TABLES: Final = (".parquet", ".pq")


@dataclass(frozen=True, slots=True)
class Roster:
    """
    A roster whose kind is known; nothing of it is in memory.

    Parameters
    ----------
    source : str
        Its path.
    read_as : str
        What it was taken for, so that a person can tell why a figure or a letter looks wrong.
    rows : callable
        Returns an iterator over its rows, from the first each time.
    count : callable
        Returns about how many rows there are, without keeping any.
    """

    source: str
    read_as: str
    rows: Callable[[], Iterator[RosterRow]]
    count: Callable[[], int]


def open_roster(
    path: str | os.PathLike[str],
    *,
    encoding: str | None = None,
    decimal: str | None = None,
    sheet: str | None = None,
    rules: ColumnRules = AS_THEY_STAND,
) -> Roster:
    """
    Return a roster, its rows still to be read.

    Parameters
    ----------
    path : str or path-like
        A .csv, .tsv or .txt file, an .xlsx or .xlsm workbook, a .parquet file, or a folder of .toml client files.
    encoding : str, optional
        The encoding of a text; found when left out.
    decimal : str, optional
        The decimal mark of numbers in a text, ``.`` or ``,``; when left out, a number that may be two is refused.
    sheet : str, optional
        The sheet of a workbook; the first when left out.
    rules : ColumnRules
        Which columns are read, and under which heading.

    Returns
    -------
    Roster
        Its rows are read when they are asked for; a row that cannot be read says why, and stops nothing.

    Raises
    ------
    UnknownWord
        If the encoding or the decimal mark that is told does not exist (``#VALUE!``).
    FileError
        If it does not exist, cannot be read, or is of no kind that is known.
    """
    if decimal not in (None, *DECIMAL_MARKS):
        raise UnknownWord("decimal", decimal, 'is not a decimal mark; write "." or ","')
    place = Path(path)
    kind = place.suffix.lower()
    if place.is_dir():
        return Roster(str(path), "a folder of client files", partial(_folder_rows, place), lambda: len(_files(place)))
    refuse_special(path)
    if kind in _TEXTS:
        form = text_format(place, encoding, decimal)
        rows = partial(text_rows, place, form, rules)
        return Roster(str(path), str(form), rows, lambda: sum(1 for _ in rows()))
    if kind in _SHEETS:
        return Roster(
            str(path),
            "a sheet" if sheet is None else f"the sheet {sheet}",
            partial(sheet_rows, place, sheet, decimal, rules),
            partial(sheet_length, place, sheet),
        )
    if kind in _TABLES:
        return Roster(
            str(path),
            "a Parquet file",
            partial(parquet_rows, place, decimal, rules),
            partial(parquet_length, place),
        )
    known = ", ".join((*_TEXTS, *_SHEETS, *_TABLES[:1]))
    raise FileError(str(path), None, f"is of no kind that is read; give a {known} file or a folder of .toml files")


def roster_headings(
    path: str | os.PathLike[str], *, encoding: str | None = None, sheet: str | None = None
) -> tuple[str, ...]:
    """
    Return the headings that stand in a table, whether a roster knows them or not.

    Parameters
    ----------
    path : str or path-like
        A .csv, .tsv or .txt file, an .xlsx or .xlsm workbook or a .parquet file.
    encoding : str, optional
        The encoding of a text; found when left out.
    sheet : str, optional
        The sheet of a workbook; the first when left out.

    Returns
    -------
    tuple of str
        Those that are not blank, in their order.

    Raises
    ------
    FileError
        If it does not exist, cannot be read, or is of no kind that is known.
    """
    place, kind = Path(path), Path(path).suffix.lower()
    if place.is_dir():
        raise FileError(str(path), None, "is a folder, which has no headings; give a table")
    open_roster(path, encoding=encoding, sheet=sheet)
    if kind in _TEXTS:
        found: list[object] = [*text_headings(place, text_format(place, encoding, None))]
    else:
        found = [*(sheet_headings(place, sheet) if kind in _SHEETS else parquet_headings(place))]
    return tuple(str(cell).strip() for cell in found if not is_blank(cell))


def _files(folder: Path) -> list[str]:
    """Return the names of the client files in a folder, in order; hidden ones are not read."""
    try:
        with os.scandir(folder) as entries:
            names = [entry.name for entry in entries if entry.name.lower().endswith(".toml") and entry.name[0] != "."]
    except OSError as error:
        raise FileError(str(folder), None, f"cannot be read: {error.strerror}") from None
    return sorted(names)


def _folder_rows(folder: Path) -> Iterator[RosterRow]:
    """Yield the tables of each client file in a folder."""
    names = _files(folder)
    if not names:
        raise FileError(str(folder), None, "holds no client files; their names end in .toml")
    for number, name in enumerate(names, start=1):
        try:
            yield RosterRow(number, name, read_tables(folder / name), nested=True)
        except FileError as error:
            yield RosterRow(number, name, {}, nested=True, problems=(error,))
