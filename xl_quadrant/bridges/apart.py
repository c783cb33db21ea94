"""Ranges in which some elements fail: each element gets its own answer or its own error."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from xl_quadrant.catalogue import CatalogueFunction
from xl_quadrant.errors import XlQuadrantError
from xl_quadrant.functions.arguments import Argument
from xl_quadrant.functions.ranges import Array

NOTHING: Array = np.array(None, dtype=object)
"""A blank, to compare the elements of an array with."""

FEW = 16
"""With this many elements or fewer, each is called alone, which is quicker than halving further."""


def apart(function: CatalogueFunction, values: list[Any]) -> Array:
    """
    Call an element-wise function on ranges, element by element where it fails.

    Elements that fail the check of an argument are set aside first. The others are called together; where that fails,
    they are halved until each element that fails stands alone.

    Parameters
    ----------
    function : CatalogueFunction
        A function that is called element by element.
    values : list
        Its arguments, each a single value or an array; the arrays broadcast.

    Returns
    -------
    ndarray of object
        An answer or an XlQuadrantError for each element. Of a function with several answers to an element, they lie
        along the last axis, and an error fills it.
    """
    shape = np.broadcast_shapes(*(np.shape(value) for value in values))
    found: Array = np.full(shape, None, dtype=object)
    for check, value in zip(function.checks, values, strict=False):
        refused = np.broadcast_to(_refused(check, value), shape)
        np.copyto(found, refused, where=np.equal(found, NOTHING))
    found = found.ravel()
    flat = [np.broadcast_to(v, shape).ravel() if isinstance(v, np.ndarray) else v for v in values]
    pending = [np.flatnonzero(np.equal(found, NOTHING))]
    while pending:
        here = pending.pop()
        arguments = [v[here] if isinstance(v, np.ndarray) else v for v in flat]
        if here.size <= FEW:
            for position, cells in zip(here.tolist(), _by_element(arguments, here.size), strict=True):
                found[position] = _alone(function, cells)
            continue
        try:
            answers = function.python(*arguments).tolist()
        except XlQuadrantError:
            pending += np.array_split(here, 2)
        else:
            for position, answer in zip(here.tolist(), answers, strict=True):
                found[position] = answer
    return _stacked(found).reshape(*shape, -1) if function.kind == "spilling" else found.reshape(shape)


def _refused(check: Argument, value: Any) -> Array:
    """Return the error of each element of an argument that its check refuses; None for the others."""
    is_range = isinstance(value, np.ndarray)
    errors: Array = np.full(np.shape(value), None, dtype=object)
    try:
        check.many(value) if is_range else check.single(value)
    except XlQuadrantError as error:
        if not is_range:
            errors[()] = error
            return errors
        for position, cell in enumerate(value.ravel().tolist()):
            try:
                check.single(cell)
            except XlQuadrantError as refused:
                errors.flat[position] = refused
    return errors


def _by_element(arguments: list[Any], count: int) -> Iterator[tuple[Any, ...]]:
    """Yield the arguments of each element."""
    columns = [v.tolist() if isinstance(v, np.ndarray) else [v] * count for v in arguments]
    return zip(*columns, strict=True)


def _alone(function: CatalogueFunction, cells: tuple[Any, ...]) -> object:
    """Return the answer to one element, as a number or a list of them, or its error."""
    try:
        answer = function.python(*cells)
    except XlQuadrantError as error:
        return error
    return answer.tolist() if isinstance(answer, np.ndarray) else answer


def _stacked(found: Array) -> Array:
    """Return one row for each element: its answers, or its error in the place of each."""
    width = max((len(answer) for answer in found if isinstance(answer, list)), default=1)
    stacked = np.empty((len(found), width), dtype=object)
    for position, answer in enumerate(found):
        stacked[position] = answer if isinstance(answer, list) else [answer] * width
    return stacked
