"""Prepay and financing: cash drawn forward, and what drawing it forward costs."""

from __future__ import annotations

from typing import Annotated, Any

import numpy as np

from xl_quadrant.errors import NoAnswer, OutOfDomain
from xl_quadrant.functions.conditions import choose, refuse, refuse_zero, unless
from xl_quadrant.functions.continuity import EveryDays
from xl_quadrant.functions.elementwise import elementwise
from xl_quadrant.functions.payment_streams import discounted_payments, monthly_decay, shortfall
from xl_quadrant.functions.quantities import MONEY, MONTHS, PAYMENTS, RATE, Values, Word

Money = Annotated[Values, MONEY]
Months = Annotated[Values, MONTHS]
Rate = Annotated[Values, RATE]
MonthlyRate = Annotated[Values, RATE.per("month")]

DAYS_PER_YEAR = 365
"""A year of annual rates is 365 days, though twelve months are 360."""


@elementwise
def prepay_cash(
    price: Money,
    down_payment: Money,
    prepay_share: Rate,
    discount: Rate = 0.1,
    fee_rate: Rate = 0.0,
) -> Any:
    r"""
    Cash on the day of the sale when a share of buyers prepays and the others make the down payment.

    Parameters
    ----------
    price : float or array_like, money
        The price of the core package; at least 0.
    down_payment : float or array_like, money
        What the others pay on the day; 0 up to the price.
    prepay_share : float or array_like, rate
        Share of buyers who prepay, 0 to 1.
    discount : float or array_like, rate, default 0.1
        Share of the price that prepaying takes off, 0 to 1.
    fee_rate : float or array_like, rate, default 0
        Share of each payment that the card company keeps, 0 to 1.

    Returns
    -------
    float or ndarray, money per buyer
        Same shape as the arguments broadcast together.

    Raises
    ------
    WrongType
        If an argument is not a number (``#VALUE!``).
    OutOfDomain
        If an argument is out of bounds, or if the down payment is above the price (``#NUM!``).

    Notes
    -----
    With price :math:`A`, down payment :math:`D`, prepay share :math:`\varphi`, discount :math:`\delta` and fee rate
    :math:`f`:

    .. math:: (\varphi A (1-\delta) + (1-\varphi) D)(1-f)

    References
    ----------
    xl-quadrant, definitions of record: core with prepay and financing.

    Examples
    --------
    One of five prepays 2,500, the others pay 500 down:

    >>> prepay_cash(2500, 500, 0.2, 0)
    900.0
    """
    _refuse_down_payment(price, down_payment)
    return (prepay_share * price * (1 - discount) + (1 - prepay_share) * down_payment) * (1 - fee_rate)


@elementwise
def prepay_breakeven(churn: MonthlyRate, payments: Months) -> Any:
    r"""
    Largest prepay discount that brings no less than monthly payments would after churn.

    Parameters
    ----------
    churn : float or array_like, rate per month
        Share of members who leave each month, 0 to 1.
    payments : float or array_like, months
        How many monthly payments are prepaid; at least 1.

    Returns
    -------
    float or ndarray, rate
        Same shape as the arguments broadcast together.

    Raises
    ------
    WrongType
        If an argument is not a number (``#VALUE!``).
    OutOfDomain
        If an argument is out of bounds or payments is not whole (``#NUM!``).
    ZeroDivisor
        If payments is 0 (``#DIV/0!``).

    Notes
    -----
    With churn :math:`c` and :math:`n` payments; 0 where the churn is 0:

    .. math:: 1 - \frac{1 - (1-c)^n}{n c}

    References
    ----------
    xl-quadrant, definitions of record: what must be true.

    Examples
    --------
    Who would lose one in ten members each month can give 40% off a prepaid year:

    >>> round(prepay_breakeven(0.10, 12), 3)
    0.402
    """
    refuse_zero(payments=payments)
    return shortfall(churn, payments)


