"""The equation of every result, for one scenario and for many: fields are numbers, or arrays over clients."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from functools import partial, reduce
from typing import Any, Final

import numpy as np

from xl_quadrant.business.cash import PARTS, cash_and_profit
from xl_quadrant.business.currency_sizes import DOOR_PRICES
from xl_quadrant.business.metrics import SHORT_TIMES
from xl_quadrant.business.model import Scenario
from xl_quadrant.business.payback_month import payback_month
from xl_quadrant.errors import NoAnswer
from xl_quadrant.functions import funnel, growth, payback, per_show
from xl_quadrant.functions.conditions import at_least, choose, refuse
from xl_quadrant.functions.elementwise import mathematics_of

HORIZON_DAYS: Final = {"0": 1.0, "30": 30.0, "60": 60.0, "90": 90.0, "life": math.inf}
"""The days of each horizon, by the end of a metric's name; on the day is [0, 1)."""

CEILING_FRACTION: Final = 0.9
"""The share of the members ceiling whose month is told."""

Formula = Callable[[], Any]
Found = Mapping[str, Any]

_funnel_count = mathematics_of(funnel.funnel_count)
_cost_per_show = mathematics_of(funnel.cost_per_show)
_cost_per_buyer = mathematics_of(funnel.cost_per_buyer)
_rebase = mathematics_of(funnel.rebase)
_referral_cac = mathematics_of(growth.referral_cac)
_referral_multiplier = mathematics_of(growth.referral_multiplier)
_ltv_to_cac = mathematics_of(payback.ltv_to_cac)
_revenue_ceiling = mathematics_of(growth.revenue_ceiling)
_member_ceiling = mathematics_of(growth.member_ceiling)
_months_to_ceiling = mathematics_of(growth.months_to_ceiling)
_talk_cash_per_show = mathematics_of(per_show.talk_cash_per_show)


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
    return {
        **_funnel(scenario, found),
        **_money(scenario, found),
        **_most_you_can_pay(scenario, found),
        **_tests(scenario, found, door_prices),
        **_growth(scenario, found),
    }


def _funnel(s: Scenario, r: Found) -> dict[str, Formula]:
    """Return the formulas of the funnel; a float of numpy divides by what is next to nothing in silence."""
    return {
        "bookings": lambda: _funnel_count(s.leads_per_month, s.booking_rate, 1.0, 1.0),
        "shows": lambda: _funnel_count(s.leads_per_month, s.booking_rate, s.show_rate, 1.0),
        "buyers": lambda: _funnel_count(s.leads_per_month, s.booking_rate, s.show_rate, s.close_rate),
        "cost_per_show": lambda: _cost_per_show(np.float64(s.cost_per_lead), s.booking_rate, s.show_rate),
        "cac": lambda: _cost_per_buyer(r["cost_per_show"], s.close_rate, s.costs.cost_per_sale),
        "blended_cac": lambda: _referral_cac(r["cac"], s.referral.rate, s.referral.reward),
    }


def _money(s: Scenario, r: Found) -> dict[str, Formula]:
    """Return the formulas of cash and profit, per show and per buyer, and of the parts of cash."""
    days = np.array(list(HORIZON_DAYS.values())).reshape(-1, *[1] * np.ndim(s.close_rate))
    money = cash_and_profit(s, days)
    cash, profit = dict(zip(HORIZON_DAYS, money.cash, strict=True)), dict(zip(HORIZON_DAYS, money.profit, strict=True))
    parts = {part: dict(zip(HORIZON_DAYS, getattr(money, part), strict=True)) for part in PARTS}

    def per_buyer(name: str) -> Any:
        return _rebase(r[name], "show", "buyer", s.close_rate)

    return {
        **{f"cash_per_show_{end}": partial(cash.get, end) for end in HORIZON_DAYS},
        **{f"cash_per_buyer_{end}": partial(per_buyer, f"cash_per_show_{end}") for end in HORIZON_DAYS},
        **{f"profit_per_show_{end}": partial(profit.get, end) for end in HORIZON_DAYS},
        **{f"profit_per_buyer_{end}": partial(per_buyer, f"profit_per_show_{end}") for end in HORIZON_DAYS},
        **{f"{part}_{end}": partial(parts[part].get, end) for end in SHORT_TIMES for part in PARTS},
    }


