"""A workbook as a file that says the same to every program: all its values calculated, titles of charts included."""

from __future__ import annotations

from xl_quadrant.engine.recalc import recalculate
from xl_quadrant.package.chart_titles import with_chart_titles
from xl_quadrant.package.parts import Package


def calculated(content: bytes, source: str) -> bytes:
    """
    Return a workbook with every value calculated anew, those that charts show as their titles included.

    Parameters
    ----------
    content : bytes
        The workbook.
    source : str
        What an error calls it.

    Returns
    -------
    bytes
        The whole file.
    """
    return with_chart_titles(Package(recalculate(content, source=source).package, source))
