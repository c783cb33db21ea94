"""What a show's cash is made of, today, at target and with each lever moved alone: the table behind Fix first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from xl_quadrant.business.lever_moves import CASH_LEVERS, Lever
from xl_quadrant.client_book.contract import SCENARIOS
from xl_quadrant.drawing.page import Page
from xl_quadrant.sheets.money import NOT_READY


@dataclass(frozen=True, slots=True)
class Part:
    """
    One part of the sum.

    Parameters
    ----------
    name : str
        What formulas call it, in brackets.
    heading, kind : str
        What the sheet shows, and how.
    formula : str
        Its formula, with ``{s}`` for the scenario.
    levers : tuple of str
        The levers that move it.
    at_most : str
        What it gives way to, a formula on other parts; empty where nothing limits it.
    """

    name: str
    heading: str
    kind: str
    formula: str
    levers: tuple[str, ...]
    at_most: str = ""


_PAID_FRONT_END = 'OR(in_front_end_offer_{s}="discount",in_front_end_offer_{s}="value")'
_MEMBERS = "in_continuity_take_rate_{s}*in_continuity_price_{s}"

PARTS: Final = (
    Part("front", "Front end, per show", "money",
         f"IF({_PAID_FRONT_END},in_front_end_list_price_{{s}}*in_front_end_paying_share_{{s}}"
         '*(1-(in_front_end_offer_{s}="discount")*in_front_end_discount_{s}),0)', ("front_end",)),
    Part("close", "Close rate", "rate", "in_close_rate_{s}", ("close_rate",)),
    Part("price", "Core price", "money", "in_core_price_{s}", ("core_price",)),
    Part("down", "Down payment", "money", "in_core_down_payment_{s}", ("payment_terms",), "[price]"),
    Part("installments", "Install- ments", "months", "in_core_installments_{s}", ("payment_terms",)),
    Part("collected", "Of them collected", "count",
         "SUMPRODUCT((lst_month<=in_core_installments_{s})*(1-in_core_default_rate_{s})^lst_month)", ("payment_terms",)),
    Part("prepay", "Prepay share", "rate", "in_prepay_share_{s}", ("prepay",)),
    Part("discount", "Prepay discount", "rate", "in_prepay_discount_{s}", ("prepay",)),
    Part("financing", "Financed share", "rate", "in_financing_share_{s}", ("financing",)),
    Part("fee", "Merchant fee", "rate", "in_financing_merchant_fee_{s}", ("financing",), "1-[refund]"),
    Part("card", "Card fee", "rate", "in_costs_card_fee_rate_{s}", ("fees",)),
    Part("refund", "Refund rate", "rate", "in_costs_refund_rate_{s}", ("fees",)),
    Part("products", "Products per buyer", "money", "calc_products_price_{s}", ("products",)),
    Part("services", "Services per buyer", "money", "calc_services_price_{s}", ("services",)),
    Part("members_30", "Continuity, 30 days", "money",
         f"SUMPRODUCT({_MEMBERS}*(set_days_per_month>in_continuity_start_day_{{s}}))", ("continuity",)),
    Part("members_life", "Continuity, lifetime", "money", "", ("continuity", "churn")),
)  # fmt: skip
"""The parts, before fees where a fee is a part of its own; the last has a formula for each row."""

LETTERS: Final = {part.name: letter for part, letter in zip(PARTS, "DEFGHIJKLMNOPQRS", strict=True)}

_KEPT = "(1-[card]-[refund])"
_CASH: Final = (
    f"{_KEPT}*[front]+[close]*([price]*([prepay]*(1-[discount])*{_KEPT}+[financing]*(1-[fee]-[refund]))"
    f"+(1-[prepay]-[financing])*{_KEPT}*IF([installments]=0,[price],{{own}})+{_KEPT}*([products]+[services]+{{members}}))"
)
_GIVES_WAY: Final = {("prepay", "financing"): "financing", ("financing", "prepay"): "prepay"}
"""Where prepaying and financing together would be above 100%, by the lever and the part: what stays."""


def cash(time: str, row: int) -> str:
    """
    Return the formula of cash per show from one row of parts.

    Parameters
    ----------
    time : str
        ``30`` or ``life``.
    row : int
        The row of the parts.

    Returns
    -------
    str
        The formula.
    """
    collected = "[down]" if time == "30" else "[down]+([price]-[down])/[installments]*[collected]"
    return _placed(_CASH.format(own=collected, members=f"[members_{time}]"), row)


def draw(page: Page, row: int, ready: str) -> None:
    """
    Draw the table.

    Parameters
    ----------
    page : Page
        The Fix first sheet.
    row : int
        The row of the heading; today, target and the levers follow two rows below.
    ready : str
        The name that says whether both scenarios are filled in.
    """
    page.fill(f"B{row}:S{row}", "header")
    page.put(f"B{row}", "What each show's cash is made of, one lever moved at a time (what moves is set off)", "header")
    page.row(row + 1, "B", ["", "Before fees and refunds"], "section set off")
    page.row(row + 1, "D", [part.heading for part in PARTS], "section wrapped")
    page.sheet.row_dimensions[row + 1].height = 32
    today = row + 2
    scenarios = [(scenario.capitalize(), None) for scenario in SCENARIOS]
    lines = [*scenarios, *((lever.label, lever) for lever in CASH_LEVERS)]
    for line, (label, lever) in enumerate(lines, start=today):
        page.put(f"B{line}", None, "label")
        page.put(f"C{line}", label, "label set off")
        for part in PARTS:
            if lever is None:
                formula, moves = _of_scenario(part, SCENARIOS[line - today]), False
            else:
                formula, moves = _of_lever(part, lever, line, today), lever.name in part.levers
            guarded = f'=IF({ready},{formula},"{NOT_READY}")'
            page.figure(f"{LETTERS[part.name]}{line}", guarded, part.kind, look="output" if moves else "figure")


def _of_scenario(part: Part, scenario: str) -> str:
    """Return the formula of a part as a scenario has it."""
    return part.formula.replace("{s}", scenario) if part.formula else _members_for_life(scenario, scenario, scenario)


def _of_lever(part: Part, lever: Lever, line: int, today: int) -> str:
    """Return the formula of a part with one lever moved."""
    letter = LETTERS[part.name]
    moves = lever.name in part.levers
    if not part.formula and moves:
        offers, churn = ("target", "today") if lever.name == "continuity" else ("today", "target")
        return _members_for_life(offers, churn, offers)
    formula = f"{letter}${today + moves}"
    stays = _GIVES_WAY.get((part.name, lever.name))
    if stays:
        return f"MIN({formula},1-{LETTERS[stays]}${today + 1})"
    return f"MIN({formula},{_placed(part.at_most, line)})" if part.at_most else formula


def _members_for_life(offers: str, churn: str, otherwise: str) -> str:
    """Return what members pay for life, with one scenario's churn, or another's where an offer has none there."""
    left = f"in_continuity_churn_{churn}"
    if churn != otherwise:
        left += f"+(in_continuity_churn_{churn}=0)*in_continuity_churn_{otherwise}"
    nobody = f"(in_continuity_take_rate_{offers}=0)"
    return f"SUMPRODUCT({_MEMBERS.replace('{s}', offers)}/({left}+{nobody}))"


def _placed(formula: str, row: int) -> str:
    """Return a formula with the cells of a row in place of the parts in brackets."""
    for name, letter in LETTERS.items():
        formula = formula.replace(f"[{name}]", f"{letter}{row}")
    return formula
