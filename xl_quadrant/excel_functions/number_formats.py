"""TEXT: a value as a number format shows it, whatever the format."""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from typing import Final

from xl_quadrant.excel_functions.cell_values import number, shown
from xl_quadrant.excel_functions.date_formats import as_date
from xl_quadrant.excel_functions.format_sections import Piece, Section, section_for, sections_of
from xl_quadrant.excel_functions.typed_texts import number_typed

_WIDTH: Final = 11
"""So many places a number has without a format."""

_PRECISION: Final = 400
"""Digits to calculate with: more than any number that a cell holds has in any format."""


def formatted(value: object, pattern: object, *, from_1904: bool = False) -> str:
    """
    Return a value as a format shows it.

    Parameters
    ----------
    value : object
        A number; a text, of which one that is typed like a number or a day is that; or a logical, which takes no
        format.
    pattern : object
        The format.
    from_1904 : bool
        Whether days are counted from 1904.

    Returns
    -------
    str
        The text.

    Raises
    ------
    Fault
        If a day is before the first or after the last.

    Examples
    --------
    >>> formatted(4.34, "# ?/?"), formatted(12200000.0, "0.00E+00"), formatted(0.375, "?/8")
    ('4 1/3', '1.22E+07', '3/8')
    >>> formatted(1234567898.0, "[<=9999999]###-####;(###) ###-####")
    '(123) 456-7898'
    >>> formatted(-1234.567, "$#,##0_);($#,##0)"), formatted(45352.0, "dd/mm/yyyy")
    ('($1,235)', '01/03/2024')
    """
    sections = sections_of(shown(pattern))
    if isinstance(value, bool):
        return _text(shown(value), sections)
    if isinstance(value, str):
        typed = number_typed(value, from_1904=from_1904)
        if typed is None:
            return _text(value, sections)
        value = typed
    size = number(value)
    section, signed = section_for(sections, size)
    sign = "-" if signed else ""
    if section.is_date:
        return sign + as_date(abs(size) if section.counts_on else size, section.pieces, from_1904=from_1904)
    if "general" in section.kinds:
        return sign + "".join(_general(abs(size)) if p.kind == "general" else p.text for p in section.pieces)
    if "@" in section.kinds:
        return "".join(sign + _general(abs(size)) if p.kind == "@" else p.text for p in section.pieces)
    if "/" in section.kinds and "digit" in section.kinds:
        fraction = _as_fraction(abs(size), section.pieces)
        if fraction is not None:
            return sign + fraction
    text, is_zero = _as_number(abs(size), section.pieces)
    return text if is_zero else sign + text


def _text(value: str, sections: tuple[Section, ...]) -> str:
    """Return a text: in the fourth section, or in one with ``@`` if it is the last; else as it is."""
    if len(sections) == 4:
        section = sections[3]
    elif "@" in sections[-1].kinds:
        section = sections[-1]
    else:
        return value
    return "".join(value if piece.kind in ("@", "general") else piece.text for piece in section.pieces)


def _general(size: float) -> str:
    """Return a number as it shows without a format: in 11 places, or as a power of ten."""
    whole = len(f"{abs(size):.0f}")
    text = shown(round(size, max(_WIDTH - 1 - whole, 0)))
    if whole > _WIDTH or (size and len(text.lstrip("-0.")) < min(6, len(shown(size).lstrip("-0.")))):
        left, _, power = f"{size:.5E}".partition("E")
        return f"{left.rstrip('0').rstrip('.') if '.' in left else left}E{int(power):+03d}"
    return text


def _as_number(size: float, pieces: Sequence[Piece]) -> tuple[str, bool]:
    """Return a number from 0 in a section, and whether it shows as 0."""
    kinds = [piece.kind for piece in pieces]
    digits = [at for at, kind in enumerate(kinds) if kind == "digit"]
    point = kinds.index(".") if "." in kinds else len(kinds)
    power_at = kinds.index("power") if "power" in kinds else len(kinds)
    whole = [at for at in digits if at < min(point, power_at)]
    decimals = [at for at in digits if point < at < power_at]
    commas = [at for at, kind in enumerate(kinds) if kind == "," and digits and at > digits[0]]
    last = (whole or decimals or [-1])[-1]
    with localcontext() as context:
        context.prec = _PRECISION
        value = Decimal(shown(size)) * 100 ** kinds.count("%")
        if power_at == len(kinds):
            value /= 1000 ** sum(at > last for at in commas)
        power = 0
        if power_at < len(kinds) and value:
            power, value = _powers(value, max(len(whole), 1), len(decimals))
        rounded = f"{value.quantize(Decimal(1).scaleb(-len(decimals)), ROUND_HALF_UP):f}"
    left, _, right = rounded.partition(".")
    grouped = any(whole and at < whole[-1] for at in commas)
    found = _placed(left.lstrip("0"), [(at, pieces[at].text) for at in whole], grouped=grouped)
    found |= dict(zip(decimals, right, strict=True))
    for at in reversed(decimals):
        if pieces[at].text == "0" or found[at] != "0":
            break
        found[at] = "" if pieces[at].text == "#" else " "
    after = [at for at in digits if at > power_at]
    found |= _placed(str(abs(power)), [(at, pieces[at].text) for at in after], grouped=False)
    shown_power = {"+": "-" if power < 0 else "+", "-": "-" if power < 0 else ""}
    signs = frozenset(commas)
    text = "".join(
        found[at]
        if at in found
        else f"{piece.text[0]}{shown_power[piece.text[1]]}"
        if piece.kind == "power"
        else ""
        if at in signs
        else piece.text
        for at, piece in enumerate(pieces)
    )
    return text, bool(digits) and not rounded.strip("0.")


