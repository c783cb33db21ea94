"""The tables of one business, each field with its label, note, quantity and default, and the rules across them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator, model_validator

from xl_quadrant.business.texts import Text
from xl_quadrant.errors import OutOfDomain, XlQuadrantError
from xl_quadrant.functions.front_end import OFFERS
from xl_quadrant.functions.quantities import COUNT, DAYS, MONEY, MONTHS, RATE, Number, Word

LONGEST_PAYBACK = 120
"""Months after which a buyer counts as never paying back; also the most installments."""


def share_of(whole: str) -> Number:
    """
    Return the quantity of a share of something.

    Parameters
    ----------
    whole : str
        What it is a share of, such as ``leads``.

    Returns
    -------
    Number
        A rate whose unit says so.

    Examples
    --------
    >>> share_of("leads").unit
    'share of leads'
    """
    return replace(RATE, unit=f"share of {whole}")


class BrokenRulesError(ValueError):
    """
    Rules across fields that a table breaks; `problems` has an error for each, its argument relative to the table.

    Parameters
    ----------
    problems : list of XlQuadrantError
        One error for each broken rule.
    """

    def __init__(self, problems: list[XlQuadrantError]) -> None:
        super().__init__("; ".join(map(str, problems)))
        self.problems = problems


class Table(BaseModel):
    """A table of fields, each checked by the quantity in its annotation; nothing stands for the default."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @model_validator(mode="before")
    @classmethod
    def _leave_out_blanks(cls, given: Any) -> Any:
        """Return what was given without fields that hold nothing, so that they take their default."""
        if not isinstance(given, Mapping):
            return given
        return {key: value for key, value in given.items() if value is not None or key not in cls.model_fields}

    @field_validator("*", mode="before")
    @classmethod
    def _check_quantity(cls, value: Any, info: ValidationInfo) -> Any:
        """Return a value as its quantity allows it."""
        name = str(info.field_name)
        checks = (quantity.check(name, value) for quantity in cls.model_fields[name].metadata)
        return next(checks, value)

    @model_validator(mode="after")
    def _keep_rules(self) -> Self:
        """Refuse the table if it breaks a rule across its fields."""
        problems = self.broken_rules()
        if problems:
            raise BrokenRulesError(problems)
        return self

    def broken_rules(self) -> list[XlQuadrantError]:
        """Return an error for each rule across fields that is broken; argument: the field's path from here."""
        return []


class FrontEnd(Table):
    """The offer that brings people in: free, at a discount, or at its full value."""

    offer: Annotated[str, Word(OFFERS, "kind of offer")] = Field(
        default="free",
        title="Front-end offer",
        description="What people come in for: free, discount or value (full price).",
    )
    list_price: Annotated[float, MONEY.per("show")] = Field(
        default=0.0, title="Front-end list price", description="Its usual price. A free offer ignores it."
    )
    discount: Annotated[float, share_of("list price")] = Field(
        default=0.0, title="Front-end discount", description="What you take off. Only a discount offer counts it."
    )
    paying_share: Annotated[float, share_of("shows")] = Field(
        default=1.0, title="Share who pay the front end", description="Share of the people who turn up that pay for it."
    )
    unit_cost: Annotated[float, MONEY.per("show")] = Field(
        default=0.0, title="Front-end cost", description="What serving one person who turns up costs you, paid or not."
    )


class Core(Table):
    """The package that a show who buys, buys."""

    name: Annotated[str, Text("name")] = Field(
        default="", title="Core package name", description="What you call the package."
    )
    price: Annotated[float, MONEY.per("buyer")] = Field(
        title="Core package price", description="Its list price, before a prepay discount."
    )
    unit_cost: Annotated[float, MONEY.per("buyer")] = Field(
        default=0.0, title="Core package cost", description="What delivering one package costs you."
    )
    down_payment: Annotated[float, MONEY.per("buyer")] = Field(
        default=0.0,
        title="Down payment",
        description="The least a buyer pays on the day; the rest comes in installments.",
    )
    installments: Annotated[float, replace(MONTHS, high=LONGEST_PAYBACK)] = Field(
        default=0.0,
        title="Installments",
        description="Monthly payments after the down payment; 0: all paid on the day.",
    )
    default_rate: Annotated[float, share_of("installments")] = Field(
        default=0.0,
        title="Default rate",
        description="Share of payers lost at each installment; who misses one pays no more.",
    )

    def broken_rules(self) -> list[XlQuadrantError]:
        """Refuse a down payment above the price."""
        if not self.is_down_too_much():
            return []
        rule = f"is above the price of {self.price:.10g}; write {self.price:.10g} or less"
        return [OutOfDomain("down_payment", self.down_payment, rule)]

    def is_down_too_much(self) -> bool:
        """Say whether the down payment is above the price; of many clients, for which."""
        return self.down_payment > self.price


