"""The front-end offer: what brings people through the door, and what is left of a price."""

from __future__ import annotations

from typing import Annotated, Any

from xl_quadrant.functions.conditions import choose
from xl_quadrant.functions.elementwise import elementwise
from xl_quadrant.functions.quantities import MONEY, RATE, Values, Word

Money = Annotated[Values, MONEY]
Rate = Annotated[Values, RATE]

OFFERS = ("free", "discount", "value")
"""The kinds of front-end offer."""


@elementwise
def front_end_cash(
    list_price: Money,
    offer: Annotated[Values, Word(OFFERS, "offer")],
    discount: Rate = 0.0,
    paying_share: Rate = 1.0,
) -> Any:
    r"""
    Cash the front-end offer brings from each person who turns up.

    Parameters
    ----------
    list_price : float or array_like, money
        The ordinary price of the front-end offer; at least 0.
    offer : str or array_like, offer
        "free", "discount" or "value".
    discount : float or array_like, rate, default 0
        Share of the list price that a discount offer takes off, 0 to 1; other offers leave it out of account.
    paying_share : float or array_like, rate, default 1
        Share of shows who pay for the front end, 0 to 1.

    Returns
    -------
    float or ndarray, money per show
        Same shape as the arguments broadcast together.

    Raises
    ------
    WrongType
        If an argument is not a number, or the offer is not text (``#VALUE!``).
    UnknownWord
        If the offer is not one of the three words (``#VALUE!``).
    OutOfDomain
        If an argument is out of bounds (``#NUM!``).

    Notes
    -----
    .. math::

        \text{free: } 0, \quad
        \text{discount: list price} \times (1 - \text{discount}) \times \text{paying share}, \quad
        \text{value: list price} \times \text{paying share}

    References
    ----------
    xl-quadrant, definitions of record: cash within H days.

    Examples
    --------
    Half off 100, and four of five pay:

    >>> front_end_cash(100, "discount", 0.5, 0.8)
    40.0
    """
    kept = choose(offer == "discount", 1 - discount, 1.0)
    return choose(offer == "free", 0.0, list_price * kept * paying_share)


@elementwise
def net_price(
    price: Money,
    unit_cost: Money = 0.0,
    refund_rate: Rate = 0.0,
    fee_rate: Rate = 0.0,
    fixed_fee: Money = 0.0,
    commission_rate: Rate = 0.0,
) -> Any:
    r"""
    Money left of a price after refunds, fees, commission and cost.

    Parameters
    ----------
    price : float or array_like, money
        What is charged; at least 0.
    unit_cost : float or array_like, money, default 0
        What the goods or the delivery cost; at least 0.
    refund_rate : float or array_like, rate, default 0
        Share of the price that is paid back, 0 to 1.
    fee_rate : float or array_like, rate, default 0
        Share of the price that the card company keeps, 0 to 1.
    fixed_fee : float or array_like, money, default 0
        What the card company takes for each payment besides; at least 0.
    commission_rate : float or array_like, rate, default 0
        Share of the price that the seller is paid, 0 to 1.

    Returns
    -------
    float or ndarray, money
        Same shape as the arguments broadcast together; may be below 0.

    Raises
    ------
    WrongType
        If an argument is not a number (``#VALUE!``).
    OutOfDomain
        If an argument is out of bounds (``#NUM!``).

    Notes
    -----
    .. math::

        \text{price} \times (1 - \text{refund} - \text{fee} - \text{commission}) - \text{fixed fee} - \text{unit cost}

    References
    ----------
    xl-quadrant, definitions of record: cash and profit.

    Examples
    --------
    >>> round(net_price(100, 30, 0.05, 0.029, 0.30, 0.10), 2)
    51.8
    """
    return price * (1 - refund_rate - fee_rate - commission_rate) - fixed_fee - unit_cost
