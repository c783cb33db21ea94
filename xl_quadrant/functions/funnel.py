"""The funnel: how many get from a lead to a booking, a show and a buyer, and what each of them costs."""

from __future__ import annotations

from typing import Annotated, Any

from xl_quadrant.functions.conditions import anywhere, choose, refuse_zero_divisor
from xl_quadrant.functions.elementwise import elementwise
from xl_quadrant.functions.quantities import COUNT, MONEY, RATE, SIGNED_MONEY, Values, Word

BASES = ("lead", "booking", "show", "buyer")
"""The steps of the funnel that a money figure can be for, in order."""

Count = Annotated[Values, COUNT]
Rate = Annotated[Values, RATE]
Basis = Annotated[Values, Word(BASES, "basis")]


@elementwise
def funnel_count(leads: Count, booking_rate: Rate, show_rate: Rate, close_rate: Rate = 1.0) -> Any:
    r"""
    How many leads come out at the end of the funnel: shows, or buyers when a close rate is given.

    Parameters
    ----------
    leads : float or array_like, count
        Leads that go in; at least 0.
    booking_rate : float or array_like, rate
        Share of leads who book, 0 to 1.
    show_rate : float or array_like, rate
        Share of bookings who turn up, 0 to 1.
    close_rate : float or array_like, rate, default 1
        Share of shows who buy, 0 to 1; left out, the answer counts shows.

    Returns
    -------
    float or ndarray, count
        Same shape as the arguments broadcast together; not rounded.

    Raises
    ------
    WrongType
        If an argument is not a number (``#VALUE!``).
    OutOfDomain
        If an argument is out of bounds (``#NUM!``).

    Notes
    -----
    .. math:: \text{leads} \times b \times w \times s

    References
    ----------
    xl-quadrant, definitions of record: words.

    Examples
    --------
    Of 100 leads half book and 60% of those turn up; half of the shows buy:

    >>> funnel_count(100, 0.5, 0.6)
    30.0
    >>> funnel_count(100, 0.5, 0.6, 0.5)
    15.0
    """
    return leads * booking_rate * show_rate * close_rate


@elementwise
def cost_per_show(cost_per_lead: Annotated[Values, MONEY.per("lead")], booking_rate: Rate, show_rate: Rate) -> Any:
    r"""
    Cost of getting one person through the door.

    Parameters
    ----------
    cost_per_lead : float or array_like, money per lead
        What one lead costs; at least 0.
    booking_rate : float or array_like, rate
        Share of leads who book, above 0 up to 1.
    show_rate : float or array_like, rate
        Share of bookings who turn up, above 0 up to 1.

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
    ZeroDivisor
        If a rate is 0 (``#DIV/0!``).

    Notes
    -----
    .. math:: \frac{\text{cost per lead}}{b \, w}

    References
    ----------
    xl-quadrant, definitions of record: results per scenario.

    Examples
    --------
    >>> cost_per_show(25, 0.5, 0.5)
    100.0
    """
    refuse_zero_divisor(booking_rate=booking_rate, show_rate=show_rate)
    return cost_per_lead / (booking_rate * show_rate)


@elementwise
def cost_per_buyer(
    cost_per_show: Annotated[Values, MONEY.per("show")],
    close_rate: Rate,
    cost_per_sale: Annotated[Values, MONEY.per("buyer")] = 0.0,
) -> Any:
    r"""
    Cost of winning one buyer (CAC).

    Parameters
    ----------
    cost_per_show : float or array_like, money per show
        What it costs to get one person through the door; at least 0.
    close_rate : float or array_like, rate
        Share of shows who buy, above 0 up to 1.
    cost_per_sale : float or array_like, money per buyer, default 0
        What each sale costs besides, such as a setter's bonus; at least 0.

    Returns
    -------
    float or ndarray, money per buyer
        Same shape as the arguments broadcast together.

    Raises
    ------
    WrongType
        If an argument is not a number (``#VALUE!``).
    OutOfDomain
        If an argument is out of bounds (``#NUM!``).
    ZeroDivisor
        If the close rate is 0 (``#DIV/0!``).

    Notes
    -----
    .. math:: \frac{\text{cost per show}}{s} + \text{cost per sale}

    References
    ----------
    xl-quadrant, definitions of record: results per scenario.

    Examples
    --------
    >>> cost_per_buyer(100, 0.5)
    200.0
    """
    refuse_zero_divisor(close_rate=close_rate)
    return cost_per_show / close_rate + cost_per_sale


@elementwise
def rebase(
    value: Annotated[Values, SIGNED_MONEY],
    from_basis: Basis,
    to_basis: Basis,
    close_rate: Rate = 1.0,
    show_rate: Rate = 1.0,
    booking_rate: Rate = 1.0,
) -> Any:
    r"""
    Money figure for one step of the funnel, converted to another: lead, booking, show or buyer.

    Parameters
    ----------
    value : float or array_like, money
        The figure to convert; a loss is below 0.
    from_basis : str or array_like, basis
        What the figure is for: "lead", "booking", "show" or "buyer".
    to_basis : str or array_like, basis
        What the answer is for: "lead", "booking", "show" or "buyer".
    close_rate : float or array_like, rate, default 1
        Share of shows who buy, 0 to 1; used between show and buyer.
    show_rate : float or array_like, rate, default 1
        Share of bookings who turn up, 0 to 1; used between booking and show.
    booking_rate : float or array_like, rate, default 1
        Share of leads who book, 0 to 1; used between lead and booking.

    Returns
    -------
    float or ndarray, money
        Same shape as the arguments broadcast together.

    Raises
    ------
    WrongType
        If an argument is not a number, or a basis is not text (``#VALUE!``).
    UnknownWord
        If a basis is not one of the four words (``#VALUE!``).
    OutOfDomain
        If an argument is out of bounds (``#NUM!``).
    ZeroDivisor
        If a rate to divide by is 0 (``#DIV/0!``).

    Notes
    -----
    .. math::

        \text{per show} = \text{per buyer} \times s, \quad
        \text{per booking} = \text{per show} \times w, \quad
        \text{per lead} = \text{per booking} \times b

    References
    ----------
    xl-quadrant, definitions of record: basis.

    Examples
    --------
    A buyer is worth 3,400 and half of the shows buy:

    >>> rebase(3400, "buyer", "show", 0.5)
    1700.0
    """
    start, end = _place(from_basis), _place(to_basis)
    steps = (("booking_rate", booking_rate), ("show_rate", show_rate), ("close_rate", close_rate))
    for place, (name, rate) in enumerate(steps):
        towards_buyer = (start <= place) & (end > place)
        towards_lead = (start > place) & (end <= place)
        if anywhere(towards_buyer):
            divisor = choose(towards_buyer, rate, 1.0)
            refuse_zero_divisor(**{name: divisor})
            value = value / divisor
        if anywhere(towards_lead):
            value = value * choose(towards_lead, rate, 1.0)
    return value


def _place(basis: Any) -> Any:
    """Return the place of a basis in the funnel: 0 for a lead, 3 for a buyer."""
    if isinstance(basis, str):
        return BASES.index(basis)
    return sum(place * (basis == word) for place, word in enumerate(BASES))
