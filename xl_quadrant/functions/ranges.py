"""Ranges: lists, nested lists, arrays and pandas Series, as arrays and back, without importing pandas."""

from __future__ import annotations

from numbers import Real
from typing import Any

import numpy as np

from xl_quadrant.errors import UnlikeShapes, shown

Array = np.ndarray[Any, Any]

SINGLE_TYPES = frozenset((float, int, str, bool, type(None)))
"""The Python types that a single cell may hold."""

DATES = "mM"
"""The numpy kinds of dates and time spans, which must not pass for numbers."""


def is_range(value: object) -> bool:
    """Say whether a value is a range: anything with more than a single cell's shape."""
    if type(value) is np.ndarray:
        return value.ndim > 0
    if type(value) in SINGLE_TYPES:
        return False
    if isinstance(value, (list, tuple)):
        return True
    return not isinstance(value, (str, Real)) and getattr(value, "ndim", 0) > 0


def plain(value: object) -> Any:
    """Return a numpy scalar as a Python value: a date as its text, None if it is masked."""
    if isinstance(value, (np.generic, np.ndarray)):
        return str(value) if value.dtype.kind in DATES else value.tolist()
    return value


def is_missing(cell: object) -> bool:
    """Say whether an element of an object array is a blank: None, or what pandas writes for one."""
    return cell is None or type(cell).__name__ in ("NAType", "NaTType")


def as_array(name: str, values: Any) -> Array:
    """Return a range as an array; no number becomes text, and no logical becomes a number."""
    if isinstance(values, np.ndarray) or hasattr(values, "to_numpy"):
        array = _plain_array(values) if isinstance(values, np.ndarray) else _from_pandas(values)
        return array.astype(str) if array.dtype.kind in DATES else array
    rows = list(values)
    nested = bool(rows) and isinstance(rows[0], (list, tuple))
    if nested and any(not isinstance(row, (list, tuple)) or len(row) != len(rows[0]) for row in rows):
        raise UnlikeShapes(name, rows, "has rows of unlike length; give every row the same number of cells")
    flat = [cell for row in rows for cell in row] if nested else rows
    shape = (len(rows), len(rows[0])) if nested else (len(rows),)
    if set(map(type, flat)) <= {int, float}:
        try:
            return np.array(flat, dtype=np.float64).reshape(shape)
        except OverflowError:
            pass
    cells = np.empty(len(flat), dtype=object)
    cells[:] = flat
    return cells.reshape(shape)


def _plain_array(values: Array) -> Array:
    """Return an array of a subclass as a plain array, with blanks where it is masked."""
    if type(values) is not np.ndarray and np.ma.is_masked(values):
        cells: Array = np.array(values.tolist(), dtype=object)  # which has None for what is masked
        return cells
    return np.asarray(values)


def _from_pandas(values: Any) -> Array:
    """Return a Series or DataFrame as an array; missing values of nullable types become None, not NaN."""
    knows_blanks = not isinstance(getattr(values, "dtype", None), (np.dtype, type(None)))
    return np.asarray(values.to_numpy(dtype=object) if knows_blanks and values.isna().any() else values.to_numpy())


def one_value(name: str, value: Any) -> Any:
    """Return the single value of an argument that must not be a range."""
    if not is_range(value):
        return value
    array = as_array(name, value)
    if array.size != 1:
        raise UnlikeShapes(name, "a range", "is given where one value belongs; give one cell")
    return array.ravel().tolist()[0]


def common_shape(names: list[str], values: list[Any]) -> tuple[int, ...]:
    """Return the shape to which the arrays among some values broadcast; `names` are their arguments."""
    shapes: list[tuple[int, ...]] = [value.shape for value in values if type(value) is np.ndarray]
    if shapes.count(shapes[0]) == len(shapes):
        return shapes[0]
    try:
        return np.broadcast_shapes(*shapes)
    except ValueError:
        (name, first), *others = ((n, v.shape) for n, v in zip(names, values, strict=True) if type(v) is np.ndarray)
        other, shape = next(one for one in others if one[1] != first)
        rule = f"does not fit the shape of {other}, {shown(shape)}; give ranges of one shape"
        raise UnlikeShapes(name, first, rule) from None


def common_index(names: list[str], values: list[Any]) -> Any:
    """Return the first pandas Series among the arguments, None if there is none; their indexes must be equal."""
    if not any(hasattr(value, "to_numpy") for value in values):
        return None
    series = [
        (name, v) for name, v in zip(names, values, strict=True) if hasattr(v, "to_numpy") and hasattr(v, "index")
    ]
    if not series:
        return None
    (first_name, first), *others = series
    for name, other in others:
        if not first.index.equals(other.index):
            rule = f"has not the index of {first_name}; reindex both to one index first"
            raise UnlikeShapes(name, "a Series", rule)
    return first


def like_series(first: Any, answer: Any) -> Any:
    """Return a column as a pandas Series with the index of a given one, if there is one."""
    if first is None or np.ndim(answer) != 1 or len(first.index) != len(answer):
        return answer
    return type(first)(answer, index=first.index)
