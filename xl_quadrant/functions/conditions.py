"""Conditions on numbers and arrays alike: what to choose where one holds, what to refuse where it does."""

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
"""Where `refuse` notes what it would raise for; None: it raises."""


def anywhere(condition: Any) -> bool:
    """Say whether a condition holds anywhere: `numpy.any`, but quick for one number."""
    return bool(condition.any() if isinstance(condition, np.ndarray) else condition)


def is_given(value: Any) -> Any:
    """Say where an optional argument without a default was given: where it is not NaN, the one unequal to itself."""
    return value == value


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
    """Raise ZeroDivisor if an argument that divides is 0."""
    refuse(value == 0, ZeroDivisor, argument, value, "is nothing to divide by; write a number above 0")


@contextmanager
def noting_refusals() -> Iterator[list[Any]]:
    """Let `refuse` note where a rule is broken, as a list of conditions: the other elements keep their answers."""
    noted: list[Any] = []
    before = _NOTED.set(noted)
    try:
        yield noted
    finally:
        _NOTED.reset(before)
