"""SUMPRODUCT as Python: one expression for each element of lists of one length."""

from __future__ import annotations

import re
from typing import Final

from xl_quadrant.compiled.expression import LOGICAL, NUMBER, SIZE_OF_SUMS, UNKNOWN, Expression, as_number, built
from xl_quadrant.compiled.formula import Formula, combined, signed
from xl_quadrant.compiled.steps import SINGLE
from xl_quadrant.excel_functions.powers import POWER
from xl_quadrant.formulas.tree import Tree, name_of
from xl_quadrant.package.addresses import Area

_IN_PLACE: Final = "XLQ_NUMBERS_IN_PLACE"

_WHOLE_NUMBERS: Final = ["INT(XLQ_0)", "e"]
"""How INT of a list is written for the engine."""


def sum_of_products(formula: Formula, arguments: list[Tree]) -> Expression:
    """
    Return SUMPRODUCT.

    Parameters
    ----------
    formula : Formula
        Where it stands.
    arguments : list of dict
        Its arguments: lists of cells of one shape, or what is calculated from such lists and single values.

    Returns
    -------
    Expression
        A number; `UNKNOWN` if it is not calculated here.
    """
    elements = _Elements(formula)
    factors = [elements.factor(argument) for argument in arguments]
    if not factors or not all(factor.kinds and factor.kinds <= NUMBER for factor in factors):
        return UNKNOWN
    product = " * ".join(factor.code for factor in factors)
    size = sum(factor.size for factor in factors)
    return elements.summed(product, certain=all(factor.certain for factor in factors), size=size)


class _Elements:
    """What one element of a list is calculated from."""

    def __init__(self, formula: Formula) -> None:
        self._formula = formula
        self._lists: dict[str, tuple[str, Expression]] = {}
        self._scalars: dict[str, tuple[str, Expression]] = {}
        self._shape: tuple[int, int] | None = None

    def summed(self, product: str, *, certain: bool, size: float) -> Expression:
        """Return the sum of a product over all elements."""
        used = [part for part in self._lists.values() if re.search(rf"\b{part[0]}\b", product)]
        if not used:
            return UNKNOWN
        before = "".join(f" for {name} in ({scalar.code},)" for name, scalar in self._scalars.values())
        names, lists = zip(*used, strict=True)
        codes = ", ".join(one.code for one in lists)
        over = f"for {names[0]} in {codes}" if len(lists) == 1 else f"for {', '.join(names)} in zip({codes})"
        scalars = [scalar for _, scalar in self._scalars.values()]
        code = f"added([{product}{before} {over}])"
        return built(code, NUMBER, *lists, *scalars, certain=certain, size=size + SIZE_OF_SUMS)

    def factor(self, node: Tree) -> Expression:
        """Return an element of an argument: what is no number in cells counts as 0."""
        in_place = name_of(node) == _IN_PLACE and len(node["args"]) == 1
        if in_place or self._formula.area(node) is not None:
            return self._counting(node["args"][0] if in_place else node)
        found = self._element(node)
        return as_number(found) if found.kinds <= NUMBER else UNKNOWN

    def _counting(self, node: Tree) -> Expression:
        """Return a cell, or 0 if it holds no number."""
        cell = self._cell(node)
        return cell if cell.kinds <= NUMBER else built(f"counting({cell.code})", NUMBER, cell)

    def _element(self, node: Tree) -> Expression:
        """Return an element of what a node comes to."""
        if not _is_list(self._formula, node):
            return self._scalar(self._formula.value(node))
        match node["node_type"]:
            case "Reference":
                return self._cell(node)
            case "UnaryOp":
                return signed(node["operator"], self._element(node["operand"]))
            case "BinaryOp":
                return combined(node["operator"], self._element(node["left"]), self._element(node["right"]))
            case "Function":
                return self._called(node)
            case _:
                return UNKNOWN

    def _called(self, node: Tree) -> Expression:
        """Return an element of what a function of elements comes to."""
        parts = [as_number(self._element(argument)) for argument in _taken_by_element(node)]
        step = SINGLE[POWER] if name_of(node) in (POWER, "IF") else "rounded_down"
        return built(f"{step}({', '.join(part.code for part in parts)})", NUMBER, *parts)

    def _cell(self, node: Tree) -> Expression:
        """Return a cell of a list."""
        area = self._formula.area(node)
        cells = self._formula.listed(node)
        if area is None or not cells.kinds or not self._fits(area):
            return UNKNOWN
        if cells.kinds <= NUMBER:
            return Expression(self._named(self._lists, "x", cells), NUMBER, size=cells.size)
        numbers = self._formula.listed(node, numbers=True)
        number = self._named(self._lists, "x", numbers) if numbers.kinds else ""
        return Expression(self._named(self._lists, "x", cells), cells.kinds, as_number=number, size=cells.size)

    def _scalar(self, value: Expression) -> Expression:
        """Return a single value, calculated once for all elements."""
        if value.constant or value.code.startswith(("v[", "n[")) or not value.kinds <= NUMBER | LOGICAL:
            return value
        if not value.kinds:
            return UNKNOWN
        return Expression(self._named(self._scalars, "s", value), value.kinds, size=value.size)

    def _fits(self, area: Area) -> bool:
        """Say whether a list has the shape of the others."""
        self._shape = self._shape or (area.rows, area.columns)
        return self._shape == (area.rows, area.columns)

    @staticmethod
    def _named(known: dict[str, tuple[str, Expression]], letter: str, value: Expression) -> str:
        """Return what a list or a single value is called within the sum."""
        return known.setdefault(value.code, (f"{letter}{len(known)}", value))[0]


def _is_list(formula: Formula, node: Tree) -> bool:
    """Say whether a node comes to a list: whether one is in it, but for what a function takes."""
    if node["node_type"] == "Reference":
        area = formula.area(node)
        return area is None or area.size > 1
    parts = [node[key] for key in ("left", "right", "operand") if key in node]
    return any(_is_list(formula, part) for part in parts or _taken_by_element(node))


def _taken_by_element(node: Tree) -> list[Tree]:
    """Return the arguments of a function that is calculated for each element here; none for another."""
    arguments: list[Tree] = node.get("args", [])
    match name_of(node), len(arguments):
        case ("INT", 1) | ("XLQ_POWER", 2):
            return arguments
        case "XLQ_EACH", 3 if [argument.get("value") for argument in arguments[:2]] == _WHOLE_NUMBERS:
            return arguments[2:]
        case "IF", 3 if _is_power_either_way(*arguments[1:]):
            return _taken_by_element(arguments[2])
    return []


def _is_power_either_way(usual: Tree, other: Tree) -> bool:
    """Say whether an IF chooses between two powers of the same, which only errors and roots tell apart."""
    operands = [usual.get("left"), usual.get("right")]
    return usual.get("operator") == "^" and name_of(other) == POWER and other["args"] == operands
