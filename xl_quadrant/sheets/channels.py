"""The Channels sheet: what a show costs through each channel, and what it can be paid out of, today and in the target."""

from __future__ import annotations

from typing import Final

from openpyxl.workbook import Workbook

from xl_quadrant.business.channels import TALK_CHANNELS, VERDICTS, Channel
from xl_quadrant.client_book.contract import CHANNEL_ROWS, SCENARIOS, output_name
from xl_quadrant.drawing.page import Page
from xl_quadrant.drawing.styles import CHECK, OK, WARNING

TITLE: Final = "Channels"
NOT_KNOWN: Final = '"–"'
PROFITS: Final = (
    ("on the day", "profit_per_show_0"),
    ("in 30 days", "profit_per_show_30"),
    ("lifetime", "profit_per_show_life"),
)
"""What a show brings by the time a channel could be paid."""

PROFIT_ROW: Final = 4
HEADING_ROW: Final = 10
FIRST_ROW: Final = HEADING_ROW + 3
LAST_ROW: Final = FIRST_ROW + CHANNEL_ROWS - 1
VERDICT_ROW: Final = LAST_ROW + 2

INPUTS: Final = dict(zip("BCDEF", Channel.model_fields, strict=True))
RATES: Final = {"E": "R", "F": "S"}
"""The booking and show rates a channel is given, and the columns of those it is calculated with."""

COST: Final = "G"
COLUMNS: Final = {"today": ("H", "I", "J"), "target": ("K", "L", "M")}
"""Cost per buyer, ratio and verdict of each scenario."""

LOGGED: Final = (("logged_shows", "Shows", "whole"), ("logged_close_rate", "Close rate", "share"),
                 ("logged_cash_per_show", "Cash per show", "money"))  # fmt: skip
MEANINGS: Final = (
    "Profit on the day covers the cost. Spend as much here as you have hands to serve.",
    "Profit within 30 days covers the cost. Spend what a month's wait allows.",
    "It pays back, but later than 30 days. It needs cash from elsewhere to bridge the wait.",
    "A show brings less than it costs, however long you wait. Mend the quadrant, or the price of the channel.",
)
"""What each of VERDICTS means for the owner."""


def draw(book: Workbook) -> None:
    """
    Draw the sheet.

    Parameters
    ----------
    book : openpyxl.Workbook
        The workbook being built.
    """
    widths = {"A": 2, "B": 32, "C:F": 12, "G:H": 14, "I": 12, "J": 18, "K": 12.5, "L": 12, "M": 18, "N:O": 10.5,
              "P": 14, "Q": 2, "R:S": 14}  # fmt: skip
    page = Page(book, TITLE, widths)
    page.heading(TITLE, "What each way in costs, and what it can be paid out of", "P1")
    _profits(page)
    _headings(page)
    _all_leads(page)
    for letter, (column, field) in zip(INPUTS, Channel.model_fields.items(), strict=True):
        kind = "name" if letter == "B" else None
        area, name = f"{letter}{FIRST_ROW}:{letter}{LAST_ROW}", f"in_channels_{column}"
        page.input(area, field.metadata[0], str(field.title), name=name, kind=kind, note=str(field.description))
    for row in range(FIRST_ROW, LAST_ROW + 1):
        page.sheet.row_dimensions[row].height = 22
        _costs(page, row)
        _judge(page, row)
        _logged(page, row)
    for row, name in enumerate(TALK_CHANNELS, start=FIRST_ROW):
        page.sheet[f"B{row}"].value = name
    _name_outputs(page)
    _verdicts(page)
    page.sheet.freeze_panes = f"C{FIRST_ROW - 1}"
    page.print_on(f"A1:Q{VERDICT_ROW + len(VERDICTS) + 2}", landscape=True)


