"""The arguments of a function, each with the checks that its annotation asks for."""

from __future__ import annotations

import inspect
import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any, get_args

import numpy as np

from xl_quadrant.functions.quantities import Flag, Number, Quantity, Word
from xl_quadrant.functions.quick_checks import all_finite, up_to
from xl_quadrant.functions.ranges import Array, as_array, is_missing, plain

NOT_GIVEN = np.float64(np.nan)
"""What the mathematics gets for an optional argument that has no default and is left out."""


class Argument:
    """
    One argument of a function: its name, quantity and default.

    Parameters
    ----------
    parameter : inspect.Parameter
        A parameter whose annotation carries a quantity.
    """

    __slots__ = (
        "_inside", "_whole", "_words", "default", "default_checked", "name", "quantity", "required", "surely_allows",
    )  # fmt: skip

    def __init__(self, parameter: inspect.Parameter) -> None:
        self.name = parameter.name
        self.quantity: Quantity = get_args(parameter.annotation)[1]
        self.required = parameter.default is inspect.Parameter.empty
        self.default = None if self.required else parameter.default
        self._inside = self.quantity.surely_allowed
        self._whole = isinstance(self.quantity, Number) and self.quantity.whole
        self._words = frozenset(self.quantity.words if isinstance(self.quantity, Word) else ())
        self.surely_allows = _quick_check(self.quantity)
        self.default_checked = NOT_GIVEN if self.default is None else self.checked(self.default)

    def checked(self, value: object) -> Any:
        """Return one value, checked; a number as `numpy.float64`, which divides by 0 without an exception."""
        found = self.quantity.check(self.name, value)
        return np.float64(found) if type(found) is float else found

    def single(self, value: object) -> Any:
        """Return one value, checked; a blank becomes the default, or NaN where there is no default."""
        if value is None and not self.required:
            return self.default_checked
        low, high = self._inside
        if (type(value) is float or type(value) is int) and low < value < high and not (self._whole and value % 1):
            return np.float64(value)
        if type(value) is str and value in self._words:
            return value
        given = None if value is None else plain(value)
        if given is None and not self.required:
            return self.default_checked
        return self.checked(given)

    def many(self, values: Any) -> Array:
        """Return an array of values, each checked as `single` does; a blank in a column to reduce becomes NaN."""
        raw = as_array(self.name, values)
        if isinstance(self.quantity, Number) and raw.dtype.kind in "fiu":
            numbers = raw.astype(np.float64, copy=False)
            return self.within_bounds(numbers)
        cells = [None if is_missing(cell) else cell for cell in raw.ravel().tolist()]
        if isinstance(self.quantity, Number):
            blank = NOT_GIVEN if self.quantity.column else None
            singles = [self.single(cell) if cell is not None or blank is None else blank for cell in cells]
            return np.array(singles, dtype=np.float64).reshape(raw.shape)
        known = {text: self.single(text) for text in {cell for cell in cells if isinstance(cell, str)}}
        blank_text = (cell if cell == cell else None for cell in cells)  # pandas writes NaN for a missing text
        words = [known[cell] if isinstance(cell, str) else self.single(cell) for cell in blank_text]
        return np.array(words, dtype=np.bool_ if isinstance(self.quantity, Flag) else np.str_).reshape(raw.shape)

    def within_bounds(self, numbers: Array) -> Array:
        """Return an array of numbers, −0 as 0; refuse the first that is out of bounds."""
        quantity = self.quantity
        assert isinstance(quantity, Number)  # noqa: S101 - narrows the type; `many` has just asked
        if not numbers.size or self.surely_allows(numbers):
            return numbers
        with np.errstate(invalid="ignore"):
            refused = numbers[~quantity.allows(numbers)]
        if refused.size:
            quantity.check(self.name, refused.item(0))
        return numbers + 0.0


def arguments_of(function: Callable[..., Any]) -> tuple[Argument, ...]:
    """
    Return the arguments of a function of this package.

    Parameters
    ----------
    function : callable
        The function, wrapped or not.

    Returns
    -------
    tuple of Argument
        In the order of its signature.
    """
    return tuple(Argument(p) for p in inspect.signature(function, eval_str=True).parameters.values())


def _quick_check(quantity: Quantity) -> Callable[[Array], bool]:
    """Return a quick check that all numbers of an array are within the bounds; it may say False where they are."""
    if isinstance(quantity, Number) and quantity.whole:
        inside = _quick_check(replace(quantity, whole=False))
        return lambda numbers: inside(numbers) and bool((np.floor(numbers) == numbers).all())
    if isinstance(quantity, Number) and quantity.low == 0 and not quantity.above_low:
        open_end = quantity.below_high or quantity.high == math.inf
        highest = math.nextafter(quantity.high, 0.0) if open_end else quantity.high
        return up_to(highest)
    if isinstance(quantity, Number) and quantity.low == -math.inf and quantity.high == math.inf:
        return all_finite
    return lambda _: False