@elementwise
def prepay_cost_of_cash(
    price: Money,
    down_payment: Money,
    discount: Rate,
    payments: Annotated[Values, PAYMENTS],
    every_days: EveryDays = 30.0,
    quoted: Annotated[Values, Word(("effective", "nominal"), "way to quote a rate")] = "effective",
) -> Any:
    r"""
    Annual rate paid for cash drawn forward by a prepay discount.

    Parameters
    ----------
    price : float or array_like, money
        The price of the core package; at least 0.
    down_payment : float or array_like, money
        What is paid on the day without prepaying; 0 up to the price.
    discount : float or array_like, rate
        Share of the price that prepaying takes off, 0 to 1.
    payments : float or array_like, payments
        How many equal payments after the down payment prepaying replaces; at least 1.
    every_days : float or array_like, days, default 30
        How many days lie between one payment and the next, and before the first; above 0.
    quoted : str or array_like, way to quote a rate, default "effective"
        "effective": with interest on interest through the year; "nominal": without.

    Returns
    -------
    float or ndarray, rate per year
        Same shape as the arguments broadcast together.

    Raises
    ------
    WrongType
        If an argument is not a number, or quoted is not text (``#VALUE!``).
    UnknownWord
        If `quoted` is neither "effective" nor "nominal" (``#VALUE!``).
    OutOfDomain
        If an argument is out of bounds, if payments is not whole, or if the down payment is above the price
        (``#NUM!``).
    ZeroDivisor
        If payments is 0 (``#DIV/0!``).
    NoAnswer
        If prepaying brings no more on the day than the down payment does (``#N/A``).

    Notes
    -----
    With price :math:`A`, down payment :math:`D`, discount :math:`\delta` and :math:`n` payments, the rate :math:`i`
    from one payment to the next solves

    .. math:: A (1-\delta) - D = \sum_{k=1}^{n} \frac{(A-D)/n}{(1+i)^k}

    With :math:`v` days between payments the effective rate of a year is :math:`(1+i)^{365/v} - 1`, the nominal one
    :math:`i \times 365 / v`.

    References
    ----------
    xl-quadrant, definitions of record: what must be true.

    Examples
    --------
    10% off 2,000 against 500 down and six payments of 250 is dear money:

    >>> round(prepay_cost_of_cash(2000, 500, 0.10, 6), 3)
    0.659

    2% off a bill that is paid within 10 days instead of 30:

    >>> round(prepay_cost_of_cash(100, 0, 0.02, 1, 20, "nominal"), 3)
    0.372
    """
    _refuse_down_payment(price, down_payment)
    refuse_zero(payments=payments)
    drawn_forward = price * (1 - discount) - down_payment
    refuse(
        drawn_forward <= 0,
        NoAnswer,
        "discount",
        discount,
        "leaves no cash to draw forward: prepaying brings {prepaid} on the day, the down payment {down}",
        prepaid=price * (1 - discount),
        down=down_payment,
    )
    financed = price - down_payment
    gap = payments * (price * discount / financed)
    decay = monthly_decay(payments * (drawn_forward / financed), gap, payments)
    periods = DAYS_PER_YEAR / every_days
    return choose(quoted == "nominal", np.expm1(decay) * periods, np.expm1(decay * periods))


@elementwise
def finance_net(price: Money, merchant_fee: Rate, approval_rate: Rate = 1.0, fixed_fee: Money = 0.0) -> Any:
    r"""
    Cash from a third party that finances the sale, for each buyer who applies.

    Parameters
    ----------
    price : float or array_like, money
        The price that is financed; at least 0.
    merchant_fee : float or array_like, rate
        Share of the price that the financing company keeps, 0 to 1.
    approval_rate : float or array_like, rate, default 1
        Share of applicants who are approved, 0 to 1.
    fixed_fee : float or array_like, money, default 0
        What the financing company takes for each financed sale besides; at least 0.

    Returns
    -------
    float or ndarray, money per applicant
        Same shape as the arguments broadcast together; below 0 where the fixed fee is more than is left of the price.

    Raises
    ------
    WrongType
        If an argument is not a number (``#VALUE!``).
    OutOfDomain
        If an argument is out of bounds (``#NUM!``).

    Notes
    -----
    With merchant fee :math:`\mu`:

    .. math:: \text{approval rate} \times (\text{price} \times (1 - \mu) - \text{fixed fee})

    References
    ----------
    xl-quadrant, definitions of record: prepay and financing.

    Examples
    --------
    A promotional plan keeps 9.9%, and half of the applicants are approved:

    >>> finance_net(2000, 0.099, 0.5)
    901.0
    """
    return approval_rate * (price * (1 - merchant_fee) - fixed_fee)


@elementwise
def installment_cash(
    price: Money,
    down_payment: Money,
    payments: Months,
    default_rate: MonthlyRate = 0.0,
    through: Months = None,
) -> Any:
    r"""
    Cash a buyer pays who makes a down payment and then equal monthly installments.

    Parameters
    ----------
    price : float or array_like, money
        The price of the core package; at least 0.
    down_payment : float or array_like, money
        What is paid on the day; 0 up to the price.
    payments : float or array_like, months
        How many monthly installments follow; 0 if the whole price is paid on the day.
    default_rate : float or array_like, rate per month, default 0
        Share of those still paying who stop at each installment, 0 to 1.
    through : float or array_like, months, optional
        The last installment that counts; all of them when left out.

    Returns
    -------
    float or ndarray, money per buyer
        Same shape as the arguments broadcast together.

    Raises
    ------
    WrongType
        If an argument is not a number (``#VALUE!``).
    OutOfDomain
        If an argument is out of bounds, if a number of installments is not whole, or if the down payment is above the
        price (``#NUM!``).

    Notes
    -----
    With price :math:`A`, down payment :math:`D`, :math:`n` installments, default rate :math:`h`, and :math:`t` the
    last installment that counts, at most :math:`n`:

    .. math:: D + \sum_{k=1}^{t} \frac{A-D}{n} (1-h)^k

    References
    ----------
    xl-quadrant, definitions of record: core base.

    Examples
    --------
    500 down and six installments, of which two fall within the horizon:

    >>> installment_cash(2000, 500, 6, 0, 2)
    1000.0
    """
    _refuse_down_payment(price, down_payment)
    counted = np.fmin(through, payments)
    paid = (1 - default_rate) * discounted_payments(default_rate, counted)
    return down_payment + (price - down_payment) * unless(payments == 0, np.divide(paid, payments), 1.0)


def _refuse_down_payment(price: Any, down_payment: Any) -> None:
    """Raise OutOfDomain if a down payment is above the price."""
    rule = "is above the price, {price}; write at most that"
    refuse(down_payment > price, OutOfDomain, "down_payment", down_payment, rule, price=price)
