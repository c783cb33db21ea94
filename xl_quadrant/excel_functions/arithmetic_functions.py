"""Multiples, common factors, numbers in other systems of digits, and prices of bills, as Excel has them."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final

from xl_quadrant.excel_functions.cell_values import cells_of, is_error, number, shown
from xl_quadrant.excel_functions.day_counts import day, months_on
from xl_quadrant.excel_functions.error_kinds import Fault
from xl_quadrant.excel_functions.former_addins import without_logicals
from xl_quadrant.package.addresses import LAST_COLUMN, LAST_ROW, letters, quoted

_LARGEST: Final = 2**53
_PLACES: Final = 10
"""So many digits a number of BIN, OCT or HEX has at most."""

_DIGITS: Final = "0123456789ABCDEF"
_ROMANS: Final = (
    {1000: "M", 900: "CM", 500: "D", 400: "CD", 100: "C", 90: "XC", 50: "L", 40: "XL", 10: "X", 9: "IX", 5: "V",
     4: "IV", 1: "I"},
    {950: "LM", 450: "LD", 95: "VC", 45: "VL"},
    {990: "XM", 490: "XD", 99: "IC", 49: "IL"},
    {995: "VM", 495: "VD"},
    {999: "IM", 499: "ID"},
)  # fmt: skip
"""What each form of ROMAN adds to the one before."""

_ROMAN_VALUES: Final = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_LARGEST_ROMAN: Final = 3999
_LONGEST_ROMAN: Final = 255


def steps(size: float, step: float) -> float:
    """Return how many steps there are in a size, with 15 digits."""
    return float(f"{size / step:.14e}")


def _ceiling(value: object, multiple: object) -> float:
    """Return CEILING: away from 0 where both are below it, else up."""
    size, step = number(value), number(multiple)
    if size > 0 > step:
        raise Fault("Num")
    return 0.0 if step == 0 else step * math.ceil(steps(size, step))


def _floor(value: object, multiple: object) -> float:
    """Return FLOOR: towards 0 where both are below it, else down."""
    size, step = number(value), number(multiple)
    if size > 0 > step:
        raise Fault("Num")
    if step == 0 != size:
        raise Fault("Div")
    return 0.0 if step == 0 else step * math.floor(steps(size, step))


def _rounded_to(rounded: Callable[[float], float], away: Callable[[float], float]) -> Callable[..., float]:
    """Return FLOOR.MATH or CEILING.MATH: to a multiple, of whatever sign, or the other way below 0."""

    def function(value: object, multiple: object = 1.0, mode: object = 0.0) -> float:
        size, step, other = number(value), abs(number(multiple)), number(mode)
        if step == 0:
            return 0.0
        return step * (away if size < 0 and other else rounded)(steps(size, step))

    return function


def _precise(rounded: Callable[[float], float]) -> Callable[..., float]:
    """Return FLOOR.PRECISE or CEILING.PRECISE: to a multiple, of whatever sign."""

    def function(value: object, multiple: object = 1.0) -> float:
        size, step = number(value), abs(number(multiple))
        return step * rounded(steps(size, step)) if step else 0.0

    return function


def _rounded_multiple(value: object, multiple: object) -> float:
    """Return MROUND: to the nearest multiple, of one sign with the number."""
    size, step = number(value), number(multiple)
    if step == 0 or size == 0:
        return 0.0
    if (size < 0) != (step < 0):
        raise Fault("Num")
    return step * math.floor(steps(size, step) + 0.5)


def _whole(value: object) -> int:
    """Return a number without its decimals, from 0."""
    size = math.floor(number(value))
    if not 0 <= size < _LARGEST:
        raise Fault("Num")
    return size


def _common(combine: Callable[..., int]) -> Callable[..., object]:
    """Return GCD or LCM: of numbers, of those in texts and of arrays."""

    def function(*values: object) -> object:
        cells = list(cells_of(values))
        wrong = next(filter(is_error, cells), None)
        if wrong is not None:
            return wrong
        if any(isinstance(cell, bool) for cell in cells):
            raise Fault("Value")
        found = combine(*(_whole(cell) for cell in cells if cell is not None))
        if found >= _LARGEST:
            raise Fault("Num")
        return float(found)

    return function


def _is_odd(value: object) -> bool:
    """Return ISODD."""
    return math.trunc(number(value)) % 2 == 1


def _is_even(value: object) -> bool:
    """Return ISEVEN."""
    return math.trunc(number(value)) % 2 == 0


def _delta(one: object, other: object = 0.0) -> float:
    """Return DELTA: 1 for equal numbers."""
    return float(number(one) == number(other))


def _step(value: object, from_which: object = 0.0) -> float:
    """Return GESTEP: 1 from a number on."""
    return float(number(value) >= number(from_which))


def _converted(source: int, target: int) -> Callable[..., object]:
    """Return such as HEX2BIN: a number in one system of digits written in another."""

    def function(value: object, places: object = None) -> object:
        whole = int(number(value)) if source == 10 else _read(shown(value), source)
        if target == 10:
            return float(whole)
        half = {2: 2**9, 8: 2**29, 16: 2**39}[target]
        if not -half <= whole < half:
            raise Fault("Num")
        text = _written(whole if whole >= 0 else whole + 2 * half, target)
        count = len(text) if places is None else int(number(places))
        if not 1 <= count <= _PLACES or (whole >= 0 and len(text) > count):
            raise Fault("Num")
        return text if whole < 0 else text.rjust(count, "0")

    return function


def _read(text: str, base: int) -> int:
    """Return a number of at most ten digits, of which the highest half are below 0."""
    digits = text.strip().upper() or "0"
    if len(digits) > _PLACES or any(digit not in _DIGITS[:base] for digit in digits):
        raise Fault("Num")
    whole, all_numbers = int(digits, base), base**_PLACES
    return whole - all_numbers if whole >= all_numbers // 2 else whole


def _written(whole: int, base: int) -> str:
    """Return a number from 0 in a system of digits."""
    text = ""
    while whole:
        whole, rest = divmod(whole, base)
        text = _DIGITS[rest] + text
    return text or "0"


def _roman(value: object, form: object = 0.0) -> str:
    """Return ROMAN: in the usual form or in a shorter one."""
    left = int(number(value))
    kind = (0 if form else 4) if isinstance(form, bool) else int(number(form))
    if not 0 <= left <= _LARGEST_ROMAN or not 0 <= kind < len(_ROMANS):
        raise Fault("Value")
    values = {size: sign for signs in _ROMANS[: kind + 1] for size, sign in signs.items()}
    text = ""
    for size in sorted(values, reverse=True):
        while left >= size:
            text, left = text + values[size], left - size
    return text


def _arabic(text: object) -> float:
    """Return ARABIC: the number of Roman digits."""
    written = shown(text).strip().upper()
    negative = written.startswith("-")
    digits = written[1:] if negative else written
    if len(written) > _LONGEST_ROMAN or any(digit not in _ROMAN_VALUES for digit in digits) or written == "-":
        raise Fault("Value")
    values = [_ROMAN_VALUES[digit] for digit in digits]
    total = sum(-one if one < max(values[at + 1 : at + 2], default=0) else one for at, one in enumerate(values))
    return float(-total if negative else total)


def _address(row: object, column: object, kind: object = 1.0, letters_too: object = 1.0, sheet: object = None) -> str:
    """Return ADDRESS: with a letter for the column, or with R and C."""
    down, right, absolute = int(number(row)), int(number(column)), int(number(kind))
    if not (1 <= down <= LAST_ROW and 1 <= right <= LAST_COLUMN and 1 <= absolute <= 4):
        raise Fault("Value")
    of_row, of_column = absolute in (1, 2), absolute in (1, 3)
    if number(letters_too):
        cell = f"{'$' * of_column}{letters(right)}{'$' * of_row}{down}"
    else:
        cell = f"R{down if of_row else f'[{down}]'}C{right if of_column else f'[{right}]'}"
    if sheet is None:
        return cell
    title = shown(sheet)
    return f"{quoted(title) if title else ''}!{cell}"


def _bill_days(settled: object, due: object) -> int:
    """Return the days of a bill, which is due within a year."""
    first, last = day(int(number(settled))), day(int(number(due)))
    if not first < last or last > months_on(first, 12):
        raise Fault("Num")
    return (last - first).days


def _bill_price(settled: object, due: object, discount: object) -> float:
    """Return TBILLPRICE."""
    rate, days = number(discount), _bill_days(settled, due)
    price = 100 * (1 - rate * days / 360)
    if rate <= 0 or price < 0:
        raise Fault("Num")
    return price


def _bill_yield(settled: object, due: object, price: object) -> float:
    """Return TBILLYIELD."""
    paid, days = number(price), _bill_days(settled, due)
    if paid <= 0:
        raise Fault("Num")
    return (100 - paid) / paid * 360 / days


def _bill_equivalent(settled: object, due: object, discount: object) -> float:
    """Return TBILLEQ: what a bond would yield."""
    rate, days = number(discount), _bill_days(settled, due)
    if rate <= 0:
        raise Fault("Num")
    if days <= 182:
        below = 360 - rate * days
        if below <= 0:
            raise Fault("Num")
        return 365 * rate / below
    price, years = (100 - rate * 100 * days / 360) / 100, days / (366 if days == 366 else 365)
    under = years**2 - (2 * years - 1) * (1 - 1 / price)
    if price <= 0 or under < 0:
        raise Fault("Num")
    return (-2 * years + 2 * math.sqrt(under)) / (2 * years - 1)


_SYSTEMS: Final = {"BIN": 2, "OCT": 8, "DEC": 10, "HEX": 16}

ARITHMETIC: Final[dict[str, Callable[..., object]]] = {
    "CEILING": _ceiling,
    "FLOOR": _floor,
    "CEILING.MATH": _rounded_to(math.ceil, math.floor),
    "FLOOR.MATH": _rounded_to(math.floor, math.ceil),
    "CEILING.PRECISE": _precise(math.ceil),
    "ISO.CEILING": _precise(math.ceil),
    "FLOOR.PRECISE": _precise(math.floor),
    "MROUND": without_logicals(_rounded_multiple),
    "ISODD": without_logicals(_is_odd),
    "ISEVEN": without_logicals(_is_even),
    "DELTA": without_logicals(_delta),
    "GESTEP": without_logicals(_step),
    "ROMAN": _roman,
    "ARABIC": _arabic,
    "ADDRESS": _address,
    "TBILLPRICE": without_logicals(_bill_price),
    "TBILLYIELD": without_logicals(_bill_yield),
    "TBILLEQ": without_logicals(_bill_equivalent),
    **{
        f"{one}2{other}": without_logicals(_converted(source, target))
        for one, source in _SYSTEMS.items()
        for other, target in _SYSTEMS.items()
        if one != other
    },
}
"""Functions of single values."""

OF_ALL: Final[dict[str, Callable[..., object]]] = {"GCD": _common(math.gcd), "LCM": _common(math.lcm)}
"""Functions that take arrays as they are."""
