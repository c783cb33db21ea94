"""Exports of sales software and of ad accounts: GoHighLevel, HubSpot, Meta Ads and Google Ads."""

from __future__ import annotations

from typing import Final

import numpy as np

from xl_quadrant.exports.amounts import UNITS
from xl_quadrant.exports.block import Block
from xl_quadrant.exports.shape import Shape
from xl_quadrant.exports.tables import STATES
from xl_quadrant.functions.ranges import Array

STATE_WORDS: Final = {
    **dict.fromkeys(("showed", "show", "shown", "completed", "complete", "arrived", "attended", "checked in",
                     "checked-in", "checkedin", "present", "closed", "first visit", "paid"), "shown"),
    **dict.fromkeys(("noshow", "no show", "no-show", "no_show", "absent", "missed"), "no-show"),
    **dict.fromkeys(("cancelled", "canceled", "cancel", "late cancel", "late cancelled", "rescheduled", "invalid",
                     "archived", "never booked", "deleted", "declined"), "cancelled"),
    **dict.fromkeys(("booked", "confirmed", "scheduled", "new", "pending", "booked online", "active", "open", "",
                     "unconfirmed", "requested", "accepted"), "booked"),
}  # fmt: skip
"""What systems call the state of a visit."""


def states_of(block: Block, column: str = "state") -> Array:
    """
    Return the states of visits as numbers of STATES; a word that nobody knows leaves its row out.

    Parameters
    ----------
    block : Block
        The rows.
    column : str
        Where the words stand.

    Returns
    -------
    ndarray of int
        Booked also where the day has passed and nobody said more: that is told later, when the day is known.
    """
    words = block.words(column)
    known = {**STATE_WORDS, **{state: state for state in STATES}}
    meant = np.array([known.get(word, "") for word in words], dtype=object)
    rule = "a state that is not known; say in a map, under [words.state], what it means"
    block.leave_out(meant == "", rule, block.text(column))
    return np.array([STATES.index(state) if state else 0 for state in meant], dtype=np.int32)


def add_visits(block: Block, states: Array, **columns: Array) -> None:
    """
    Add visits.

    Parameters
    ----------
    block : Block
        The rows, with the columns ``starts``, ``booked_on`` and ``source`` where the file has them.
    states : ndarray of int
        Numbers of STATES.
    **columns : ndarray
        Other columns of the visits.
    """
    starts = block.day("starts", needed=True)
    block.add("visits", **{**block.person(), "booked_on": block.day("booked_on"), "starts": starts, "state": states,
                           "source": block.text("source"), **columns})  # fmt: skip


def _ghl_appointments(block: Block) -> None:
    add_visits(block, states_of(block))


GHL_APPOINTMENTS: Final = Shape(
    name="GoHighLevel appointments",
    where="Calendars, Appointments, Export",
    headings={
        "appointment": ("appointment id", "id"),
        "person": ("contact id",),
        "name": ("contact name", "full name", "name"),
        "email": ("contact email", "email"),
        "phone": ("contact phone", "phone"),
        "state": ("appointment status", "status"),
        "starts": ("start time", "appointment time", "requested time"),
        "booked_on": ("date added", "created on", "created at"),
        "source": ("source", "contact source"),
        "calendar": ("calendar", "calendar name", "calendar id"),
    },
    needs=("state", "starts", "booked_on"),
    marks=("calendar", "calendar name", "calendar id", "contact id", "appointment status"),
    read=_ghl_appointments,
    identity=("appointment", "person", "email", "name", "starts", "booked_on"),
    days=("starts", "booked_on"),
)


def _ghl_opportunities(block: Block) -> None:
    sample = np.fromiter((text.startswith("(Example)") for text in block.text("deal")), bool, block.size)
    block.leave_out(sample, "a sample row of GoHighLevel's own")
    block.note(block.text("value") != "", "Lead Value is somebody's guess: cash is taken from payments only")
    block.add("people", **block.person(), first_seen=block.day("created", needed=True), source=block.text("source"))


GHL_OPPORTUNITIES: Final = Shape(
    name="GoHighLevel opportunities",
    where="Opportunities, Export",
    headings={
        "deal": ("opportunity name",),
        "name": ("contact name",),
        "phone": ("phone",),
        "email": ("email",),
        "value": ("lead value",),
        "source": ("source",),
        "created": ("created on",),
        "state": ("status",),
    },
    needs=("deal", "created"),
    read=_ghl_opportunities,
    identity=("deal", "name", "email", "phone", "created"),
    days=("created",),
)


