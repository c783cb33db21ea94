"""Cells by address: ``B3`` and (3, 2), and areas such as ``'What must be true'!$B$3:$B$10``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

LAST_ROW: Final = 1_048_576
LAST_COLUMN: Final = 16_384

Position = tuple[int, int]
"""The row and the column of a cell, both from 1."""

Place = tuple[str, int, int]
"""The sheet, row and column of a cell."""

_SHEET_TEXT = r"(?:'((?:[^']|'')+)'|([^\s'!:,()\[\]]+))!"
_CELL_TEXT = r"\$?([A-Za-z]{1,3})\$?([1-9][0-9]{0,6})"
_CELL = re.compile(_CELL_TEXT)
_AREA = re.compile(rf"=?{_SHEET_TEXT}{_CELL_TEXT}(?::(?:{_SHEET_TEXT})?{_CELL_TEXT})?")


@dataclass(frozen=True, slots=True, order=True)
class Area:
    """
    A rectangle of cells on one sheet.

    Parameters
    ----------
    sheet : str
        The title of the sheet.
    first_row, first_column, last_row, last_column : int
        Its corners, counted from 1.
    """

    sheet: str
    first_row: int
    first_column: int
    last_row: int
    last_column: int

    @property
    def rows(self) -> int:
        """How many rows it has."""
        return self.last_row - self.first_row + 1

    @property
    def columns(self) -> int:
        """How many columns it has."""
        return self.last_column - self.first_column + 1

    @property
    def size(self) -> int:
        """How many cells it has."""
        return self.rows * self.columns

    @property
    def positions(self) -> list[Position]:
        """Its cells, row by row."""
        columns = range(self.first_column, self.last_column + 1)
        return [(row, column) for row in range(self.first_row, self.last_row + 1) for column in columns]

    def __str__(self) -> str:
        first, last = address(self.first_row, self.first_column), address(self.last_row, self.last_column)
        return f"{quoted(self.sheet)}!{first if first == last else f'{first}:{last}'}"


def address(row: int, column: int) -> str:
    """
    Return the address of a cell.

    Parameters
    ----------
    row : int
        Counted from 1.
    column : int
        Counted from 1.

    Returns
    -------
    str
        Such as ``B3``.

    Examples
    --------
    >>> address(3, 2), address(1048576, 16384)
    ('B3', 'XFD1048576')
    """
    return f"{letters(column)}{row}"


@lru_cache(maxsize=1024)
def letters(column: int) -> str:
    """
    Return the letters of a column.

    Parameters
    ----------
    column : int
        Counted from 1.

    Returns
    -------
    str
        Such as ``AB``.

    Examples
    --------
    >>> letters(28)
    'AB'
    """
    text = ""
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


@lru_cache(maxsize=1024)
def column_number(letters: str) -> int:
    """
    Return the number of a column.

    Parameters
    ----------
    letters : str
        Its letters.

    Returns
    -------
    int
        Counted from 1.

    Examples
    --------
    >>> column_number("AB"), column_number("xfd")
    (28, 16384)
    """
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


@lru_cache(maxsize=65_536)
def position_of(cell: str) -> Position:
    """
    Return the row and column of a cell.

    Parameters
    ----------
    cell : str
        Its address, absolute or not.

    Returns
    -------
    tuple of int
        Row and column, counted from 1.

    Raises
    ------
    ValueError
        If it is not the address of a cell.

    Examples
    --------
    >>> position_of("$B$3")
    (3, 2)
    """
    found = _CELL.fullmatch(cell)
    position = _position(*found.groups()) if found else None
    if position is None:
        raise ValueError(f"{cell!r} is not the address of a cell")
    return position


def read_area(text: str) -> Area | None:
    """
    Return the area a reference stands for.

    Parameters
    ----------
    text : str
        A reference as a defined name holds it.

    Returns
    -------
    Area or None
        None if it is not one bounded area on one sheet of the same workbook.

    Examples
    --------
    >>> read_area("'What must be true'!$B$3:$B$10")
    Area(sheet='What must be true', first_row=3, first_column=2, last_row=10, last_column=2)
    >>> read_area("Inputs!$A$1,Inputs!$C$1"), read_area("[1]Inputs!$A$1"), read_area("Inputs!#REF!")
    (None, None, None)
    """
    found = _AREA.fullmatch(text.strip())
    if not found:
        return None
    quoted_sheet, plain_sheet, column, row, other_quoted, other_plain, other_column, other_row = found.groups()
    sheet = _title(quoted_sheet, plain_sheet)
    other_sheet = _title(other_quoted, other_plain) or sheet
    if sheet != other_sheet or any(sign in sheet for sign in "[]:"):
        return None
    first = _position(column, row)
    last = _position(other_column, other_row) if other_column else first
    if first is None or last is None:
        return None
    return Area(sheet, *map(min, zip(first, last, strict=True)), *map(max, zip(first, last, strict=True)))


def quoted(sheet: str) -> str:
    """
    Return the title of a sheet as a formula writes it.

    Parameters
    ----------
    sheet : str
        The title.

    Returns
    -------
    str
        Quoted unless it is a plain word.

    Examples
    --------
    >>> quoted("Inputs"), quoted("Fix first"), quoted("Q1")
    ('Inputs', "'Fix first'", "'Q1'")
    """
    plain = re.fullmatch(r"[^\W\d]\w*", sheet) and not re.fullmatch(r"[A-Za-z]{1,3}[0-9]+|[Rr][0-9]*[Cc]?[0-9]*", sheet)
    return sheet if plain else "'" + sheet.replace("'", "''") + "'"


def _title(quoted_title: str | None, plain_title: str | None) -> str:
    """Return the title of a sheet that was written with quotes or without."""
    return quoted_title.replace("''", "'") if quoted_title else plain_title or ""


def _position(column: str, row: str) -> Position | None:
    """Return the position of a column's letters and a row's digits; None beyond the last of a sheet."""
    number = 0
    for letter in column.upper():
        number = number * 26 + ord(letter) - 64
    return (int(row), number) if int(row) <= LAST_ROW and number <= LAST_COLUMN else None
