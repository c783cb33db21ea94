"""
Sums and products that leave out what changes nothing, and write where there is room already.

An argument that is left out has a number for its default that changes nothing, 0 in a sum or 1 in a product, and a
column would be gone through once more for it. From the second step on an answer is written over that of the step
before; from the first step on if the first value is ``spent``, a column that is no argument and needed here last. An
answer may be an argument itself: who needs an array of its own copies it.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

import numpy as np

from xl_quadrant.functions.blocks import given_by

_FLOAT = np.dtype(np.float64)


def plus(first: Any, *others: Any, spent: bool = False) -> Any:
    """Return a sum; without a pass over a column to which the number 0 is added."""
    return _in_turn(operator.add, np.add, first, others, neutral=0, either_side=True, own=spent)


def minus(first: Any, *others: Any) -> Any:
    """Return what is left of a number; without a pass over a column from which the number 0 is taken."""
    return _in_turn(operator.sub, np.subtract, first, others, neutral=0, either_side=False)


def times(first: Any, *others: Any, spent: bool = False) -> Any:
    """Return a product; without a pass over a column that is multiplied by the number 1."""
    return _in_turn(operator.mul, np.multiply, first, others, neutral=1, either_side=True, own=spent)


def over(first: Any, *others: Any) -> Any:
    """Return a quotient; without a pass over a column that is divided by the number 1."""
    return _in_turn(operator.truediv, np.divide, first, others, neutral=1, either_side=False)


def is_number(value: Any, number: float) -> bool:
    """Say whether a value is a certain number, and not a column."""
    return not isinstance(value, np.ndarray) and bool(value == number)


def _in_turn(
    of_numbers: Callable[[Any, Any], Any],
    of_columns: Callable[..., Any],
    found: Any,
    others: tuple[Any, ...],
    *,
    neutral: int,
    either_side: bool,
    own: bool = False,
) -> Any:
    """Return what an operation gives of all values in turn; over the first if it is one's own."""
    own = own and isinstance(found, np.ndarray) and found.dtype is _FLOAT
    for other in others:
        one_column, other_column = isinstance(found, np.ndarray), isinstance(other, np.ndarray)
        if not one_column and not other_column:
            found = of_numbers(found, other)
        elif one_column and not other_column and other == neutral:
            continue
        elif other_column and not one_column and either_side and found == neutral:
            found = other
        elif own and (not other_column or found.shape == other.shape):
            of_columns(found, other, found)
        else:
            found = given_by(of_columns, found, other)
            own = found.dtype is _FLOAT
    return found
