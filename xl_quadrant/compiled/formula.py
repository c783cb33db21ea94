"""A formula, as the engine has it, as an expression in Python."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Final, Protocol, TypeAlias

from xl_quadrant.compiled.comparing import BY_DIGITS
from xl_quadrant.compiled.expression import (
    BLANK,
    ERROR,
    LOGICAL,
    NUMBER,
    TEXT,
    UNKNOWN,
    Expression,
    as_number,
    as_text,
    built,
    constant,
)
from xl_quadrant.formulas.tree import COMPARISONS, ERRORS, Tree, name_of
from xl_quadrant.package.addresses import Area
from xl_quadrant.package.values import ErrorValue

_LITERAL: Final = {"<": "<", ">": ">", "<=": "<=", ">=": ">=", "=": "==", "<>": "!="}


class Cells(Protocol):
    """The cells that a formula refers to."""

    def area(self, reference: str, sheet: str) -> Area | None:
        """Return the cells that a reference stands for; None if that is not known."""

    def one(self, area: Area) -> Expression:
        """Return the value of a cell."""

    def all(self, area: Area, *, numbers: bool = False) -> Expression:
        """Return the values of several cells, row by row, of the kinds they can be; blanks as 0 if asked for."""


class Formula:
    """
    One formula, or a part of one.

    Parameters
    ----------
    cells : Cells
        What it refers to.
    sheet : str
        The title of its sheet.
    rules : mapping of str to Rule
        What is done with the calls of each function.
    """

    def __init__(self, cells: Cells, sheet: str, rules: Mapping[str, Rule]) -> None:
        self.cells = cells
        self.sheet = sheet
        self._rules = rules

    def value(self, node: Tree) -> Expression:
        """
        Return what a node comes to.

        Parameters
        ----------
        node : dict
            A node of the formula.

        Returns
        -------
        Expression
            One value; `UNKNOWN` if it is not calculated here.
        """
        match node["node_type"]:
            case "Literal":
                value = node["value"]
                return constant(ErrorValue(value) if is_error(node) else value)
            case "Reference":
                area = self.area(node)
                return self.cells.one(area) if area is not None and area.size == 1 else UNKNOWN
            case "UnaryOp":
                return signed(node["operator"], self.value(node["operand"]))
            case "BinaryOp":
                return combined(node["operator"], self.value(node["left"]), self.value(node["right"]))
            case "Function":
                rule = self._rules.get(name_of(node))
                return rule(self, node["args"]) if rule is not None else UNKNOWN
            case _:
                return UNKNOWN

    def area(self, node: Tree) -> Area | None:
        """
        Return the cells that a node refers to.

        Parameters
        ----------
        node : dict
            A node of the formula.

        Returns
        -------
        Area or None
            None if it is no reference, or what it refers to is not known.
        """
        return self.cells.area(str(node["reference"]), self.sheet) if node["node_type"] == "Reference" else None

    def listed(self, node: Tree, *, numbers: bool = False, line: bool = False) -> Expression:
        """
        Return the cells that a node refers to as a list, row by row.

        Parameters
        ----------
        node : dict
            A node of the formula.
        numbers : bool
            Whether blanks are 0.
        line : bool
            Whether they must be in one row or column.

        Returns
        -------
        Expression
            `UNKNOWN` if it is no reference.
        """
        area = self.area(node)
        if area is None or (line and min(area.rows, area.columns) > 1):
            return UNKNOWN
        return self.cells.all(area, numbers=numbers)


def is_error(node: Tree) -> bool:
    """
    Say whether a node is an error that is written in a formula.

    Parameters
    ----------
    node : dict
        A literal.

    Returns
    -------
    bool
        False for a text of the same words.
    """
    return node["value"] in ERRORS and "quoted" not in node


def signed(operator: str, operand: Expression) -> Expression:
    """
    Return a value with a sign.

    Parameters
    ----------
    operator : str
        ``-``, ``+`` or ``%``.
    operand : Expression
        The value.

    Returns
    -------
    Expression
        The answer; `UNKNOWN` for another sign.
    """
    number = as_number(operand)
    match operator:
        case "-":
            return built(f"(-{number.code})", NUMBER, number, certain=number.kinds <= NUMBER)
        case "%":
            return built(f"({number.code} / 100.0)", NUMBER, number, certain=number.kinds <= NUMBER)
        case "+":
            return operand
        case _:
            return UNKNOWN


def combined(operator: str, left: Expression, right: Expression) -> Expression:
    """
    Return two values with an operator between.

    Parameters
    ----------
    operator : str
        Such as ``+``.
    left, right : Expression
        The values.

    Returns
    -------
    Expression
        The answer; `UNKNOWN` for an operator of references.
    """
    if operator in COMPARISONS:
        return compared(operator, left, right)
    if operator == "&":
        one, other = as_text(left), as_text(right)
        return built(f"({one.code} + {other.code})", TEXT, one, other, certain=True)
    one, other = as_number(left), as_number(right)
    certain = one.kinds <= NUMBER and other.kinds <= NUMBER
    match operator:
        case "^":
            return built(f"pow({one.code}, {other.code})", NUMBER, one, other, size=math.inf)
        case "/":
            return built(f"({one.code} / {other.code})", NUMBER, one, other, size=math.inf)
        case "*":
            size = one.size + other.size
            return built(f"({one.code} * {other.code})", NUMBER, one, other, certain=certain, size=size)
        case "-" | "+":
            two_texts = operator == "+" and not (one.kinds <= NUMBER or other.kinds <= NUMBER)  # would be joined
            size = max(one.size, other.size) + 1
            code = f"({one.code} {'- -' if two_texts else operator} {other.code})"
            return built(code, NUMBER, one, other, certain=certain, size=size)
        case _:
            return UNKNOWN


def compared(sign: str, left: Expression, right: Expression, *, by_digits: bool = False) -> Expression:
    """
    Return a comparison.

    Parameters
    ----------
    sign : str
        Such as ``<=``.
    left, right : Expression
        The values.
    by_digits : bool
        Whether numbers are compared by 15 digits.

    Returns
    -------
    Expression
        A logical.
    """
    if left.kinds | right.kinds <= NUMBER | BLANK and NUMBER & (left.kinds | right.kinds):
        left, right = as_number(left), as_number(right)
    certain = "error" not in left.kinds | right.kinds
    in_order = sign not in ("=", "<>")
    numbers = NUMBER | ERROR if in_order else NUMBER  # an error refuses to be put in order, not to be equal
    if not by_digits and left.kinds | right.kinds <= numbers:
        return built(f"({left.code} {_LITERAL[sign]} {right.code})", LOGICAL, left, right, certain=certain)
    if not by_digits and right.code == "''" and not in_order:
        empty = built(f"is_empty({left.code})", LOGICAL, left, certain=certain)
        return empty if sign == "=" else built(f"(not {empty.code})", LOGICAL, empty, certain=True)
    if not by_digits and in_order and "text" in left.kinds & right.kinds:
        certain = False
    name = BY_DIGITS[sign] if by_digits else f"exactly_{BY_DIGITS[sign]}"
    return built(f"{name}({left.code}, {right.code})", LOGICAL, left, right, certain=certain)


Rule: TypeAlias = "Callable[[Formula, list[Tree]], Expression]"
"""Takes the formula and the arguments of a call."""
