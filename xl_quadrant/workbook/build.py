"""The template, built by code: the same bytes each time, every formula with its value."""

from __future__ import annotations

import datetime
import io
from typing import Final

from openpyxl.workbook import Workbook
from openpyxl.workbook.properties import CalcProperties
from openpyxl.worksheet.protection import SheetProtection

from xl_quadrant import __version__
from xl_quadrant.workbook import checks, inputs, quadrant, results, start, timeline
from xl_quadrant.workbook.styles import add_styles

SHEETS: Final = ("Start", "Inputs", "Quadrant", "Results", "Timeline", "Checks")
BUILT: Final = datetime.datetime(2026, 1, 1)  # noqa: DTZ001 - a package stores local time without a zone


def draw_template() -> bytes:
    """
    Return the template as openpyxl writes it, without calculated values.

    Returns
    -------
    bytes
        An .xlsx package.
    """
    book = Workbook()
    book.remove(book["Sheet"])
    add_styles(book)
    for sheet in (inputs, quadrant, results, timeline, checks, start):
        sheet.draw(book)
    book._sheets.sort(key=lambda sheet: SHEETS.index(sheet.title))  # noqa: SLF001 - openpyxl has no public way to order
    for sheet in book:
        sheet.protection = SheetProtection(sheet=True, formatCells=False, formatColumns=False, formatRows=False)
    book.active = 0
    book.calculation = CalcProperties(fullCalcOnLoad=True)
    _describe(book)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _describe(book: Workbook) -> None:
    """Fill in the document properties."""
    properties = book.properties
    properties.title = "Cash flow quadrant"
    properties.subject = "Unit economics of a service business"
    properties.creator = properties.lastModifiedBy = "xl-quadrant"
    properties.description = f"xl-quadrant {__version__}"
    properties.keywords = "cash per show, lifetime value, quadrant"
    properties.created = BUILT
