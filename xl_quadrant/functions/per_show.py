"""Cash per show: what one person through the door is worth, and whether that pays for a channel."""

from __future__ import annotations

from typing import Annotated, Any

from xl_quadrant.functions.conditions import choose
from xl_quadrant.functions.elementwise import elementwise
from xl_quadrant.functions.quantities import MONEY, RATE, SIGNED_MONEY, Values

GainPerBuyer = Annotated[Values, SIGNED_MONEY.per("buyer")]
MoneyPerBuyer = Annotated[Values, MONEY.per("buyer")]
MoneyPerShow = Annotated[Values, MONEY.per("show")]
ProfitPerShow = Annotated[Values, SIGNED_MONEY.per("show")]
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
    Cash that one person through the door brings, with every part counted per show.

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
def channel_verdict(
    cost_per_show: MoneyPerShow,
    profit_day_0: ProfitPerShow,
    profit_30: ProfitPerShow,
    profit_lifetime: ProfitPerShow,
) -> Any:
    r"""
    Which profit pays for a channel: that of the day, of 30 days, of a lifetime, or none.

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
