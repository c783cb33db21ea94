"""
The equation of every result, in Python and as an Excel formula, side by side.

In Python fields are numbers, or arrays over clients. In the formulas a word in brackets is an input field, a term of
`xl_quadrant.business.terms` (``[cash_per_show@30]`` at a horizon) or another result; ``{s}`` is the scenario.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

import numpy as np

from xl_quadrant.business.currencies import DOOR_PRICES
from xl_quadrant.business.memberships import CEILING_FRACTION, months_to_ceiling, paid_within
from xl_quadrant.business.metrics import SHORT_TIMES
from xl_quadrant.business.model import Scenario
from xl_quadrant.business.payback_month import payback_month
from xl_quadrant.business.terms import PARTS, TERM, Terms
from xl_quadrant.functions import funnel, growth, payback, per_show
from xl_quadrant.functions.conditions import at_least, choose
from xl_quadrant.functions.elementwise import mathematics_of

__all__ = ["CEILING_FRACTION", "HORIZON_DAYS", "RESULTS", "Formula", "Found", "formulas"]

HORIZON_DAYS: Final = {"0": 1.0, "30": 30.0, "60": 60.0, "90": 90.0, "life": math.inf}
"""The days of each horizon, by the end of a metric's name; on the day is [0, 1)."""

Formula = Callable[[], Any]
Found = Mapping[str, Any]

_funnel_count = mathematics_of(funnel.funnel_count)
_cost_per_show = mathematics_of(funnel.cost_per_show)
_cost_per_buyer = mathematics_of(funnel.cost_per_buyer)
_rebase = mathematics_of(funnel.rebase)
_referral_cac = mathematics_of(growth.referral_cac)
_ltv_to_cac = mathematics_of(payback.ltv_to_cac)
_revenue_ceiling = mathematics_of(growth.revenue_ceiling)
_talk_cash_per_show = mathematics_of(per_show.talk_cash_per_show)


class Business:
    """
    What the equations of one scenario stand on.

    Parameters
    ----------
    scenario : Scenario
        The business; each of its fields may be an array, with an element for each client.
    found : mapping of str to float or ndarray
        The results before it, as they are found; asking for one that has no number raises or notes its error.
    door_prices : sequence of float or ndarray, money per show
        What one might pay to get someone in the door.
    """

    def __init__(self, scenario: Scenario, found: Found, door_prices: Sequence[Any]) -> None:
        self.s, self.r, self.door_prices = scenario, found, door_prices
        days = np.array(list(HORIZON_DAYS.values())).reshape(-1, *[1] * np.ndim(scenario.close_rate))
        self.terms = Terms(scenario, days)
        self._ends = {end: place for place, end in enumerate(HORIZON_DAYS)}

    def term(self, name: str, end: str) -> Any:
        """Return a term at a horizon."""
        value = getattr(self.terms, name)
        return value[self._ends[end]] if TERM[name].timed else value


@dataclass(frozen=True, slots=True)
class Twin:
    """
    One result in both languages.

    Parameters
    ----------
    python : callable
        Takes a Business and gives the result.
    excel : str
        The same as a formula.
    """

    python: Callable[[Business], Any]
    excel: str


def _left_of(b: Business, profit: Any) -> Any:
    """Return what profit leaves to pay for a show; nothing where it leaves nothing."""
    left = profit - b.s.close_rate * b.s.costs.cost_per_sale
    return choose(left > 0, left, 0.0)


def _members(b: Business) -> Any:
    """Return where members level off: each counts for the days until the next payment."""
    each = (row.take_rate * row.every_days / 30 * paid_within(row, math.inf) for row in b.s.continuity)
    return b.terms.new_buyers * sum(each)


def _talk_value(b: Business) -> Any:
    """Return the talk's sum: the package per show, all else per buyer."""
    per_buyer = [b.term(f"{part}_buyer", "life") for part in ("products", "services", "prepay")]
    members = b.term("members_cash", "life")
    return _talk_cash_per_show(b.terms.front, b.s.close_rate, b.term("core_buyer", "life"), *per_buyer, members)


def _per_buyer(kind: str, end: str, b: Business) -> Any:
    """Return a result per show as one per buyer."""
    return _rebase(b.r[f"{kind}_per_show_{end}"], "show", "buyer", b.s.close_rate)


def _per_lead(end: str, b: Business) -> Any:
    """Return the most one can pay for a show as the most for a lead."""
    return _rebase(b.r[f"max_cost_per_show_{end}"], "show", "lead", 1.0, b.s.show_rate, b.s.booking_rate)


def _cash_financed(b: Business) -> Any:
    """Return 30-day cash for each unit of what a buyer costs to win and to serve."""
    delivery = b.r["cash_per_buyer_30"] - b.r["profit_per_buyer_30"]
    return _ltv_to_cac(b.r["cash_per_buyer_30"], b.r["cac"] + delivery)


def _term(name: str, end: str, b: Business) -> Any:
    """Return a term at a horizon."""
    return b.term(name, end)


def _money() -> Iterator[tuple[str, Twin]]:
    """Yield cash and profit, per show and per buyer, and the parts of cash, at each horizon."""
    for kind in ("cash", "profit"):
        for end in HORIZON_DAYS:
            name = f"{kind}_per_show"
            yield f"{name}_{end}", Twin(partial(_term, name, end), f"[{name}@{end}]")
        for end in HORIZON_DAYS:
            yield (
                f"{kind}_per_buyer_{end}",
                Twin(partial(_per_buyer, kind, end), f"[{kind}_per_show@{end}]/[close_rate]"),
            )
    for end in SHORT_TIMES:
        for part in PARTS:
            at = f"[{part}@{end}]" if TERM[part].timed else f"[{part}]"
            yield f"{part}_{end}", Twin(partial(_term, part, end), at)


