"""Help in a cell: EXPLAIN says how a calculation works, or what is wrong with it; and the version."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Annotated, Any, Final

from xl_quadrant.catalogue.calculations import CALCULATIONS
from xl_quadrant.catalogue.catalogue_function import CatalogueArgument, CatalogueFunction, excel_literal, grouped, named
from xl_quadrant.catalogue.cell_ranges import Cells, Name
from xl_quadrant.errors import UnlikeShapes, XlQuadrantError
from xl_quadrant.functions.quantities import Number
from xl_quadrant.functions.ranges import is_range, one_value

Given = Annotated[Any, Cells("what the function is given there")]
_FUNCTION: Final = Name("name of a function", "LTV_CONTINUITY")
_SHARE: Final = re.compile(r"(rate|share)\b")


def explain(
    function_name: Annotated[Any, Cells("name of a function")],
    argument_1: Given = None,
    argument_2: Given = None,
    argument_3: Given = None,
    argument_4: Given = None,
    argument_5: Given = None,
    argument_6: Given = None,
    argument_7: Given = None,
    argument_8: Given = None,
) -> str:
    """
    Words and numbers that explain a calculation, or say which argument is wrong and what to write instead.

    Parameters
    ----------
    function_name : str, name of a function
        The function in quotes, such as "LTV_CONTINUITY".
    argument_1, argument_2, argument_3, argument_4 : any, what the function is given there, optional
        The arguments of that function, in its own order; leave out what it would be given no value for.
    argument_5, argument_6, argument_7, argument_8 : any, what the function is given there, optional
        Further arguments of that function.

    Returns
    -------
    str, text
        The equation, the same with the numbers put in, and the result with its unit; the function's help if it is
        given no arguments; what is wrong otherwise. Never an error.

    Notes
    -----
    A rate is shown as a percentage. To explain a row of a table, give its cells, not the whole columns.

    References
    ----------
    xl-quadrant, definitions of record.

    Examples
    --------
    A member pays 200 a month and one in ten leaves each month:

    >>> explain("LTV_CONTINUITY", 200, 0.10)
    'Lifetime value of one member who pays monthly until they leave: price / churn = 200 / 10% = 2000 (money per member).'

    With 10 typed for 10%:

    >>> explain("LTV_CONTINUITY", 200, 10)
    'LTV_CONTINUITY has no answer (#NUM!). churn: 10 is above 1; write 10% or 0.1. Share of members who leave each month, 0 to 1.'
    """  # noqa: E501 - the answers of the examples stand on one line
    given = [argument_1, argument_2, argument_3, argument_4, argument_5, argument_6, argument_7, argument_8]
    arguments = [_value(argument) for argument in given]
    while arguments and arguments[-1] is None:
        arguments.pop()
    try:
        function = named(_FUNCTION.check("function_name", _value(function_name)), (*CALCULATIONS, *HELP))
    except XlQuadrantError as error:
        return f"EXPLAIN needs the name of a function, then its arguments. {_sentence(error)}"
    if not arguments:
        return _help(function)
    try:
        return _calculation(function, arguments)
    except XlQuadrantError as error:
        return " ".join(
            [f"{function.name} has no answer ({error.excel_error}). {_sentence(error)}", *_about(function, error)]
        )


def xlq_version() -> str:
    """
    Version of xl-quadrant.

    Returns
    -------
    str, text
        Three numbers with points between them.

    Notes
    -----
    Two sheets that show the same version calculate the same.

    References
    ----------
    xl-quadrant, definitions of record.

    Examples
    --------
    Three numbers have two points between them:

    >>> xlq_version().count(".")
    2
    """
    from xl_quadrant import __version__

    return __version__


HELP: Final = tuple(grouped("Help", explain, xlq_version, kind="whole"))
"""The functions that help; they come last in the catalogue."""


def _value(given: Any) -> Any:
    """Return an argument as a function takes it; a blank cell and an empty text are nothing."""
    if hasattr(given, "tolist"):
        return given.tolist()
    return None if isinstance(given, str) and not given.strip() else given


def _help(function: CatalogueFunction) -> str:
    """Return how a function is written and what its arguments are."""
    about = [f"{argument.name} ({argument.unit}): {argument.help}" for argument in function.arguments]
    return " ".join([f"{function.summary} Write {function.syntax}.", *about])


def _sentence(error: XlQuadrantError) -> str:
    """Return what is wrong as a sentence."""
    return str(error) if str(error).endswith("?") else f"{error}."


def _about(function: CatalogueFunction, error: XlQuadrantError) -> list[str]:
    """Return the help of the argument an error names."""
    return [argument.help for argument in function.arguments if argument.name == error.argument]


def _calculation(function: CatalogueFunction, given: Sequence[Any]) -> str:
    """Return a calculation in words and numbers; the equations are imported when they are asked for."""
    from xl_quadrant.catalogue.worked_equations import equation_of

    if len(given) > len(function.arguments):
        rule = f"arguments are given; the function takes {len(function.arguments)} at most: {function.syntax}"
        raise UnlikeShapes(function.name, len(given), rule)
    padded = [*given, *[None] * (len(function.arguments) - len(given))]
    if function.kind == "whole":
        return _whole(function, padded)
    ranges = [check.quantity.column for check in function.checks]
    values = [
        value if column else one_value(check.name, value)
        for check, value, column in zip(function.checks, padded, ranges, strict=True)
    ]
    answer = function.python(*values)
    taken = {
        check.name: value if column and is_range(value) else _taken(check.single(value))
        for check, value, column in zip(function.checks, values, ranges, strict=True)
    }
    units = {argument.name: argument for argument in function.arguments}
    equation = equation_of(function.name, taken, answer)
    if equation is None:
        steps = f"{_listed(taken, units)} give {_answer(function, answer)}"
    else:
        numbers = _with_numbers(equation, taken, units)
        compares = re.search("[≥≤<>]", equation)
        result = f"{', so ' if compares else ' = '}{_answer(function, answer)}"
        steps = equation + ("" if numbers == equation else f"{': ' if compares else ' = '}{numbers}")
        steps = result.removeprefix(" = ") if steps == _answer(function, answer) else steps + result
    return f"{function.summary.removesuffix('.')}: {steps}."


def _whole(function: CatalogueFunction, given: Sequence[Any]) -> str:
    """Return the answer of a function that takes ranges whole, in words."""
    from xl_quadrant.business.metrics import METRICS

    answer = function.python(*given)
    if isinstance(answer, list):
        headings, *rows = answer
        return f"{function.summary} A table of {len(rows)} rows: {', '.join(map(str, headings))}."
    metric = next((metric for metric in METRICS if metric.name == str(given[-1]).strip().lower()), None)
    if metric is None:
        return f"{function.summary} {answer}"
    return f"{metric.label}: {_number(answer, share=bool(_SHARE.match(metric.unit)))} ({metric.unit}). {metric.note}"


def _taken(value: Any) -> Any:
    """Return an argument as the function took it; None for one that has neither value nor default."""
    return None if value != value else value


def _number(value: Any, *, share: bool) -> str:
    """Return a value as a person writes it; a share as a percentage."""
    if not isinstance(value, (float, int)) or isinstance(value, bool):
        return str(value) if isinstance(value, str) else excel_literal(bool(value))
    text = f"{100 * value:.10g}%" if share else f"{value:.10g}"
    return f"(−{text[1:]})" if text.startswith("-") else text


def _with_numbers(equation: str, values: dict[str, Any], arguments: dict[str, CatalogueArgument]) -> str:
    """Return an equation with numbers in place of the names."""

    def number(found: re.Match[str]) -> str:
        name = found[0]
        return _number(values[name], share=_is_share(name, arguments)) if name in values else name

    return re.sub(r"[a-z]\w*", number, equation)


def _listed(values: dict[str, Any], arguments: dict[str, CatalogueArgument]) -> str:
    """Return the arguments one by one, for a function without an equation."""
    return ", ".join(
        f"{name} {_number(value, share=_is_share(name, arguments))}"
        for name, value in values.items()
        if value is not None
    )


def _is_share(name: str, arguments: dict[str, CatalogueArgument]) -> bool:
    """Say whether a term is a rate; one that an equation adds says so in its name."""
    if name not in arguments:
        return "rate" in name or name == "churn"
    quantity = arguments[name].quantity
    return isinstance(quantity, Number) and quantity.kind == "rate"


def _answer(function: CatalogueFunction, answer: Any) -> str:
    """Return what a function answers with its unit; of several values each with its name."""
    if hasattr(answer, "tolist"):
        names = function.returned_unit.split(", ")
        return ", ".join(f"{name} {_number(v, share=True)}" for name, v in zip(names, answer.tolist(), strict=True))
    if isinstance(answer, (bool, str)):
        return _number(answer, share=False)
    return f"{_number(answer, share=bool(_SHARE.match(function.returned_unit)))} ({function.returned_unit})"
