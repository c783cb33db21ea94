"""Prepay, financing and installments: what a buyer pays when the package is sold, and after it."""

from __future__ import annotations

from typing import Annotated, Any

import numpy as np

from xl_quadrant.errors import OutOfDomain
from xl_quadrant.functions.conditions import refuse, refuse_zero, unless
from xl_quadrant.functions.elementwise import elementwise
from xl_quadrant.functions.payment_streams import discounted_payments, shortfall
from xl_quadrant.functions.quantities import MONEY, MONTHS, RATE, Values

Money = Annotated[Values, MONEY]
Months = Annotated[Values, MONTHS]
Rate = Annotated[Values, RATE]
MonthlyRate = Annotated[Values, RATE.per("month")]


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
    refuse_down_payment(price, down_payment)
    return (prepay_share * price * (1 - discount) + (1 - prepay_share) * down_payment) * (1 - fee_rate)


@elementwise
def prepay_breakeven(churn: MonthlyRate, payments: Months) -> Any:
    r"""
    Largest prepay discount that brings in no less than monthly payments would, after churn.

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
    refuse_down_payment(price, down_payment)
    counted = np.fmin(through, payments)
    paid = (1 - default_rate) * discounted_payments(default_rate, counted)
    return down_payment + (price - down_payment) * unless(payments == 0, np.divide(paid, payments), 1.0)


def refuse_down_payment(price: Any, down_payment: Any) -> None:
    """Raise OutOfDomain if a down payment is above the price."""
    rule = "is above the price, {price}; write at most that"
    refuse(down_payment > price, OutOfDomain, "down_payment", down_payment, rule, price=price)
