"""What buyers pay for: the front end, the core package and its terms, products and services."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from xl_quadrant.functions.ranges import Array
from xl_quadrant.records.estimate import Estimate, average, rate
from xl_quadrant.records.items import Item
from xl_quadrant.records.window import Window

if TYPE_CHECKING:
    import pandas as pd

    from xl_quadrant.records.frames import Frames

WITH_THE_PACKAGE: Final = 30
"""Products and services count as bought with the package within so many days."""

_MONTH: Final = 30
_LATE: Final = 15
"""An installment counts as missed when it is so many days late."""

_ALL_AT_ONCE: Final = 0.8
_A_FEW: Final = 0.1


@dataclass(frozen=True, slots=True)
class Offer:
    """
    A product or a service, as it sells with the package.

    Parameters
    ----------
    name : str
        What it is called.
    kind : str
        ``product`` or ``service``.
    price, take_rate : Estimate
        What a buyer who takes it pays, and the share of buyers who do.
    """

    name: str
    kind: str
    price: Estimate
    take_rate: Estimate


@dataclass(frozen=True, slots=True)
class _Purchase:
    """How one buyer paid for the package: day, first payment, later payments, and those that were due."""

    day: Array
    first: Array
    later: Array
    later_amount: Array
    due: Array


def front_end_of(frames: Frames, kinds: Array, shows: pd.DataFrame) -> dict[str, Estimate]:
    """
    Return what shows pay for the front-end offer.

    Parameters
    ----------
    frames : Frames
        The tables.
    kinds : ndarray of str
        The kind of each payment.
    shows : pandas.DataFrame
        First shows in the window.

    Returns
    -------
    dict of str to Estimate
        Its price and the share of shows who pay it; empty where nobody pays for one.
    """
    paid = frames.payments[(kinds == "front_end") & (frames.payments["gross"] > 0).to_numpy()]
    if not len(paid) or not len(shows):
        return {}
    source = frames.source(frames.visits, frames.payments)
    price = average(paid["gross"].to_numpy(), frames.source(paid), "payments for the front end")
    share = rate(
        int(shows["person"].isin(paid["person"]).sum()), len(shows), source, "shows who paid for the front end"
    )
    return {
        name: found for name, found in (("front_end.list_price", price), ("front_end.paying_share", share)) if found
    }


def core_of(frames: Frames, kinds: Array, window: Window) -> tuple[dict[str, Estimate], list[str]]:
    """
    Return the price of the core package, and how it is paid.

    Parameters
    ----------
    frames : Frames
        The tables.
    kinds : ndarray of str
        The kind of each payment.
    window : Window
        The days that are measured.

    Returns
    -------
    tuple of dict of str to Estimate and list of str
        Fields of the package and of prepay by their path; and what was taken for what.
    """
    core = np.isin(kinds, np.array(["core", "prepay", "installment"], dtype=object))
    paid = frames.payments[
        core & (frames.payments["gross"] > 0).to_numpy() & (frames.payments["person"] > 0).to_numpy()
    ]
    if not len(paid):
        return {}, []
    source = frames.source(paid)
    one = _purchases(paid, window)
    inside = (one.day >= np.datetime64(window.first, "D")) & (one.day < np.datetime64(window.end, "D"))
    terms = _terms(one, inside)
    if terms is None:
        whole = average(one.first[inside], source, "core packages, paid at once")
        return ({} if whole is None else {"core.price": whole}), []
    count, installment = terms
    usual = float(np.median(one.first[one.later > 0])) + count * installment
    in_parts = inside & (one.first < _ALL_AT_ONCE * usual)
    found = _in_parts(one, in_parts, terms, source)
    found |= _at_once(one.first[inside & ~in_parts], int(inside.sum()), found.get("core.price"), source)
    return found, [f"packages paid in parts: {count} installments of {installment:,.2f} are usual"]


def _in_parts(one: _Purchase, in_parts: Array, terms: tuple[int, float], source: str) -> dict[str, Estimate]:
    """Return price, down payment, installments and default rate of packages that are paid in parts."""
    count, installment = terms
    down = average(one.first[in_parts], source, "first payments of packages paid in installments")
    if down is None:
        return {}
    part = average(one.later_amount[in_parts & (one.later > 0)], source)
    spread = 0.0 if part is None else count * (part.high - part.low) / 2
    rest = count * installment
    low, high = max(0.0, down.low + rest - spread), down.high + rest + spread
    due, paid = np.minimum(one.due, count)[in_parts], one.later[in_parts]
    missed = (paid < due).astype(np.int64)
    tried = np.minimum(paid + missed, count)
    found = {
        "core.price": Estimate(down.value + rest, low, high, down.n, source, "down payment + installments"),
        "core.down_payment": down,
        "core.installments": Estimate(count, count, count, down.n, source, "installments that are usual"),
    }
    lost = rate(int(missed.sum()), int(tried.sum()), source, "installments that were due and never came")
    return found if lost is None else {**found, "core.default_rate": lost}


def _at_once(paid: Array, buyers: int, price: Estimate | None, source: str) -> dict[str, Estimate]:
    """Return the share of buyers who pay the whole package at once, and the discount they have."""
    found: dict[str, Estimate] = {}
    share = rate(len(paid), buyers, source, "buyers who paid the whole package at once")
    if share is not None:
        found["prepay.share"] = share
    mean = average(paid, source)
    if mean is not None and price is not None and price.value > mean.value:
        high, value, low = (1 - amount / price.value for amount in (mean.low, mean.value, mean.high))
        note = "against the price in installments"
        found["prepay.discount"] = Estimate(value, max(0.0, low), min(1.0, high), mean.n, source, note)
    return found


def _purchases(paid: pd.DataFrame, window: Window) -> _Purchase:
    """Return how each buyer paid: the first day's payments together, and those that came later."""
    days = paid.groupby(["person", "paid_on"])[["gross"]].sum().reset_index()
    first = days.drop_duplicates("person")
    later = days[days.duplicated("person")].groupby("person")["gross"].agg(["size", "median"])
    day = first["paid_on"].to_numpy().astype("datetime64[D]")
    passed = (np.datetime64(window.as_of, "D") - day).astype(np.int64)
    return _Purchase(
        day,
        first["gross"].to_numpy(),
        first["person"].map(later["size"]).fillna(0).to_numpy().astype(np.int64),
        first["person"].map(later["median"]).fillna(0).to_numpy(),
        np.maximum(0, (passed - _LATE) // _MONTH),
    )


def _terms(one: _Purchase, inside: Array) -> tuple[int, float] | None:
    """Return how many installments are usual, and of how much; None if nobody pays in parts."""
    parts = one.later > 0
    if parts.sum() < max(3, _A_FEW * inside.sum()):
        return None
    old = parts & (one.due >= one.later.max())
    counts = one.later[old] if old.sum() >= 3 else one.later[parts]
    values, often = np.unique(counts, return_counts=True)
    usual = values[often >= max(2, _A_FEW * len(counts))]
    return int(usual.max() if len(usual) else values.max()), float(np.median(one.later_amount[parts]))


def offers_of(frames: Frames, kinds: Array, items: Iterable[Item], shows: pd.DataFrame, window: Window) -> list[Offer]:
    """
    Return the products and services that sell with the package.

    Parameters
    ----------
    frames : Frames
        The tables.
    kinds : ndarray of str
        The kind of each payment.
    items : iterable of Item
        The things sold.
    shows : pandas.DataFrame
        First shows, with the day of the package.
    window : Window
        The days that are measured.

    Returns
    -------
    list of Offer
        What buyers bought within 30 days of the package.
    """
    buyers = _buyers(frames, kinds, shows, window)
    old = buyers[buyers["bought"] <= np.datetime64(window.as_of) - np.timedelta64(WITH_THE_PACKAGE, "D")]
    source = frames.source(frames.payments)
    offers = []
    for item in items:
        if item.kind not in ("product", "service") or not len(old):
            continue
        rows = frames.payments[(frames.payments["item"] == item.name) & (frames.payments["gross"] > 0)]
        pairs = old.merge(rows[["person", "paid_on", "gross"]], on="person")
        wait = (pairs["paid_on"] - pairs["bought"]).dt.days
        spent = pairs[(wait >= 0) & (wait < WITH_THE_PACKAGE)].groupby("person")["gross"].sum()
        price = average(spent.to_numpy(), source, f"what buyers paid for it within {WITH_THE_PACKAGE} days")
        taken = rate(len(spent), len(old), source, f"buyers who bought it within {WITH_THE_PACKAGE} days")
        if price is not None and taken is not None:
            offers.append(Offer(item.name, item.kind, price, taken))
    return offers


def _buyers(frames: Frames, kinds: Array, shows: pd.DataFrame, window: Window) -> pd.DataFrame:
    """Return who bought the package in the window, and when; without appointments by their first payment for it."""
    if shows["bought"].notna().any():
        bought = shows[shows["bought"].notna()][["person", "bought"]]
    else:
        core = np.isin(kinds, np.array(["core", "prepay"], dtype=object)) & (frames.payments["gross"] > 0).to_numpy()
        rows = frames.payments[core & (frames.payments["person"] > 0).to_numpy()]
        bought = rows.groupby("person")[["paid_on"]].min().reset_index().rename(columns={"paid_on": "bought"})
    return bought[window.holds(bought["bought"])]


buyers_of = _buyers


def unnamed(payments: pd.DataFrame) -> Mapping[str, float]:
    """
    Return how many payments name nobody, and their money.

    Parameters
    ----------
    payments : pandas.DataFrame
        The payments.

    Returns
    -------
    mapping of str to float
        ``payments`` and ``money``.
    """
    rows = payments[payments["person"] == 0]
    return {"payments": len(rows), "money": float(rows["gross"].sum())}
