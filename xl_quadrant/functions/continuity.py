"""Continuity: what a member pays within a number of days, and how many members leave in a month."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any

import numpy as np

from xl_quadrant.functions.elementwise import elementwise
from xl_quadrant.functions.payment_streams import discounted_payments
from xl_quadrant.functions.quantities import DAYS, MONEY, RATE, Values

DAYS_PER_MONTH = 30
"""A month is 30 days everywhere in this package."""

EveryDays = Annotated[Values, replace(DAYS, above_low=True)]


@elementwise
def continuity_cash(
    price: Annotated[Values, MONEY.per("payment")],
    churn: Annotated[Values, RATE.per("payment")],
    days: Annotated[Values, DAYS],
    start_day: Annotated[Values, DAYS] = 0.0,
    every_days: EveryDays = 30.0,
) -> Any:
    r"""
    Cash one member pays within a number of days of the sale.

    Parameters
    ----------
    price : float or array_like, money per payment
        What a member pays each time; at least 0.
    churn : float or array_like, rate per payment
        Share of members who leave between one payment and the next, 0 to 1.
    days : float or array_like, days
        The horizon; a payment on its last day is not within it.
    start_day : float or array_like, days, default 0
        The day of the first payment.
    every_days : float or array_like, days, default 30
        How many days lie between one payment and the next; above 0.

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
    With price :math:`P`, churn :math:`c` and a payment every :math:`v` days from :math:`\text{start}` on:

    .. math:: P \sum_{k \ge 0,\; \text{start} + v k < \text{days}} (1-c)^k

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

    A visit every 90 days, the first on day 30, within a year of 360 days:

    >>> round(continuity_cash(450, 0.20, 360, 30, 90), 2)
    1328.4
    """
    return price * discounted_payments(churn, payments_within(days, start_day, every_days))


def payments_within(days: Any, start_day: Any, every_days: Any = DAYS_PER_MONTH) -> Any:
    """Return how many payments, the first on `start_day` and then one every so many days, fall before `days`."""
    return np.maximum(np.ceil((days - start_day) / every_days), 0.0)


@elementwise
def monthly_churn(annual_churn: Annotated[Values, RATE.per("year")]) -> Any:
    r"""
    Monthly churn that leaves as many members after a year as an annual churn does.

    Parameters
    ----------
    annual_churn : float or array_like, rate per year
        Share of members who leave within a year, 0 to 1.

    Returns
    -------
    float or ndarray, rate per month
        Same shape as the argument.

    Raises
    ------
    WrongType
        If the argument is not a number (``#VALUE!``).
    OutOfDomain
        If the argument is out of bounds (``#NUM!``).

    Notes
    -----
    .. math:: 1 - (1-a)^{1/12}

    This is not a twelfth of the annual churn, because those who left cannot leave again.

    References
    ----------
    xl-quadrant, definitions of record: continuity, precisely.

    Examples
    --------
    Of 100 members 52 are left after a year:

    >>> round(monthly_churn(0.48), 4)
    0.053
    """
    return -np.expm1(np.log1p(-annual_churn) / 12)
