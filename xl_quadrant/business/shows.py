"""Shows as they are logged: one record for each person who turned up."""

from __future__ import annotations

import datetime
from typing import Annotated, Final

from pydantic import Field

from xl_quadrant.business.tables import Table
from xl_quadrant.business.texts import Day, Text
from xl_quadrant.functions.quantities import MONEY, Word

YES_NO: Final = Word(("yes", "no"), "yes or no")
_SHORT = Text("text", longest=30)
_PAID = MONEY.per("show")


class Show(Table):
    """One person who turned up, as it is logged; amounts as they paid them, before fees and refunds."""

    date: Annotated[datetime.date | None, Day()] = Field(
        default=None, title="Date", description="The day they turned up."
    )
    name: Annotated[str, _SHORT] = Field(
        default="", title="Name or initials", description="Enough to find them again; keep no more than you need."
    )
    channel: Annotated[str, _SHORT] = Field(
        default="", title="Channel", description="Where they came from, as it is called on the Channels page."
    )
    bought: Annotated[str, YES_NO] = Field(
        title="Bought?", description="Whether they bought the core package. A row counts once this is filled in."
    )
    front_end_paid: Annotated[float, _PAID] = Field(
        default=0.0, title="Front end paid", description="What they paid for what they came in for."
    )
    core_paid: Annotated[float, _PAID] = Field(
        default=0.0,
        title="Package paid",
        description="What was paid for the package that day, by them or by a financing company.",
    )
    prepaid: Annotated[str, YES_NO] = Field(
        default="no", title="Prepaid?", description="Whether they chose to prepay the package."
    )
    financed: Annotated[str, YES_NO] = Field(
        default="no", title="Financed?", description="Whether a financing company pays for the package."
    )
    products_paid: Annotated[float, _PAID] = Field(
        default=0.0, title="Products paid", description="What they paid for products that day."
    )
    services_paid: Annotated[float, _PAID] = Field(
        default=0.0, title="Services paid", description="What they paid for add-on services that day."
    )
    continuity: Annotated[str, YES_NO] = Field(
        default="no",
        title="Joined continuity?",
        description="Whether they signed up, even if the first payment comes later.",
    )
    continuity_paid: Annotated[float, _PAID] = Field(
        default=0.0, title="Continuity paid", description="What they paid as a member that day."
    )
    paid_later: Annotated[float, _PAID] = Field(
        default=0.0, title="Paid later, to day 29", description="Everything they paid after that day and before day 30."
    )
