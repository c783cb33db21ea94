"""Values for a block of cells, as a person gives them: a list for a row or a column, rows for a rectangle."""

from __future__ import annotations

from typing import Any

from xl_quadrant.errors import UnlikeShapes
from xl_quadrant.package.addresses import Area


def rows_for(area: Area, value: Any, key: str) -> list[list[Any]]:
    """
    Return what is given for a block of cells as rows.

    Parameters
    ----------
    area : Area
        The cells.
    value : object
        One value for one cell; a list for a row or a column; rows, an array or a frame for any block.
    key : str
        What an error calls the block.

    Returns
    -------
    list of list
        Rows that fit into the block; they may be fewer and shorter.

    Raises
    ------
    UnlikeShapes
        If there are too many values, or it is not clear where they go.

    Examples
    --------
    >>> rows_for(Area("Offers", 2, 1, 4, 1), [200, 400], "prices")
    [[200], [400]]
    """
    if hasattr(value, "to_numpy"):
        value = value.to_numpy()
    if hasattr(value, "tolist"):
        value = value.tolist()
    shape = f"{area.rows} × {area.columns} cells"
    if area.size == 1 and not isinstance(value, (list, tuple)):
        return [[value]]
    if not isinstance(value, (list, tuple)):
        raise UnlikeShapes(key, value, f"is one value for {shape}; give a list or rows")
    if any(isinstance(row, (list, tuple)) for row in value):
        rows = [list(row) if isinstance(row, (list, tuple)) else [row] for row in value]
    elif area.rows > 1 and area.columns > 1:
        raise UnlikeShapes(key, value, f"is one list for {shape}; give rows")
    else:
        rows = [list(value)] if area.rows == 1 else [[one] for one in value]
    if len(rows) > area.rows or any(len(row) > area.columns for row in rows):
        raise UnlikeShapes(key, value, f"is too much for {shape}; give as many values")
    return rows
