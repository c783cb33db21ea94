"""The input cells of a workbook: what nobody can fill in, and what is filled in and wrong."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from xl_quadrant.business.client_row import is_blank
from xl_quadrant.business.model import CLIENT_FIELDS, FIELDS, OFFER_BLOCKS
from xl_quadrant.checkup.findings import FILL, READ, WRONG, Finding
from xl_quadrant.checkup.names import LARGEST_NAMED, WANTED
from xl_quadrant.client_book.contract import SCENARIOS, input_name, offer_name
from xl_quadrant.clients.client_file import client_from_names
from xl_quadrant.errors import BlankArgument, InvalidClient, XlQuadrantError, shown
from xl_quadrant.package.addresses import Area, read_area
from xl_quadrant.package.markup import elements
from xl_quadrant.package.parts import Package
from xl_quadrant.package.sheet_index import SheetIndex

_REQUIRED = tuple(input_name(field.name, "today") for field in FIELDS if field.required)
_NAMES = {
    **{field.path: f"in_{field.name}" for field in CLIENT_FIELDS},
    **{(scenario, *field.path): input_name(field.name, scenario) for scenario in SCENARIOS for field in FIELDS},
}
_COLUMNS = {
    (scenario, block.name, column.name): offer_name(block.name, column.name, scenario)
    for scenario in SCENARIOS
    for block in OFFER_BLOCKS
    for column in block.columns
}


def is_form(values: dict[str, Any]) -> bool:
    """
    Say whether a workbook is still to be filled in.

    Parameters
    ----------
    values : dict of str to object
        What stands in its named cells.

    Returns
    -------
    bool
        True if everything is blank that a client must have today.
    """
    return all(is_blank(values.get(name)) for name in _REQUIRED)


def unfillable_cells(package: Package, indexes: dict[str, SheetIndex]) -> Iterator[Finding]:
    """
    Yield the input cells that cannot be filled in: those with a formula, and those hidden in a merged cell.

    Parameters
    ----------
    package : Package
        The workbook.
    indexes : dict of str to SheetIndex
        Where the cells of its sheets stand.

    Yields
    ------
    Finding
        What is wrong with each.
    """
    inputs = {
        name: area for name, area in package.names.items() if name.lower() in WANTED and name.lower().startswith("in_")
    }
    merged = {sheet: _merged(package, sheet) for sheet in {area.sheet for area in inputs.values()}}
    for name, area in inputs.items():
        index = indexes[area.sheet]
        for row, column in area.positions if area.size <= LARGEST_NAMED else ():
            place = f"{Area(area.sheet, row, column, row, column)} ({name})"
            span = index.cells.get((row, column))
            if span is not None and span.formula is not None:
                rule = f"holds a formula, ={_short(span.formula_text)}, where an input belongs; write its value"
                yield Finding(WRONG, place, rule, FILL)
            for whole in merged[area.sheet]:
                if (row, column) in whole.positions[1:]:
                    rule = f"is hidden in the merged cell {whole}; split it, or name its first cell"
                    yield Finding(WRONG, place, rule, FILL)


def wrong_inputs(package: Package, values: dict[str, Any]) -> Iterator[Finding]:
    """
    Yield the inputs that are filled in and not valid, and those that are needed and blank.

    Parameters
    ----------
    package : Package
        The workbook.
    values : dict of str to object
        What stands in its named cells.

    Yields
    ------
    Finding
        Each with its cell; nothing of what is blank in a workbook that is still to be filled in.
    """
    try:
        client_from_names(values, package.source)
    except InvalidClient as error:
        blank_form = is_form(values)
        for problem in error.problems:
            name, row = _name_of(problem)
            area = next((area for known, area in package.names.items() if known.lower() == name), None)
            blank = isinstance(problem, BlankArgument)
            if not (blank and (blank_form or (name and area is None))):  # a name that is missing is told elsewhere
                yield _finding(problem, name, row, area)


def _name_of(problem: XlQuadrantError) -> tuple[str, int]:
    """Return the name of the cell that a problem is about, and its row in a list of offers, from 1."""
    steps = tuple(problem.argument.split("."))
    if len(steps) == 4 and steps[2].isdigit():
        return _COLUMNS.get((steps[0], steps[1], steps[3]), ""), int(steps[2])
    return _NAMES.get(steps, ""), 1


def _finding(problem: XlQuadrantError, name: str, row: int, area: Area | None) -> Finding:
    """Return what is wrong with one input, by its cell."""
    place = problem.argument
    if area is not None:
        cell = area.positions[min(row, area.size) - 1]
        place = f"{Area(area.sheet, *cell, *cell)} ({name})"
    return Finding(WRONG, f"{place}:", f"{shown(problem.value)} {problem.rule}", READ)


def _merged(package: Package, sheet: str) -> list[Area]:
    """Return the merged cells of a sheet."""
    part = package.part(package.sheets[sheet])
    if b"mergeCell" not in part:
        return []
    found = (read_area(f"x!{cell.attribute('ref') or ''}") for cell in elements(part, "mergeCell".__eq__, sheet))
    return [Area(sheet, a.first_row, a.first_column, a.last_row, a.last_column) for a in found if a is not None]


def _short(formula: str) -> str:
    """Return a formula that fits into a sentence."""
    return formula if len(formula) <= 40 else f"{formula[:39]}…"
