"""
The template, built by code: the same bytes each time, every formula with its value.

``python -m xl_quadrant.workbook.build`` writes it where it is committed.
"""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from html import escape
from typing import Final

from openpyxl.workbook import Workbook
from openpyxl.workbook.properties import CalcProperties
from openpyxl.worksheet.protection import SheetProtection

from xl_quadrant import __version__
from xl_quadrant.templates_folder import templates_folder
from xl_quadrant.workbook import (
    channels,
    checks,
    choreography,
    fix_first,
    inputs,
    must_be_true,
    quadrant,
    results,
    sensitivity,
    start,
    timeline,
    tracker,
)
from xl_quadrant.workbook.chart_titles import chart_parts
from xl_quadrant.workbook.charts import alt_texts
from xl_quadrant.workbook.client_workbook import TEMPLATE_NAME, calculated
from xl_quadrant.workbook.files import write_bytes
from xl_quadrant.workbook.package import Package
from xl_quadrant.workbook.styles import add_styles

SHEETS: Final = (
    "Start", "Inputs", "Quadrant", "Results", "Timeline", "Fix first", "What must be true", "Sensitivity",
    "Channels", "Choreography", "Tracker", "Checks",
)  # fmt: skip
DRAWN: Final = (
    inputs, quadrant, results, timeline, fix_first, must_be_true, sensitivity, channels, choreography, tracker, checks,
    start,
)  # fmt: skip
"""The modules that draw a sheet each, in the order they are drawn: Start links to all that are there."""

BUILT: Final = datetime.datetime(2026, 1, 1)  # noqa: DTZ001 - a package stores local time without a zone
_FIRST_ZIP_TIME: Final = (1980, 1, 1, 0, 0, 0)
_MODIFIED: Final = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")
_LABELS: Final = re.compile(rb'(<(?:\w+:)?numFmt formatCode="[^"]*")\s*/>')
"""The number format of data labels, which openpyxl cannot set apart from that of the cells."""
_CHART_FRAME: Final = re.compile(rb'(<(?:\w+:)?cNvPr id="\d+" name="Chart \d+")')


def build_template() -> bytes:
    """
    Return the template: drawn, described, calculated, and the same bytes each time.

    Returns
    -------
    bytes
        An .xlsx package.
    """
    book = draw_template()
    stream = io.BytesIO()
    book.save(stream)
    package = Package(stream.getvalue(), TEMPLATE_NAME)
    changed = {"docProps/core.xml": _MODIFIED.sub(rb"\g<1>2026-01-01T00:00:00Z", package.part("docProps/core.xml"))}
    for sheet in book:
        for drawing in package.related(package.sheets[sheet.title], "drawing").values():
            changed[drawing] = _described(package.part(drawing), alt_texts(sheet))
    changed |= {chart: _LABELS.sub(rb'\1 sourceLinked="0"/>', package.part(chart)) for chart in chart_parts(package)}
    return _same_each_time(calculated(package.replaced(changed), TEMPLATE_NAME))


def draw_template() -> Workbook:
    """
    Return the template as openpyxl holds it, without calculated values.

    Returns
    -------
    openpyxl.Workbook
        Every sheet drawn and protected without a password.
    """
    book = Workbook()
    book.remove(book["Sheet"])
    add_styles(book)
    for page in DRAWN:
        page.draw(book)
    for position, title in enumerate(SHEETS):
        book.move_sheet(title, position - book.sheetnames.index(title))
    for title in SHEETS:
        book[title].protection = SheetProtection(sheet=True, formatCells=False, formatColumns=False, formatRows=False)
    book.active = 0
    book.calculation = CalcProperties(fullCalcOnLoad=True)
    _describe(book)
    return book


def _describe(book: Workbook) -> None:
    """Fill in the document properties."""
    properties = book.properties
    properties.title = "Cash flow quadrant"
    properties.subject = "Unit economics of a service business"
    properties.creator = properties.lastModifiedBy = "xl-quadrant"
    properties.description = f"xl-quadrant {__version__}"
    properties.keywords = "cash per show, lifetime value, quadrant"
    properties.created = BUILT


def _described(drawing: bytes, texts: list[str]) -> bytes:
    """Return a drawing whose charts carry their alt texts."""
    waiting = iter(texts)
    return _CHART_FRAME.sub(lambda frame: frame[1] + f' descr="{escape(next(waiting))}"'.encode(), drawing)


def _same_each_time(content: bytes) -> bytes:
    """Return a package without the time at which it was written."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(stream, "w") as copy:
        for entry in source.infolist():
            copy.writestr(zipfile.ZipInfo(entry.filename, _FIRST_ZIP_TIME), source.read(entry), zipfile.ZIP_DEFLATED)
    return stream.getvalue()


if __name__ == "__main__":
    write_bytes(templates_folder() / TEMPLATE_NAME, build_template(), force=True)
