"""Functions of values, written otherwise for what their arguments are: conditions, sums, lookups, holidays, units."""

from __future__ import annotations

import re
from typing import Final

from xl_quadrant.formulas.calls import Formula, Rule, constant, is_given, own
from xl_quadrant.formulas.parameters import CONDITIONED
from xl_quadrant.formulas.references import SEVERAL
from xl_quadrant.formulas.templates import as_number
from xl_quadrant.formulas.text_rules import is_logical
from xl_quadrant.formulas.tree import ERRORS, Tree, binary, call, literal, unary
from xl_quadrant.formulas.visible_rows import aggregate_of_visible

_PERCENTAGE: Final = re.compile(r"(<>|[<>]=?|=)?\s*(-?[0-9.]+)%")
_COMPARING: Final = frozenset({"<>", "<", ">", "<=", ">="})
_WEEK: Final = re.compile(r"[01]{7}")
_AGGREGATES: Final = {
    12: "MEDIAN", 13: "MODE.SNGL", 14: "LARGE", 15: "SMALL", 16: "PERCENTILE.INC", 17: "QUARTILE.INC",
    18: "PERCENTILE.EXC", 19: "QUARTILE.EXC",
}  # fmt: skip
"""The functions that the engine's AGGREGATE lacks, by their number."""


def _aggregate(arguments: list[Tree], formula: Formula) -> Tree | None:
    """Return the function that AGGREGATE asks for, on what is left without errors."""
    visible = aggregate_of_visible(arguments, formula)
    if visible is not None:
        return visible
    function, option = constant(arguments, 0), constant(arguments, 1)
    name = _AGGREGATES.get(int(function)) if isinstance(function, float) else None
    if name is None or not isinstance(option, float) or len(arguments) < 3:
        return None
    values = call("XLQ_WITHOUT_ERRORS", arguments[2]) if option in (2, 3, 6, 7) else arguments[2]
    return call(name, values, *arguments[3:])


def _sumproduct(arguments: list[Tree], formula: Formula) -> Tree | None:
    """Return a SUMPRODUCT in which logicals count as nothing, and so do texts in cells, even those that are numbers."""
    new = [binary(literal(0.0), "*", argument) if is_logical(argument) else argument for argument in arguments]
    ranges = [argument for argument in new if formula.around.is_several(argument)]
    if len({size for argument in new if (size := _size(argument, formula)) is not None}) > 1:
        return literal("#VALUE!")
    if not ranges:
        return own("SUMPRODUCT", *new) if new != arguments else None
    if new == arguments and formula.left_to_a_check("multiplied", *ranges):
        return None
    only_numbers = {**binary(call("COUNTA", *ranges), "=", call("COUNT", *ranges)), "engine": True}
    plain = [call("XLQ_NUMBERS_IN_PLACE", argument) if argument in ranges else argument for argument in new]
    return call("IF", only_numbers, own("SUMPRODUCT", *new), own("SUMPRODUCT", *plain))


def _size(node: Tree, formula: Formula) -> tuple[int, int] | None:
    """Return how many rows and columns an argument has, as far as its text tells."""
    if node["node_type"] == "Literal":
        return (1, 1)
    if node["node_type"] == "Array":
        return len(node["rows"]), len(node["rows"][0])
    text = str(node.get("reference", ""))
    area = formula.around.area(text) if SEVERAL not in text else None
    return (area.rows, area.columns) if area is not None else None


def _aggregated(name: str) -> Rule:
    """Return the rule of a function of numbers that is given a text which is no number: an error, as in Excel."""

    def rule(arguments: list[Tree], _formula: Formula) -> Tree | None:
        new = [as_number(argument) for argument in arguments]
        if any(isinstance(argument.get("value"), str) and argument["value"] not in ERRORS for argument in new):
            return literal("#VALUE!")
        return own(name, *new) if new != arguments else None

    return rule


