"""One value of a formula as Python, with what it can be; what is constant is calculated at once."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from xl_quadrant.compiled.steps import LARGEST, NAMES
from xl_quadrant.package.values import CellValue, ErrorValue

Kinds = frozenset[str]

NUMBER: Final = frozenset({"number"})
LOGICAL: Final = frozenset({"logical"})
TEXT: Final = frozenset({"text"})
BLANK: Final = frozenset({"blank"})
ERROR: Final = frozenset({"error"})
NONE: Final[Kinds] = frozenset()
"""The kinds of what never comes to a value here."""

SIZE_OF_CELLS: Final = math.log10(LARGEST)
SIZE_OF_SUMS: Final = 7.0
"""The power of ten of the most numbers that a formula adds: of 255 lists of 10,000 cells."""

_MOST: Final = 300.0
"""A number above this power of ten may be none."""

_LONG: Final = 500
"""Code of so many characters is not remembered."""


@dataclass(frozen=True, slots=True)
class Expression:
    """
    One value.

    Parameters
    ----------
    code : str
        In Python; to be put between other operators as it is.
    kinds : frozenset of str
        What it can be; nothing for what is not calculated here.
    certain : bool
        Whether nothing is raised on the way to it, so that it need not be calculated where its value is not needed; it
        may be an error that stands in a cell.
    constant : bool
        Whether it is always the same.
    as_number : str
        Code for the same as a number, 0 for a blank, if there is one that is quicker.
    size : float
        If it is a number, the power of ten that it stays below, above 1; as far as no cell holds a larger one than
        `steps.LARGEST`.
    """

    code: str
    kinds: Kinds
    certain: bool = True
    constant: bool = False
    as_number: str = ""
    size: float = SIZE_OF_CELLS

    @property
    def value(self) -> Any:
        """What a constant is."""
        return _evaluated(self.code)


UNKNOWN: Final = Expression("unknown()", NONE, certain=False)
"""What is not calculated here."""


def constant(value: CellValue) -> Expression:
    """
    Return a constant.

    Parameters
    ----------
    value : float, bool, str, None or ErrorValue
        The value.

    Returns
    -------
    Expression
        Itself.
    """
    if isinstance(value, ErrorValue):
        return Expression(f"ErrorValue({str(value)!r})", ERROR, constant=True)
    if value is None:
        return Expression("None", BLANK, constant=True)
    if isinstance(value, bool):
        return Expression(repr(value), LOGICAL, constant=True)
    if isinstance(value, str):
        return Expression(repr(value), TEXT, constant=True)
    if not math.isfinite(value):
        return UNKNOWN
    code, size = repr(float(value)), math.log10(max(abs(value), 1.0))
    return Expression(f"({code})" if value < 0 else code, NUMBER, constant=True, size=size)


def built(code: str, kinds: Kinds, *parts: Expression, certain: bool = False, size: float | None = None) -> Expression:
    """
    Return a value that is calculated from others.

    Parameters
    ----------
    code : str
        In Python.
    kinds : frozenset of str
        What it can be.
    *parts : Expression
        What it is calculated from.
    certain : bool
        Whether it comes to a value if its parts do.
    size : float, optional
        As in `Expression`; that of the largest part when left out.

    Returns
    -------
    Expression
        A constant if all parts are; unknown if one is.
    """
    if any(not part.kinds for part in parts):
        return UNKNOWN
    size = max((part.size for part in parts), default=0.0) if size is None else size
    if size > _MOST and kinds & NUMBER:
        code, size = f"within({code})", SIZE_OF_CELLS
    if all(part.constant for part in parts):
        try:
            return constant(_evaluated(code) if len(code) < _LONG else _evaluated.__wrapped__(code))
        except Exception:  # noqa: BLE001, S110 - what fails now fails when it is needed
            pass
    return Expression(code, kinds, certain and all(part.certain for part in parts), size=size)


def as_number(part: Expression) -> Expression:
    """
    Return a value where a number is needed.

    Parameters
    ----------
    part : Expression
        The value.

    Returns
    -------
    Expression
        A number; a text, which cannot be calculated with, where it may be one.
    """
    if part.kinds <= NUMBER:
        return part
    if part.kinds == LOGICAL:
        return built(f"(1.0 if {part.code} else 0.0)", NUMBER, part, certain=True, size=0.0)
    if part.as_number:
        kinds = NUMBER | (part.kinds & (TEXT | ERROR))
        return Expression(part.as_number, kinds, certain=part.certain and kinds == NUMBER, size=part.size)
    if part.kinds & (LOGICAL | BLANK):
        return built(f"number({part.code})", NUMBER, part)
    return Expression(part.code, part.kinds, certain=False, size=part.size)


def as_truth(part: Expression) -> Expression:
    """
    Return a value where a condition is needed.

    Parameters
    ----------
    part : Expression
        The value.

    Returns
    -------
    Expression
        What Python takes for true or false as Excel does.
    """
    if part.kinds <= NUMBER | LOGICAL | BLANK:
        return part
    return built(f"truth({part.code})", LOGICAL, part)


def as_text(part: Expression) -> Expression:
    """
    Return a value where a text is needed.

    Parameters
    ----------
    part : Expression
        The value.

    Returns
    -------
    Expression
        A text.
    """
    return part if part.kinds <= TEXT else built(f"text({part.code})", TEXT, part, certain="error" not in part.kinds)


def chosen(condition: Expression, usual: Expression, other: Expression) -> Expression:
    """
    Return one of two values.

    Parameters
    ----------
    condition : Expression
        As `as_truth` returns it.
    usual, other : Expression
        What it is if the condition is true, and if not.

    Returns
    -------
    Expression
        Only the value that is asked for is calculated.
    """
    if not condition.kinds:
        return UNKNOWN
    if condition.constant:
        return usual if condition.value else other
    kinds = usual.kinds | other.kinds
    if not kinds:
        return UNKNOWN
    certain = condition.certain and usual.certain and other.certain
    number = ""
    if (usual.as_number or other.as_number) and usual.kinds and other.kinds:
        number = f"({as_number(usual).code} if {condition.code} else {as_number(other).code})"
    code, size = f"({usual.code} if {condition.code} else {other.code})", max(usual.size, other.size)
    return Expression(code, kinds, certain, as_number=number, size=size)


@lru_cache(maxsize=20_000)
def _evaluated(code: str) -> Any:
    """Return what code that refers to no cell comes to."""
    return eval(code, NAMES)  # noqa: S307 - our own code