def _most_you_can_pay(s: Scenario, r: Found) -> dict[str, Formula]:
    """Return the formulas of the most one can pay for a show and for a lead."""

    def left_of(profit: Any) -> Any:
        left = profit - s.close_rate * s.costs.cost_per_sale
        return choose(left > 0, left, 0.0)

    def per_lead(name: str) -> Any:
        return _rebase(r[name], "show", "lead", 1.0, s.show_rate, s.booking_rate)

    return {
        "max_cost_per_show_30": lambda: left_of(r["profit_per_show_30"]),
        "max_cost_per_show_2x": lambda: left_of(r["profit_per_show_30"] / 2),
        "max_cost_per_show_life": lambda: left_of(r["profit_per_show_life"]),
        **{f"max_cost_per_lead_{end}": partial(per_lead, f"max_cost_per_show_{end}") for end in ("30", "2x", "life")},
    }


def _tests(s: Scenario, r: Found, door_prices: Sequence[Any]) -> dict[str, Formula]:
    """Return the formulas of the ratios, of payback and of the talk's question."""

    def cash_financed() -> Any:
        delivery = r["cash_per_buyer_30"] - r["profit_per_buyer_30"]
        return _ltv_to_cac(r["cash_per_buyer_30"], r["cac"] + delivery)

    def pays(price: Any) -> Any:
        return at_least(r["max_cost_per_show_30"], price)

    return {
        "ltgp_to_cac": lambda: _ltv_to_cac(r["profit_per_buyer_life"], r["cac"]),
        "client_financed": lambda: _ltv_to_cac(r["profit_per_buyer_30"], r["cac"]),
        "payback_month": lambda: payback_month(s, r["cac"]),
        "cash_financed": cash_financed,
        **{f"pays_door_{number}": partial(pays, price) for number, price in enumerate(door_prices, start=1)},
    }


def _growth(s: Scenario, r: Found) -> dict[str, Formula]:
    """Return the formulas of the ceilings, and the sum as the talk adds it."""
    multiplier = _referral_multiplier(s.referral.rate)

    def members() -> Any:
        return sum(_member_ceiling(r["buyers"] * multiplier * row.take_rate, row.churn) for row in s.continuity)

    def months_to_members() -> Any:
        churns = (choose(row.take_rate > 0, row.churn, math.inf) for row in s.continuity)
        slowest = reduce(lambda one, other: choose(one < other, one, other), churns, math.inf)
        rule = "offers are taken by anyone, so there is no members ceiling to reach"
        refuse(slowest == math.inf, NoAnswer, "continuity", 0, rule)
        return _months_to_ceiling(slowest, CEILING_FRACTION, 0.0)

    def talk_value() -> Any:
        life = cash_and_profit(s.model_copy(update={"close_rate": 1.0}), math.inf)
        per_buyer = (life.products, life.services, life.prepay, life.continuity)
        return _talk_cash_per_show(life.front, s.close_rate, life.core, *per_buyer)

    def month_profit(end: str) -> Any:
        referred = r["buyers"] * s.referral.rate * multiplier
        spent = s.leads_per_month * s.cost_per_lead + r["buyers"] * s.costs.cost_per_sale + referred * s.referral.reward
        return r["shows"] * multiplier * r[f"profit_per_show_{end}"] - spent

    return {
        **{f"month_profit_{end}": partial(month_profit, end) for end in SHORT_TIMES},
        "revenue_ceiling": lambda: _revenue_ceiling(r["buyers"] * multiplier, r["cash_per_buyer_life"]),
        "members_ceiling": members,
        "months_to_members_ceiling": months_to_members,
        "talk_value_per_show": talk_value,
    }
