"""
Checks of values: whether the engine, given a formula as it is, came to what Excel comes to.

Some of the engine's operations differ from Excel's for few values only: two numbers that are the same in 15 digits, a
number of more digits that is joined with a text, a root of a number below 0, a text within SUMPRODUCT. A formula with
such an operation is handed over as it is. When it has been calculated, its checks look at the values that went in; only
where they are of the few kinds is the formula written otherwise and calculated again.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from xl_quadrant.formulas.tree import ERRORS, Tree, inside, name_of

Look = Callable[[str], Any]
"""Takes a reference and returns what stands there: a value, or rows of them for several cells."""

_ALIKE: Final = 4e-14
"""Numbers that differ by no more of themselves may have the same 15 digits."""

_LONGEST: Final = 1e20
"""From here on a number is shown as a power of ten."""

_SMALLEST: Final = 1e-9
"""Below this a number may be shown as a power of ten."""

_SMALL: Final = 0.01
"""The last bits of a number below 1E+13 are less."""

OWN_CELL: Final = "XLQ_OWN_CELL"
"""The reference by which a check looks at what a formula came to."""

_CHECKED: Final = frozenset({"ABS", "MAX", "MIN", "N", "INDEX", "ROUND", "INT", "MATCH", "ROWS"})
"""Functions that a check calculates by itself."""


class _NoNumber(Exception):
    """An operand is no number, and with it the formula an error, here and in Excel."""


@dataclass(frozen=True, slots=True)
class Check:
    """
    One operation that the engine has otherwise for some values.

    Parameters
    ----------
    operation : str
        ``compared``, ``joined``, ``raised``, ``multiplied``, ``vanished`` or ``given``.
    operands : tuple of dict
        What it takes, as the formula has it.
    """

    operation: str
    operands: tuple[Tree, ...]

    def fails(self, look: Look) -> bool:
        """
        Say whether the engine may have come to something else than Excel.

        Parameters
        ----------
        look : callable
            Takes a reference of the formula and returns its value, or rows of values.

        Returns
        -------
        bool
            False if the values are of kinds that both have alike.

        Examples
        --------
        >>> from xl_quadrant.formulas.syntax import read
        >>> tree = read("=A1+A2=0.3")
        >>> check = Check("compared", (tree["left"], tree["right"]))
        >>> check.fails({"A1": 0.1, "A2": 0.2}.get), check.fails({"A1": 0.1, "A2": 0.3}.get)
        (True, False)
        """
        try:
            return _FAILING[self.operation](*(_value(operand, look) for operand in self.operands))
        except _NoNumber:
            return False
        except (ArithmeticError, IndexError):
            return True


def can_be_checked(operands: Iterable[Tree]) -> bool:
    """
    Say whether a check can calculate operands by itself.

    Parameters
    ----------
    operands : iterable of dict
        Parts of a formula.

    Returns
    -------
    bool
        False if one calls a function that no check calculates, or is an array.
    """
    return all(map(_is_simple, operands))


def _is_simple(node: Tree) -> bool:
    """Say whether a check calculates a node."""
    match node["node_type"]:
        case "Literal":
            return node["value"] not in ERRORS
        case "Reference":
            return True
        case "Function":
            return name_of(node) in _CHECKED and all(map(_is_simple, node["args"]))
        case "UnaryOp":
            return node["operator"] in "+-%" and _is_simple(node["operand"])
        case "BinaryOp":
            return node["operator"] in {*_OPERATIONS, *_SIGNS} and all(map(_is_simple, inside(node)))
    return False


def _value(node: Tree, look: Look) -> Any:
    """Return what a node comes to."""
    match node["node_type"]:
        case "Literal":
            return node["value"]
        case "Reference":
            return look(node["reference"])
        case "UnaryOp":
            value = _number(_value(node["operand"], look))
            return {"+": value, "-": -value, "%": value / 100}[node["operator"]]
        case "BinaryOp" if node["operator"] in _SIGNS:
            return _compared(node["operator"], _value(node["left"], look), _value(node["right"], look))
        case "BinaryOp":
            left, right = _number(_value(node["left"], look)), _number(_value(node["right"], look))
            return _OPERATIONS[node["operator"]](left, right)
    return _called(name_of(node), [_value(argument, look) for argument in node["args"]])


def _compared(sign: str, left: Any, right: Any) -> float:
    """Return a comparison as a number; a text is above every number."""
    if not isinstance(left, str) and not isinstance(right, str):
        left, right = _number(left), _number(right)
    elif {left.__class__, right.__class__} == {float, str}:
        left, right = left.__class__ is str, right.__class__ is str
    else:
        raise ArithmeticError
    return float(_SIGNS[sign](left, right))


def _called(name: str, values: Sequence[Any]) -> Any:
    """Return what a function comes to."""
    if name == "N":
        return values[0] if isinstance(values[0], float) else 0.0
    if name in _OF_LISTS:
        return _OF_LISTS[name](*values)
    numbers = [value for value in _flat(values) if not isinstance(value, str) and value is not None]
    if name in ("MAX", "MIN"):
        return (max if name == "MAX" else min)(map(_number, numbers), default=0.0)
    first = _number(values[0])
    if name == "INT":
        return float(math.floor(first))
    return abs(first) if name == "ABS" else round(first, int(_number(values[1])))


def _place(sought: Any, rows: Any, mode: Any = 1.0) -> float:
    """Return MATCH of the same value."""
    if _number(mode) != 0:
        raise IndexError
    for at, value in enumerate(_flat([rows]), start=1):
        if value.__class__ is sought.__class__ and value == sought:
            return float(at)
    raise _NoNumber


def _part(rows: Any, row: Any, column: Any = None) -> Any:
    """Return INDEX of one cell."""
    if not isinstance(rows, list):
        return rows
    at = int(_number(row))
    if column is None and len(rows) == 1:
        return rows[0][at - 1]
    if at < 1 or (column is not None and int(_number(column)) < 1):
        raise IndexError
    return rows[at - 1][0 if column is None else int(_number(column)) - 1]


def _number(value: Any) -> float:
    """Return a value as a number."""
    if value.__class__ is float:
        return float(value)
    if value is None:
        return 0.0
    if isinstance(value, (bool, int)):
        return float(value)
    try:
        return float(value)
    except (TypeError, ValueError):
        raise _NoNumber from None


def _flat(values: Iterable[Any]) -> Iterable[Any]:
    """Yield single values out of values and rows of them."""
    for value in values:
        if isinstance(value, list):
            yield from (cell for row in value for cell in row)
        else:
            yield value


def _nearly_same(left: Any, right: Any) -> bool:
    """Say whether numbers differ beyond their 15 digits."""
    if left.__class__ is float and right.__class__ is float:
        return left != right and abs(left - right) <= _ALIKE * max(abs(left), abs(right))
    return isinstance(left, list) or isinstance(right, list)


def _of_many_digits(value: Any) -> bool:
    """Say whether a number has more digits than Excel shows, or is shown as a power of ten."""
    if value.__class__ is float:
        return abs(value) >= _LONGEST or 0 < abs(value) < _SMALLEST or float(f"{value:.15g}") != value
    return isinstance(value, list)


def _unusual_power(base: Any, exponent: Any) -> bool:
    """Say whether a power may be an error or a root of a number below 0."""
    return not (_number(base) > 0 or _number(exponent) >= 1)


def _texts_among(*ranges: Any) -> bool:
    """Say whether cells hold texts or logicals, which SUMPRODUCT counts as nothing."""
    return any(value.__class__ is bool or (value.__class__ is str and value != "") for value in _flat(ranges))


def _is_nothing(value: Any) -> bool:
    """Say whether a value is a blank or an empty text."""
    return value in (None, "") or isinstance(value, list)


_OF_LISTS: Final[dict[str, Callable[..., Any]]] = {
    "INDEX": _part,
    "MATCH": _place,
    "ROWS": lambda rows: float(len(rows)) if isinstance(rows, list) else 1.0,
}

_SIGNS: Final[dict[str, Callable[[Any, Any], bool]]] = {
    "=": operator.eq,
    "<>": operator.ne,
    "<": operator.lt,
    ">": operator.gt,
    "<=": operator.le,
    ">=": operator.ge,
}

_OPERATIONS: Final[dict[str, Callable[[float, float], float]]] = {
    "+": lambda left, right: left + right,
    "-": lambda left, right: left - right,
    "*": lambda left, right: left * right,
    "/": lambda left, right: left / right,
    "^": math.pow,
}


def _of_last_bits(value: Any) -> bool:
    """Say whether a sum or difference is so small that it may be what is left of two numbers that are alike."""
    return value.__class__ is float and 0 < abs(value) < _SMALL


_FAILING: Final[dict[str, Callable[..., bool]]] = {
    "compared": _nearly_same,
    "joined": _of_many_digits,
    "raised": _unusual_power,
    "multiplied": _texts_among,
    "vanished": _of_last_bits,
    "given": _is_nothing,
}
"""Which values each operation has otherwise here."""
