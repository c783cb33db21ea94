"""
The Poster sheet: the quadrant to hang on the wall, with offers, prices and target take rates, no costs and no margins.

Its type is 20 points on a page of A4, capitals 4.5 mm high: half as much again as the 3 mm that good eyes read at two metres.
"""

from __future__ import annotations

from typing import Final

from openpyxl.styles import Alignment
from openpyxl.workbook import Workbook

from xl_quadrant.client_book.contract import BLOCK_ROWS, offer_name
from xl_quadrant.drawing.page import MASTER, Page

TITLE: Final = "Poster"
UPPER, LOWER, ROW_HEIGHT, BAND_HEIGHT = 4, 13, 24.5, 28
LEFT, RIGHT = ("B", "C", "D"), ("F", "G", "H")
"""The columns of each half: name, price and take rate."""


def draw(book: Workbook) -> None:
    """
    Draw the sheet.

    Parameters
    ----------
    book : openpyxl.Workbook
        The workbook being built.
    """
    page = Page(book, TITLE, {"A": 1, "B": 40, "C": 20, "D": 11, "E": 2, "F": 40, "G": 20, "H": 11, "I": 1})
    _top(page)
    _offers(page, LEFT, UPPER, "products", "1 · Products", 1)
    _offers(page, RIGHT, UPPER, "services", "2 · Add-on services", 2)
    _prepay(page, LOWER)
    _offers(page, RIGHT, LOWER, "continuity", "4 · Continuity, a month", 4)
    page.print_on(f"A1:I{LOWER + BLOCK_ROWS}", landscape=True)


def _top(page: Page) -> None:
    """Write whose poster it is, and what a show brings today and at target."""
    page.put("B1", '=IF(in_client_name="","Our quadrant",in_client_name)', "poster title")
    page.put("H1", MASTER, "status")
    page.link("H1", "Checks!A1", MASTER, "status")
    page.status("H1")
    today, target = (f"out_cash_per_show_30_{scenario}" for scenario in ("today", "target"))
    amounts = (f"set_currency_sign&FIXED({name},0)" for name in (today, target))
    words = '"Each person who walks in brings "&{}&" in 30 days today. We go for "&{}&"."'.format(*amounts)
    page.put("B2", f'=IF(AND(ISNUMBER({today}),ISNUMBER({target})),{words},"")', "poster line")
    page.put("B3", '=IF(in_sample_note="","",in_sample_note)', "note line")
    for row, height in ((1, 34), (2, 32), (3, 15)):
        page.sheet.row_dimensions[row].height = height


def _band(page: Page, letters: tuple[str, str, str], row: int, heading: str, number: int) -> None:
    """Write the heading of a quadrant."""
    page.fill(f"{letters[0]}{row}:{letters[-1]}{row}", f"poster band {number}")
    page.put(f"{letters[0]}{row}", heading, f"poster band {number}")
    for letter, word in zip(letters[1:], ("price", "target"), strict=True):
        page.sheet[f"{letter}{row}"].value = word
        page.sheet[f"{letter}{row}"].alignment = Alignment(horizontal="right", vertical="center")
    page.sheet.row_dimensions[row].height = BAND_HEIGHT
    for line in range(row + 1, row + 1 + BLOCK_ROWS):
        page.sheet.row_dimensions[line].height = ROW_HEIGHT


def target_of(today: str, target: str) -> str:
    """
    Return the formula of what the target has; where it is blank, what today has.

    Parameters
    ----------
    today, target : str
        The formula of each.

    Returns
    -------
    str
        The formula.

    Examples
    --------
    >>> target_of("B1", "C1")
    'IF(C1="",B1,C1)'
    """
    return f'IF({target}="",{today},{target})'


def _offers(page: Page, letters: tuple[str, str, str], row: int, block: str, heading: str, number: int) -> None:
    """Draw a quadrant of offers: names, prices and take rates of the target."""
    _band(page, letters, row, heading, number)
    name_at, price_at, take_at = letters
    for line in range(row + 1, row + 1 + BLOCK_ROWS):
        at = f"ROWS($A${row + 1}:$A{line})"
        page.put(f"{name_at}{line}", f'=INDEX({offer_name(block, "name", "today")},{at})&""', "poster name")
        for letter, column, kind in ((price_at, "price", "money"), (take_at, "take_rate", "share")):
            today, target = (f"INDEX({offer_name(block, column, scenario)},{at})" for scenario in ("today", "target"))
            formula = f'=IF(${name_at}{line}="","",N({target_of(today, target)}))'
            page.put(f"{letter}{line}", formula, f"poster {kind}")


def _prepay(page: Page, row: int) -> None:
    """Draw the third quadrant: how a buyer can pay, and how many shall."""
    _band(page, LEFT, row, "3 · Prepay and financing", 3)
    name_at, price_at, take_at = LEFT
    price, down, count, discount, prepaid, financed = (
        f"calc_wanted_{field}"
        for field in (
            "core_price",
            "core_down_payment",
            "core_installments",
            "prepay_discount",
            "prepay_share",
            "financing_share",
        )
    )
    lines = (
        (f'"Prepay"&IF({discount}>0,", "&ROUND(100*{discount},1)&"% less","")', f"{price}*(1-{discount})", prepaid),
        ('"Our financing partner"', price, financed),
        (f'"Down today, then "&{count}&" payments"', down, f"({count}>0)*(1-{prepaid}-{financed})"),
    )
    for letter, kind in zip(LEFT, ("name", "money", "share"), strict=True):
        page.fill(f"{letter}{row + 1}:{letter}{row + BLOCK_ROWS}", f"poster {kind}")
    for line, (words, amount, share) in enumerate(lines, start=row + 1):
        page.put(f"{name_at}{line}", f'=IF(N({price})*{share}>0,{words},"")', "poster name")
        page.put(f"{price_at}{line}", f'=IF({name_at}{line}="","",{amount})', "poster money")
        page.put(f"{take_at}{line}", f'=IF({name_at}{line}="","",{share})', "poster share")
    package = "calc_wanted_core_name"
    last = row + BLOCK_ROWS
    page.put(f"{name_at}{last}", f'=IF(N({price})=0,"",IF({package}="","Our package",{package}))', "poster name")
    page.put(f"{price_at}{last}", f'=IF(N({price})=0,"",{price})', "poster money")
    page.put(f"{take_at}{last}", f'=IF(N({price})=0,"",calc_wanted_close_rate)', "poster share")
    page.put(
        f"{name_at}{last - 1}",
        "The package that all of it is added to; the target is of those who walk in",
        "note line",
    )
