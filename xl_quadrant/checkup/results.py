"""The results of a workbook: formulas typed over, checks that say CHECK, and values that no longer follow."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from xl_quadrant.checkup.findings import RESULTS, STALE, WRONG, Finding
from xl_quadrant.checkup.names import LARGEST_NAMED, WANTED
from xl_quadrant.client_book.client_workbook import read_workbook
from xl_quadrant.client_book.contract import SCENARIOS
from xl_quadrant.engine.calculated_book import Recalculated
from xl_quadrant.errors import InvalidClient, InvalidWorkbook, shown
from xl_quadrant.package.addresses import Area, address
from xl_quadrant.package.parts import Package
from xl_quadrant.package.sheet_index import SheetIndex
from xl_quadrant.package.stored_values import stored_value
from xl_quadrant.portfolio.one_workbook import differences
from xl_quadrant.sheets.checks import CHECKS

FAILED: Final = "CHECK"
_MASTER: Final = "chk_master"
_LABELS: Final = {f"chk_{check.name}_{scenario}": check.label for check in CHECKS for scenario in SCENARIOS}


def typed_over(package: Package, indexes: Mapping[str, SheetIndex]) -> Iterator[Finding]:
    """
    Yield the results whose cell holds no formula.

    Parameters
    ----------
    package : Package
        The workbook.
    indexes : mapping of str to SheetIndex
        Where the cells of its sheets stand.

    Yields
    ------
    Finding
        Each with its cell, and what stands there instead.
    """
    filled = {sheet: set(_with_formula(index)) for sheet, index in indexes.items()}
    for name, area in package.names.items():
        if not name.lower().startswith(("out_", "chk_")) or area.size > LARGEST_NAMED:
            continue
        stops = RESULTS if name.lower() in WANTED else ()
        for row, column in area.positions:
            if (row, column) in filled[area.sheet]:
                continue
            cell = Area(area.sheet, row, column, row, column)
            value = stored_value(indexes[area.sheet].cells.get((row, column)))
            what = "holds nothing" if value is None else f"holds {shown(value)}, typed over its formula"
            yield Finding(WRONG, f"{cell} ({name})", f"{what}; copy the formula from the template", stops)


def failed_checks(package: Package, done: Recalculated) -> Iterator[Finding]:
    """
    Yield the checks of a calculated workbook that say CHECK.

    Parameters
    ----------
    package : Package
        The workbook.
    done : Recalculated
        The same, calculated.

    Yields
    ------
    Finding
        Each with its cell, and what must hold; the master check only where no other says so.
    """
    failed = {
        name.lower(): area
        for name, area in package.names.items()
        if name.lower().startswith("chk_")
        and done.values.get((area.sheet, address(area.first_row, area.first_column))) == FAILED
    }
    if len(failed) > 1:
        failed.pop(_MASTER, None)
    for name, area in failed.items():
        label = _LABELS.get(name, "see what it counts")
        scenario = f", {name.rpartition('_')[2]}" if name in _LABELS else ""
        yield Finding(WRONG, f"{area} ({name})", f"says {FAILED}{scenario}: {label}")


def results_that_do_not_follow(package: Package) -> Iterator[Finding]:
    """
    Yield the results that follow from the formulas of a workbook and not from its inputs, as ``read`` has them.

    Parameters
    ----------
    package : Package
        The workbook.

    Yields
    ------
    Finding
        Each with its cell; nothing where inputs or results cannot be read, which is told elsewhere.
    """
    try:
        filled = read_workbook(package.content, package.source)
    except (InvalidWorkbook, InvalidClient):
        return
    areas = {name.lower(): area for name, area in package.names.items()}
    for name, found, follows in differences(filled):
        rule = f"{shown(found)} is stored, {shown(follows)} follows from the inputs: its formula, or one it rests on"
        yield Finding(STALE, f"{areas[name]} ({name}):", f"{rule}, is not the template's")


def _with_formula(index: SheetIndex) -> Iterator[tuple[int, int]]:
    """Yield the cells of a sheet that show the answer of a formula."""
    for span in index.formulas:
        area = span.filled
        yield from area.positions if area else [(span.row, span.column)]