def _whole_number(arguments: list[Tree], _formula: Formula) -> Tree | None:
    """Return an INT of a day that is typed as a text."""
    if len(arguments) != 1 or not isinstance(constant(arguments, 0), str) or arguments[0]["value"] in ERRORS:
        return None
    return own("INT", {**binary(arguments[0], "+", literal(0.0)), "engine": True})


def _count(arguments: list[Tree], _formula: Formula) -> Tree | None:
    """Return a COUNT of calculated arguments that passes over their errors, as it does over those of cells."""
    new = [
        call("IFERROR", argument, literal(""))
        if argument["node_type"] == "BinaryOp" or _is_error(argument)
        else argument
        for argument in arguments
        if argument.get("operator") not in (",", ":", " ")
    ]
    return own("COUNT", *new) if len(new) == len(arguments) and new != arguments else None


def _is_error(node: Tree) -> bool:
    """Say whether a node is an error that is typed in."""
    return node["node_type"] == "Literal" and str(node.get("value")).startswith("#")


def _conditioned(name: str) -> Rule:
    """Return the rule of a function with conditions: ranges of one size, criteria as they are typed, errors kept."""
    is_range = CONDITIONED[name]

    def rule(arguments: list[Tree], formula: Formula) -> Tree | None:
        ranges = [argument for position, argument in enumerate(arguments) if is_range(position)]
        areas = [formula.around.area(str(argument.get("reference", ""))) for argument in ranges]
        sizes = {(area.rows, area.columns) for area in areas if area is not None}
        if len(sizes) > 1 and name.endswith("IFS"):
            return literal("#VALUE!")
        new = [argument if is_range(position) else _criterion(argument) for position, argument in enumerate(arguments)]
        if name == "COUNTIF" and constant(new, 1) == "#N/A":
            return call("SUMPRODUCT", unary("-", unary("-", call("ISNA", new[0]))))
        if name == "COUNTIF" and len(new) == 2 and new[1].get("operator") == "/":
            alike = binary(call("IFERROR", call("ERROR.TYPE", new[0]), literal(0.0)), "=", call("ERROR.TYPE", new[1]))
            errors = call("SUMPRODUCT", unary("-", unary("-", alike)))
            return call("IF", call("ISERROR", new[1]), errors, own(name, *new))
        if name in ("COUNTIF", "COUNTIFS") and len(new) == 2:
            other = _count_of_others(new[0], new[1], formula)
            if other is not None:
                return other
        if name in ("SUMIFS", "AVERAGEIFS") and len(new) > 2:
            return _with_errors(name[:-3], new[0], own(name, *new), new[1:])
        if name in ("SUMIF", "AVERAGEIF") and is_given(new, 2) and len(sizes) == 1:
            return _with_errors(name[:-2], new[2], own(name, *new), new[:2])
        return own(name, *new) if new != arguments else None

    return rule


def _criterion(node: Tree) -> Tree:
    """Return a criterion with a percentage as the number it is."""
    value = node.get("value")
    found = _PERCENTAGE.fullmatch(value) if isinstance(value, str) else None
    return literal(f"{found[1] or ''}{float(found[2]) / 100:.15g}") if found else node


def _count_of_others(searched: Tree, criterion: Tree, formula: Formula) -> Tree | None:
    """Return how many cells are not as a criterion ``<>…`` says, blanks and texts among them, or above nothing."""
    value = criterion.get("value")
    if isinstance(value, str) and value.startswith("<>") and len(value) > 2:
        compared: Tree = literal(value[2:])
    elif criterion.get("operator") == "&" and criterion["left"].get("value") in _COMPARING:
        if criterion["left"]["value"] != "<>":
            if formula.left_to_a_check("given", criterion["right"]):
                return None
            nothing = {**binary(criterion["right"], "=", literal("")), "engine": True}
            return call("IF", nothing, literal(0.0), own("COUNTIF", searched, criterion))
        compared = criterion["right"]
    else:
        return None
    cells = binary(call("ROWS", searched), "*", call("COLUMNS", searched))
    number = call("IFERROR", own("VALUE", compared), literal(""))
    between = own("COUNTIFS", searched, binary(literal(">="), "&", compared), searched,
                  binary(literal("<="), "&", compared))  # fmt: skip
    alike = call("IF", call("ISNUMBER", number), between, own("COUNTIF", searched, compared))
    others = binary(cells, "-", alike)
    if compared["node_type"] == "Literal":
        return others
    nothing = {**binary(compared, "=", literal("")), "engine": True}
    return call("IF", nothing, call("COUNTA", searched), others)


