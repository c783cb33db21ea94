"""
The wrapper around every function: it checks what people give, and answers in the same shape.

A function of this package is written for numbers and arrays that broadcast together. `elementwise`, `spilling` and
`reducing` check each argument against the quantity in its annotation, fill in defaults for blanks, calculate long
columns in blocks, and return the answer in the shape and type of the arguments. They register nothing.
"""

from __future__ import annotations

import functools
import inspect
import math
from collections.abc import Callable
from contextlib import suppress
from typing import Any, ParamSpec, TypeVar

import numpy as np

from xl_quadrant.errors import OutOfDomain, XlQuadrantError
from xl_quadrant.functions.arguments import arguments_of
from xl_quadrant.functions.blocks import in_blocks
from xl_quadrant.functions.conditions import trying
from xl_quadrant.functions.quantities import Number
from xl_quadrant.functions.quick_checks import all_finite
from xl_quadrant.functions.ranges import (
    SINGLE_TYPES,
    Array,
    as_array,
    common_index,
    common_shape,
    is_range,
    like_series,
    one_value,
    plain,
)

P = ParamSpec("P")
R = TypeVar("R")


def elementwise(function: Callable[P, R]) -> Callable[P, R]:
    """
    Let a function of numbers also take text, arrays and pandas Series, element by element.

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
    Let a function that returns several numbers take arrays, as `elementwise` does.

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


def mathematics_of(function: Callable[..., Any]) -> Callable[..., Any]:
    """
    Return the calculation inside a function, without the checks; for values that have passed them.

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
    name, names = function.__name__, [argument.name for argument in arguments]

    def answer_to(unchecked: list[int], values: list[Any]) -> Array:
        """Return the answer; calculate first and check after, which is quicker where a column comes from memory."""
        with trying(), suppress(XlQuadrantError):
            answer: Array = np.asanyarray(mathematics(*values))
            if _is_sure(answer) and all(arguments[place].surely_allows(values[place]) for place in unchecked):
                return answer
        checked = values.copy()
        for place in unchecked:
            checked[place] = arguments[place].within_bounds(values[place])
        return _finite_column(name, np.asanyarray(mathematics(*checked)))

    @functools.wraps(function)
    def call(*given: Any, **named: Any) -> Any:
        values = bind(given, named)
        if SINGLE_TYPES.issuperset(map(type, values)) or not any(map(is_range, values)):
            singles = [argument.single(value) for argument, value in zip(arguments, values, strict=True)]
            with np.errstate(all="ignore"):
                return _finite(name, mathematics(*singles))
        series = common_index(names, values)
        ready = [as_array(a.name, v) if is_range(v) else a.single(v) for a, v in zip(arguments, values, strict=True)]
        shape = common_shape(names, ready)
        unchecked: list[int] = []
        for place, (argument, value) in enumerate(zip(arguments, ready, strict=True)):
            if isinstance(value, np.ndarray):
                if value.dtype == np.float64 and isinstance(argument.quantity, Number):
                    unchecked.append(place)
                else:
                    ready[place] = argument.many(value)
        with np.errstate(all="ignore"):
            answer = in_blocks(functools.partial(answer_to, unchecked), ready, shape, last_axis)
        return answer if series is None else like_series(series, answer)

    return call


def _is_sure(answer: Array) -> bool:
    """Say whether an answer that was tried may be right: whether all of it is finite."""
    return answer.dtype != np.float64 or (answer.size > 0 and all_finite(answer))


def _binding(function: Callable[..., Any]) -> Callable[[tuple[Any, ...], dict[str, Any]], list[Any]]:
    """Return a function that puts a call's arguments in the order of the parameters, None where one is left out."""
    signature = inspect.signature(function)
    names = tuple(signature.parameters)

    def bind(given: tuple[Any, ...], named: dict[str, Any]) -> list[Any]:
        left = names[len(given) :]
        if not named and len(given) <= len(names):
            return [*given, *[None] * len(left)]
        if len(given) > len(names) or not named.keys() <= set(left):
            signature.bind_partial(*given, **named)  # says what is wrong
        return [*given, *map(named.get, left)]

    return bind


def _finite(name: str, answer: Any) -> Any:
    """Return one answer, a number as a Python number; refuse NaN and infinity."""
    if type(answer) is np.float64 and math.isfinite(answer):
        return float(answer)
    if isinstance(answer, np.ndarray) and answer.ndim:
        return _finite_column(name, answer)
    answer = plain(answer)
    if isinstance(answer, float) and not math.isfinite(answer):
        raise _no_finite_answer(name, answer)
    return answer


def _finite_column(name: str, answers: Array) -> Array:
    """Return a column of answers; refuse NaN and infinity."""
    if answers.dtype == np.float64 and answers.size and not all_finite(answers):
        raise _no_finite_answer(name, answers[~np.isfinite(answers)].flat[0])
    return answers


def _no_finite_answer(name: str, found: float) -> OutOfDomain:
    """Return the error for an answer that is too large to be a number."""
    return OutOfDomain(name, float(found), "is no finite answer; an argument is too large or too small")
