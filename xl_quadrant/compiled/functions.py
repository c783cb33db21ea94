"""The functions that are calculated in Python: what each call is written as."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from xl_quadrant.compiled.arrays import sum_of_products
from xl_quadrant.compiled.expression import (
    BLANK,
    ERROR,
    LOGICAL,
    NUMBER,
    SIZE_OF_SUMS,
    TEXT,
    UNKNOWN,
    Expression,
    Kinds,
    as_number,
    as_text,
    as_truth,
    built,
    chosen,
    constant,
)
from xl_quadrant.compiled.formula import Formula, Rule, compared
from xl_quadrant.compiled.steps import SINGLE
from xl_quadrant.excel_functions.powers import POWER
from xl_quadrant.formulas.tree import COMPARISONS, Tree, literal
from xl_quadrant.package.values import ErrorValue

_FALSE: Final = literal(value=False)


def _if(formula: Formula, arguments: list[Tree]) -> Expression:
    """Return IF."""
    if not 2 <= len(arguments) <= 3:
        return UNKNOWN
    usual, other = (_or_zero(formula, argument) for argument in (*arguments[1:], _FALSE)[:2])
    return chosen(as_truth(formula.value(arguments[0])), usual, other)


def _or_zero(formula: Formula, node: Tree) -> Expression:
    """Return a value; 0 for an argument that is left empty."""
    return constant(0.0) if node["node_type"] == "Omitted" else formula.value(node)


def _if_it_is(kinds: Kinds, value: Expression) -> Expression:
    """Return a value of some kinds; one that turns out to be of another is left to the engine."""
    if value.kinds <= kinds:
        return value
    step = "number_only" if kinds == NUMBER else "settled"
    return built(f"{step}({value.code})", kinds & value.kinds, value) if kinds & value.kinds else UNKNOWN


def _joint(word: str, whole: str) -> Rule:
    """Return the rule of AND or OR, of logicals and numbers: each is calculated unless it is certain not to fail."""

    def rule(formula: Formula, arguments: list[Tree]) -> Expression:
        values = [_if_it_is(LOGICAL | NUMBER, formula.value(argument)) for argument in arguments]
        if not values or not all(value.kinds for value in values):
            return UNKNOWN
        parts = [
            value if value.kinds <= LOGICAL else built(f"({value.code} != 0.0)", LOGICAL, value, certain=True)
            for value in values
        ]
        settling = word == "or"
        if all(part.certain for part in parts):
            if any(part.constant and part.value is settling for part in parts):
                return constant(settling)
            parts = [part for part in parts if not part.constant] or [constant(not settling)]
            return built(f"({f' {word} '.join(part.code for part in parts)})", LOGICAL, *parts, certain=True)
        return built(f"{whole}(({', '.join(part.code for part in parts)},))", LOGICAL, *parts)

    return rule


def _not(formula: Formula, arguments: list[Tree]) -> Expression:
    """Return NOT."""
    value = as_truth(formula.value(arguments[0])) if len(arguments) == 1 else UNKNOWN
    return built(f"(not {value.code})", LOGICAL, value, certain=True)


_AN_ERROR: Final = constant(ErrorValue("#N/A"))


def _is(kind: str, type_name: str) -> Rule:
    """Return the rule of ISNUMBER and its kin."""

    def rule(formula: Formula, arguments: list[Tree]) -> Expression:
        value = formula.value(arguments[0]) if len(arguments) == 1 else UNKNOWN
        if value.certain and value.kinds and (kind not in value.kinds or value.kinds == {kind}):
            return constant(value.kinds == {kind})
        code = value.code if value.certain else f"otherwise(lambda: {value.code}, lambda: {_AN_ERROR.code})"
        return built(f"({code}.__class__ is {type_name})", LOGICAL, replace(value, certain=True), certain=True)

    return rule


def _number_of(formula: Formula, arguments: list[Tree]) -> Expression:
    """Return N."""
    value = formula.value(arguments[0]) if len(arguments) == 1 else UNKNOWN
    if value.kinds <= NUMBER:
        return value
    return built(f"amount({value.code})", NUMBER, value, certain="error" not in value.kinds)


def _text_of(formula: Formula, arguments: list[Tree]) -> Expression:
    """Return T."""
    value = formula.value(arguments[0]) if len(arguments) == 1 else UNKNOWN
    if value.kinds <= TEXT:
        return value
    return built(f"wording({value.code})", TEXT, value, certain="error" not in value.kinds)


def _of_numbers(code: str) -> Rule:
    """Return the rule of a function of one number that comes to a number."""

    def rule(formula: Formula, arguments: list[Tree]) -> Expression:
        value = as_number(formula.value(arguments[0])) if len(arguments) == 1 else UNKNOWN
        return built(code.format(value.code), NUMBER, value, certain=value.kinds <= NUMBER and code.startswith("abs"))

    return rule


def _over_cells(name: str, quick: str) -> Rule:
    """Return the rule of SUM, MAX or MIN: of numbers, of cells that may hold something else, of rows and columns."""

    def rule(formula: Formula, arguments: list[Tree]) -> Expression:
        parts: list[Expression] = []
        lists: list[bool] = []
        for argument in arguments:
            area = formula.area(argument)
            lists.append(area is not None and area.size > 1)
            parts.append(formula.listed(argument) if lists[-1] else formula.value(argument))
            if area is None and not parts[-1].kinds <= NUMBER | ERROR:
                parts[-1] = _if_it_is(NUMBER, parts[-1])  # a text, or a reference to one, is taken otherwise
        size = max((part.size for part in parts), default=0.0) + SIZE_OF_SUMS
        if len(parts) > 1 and all(part.kinds <= NUMBER for part in parts) and not any(lists):
            codes = [part.code for part in parts]
            code = f"({' + '.join(('0.0', *codes))})" if quick == "+" else f"{quick}({', '.join(codes)})"
            return built(code, NUMBER, *parts, certain=True, size=size)
        certain = not any("error" in part.kinds for part in parts)
        code = f"{name}({_in_one_list(parts, lists)})"
        return built(code, NUMBER, *parts, certain=certain, size=size) if parts else UNKNOWN

    return rule


def _in_one_list(parts: list[Expression], lists: list[bool]) -> str:
    """Return the code of a list of values and lists."""
    if len(parts) == 1 and lists[0]:
        return parts[0].code
    return (
        f"({', '.join(f'*{part.code}' if several else part.code for part, several in zip(parts, lists, strict=True))},)"
    )


def _counted(name: str) -> Rule:
    """Return the rule of COUNT or COUNTA of cells."""

    def rule(formula: Formula, arguments: list[Tree]) -> Expression:
        parts = [formula.listed(argument) for argument in arguments]
        code = f"{name}({_in_one_list(parts, [True] * len(parts))})"
        return built(code, NUMBER, *parts, certain=True) if parts else UNKNOWN

    return rule


def _counted_if(formula: Formula, arguments: list[Tree]) -> Expression:
    """Return COUNTIF or COUNTIFS."""
    if len(arguments) % 2 or not arguments:
        return UNKNOWN
    parts = [formula.value(node) if at % 2 else formula.listed(node) for at, node in enumerate(arguments)]
    if not all(part.certain and not part.kinds & ERROR for part in parts[1::2]):
        return UNKNOWN
    return built(f"how_many_that({', '.join(part.code for part in parts)})", NUMBER, *parts)


def _indexed(formula: Formula, arguments: list[Tree]) -> Expression:
    """Return INDEX of a row or column."""
    if len(arguments) != 2:
        return UNKNOWN
    cells, place = formula.listed(arguments[0], line=True), as_number(formula.value(arguments[1]))
    if not cells.kinds:
        return UNKNOWN
    as_they_are = built(f"nth({cells.code}, {place.code})", cells.kinds, cells, place)
    if as_they_are.constant or not cells.kinds & BLANK:
        return as_they_are
    numbers = formula.listed(arguments[0], numbers=True)
    number = f"nth({numbers.code}, {place.code})" if numbers.kinds else ""
    return Expression(as_they_are.code, as_they_are.kinds, certain=False, as_number=number)


def _matched(formula: Formula, arguments: list[Tree]) -> Expression:
    """Return MATCH of the same value."""
    if len(arguments) != 3 or arguments[2].get("value") != 0.0:
        return UNKNOWN
    sought, cells = formula.value(arguments[0]), formula.listed(arguments[1], line=True)
    return built(f"place_of({sought.code}, {cells.code})", NUMBER, sought, cells)


def _rows(formula: Formula, arguments: list[Tree]) -> Expression:
    """Return ROWS."""
    area = formula.area(arguments[0]) if len(arguments) == 1 else None
    return constant(float(area.rows)) if area is not None else UNKNOWN


def _if_error(formula: Formula, arguments: list[Tree]) -> Expression:
    """Return IFERROR."""
    if len(arguments) != 2:
        return UNKNOWN
    usual, instead = (_or_zero(formula, argument) for argument in arguments)
    if not usual.kinds or not instead.kinds:
        return UNKNOWN
    kinds = (usual.kinds - ERROR) | instead.kinds
    usual = replace(usual, certain=True)
    return built(f"otherwise(lambda: {usual.code}, lambda: {instead.code})", kinds, usual, instead, certain=True)


def _not_available(_formula: Formula, arguments: list[Tree]) -> Expression:
    """Return NA."""
    return UNKNOWN if arguments else constant(ErrorValue("#N/A"))


def _with_places(name: str, kinds: Kinds, least: int) -> Rule:
    """Return the rule of ROUND and its kin: a number, and how many places."""

    def rule(formula: Formula, arguments: list[Tree]) -> Expression:
        parts = [as_number(formula.value(argument)) for argument in arguments]
        if not least <= len(parts) <= 2:
            return UNKNOWN
        return built(f"{name}({', '.join(part.code for part in parts)})", kinds, *parts)

    return rule


def _in_format(formula: Formula, arguments: list[Tree]) -> Expression:
    """Return TEXT."""
    if len(arguments) != 2:
        return UNKNOWN
    value, pattern = (formula.value(argument) for argument in arguments)
    return built(f"in_format({value.code}, {pattern.code})", TEXT, value, pattern)


def _compared_by_digits(formula: Formula, arguments: list[Tree]) -> Expression:
    """Return a comparison as the rules of this house write it."""
    sign = arguments[1].get("value") if len(arguments) == 3 else None
    if sign not in COMPARISONS:
        return UNKNOWN
    return compared(str(sign), formula.value(arguments[0]), formula.value(arguments[2]), by_digits=True)


def _in_python(name: str) -> Rule:
    """Return the rule of a function of single values that the engine calls in Python too."""

    def rule(formula: Formula, arguments: list[Tree]) -> Expression:
        if any(argument["node_type"] == "Omitted" for argument in arguments):
            return UNKNOWN
        parts = [formula.value(argument) for argument in arguments]
        kinds = _COMES_TO.get(name, NUMBER | LOGICAL | TEXT)
        return built(f"{SINGLE[name]}({', '.join(part.code for part in parts)})", kinds, *parts)

    return rule


_COMES_TO: Final = {
    **dict.fromkeys(("XLQ_TEXT", "SUBSTITUTE", "TRIM", "LEFT", "RIGHT", "MID", "UPPER", "LOWER"), TEXT),
    **dict.fromkeys((POWER, "LEN", "CEILING", "FLOOR", "XLQ_VALUE"), NUMBER),
}


def _shown(formula: Formula, arguments: list[Tree]) -> Expression:
    """Return a value as a text."""
    return as_text(formula.value(arguments[0])) if len(arguments) == 1 else UNKNOWN


RULES: Final[dict[str, Rule]] = {
    **{name: _in_python(name) for name in SINGLE},
    "IF": _if,
    "AND": _joint("and", "all"),
    "OR": _joint("or", "any"),
    "NOT": _not,
    "ISNUMBER": _is("number", "float"),
    "ISTEXT": _is("text", "str"),
    "ISLOGICAL": _is("logical", "bool"),
    "ISERROR": _is("error", "ErrorValue"),
    "N": _number_of,
    "T": _text_of,
    "ABS": _of_numbers("abs({})"),
    "INT": _of_numbers("rounded_down({})"),
    "LN": _of_numbers("log({})"),
    "SUM": _over_cells("total", "+"),
    "MAX": _over_cells("largest", "max"),
    "MIN": _over_cells("smallest", "min"),
    "COUNT": _counted("how_many"),
    "COUNTA": _counted("how_many_filled"),
    "COUNTIF": _counted_if,
    "COUNTIFS": _counted_if,
    "INDEX": _indexed,
    "MATCH": _matched,
    "ROWS": _rows,
    "IFERROR": _if_error,
    "NA": _not_available,
    "ROUND": _with_places("rounded", NUMBER, 2),
    "ROUNDUP": _with_places("rounded_up", NUMBER, 2),
    "FIXED": _with_places("fixed", TEXT, 1),
    "SUMPRODUCT": sum_of_products,
    "TEXT": _in_format,
    "XLQ_COMPARE": _compared_by_digits,
    "XLQ_SHOWN": _shown,
}
"""The functions that are calculated here."""
