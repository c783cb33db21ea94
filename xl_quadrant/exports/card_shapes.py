"""Exports of card processors: Stripe, Square and PayPal."""

from __future__ import annotations

from typing import Final

import numpy as np

from xl_quadrant.exports.block import Block
from xl_quadrant.exports.shape import Shape
from xl_quadrant.functions.ranges import Array


def _refunded_later(
    block: Block, refunded: Array, refunded_on: Array, paid_on: Array, payment: Array, item: Array
) -> None:
    """Add what was given back of payments, which stands on their own rows, as rows of their own."""
    undated = (refunded != 0) & np.isnat(refunded_on)
    block.note(undated, "refunded without a date: counted on the day of the payment")
    block.add(
        "payments",
        refunded != 0,
        **block.person(),
        paid_on=np.where(undated, paid_on, refunded_on),
        item=item,
        gross=-refunded,
        currency=block.currency,
        refund_of=payment,
    )


def _stripe_payments(block: Block) -> None:
    status, captured = block.words("status"), block.words("captured")
    converted = block.text("converted_currency") != ""
    amount, refunded = block.amount("amount", needed=True), block.amount("refunded")
    if converted.any():
        settled, settled_back = block.amount("converted_amount"), block.amount("converted_refunded")
        amount, refunded = np.where(converted, settled, amount), np.where(converted, settled_back, refunded)
        block.note(
            converted & (block.text("converted_currency") != block.text("currency")),
            "paid in another currency: counted as Stripe converted it",
        )
    block.account_for(amount, np.where(converted, block.text("converted_currency"), block.text("currency")))
    block.leave_out(block.words("mode") == "test", "a test, no money moved")
    block.leave_out(status == "failed", "the payment failed, no money moved")
    block.leave_out((status != "") & ~_among(status, "paid", "refunded", "succeeded", "partially refunded", "disputed"),
                    "status is not Paid or Refunded, no money moved", block.text("status"))  # fmt: skip
    block.leave_out(captured == "false", "authorised and never captured, no money moved")
    paid_on, payment, item = block.day("created", needed=True), block.identity_of("payment"), block.text("item")
    block.note(refunded > amount, "more given back than was paid, at another day's exchange rate; counted as it stands")
    block.add(
        "payments", **block.person(), paid_on=paid_on, item=item, gross=amount, currency=block.currency,
        fee=block.amount("fee") + block.amount("fee_tax"), payment=payment,
    )  # fmt: skip
    lost = block.amount("disputed")
    lost = np.where(_among(block.words("dispute_status"), "lost", "charge_refunded"), lost, 0)
    block.note(lost != 0, "disputes that were lost: counted as refunds; their fees are only in the balance report")
    _refunded_later(block, refunded + lost, block.day("refunded_on"), paid_on, payment, item)


STRIPE_PAYMENTS: Final = Shape(
    name="Stripe payments",
    where="Payments, Export",
    headings={
        "payment": ("id",),
        "created": ("created date utc", "created utc", "created"),
        "amount": ("amount",),
        "refunded": ("amount refunded",),
        "currency": ("currency",),
        "captured": ("captured",),
        "converted_amount": ("converted amount",),
        "converted_refunded": ("converted amount refunded",),
        "converted_currency": ("converted currency",),
        "item": ("description",),
        "fee": ("fee",),
        "fee_tax": ("taxes on fee", "tax"),
        "refunded_on": ("refunded date utc",),
        "status": ("status",),
        "mode": ("mode",),
        "person": ("customer id",),
        "email": ("customer email",),
        "card_brand": ("card brand",),
        "disputed": ("disputed amount",),
        "dispute_status": ("dispute status",),
    },
    needs=("payment", "created", "amount", "refunded", "status"),
    marks=("captured", "statement descriptor", "seller message"),
    read=_stripe_payments,
    identity=("payment",),
    utc=True,
    amounts=("amount",),
    days=("created",),
)


def _stripe_balance(block: Block) -> None:
    kind = block.words("kind")
    gross = block.amount("gross", needed=True)
    block.account_for(gross, block.text("currency"))
    block.leave_out(_among(kind, "payout", "payout_reversal", "transfer", "topup"), "a payout to the bank, no revenue")
    fees_only = _among(kind, "fee", "network_cost", "tax", "contribution")
    block.leave_out(fees_only, "a fee of Stripe's own, not of a payment")
    known = _among(kind, "charge", "payment", "refund", "payment_refund", "dispute", "dispute_reversal",
                   "refund_failure", "adjustment")  # fmt: skip
    block.leave_out(~known, "no payment", block.text("kind"))
    back = _among(kind, "refund", "payment_refund", "dispute")
    payment = block.identity_of("payment")
    block.add(
        "payments", **block.person(), paid_on=block.day("created", needed=True), item=block.text("item"), gross=gross,
        fee=block.amount("fee"), currency=block.currency, payment=np.where(back, np.uint64(0), payment),
        refund_of=np.where(back, payment, np.uint64(0)),
    )  # fmt: skip


