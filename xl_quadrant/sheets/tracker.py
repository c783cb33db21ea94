"""The Tracker sheet: a row for each show as it happens, and above them what they really say, beside the plan."""

from __future__ import annotations

from typing import Final

from openpyxl.formatting.rule import Rule
from openpyxl.workbook import Workbook

from xl_quadrant.business.shows import Show
from xl_quadrant.business.tracker import MEASURES, VERDICTS, Measure
from xl_quadrant.client_book.contract import BLOCK_ROWS, SCENARIOS, TRACKER_ROWS
from xl_quadrant.drawing.page import Page
from xl_quadrant.drawing.styles import CHECK, OK, WARNING, status_style
from xl_quadrant.functions.quantities import Number, Word
from xl_quadrant.sheets.money import when_ready

TITLE: Final = "Tracker"
NOT_KNOWN: Final = '"–"'
HEADING_ROW: Final = 4
LOG_ROW: Final = HEADING_ROW + len(MEASURES) + 2
"""The headings of the log."""
FIRST_ROW: Final = LOG_ROW + 1
LAST_ROW: Final = LOG_ROW + TRACKER_ROWS
PRINTED_ROWS: Final = 30
"""Rows of the log on the printed page, to be filled in by hand."""

INPUTS: Final = dict(zip("BCDEFGHIJKLMN", Show.model_fields, strict=True))
LETTERS: Final = {column: letter for letter, column in INPUTS.items()}
CASH: Final = {"0": "O", "30": "P"}
"""The columns of what a show brought on the day and within 30 days."""

PLANS: Final = {"today": ("J", "K"), "target": ("L", "M")}
"""The plan of each scenario, and what is said of it."""

STEPS: Final = "R"
"""The first column of the steps on the way, beside the printed page."""

_BUYERS = 'in_tracker_bought,"yes"'
CASES: Final = {
    "close_rate": f"COUNTIFS({_BUYERS})",
    "products_take_rate": f'COUNTIFS({_BUYERS},in_tracker_products_paid,">0")',
    "services_take_rate": f'COUNTIFS({_BUYERS},in_tracker_services_paid,">0")',
    "prepay_share": f'COUNTIFS({_BUYERS},in_tracker_prepaid,"yes")',
    "financed_share": f'COUNTIFS({_BUYERS},in_tracker_financed,"yes")',
    "continuity_take_rate": f'COUNTIFS({_BUYERS},in_tracker_continuity,"yes")',
}
"""How many of them, for each rate."""

COUNTS: Final = {
    "close_rate": f'COUNTIFS({_BUYERS})+COUNTIFS(in_tracker_bought,"no")',
    "cash_per_show_0": "COUNT(lst_tracker_cash_0)",
    "cash_per_show_30": "COUNT(lst_tracker_cash_30)",
}
"""Out of how many; out of all buyers where it is not said here."""

PLANNED: Final = {
    "close_rate": "val_close_rate_{s}",
    "products_take_rate": "1-calc_no_products_{s}",
    "services_take_rate": "1-calc_no_services_{s}",
    "prepay_share": "val_prepay_share_{s}",
    "financed_share": "val_financing_share_{s}",
    "continuity_take_rate": "MIN(1,SUM(val_continuity_take_rate_{s}))",
    "cash_per_show_0": "out_cash_per_show_0_{s}",
    "cash_per_show_30": "out_cash_per_show_30_{s}",
}
"""What a scenario counts on."""


def draw(book: Workbook) -> None:
    """
    Draw the sheet.

    Parameters
    ----------
    book : openpyxl.Workbook
        The workbook being built.
    """
    widths = {"A": 2, "B": 11, "C": 21, "D": 23, "E:J": 11, "K": 15, "L": 12, "M": 15, "N:P": 11.5, "Q": 2,
              "R": 34, "S:V": 12}  # fmt: skip
    page = Page(book, TITLE, widths)
    page.heading(TITLE, "One row for each person who turns up, and your real rates beside the plan", "P1")
    _notes(page)
    _summary(page)
    _log(page)
    _steps(page)
    page.sheet.freeze_panes = f"D{FIRST_ROW}"
    page.print_on(f"A1:Q{LOG_ROW + PRINTED_ROWS}", landscape=True)


def _notes(page: Page) -> None:
    """Say how a verdict comes about, and how many rows do not count yet."""
    rule = (
        '="On plan: the plan lies within the "&TEXT(set_tracker_level,"0%")&" range of what was logged. '
        'With fewer than "&set_tracker_fewest&" shows or buyers there are too few to tell."'
    )
    page.put("B3", rule, "note line")
    unfinished = '((in_tracker_date<>"")+(in_tracker_name<>"")>0)*(in_tracker_bought="")'
    words = '"Not counted yet, without yes or no under Bought: "&calc_tracker_unfinished&IF(calc_tracker_unfinished=1," row"," rows")'
    page.put("L3", f'=IF(calc_tracker_unfinished=0,"",{words})', "note line")
    warned = Rule(type="expression", dxf=status_style(WARNING), formula=["calc_tracker_unfinished>0"])
    page.sheet.conditional_formatting.add("L3:P3", warned)
    page.put(f"{STEPS}{HEADING_ROW + 1}", "Rows that do not count yet", "label")
    page.figure(f"S{HEADING_ROW + 1}", f"=SUMPRODUCT({unfinished})", "whole", name="calc_tracker_unfinished")


