"""The sheet that accounts for every row of every file: used, or left out with its reason."""

from __future__ import annotations

from typing import Final

from openpyxl.workbook import Workbook

from xl_quadrant.drawing.page import Page
from xl_quadrant.owner_report.figures import lines_high, put_figure, put_text
from xl_quadrant.records.measurement import Actuals

TITLE: Final = "What was read"


def draw(book: Workbook, found: Actuals) -> None:
    """
    Draw the sheet.

    Parameters
    ----------
    book : openpyxl.Workbook
        The workbook being built.
    found : Actuals
        The measured business.
    """
    page = Page(book, TITLE, {"A": 2, "B": 34, "C": 28, "D": 12, "E": 12, "F": 16, "G": 90, "H": 2})
    page.put("B1", TITLE, "title")
    page.sheet.row_dimensions[1].height = 30
    page.put("B2", "Rows in a file = rows used + rows left out, and so with the money", "subtitle")
    page.row(4, "B", ["File", "Taken for", "Became"], "header")
    page.row(4, "E", ["Rows", "Money"], "header right")
    page.row(4, "G", ["Why"], "header set off")
    row = 4
    for account in found.accounts:
        first = row + 1
        lines = [line for line in account.lines() if line[0] != "noted"]
        for became, line in [*lines, *(one for one in account.lines() if one[0] == "noted")]:
            row += 1
            why = "" if became == "used" else line.told()
            put_text(page, f"B{row}", account.file, "label")
            put_text(page, f"C{row}", account.shape, "label")
            put_text(page, f"D{row}", became, "label")
            put_figure(page, f"E{row}", line.rows, "count", "")
            money = sum(line.amounts().values()) if line.amounts() else None
            put_figure(page, f"F{row}", money, "money", found.currency, cents=True)
            put_text(page, f"G{row}", why, "script")
            page.sheet.row_dimensions[row].height = lines_high(why, 84)
        row += 1
        last = first + len(lines) - 1
        put_text(page, f"B{row}", account.file, "total label")
        put_text(page, f"C{row}", "in the file", "total label")
        page.put(f"D{row}", None, "total label")
        put_figure(page, f"E{row}", None, "count", "", look="output")
        page.sheet[f"E{row}"].value = f"=SUM(E{first}:E{last})"
        put_figure(page, f"F{row}", None, "money", found.currency, cents=True, look="output")
        if account.money():
            page.sheet[f"F{row}"].value = f'=IF(COUNT(F{first}:F{last}),SUM(F{first}:F{last}),"")'
    page.sheet.freeze_panes = "A5"
    page.print_on(f"A1:H{row}", landscape=True, pages_tall=0, repeat_rows="4:4")
