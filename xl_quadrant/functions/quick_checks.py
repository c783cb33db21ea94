"""
Questions about whole columns, answered in one pass.

Read as whole numbers without a sign, the bits of doubles from 0 up are in the order of the doubles themselves; negative
numbers and NaN come after all of them. So the place of the largest (or smallest) answers at the speed of memory, and no
array of conditions is made.
"""

from __future__ import annotations

import numpy as np

from xl_quadrant.functions.ranges import Array

_BITS = np.dtype(np.uint64)
_LARGEST = int(np.float64(np.finfo(np.float64).max).view(_BITS))


def bits_of(number: float) -> int:
    """Return the bits of a number, 0 or above, as a whole number without a sign."""
    return int(np.float64(number + 0.0).view(_BITS))


def all_up_to(numbers: Array, bits: int) -> bool:
    """Say whether all numbers are from 0 to the one of these bits; a −0 or no number at all is never so."""
    read = numbers.view(_BITS)
    return read.size > 0 and read.item(read.argmax()) <= bits


def holds_zero(numbers: Array) -> bool:
    """Say whether a number is 0; −0 is not looked for."""
    read = numbers.view(_BITS)
    return read.size > 0 and read.item(read.argmin()) == 0


def all_below(numbers: Array, bound: float) -> bool:
    """Say whether all numbers are below a bound; NaN never is."""
    return numbers.size > 0 and bool(numbers.item(numbers.argmax()) < bound)


def all_finite(numbers: Array) -> bool:
    """Say whether all numbers are finite."""
    if not numbers.size or all_up_to(numbers, _LARGEST):
        return True
    lowest, highest = numbers.item(numbers.argmin()), numbers.item(numbers.argmax())
    return bool(-np.inf < lowest <= highest < np.inf)
