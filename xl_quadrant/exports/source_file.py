"""An export as blocks of rows: a text in any encoding, or the first sheet of a workbook, every row with its number."""

from __future__ import annotations

import csv
import datetime
import hashlib
import operator
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import accumulate, islice
from pathlib import Path
from typing import Final

from xl_quadrant.clients.text_encoding import text_encoding
from xl_quadrant.errors import FileError

BLOCK: Final = 8_192
"""So many rows are held at once."""

WORKBOOKS: Final = (".xlsx", ".xlsm", ".xls", ".ods")
SEPARATORS: Final = (",", ";", "\t", "|")

_BREAKS: Final = re.compile(r"\r\n|\r|\n")
_LONGEST_CELL: Final = 1 << 24
_FEW_ROWS: Final = 12
"""A heading stands in one of the first rows."""

Row = list[str]


@dataclass(frozen=True, slots=True)
class Rows:
    """
    Some rows of an export.

    Parameters
    ----------
    numbers : list of int
        Where each begins in the file, its first line being 1.
    lines : list of int
        How many lines each takes.
    cells : list of list of str
        What stands in them.
    """

    numbers: list[int]
    lines: list[int]
    cells: list[Row]


class SourceFile:
    """
    An export.

    Parameters
    ----------
    path : str or Path
        The file.

    Raises
    ------
    FileError
        If it cannot be read, or is neither a text nor a workbook.
    """

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        self.name = self.path.name
        self.encoding, self.separator = "", ","
        self._sheet: list[Row] | None = None
        if self.path.suffix.lower() in WORKBOOKS:
            self._sheet = _sheet_rows(self.path)
        else:
            self.encoding = text_encoding(self.path)
            self.separator = _separator(self.first_lines())

    def first_lines(self) -> list[str]:
        """Return the first lines of a text as they are."""
        with self.path.open(encoding=self.encoding, errors="strict", newline="") as file:
            return list(islice(file, _FEW_ROWS))

    def first_rows(self) -> list[Row]:
        """Return the first rows, in one of which the headings stand."""
        with self._rows() as (rows, _):
            return list(islice(rows, _FEW_ROWS))

    def blocks(self, after: int, size: int = BLOCK) -> Iterator[Rows]:
        """
        Yield the rows below the headings, some at a time; lines without any character are no rows.

        Parameters
        ----------
        after : int
            How many rows stand above them, the headings too.
        size : int
            How many rows come at once.

        Yields
        ------
        Rows
            In the order of the file.
        """
        with self._rows() as (rows, counted):
            for _ in islice(rows, after):
                pass
            begins = counted()
            while cells := list(islice(rows, size)):
                ends = counted()
                lines = [1] * len(cells) if ends - begins == len(cells) else [_lines_of(row) for row in cells]
                lines[-1] -= max(
                    0, sum(lines) - (ends - begins)
                )  # a quote that is open at the end takes the last break too
                numbers = [begins + 1 + above for above in accumulate(lines[:-1], initial=0)]
                begins = ends
                if [] in cells:
                    kept = [place for place, row in enumerate(cells) if row]
                    numbers, lines = [numbers[place] for place in kept], [lines[place] for place in kept]
                    cells = [cells[place] for place in kept]
                if cells:
                    yield Rows(numbers, lines, cells)

    def fingerprint(self) -> str:
        """Return what two files have in common only if they are the same, byte by byte."""
        with self.path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    @contextmanager
    def _rows(self) -> Iterator[tuple[Iterator[Row], Callable[[], int]]]:
        """Open the file: every row, and what tells how many lines are read so far."""
        if self._sheet is not None:
            sheet, left = self._sheet, iter(self._sheet)
            yield left, lambda: len(sheet) - operator.length_hint(left)
            return
        before = csv.field_size_limit(_LONGEST_CELL)  # one limit for all readers, so it is put back
        try:
            with self.path.open(encoding=self.encoding, newline="") as file:
                reader = csv.reader(file, delimiter=self.separator)
                try:
                    yield reader, lambda: reader.line_num
                except csv.Error as error:
                    rule = f"cannot be read after line {reader.line_num}: {error}; open it there and mend the quotes"
                    raise FileError(str(self.path), None, rule) from None
        finally:
            csv.field_size_limit(before)


def _lines_of(row: Row) -> int:
    """Return how many lines a row takes."""
    return 1 + sum(len(_BREAKS.findall(cell)) for cell in row)


def _separator(lines: Sequence[str]) -> str:
    """Return the character between cells: the one that stands most often in one of the first lines."""
    return max(SEPARATORS, key=lambda mark: max((line.count(mark) for line in lines), default=0))


def _sheet_rows(path: Path) -> list[Row]:
    """Return the first sheet of a workbook as texts."""
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_path(path)
        rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (CalamineError, OSError, IndexError) as error:
        raise FileError(str(path), None, f"is no workbook that can be read: {error}") from None
    return [[_text(cell) for cell in row] for row in rows]


def _text(cell: object) -> str:
    """Return a cell of a workbook as a text would have it."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime.datetime):
        return cell.isoformat(" ") if cell.time() != datetime.time() else cell.date().isoformat()
    return str(cell)
