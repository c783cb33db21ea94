"""
Functions of texts in Python: of numbers with 15 digits, of TRUE and FALSE as Excel writes them, of characters as pairs.

LEN, MID, FIND, SEARCH and REPLACE count a character beyond the first 65,536 as two, as Excel does in workbooks of its
compatibility version 1, which all are that do not say otherwise; LEFT and RIGHT as one.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Iterator, Sequence
from itertools import cycle
from typing import Any, Final

from xl_quadrant.excel_functions.cell_values import cells_of, is_error, number, rows_of, shown
from xl_quadrant.excel_functions.error_kinds import Fault

LONGEST: Final = 32_767
"""So many characters a cell can hold."""

_WILD: Final = re.compile(r"~([?*~])|([?*])|~$|(.)", re.DOTALL)
_UNPRINTED: Final = dict.fromkeys(range(32))


def pattern_of(sought: str) -> re.Pattern[str]:
    """
    Return what a text with wildcards finds, in capitals or not.

    Parameters
    ----------
    sought : str
        ``?`` is any character, ``*`` any number of them; ``~`` before one of them takes it as it is.

    Returns
    -------
    re.Pattern
        The pattern.

    Examples
    --------
    >>> [bool(pattern_of(sought).fullmatch("Kit?")) for sought in ("k*", "kit~?", "kit", "????")]
    [True, True, False, True]
    """
    pieces = ((".*?" if wild == "*" else ".") if wild else re.escape(plain) for plain, wild in _tokens(sought))
    return re.compile("".join(pieces), re.IGNORECASE | re.DOTALL)


def _tokens(sought: str) -> Iterator[tuple[str, str]]:
    """Yield the characters of a text with wildcards: a plain one, or a wild one."""
    for found in _WILD.finditer(sought):
        yield (found[1] or found[3] or ""), (found[2] or "")


def _units(value: object) -> str:
    """Return a text with two halves for each character beyond the first 65,536."""
    text = shown(value)
    if text.isascii():
        return text
    halves = text.encode("utf-16-le")
    return text if len(halves) == 2 * len(text) else "".join(map(chr, array("H", halves)))


def _text(units: str) -> str:
    """Return a text of which each half has its other; half a character cannot be kept."""
    if units.isascii():
        return units
    try:
        return units.encode("utf-16-le", "surrogatepass").decode("utf-16-le")
    except UnicodeDecodeError as error:
        raise Fault("Value") from error


def _count(value: object, least: int = 0) -> int:
    """Return a number of characters."""
    if is_error(value) or number(value) < least:
        raise Fault("Value")
    return int(min(number(value), LONGEST + 1))


def _fitting(text: str) -> str:
    """Return a text that a cell can hold."""
    if len(text) > LONGEST:
        raise Fault("Value")
    return text


def _length(text: object) -> float:
    """Return LEN."""
    return float(len(_units(text)))


def _left(text: object, count: object = 1.0) -> str:
    """Return LEFT."""
    return shown(text)[: _count(count)]


def _right(text: object, count: object = 1.0) -> str:
    """Return RIGHT."""
    whole, size = shown(text), _count(count)
    return whole[max(len(whole) - size, 0) :]


def _middle(text: object, start: object, count: object) -> str:
    """Return MID."""
    first = _count(start, 1) - 1
    return _text(_units(text)[first : first + _count(count)])


def _found(sought: object, text: object, start: object = 1.0) -> float:
    """Return FIND: upper and lower case differ."""
    whole, first = _units(text), _count(start, 1) - 1
    place = whole.find(_units(sought), first) if first <= len(whole) else -1
    if place < 0:
        raise Fault("Value")
    return place + 1.0


def _searched(sought: object, text: object, start: object = 1.0) -> float:
    """Return SEARCH: upper and lower case are the same, and there are wildcards."""
    whole, first = _units(text), _count(start, 1) - 1
    place = pattern_of(_units(sought)).search(whole, first) if first <= len(whole) else None
    if place is None:
        raise Fault("Value")
    return place.start() + 1.0


def _replaced(text: object, start: object, count: object, new: object) -> str:
    """Return REPLACE."""
    whole, first = _units(text), _count(start, 1) - 1
    return _fitting(_text(whole[:first] + _units(new) + whole[first + _count(count) :]))


def _substituted(text: object, old: object, new: object, which: object = None) -> str:
    """Return SUBSTITUTE: all, or one of them."""
    whole, sought = shown(text), shown(old)
    if which is None:
        return _fitting(whole.replace(sought, shown(new)) if sought else whole)
    pieces = whole.split(sought) if sought else [whole]
    nth = _count(which, 1)
    if nth >= len(pieces):
        return whole
    return _fitting(sought.join(pieces[:nth]) + shown(new) + sought.join(pieces[nth:]))


def _repeated(text: object, times: object) -> str:
    """Return REPT."""
    whole, count = shown(text), _count(times)
    if len(whole) * count > LONGEST:
        raise Fault("Value")
    return whole * count


def _upper(text: object) -> str:
    """Return UPPER: each letter has one capital, or stays."""
    return "".join(letter.upper() if len(letter.upper()) == 1 else letter for letter in shown(text))


def _lower(text: object) -> str:
    """Return LOWER."""
    whole = shown(text)
    lower = whole.lower()
    return lower if len(lower) == len(whole) else "".join(letter.lower()[:1] for letter in whole)


def _cleaned(text: object) -> str:
    """Return CLEAN: without the first 32 characters of the code."""
    return shown(text).translate(_UNPRINTED)


def _exact(left: object, right: object) -> bool:
    """Return EXACT."""
    return shown(left) == shown(right)


def _code(text: object) -> float:
    """Return CODE: of a letter that the code of Windows lacks, that of a question mark."""
    letter = shown(text)[:1]
    if not letter:
        raise Fault("Value")
    return float(ord(letter) if ord(letter) < 128 else letter.encode("cp1252", "replace")[0])


def _concatenated(*values: object) -> str:
    """Return CONCATENATE."""
    return _fitting("".join(map(shown, values)))


def _joined_cells(*values: object) -> object:
    """Return CONCAT: of all cells."""
    cells = list(cells_of(values))
    return next(filter(is_error, cells), None) or _concatenated(*cells)


def _joined(delimiter: object, skip: object, *values: object) -> object:
    """Return TEXTJOIN: with one delimiter, or several in turn."""
    cells = list(cells_of(values))
    wrong = next(filter(is_error, [skip, *cells_of([delimiter]), *cells]), None)
    if wrong is not None:
        return wrong
    skips = _is_true(skip)
    texts = [text for text in map(shown, cells) if text or not skips]
    between = cycle(map(shown, cells_of([delimiter])))
    return _fitting("".join([*texts[:1], *(next(between) + text for text in texts[1:])]))


def _is_true(value: object) -> bool:
    """Say whether a logical, a number or a text stands for TRUE."""
    if isinstance(value, str) and value.upper() in ("TRUE", "FALSE"):
        return value.upper() == "TRUE"
    return bool(number(rows_of(value)[0][0]))


def _parted(part: Callable[[str, int, int], str]) -> Callable[..., object]:
    """Return TEXTBEFORE or TEXTAFTER, which take a part of a text by where a delimiter begins and ends."""

    def function(
        text: object,
        delimiter: object,
        instance: object = 1.0,
        any_case: object = 0.0,
        at_end: object = 0.0,
        *not_found: object,
    ) -> object:
        sought = [text, *cells_of([delimiter]), instance, any_case, at_end]
        wrong = next(filter(is_error, sought), None)
        if wrong is not None:
            return wrong
        whole, asked = shown(text), int(number(instance))
        if asked == 0 or abs(asked) > max(len(whole), 1) or not {number(any_case), number(at_end)} <= {0.0, 1.0}:
            raise Fault("Value")
        places = _delimited(whole, [shown(cell) for cell in cells_of([delimiter])], any_case=number(any_case) == 1)
        places = [(0, 0) if asked > 0 else (len(whole), len(whole))] if places is None else places
        if number(at_end):
            places = [*places, (len(whole), len(whole))] if asked > 0 else [(0, 0), *places]
        index = asked - 1 if asked > 0 else len(places) + asked
        if 0 <= index < len(places):
            return part(whole, *places[index])
        if not not_found:
            raise Fault("Na")
        return not_found[0]

    return function


def _delimited(whole: str, delimiters: Sequence[str], *, any_case: bool) -> list[tuple[int, int]] | None:
    """Return where delimiters begin and end in a text; None if one is empty, which is everywhere."""
    if "" in delimiters:
        return None
    longest_first = sorted(delimiters, key=len, reverse=True)
    found = re.finditer("|".join(map(re.escape, longest_first)), whole, re.IGNORECASE if any_case else 0)
    return [place.span() for place in found]


OF_TEXTS: Final[dict[str, Callable[..., object]]] = {
    "LEN": _length,
    "LENB": _length,
    "LEFT": _left,
    "RIGHT": _right,
    "MID": _middle,
    "FIND": _found,
    "SEARCH": _searched,
    "REPLACE": _replaced,
    "SUBSTITUTE": _substituted,
    "REPT": _repeated,
    "UPPER": _upper,
    "LOWER": _lower,
    "CLEAN": _cleaned,
    "EXACT": _exact,
    "CODE": _code,
    "CONCATENATE": _concatenated,
}
"""Functions of single texts, which take arrays element by element."""

OF_MANY_TEXTS: Final[dict[str, Callable[..., Any]]] = {
    "CONCAT": _joined_cells,
    "TEXTJOIN": _joined,
    "TEXTBEFORE": _parted(lambda whole, begin, _end: whole[:begin]),
    "TEXTAFTER": _parted(lambda whole, _begin, end: whole[end:]),
}
"""Functions of texts that take arrays as they are."""
