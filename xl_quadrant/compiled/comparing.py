"""Values compared, and looked for among cells, as the engine does."""

from __future__ import annotations

import math
import operator
import re
from collections.abc import Callable
from typing import Any, Final

from xl_quadrant.compiled.failures import Unlike, passed
from xl_quadrant.excel_functions.text_functions import pattern_of
from xl_quadrant.excel_functions.value_functions import compared
from xl_quadrant.package.values import ErrorValue

_ALIKE: Final = 1e-14
_NEAR: Final = 1e-6
_WILD: Final = frozenset("*?~")
_PLAIN: Final = re.compile(r"[-+]?[0-9]+(?:\.[0-9]*)?(?:[eE][-+]?[0-9]+)?")
_DIGIT: Final = re.compile(r"\d")


def criterion(words: object) -> Callable[[object], bool]:
    """Return what a criterion of COUNTIF is fulfilled by."""
    if words.__class__ is float:
        return _in_numbers(_number_fits(words))
    if words.__class__ is not str or not words:
        raise Unlike
    sign = next((sign for sign in ("<=", ">=", "<>", "<", ">", "=") if words.startswith(sign)), "")
    rest = words[len(sign) :]
    limit = float(rest) if _PLAIN.fullmatch(rest) else math.nan
    if math.isnan(limit) and not sign and not _DIGIT.search(rest) and rest.upper() not in ("TRUE", "FALSE"):
        return _text_fits(rest)
    if not math.isfinite(limit) or sign in ("<>", "", "="):
        raise Unlike
    order = _ORDERS[sign]
    return _in_numbers(lambda value: value.__class__ is float and order(value, limit))


def _in_numbers(is_it: Callable[[object], bool]) -> Callable[[object], bool]:
    """Return the same for cells none of which holds a text that may count as a number."""

    def fits_a_number(value: object) -> bool:
        if value.__class__ is str and _DIGIT.search(value):
            raise Unlike
        return is_it(value)

    return fits_a_number


def fits(sought: object) -> Callable[[object], bool]:
    """Return what says whether a cell holds a number or a text, as MATCH looks for it."""
    return _number_fits(sought) if sought.__class__ is float else _text_fits(sought)


def _number_fits(sought: float) -> Callable[[object], bool]:
    """Return what says whether a cell holds a number; the engine finds one that is hardly different too."""

    def fits(value: object) -> bool:
        if value.__class__ is not float or value == sought:
            return value.__class__ is float
        if abs(value - sought) < _NEAR:
            raise Unlike
        return False

    return fits


def _text_fits(sought: object) -> Callable[[object], bool]:
    """Return what says whether a cell holds a text, in capitals or not; with wildcards where there are any."""
    if sought.__class__ is not str:
        passed(sought)
    if _WILD.isdisjoint(sought):
        return lambda value: value.__class__ is str and _same_text(value, sought)
    pattern = pattern_of(sought)
    return lambda value: value.__class__ is str and pattern.fullmatch(value) is not None


def _same_text(one: str, other: str) -> bool:
    """Say whether two texts are the same but for capitals."""
    if one == other:
        return True
    alike = one.lower() == other.lower()
    if alike and not (one.isascii() and other.isascii()):
        raise Unlike
    return alike


_ORDERS: Final[dict[str, Callable[[Any, Any], bool]]] = {
    "=": operator.eq, "<>": operator.ne, "<": operator.lt, ">": operator.gt, "<=": operator.le, ">=": operator.ge,
}  # fmt: skip


def _pass_errors(*values: object) -> None:
    """Let the first error among values pass through."""
    for value in values:
        if value.__class__ is ErrorValue:
            passed(value)


def _by_digits(sign: str) -> Callable[[object, object], bool]:
    """Return the comparison of values by the 15 digits of numbers."""
    order = _ORDERS[sign]

    def compare(left: object, right: object) -> bool:
        if left.__class__ is right.__class__ is float and (
            left == right or not math.isclose(left, right, rel_tol=_ALIKE)
        ):
            return order(left, right)
        _pass_errors(left, right)
        return bool(compared(left, sign, right))

    return compare


def _as_they_are(sign: str) -> Callable[[object, object], bool]:
    """Return the comparison of values by every digit: where one is 0 or a text, or within SUMPRODUCT."""
    order = _ORDERS[sign]
    same = sign in ("=", "<>")

    def compare(left: object, right: object) -> bool:
        if left.__class__ is right.__class__ is float:
            return order(left, right)
        _pass_errors(left, right)
        if same and left.__class__ is right.__class__ is str:
            return _same_text(left, right) is (sign == "=")
        if left.__class__ is right.__class__ is str:
            raise Unlike
        return bool(compared(left, sign, right))

    return compare


BY_DIGITS: Final = {
    "=": "same", "<>": "other", "<": "less", ">": "more", "<=": "at_most", ">=": "at_least",
}  # fmt: skip
"""What each comparison by 15 digits is called."""

COMPARISONS: Final = {
    **{name: _by_digits(sign) for sign, name in BY_DIGITS.items()},
    **{f"exactly_{name}": _as_they_are(sign) for sign, name in BY_DIGITS.items()},
}
"""The comparisons by 15 digits, and by every digit."""
