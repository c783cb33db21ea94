"""Lifetime value: what a member who pays every month is worth until they leave."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any

import numpy as np

from xl_quadrant.errors import BlankArgument, OutOfDomain, UnlikeShapes
from xl_quadrant.functions.conditions import all_above_zero, choose, everywhere, given_or, refuse
from xl_quadrant.functions.elementwise import elementwise, reducing
from xl_quadrant.functions.payment_streams import discounted_payments, lost_each_time
from xl_quadrant.functions.quantities import MONEY, MONTHS, RATE, Values, Word

MonthlyPrice = Annotated[Values, MONEY.per("month")]
Churn = Annotated[Values, RATE.per("month")]
Payments = Annotated[Values, MONTHS]
DiscountRate = Annotated[Values, RATE.per("month")]
PaidWhen = Annotated[Values, Word(("start", "end"), "when in the month")]
Margin = Annotated[Values, RATE]
SignupFee = Annotated[Values, MONEY]


@elementwise
def ltv_continuity(
    price: MonthlyPrice,
    churn: Churn,
    payments: Payments = None,
    discount_rate: DiscountRate = 0.0,
    paid: PaidWhen = "start",
    margin: Margin = 1.0,
    signup_fee: SignupFee = 0.0,
) -> Any:
    r"""
    Lifetime value of one member who pays monthly until they leave.

    Parameters
    ----------
    price : float or array_like, money per month
        What a member pays each month; at least 0.
    churn : float or array_like, rate per month
        Share of members who leave each month, 0 to 1.
    payments : float or array_like, months, optional
        The most payments a member can make; for ever when left out.
    discount_rate : float or array_like, rate per month, default 0
        What a month's delay costs, 0 to 1.
    paid : str or array_like, when in the month, default "start"
        "start" or "end": when in the month a payment is made.
    margin : float or array_like, rate, default 1
        Share of each payment that is kept, 0 to 1.
    signup_fee : float or array_like, money, default 0
        Paid once, on the first day; at least 0.

    Returns
    -------
    float or ndarray, money per member
        Same shape as the arguments broadcast together.

    Raises
    ------
    WrongType
        If an argument is not a number (``#VALUE!``).
    UnknownWord
        If `paid` is neither "start" nor "end" (``#VALUE!``).
    OutOfDomain
        If an argument is out of bounds, or if churn is 0 and neither payments nor a discount rate bounds the sum
        (``#NUM!``).

    Notes
    -----
    With churn :math:`c`, margin :math:`m`, price :math:`P`, discount rate :math:`d`, :math:`n` payments and
    :math:`w = 0` for payments at the start of the month, 1 at its end:

    .. math:: m P \sum_{k=0}^{n-1} \frac{(1-c)^k}{(1+d)^{k+w}} + \text{signup fee}

    References
    ----------
    Fader, P. S. and Hardie, B. G. S., "Reconciling and clarifying CLV formulas", note 024.

    Examples
    --------
    A member pays 200 a month and one in ten leaves each month:

    >>> ltv_continuity(200, 0.10)
    2000.0

    The same, counted over one year only:

    >>> round(ltv_continuity(200, 0.10, 12), 2)
    1435.14
    """
    most = given_or(payments, np.inf)
    lost = lost_each_time(churn, discount_rate)
    monthly = margin / choose(paid == "end", 1 + discount_rate, 1.0) * price
    if everywhere(most == np.inf):
        value = monthly / lost + signup_fee
    else:
        value = monthly * discounted_payments(churn, most, discount_rate) + signup_fee
    if not all_above_zero(lost):
        rule = "has no finite lifetime value; write a churn above 0%, or give payments or a discount_rate"
        refuse((lost == 0) & (most == np.inf), OutOfDomain, "churn", churn, rule)
    return value


@reducing
def ltv_curve(
    price: Annotated[Values, MONEY.per("month")],
    churns: Annotated[Values, replace(RATE.per("month"), column=True)],
    tail_churn: Churn = None,
    payments: Payments = None,
    discount_rate: DiscountRate = 0.0,
) -> Any:
    r"""
    Lifetime value of one member whose churn changes from month to month.

    Parameters
    ----------
    price : float, money per month
        What a member pays each month; at least 0.
    churns : array_like, rate per month
        Share of members who leave in the first month, the second and so on, 0 to 1; one column or one row.
    tail_churn : float, rate per month, optional
        Share who leave in each month after those; the last of churns when left out.
    payments : float, months, optional
        The most payments a member can make; for ever when left out.
    discount_rate : float, rate per month, default 0
        What a month's delay costs, 0 to 1.

    Returns
    -------
    float, money per member
        One number for the whole curve.

    Raises
    ------
    WrongType
        If an argument is not a number (``#VALUE!``).
    BlankArgument
        If churns is blank, or has a blank between two rates (``#VALUE!``).
    UnlikeShapes
        If churns has several rows and several columns, or another argument is a range (``#VALUE!``).
    OutOfDomain
        If an argument is out of bounds, or if the tail churn is 0 and neither payments nor a discount rate bounds the
        sum (``#NUM!``).

    Notes
    -----
    Payments are made at the start of each month. With churn :math:`c_j` in month :math:`j`, the tail churn in every
    month after the last given, price :math:`P`, discount rate :math:`d` and :math:`n` payments:

    .. math:: P \sum_{k=0}^{n-1} \frac{\prod_{j=1}^{k} (1-c_j)}{(1+d)^k}

    Blank cells after the last rate are left out.

    References
    ----------
    Fader, P. S. and Hardie, B. G. S., "Reconciling and clarifying CLV formulas", note 024.

    Examples
    --------
    One in ten leaves in the first month, one in twenty in the second, then one in fifty:

    >>> round(ltv_curve(100, [0.10, 0.05], 0.02), 2)
    4465.0
    """
    monthly = _without_trailing_blanks(churns)
    count = len(monthly)
    tail = monthly[-1] if np.isnan(tail_churn) else tail_churn
    most = np.inf if np.isnan(payments) else payments
    reached = np.cumprod(np.concatenate(([1.0], (1 - monthly) / (1 + discount_rate))))
    endless = reached[-1] > 0 and tail == 0 and discount_rate == 0 and most == np.inf
    argument = "churns" if np.isnan(tail_churn) else "tail_churn"
    rule = "leaves members who never go, without a finite lifetime value; write a churn above 0%, or give payments"
    refuse(endless, OutOfDomain, argument, tail, rule)
    first_months = reached[: int(min(count, most))].sum()
    if most <= count or reached[-1] == 0:
        return price * first_months
    return price * (first_months + reached[-1] * discounted_payments(tail, most - count, discount_rate))


def _without_trailing_blanks(churns: Any) -> Any:
    """Return one column or row of churns up to the last that is filled in."""
    if max(churns.shape) != churns.size:
        raise UnlikeShapes("churns", churns.shape, "is the shape of a block; give one column or one row")
    monthly = churns.ravel()
    filled = np.flatnonzero(~np.isnan(monthly))
    if not filled.size:
        raise BlankArgument("churns", None, "where rates belong; write at least one churn")
    monthly = monthly[: filled[-1] + 1]
    if len(filled) < len(monthly):
        raise BlankArgument("churns", None, "between two churns; fill in every month up to the last")
    return monthly
