"""A workbook opened in the headless engine, its formulas in the engine's terms."""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import Any, Final

import formualizer

from xl_quadrant.bridges.formula_calls import calls_ours
from xl_quadrant.errors import FormulaError
from xl_quadrant.workbook.engine import Engine
from xl_quadrant.workbook.for_engine import for_engine, is_what_if
from xl_quadrant.workbook.named_formulas import NamedFormulas
from xl_quadrant.workbook.package import Package
from xl_quadrant.workbook.sheet_index import SheetIndex
from xl_quadrant.workbook.structured import lowered, tables_of

_NO_FORMULA: Final = "shares the formula of a cell that has none; type it anew in Excel"
_EMPTY: Final = "has an empty formula; type it anew in Excel"


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
        put their answers there is room; what it cannot calculate is an error that says why.

    Raises
    ------
    InvalidWorkbook
        If the engine cannot open it.
    """
    engine = Engine(for_engine(package, indexes), package.source, from_1904=package.counts_from_1904)
    tables = tables_of(package)
    names = NamedFormulas(package, engine.omitted_names)
    for sheet, index in indexes.items():
        for span in index.formulas:
            place = (sheet, span.row, span.column)
            own = f"={span.formula_text}" if span.formula_text else ""
            known = own if own and not span.shared else engine.formula(place)  # to ask for each would take long
            own = own or known
            named = names.concerns(own)
            if is_what_if(span):
                engine.write(place, "=NA()")
                continue
            if not own:
                engine.give_up(place, "#REF!", _NO_FORMULA if span.shared else _EMPTY)
                continue
            try:
                text = names.written_out(own, sheet, (span.row, span.column)) if named else own
            except FormulaError as error:
                engine.give_up(place, "#NAME?", error.rule)
                continue
            other = _other_workbook(text, package.sheets)
            if other:
                engine.give_up(place, "#REF!", f"refers to another workbook, {other}, which is not at hand")
            elif named or not known or "[" in text or calls_ours(text):
                engine.write(place, lowered(text, span.row, tables))
    return engine


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
