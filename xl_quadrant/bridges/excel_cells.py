"""
What cells of Excel hold, read through COM in as few questions as can be: each costs more than a calculation.

Cells are read by their unformatted values, so that amounts and dates are numbers with all their digits. An error in a
cell becomes its name, an empty text a blank. Of whole columns and rows only the part that holds something is read. An
Excel that is busy is asked again; what it refuses for good is one of our errors.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final

from xl_quadrant.bridges.calling import WHOLE_COLUMN, WHOLE_ROW, UsedCells
from xl_quadrant.errors import ArgumentError, UnlikeShapes

ERROR_NUMBERS: Final = {
    "#NULL!": 2000, "#DIV/0!": 2007, "#VALUE!": 2015, "#REF!": 2023, "#NAME?": 2029, "#NUM!": 2036, "#N/A": 2042,
    "#GETTING_DATA": 2043, "#SPILL!": 2045, "#CALC!": 2050,
}  # fmt: skip
"""The number of each error in VBA: what ``CVErr`` takes."""

FIRST_ERROR: Final = -2146828288
"""What is added to such a number in a value of COM: 0x800A0000 with its sign."""

OMITTED: Final = -2147352572
"""What COM gives for an argument that was left out."""

ASKED_FOR: Final = 3.0
"""Seconds for which a busy Excel is asked again."""

_BUSY: Final = {-2147418111, -2147417846, -2146777998}  # 0x80010001, 0x8001010A, 0x800AC472: rejected, or come again
_NAMES: Final = {FIRST_ERROR + number: name for name, number in ERROR_NUMBERS.items()}
_ERRORS: Final = range(FIRST_ERROR, FIRST_ERROR + 4096)
_PLAIN: Final = {float, bool, type(None)}
_VALUE2, _ROW, _COLUMN, _ROWS, _COLUMNS, _COUNT, _COUNT_LARGE = 1388, 257, 240, 258, 241, 118, 2499
_AREAS, _SHEET, _USED, _RANGE, _CELLS, _ITEM, _APPLICATION = 568, 348, 412, 197, 238, 0, 148
_PROPERTY_GET, _METHOD = 2, 1
_FIRST_BLOCK: Final = 4096


def read_cells(cells: Any, argument: str) -> object:
    """
    Return what a reference holds.

    Parameters
    ----------
    cells : PyIDispatch
        A Range of Excel.
    argument : str
        The argument it was given for, for an error.

    Returns
    -------
    object
        The value of a single cell; rows of values; or `UsedCells` of whole columns and rows.

    Raises
    ------
    ArgumentError
        If the reference is to several areas, or Excel does not give the values (``#VALUE!``).
    """
    try:
        return _read(cells, argument)
    except Exception as error:
        number = _number_of(error)
        if number is None:
            raise
        rule = "is what Excel answered when it was asked for these cells; press Ctrl+Alt+F9 to calculate again"
        raise ArgumentError(argument, f"0x{number & 0xFFFFFFFF:08X}", rule) from None


def plain(value: object) -> object:
    """
    Return a value of COM as functions take it.

    Parameters
    ----------
    value : object
        As COM gives it: a float, text, logical, None, an error's number, an amount of currency, a date.

    Returns
    -------
    object
        The name of an error, the number of an amount, a blank for an empty text; everything else as it is.

    Examples
    --------
    >>> [plain(value) for value in (200.0, -2146826246, -2146828200, "", True)]
    [200.0, '#N/A', '#VALUE!', None, True]
    """
    kind = type(value)
    if kind is float or kind is bool:
        return value
    if kind is int and value in _ERRORS:
        return _NAMES.get(value, "#VALUE!")  # type: ignore[call-overload]  # it is an int
    if kind is Decimal:
        return float(value)  # type: ignore[arg-type]  # it is a Decimal
    return None if value == "" else value


def plain_rows(rows: Sequence[Sequence[object]]) -> Sequence[Sequence[object]]:
    """Return rows of values of COM as functions take them."""
    if _PLAIN.issuperset({type(cell) for row in rows for cell in row}):
        return rows
    return [[cell if type(cell) is float else plain(cell) for cell in row] for row in rows]


def _read(cells: Any, argument: str) -> object:
    """Return what a reference holds; most are to one cell or a few, and take two questions."""
    count = _asked(cells, _COUNT_LARGE)
    if count >= WHOLE_ROW:
        return _large(cells, argument)
    value = _asked(cells, _VALUE2)
    if count == 1:
        return plain(value)
    if isinstance(value, tuple) and len(value) * len(value[0]) == count:
        return plain_rows(value)
    raise _several_areas(cells, argument)


def _large(cells: Any, argument: str) -> object:
    """Return what a reference to many cells holds: all of it, or the used part of whole columns and rows."""
    if _asked(_asked(cells, _AREAS), _COUNT) > 1:
        raise _several_areas(cells, argument)
    height, width = _size(cells)
    if height < WHOLE_COLUMN and width < WHOLE_ROW:
        return plain_rows(_asked(cells, _VALUE2))
    sheet = _asked(cells, _SHEET)
    used = _asked(sheet, _USED)
    used_height, used_width = _size(used)
    row, column = _asked(cells, _ROW), _asked(cells, _COLUMN)
    rows = min(height, max(1, _asked(used, _ROW) + used_height - row))
    columns = min(width, max(1, _asked(used, _COLUMN) + used_width - column))
    read = _filled if rows > WHOLE_COLUMN else _block
    return UsedCells(plain_rows(read(sheet, row, column, rows, columns)), (height, width))


def _filled(sheet: Any, row: int, column: int, rows: int, columns: int) -> Sequence[Sequence[object]]:
    """Return the rows of a long part up to the last that holds something: Excel says how many cells do."""
    functions = _named(_asked(sheet, _APPLICATION), "WorksheetFunction", _PROPERTY_GET)
    remaining = _named(functions, "CountA", _METHOD, _part(sheet, row, column, rows, columns))
    found: list[Sequence[object]] = []
    size = _FIRST_BLOCK
    while remaining > 0 and len(found) < rows:
        block = _block(sheet, row + len(found), column, min(size, rows - len(found)), columns)
        remaining -= sum(cell is not None for line in block for cell in line)
        found.extend(block)
        size *= 2
    return found or [[None] * columns]


def _block(sheet: Any, row: int, column: int, rows: int, columns: int) -> Sequence[Sequence[object]]:
    """Return the values of a block of cells as rows."""
    value = _asked(_part(sheet, row, column, rows, columns), _VALUE2)
    return value if isinstance(value, tuple) else [[value]]


def _part(sheet: Any, row: int, column: int, rows: int, columns: int) -> Any:
    """Return a block of cells of a sheet."""
    cells = _asked(sheet, _CELLS)
    first, last = _asked(cells, _ITEM, row, column), _asked(cells, _ITEM, row + rows - 1, column + columns - 1)
    return _asked(sheet, _RANGE, first, last)


def _size(cells: Any) -> tuple[int, int]:
    """Return how many rows and columns a range has."""
    return _asked(_asked(cells, _ROWS), _COUNT), _asked(_asked(cells, _COLUMNS), _COUNT)


def _several_areas(cells: Any, argument: str) -> UnlikeShapes:
    """Return the error of a reference to several areas."""
    areas = _asked(_asked(cells, _AREAS), _COUNT)
    return UnlikeShapes(argument, areas, "areas of cells are given; write one range, such as A1:A9")


def _asked(of: Any, member: int, *given: object) -> Any:
    """Return a property of one of Excel's objects by its number in Excel's type library."""
    return _patiently(lambda: of.Invoke(member, 0, _PROPERTY_GET, 1, *given))


def _named(of: Any, name: str, kind: int, *given: object) -> Any:
    """Return a property or the answer of a method of one of Excel's objects by its name."""
    return _patiently(lambda: of.Invoke(of.GetIDsOfNames(name), 0, kind, 1, *given))


def _patiently(ask: Any) -> Any:
    """Return an answer of Excel, asking again for a while if it is busy."""
    try:
        return ask()
    except Exception as error:
        if _number_of(error) not in _BUSY:
            raise
    until, pause = time.monotonic() + ASKED_FOR, 0.005
    while True:
        time.sleep(pause)
        try:
            return ask()
        except Exception as error:
            if _number_of(error) not in _BUSY or time.monotonic() > until:
                raise
        pause = min(2 * pause, 0.2)


def _number_of(error: Exception) -> int | None:
    """Return the number of an error of COM; of one that Excel describes, the number in the description."""
    number = getattr(error, "hresult", None)
    described = getattr(error, "excepinfo", None)
    return described[5] or number if described and len(described) > 5 else number
