"""What cells are expected to hold, against what they hold, every difference told at once."""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from numbers import Real
from typing import Any, Final

from xl_quadrant.engine.calculated_book import Recalculated
from xl_quadrant.errors import EXCEL_ERRORS, UnlikeShapes, WrongType, shown
from xl_quadrant.package.addresses import Area, address, quoted
from xl_quadrant.package.dates import days_of
from xl_quadrant.package.given_rows import rows_for
from xl_quadrant.package.values import ErrorValue

_HEADINGS: Final = ("Sheet!Cell", "expected", "got", "formula")
_DATED: Final = (datetime.date, datetime.time, datetime.timedelta)
_NUMBERS: Final = (Real, Decimal)
_INSTANT: Final = 1e-6
"""Days closer than this, a tenth of a second, are the same moment."""

_LONGEST: Final = 120
"""So much of a formula is shown."""


@dataclass(frozen=True, slots=True)
class _Cell:
    """One cell: where it is, by which name it was asked for, and what it is to show and shows."""

    sheet: str
    address: str
    name: str
    expected: Any
    got: Any

    def __str__(self) -> str:
        return f"{quoted(self.sheet)}!{self.address}"


def assert_cells(
    book: Recalculated, expected: Mapping[str, object], *, tolerance: float = 1e-9, relative: float = 1e-9
) -> None:
    """
    Assert what cells show, and tell every difference at once.

    Parameters
    ----------
    book : Recalculated
        A workbook as `recalculate` returns it.
    expected : mapping of str to object
        What each cell is to show, by a name of the workbook or its address, ``Sheet!A1``: a number, text, logical,
        date, the name of an error (``"#DIV/0!"``), None for nothing, or anything that compares with ``==``, such as
        ``pytest.approx``. A block of cells takes a list or rows.
    tolerance : float
        By how much a number may differ, as an amount.
    relative : float
        By how much it may differ as a share of what is expected; the larger of both counts.

    Raises
    ------
    AssertionError
        If a cell differs, or a second opinion on it does: a line for each, with its formula and, if it shows an error,
        the reason.
    UnknownName
        If the workbook lacks a name or cell.
    UnlikeShapes
        If a block has more or fewer cells than are expected.
    WrongType
        If it is given something else.

    Examples
    --------
    >>> from openpyxl import Workbook
    >>> from xl_quadrant import recalculate
    >>> book = Workbook()
    >>> book.active.append([200, "=LTV_CONTINUITY(A1, 10%)", "=LTV_TO_CAC(B1, 0)"])
    >>> assert_cells(recalculate(book), {"Sheet!B1": 2000})
    >>> assert_cells(recalculate(book), {"Sheet!B1": 1800, "Sheet!C1": 20})
    Traceback (most recent call last):
    AssertionError: 2 of 2 cells differ in workbook
    Sheet!Cell  expected  got      formula
    Sheet!B1    1800      2000     =LTV_CONTINUITY(A1, 10%)
    Sheet!C1    20        #DIV/0!  =LTV_TO_CAC(B1, 0)
                cac: 0 is nothing to divide by; write a number above 0
    """
    __tracebackhide__ = True
    if not isinstance(book, Recalculated):
        raise WrongType("book", book, "is no calculated workbook; give what recalculate returns")
    if not isinstance(expected, Mapping):
        raise WrongType("expected", expected, 'says not what cells are to show; write {"Sheet!B1": 2000}')
    for name, figure in (("tolerance", tolerance), ("relative", relative)):
        if isinstance(figure, bool) or not isinstance(figure, Real) or not figure >= 0:
            raise WrongType(name, figure, "is no amount; write a number from 0, such as 0.005")
    cells = [cell for key, wanted in expected.items() for cell in _cells(book, key, wanted)]
    if not cells:
        raise AssertionError("no cell is expected to hold anything")
    unsure = {(cell.sheet, cell.cell) for cell in book.second_opinion.unsure} if book.second_opinion else set()
    different = [
        cell
        for cell in cells
        if (cell.sheet, cell.address) in unsure or not _same(cell.expected, cell.got, tolerance, relative)
    ]
    if different:
        counted = f"{len(different):,} of {len(cells):,} cells differ in {book.source}"
        raise AssertionError("\n".join([counted, *_table(book, different)]))


