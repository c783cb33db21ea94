"""Cash and gross profit of one show within a horizon, part by part: what every result and every month is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from xl_quadrant.business.model import Scenario
from xl_quadrant.business.terms import PARTS, Terms

__all__ = ["PARTS", "MoneyPerShow", "cash_and_profit", "may_fall"]


@dataclass(frozen=True, slots=True)
class MoneyPerShow:
    """
    What one show brings within a horizon: money per show, each a float, or an array over horizons.

    Parameters
    ----------
    front : float or ndarray
        The front-end offer.
    core : float or ndarray
        The core package as if nobody prepaid or financed it.
    products, services : float or ndarray
        What is added on the day.
    prepay : float or ndarray
        What prepaying and financing add to `core`; negative at the lifetime horizon.
    continuity : float or ndarray
        What members pay.
    costs : float or ndarray
        Cost of goods, delivery and commission.
    cash : float or ndarray
        The sum of the parts.
    profit : float or ndarray
        Cash less costs.
    """

    front: Any
    core: Any
    products: Any
    services: Any
    prepay: Any
    continuity: Any
    costs: Any
    cash: Any
    profit: Any


def cash_and_profit(scenario: Scenario, days: Any) -> MoneyPerShow:
    r"""
    Return cash and gross profit of one show within a number of days of the sale.

    Parameters
    ----------
    scenario : Scenario
        The business; each of its fields may be an array, with an element for each client.
    days : float or array_like, days
        The horizon: above 0, and infinity for a lifetime; a payment on its last day is not within it.

    Returns
    -------
    MoneyPerShow
        Money per show; arrays over horizons where `days` is one, and over clients where the fields are.

    Notes
    -----
    With close rate :math:`s`, price :math:`A`, prepay share and discount :math:`\varphi, \delta`, financed share and
    merchant fee :math:`\psi, \mu`, refund rate :math:`\rho` and :math:`\eta = 1 - f - \rho` kept of each payment:

    .. math:: \text{front} + s \left( \text{core} + \text{products} + \text{services}
        + \text{prepay} + \text{continuity} \right)

    where prepay is :math:`\varphi A (1-\delta) \eta + \psi A (1-\mu-\rho) - (\varphi+\psi)\, \text{core}`, each
    payment less its fixed fee. `xl_quadrant.business.terms` has every term.

    Examples
    --------
    >>> from xl_quadrant.clients.presets import preset
    >>> today = preset("talk").today
    >>> [float(cash) for cash in cash_and_profit(today, [30, 60, float("inf")]).cash]
    [609.0, 770.0, 1719.0]
    """
    days = np.asarray(days, dtype=np.float64)
    with np.errstate(all="ignore"):
        terms = Terms(scenario, days if days.ndim else days[()])
        at_any_time = np.zeros_like(days)
        parts = {part: at_any_time + getattr(terms, part) for part in PARTS}
        totals = {"costs": terms.costs, "cash": terms.cash_per_show, "profit": terms.profit_per_show}
    return MoneyPerShow(**parts, **totals)


def may_fall(scenario: Scenario) -> Any:
    """
    Say whether profit may fall with time: whether a payment brings less than its fee and what it takes to serve it.

    Parameters
    ----------
    scenario : Scenario
        The business; each of its fields may be an array.

    Returns
    -------
    bool or ndarray
        True where it may.
    """
    terms = Terms(scenario, 1.0)
    fee = scenario.costs.card_fixed_fee
    falls: Any = terms.kept * terms.installment < fee * (terms.installment > 0)
    for row in scenario.continuity:
        paid = terms.kept * row.price - fee * (row.price > 0)
        falls = falls | ((row.take_rate > 0) & (paid < row.unit_cost))
    return falls
