"""Days and times as a section of a number format shows them."""

from __future__ import annotations

import datetime
import math
from collections.abc import Sequence
from typing import Final

from xl_quadrant.excel_functions.error_kinds import Fault
from xl_quadrant.excel_functions.format_sections import Piece

_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_DAYS: Final = ("Saturday", "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
_LAST: Final = 2_958_466
"""The day after the last that Excel knows, 31 December 9999."""

_FROM_1904: Final = 1462
_LEAP_DAY: Final = 60
"""29 February 1900, which Excel knows and the calendar does not."""

_ZERO: Final = datetime.date(1899, 12, 30)
_BUDDHA: Final = 543
_NOON: Final = 12
_IN_SECONDS: Final = {"h": 3600, "m": 60, "s": 1}


def as_date(size: float, pieces: Sequence[Piece], *, from_1904: bool) -> str:
    """
    Return a number of days as a section shows it.

    Parameters
    ----------
    size : float
        Days since the end of 1899.
    pieces : sequence of Piece
        The pieces of the section.
    from_1904 : bool
        Whether days are counted from 1904.

    Returns
    -------
    str
        The text.

    Raises
    ------
    Fault
        If it is before the first day or after the last.

    Examples
    --------
    >>> from xl_quadrant.excel_functions.format_sections import sections_of
    >>> as_date(45352.75, sections_of("ddd d mmm yy, h:mm AM/PM")[0].pieces, from_1904=False)
    'Fri 1 Mar 24, 6:00 PM'
    """
    places = _places(pieces)
    days, seconds, parts = _split(size + (_FROM_1904 if from_1904 else 0), max(places.values(), default=0))
    counting = {piece.text[0].lower() for piece in pieces if piece.kind == "elapsed"}
    if days < 0 or (days >= _LAST and not counting):
        raise Fault("Value")
    total = (days - (_FROM_1904 if from_1904 else 0)) * 86_400 + seconds
    half = any(piece.kind == "noon" for piece in pieces)
    of_minutes = _minutes(pieces)
    found = []
    for at, piece in enumerate(pieces):
        letter, count = piece.text[:1].lower(), len(piece.text)
        goes_on = piece.kind == "date" and letter in counting and (letter != "m" or at in of_minutes)
        if piece.kind == "elapsed" or goes_on:
            found.append(f"{total // _IN_SECONDS[letter]:0{count}d}")
        elif piece.kind == "noon":
            found.append(_noon(piece.text, seconds))
        elif piece.kind == "date" and (letter in "hs" or at in of_minutes):
            found.append(_of_day(letter, count, seconds, half=half))
        elif piece.kind == "date":
            found.append(_of_calendar(letter, count, days))
        elif at in places:
            found.append("." + f"{parts:.{places[at]}f}".partition(".")[2] if places[at] else ".")
        elif piece.kind != "digit" or not _follows_point(pieces, at):
            found.append(piece.text)
    return "".join(found)


def _split(size: float, places: int) -> tuple[int, int, float]:
    """Return whole days, whole seconds of the day and parts of a second, rounded to what is shown."""
    total = round(round(size * 86_400, 6) + 1e-9, places) if places else math.floor(round(size * 86_400, 6) + 0.5)
    days, seconds = divmod(total, 86_400)
    return int(days), int(seconds), seconds - int(seconds)


def _places(pieces: Sequence[Piece]) -> dict[int, int]:
    """Return how many digits follow each point that stands after seconds, by the place of the point."""
    found = {}
    for at, piece in enumerate(pieces):
        if piece.kind == "." and at and pieces[at - 1].kind in ("date", "elapsed") and _is(pieces[at - 1], "s"):
            digits = 0
            while at + digits + 1 < len(pieces) and pieces[at + digits + 1].kind == "digit":
                digits += 1
            found[at] = digits
    return found


def _follows_point(pieces: Sequence[Piece], at: int) -> bool:
    """Say whether a digit belongs to the parts of a second."""
    while at and pieces[at].kind == "digit":
        at -= 1
    return at in _places(pieces)


def _minutes(pieces: Sequence[Piece]) -> set[int]:
    """Return the places of ``m`` and ``mm`` that are minutes: next to hours or seconds."""
    dated = [at for at, piece in enumerate(pieces) if piece.kind in ("date", "elapsed")]
    found: set[int] = set()
    for i, at in enumerate(dated):
        piece = pieces[at]
        if not (_is(piece, "m") and len(piece.text) <= 2 and piece.kind == "date"):
            continue
        before = pieces[dated[i - 1]] if i else None
        after = pieces[dated[i + 1]] if i + 1 < len(dated) else None
        if (before is not None and (_is(before, "h") or _is(before, "s"))) or (after is not None and _is(after, "s")):
            found.add(at)
    return found


def _is(piece: Piece, letter: str) -> bool:
    """Say whether a piece is of a letter."""
    return piece.text[:1].lower() == letter


def _noon(written: str, seconds: int) -> str:
    """Return which half of the day it is."""
    after = seconds >= _NOON * 3600
    if len(written) > 3:
        return "PM" if after else "AM"
    return written[2] if after else written[0]


def _of_day(letter: str, count: int, seconds: int, *, half: bool) -> str:
    """Return the hour, minute or second of a day."""
    hours = seconds // 3600
    number = {"h": ((hours - 1) % _NOON + 1 if half else hours), "m": seconds // 60 % 60, "s": seconds % 60}[letter]
    return f"{number:0{min(count, 2)}d}"


def _of_calendar(letter: str, count: int, days: int) -> str:
    """Return the year, month or day, or the name of one."""
    year, month, day = _calendar(days)
    if letter == "d":
        name = _DAYS[days % 7]
        return name if count > 3 else name[:3] if count == 3 else f"{day:0{count}d}"
    if letter == "m":
        name = _MONTHS[month - 1]
        return name[0] if count == 5 else name if count > 3 else name[:3] if count == 3 else f"{month:0{count}d}"
    if letter == "g":
        return ""
    shown = year + (_BUDDHA if letter == "b" else 0)
    return f"{shown % 100:02d}" if letter in "yb" and count <= 2 else f"{shown:04d}"


def _calendar(days: int) -> tuple[int, int, int]:
    """Return the year, month and day of a number of days, with the day 0 and the leap day of 1900 that never were."""
    if days == 0:
        return 1900, 1, 0
    if days == _LEAP_DAY:
        return 1900, 2, 29
    day = _ZERO + datetime.timedelta(days=days + (1 if days < _LEAP_DAY else 0))
    return day.year, day.month, day.day