def _powers(value: Decimal, step: int, decimals: int) -> tuple[int, Decimal]:
    """Return a number as a power of ten, of which the exponent is a multiple of a step, and what is left."""
    power = value.adjusted() // step * step
    left = value.scaleb(-power)
    if left.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP) >= 10**step:
        return power + step, left.scaleb(-step)
    return power, left


def _placed(digits: str, places: list[tuple[int, str]], *, grouped: bool) -> dict[int, str]:
    """Return digits in their places; the first place takes those that are more, thousands have their commas."""
    if not places:
        return {}
    spare = max(len(digits) - len(places), 0)
    cells = [*([""] * (len(places) - len(digits))), digits[: spare + 1], *digits[spare + 1 :]][-len(places) :]
    found: dict[int, str] = {}
    following = 0
    for (at, sign), cell in zip(reversed(places), reversed(cells), strict=True):
        text = cell or {"0": "0", "?": " "}.get(sign, "")
        out = ""
        for letter in reversed(text):
            if grouped and following and following % 3 == 0:
                out = f"{',' if letter != ' ' else ' '}{out}"
            out = letter + out
            following += 1
        found[at] = out
    return found


def _as_fraction(size: float, pieces: Sequence[Piece]) -> str | None:
    """Return a number from 0 as a fraction, with the whole before it where there is a place for it."""
    slash = next(at for at, piece in enumerate(pieces) if piece.kind == "/")
    over = _run(pieces, slash - 1, -1)
    under = _run(pieces, slash + 1, 1)
    if not over or not under:
        return None
    wholes = [at for at, piece in enumerate(pieces[: over[-1]]) if piece.kind == "digit"]
    below = "".join(pieces[at].text for at in under)
    whole = math.floor(size) if wholes else 0
    rest = size - whole
    if below.strip("0#?"):
        top, bottom = math.floor(rest * int(below) + 0.5), int(below)
    else:
        top, bottom = Fraction(rest).limit_denominator(10 ** len(below) - 1).as_integer_ratio()
    if top == bottom and wholes:
        whole, top = whole + 1, 0
    found = _placed(str(whole) if whole else "", [(at, pieces[at].text) for at in wholes], grouped=False)
    blank = " " if any(pieces[at].text == "?" for at in (*over, *under)) else ""
    if not top and wholes and not any(pieces[at].text == "0" for at in over):
        if not whole:
            found[wholes[-1]] = "0"
        gone = range(wholes[-1] + 1, under[-1] + 1)
        return "".join(blank if at in gone else found.get(at, piece.text) for at, piece in enumerate(pieces))
    if wholes and not whole and not found[wholes[-1]].strip():
        found |= dict.fromkeys(range(wholes[-1] + 1, over[-1]), blank)
    above = [(at, pieces[at].text) for at in reversed(over)]
    found |= _placed(str(top) if top else "0", above, grouped=False)
    found |= _aligned(str(bottom), [(at, pieces[at].text) for at in under])
    return "".join(found.get(at, piece.text) for at, piece in enumerate(pieces))


def _aligned(digits: str, places: list[tuple[int, str]]) -> dict[int, str]:
    """Return the digits of a denominator from the left; blanks fill its places for digits that are not there."""
    if places[0][1] not in "#0?":
        return dict(places)
    filled = digits.ljust(len(places), "\0")
    extra = filled[len(places) - 1 :]
    cells = [*filled[: len(places) - 1], extra]
    blank = {"?": " ", "0": "", "#": ""}
    return {at: cell.replace("\0", blank[sign]) for (at, sign), cell in zip(places, cells, strict=True)}


def _run(pieces: Sequence[Piece], start: int, step: int) -> list[int]:
    """Return the places of the digits nearest to the stroke of a fraction, on one side of it."""
    found = []
    at = start
    while 0 <= at < len(pieces) and pieces[at].kind == "text" and not pieces[at].text.isdigit():
        at += step
    while 0 <= at < len(pieces) and (pieces[at].kind == "digit" or (step > 0 and pieces[at].text.isdigit())):
        found.append(at)
        at += step
    return found
