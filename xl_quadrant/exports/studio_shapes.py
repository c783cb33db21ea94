"""Exports of studio and gym software: Mindbody, Zen Planner, PushPress and Glofox."""

from __future__ import annotations

from typing import Final

import numpy as np

from xl_quadrant.exports.block import Block
from xl_quadrant.exports.crm_shapes import add_visits
from xl_quadrant.exports.shape import Shape
from xl_quadrant.exports.tables import STATES
from xl_quadrant.functions.ranges import Array

_SHOWN, _NO_SHOW, _CANCELLED = STATES.index("shown"), STATES.index("no-show"), STATES.index("cancelled")


def _mindbody_sales(block: Block) -> None:
    paid = block.amount("paid", needed=True)
    block.account_for(paid)
    method = block.words("method")
    redeemed = np.fromiter((("gift card" in word or "account" in word) for word in method), bool, block.size)
    block.leave_out(
        redeemed, "paid with a gift card or from the account, whose money came earlier", block.text("method")
    )
    block.leave_out(paid == 0, "nothing was paid")
    payment = block.identity_of("sale")
    back = paid < 0
    block.add(
        "payments", **block.person(), paid_on=block.day("date", needed=True), item=block.text("item"), gross=paid,
        tax=block.amount("tax"), currency=block.currency, payment=np.where(back, np.uint64(0), payment),
        refund_of=np.where(back, payment, np.uint64(0)),
    )  # fmt: skip


MINDBODY_SALES: Final = Shape(
    name="Mindbody sales",
    where="Reports, Sales, Sales",
    headings={
        "date": ("sale date",),
        "person": ("client id",),
        "name": ("client",),
        "sale": ("sale id",),
        "item": ("item name",),
        "tax": ("tax",),
        "total": ("item total",),
        "paid": ("total paid w payment method",),
        "method": ("payment method",),
        "location": ("location",),
    },
    needs=("date", "name", "sale", "item", "paid"),
    read=_mindbody_sales,
    once=False,
    amounts=("paid", "total"),
    days=("date",),
)


def _yes(block: Block, column: str) -> Array:
    """Say where a column says yes."""
    return np.isin(block.words(column), np.array(["yes", "true", "1", "y", "x"], dtype=object))


def _mindbody_attendance(block: Block) -> None:
    states = np.where(_yes(block, "no_show"), _NO_SHOW, np.where(_yes(block, "late_cancel"), _CANCELLED, _SHOWN))
    add_visits(block, states)


MINDBODY_ATTENDANCE: Final = Shape(
    name="Mindbody attendance",
    where="Reports, Attendance without revenue",
    headings={
        "person": ("client id",),
        "name": ("client",),
        "starts": ("date",),
        "late_cancel": ("late cancel",),
        "no_show": ("no show",),
        "kind": ("visit type",),
    },
    needs=("name", "starts", "late_cancel", "no_show"),
    read=_mindbody_attendance,
    once=False,
    days=("starts",),
)


def _mindbody_first(block: Block) -> None:
    shown = np.full(block.size, _SHOWN, dtype=np.int32)
    add_visits(block, shown, first_visit=np.ones(block.size, np.int32))
    block.add("people", **block.person(), first_seen=block.day("starts"), source=block.text("source"))


MINDBODY_FIRST: Final = Shape(
    name="Mindbody first visits",
    where="Reports, First visit",
    headings={
        "person": ("client id",),
        "name": ("client",),
        "starts": ("first visit",),
        "source": ("referral type",),
        "email": ("email",),
        "phone": ("phone",),
        "since": ("visits since first visit",),
    },
    needs=("name", "starts", "since"),
    read=_mindbody_first,
    days=("starts",),
)


def _zen_planner(block: Block) -> None:
    status, start, end = block.words("status"), block.day("start", needed=True), block.day("end")
    block.leave_out(_trial(block.text("plan")), "a trial, not a membership", block.text("plan"))
    on_hold = status == "hold"
    block.note(on_hold, "on hold: a pause, no leaving")
    automatic = _yes(block, "autopay") & np.isin(status, np.array(["current", "hold"], dtype=object))
    block.note(automatic & ~np.isnat(end), "renews by itself: its end is no leaving")
    block.add(
        "memberships", **block.person(), plan=block.text("plan"), start=start,
        end=np.where(automatic | on_hold, np.datetime64("NaT"), end), ended_because=np.zeros(block.size, np.int32),
    )  # fmt: skip


