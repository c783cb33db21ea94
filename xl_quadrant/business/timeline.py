"""The months of a scenario: buyers, members, cash and what is spent, as they ramp up to the ceiling."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Annotated, Any, Final

import numpy as np

from xl_quadrant.business.memberships import ALIVE, later_churn, members_left
from xl_quadrant.business.model import Scenario
from xl_quadrant.business.terms import PARTS, Terms
from xl_quadrant.errors import OutOfDomain
from xl_quadrant.functions.continuity import DAYS_PER_MONTH
from xl_quadrant.functions.quantities import MONTHS

MONTHS_SHOWN: Final = 24
"""How many months a timeline has unless told."""

MOST_MONTHS: Final = 1200
"""The longest timeline."""

Months = Annotated[int, MONTHS]

_STAYED: Final = (
    "([continuity.stays_later]+([days]<=set_days_per_month))^(([days]-set_days_per_month)/[continuity.every_days])"
)


@dataclass(frozen=True, slots=True)
class MonthTerm:
    """
    What a month adds for each offer of continuity.

    Parameters
    ----------
    label : str
        What a person reads.
    unit, kind : str
        Its unit, and how a front end formats it.
    python : callable
        Takes the scenario, the terms of the month and an array of months from 1; gives its value for each month.
    excel : str
        The same as a formula, where ``[days]`` is the end of the month.
    """

    label: str
    unit: str
    kind: str
    python: Callable[[Scenario, Any, Any], Any]
    excel: str


def _of_new(share: Callable[[Any, Any], Any]) -> Callable[[Scenario, Any, Any], Any]:
    """Return what gives the members of a month's buyers, per buyer, of whom a share counts at the end of a month."""

    def amount(s: Scenario, _: Any, month: Any) -> Any:
        return sum((row.take_rate * share(row, DAYS_PER_MONTH * month) for row in s.continuity), 0.0 * month)

    return amount


def _of_now(value: Callable[[Any, Any], Any]) -> Callable[[Scenario, Any, Any], Any]:
    """Return what gives an amount for each member of today who is still there."""

    def amount(s: Scenario, t: Any, month: Any) -> Any:
        stayed = (
            row.members * (1 - later_churn(row)) ** ((month - 1) * DAYS_PER_MONTH / row.every_days) * value(row, (s, t))
            for row in s.continuity
        )
        return sum(stayed, 0.0 * month)

    return amount


def _monthly(amount: str) -> str:
    """Return the formula of a monthly amount of the members of today."""
    return f"SUMPRODUCT([continuity.members]*set_days_per_month/[continuity.every_days]*{_STAYED}*{amount})"


MONTH_TERMS: Final = {
    "alive": MonthTerm(
        "Members of a month's buyers", "members per buyer", "count",
        _of_new(members_left),
        f"SUMPRODUCT([continuity.take_rate]*{ALIVE})",
    ),
    "joined": MonthTerm(
        "Their members so far", "members per buyer", "count",
        _of_new(lambda row, days: days > row.start_day),
        "SUMPRODUCT([continuity.take_rate]*([days]>[continuity.start_day]))",
    ),
    "members_now": MonthTerm(
        "Members of today", "members", "count", _of_now(lambda _row, _of: 1.0),
        f"SUMPRODUCT([continuity.members]*{_STAYED})",
    ),
    "now_cash": MonthTerm(
        "What they pay", "money per month", "money",
        _of_now(lambda row, of: DAYS_PER_MONTH / row.every_days
                * (of[1].kept * row.price - of[0].costs.card_fixed_fee * (row.price > 0))),
        _monthly("([kept]*[continuity.price]-[costs_card_fixed_fee]*([continuity.price]>0))"),
    ),
    "now_cost": MonthTerm(
        "What serving them costs", "money per month", "money",
        _of_now(lambda row, _of: DAYS_PER_MONTH / row.every_days * row.unit_cost),
        _monthly("[continuity.unit_cost]"),
    ),
}  # fmt: skip
"""What the months are made of beside the terms of a show."""


