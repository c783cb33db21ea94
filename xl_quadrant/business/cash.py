"""Cash and gross profit of one show within a horizon, part by part: what every result and every month is made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from xl_quadrant.business.model import Scenario
from xl_quadrant.business.tables import Core, Offer
from xl_quadrant.functions.continuity import DAYS_PER_MONTH, payments_within
from xl_quadrant.functions.elementwise import mathematics_of
from xl_quadrant.functions.front_end import front_end_cash
from xl_quadrant.functions.payment_streams import discounted_payments
from xl_quadrant.functions.prepay import installment_cash

_front_end_cash = mathematics_of(front_end_cash)
_installment_cash = mathematics_of(installment_cash)

PARTS = ("front", "core", "products", "services", "prepay", "continuity")
"""The parts that cash per show is the sum of, in order."""


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
    """

    front: Any
    core: Any
    products: Any
    services: Any
    prepay: Any
    continuity: Any
    costs: Any

    @property
    def cash(self) -> Any:
        """Cash per show: the sum of its parts."""
        return self.front + self.core + self.products + self.services + self.prepay + self.continuity

    @property
    def profit(self) -> Any:
        """Gross profit per show: cash less costs."""
        return self.cash - self.costs


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

    where prepay is :math:`\varphi A (1-\delta) \eta + \psi A (1-\mu-\rho) - (\varphi+\psi)\, \text{core}`.

    Examples
    --------
    >>> from xl_quadrant.clients.presets import preset
    >>> today = preset("talk").today
    >>> [float(cash) for cash in cash_and_profit(today, [30, 60, float("inf")]).cash]
    [609.0, 770.0, 1719.0]
    """
    days = np.asarray(days, dtype=np.float64)
    with np.errstate(all="ignore"):
        return _cash_and_profit(scenario, days if days.ndim else days[()])


def _cash_and_profit(s: Scenario, days: Any) -> MoneyPerShow:
    """Return cash and profit for `numpy.float64` or an array of days."""
    kept = 1 - (s.costs.card_fee_rate + s.costs.refund_rate)
    kept_financed = 1 - (s.financing.merchant_fee + s.costs.refund_rate)
    over_time = 1 - (s.prepay.share + s.financing.share)
    prepaid = s.prepay.share * s.core.price * (1 - s.prepay.discount)
    financed = s.financing.share * s.core.price
    base = kept * _core_payments(s.core, days)
    paid = [discounted_payments(row.churn, payments_within(days, row.start_day)) for row in s.continuity]
    members = list(zip(s.continuity, paid, strict=True))
    charged = prepaid + financed + over_time * s.core.price + _sales(s.products) + _sales(s.services)
    costs = (
        s.core.unit_cost
        + sum(row.take_rate * row.unit_cost for row in (*s.products, *s.services))
        + s.costs.commission_rate * charged
        + sum(row.take_rate * row.unit_cost * payments for row, payments in members)
    )
    at_any_time = np.zeros_like(days)
    return MoneyPerShow(
        front=at_any_time + kept * front_end_price(s),
        core=at_any_time + s.close_rate * base,
        products=at_any_time + s.close_rate * (kept * _sales(s.products)),
        services=at_any_time + s.close_rate * (kept * _sales(s.services)),
        prepay=at_any_time + s.close_rate * (prepaid * kept + financed * kept_financed + over_time * base - base),
        continuity=at_any_time
        + s.close_rate * (kept * sum(row.take_rate * row.price * payments for row, payments in members)),
        costs=at_any_time + s.front_end.unit_cost + s.close_rate * costs,
    )


def front_end_price(scenario: Scenario) -> Any:
    """
    Return what the front-end offer charges, per show.

    Parameters
    ----------
    scenario : Scenario
        The business; each of its fields may be an array.

    Returns
    -------
    float or ndarray, money per show
        Before fees and refunds; 0 for a free offer.
    """
    front_end = scenario.front_end
    return _front_end_cash(front_end.list_price, front_end.offer, front_end.discount, front_end.paying_share)


def may_fall(scenario: Scenario) -> Any:
    """
    Say whether profit may fall with time: whether a member costs more to serve than they pay.

    Parameters
    ----------
    scenario : Scenario
        The business; each of its fields may be an array.

    Returns
    -------
    bool or ndarray
        True where it may.
    """
    kept = 1 - (scenario.costs.card_fee_rate + scenario.costs.refund_rate)
    falls: Any = False
    for row in scenario.continuity:
        falls = falls | ((row.take_rate > 0) & (kept * row.price < row.unit_cost))
    return falls


def _core_payments(core: Core, days: Any) -> Any:
    """Return what a buyer who neither prepays nor finances pays for the package before `days`."""
    through = np.minimum(core.installments, np.ceil(days / DAYS_PER_MONTH) - 1)
    return _installment_cash(core.price, core.down_payment, core.installments, core.default_rate, through)


def _sales(offers: Sequence[Offer]) -> Any:
    """Return what a buyer spends on a list of offers, on average."""
    return sum(offer.take_rate * offer.price for offer in offers)
