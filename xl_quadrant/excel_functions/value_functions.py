"""Functions of single values in Python: texts, numbers in texts, multiples, comparison, depreciation."""

from __future__ import annotations

import math
import operator
import re
from collections.abc import Callable
from typing import Final

from xl_quadrant.excel_functions.annuities import ANNUITIES
from xl_quadrant.excel_functions.arithmetic_functions import ARITHMETIC
from xl_quadrant.excel_functions.bonds import BONDS
from xl_quadrant.excel_functions.cell_values import is_error, is_number, number, shown
from xl_quadrant.excel_functions.error_kinds import Fault
from xl_quadrant.excel_functions.former_addins import without_logicals
from xl_quadrant.excel_functions.number_formats import formatted
from xl_quadrant.excel_functions.powers import POWER, power
from xl_quadrant.excel_functions.regular_expressions import REGULAR_EXPRESSIONS
from xl_quadrant.excel_functions.unit_conversions import converted
from xl_quadrant.package.addresses import address

_ALIKE: Final = 1e-14
"""Numbers that differ by no more of themselves may have the same 15 digits."""

_LAST_BITS: Final = 2.0**-50
"""Of two numbers that are the same but for so much, the difference is 0."""

_R1C1: Final = re.compile(r"(?:(.*)!)?R(\[-?\d+\]|\d*)C(\[-?\d+\]|\d*)", re.IGNORECASE | re.DOTALL)


def _trimmed(text: object) -> str:
    """Return TRIM: spaces, not no-break spaces."""
    return " ".join(filter(None, shown(text).split(" ")))


def _proper(text: object) -> str:
    """Return PROPER: a capital after whatever is no letter."""
    return re.sub(r"[^\W\d_]+", lambda word: word[0][:1].upper() + word[0][1:].lower(), shown(text))


def typed_number(text: object) -> float:
    """
    Return VALUE: a number as it may be typed in a cell.

    Parameters
    ----------
    text : object
        A number, or a text.

    Returns
    -------
    float
        The number.

    Raises
    ------
    Fault
        If it is none.

    Examples
    --------
    >>> typed_number("$1,234.50"), typed_number("(5)"), typed_number("12%"), typed_number("2 1/2")
    (1234.5, -5.0, 0.12, 2.5)
    """
    if isinstance(text, bool):
        raise Fault("Value")
    return number(text)


def _number_value(text: object, point: object = ".", comma: object = ",") -> float:
    """Return NUMBERVALUE: a number with the signs of any country."""
    if is_number(text):
        return number(text)
    left, sign, right = "".join(shown(text).split()).partition(shown(point)[:1])
    if shown(comma)[:1] in right and comma != "":
        raise Fault("Value")
    plain = left.replace(shown(comma)[:1], "") + ("." if sign else "") + right
    digits = plain.rstrip("%")
    return float(number(digits or "0") / 100 ** (len(plain) - len(digits)))


def compared(left: object, sign: object, right: object) -> object:
    """
    Return whether two values compare so, as Excel has it.

    Parameters
    ----------
    left, right : object
        Numbers, of which 15 digits count, come before texts, and those before logicals; a blank is as the other.
    sign : str
        Such as ``<=``.

    Returns
    -------
    bool, or the first of them that is an error
        The answer.

    Examples
    --------
    >>> compared(0.1 + 0.2, "=", 0.3), compared(9.0, "<", "a"), compared(None, "=", "")
    (True, True, True)
    """
    if type(left) is type(right) is float and (left == right or not math.isclose(left, right, rel_tol=_ALIKE)):
        return _COMPARED[str(sign)](left, right)  # most are such
    for value in (left, right):
        if is_error(value):
            return value
    left, right = _like(left, right), _like(right, left)
    kinds = [0 if is_number(value) else 2 if isinstance(value, bool) else 1 for value in (left, right)]
    if kinds[0] != kinds[1]:
        order = kinds[0] - kinds[1]
    elif kinds[0] == 1:
        one, other = shown(left).casefold(), shown(right).casefold()
        order = (one > other) - (one < other)
    else:
        first, second = number(left), number(right)
        if first != second and math.isclose(first, second, rel_tol=_ALIKE):
            first, second = float(f"{first:.14e}"), float(f"{second:.14e}")
        order = (first > second) - (first < second)
    return _COMPARED[str(sign)](order, 0)


