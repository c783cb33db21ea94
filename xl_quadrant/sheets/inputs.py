"""The Inputs sheet: the client, the funnel, front end, core package and costs, today and target side by side."""

from __future__ import annotations

from openpyxl.workbook import Workbook

from xl_quadrant.business.currencies import AMOUNTS
from xl_quadrant.business.model import CLIENT_FIELDS, FIELDS, OFFER_BLOCKS, InputField
from xl_quadrant.business.texts import Text
from xl_quadrant.client_book.contract import BLOCK_ROWS, SCENARIOS, input_name, offer_name
from xl_quadrant.client_book.conventions import CONVENTIONS
from xl_quadrant.drawing.page import Page
from xl_quadrant.sheets import published
from xl_quadrant.sheets.quadrant import ON_INPUTS

TITLE = "Inputs"
COLUMNS = {"today": "D", "target": "E"}
FOUR_LINES = 60
FIVE_LINES = 75
ON_QUADRANT = ("Prepay", "Financing")
"""Sections that an owner fills in on the Quadrant page, in its third quadrant."""


def draw(book: Workbook) -> None:
    """
    Draw the sheet.

    Parameters
    ----------
    book : openpyxl.Workbook
        The workbook being built.
    """
    page = Page(book, TITLE, {"A": 2, "B": 34, "C": 26, "D:E": 26, "F": 66, "G": 50, "H": 2})
    page.heading(TITLE, "What goes in: today as it is, target as it could be", "G1")
    page.sample_note("B3:F3")
    row = _client(page, 5)
    last_input = _continuity(page, _asked(page, _fields(page, row + 1) + 2) + 2)
    _prepared(page)
    conventions = published.draw_shown(page, last_input + 2) + 2
    last = _conventions(page, conventions)
    starts = [cell.row for cell in page.sheet["B"] if cell.style == "xlq header"]
    page.break_between(starts, f"H{last}")
    page.sheet.freeze_panes = "A5"
    page.print_on(f"A1:H{last}", landscape=True, pages_tall=0)


def _client(page: Page, row: int) -> int:
    """Draw the client's own fields and return the last row."""
    page.row(row, "B", ["Client", "Unit", "Value", None, "What it means", None], "header")
    page.fill(f"F{row}:G{row}", "header set off")
    for field in (field for field in CLIENT_FIELDS if field.name not in AMOUNTS):
        row += 1
        _label(page, row, field)
        kind = ("text" if field.required else "name") if isinstance(field.quantity, Text) else None
        page.input(f"D{row}", field.quantity, field.label, name=f"in_{field.name}", kind=kind)
        page.put(f"E{row}", None, "unit")
        if kind == "text":
            page.sheet.row_dimensions[row].height = FIVE_LINES
        if field.default:
            page.sheet[f"D{row}"].value = field.default
    row += 1
    page.put(f"B{row}", "Where the figures come from", "label")
    page.put(f"C{row}", "note", "unit")
    page.input(f"D{row}", Text("note", longest=120), "Where the figures come from", name="in_sample_note")
    page.put(f"E{row}", None, "unit")
    page.put(f"F{row}", "Filled in when the figures are samples. Clear it once they are your own.", "note line")
    page.sheet.row_dimensions[row].height = FOUR_LINES
    return row + 1


def _fields(page: Page, row: int) -> int:
    """Draw every field of a scenario that is not on the Quadrant page, under its section; return the last row."""
    section = None
    for field in FIELDS:
        if field.section in ON_QUADRANT:
            continue
        if field.section != section:
            row += 1 if section else 0
            page.row(
                row,
                "B",
                [field.section, "Unit", "Today", "Target", "What it means", "Published, of this industry"],
                "header",
            )
            for column in COLUMNS.values():
                page.sheet[f"{column}{row}"].style = "xlq header right"
            page.fill(f"F{row}:G{row}", "header set off")
            section = field.section
            row += 1
        _label(page, row, field)
        page.put(f"G{row}", published.beside(field.name), "note line")
        if isinstance(field.quantity, Text):
            page.sheet.row_dimensions[row].height = FOUR_LINES
        for scenario in SCENARIOS:
            cell = f"{COLUMNS[scenario]}{row}"
            label = f"{field.label}, {scenario}"
            page.input(cell, field.quantity, label, name=input_name(field.name, scenario))
            if field.default and scenario == "today":
                page.sheet[cell].value = field.default
        row += 1
    return row - 1


def _asked(page: Page, row: int) -> int:
    """Draw what the client asks about: door prices and the wanted cash, with what is used where one is blank."""
    page.row(row, "B", ["Door prices", "Unit", "Value", "Used", "What it means", None], "header")
    for column in "DE":
        page.sheet[f"{column}{row}"].style = "xlq header right"
    page.fill(f"F{row}:G{row}", "header set off")
    for field in (field for field in CLIENT_FIELDS if field.name in AMOUNTS):
        row += 1
        _label(page, row, field)
        page.input(f"D{row}", field.quantity, field.label, name=f"in_{field.name}")
        page.figure(f"E{row}", f"=calc_{field.name}", "money", look="link")
    return row


def _continuity(page: Page, row: int) -> int:
    """Draw, offer by offer, what the Quadrant page has no room for; return the last row."""
    block = next(block for block in OFFER_BLOCKS if block.name == "continuity")
    for field in (column for column in block.columns if column.name in ON_INPUTS):
        page.row(
            row,
            "B",
            [f"{block.label}: {field.label.lower()}", "Unit", "Today", "Target", field.note, None],
            "header",
        )
        for column in COLUMNS.values():
            page.sheet[f"{column}{row}"].style = "xlq header right"
        page.fill(f"F{row}:G{row}", "header set off")
        first, last = row + 1, row + BLOCK_ROWS
        for line in range(first, last + 1):
            named = f"INDEX(in_{block.name}_name,ROWS(C${first}:C{line}))"
            page.put(f"B{line}", f"{block.label} {line - row} {field.label.lower()}", "label")
            page.put(f"C{line}", field.quantity.unit, "unit")
            page.put(f"F{line}", f'=IF({named}="","",{named})', "note line")
        for scenario in SCENARIOS:
            area = f"{COLUMNS[scenario]}{first}:{COLUMNS[scenario]}{last}"
            name = offer_name(block.name, field.name, scenario)
            page.input(area, field.quantity, f"{field.label}, {scenario}", name=name)
        row = last + 2
    return row - 2


def _label(page: Page, row: int, field: InputField) -> None:
    """Write the label, unit and note of a field."""
    page.put(f"B{row}", field.label + (" *" if field.required else ""), "label")
    page.put(f"C{row}", field.quantity.unit, "unit")
    page.put(f"F{row}", field.note, "note line")


def _prepared(page: Page) -> None:
    """Say what the star means and where the rest is filled in."""
    page.put("B4", "* needed. The offers, prepay and financing are filled in on the Quadrant page.", "note line")


def _conventions(page: Page, row: int) -> int:
    """Write the fixed numbers that formulas refer to; return the last row."""
    page.row(row, "B", ["Conventions", "Unit", "Value", None, "What it decides", None], "header")
    page.fill(f"F{row}:G{row}", "header set off")
    for convention in CONVENTIONS:
        row += 1
        page.put(f"B{row}", convention.label, "label")
        page.put(f"C{row}", convention.unit, "unit")
        page.put(f"D{row}", convention.value, f"figure {convention.kind}")
        page.put(f"E{row}", None, "unit")
        page.put(f"F{row}", convention.note, "note line")
        page.name(convention.name, f"D{row}")
    return row
