"""A workbook calculated in the engine, cell by cell: each value stored where it belongs, each error with its reason."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from xl_quadrant.engine.calculated_book import Recalculated
from xl_quadrant.engine.doubts import Doubts
from xl_quadrant.engine.engine_file import NOT_CALCULATED, follows_changes, is_what_if, refuse_large
from xl_quadrant.engine.engine_workbook import EngineWorkbook
from xl_quadrant.engine.error_places import ErrorPlaces
from xl_quadrant.engine.reasons import CellFault, Reason, called, reason_for
from xl_quadrant.package.addresses import Area, Place, Position, address
from xl_quadrant.package.cells import with_results
from xl_quadrant.package.parts import Package
from xl_quadrant.package.settings import calculated_on_opening, calculates_in_circles
from xl_quadrant.package.sheet_index import CellSpan, index_sheet
from xl_quadrant.package.staleness import is_stale
from xl_quadrant.package.stored_values import stored_value
from xl_quadrant.package.values import CellValue, ErrorValue

_WHOLE_LINES: Final = re.compile(r"(?:.*!)?(?:\$?\d+:\$?\d+|\$?[A-Za-z]+:\$?[A-Za-z]+)", re.DOTALL)
"""A formula that is nothing but whole rows or columns."""

_MOST_REASONS: Final = 20_000
"""So many formulas are read in search of reasons; from then on errors have the reason that is most usual."""


def calculated_cell_by_cell(package: Package) -> Recalculated:
    """
    Calculate a workbook in the engine and store its values.

    Parameters
    ----------
    package : Package
        The workbook.

    Returns
    -------
    Recalculated
        Every value, every error, and the whole file.

    Raises
    ------
    InvalidWorkbook
        If the engine cannot open it.
    """
    calculation = _Calculation(package)
    changed = {package.sheets[sheet]: calculation.stored(sheet) for sheet in package.sheets}
    if calculation.is_stale:
        changed[package.workbook_part] = calculated_on_opening(package.part(package.workbook_part))
    changed = {part: new for part, new in changed.items() if new != package.part(part)}
    return Recalculated(
        package.replaced(changed),
        calculation.values,
        calculation.faults(),
        package.source,
    )


@dataclass(frozen=True, slots=True)
class _Noted:
    """An error that a formula gave: where it shows, and which part of the answer it is."""

    sheet: str
    shown_in: Position
    span: CellSpan
    offset: Position
    error: ErrorValue
    reason: str = ""


class _Calculation:
    """One calculated workbook: the engine, and where values go."""

    def __init__(self, package: Package) -> None:
        refuse_large(package)
        self._package = package
        self._indexes = {
            sheet: index_sheet(package.part(part), f"{package.source}: {sheet}")
            for sheet, part in package.sheets.items()
        }
        self.values: dict[tuple[str, str], CellValue] = {}
        self.is_stale = False
        self._noted: list[_Noted] = []
        self._errors = ErrorPlaces()
        self._names = {name.lower(): area for name, area in package.names.items()}
        book = EngineWorkbook(package, self._indexes, fills_tables=True)
        checked = not calculates_in_circles(package.part(package.workbook_part))
        self._engine = book.opened(checked=checked)
        moment = datetime.now().astimezone()
        self._engine.at(moment)
        if checked:
            book.calculate(self._engine)
        else:
            self._engine.calculate()
        book.fill_tables(self._engine)
        self._spills = dict(self._spilled())
        lacking = [place for place in book.formulas if self._engine.is_beyond(place)]
        self._doubts: Doubts | None = None
        if lacking or self._engine.lacks_something:
            in_parts = not self._spills and follows_changes(package, self._indexes)
            shown = {sheet: self._shown(sheet) for sheet in self._indexes}
            self._doubts = Doubts(book, self._engine, shown, lacking, self._names, moment, in_parts=in_parts)

    def stored(self, sheet: str) -> bytes:
        """Return a sheet with its values stored."""
        index = self._indexes[sheet]
        results: dict[Position, CellValue] = {}
        references: dict[Position, str] = {}
        for span in index.formulas:
            if span.filled is None:
                results[span.row, span.column] = self._value(sheet, span, (0, 0))
                continue
            spilled = self._spills.get((sheet, span.row, span.column))
            if _is_dynamic(span):
                results |= self._dynamic(sheet, span, span.filled, spilled)
                references[span.row, span.column] = _reference(spilled, span)
            else:
                results |= self._array(sheet, span, span.filled, spilled)
        stored = {position: _as_stored(value) for position, value in results.items()}
        self.values |= {(sheet, address(*position)): value for position, value in stored.items()}
        before = index.cells
        self.is_stale |= any(is_stale(stored_value(before.get(at)), value) for at, value in stored.items())
        return with_results(index, results, references) if results else index.xml

    def _array(self, sheet: str, span: CellSpan, filled: Area, spilled: Area | None) -> dict[Position, CellValue]:
        """Return the values of an array formula, which fills the same cells whatever its answer: the rest is #N/A."""
        rows, columns = (spilled.rows, spilled.columns) if spilled else (1, 1)
        if is_what_if(span):
            rows, columns = filled.rows, filled.columns
        results: dict[Position, CellValue] = {}
        for row, column in filled.positions:
            i = 0 if rows == 1 else row - filled.first_row
            j = 0 if columns == 1 else column - filled.first_column
            if _WHOLE_LINES.fullmatch(span.formula_text) and not (i < rows and j < columns):
                results[row, column] = 0.0
            elif i < rows and j < columns:
                results[row, column] = _in_array(self._value(sheet, span, (i, j), (row, column)))
            else:
                results[row, column] = ErrorValue("#N/A")
                reason = "lies beyond the answer of the array formula it belongs to"
                self._noted.append(_Noted(sheet, (row, column), span, (i, j), ErrorValue("#N/A"), reason))
        return results

    def _dynamic(self, sheet: str, span: CellSpan, filled: Area, spilled: Area | None) -> dict[Position, CellValue]:
        """Return the values of a formula whose answer fills as many cells as it needs; those it left are emptied."""
        rest = 0.0 if _WHOLE_LINES.fullmatch(span.formula_text) else None  # the engine stops where a sheet is empty
        results: dict[Position, CellValue] = dict.fromkeys(filled.positions, rest)
        for row, column in spilled.positions if spilled else [(span.row, span.column)]:
            results[row, column] = _in_array(self._value(sheet, span, (row - span.row, column - span.column)))
        return results

    def _spilled(self) -> Iterator[tuple[Place, Area]]:
        """Yield the array formulas whose answers fill several cells, and which; any other formula shows one value."""
        for sheet, index in self._indexes.items():
            for span in index.formulas:
                if span.formula_attributes and span.filled:
                    spilled = self._engine.spilled((sheet, span.row, span.column))
                    if spilled is not None:
                        yield (sheet, span.row, span.column), spilled

    def _shown(self, sheet: str) -> list[Position]:
        """Return the cells of a sheet that show what formulas answer."""
        cells: dict[Position, None] = {}
        for span in self._indexes[sheet].formulas:
            spilled = self._spills.get((sheet, span.row, span.column))
            for area in (span.filled, spilled):
                cells |= dict.fromkeys(area.positions if area else [(span.row, span.column)])
        return list(cells)

    def _value(self, sheet: str, span: CellSpan, offset: Position, shown_in: Position | None = None) -> CellValue:
        """Return one value of a formula's answer; note it if it is an error."""
        row, column = span.row + offset[0], span.column + offset[1]
        value = self._value_at(sheet, row, column)
        if isinstance(value, ErrorValue):
            shown_in = shown_in or (row, column)
            self._errors.add((sheet, *shown_in), value)
            self._noted.append(_Noted(sheet, shown_in, span, offset, value))
        return value

    def faults(self) -> tuple[CellFault, ...]:
        """Return every cell that shows an error, and why; once all values are there."""
        for sheet, index in self._indexes.items():
            for position, span in index.cells.items():
                if span.attributes.get("t") == "e" and span.formula is None:
                    self._errors.add((sheet, *position), span.text.strip())
        places = [(noted.sheet, *noted.shown_in) for noted in self._noted]
        reasons = [self._reason(noted, at) for at, noted in enumerate(self._noted)]
        not_calculated = _not_calculated(dict(zip(places, reasons, strict=True)))
        faults = []
        for noted, place, reason in zip(self._noted, places, reasons, strict=True):
            source = called(reason.source) if reason.source else ""
            cell, error = address(*noted.shown_in), noted.error.stored
            faults.append(CellFault(noted.sheet, cell, error, reason.text, source, place in not_calculated))
        return tuple(faults)

    def _reason(self, noted: _Noted, at: int) -> Reason:
        """Return why a formula gives an error."""
        if noted.reason:
            return Reason(noted.reason)
        place = (noted.sheet, noted.span.row, noted.span.column)
        lack = self._engine.lack(place)
        known = self._engine.failure(place, noted.offset) or (lack if noted.error is NOT_CALCULATED else "")
        not_calculated = noted.error is NOT_CALCULATED or known == (lack or None) or self._engine.is_beyond(place)
        if known:
            return Reason(str(known), not_calculated)
        formula = self._engine.formula(place) if at < _MOST_REASONS else ""
        others = self._package.formula_names
        reason = reason_for(noted.error, formula, noted.sheet, self._errors.first_in, self._names, others)
        return reason._replace(not_calculated=not_calculated or reason.not_calculated)

    def _value_at(self, sheet: str, row: int, column: int) -> CellValue:
        """Return the value of any cell; an error if it rests on something that cannot be calculated."""
        value = self._engine.value((sheet, row, column))
        if self._doubts is None or isinstance(value, ErrorValue) or not self._doubts.concern((sheet, row, column)):
            return value
        return NOT_CALCULATED


