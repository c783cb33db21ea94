"""The Start sheet: what this is, five steps, linked contents, colour key, sign convention, version and date."""

from __future__ import annotations

from typing import Final

from openpyxl.styles import Protection
from openpyxl.workbook import Workbook

from xl_quadrant import __version__
from xl_quadrant.drawing.page import Page

TITLE = "Start"

STEPS: Final = (
    "Inputs: fill in the funnel, front end, core package and costs, as they are today and as you want them to be.",
    "Quadrant: fill in what you sell on top: products, add-on services, prepay and financing, continuity.",
    "Checks: everything should say OK. If something says CHECK, it tells you where to look.",
    "Results and Fix first: read what a show brings, what you can pay for the next one, and which lever brings most.",
    "Action plan: write who moves the first three levers, and by when. Hang up the Poster; count every week.",
)
TALK: Final = "https://www.youtube.com/watch?v=-UvmyixFszw"
PURPOSES: Final = {
    "Inputs": "Funnel, front end, core package, payment terms and costs, today and target side by side",
    "Quadrant": "The page you fill in and print: four ways to make more from each show",
    "Poster": "The quadrant to hang on the wall: offers, prices and targets, no costs",
    "Action plan": "One page for Monday: does a show pay for itself, three levers, who, by when, what to count",
    "Results": "Cash per show, lifetime value, what you can pay, and how the money adds up",
    "Timeline": "24 months of buyers, members and cash, against the revenue ceiling",
    "Fix first": "Each lever alone from today to target, ranked by what it brings",
    "What must be true": "What each single lever must become for the cash per show you want",
    "Sensitivity": "How the figures move with close rate, price, churn and take rate",
    "Channels": "What each channel costs, and what it can be paid out of",
    "Choreography": "Who says what when: the sales script as handoffs",
    "Tracker": "One row for each show, and your real rates beside the plan",
    "Checks": "What must hold for the figures to be right",
    "Workings": "What the other sheets are calculated from; nothing to fill in",
}
COLOURS: Final = (
    ("xlq input general", "Type here"),
    ("xlq figure general", "Calculated; locked, without a password"),
    ("xlq output general", "A result"),
    ("xlq link general", "Taken from another sheet"),
)


def draw(book: Workbook) -> None:
    """
    Draw the sheet.

    Parameters
    ----------
    book : openpyxl.Workbook
        The workbook being built; its other sheets are already drawn.
    """
    page = Page(book, TITLE, {"A": 2, "B": 24, "C": 88, "D": 14, "E": 2})
    page.heading("Cash flow quadrant", "What each person who walks in is worth", "D1")
    page.sample_note("B3:D3")
    row = _paragraph(page, 5, "What this is", (
        "Alex Hormozi’s talk on the cash flow quadrant asks owners one thing: could you pay 100, or 200, to get one person in the door?",
        "Most who could not take it for a problem of marketing. More often each person who walks in brings too little to pay for the next.",
        "This workbook answers with your figures: what a show (a person who turns up) brings in 30, 60 and 90 days and over a lifetime,",
        "what you can therefore pay for the next one, where revenue levels off, and what to mend first.",
    ))  # fmt: skip
    page.web_link(f"B{row}", TALK, "The talk: 4 Steps to Maximizing Revenue Generated Per Customer")
    row += 1
    row = _paragraph(
        page, row + 1, "Five steps", tuple(f"{number}. {step}" for number, step in enumerate(STEPS, start=1))
    )
    page.row(row + 1, "B", ["Contents", "What it is for", None], "header")
    row += 1
    for sheet in book.sheetnames:
        if sheet in PURPOSES:
            row += 1
            page.link(f"B{row}", f"'{sheet}'!A1", sheet)
            page.put(f"C{row}", PURPOSES[sheet], "label")
            page.put(f"D{row}", None, "label")
    page.row(row + 2, "B", ["Colours", "What they mean", None], "header")
    row += 2
    for style, meaning in COLOURS:
        row += 1
        page.put(f"B{row}", "1,234", style.removeprefix("xlq ")).protection = Protection(locked=True)
        page.put(f"C{row}", meaning, "label")
        page.put(f"D{row}", None, "label")
    facts = (
        ("Signs", "Money that comes in is positive, money that goes out is subtracted where a line says so. A dash is zero, or not filled in yet."),
        ("Basis", "Every amount says what it is per: lead, booking, show, buyer or month. Per show = per buyer × close rate."),
        ("Cash, profit", "Cash is what reaches the bank after fees and refunds. Profit is cash less the cost of goods, delivery and commission."),
        ("Horizon", "30 days means days 0 to 29; a payment on day 30 counts in the next month. A month is 30 days."),
    )  # fmt: skip
    row = _paragraph(page, row + 2, "Good to know", tuple(f"{title}: {text}" for title, text in facts))
    page.row(row + 1, "B", ["Version", "xl-quadrant " + __version__, None], "label")
    page.put(f"B{row + 2}", "Date", "label")
    page.figure(f"C{row + 2}", '=IF(in_date="","",in_date)', "date")
    page.put(f"D{row + 2}", None, "label")
    page.row(row + 3, "B", ["Prepared by", '=IF(in_prepared_by="","",in_prepared_by)', None], "label")
    page.print_on(f"A1:E{row + 3}", landscape=True)


def _paragraph(page: Page, row: int, heading: str, lines: tuple[str, ...]) -> int:
    """Write a heading and lines under it; return the row after."""
    page.row(row, "B", [heading, None, None], "header")
    for line in lines:
        row += 1
        page.put(f"B{row}", line, "plain")
    return row + 1
