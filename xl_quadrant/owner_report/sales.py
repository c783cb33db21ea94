"""The sheet of what is sold, what cards cost, and what each channel costs and brings."""

from __future__ import annotations

from typing import Final

from openpyxl.workbook import Workbook

from xl_quadrant.business.results import calculate
from xl_quadrant.drawing.page import Page
from xl_quadrant.drawing.styles import CHECK, OK
from xl_quadrant.errors import InvalidClient, XlQuadrantError
from xl_quadrant.owner_report.figures import put_figure, put_text
from xl_quadrant.records.measurement import Actuals

TITLE: Final = "Items and channels"
PAYS, TOO_DEAR, UNKNOWN = "pays for itself in 30 days", "costs more than 30 days bring", "–"


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
    page = Page(book, TITLE, {"A": 2, "B": 34, "C": 14, "D:H": 14, "I": 52, "J": 2})
    page.put("B1", TITLE, "title")
    page.sheet.row_dimensions[1].height = 30
    page.put("B2", "What each thing sold was taken for, with the money that stands on it", "subtitle")
    row = _items(page, found, 4)
    row = _channels(page, found, row + 2)
    page.print_on(f"A1:J{row}", landscape=True, pages_tall=0)


def _items(page: Page, found: Actuals, row: int) -> int:
    """Draw the things sold; return the last row."""
    page.row(row, "B", ["Sold", "Taken for"], "header")
    page.row(row, "D", ["Payments", "People", "Money", "Share", "Every days"], "header right")
    page.row(row, "I", ["Why"], "header set off")
    first, last = row + 1, row + len(found.items)
    for item in found.items.values():
        row += 1
        put_text(page, f"B{row}", item.name or "(no name)", "label")
        put_text(page, f"C{row}", item.kind.replace("_", " "), "label")
        put_figure(page, f"D{row}", item.payments, "count", "")
        put_figure(page, f"E{row}", item.buyers, "count", "")
        put_figure(page, f"F{row}", item.money, "money", found.currency)
        page.put(f"G{row}", f'=IF(SUM(F${first}:F${last})>0,F{row}/SUM(F${first}:F${last}),"")', "figure share")
        put_figure(page, f"H{row}", item.every_days or None, "days", "")
        put_text(page, f"I{row}", item.how, "label set off")
    if not found.items:
        row += 1
        page.put(f"B{row}", "There are no payments in these files.", "note line")
    return row


def _channels(page: Page, found: Actuals, row: int) -> int:
    """Draw the channels; return the last row."""
    page.row(row, "B", ["Channel"], "header")
    page.row(row, "C", ["Spend", "Leads", "Shows", "Buyers", "Cost per lead", "Cost per show"], "header right")
    page.row(row, "I", ["Verdict"], "header set off")
    most = _most(found)
    for channel in found.funnel.channels.to_dict("records"):
        row += 1
        put_text(page, f"B{row}", str(channel["channel"]), "label")
        put_figure(page, f"C{row}", channel["spend"], "money", found.currency)
        for letter, name in (("D", "leads"), ("E", "shows"), ("F", "buyers")):
            put_figure(page, f"{letter}{row}", channel[name], "count", "")
        for letter, name in (("G", "cost_per_lead"), ("H", "cost_per_show")):
            put_figure(page, f"{letter}{row}", channel[name], "money", found.currency, cents=True)
        cost = channel["cost_per_show"]
        verdict = UNKNOWN if most is None or cost != cost else PAYS if cost <= most else TOO_DEAR
        put_text(page, f"I{row}", verdict, "label set off")
        page.colour_words(f"I{row}", {PAYS: OK, TOO_DEAR: CHECK})
    row += 1
    told = (
        "Shows by the source that the appointments name; a channel whose shows name no source looks dearer than it is."
    )
    page.put(f"B{row}", told, "note line")
    return row


def _most(found: Actuals) -> float | None:
    """Return the most that a show may cost to pay for itself in 30 days; None if the client file is not complete."""
    try:
        return float(calculate(found.client.today)["max_cost_per_show_30"])
    except (InvalidClient, XlQuadrantError):
        return None
