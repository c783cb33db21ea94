"""
Long columns in blocks, which makes equations in plain operators fast on a million rows.

A block is small enough that it, and everything calculated from it, stays in the processor's cache. A `Block` also skips
what changes nothing (most optional arguments are left out: 0 is added, or 1 multiplied) and writes the last step of an
equation straight into the answer. The equations themselves are the same for a number, a short column and a block.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any, Literal

import numpy as np

from xl_quadrant.functions.ranges import Array

Method = Literal["__call__", "reduce", "reduceat", "accumulate", "outer", "at"]
"""How a function of numpy is used."""

BLOCK = 65_536
"""How many elements of a long column are calculated at once."""

_ANSWER: ContextVar[AnswerPlace | None] = ContextVar("answer", default=None)


class AnswerPlace:
    """
    Where the answer for a block is written, and which step of the equation writes it.

    Functions are pure, so every block takes the same steps: the step that gave the answer for the first block gives it
    for the others too. If another step does, the answer is copied there.
    """

    __slots__ = ("_given", "_here", "_last_step", "_step")

    def __init__(self) -> None:
        self._given: list[tuple[np.ufunc, Any]] | None = []
        self._here: Array | None = None
        self._last_step: tuple[int, np.ufunc | None] = (-1, None)
        self._step = -1

    def learn(self, answer: Any) -> None:
        """Note which step gave the answer for the first block."""
        for step, (operation, given) in enumerate(self._given or ()):
            if given is answer:
                self._last_step = step, operation
        self._given = None

    def move_to(self, here: Array) -> None:
        """Begin another block, whose answer is written into a part of the whole."""
        self._here, self._step = here, -1

    def take_step(self, operation: np.ufunc, inputs: list[Any], options: dict[str, Any]) -> Any:
        """Return the result of an operation; the last step writes it where the answer belongs."""
        self._step += 1
        if self._here is not None and self._last_step == (self._step, operation):
            return operation(*inputs, out=self._here, **options)
        found = _as_block(operation(*inputs, **options))
        if self._given is not None:
            self._given.append((operation, found))
        return found


class Block(np.ndarray[Any, Any]):
    """A block of a long column."""

    def __array_ufunc__(self, ufunc: np.ufunc, method: Method, *inputs: Any, **kwargs: Any) -> Any:
        if len(inputs) == 2 and _changes_nothing(ufunc, inputs[1], right=True):
            return inputs[0]
        if len(inputs) == 2 and _changes_nothing(ufunc, inputs[0], right=False):
            return inputs[1]
        plain = [value.view(np.ndarray) if isinstance(value, Block) else value for value in inputs]
        place = _ANSWER.get()
        if place is None or method != "__call__":
            return _as_block(getattr(ufunc, method)(*plain, **kwargs))
        return place.take_step(ufunc, plain, kwargs)


def _changes_nothing(operation: np.ufunc, number: Any, *, right: bool) -> bool:
    """Say whether an operation with this number, on the right or the left, returns the other side unchanged."""
    if isinstance(number, np.ndarray):
        return False
    if operation is np.add or (operation is np.subtract and right):
        return bool(number == 0)
    return (operation is np.multiply or (operation is np.divide and right)) and bool(number == 1)


def _as_block(found: Any) -> Any:
    """Return a column of floats as a block; conditions and numbers as they are."""
    return found.view(Block) if isinstance(found, np.ndarray) and found.dtype == np.float64 else found


def in_blocks(
    calculate: Callable[[list[Any]], Array], values: list[Any], shape: tuple[int, ...], last_axis: tuple[int, ...]
) -> Array:
    """
    Calculate long columns block by block, and others at once.

    Parameters
    ----------
    calculate : callable
        Takes a list of numbers and columns that broadcast together; returns a column of answers.
    values : list
        The numbers and columns.
    shape : tuple of int
        The shape to which they broadcast.
    last_axis : tuple of int
        The shape of one answer, which follows that of the columns.

    Returns
    -------
    ndarray
        The answers, in an array of their own.
    """
    size = math.prod(shape)
    if size <= BLOCK or any(type(value) is np.ndarray and value.shape != shape for value in values):
        answer = calculate(values)
        is_new = answer.shape == shape + last_axis and not any(answer is value for value in values)
        return answer if is_new else np.broadcast_to(answer, shape + last_axis).copy()
    flat = [value.reshape(-1) if type(value) is np.ndarray else value for value in values]
    place = AnswerPlace()
    before = _ANSWER.set(place)
    try:
        return _each_block(calculate, flat, size, last_axis, place).reshape(shape + last_axis)
    finally:
        _ANSWER.reset(before)


def _each_block(
    calculate: Callable[[list[Any]], Array], flat: list[Any], size: int, last_axis: tuple[int, ...], place: AnswerPlace
) -> Array:
    """Return the answers to all blocks of columns that are longer than one block."""

    def answer_to(start: int) -> Array:
        block = slice(start, start + BLOCK)
        return calculate([value[block].view(Block) if type(value) is np.ndarray else value for value in flat])

    first = answer_to(0)
    place.learn(first)
    whole = np.empty((size, *last_axis), first.dtype)
    whole[:BLOCK] = first
    for start in range(BLOCK, size, BLOCK):
        here = whole[start : start + BLOCK]
        place.move_to(here)
        answer = answer_to(start)
        if answer is not here:
            here[:] = answer
    return whole
