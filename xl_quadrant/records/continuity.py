"""Memberships and other things that come back: who takes them, what they pay, how long they stay."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from xl_quadrant.functions.ranges import Array
from xl_quadrant.records.estimate import Estimate, average, rate
from xl_quadrant.records.items import Item
from xl_quadrant.records.retention import Lives, Split, by_age, early_and_later
from xl_quadrant.records.window import Window

if TYPE_CHECKING:
    import pandas as pd

    from xl_quadrant.records.frames import Frames

MONTH: Final = 30.0
COOLING_OFF: Final = 14
"""A membership that ends within so many days, paid or given back, never was one."""

_LATE: Final = 0.5
"""A member has left when a payment is late by this share of the usual time."""

_TOUCHES: Final = 45
"""Rows of one member with no more days between them are one membership: a renewal, a change of plan or a pause."""

_FEWEST: Final = 5


@dataclass(frozen=True, slots=True)
class Continuity:
    """
    One thing that comes back.

    Parameters
    ----------
    name : str
        What it is called.
    price : Estimate or None
        What a member pays each time.
    take_rate : Estimate or None
        The share of buyers who take it.
    churn : Estimate
        The share of members who leave at each payment.
    start_day : float
        Days from the package to the first payment.
    every_days : float
        Days between payments.
    members : int
        Who pays for it now.
    lives : Lives
        How long members were seen.
    split : Split or None
        Where churn changes with age, if the data can tell.
    remarks : tuple of str
        What was taken for no leaving.
    """

    name: str
    price: Estimate | None
    take_rate: Estimate | None
    churn: Estimate
    start_day: float
    every_days: float
    members: int
    lives: Lives
    split: Split | None
    remarks: tuple[str, ...]


def continuity_of(frames: Frames, items: Iterable[Item], buyers: pd.DataFrame, window: Window) -> list[Continuity]:
    """
    Return what comes back: by the rows of memberships where a file has them, else by the gaps between payments.

    Parameters
    ----------
    frames : Frames
        The tables.
    items : iterable of Item
        The things sold.
    buyers : pandas.DataFrame
        Who bought the package, and when.
    window : Window
        The days that are measured.

    Returns
    -------
    list of Continuity
        The one with the most members first.
    """
    found = []
    if len(frames.memberships):
        for plan, rows in _with_changes(frames.memberships).groupby("plan", observed=True):
            found.append(_of_plan(frames, str(plan), rows, buyers, window))
    else:
        for item in items:
            if item.kind == "continuity" and item.buyers:
                rows = frames.payments[(frames.payments["item"] == item.name) & (frames.payments["person"] > 0)]
                found.append(_of_payments(frames, item, rows, buyers, window))
    return sorted((one for one in found if one is not None), key=lambda one: -len(one.lives.until))


def _of_payments(
    frames: Frames, item: Item, rows: pd.DataFrame, buyers: pd.DataFrame, window: Window
) -> Continuity | None:
    """Return a thing that comes back, by the gaps between its payments."""
    every = MONTH if abs(item.every_days - MONTH) <= 2 else item.every_days
    paid = rows[rows["gross"] > 0].groupby(["person", "paid_on"])[["gross"]].sum().reset_index()
    ends = paid.groupby("person")["paid_on"].agg(["min", "max", "size"])
    first, last = (ends[name].to_numpy().astype("datetime64[D]") for name in ("min", "max"))
    begin = frames.payments["paid_on"].min().to_numpy().astype("datetime64[D]")
    as_of = np.datetime64(window.as_of, "D")
    before = (first - begin).astype(np.int64) < every * (1 + _LATE)
    before &= ~ends.index.isin(buyers["person"])  # who bought the package in sight joined in sight
    times = np.rint((last - first).astype(np.int64) / every)
    left = (as_of - last).astype(np.int64) > every * (1 + _LATE)
    entry = np.zeros(len(first))
    lives = Lives(entry, np.where(left, times + 1, times), left)
    remarks = []
    gaps = int((times - (ends["size"].to_numpy() - 1)).clip(min=0).sum())
    if gaps:
        remarks.append(f"{gaps:,} payments of {item.name} are missing between others: pauses, no leaving")
    inside = _in_window(paid, window, every, as_of)
    churn = rate(*inside, frames.source(rows), "members who paid no more / payments that could be followed by another")
    price = average(paid[window.holds(paid["paid_on"])]["gross"].to_numpy(), frames.source(rows), "payments")
    if churn is None or not churn.value:
        return None
    seen = Lives(entry[~before], lives.until[~before], lives.left[~before])
    if before.any():
        told = "joined before the file begins: in the churn, not in the curve by age"
        remarks.append(f"{int(before.sum()):,} members of {item.name} {told}")
    take, start = _taken(frames, item.name, ends["min"], buyers, window)
    return Continuity(
        item.name, price, take, churn, start, every, int((~left).sum()), seen, early_and_later(seen), tuple(remarks)
    )


def _in_window(paid: pd.DataFrame, window: Window, every: float, as_of: np.datetime64) -> tuple[int, int]:
    """Return who left after a payment in the window, and how many payments could be followed by another."""
    rows = paid.sort_values(["person", "paid_on"])
    day = rows["paid_on"].to_numpy().astype("datetime64[D]")
    person = rows["person"].to_numpy()
    last = np.r_[person[1:] != person[:-1], True]
    judged = ~last | ((as_of - day).astype(np.int64) > every * (1 + _LATE))
    inside = judged & window.holds(rows["paid_on"]).to_numpy()
    return int((inside & last).sum()), int(inside.sum())


def _of_plan(frames: Frames, plan: str, rows: pd.DataFrame, buyers: pd.DataFrame, window: Window) -> Continuity | None:
    """Return a thing that comes back, by the rows of its memberships; rows that touch are one."""
    remarks: list[str] = []
    known = rows[(rows["person"] > 0) & rows["start"].notna()]
    spans = _joined(known, remarks, plan)
    as_of, never = np.datetime64(window.as_of, "D"), np.datetime64("9999-12-31", "D")
    start = spans["start"].to_numpy().astype("datetime64[D]")
    end = np.where(spans["end"].isna(), never, spans["end"].to_numpy().astype("datetime64[D]"))
    short = (end - start).astype(np.int64) <= COOLING_OFF
    future = start > as_of
    if short.any():
        remarks.append(f"{int(short.sum()):,} memberships of {plan} ended within {COOLING_OFF} days: never members")
    because = spans["ended_because"].astype(object).to_numpy()
    seen = ~short & ~future
    start, end, because = start[seen], end[seen], because[seen]
    ended = end <= as_of
    failed = ended & (because == "failed payment")
    ran_out = ended & np.isin(because, np.array(["ran out", "plan changed"], dtype=object))
    for which, why in ((failed, "ended by a failed payment"), (ran_out, "ran out or changed plan")):
        if which.any():
            remarks.append(f"{int(which.sum()):,} memberships of {plan} {why}: seen until then, not counted as leaving")
    left = ended & ~failed & ~ran_out
    first_end = end[ended].min() if ended.any() else as_of
    until_day = np.minimum(end, as_of + 1)
    age = (until_day - start).astype(np.int64) / MONTH
    entry = np.maximum(0, (first_end - start).astype(np.int64) / MONTH)
    whole = entry < age
    lives = Lives(entry[whole], age[whole], left[whole])
    begin, stop = np.datetime64(window.first, "D"), min(np.datetime64(window.end, "D"), as_of + 1)
    days = (np.minimum(until_day, stop) - np.maximum(start, np.maximum(begin, first_end))).astype(np.int64)
    gone = int((left & (end > begin) & (end <= stop)).sum())
    months = float(np.clip(days, 0, None).sum() / MONTH)
    source = frames.source(rows)
    churn = rate(gone, max(months, gone), source, "members who left / months that members were exposed to leaving")
    if churn is None or not churn.value:
        return None
    amounts = rows["price"].to_numpy()
    price = average(amounts[amounts > 0], source, "prices of memberships")
    firsts = spans[seen].groupby("person")["start"].min()
    take, start_day = _taken(frames, plan, firsts, buyers, window)
    return Continuity(
        plan,
        price,
        take,
        churn,
        start_day,
        MONTH,
        int((~ended).sum()),
        lives,
        early_and_later(_in_whole(lives)),
        tuple(remarks),
    )


def _with_changes(memberships: pd.DataFrame) -> pd.DataFrame:
    """Return memberships that another plan of the same member goes on from as ended by a change of plan."""
    rows = memberships[memberships["person"] > 0].sort_values(["person", "start"], kind="stable")
    after = rows.groupby("person")[["start", "plan"]].shift(-1)
    other = after["plan"].astype(object).to_numpy() != rows["plan"].astype(object).to_numpy()
    soon = ((after["start"] - rows["end"]).dt.days <= _TOUCHES).to_numpy()
    changed = other & soon & after["start"].notna().to_numpy()
    because = rows["ended_because"].astype(object).where(~changed, "plan changed")
    return rows.assign(ended_because=because)


def _in_whole(lives: Lives) -> Lives:
    """Return lives in whole payment times: who leaves within one has had one chance to."""
    until = np.where(lives.left, np.ceil(lives.until - 1e-9), np.floor(lives.until))
    return Lives(np.ceil(lives.entry), np.maximum(until, np.ceil(lives.entry)), lives.left)


def _joined(rows: pd.DataFrame, remarks: list[str], plan: str) -> pd.DataFrame:
    """Return memberships with rows of one member that touch or overlap made one."""
    import pandas as pd

    rows = rows.sort_values(["person", "start"], kind="stable").reset_index(drop=True)
    far = pd.Timestamp("2262-01-01")
    end = rows["end"].fillna(far)
    latest = end.groupby(rows["person"]).cummax()
    same = rows["person"].eq(rows["person"].shift())
    touches = same & ((rows["start"] - latest.shift()).dt.days <= _TOUCHES)
    if touches.any():
        told = "go on from another of the same member: renewals or changes, no leaving"
        remarks.append(f"{int(touches.sum()):,} rows of {plan} {told}")
    group = (~touches).cumsum()
    joined = (
        rows.assign(end=end)
        .groupby(group)
        .agg(
            person=("person", "first"),
            start=("start", "first"),
            end=("end", "max"),
            ended_because=("ended_because", "last"),
        )
    )
    return joined.assign(end=joined["end"].where(joined["end"] < far))


def _taken(
    frames: Frames, name: str, first: pd.Series, buyers: pd.DataFrame, window: Window
) -> tuple[Estimate | None, float]:
    """Return the share of buyers who take it, and how many days after the package they begin."""
    wait = (buyers["bought"].rsub(first.reindex(buyers["person"]).to_numpy())).dt.days
    begun = wait[wait >= 0]
    if len(begun) < _FEWEST:
        return None, 0.0
    longest = float(np.quantile(begun, 0.95))
    old = buyers["bought"] <= np.datetime64(window.as_of) - np.timedelta64(int(longest), "D")
    found = rate(int((wait[old] <= longest).sum() - (wait[old] < 0).sum()), int(old.sum()),
                 frames.source(frames.payments), f"buyers who took {name} within {longest:.0f} days")  # fmt: skip
    return found, float(np.median(begun))


def chances_of(lives: Lives) -> tuple[Array, Array]:
    """
    Return who left and who could have, at each age in whole payment times.

    Parameters
    ----------
    lives : Lives
        The members.

    Returns
    -------
    tuple of ndarray
        As `retention.by_age`.
    """
    return by_age(_in_whole(lives))
