"""
From what people give to what the mathematics takes: one wrapper around every function.

A function of this package is written for numbers and arrays that broadcast together. `elementwise`, `spilling` and
`reducing` check each argument against the quantity in its annotation, fill in defaults for blanks, and give the answer
back in the shape and type that was asked with. They register nothing.
"""

from __future__ import annotations

import functools
import inspect
import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any, ParamSpec, TypeVar, get_args

import numpy as np

from xl_quadrant.errors import OutOfDomain, XlQuadrantError
from xl_quadrant.functions.blocks import in_blocks
from xl_quadrant.functions.conditions import answering
from xl_quadrant.functions.quantities import Flag, Number, Quantity, Word
from xl_quadrant.functions.quick_checks import all_finite, up_to
from xl_quadrant.functions.ranges import (
    SINGLE_TYPES,
    Array,
    as_array,
    common_index,
    common_shape,
    is_missing,
    is_range,
    like_series,
    one_value,
    plain,
)

P = ParamSpec("P")
R = TypeVar("R")

_FLOAT = np.dtype(np.float64)

NOT_GIVEN = np.float64(np.nan)
"""What an optional argument without a default is, to the mathematics, when it is left out."""


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
        """Return one value as its quantity allows it; numbers as `numpy.float64`, which divides by zero in silence."""
        found = self.quantity.check(self.name, value)
        return np.float64(found) if type(found) is float else found

    def single(self, value: object) -> Any:
        """Return one value, checked; a blank becomes the default, and NaN where the default is to have none."""
        low, high = self._inside
        if (type(value) is float or type(value) is int) and low < value < high and not (self._whole and value % 1):
            return np.float64(value)
        if type(value) is str and value in self._words:
            return value
        given = None if value is None else plain(value)
        if given is None and not self.required:
            return self.default_checked
        return self.checked(given)

    def takes_as_they_are(self, values: Array) -> bool:
        """Say whether an array needs no change before the mathematics, if its numbers are within the bounds."""
        return values.dtype is _FLOAT and isinstance(self.quantity, Number)

    def many(self, values: Any) -> Array:
        """Return an array of values, each checked as `single` does; a blank in a column to reduce becomes NaN."""
        raw = as_array(self.name, values)
        if isinstance(self.quantity, Number) and raw.dtype.kind in "fiu":
            numbers = raw.astype(np.float64, copy=False)
            return self._within_bounds(numbers)
        cells = [None if is_missing(cell) else cell for cell in raw.ravel().tolist()]
        if isinstance(self.quantity, Number):
            blank = NOT_GIVEN if self.quantity.column else None
            singles = [self.single(cell) if cell is not None or blank is None else blank for cell in cells]
            return np.array(singles, dtype=np.float64).reshape(raw.shape)
        known = {text: self.single(text) for text in {cell for cell in cells if isinstance(cell, str)}}
        blank_text = (cell if cell == cell else None for cell in cells)  # pandas writes NaN for a missing text
        words = [known[cell] if isinstance(cell, str) else self.single(cell) for cell in blank_text]
        return np.array(words, dtype=np.bool_ if isinstance(self.quantity, Flag) else np.str_).reshape(raw.shape)

    def _within_bounds(self, numbers: Array) -> Array:
        """Return an array of numbers, with 0 for −0; refuse the first that its quantity does not allow."""
        quantity = self.quantity
        assert isinstance(quantity, Number)  # noqa: S101 - narrows the type; `many` has just asked
        if not numbers.size or self.surely_allows(numbers):
            return numbers
        with np.errstate(invalid="ignore"):
            refused = numbers[~quantity.allows(numbers)]
        if refused.size:
            quantity.check(self.name, refused.item(0))
        return numbers + 0.0


def elementwise(function: Callable[P, R]) -> Callable[P, R]:
    """
    Let a function of numbers take numbers, text, arrays and pandas Series, element by element.

    Parameters
    ----------
    function : callable
        Takes `numpy.float64` (or str, bool) or an array for each argument; every parameter's annotation is
        ``Annotated[Values, quantity]``. An optional argument whose default is None reaches it as NaN when not given.

    Returns
    -------
    callable
        The same function for any mix of shapes that broadcast; numbers give Python numbers, a Series gives a Series.
    """
    return _broadcasting(function, ())


def spilling(*last_axis: int) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """
    Let a function of numbers that answers with several take arrays, as `elementwise` does.

    Parameters
    ----------
    *last_axis : int
        The shape of one answer, which follows the shape of the arguments.

    Returns
    -------
    callable
        The decorator.
    """
    return lambda function: _broadcasting(function, last_axis)


