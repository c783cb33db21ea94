"""
The template, built by code: the same bytes each time, every formula with its value.

``python -m xl_quadrant.sheets.build`` writes it where it is committed.
"""

from __future__ import annotations

from typing import Final

from openpyxl.workbook import Workbook
from openpyxl.workbook.properties import CalcProperties
from openpyxl.worksheet.protection import SheetProtection

from xl_quadrant.client_book.client_workbook import TEMPLATE_NAME
from xl_quadrant.clients.templates_folder import templates_folder
from xl_quadrant.drawing.finish import finished
from xl_quadrant.drawing.styles import add_styles
from xl_quadrant.package.files import write_bytes
from xl_quadrant.package.reproducible import describe, same_each_time
from xl_quadrant.sheets import (
    action_plan,
    channels,
    checks,
    choreography,
    fix_first,
    inputs,
    must_be_true,
    poster,
    quadrant,
    results,
    sensitivity,
    start,
    timeline,
    tracker,
    workings,
)

SHEETS: Final = (
    "Start", "Inputs", "Quadrant", "Poster", "Action plan", "Results", "Timeline", "Fix first", "What must be true", "Sensitivity",
    "Channels", "Choreography", "Tracker", "Checks", "Workings",
)  # fmt: skip
DRAWN: Final = (
    inputs, quadrant, poster, action_plan, results, timeline, fix_first, must_be_true, sensitivity, channels, choreography, tracker, checks,
    workings, start,
)  # fmt: skip
"""The modules that draw a sheet each, in the order they are drawn: Start links to all that are there."""


def build_template() -> bytes:
    """
    Return the template: drawn, described, calculated, and the same bytes each time.

    Returns
    -------
    bytes
        An .xlsx package.
    """
    return same_each_time(finished(draw_template(), TEMPLATE_NAME))


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
    describe(
        book, "Cash flow quadrant", "Unit economics of a service business", "cash per show, lifetime value, quadrant"
    )
    return book


if __name__ == "__main__":
    write_bytes(templates_folder() / TEMPLATE_NAME, build_template(), force=True)