ZEN_PLANNER: Final = Shape(
    name="Zen Planner memberships",
    where="Reports, Memberships, Export",
    headings={
        "person": ("number",),
        "first_name": ("first name",),
        "last_name": ("last name",),
        "name": ("full name",),
        "plan": ("membership label",),
        "status": ("mbr status",),
        "start": ("mbr begin date",),
        "end": ("mbr end date",),
        "autopay": ("autopay",),
    },
    needs=("plan", "status", "start", "end"),
    read=_zen_planner,
    identity=("person", "first_name", "last_name", "name", "plan", "start"),
    days=("start", "end"),
)


def _trial(plans: Array) -> Array:
    """Say which plans are trials."""
    return np.fromiter(
        (any(word in plan.lower() for word in ("trial", "intro offer")) for plan in plans), bool, len(plans)
    )


def _push_press(block: Block) -> None:
    status, end = block.words("status"), block.day("end")
    block.leave_out(_trial(block.text("plan")), "a trial, not a membership", block.text("plan"))
    block.leave_out(status == "pending active", "has not begun")
    going = np.isin(status, np.array(["active", "alert", "paused", "pending cancel"], dtype=object))
    block.note(status == "alert", "a payment failed: still a member")
    block.note(status == "paused", "paused: no leaving")
    because = np.where(going, 0, np.where(status == "completed", 3, 1))
    block.add(
        "memberships", **block.person(), plan=block.text("plan"), price=block.amount("price"),
        start=block.day("start", needed=True), end=np.where(going, np.datetime64("NaT"), end), ended_because=because,
    )  # fmt: skip


PUSHPRESS: Final = Shape(
    name="PushPress plans",
    where="Reports, Plans, Download (headings as the help pages tell them)",
    headings={
        "person": ("member id", "customer id"),
        "first_name": ("first name",),
        "last_name": ("last name",),
        "name": ("member name", "name", "member"),
        "email": ("email",),
        "plan": ("plan name", "plan"),
        "status": ("plan status", "status"),
        "price": ("price", "amount"),
        "start": ("start date", "plan start date"),
        "end": ("end date", "cancel date", "plan end date"),
    },
    needs=("plan", "status", "start", "end"),
    marks=("plan status",),
    read=_push_press,
    identity=("person", "name", "first_name", "last_name", "email", "plan", "start"),
    amounts=("price",),
    days=("start", "end"),
)


def _glofox(block: Block) -> None:
    gross = block.amount("amount", needed=True)
    block.account_for(gross, block.text("currency"))
    status = block.words("status")
    unpaid = np.isin(
        status, np.array(["failed", "unpaid", "pending", "void", "voided", "draft", "error"], dtype=object)
    )
    block.leave_out(unpaid, "not paid, no money moved", block.text("status"))
    back = np.isin(status, np.array(["refunded", "refund"], dtype=object)) & (gross > 0)
    block.note(back, "status Refunded: paid and given back, without a date of its own")
    payment, who, item = block.identity_of("invoice"), block.person(), block.text("item")
    paid_on = block.day("date", needed=True)
    block.add("payments", **who, paid_on=paid_on, item=item, gross=gross, currency=block.currency, payment=payment)
    block.add(
        "payments", back, **who, paid_on=paid_on, item=item, gross=-gross, currency=block.currency, refund_of=payment
    )


GLOFOX: Final = Shape(
    name="Glofox invoices",
    where="Reports, Transactions, Download",
    headings={
        "invoice": ("invoice id", "invoice number", "receipt number", "id"),
        "date": ("paid date", "invoice date", "date", "created at"),
        "email": ("member email", "email"),
        "person": ("member id", "user id"),
        "name": ("member name", "name"),
        "amount": ("paid amount", "total", "gross", "amount"),
        "currency": ("currency",),
        "status": ("status",),
        "item": ("membership name", "product", "item"),
    },
    needs=("invoice", "date", "amount", "item"),
    marks=("document type", "member id", "member email", "membership name"),
    read=_glofox,
    identity=("invoice",),
    amounts=("amount",),
    days=("date",),
)

SHAPES: Final = (MINDBODY_SALES, MINDBODY_ATTENDANCE, MINDBODY_FIRST, ZEN_PLANNER, PUSHPRESS, GLOFOX)
