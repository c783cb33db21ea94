"""
What compiled formulas call: Excel's reading of a value as a number, a text or an answer, and its functions.

A value is a float, a bool, a str, None for a blank cell, or an `ErrorValue`. What is not surely as the engine has it
raises: the workbook is then calculated by the engine.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final, NoReturn

from xl_quadrant.compiled.comparing import COMPARISONS, criterion, fits
from xl_quadrant.compiled.failures import FAILED, Unlike, error_of, errors_among, passed
from xl_quadrant.excel_functions.cell_values import shown
from xl_quadrant.excel_functions.error_kinds import Fault
from xl_quadrant.excel_functions.text_functions import OF_TEXTS
from xl_quadrant.excel_functions.value_functions import BY_ELEMENT
from xl_quadrant.package.values import ErrorValue

_FORMAT: Final = re.compile(r"(?:(?P<commas>#,##0)|0)(?:\.(?P<places>0+))?(?P<percent>%?)")
_LARGEST_ROUNDED: Final = 1e13
LARGEST: Final = 1e25
"""No cell holds a larger number where a program is used."""


def unknown() -> NoReturn:
    """Give up: something that is not calculated here has been reached."""
    raise Unlike


def number(value: object) -> float:
    """Return a value as a number: 0 for a blank, 1 for TRUE."""
    if value.__class__ is float:
        return value
    if value is None:
        return 0.0
    if value.__class__ is bool:
        return float(value)
    return passed(value)


def number_only(value: object) -> float:
    """Return a number; anything but an error is left to the engine."""
    return value if value.__class__ is float else passed(value)


def settled(value: object) -> object:
    """Return a number or a logical; anything but an error is left to the engine."""
    return value if value.__class__ is float or value.__class__ is bool else passed(value)


def truth(value: object) -> bool:
    """Return a value as a condition."""
    return number(value) != 0


def text(value: object) -> str:
    """Return a value as ``&`` joins it."""
    if value.__class__ is str:
        return value
    if value.__class__ is ErrorValue:
        passed(value)
    return shown(value)


def answer(value: object) -> object:
    """Return a value as the cell of a formula holds it: 0 for a blank."""
    return 0.0 if value is None else value


def amount(value: object) -> float:
    """Return N of a value: 0 for a text."""
    if value.__class__ is float or value.__class__ is bool:
        return float(value)
    if value.__class__ is ErrorValue:
        passed(value)
    return 0.0


def wording(value: object) -> str:
    """Return T of a value: nothing for all that is no text."""
    if value.__class__ is str:
        return value
    if value.__class__ is ErrorValue:
        passed(value)
    return ""


def counting(value: object) -> float:
    """Return a cell as SUMPRODUCT counts it: 0 for all that is no number."""
    if value.__class__ is float:
        return value
    if value.__class__ is ErrorValue:
        passed(value)
    return 0.0


def is_empty(value: object) -> bool:
    """Say whether a value is an empty text or a blank."""
    if value.__class__ is ErrorValue:
        passed(value)
    return value is None or value == ""


def added(values: Iterable[float]) -> float:
    """Return a sum, one after the other as the engine adds; Python's own sum is more exact from 3.12 on."""
    total = 0.0
    for value in values:
        total += value
    return total


def total(values: Iterable[object]) -> float:
    """Return the SUM of cells."""
    return added(_numbers(values))


def largest(values: Iterable[object]) -> float:
    """Return the MAX of cells; 0 without a number."""
    return max(_numbers(values), default=0.0)


def smallest(values: Iterable[object]) -> float:
    """Return the MIN of cells; 0 without a number."""
    return min(_numbers(values), default=0.0)


def how_many(values: Iterable[object]) -> float:
    """Return the COUNT of cells: those that hold numbers."""
    return float(sum(value.__class__ is float for value in values))


def how_many_filled(values: Iterable[object]) -> float:
    """Return the COUNTA of cells."""
    return float(sum(value is not None for value in values))


def how_many_that(*pairs: Any) -> float:
    """Return the COUNTIFS of cells and criteria, in turn."""
    asked = zip(pairs[::2], map(criterion, pairs[1::2]), strict=True)
    hits = [[is_it(value) for value in cells] for cells, is_it in asked]
    return float(sum(map(all, zip(*hits, strict=True))))


def nth(values: Sequence[Any], place: float) -> Any:
    """Return INDEX of a row or column."""
    at = int(place)
    if not 1 <= at <= len(values):
        raise Fault("Ref") if at else Unlike
    return values[at - 1]


