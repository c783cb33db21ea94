"""The stored values of a workbook against those that follow, formula by formula."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from html import unescape
from typing import Any, Final

import formualizer

from xl_quadrant.checkup.findings import STALE, WRONG, Finding
from xl_quadrant.engine.calculated_book import Recalculated
from xl_quadrant.engine.reasons import CellFault, area_referred_to
from xl_quadrant.errors import shown
from xl_quadrant.package.addresses import Area, address
from xl_quadrant.package.formula_text import formula_in
from xl_quadrant.package.markup import without_asides
from xl_quadrant.package.parts import Package
from xl_quadrant.package.sheet_index import SheetIndex
from xl_quadrant.package.staleness import is_stale
from xl_quadrant.package.stored_values import stored_value
from xl_quadrant.package.values import CellValue

Cell = tuple[str, int, int]

_SHARED: Final = re.compile(rb"<(?:[\w.-]+:)?si\b[^<>]*>(.*?)</(?:[\w.-]+:)?si\s*>", re.DOTALL)
_PIECE: Final = re.compile(rb"<(?:[\w.-]+:)?t\b[^<>]*>([^<]*)</")
_PHONETIC: Final = re.compile(rb"<(?:[\w.-]+:)?rPh\b.*?</(?:[\w.-]+:)?rPh\s*>", re.DOTALL)

_MOVES: Final = re.compile(r"\b(?:TODAY|NOW|RAND|RANDBETWEEN|RANDARRAY)\s*\(", re.IGNORECASE)
"""Functions that give another answer each time."""

_APPROXIMATE: Final = re.compile(
    r"\b(?:BETA|NORM|GAMMA|CHI|F\.|T\.|LOGNORM|LOGINV|BINOM|CRITBINOM|RATE|X?IRR|YIELD)[A-Z.]*\s*\(", re.IGNORECASE
)
"""Functions that programs solve by trial, or by series of their own."""

MEND: Final = "open it in Excel and save it, or run xlq recalc"

_UNKNOWN: Final = "#NAME?"
_BROKEN: Final = ("#REF!", _UNKNOWN)


class StoredValues:
    """
    The values stored beside the formulas of a workbook, compared with those that follow.

    Parameters
    ----------
    package : Package
        The workbook.
    indexes : mapping of str to SheetIndex
        Where the cells of its sheets stand.
    done : Recalculated
        The same, calculated.
    """

    def __init__(self, package: Package, indexes: Mapping[str, SheetIndex], done: Recalculated) -> None:
        self._package = package
        self._indexes = indexes
        self._follows = done.values
        self._faults = {(fault.sheet, fault.cell): fault for fault in done.errors}
        self._stored = dict(_stored(indexes, _shared_texts(package)))
        self._names = {area: name for name, area in package.names.items() if area.size == 1}
        different = [
            cell
            for cell, value in self._stored.items()
            if is_stale(value, self._new(cell)) and not self._is_approximate(cell)
        ]
        moving = {cell for cell in self._stored if _MOVES.search(self._formula(cell))} if self._any_moves else set()
        self._unknown = {cell for cell in different if self._is_unknown(cell)}
        self._moved = self._hanging_on(moving, different)
        self._excused = self._unknown - self._moved
        self._different = [cell for cell in different if cell not in self._moved | self._excused]

    def stale(self) -> Iterator[Finding]:
        """Yield the cells whose stored value does not follow from the cells its formula refers to; results first."""
        if self._different and all(value is None for value in self._stored.values()):
            yield Finding(STALE, "every formula:", f"no value is stored beside any of {self.count:,}; {MEND}")
            return
        for cell in sorted(self._different, key=lambda cell: not self._name(cell).lower().startswith("out_")):
            rule = f"{_told(self._stored[cell])} is stored, {_told(self._new(cell))} follows"
            yield Finding(STALE, f"{self._place(cell)}:", rule)

    def broken(self) -> Iterator[Finding]:
        """Yield the formulas that refer to what is not there."""
        for cell, value in self._stored.items():
            fault = self._fault(cell)
            if fault is not None and fault.error in _BROKEN and value in _BROKEN and not fault.taken_from:
                yield Finding(WRONG, self._place(cell), f"shows {fault.error}: it {fault.reason}")

    def notes(self) -> Iterator[str]:
        """Yield what is not compared, and why."""
        if self._moved:
            hang = f"{len(self._moved):,} values hang" if len(self._moved) > 1 else "a value hangs"
            yield f"{hang} on TODAY, NOW or RAND, and may differ each time it is calculated"
        if self._unknown:
            first = min(self._unknown, key=lambda cell: (self._is_taken(cell), cell))
            what = f"{len(self._excused):,} formulas" if len(self._excused) > 1 else "a formula"
            where = f"{self._place(first)} {self._reason(first)}"
            yield f"{what} cannot be calculated here, so their values are not compared: {where}"

    @property
    def count(self) -> int:
        """How many values stand beside formulas."""
        return len(self._stored)

    def _new(self, cell: Cell) -> CellValue:
        """Return the value that follows."""
        return self._follows.get((cell[0], address(*cell[1:])))

    def _fault(self, cell: Cell) -> CellFault | None:
        """Return why a cell shows an error, if it does once it is calculated."""
        return self._faults.get((cell[0], address(*cell[1:])))

    def _is_approximate(self, cell: Cell) -> bool:
        """Say whether a value is that of a function which each program approximates, and near enough."""
        stored, follows = self._stored[cell], self._new(cell)
        near = isinstance(stored, float) and isinstance(follows, float) and math.isclose(stored, follows, rel_tol=1e-6)
        return near and _APPROXIMATE.search(self._formula(cell)) is not None

    def _is_unknown(self, cell: Cell) -> bool:
        """Say whether a formula rests on something that only Excel calculates."""
        fault = self._fault(cell)
        return self._new(cell) == _UNKNOWN or (fault is not None and fault.not_calculated)

    def _is_taken(self, cell: Cell) -> bool:
        """Say whether the error of a cell is that of another."""
        fault = self._fault(cell)
        return fault is not None and bool(fault.taken_from)

    def _reason(self, cell: Cell) -> str:
        """Return why a cell shows an error; an empty text if it shows none."""
        fault = self._fault(cell)
        return fault.reason if fault else ""

    def _formula(self, cell: Cell) -> str:
        """Return the formula of a cell."""
        return formula_in(self._indexes[cell[0]], *cell[1:])

    def _place(self, cell: Cell) -> str:
        """Return where a cell is, with its name if it has one."""
        area = _area(cell)
        return f"{area} ({self._names[area]})" if area in self._names else str(area)

    def _name(self, cell: Cell) -> str:
        """Return the name of a cell; empty if it has none."""
        return self._names.get(_area(cell), "")

    @property
    def _any_moves(self) -> bool:
        """Whether any sheet calls a function that gives another answer each time."""
        return any(_MOVES.search(index.xml.decode(errors="replace")) for index in self._indexes.values())

    def _hanging_on(self, causes: set[Cell], cells: list[Cell]) -> set[Cell]:
        """Return the causes, and those of some cells that refer to them, directly or through one another."""
        reached = set(causes)
        if not causes:
            return reached
        by_name = {name.lower(): area for name, area in self._package.names.items()}
        areas = {cell: list(_areas(self._formula(cell), cell[0], by_name)) for cell in cells}
        waiting = set(cells) - reached
        while found := {cell for cell in waiting if any(_holds(area, reached) for area in areas[cell])}:
            reached |= found
            waiting -= found
        return reached


def _shared_texts(package: Package) -> list[str]:
    """Return the shared texts of a workbook: gnumeric stores the text that a formula gives as one of them."""
    texts = []
    for part in package.related(package.workbook_part, "sharedStrings").values():
        for one in _SHARED.findall(without_asides(package.part(part))):
            pieces = _PIECE.findall(_PHONETIC.sub(b"", one))
            texts.append(unescape(b"".join(pieces).decode(errors="replace")))
    return texts


def _stored(indexes: Mapping[str, SheetIndex], texts: list[str]) -> Iterator[tuple[Cell, CellValue]]:
    """Yield each cell that shows the answer of a formula, with the value stored there."""
    for sheet, index in indexes.items():
        for span in index.formulas:
            area = span.filled
            for position in area.positions if area else [(span.row, span.column)]:
                cell = index.cells.get(position)
                value = stored_value(cell)
                if cell is not None and cell.attributes.get("t") == "s" and str(value).isdigit():
                    number = int(str(value))
                    value = texts[number] if number < len(texts) else value
                yield (sheet, *position), value


def _areas(formula: str, sheet: str, by_name: Mapping[str, Area]) -> Iterator[Area]:
    """Yield the areas that a formula refers to; none if it cannot be read."""
    try:
        references: list[Any] = list(formualizer.parse(formula).walk_refs())
    except (formualizer.ParserError, formualizer.TokenizerError, ValueError):
        return
    for reference in references:
        area = area_referred_to(reference, sheet, by_name)
        if area is not None:
            yield area


def _holds(area: Area, cells: set[Cell]) -> bool:
    """Say whether one of some cells lies in an area."""
    return any(
        area.sheet == sheet
        and area.first_row <= row <= area.last_row
        and area.first_column <= column <= area.last_column
        for sheet, row, column in cells
    )


def _area(cell: Cell) -> Area:
    """Return a cell as an area."""
    return Area(cell[0], *cell[1:], *cell[1:])


def _told(value: CellValue) -> str:
    """Return a value as a person reads it."""
    return "nothing" if value is None or value == "" else shown(value)
