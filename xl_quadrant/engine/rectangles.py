"""Cells gathered into rectangles: the engine takes the values of a whole one at hardly more than the cost of a cell."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import TypeVar

from xl_quadrant.package.addresses import Position

Value = TypeVar("Value")

Rectangle = tuple[int, int, int, int]
"""First row, first column, last row and last column."""


def rectangles_of(positions: Collection[Position]) -> list[Rectangle]:
    """
    Return rectangles that hold cells, and no others.

    Parameters
    ----------
    positions : collection of (int, int)
        The row and column of each cell.

    Returns
    -------
    list of (int, int, int, int)
        Rectangles that do not overlap: as high as they can be, then as wide.

    Examples
    --------
    >>> rectangles_of([(1, 1), (2, 1), (1, 2), (2, 2), (5, 2)])
    [(1, 1, 2, 2), (5, 2, 5, 2)]
    """
    columns: dict[int, list[int]] = {}
    for row, column in positions:
        columns.setdefault(column, []).append(row)
    found: list[Rectangle] = []
    growing: dict[tuple[int, int], Rectangle] = {}
    for column in sorted(columns):
        grown = {}
        for first, last in _runs(sorted(columns[column])):
            left = growing.get((first, last))
            start = left[1] if left is not None and left[3] == column - 1 else column
            grown[first, last] = (first, start, last, column)
        found += [
            rectangle for rows, rectangle in growing.items() if rows not in grown or grown[rows][1] != rectangle[1]
        ]
        growing = grown
    return sorted([*found, *growing.values()])


def around(positions: Iterable[Position]) -> Rectangle:
    """
    Return the smallest rectangle that holds some cells.

    Parameters
    ----------
    positions : iterable of (int, int)
        The row and column of each cell, at least one.

    Returns
    -------
    (int, int, int, int)
        The rectangle.

    Examples
    --------
    >>> around([(2, 3), (4, 1)])
    (2, 1, 4, 3)
    """
    rows, columns = zip(*positions, strict=True)
    return min(rows), min(columns), max(rows), max(columns)


def block_of(cells: Mapping[Position, Value], rectangle: Rectangle) -> list[list[Value]]:
    """
    Return what stands in a rectangle.

    Parameters
    ----------
    cells : mapping of (int, int) to value
        What stands in each cell, by row and column.
    rectangle : (int, int, int, int)
        Where there is something in every cell.

    Returns
    -------
    list of list
        Row by row.

    Examples
    --------
    >>> block_of({(1, 2): "a", (2, 2): "b"}, (1, 2, 2, 2))
    [['a'], ['b']]
    """
    top, left, bottom, right = rectangle
    return [[cells[row, column] for column in range(left, right + 1)] for row in range(top, bottom + 1)]


def _runs(rows: list[int]) -> Iterable[tuple[int, int]]:
    """Yield the first and last of each run of rows that follow one another."""
    first = last = rows[0]
    for row in rows[1:]:
        if row > last + 1:
            yield first, last
            first = row
        last = row
    yield first, last
