"""Ranges: lists, nested lists, arrays and pandas Series, as arrays and back, without importing pandas."""

from __future__ import annotations

from numbers import Real
from typing import Any

import numpy as np

from xl_quadrant.errors import UnlikeShapes

Array = np.ndarray[Any, Any]

SINGLE_TYPES = frozenset((float, int, str, bool, type(None)))


def is_range(value: object) -> bool:
    """Say whether a value is a range: anything with more than a single cell's shape."""
    if type(value) in SINGLE_TYPES:
        return False
    if isinstance(value, (list, tuple)):
        return True
    return not isinstance(value, (str, Real)) and getattr(value, "ndim", 0) > 0


def plain(value: object) -> Any:
    """Return a numpy scalar or an array without dimensions as the Python value it holds."""
    return value.item() if isinstance(value, (np.generic, np.ndarray)) else value


def is_missing(cell: object) -> bool:
    """Say whether an element of an object array is a blank: None, or what pandas writes for one."""
    return cell is None or type(cell).__name__ in ("NAType", "NaTType")


def as_array(name: str, values: Any) -> Array:
    """Return a range as an array that has changed no number to text and no logical to a number."""
    if isinstance(values, np.ndarray):
        return values
    if hasattr(values, "to_numpy"):
        return np.asarray(values.to_numpy())
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


def one_value(name: str, value: Any) -> Any:
    """Return the single value of an argument that must not be a range."""
    if not is_range(value):
        return value
    array = as_array(name, value)
    if array.size != 1:
        raise UnlikeShapes(name, "a range", "is given where one value belongs; give one cell")
    return array.ravel().tolist()[0]


def like_series(values: list[Any], answer: Any) -> Any:
    """Return an array as a pandas Series if a Series was given; their indexes must be equal."""
    series = [value for value in values if hasattr(value, "index") and hasattr(value, "to_numpy")]
    if not series or np.ndim(answer) != 1:
        return answer
    first = series[0]
    if not all(first.index.equals(other.index) for other in series[1:]):
        raise UnlikeShapes("index", "Series", "have unlike indexes; reindex them to one index first")
    return type(first)(answer, index=first.index) if len(first.index) == len(answer) else answer
