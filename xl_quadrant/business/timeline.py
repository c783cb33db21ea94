"""The months of a scenario: buyers, members and cash as they ramp up to the ceiling."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Annotated, Any, Final

import numpy as np

from xl_quadrant.business.cash import PARTS, cash_and_profit
from xl_quadrant.business.model import Scenario
from xl_quadrant.business.tables import Membership
from xl_quadrant.errors import OutOfDomain
from xl_quadrant.functions.continuity import DAYS_PER_MONTH
from xl_quadrant.functions.growth import members_at, referral_multiplier
from xl_quadrant.functions.quantities import MONTHS

MONTHS_SHOWN: Final = 24
"""How many months a timeline has unless told."""

MOST_MONTHS: Final = 1200
"""The longest timeline."""

Months = Annotated[int, MONTHS]


@dataclass(frozen=True, slots=True)
class Month:
    """
    One month of a scenario that starts with no members and no buyers to collect from.

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
        Cash received this month from all buyers so far, by part.
    total : float, money
        Their sum.
    ad_spend : float, money
        Leads × cost per lead.
    sales_cost : float, money
        Cost per sale of buyers who were not referred, and the reward of those who were.
    net : float, money
        Total less ad spend and sales cost; cost of goods, delivery and overheads are not taken off.
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
    ad_spend: float
    sales_cost: float
    net: float
    cumulative: float


def cash_timeline(scenario: Scenario, months: Months = MONTHS_SHOWN) -> tuple[Month, ...]:
    r"""
    Return the months of a scenario, each with the same leads, from a standing start.

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
    month's new buyers cost their blended CAC: ad spend plus sales cost is blended CAC × new buyers.

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
    multiplier = referral_multiplier(s.referral.rate)
    shows = s.leads_per_month * s.booking_rate * s.show_rate
    buyers = shows * s.close_rate
    new_buyers = buyers * multiplier
    per_show = cash_and_profit(s, month * float(DAYS_PER_MONTH))
    parts = {part: shows * multiplier * getattr(per_show, part) for part in PARTS}
    opening, closing = _members(s, new_buyers, month - 1), _members(s, new_buyers, month)
    joined = sum((row.take_rate * new_buyers * (month > _months_before(row)) for row in s.continuity), 0.0 * month)
    total = sum(parts.values())
    ad_spend = s.leads_per_month * s.cost_per_lead
    sales_cost = buyers * s.costs.cost_per_sale + new_buyers * s.referral.rate * s.referral.reward
    net = total - ad_spend - sales_cost
    same = np.ones_like(net)
    return {
        "month": month,
        "new_buyers": same * new_buyers,
        "members_opening": opening,
        "members_joined": joined,
        "members_left": opening + joined - closing,
        "members_closing": closing,
        **parts,
        "total": total,
        "ad_spend": same * ad_spend,
        "sales_cost": same * sales_cost,
        "net": net,
        "cumulative": np.cumsum(net),
    }


def _members(s: Scenario, new_buyers: float, month: Any) -> Any:
    """Return the members of all continuity offers at the end of each month."""
    rows = (
        members_at(np.maximum(month - _months_before(row), 0), new_buyers * row.take_rate, row.churn)
        for row in s.continuity
    )
    return sum(rows, 0.0 * month)


def _months_before(row: Membership) -> float:
    """Return how many whole months pass from the sale until the first payment."""
    return row.start_day // DAYS_PER_MONTH
