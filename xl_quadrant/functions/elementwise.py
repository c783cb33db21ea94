"""
From what people give to what the mathematics takes: one wrapper around every function.

A function of this package is written for `numpy.float64` numbers or arrays of one shape. `elementwise` and `reducing`
check each argument against the quantity in its annotation, fill in defaults for blanks, broadcast, and give the
answer back in the shape and type that was asked with. They register nothing.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from numbers import Real
from typing import Any, ParamSpec, TypeVar, get_args

import numpy as np

from xl_quadrant.errors import ArgumentError, OutOfDomain, UnlikeShapes, shown
from xl_quadrant.functions.quantities import Number, Quantity

P = ParamSpec("P")
R = TypeVar("R")


class Argument:
    """
    One argument of a function: its name, quantity and default.

    Parameters
    ----------
    parameter : inspect.Parameter
        A parameter whose annotation carries a quantity.
    """

    __slots__ = ("default", "name", "quantity", "required")

    def __init__(self, parameter: inspect.Parameter) -> None:
        self.name = parameter.name
        self.quantity: Quantity = get_args(parameter.annotation)[1]
        self.required = parameter.default is inspect.Parameter.empty
        self.default = None if self.required else parameter.default

    def single(self, value: object) -> Any:
        """Return one value, checked; a blank becomes the default, and NaN where the default is to have none."""
        if value is None and not self.required:
            value = self.default
            if value is None:
                return np.float64(np.nan)
        checked = self.quantity.check(self.name, value)
        return np.float64(checked) if isinstance(self.quantity, Number) else checked

    def many(self, values: Any) -> np.ndarray[Any, Any]:
        """Return an array of values, each checked as `single` does."""
        raw = values if isinstance(values, np.ndarray) else _as_array(self.name, values)
        if isinstance(self.quantity, Number) and raw.dtype.kind in "fiu":
            numbers = raw.astype(np.float64)
            self._check_bounds(numbers)
            return numbers
        cells = raw.astype(object)
        checked = [self.single(None if _is_missing(cell) else cell) for cell in cells.ravel().tolist()]
        kind = np.float64 if isinstance(self.quantity, Number) else None
        return np.array(checked, dtype=kind).reshape(cells.shape)

    def _check_bounds(self, numbers: np.ndarray[Any, Any]) -> None:
        """Refuse the first number of an array that its quantity does not allow."""
        quantity = self.quantity
        assert isinstance(quantity, Number)  # noqa: S101 - narrows the type; `many` has just asked
        low = numbers > quantity.low if quantity.above_low else numbers >= quantity.low
        high = numbers < quantity.high if quantity.below_high else numbers <= quantity.high
        allowed = low & high & np.isfinite(numbers)
        if quantity.whole:
            allowed &= np.floor(numbers) == numbers
        if not allowed.all():
            quantity.check(self.name, float(numbers[~allowed].flat[0]))


def elementwise(function: Callable[P, R]) -> Callable[P, R]:
    """
    Let a function of numbers take numbers, text, arrays and pandas Series, element by element.

    Parameters
    ----------
    function : callable
        Takes `numpy.float64` (or str, bool) for each argument, or arrays of one shape; every parameter's annotation is
        ``Annotated[Values, quantity]``. An optional argument whose default is None reaches it as NaN when not given.

    Returns
    -------
    callable
        The same function for any mix of shapes that broadcast; numbers give Python numbers, a Series gives a Series.
    """
    arguments = arguments_of(function)

    @functools.wraps(function)
    def call(*given: Any, **named: Any) -> Any:
        values = _bind(function, arguments, given, named)
        if not any(map(_is_array, values)):
            return _answer(function, [a.single(v) for a, v in zip(arguments, values, strict=True)])
        checked = [a.many(v) if _is_array(v) else a.single(v) for a, v in zip(arguments, values, strict=True)]
        try:
            broadcast = np.broadcast_arrays(*checked)
        except ValueError:
            raise _unlike(arguments, checked) from None
        return _like(values, _answer(function, broadcast))

    return call


def reducing(function: Callable[P, R]) -> Callable[P, R]:
    """
    Let a function reduce ranges to one number.

    Parameters
    ----------
    function : callable
        Takes an array for each parameter whose quantity is a column, one value for each other.

    Returns
    -------
    callable
        The same function for lists, arrays, Series and ranges.
    """
    arguments = arguments_of(function)

    @functools.wraps(function)
    def call(*given: Any, **named: Any) -> Any:
        values = _bind(function, arguments, given, named)
        checked = []
        for argument, value in zip(arguments, values, strict=True):
            if argument.quantity.column:
                checked.append(argument.many(value if _is_array(value) else [value]))
            else:
                checked.append(argument.single(_one(argument.name, value)))
        return _answer(function, checked)

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


def refuse(
    where: Any, error: type[ArgumentError], argument: str, value: Any, rule: str | Callable[[int], str]
) -> None:
    """
    Raise an error for the first element that breaks a rule.

    Parameters
    ----------
    where : bool or ndarray
        True where the rule is broken.
    error : type
        The error to raise.
    argument : str
        The argument at fault.
    value : float or ndarray
        What was given for it; same shape as `where`.
    rule : str or callable
        What is wrong and what to write instead; a callable is given the flat position of the element.
    """
    if not np.any(where):
        return
    position = int(np.argmax(where))
    found = np.broadcast_to(value, np.shape(where)).flat[position]
    found = found.item() if isinstance(found, np.generic) else found
    raise error(argument, found, rule if isinstance(rule, str) else rule(position))


def _bind(
    function: Callable[..., Any], arguments: tuple[Argument, ...], given: tuple[Any, ...], named: dict[str, Any]
) -> list[Any]:
    """Return one value for each argument; None where it was left out."""
    if not named and len(given) <= len(arguments):
        values = [*given, *[None] * (len(arguments) - len(given))]
    else:
        bound = inspect.signature(function).bind_partial(*given, **named).arguments
        values = [bound.get(argument.name) for argument in arguments]
    return values


def _answer(function: Callable[..., Any], checked: Any) -> Any:
    """Call the mathematics and give its answer back as Python numbers, or as an array; never as NaN or infinity."""
    with np.errstate(all="ignore"):
        answer = np.asarray(function(*checked))
    if answer.dtype.kind == "f" and not np.isfinite(answer).all():
        found = float(answer[~np.isfinite(answer)].flat[0])
        raise OutOfDomain(function.__name__, found, "is no finite answer; an argument is too large or too small")
    return answer.item() if answer.ndim == 0 else answer


def _is_array(value: object) -> bool:
    """Say whether a value is a range: anything with more than a single cell's shape."""
    if isinstance(value, (list, tuple)):
        return True
    return not isinstance(value, (str, Real)) and getattr(value, "ndim", 0) > 0


