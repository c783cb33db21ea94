"""What comes back: the payments of one member, and when they join, pay and leave."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from xl_quadrant.business.model import Scenario
from xl_quadrant.business.tables import Membership
from xl_quadrant.errors import NoAnswer
from xl_quadrant.functions.conditions import refuse
from xl_quadrant.functions.continuity import DAYS_PER_MONTH
from xl_quadrant.functions.payment_streams import discounted_payments
from xl_quadrant.functions.quantities import ROUNDING

_LATER: Final = "([days]>[continuity.later_day])*-INT(([continuity.later_day]-[days])/[continuity.every_days])"
DUE: Final = "([days]>[continuity.start_day])*-INT(([continuity.start_day]-[days])/[continuity.every_days])"
"""How many payments of each offer fall due before the horizon: `payments_before`."""

_EARLY: Final = f"({DUE}-{_LATER})"

PAYMENTS: Final = (
    f"((1-([continuity.stays]+({_EARLY}=0))^{_EARLY})/[continuity.leaves]"
    f"+[continuity.stays_early]*(1-([continuity.stays_later]+({_LATER}=0))^({_LATER}))/[continuity.leaves_later])"
)
"""How many payments a member of each offer makes before the horizon, early ones and later ones: `paid_within`."""

ALIVE: Final = (
    f"([days]>[continuity.start_day])*(({_LATER}=0)*([continuity.stays]+(({DUE}-1)*({_LATER}=0)<=0))"
    f"^(({DUE}-1)*({_LATER}=0)*({DUE}>0))+({_LATER}>0)*[continuity.stays_early]"
    f"*([continuity.stays_later]+({_LATER}<=1))^(({_LATER}-1)*({_LATER}>0)))"
)
"""The share of an offer's members who have made the payment last due before the horizon: `members_left`."""

CEILING_FRACTION: Final = 0.9
"""The share of the members ceiling whose month is told."""

DERIVED: Final = {
    "later": "IF(N({early_payments})*N({later_churn})=0,{churn},{later_churn})",
    "stays": "1-{churn}",
    "leaves": "{churn}+({churn}=0)",
    "stays_later": "1-{later}",
    "leaves_later": "{later}+({later}=0)",
    "stays_early": "(1-{churn}+({early_payments}=0))^{early_payments}",
    "later_day": "{start_day}+{early_payments}*{every_days}",
    "payments": "(1-{stays_early})/{leaves}+{stays_early}/{leaves_later}",
}
"""What the formulas need of each offer beside its inputs, as formulas on them; an offer without churn is not taken."""


def later_churn(row: Membership) -> Any:
    """
    Return the churn after the early payments.

    Parameters
    ----------
    row : Membership
        An offer; each of its fields may be an array.

    Returns
    -------
    float or ndarray, rate
        The churn before, where there are no early payments or no later churn is given.
    """
    if row.later_churn is None:
        return row.churn
    later = np.where((row.early_payments == 0) | np.isnan(row.later_churn), row.churn, row.later_churn)
    return later if later.ndim else float(later)


def payments_before(row: Membership, days: Any) -> Any:
    """
    Return how many payments fall due before a horizon.

    Parameters
    ----------
    row : Membership
        An offer.
    days : float or ndarray, days
        The horizon; a payment on its last day is not before it.

    Returns
    -------
    float or ndarray, payments
        A whole number, or infinity.

    Examples
    --------
    >>> botox = Membership(name="Botox", churn=0.2, start_day=30, every_days=90)
    >>> [float(payments_before(botox, days)) for days in (30, 31, 120, 121)]
    [0.0, 1.0, 1.0, 2.0]
    """
    return np.maximum(np.ceil((days - row.start_day) / row.every_days), 0.0)


def paid_within(row: Membership, days: Any) -> Any:
    r"""
    Return how many payments one member makes before a horizon.

    Parameters
    ----------
    row : Membership
        An offer.
    days : float or ndarray, days
        The horizon.

    Returns
    -------
    float or ndarray, payments
        On average over members.

    Notes
    -----
    With churn :math:`c`, :math:`e` early payments and later churn :math:`c_2`, payment :math:`k = 0, 1, …` is made by
    :math:`(1-c)^{\min(k, e)} (1-c_2)^{\max(k-e, 0)}` of the members.

    Examples
    --------
    >>> gym = Membership(name="Gym", churn=0.09, early_payments=6, later_churn=0.03)
    >>> round(149 * float(paid_within(gym, float("inf"))), 2)
    3535.83
    """
    due = payments_before(row, days)
    if row.later_churn is None:
        return discounted_payments(row.churn, due)
    early, later = np.minimum(due, row.early_payments), np.maximum(due - row.early_payments, 0.0)
    stays = (1 - row.churn) ** row.early_payments
    return discounted_payments(row.churn, early) + stays * discounted_payments(later_churn(row), later)


def members_left(row: Membership, days: Any) -> Any:
    """
    Return the share of members who have made the last payment that fell due before a horizon.

    Parameters
    ----------
    row : Membership
        An offer.
    days : float or ndarray, days
        Days since the sale.

    Returns
    -------
    float or ndarray, share of members
        0 before the first payment.
    """
    due = payments_before(row, days)
    made = np.maximum(due - 1, 0.0)
    if row.later_churn is None:
        return (due > 0) * (1 - row.churn) ** made
    early, later = np.minimum(made, row.early_payments), np.maximum(made - row.early_payments, 0.0)
    return (due > 0) * (1 - row.churn) ** early * (1 - later_churn(row)) ** later


def months_to_ceiling(s: Scenario) -> Any:
    """
    Return the months until every offer has nearly as many members as it will ever have.

    Parameters
    ----------
    s : Scenario
        The business; each of its fields may be an array.

    Returns
    -------
    float or ndarray, months
        Those of the slowest offer that anyone takes.

    Raises
    ------
    NoAnswer
        If nobody takes any.
    """
    slowest: Any = 0.0
    for row in s.continuity:
        months = np.ceil(_payments_to_ceiling(row) * row.every_days / DAYS_PER_MONTH - ROUNDING)
        slowest = np.maximum(slowest, np.where(row.take_rate > 0, months, 0.0))
    rule = "offers are taken by anyone, so there is no members ceiling to reach"
    refuse(slowest == 0, NoAnswer, "continuity", 0, rule)
    return slowest


def _payments_to_ceiling(row: Membership) -> Any:
    """Return after how many payments an offer has its share of the members ceiling."""
    churn, later = np.float64(1.0) * row.churn, np.float64(1.0) * later_churn(row)
    stays, payments = (1 - churn) ** row.early_payments, paid_within(row, np.inf)
    left = (1 - CEILING_FRACTION) * payments
    early = _thinned_to(churn, 1 - churn * (payments - left))
    at_last = row.early_payments + _thinned_to(later, later * left / stays)
    return np.where(left > stays / later, early, at_last)


def _thinned_to(churn: Any, share: Any) -> Any:
    """Return the fewest payments after which a share or less of the members is left."""
    return np.where(churn == 1, 1.0, np.ceil(np.log(share) / np.log1p(-churn) - ROUNDING))
