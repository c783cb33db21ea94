"""
One business, validated: a client with two scenarios, today and target.

The models are the only place where an input field is named, labelled, bounded and given its default. `FIELDS`,
`CLIENT_FIELDS` and `OFFER_BLOCKS` are read off them for the sheets, the command line and the rosters.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, get_args

from pydantic import Field, model_validator
from pydantic.fields import FieldInfo

from xl_quadrant.business.currencies import AMOUNTS, currency_size
from xl_quadrant.business.ranges import InputRange
from xl_quadrant.business.tables import (
    Core,
    Costs,
    Financing,
    FrontEnd,
    Membership,
    Offer,
    Prepay,
    Referral,
    Table,
    share_of,
)
from xl_quadrant.business.texts import CurrencyCode, Day, Text
from xl_quadrant.errors import ArgumentError, OutOfDomain, XlQuadrantError
from xl_quadrant.functions.quantities import COUNT, MONEY, Number, Word


class Scenario(Table):
    """One business as it is, or as it could be."""

    leads_per_month: Annotated[float, COUNT.per("month")] = Field(
        title="Leads per month", description="People who ask: forms, calls, messages, walk-ins."
    )
    cost_per_lead: Annotated[float, MONEY.per("lead")] = Field(
        title="Cost per lead", description="Ad spend divided by the leads it brought."
    )
    booking_rate: Annotated[float, share_of("leads")] = Field(
        title="Booking rate", description="Share of leads who book a visit or a call."
    )
    show_rate: Annotated[float, share_of("bookings")] = Field(
        title="Show rate", description="Share of bookings who turn up."
    )
    close_rate: Annotated[float, share_of("shows")] = Field(
        title="Close rate", description="Share of the people who turn up that buy the core package."
    )
    front_end: FrontEnd = Field(default=FrontEnd(), title="Front end")
    core: Core = Field(title="Core package")
    prepay: Prepay = Field(default=Prepay(), title="Prepay")
    financing: Financing = Field(default=Financing(), title="Financing")
    products: tuple[Offer, ...] = Field(
        default=(), title="Products", description="Physical goods sold on the spot, at a high margin."
    )
    services: tuple[Offer, ...] = Field(
        default=(), title="Add-on services", description="Upsells and the menu of what else you offer."
    )
    continuity: tuple[Membership, ...] = Field(
        default=(), title="Continuity", description="The same thing, recurring, at a good discount, after the package."
    )
    referral: Referral = Field(default=Referral(), title="Referral")
    costs: Costs = Field(default=Costs(), title="Costs")

    @model_validator(mode="before")
    @classmethod
    def _ask_for_core(cls, given: Any) -> Any:
        """Return what was given with a core package, so that it is its price that is missed."""
        if isinstance(given, Mapping) and given.get("core") is None:
            return {**given, "core": {}}
        return given

    def broken_rules(self) -> list[XlQuadrantError]:
        """Refuse shares and fees above 1 together, and offers of one name."""
        over = [
            OutOfDomain(path, value, f"and {other} {value_of_other:.10g} are above 1 together; lower one of them")
            for path, value, other, value_of_other in self._together()
            if value + value_of_other > 1
        ]
        return [*over, *self._repeated_names()]

    def holds_too_much(self) -> Any:
        """Say whether a down payment, or shares or fees together, are too high; of many clients, for which."""
        found: Any = self.core.is_down_too_much()
        for _, value, _, value_of_other in self._together():
            found = found | (value + value_of_other > 1)
        return found

    def _together(self) -> tuple[tuple[str, float, str, float], ...]:
        """Return the shares and fees that must not be above 1 together, each with its path."""
        return (
            ("prepay.share", self.prepay.share, "financing.share", self.financing.share),
            ("costs.card_fee_rate", self.costs.card_fee_rate, "costs.refund_rate", self.costs.refund_rate),
            ("financing.merchant_fee", self.financing.merchant_fee, "costs.refund_rate", self.costs.refund_rate),
        )

    def _repeated_names(self) -> list[XlQuadrantError]:
        """Return an error for each offer whose name stands above it in its list; case does not count."""
        problems: list[XlQuadrantError] = []
        for block in ("products", "services", "continuity"):
            seen: Counter[str] = Counter()
            for number, offer in enumerate(getattr(self, block), start=1):
                seen[offer.name.casefold()] += 1
                if seen[offer.name.casefold()] > 1:
                    rule = f"is the name of another offer in {block}; give each its own name"
                    problems.append(ArgumentError(f"{block}.{number}.name", offer.name, rule))
        return problems


class Client(Table):
    """One client: who it is, and its two scenarios; `client_file` completes a target from today."""

    name: Annotated[str, Text("name", required=True, longest=80)] = Field(
        title="Client name", description="The name of the business, as it stands on every page."
    )
    industry: Annotated[str, Text("industry")] = Field(
        default="", title="Industry", description="What kind of business it is."
    )
    currency: Annotated[str, CurrencyCode()] = Field(
        default="USD", title="Currency", description="Three letters, such as USD, EUR or GBP."
    )
    prepared_by: Annotated[str, Text("name")] = Field(
        default="", title="Prepared by", description="Who filled this in."
    )
    date: Annotated[datetime.date | None, Day()] = Field(
        default=None, title="Date", description="When it was filled in."
    )
    door_price_1: Annotated[float, MONEY.per("show")] = Field(
        default=None,  # type: ignore[assignment]  # its size is that of the currency, as are those of the next four
        title="First door price",
        description="Could you pay this to get someone in the door? Blank: 100, at your currency's size.",
    )
    door_price_2: Annotated[float, MONEY.per("show")] = Field(
        default=None,  # type: ignore[assignment]  # as above
        title="Second door price",
        description="The same question, asked a second time. Blank: 200, at your currency's size.",
    )
    door_price_3: Annotated[float, MONEY.per("show")] = Field(
        default=None,  # type: ignore[assignment]  # as above
        title="Third door price",
        description="What it takes to outspend most of the competition. Blank: 500, at your currency's size.",
    )
    door_price_4: Annotated[float, MONEY.per("show")] = Field(
        default=None,  # type: ignore[assignment]  # as above
        title="Fourth door price",
        description="What makes every channel affordable. Blank: 1,000, at your currency's size.",
    )
    wanted_cash_per_show: Annotated[float, MONEY.per("show")] = Field(
        default=None,  # type: ignore[assignment]  # as above
        title="Cash per show you want",
        description="Within 30 days; the talk asks for a thousand. Blank: 1,000, at your currency's size.",
    )
    today: Scenario = Field(title="Today", description="The business as it is.")
    target: Scenario = Field(title="Target", description="The business as it could be.")
    measured: Mapping[str, InputRange] = Field(
        default={}, title="Measured", description="The ranges of today's inputs that records tell, by their path."
    )

    @model_validator(mode="before")
    @classmethod
    def _ask_in_its_currency(cls, given: Any) -> Any:
        """Return what was given with the amounts of the talk, at the size of its currency, where none are given."""
        if not isinstance(given, Mapping):
            return given
        size = currency_size(given.get("currency"))
        asked = {name: amount * size for name, amount in AMOUNTS.items() if given.get(name) is None}
        return {**given, **asked}

    @property
    def door_prices(self) -> tuple[float, float, float, float]:
        """What one might pay to get someone in the door, money per show."""
        return self.door_price_1, self.door_price_2, self.door_price_3, self.door_price_4


@dataclass(frozen=True, slots=True)
class InputField:
    """
    One input field, as sheets, rosters and the command line know it.

    Parameters
    ----------
    name : str
        Its flattened name, such as ``core_price``.
    path : tuple of str
        Where it stands, such as ``("core", "price")``.
    label : str
        What a person reads.
    quantity : Number, Word, Text, CurrencyCode or Day
        Its unit and bounds, with their check.
    required : bool
        Whether it must be given.
    default : float, str or None
        What stands there when it is not given; None if it is required or has none.
    note : str
        One line for the owner.
    section : str
        The block it belongs to.
    """

    name: str
    path: tuple[str, ...]
    label: str
    quantity: Number | Word | Text | CurrencyCode | Day
    required: bool
    default: float | str | None
    note: str
    section: str


@dataclass(frozen=True, slots=True)
class OfferBlock:
    """
    One list of offers.

    Parameters
    ----------
    name : str
        The field of the scenario, such as ``products``.
    label : str
        What a person reads.
    note : str
        One line for the owner.
    columns : tuple of InputField
        The fields of a row; the first is its name.
    """

    name: str
    label: str
    note: str
    columns: tuple[InputField, ...]


def _input_field(path: tuple[str, ...], name: str, info: FieldInfo, section: str) -> InputField:
    """Return the record of one field of a model."""
    required = info.is_required() or getattr(info.metadata[0], "required", False)
    return InputField(
        name=name,
        path=path,
        label=str(info.title),
        quantity=info.metadata[0],
        required=required,
        default=None if required else info.default,
        note=str(info.description),
        section=section,
    )


def _scalar_fields(model: type[Table], path: tuple[str, ...], section: str) -> Iterator[InputField]:
    """Yield the fields of a model and its tables that hold one value, in order."""
    for name, info in model.model_fields.items():
        if info.metadata:
            yield _input_field((*path, name), "_".join((*path, name)), info, section)
        elif isinstance(info.annotation, type) and issubclass(info.annotation, Table):
            yield from _scalar_fields(info.annotation, (*path, name), str(info.title))


def _offer_blocks() -> Iterator[OfferBlock]:
    """Yield the lists of offers of a scenario, in order."""
    for name, info in Scenario.model_fields.items():
        if info.annotation is not None and get_args(info.annotation):
            row: type[Table] = get_args(info.annotation)[0]
            columns = (
                _input_field((name, column), column, field, str(info.title))
                for column, field in row.model_fields.items()
            )
            yield OfferBlock(name, str(info.title), str(info.description), tuple(columns))


FIELDS = tuple(_scalar_fields(Scenario, (), "Funnel"))
"""The fields of a scenario that hold one value, in the order of its tables."""

CLIENT_FIELDS = tuple(
    _input_field((name,), "client_name" if name == "name" else name, info, "Client")
    for name, info in Client.model_fields.items()
    if info.metadata
)
"""The fields of the client itself; its name is called ``client_name`` here."""

OFFER_BLOCKS = tuple(_offer_blocks())
"""The lists of offers of a scenario."""