def _summary(page: Page) -> None:
    """Write what was logged, measure by measure, beside the plan."""
    headings = [
        "How many",
        "Out of",
        "Actual",
        "Range from",
        "Range to",
        "Plan, today",
        "Verdict",
        "Plan, target",
        "Verdict",
    ]
    page.fill(f"B{HEADING_ROW}:P{HEADING_ROW}", "header")
    page.put(f"B{HEADING_ROW}", "What the log says", "header")
    page.row(HEADING_ROW, "E", headings, "header right")
    for _, verdict in PLANS.values():
        page.put(f"{verdict}{HEADING_ROW}", "Verdict", "header centred")
    page.put(f"N{HEADING_ROW}", "What counts", "header")
    for row, measure in enumerate(MEASURES, start=HEADING_ROW + 1):
        page.fill(f"B{row}:P{row}", "label")
        page.put(f"B{row}", measure.label, "label")
        _measure(page, row, measure)
        for scenario, (plan, verdict) in PLANS.items():
            _plan(page, row, measure, scenario, plan, verdict)
        page.put(f"N{row}", measure.note, "unit")
    colours = dict(zip(VERDICTS, (OK, CHECK, OK, WARNING), strict=True))
    for _, verdict in PLANS.values():
        page.colour_words(f"{verdict}{HEADING_ROW + 1}:{verdict}{HEADING_ROW + len(MEASURES)}", colours)


def _measure(page: Page, row: int, measure: Measure) -> None:
    """Write what was logged of one measure: how many, out of how many, the rate or the money, and its range."""
    name, kind = f"out_tracker_{measure.name}", "share" if measure.kind == "rate" else "money"
    count = COUNTS.get(measure.name, "out_tracker_close_rate_cases")
    page.figure(f"F{row}", f"={count}", "whole", name=f"{name}_count")
    if measure.name in CASES:
        page.figure(f"E{row}", f"={CASES[measure.name]}", "whole", name=f"{name}_cases")
        value = f"E{row}/F{row}"
        ends = (_end_of_rate(row, "0", "1-set_tracker_level"), _end_of_rate(row, f"F{row}", "1+set_tracker_level"))
        enough = f"F{row}=0"
    else:
        amounts = f"lst_tracker_{measure.name.replace('cash_per_show', 'cash')}"
        value = f"SUM({amounts})/F{row}"
        miss = f"TINV(1-set_tracker_level,F{row}-1)*STDEV({amounts})/F{row}^(1/2)"
        ends = (f"G{row}-{miss}", f"G{row}+{miss}")
        enough = f"F{row}<2"
    page.figure(f"G{row}", f"=IF(F{row}=0,{NOT_KNOWN},{value})", kind, name=name, look="output")
    for letter, end, formula in zip("HI", ("low", "high"), ends, strict=True):
        page.figure(f"{letter}{row}", f"=IF({enough},{NOT_KNOWN},{formula})", kind, name=f"{name}_{end}")


def _end_of_rate(row: int, sure: str, twice_quantile: str) -> str:
    """Return the formula of one end of a Jeffreys interval; `sure` is the number of cases where the end is known."""
    known = f"E{row}/F{row}"
    return f"IF(E{row}={sure},{known},BETAINV(({twice_quantile})/2,E{row}+1/2,F{row}-E{row}+1/2))"


def _plan(page: Page, row: int, measure: Measure, scenario: str, plan: str, verdict: str) -> None:
    """Write the plan of a scenario for one measure, and what the log says of it."""
    name, kind = f"out_tracker_{measure.name}", "share" if measure.kind == "rate" else "money"
    planned = when_ready(PLANNED[measure.name].replace("{s}", scenario), scenario)
    page.figure(f"{plan}{row}", planned, kind, name=f"{name}_plan_{scenario}", look="link")
    low, high = (
        f"{letter}{row}{sign}set_tolerance*MAX(1,ABS({letter}{row}))" for letter, sign in (("H", "-"), ("I", "+"))
    )
    place = f"1+({plan}{row}>{high})+2*({plan}{row}<{low})"
    enough = f"AND(F{row}>=set_tracker_fewest,ISNUMBER(H{row}))"
    words = f"INDEX(lst_tracker_verdicts,IF({enough},{place},ROWS(lst_tracker_verdicts)))"
    known = f"AND(F{row}>0,ISNUMBER({plan}{row}))"
    page.put(f"{verdict}{row}", f"=IF({known},{words},{NOT_KNOWN})", "status")
    page.name(f"{name}_verdict_{scenario}", f"{verdict}{row}")


