"""One formula, as typed in a cell, without a workbook."""

from __future__ import annotations

import formualizer

from xl_quadrant.engine.engine import SHEET, Engine
from xl_quadrant.engine.reasons import reason_for, unknown_name
from xl_quadrant.errors import FormulaError, XlQuadrantError
from xl_quadrant.formulas.references import Surroundings
from xl_quadrant.formulas.translation import Translator
from xl_quadrant.package.values import ErrorValue


def evaluate(formula: str) -> object:
    """
    Return the answer of one formula, as typed in a cell.

    Parameters
    ----------
    formula : str
        The formula, with or without ``=``; our functions and Excel's, with commas between arguments.

    Returns
    -------
    object
        A number, text or logical, None, or rows of them for an answer that fills several cells; there an element that
        fails is the error itself.

    Raises
    ------
    FormulaError
        If the formula cannot be read, refers to cells, or uses a name that is not known (``#NAME?``).
    XlQuadrantError
        The error of the function that fails.

    Examples
    --------
    >>> evaluate("=CASH_PER_SHOW(19, 50%, 2000, 200, 400, 0, 800)")
    1719.0
    >>> evaluate("=LTV_CONTINUITY({200;100}, 10%)")
    [[2000.0], [1000.0]]
    """
    text = "=" + formula.strip().removeprefix("=").strip()
    try:
        references = [r for r in formualizer.parse(text).walk_refs() if type(r).__name__ != "NamedRangeRef"]
    except (formualizer.ParserError, formualizer.TokenizerError) as error:
        rule = f"cannot be read: {_trouble(error)}; write commas between arguments and a point in decimals"
        raise FormulaError("formula", formula, rule) from error
    if references:
        raise FormulaError(
            "formula", formula, f"refers to {references[0]}, and there is no workbook here; write its value"
        )
    engine = Engine()
    place = (SHEET, 1, 1)
    meant = Translator(Surroundings()).of(text, place, array=True)
    if meant.trouble:
        refusal = _refusal(formula, meant.trouble, meant.error)
        raise refusal
    engine.write(place, meant.text, meant.missing)
    engine.calculate()
    if engine.lacks_something:
        refusal = _refusal(formula, unknown_name(meant.missing), "#NAME?")
        raise refusal
    spilled = engine.spilled(place)
    if spilled is None:
        answer = _answer(engine, formula, text, (0, 0))
        if isinstance(answer, XlQuadrantError):
            raise answer
        return answer
    return [[_answer(engine, formula, text, (i, j)) for j in range(spilled.columns)] for i in range(spilled.rows)]


def _trouble(error: Exception) -> str:
    """Return what the engine says of a formula it cannot read, without its own terms."""
    said = str(error).partition(": ")[2].partition(" TokenSpan")[0].removesuffix(", got").rstrip(": ")
    return said[:1].lower() + said[1:] or "it has no sense"


def _answer(engine: Engine, formula: str, text: str, offset: tuple[int, int]) -> object:
    """Return one value of the answer of a formula; an error as an exception that says why."""
    value = engine.value((SHEET, 1 + offset[0], 1 + offset[1]))
    if not isinstance(value, ErrorValue):
        return value
    known = engine.failure((SHEET, 1, 1), offset)
    if isinstance(known, XlQuadrantError):
        return known
    reason = known or reason_for(value, text, SHEET, lambda *_: None, {}, {}).text
    return _refusal(formula, reason, str(value))


def _refusal(formula: str, rule: str, excel_error: str) -> FormulaError:
    """Return what a formula is refused with."""
    error = FormulaError("formula", formula, rule)
    error.excel_error = excel_error
    return error
