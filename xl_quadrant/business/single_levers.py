"""The single figures that could bring a wanted cash per show: where each stands and how far it can go."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from xl_quadrant.business.cash import cash_and_profit, front_end_price
from xl_quadrant.business.model import Scenario
from xl_quadrant.business.tables import Membership, Offer
from xl_quadrant.functions.continuity import DAYS_PER_MONTH
from xl_quadrant.functions.quantities import MONEY, ROUNDING


@dataclass(frozen=True, slots=True)
class Position:
    """
    Where a lever stands, how far it can go and what a step is worth.

    Parameters
    ----------
    today : float
        What it is today.
    per_unit : float, money per show
        What 30-day cash per show gains when it rises by 1.
    lowest, highest : float
        How far it can go; infinity where nothing limits it.
    """

    today: float
    per_unit: float
    lowest: float = 0.0
    highest: float = 1.0

    @property
    def room(self) -> float:
        """How far it can go in the direction that brings cash; today's value where nothing limits it."""
        if self.per_unit < 0:
            return self.today - self.lowest
        return self.today if math.isinf(self.highest) else self.highest - self.today


@dataclass(frozen=True, slots=True)
class SingleLever:
    """
    One figure that alone could bring the wanted cash per show.

    Parameters
    ----------
    name, label : str
        What it is called in code, and by a person.
    kind, unit : str
        ``money`` or ``rate``, and its unit with its basis.
    note : str
        What is meant by it.
    position : callable
        Takes a scenario and gives its Position.
    """

    name: str
    label: str
    kind: str
    unit: str
    note: str
    position: Callable[[Scenario], Position]


def _kept(s: Scenario) -> float:
    """Return what is kept of each payment."""
    return 1 - (s.costs.card_fee_rate + s.costs.refund_rate)


def _on_the_day(s: Scenario) -> float:
    """Return what a buyer who neither prepays nor finances pays within 30 days."""
    return s.core.price if s.core.installments == 0 else s.core.down_payment


def _front_end(s: Scenario) -> Position:
    """Return the front-end price, whatever kind of offer it is today."""
    offer = s.front_end
    charged = {"free": 0.0, "discount": offer.list_price * (1 - offer.discount), "value": offer.list_price}
    return Position(charged[offer.offer], _kept(s) * offer.paying_share, highest=math.inf)


def _close_rate(s: Scenario) -> Position:
    """Return the close rate, worth what a buyer brings."""
    if_all_buy = cash_and_profit(s.model_copy(update={"close_rate": 1.0}), float(DAYS_PER_MONTH))
    return Position(s.close_rate, float(if_all_buy.cash - if_all_buy.front))


def _core_price(s: Scenario) -> Position:
    """Return the price of the package, which the down payment cannot exceed."""
    over_time = 1 - (s.prepay.share + s.financing.share)
    at_once = s.prepay.share * (1 - s.prepay.discount) + over_time * (s.core.installments == 0)
    financed = s.financing.share * (1 - (s.financing.merchant_fee + s.costs.refund_rate))
    per_unit = s.close_rate * (at_once * _kept(s) + financed)
    return Position(s.core.price, per_unit, lowest=s.core.down_payment, highest=math.inf)


def _down_payment(s: Scenario) -> Position:
    """Return the down payment, which counts where there are installments."""
    over_time = 1 - (s.prepay.share + s.financing.share)
    per_unit = s.close_rate * over_time * _kept(s) * (s.core.installments > 0)
    return Position(s.core.down_payment, per_unit, highest=s.core.price)


def _prepay_share(s: Scenario) -> Position:
    """Return the share who prepay instead of paying on the usual terms."""
    brings = s.core.price * (1 - s.prepay.discount) * _kept(s)
    return _drawn_forward(s, s.prepay.share, brings, s.financing.share)


def _financed_share(s: Scenario) -> Position:
    """Return the share who finance instead of paying on the usual terms."""
    brings = s.core.price * (1 - (s.financing.merchant_fee + s.costs.refund_rate))
    return _drawn_forward(s, s.financing.share, brings, s.prepay.share)