def _profits(page: Page) -> None:
    """Show what a show brings, which is what every verdict compares with, and how many channels that pays for."""
    page.row(PROFIT_ROW, "B", ["Profit per show", "", "Today", "", "Target"], "header")
    for cell in (f"D{PROFIT_ROW}", f"F{PROFIT_ROW}"):
        page.sheet[cell].style = "xlq header right"
    for row, (label, metric) in enumerate(PROFITS, start=PROFIT_ROW + 1):
        page.row(row, "B", [label[0].upper() + label[1:], None, None, None, None], "label")
        for scenario, letter in zip(SCENARIOS, "DF", strict=True):
            page.figure(f"{letter}{row}", f"={output_name(metric, scenario)}", "money", look="link")
    page.fill(f"H{PROFIT_ROW}:P{PROFIT_ROW}", "header")
    page.put(f"H{PROFIT_ROW}", "What that pays for", "header")
    for row, scenario in enumerate(SCENARIOS, start=PROFIT_ROW + 1):
        page.fill(f"H{row}:P{row}", "label")
        verdicts = f"out_channels_verdict_{scenario}"
        paid = "+".join(f"COUNTIF({verdicts},INDEX(lst_channel_verdicts,{number}))" for number in (1, 2))
        words = (
            f'{paid}&" of "&COUNT(out_channels_cost_per_show)&" channels with a cost pay for themselves within 30 days, "'
            f'&COUNTIF({verdicts},INDEX(lst_channel_verdicts,ROWS(lst_channel_verdicts)))&" lose money."'
        )
        page.put(
            f"H{row}", f'="{scenario.capitalize()}: "&IF(COUNT(out_channels_cost_per_show)=0,"–",{words})', "label"
        )
    page.fill(f"H{PROFIT_ROW + 3}:P{PROFIT_ROW + 3}", "label")
    note = "Channels cost different amounts; the more a show brings, the more of them you can afford."
    page.put(f"H{PROFIT_ROW + 3}", note, "unit")
    page.put(
        f"B{HEADING_ROW - 1}",
        "Type what a show costs, or what a lead costs; blank rates are as today on Inputs.",
        "note line",
    )


def _headings(page: Page) -> None:
    """Write the two rows of headings."""
    top, below = HEADING_ROW, HEADING_ROW + 1
    groups = (("B", "B", ""), ("C", "F", "You type"), ("G", "G", "Worked out"), ("H", "J", "Today"), ("K", "M", "Target"),
              ("N", "P", "Logged on Tracker"))  # fmt: skip
    for first, last, text in groups:
        page.fill(f"{first}{top}:{last}{top}", "header across")
        page.put(f"{first}{top}", text or None, "header across")
    labels = [
        *(field.title for field in Channel.model_fields.values()),
        "Cost per show",
        *["Cost per buyer", "Lifetime profit : CAC", "Verdict"] * len(SCENARIOS),
        *(label for _, label, _ in LOGGED),
    ]
    page.row(below, "B", labels, "header wrapped")
    page.put(f"B{below}", labels[0], "header")
    for *_, verdict in COLUMNS.values():
        page.put(f"{verdict}{below}", "Verdict", "header centred")
    page.sheet.row_dimensions[below].height = 32
    page.row(below, "R", ["Booking rate used", "Show rate used"], "header wrapped")


def _all_leads(page: Page) -> None:
    """Show all leads of today as a channel of their own, to compare with."""
    row = FIRST_ROW - 1
    page.put(f"B{row}", "All leads today, as on Inputs", "label")
    page.put(f"C{row}", None, "label")
    for letter, field, kind in (
        ("D", "cost_per_lead", "money"),
        ("E", "booking_rate", "rate"),
        ("F", "show_rate", "rate"),
    ):
        name = f"in_{field}_today"
        page.figure(f"{letter}{row}", f'=IF({name}="",{NOT_KNOWN},{name})', kind, look="link")
    page.figure(f"{COST}{row}", "=out_cost_per_show_today", "money", look="link")
    _judge(page, row)
    for letter, (column, _, kind) in zip("NOP", LOGGED, strict=True):
        measure = {"logged_shows": "close_rate_count", "logged_close_rate": "close_rate"}.get(column, "cash_per_show_0")
        page.figure(f"{letter}{row}", f"=out_tracker_{measure}", kind, look="link")


