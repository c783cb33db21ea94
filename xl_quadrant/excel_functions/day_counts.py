"""Days between two dates as bonds count them, in years of 360, 365 or as many days as there are."""

from __future__ import annotations

import calendar
import datetime
from typing import Final

from xl_quadrant.excel_functions.error_kinds import Fault

_ZERO: Final = datetime.date(1899, 12, 30)
_LAST: Final = 2_958_465
THIRTY: Final = frozenset({0, 4})
"""The bases with months of 30 days, in the United States and in Europe; 1 is as many as there are, 2 360, 3 365."""

BASES: Final = frozenset(range(5))


def day(serial: float) -> datetime.date:
    """
    Return the day of a number of days since the end of 1899.

    Parameters
    ----------
    serial : float
        The number.

    Returns
    -------
    date
        The day.

    Raises
    ------
    Fault
        If Excel knows no such day.
    """
    if not 0 <= serial <= _LAST:
        raise Fault("Num")
    whole = int(serial)
    return _ZERO + datetime.timedelta(days=whole + (1 if whole < 61 else 0))


def days_of_360(first: datetime.date, last: datetime.date, *, european: bool = False) -> int:
    """
    Return the days between two dates in years of twelve months of 30 days.

    Parameters
    ----------
    first, last : date
        The days.
    european : bool
        Whether a 31st is always a 30th, and the end of February none.

    Returns
    -------
    int
        The days.

    Examples
    --------
    >>> days_of_360(datetime.date(2007, 3, 1), datetime.date(2007, 8, 31))
    180
    """
    start, end = first.day, last.day
    if european:
        start, end = min(start, 30), min(end, 30)
    else:
        of_february = is_month_end(first) and first.month == 2
        if of_february and is_month_end(last) and last.month == 2:
            end = 30
        if of_february or start == 31:
            start = 30
        if end == 31 and start == 30:
            end = 30
    return (last.year - first.year) * 360 + (last.month - first.month) * 30 + end - start


def days_between(first: datetime.date, last: datetime.date, basis: int) -> int:
    """Return the days between two dates on a basis."""
    if basis in THIRTY:
        return days_of_360(first, last, european=basis == 4)
    return (last - first).days


def year_part(first: datetime.date, last: datetime.date, basis: int) -> float:
    """
    Return the years between two dates, as YEARFRAC does.

    Parameters
    ----------
    first, last : date
        The days, in any order.
    basis : int
        0 to 4.

    Returns
    -------
    float
        The years.

    Examples
    --------
    >>> round(year_part(datetime.date(2023, 11, 15), datetime.date(2024, 3, 15), 1) * 366)
    121
    """
    first, last = min(first, last), max(first, last)
    if basis != 1:
        return days_between(first, last, basis) / (365 if basis == 3 else 360)
    days = (last - first).days
    if days == 0:
        return 0.0
    within_a_year = first.year == last.year or (
        first.year + 1 == last.year and (first.month, first.day) >= (last.month, last.day)
    )
    if within_a_year:
        return days / (366 if _has_leap_day(first, last) else 365)
    years = range(first.year, last.year + 1)
    return days / (sum(365 + calendar.isleap(year) for year in years) / len(years))


def _has_leap_day(first: datetime.date, last: datetime.date) -> bool:
    """Say whether a year has 366 days for two dates at most a year apart."""
    if first.year == last.year:
        return calendar.isleap(first.year)
    leap = next((year for year in (first.year, last.year) if calendar.isleap(year)), None)
    return leap is not None and first <= datetime.date(leap, 2, 29) <= last


def is_month_end(date: datetime.date) -> bool:
    """Say whether a day is the last of its month."""
    return date.day == calendar.monthrange(date.year, date.month)[1]


def months_on(date: datetime.date, months: int, *, at_end: bool = False) -> datetime.date:
    """
    Return the same day some months on; the last of the month where there is none, or where the first is one.

    Parameters
    ----------
    date : date
        The day.
    months : int
        How many, also below 0.
    at_end : bool
        Whether it is the last of its month.

    Returns
    -------
    date
        The day.
    """
    whole = date.year * 12 + date.month - 1 + months
    year, month = divmod(whole, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return datetime.date(year, month + 1, last if at_end else min(date.day, last))