def _hubspot(block: Block) -> None:
    block.note(block.text("value") != "", "Amount is what a deal is thought to bring: cash is taken from payments only")
    block.add("people", **block.person(), first_seen=block.day("created", needed=True), source=block.text("source"))


HUBSPOT: Final = Shape(
    name="HubSpot deals",
    where="Deals, Export",
    headings={
        "deal": ("record id",),
        "name": ("associated contact", "deal name"),
        "email": ("email", "associated contact email"),
        "value": ("amount",),
        "source": ("original source", "original traffic source", "source"),
        "created": ("create date",),
        "state": ("deal stage",),
    },
    needs=("deal", "created", "state"),
    read=_hubspot,
    identity=("deal",),
    days=("created",),
)

_NO_RESULTS: Final = ("click", "impression", "reach", "view", "engagement", "like")


def _meta(block: Block) -> None:
    names = block.text("ad") + block.text("ad_set") + block.text("campaign")
    spent = block.amount("spent", needed=True)
    block.account_for(spent, block.text("currency"))
    block.leave_out(names == "", "the row of totals, which would count everything twice")
    first, last = block.day("first"), block.day("last")
    if block.has("day"):
        first = last = block.day("day", needed=True)
    block.leave_out(np.isnat(first), "without a day")
    indicator = block.words("indicator")
    other = np.fromiter((any(word in text for word in _NO_RESULTS) for text in indicator), bool, block.size)
    block.note(other, "Results that are clicks or views, not leads: not counted as leads", block.text("indicator"))
    leads = np.where(other, 0.0, block.amount("results") / UNITS)
    _spread(block, first, np.where(np.isnat(last), first, last), "Meta", spent, leads)


def _spread(block: Block, first: Array, last: Array, channel: str, spent: Array, leads: Array) -> None:
    """Add spend, which stands on the span of days that its row tells."""
    block.note(last > first, "one row for several days: spread evenly over them")
    channels = np.full(block.size, channel, dtype=object)
    block.add("spend", day=first, last_day=last, channel=channels, amount=spent, leads=leads)


META: Final = Shape(
    name="Meta Ads",
    where="Ads Manager, Reports, Export",
    headings={
        "first": ("reporting starts", "début des rapports", "berichtsstart"),
        "last": ("reporting ends", "fin des rapports", "berichtsende"),
        "day": ("day", "jour", "tag"),
        "campaign": ("campaign name", "nom de la campagne", "name der kampagne", "kampagnenname"),
        "ad_set": ("ad set name",),
        "ad": ("ad name",),
        "spent": ("amount spent *", "montant dépensé *", "ausgegebener betrag *", "amount spent"),
        "results": ("results", "résultats", "ergebnisse"),
        "indicator": ("result indicator", "result type"),
        "currency": ("currency",),
    },
    needs=("campaign", "spent"),
    read=_meta,
    once=False,
    amounts=("spent",),
    days=("day", "first"),
)


def _google(block: Block) -> None:
    day, campaign = block.text("day"), block.text("campaign")
    spent = block.amount("spent", needed=True)
    block.account_for(spent, block.text("currency"))
    total = np.fromiter((text.lower().startswith("total") for text in day + campaign), bool, block.size)
    block.leave_out(total, "a row of totals, which would count everything twice", day)
    days = block.day("day", needed=True)
    _spread(block, days, days, "Google", spent, block.amount("leads") / UNITS)


GOOGLE: Final = Shape(
    name="Google Ads",
    where="Reports, Campaigns by day, Download",
    headings={
        "day": ("day", "date"),
        "campaign": ("campaign",),
        "spent": ("cost", "kosten", "coût"),
        "leads": ("conversions", "conv"),
        "currency": ("currency code", "currency"),
    },
    needs=("day", "campaign", "spent"),
    read=_google,
    once=False,
    amounts=("spent",),
    days=("day",),
)

SHAPES: Final = (GHL_APPOINTMENTS, GHL_OPPORTUNITIES, HUBSPOT, META, GOOGLE)
