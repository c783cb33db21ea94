"""Dates and times as Excel holds them: as days, and parts of a day, since the end of 1899."""

from __future__ import annotations

import datetime
from typing import Final

Moment = datetime.date | datetime.datetime | datetime.time | datetime.timedelta
"""A day, a moment, a time of day or a duration."""

_DAY_ZERO: Final = datetime.datetime(1899, 12, 30)  # noqa: DTZ001 - a cell knows no time zone
_DAYS_1904: Final = 1462
"""How many days later old Excel for Mac begins to count."""

_NOT_A_LEAP_YEAR: Final = 60
"""Excel counts 29 February 1900, which never was: days before 1 March 1900 have one less."""

_DAY: Final = datetime.timedelta(days=1)


def days_of(moment: Moment, *, from_1904: bool = False) -> float:
    """
    Return a date or time as a cell holds it.

    Parameters
    ----------
    moment : date, datetime, time or timedelta
        Without a time zone.
    from_1904 : bool
        Whether the workbook counts from 1904.

    Returns
    -------
    float, days
        A duration or a time of day is a part of a day, or days; negative for a date before the first.

    Examples
    --------
    >>> days_of(datetime.date(2024, 3, 1)), days_of(datetime.datetime(2024, 3, 1, 18)), days_of(datetime.time(6))
    (45352.0, 45352.75, 0.25)
    """
    if isinstance(moment, datetime.timedelta):
        return moment / _DAY
    if isinstance(moment, datetime.time):
        return (datetime.datetime.combine(_DAY_ZERO, moment) - _DAY_ZERO) / _DAY
    if not isinstance(moment, datetime.datetime):
        moment = datetime.datetime.combine(moment, datetime.time())
    days = (moment.replace(tzinfo=None) - _DAY_ZERO) / _DAY
    if from_1904:
        return days - _DAYS_1904
    return days if days > _NOT_A_LEAP_YEAR else days - 1
