"""What it costs to draw cash forward by a prepay discount."""

from __future__ import annotations

from typing import Annotated, Any

import numpy as np

from xl_quadrant.errors import NoAnswer
from xl_quadrant.functions.conditions import choose, refuse, refuse_zero
from xl_quadrant.functions.continuity import EveryDays
from xl_quadrant.functions.elementwise import elementwise
from xl_quadrant.functions.payment_streams import monthly_decay
from xl_quadrant.functions.prepay import refuse_down_payment
from xl_quadrant.functions.quantities import MONEY, PAYMENTS, RATE, Values, Word

Money = Annotated[Values, MONEY]
Rate = Annotated[Values, RATE]


DAYS_PER_YEAR = 365
"""A year of annual rates is 365 days, though twelve months are 360."""


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
    refuse_down_payment(price, down_payment)
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