def place_of(sought: object, values: Sequence[object]) -> float:
    """Return MATCH of the same value."""
    is_it = fits(sought)
    for at, value in enumerate(values):
        if is_it(value):
            return at + 1.0
    raise Fault("Na")


def otherwise(usual: Callable[[], object], instead: Callable[[], object]) -> object:
    """Return IFERROR."""
    try:
        value = usual()
    except FAILED:
        return instead()
    return instead() if value.__class__ is ErrorValue else value


def rounded(value: float, places: float) -> float:
    """Return ROUND to whole numbers or places: half away from 0, of the number as its 15 digits show it."""
    digits = _places(value, places)
    scaled = Decimal(f"{value * 10.0**digits:.15g}").quantize(Decimal(1), ROUND_HALF_UP)
    return float(scaled) / 10.0**digits


def rounded_up(value: float, places: float) -> float:
    """Return ROUNDUP to whole numbers."""
    if places or not abs(value) < _LARGEST_ROUNDED:
        raise Unlike
    return float(math.copysign(math.ceil(float(f"{abs(value):.15g}")), value))


def rounded_down(value: float) -> float:
    """Return INT."""
    return float(math.floor(value)) or value * 0.0  # of two kinds of 0, the one that is given


def fixed(value: float, places: float = 2.0) -> str:
    """Return FIXED: with so many places, and commas between thousands."""
    digits = _places(value, places)
    factor = 10.0**digits
    size = math.floor(abs(value) * factor + 0.5) / factor
    shown_size = f"{size:,.{digits}f}"
    return f"-{shown_size}" if value < 0 and size else shown_size


def in_format(value: object, pattern: object) -> str:
    """Return TEXT of a number with so many places, as a percentage or with commas between thousands."""
    found = _FORMAT.fullmatch(pattern) if pattern.__class__ is str else None
    if value.__class__ is not float or found is None:
        raise Unlike
    places = float(len(found["places"] or ""))
    shown_size = fixed(rounded(value * 100 if found["percent"] else value, places), places)
    return (shown_size if found["commas"] else shown_size.replace(",", "")) + found["percent"]


def within(value: float) -> float:
    """Return a number that is not so large that one calculated from it might be none."""
    if -LARGEST <= value <= LARGEST:
        return value
    raise Unlike


def _places(value: float, places: float) -> int:
    """Return to how many places a number is rounded, if it has no more digits than are surely rounded alike."""
    if not (0 <= places <= 9 and abs(value) * 10.0**places < _LARGEST_ROUNDED):
        raise Unlike
    return int(places)


def _numbers(values: Iterable[object]) -> Iterator[float]:
    """Yield the numbers among cells."""
    for value in values:
        if value.__class__ is float:
            yield value
        elif value.__class__ is ErrorValue:
            passed(value)


def called(function: Callable[..., object]) -> Callable[..., object]:
    """Return a function of single values as formulas call it: its numbers are floats, and errors are raised."""

    def call(*values: object) -> object:
        for value in values:
            if value.__class__ is ErrorValue:
                passed(value)
        found = function(*values)
        if isinstance(found, (dict, list)):
            raise Unlike
        return within(float(found)) if isinstance(found, (int, float)) and not isinstance(found, bool) else found

    return call


SINGLE: Final = {name: f"_{name.replace('.', '_')}" for name in BY_ELEMENT | OF_TEXTS}
"""What the functions of single values are called, which the engine calls in Python too."""

NAMES: Final[dict[str, Any]] = {
    **{SINGLE[name]: called(function) for name, function in (BY_ELEMENT | OF_TEXTS).items()},
    **COMPARISONS,
    **{
        step.__name__: step
        for step in (
            unknown, number, number_only, settled, truth, text, answer, amount, wording, counting, is_empty, added,
            total, largest, smallest, how_many, how_many_filled, how_many_that, nth, place_of, otherwise, rounded,
            rounded_up, rounded_down, fixed, in_format, within,
        )
    },
    **{name.__name__: name for name in (all, any, max, min, abs, zip, float, str, bool)},
    "__builtins__": {},
    "FAILED": FAILED,
    "error_of": error_of,
    "errors_among": errors_among,
    "pow": math.pow,
    "log": math.log,
    "ErrorValue": ErrorValue,
}  # fmt: skip
"""What compiled formulas may call, by name."""
