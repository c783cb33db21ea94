"""Values into the cells of any workbook, each found by name or address."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from xl_quadrant.errors import InvalidWorkbook, UnknownName, WrongType
from xl_quadrant.package.addresses import Area, Position, address
from xl_quadrant.package.cells import with_inputs
from xl_quadrant.package.dates import days_of
from xl_quadrant.package.given_rows import rows_for
from xl_quadrant.package.parts import Package
from xl_quadrant.package.sheet_index import SheetIndex, index_sheet
from xl_quadrant.package.values import CellValue
from xl_quadrant.package.whereabouts import area_of


def with_values(package: Package, inputs: Mapping[str, object]) -> Package:
    """
    Return a workbook with values in its cells; those beside its formulas are still the ones from before.

    Parameters
    ----------
    package : Package
        The workbook.
    inputs : mapping of str to object
        A value for each cell, or a list or rows for a block, by the names that `area_of` takes. A number, text,
        logical, date, time or None for nothing; a text stays a text, whatever it begins with. A list shorter than its
        block empties the rest.

    Returns
    -------
    Package
        The workbook; every part that holds no input is as it was.

    Raises
    ------
    UnknownName
        If the workbook lacks names; all of them are listed.
    InvalidWorkbook
        If a cell holds a formula or belongs to the answer of one, or is given twice.
    UnlikeShapes
        If values do not fit into their block.
    WrongType
        If a value is of a kind that no cell holds.
    """
    by_sheet: dict[str, dict[Position, CellValue]] = {}
    given: dict[tuple[str, Position], str] = {}
    for key, area in _areas(package, inputs).items():
        cells = by_sheet.setdefault(area.sheet, {})
        for position, value in zip(area.positions, _cells(package, key, area, inputs[key]), strict=True):
            other = given.setdefault((area.sheet, position), key)
            if other is not key:
                raise InvalidWorkbook(package.source, key, f"and {other!r} are the same cell; give it once")
            cells[position] = value
    changed = {}
    for sheet, values in by_sheet.items():
        part = package.sheets[sheet]
        index = index_sheet(package.part(part), f"{package.source}: {sheet}")
        _refuse_answers(index, values)
        changed[part] = with_inputs(index, values)
    return Package(package.replaced(changed), package.source)


def cell_value(value: Any, argument: str, *, from_1904: bool = False) -> CellValue:
    """
    Return a value as a cell holds it.

    Parameters
    ----------
    value : object
        A number, text, logical, date, time or None; those of numpy and pandas too.
    argument : str
        What an error calls it.
    from_1904 : bool
        Whether the workbook counts its days from 1904.

    Returns
    -------
    float, int, bool, str or None
        A date as Excel's days.

    Raises
    ------
    WrongType
        If no cell holds its kind.

    Examples
    --------
    >>> cell_value(datetime.date(2024, 3, 1), "start"), cell_value(Decimal("0.1"), "rate"), cell_value(True, "flag")
    (45352.0, 0.1, True)
    """
    if type(value).__module__ == "numpy" and hasattr(value, "item"):
        value = value.item()
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, (datetime.datetime, datetime.time)) and value.tzinfo is not None:
        raise WrongType(argument, value, "has a time zone, which no cell holds; remove it")
    if isinstance(value, (datetime.date, datetime.time, datetime.timedelta)):
        days = days_of(value, from_1904=from_1904)
        if days < 0:
            raise WrongType(argument, value, f"lies before {1904 if from_1904 else 1900}, where Excel's days begin")
        return days
    raise WrongType(argument, value, f"is a {type(value).__name__}; write a number, text, True or False, date or None")


def _areas(package: Package, inputs: Mapping[str, object]) -> dict[str, Area]:
    """Return the cells of each input; all that are not there in one error."""
    found: dict[str, Area] = {}
    errors: list[UnknownName] = []
    for key in inputs:
        try:
            found[key] = area_of(package, key)
        except UnknownName as error:
            errors.append(error)
    if len(errors) > 1:
        rest = "; ".join(f"{error.value!r} {error.rule}" for error in errors[1:])
        raise UnknownName(package.source, errors[0].value, f"{errors[0].rule}; {rest}")
    if errors:
        raise errors[0]
    return found


def _cells(package: Package, key: str, area: Area, value: Any) -> list[CellValue]:
    """Return one value for each cell of an area, row by row."""
    rows = rows_for(area, value, key)
    cells: list[CellValue] = []
    for number in range(area.rows):
        row = rows[number] if number < len(rows) else []
        filled = [cell_value(one, key, from_1904=package.counts_from_1904) for one in row]
        cells += filled + [None] * (area.columns - len(filled))
    return cells


def _refuse_answers(index: SheetIndex, values: Mapping[Position, CellValue]) -> None:
    """Refuse cells that the answer of an array formula fills; `with_inputs` refuses those of formulas."""
    for span in index.formulas:
        for position in span.filled.positions if span.filled else ():
            if position in values:
                rule = (
                    f"cannot be written into {address(*position)}, which the formula in "
                    f"{address(span.row, span.column)} fills; name an input cell instead"
                )
                raise InvalidWorkbook(index.source, values[position], rule)
