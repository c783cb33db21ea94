"""
Rosters as a sheet of an Excel workbook.

openpyxl reads a row at a time; besides, it holds the list of different texts that an .xlsx file keeps.
"""

from __future__ import annotations

import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Final
from xml.etree.ElementTree import ParseError

from xl_quadrant.business.client_row import is_blank
from xl_quadrant.clients.roster_columns import AS_THEY_STAND, ColumnRules, Columns
from xl_quadrant.clients.roster_row import RosterRow
from xl_quadrant.errors import FileError, UnknownWord, XlQuadrantError

_BLOCK: Final = 1 << 20

_DAMAGED: Final = "it is damaged, or no .xlsx workbook; open it in Excel and save it anew"
_LONGEST_CELL: Final = 1 << 16
"""Bytes of a block that are looked at again with the next: more than a cell with a formula takes."""

_UNCALCULATED: Final = re.compile(
    rb'<c\b(?![^<>]*\bt="str")[^<>]*>\s*<f\b[^<>]*(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>'
)
"""A formula with no value beside it; an empty text is one."""

_BROKEN: Final = (
    zipfile.BadZipFile,
    zlib.error,
    ParseError,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    EOFError,
)
"""What openpyxl raises on files that are no workbooks, or broken ones."""


def sheet_rows(
    path: Path, sheet: str | None = None, decimal: str | None = None, rules: ColumnRules = AS_THEY_STAND
) -> Iterator[RosterRow]:
    """
    Yield the rows of a sheet, one at a time.

    Parameters
    ----------
    path : Path
        An .xlsx or .xlsm workbook.
    sheet : str, optional
        The sheet; the first when left out.
    decimal : str, optional
        The decimal mark of numbers that are texts, if it is told.
    rules : ColumnRules
        Which columns are read, and under which heading.

    Yields
    ------
    RosterRow
        Each row below the headings that is not blank.

    Raises
    ------
    InvalidRoster
        If a heading is wrong.
    FileError
        If the workbook cannot be read, has no such sheet or no headings, or holds formulas without values.
    """
    columns: Columns | None = None
    for number, cells in _values(path, sheet):
        if all(map(is_blank, cells)):
            continue
        if columns is None:
            columns = Columns(cells, str(path), rules)
        else:
            problems = tuple(columns.problems(cells))
            yield RosterRow(number, f"row {number}", columns.cells(cells), decimal=decimal, problems=problems)
    if columns is None:
        raise FileError(str(path), None, "is empty; write headings and a row for each client")


def sheet_headings(path: Path, sheet: str | None = None) -> list[Any]:
    """
    Return the headings of a sheet, whatever they say.

    Parameters
    ----------
    path : Path
        An .xlsx or .xlsm workbook.
    sheet : str, optional
        The sheet; the first when left out.

    Returns
    -------
    list of object
        The cells of its first row that is not blank; empty if there is none.
    """
    return next((list(cells) for _, cells in _values(path, sheet) if not all(map(is_blank, cells))), [])


def sheet_length(path: Path, sheet: str | None = None) -> int:
    """
    Return how many rows a sheet has below its headings, as its file says: blank rows with a format count too.

    Parameters
    ----------
    path : Path
        An .xlsx or .xlsm workbook.
    sheet : str, optional
        The sheet; the first when left out.

    Returns
    -------
    int
        The rows; 0 if the file does not say.
    """
    with _opened(path, sheet) as (_, page):
        return max((page.max_row or 1) - 1, 0)


def _values(path: Path, sheet: str | None) -> Iterator[tuple[int, tuple[Any, ...]]]:
    """Yield the values of each row with its number."""
    _refuse_uncalculated(path)
    with _opened(path, sheet) as (_, page):
        page.reset_dimensions()  # what a file says of its size may be wrong
        rows = page.iter_rows(values_only=True)
        number = 0
        while True:
            number += 1
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", UserWarning)  # a date out of range comes as the error it is
                cells = next(rows, None)
            if cells is None:
                return
            yield number, cells


@contextmanager
def _opened(path: Path, sheet: str | None) -> Iterator[tuple[Any, Any]]:
    """Open a workbook and one of its sheets; whatever goes wrong with the file is one clear error."""
    import openpyxl

    book = None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # of styles and validation that openpyxl leaves out
            book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        yield book, _sheet(book, sheet, path)
    except OSError as error:
        raise FileError(str(path), None, f"cannot be read: {error.strerror}") from None
    except _BROKEN as error:
        if isinstance(error, XlQuadrantError):
            raise
        raise FileError(str(path), None, f"cannot be read: {_DAMAGED}") from error
    finally:
        if book is not None:
            book.close()


def _sheet(book: Any, name: str | None, path: Path) -> Any:
    """Return a sheet by its name, or the first that shows."""
    pages = {page.title: page for page in book.worksheets}
    if name is None:
        showing = [page for page in pages.values() if page.sheet_state == "visible"]
        if not showing:
            raise FileError(str(path), None, "has no sheet with cells")
        return showing[0]
    for title, page in pages.items():
        if title.casefold() == name.casefold():
            return page
    raise UnknownWord("sheet", name, f"is no sheet of {path}; it has {', '.join(pages)}")


def _refuse_uncalculated(path: Path) -> None:
    """Refuse a workbook with formulas that nobody has calculated: their cells would look blank."""
    try:
        with zipfile.ZipFile(path) as package:
            for name in package.namelist():
                if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                    with package.open(name) as part:
                        cell = _uncalculated(part)
                        if cell:
                            advice = "open it in Excel and save it, or run xlq recalc on it"
                            raise FileError(str(path), None, f"holds formulas without values, as in {cell}; {advice}")
    except (OSError, *_BROKEN) as error:
        if isinstance(error, XlQuadrantError):
            raise
        reason = getattr(error, "strerror", None) or "not an .xlsx workbook, or one with a password"
        raise FileError(str(path), None, f"cannot be read: {reason}") from None


def _uncalculated(part: IO[bytes]) -> str:
    """Return the first cell of a sheet that holds a formula without a value, reading it block by block."""
    before = b""
    while block := part.read(_BLOCK):
        found = _UNCALCULATED.search(before + block)
        if found:
            address = re.search(rb'\br="([A-Z]+[0-9]+)"', found[0])
            return address[1].decode() if address else "a cell"
        before = (before + block)[-_LONGEST_CELL:]
    return ""
