"""All known exports, and which of them a file is."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from xl_quadrant.errors import FileError
from xl_quadrant.exports import card_shapes, clinic_shapes, crm_shapes, studio_shapes
from xl_quadrant.exports.shape import Shape

SHAPES = (*card_shapes.SHAPES, *studio_shapes.SHAPES, *clinic_shapes.SHAPES, *crm_shapes.SHAPES)
"""Every export that is known."""


def recognised(path: Path, rows: Sequence[Sequence[str]]) -> tuple[Shape, int]:
    """
    Return which export a file is, and how many rows stand above its headings.

    Parameters
    ----------
    path : Path
        The file, for the error.
    rows : sequence of sequence of str
        Its first rows.

    Returns
    -------
    tuple of Shape and int
        The shape that fits best.

    Raises
    ------
    FileError
        If none fits: it names the nearest and what that lacks.
    """
    fits = [(shape.fit(row), -number, shape) for number, row in enumerate(rows) for shape in SHAPES]
    if not fits:
        raise FileError(str(path), None, "holds no rows")
    (share, _), above, shape = max(fits, key=lambda fit: fit[:2])
    if share == 1:
        return shape, -above
    places = shape.places(rows[-above])
    lacks = ", ".join(shape.headings[column][0].rstrip("* ") for column in shape.needs if column not in places)
    found = ", ".join(cell.strip() for cell in rows[-above][:8] if cell.strip())
    rule = (
        f"is of a shape that is not known; nearest is {shape.name} ({shape.where}), but {lacks} is missing "
        f"(its headings: {found or 'none'}{', …' if len(rows[-above]) > 8 else ''}); "
        f"export that report, or write a map: xlq actuals --map-for {path.name}"
    )
    raise FileError(str(path), None, rule)
