"""What one figure must become to reach a target, and how far a rate counted from few cases can be trusted."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any

import numpy as np

from xl_quadrant.errors import NoAnswer, OutOfDomain
from xl_quadrant.functions.conditions import (
    anywhere,
    choose,
    refuse,
    refuse_zero,
    refuse_zero_divisor,
)
from xl_quadrant.functions.elementwise import elementwise, spilling
from xl_quadrant.functions.quantities import COUNT, MONEY, RATE, ROUNDING, Values

Count = Annotated[Values, COUNT]
Money = Annotated[Values, MONEY]
MoneyPerBuyer = Annotated[Values, MONEY.per("buyer")]
MoneyPerShow = Annotated[Values, MONEY.per("show")]
Rate = Annotated[Values, RATE]
Level = Annotated[Values, replace(RATE, above_low=True, below_high=True)]


@elementwise
def close_rate_needed(target: MoneyPerShow, front_end: MoneyPerShow, per_buyer: MoneyPerBuyer) -> Any:
    r"""
    Close rate at which a show brings a target.

    Parameters
    ----------
    target : float or array_like, money per show
        What a show is to bring; at least 0.
    front_end : float or array_like, money per show
        What the front-end offer brings; at least 0.
    per_buyer : float or array_like, money per buyer
        What a buyer brings after it; above 0.

    Returns
    -------
    float or ndarray, rate
        Same shape as the arguments broadcast together.

    Raises
    ------
    WrongType
        If an argument is not a number (``#VALUE!``).
    OutOfDomain
        If an argument is out of bounds (``#NUM!``).
    ZeroDivisor
        If a buyer brings nothing (``#DIV/0!``).
    NoAnswer
        If no close rate from 0% to 100% brings the target (``#N/A``).

    Notes
    -----
    .. math:: \frac{\text{target} - \text{front end}}{\text{per buyer}}

    A miss of less than a billionth counts as reached.

    References
    ----------
    xl-quadrant, definitions of record: what must be true.

    Examples
    --------
    For 1,000 per show, with 19 from the front end and 1,180 from each buyer:

    >>> round(close_rate_needed(1000, 19, 1180), 3)
    0.831
    """
    return _rate_needed(target, front_end, per_buyer, "close rate", per_buyer=per_buyer)


@elementwise
def take_rate_needed(target: MoneyPerShow, current: MoneyPerShow, price: Money, close_rate: Rate) -> Any:
    r"""
    Take rate at which one more offer lifts a show to a target.

    Parameters
    ----------
    target : float or array_like, money per show
        What a show is to bring; at least 0.
    current : float or array_like, money per show
        What a show brings without the offer; at least 0.
    price : float or array_like, money
        The price of the offer; above 0.
    close_rate : float or array_like, rate
        Share of shows who buy, above 0 up to 1.

    Returns
    -------
    float or ndarray, rate
        Same shape as the arguments broadcast together.

    Raises
    ------
    WrongType
        If an argument is not a number (``#VALUE!``).
    OutOfDomain
        If an argument is out of bounds (``#NUM!``).
    ZeroDivisor
        If the price or the close rate is 0 (``#DIV/0!``).
    NoAnswer
        If no take rate from 0% to 100% brings the target (``#N/A``).

    Notes
    -----
    With close rate :math:`s`:

    .. math:: \frac{\text{target} - \text{current}}{s \times \text{price}}

    A miss of less than a billionth counts as reached.

    References
    ----------
    xl-quadrant, definitions of record: what must be true.

    Examples
    --------
    >>> round(take_rate_needed(1000, 609, 1000, 0.5), 3)
    0.782
    """
    return _rate_needed(target, current, close_rate * price, "take rate", price=price, close_rate=close_rate)


@elementwise
def price_needed(target: MoneyPerShow, current: MoneyPerShow, take_rate: Rate, close_rate: Rate) -> Any:
    r"""
    Price at which one more offer lifts a show to a target.

    Parameters
    ----------
    target : float or array_like, money per show
        What a show is to bring; at least 0.
    current : float or array_like, money per show
        What a show brings without the offer; at least 0.
    take_rate : float or array_like, rate
        Share of buyers who take the offer, above 0 up to 1.
    close_rate : float or array_like, rate
        Share of shows who buy, above 0 up to 1.

    Returns
    -------
    float or ndarray, money
        Same shape as the arguments broadcast together.

    Raises
    ------
    WrongType
        If an argument is not a number (``#VALUE!``).
    OutOfDomain
        If an argument is out of bounds (``#NUM!``).
    ZeroDivisor
        If a rate is 0 (``#DIV/0!``).
    NoAnswer
        If the target is below what a show brings without the offer (``#N/A``).

    Notes
    -----
    With close rate :math:`s`:

    .. math:: \frac{\text{target} - \text{current}}{s \times \text{take rate}}

    References
    ----------
    xl-quadrant, definitions of record: what must be true.

    Examples
    --------
    >>> round(price_needed(1000, 609, 0.4, 0.5), 2)
    1955.0
    """
    refuse_zero_divisor(take_rate=take_rate, close_rate=close_rate)
    missing = target - current
    if anywhere(missing < 0):
        rule = "is below the {current} that comes in without it, and a price cannot be below 0"
        refuse(target * (1 + ROUNDING) < current, NoAnswer, "target", target, rule, current=current)
        missing = np.maximum(missing, 0.0)
    return missing / (close_rate * take_rate)


@spilling(3)
def rate_interval(successes: Count, trials: Count, level: Level = 0.9) -> Any:
    r"""
    Range in which the true rate probably lies, when it was counted from few cases.

    Parameters
    ----------
    successes : float or array_like, count
        Cases that came out well, such as buyers; at least 0 and not above trials.
    trials : float or array_like, count
        All cases, such as shows; above 0.
    level : float or array_like, rate, default 0.9
        Probability that the range holds the rate, above 0 and below 1.

    Returns
    -------
    ndarray, low, median, high
        The shape of the arguments broadcast together, with a last axis of three rates.

    Raises
    ------
    WrongType
        If an argument is not a number (``#VALUE!``).
    OutOfDomain
        If an argument is out of bounds, or if there are more successes than trials (``#NUM!``).
    ZeroDivisor
        If trials is 0 (``#DIV/0!``).

    Notes
    -----
    The Jeffreys interval: quantiles :math:`(1-L)/2`, one half and :math:`(1+L)/2`, for level :math:`L`, of

    .. math:: \mathrm{Beta}(k + \tfrac12,\; n - k + \tfrac12)

    Where there is no success the low is 0, and where every case is a success the high is 1: what was never seen to
    happen may never happen.

    References
    ----------
    Brown, L. D., Cai, T. T. and DasGupta, A., "Interval estimation for a binomial proportion", Statistical Science
    16 (2), 2001.

    Examples
    --------
    Two of five bought: the close rate may be anything from 13% to 74%.

    >>> rate_interval(2, 5).round(2).tolist()
    [0.13, 0.41, 0.74]
    """
    from scipy.special import betaincinv

    refuse_zero(trials=trials)
    rule = "is above trials, {trials}; write at most that"
    refuse(successes > trials, OutOfDomain, "successes", successes, rule, trials=trials)
    won, lost = np.broadcast_arrays(successes + 0.5, trials - successes + 0.5)
    quantiles = (1 - level) / 2, 0.5, (1 + level) / 2
    low, median, high = np.broadcast_arrays(*(betaincinv(won, lost, quantile) for quantile in quantiles))
    low, high = choose(successes == 0, 0.0, low), choose(successes == trials, 1.0, high)
    return np.stack(np.broadcast_arrays(low, median, high), axis=-1)


def _rate_needed(target: Any, current: Any, at_most: Any, lever: str, **divisors: Any) -> Any:
    """Return the rate at which a lever reaches a target; `at_most` is what it adds at a rate of 1."""
    refuse_zero(**divisors)
    needed = (target - current) / at_most
    if anywhere((needed < 0) | (needed > 1)):
        rule = f"is below the {{current}} that comes in without it, and a {lever} cannot be below 0%"
        refuse(target * (1 + ROUNDING) < current, NoAnswer, "target", target, rule, current=current)
        rule = f"is out of reach: even at a {lever} of 100% a show brings {{most}}"
        most = current + at_most
        refuse(target * (1 - ROUNDING) > most, NoAnswer, "target", target, rule, most=most)
        needed = np.clip(needed, 0.0, 1.0)
    return needed
