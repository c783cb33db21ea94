"""The most that can be paid for a show or a lead."""

from __future__ import annotations

from typing import Annotated, Any

import numpy as np

from xl_quadrant.functions.conditions import refuse_zero
from xl_quadrant.functions.elementwise import elementwise
from xl_quadrant.functions.quantities import MONEY, RATE, RATIO, SIGNED_MONEY, Values

MoneyPerBuyer = Annotated[Values, MONEY.per("buyer")]
ProfitPerBuyer = Annotated[Values, SIGNED_MONEY.per("buyer")]
ProfitPerShow = Annotated[Values, SIGNED_MONEY.per("show")]
Multiple = Annotated[Values, RATIO]
Rate = Annotated[Values, RATE]


@elementwise
def max_cost_per_show(
    profit_per_buyer: ProfitPerBuyer,
    close_rate: Rate,
    front_end_profit: ProfitPerShow = 0.0,
    multiple: Multiple = 1.0,
    cost_per_sale: MoneyPerBuyer = 0.0,
) -> Any:
    r"""
    Most that can be paid to get one person through the door.

    Parameters
    ----------
    profit_per_buyer : float or array_like, money per buyer
        Gross profit within the time it must be paid back; a loss is below 0.
    close_rate : float or array_like, rate
        Share of shows who buy, 0 to 1.
    front_end_profit : float or array_like, money per show, default 0
        Profit from the front-end offer; a loss is below 0.
    multiple : float or array_like, ratio, default 1
        How many times what it costs to win a buyer must come back; above 0.
    cost_per_sale : float or array_like, money per buyer, default 0
        What each sale costs besides, such as a setter's bonus; at least 0.

    Returns
    -------
    float or ndarray, money per show
        Same shape as the arguments broadcast together; 0 where nothing is left to pay with.

    Raises
    ------
    WrongType
        If an argument is not a number (``#VALUE!``).
    OutOfDomain
        If an argument is out of bounds (``#NUM!``).
    ZeroDivisor
        If the multiple is 0 (``#DIV/0!``).

    Notes
    -----
    With close rate :math:`s`:

    .. math::

        \max\left(0,\; \frac{\text{front-end profit} + s \times \text{profit per buyer}}{\text{multiple}}
        - s \times \text{cost per sale}\right)

    At exactly this cost per show, profit is exactly so many times what it costs to win a buyer.

    References
    ----------
    xl-quadrant, definitions of record: most you can pay per show.

    Examples
    --------
    >>> max_cost_per_show(1180, 0.5, 19)
    609.0

    Each sale costs 50 besides, and all of it must come back twice:

    >>> max_cost_per_show(1180, 0.5, 19, 2, 50)
    279.5
    """
    refuse_zero(multiple=multiple)
    return np.maximum((front_end_profit + close_rate * profit_per_buyer) / multiple - close_rate * cost_per_sale, 0.0)


@elementwise
def max_cost_per_lead(
    profit_per_buyer: ProfitPerBuyer,
    booking_rate: Rate,
    show_rate: Rate,
    close_rate: Rate,
    front_end_profit: ProfitPerShow = 0.0,
    multiple: Multiple = 1.0,
    cost_per_sale: MoneyPerBuyer = 0.0,
) -> Any:
    r"""
    Most that can be paid for one lead.

    Parameters
    ----------
    profit_per_buyer : float or array_like, money per buyer
        Gross profit within the time it must be paid back; a loss is below 0.
    booking_rate : float or array_like, rate
        Share of leads who book, 0 to 1.
    show_rate : float or array_like, rate
        Share of bookings who turn up, 0 to 1.
    close_rate : float or array_like, rate
        Share of shows who buy, 0 to 1.
    front_end_profit : float or array_like, money per show, default 0
        Profit from the front-end offer; a loss is below 0.
    multiple : float or array_like, ratio, default 1
        How many times what it costs to win a buyer must come back; above 0.
    cost_per_sale : float or array_like, money per buyer, default 0
        What each sale costs besides, such as a setter's bonus; at least 0.

    Returns
    -------
    float or ndarray, money per lead
        Same shape as the arguments broadcast together; 0 where nothing is left to pay with.

    Raises
    ------
    WrongType
        If an argument is not a number (``#VALUE!``).
    OutOfDomain
        If an argument is out of bounds (``#NUM!``).
    ZeroDivisor
        If the multiple is 0 (``#DIV/0!``).

    Notes
    -----
    With booking rate :math:`b`, show rate :math:`w` and close rate :math:`s`:

    .. math::

        w b \max\left(0,\; \frac{\text{front-end profit} + s \times \text{profit per buyer}}{\text{multiple}}
        - s \times \text{cost per sale}\right)

    References
    ----------
    xl-quadrant, definitions of record: most you can pay per show.

    Examples
    --------
    >>> round(max_cost_per_lead(1180, 0.5, 0.6, 0.5, 19, 2), 2)
    91.35
    """
    refuse_zero(multiple=multiple)
    most = np.maximum((front_end_profit + close_rate * profit_per_buyer) / multiple - close_rate * cost_per_sale, 0.0)
    return most * show_rate * booking_rate