def _cells(book: Recalculated, key: str, wanted: Any) -> Iterator[_Cell]:
    """Yield the cells of a key, with what each is to show and shows."""
    area, got = book.area(key), book[key]
    shown = [got] if area.size == 1 else [value for row in got for value in row]
    expected = [wanted] if area.size == 1 else _in_order(key, wanted, area)
    name = "" if "!" in key else key
    for position, value, found in zip(area.positions, expected, shown, strict=True):
        yield _Cell(area.sheet, address(*position), name, value, found)


def _in_order(key: str, wanted: Any, area: Area) -> list[Any]:
    """Return what is expected of a block of cells, row by row."""
    rows = rows_for(area, wanted, key)
    if len(rows) != area.rows or any(len(row) != area.columns for row in rows):
        raise UnlikeShapes(key, wanted, f"is too little for {area.rows} × {area.columns} cells; give as many values")
    return [value for row in rows for value in row]


def _same(expected: Any, got: Any, tolerance: float, relative: float) -> bool:
    """Say whether a cell shows what is expected."""
    if type(expected).__module__ == "numpy":
        expected = expected.item()
    if isinstance(got, ErrorValue):
        return isinstance(expected, str) and expected == str(got)
    if expected is None or got is None:
        return expected in (None, "") and got in (None, "")
    if isinstance(expected, bool) or isinstance(got, bool):
        return isinstance(got, bool) and expected is got
    if isinstance(expected, _DATED) or (isinstance(got, _DATED) and isinstance(expected, _NUMBERS)):
        return isinstance(got, (*_DATED, float)) and math.isclose(_days(expected), _days(got), abs_tol=_INSTANT)
    if isinstance(expected, _NUMBERS) and isinstance(got, float):
        return abs(float(expected) - got) <= max(tolerance, relative * abs(float(expected)))
    return bool(expected == got)


def _days(value: Any) -> float:
    """Return a date, time or number as Excel's days."""
    return days_of(value) if isinstance(value, _DATED) else float(value)


def _table(book: Recalculated, cells: list[_Cell]) -> Iterator[str]:
    """Yield an aligned line for each cell, and below it why it shows an error, if it does."""
    reasons = {(fault.sheet, fault.cell): fault.reason for fault in book.errors}
    opinion = book.second_opinion
    reasons |= {(cell.sheet, cell.cell): str(cell) for cell in opinion.unsure} if opinion else {}
    rows = [_HEADINGS, *(_row(book, cell) for cell in cells)]
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    for row, cell in zip(rows, [None, *cells], strict=True):
        yield "  ".join([text.ljust(width) for text, width in zip(row, widths, strict=False)] + [row[3]]).rstrip()
        if cell is not None and (cell.sheet, cell.address) in reasons:
            yield " " * (widths[0] + 2) + reasons[cell.sheet, cell.address]


def _row(book: Recalculated, cell: _Cell) -> tuple[str, str, str, str]:
    """Return the texts of a cell's line."""
    called = f"{cell} ({cell.name})" if cell.name else str(cell)
    formula = book.formula(str(cell))
    shortened = formula if len(formula) <= _LONGEST else f"{formula[: _LONGEST - 3]}..."
    return called, _shown(cell.expected), _shown(cell.got), shortened


def _shown(value: Any) -> str:
    """Return a value as a person tells it from another."""
    if isinstance(value, float):
        return f"{value:.15g}"
    if isinstance(value, _DATED) or (isinstance(value, str) and value in EXCEL_ERRORS):
        return str(value)
    return repr(value) if isinstance(value, str) else shown(value)
