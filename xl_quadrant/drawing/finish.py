"""From a drawn workbook to its file: charts with their alt texts, every formula with its value."""

from __future__ import annotations

import io
import re
from html import escape
from typing import Final

from openpyxl.workbook import Workbook

from xl_quadrant.client_book.client_workbook import calculated
from xl_quadrant.drawing.charts import alt_texts
from xl_quadrant.package.chart_titles import chart_parts
from xl_quadrant.package.parts import Package

_LABELS: Final = re.compile(rb'(<(?:\w+:)?numFmt formatCode="[^"]*")\s*/>')
"""The number format of data labels, which openpyxl cannot set apart from that of the cells."""
_CHART_FRAME: Final = re.compile(rb'(<(?:\w+:)?cNvPr id="\d+" name="Chart \d+")')


def finished(book: Workbook, source: str) -> bytes:
    """
    Return a drawn workbook as a file.

    Parameters
    ----------
    book : openpyxl.Workbook
        The workbook; its charts were put there by `charts.place`.
    source : str
        What an error calls it.

    Returns
    -------
    bytes
        An .xlsx package: charts carry their alt texts, and every formula its value.
    """
    stream = io.BytesIO()
    book.save(stream)
    package = Package(stream.getvalue(), source)
    changed: dict[str, bytes] = {}
    for sheet in book:
        for drawing in package.related(package.sheets[sheet.title], "drawing").values():
            changed[drawing] = _described(package.part(drawing), alt_texts(sheet))
    changed |= {chart: _LABELS.sub(rb'\1 sourceLinked="0"/>', package.part(chart)) for chart in chart_parts(package)}
    return calculated(package.replaced(changed), source)


def _described(drawing: bytes, texts: list[str]) -> bytes:
    """Return a drawing whose charts carry their alt texts."""
    waiting = iter(texts)
    return _CHART_FRAME.sub(lambda frame: frame[1] + f' descr="{escape(next(waiting))}"'.encode(), drawing)
