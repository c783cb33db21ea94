"""A workbook opened in the headless engine, its formulas in the engine's terms."""

from __future__ import annotations

from collections.abc import Container, Mapping
from functools import partial
from typing import Any, Final

import formualizer

from xl_quadrant.bridges.formula_calls import calls_ours
from xl_quadrant.errors import FormulaError, InvalidWorkbook
from xl_quadrant.mending.mended import mended
from xl_quadrant.mending.references import Surroundings, surroundings_of
from xl_quadrant.workbook.engine import Engine
from xl_quadrant.workbook.for_engine import for_engine, is_what_if
from xl_quadrant.workbook.named_formulas import NamedFormulas
from xl_quadrant.workbook.package import Package
from xl_quadrant.workbook.reasons import unknown_name
from xl_quadrant.workbook.sheet_index import CellSpan, SheetIndex
from xl_quadrant.workbook.structured import lowered, tables_of
from xl_quadrant.workbook.unread import unread_operator, with_stand_ins
from xl_quadrant.workbook.written import formula_in

_NO_FORMULA: Final = "shares the formula of a cell that has none; type it anew in Excel"
_WHAT_IF: Final = "belongs to a what-if data table, which only Excel calculates"
_EMPTY: Final = "has an empty formula; type it anew in Excel"


def in_engine(package: Package, indexes: Mapping[str, SheetIndex], guess: float | str | None = None) -> Engine:
    """
    Open a workbook in the engine.

    Parameters
    ----------
    package : Package
        The workbook.
    indexes : mapping of str to SheetIndex
        Where the cells of each of its sheets stand.
    guess : float or str, optional
        What stands for everything that cannot be calculated; an error when left out.

    Returns
    -------
    Engine
        Not calculated yet. Formulas that call our functions or refer to tables are written anew; where array formulas
        put their answers there is room; what it cannot calculate is an error that says why.

    Raises
    ------
    InvalidWorkbook
        If the engine cannot open it.
    """
    engine = Engine(for_engine(package, indexes), package.source, from_1904=package.counts_from_1904, guess=guess)
    for sheet in indexes:
        if sheet not in engine.sheets:
            raise InvalidWorkbook(package.source, sheet, "is a sheet the headless engine does not find; save it anew")
    tables = tables_of(package)
    names = NamedFormulas(package, engine.omitted_names)
    around = surroundings_of(package, partial(_formula_at, indexes))
    for sheet, index in indexes.items():
        for span in index.formulas:
            place = (sheet, span.row, span.column)
            own = f"={span.formula_text}" if span.formula_text else ""
            known = own if own and not span.shared else engine.formula(place)  # to ask for each would take long
            own = own or known
            named = names.concerns(own)
            if is_what_if(span):
                for position in span.filled.positions if span.filled else [(span.row, span.column)]:
                    engine.give_up((sheet, *position), "#N/A", _WHAT_IF)
                continue
            if not own:
                engine.give_up(place, "#REF!", _NO_FORMULA if span.shared else _EMPTY)
                continue
            try:
                text = names.written_out(own, sheet, (span.row, span.column)) if named else own
            except FormulaError as error:
                engine.give_up(place, "#NAME?", error.rule)
                continue
            text = _as_in_excel(lowered(text, span.row, tables), sheet, span, around)
            other, operator = _other_workbook(text, package.sheets), unread_operator(text)
            if other:
                engine.give_up(place, "#REF!", f"refers to another workbook, {other}, which is not at hand")
                continue
            if operator:
                engine.give_up(place, "#VALUE!", f"{operator}, which the headless engine does not; open it in Excel")
                continue
            text, missing = with_stand_ins(text)
            if text != known or calls_ours(text):
                engine.write(place, text, unknown_name(missing) if missing else "")
    return engine


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