def _not_calculated(reasons: Mapping[Place, Reason]) -> set[Place]:
    """Return the cells whose error is that nothing can calculate them here, and those that take it from them."""
    taking: dict[Place, list[Place]] = {}
    for place, reason in reasons.items():
        if reason.source is not None:
            taking.setdefault(reason.source, []).append(place)
    found = [place for place, reason in reasons.items() if reason.not_calculated]
    for place in found:
        found += taking.pop(place, ())  # each is gone through in its turn
    return set(found)


def _in_array(value: CellValue) -> CellValue:
    """Return an element of an answer; a blank is shown as 0."""
    return 0.0 if value is None else value


def _as_stored(value: CellValue) -> CellValue:
    """Return a value as the file names it."""
    return ErrorValue(value.stored) if isinstance(value, ErrorValue) else value


def _is_dynamic(span: CellSpan) -> bool:
    """Say whether a formula's answer fills as many cells as it needs; a cell says so by its metadata."""
    return "cm" in span.attributes


def _reference(spilled: Area | None, span: CellSpan) -> str:
    """Return the cells a dynamic formula fills, as its element names them."""
    if spilled is None:
        return address(span.row, span.column)
    return f"{address(spilled.first_row, spilled.first_column)}:{address(spilled.last_row, spilled.last_column)}"
