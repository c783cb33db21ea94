"""
The money of one business, each term stated once: in Python and as an Excel formula, side by side.

Results, the frame of many clients, every sheet of the workbook and its checks are filled from this table. A term is for
one show, one buyer or one payment, as its unit says. In the formulas a word in brackets is an input field, a column of
offers, such as ``[products.price]``, or another term; ``[days]`` is the horizon.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from xl_quadrant.business.memberships import PAYMENTS, paid_within
from xl_quadrant.business.model import Scenario
from xl_quadrant.functions.continuity import DAYS_PER_MONTH
from xl_quadrant.functions.elementwise import mathematics_of
from xl_quadrant.functions.front_end import front_end_cash
from xl_quadrant.functions.payment_streams import discounted_payments

_front_end_cash = mathematics_of(front_end_cash)


@dataclass(frozen=True, slots=True)
class Term:
    """
    One term of the money.

    Parameters
    ----------
    name : str
        What other terms call it.
    label : str
        What a person reads.
    unit : str
        Its unit with its basis.
    kind : str
        How a front end formats it.
    python : callable
        Takes the scenario and the terms before it, and gives its value.
    excel : str
        The same as a formula.
    timed : bool
        Whether it depends on the horizon.
    """

    name: str
    label: str
    unit: str
    kind: str
    python: Callable[[Scenario, Any], Any]
    excel: str
    timed: bool = False


SHOW, BUYER, SALE = "money per show", "money per buyer", "money per payment"


def _front_price(s: Scenario, _: Any) -> Any:
    """Return what the front-end offer charges those who pay for it."""
    offer = s.front_end
    return _front_end_cash(offer.list_price, offer.offer, offer.discount, 1.0)


def _collected(s: Scenario, t: Any) -> Any:
    """Return how many installments a buyer pays before the horizon, on average."""
    through = np.minimum(s.core.installments, np.ceil(t.days / DAYS_PER_MONTH) - 1)
    return (1 - s.core.default_rate) * discounted_payments(s.core.default_rate, through)


def _sold(block: str, column: str) -> Callable[[Scenario, Any], Any]:
    """Return what gives Σ take rate × a column of a list of offers."""
    return lambda s, _: sum(row.take_rate * getattr(row, column) for row in getattr(s, block))


def _sum(block: str, column: str) -> str:
    """Return the formula of the same."""
    return f"SUMPRODUCT([{block}.take_rate],[{block}.{column}])"


def _members_cash(s: Scenario, t: Any) -> Any:
    """Return what members pay before the horizon, per buyer, after fees and refunds."""
    fee = s.costs.card_fixed_fee
    paid = (
        row.take_rate * (t.kept * row.price - fee * (row.price > 0)) * paid_within(row, t.days) for row in s.continuity
    )
    return sum(paid, np.zeros_like(t.days))


def _members_cost(s: Scenario, t: Any) -> Any:
    """Return what serving members costs before the horizon, per buyer."""
    served = (row.take_rate * row.unit_cost * paid_within(row, t.days) for row in s.continuity)
    return sum(served, np.zeros_like(t.days))


TERMS: Final = (
    Term("new_shows", "New shows, with referrals", "shows per month", "count",
         lambda s, t: s.leads_per_month * s.booking_rate * s.show_rate / (1 - s.referral.rate),
         "[leads_per_month]*[booking_rate]*[show_rate]/(1-[referral_rate])"),
    Term("new_buyers", "New buyers, with referrals", "buyers per month", "count",
         lambda s, t: s.close_rate * t.new_shows, "[close_rate]*[new_shows]"),
    Term("ad_spend", "Ad spend", "money per month", "money",
         lambda s, t: s.leads_per_month * s.cost_per_lead, "[leads_per_month]*[cost_per_lead]"),
    Term("sales_cost", "Cost per sale and rewards", "money per month", "money",
         lambda s, t: t.new_buyers
         * ((1 - s.referral.rate) * s.costs.cost_per_sale + s.referral.rate * s.referral.reward),
         "[new_buyers]*((1-[referral_rate])*[costs_cost_per_sale]+[referral_rate]*[referral_reward])"),
    Term("cost_of_sales", "Cost per sale, for each show", SHOW, "money",
         lambda s, t: s.close_rate * s.costs.cost_per_sale, "[close_rate]*[costs_cost_per_sale]"),
    Term("members_for_ever", "Members in the end", "members per monthly buyer", "count",
         lambda s, t: sum(row.take_rate * row.every_days / DAYS_PER_MONTH * paid_within(row, np.inf)
                          for row in s.continuity),
         "SUMPRODUCT([continuity.take_rate]*[continuity.every_days]/set_days_per_month*[continuity.payments])"),
    Term("kept", "Kept of each payment", "share of payments", "rate",
         lambda s, t: 1 - (s.costs.card_fee_rate + s.costs.refund_rate),
         "1-([costs_card_fee_rate]+[costs_refund_rate])"),
    Term("kept_financed", "Kept of a financed sale", "share of price", "rate",
         lambda s, t: 1 - (s.financing.merchant_fee + s.costs.refund_rate),
         "1-([financing_merchant_fee]+[costs_refund_rate])"),
    Term("front_price", "Front-end price", SHOW, "money", _front_price,
         'IF([front_end_offer]="free",0,[front_end_list_price]*(1-([front_end_offer]="discount")*[front_end_discount]))'),
    Term("front", "Front end", SHOW, "money",
         lambda s, t: s.front_end.paying_share
         * (t.kept * t.front_price - s.costs.card_fixed_fee * (t.front_price > 0)),
         "[front_end_paying_share]*([kept]*[front_price]-[costs_card_fixed_fee]*([front_price]>0))"),
    Term("paid_at_once", "Paid on the day", BUYER, "money",
         lambda s, t: np.where(s.core.installments == 0, s.core.price, s.core.down_payment)[()],
         "IF([core_installments]=0,[core_price],[core_down_payment])"),
    Term("installment", "Each installment", SALE, "money",
         lambda s, t: (s.core.price - t.paid_at_once) / np.maximum(s.core.installments, 1),
         "([core_price]-[paid_at_once])/MAX([core_installments],1)"),
    Term("prepaid_price", "Price when prepaid", BUYER, "money",
         lambda s, t: s.core.price * (1 - s.prepay.discount), "[core_price]*(1-[prepay_discount])"),
    Term("prepaid", "A buyer who prepays brings", BUYER, "money",
         lambda s, t: t.kept * t.prepaid_price - s.costs.card_fixed_fee * (t.prepaid_price > 0),
         "[kept]*[prepaid_price]-[costs_card_fixed_fee]*([prepaid_price]>0)"),
    Term("financed", "A buyer who finances brings", BUYER, "money",
         lambda s, t: t.kept_financed * s.core.price - s.financing.fixed_fee * (s.core.price > 0),
         "[kept_financed]*[core_price]-[financing_fixed_fee]*([core_price]>0)"),
    Term("drawn_forward", "Paid at once by prepay and financing", BUYER, "money",
         lambda s, t: s.prepay.share * t.prepaid + s.financing.share * t.financed,
         "[prepay_share]*[prepaid]+[financing_share]*[financed]"),
    Term("own_terms", "Share on your own terms", "share of buyers", "rate",
         lambda s, t: 1 - (s.prepay.share + s.financing.share), "1-([prepay_share]+[financing_share])"),
    Term("products_price", "Products sold", BUYER, "money", _sold("products", "price"), _sum("products", "price")),
    Term("services_price", "Add-on services sold", BUYER, "money",
         _sold("services", "price"), _sum("services", "price")),
    Term("products_buyer", "Products", BUYER, "money", lambda s, t: t.kept * t.products_price,
         "[kept]*[products_price]"),
    Term("services_buyer", "Add-on services", BUYER, "money", lambda s, t: t.kept * t.services_price,
         "[kept]*[services_price]"),
    Term("commission", "Commission", BUYER, "money",
         lambda s, t: s.costs.commission_rate
         * (s.core.price * (1 - s.prepay.share * s.prepay.discount) + t.products_price + t.services_price),
         "[costs_commission_rate]*([core_price]*(1-[prepay_share]*[prepay_discount])+[products_price]+[services_price])"),
    Term("goods", "Goods and delivery on the day", BUYER, "money",
         lambda s, t: s.core.unit_cost + _sold("products", "unit_cost")(s, t) + _sold("services", "unit_cost")(s, t),
         f"[core_unit_cost]+{_sum('products', 'unit_cost')}+{_sum('services', 'unit_cost')}"),
    Term("collected", "Installments collected", "payments per buyer", "count", _collected,
         "SUMPRODUCT((lst_month*set_days_per_month<[days])*(lst_month<=[core_installments])"
         "*(1-[core_default_rate])^lst_month)", timed=True),
    Term("members_cash", "Continuity", BUYER, "money", _members_cash,
         "SUMPRODUCT([continuity.take_rate]*([kept]*[continuity.price]-[costs_card_fixed_fee]*([continuity.price]>0))"
         f"*{PAYMENTS})", timed=True),
    Term("members_cost", "Cost of serving members", BUYER, "money", _members_cost,
         f"SUMPRODUCT([continuity.take_rate]*[continuity.unit_cost]*{PAYMENTS})", timed=True),
    Term("core_buyer", "Core package, as it is collected", BUYER, "money",
         lambda s, t: t.kept * t.paid_at_once - s.costs.card_fixed_fee * (t.paid_at_once > 0)
         + (t.kept * t.installment - s.costs.card_fixed_fee * (t.installment > 0)) * t.collected,
         "[kept]*[paid_at_once]-[costs_card_fixed_fee]*([paid_at_once]>0)"
         "+([kept]*[installment]-[costs_card_fixed_fee]*([installment]>0))*[collected]", timed=True),
    Term("core_mixed", "Core package, with prepay and financing", BUYER, "money",
         lambda s, t: t.drawn_forward + t.own_terms * t.core_buyer,
         "[drawn_forward]+[own_terms]*[core_buyer]", timed=True),
    Term("prepay_buyer", "Prepay uplift", BUYER, "money", lambda s, t: t.core_mixed - t.core_buyer,
         "[core_mixed]-[core_buyer]", timed=True),
    Term("core", "Core package", SHOW, "money", lambda s, t: s.close_rate * t.core_buyer,
         "[close_rate]*[core_buyer]", timed=True),
    Term("products", "Products", SHOW, "money", lambda s, t: s.close_rate * t.products_buyer,
         "[close_rate]*[products_buyer]"),
    Term("services", "Add-on services", SHOW, "money", lambda s, t: s.close_rate * t.services_buyer,
         "[close_rate]*[services_buyer]"),
    Term("prepay", "Prepay and financing", SHOW, "money", lambda s, t: s.close_rate * t.prepay_buyer,
         "[close_rate]*[prepay_buyer]", timed=True),
    Term("continuity", "Continuity", SHOW, "money", lambda s, t: s.close_rate * t.members_cash,
         "[close_rate]*[members_cash]", timed=True),
    Term("cash_per_show", "Cash per show", SHOW, "money",
         lambda s, t: t.front + t.core + t.products + t.services + t.prepay + t.continuity,
         "[front]+[core]+[products]+[services]+[prepay]+[continuity]", timed=True),
    Term("costs", "Goods, delivery and commission", SHOW, "money",
         lambda s, t: s.front_end.unit_cost + s.close_rate * (t.goods + t.commission + t.members_cost),
         "[front_end_unit_cost]+[close_rate]*([goods]+[commission]+[members_cost])", timed=True),
    Term("profit_per_show", "Profit per show", SHOW, "money", lambda s, t: t.cash_per_show - t.costs,
         "[cash_per_show]-[costs]", timed=True),
    Term("month_profit", "What a month's leads earn", "money per month", "money",
         lambda s, t: t.new_shows * t.profit_per_show - t.ad_spend - t.sales_cost,
         "[new_shows]*[profit_per_show]-[ad_spend]-[sales_cost]", timed=True),
)  # fmt: skip
"""Every term, each after those that it needs."""

TERM: Final = {term.name: term for term in TERMS}

PARTS: Final = ("front", "core", "products", "services", "prepay", "continuity")
"""The parts that cash per show is the sum of, in order."""


class Terms:
    """
    The terms of a scenario as attributes.

    Parameters
    ----------
    scenario : Scenario
        The business; each of its fields may be an array, with an element for each client.
    days : float or ndarray, days
        The horizon, infinity for a lifetime.
    """

    days: Any

    def __init__(self, scenario: Scenario, days: Any) -> None:
        self.__dict__["days"] = days
        with np.errstate(all="ignore"):
            for term in TERMS:
                self.__dict__[term.name] = term.python(scenario, self)

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(f"{name} is no term before this one")
