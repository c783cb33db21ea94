"""Payback: whether and when a buyer brings back what it cost to win them."""

from __future__ import annotations

from typing import Annotated, Any

import numpy as np

from xl_quadrant.errors import NoAnswer
from xl_quadrant.functions.conditions import choose, everywhere, refuse, refuse_zero_divisor, unless
from xl_quadrant.functions.elementwise import elementwise
from xl_quadrant.functions.lifetime_value import PaidWhen
from xl_quadrant.functions.quantities import MONEY, RATE, RATIO, ROUNDING, SIGNED_MONEY, Values

MoneyPerBuyer = Annotated[Values, MONEY.per("buyer")]
Multiple = Annotated[Values, RATIO]
ProfitPerBuyer = Annotated[Values, SIGNED_MONEY.per("buyer")]
Rate = Annotated[Values, RATE]


@elementwise
def ltv_to_cac(ltv: ProfitPerBuyer, cac: MoneyPerBuyer) -> Any:
    r"""
    Lifetime value of a buyer for each dollar it costs to win one.

    Parameters
    ----------
    ltv : float or array_like, money per buyer
        Lifetime value or lifetime profit; below 0 where a buyer loses money.
    cac : float or array_like, money per buyer
        What it costs to win a buyer; above 0.

    Returns
    -------
    float or ndarray, ratio
        Same shape as the arguments broadcast together.

    Raises
    ------
    WrongType
        If an argument is not a number (``#VALUE!``).
    OutOfDomain
        If an argument is out of bounds (``#NUM!``).
    ZeroDivisor
        If the cac is 0 (``#DIV/0!``).

    Notes
    -----
    .. math:: \text{LTV} / \text{CAC}

    References
    ----------
    xl-quadrant, definitions of record: LTGP : CAC.

    Examples
    --------
    >>> ltv_to_cac(1700, 200)
    8.5
    """
    refuse_zero_divisor(cac=cac)
    return ltv / cac


@elementwise
def client_financed(profit_30: ProfitPerBuyer, cac: MoneyPerBuyer, multiple: Multiple = 2.0) -> Any:
    r"""
    Whether the first 30 days of a buyer pay for winning that buyer and the next.

    Parameters
    ----------
    profit_30 : float or array_like, money per buyer
        Gross profit within 30 days; a loss is below 0.
    cac : float or array_like, money per buyer
        What it costs to win a buyer; at least 0.
    multiple : float or array_like, ratio, default 2
        How many times the cac must come back; at least 0.

    Returns
    -------
    bool or ndarray, TRUE or FALSE
        Same shape as the arguments broadcast together.

    Raises
    ------
    WrongType
        If an argument is not a number (``#VALUE!``).
    OutOfDomain
        If an argument is out of bounds (``#NUM!``).

    Notes
    -----
    .. math:: \text{profit within 30 days} \ge \text{multiple} \times \text{CAC}

    References
    ----------
    xl-quadrant, definitions of record: most you can pay per show.

    Examples
    --------
    >>> client_financed(400, 200)
    True
    >>> client_financed(399, 200)
    False
    """
    return profit_30 >= multiple * cac


@elementwise
def payback_months(
    cac: MoneyPerBuyer,
    upfront_profit: ProfitPerBuyer,
    price: Annotated[Values, MONEY.per("month")],
    churn: Annotated[Values, RATE.per("month")],
    margin: Rate = 1.0,
    paid: PaidWhen = "start",
) -> Any:
    r"""
    Months that pass until a buyer has paid back what it cost to win them.

    Parameters
    ----------
    cac : float or array_like, money per buyer
        What it costs to win a buyer; at least 0.
    upfront_profit : float or array_like, money per buyer
        Profit on the day of the sale; a loss is below 0.
    price : float or array_like, money per month
        What a member pays each month; at least 0.
    churn : float or array_like, rate per month
        Share of members who leave each month, 0 to 1.
    margin : float or array_like, rate, default 1
        Share of each payment that is profit, 0 to 1.
    paid : str or array_like, when in the month, default "start"
        "start" or "end": when in the month a payment is made; at the start, the first is made on the day of the sale.

    Returns
    -------
    float or ndarray, months
        Same shape as the arguments broadcast together; whole numbers.

    Raises
    ------
    WrongType
        If an argument is not a number (``#VALUE!``).
    UnknownWord
        If `paid` is neither "start" nor "end" (``#VALUE!``).
    OutOfDomain
        If an argument is out of bounds (``#NUM!``).
    NoAnswer
        If the cac is never paid back (``#N/A``).

    Notes
    -----
    With margin :math:`m`, price :math:`P` and churn :math:`c`, the smallest number of payments :math:`n` for which

    .. math:: \text{upfront profit} + m P \frac{1 - (1-c)^n}{c} \ge \text{CAC}

    (:math:`m P n` in place of the fraction where the churn is 0) is made after :math:`n - 1` months if payments are
    made at the start of each month, and after :math:`n` at its end. The answer is 0 where the upfront profit is enough.
    A miss of less than a billionth of the cac (or of what is to be earned, if that is more) counts as reached; a sum
    that only comes nearer and nearer to the cac never reaches it.

    References
    ----------
    xl-quadrant, definitions of record: payback month.

    Examples
    --------
    350 are still to be earned when the sale is made, and a member pays 200 on that day and each month after it:

    >>> payback_months(500, 150, 200, 0.10)
    1.0

    The same, paid at the end of each month:

    >>> payback_months(500, 150, 200, 0.10, 1, "end")
    2.0
    """
    missing = cac - upfront_profit
    forgiven = missing - ROUNDING * np.maximum(cac, missing)
    monthly = price * margin
    needed, nearly = missing / monthly, forgiven / monthly
    share = churn * needed
    if not everywhere(share < 1 - 1e-15):
        only_nears_it = (churn < 1) & (share >= 1 - 1e-15) & (nearly > 1)
        refuse(
            (forgiven > 0) & ((churn * nearly > 1) | only_nears_it | (monthly == 0)),
            NoAnswer,
            "cac",
            cac,
            "is never paid back: a buyer brings less than {most} in all",
            most=upfront_profit + choose(monthly == 0, 0.0, monthly / choose(churn == 0, 1.0, churn)),
        )
    gone = -churn
    payments = np.ceil(unless(churn == 0, np.log1p(gone * nearly) / np.log1p(gone), nearly))
    before_the_first = choose(paid == "start", 1.0, 0.0)
    return choose(forgiven <= 0, 0.0, choose(nearly <= 1, 1.0, payments) - before_the_first)
