"""Channels: the ways people come in, and what a show costs through each."""

from __future__ import annotations

from typing import Annotated, Final

from pydantic import Field

from xl_quadrant.business.model import Scenario
from xl_quadrant.business.tables import Table, share_of
from xl_quadrant.business.texts import Text
from xl_quadrant.functions.funnel import cost_per_show
from xl_quadrant.functions.per_show import channel_verdict
from xl_quadrant.functions.quantities import MONEY

TALK_CHANNELS: Final = ("Referral partners", "Cold traffic", "Affiliates", "Direct mail", "Social media")
"""The channels that the talk names."""

VERDICTS: Final = tuple(str(channel_verdict(cost, 1, 2, 3)) for cost in (1, 2, 3, 4))
"""What is said of a channel, from the best to the worst."""


class Channel(Table):
    """One way people come in: what a show costs, or what a lead costs and how many of them turn up."""

    name: Annotated[str, Text("name", longest=30)] = Field(
        default="", title="Channel", description="What you call it; the Tracker offers the same names."
    )
    cost_per_show: Annotated[float | None, MONEY.per("show")] = Field(
        default=None, title="Cost per show", description="If you know it; it goes before the cost per lead."
    )
    cost_per_lead: Annotated[float | None, MONEY.per("lead")] = Field(
        default=None, title="Cost per lead", description="What the channel costs, divided by the leads it brings."
    )
    booking_rate: Annotated[float | None, share_of("leads")] = Field(
        default=None, title="Booking rate", description="Of this channel's leads; blank: as all leads today."
    )
    show_rate: Annotated[float | None, share_of("bookings")] = Field(
        default=None, title="Show rate", description="Of this channel's bookings; blank: as all bookings today."
    )


def cost_of_show(channel: Channel, today: Scenario) -> float | None:
    """
    Return what a show costs through a channel.

    Parameters
    ----------
    channel : Channel
        The channel; rates it lacks are taken from today.
    today : Scenario
        The business as it is.

    Returns
    -------
    float or None, money per show
        None where no cost is known, or where nobody turns up.

    Examples
    --------
    >>> from xl_quadrant.clients.presets import preset
    >>> today = preset("talk").today
    >>> cost_of_show(Channel(name="Direct mail", cost_per_lead=30, show_rate=0.5), today)
    120.0
    """
    if channel.cost_per_show is not None:
        return channel.cost_per_show
    booking_rate = today.booking_rate if channel.booking_rate is None else channel.booking_rate
    show_rate = today.show_rate if channel.show_rate is None else channel.show_rate
    if channel.cost_per_lead is None or not booking_rate * show_rate:
        return None
    return float(cost_per_show(channel.cost_per_lead, booking_rate, show_rate))