def _drawn_forward(s: Scenario, share: float, brings: float, other_share: float) -> Position:
    """Return a share of buyers who bring something else than the usual terms do."""
    usual = _on_the_day(s) * _kept(s)
    more = 0.0 if abs(brings - usual) <= ROUNDING * max(1.0, usual) else brings - usual
    return Position(share, s.close_rate * more, highest=1 - other_share)


def _take_rate(offers: Callable[[Scenario], Sequence[Offer | Membership]]) -> Callable[[Scenario], Position]:
    """Return the average take rate of a list of offers, weighted by price."""

    def position(s: Scenario) -> Position:
        rows = offers(s)
        prices, spent = sum(row.price for row in rows), sum(row.take_rate * row.price for row in rows)
        return Position(spent / prices if prices else 0.0, s.close_rate * _kept(s) * prices)

    return position


def _price(offers: Callable[[Scenario], Sequence[Offer | Membership]]) -> Callable[[Scenario], Position]:
    """Return the average price of a list of offers, weighted by take rate."""

    def position(s: Scenario) -> Position:
        rows = offers(s)
        taken, spent = sum(row.take_rate for row in rows), sum(row.take_rate * row.price for row in rows)
        return Position(spent / taken if taken else 0.0, s.close_rate * _kept(s) * taken, highest=math.inf)

    return position


def _refund_rate(s: Scenario) -> Position:
    """Return the refund rate, which takes its share of all that is charged."""
    over_time = 1 - (s.prepay.share + s.financing.share)
    core = (s.prepay.share * (1 - s.prepay.discount) + s.financing.share) * s.core.price + over_time * _on_the_day(s)
    offers: tuple[Offer | Membership, ...] = (*s.products, *s.services, *_starting(s))
    charged = front_end_price(s) + s.close_rate * (core + sum(row.take_rate * row.price for row in offers))
    return Position(s.costs.refund_rate, -charged, highest=1 - max(s.costs.card_fee_rate, s.financing.merchant_fee))


def _starting(s: Scenario) -> list[Membership]:
    """Return the continuity offers whose first payment falls within 30 days."""
    return [row for row in s.continuity if row.start_day < DAYS_PER_MONTH]


_PER_SHOW, _PER_BUYER = MONEY.per("show").unit, MONEY.per("buyer").unit

SINGLE_LEVERS: Final = (
    SingleLever("front_end_price", "Front-end price", "money", _PER_SHOW,
                "What those who pay for the front end pay, after its discount", _front_end),
    SingleLever("close_rate", "Close rate", "rate", "share of shows", "Share of shows who buy", _close_rate),
    SingleLever("core_price", "Core package price", "money", _PER_BUYER,
                "With the down payment as it is", _core_price),
    SingleLever("down_payment", "Down payment", "money", _PER_BUYER,
                "At most the price; counts where there are installments", _down_payment),
    SingleLever("prepay_share", "Prepay share", "rate", "share of buyers",
                "At most those who do not finance", _prepay_share),
    SingleLever("financing_share", "Financed share", "rate", "share of buyers",
                "At most those who do not prepay", _financed_share),
    SingleLever("products_take_rate", "Products: take rate", "rate", "share of buyers",
                "Average, weighted by price", _take_rate(lambda s: s.products)),
    SingleLever("products_price", "Products: price", "money", MONEY.unit,
                "Average, weighted by take rate", _price(lambda s: s.products)),
    SingleLever("services_take_rate", "Services: take rate", "rate", "share of buyers",
                "Average, weighted by price", _take_rate(lambda s: s.services)),
    SingleLever("services_price", "Services: price", "money", MONEY.unit,
                "Average, weighted by take rate", _price(lambda s: s.services)),
    SingleLever("continuity_take_rate", "Continuity: take rate", "rate", "share of buyers",
                "Average of the offers that start within 30 days", _take_rate(_starting)),
    SingleLever("continuity_price", "Continuity: price", "money", MONEY.per("month").unit,
                "Average of the offers that start within 30 days", _price(_starting)),
    SingleLever("refund_rate", "Refund rate", "rate", "share of payments",
                "What is given back; less is better", _refund_rate),
)  # fmt: skip
"""The levers, in the order of the money."""
