"""A workbook opened in the headless engine, with everything that the engine cannot read written in its terms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from xl_quadrant.bridges.formula_calls import calls_ours
from xl_quadrant.workbook.addresses import Position
from xl_quadrant.workbook.cells import with_results
from xl_quadrant.workbook.engine import Engine
from xl_quadrant.workbook.package import Package
from xl_quadrant.workbook.sheet_index import CellSpan, SheetIndex
from xl_quadrant.workbook.structured import lowered, tables_of
from xl_quadrant.workbook.values import CellValue, ErrorValue

NOT_CALCULATED: Final = ErrorValue("#N/A")
"""What a what-if data table shows: only Excel calculates it."""


def in_engine(package: Package, indexes: Mapping[str, SheetIndex]) -> Engine:
    """
    Open a workbook in the engine.

    Parameters
    ----------
    package : Package
        The workbook.
    indexes : mapping of str to SheetIndex
        Where the cells of each of its sheets stand.

    Returns
    -------
    Engine
        Not calculated yet. Formulas that call our functions or refer to tables are written anew; where array formulas
        put their answers there is room; what-if data tables are errors.

    Raises
    ------
    InvalidWorkbook
        If the engine cannot open it.
    """
    engine = Engine(_with_room(package, indexes), package.source, from_1904=package.counts_from_1904)
    tables = tables_of(package)
    for sheet, index in indexes.items():
        leaders = {span.shared: span.formula_text for span in index.formulas if span.shared and span.formula_text}
        for span in index.formulas:
            place = (sheet, span.row, span.column)
            text = span.formula_text or leaders.get(span.shared, "")
            if is_what_if(span):
                engine.write(place, "=NA()")
            elif "[" in text or calls_ours(text):
                own = f"={span.formula_text}" if span.formula_text else engine.formula(place)
                engine.write(place, lowered(own, span.row, tables))
    return engine


def is_what_if(span: CellSpan) -> bool:
    """
    Say whether a formula is that of a what-if data table.

    Parameters
    ----------
    span : CellSpan
        The cell of the formula.

    Returns
    -------
    bool
        True if only Excel calculates it.
    """
    return span.formula_attributes.get("t") == "dataTable"


def _with_room(package: Package, indexes: Mapping[str, SheetIndex]) -> bytes:
    """Return the workbook with room where array formulas put their answers."""
    changed = {}
    for sheet, index in indexes.items():
        room = {position: content for span in index.formulas for position, content in _room(span)}
        if room:
            changed[package.sheets[sheet]] = with_results(index, room)
    return package.replaced(changed)


def _room(span: CellSpan) -> Iterator[tuple[Position, CellValue]]:
    """Yield the cells that a formula fills beyond its own, empty; those of a what-if data table with an error."""
    for position in span.filled.positions if span.filled else ():
        if position != (span.row, span.column):
            yield position, NOT_CALCULATED if is_what_if(span) else None
