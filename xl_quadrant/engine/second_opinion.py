"""
A second opinion: the same workbook calculated by formulon, another engine, cell against cell.

Where two engines agree, a value is far more likely Excel's than where one stands alone. So every cell on which they
differ is told with both values, and neither is passed off as sure; a cell that only the second can calculate is filled
from it, and marked. formulon runs in a process of its own, for one trap in it ends its process.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import replace
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final

from xl_quadrant.engine.calculated_book import Recalculated
from xl_quadrant.engine.opinion import SecondOpinion, UnsureCell
from xl_quadrant.engine.own_process import Limits, within
from xl_quadrant.errors import FileError, InvalidWorkbook
from xl_quadrant.package.addresses import Position, address, position_of, quoted
from xl_quadrant.package.cells import with_results
from xl_quadrant.package.parts import Package
from xl_quadrant.package.sheet_index import index_sheet
from xl_quadrant.package.values import CellValue, ErrorValue

if TYPE_CHECKING:
    import formulon

Values = Mapping[tuple[str, str], CellValue]
"""By sheet and address."""

_ALIKE: Final = 1e-9
"""Numbers that differ by no more of themselves are alike."""

_NEAR_NOTHING: Final = 1e-12

_CHANCE: Final = re.compile(r"\b(?:RAND|RANDBETWEEN|RANDARRAY|NOW|TODAY)\s*\(", re.IGNORECASE)
"""Functions that come to something else each time."""

_UNKNOWN: Final = frozenset({"#NAME?", "#BLOCKED!", "#CONNECT!", "#EXTERNAL!", "#BUSY!", "#PYTHON!", "#UNKNOWN!"})
"""Errors by which the second engine says that it cannot calculate a cell."""


def with_second_opinion(done: Recalculated, limits: Limits) -> Recalculated:
    """
    Return a calculated workbook with a second opinion.

    Parameters
    ----------
    done : Recalculated
        The workbook.
    limits : Limits
        What the second engine may take.

    Returns
    -------
    Recalculated
        The same, with what differs in its ``second_opinion``; cells that could not be calculated are filled.

    Raises
    ------
    FileError
        If formulon is not installed.
    """
    if find_spec("formulon") is None:
        raise FileError("formulon", None, 'is needed for a second opinion; run pip install "xl-quadrant[verify]"')
    try:
        second: Values = within(limits, values_by_formulon, done.package, done.source)
    except InvalidWorkbook as error:
        return replace(done, second_opinion=SecondOpinion(trouble=error.rule))
    beyond = {(fault.sheet, fault.cell) for fault in done.errors if fault.not_calculated}
    filled = {cell: second[cell] for cell in beyond if _says_something(second.get(cell)) and second[cell] is not None}
    asked = [cell for cell in done.values if cell in second and cell not in filled and not _hangs_on_chance(done, cell)]
    told = [cell for cell in asked if _says_something(second[cell])]
    unsure = tuple(
        UnsureCell(*cell, done.values[cell], second[cell])
        for cell in told
        if not _alike(done.values[cell], second[cell])
    )
    opinion = SecondOpinion(len(told), unsure, tuple(sorted(filled)))
    return _with_values(replace(done, second_opinion=opinion), filled)


def values_by_formulon(content: bytes, source: str) -> dict[tuple[str, str], CellValue]:
    """
    Return what formulon calculates; in a process of its own.

    Parameters
    ----------
    content : bytes
        The workbook.
    source : str
        What an error calls it.

    Returns
    -------
    dict of (str, str) to float, bool, str, None or ErrorValue
        The value of every cell with a formula, by sheet and address.

    Raises
    ------
    InvalidWorkbook
        If formulon cannot read it.
    """
    import formulon

    found: dict[tuple[str, str], CellValue] = {}
    try:
        with formulon.Workbook.load(content) as book:
            book.recalc()
            for number in range(book.sheet_count()):
                sheet = book.sheet_name(number)
                for cell in book.iter_cells(number):
                    found[sheet, address(cell.row + 1, cell.col + 1)] = _plain(cell.value)
    except formulon.FormulonError as error:
        raise InvalidWorkbook(source, None, f"cannot be calculated by formulon ({error})") from error
    return found


def _with_values(done: Recalculated, filled: Values) -> Recalculated:
    """Return a calculated workbook in which some cells hold other values and show no error."""
    if not filled:
        return done
    package, of_sheets = Package(done.package, done.source), dict[str, dict[Position, CellValue]]()
    for (sheet, cell), value in filled.items():
        of_sheets.setdefault(sheet, {})[position_of(cell)] = value
    changed = {
        package.sheets[sheet]: with_results(index_sheet(package.part(package.sheets[sheet]), done.source), values)
        for sheet, values in of_sheets.items()
    }
    errors = tuple(fault for fault in done.errors if (fault.sheet, fault.cell) not in filled)
    return replace(done, package=package.replaced(changed), values={**done.values, **filled}, errors=errors)


def _plain(value: formulon.Value) -> CellValue:
    """Return a value of formulon as a cell holds it."""
    import formulon

    if value.kind is formulon.ValueKind.ERROR and value.error_code is not None:
        return ErrorValue(formulon.error_display_name(value.error_code))
    known = value.to_python()
    return known if known is None or isinstance(known, (float, bool, str)) else ErrorValue("#UNKNOWN!")


def _says_something(value: CellValue) -> bool:
    """Say whether the second engine could calculate a cell."""
    return not (isinstance(value, ErrorValue) and str(value) in _UNKNOWN)


def _hangs_on_chance(done: Recalculated, cell: tuple[str, str]) -> bool:
    """Say whether the formula of a cell asks for chance or the clock itself."""
    sheet, at = cell
    return bool(_CHANCE.search(done.formula(f"{quoted(sheet)}!{at}")))


def _alike(one: CellValue, other: CellValue) -> bool:
    """Say whether two engines came to the same."""
    if one in (None, "") or other in (None, ""):
        return one in (None, "", 0.0) and other in (None, "", 0.0)
    if isinstance(one, float) and isinstance(other, float) and not isinstance(one, bool):
        return math.isclose(one, other, rel_tol=_ALIKE, abs_tol=_NEAR_NOTHING)
    if isinstance(one, ErrorValue) and isinstance(other, ErrorValue):
        return one.stored == other.stored
    return type(one) is type(other) and one == other
