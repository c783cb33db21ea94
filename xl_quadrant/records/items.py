"""What each thing sold is: as the map says, or else as it is paid."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from xl_quadrant.functions.ranges import Array

if TYPE_CHECKING:
    import pandas as pd

_EVEN: Final = 0.7
"""Payments are even if this share of the times between them is within a fifth of the usual time."""

_FIRST: Final = 0.6
"""Something is the first that people buy if it is for this share of those who buy it."""

_LARGER: Final = 1.15
_FEWEST_GAPS: Final = 3


@dataclass(frozen=True, slots=True)
class Item:
    """
    A thing sold.

    Parameters
    ----------
    name : str
        As the files call it; blank where they do not.
    kind : str
        One of `tables.KINDS`.
    how : str
        Why it was taken for that.
    payments : int
        How many payments stand on it, refunds not counted.
    buyers : int
        How many people paid for it.
    money : float
        What they paid, before refunds.
    every_days : float
        The usual time between a person's payments for it; 0 where nobody paid twice.
    """

    name: str
    kind: str
    how: str
    payments: int
    buyers: int
    money: float
    every_days: float


def items_of(payments: pd.DataFrame, told: Mapping[str, str]) -> dict[str, Item]:
    """
    Return each thing sold with what it is.

    Parameters
    ----------
    payments : pandas.DataFrame
        The payments.
    told : mapping of str to str
        The kind of each thing by its name in lower case, where a map tells it.

    Returns
    -------
    dict of str to Item
        By name, the most money first.

    Notes
    -----
    What people pay at even intervals and in equal parts is continuity; with a larger first part it is a core package
    paid in installments. What most people buy first of all and is cheaper than the core package is the front end. If no
    package is paid in installments, the dearest of the rest is the core package; all else is a service.
    """
    sales = payments[payments["gross"] > 0]
    known = sales[sales["person"] > 0]
    first_day = known.groupby("person")["paid_on"].min()
    found: dict[str, Item] = {}
    prices: dict[str, float] = {}
    firsts: dict[str, float] = {}
    for name, rows in sales.groupby("item", observed=True, sort=False):
        named = rows[rows["person"] > 0].sort_values(["person", "paid_on"], kind="stable")
        even, every, larger = _rhythm(named)
        begins = named.drop_duplicates("person")
        firsts[str(name)] = (
            float((begins["paid_on"].to_numpy() == begins["person"].map(first_day).to_numpy()).mean())
            if len(begins)
            else 0.0
        )
        prices[str(name)] = float(rows["gross"].median())
        kind = told.get(str(name).lower(), "")
        how = "as the map says" if kind else ""
        if not kind and even and larger:
            kind, how = "core", f"a larger first payment, then equal ones every {every:.0f} days"
        elif not kind and even:
            kind, how = "continuity", f"equal payments every {every:.0f} days"
        found[str(name)] = Item(
            str(name), kind, how, len(rows), int(named["person"].nunique()), float(rows["gross"].sum()), every
        )
    _class_the_rest(found, prices, firsts)
    return dict(sorted(found.items(), key=lambda pair: -pair[1].money))


def _rhythm(rows: pd.DataFrame) -> tuple[bool, float, bool]:
    """Return whether people pay at even intervals, the usual one, and whether the first payment is the larger."""
    person, day = rows["person"].to_numpy(), rows["paid_on"].to_numpy().astype("datetime64[D]").astype(np.int64)
    gross = rows["gross"].to_numpy()
    same = person[1:] == person[:-1]
    gaps = (day[1:] - day[:-1])[same]
    gaps = gaps[gaps > 0]
    if len(gaps) < _FEWEST_GAPS:
        return False, 0.0, False
    usual = float(np.median(gaps))
    near = float((np.abs(gaps - usual) <= max(2.0, usual / 5)).mean())
    begins = np.r_[True, ~same]
    again = np.r_[False, same]
    repeated = np.isin(person, person[again])
    larger = bool(np.median(gross[begins & repeated]) > _LARGER * np.median(gross[again]))
    often = float(np.isin(person[begins], person[again]).mean())
    return near >= _EVEN and usual >= 5 and often >= 0.3, usual, larger


def _class_the_rest(found: dict[str, Item], prices: Mapping[str, float], firsts: Mapping[str, float]) -> None:
    """Say of the things that nothing is said of yet what they are."""
    open_ones = [name for name, item in found.items() if not item.kind and name]
    if open_ones and not any(item.kind == "core" for item in found.values()):
        dearest = max(open_ones, key=lambda name: prices[name])
        _say(found, dearest, "core", "the dearest thing that is not paid again and again")
        open_ones.remove(dearest)
    core = max((prices[name] for name, item in found.items() if item.kind == "core"), default=np.inf)
    starts = [name for name in open_ones if firsts[name] >= _FIRST and prices[name] < core]
    if starts and not any(item.kind == "front_end" for item in found.values()):
        start = max(starts, key=lambda name: found[name].buyers)
        _say(found, start, "front_end", f"the first thing that {firsts[start]:.0%} of its buyers buy")
        open_ones.remove(start)
    for name in open_ones:
        _say(found, name, "service", "bought now and then; say in a map if it is a product")
    if "" in found and not found[""].kind:
        _say(found, "", "other", "without a name")


def _say(found: dict[str, Item], name: str, kind: str, how: str) -> None:
    """Say what a thing is."""
    item = found[name]
    found[name] = Item(name, kind, how, item.payments, item.buyers, item.money, item.every_days)


def kinds_of(payments: pd.DataFrame, items: Mapping[str, Item]) -> Array:
    """
    Return the kind of each payment.

    Parameters
    ----------
    payments : pandas.DataFrame
        The payments.
    items : mapping of str to Item
        The things sold.

    Returns
    -------
    ndarray of str
        One of `tables.KINDS` for each.
    """
    categories = payments["item"].cat.categories
    kinds = np.array([items[name].kind if name in items else "other" for name in categories], dtype=object)
    found: Array = kinds[payments["item"].cat.codes.to_numpy()]
    return found
