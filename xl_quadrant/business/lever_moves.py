"""The levers between today and target: what each one moves, and a business with only some of them moved."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any, Final

from xl_quadrant.business.client_row import put, value_at
from xl_quadrant.business.model import FIELDS, OFFER_BLOCKS, Scenario
from xl_quadrant.business.tables import Membership


@dataclass(frozen=True, slots=True)
class Lever:
    """
    Something an owner can move from today to target while all else stays as it is.

    Parameters
    ----------
    name : str
        Its name, such as ``close_rate``.
    label : str
        What a person reads.
    note : str
        What it moves, in words.
    fields : tuple of str
        The flattened fields it moves; a column of offers is its list and the column, such as ``products_price``.
    moves_cash : bool
        Whether it can change cash per show; what moves only how many shows there are, or their costs, cannot.
    """

    name: str
    label: str
    note: str
    fields: tuple[str, ...]
    moves_cash: bool = True


def _columns(block: str, *names: str) -> tuple[str, ...]:
    """Return the fields of a list of offers, all of them or the named columns."""
    columns = next(offers.columns for offers in OFFER_BLOCKS if offers.name == block)
    return tuple(f"{block}_{column.name}" for column in columns if not names or column.name in names)


def _other_costs(*known: str) -> tuple[str, ...]:
    """Return the fields of the costs but those that are known: a cost that is declared anew is one of selling."""
    return tuple(field.name for field in FIELDS if field.path[0] == "costs" and field.name not in known)


FEES: Final = ("costs_card_fee_rate", "costs_card_fixed_fee", "costs_refund_rate")
FIXED_COSTS: Final = "costs_fixed_costs_per_month"

CHURN: Final = ("churn", "early_payments", "later_churn")
"""The columns of an offer that say how its members leave."""

LEVERS: Final = (
    Lever("leads", "Leads", "How many ask each month", ("leads_per_month",), moves_cash=False),
    Lever("cost_per_lead", "Cost per lead", "What one lead costs", ("cost_per_lead",), moves_cash=False),
    Lever("booking_rate", "Booking rate", "Share of leads who book", ("booking_rate",), moves_cash=False),
    Lever("show_rate", "Show rate", "Share of bookings who turn up", ("show_rate",), moves_cash=False),
    Lever("front_end", "Front-end offer", "Its kind, price, discount and who pays it",
          ("front_end_offer", "front_end_list_price", "front_end_discount", "front_end_paying_share",
           "front_end_unit_cost")),
    Lever("close_rate", "Close rate", "Share of shows who buy", ("close_rate",)),
    Lever("core_price", "Core package price", "The price; the terms stay",
          ("core_name", "core_price", "core_unit_cost")),
    Lever("payment_terms", "Payment terms", "Down payment, installments, defaults",
          ("core_down_payment", "core_installments", "core_default_rate")),
    Lever("prepay", "Prepay", "Who prepays, and their discount", ("prepay_share", "prepay_discount")),
    Lever("financing", "Financing", "Who finances, and its fees",
          ("financing_share", "financing_merchant_fee", "financing_fixed_fee")),
    Lever("products", "Products", "Offers, prices and take rates", _columns("products")),
    Lever("services", "Add-on services", "Offers, prices and take rates", _columns("services")),
    Lever("continuity", "Continuity offers", "Offers, prices, take rates, first payment",
          _columns("continuity", "name", "price", "unit_cost", "take_rate", "start_day", "every_days", "members")),
    Lever("churn", "Continuity churn", "Churn of the offers today has", _columns("continuity", *CHURN)),
    Lever("fees", "Fees and refunds", "Card fees and refund rate", FEES),
    Lever("selling_costs", "Selling costs", "Commission and cost per sale",
          _other_costs(*FEES, FIXED_COSTS), moves_cash=False),
    Lever("fixed_costs", "Fixed costs", "They change the timeline alone", (FIXED_COSTS,), moves_cash=False),
    Lever("referral", "Referrals", "Referral rate and reward", ("referral_rate", "referral_reward"), moves_cash=False),
)  # fmt: skip
"""Every lever, in the order of the money. Together they move every field, and no field is moved by two."""

CASH_LEVERS: Final = tuple(lever for lever in LEVERS if lever.moves_cash)
"""The levers that can change cash per show."""


def moved(today: Scenario, target: Scenario, levers: Collection[str]) -> Scenario:
    """
    Return today's business with some levers moved to the target.

    Parameters
    ----------
    today : Scenario
        The business as it is.
    target : Scenario
        The business as it could be.
    levers : collection of str
        The names of the levers that move.

    Returns
    -------
    Scenario
        Today where no lever moves, the target where all do.

    Notes
    -----
    What a moved lever leaves no room for gives way as far as it must, so that the result is a business that can be: a
    down payment is at most the price, the shares who prepay and who finance are 100% together at most, and so are
    merchant fee and refund rate. An offer that only one scenario has comes or goes, churn and all, with its offers;
    the lever of churn moves the churn of those both have.

    Examples
    --------
    >>> from xl_quadrant.clients.presets import preset
    >>> client = preset("med_spa")
    >>> alone = moved(client.today, client.target, {"close_rate"})
    >>> alone.close_rate, alone.show_rate
    (0.45, 0.65)
    """
    tables: dict[str, Any] = today.model_dump()
    fields = {field for lever in LEVERS if lever.name in levers for field in lever.fields}
    for field in FIELDS:
        if field.name in fields:
            put(tables, field.path, value_at(target, field.path))
    for block in ("products", "services"):
        if block in levers:
            tables[block] = getattr(target, block)
    tables["continuity"] = tuple(_members(today, target, levers))
    _give_way(tables, levers)
    return Scenario.model_validate(tables)


def _members(today: Scenario, target: Scenario, levers: Collection[str]) -> Iterator[Membership]:
    """Yield the continuity offers, each with the churn of the scenario it takes it from."""
    rows, others = (target, today) if "continuity" in levers else (today, target)
    other = {offer.name.casefold(): offer for offer in others.continuity}
    for offer in rows.continuity:
        own_churn = ("continuity" in levers) == ("churn" in levers)
        leaving = offer if own_churn else other.get(offer.name.casefold(), offer)
        yield offer.model_copy(update={column: getattr(leaving, column) for column in CHURN})


def _give_way(tables: dict[str, Any], levers: Collection[str]) -> None:
    """Lower what the moved levers leave no room for."""
    core, prepay, financing = (tables[name] for name in ("core", "prepay", "financing"))
    core["down_payment"] = min(core["down_payment"], core["price"])
    if prepay["share"] + financing["share"] > 1:
        gives, stays = (financing, prepay) if "prepay" in levers else (prepay, financing)
        gives["share"] = 1 - stays["share"]
    if financing["merchant_fee"] + tables["costs"]["refund_rate"] > 1:
        financing["merchant_fee"] = 1 - tables["costs"]["refund_rate"]
