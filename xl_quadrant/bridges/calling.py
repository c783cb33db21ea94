"""
How a function of the catalogue is called with the cells of a sheet, in every host.

The rules for cells are the same in every host:

- a blank cell, or one with an empty text, is an argument that was left out;
- a range of one cell is a single value;
- a function that takes ranges whole gets them as they stand;
- ranges broadcast; each element of the answer is calculated, or fails, on its own;
- rows (and columns) that are blank in every range, below the last one filled, are not calculated: they stay blank in
  the answer. Of a reference to whole columns or rows, the answer ends where the last one filled does;
- an error is the answer, as our exception: a host shows it in its own way.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from xl_quadrant.bridges.apart import NOTHING, apart
from xl_quadrant.catalogue import CatalogueFunction
from xl_quadrant.errors import UnlikeShapes, XlQuadrantError
from xl_quadrant.functions.ranges import SINGLE_TYPES, Array, as_array

WHOLE_COLUMN = 65_536
"""From this many rows on a range stands for whole columns: the smallest sheet has no more."""

WHOLE_ROW = 16_384
"""From this many columns on a range stands for whole rows."""


@dataclass(frozen=True, slots=True)
class UsedCells:
    """
    The used part of a range that is larger, for a host that does not read what lies beyond.

    Parameters
    ----------
    rows : sequence of sequence
        The cells read, from the top left.
    shape : tuple of int
        Rows and columns of the whole range.
    """

    rows: Sequence[Sequence[object]]
    shape: tuple[int, int]


def call_cells(function: CatalogueFunction, arguments: Sequence[object]) -> object:
    """
    Call a function with single values and ranges as cells hold them.

    Parameters
    ----------
    function : CatalogueFunction
        The function.
    arguments : sequence of object
        Numbers, texts, logicals, None; or ranges: rows of them, or `UsedCells`. An error in a cell is its text.

    Returns
    -------
    object
        A number, text or logical, an XlQuadrantError, or rows of them; None in an element that was not calculated.

    Examples
    --------
    >>> from xl_quadrant.catalogue import by_name
    >>> answer = call_cells(by_name("LTV_CONTINUITY"), [[[200], [100], ["abc"], [None]], 0.1])
    >>> answer[0], answer[1], str(answer[2][0]), answer[3]
    ([2000.0], [1000.0], "price: 'abc' is text; write a number (money per month)", [None])
    """
    try:
        _check_count(function, arguments)
        if function.kind == "whole":
            return function.python(*_whole(function, arguments))
        if SINGLE_TYPES.issuperset(map(type, arguments)):
            return _rows(function.python(*[None if value == "" else value for value in arguments]))
        values = [_value(check.name, given) for check, given in zip(function.checks, arguments, strict=False)]
        if any(isinstance(value, _Block) for value in values):
            return _call_with_ranges(function, values)
        return _rows(function.python(*values))
    except XlQuadrantError as error:
        return error


def _check_count(function: CatalogueFunction, arguments: Sequence[object]) -> None:
    """Refuse more arguments than the function takes."""
    if len(arguments) > len(function.checks):
        rule = f"arguments are given; the function takes {len(function.checks)} at most: {function.syntax}"
        raise UnlikeShapes(function.name, len(arguments), rule)


def _whole(function: CatalogueFunction, arguments: Sequence[object]) -> list[object]:
    """Return the arguments of a function that takes ranges as they stand, None for those left out."""
    taken: list[object] = []
    for given in arguments:
        value: Any = given.rows if isinstance(given, UsedCells) else given
        if isinstance(value, (list, tuple)) and len(value) == len(value[0]) == 1:
            value = value[0][0]
        taken.append(None if isinstance(value, str) and not value else value)
    return taken + [None] * (len(function.checks) - len(taken))


@dataclass(frozen=True, slots=True)
class _Block:
    """A range: the cells that were read, and the rows and columns of the whole range."""

    cells: Array
    shape: tuple[int, ...]

    def filled(self, axis: int) -> int:
        """Return the number of rows (axis 0) or columns (axis 1) up to the last that holds something; at least 1."""
        if self.cells.dtype != object:
            return int(self.cells.shape[axis])
        held = np.flatnonzero(np.not_equal(self.cells, NOTHING).any(axis=1 - axis))
        return int(held.max(initial=0)) + 1

    def sized(self, height: int, width: int) -> Array:
        """Return the cells in a given size, with blanks where none were read."""
        cells = self.cells[:height, :width]
        if cells.shape == (height, width):
            return cells
        padded = np.full((height, width), None, dtype=object)
        padded[: cells.shape[0], : cells.shape[1]] = cells
        return padded


def _value(name: str, given: object) -> Any:
    """Return an argument as a single value or a block; an empty text is a blank."""
    if isinstance(given, UsedCells):
        rows, shape = given.rows, given.shape
    elif isinstance(given, (list, tuple)):
        rows = given if given and isinstance(given[0], (list, tuple)) else [given]
        shape = (len(rows), len(rows[0]))
    else:
        return None if given == "" else given
    if shape == (1, 1):
        return None if rows[0][0] == "" else rows[0][0]
    cells = as_array(name, rows)
    if cells.dtype == object:
        cells[cells == ""] = None
    return _Block(cells, shape)


def _call_with_ranges(function: CatalogueFunction, values: list[Any]) -> object:
    """Call a function, one or more of whose arguments are ranges."""
    blocks = {check.name: v for check, v in zip(function.checks, values, strict=False) if isinstance(v, _Block)}
    whole = None if function.kind == "reducing" else _common_shape(blocks)
    heights, widths = (_sizes(list(blocks.values()), axis) for axis in (0, 1))
    sized = iter([block.sized(*size) for block, *size in zip(blocks.values(), heights, widths, strict=True)])
    values = [next(sized) if isinstance(value, _Block) else value for value in values]
    if whole is None:
        return _rows(function.python(*values))
    try:
        answer = function.python(*values)
    except XlQuadrantError:
        answer = apart(function, values)
    return _filled_up(_rows(answer), *whole)


def _common_shape(blocks: dict[str, _Block]) -> tuple[int, ...]:
    """Return the shape that ranges broadcast to."""
    try:
        return np.broadcast_shapes(*(block.shape for block in blocks.values()))
    except ValueError:
        sizes = {name: f"{block.shape[0]} × {block.shape[1]} cells" for name, block in blocks.items()}
        (name, size), *others = sizes.items()
        unlike = next(f"{other}, {its_size}" for other, its_size in others if its_size != size)
        raise UnlikeShapes(name, size, f"does not fit the shape of {unlike}; give ranges of one shape") from None


def _sizes(blocks: list[_Block], axis: int) -> list[int]:
    """Return how many rows or columns of each block are needed: up to the last that any block of its length fills."""
    lengths = {block.shape[axis] for block in blocks} - {1}
    if len(lengths) != 1:
        return [block.shape[axis] for block in blocks]
    needed = max(block.filled(axis) for block in blocks if block.shape[axis] > 1)
    return [needed if block.shape[axis] > 1 else 1 for block in blocks]


def _rows(answer: Any) -> Any:
    """Return an answer as a host takes it: one value, or rows; several answers to an element stand side by side."""
    if not isinstance(answer, np.ndarray):
        return answer
    if answer.ndim == 1:
        return [answer.tolist()]
    if answer.ndim == 3:
        height, width, _ = answer.shape
        if width > 1 and height > 1:
            raise UnlikeShapes("range", f"{height} × {width} cells", "leaves no room beside it; give one column or row")
        answer = answer[:, 0, :] if width == 1 else answer[0].T
    return answer.tolist()


def _filled_up(rows: list[list[object]], height: int, width: int) -> list[list[object]]:
    """Return rows with blanks up to the size of the range that was given, unless that was whole columns or rows."""
    if len(rows[0]) < width < WHOLE_ROW:
        rows = [row + [None] * (width - len(row)) for row in rows]
    if len(rows) < height < WHOLE_COLUMN:
        rows = rows + [[None] * len(rows[0]) for _ in range(height - len(rows))]
    return rows
