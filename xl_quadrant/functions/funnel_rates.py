"""Rates of the funnel, from how many people there were at each step."""

from __future__ import annotations

from typing import Annotated, Any

from xl_quadrant.errors import OutOfDomain
from xl_quadrant.functions.conditions import refuse, refuse_zero_divisor
from xl_quadrant.functions.elementwise import elementwise
from xl_quadrant.functions.quantities import COUNT, Values

Count = Annotated[Values, COUNT]


@elementwise
def show_rate(shows: Count, booked: Count) -> Any:
    r"""
    Share of the people booked who turn up.

    Parameters
    ----------
    shows : float or array_like, count
        People who turned up; at least 0 and not above booked.
    booked : float or array_like, count
        People who had an appointment; above 0.

    Returns
    -------
    float or ndarray, rate
        Same shape as the arguments broadcast together.

    Raises
    ------
    WrongType
        If an argument is not a number (``#VALUE!``).
    OutOfDomain
        If an argument is out of bounds, or if there are more shows than booked (``#NUM!``).
    ZeroDivisor
        If booked is 0 (``#DIV/0!``).

    Notes
    -----
    .. math:: \text{shows} / \text{booked}

    References
    ----------
    xl-quadrant, definitions of record: words.

    Examples
    --------
    >>> show_rate(60, 100)
    0.6
    """
    rate = shows / booked
    refuse_zero_divisor(booked=booked)
    refuse(shows > booked, OutOfDomain, "shows", shows, "is above booked, {booked}; write at most that", booked=booked)
    return rate


@elementwise
def close_rate(buyers: Count, shows: Count) -> Any:
    r"""
    Share of the people who turn up who buy the core package.

    Parameters
    ----------
    buyers : float or array_like, count
        Shows who bought the core package; at least 0 and not above shows.
    shows : float or array_like, count
        People who turned up; above 0.

    Returns
    -------
    float or ndarray, rate
        Same shape as the arguments broadcast together.

    Raises
    ------
    WrongType
        If an argument is not a number (``#VALUE!``).
    OutOfDomain
        If an argument is out of bounds, or if there are more buyers than shows (``#NUM!``).
    ZeroDivisor
        If shows is 0 (``#DIV/0!``).

    Notes
    -----
    .. math:: \text{buyers} / \text{shows}

    References
    ----------
    xl-quadrant, definitions of record: words.

    Examples
    --------
    >>> close_rate(5, 10)
    0.5
    """
    rate = buyers / shows
    refuse_zero_divisor(shows=shows)
    refuse(buyers > shows, OutOfDomain, "buyers", buyers, "is above shows, {shows}; write at most that", shows=shows)
    return rate