def _pays(number: int, b: Business) -> Any:
    """Say whether the most one can pay per show within 30 days reaches a door price."""
    return at_least(b.r["max_cost_per_show_30"], b.door_prices[number - 1])


RESULTS: Final = {
    "bookings": Twin(
        lambda b: _funnel_count(b.s.leads_per_month, b.s.booking_rate, 1.0, 1.0), "[leads_per_month]*[booking_rate]"
    ),
    "shows": Twin(
        lambda b: _funnel_count(b.s.leads_per_month, b.s.booking_rate, b.s.show_rate, 1.0), "[bookings]*[show_rate]"
    ),
    "buyers": Twin(
        lambda b: _funnel_count(b.s.leads_per_month, b.s.booking_rate, b.s.show_rate, b.s.close_rate),
        "[shows]*[close_rate]",
    ),
    "cost_per_show": Twin(  # a float of numpy divides by what is next to nothing in silence
        lambda b: _cost_per_show(np.float64(b.s.cost_per_lead), b.s.booking_rate, b.s.show_rate),
        "[cost_per_lead]/([booking_rate]*[show_rate])",
    ),
    "cac": Twin(
        lambda b: _cost_per_buyer(b.r["cost_per_show"], b.s.close_rate, b.s.costs.cost_per_sale),
        "[cost_per_show]/[close_rate]+[costs_cost_per_sale]",
    ),
    "blended_cac": Twin(
        lambda b: _referral_cac(b.r["cac"], b.s.referral.rate, b.s.referral.reward),
        "[cac]*(1-[referral_rate])+[referral_rate]*[referral_reward]",
    ),
    **dict(_money()),
    "max_cost_per_show_30": Twin(
        lambda b: _left_of(b, b.r["profit_per_show_30"]), "MAX(0,[profit_per_show@30]-[cost_of_sales])"
    ),
    "max_cost_per_show_2x": Twin(
        lambda b: _left_of(b, b.r["profit_per_show_30"] / 2), "MAX(0,[profit_per_show@30]/set_multiple-[cost_of_sales])"
    ),
    "max_cost_per_show_life": Twin(
        lambda b: _left_of(b, b.r["profit_per_show_life"]), "MAX(0,[profit_per_show@life]-[cost_of_sales])"
    ),
    **{
        f"max_cost_per_lead_{end}": Twin(
            partial(_per_lead, end), f"[max_cost_per_show_{end}]*[show_rate]*[booking_rate]"
        )
        for end in ("30", "2x", "life")
    },
    "ltgp_to_cac": Twin(
        lambda b: _ltv_to_cac(b.r["profit_per_buyer_life"], b.r["cac"]), "[profit_per_buyer_life]/[cac]"
    ),
    "client_financed": Twin(
        lambda b: _ltv_to_cac(b.r["profit_per_buyer_30"], b.r["cac"]), "[profit_per_buyer_30]/[cac]"
    ),
    "payback_month": Twin(
        lambda b: payback_month(b.s, b.r["cac"]),
        "IF(COUNT(lst_paid_back_{s})+ISERROR([cac])=0,NA(),MIN(lst_paid_back_{s}))",
    ),
    "cash_financed": Twin(_cash_financed, "[cash_per_buyer_30]/([cac]+[cash_per_buyer_30]-[profit_per_buyer_30])"),
    **{
        f"pays_door_{number}": Twin(
            partial(_pays, number),
            f"[max_cost_per_show_30]>=calc_door_price_{number}-set_tolerance*MAX(1,calc_door_price_{number})",
        )
        for number in (1, 2, 3, 4)
    },
    **{
        f"month_profit_{end}": Twin(partial(_term, "month_profit", end), f"[month_profit@{end}]") for end in SHORT_TIMES
    },
    "revenue_ceiling": Twin(
        lambda b: _revenue_ceiling(b.terms.new_buyers, b.r["cash_per_buyer_life"]),
        "[new_buyers]*[cash_per_buyer_life]",
    ),
    "members_ceiling": Twin(_members, "[new_buyers]*[members_for_ever]"),
    "months_to_members_ceiling": Twin(
        lambda b: months_to_ceiling(b.s),
        "IF(COUNT(lst_months_to_ceiling_{s})=0,NA(),MAX(lst_months_to_ceiling_{s}))",
    ),
    "talk_value_per_show": Twin(
        _talk_value,
        "[close_rate]*[core_buyer@life]+[products_buyer]+[services_buyer]+[prepay_buyer@life]+[members_cash@life]",
    ),
}
"""Every result, each after those that it needs."""


def formulas(scenario: Scenario, found: Found, door_prices: Sequence[Any] = DOOR_PRICES) -> dict[str, Formula]:
    """
    Return what calculates each result.

    Parameters
    ----------
    scenario : Scenario
        The business; each of its fields may be an array, with an element for each client.
    found : mapping of str to float or ndarray
        The results before it, as they are found; asking for one that has no number raises or notes its error.
    door_prices : sequence of float or ndarray, money per show
        What one might pay to get someone in the door.

    Returns
    -------
    dict of str to callable
        By metric, each after those that it needs.
    """
    business = Business(scenario, found, door_prices)
    return {name: partial(twin.python, business) for name, twin in RESULTS.items()}
