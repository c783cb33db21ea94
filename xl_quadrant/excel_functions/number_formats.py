"""Formats of numbers beyond the engine's TEXT: fractions, powers of ten, conditions, digits among letters."""

from __future__ import annotations

import math
import operator
import re
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Final

from xl_quadrant.excel_functions.cell_values import number, shown

_CONDITION: Final = re.compile(r"\[(<>|[<>]=?|=)(-?[\d.]+)\]")
_SECTION: Final = re.compile(r'((?:"[^"]*"|\\.|[^;"\\])*)(?:;|$)', re.DOTALL)
_PIECE: Final = re.compile(r'"([^"]*)"|\\(.)|(E[+-]0+)|([#0?.,%])|\[[^\]]*\]|_.|\*.|(.)', re.DOTALL | re.IGNORECASE)
_FRACTION: Final = re.compile(r"(?:([#0?]+)( +))?([#0?]+)/([#0?]+|\d+)")
_TESTS: Final[dict[str, Callable[[float, float], bool]]] = {
    "<": operator.lt, ">": operator.gt, "=": operator.eq, "<=": operator.le, ">=": operator.ge, "<>": operator.ne,
}  # fmt: skip


def formatted(value: object, pattern: object) -> str:
    """
    Return a value as a format shows it.

    Parameters
    ----------
    value : object
        A number, a text, which the fourth section shows, or a logical, which takes no format.
    pattern : object
        The format.

    Returns
    -------
    str
        The text.

    Examples
    --------
    >>> formatted(4.34, "# ?/?"), formatted(12200000.0, "0.00E+00"), formatted(0.375, "?/8")
    ('4 1/3', '1.22E+07', '3/8')
    >>> formatted(1234567898.0, "[<=9999999]###-####;(###) ###-####")
    '(123) 456-7898'
    """
    if isinstance(value, bool):
        return shown(value)
    if shown(pattern).casefold() in ("general", "@"):
        return value if isinstance(value, str) else _general(number(value))
    sections = [found[1] for found in _SECTION.finditer(shown(pattern))]
    sections = sections[:-1] if len(sections) > 1 and not sections[-1] else sections
    if isinstance(value, str):
        return _joined(_pieces(sections[3]), value) if len(sections) > 3 else value
    size = number(value)
    section = _section(sections, size)
    sign = "-" if size < 0 and section is sections[0] else ""
    fraction = _FRACTION.search(section)
    if fraction:
        return sign + section[: fraction.start()] + _as_fraction(abs(size), fraction) + section[fraction.end() :]
    return sign + _as_number(abs(size), _pieces(section))


def _general(size: float) -> str:
    """Return a number as it shows without a format: in 11 places, or as a power of ten."""
    whole = len(f"{abs(size):.0f}")
    text = shown(round(size, max(10 - whole, 0)))
    if whole > 11 or (size and len(text.lstrip("-0.")) < min(6, len(shown(size).lstrip("-0.")))):
        left, _, power = f"{size:.5E}".partition("E")
        return f"{left.rstrip('0').rstrip('.')}E{int(power):+03d}"
    return text


def _section(sections: list[str], size: float) -> str:
    """Return the section for a number: by the conditions, else for numbers above 0, below 0 and 0."""
    conditions = [_CONDITION.search(section) for section in sections[:2]]
    if any(conditions):
        for section, found in zip(sections, [*conditions, None], strict=False):
            if found is None or _TESTS[found[1]](size, float(found[2])):
                return section
    if len(sections) > 2 and size == 0:
        return sections[2]
    return sections[1] if len(sections) > 1 and size < 0 else sections[0]


def _pieces(section: str) -> list[tuple[str, str]]:
    """Return a section as pieces: the sign of a digit, point, comma, percent or power, or a literal."""
    found = []
    for text, escaped, power, sign, other in _PIECE.findall(section):
        if power:
            found.append(("E", power))
        elif sign:
            found.append((sign, sign))
        elif text or escaped or other:
            found.append(("literal", text or escaped or other))
    return found


def _joined(pieces: list[tuple[str, str]], text: str) -> str:
    """Return a text where a section has ``@``."""
    return "".join(text if piece == ("literal", "@") else piece[1] for piece in pieces)


def _as_number(size: float, pieces: list[tuple[str, str]]) -> str:
    """Return a number above 0 in a section."""
    kinds = [kind for kind, _ in pieces]
    digits = [at for at, kind in enumerate(kinds) if kind in "#0?"]
    point = kinds.index(".") if "." in kinds else len(kinds)
    whole, decimals = [at for at in digits if at < point], [at for at in digits if at > point]
    value = Decimal(shown(size)) * 100 ** kinds.count("%")
    commas = [at for at, kind in enumerate(kinds) if kind == ","]
    value /= 1000 ** sum(1 for at in commas if whole and at > whole[-1])
    power = 0
    if "E" in kinds and value:
        power = value.adjusted() // max(len(whole), 1) * max(len(whole), 1)
        value = value.scaleb(-power)
    rounded = f"{value.quantize(Decimal(1).scaleb(-len(decimals)), ROUND_HALF_UP):f}"
    left, _, right = rounded.partition(".")
    grouped = any(whole and whole[0] < at < whole[-1] for at in commas)
    places = _placed(left.lstrip("0"), [kinds[at] for at in whole], grouped=grouped)
    found = dict(zip(whole, places, strict=True)) | dict(zip(decimals, right, strict=True))
    for at in reversed(decimals):
        if kinds[at] == "0" or found[at] != "0":
            break
        found[at] = "" if kinds[at] == "#" else " "
    return "".join(_piece(at, piece, found, power) for at, piece in enumerate(pieces))


def _piece(at: int, piece: tuple[str, str], found: dict[int, str], power: int) -> str:
    """Return one piece of a section with its digit."""
    kind, text = piece
    if kind == "E":
        sign = "-" if power < 0 else "+" if "+" in text else ""
        return f"E{sign}{abs(power):0{text.count('0')}d}"
    return "" if kind == "," else found.get(at, text)


def _placed(digits: str, kinds: list[str], *, grouped: bool) -> list[str]:
    """Return the digits before the point in their places; the first place takes those that are more."""
    if not kinds:
        return []
    spare = max(len(digits) - len(kinds), 0)
    cells = [*([""] * (len(kinds) - len(digits))), digits[: spare + 1], *digits[spare + 1 :]][-len(kinds) :]
    cells = [cell or {"0": "0", "?": " "}.get(kind, "") for cell, kind in zip(cells, kinds, strict=True)]
    if not grouped:
        return cells
    text = "".join(cells)
    with_commas = f"{int(text):,}".rjust(len(text), "0") if text.strip() else text
    return [with_commas, *([""] * (len(kinds) - 1))]


def _as_fraction(size: float, found: re.Match[str]) -> str:
    """Return a number above 0 as a fraction, with the whole before it where the format has a place for it."""
    before, blank, _, below = found.groups()
    whole = math.floor(size) if blank else 0
    rest = size - whole
    if below.isdigit() and below.strip("0"):
        over, under = math.floor(rest * int(below) + 0.5), int(below)
    else:
        over, under = Fraction(rest).limit_denominator(10 ** len(below) - 1).as_integer_ratio()
    if over == under and blank:
        whole, over = whole + 1, 0
    if not over and blank:
        return f"{whole}{' ' * (len(found[0]) - len(before))}"
    return f"{whole if blank and (whole or '0' in before) else ''}{blank or ''}{over}/{under}"
