"""Conditions on numbers and arrays alike: what to choose where one holds, what to refuse where it does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import numpy as np

from xl_quadrant.errors import ArgumentError, ZeroDivisor, shown
from xl_quadrant.functions.quantities import ROUNDING
from xl_quadrant.functions.quick_checks import all_below, holds_zero, up_to
from xl_quadrant.functions.ranges import plain

_NOTED: ContextVar[list[Any] | None] = ContextVar("noted", default=None)
"""Where `refuse` notes what it would raise for; None: it raises."""

_TRYING: ContextVar[bool] = ContextVar("trying", default=False)
"""Whether an answer is calculated before all is asked of its arguments."""


def anywhere(condition: Any) -> bool:
    """Say whether a condition holds anywhere: `numpy.any`, but quick for one number."""
    return bool(condition.any() if isinstance(condition, np.ndarray) else condition)


def is_left_out(value: Any) -> Any:
    """Say where an optional argument without a default was left out: where it is NaN, the one unequal to itself."""
    return value != value


def is_zero(value: Any) -> Any:
    """Say where a number is 0; for a column that holds none this is False at once."""
    return value == 0 if not isinstance(value, np.ndarray) or not value.size or holds_zero(value) else False


def is_zero_divisor(value: Any) -> Any:
    """Say where a number is 0 that divides the answer; while that is tried, False at once: it will not be finite."""
    return False if _TRYING.get() and isinstance(value, np.ndarray) else is_zero(value)


def surely_up_to(highest: float) -> Callable[[Any], bool]:
    """Return what says whether all numbers are from 0 to a bound; quick, and False at times where they are."""
    all_up_to = up_to(highest)

    def surely(value: Any) -> bool:
        if isinstance(value, np.ndarray):
            return not value.size or all_up_to(value)
        return bool(0 <= value <= highest)

    return surely


def surely_below(value: Any, bound: float) -> bool:
    """Say whether all numbers are below a bound."""
    if isinstance(value, np.ndarray):
        return not value.size or all_below(value, bound)
    return bool(value < bound)


def choose(condition: Any, yes: Any, no: Any) -> Any:
    """Return `yes` where a condition holds and `no` elsewhere: `numpy.where`, but quick for one number."""
    if isinstance(condition, np.ndarray):
        return np.where(condition, yes, no)
    return yes if condition else no


def unless(rare: Any, usual: Any, instead: Any) -> Any:
    """Return `usual`, but `instead` where a rare condition holds: as `choose`, but quick where it holds nowhere."""
    if isinstance(rare, np.ndarray):
        return np.where(rare, instead, usual) if rare.any() else usual
    return instead if rare else usual


def at_least(value: Any, threshold: Any) -> Any:
    """
    Say whether an amount reaches a threshold; a difference in the last digits counts as reached.

    Parameters
    ----------
    value : float or ndarray
        The amount.
    threshold : float or ndarray
        What it is compared with.

    Returns
    -------
    bool or ndarray
        True where it is reached.

    Examples
    --------
    >>> at_least(0.1 + 0.2, 0.3), at_least(99.99, 100)
    (True, False)
    """
    size = abs(threshold)
    return value >= threshold - ROUNDING * choose(size > 1, size, 1.0)


def refuse(where: Any, error: type[ArgumentError], argument: str, value: Any, rule: str, **figures: Any) -> None:
    """
    Raise an error for the first element that breaks a rule; within `noting_refusals`, note which do.

    Parameters
    ----------
    where : bool or ndarray
        True where the rule is broken.
    error : type
        The error to raise.
    argument : str
        The argument at fault.
    value : float or ndarray
        What was given for it.
    rule : str
        What is wrong and what to write instead; ``{figure}`` stands for one of `figures`.
    **figures : float or ndarray
        What the rule quotes.
    """
    if not anywhere(where):
        return
    noted = _NOTED.get()
    if noted is not None:
        noted.append(where)
        return
    broken, *found = np.broadcast_arrays(where, value, *figures.values())
    first = int(np.argmax(broken))
    given, *quoted = (array.flat[first] for array in found)
    texts = {name: shown(plain(figure)) for name, figure in zip(figures, quoted, strict=True)}
    raise error(argument, plain(given), rule.format(**texts))


def refuse_zero(argument: str, value: Any) -> None:
    """Raise ZeroDivisor if an argument is 0 that divides something."""
    refuse(is_zero(value), ZeroDivisor, argument, value, "is nothing to divide by; write a number above 0")


def refuse_zero_divisor(argument: str, value: Any) -> None:
    """Raise ZeroDivisor if an argument is 0 that divides the answer; while that is tried, leave it to the answer."""
    if not _TRYING.get() or not isinstance(value, np.ndarray):
        refuse_zero(argument, value)


@contextmanager
def noting_refusals() -> Iterator[list[Any]]:
    """Let `refuse` note where a rule is broken, as a list of conditions: the other elements keep their answers."""
    noted: list[Any] = []
    before = _NOTED.set(noted)
    try:
        yield noted
    finally:
        _NOTED.reset(before)


@contextmanager
def answering(*, first: bool) -> Iterator[None]:
    """Say whether an answer comes first: then what it will show by not being finite, a divisor of 0, is asked later."""
    before = _TRYING.set(first)
    try:
        yield
    finally:
        _TRYING.reset(before)
