"""Long columns, calculated block by block, so that what lies between input and answer stays in the cache."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import numpy as np

from xl_quadrant.functions.ranges import Array

BLOCK = 24_576
"""How many elements of a long column are calculated at once."""

CACHE_LINE = 64
"""Bytes that memory moves at once: a column that begins with one is written in half the time."""

_PLACE: ContextVar[AnswerPlace | None] = ContextVar("place", default=None)


class AnswerPlace:
    """
    Where a block of an answer is to lie, for the operation that gives it.

    Functions are pure and every block takes the same steps: the step that gave the first block's answer gives those of
    the others, and writes them where they belong. Should it ever give something else, then that lies there until the
    answer is copied over it.
    """

    __slots__ = ("_answering", "_given", "_here", "_step")

    def __init__(self) -> None:
        self._given: list[Any] = []
        self._here: Array | None = None
        self._answering = self._step = 0

    @contextmanager
    def in_use(self) -> Iterator[None]:
        """Let operations find this place."""
        before = _PLACE.set(self)
        try:
            yield
        finally:
            _PLACE.reset(before)

    def learn(self, answer: Array) -> None:
        """Note which step gave the answer of the first block."""
        self._answering = next((step for step, given in enumerate(self._given, 1) if given is answer), 0)
        self._given.clear()

    def move_to(self, here: Array) -> None:
        """Begin another block, whose answer is to lie in a part of the whole."""
        self._here, self._step = here, 0

    def give(self, operation: Callable[..., Any], one: Any, other: Any) -> Any:
        """Return what an operation gives of two numbers or columns, in its place if it is the answer."""
        self._step += 1
        if self._here is not None and self._step == self._answering:
            return operation(one, other, self._here)
        found = operation(one, other)
        if self._here is None:
            self._given.append(found)
        return found


def given_by(operation: Callable[..., Any], one: Any, other: Any) -> Any:
    """Return what an operation gives of two numbers or columns, where it belongs if it is the answer of a block."""
    place = _PLACE.get()
    return operation(one, other) if place is None else place.give(operation, one, other)


def in_blocks(
    calculate: Callable[[list[Any]], Array], values: list[Any], shape: tuple[int, ...], last_axis: tuple[int, ...]
) -> Array:
    """Calculate long columns block by block, others at once."""
    places = [place for place, value in enumerate(values) if type(value) is np.ndarray]
    size = math.prod(shape)
    if size <= BLOCK or any(values[place].shape != shape for place in places):
        answer = calculate(values.copy())
        own = answer.shape == shape + last_axis and not any(answer is values[place] for place in places)
        return answer if own else np.broadcast_to(answer, shape + last_axis).copy()
    flat = [value.reshape(-1) if type(value) is np.ndarray else value for value in values]

    def part(block: slice) -> list[Any]:
        return [value[block] if type(value) is np.ndarray else value for value in flat]

    first = slice(0, BLOCK)
    place = AnswerPlace()
    with place.in_use():
        answer = calculate(part(first))
        whole = _empty((size, *last_axis), answer.dtype)
        whole[first] = answer
        place.learn(answer)
        for start in range(BLOCK, size, BLOCK):
            block = slice(start, start + BLOCK)
            here = whole[block]
            place.move_to(here)
            answer = calculate(part(block))
            if answer is not here:
                here[:] = answer
    return whole.reshape(shape + last_axis)


def _empty(shape: tuple[int, ...], dtype: np.dtype[Any]) -> Array:
    """Return room for an array; for one of floats it begins with a line of the cache."""
    if dtype.itemsize != np.float64().itemsize:
        return np.empty(shape, dtype)
    size = math.prod(shape)
    room = np.empty(size + CACHE_LINE // dtype.itemsize, dtype)
    first = -room.ctypes.data % CACHE_LINE // dtype.itemsize
    return room[first : first + size].reshape(shape)
