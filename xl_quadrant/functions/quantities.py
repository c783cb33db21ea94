"""
What an argument may be: its unit and its bounds, stated once, and the check that enforces them.

An annotation such as ``churn: Churn`` on a function or on a field of the model carries one of these records. Front ends
read the same record to draw validation, help and reference pages.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from decimal import Decimal
from numbers import Real
from typing import Any, ClassVar, Final

from xl_quadrant.errors import EXCEL_ERRORS, BlankArgument, CellError, OutOfDomain, UnknownWord, WrongType


@dataclass(frozen=True, slots=True)
class Number:
    """
    A number with a unit and bounds.

    Parameters
    ----------
    kind : str
        ``money``, ``rate``, ``count``, ``months``, ``days`` or ``ratio``: how a front end formats it.
    unit : str
        The unit in words, such as ``money per month``.
    low, high : float
        The bounds, both allowed.
    whole : bool
        Whether only whole numbers are allowed.
    below_high : bool
        Whether the upper bound itself is refused.
    above_low : bool
        Whether the lower bound itself is refused.
    column : bool
        Whether the argument is a range that the function reduces to one number.
    """

    kind: str
    unit: str
    low: float = 0.0
    high: float = math.inf
    whole: bool = False
    below_high: bool = False
    above_low: bool = False
    column: bool = False

    def per(self, basis: str) -> Number:
        """Return the same quantity per something, such as ``money per show``."""
        return replace(self, unit=f"{self.unit} per {basis}")

    def check(self, name: str, value: object) -> float:
        """
        Return a value as a number within the bounds.

        Parameters
        ----------
        name : str
            The argument, for the error.
        value : object
            What a person or a cell gave.

        Returns
        -------
        float
            The value.

        Raises
        ------
        BlankArgument
            If there is nothing (``#VALUE!``).
        CellError
            If the value is the text of an Excel error (that error).
        WrongType
            If it is text, a logical or anything else that is not a number (``#VALUE!``).
        OutOfDomain
            If it is outside the bounds, not whole where it must be, or not finite (``#NUM!``).
        """
        if isinstance(value, str):
            pass_error(name, value)
            raise WrongType(name, value, f"is text; write a number ({self.unit})")
        if value is None:
            raise BlankArgument(name, value, f"where a number belongs; write a number ({self.unit})")
        if isinstance(value, bool) or not isinstance(value, (Real, Decimal)):
            raise WrongType(name, value, f"is not a number; write a number ({self.unit})")
        try:
            number = float(value)
        except OverflowError:
            number = math.inf
        if not self.allows(number):
            raise OutOfDomain(name, number, self.rule_broken_by(number))
        return number

    def allows(self, number: Any) -> Any:
        """Say whether a number is within the bounds; of an array, which numbers are."""
        inside = (number >= self.low) & (number <= self.high) & (abs(number) < math.inf)
        if self.below_high:
            inside = inside & (number != self.high)
        if self.above_low:
            inside = inside & (number != self.low)
        return inside & (number % 1 == 0) if self.whole else inside

    @property
    def surely_allowed(self) -> tuple[float, float]:
        """Two numbers for a quick check: every number between them is allowed, if it is whole where it must be."""
        return max(self.low, -1e300), min(self.high, 1e300)

    def rule_broken_by(self, number: float) -> str:
        """Return which bound a number breaks and what to write instead."""
        if not math.isfinite(number):
            return f"is not a finite number; write a number ({self.unit})"
        if number < self.low:
            return f"is below {self.low:g}; write {self.allowed}"
        if self.above_low and number == self.low:
            return f"is not above {self.low:g}; write {self.allowed}"
        if self.whole and number != math.floor(number):
            return "is not a whole number; write a whole number"
        if self.kind == "rate" and 1 < number <= 100 and self.high == 1:
            return f"is above 1; write {number:g}% or {number / 100:g}"
        if self.below_high and number == self.high:
            return f"is not below {self.high:g}; write {self.allowed}"
        return f"is above {self.high:g}; write {self.allowed}"

    @property
    def allowed(self) -> str:
        """What is allowed, in words: ``0 to 1 (0% to 100%)``, ``0 or more``."""
        noun = "a whole number" if self.whole else "a number"
        if self.kind == "rate":
            if self.above_low:
                return f"a rate above 0{' and below' if self.below_high else ', up to'} 1 (100%)"
            return f"a rate from 0 to {'below 1' if self.below_high else '1'} (0% to 100%)"
        if self.high == math.inf:
            if self.low == -math.inf:
                return noun
            return f"{noun} above {self.low:g}" if self.above_low else f"{noun}, {self.low:g} or more"
        return f"{noun} from {self.low:g} to {self.high:g}"


@dataclass(frozen=True, slots=True)
class Word:
    """
    One word of a few; upper and lower case are the same.

    Parameters
    ----------
    words : tuple of str
        The allowed words, lower case.
    unit : str
        What the words name.
    """

    words: tuple[str, ...]
    unit: str = "word"
    column: bool = False
    surely_allowed: ClassVar = (math.nan, math.nan)

    def check(self, name: str, value: object) -> str:
        """Return the allowed word a value stands for; errors as `Number.check`, or UnknownWord (``#VALUE!``)."""
        if value is None:
            raise BlankArgument(name, value, f"where a word belongs; write {self.allowed}")
        if not isinstance(value, str):
            raise WrongType(name, value, f"is not text; write {self.allowed}")
        word = value.lower()
        if word not in self.words:
            pass_error(name, value)
            raise UnknownWord(name, value, f"is not known; write {self.allowed}")
        return word

    @property
    def allowed(self) -> str:
        """The words as an error lists them."""
        quoted = [f'"{word}"' for word in self.words]
        return f"{', '.join(quoted[:-1])} or {quoted[-1]}"


@dataclass(frozen=True, slots=True)
class Flag:
    """TRUE or FALSE; 1 and 0 are taken for them."""

    unit: str = "TRUE or FALSE"
    column: bool = False
    surely_allowed: ClassVar = (math.nan, math.nan)

    def check(self, name: str, value: object) -> bool:
        """Return a value as a logical; errors as `Number.check`."""
        if isinstance(value, bool):
            return value
        if value is None:
            raise BlankArgument(name, value, "where a logical belongs; write TRUE or FALSE")
        if isinstance(value, Real) and value in (0, 1):
            return bool(value)
        if isinstance(value, str):
            pass_error(name, value)
        raise WrongType(name, value, "is not a logical; write TRUE or FALSE")

    @property
    def allowed(self) -> str:
        """What is allowed, in words."""
        return "TRUE or FALSE"


Quantity = Number | Word | Flag


def pass_error(name: str, text: str) -> None:
    """Raise CellError if a text is an Excel error, or one of our error texts, which begin with its name."""
    if text.startswith("#") and text.startswith(EXCEL_ERRORS):
        raise CellError(name, text)


MONEY: Final = Number("money", "money")
SIGNED_MONEY: Final = replace(MONEY, low=-math.inf)
RATE: Final = Number("rate", "rate", high=1.0)
COUNT: Final = Number("count", "count")
MONTHS: Final = Number("months", "months", whole=True)
DAYS: Final = Number("days", "days")
PAYMENTS: Final = Number("count", "payments", whole=True)
RATIO: Final = Number("ratio", "ratio")

ROUNDING: Final = 1e-9
"""A miss of less than this share counts as reached, because binary numbers hold most decimals inexactly."""

Values = Any
"""A number, text or logical; or a list, array or pandas Series of them."""
