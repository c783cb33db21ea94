"""The Workings sheet, the last one: what a calculation needs and no owner reads."""

from __future__ import annotations

from typing import Final

from openpyxl.workbook import Workbook

from xl_quadrant.business.currencies import CURRENCIES
from xl_quadrant.business.currency_sizes import AMOUNTS, currency_size
from xl_quadrant.business.model import CLIENT_FIELDS
from xl_quadrant.drawing.page import Page
from xl_quadrant.sheets import action_plan, choreography_words, published

TITLE: Final = "Workings"


def draw(book: Workbook) -> None:
    """
    Draw the sheet.

    Parameters
    ----------
    book : openpyxl.Workbook
        The workbook being built.
    """
    page = Page(book, TITLE, {"A": 2, "B": 38, "C": 52, "D:E": 14, "F": 2})
    page.heading(TITLE, "What the other sheets are calculated from", "E1")
    row = _currencies(page, _asked(page, 4) + 2)
    last = _though(page, row + 2)
    row = choreography_words.draw(page, last + 2)
    row = published.draw_list(page, row + 2)
    action_plan.draw_words(page, row + 2)
    page.sheet.freeze_panes = "A4"
    page.print_on(f"A1:F{last}", landscape=True, pages_tall=0)


def _asked(page: Page, row: int) -> int:
    """Write the amounts that a client asks about, at the size of the currency where they are blank; return the last row."""
    page.row(row, "B", ["What is asked", "Unit", "The talk's", "Used"], "header")
    fields = {field.name: field for field in CLIENT_FIELDS}
    for name, amount in AMOUNTS.items():
        row += 1
        page.put(f"B{row}", fields[name].label, "label")
        page.put(f"C{row}", fields[name].quantity.unit, "unit")
        page.put(f"D{row}", amount, "figure money")
        used = f'=IF(in_{name}="",D{row}*set_currency_size,in_{name})'
        page.figure(f"E{row}", used, "money", name=f"calc_{name}")
    return row


def _currencies(page: Page, row: int) -> int:
    """Write the currencies with their signs and sizes, and those of this client; return the last row."""
    page.row(row, "B", ["Currency", "Sign", "Size", "This client's"], "header")
    first, last = row + 1, row + len(CURRENCIES)
    found = f"MATCH(in_currency,B{first}:B{last},0)"
    page.put(f"E{first}", f'=IFERROR(INDEX(C{first}:C{last},{found}),in_currency&" ")', "figure general")
    page.put(f"E{first + 1}", f"=IFERROR(INDEX(D{first}:D{last},{found}),1)", "figure general")
    page.name("set_currency_sign", f"E{first}")
    page.name("set_currency_size", f"E{first + 1}")
    for offset, (code, symbol) in enumerate(CURRENCIES):
        page.put(f"B{first + offset}", code, "label")
        page.put(f"C{first + offset}", symbol, "label")
        page.put(f"D{first + offset}", currency_size(code), "figure general")
    return last


def _though(page: Page, row: int) -> int:
    """Write what is added to an answer of no, without and with enough cash, where * stands for it; return the last row."""
    page.row(row, "B", ["Added to an answer of no", "", "", ""], "header")
    words = ('=""', " in profit; cash of * would cover it")
    for line, text in enumerate(words, start=row + 1):
        page.put(f"B{line}", text, "label")
    page.name("lst_though", f"B{row + 1}:B{row + len(words)}")
    return row + len(words)
