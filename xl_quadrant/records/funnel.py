"""From lead to show to buyer: how many people ask, book, turn up and buy, and what a lead costs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from xl_quadrant.functions.ranges import Array
from xl_quadrant.records.estimate import Estimate, per_time, rate
from xl_quadrant.records.window import Window

if TYPE_CHECKING:
    import pandas as pd

    from xl_quadrant.records.frames import Frames

CLOSE_DAYS: Final = 14
"""A show counts as a buyer if the core package is bought within so many days."""

_REFERRED: Final = ("referr", "friend", "word of mouth", "empfehl")


@dataclass(frozen=True, slots=True)
class Funnel:
    """
    What was counted.

    Parameters
    ----------
    inputs : dict of str to Estimate
        Fields of the funnel by their path.
    shows : pandas.DataFrame
        Each person's first show: ``person``, ``day``, ``source`` and ``bought``, the day of the core package or NaT.
    counts : dict of str to float
        Leads, bookings, shows, buyers and so on, in the window.
    channels : pandas.DataFrame
        By channel: spend, leads, shows, buyers, and cost per lead and per show.
    remarks : list of str
        What was taken for what.
    """

    inputs: dict[str, Estimate]
    shows: pd.DataFrame
    counts: dict[str, float]
    channels: pd.DataFrame
    remarks: list[str]


def funnel_of(frames: Frames, kinds: Array, window: Window, close_days: int = CLOSE_DAYS) -> Funnel:
    """
    Count the funnel.

    Parameters
    ----------
    frames : Frames
        The tables.
    kinds : ndarray of str
        The kind of each payment.
    window : Window
        The days that are measured.
    close_days : int
        A show counts as a buyer if the core package is bought within so many days.

    Returns
    -------
    Funnel
        What no file tells of is not there.
    """
    remarks: list[str] = []
    bookings = _bookings(frames, window, remarks)
    shows = _shows(frames, kinds, bookings, close_days, remarks)
    inputs, counts = _rates(frames, window, bookings, remarks)
    inside = shows[window.holds(shows["day"])]
    settled = inside[inside["day"] <= np.datetime64(window.as_of) - np.timedelta64(close_days, "D")]
    bought = int(settled["bought"].notna().sum())
    source = frames.source(frames.visits, frames.payments)
    note = f"first shows whose person bought the core package within {close_days} days"
    found = rate(bought, len(settled), source, note) if len(frames.payments) else None
    counts |= {"shows": len(inside), "shows old enough to judge": len(settled), "buyers": bought}
    if found is not None:
        inputs["close_rate"] = found
    spend, leads = _spend_in(frames.spend, window)
    crm = _crm_leads(frames, window)
    asked = len(crm) if len(crm) else leads
    counts |= {"spend": spend, "leads": asked}
    if asked:
        where = frames.source(frames.people if len(crm) else frames.spend)
        told = "people in the sales software" if len(crm) else "leads as the platforms count them"
        monthly = per_time(asked, window.months, where, told)
        if monthly is not None:
            inputs["leads_per_month"] = monthly
            if spend:
                low, high = (spend / (window.months * count) for count in (monthly.high, max(monthly.low, 1e-9)))
                inputs["cost_per_lead"] = Estimate(
                    spend / asked, low, high, asked, frames.source(frames.spend), "spend / leads"
                )
        booked = (
            int(crm["person"].isin(bookings["person"]).sum()) if len(crm) else int(counts.get("people who booked", 0))
        )
        if booked > asked:
            remarks.append(
                f"{booked:,} people booked and only {asked:,.0f} leads are counted: the booking rate is left as it is"
            )
        elif len(frames.visits):
            found = rate(
                booked,
                asked,
                frames.source(frames.visits, frames.people if len(crm) else frames.spend),
                "leads who booked",
            )
            inputs["booking_rate"] = found or inputs["booking_rate"]
    referred = _referred(frames, shows)
    if referred is not None:
        inputs["referral.rate"] = referred
    return Funnel(inputs, shows, counts, _channels(frames, window, inside), remarks)


def _bookings(frames: Frames, window: Window, remarks: list[str]) -> pd.DataFrame:
    """Return the visits of people who had not been there before: those up to their first show."""
    visits = frames.visits[frames.visits["person"] > 0].sort_values(["person", "starts"], kind="stable")
    nameless = len(frames.visits) - len(visits)
    if nameless:
        remarks.append(f"{nameless:,} visits name nobody and are not in the funnel")
    shown = visits["state"].to_numpy() == "shown"
    before = np.cumsum(shown) - shown
    starts = visits["person"].to_numpy()
    first_of_person = np.r_[True, starts[1:] != starts[:-1]] if len(starts) else np.zeros(0, bool)
    base = np.repeat(before[first_of_person], np.diff(np.r_[np.flatnonzero(first_of_person), len(starts)]))
    new = visits[(before - base == 0) | (visits["first_visit"].to_numpy() == 1)]
    again = new["person"].to_numpy()
    followed = np.r_[again[1:] == again[:-1], False] if len(again) else np.zeros(0, bool)
    moved = followed & (new["state"].to_numpy() == "cancelled")
    if moved.any():
        remarks.append(f"{int(moved.sum()):,} cancelled visits were booked again: counted once, as they ended")
    new = new[~moved]
    past = new["starts"] <= np.datetime64(window.as_of)
    state = np.where(past & (new["state"] == "booked"), "unknown", new["state"].astype(object))
    found: pd.DataFrame = new.assign(state=state)
    return found


def _rates(
    frames: Frames, window: Window, bookings: pd.DataFrame, remarks: list[str]
) -> tuple[dict[str, Estimate], dict[str, float]]:
    """Return the show rate, and how many visits ended how."""
    inside = bookings[window.holds(bookings["starts"])]
    ended = inside["state"].value_counts()
    shown, missed = int(ended.get("shown", 0)), int(ended.get("no-show", 0) + ended.get("cancelled", 0))
    unknown = int(ended.get("unknown", 0))
    booked_on = bookings["booked_on"].where(bookings["booked_on"].notna(), bookings["starts"])
    people = bookings[window.holds(booked_on)]["person"].nunique()
    counts: dict[str, float] = {
        "people who booked": people,
        "visits shown": shown,
        "visits missed": missed,
        "visits unmarked": unknown,
    }
    found = rate(shown, shown + missed, frames.source(frames.visits), "visits with a known end that were shown")
    if found is None:
        return {}, counts
    if unknown:
        everyone = shown + missed + unknown
        worst, best = rate(shown, everyone), rate(shown + unknown, everyone)
        if worst is not None and best is not None:
            found = Estimate(found.value, worst.low, best.high, found.n, found.source, found.note)
        told = "the low of the show rate takes them for no-shows, its high for shows"
        remarks.append(f"{unknown:,} past visits are not marked: {told}")
    return {"show_rate": found}, counts


def _shows(frames: Frames, kinds: Array, bookings: pd.DataFrame, close_days: int, remarks: list[str]) -> pd.DataFrame:
    """Return the first show of each person, and when they bought."""
    shows = bookings[bookings["state"] == "shown"].drop_duplicates("person")[["person", "starts", "source"]]
    shows = shows.rename(columns={"starts": "day"})
    core = np.isin(kinds, np.array(["core", "prepay"], dtype=object)) & (frames.payments["gross"] > 0).to_numpy()
    bought = frames.payments[core & (frames.payments["person"] > 0).to_numpy()][["person", "paid_on"]]
    pairs = shows.merge(bought, on="person", how="left")
    wait = (pairs["paid_on"] - pairs["day"]).dt.days
    first = pairs[(wait >= 0) & (wait < close_days)].groupby("person")["paid_on"].min()
    unseen = int((~bought["person"].drop_duplicates().isin(shows["person"])).sum())
    if unseen and len(shows):
        remarks.append(
            f"{unseen:,} people bought the core package without a show in these files: no part of the close rate"
        )
    return shows.assign(bought=first.reindex(shows["person"]).to_numpy()).reset_index(drop=True)


def _spend_in(spend: pd.DataFrame, window: Window) -> tuple[float, float]:
    """Return spend and leads in the window; a row of several days counts by the days that are inside."""
    share = _share_inside(spend, window)
    return float((spend["amount"] * share).sum()), float((spend["leads"].fillna(0) * share).sum())


def _share_inside(spend: pd.DataFrame, window: Window) -> Array:
    """Return which part of each row's days is in the window."""
    first, last = (spend[name].to_numpy().astype("datetime64[D]") for name in ("day", "last_day"))
    begin, end = np.datetime64(window.first, "D"), np.datetime64(window.end, "D")
    days = (last - first).astype(np.int64) + 1
    inside = (np.minimum(last + 1, end) - np.maximum(first, begin)).astype(np.int64)
    found: Array = np.clip(inside, 0, days) / np.maximum(days, 1)
    return found