@dataclass(frozen=True, slots=True)
class Month:
    """
    One month of a scenario that starts with the members of today and no other buyers to collect from.

    Parameters
    ----------
    month : int
        1 for the first.
    new_buyers : float
        Buyers won this month, referred ones included.
    members_opening, members_joined, members_left, members_closing : float
        Members of every continuity offer together; opening + joined − left = closing. A member joins with their first
        payment, and everyone closing has paid this month.
    front, core, products, services, prepay, continuity : float, money
        Cash received this month from all buyers so far, by part; members of today pay into continuity.
    total : float, money
        Their sum.
    delivery : float, money
        Cost of goods and delivery, and commission, members of today included.
    ad_spend : float, money
        Leads × cost per lead.
    sales_cost : float, money
        Cost per sale of buyers who were not referred, and the reward of those who were.
    fixed_costs : float, money
        What no sale changes.
    net : float, money
        Total less all of these: profit before tax, as far as the inputs name it.
    cumulative : float, money
        Net of this and all months before.
    """

    month: int
    new_buyers: float
    members_opening: float
    members_joined: float
    members_left: float
    members_closing: float
    front: float
    core: float
    products: float
    services: float
    prepay: float
    continuity: float
    total: float
    delivery: float
    ad_spend: float
    sales_cost: float
    fixed_costs: float
    net: float
    cumulative: float


def cash_timeline(scenario: Scenario, months: Months = MONTHS_SHOWN) -> tuple[Month, ...]:
    r"""
    Return the months of a scenario, each with the same leads, from the members of today on.

    Parameters
    ----------
    scenario : Scenario
        The business.
    months : int
        How many months; 1 to 1200.

    Returns
    -------
    tuple of Month
        One record for each month, the first first.

    Raises
    ------
    OutOfDomain
        If `months` is not a whole number from 1 to 1200, or an amount is too large for an answer (``#NUM!``).

    Notes
    -----
    Buyers of a month pay from its first day on; with :math:`n = \text{buyers} / (1-K)` new buyers a month, month
    :math:`m = 1, 2, …` brings :math:`n \times \text{cash per buyer}(30 m)`, which rises to the revenue ceiling. The
    month's new buyers cost their blended CAC: ad spend plus sales cost is blended CAC × new buyers. Of the members of
    today, each payment is made by as many as the later churn leaves.

    Examples
    --------
    >>> from xl_quadrant.clients.presets import preset
    >>> for month in cash_timeline(preset("talk").today, 3):
    ...     print(month.month, round(month.total), round(month.members_closing, 2), round(month.cumulative))
    1 24360 8.0 20360
    2 30800 15.2 47160
    3 37096 21.68 80256
    """
    count = MONTHS.check("months", months)
    if not 1 <= count <= MOST_MONTHS:
        raise OutOfDomain("months", count, f"is not from 1 to {MOST_MONTHS}; write a number of months")
    with np.errstate(all="ignore"):
        columns = _columns(scenario, np.arange(1, int(count) + 1))
    finite = np.isfinite(columns["cumulative"]) & np.isfinite(columns["members_closing"])
    if not finite.all():
        raise OutOfDomain("months", count, "end beyond what a number can hold; an amount is too large")
    order = [columns[field.name].tolist() for field in fields(Month)]
    return tuple(Month(*row) for row in zip(*order, strict=True))


def _columns(s: Scenario, month: Any) -> dict[str, Any]:
    """Return the columns of the timeline by name."""
    t = Terms(s, month * float(DAYS_PER_MONTH))
    of_offers = {name: term.python(s, t, month) for name, term in MONTH_TERMS.items()}
    same = np.ones(len(month))
    parts = {part: same * t.new_shows * getattr(t, part) for part in PARTS}
    parts["continuity"] = parts["continuity"] + of_offers["now_cash"]
    closing = t.new_buyers * np.cumsum(of_offers["alive"]) + of_offers["members_now"]
    opening = np.concatenate([of_offers["members_now"][:1], closing[:-1]])
    joined = t.new_buyers * of_offers["joined"]
    total = sum(parts.values())
    delivery = t.new_shows * t.costs + of_offers["now_cost"]
    net = total - delivery - t.ad_spend - t.sales_cost - s.costs.fixed_costs_per_month
    return {
        "month": month,
        "new_buyers": same * t.new_buyers,
        "members_opening": opening,
        "members_joined": joined,
        "members_left": opening + joined - closing,
        "members_closing": closing,
        **parts,
        "total": total,
        "delivery": delivery,
        "ad_spend": same * t.ad_spend,
        "sales_cost": same * t.sales_cost,
        "fixed_costs": same * s.costs.fixed_costs_per_month,
        "net": net,
        "cumulative": np.cumsum(net),
    }