STRIPE_BALANCE: Final = Shape(
    name="Stripe balance",
    where="Reports, Balance or Payout reconciliation, itemized",
    headings={
        "row": ("balance transaction id",),
        "created": ("created utc", "created"),
        "currency": ("currency",),
        "gross": ("gross",),
        "fee": ("fee",),
        "kind": ("reporting category",),
        "payment": ("charge id", "source id"),
        "item": ("description",),
        "person": ("customer id",),
        "email": ("customer email",),
    },
    needs=("row", "gross", "fee", "kind"),
    read=_stripe_balance,
    identity=("row",),
    utc=True,
    amounts=("gross",),
    days=("created",),
)


def _stripe_subscriptions(block: Block) -> None:
    status = block.words("status")
    start, ended = block.day("start", needed=True), block.day("ended")
    asked, period_end, trial_end = block.day("canceled"), block.day("period_end"), block.day("trial_end")
    end = np.where(np.isnat(ended) & ~np.isnat(asked), period_end, ended)
    to_come = np.isnat(ended) & ~np.isnat(asked) & _among(status, "active", "trialing", "past_due")
    block.note(to_come, "cancelled for the end of the period: still a member until then")
    trial = ~np.isnat(trial_end) & (~np.isnat(end) & (end <= trial_end))
    block.leave_out(trial, "a trial that was cancelled before it ended, never a member")
    block.leave_out(status == "trialing", "a trial that has not ended, not a member yet")
    block.leave_out(_among(status, "incomplete", "incomplete_expired"), "never paid, never a member")
    block.leave_out(block.amount("price") == 0, "at no price: a gift or a test")
    failed = _among(block.words("reason"), "payment_failed", "payment_disputed") | _among(status, "unpaid")
    first = np.where(np.isnat(trial_end), start, np.maximum(start, trial_end))
    block.add(
        "memberships", **block.person(), plan=_first_of(block.text("product"), block.text("plan")),
        price=block.amount("price"), start=first, end=end,
        ended_because=np.where(np.isnat(end), 0, np.where(failed, 2, 1)),
    )  # fmt: skip


STRIPE_SUBSCRIPTIONS: Final = Shape(
    name="Stripe subscriptions",
    where="Subscriptions, Export",
    headings={
        "subscription": ("id",),
        "person": ("customer id",),
        "name": ("customer name",),
        "email": ("customer email",),
        "status": ("status",),
        "reason": ("cancellation reason",),
        "start": ("start date utc", "start utc", "created utc"),
        "period_end": ("current period end utc",),
        "trial_end": ("trial end utc",),
        "canceled": ("canceled at utc",),
        "ended": ("ended at utc",),
        "plan": ("plan",),
        "product": ("product",),
        "price": ("amount",),
        "currency": ("currency",),
    },
    needs=("subscription", "start", "status", "plan", "period_end"),
    read=_stripe_subscriptions,
    identity=("subscription",),
    utc=True,
    amounts=("price",),
    days=("start",),
)


def _square_items(block: Block) -> None:
    gross, tax = block.amount("net", needed=True), block.amount("tax")
    block.account_for(gross)
    gift = _among(block.words("itemization"), "gift card", "gift_card")
    block.note(gift, "gift cards: counted when they are sold, their tender later is no new money")
    payment = block.identity_of("payment")
    back = block.words("event") == "refund"
    block.add(
        "payments", **block.person(), paid_on=block.day("date", needed=True), item=block.text("item"),
        gross=gross + tax, tax=tax, currency=block.currency, payment=np.where(back, np.uint64(0), payment),
        refund_of=np.where(back, payment, np.uint64(0)),
    )  # fmt: skip


_SQUARE: Final = {
    "date": ("date",),
    "tax": ("tax",),
    "transaction": ("transaction id",),
    "payment": ("payment id",),
    "event": ("event type",),
    "location": ("location",),
    "person": ("customer id",),
    "name": ("customer name",),
    "card_brand": ("card brand",),
    "card_number": ("pan suffix",),
}

SQUARE_ITEMS: Final = Shape(
    name="Square items",
    where="Reports, Items detail, Export",
    headings={
        **_SQUARE,
        "item": ("item",),
        "net": ("net sales",),
        "itemization": ("itemization type",),
    },
    needs=("date", "item", "net", "transaction"),
    marks=("price point name", "modifiers applied"),
    read=_square_items,
    once=False,
    amounts=("net",),
    days=("date",),
)


