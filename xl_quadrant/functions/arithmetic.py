"""
Sums and products that leave out what changes nothing: a number that is 0, a factor that is 1.

An argument that is left out has such a number for its default, and a column would be gone through once more for it. An
answer may be an argument itself: who needs an array of its own copies it.
"""

from __future__ import annotations

from typing import Any

import numpy as np


def plus(one: Any, other: Any) -> Any:
    """Return a sum; without a pass over a column to which the number 0 is added."""
    if isinstance(one, np.ndarray) is not isinstance(other, np.ndarray):
        if is_number(other, 0):
            return one
        if is_number(one, 0):
            return other
    return one + other


def minus(one: Any, other: Any) -> Any:
    """Return a difference; without a pass over a column from which the number 0 is taken."""
    return one if isinstance(one, np.ndarray) and is_number(other, 0) else one - other


def times(one: Any, other: Any) -> Any:
    """Return a product; without a pass over a column that is multiplied by the number 1."""
    if isinstance(one, np.ndarray) is not isinstance(other, np.ndarray):
        if is_number(other, 1):
            return one
        if is_number(one, 1):
            return other
    return one * other


def over(one: Any, other: Any) -> Any:
    """Return a quotient; without a pass over a column that is divided by the number 1."""
    return one if isinstance(one, np.ndarray) and is_number(other, 1) else one / other


def is_number(value: Any, number: float) -> bool:
    """Say whether a value is a certain number, and not a column."""
    return not isinstance(value, np.ndarray) and bool(value == number)
