"""Where each single lever stands, how far it can go and what a step is worth: the table behind What must be true."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from xl_quadrant.business.single_levers import SINGLE_LEVERS
from xl_quadrant.drawing.page import Page
from xl_quadrant.sheets.money import NOT_READY

NO_LIMIT: Final = "no limit"
COLUMNS: Final = {"today": "E", "per_unit": "F", "lowest": "G", "highest": "H", "best": "I", "room": "J"}


@dataclass(frozen=True, slots=True)
class Cells:
    """
    The cells of one lever's position.

    Parameters
    ----------
    today, per_unit, lowest, highest : str
        The cells of `xl_quadrant.business.single_levers.Position`; highest holds words where nothing limits it.
    best : str
        The end of its way that brings the most cash.
    room : str
        How far that is.
    """

    today: str
    per_unit: str
    lowest: str
    highest: str
    best: str
    room: str


@dataclass(frozen=True, slots=True)
class Rows:
    """
    Where the table stands.

    Parameters
    ----------
    first : int
        The row of the first lever.
    last : int
        The last row of the sheet.
    """

    first: int
    last: int


_MEMBERS: Final = "in_continuity_{0}_today*(set_days_per_month>in_continuity_start_day_today)"
_PAID_FRONT_END: Final = 'OR(in_front_end_offer_today="discount",in_front_end_offer_today="value")'

STEPS: Final = {
    "usual": ("A buyer on your own terms pays", "calc_kept_today*calc_paid_at_once_today"),
    "prepaid": ("A buyer who prepays pays", "in_core_price_today*(1-in_prepay_discount_today)*calc_kept_today"),
    "financed": ("A buyer who finances brings", "in_core_price_today*calc_kept_financed_today"),
    "members": ("Continuity brings per buyer, before fees",
                f"SUMPRODUCT({_MEMBERS.format('take_rate')}*in_continuity_price_today)"),
    "added": ("Products, services, continuity, before fees",
              "calc_products_price_today+calc_services_price_today+[members]"),
    "buyer": ("A buyer brings in all", "calc_drawn_forward_today+calc_own_terms_today*[usual]+calc_kept_today*[added]"),
    "charged": ("Charged per show", (
        "[front_end]*in_front_end_paying_share_today+in_close_rate_today*("
        "(in_prepay_share_today*(1-in_prepay_discount_today)+in_financing_share_today)*in_core_price_today"
        "+calc_own_terms_today*calc_paid_at_once_today+[added])")),
}  # fmt: skip
"""Steps within 30 days: label and formula, where a word in brackets is another step, or the front-end price."""


def _average(block: str, weight: str) -> tuple[str, str]:
    """Return the formulas of the average of a list of offers by a weight, and of what its weights add up to."""
    if block == "continuity":
        spent, weights = "[members]", f"SUMPRODUCT({_MEMBERS.format(weight)})"
    else:
        spent, weights = f"calc_{block}_price_today", f"SUM(in_{block}_{weight}_today)"
    return f"{spent}/({weights}+({weights}=0))", f"in_close_rate_today*calc_kept_today*{weights}"


def _drawn(step: str) -> str:
    """Return the formula of what a share of buyers brings more than the usual terms; rounding counts as nothing."""
    more = f"[{step}]-[usual]"
    return f"in_close_rate_today*IF(ABS({more})<=set_tolerance*MAX(1,[usual]),0,{more})"


POSITIONS: Final = {
    # lever: today, what it brings when it rises by 1, lowest, highest
    "front_end_price": (
        (f"IF({_PAID_FRONT_END},in_front_end_list_price_today"
         '*(1-(in_front_end_offer_today="discount")*in_front_end_discount_today),0)'),
        "calc_kept_today*in_front_end_paying_share_today", "0", ""),
    "close_rate": ("in_close_rate_today", "[buyer]", "0", "1"),
    "core_price": ("in_core_price_today",
                   ("in_close_rate_today*((in_prepay_share_today*(1-in_prepay_discount_today)"
                    "+calc_own_terms_today*(in_core_installments_today=0))*calc_kept_today"
                    "+in_financing_share_today*calc_kept_financed_today)"), "in_core_down_payment_today", ""),
    "down_payment": ("in_core_down_payment_today",
                     "in_close_rate_today*calc_own_terms_today*calc_kept_today*(in_core_installments_today>0)",
                     "0", "in_core_price_today"),
    "prepay_share": ("in_prepay_share_today", _drawn("prepaid"), "0", "1-in_financing_share_today"),
    "financing_share": ("in_financing_share_today", _drawn("financed"), "0", "1-in_prepay_share_today"),
    **{
        f"{block}_{column}": (*_average(block, weight), "0", highest)
        for block in ("products", "services", "continuity")
        for column, weight, highest in (("take_rate", "price", "1"), ("price", "take_rate", ""))
    },
    "refund_rate": ("in_costs_refund_rate_today", "-[charged]", "0",
                    "1-MAX(in_costs_card_fee_rate_today,in_financing_merchant_fee_today)"),
}  # fmt: skip
"""The formulas of each lever's position; nothing as the highest means that nothing limits it."""