def _square_transactions(block: Block) -> None:
    collected = block.amount("collected", needed=True)
    block.account_for(collected)
    block.leave_out(
        _among(block.words("status"), "failed", "voided", "canceled"), "no money moved", block.text("status")
    )
    gift = block.amount("gift_tender")
    block.note(gift != 0, "paid with a gift card, whose money came when it was sold; counted without it")
    payment = block.identity_of("payment")
    back = block.words("event") == "refund"
    block.add(
        "payments", **block.person(), paid_on=block.day("date", needed=True), item=block.text("item"),
        gross=collected - gift, fee=-block.amount("fees"), tax=block.amount("tax"), currency=block.currency,
        payment=np.where(back, np.uint64(0), payment), refund_of=np.where(back, payment, np.uint64(0)),
    )  # fmt: skip


SQUARE_TRANSACTIONS: Final = Shape(
    name="Square transactions",
    where="Transactions, Export, Transactions CSV",
    headings={
        **_SQUARE,
        "collected": ("total collected",),
        "gift_tender": ("square gift card",),
        "fees": ("fees",),
        "item": ("description",),
        "status": ("transaction status",),
    },
    needs=("date", "collected", "fees", "transaction"),
    marks=("net total", "card entry methods"),
    read=_square_transactions,
    identity=("transaction", "event"),
    once=False,
    amounts=("collected",),
    days=("date",),
)


def _paypal(block: Block) -> None:
    kind, status = block.words("kind"), block.words("status")
    gross = block.amount("gross", needed=True)
    block.account_for(gross, block.text("currency"))
    block.leave_out((status != "") & ~_among(status, "completed", "abgeschlossen", "terminé", "completado"),
                    "not completed, no money moved", block.text("status"))  # fmt: skip
    block.leave_out(block.words("impact") == "memo", "a memo or an authorisation, no money moved")
    holds = _contain(kind, "hold", "reserve", "einbehalt")
    block.leave_out(holds, "a hold or its release, which cancel", block.text("kind"))
    moved = _contain(
        kind, "withdrawal", "transfer to bank", "bank deposit", "user initiated", "abbuchung", "bank account"
    )
    block.leave_out(moved, "a transfer between PayPal and the bank", block.text("kind"))
    block.leave_out(_contain(kind, "conversion", "umrechnung"), "a currency conversion", block.text("kind"))
    back = _contain(kind, "refund", "reversal", "chargeback", "rückzahlung")
    block.leave_out((gross < 0) & ~back, "paid out by the business itself", block.text("kind"))
    block.add(
        "payments", **block.person(), paid_on=block.day("date", needed=True), item=block.text("item"), gross=gross,
        fee=-block.amount("fee"), tax=block.amount("tax"), currency=block.currency,
        payment=np.where(back, np.uint64(0), block.identity_of("payment")),
        refund_of=np.where(back, block.identity_of("reference"), np.uint64(0)),
    )  # fmt: skip


PAYPAL: Final = Shape(
    name="PayPal activity",
    where="Activity, Download, Balance affecting",
    headings={
        "date": ("date", "datum"),
        "name": ("name",),
        "kind": ("type", "typ", "description", "beschreibung"),
        "status": ("status",),
        "currency": ("currency", "währung"),
        "gross": ("gross", "brutto"),
        "fee": ("fee", "entgelt", "gebühr"),
        "net": ("net", "netto"),
        "email": ("from email address", "absender e mail adresse"),
        "payment": ("transaction id", "transaktionscode"),
        "reference": ("reference txn id", "zugehöriger transaktionscode"),
        "item": ("item title", "subject", "artikelbezeichnung"),
        "tax": ("sales tax",),
        "impact": ("balance impact",),
    },
    needs=("date", "kind", "gross", "fee", "net", "payment"),
    read=_paypal,
    identity=("payment",),
    amounts=("gross", "net"),
    days=("date",),
)


def _among(words: Array, *allowed: str) -> Array:
    """Say which words are among some."""
    return np.isin(words, np.array(allowed, dtype=object)) if len(words) else np.zeros(0, bool)


def _contain(words: Array, *parts: str) -> Array:
    """Say which texts hold one of some parts."""
    return np.fromiter((any(part in word for part in parts) for word in words), bool, len(words))


def _first_of(first: Array, second: Array) -> Array:
    """Return the first text where there is one, else the second."""
    return np.where(first == "", second, first)


SHAPES: Final = (STRIPE_PAYMENTS, STRIPE_BALANCE, STRIPE_SUBSCRIPTIONS, SQUARE_ITEMS, SQUARE_TRANSACTIONS, PAYPAL)
