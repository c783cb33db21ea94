"""Continuity: what a member is worth who pays every month until they leave."""

from __future__ import annotations

from typing import Annotated, Any

import numpy as np

from xl_quadrant.errors import OutOfDomain
from xl_quadrant.functions.elementwise import elementwise, refuse
from xl_quadrant.functions.quantities import DAYS, MONEY, MONTHS, RATE, Values, Word

DAYS_PER_MONTH = 30
"""A month is 30 days everywhere in this package."""

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
    most = np.where(np.isnan(payments), np.inf, payments)
    refuse(
        (churn == 0) & (discount_rate == 0) & (most == np.inf),
        OutOfDomain,
        "churn",
        churn,
        "has no finite lifetime value; write a churn above 0%, or give payments or a discount_rate",
    )
    delay = np.where(paid == "end", 1 + discount_rate, 1.0)
    return margin * price * discounted_payments(churn, most, discount_rate) / delay + signup_fee


@elementwise
def continuity_cash(
    price: MonthlyPrice,
    churn: Churn,
    days: Annotated[Values, DAYS],
    start_day: Annotated[Values, DAYS] = 0.0,
) -> Any:
    r"""
    Cash one member pays within a number of days of the sale.

    Parameters
    ----------
    price : float or array_like, money per month
        What a member pays each month; at least 0.
    churn : float or array_like, rate per month
        Share of members who leave each month, 0 to 1.
    days : float or array_like, days
        The horizon; a payment on its last day is not within it.
    start_day : float or array_like, days, default 0
        The day of the first payment; then one every 30 days.

    Returns
    -------
    float or ndarray, money per member
        Same shape as the arguments broadcast together.

    Raises
    ------
    WrongType
        If an argument is not a number (``#VALUE!``).
    OutOfDomain
        If an argument is out of bounds (``#NUM!``).

    Notes
    -----
    .. math:: P \sum_{k \ge 0,\; \text{start} + 30k < \text{days}} (1-c)^k

    References
    ----------
    xl-quadrant, definitions of record: a horizon of H days is half open, [0, H).

    Examples
    --------
    Three payments fall within 90 days:

    >>> continuity_cash(200, 0.10, 90)
    542.0

    A payment on day 30 is not within the first 30 days:

    >>> continuity_cash(200, 0.10, 30, 30)
    0.0
    """
    return price * discounted_payments(churn, payments_within(days, start_day))


def payments_within(days: Any, start_day: Any) -> Any:
    """Return how many monthly payments, the first on `start_day`, fall on days before `days`."""
    return np.maximum(np.ceil((days - start_day) / DAYS_PER_MONTH), 0.0)


def discounted_payments(churn: Any, payments: Any, discount_rate: Any = 0.0) -> Any:
    """
    Return how many payments a member is worth: Σ ((1 − churn) / (1 + discount_rate))^k over k = 0 … payments − 1.

    Written with `expm1` and `log1p`, so that a tiny churn loses no digits; infinite where nothing bounds the sum.
    """
    lost = (churn + discount_rate) / (1 + discount_rate)
    survived = np.where(payments == 0, 1.0, np.exp(payments * np.log1p(-lost)))
    total = np.where(payments == 0, 0.0, -np.expm1(payments * np.log1p(-lost)))
    return np.where(lost == 0, payments, np.where(survived == 0, 1.0, total) / np.where(lost == 0, 1.0, lost))
