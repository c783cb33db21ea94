"""Growth: where members and revenue level off, how soon, and what referrals add."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any

import numpy as np

from xl_quadrant.errors import OutOfDomain
from xl_quadrant.functions.conditions import choose, refuse
from xl_quadrant.functions.elementwise import elementwise
from xl_quadrant.functions.payment_streams import discounted_payments
from xl_quadrant.functions.quantities import COUNT, MONEY, MONTHS, RATE, ROUNDING, Values

Count = Annotated[Values, COUNT]
CountPerMonth = Annotated[Values, COUNT.per("month")]
Churn = Annotated[Values, RATE.per("month")]
MoneyPerBuyer = Annotated[Values, MONEY.per("buyer")]
Rate = Annotated[Values, RATE]
ReferralRate = Annotated[Values, replace(RATE, below_high=True)]


@elementwise
def revenue_ceiling(new_buyers: CountPerMonth, ltv: MoneyPerBuyer) -> Any:
    r"""
    Monthly revenue at which a business levels off.

    Parameters
    ----------
    new_buyers : float or array_like, count per month
        Buyers won each month; at least 0.
    ltv : float or array_like, money per buyer
        Lifetime value of a buyer; at least 0.

    Returns
    -------
    float or ndarray, money per month
        Same shape as the arguments broadcast together.

    Raises
    ------
    WrongType
        If an argument is not a number (``#VALUE!``).
    OutOfDomain
        If an argument is out of bounds (``#NUM!``).

    Notes
    -----
    .. math:: \text{new buyers} \times \text{LTV}

    References
    ----------
    xl-quadrant, definitions of record: revenue ceiling.

    Examples
    --------
    >>> revenue_ceiling(20, 2000)
    40000.0
    """
    return new_buyers * ltv


@elementwise
def members_at(month: Annotated[Values, MONTHS], new_members: CountPerMonth, churn: Churn, start: Count = 0.0) -> Any:
    r"""
    Members after a number of months.

    Parameters
    ----------
    month : float or array_like, months
        How many months have passed; a whole number, at least 0.
    new_members : float or array_like, count per month
        Members who join each month; at least 0.
    churn : float or array_like, rate per month
        Share of members who leave each month, 0 to 1.
    start : float or array_like, count, default 0
        Members at the beginning; at least 0.

    Returns
    -------
    float or ndarray, count
        Same shape as the arguments broadcast together; not rounded.

    Raises
    ------
    WrongType
        If an argument is not a number (``#VALUE!``).
    OutOfDomain
        If an argument is out of bounds or the month is not whole (``#NUM!``).

    Notes
    -----
    With :math:`M_0` members at the beginning, :math:`N` new ones a month, churn :math:`c` and month :math:`t`:

    .. math:: M_0 (1-c)^t + N \frac{1 - (1-c)^t}{c}

    and :math:`M_0 + N t` where the churn is 0.

    References
    ----------
    xl-quadrant, definitions of record: members.

    Examples
    --------
    Eight join each month and one in ten leaves:

    >>> round(members_at(12, 8, 0.10), 1)
    57.4
    """
    return start * (1 - churn) ** month + new_members * discounted_payments(churn, month)


@elementwise
def member_ceiling(new_members: CountPerMonth, churn: Churn) -> Any:
    r"""
    Members at which a membership levels off, because as many leave each month as join.

    Parameters
    ----------
    new_members : float or array_like, count per month
        Members who join each month; at least 0.
    churn : float or array_like, rate per month
        Share of members who leave each month, above 0 up to 1.

    Returns
    -------
    float or ndarray, count
        Same shape as the arguments broadcast together; not rounded.

    Raises
    ------
    WrongType
        If an argument is not a number (``#VALUE!``).
    OutOfDomain
        If an argument is out of bounds, or if the churn is 0 (``#NUM!``).

    Notes
    -----
    .. math:: N / c

    References
    ----------
    xl-quadrant, definitions of record: members.

    Examples
    --------
    >>> member_ceiling(8, 0.10)
    80.0
    """
    _refuse_no_churn(churn)
    return new_members / churn


@elementwise
def months_to_ceiling(churn: Churn, fraction: Rate = 0.9, start_share: Rate = 0.0) -> Any:
    r"""
    Months until a share of the ceiling is reached.

    Parameters
    ----------
    churn : float or array_like, rate per month
        Share of members who leave each month, above 0 up to 1.
    fraction : float or array_like, rate, default 0.9
        Share of the ceiling to reach, 0 up to below 1.
    start_share : float or array_like, rate, default 0
        Share of the ceiling that is there at the beginning, 0 to 1.

    Returns
    -------
    float or ndarray, months
        Same shape as the arguments broadcast together; whole numbers.

    Raises
    ------
    WrongType
        If an argument is not a number (``#VALUE!``).
    OutOfDomain
        If an argument is out of bounds, if the churn is 0, or if the fraction is 1 (``#NUM!``).

    Notes
    -----
    The smallest whole :math:`t` for which, with churn :math:`c`,

    .. math:: 1 - (1 - \text{start share}) (1-c)^t \ge \text{fraction}

    A miss of less than a billionth of the ceiling counts as reached.

    References
    ----------
    xl-quadrant, definitions of record: members.

    Examples
    --------
    The lower the churn, the higher the ceiling and the longer the way:

    >>> months_to_ceiling([0.05, 0.10, 0.20])
    array([45., 22., 11.])
    """
    _refuse_no_churn(churn)
    rule = "is the whole ceiling, which is never quite reached; write a rate below 1 (100%)"
    refuse(fraction >= 1, OutOfDomain, "fraction", fraction, rule)
    left = (1 - fraction + ROUNDING) / (1 - start_share)
    return choose(left >= 1, 0.0, np.maximum(np.ceil(np.log(left) / np.log1p(-churn)), 1.0))


@elementwise
def referral_multiplier(referral_rate: ReferralRate) -> Any:
    r"""
    Buyers in total for each buyer you win, when buyers refer others, who refer others in turn.

    Parameters
    ----------
    referral_rate : float or array_like, rate
        Referred buyers for each buyer, 0 up to below 1.

    Returns
    -------
    float or ndarray, ratio
        Same shape as the argument.

    Raises
    ------
    WrongType
        If the argument is not a number (``#VALUE!``).
    OutOfDomain
        If the argument is out of bounds (``#NUM!``).

    Notes
    -----
    .. math:: \sum_{k \ge 0} K^k = \frac{1}{1 - K}

    References
    ----------
    xl-quadrant, definitions of record: with referrals.

    Examples
    --------
    >>> referral_multiplier(0.2)
    1.25
    """
    return 1 / (1 - referral_rate)


@elementwise
def referral_cac(cac: MoneyPerBuyer, referral_rate: ReferralRate, reward: MoneyPerBuyer = 0.0) -> Any:
    r"""
    Cost of winning one buyer when some are referred for a reward.

    Parameters
    ----------
    cac : float or array_like, money per buyer
        What it costs to win a buyer who was not referred; at least 0.
    referral_rate : float or array_like, rate
        Referred buyers for each buyer, 0 up to below 1.
    reward : float or array_like, money per buyer, default 0
        What is given for each referred buyer; at least 0.

    Returns
    -------
    float or ndarray, money per buyer
        Same shape as the arguments broadcast together.

    Raises
    ------
    WrongType
        If an argument is not a number (``#VALUE!``).
    OutOfDomain
        If an argument is out of bounds (``#NUM!``).

    Notes
    -----
    .. math:: \text{CAC} \times (1 - K) + K \times \text{reward}

    References
    ----------
    xl-quadrant, definitions of record: with referrals.

    Examples
    --------
    >>> referral_cac(200, 0.2, 50)
    170.0
    """
    return cac * (1 - referral_rate) + referral_rate * reward


def _refuse_no_churn(churn: Any) -> None:
    """Raise OutOfDomain if nobody leaves."""
    rule = "has no ceiling, since nobody leaves; write a churn above 0%"
    refuse(churn == 0, OutOfDomain, "churn", churn, rule)
