"""The churn at which a member is still worth a target."""

from __future__ import annotations

from typing import Annotated, Any

import numpy as np

from xl_quadrant.errors import NoAnswer
from xl_quadrant.functions.conditions import (
    all_above_zero,
    choose,
    everywhere,
    given_or,
    refuse,
    unless,
)
from xl_quadrant.functions.elementwise import elementwise
from xl_quadrant.functions.payment_streams import monthly_decay
from xl_quadrant.functions.quantities import MONEY, MONTHS, RATE, ROUNDING, Values

MoneyPerMember = Annotated[Values, MONEY.per("member")]
MoneyPerMonth = Annotated[Values, MONEY.per("month")]
Months = Annotated[Values, MONTHS]
Rate = Annotated[Values, RATE]


@elementwise
def churn_needed(target_ltv: MoneyPerMember, price: MoneyPerMonth, margin: Rate = 1.0, payments: Months = None) -> Any:
    r"""
    Largest churn at which a member is still worth a target.

    Parameters
    ----------
    target_ltv : float or array_like, money per member
        What a member is to be worth; at least 0.
    price : float or array_like, money per month
        What a member pays each month; at least 0.
    margin : float or array_like, rate, default 1
        Share of each payment that is kept, 0 to 1.
    payments : float or array_like, months, optional
        The most payments a member can make; for ever when left out.

    Returns
    -------
    float or ndarray, rate per month
        Same shape as the arguments broadcast together.

    Raises
    ------
    WrongType
        If an argument is not a number (``#VALUE!``).
    OutOfDomain
        If an argument is out of bounds or payments is not whole (``#NUM!``).
    NoAnswer
        If not even a churn of 0% reaches the target (``#N/A``).

    Notes
    -----
    With price :math:`P`, margin :math:`m` and :math:`n` payments, the largest :math:`c` from 0 to 1 with

    .. math:: m P \sum_{k=0}^{n-1} (1-c)^k \ge \text{target}

    which is :math:`m P / \text{target}` without a number of payments. A target up to the first payment is reached even
    if everyone leaves after it. A miss of less than a billionth counts as reached.

    References
    ----------
    xl-quadrant, definitions of record: what must be true.

    Examples
    --------
    >>> churn_needed(2000, 200)
    0.1
    """
    monthly = price * margin
    most_payments = given_or(payments, np.inf)
    endless = np.fmin(monthly / target_ltv, 1.0)
    for_ever = everywhere(most_payments == np.inf)
    if for_ever and all_above_zero(endless):
        return endless
    most = unless(monthly == 0, most_payments * monthly, 0.0)
    rule = "is out of reach: even at a churn of 0% a member brings {most}"
    refuse(target_ltv * (1 - ROUNDING) > most, NoAnswer, "target_ltv", target_ltv, rule, most=most)
    if for_ever:
        return endless
    sought = (target_ltv > monthly) & (most_payments > 1) & (most_payments < np.inf)
    worth = choose(sought, np.minimum(target_ltv / monthly, most_payments), 2.0)
    later = choose(sought, most_payments, 2.0) - 1
    one_is_enough = choose(most_payments <= 1, 1.0, endless)
    return choose(sought, -np.expm1(-monthly_decay(worth - 1, later + 1 - worth, later)), one_is_enough)
