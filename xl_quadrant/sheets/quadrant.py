"""The Quadrant sheet: the page owners fill in, a true two by two on one landscape page, made to hang on the wall."""

from __future__ import annotations

from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook

from xl_quadrant.business.metrics import METRICS
from xl_quadrant.business.model import FIELDS, OFFER_BLOCKS, OfferBlock
from xl_quadrant.business.texts import Text
from xl_quadrant.client_book.contract import BLOCK_ROWS, SCENARIOS, input_name, offer_name, output_name
from xl_quadrant.drawing.page import Page, kind_of

TITLE = "Quadrant"
LEFT, RIGHT = 2, 14
"""The first column of each half: a name and ten figures, five pairs of today and target."""
ON_INPUTS = ("early_payments", "later_churn", "every_days", "members")
"""Columns of continuity that the page has no room for; they stand on the Inputs sheet."""

PAIRS = 5
ROW_HEIGHT = 22

FRONT_TOP = 5
UPPER_TOP = 12
LOWER_TOP = 25
FOOT_TOP = 38
LAST_ROW = FOOT_TOP + 6

IDEAS = {
    "products": "1 · Products: what they need at home, sold on the spot",
    "services": "2 · Add-on services: the menu of what else you do",
    "prepay": "3 · Prepay and financing: tomorrow's cash, today",
    "continuity": "4 · Continuity: the upsell, downsold to a monthly plan",
}


def draw(book: Workbook) -> None:
    """
    Draw the sheet.

    Parameters
    ----------
    book : openpyxl.Workbook
        The workbook being built.
    """
    page = Page(book, TITLE, {"A": 2, "B": 37, "C:L": 9.5, "M": 2, "N": 37, "O:X": 9.5, "Y": 2})
    page.heading("Cash flow quadrant", "Four ways to make more from each person who walks in", "X1")
    page.sheet.column_dimensions["X"].width = 18
    page.sample_note("B3:L3")
    _headlines(page)
    _linked_section(page, LEFT, "Front end", "Front end: what brings them in")
    _linked_section(page, RIGHT, "Core package", "Core package: what they buy")
    page.put(at(RIGHT + 5, FRONT_TOP), "=val_core_name_today", "header set off")
    blocks = {block.name: block for block in OFFER_BLOCKS}
    _offers(page, LEFT, UPPER_TOP, blocks["products"], 1)
    _offers(page, RIGHT, UPPER_TOP, blocks["services"], 2)
    _prepay(page, LEFT, LOWER_TOP)
    _offers(page, RIGHT, LOWER_TOP, blocks["continuity"], 4)
    _foot(page)
    for row in range(FRONT_TOP, LAST_ROW + 1):
        page.sheet.row_dimensions[row].height = ROW_HEIGHT
    page.print_on(f"A1:Y{LAST_ROW}", landscape=True)
    page.owners_page("quadrant", f"A1:Y{LAST_ROW}")


def _headlines(page: Page) -> None:
    """Say in a sentence each what a show brings today and at target."""
    for row, scenario, opening in ((1, "today", "Today a show brings "), (2, "target", "The target: ")):
        month, life = (output_name(f"cash_per_show_{end}", scenario) for end in ("30", "life"))
        amounts = "&".join(
            [
                f'set_currency_sign&FIXED({month},0)&" in 30 days, "',
                f'set_currency_sign&FIXED({life},0)&" over a lifetime"',
            ]
        )
        page.put(at(RIGHT, row), f'=IF(ISNUMBER({life}),"{opening}"&{amounts},"")', f"headline {scenario}")


def at(column: int, row: int) -> str:
    """Return the address of a cell."""
    return f"{get_column_letter(column)}{row}"


def _band(page: Page, column: int, row: int, text: str, style: str) -> None:
    """Write a heading across one half of the page."""
    page.fill(f"{at(column, row)}:{at(column + 2 * PAIRS, row)}", style)
    page.put(at(column, row), text, style)


def _pair_headings(page: Page, column: int, row: int, labels: list[str]) -> None:
    """Write a heading over each pair of columns, and Today and Target under it."""
    for pair, label in enumerate(labels):
        first = column + 1 + 2 * pair
        across = "section across" if label else "section"
        page.put(at(first, row), label or None, across)
        page.put(at(first + 1, row), None, across)
        page.put(at(first, row + 1), "Today" if label else None, "section right")
        page.put(at(first + 1, row + 1), "Target" if label else None, "section right")


def _linked_section(page: Page, column: int, section: str, heading: str) -> None:
    """Show one section of the Inputs sheet."""
    _band(page, column, FRONT_TOP, heading, "header")
    page.put(at(column + 2, FRONT_TOP), "Today", "header right")
    page.put(at(column + 4, FRONT_TOP), "Target", "header right")
    shown = (field for field in FIELDS if field.section == section and not isinstance(field.quantity, Text))
    for offset, field in enumerate(shown, start=1):
        row = FRONT_TOP + offset
        page.put(at(column, row), field.label, "label")
        kind = kind_of(field.quantity)
        for scenario, first in zip(SCENARIOS, (column + 1, column + 3), strict=True):
            kind = "general" if kind == "word" else kind
            page.put(at(first, row), None, "label")
            page.figure(at(first + 1, row), f"=val_{field.name}_{scenario}", kind, look="link")
        page.put(at(column + 5, row), field.note, "note line")


