"""The Checks sheet: what must hold in every workbook, today and target, and the master check that every sheet shows."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from openpyxl.workbook import Workbook

from xl_quadrant.business.cash import PARTS
from xl_quadrant.business.model import FIELDS, OFFER_BLOCKS
from xl_quadrant.client_book.contract import SCENARIOS, offer_name
from xl_quadrant.drawing.page import Page
from xl_quadrant.functions.quantities import Number

TITLE = "Checks"
MISSING: Final = "missing"
"""Stands for the formula of what is missing, which differs from today to target."""

FIRST_ROW = 6
WORDS: Final = {"today": "C", "target": "D"}
"""The columns that say what was found; the figures stand beside what is printed, with their tolerance."""


@dataclass(frozen=True, slots=True)
class Check:
    """
    Something that must hold: a figure that must not be above the tolerance.

    Parameters
    ----------
    name : str
        Its name, after ``chk_``.
    label : str
        What must hold.
    excess : str
        The figure, a formula with ``{s}``.
    sheet : str
        Where to look when it fails.
    found : str
        How the sheet says the figure when it fails, one of FOUND.
    always : bool
        Whether it is checked even while inputs are missing.
    """

    name: str
    label: str
    excess: str
    sheet: str
    always: bool = False
    found: str = "share"


FOUND: Final = {
    "share": '"off by "&ROUND(100*[found],2)&"%"',
    "above": 'ROUND(100*[found],2)&"% too much"',
    "money": 'set_currency_sign&FIXED([found],0)&" too much"',
    "count": '[found]&" found"',
    "missing": '[found]&" not filled in yet"',
}
"""How a figure is said, ``[found]`` standing for it."""


def _required() -> list[str]:
    """Return the fields that must be filled in."""
    return [field.name for field in FIELDS if field.required]


def _missing(scenario: str) -> str:
    """Return the formula that counts required inputs that hold no number; a blank target is as today."""
    if scenario == "today":
        return "+".join(f"1-ISNUMBER(in_{name}_today)" for name in _required())
    own = (
        f'(1-ISNUMBER(in_{name}_target))*(1-(in_{name}_target="")*ISNUMBER(in_{name}_today))' for name in _required()
    )
    return "+".join(own)


def _outside() -> str:
    """Return the formula that counts inputs below 0, and rates above 1."""
    terms = []
    for field in FIELDS:
        if isinstance(field.quantity, Number):
            name = f"in_{field.name}_{{s}}"
            terms.append(f"({name}<0)" + (f"+({name}>1)" if field.quantity.high == 1 else ""))
    for block in OFFER_BLOCKS:
        for column in block.columns:
            if isinstance(column.quantity, Number):
                name = offer_name(block.name, column.name, "{s}")
                terms.append(f'COUNTIF({name},"<0")' + (f'+COUNTIF({name},">1")' if column.quantity.high == 1 else ""))
    return "+".join(terms)


def _texts() -> str:
    """Return the formula that counts texts among the figures of the offers."""
    names = [
        offer_name(block.name, column.name, "{s}")
        for block in OFFER_BLOCKS
        for column in block.columns
        if isinstance(column.quantity, Number)
    ]
    return "+".join(f"COUNTA({name})-COUNT({name})" for name in names)


def _nameless() -> str:
    """Return the formula that counts offers with a price and no name."""
    return "+".join(f'SUMPRODUCT((val_{block.name}_price_{{s}}>0)*(in_{block.name}_name=""))' for block in OFFER_BLOCKS)


def _parts(end: str) -> str:
    """Return the formula of how far the parts are from their sum, relatively."""
    total = f"out_cash_per_show_{end}_{{s}}"
    parts = "+".join(f"out_{part}_{end}_{{s}}" for part in PARTS)
    return f"ABS({total}-({parts}))/MAX(1,ABS({total}))"


def _not_falling() -> str:
    """Return the formula of the largest fall from one horizon to the next, relatively."""
    steps = ("0", "30", "60", "90", "life")
    falls = ",".join(f"out_cash_per_show_{a}_{{s}}-out_cash_per_show_{b}_{{s}}" for a, b in pairwise(steps))
    return f"MAX(0,{falls})/MAX(1,ABS(out_cash_per_show_life_{{s}}))"


_LAST_MONTH = "(INDEX(out_timeline_total_{s},ROWS(out_timeline_total_{s}))-INDEX(lst_month_now_cash_{s},ROWS(out_timeline_total_{s})))"
_FIRST_MONTH = "(INDEX(out_timeline_total_{s},1)-INDEX(lst_month_now_cash_{s},1))"
_NET = "out_month_profit_30_{s}-val_costs_fixed_costs_per_month_{s}+INDEX(lst_month_now_cash_{s},1)-INDEX(lst_month_now_cost_{s},1)"

CHECKS: Final = (
    Check("filled", "Everything needed is filled in (fields with a star)", MISSING, "Inputs", always=True, found="missing"),
    Check("bounds", "No figure below 0, no rate above 100%", _outside(), "Inputs", always=True, found="count"),
    Check("numbers", "Figures of the offers are numbers, not text", _texts(), "Quadrant", always=True, found="count"),
    Check("names", "Every offer with a price has a name", _nameless(), "Quadrant", always=True, found="count"),
    Check("shares", "Prepay share and financed share together at most 100%",
          "val_prepay_share_{s}+val_financing_share_{s}-1", "Quadrant", always=True, found="above"),
    Check("fees", "Fees and refunds together at most 100%",
          "MAX(val_costs_card_fee_rate_{s},val_financing_merchant_fee_{s})+val_costs_refund_rate_{s}-1", "Inputs", always=True, found="above"),
    Check("down_payment", "The down payment is at most the price",
          "val_core_down_payment_{s}-val_core_price_{s}", "Inputs", always=True, found="money"),
    Check("installments", "Installments are whole and within the longest payback",
          "ABS(val_core_installments_{s}-INT(val_core_installments_{s}))+MAX(0,val_core_installments_{s}-set_payback_limit)",
          "Inputs", always=True, found="count"),
    Check("churn", "Every continuity offer that is taken has a churn above 0",
          "SUMPRODUCT((val_continuity_take_rate_{s}>0)*(val_continuity_churn_{s}<=0))", "Quadrant", always=True, found="count"),
    Check("parts_30", "The quadrants add up to cash per show, 30 days", _parts("30"), "Results"),
    Check("parts_life", "The quadrants add up to cash per show, lifetime", _parts("life"), "Results"),
    Check("bases", "Cash per show is cash per buyer × close rate",
          "ABS(out_cash_per_show_30_{s}-out_cash_per_buyer_30_{s}*val_close_rate_{s})/MAX(1,ABS(out_cash_per_show_30_{s}))",
          "Results"),
    Check("horizons", "Cash never falls from day 0 to 30, 60, 90 days and lifetime", _not_falling(), "Results"),
    Check("ceiling", "The timeline rises towards the revenue ceiling and stays below it",
          f"(MAX(0,{_LAST_MONTH}-out_revenue_ceiling_{{s}})+MAX(0,{_FIRST_MONTH}-{_LAST_MONTH}))"
          "/MAX(1,ABS(out_revenue_ceiling_{s}))", "Timeline"),
    Check("net", "The first month's net is what its leads earn, less fixed costs",
          f"ABS(INDEX(out_timeline_net_{{s}},1)-({_NET}))/MAX(1,ABS({_NET}))", "Timeline"),
    Check("sensitivity", "The grids hold today's figures in their middle", "N(calc_sensitivity_off)", "Sensitivity"),
)  # fmt: skip


def draw(book: Workbook) -> None:
    """
    Draw the sheet.

    Parameters
    ----------
    book : openpyxl.Workbook
        The workbook being built.
    """
    page = Page(book, TITLE, {"A": 2, "B": 62, "C:D": 24, "E": 2, "F:G": 11, "H": 14, "I": 2, "J": 2, "K:M": 14})
    page.put("B1", TITLE, "title")
    page.sheet.row_dimensions[1].height = 30
    page.put(
        "B2", '=IF(in_client_name="","",in_client_name&" · ")&"What must hold for the figures to be right"', "subtitle"
    )
    last = FIRST_ROW + len(CHECKS) - 1
    page.put("B3", "All checks", "total label")
    page.put("C3", f'=IF(COUNTIF(F{FIRST_ROW}:G{last},"CHECK")=0,"OK","CHECK")', "status")
    page.name("chk_master", "C3")
    page.status("C3")
    page.row(
        5,
        "B",
        ["What must hold", "Found today", "Found at target", None, "Today", "Target", "Look at"],
        "header",
    )
    for row, check in enumerate(CHECKS, start=FIRST_ROW):
        _check(page, row, check)
    page.status(f"F{FIRST_ROW}:G{last}")
    for scenario in SCENARIOS:
        row = last + (3 if scenario == "today" else 4)
        page.put(f"B{row}", f"Everything needed for results is filled in, {scenario}", "label")
        page.figure(f"C{row}", f"=({_missing(scenario)})=0", "flag", name=f"calc_ready_{scenario}")
    page.sheet.freeze_panes = "A6"
    page.print_on(f"A1:I{last + 4}", landscape=True)


def _check(page: Page, row: int, check: Check) -> None:
    """Write one check for both scenarios."""
    page.put(f"B{row}", check.label, "label")
    page.figure(f"M{row}", "=set_tolerance", "general")
    page.link(f"H{row}", f"'{check.sheet}'!A1", check.sheet)
    for scenario, value, status in (("today", "K", "F"), ("target", "L", "G")):
        excess = (_missing(scenario) if check.excess == MISSING else check.excess).replace("{s}", scenario)
        formula = f"={excess}" if check.always else f'=IF(calc_ready_{scenario},{excess},"–")'
        page.figure(f"{value}{row}", formula, "general")
        said = FOUND[check.found].replace("[found]", f"{value}{row}")
        words = f'=IF(ISNUMBER({value}{row}),IF({value}{row}<=M{row},"–",{said}),"not filled in yet")'
        page.put(f"{WORDS[scenario]}{row}", words, "label")
        held = f'IF(COUNTIF({value}{row},"<="&M{row})=1,"OK","CHECK")'
        verdict = f"={held}" if check.always else f'=IF(calc_ready_{scenario},{held},"–")'
        page.put(f"{status}{row}", verdict, "status")
        page.name(f"chk_{check.name}_{scenario}", f"{status}{row}")
