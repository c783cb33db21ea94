"""Realized cash per show by age: what each month's first shows have brought by day 0, 30, 60, 90, 180 and 360."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from xl_quadrant.records.window import Window

if TYPE_CHECKING:
    import pandas as pd

AGES: Final = (0, 30, 60, 90, 180, 360)
"""Days after the first show; by day 0 is on the day itself."""


def cohorts_of(shows: pd.DataFrame, payments: pd.DataFrame, window: Window) -> pd.DataFrame:
    """
    Return what the first shows of each month have brought, by their age.

    Parameters
    ----------
    shows : pandas.DataFrame
        First shows: ``person``, ``day`` and ``bought``.
    payments : pandas.DataFrame
        Payments and refunds.
    window : Window
        The last day that the files tell of.

    Returns
    -------
    pandas.DataFrame
        A row a month: ``month``, ``shows``, ``buyers`` and, for each age, ``show_30`` and ``buyer_30``: cash after fees
        and refunds in half open days, per show and per buyer; NaN where not every show of the month is that old.

    Examples
    --------
    >>> import datetime
    >>> import pandas as pd
    >>> day = pd.Timestamp("2026-01-10")
    >>> shows = pd.DataFrame({"person": [1, 2], "day": [day, day], "bought": [day, pd.NaT]})
    >>> paid = {"person": [1, 1], "paid_on": [day, day + pd.Timedelta(days=30)], "gross": [100.0, 50.0]}
    >>> paid["fee"] = [3.0, 0.0]
    >>> end = datetime.date(2026, 3, 1)
    >>> table = cohorts_of(shows, pd.DataFrame(paid), Window(end, end, end))
    >>> table[["shows", "show_0", "show_30", "buyer_30", "show_60"]].iloc[0].tolist()
    [2.0, 48.5, 48.5, 97.0, nan]
    """
    import pandas as pd

    pairs = payments[payments["person"] > 0].merge(shows[["person", "day"]], on="person")
    age = (pairs["paid_on"] - pairs["day"]).dt.days
    pairs = pairs.assign(age=age, cash=pairs["gross"] - pairs["fee"], month=pairs["day"].dt.to_period("M"))
    pairs = pairs[pairs["age"] >= 0]
    months = shows["day"].dt.to_period("M")
    table = pd.DataFrame({
        "shows": shows.groupby(months).size(),
        "buyers": shows[shows["bought"].notna()].groupby(months).size(),
    }).fillna(0)  # fmt: skip
    last = shows.groupby(months)["day"].max()
    for days in AGES:
        horizon = max(1, days)
        cash = pairs[pairs["age"] < horizon].groupby("month")["cash"].sum().reindex(table.index).fillna(0.0)
        reached = (last + pd.Timedelta(days=horizon - 1)) <= pd.Timestamp(window.as_of)
        table[f"show_{days}"] = (cash / table["shows"]).where(reached)
        table[f"buyer_{days}"] = (cash / table["buyers"].replace(0, np.nan)).where(reached)
    return table.rename_axis("month").reset_index()


def per_show(cohorts: pd.DataFrame, days: int) -> float | None:
    """
    Return cash per show by an age, of all months that have reached it.

    Parameters
    ----------
    cohorts : pandas.DataFrame
        As `cohorts_of` gives them.
    days : int
        One of AGES.

    Returns
    -------
    float or None
        Weighted by shows; None if no month has reached it.
    """
    old = cohorts[cohorts[f"show_{days}"].notna()]
    return float(np.average(old[f"show_{days}"], weights=old["shows"])) if len(old) else None
