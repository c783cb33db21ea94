"""Columns of dates and times as exports write them, as days of the business."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np
import pandas as pd

from xl_quadrant.errors import UnknownWord
from xl_quadrant.functions.ranges import Array

NO_DAY: Final = np.datetime64("NaT", "D")

_ISO: Final = re.compile(r"\s*\d{4}-\d{1,2}-\d{1,2}")
_NUMBERS: Final = re.compile(r"\s*(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{2}|\d{4})(?=$|[\s,T])(.*)")
_YEAR_FIRST: Final = re.compile(r"\s*(\d{4})[/.](\d{1,2})[/.](\d{1,2})(.*)")
_MONTH_NAMED: Final = re.compile(
    r"\s*(?:[A-Za-z]{3,9}\.?,?\s+)?([A-Za-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(.*)"
)
_DAY_NAMED: Final = re.compile(
    r"\s*(?:[A-Za-z]{3,9}\.?,?\s+)?(\d{1,2})[\s\-]([A-Za-z]{3,9})\.?,?[\s\-](\d{4}|\d{2})(.*)"
)
_MONTHS: Final = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), start=1
    )
}
_ZONED: Final = re.compile(r"\d\d:\d\d(?::\d\d(?:\.\d+)?)?\s*(?:Z|UTC|[+-]\d\d:?\d\d)\s*$")


def zone_of(name: str) -> ZoneInfo:
    """
    Return a time zone by its name.

    Parameters
    ----------
    name : str
        Such as ``America/New_York``.

    Returns
    -------
    ZoneInfo
        The zone.

    Raises
    ------
    UnknownWord
        If there is none of that name (``#VALUE!``).
    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise UnknownWord("--timezone", name, "is no time zone; write one such as America/New_York") from None


def day_first_of(texts: Iterable[str]) -> bool | None:
    """
    Return whether a column writes the day before the month, if it shows it beyond doubt.

    Parameters
    ----------
    texts : iterable of str
        What stands in the column.

    Returns
    -------
    bool or None
        None while it may be either; a column of ISO dates or named months needs no answer: False.

    Examples
    --------
    >>> day_first_of(["05/12/2026", "13/12/2026"]), day_first_of(["05/12/2026"]), day_first_of(["2026-05-12"])
    (True, None, False)
    """
    open_question = False
    for text in texts:
        found = _NUMBERS.match(text)
        if found is None:
            continue
        first, second = int(found[1]), int(found[2])
        if first > 12 >= second:
            return True
        if second > 12 >= first:
            return False
        open_question = open_question or first != second
    return None if open_question else False


def read_days(texts: Array, zone: ZoneInfo, *, utc: bool = False, day_first: bool = False) -> tuple[Array, Array]:
    """
    Return a column of texts as days of the business.

    Parameters
    ----------
    texts : ndarray of str
        What stands in the column.
    zone : ZoneInfo
        Where the business is.
    utc : bool
        Whether times without a zone are in UTC; else they are the business's own.
    day_first : bool
        Whether 5/12/2026 is in December.

    Returns
    -------
    tuple of ndarray
        Days, NaT where there is none; and which texts are no date at all.

    Examples
    --------
    >>> texts = np.array(["2026-05-13 03:00:00", "", "soon"], dtype=object)
    >>> days, wrong = read_days(texts, zone_of("America/New_York"), utc=True)
    >>> days.tolist(), wrong.tolist()
    ([datetime.date(2026, 5, 12), None, None], [False, False, True])
    """
    if utc:
        moments = pd.to_datetime(pd.Series(texts, dtype=object), format="%Y-%m-%d %H:%M:%S", utc=True, errors="coerce")
        if moments.notna().all():  # how Stripe writes every one
            return moments.dt.tz_convert(zone).dt.tz_localize(None).to_numpy().astype("datetime64[D]"), np.zeros(
                len(texts), bool
            )
    series = pd.Series(texts, dtype=object)
    codes, kinds = pd.factorize(series)
    written = np.asarray(kinds, dtype=object)
    days = np.full(len(written), NO_DAY, dtype="datetime64[D]")
    iso = np.fromiter((_ISO.match(text) is not None for text in written), bool, len(written))
    if iso.any():
        days[iso] = _iso_days(written[iso], zone, utc=utc)
    for place in np.flatnonzero(~iso):
        days[place] = _other_day(written[place], zone, utc=utc, day_first=day_first)
    found = days[codes]
    blank = (series == "").to_numpy()
    return found, np.isnat(found) & ~blank


def _iso_days(texts: Array, zone: ZoneInfo, *, utc: bool) -> Array:
    """Return ISO dates and times as days of a zone."""
    days = np.full(len(texts), NO_DAY, dtype="datetime64[D]")
    timed = np.fromiter((":" in text for text in texts), bool, len(texts))
    zoned = timed & (utc | np.fromiter((_ZONED.search(text) is not None for text in texts), bool, len(texts)))
    if zoned.any():
        bare = [text.strip().removesuffix("UTC").strip() for text in texts[zoned]]
        moments = pd.to_datetime(pd.Series(bare), format="ISO8601", utc=True, errors="coerce")
        days[zoned] = moments.dt.tz_convert(zone).dt.tz_localize(None).to_numpy().astype("datetime64[D]")
    local = ~zoned
    if local.any():
        cut = [text.strip()[:10].strip() for text in texts[local]]
        dates = pd.to_datetime(pd.Series(cut), format="ISO8601", errors="coerce")
        days[local] = dates.to_numpy().astype("datetime64[D]")
    return days


def _other_day(text: str, zone: ZoneInfo, *, utc: bool, day_first: bool) -> np.datetime64:
    """Return a date in any other spelling; NaT if it is none."""
    parts = _parts(text, day_first=day_first)
    if parts is None:
        return NO_DAY
    year, month, day, rest = parts
    year += 2000 if year < 100 else 0
    clock = rest.strip(" ,T")
    try:
        if utc and ":" in clock:
            moment = pd.Timestamp(f"{year:04d}-{month:02d}-{day:02d} {clock}", tz="UTC")
            return np.datetime64(moment.tz_convert(zone).date(), "D")
        return np.datetime64(f"{year:04d}-{month:02d}-{day:02d}", "D")
    except ValueError:
        return NO_DAY


def _parts(text: str, *, day_first: bool) -> tuple[int, int, int, str] | None:
    """Return year, month, day and the rest of a date."""
    found = _NUMBERS.match(text)
    if found is not None:
        first, second, year = int(found[1]), int(found[2]), int(found[3])
        return (year, second, first, found[4]) if day_first else (year, first, second, found[4])
    found = _YEAR_FIRST.match(text)
    if found is not None:
        return int(found[1]), int(found[2]), int(found[3]), found[4]
    found = _MONTH_NAMED.match(text)
    if found is not None and found[1][:3].lower() in _MONTHS:
        return int(found[3]), _MONTHS[found[1][:3].lower()], int(found[2]), found[4]
    found = _DAY_NAMED.match(text)
    if found is not None and found[2][:3].lower() in _MONTHS:
        return int(found[3]), _MONTHS[found[2][:3].lower()], int(found[1]), found[4]
    return None