def _with_errors(what: str, summed: Tree, usual: Tree, conditions: list[Tree]) -> Tree:
    """Return a sum or mean under conditions that shows the error of a cell it adds; the engine passes errors over."""
    exact = call("XLQ_CONDITIONED", literal(what), summed, *conditions)
    return call("IF", call("ISERROR", call("SUM", summed)), exact, usual)


def _lookup(arguments: list[Tree], _formula: Formula) -> Tree | None:
    """Return the LOOKUP of a text among texts only."""
    return call("XLQ_LOOKUP_TEXT", *arguments) if isinstance(constant(arguments, 0), str) else None


def _rate_of_return(arguments: list[Tree], _formula: Formula) -> Tree | None:
    """Return an IRR that passes over blanks, texts and logicals of a range."""
    return own("IRR", call("XLQ_NUMBERS", arguments[0]), *arguments[1:]) if arguments else None


def _with_holidays(name: str, position: int) -> Rule:
    """Return the rule of a function that takes holidays, days as texts too, and weeks without a working day."""

    def rule(arguments: list[Tree], _formula: Formula) -> Tree | None:
        week = constant(arguments, 2) if name.endswith(".INTL") else None
        if isinstance(week, str) and not (_WEEK.fullmatch(week) and (name[0] == "N" or "0" in week)):
            return literal("#VALUE!")
        if week == "1111111":
            return literal(0.0)
        if not is_given(arguments, position):
            return None
        return own(name, *arguments[:position], call("XLQ_DAYS", arguments[position]))

    return rule


def _value(arguments: list[Tree], _formula: Formula) -> Tree | None:
    """Return a VALUE that takes signs of money, thousands, fractions, parentheses and blanks."""
    if len(arguments) != 1:
        return None
    return call("IFERROR", own("VALUE", arguments[0]), call("XLQ_VALUE", arguments[0]))


def _french_rate(arguments: list[Tree], _formula: Formula) -> Tree | None:
    """Return AMORDEGRC with the part of a year in which it begins."""
    if not 6 <= len(arguments) <= 7:
        return None
    cost, bought, first, salvage, period, rate, *basis = arguments
    return call("XLQ_DEGRESSIVE", cost, call("YEARFRAC", bought, first, *basis), salvage, period, rate)


def _power(arguments: list[Tree], _formula: Formula) -> Tree | None:
    """Return a POWER as the operator."""
    return binary(arguments[0], "^", arguments[1]) if len(arguments) == 2 else None


OF_VALUES: Final[dict[str, Rule]] = {
    "AGGREGATE": _aggregate,
    "SUMPRODUCT": _sumproduct,
    "COUNT": _count,
    **{name: _conditioned(name) for name in CONDITIONED},
    "INT": _whole_number,
    **{name: _aggregated(name) for name in ("AVERAGE", "MAX", "MIN", "PRODUCT", "SUMSQ", "MEDIAN")},
    "LOOKUP": _lookup,
    "IRR": _rate_of_return,
    "NETWORKDAYS": _with_holidays("NETWORKDAYS", 2),
    "WORKDAY": _with_holidays("WORKDAY", 2),
    "NETWORKDAYS.INTL": _with_holidays("NETWORKDAYS.INTL", 3),
    "WORKDAY.INTL": _with_holidays("WORKDAY.INTL", 3),
    "VALUE": _value,
    "AMORDEGRC": _french_rate,
    "POWER": _power,
}
"""The rule of each function."""
