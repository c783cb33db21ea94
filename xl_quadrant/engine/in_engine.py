"""A workbook opened in the headless engine, its formulas in the engine's terms."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from functools import lru_cache, partial
from typing import Any, Final

import formualizer

from xl_quadrant.engine.engine import Engine
from xl_quadrant.engine.for_engine import for_engine, is_what_if, names_elsewhere
from xl_quadrant.engine.reasons import unknown_name
from xl_quadrant.errors import FormulaError, InvalidWorkbook
from xl_quadrant.formulas.lambdas_in_place import with_lambdas_in_place
from xl_quadrant.formulas.mending import mended
from xl_quadrant.formulas.named_formulas import NamedFormulas
from xl_quadrant.formulas.our_calls import calls_ours
from xl_quadrant.formulas.powers import counting_names
from xl_quadrant.formulas.references import Surroundings, surroundings_of
from xl_quadrant.formulas.table_references import lowered
from xl_quadrant.formulas.unknown_functions import unread_operator, with_stand_ins
from xl_quadrant.package.addresses import Place
from xl_quadrant.package.formula_text import formula_in
from xl_quadrant.package.parts import Package
from xl_quadrant.package.sheet_index import CellSpan, SheetIndex
from xl_quadrant.package.tables import tables_of

_CELL: Final = re.compile(r"(?<![\w.$:!'])\$?[A-Z]{1,3}\$?[1-9][0-9]*(?![\w.(!:'])")
"""A cell of the same sheet, by itself."""

_NO_FORMULA: Final = "shares the formula of a cell that has none; type it anew in Excel"
_WHAT_IF: Final = "belongs to a what-if data table, which only Excel calculates"
_EMPTY: Final = "has an empty formula; type it anew in Excel"


class InEngine:
    """
    A workbook in the terms of the headless engine, to be opened there any number of times.

    Parameters
    ----------
    package : Package
        The workbook.
    indexes : mapping of str to SheetIndex
        Where the cells of each of its sheets stand.

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

    def __init__(self, package: Package, indexes: Mapping[str, SheetIndex]) -> None:
        self.formulas: dict[Place, str] = {}
        self._package = package
        self._content = for_engine(package, indexes)
        self._written: list[tuple[Place, str, str]] = []
        self._given_up: list[tuple[Place, str, str]] = []
        engine = self._engine(guessing=False)
        self._first: Engine | None = engine
        for sheet in indexes:
            if sheet not in engine.sheets:
                raise InvalidWorkbook(
                    package.source, sheet, "is a sheet the headless engine does not find; save it anew"
                )
        self._tables = tables_of(package)
        self._names = NamedFormulas(package, engine.omitted_names | names_elsewhere(package))
        counting = counting_names(package.names, indexes)
        self.around = surroundings_of(package, partial(_formula_at, indexes), counting)
        for sheet, index in indexes.items():
            for span in index.formulas:
                self._read(engine, sheet, span)

    def opened(self, *, guessing: bool = False) -> Engine:
        """
        Open the workbook.

        Parameters
        ----------
        guessing : bool
            Whether a guess stands for everything that cannot be calculated, as `Engine.guess` has it.

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
        engine.write_all(self._written)
        return engine

    @property
    def lacks_something(self) -> bool:
        """Whether there are formulas that the engine cannot calculate."""
        return bool(self._given_up) or any(lack for _, _, lack in self._written)

    @property
    def in_its_terms(self) -> dict[Place, str]:
        """The formula of each cell as the engine calculates it."""
        return self.formulas | {place: text for place, text, _ in self._written}

    def _engine(self, *, guessing: bool) -> Engine:
        """Return the workbook in an engine, its formulas as the engine reads them."""
        package = self._package
        return Engine(self._content, package.source, from_1904=package.counts_from_1904, guessing=guessing)

    def _read(self, engine: Engine, sheet: str, span: CellSpan) -> None:
        """Note what takes the place of one formula."""
        place = (sheet, span.row, span.column)
        own = f"={span.formula_text}" if span.formula_text else ""
        known = own or engine.formula(place)
        own = own or known
        self.formulas[place] = own
        if is_what_if(span):
            for position in span.filled.positions if span.filled else [(span.row, span.column)]:
                self._given_up.append(((sheet, *position), "#N/A", _WHAT_IF))
            return
        if not own:
            self._given_up.append((place, "#REF!", _NO_FORMULA if span.shared else _EMPTY))
            return
        try:
            named = self._names.concerns(own)
            text = self._names.written_out(own, sheet, (span.row, span.column)) if named else own
            text = with_lambdas_in_place(text)
        except FormulaError as error:
            self._given_up.append((place, "#NAME?", error.rule))
            return
        text = _as_in_excel(lowered(text, span.row, self._tables), sheet, span, self.around)
        if _is_plain(_CELL.sub("A1", text)):
            self._written += [(place, text, "")] if text != known else []
            return
        other, operator = _other_workbook(text, self._package.sheets), unread_operator(text)
        if other:
            self._given_up.append((place, "#REF!", f"refers to another workbook, {other}, which is not at hand"))
        elif operator:
            reason = f"{operator}, which the headless engine does not; open it in Excel"
            self._given_up.append((place, "#VALUE!", reason))
        else:
            text, missing = with_stand_ins(text)
            if text != known or calls_ours(text):
                self._written.append((place, text, unknown_name(missing) if missing else ""))


@lru_cache(maxsize=8192)
def _is_plain(formula: str) -> bool:
    """Say whether a formula, and all that differ from it in their cells only, needs no more than mending."""
    known = with_stand_ins(formula) == (formula, "") and not calls_ours(formula)
    return known and "[" not in formula and not unread_operator(formula)


def _formula_at(indexes: Mapping[str, SheetIndex], sheet: str, row: int, column: int) -> str:
    """Return the formula of a cell as Excel shows it; empty if it has none."""
    title = next((title for title in indexes if title.lower() == sheet.lower()), None)
    return formula_in(indexes[title], row, column) if title else ""


def _as_in_excel(formula: str, sheet: str, span: CellSpan, around: Surroundings) -> str:
    """Return a formula that the engine calculates as Excel does; of an array formula, for each of its cells."""
    if span.filled is None:
        return mended(formula, around, sheet=sheet)
    text = mended(formula, around, sheet=sheet, array=True)
    if span.filled.size == 1 or "cm" in span.attributes:
        return text
    return f"=XLQ_SPREAD({text[1:]},{span.filled.rows},{span.filled.columns})"


def _other_workbook(formula: str, sheets: Container[str]) -> str:
    """Return the first reference of a formula to another workbook, such as ``[1]Costs!A1``; empty if there is none."""
    if "[" not in formula:
        return ""
    try:
        tokens: list[Any] = list(formualizer.tokenize(formula))
    except formualizer.TokenizerError:
        return ""
    for operand in (str(token.value) for token in tokens if str(token.token_type) == "Operand"):
        title = operand.rpartition("!")[0]
        plain = title[1:-1].replace("''", "'") if title.startswith("'") else title
        if "[" in plain and title[0] in "'[" and plain not in sheets:
            return operand
    return ""
