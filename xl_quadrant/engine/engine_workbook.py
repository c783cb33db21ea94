"""A workbook in the headless engine: its formulas translated, its cells opened there any number of times."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any, Final

from xl_quadrant.engine.engine import Engine
from xl_quadrant.engine.engine_file import engine_file, is_what_if, names_elsewhere
from xl_quadrant.engine.linked_books import LinkedBooks
from xl_quadrant.engine.reasons import unknown_name
from xl_quadrant.engine.what_if_tables import WhatIfTable, put_values, table_of
from xl_quadrant.errors import InvalidWorkbook
from xl_quadrant.formulas.named_formulas import NamedFormulas
from xl_quadrant.formulas.powers import counting_names
from xl_quadrant.formulas.references import Surroundings, surroundings_of
from xl_quadrant.formulas.translation import Translation, Translator
from xl_quadrant.formulas.value_checks import OWN_CELL
from xl_quadrant.package.addresses import Area, Place
from xl_quadrant.package.formula_text import formula_in
from xl_quadrant.package.parts import Package
from xl_quadrant.package.sheet_index import CellSpan, SheetIndex
from xl_quadrant.package.tables import tables_of
from xl_quadrant.package.values import CellValue

_NO_FORMULA: Final = "shares the formula of a cell that has none; type it anew in Excel"
_WHAT_IF: Final = "belongs to a what-if data table, which only Excel calculates"
_EMPTY: Final = "has an empty formula; type it anew in Excel"

_MOST_ROUNDS: Final = 8
"""So often formulas whose checks fail are calculated anew; then all of them are written out."""

_MOST_CELLS: Final = 20_000
"""A check looks at no more cells; a formula of more is written out at once."""


class EngineWorkbook:
    """
    A workbook in the terms of the headless engine, to be opened there any number of times.

    Parameters
    ----------
    package : Package
        The workbook.
    indexes : mapping of str to SheetIndex
        Where the cells of each of its sheets stand.
    fills_tables : bool
        Whether what-if data tables are calculated, by `fill_tables`; else they are errors.

    Attributes
    ----------
    formulas : dict of (str, int, int) to str
        The formula of each cell that has one, with ``=``, as the file or the engine has it.
    around : Surroundings
        What the formulas may refer to.

    Raises
    ------
    InvalidWorkbook
        If the engine cannot open it.
    """

    def __init__(self, package: Package, indexes: Mapping[str, SheetIndex], *, fills_tables: bool = False) -> None:
        self._fills_tables = fills_tables
        self._tables: list[WhatIfTable] = []
        self._table_values: dict[Place, CellValue] = {}
        self.formulas: dict[Place, str] = {}
        self._package = package
        self._content = engine_file(package, indexes)
        self._written: dict[Place, tuple[str, str]] = {}
        self._checked: dict[Place, Translation] = {}
        self._given_up: list[tuple[Place, str, str]] = []
        self._linked = LinkedBooks(package)
        engine = self._engine(guessing=False)
        self._first: Engine | None = engine
        for sheet in indexes:
            if sheet not in engine.sheets:
                raise InvalidWorkbook(
                    package.source, sheet, "is a sheet the headless engine does not find; save it anew"
                )
        tables = tables_of(package)
        counting = counting_names(package.names, indexes)
        self.around = surroundings_of(package, partial(_formula_at, indexes), counting, tables)
        omitted = engine.omitted_names | names_elsewhere(package)
        self._translator = Translator(self.around, NamedFormulas(package, omitted), tables)
        for sheet, index in indexes.items():
            for span in index.formulas:
                self._read(engine, sheet, span)

    def opened(self, *, guessing: bool = False, checked: bool = False) -> Engine:
        """
        Open the workbook.

        Parameters
        ----------
        guessing : bool
            Whether a guess stands for everything that cannot be calculated, as `Engine.guess` has it.
        checked : bool
            Whether formulas that the engine has right for most values stay as they are, to be calculated by
            `calculate`, which checks their values.

        Returns
        -------
        Engine
            Not calculated yet. Formulas that call our functions or refer to tables are written anew; where array
            formulas put their answers there is room; what it cannot calculate is an error that says why, or the guess.
        """
        engine, self._first = (self._engine(guessing=True), self._first) if guessing else (self._first, None)
        engine = engine or self._engine(guessing=False)
        for place, error, reason in self._given_up:
            engine.give_up(place, error, reason)
        engine.write_all((place, *written) for place, written in self._written.items())
        if not checked:
            self._write(engine, self._checked)
        put_values(engine, self._table_values)
        return engine

    def calculate(self, engine: Engine) -> None:
        """
        Calculate the workbook, and what fails its checks once more, written otherwise.

        Parameters
        ----------
        engine : Engine
            The workbook as `opened` with `checked`.

        Raises
        ------
        InvalidWorkbook
            If the engine gives up.
        """
        engine.calculate()
        left = dict(self._checked)
        for turn in range(_MOST_ROUNDS):
            values = _Values(engine, self.around)
            failing = {place: meant for place, meant in left.items() if meant.fails(partial(values.of, place))}
            if failing and turn == _MOST_ROUNDS - 1:
                failing = left
            if not failing:
                return
            self._write(engine, failing)
            engine.calculate()
            left = {place: meant for place, meant in left.items() if place not in failing}

    def fill_tables(self, engine: Engine) -> None:
        """
        Calculate the what-if data tables, in their order; one may rest on another.

        Parameters
        ----------
        engine : Engine
            The workbook, calculated.
        """
        formulas = self.in_its_terms if self._tables else {}
        for table in self._tables:
            self._table_values |= table.fill(engine, formulas)

    @property
    def lacks_something(self) -> bool:
        """Whether there are formulas that the engine cannot calculate."""
        return bool(self._given_up) or any(lack for _, lack in self._written.values())

    @property
    def rewritten(self) -> tuple[Place, ...]:
        """The cells whose formulas are handed to the engine otherwise than they stand in the file."""
        return tuple(self._written)

    @property
    def in_its_terms(self) -> dict[Place, str]:
        """The formula of each cell as the engine has it right for all values."""
        written = {place: text for place, (text, _) in self._written.items()}
        return self.formulas | written | {place: meant.text for place, meant in self._checked.items()}

    def _engine(self, *, guessing: bool) -> Engine:
        """Return the workbook in an engine, its formulas as the engine reads them."""
        package = self._package
        engine = Engine(self._content, package.source, from_1904=package.counts_from_1904, guessing=guessing)
        self._linked.put(engine)
        return engine

    @staticmethod
    def _write(engine: Engine, meant: Mapping[Place, Translation]) -> None:
        """Write formulas so that they are right for all values."""
        engine.write_all((place, translation.text, "") for place, translation in meant.items())

    def _read(self, engine: Engine, sheet: str, span: CellSpan) -> None:
        """Note what takes the place of one formula."""
        place = (sheet, span.row, span.column)
        own = f"={span.formula_text}" if span.formula_text else ""
        known = own or engine.formula(place)
        own = own or known
        self.formulas[place] = own
        if is_what_if(span):
            table = table_of(sheet, span) if self._fills_tables else None
            if table is not None:
                self._tables.append(table)
                return
            for position in span.filled.positions if span.filled else [(span.row, span.column)]:
                self._given_up.append(((sheet, *position), "#N/A", _WHAT_IF))
            return
        if not own:
            self._given_up.append((place, "#REF!", _NO_FORMULA if span.shared else _EMPTY))
            return
        filled = span.filled
        spread = (filled.rows, filled.columns) if filled and filled.size > 1 and "cm" not in span.attributes else None
        meant = self._translator.of(self._linked.here(own), place, array=filled is not None, spread=spread)
        if meant.trouble:
            self._given_up.append((place, meant.error, meant.trouble))
            return
        text = meant.text
        if meant.checks:
            self._checked[place], text = meant, meant.usual
        if text != known or meant.ours:
            self._written[place] = text, unknown_name(meant.missing) if meant.missing else ""


class _Values:
    """The values of a calculated workbook, as the checks of its formulas look at them."""

    def __init__(self, engine: Engine, around: Surroundings) -> None:
        self._engine = engine
        self._around = around
        self._known: dict[Area, Any] = {}

    def of(self, place: Place, reference: str) -> Any:
        """Return what stands in a cell, or rows of what stands in several, as a formula refers to them."""
        sheet = place[0]
        if reference == OWN_CELL:
            return self._engine.value(place)
        area = self._around.area(reference)
        if area is None or area.size > _MOST_CELLS:
            raise OverflowError
        if area.size == 1:
            return self._engine.value((area.sheet or sheet, area.first_row, area.first_column))
        area = area if area.sheet else replace(area, sheet=sheet)
        if area not in self._known:
            values = self._engine.values(area.sheet, area.positions)
            self._known[area] = [values[start : start + area.columns] for start in range(0, area.size, area.columns)]
        return self._known[area]


def _formula_at(indexes: Mapping[str, SheetIndex], sheet: str, row: int, column: int) -> str:
    """Return the formula of a cell as Excel shows it; empty if it has none."""
    title = next((title for title in indexes if title.lower() == sheet.lower()), None)
    return formula_in(indexes[title], row, column) if title else ""
