"""Conditions on numbers and columns: which of two values to choose, and which arguments to refuse."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import numpy as np

from xl_quadrant.errors import ArgumentError, ZeroDivisor, shown
from xl_quadrant.functions.quantities import ROUNDING
from xl_quadrant.functions.ranges import plain

_NOTED: ContextVar[list[Any] | None] = ContextVar("noted", default=None)
"""The conditions that `refuse` has noted; None outside `noting_refusals`, where it raises errors."""

_TRYING: ContextVar[bool] = ContextVar("trying", default=False)
"""Whether an answer is being calculated before its divisors are checked."""


def anywhere(condition: Any) -> bool:
    """Say whether a condition holds for any element."""
    return bool(np.count_nonzero(condition) if isinstance(condition, np.ndarray) else condition)


def everywhere(condition: Any) -> bool:
    """Say whether a condition holds for every element."""
    return bool(np.count_nonzero(condition) == condition.size if isinstance(condition, np.ndarray) else condition)


def all_above_zero(value: Any) -> bool:
    """Say whether all numbers are above 0; this is quicker than ``everywhere(numbers > 0)``."""
    if isinstance(value, np.ndarray):
        return value.size > 0 and bool(value.item(value.argmin()) > 0)
    return bool(value > 0)


def given_or(value: Any, instead: Any) -> Any:
    """Return an optional argument, or another value where it was left out (where it is NaN)."""
    return unless(value != value, value, instead)


def choose(condition: Any, yes: Any, no: Any) -> Any:
    """Return `yes` where a condition holds and `no` elsewhere, as `numpy.where` does; it is quick for one number."""
    if isinstance(condition, np.ndarray):
        return np.where(condition, yes, no)
    return yes if condition else no


def unless(rare: Any, usual: Any, instead: Any) -> Any:
    """Return `usual`, but `instead` where a condition holds; it is quick if the condition holds nowhere."""
    if isinstance(rare, np.ndarray):
        return np.where(rare, instead, usual) if anywhere(rare) else usual
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
    Raise an error for the first element that breaks a rule; within `noting_refusals`, only note which elements do.

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


def refuse_zero(**divisors: Any) -> None:
    """Raise ZeroDivisor if one of the named arguments is 0 anywhere."""
    for name, value in divisors.items():
        if not all_above_zero(value):
            refuse(value == 0, ZeroDivisor, name, value, "is nothing to divide by; write a number above 0")


def refuse_zero_divisor(**divisors: Any) -> None:
    """Raise ZeroDivisor as `refuse_zero` does; within `trying` do nothing, because the answer will not be finite."""
    if not _TRYING.get():
        refuse_zero(**divisors)


@contextmanager
def trying() -> Iterator[None]:
    """Calculate an answer before its divisors are checked: if it is finite, no divisor was 0."""
    before = _TRYING.set(True)
    try:
        yield
    finally:
        _TRYING.reset(before)


@contextmanager
def noting_refusals() -> Iterator[list[Any]]:
    """Let `refuse` note conditions in a list and raise nothing, so that all other elements are answered."""
    noted: list[Any] = []
    before = _NOTED.set(noted)
    try:
        yield noted
    finally:
        _NOTED.reset(before)
