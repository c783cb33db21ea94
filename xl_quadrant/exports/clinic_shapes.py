"""Exports of spa and clinic software: Zenoti, Vagaro and Jane."""

from __future__ import annotations

from typing import Final

import numpy as np

from xl_quadrant.exports.block import Block
from xl_quadrant.exports.crm_shapes import add_visits, states_of
from xl_quadrant.exports.shape import Shape


def _zenoti_memberships(block: Block) -> None:
    collected, status = block.amount("collected", needed=True), block.words("status")
    block.account_for(collected)
    failed = np.fromiter(("fail" in word or "declin" in word for word in status), bool, block.size)
    block.leave_out(failed, "the collection failed, no money moved", block.text("status"))
    block.leave_out(collected == 0, "nothing was collected")
    days = block.day("collected_on")
    undated = np.isnat(days)
    block.note(undated, "collected without a date: counted on the day it was due")
    days = np.where(undated, block.day("due_on"), days)
    block.leave_out(np.isnat(days), "without a day")
    block.add(
        "payments", **block.person(), paid_on=days, item=block.text("plan"), gross=collected,
        currency=block.currency, payment=block.identity_of("invoice", "cycle"),
    )  # fmt: skip


ZENOTI_MEMBERSHIPS: Final = Shape(
    name="Zenoti membership payments",
    where="Reports, Memberships Payment (headings as the help pages tell them)",
    headings={
        "invoice": ("invoice no",),
        "person": ("guest code",),
        "name": ("guest name",),
        "plan": ("membership name",),
        "due_on": ("due date", "sale date"),
        "collected_on": ("collection date",),
        "collected": ("amount collected",),
        "cycle": ("recurrence cycle",),
        "status": ("collection status",),
        "center": ("sale center",),
    },
    needs=("invoice", "name", "plan", "collected", "status"),
    read=_zenoti_memberships,
    identity=("invoice", "cycle", "collected_on"),
    amounts=("collected",),
    days=("collected_on", "due_on"),
)


def _zenoti_appointments(block: Block) -> None:
    group = block.text("group")
    again = np.zeros(block.size, dtype=bool)
    seen: set[str] = set()
    for place, name in enumerate(group):
        again[place] = bool(name) and name in seen
        seen.add(name)
    block.leave_out(again, "another service of one visit, which counts once")
    add_visits(block, states_of(block))


ZENOTI_APPOINTMENTS: Final = Shape(
    name="Zenoti appointments",
    where="Reports, Appointments (headings as the help pages tell them)",
    headings={
        "group": ("appointment group id",),
        "person": ("guest code",),
        "name": ("guest name",),
        "state": ("status", "appointment status"),
        "starts": ("appointment date", "start time", "date"),
        "booked_on": ("booked date", "created date", "creation date"),
        "source": ("referral source", "booking source"),
    },
    needs=("group", "name", "state", "starts"),
    read=_zenoti_appointments,
    identity=("group", "name", "starts"),
    once=False,
    days=("starts", "booked_on"),
)


_REDEEMED: Final = ("gc", "gift card", "gift certificate", "pkg", "package", "mbsp", "membership")


def _vagaro_transactions(block: Block) -> None:
    paid, tip = block.amount("paid", needed=True), block.amount("tip")
    block.account_for(paid)
    block.note(tip != 0, "tips are part of the amount paid, and no revenue: counted without them")
    method = block.words("method")
    redeemed = np.isin(method, np.array(_REDEEMED, dtype=object))
    reason = "paid with a gift card, a package or a membership, whose money came earlier"
    block.leave_out(redeemed, reason, block.text("method"))
    payment, back = block.identity_of("transaction"), paid < 0
    block.add(
        "payments", **block.person(), paid_on=block.day("date", needed=True), item=block.text("item"), gross=paid - tip,
        tax=block.amount("tax"), currency=block.currency, payment=np.where(back, np.uint64(0), payment),
        refund_of=np.where(back, payment, np.uint64(0)),
    )  # fmt: skip


VAGARO_TRANSACTIONS: Final = Shape(
    name="Vagaro transactions",
    where="Reports, Transaction List (headings as the help pages tell them)",
    headings={
        "date": ("checkout date", "transaction date"),
        "transaction": ("transaction id",),
        "name": ("customer",),
        "item": ("item sold", "item", "service", "product name"),
        "paid": ("amount paid", "amt paid"),
        "tip": ("tip",),
        "tax": ("sales tax", "tax"),
        "method": ("payment type", "payment method"),
    },
    needs=("date", "transaction", "name", "paid", "tip"),
    marks=("amt paid", "checkout by", "disc"),
    read=_vagaro_transactions,
    once=False,
    amounts=("paid",),
    days=("date",),
)


def _jane_sales(block: Block) -> None:
    collected, status = block.amount("collected", needed=True), block.words("status")
    block.account_for(collected)
    unpaid = np.isin(status, np.array(["no charge", "unpaid"], dtype=object))
    block.leave_out(unpaid, "not paid, no money moved", block.text("status"))
    block.leave_out(collected == 0, "nothing was collected")
    insurer = (block.text("payer") != "") & (block.text("payer") != block.text("name"))
    block.note(insurer, "paid by an insurer for the patient: counted as the patient's")
    payment, back = block.identity_of("invoice"), collected < 0
    block.add(
        "payments", **block.person(), paid_on=block.day("date", needed=True),
        item=np.where(block.text("item") == "", block.text("category"), block.text("item")), gross=collected,
        tax=block.amount("tax"), currency=block.currency, payment=np.where(back, np.uint64(0), payment),
        refund_of=np.where(back, payment, np.uint64(0)),
    )  # fmt: skip


JANE_SALES: Final = Shape(
    name="Jane sales",
    where="Reports, Sales (headings as the guide tells them)",
    headings={
        "invoice": ("invoice", "invoice number", "invoice no"),
        "date": ("purchase date", "invoice date"),
        "name": ("patient", "patient name"),
        "person": ("patient number", "patient guid"),
        "payer": ("payer",),
        "item": ("item", "treatment", "description"),
        "category": ("income category",),
        "status": ("status",),
        "tax": ("tax",),
        "collected": ("collected",),
    },
    needs=("invoice", "date", "name", "status", "collected"),
    marks=("income category", "payer", "balance"),
    read=_jane_sales,
    once=False,
    amounts=("collected",),
    days=("date",),
)


def _jane_appointments(block: Block) -> None:
    first = block.words("state") == "first visit"
    states = states_of(block)
    add_visits(block, states, first_visit=np.where(first, 1, 0))


JANE_APPOINTMENTS: Final = Shape(
    name="Jane appointments",
    where="Reports, Appointments (headings as the guide tells them)",
    headings={
        "name": ("patient", "patient name"),
        "person": ("patient number", "patient guid"),
        "state": ("state",),
        "starts": ("start at", "start", "appointment date", "date"),
        "booked_on": ("booked at", "created at"),
        "source": ("referral source",),
    },
    needs=("name", "state", "starts"),
    marks=("treatment", "staff member", "patient guid"),
    read=_jane_appointments,
    once=False,
    days=("starts", "booked_on"),
)

SHAPES: Final = (ZENOTI_MEMBERSHIPS, ZENOTI_APPOINTMENTS, VAGARO_TRANSACTIONS, JANE_SALES, JANE_APPOINTMENTS)