def _crm_leads(frames: Frames, window: Window) -> pd.DataFrame:
    """Return the people whom the sales software first saw in the window."""
    first = frames.people[frames.people["person"] > 0].sort_values("first_seen").drop_duplicates("person")
    return first[window.holds(first["first_seen"])]


def _referred(frames: Frames, shows: pd.DataFrame) -> Estimate | None:
    """Return referred buyers per buyer, where sources are told."""
    buyers = shows[shows["bought"].notna()]
    told = buyers["source"].astype(object).fillna("")
    known = told != ""
    if not known.any() or not told.str.lower().str.contains("|".join(_REFERRED)).any():
        return None
    referred = int(told.str.lower().str.contains("|".join(_REFERRED)).sum())
    found = rate(referred, int(known.sum()), frames.source(frames.visits), "buyers whose source is a referral")
    return found if found is None or found.high < 1 else None


def _channels(frames: Frames, window: Window, shows: pd.DataFrame) -> pd.DataFrame:
    """Return what each channel costs and brings; shows by the source that the appointments name."""
    import pandas as pd

    share = _share_inside(frames.spend, window)
    spend = frames.spend.assign(amount=frames.spend["amount"] * share, leads=frames.spend["leads"].fillna(0) * share)
    by_channel = spend.groupby("channel", observed=True)[["amount", "leads"]].sum()
    sources = shows.assign(source=shows["source"].astype(object).fillna("").replace("", "not told"))
    found = sources.groupby("source").agg(shows=("person", "size"), buyers=("bought", "count"))
    table = pd.concat([by_channel, found], axis=1).fillna(0).rename_axis("channel").reset_index()
    table.columns = pd.Index(["channel", "spend", "leads", "shows", "buyers"])
    for name, count in (("cost_per_lead", "leads"), ("cost_per_show", "shows")):
        table[name] = np.where(
            (table[count] > 0) & (table["spend"] > 0), table["spend"] / table[count].replace(0, np.nan), np.nan
        )
    return table.sort_values("spend", ascending=False).reset_index(drop=True)
