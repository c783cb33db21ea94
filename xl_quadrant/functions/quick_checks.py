"""
Quick checks of whole columns, each in one pass.

Read as unsigned integers, the bits of floats from 0 up sort in the order of the floats; negative numbers and NaN sort
after all of them. So the largest integer tells whether all floats are within a bound, and no column of conditions is
made.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from xl_quadrant.functions.ranges import Array

_BITS = np.dtype(np.uint64)
_NEGATIVE = 1 << 63
"""The sign bit, which is set in a number below 0."""

_LARGEST = int(np.finfo(np.float64).max.view(_BITS))
"""The bits of the largest finite number."""


def up_to(highest: float) -> Callable[[Array], bool]:
    """
    Return a check that all numbers of an array are from 0 to a bound.

    Parameters
    ----------
    highest : float
        The bound, itself allowed; 0 or above.

    Returns
    -------
    callable
        Takes an array that is not empty. A −0 or NaN is never within the bound.
    """
    most = int(np.float64(highest + 0.0).view(_BITS))

    def all_up_to(numbers: Array) -> bool:
        read = numbers.view(_BITS)
        return read.item(read.argmax()) <= most

    return all_up_to


def all_finite(numbers: Array) -> bool:
    """Say whether all numbers of an array, which is not empty, are finite."""
    read = numbers.view(_BITS)
    highest = read.item(read.argmax())
    if not _NEGATIVE <= highest <= _NEGATIVE + _LARGEST:
        return highest <= _LARGEST
    from_zero = numbers.view(np.int64)
    return from_zero.item(from_zero.argmax()) <= _LARGEST
