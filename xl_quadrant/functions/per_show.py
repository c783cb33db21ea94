"""Cash per show: what one person through the door is worth, and what may be paid to get one there."""

from __future__ import annotations

from typing import Annotated, Any

import numpy as np

from xl_quadrant.functions.conditions import choose, refuse_zero
from xl_quadrant.functions.elementwise import elementwise
from xl_quadrant.functions.quantities import MONEY, RATE, RATIO, SIGNED_MONEY, Values

GainPerBuyer = Annotated[Values, SIGNED_MONEY.per("buyer")]
MoneyPerBuyer = Annotated[Values, MONEY.per("buyer")]
MoneyPerShow = Annotated[Values, MONEY.per("show")]
ProfitPerBuyer = Annotated[Values, SIGNED_MONEY.per("buyer")]
ProfitPerShow = Annotated[Values, SIGNED_MONEY.per("show")]
Multiple = Annotated[Values, RATIO]
Rate = Annotated[Values, RATE]


@elementwise
def cash_per_show(
    front_end: MoneyPerShow,
    close_rate: Rate,
    core: MoneyPerBuyer,
    products: MoneyPerBuyer = 0.0,
    services: MoneyPerBuyer = 0.0,
    prepay: GainPerBuyer = 0.0,
    continuity: MoneyPerBuyer = 0.0,
) -> Any:
    r"""
    Cash one person through the door brings, every part told per show.

    Parameters
    ----------
    front_end : float or array_like, money per show
        Cash from the front-end offer; at least 0.
    close_rate : float or array_like, rate
        Share of shows who buy, 0 to 1.
    core : float or array_like, money per buyer
        Cash from the core package; at least 0.
    products : float or array_like, money per buyer, default 0
        Cash from products; at least 0.
    services : float or array_like, money per buyer, default 0
        Cash from add-on services; at least 0.
    prepay : float or array_like, money per buyer, default 0
        What prepaying and financing add to the core cash; below 0 where the discount and the fee weigh more.
    continuity : float or array_like, money per buyer, default 0
        Cash from continuity; at least 0.

    Returns
    -------
    float or ndarray, money per show
        Same shape as the arguments broadcast together.

    Raises
    ------
    WrongType
        If an argument is not a number (``#VALUE!``).
    OutOfDomain
        If an argument is out of bounds (``#NUM!``).

    Notes
    -----
    With close rate :math:`s`:

    .. math::

        \text{front end} + s \times (\text{core} + \text{products} + \text{services} + \text{prepay} +
        \text{continuity})

    Give every amount for one horizon: all within 30 days, say, or all over the lifetime.

    References
    ----------
    xl-quadrant, definitions of record: cash per show(H).

    Examples
    --------
    The talk's business over the lifetime, its $19 front end counted:

    >>> cash_per_show(19, 0.5, 2000, 200, 400, 0, 800)
    1719.0

    The same within 30 days, with 500 down and one continuity payment:

    >>> cash_per_show(19, 0.5, 500, 200, 400, 0, 80)
    609.0
    """
    return front_end + close_rate * (core + products + services + prepay + continuity)


@elementwise
def talk_cash_per_show(
    front_end: MoneyPerShow,  # noqa: ARG001 - the talk leaves it out; the arguments are those of cash_per_show
    close_rate: Rate,
    core: MoneyPerBuyer,
    products: MoneyPerBuyer = 0.0,
    services: MoneyPerBuyer = 0.0,
    prepay: GainPerBuyer = 0.0,
    continuity: MoneyPerBuyer = 0.0,
) -> Any:
    r"""
    Cash per show as the talk adds it: the core per show, the quadrants per buyer, the front end left out.

    Parameters
    ----------
    front_end : float or array_like, money per show
        Cash from the front-end offer, which the talk leaves out; at least 0.
    close_rate : float or array_like, rate
        Share of shows who buy, 0 to 1.
    core : float or array_like, money per buyer
        Cash from the core package; at least 0.
    products : float or array_like, money per buyer, default 0
        Cash from products; at least 0.
    services : float or array_like, money per buyer, default 0
        Cash from add-on services; at least 0.
    prepay : float or array_like, money per buyer, default 0
        What prepaying and financing add to the core cash; below 0 where the discount and the fee weigh more.
    continuity : float or array_like, money per buyer, default 0
        Cash from continuity; at least 0.

    Returns
    -------
    float or ndarray, money, mixed basis
        Same shape as the arguments broadcast together.

    Raises
    ------
    WrongType
        If an argument is not a number (``#VALUE!``).
    OutOfDomain
        If an argument is out of bounds (``#NUM!``).

    Notes
    -----
    With close rate :math:`s`:

    .. math:: s \times \text{core} + \text{products} + \text{services} + \text{prepay} + \text{continuity}

    One term per show is added to four per buyer. Show it beside `cash_per_show`, never alone.

    References
    ----------
    xl-quadrant, definitions of record: what the talk computes, and what it should.

    Examples
    --------
    >>> talk_cash_per_show(19, 0.5, 2000, 200, 400, 0, 800)
    2400.0
    """
    return close_rate * core + products + services + prepay + continuity


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


@elementwise
def channel_verdict(
    cost_per_show: MoneyPerShow,
    profit_day_0: ProfitPerShow,
    profit_30: ProfitPerShow,
    profit_lifetime: ProfitPerShow,
) -> Any:
    r"""
    Out of which money a channel can be paid.

    Parameters
    ----------
    cost_per_show : float or array_like, money per show
        What the channel costs for each person through the door; at least 0.
    profit_day_0 : float or array_like, money per show
        Gross profit on the day; a loss is below 0.
    profit_30 : float or array_like, money per show
        Gross profit within 30 days; a loss is below 0.
    profit_lifetime : float or array_like, money per show
        Gross profit over the lifetime; a loss is below 0.

    Returns
    -------
    str or ndarray, verdict
        "paid on the day", "paid in 30 days", "paid over lifetime" or "loses money".

    Raises
    ------
    WrongType
        If an argument is not a number (``#VALUE!``).
    OutOfDomain
        If an argument is out of bounds (``#NUM!``).

    Notes
    -----
    The first of the three profits that is not below the cost gives the verdict.

    References
    ----------
    xl-quadrant, definitions of record: results per scenario.

    Examples
    --------
    >>> channel_verdict(100, 50, 200, 900)
    'paid in 30 days'
    """
    later = choose(cost_per_show <= profit_lifetime, "paid over lifetime", "loses money")
    within_30 = choose(cost_per_show <= profit_30, "paid in 30 days", later)
    return choose(cost_per_show <= profit_day_0, "paid on the day", within_30)