def reducing(function: Callable[P, R]) -> Callable[P, R]:
    """
    Let a function reduce ranges to one number.

    Parameters
    ----------
    function : callable
        Takes an array for each parameter whose quantity is a column, with NaN for a blank; one value for each other.

    Returns
    -------
    callable
        The same function for lists, arrays, Series and ranges.
    """
    mathematics: Callable[..., Any] = function
    bind = _binding(function)
    arguments = arguments_of(function)
    names = [argument.name for argument in arguments]

    @functools.wraps(function)
    def call(*given: Any, **named: Any) -> Any:
        checked: list[Any] = []
        values = bind(given, named)
        common_index(names, values)
        for argument, value in zip(arguments, values, strict=True):
            if not argument.quantity.column:
                checked.append(argument.single(one_value(argument.name, value)))
            elif is_range(value):
                checked.append(argument.many(value))
            else:
                checked.append(np.array([argument.single(value)]))
        with np.errstate(all="ignore"):
            return _finite(function.__name__, mathematics(*checked))

    return call


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


def mathematics_of(function: Callable[..., Any]) -> Callable[..., Any]:
    """
    Return what a function of this package calculates, without the checks of its arguments, for values that passed them.

    Parameters
    ----------
    function : callable
        The function.

    Returns
    -------
    callable
        Takes a value for each argument, NaN for one that was not given.
    """
    mathematics: Callable[..., Any] = inspect.unwrap(function)
    return mathematics


def _broadcasting(function: Callable[P, R], last_axis: tuple[int, ...]) -> Callable[P, R]:
    """Wrap a function of numbers whose answer for one element has the shape `last_axis`."""
    mathematics: Callable[..., Any] = function
    bind = _binding(function)
    arguments = arguments_of(function)

    names = [argument.name for argument in arguments]

    def in_order(columns: list[tuple[int, Argument]], values: list[Any]) -> Array:
        """Return the answer with every check before it."""
        for place, argument in columns:
            values[place] = argument.many(values[place])
        with answering(first=False):
            return np.asarray(_finite(function.__name__, np.asarray(mathematics(*values))))

    def calculation(raw: list[Any]) -> Callable[[list[Any]], Array]:
        """Return what calculates a block: first the answer, while numbers come into the cache, then the checks."""
        columns = [(n, a) for n, (a, v) in enumerate(zip(arguments, raw, strict=True)) if type(v) is np.ndarray]
        numbers = [(n, a) for n, a in columns if a.takes_as_they_are(raw[n])]
        others = [(n, a) for n, a in columns if not a.takes_as_they_are(raw[n])]
        checks = [(n, a.surely_allows) for n, a in numbers]

        def calculate(values: list[Any]) -> Array:
            for place, argument in others:
                values[place] = argument.many(values[place])
            try:
                answer = mathematics(*values)
            except XlQuadrantError:
                return in_order(numbers, values)
            sure = type(answer) is np.ndarray and answer.size and (answer.dtype is not _FLOAT or all_finite(answer))
            for place, surely_allows in checks:
                sure = sure and surely_allows(values[place])
            return answer if sure else in_order(numbers, values)

        return calculate

    @functools.wraps(function)
    def call(*given: Any, **named: Any) -> Any:
        values = bind(given, named)
        if SINGLE_TYPES.issuperset(map(type, values)) or not any(map(is_range, values)):
            singles = [argument.single(value) for argument, value in zip(arguments, values, strict=True)]
            with np.errstate(all="ignore"):
                return _finite(function.__name__, mathematics(*singles))
        series = common_index(names, values)
        pairs = zip(arguments, values, strict=True)
        raw = [as_array(a.name, v) if is_range(v) else a.single(v) for a, v in pairs]
        shape = common_shape({a.name: v for a, v in zip(arguments, raw, strict=True) if isinstance(v, np.ndarray)})
        with np.errstate(all="ignore"), answering(first=True):
            answer = in_blocks(calculation(raw), raw, shape, last_axis)
        return like_series(series, answer)

    return call


def _quick_check(quantity: Quantity) -> Callable[[Array], bool]:
    """Return what says quickly whether all numbers of an array are within the bounds; False at times where they are."""
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


def _binding(function: Callable[..., Any]) -> Callable[[tuple[Any, ...], dict[str, Any]], list[Any]]:
    """Return what makes of a call's arguments one value for each parameter, None where it was left out."""
    signature = inspect.signature(function)
    names = tuple(signature.parameters)

    def bind(given: tuple[Any, ...], named: dict[str, Any]) -> list[Any]:
        left = names[len(given) :]
        if len(given) > len(names) or not named.keys() <= set(left):
            signature.bind_partial(*given, **named)  # says what is wrong
        return [*given, *map(named.get, left)]

    return bind


def _finite(name: str, answer: Any) -> Any:
    """Return an answer, numbers as Python numbers; never NaN or infinity."""
    if type(answer) is np.float64 and math.isfinite(answer):
        return float(answer)
    if isinstance(answer, np.ndarray) and answer.ndim:
        if answer.dtype.kind == "f" and answer.size and not all_finite(answer):
            raise _no_finite_answer(name, answer[~np.isfinite(answer)].flat[0])
        return answer
    answer = plain(answer)
    if isinstance(answer, float) and not math.isfinite(answer):
        raise _no_finite_answer(name, answer)
    return answer


def _no_finite_answer(name: str, found: float) -> OutOfDomain:
    """Return the error for an answer that is beyond all numbers."""
    return OutOfDomain(name, float(found), "is no finite answer; an argument is too large or too small")
