"""The sheet that says which workbooks are no part of a portfolio, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from openpyxl.cell.cell import TYPE_STRING
from openpyxl.workbook import Workbook
from openpyxl.worksheet.table import Table

from xl_quadrant.drawing.page import Page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xl_quadrant.portfolio.one_workbook import Unread

TITLE: Final = "Not read"


def draw(book: Workbook, unread: Sequence[Unread]) -> None:
    """
    Draw the sheet.

    Parameters
    ----------
    book : openpyxl.Workbook
        The workbook being built.
    unread : sequence of Unread
        The workbooks.
    """
    page = Page(book, TITLE, {"A": 2, "B": 50, "C": 16, "D": 100, "E": 2})
    page.put("B1", TITLE, "title")
    page.sheet.row_dimensions[1].height = 30
    page.put("B2", "Workbooks that are no part of this portfolio" if unread else "Every workbook was read", "subtitle")
    last = 4
    if unread:
        page.row(4, "B", ["File", "What it is", "What is wrong, and what to do"], "header left")
        for last, one in enumerate(unread, start=5):
            for letter, text in (("B", one.file), ("C", one.kind), ("D", one.reason)):
                page.put(f"{letter}{last}", printable(text), "text").data_type = TYPE_STRING
        page.sheet.add_table(Table(displayName="NotRead", ref=f"B4:D{last}"))
        page.sheet.freeze_panes = "A5"
    page.print_on(f"A1:E{last}", landscape=True, pages_tall=0, repeat_rows="4:4")


def printable(text: str) -> str:
    r"""
    Return a text as a cell can hold it.

    Parameters
    ----------
    text : str
        The name of a file, or what it holds, as somebody else has written it.

    Returns
    -------
    str
        The same with ? for what no cell can show.

    Examples
    --------
    >>> printable("a\x07b\nc")
    'a?b\nc'
    """
    return "".join(sign if sign.isprintable() or sign == "\n" else "?" for sign in text)