def _log(page: Page) -> None:
    """Draw the rows to log shows in."""
    page.sheet.row_dimensions[LOG_ROW].height = 32
    for letter, (column, field) in zip(INPUTS, Show.model_fields.items(), strict=True):
        area, name = f"{letter}{FIRST_ROW}:{letter}{LAST_ROW}", f"in_tracker_{column}"
        page.put(
            f"{letter}{LOG_ROW}",
            field.title,
            "header wrapped" if isinstance(field.metadata[0], Number) else "header left",
        )
        if column == "channel":
            allowed = "One of the channels on the Channels page; add your own there."
            page.choice(area, "in_channels_name", str(field.title), allowed, name=name)
        else:
            kind = "name" if column == "name" else "word" if isinstance(field.metadata[0], Word) else None
            page.input(area, field.metadata[0], str(field.title), name=name, kind=kind, note=str(field.description))
    page.row(LOG_ROW, CASH["0"], ["Cash on the day", "Cash in 30 days"], "header wrapped")
    for row in range(FIRST_ROW, LAST_ROW + 1):
        _cash(page, row)
    for end, letter in CASH.items():
        page.name(f"lst_tracker_cash_{end}", f"{letter}{FIRST_ROW}:{letter}{LAST_ROW}")
    bought = f"E{FIRST_ROW}:E{LAST_ROW}"
    unfinished = f'AND($E{FIRST_ROW}="",OR($B{FIRST_ROW}<>"",$C{FIRST_ROW}<>""))'
    page.sheet.conditional_formatting.add(
        bought, Rule(type="expression", dxf=status_style(WARNING), formula=[unfinished])
    )


def _cash(page: Page, row: int) -> None:
    """Write what a show brought after today's fees and refunds: on the day, and in 30 days once they have passed."""
    at = {column: f"${letter}{row}" for column, letter in LETTERS.items()}
    paid = f"SUM({at['front_end_paid']},{at['products_paid']}:{at['services_paid']},{at['continuity_paid']})"
    kept = f'IF({at["financed"]}="yes",calc_tracker_kept_financed,calc_tracker_kept)'
    counts = f'OR({at["bought"]}="yes",{at["bought"]}="no")'
    on_the_day = f"{paid}*calc_tracker_kept+N({at['core_paid']})*{kept}"
    page.figure(f"{CASH['0']}{row}", f'=IF({counts},{on_the_day},"")', "money")
    day = f"${CASH['0']}{row}"
    passed = f"AND(ISNUMBER({day}),ISNUMBER({at['date']}),{at['date']}<=calc_tracker_last_day)"
    page.figure(f"{CASH['30']}{row}", f'=IF({passed},{day}+N({at["paid_later"]})*calc_tracker_kept,"")', "money")


def _steps(page: Page) -> None:
    """Write the steps on the way, beside the printed page."""
    page.row(HEADING_ROW, STEPS, ["Steps on the way", None, None, None, None], "header")
    row = HEADING_ROW + 2
    for label, name, kind, formula in (
        ("Kept of each payment", "calc_tracker_kept", "rate", "1-(val_costs_card_fee_rate_today+val_costs_refund_rate_today)"),
        ("Kept of a financed package", "calc_tracker_kept_financed", "rate",
         "1-(val_financing_merchant_fee_today+val_costs_refund_rate_today)"),
        ("Last day whose 30 days have passed", "calc_tracker_last_day", "date",
         f"IF(COUNT(in_tracker_date)=0,{NOT_KNOWN},MAX(in_tracker_date)-set_days_per_month)"),
    ):  # fmt: skip
        page.put(f"{STEPS}{row}", label, "label")
        page.figure(f"S{row}", f"={formula}", kind, name=name)
        row += 1
    page.row(row + 1, STEPS, ["Verdicts", None, None, None, None], "header")
    for offset, verdict in enumerate(VERDICTS, start=row + 2):
        page.put(f"{STEPS}{offset}", verdict, "label")
    row += 2 + len(VERDICTS)
    page.name("lst_tracker_verdicts", f"{STEPS}{row - len(VERDICTS)}:{STEPS}{row - 1}")
    _none_taken(page, row + 1)


def _none_taken(page: Page, row: int) -> None:
    """Write the share of buyers who take none of the offers of a list, offer by offer."""
    heads = [f"{block}, {scenario}" for block in ("Products", "Services") for scenario in SCENARIOS]
    page.row(row, STEPS, ["Share who take none, offer by offer", *heads], "header right")
    page.put(f"{STEPS}{row}", "Share who take none, offer by offer", "header")
    for number in range(1, BLOCK_ROWS + 1):
        page.put(f"{STEPS}{row + number}", number, "figure whole")
    lists = [(block, scenario) for block in ("products", "services") for scenario in SCENARIOS]
    for letter, (block, scenario) in zip("STUV", lists, strict=True):
        for number in range(1, BLOCK_ROWS + 1):
            take = f"INDEX(val_{block}_take_rate_{scenario},${STEPS}{row + number})"
            before = "" if number == 1 else f"{letter}{row + number - 1}*"
            page.figure(f"{letter}{row + number}", f"={before}(1-{take})", "rate")
        page.name(f"calc_no_{block}_{scenario}", f"{letter}{row + BLOCK_ROWS}")
