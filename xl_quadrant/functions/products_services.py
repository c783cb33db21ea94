"""Products and add-on services: what the offers after the core package add for each buyer."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any

import numpy as np

from xl_quadrant.errors import BlankArgument, OutOfDomain, UnlikeShapes
from xl_quadrant.functions.conditions import refuse
from xl_quadrant.functions.elementwise import elementwise, reducing
from xl_quadrant.functions.quantities import MONEY, RATE, ROUNDING, Flag, Values

Money = Annotated[Values, MONEY]
MoneyColumn = Annotated[Values, replace(MONEY, column=True)]
Rate = Annotated[Values, RATE]
RateColumn = Annotated[Values, replace(RATE, column=True)]


@reducing
def offer_value(
    prices: MoneyColumn,
    take_rates: RateColumn,
    unit_costs: MoneyColumn = 0.0,
    exclusive: Annotated[Values, Flag()] = False,  # noqa: FBT002 - a sheet passes TRUE by position
) -> Any:
    r"""
    Money a list of offers adds for each buyer.

    Parameters
    ----------
    prices : array_like, money
        The price of each offer; at least 0.
    take_rates : array_like, rate
        Share of buyers who take each offer, 0 to 1; same shape as prices.
    unit_costs : array_like, money, default 0
        What each offer costs to deliver; one cell for all of them, or the same shape as prices.
    exclusive : bool, TRUE or FALSE, default False
        TRUE where a buyer takes one offer at most, as from a menu.

    Returns
    -------
    float, money per buyer
        One number for the whole list.

    Raises
    ------
    WrongType
        If an argument is not a number, or exclusive is not a logical (``#VALUE!``).
    BlankArgument
        If prices or take_rates is wholly blank (``#VALUE!``).
    UnlikeShapes
        If the ranges are of unlike shape (``#VALUE!``).
    OutOfDomain
        If an argument is out of bounds, or if exclusive offers are taken by more than all buyers (``#NUM!``).

    Notes
    -----
    .. math:: \sum_j \text{take rate}_j \times (\text{price}_j - \text{unit cost}_j)

    A blank cell counts as 0. Exclusive take rates may pass 1 by less than a billionth, as sums of decimals do.

    References
    ----------
    xl-quadrant, definitions of record: cash within H days.

    Examples
    --------
    Everyone buys the kit for 200, two in five the treatments for 1,000:

    >>> offer_value([200, 1000], [1, 0.4])
    600.0
    """
    for name, column in (("prices", prices), ("take_rates", take_rates)):
        if np.isnan(column).all():
            raise BlankArgument(name, None, "where numbers belong; fill in at least one row")
    _refuse_unlike("take_rates", take_rates, prices)
    if unit_costs.size != 1:
        _refuse_unlike("unit_costs", unit_costs, prices)
    takes = np.nan_to_num(take_rates)
    taken = takes.sum()
    rule = "in all is more than every buyer, yet the offers are exclusive; write take rates that add up to 100% or less"
    refuse(exclusive and taken > 1 + ROUNDING, OutOfDomain, "take_rates", taken, rule)
    costs = np.nan_to_num(unit_costs) if unit_costs.size != 1 else np.nan_to_num(unit_costs.ravel()[0])
    return (takes * (np.nan_to_num(prices) - costs)).sum()


@elementwise
def downsell_value(upsell_value: Money, downsell_value: Money, upsell_take: Rate, downsell_take: Rate) -> Any:
    r"""
    Value of an upsell for each buyer, when those who decline it are offered something smaller.

    Parameters
    ----------
    upsell_value : float or array_like, money
        What a buyer brings who takes the upsell; at least 0.
    downsell_value : float or array_like, money
        What a buyer brings who takes the downsell; at least 0.
    upsell_take : float or array_like, rate
        Share of buyers who take the upsell, 0 to 1.
    downsell_take : float or array_like, rate
        Share of those who declined it who take the downsell, 0 to 1.

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

    Notes
    -----
    With upsell value :math:`U` taken by :math:`u`, and downsell value :math:`V` taken by :math:`q` of the others:

    .. math:: u U + (1 - u) q V

    References
    ----------
    xl-quadrant, definitions of record: continuity is downselling the upsell.

    Examples
    --------
    Three in ten take the 3,000 program, half of the others the 2,000 one:

    >>> downsell_value(3000, 2000, 0.3, 0.5)
    1600.0
    """
    return upsell_take * upsell_value + (1 - upsell_take) * downsell_take * downsell_value


def _refuse_unlike(name: str, column: Any, prices: Any) -> None:
    """Raise UnlikeShapes if a range does not have the shape of the prices."""
    if column.shape != prices.shape:
        rule = f"is not the shape of prices, {prices.shape}; give ranges of one shape"
        raise UnlikeShapes(name, column.shape, rule)