def _sum_of_two(left: object, sign: object, right: object) -> float:
    """Return a sum or difference as Excel has the last one of a formula: 0 if only the last bits are left of it."""
    first, second = number(left), number(right) if sign == "+" else -number(right)
    total = first + second
    return 0.0 if abs(total) <= _LAST_BITS * max(abs(first), abs(second)) else total


def _declined_in_france(cost: object, part: object, salvage: object, period: object, rate: object) -> float:
    """Return AMORDEGRC: a rate made larger by the life, whole amounts, and half of the rest in each of the last two."""
    left, usual, asked = number(cost), number(rate), int(number(period))
    if usual <= 0 or asked < 0:
        raise Fault("Num")
    life = round(1 / usual, 9)
    if life < 3 or 4 < life < 5:
        raise Fault("Num")
    share = usual * (1.5 if life < 5 else 2.0 if life <= 6 else 2.5)
    step = math.floor(number(part) * share * left + 0.5)
    left -= step
    rest = left - number(salvage)
    for gone in range(asked):
        step = math.floor(share * left + 0.5)
        rest -= step
        if rest < 0:
            return math.floor(left * 0.5 + 0.5) if asked - gone <= 1 else 0.0
        left -= step
    return float(step)


def _hyperbolic_cotangent(value: object) -> float:
    """Return COTH, which is 1 far from 0."""
    size = number(value)
    if size == 0:
        raise Fault("Div")
    return 1 / math.tanh(size)


def _address_of(text: object, row: object, column: object) -> str:
    """Return the address that ``R2C[-1]`` stands for in a cell."""
    found = _R1C1.fullmatch(shown(text).strip())
    if found is None:
        raise Fault("Ref")
    places = [_line(part, int(number(own))) for part, own in ((found[2], row), (found[3], column))]
    if min(places) < 1:
        raise Fault("Ref")
    return (f"{found[1]}!" if found[1] else "") + address(*places)


def _line(text: str, own: int) -> int:
    """Return the number of a row or column: one that is given, or so many from one's own."""
    return own + int(text[1:-1]) if text.startswith("[") else int(text or own)


def _like(value: object, other: object) -> object:
    """Return a value; a blank as the nothing of the other's kind."""
    if value is not None:
        return value
    return False if isinstance(other, bool) else "" if isinstance(other, str) else 0.0


_COMPARED: Final[dict[str, Callable[[float, float], bool]]] = {
    "=": operator.eq, "<>": operator.ne, "<": operator.lt, ">": operator.gt, "<=": operator.le, ">=": operator.ge,
}  # fmt: skip

BY_ELEMENT: Final[dict[str, Callable[..., object]]] = {
    "TRIM": _trimmed,
    "PROPER": _proper,
    "NUMBERVALUE": _number_value,
    **ANNUITIES,
    **BONDS,
    **ARITHMETIC,
    **REGULAR_EXPRESSIONS,
    "CONVERT": without_logicals(converted),
    "COTH": _hyperbolic_cotangent,
    "XLQ_VALUE": typed_number,
    "XLQ_SUM_OF_TWO": _sum_of_two,
    "XLQ_SHOWN": shown,
    "TEXT": formatted,
    "XLQ_DEGRESSIVE": _declined_in_france,
    POWER: power,
    "XLQ_IS_LOGICAL": lambda value: isinstance(value, bool),
    "XLQ_ADDRESS": _address_of,
}
"""Functions of single values, which take arrays element by element."""