class Prepay(Table):
    """Buyers who prepay the package at a discount."""

    share: Annotated[float, share_of("buyers")] = Field(
        default=0.0, title="Prepay share", description="Share of buyers who prepay the whole package on the day."
    )
    discount: Annotated[float, share_of("price")] = Field(
        default=0.1, title="Prepay discount", description="What you take off the price for prepaying."
    )


class Financing(Table):
    """Buyers whose package a third party finances and pays out on the day."""

    share: Annotated[float, share_of("buyers")] = Field(
        default=0.0, title="Financed share", description="Share of buyers who use a financing company."
    )
    merchant_fee: Annotated[float, share_of("price")] = Field(
        default=0.0, title="Merchant fee", description="What the financing company keeps of the price."
    )
    fixed_fee: Annotated[float, replace(MONEY, unit="money per financed sale")] = Field(
        default=0.0, title="Fee per financed sale", description="What it charges for each sale beside that share."
    )


class Referral(Table):
    """Buyers who bring buyers."""

    rate: Annotated[float, replace(RATE, unit="referred buyers per buyer", below_high=True)] = Field(
        default=0.0, title="Referral rate", description="Buyers that one buyer brings; 0.2: one in five brings another."
    )
    reward: Annotated[float, replace(MONEY, unit="money per referred buyer")] = Field(
        default=0.0, title="Referral reward", description="What you pay for each referred buyer."
    )


class Costs(Table):
    """Fees, refunds and what selling costs."""

    card_fee_rate: Annotated[float, share_of("payments")] = Field(
        default=0.0, title="Card fee", description="What the payment processor keeps of each payment."
    )
    card_fixed_fee: Annotated[float, replace(MONEY, unit="money per payment")] = Field(
        default=0.0,
        title="Fee per payment",
        description="What the payment processor charges for each payment, such as 0.30.",
    )
    refund_rate: Annotated[float, share_of("payments")] = Field(
        default=0.0, title="Refund rate", description="Share of money charged that you give back."
    )
    commission_rate: Annotated[float, share_of("sales")] = Field(
        default=0.0, title="Commission", description="What the seller earns of packages, products and services sold."
    )
    cost_per_sale: Annotated[float, MONEY.per("buyer")] = Field(
        default=0.0, title="Cost per sale", description="Any other cost of winning one buyer, beside the ads."
    )
    fixed_costs_per_month: Annotated[float, MONEY.per("month")] = Field(
        default=0.0,
        title="Fixed costs",
        description="Rent, salaries and all else that no sale changes; only the timeline counts it.",
    )


class Offer(Table):
    """A product or a service that some buyers add on the day."""

    name: Annotated[str, Text("name", required=True)] = Field(title="Offer", description="What you call it.")
    price: Annotated[float, MONEY] = Field(default=0.0, title="Price", description="What one buyer who takes it pays.")
    unit_cost: Annotated[float, MONEY] = Field(
        default=0.0, title="Cost", description="What delivering it once costs you."
    )
    take_rate: Annotated[float, share_of("buyers")] = Field(
        default=0.0, title="Take rate", description="Share of buyers who take it."
    )


class Membership(Table):
    """Anything that comes back: a membership every month, a visit every 90 days, until the member leaves."""

    name: Annotated[str, Text("name", required=True)] = Field(title="Offer", description="What you call it.")
    price: Annotated[float, MONEY.per("payment")] = Field(
        default=0.0,
        title="Price of a payment",
        description="What a member pays each time: each month unless you say so.",
    )
    unit_cost: Annotated[float, MONEY.per("payment")] = Field(
        default=0.0, title="Cost of a payment", description="What serving a member until the next payment costs you."
    )
    take_rate: Annotated[float, share_of("buyers")] = Field(
        default=0.0, title="Take rate", description="Share of buyers who become members."
    )
    churn: Annotated[float, replace(RATE, unit="share of members who leave at each payment", above_low=True)] = Field(
        title="Churn", description="Share of members who leave before each further payment; it must be above 0."
    )
    early_payments: Annotated[float, replace(COUNT, unit="payments", whole=True)] = Field(
        default=0.0,
        title="Early payments",
        description="After so many payments members leave at the later churn; 0: they always leave at the same.",
    )
    later_churn: Annotated[
        float | None, replace(RATE, unit="share of members who leave at each payment", above_low=True)
    ] = Field(
        default=None, title="Later churn", description="Churn after the early payments; blank: as the churn before."
    )
    start_day: Annotated[float, DAYS] = Field(
        default=0.0, title="First payment on day", description="Days from the sale to the first payment."
    )
    every_days: Annotated[float, replace(DAYS, above_low=True)] = Field(
        default=30.0, title="Days between payments", description="30: each month; 90: a visit every three months."
    )
    members: Annotated[float, replace(COUNT, unit="members")] = Field(
        default=0.0,
        title="Members now",
        description="Who pays for it already; they count in the timeline, and not towards the ceiling.",
    )