def cells(row: int) -> Cells:
    """
    Return the cells of the lever in a row.

    Parameters
    ----------
    row : int
        Its row.

    Returns
    -------
    Cells
        Their addresses.
    """
    return Cells(**{name: f"{letter}{row}" for name, letter in COLUMNS.items()})


def draw(page: Page, row: int, ready: str) -> Rows:
    """
    Draw the table, and the steps it needs above it.

    Parameters
    ----------
    page : Page
        The What must be true sheet.
    row : int
        The row of the heading.
    ready : str
        The name to be given to whether today's figures and what is wanted are filled in.

    Returns
    -------
    Rows
        Where the levers stand.
    """
    page.fill(f"B{row}:K{row}", "header")
    page.put(f"B{row}", "Within 30 days, today", "header")
    first = row + len(STEPS) + 5
    places = {step: f"$E${row + number}" for number, step in enumerate(STEPS, start=1)}
    places["front_end"] = f"$E${first}"
    for line, (label, formula) in enumerate(STEPS.values(), start=row + 1):
        page.row(line, "B", [label, None], "label")
        page.put(f"D{line}", "money per show" if label == "Charged per show" else "money per buyer", "unit")
        page.figure(f"E{line}", _guarded(_placed(formula, places), ready), "money")
    line = row + len(STEPS) + 1
    page.row(line, "B", ["Everything needed is filled in", None, None], "label")
    filled = "AND(calc_ready_today,ISNUMBER(calc_wanted_cash_per_show),ISNUMBER(in_stretch_share))"
    page.figure(f"E{line}", f"={filled}", "flag", name=ready)
    _levers(page, first, places, ready)
    return Rows(first, first + len(SINGLE_LEVERS) - 1)


def _levers(page: Page, first: int, places: dict[str, str], ready: str) -> None:
    """Draw the position of each lever."""
    page.fill(f"B{first - 2}:K{first - 2}", "header")
    page.put(f"B{first - 2}", "How far each lever can go, and what a step is worth", "header")
    page.row(first - 1, "B", ["Lever", "", "Unit"], "section")
    headings = ("Today", "Worth of 1 more", "Lowest", "Highest", "Best for cash", "Room")
    page.row(first - 1, "E", headings, "section wrapped")
    page.put(f"K{first - 1}", "Worth: money per show; for a rate, 1 is 100 points.", "section set off")
    page.sheet.row_dimensions[first - 1].height = 32
    for line, lever in enumerate(SINGLE_LEVERS, start=first):
        at = cells(line)
        today, per_unit, lowest, highest = (_placed(formula, places) for formula in POSITIONS[lever.name])
        page.row(line, "B", [lever.label, None], "label")
        page.put(f"D{line}", lever.unit, "unit")
        page.figure(at.today, _guarded(today, ready), lever.kind)
        page.figure(at.per_unit, _guarded(per_unit, ready), "general")
        page.figure(at.lowest, _guarded(lowest, ready), lever.kind)
        page.figure(at.highest, _guarded(highest or f'"{NO_LIMIT}"', ready), lever.kind)
        page.figure(at.best, _guarded(f"IF({at.per_unit}>0,{at.highest},{at.lowest})", ready), lever.kind)
        room = f"IF(ISNUMBER({at.best}),ABS({at.best}-{at.today}),{at.today})"
        page.figure(at.room, _guarded(room, ready), lever.kind)
    last = first + len(SINGLE_LEVERS) - 1
    for name in ("today", "per_unit", "lowest", "highest"):
        page.name(f"out_must_be_true_{name}", f"{COLUMNS[name]}{first}:{COLUMNS[name]}{last}")


def _guarded(formula: str, ready: str) -> str:
    """Return a formula that shows a dash until everything is filled in."""
    return f'=IF({ready},{formula},"{NOT_READY}")'


def _placed(formula: str, places: dict[str, str]) -> str:
    """Return a formula with cells in place of the words in brackets."""
    for name, place in places.items():
        formula = formula.replace(f"[{name}]", place)
    return formula