def _costs(page: Page, row: int) -> None:
    """Write what a show costs through a channel."""
    for given, used in RATES.items():
        today = f"in_{INPUTS[given]}_today"
        page.figure(f"{used}{row}", f"=IF(ISNUMBER({given}{row}),{given}{row},{today})", "rate")
    booking, show = (f"{used}{row}" for used in RATES.values())
    per_lead = f"IF(AND(ISNUMBER(D{row}),{booking}*{show}>0),D{row}/({booking}*{show}),{NOT_KNOWN})"
    page.figure(f"{COST}{row}", f"=IF(ISNUMBER(C{row}),C{row},{per_lead})", "money", look="output")


def _judge(page: Page, row: int) -> None:
    """Write what a buyer costs through a channel, how often that comes back, and what the channel can be paid out of."""
    cost = f"${COST}{row}"
    for scenario, (buyer, ratio, verdict) in COLUMNS.items():
        known = f"AND(calc_ready_{scenario},ISNUMBER({cost}))"
        per_buyer = f"{cost}/val_close_rate_{scenario}+val_costs_cost_per_sale_{scenario}"
        page.figure(f"{buyer}{row}", f"=IF({known},{per_buyer},{NOT_KNOWN})", "money")
        back = f"{output_name('profit_per_buyer_life', scenario)}/{buyer}{row}"
        page.figure(f"{ratio}{row}", f"=IF({known},IF({buyer}{row}=0,{NOT_KNOWN},{back}),{NOT_KNOWN})", "ratio")
        day, month, life = (f"({cost}>{output_name(metric, scenario)})" for _, metric in PROFITS)
        words = f"INDEX(lst_channel_verdicts,1+{day}*(1+{month}*(1+{life})))"
        page.put(f"{verdict}{row}", f"=IF({known},{words},{NOT_KNOWN})", "status")


def _logged(page: Page, row: int) -> None:
    """Write what the Tracker says of a channel."""
    of_it = f'(in_tracker_channel=$B{row})*(in_tracker_bought="{{}}")'
    bought, not_bought = (f"SUMPRODUCT({of_it.format(word)})" for word in ("yes", "no"))
    page.figure(f"N{row}", f'=IF($B{row}="",0,{bought}+{not_bought})', "whole")
    page.figure(f"O{row}", f"=IF(N{row}=0,{NOT_KNOWN},{bought}/N{row})", "share")
    cash = f"SUMPRODUCT(--(in_tracker_channel=$B{row}),lst_tracker_cash_0)"
    page.figure(f"P{row}", f"=IF(N{row}=0,{NOT_KNOWN},{cash}/N{row})", "money")


def _name_outputs(page: Page) -> None:
    """Name the calculated columns."""
    names = {COST: "cost_per_show", **{letter: column for letter, (column, *_) in zip("NOP", LOGGED, strict=True)}}
    for scenario, letters in COLUMNS.items():
        for letter, column in zip(letters, ("cost_per_buyer", "ltgp_to_cac", "verdict"), strict=True):
            names[letter] = f"{column}_{scenario}"
    for letter, column in names.items():
        page.name(f"out_channels_{column}", f"{letter}{FIRST_ROW}:{letter}{LAST_ROW}")


def _verdicts(page: Page) -> None:
    """List the verdicts with what they mean, and colour them."""
    page.fill(f"B{VERDICT_ROW}:P{VERDICT_ROW}", "header")
    page.put(f"B{VERDICT_ROW}", "Verdict", "header")
    page.put(f"C{VERDICT_ROW}", "What it means", "header")
    first = VERDICT_ROW + 1
    for row, (verdict, meaning) in enumerate(zip(VERDICTS, MEANINGS, strict=True), start=first):
        page.put(f"B{row}", verdict, "status")
        page.fill(f"C{row}:P{row}", "label")
        page.put(f"C{row}", meaning, "label")
    last = first + len(VERDICTS) - 1
    page.name("lst_channel_verdicts", f"B{first}:B{last}")
    colours = dict(zip(VERDICTS, (OK, OK, WARNING, CHECK), strict=True))
    for area in (
        f"B{first}:B{last}",
        *(f"{letters[-1]}{FIRST_ROW - 1}:{letters[-1]}{LAST_ROW}" for letters in COLUMNS.values()),
    ):
        page.colour_words(area, colours)
    note = "The cost of a show is as it is now; what a show brings is today's, or the target's. Closing is as on Inputs for every channel."
    page.put(f"B{last + 1}", note, "note line")
