"""Rosters as text: CSV of any usual encoding and separator, read row by row."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

from xl_quadrant.business.client_row import is_blank
from xl_quadrant.business.headings import place_under
from xl_quadrant.clients.csv_text import as_it_was
from xl_quadrant.clients.roster_columns import AS_THEY_STAND, ColumnRules, Columns, plain_heading
from xl_quadrant.clients.roster_row import RosterRow
from xl_quadrant.clients.text_encoding import ENCODING_NAMES, text_encoding
from xl_quadrant.errors import FileError, XlQuadrantError

SEPARATORS: Final = (",", ";", "\t")


@dataclass(frozen=True, slots=True)
class TextFormat:
    """
    How a text holds its rows.

    Parameters
    ----------
    encoding : str
        As Python calls it.
    separator : str
        What stands between two cells.
    says_so : bool
        Whether its first line names the separator, as Excel reads it (``sep=;``).
    decimal : str, optional
        The decimal mark of its numbers, if it is told.
    """

    encoding: str
    separator: str
    says_so: bool = False
    decimal: str | None = None

    def __str__(self) -> str:
        separator = "tab" if self.separator == "\t" else self.separator
        decimal = "each number by its own marks" if self.decimal is None else f"decimal mark {self.decimal}"
        return f"{ENCODING_NAMES.get(self.encoding, self.encoding)}, separator {separator}, {decimal}"


def text_format(path: Path, encoding: str | None = None, decimal: str | None = None) -> TextFormat:
    """
    Return how a text holds its rows: told, or found in the text.

    The separator is the one that shows most headings. The decimal mark is never guessed: a number that can be read in
    two ways is refused, whatever else the text holds.

    Parameters
    ----------
    path : Path
        The file.
    encoding : str, optional
        Its encoding, if it is told.
    decimal : str, optional
        Its decimal mark, if it is told.

    Returns
    -------
    TextFormat
        The format.

    Raises
    ------
    UnknownWord
        If the encoding that is told does not exist (``#VALUE!``).
    FileError
        If the file cannot be read, or is no text.
    """
    encoding = text_encoding(path, encoding)
    with path.open(encoding=encoding, newline="") as file:
        told = file.readline(16).rstrip("\r\n")
    if told.lower().startswith("sep=") and len(told) == len("sep=;"):
        found = TextFormat(encoding, told[-1], says_so=True)
    else:
        found = max((TextFormat(encoding, separator) for separator in SEPARATORS), key=lambda form: _fit(path, form))
    return TextFormat(encoding, found.separator, found.says_so, decimal)


def text_rows(path: Path, form: TextFormat, rules: ColumnRules = AS_THEY_STAND) -> Iterator[RosterRow]:
    """
    Yield the rows of a text, one at a time.

    Parameters
    ----------
    path : Path
        The file.
    form : TextFormat
        How it holds its rows.
    rules : ColumnRules
        Which columns are read, and under which heading.

    Yields
    ------
    RosterRow
        Each row below the headings that is not blank; one that cannot be read says why.

    Raises
    ------
    InvalidRoster
        If a heading is wrong.
    FileError
        If there are no headings.
    """
    columns: Columns | None = None
    for number, cells in _records(path, form):
        if isinstance(cells, XlQuadrantError):
            if columns is None:
                raise FileError(str(path), None, f"cannot be read: {cells}")
            yield RosterRow(number, f"row {number}", {}, problems=(cells,))
        elif all(map(is_blank, cells)):
            continue
        elif columns is None:
            columns = Columns(cells, str(path), rules)
        else:
            problems = tuple(_uneven(number, cells, columns) or columns.problems(cells))
            yield RosterRow(number, f"row {number}", columns.cells(cells), decimal=form.decimal, problems=problems)
    if columns is None:
        raise FileError(str(path), None, "is empty; write headings and a row for each client")


def text_headings(path: Path, form: TextFormat) -> list[str]:
    """
    Return the headings of a text, whatever they say.

    Parameters
    ----------
    path : Path
        The file.
    form : TextFormat
        How it holds its rows.

    Returns
    -------
    list of str
        Its first record that is not blank; empty if there is none.
    """
    return next(_first_records(path, form, 1), [])


def _records(path: Path, form: TextFormat) -> Iterator[tuple[int, list[str] | XlQuadrantError]]:
    """Yield each record with its number, as a spreadsheet counts rows; an error for one that cannot be read."""
    with path.open(encoding=form.encoding, newline="") as file:
        number = 0
        if form.says_so:
            file.readline()
            number = 1
        before = number
        reader = csv.reader(file, delimiter=form.separator, strict=True)
        while True:
            number += 1
            start = reader.line_num + before + 1
            try:
                yield number, [as_it_was(cell) for cell in next(reader)]
            except StopIteration:
                return
            except csv.Error as error:
                yield number, _unread(str(error), start, reader.line_num + before)


def _unread(message: str, first: int, last: int) -> FileError:
    """Return the error for lines that csv cannot read."""
    lines = f"line {first}" if first == last else f"lines {first} to {last}"
    if "end of data" in message:
        rule = "cannot be read: a quote is opened and never closed; close it, or double a quote inside a text"
    elif "expected after" in message:
        rule = "cannot be read: text follows a closing quote; double a quote inside a text"
    elif "field larger" in message:
        rule = f"cannot be read: a text of over {csv.field_size_limit():,} characters; was a quote left open?"
    else:
        rule = f"cannot be read: {message}"
    return FileError(lines, None, rule)


def _uneven(number: int, cells: list[str], columns: Columns) -> list[XlQuadrantError]:
    """Return the error for a row with fewer or more cells than there are headings, blank ones at its end aside."""
    if len(cells) == len(columns) or (len(cells) > len(columns) and all(map(is_blank, cells[len(columns) :]))):
        return []
    rule = f"has {len(cells)} cells under {len(columns)} headings; put quotes around a text that holds the separator"
    return [FileError(f"row {number}", None, rule)]


def _first_records(path: Path, form: TextFormat, most: int) -> Iterator[list[str]]:
    """Yield the first records that can be read and are not blank."""
    readable = (cells for _, cells in _records(path, form) if isinstance(cells, list) and not all(map(is_blank, cells)))
    return islice(readable, most)


def _fit(path: Path, form: TextFormat) -> tuple[int, int]:
    """Return how many headings a separator shows, and how many cells."""
    cells = next(_first_records(path, form, 1), [])
    return sum(place_under(plain_heading(cell)) is not None for cell in cells), len(cells)