def _offers(page: Page, column: int, row: int, block: OfferBlock, number: int) -> None:
    """Draw a quadrant of offers: its idea, its rows, what each row adds, and the total per show."""
    _band(page, column, row, IDEAS[block.name], f"quadrant {number}")
    inputs = [column for column in block.columns[1:] if column.name not in ON_INPUTS]
    sums = [] if block.name == "continuity" else ["Cash per show", "Profit per show"]
    headings = [*(_short(field.label) for field in inputs), *sums]
    page.put(at(column, row + 1), block.columns[0].label, "section")
    page.put(at(column, row + 2), None, "section")
    _pair_headings(page, column, row + 1, headings)
    first, last = row + 3, row + 2 + BLOCK_ROWS
    names = f"{at(column, first)}:{at(column, last)}"
    name = offer_name(block.name, "name", "today")
    page.input(names, block.columns[0].quantity, f"{block.label}: name", name=name, kind="name")
    for pair, field in enumerate(inputs):
        for offset, scenario in enumerate(SCENARIOS, start=1):
            letter = column + 2 * pair + offset
            area = f"{at(letter, first)}:{at(letter, last)}"
            name = offer_name(block.name, field.name, scenario)
            page.input(area, field.quantity, f"{field.label}, {scenario}", name=name)
    for scenario_at, scenario in enumerate(SCENARIOS) if sums else ():
        for line in range(first, last + 1):
            price, cost, take = (at(column + 1 + 2 * pair + scenario_at, line) for pair in range(3))
            sold = f"val_close_rate_{scenario}*{take}"
            cash = f'=IF({price}="","",{sold}*{price}*calc_kept_{scenario})'
            profit = f'=IF({price}="","",{sold}*({price}*(calc_kept_{scenario}-val_costs_commission_rate_{scenario})-{cost}))'
            page.figure(at(column + 7 + scenario_at, line), cash, "money")
            page.figure(at(column + 9 + scenario_at, line), profit, "money")
    _total(page, column, last + 1, block.name)


def _total(page: Page, column: int, row: int, part: str) -> None:
    """Write what a quadrant adds to cash per show, within 30 days and over a lifetime."""
    page.fill(f"{at(column, row)}:{at(column + 2 * PAIRS, row)}", "total label")
    page.put(at(column, row), "Adds to cash per show", "total label")
    for label, time, first in (("in 30 days", "30", column + 3), ("lifetime", "life", column + 7)):
        page.put(at(first - 2, row), label, "total label set off")
        for offset, scenario in enumerate(SCENARIOS):
            name = output_name(f"{part}_{time}", scenario)
            page.figure(at(first + offset, row), f"={name}", "money", look="output")


def _prepay(page: Page, column: int, row: int) -> None:
    """Draw the third quadrant: shares and fees, and what they draw forward and cost."""
    _band(page, column, row, IDEAS["prepay"], "quadrant 3")
    page.put(at(column, row + 1), "Offer", "section")
    page.put(at(column, row + 2), None, "section")
    _pair_headings(page, column, row + 1, ["Terms", *[""] * (PAIRS - 1)])
    fields = [field for field in FIELDS if field.section in ("Prepay", "Financing")]
    line = row + 2
    for field in fields:
        line += 1
        page.put(at(column, line), field.label, "label")
        for offset, scenario in enumerate(SCENARIOS, start=1):
            cell = at(column + offset, line)
            page.input(cell, field.quantity, f"{field.label}, {scenario}", name=input_name(field.name, scenario))
            if field.default and scenario == "today":
                page.sheet[cell].value = field.default
        page.put(at(column + 3, line), field.note, "note line")
    worked = (
        (
            "Price when prepaid",
            "calc_prepaid_price_{0}",
            "What a buyer who prepays hands over today.",
        ),
        (
            "Paid on the day otherwise",
            "calc_paid_at_once_{0}",
            "The down payment, or the price where there are no installments.",
        ),
        (
            "Average paid on the day",
            "calc_core_mixed_0_{0}",
            "Per buyer, after fees: prepaid, financed and the rest together.",
        ),
    )
    for label, formula, note in worked:
        line += 1
        page.put(at(column, line), label, "label")
        for offset, scenario in enumerate(SCENARIOS, start=1):
            page.figure(
                at(column + offset, line), f'=IF(calc_ready_{scenario},{formula.format(scenario)},"–")', "money"
            )
        page.put(at(column + 3, line), note, "note line")
    _total(page, column, row + 3 + BLOCK_ROWS, "prepay")


def _foot(page: Page) -> None:
    """Write what it all comes to, per show on the left and per buyer and month on the right."""
    halves = (
        (LEFT, "Per show", ("cash_per_show_30", "cash_per_show_life", "profit_per_show_30", "cost_per_show",
                            "max_cost_per_show_30", "max_cost_per_show_2x")),
        (RIGHT, "Per buyer and per month", ("cash_per_buyer_30", "cash_per_buyer_life", "cac", "ltgp_to_cac",
                                            "payback_month", "revenue_ceiling")),
    )  # fmt: skip
    metrics = {metric.name: metric for metric in METRICS}
    for column, heading, names in halves:
        _band(page, column, FOOT_TOP, heading, "header")
        page.put(at(column + 2, FOOT_TOP), "Today", "header right")
        page.put(at(column + 4, FOOT_TOP), "Target", "header right")
        for row, name in enumerate(names, start=FOOT_TOP + 1):
            metric = metrics[name]
            page.put(at(column, row), metric.label, "label")
            for scenario, first in zip(SCENARIOS, (column + 1, column + 3), strict=True):
                page.put(at(first, row), None, "label")
                page.figure(at(first + 1, row), f"={output_name(name, scenario)}", metric.kind, look="output")
            page.put(at(column + 5, row), metric.note, "note line")


def _short(label: str) -> str:
    """Return a label short enough to stand over two columns."""
    return {
        "First payment on day": "Starts on day",
        "Monthly price": "Price a month",
        "Monthly cost": "Cost a month",
        "Monthly churn": "Churn a month",
    }.get(label, label)