def _is_missing(cell: object) -> bool:
    """Say whether an element of an object array is a blank: None, or what pandas writes for one."""
    return cell is None or type(cell).__name__ in ("NAType", "NaTType")


def _as_array(name: str, values: Any) -> np.ndarray[Any, Any]:
    """Return a list, nested list or Series as an array that has changed no number to text and no logical to a number."""
    if hasattr(values, "to_numpy"):
        return np.asarray(values.to_numpy())
    rows = list(values)
    nested = bool(rows) and isinstance(rows[0], (list, tuple))
    flat = [cell for row in rows for cell in row] if nested else rows
    shape = (len(rows), len(rows[0])) if nested else (len(rows),)
    if len(flat) != np.prod(shape) or (nested and any(len(row) != shape[1] for row in rows)):
        raise UnlikeShapes(name, rows, "has rows of unlike length; give every row the same number of cells")
    if set(map(type, flat)) <= {int, float}:
        return np.array(flat, dtype=np.float64).reshape(shape)
    cells = np.empty(len(flat), dtype=object)
    cells[:] = flat
    return cells.reshape(shape)


def _one(name: str, value: Any) -> Any:
    """Return the single value of an argument that must not be a range."""
    while isinstance(value, (list, tuple, np.ndarray)) and len(value) == 1:
        value = value[0]
    if _is_array(value):
        raise UnlikeShapes(name, "a range", "is given where one value belongs; give one cell")
    return value


def _unlike(arguments: tuple[Argument, ...], checked: list[Any]) -> UnlikeShapes:
    """Return the error for ranges that do not broadcast."""
    shapes = [(a.name, np.shape(v)) for a, v in zip(arguments, checked, strict=True) if np.ndim(v)]
    name, first = shapes[0]
    other, unlike = next((n, s) for n, s in shapes if s != first)
    return UnlikeShapes(name, first, f"does not fit the shape of {other}, {shown(unlike)}; give ranges of one shape")


def _like(values: list[Any], answer: Any) -> Any:
    """Return an array as a pandas Series if a Series was given; their indexes must be equal."""
    series = [value for value in values if hasattr(value, "index") and hasattr(value, "to_numpy")]
    if not series or np.ndim(answer) != 1:
        return answer
    first = series[0]
    if not all(first.index.equals(other.index) for other in series[1:]):
        raise UnlikeShapes("index", "Series", "have unlike indexes; reindex them to one index first")
    return type(first)(answer, index=first.index)
