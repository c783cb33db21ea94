"""Texts that are numbers, days or times as they may be typed in a cell in the United States."""

from __future__ import annotations

import datetime
import re
from fractions import Fraction
from typing import Final

_NUMBER: Final = re.compile(
    r"(?P<sign>[-+]?)\s*(?P<money>[$€£]?)\s*(?P<inner>[-+]?)(?P<digits>\d[\d,]*(?:\.\d*)?|\.\d+)"
    r"(?P<power>E[-+]?\d+)?\s*(?P<percent>%?)",
    re.IGNORECASE,
)
_FRACTION: Final = re.compile(r"(-?)(\d+)\s+(\d+)/([1-9]\d*)")
_NAMES: Final = "jan feb mar apr may jun jul aug sep oct nov dec"
_MONTH: Final = (
    r"(?P<name>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t|tember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DATES: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})",
        r"(?P<month>\d{1,2})[-/](?P<day>\d{1,2})[-/](?P<year>\d{4}|\d{1,2})",
        r"(?P<month>\d{1,2})[-/](?P<day>\d{1,2})",
        r"(?P<month>\d{1,2})[-/](?P<year>\d{4})",
        rf"(?P<day>\d{{1,2}})[-\s/]*{_MONTH}(?:[-\s/,]+(?P<year>\d{{4}}|\d{{1,2}}))?",
        rf"{_MONTH}[-\s/]*(?P<day>\d{{1,2}}),?(?:[-\s/,]+(?P<year>\d{{4}}|\d{{2}}))?",
        rf"{_MONTH}[-\s/,]*(?P<year>\d{{4}})",
    )
)
_TIME: Final = re.compile(
    r"(?:(?P<hours>\d{1,4})(?::(?P<minutes>\d{1,4})?(?::(?P<seconds>\d{1,4}(?:\.\d+)?))?)?)\s*(?P<half>[AP]M?)?",
    re.IGNORECASE,
)
_WITH_TIME: Final = re.compile(
    r"(?P<date>.*?\S)\s+(?P<time>\d{1,4}:[\d:.]*\s*(?:[AP]M?)?|\d{1,2}\s*[AP]M?)", re.IGNORECASE
)
_ZERO: Final = datetime.date(1899, 12, 30)
_LEAP_DAY: Final = 60
_FROM_1904: Final = 1462
_CENTURY: Final = 30
"""Years of two digits below this are of this century."""


def number_typed(text: str, *, from_1904: bool = False) -> float | None:
    """
    Return the number that a text would be if it were typed in a cell.

    Parameters
    ----------
    text : str
        The text.
    from_1904 : bool
        Whether days are counted from 1904.

    Returns
    -------
    float or None
        A day as days since the end of 1899, or the first of 1904; a time as a part of a day; None if it would stay a
        text.

    Examples
    --------
    >>> number_typed("$1,234.50"), number_typed("(5)"), number_typed("12%"), number_typed("2 1/2"), number_typed("x")
    (1234.5, -5.0, 0.12, 2.5, None)
    >>> number_typed("2024-01-10"), number_typed("1/10/2024"), number_typed("10-Jan-24"), number_typed("6:00 PM")
    (45301.0, 45301.0, 45301.0, 0.75)
    """
    plain = text.strip()
    if not plain or len(plain) > 60:
        return None
    found = _plain_number(plain)
    if found is None and any(map(str.isdigit, plain)):
        found = _moment(text)
        if found is not None and from_1904 and found >= _FROM_1904:
            found -= _FROM_1904
    return found


def _plain_number(text: str) -> float | None:
    """Return the number of a text with a sign, money, thousands, a percentage, a fraction or parentheses."""
    fraction = _FRACTION.fullmatch(text)
    if fraction:
        size = float(int(fraction[2]) + Fraction(int(fraction[3]), int(fraction[4])))
        return -size if fraction[1] else size
    negative = text.startswith("(") and text.endswith(")")
    found = _NUMBER.fullmatch(text[1:-1].strip() if negative else text)
    if found is None or (negative and (found["sign"] or found["inner"])) or (found["sign"] and found["inner"]):
        return None
    size = float(found["digits"].replace(",", "") + (found["power"] or ""))
    size = size / 100 if found["percent"] else size
    if size in (float("inf"), float("-inf")):
        return None
    return -size if negative != ("-" in (found["sign"], found["inner"])) else size


def _moment(text: str) -> float | None:
    """Return the days of a text that is a day, a time or both."""
    with_time = _WITH_TIME.fullmatch(text)
    if with_time:
        day, time = _day(with_time["date"].rstrip(",")), _time(with_time["time"])
        if day is not None and time is not None:
            return day + time
    day = _day(text)
    return _time(text) if day is None else day


def _day(text: str) -> float | None:
    """Return the number of a day."""
    for pattern in _DATES:
        found = pattern.fullmatch(text)
        if found is None:
            continue
        parts = found.groupdict()
        name = parts.get("name")
        month = _NAMES.split().index(name[:3].lower()) + 1 if name else int(parts["month"] or 0)
        year = _year(parts["year"]) if parts.get("year") else datetime.datetime.now().astimezone().year
        serial = _serial(year, month, int(parts.get("day") or 1))
        if serial is not None:
            return serial
    return None


def _year(digits: str) -> int:
    """Return a year of two or four digits."""
    year = int(digits)
    return year if len(digits) > 2 else year + (2000 if year < _CENTURY else 1900)


def _serial(year: int, month: int, day: int) -> float | None:
    """Return the number of a day, 29 February 1900 included; None if there is none."""
    if (year, month, day) == (1900, 2, 29):
        return float(_LEAP_DAY)
    if not 1900 <= year <= 9999:
        return None
    try:
        days = (datetime.date(year, month, day) - _ZERO).days
    except ValueError:
        return None
    return float(days if days > _LEAP_DAY else days - 1)


def _time(text: str) -> float | None:
    """Return a time as a part of a day; hours may be more than a day has."""
    found = _TIME.fullmatch(text.strip())
    if found is None or not (":" in text or found["half"]):
        return None
    hours, minutes, seconds = int(found["hours"]), int(found["minutes"] or 0), float(found["seconds"] or 0)
    if found["half"]:
        if not 0 <= hours <= 12:
            return None
        hours = hours % 12 + (12 if found["half"][0].upper() == "P" else 0)
    if (minutes >= 60 or seconds >= 60) and hours:
        return None
    return (hours * 3600 + minutes * 60 + seconds) / 86_400
