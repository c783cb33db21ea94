"""The months that are measured, and the day up to which the files tell anything."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

    from xl_quadrant.records.frames import Frames

MONTHS: Final = 12
"""So many full months are measured when nothing else is said."""


@dataclass(frozen=True, slots=True)
class Window:
    """
    The days that are measured.

    Parameters
    ----------
    first : datetime.date
        The first of them.
    end : datetime.date
        The day after the last.
    as_of : datetime.date
        The last day that the files tell of; what would come later has not happened yet.
    """

    first: datetime.date
    end: datetime.date
    as_of: datetime.date

    @property
    def months(self) -> float:
        """How long it is, in months of 30.4375 days, as calendar months are on average."""
        return (self.end - self.first).days / 30.4375

    def holds(self, days: pd.Series) -> pd.Series:
        """Say which days are in the window."""
        return (days >= np.datetime64(self.first)) & (days < np.datetime64(self.end))


def window_of(
    frames: Frames,
    first: datetime.date | None = None,
    last: datetime.date | None = None,
    as_of: datetime.date | None = None,
) -> Window:
    """
    Return the days that are measured: the last 12 full months that the files tell of, or as many as there are.

    Parameters
    ----------
    frames : Frames
        The tables.
    first, last : datetime.date, optional
        The first and the last day, if they are told.
    as_of : datetime.date, optional
        The day of the exports, if it is told; else the last day on which anything is paid, spent or marked.

    Returns
    -------
    Window
        The days.
    """
    marked = frames.visits[frames.visits["state"].isin(["shown", "no-show", "cancelled"])]
    days = [frames.payments["paid_on"], frames.spend["day"], marked["starts"], frames.memberships["end"]]
    past = [column.dropna() for column in days if column.notna().any()]
    today = datetime.datetime.now(tz=datetime.UTC).date()
    known = as_of or min(today, max((column.max().date() for column in past), default=today))
    month = known.replace(day=1) if not _ends_month(known) else known + datetime.timedelta(days=1)
    end = month if last is None else last + datetime.timedelta(days=1)
    earliest = min((column.min().date() for column in past), default=known)
    begin = _months_before(end, MONTHS)
    whole = earliest if earliest.day == 1 else _months_before(earliest.replace(day=1), -1)
    if whole >= end:  # less than one full month
        whole, end = earliest, known + datetime.timedelta(days=1)
    return Window(first or max(begin, whole), end, known)


def _ends_month(day: datetime.date) -> bool:
    """Say whether a day is the last of its month."""
    return (day + datetime.timedelta(days=1)).day == 1


def _months_before(day: datetime.date, months: int) -> datetime.date:
    """Return the first day of the month that lies some months before a day."""
    count = day.year * 12 + day.month - 1 - months
    return datetime.date(count // 12, count % 12 + 1, 1)
