"""What became of every row of a file: used, or left out with a reason, and the money on either side."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from xl_quadrant.exports.amounts import UNITS
from xl_quadrant.functions.ranges import Array

_SHOWN = 3
"""So many rows are named for each reason."""


@dataclass(slots=True)
class Line:
    """
    Rows of a file that have something in common, such as the reason why they were left out.

    Parameters
    ----------
    reason : str
        What they have in common; empty for the rows that were used.
    rows : int
        How many they are.
    units : dict of str to int
        Their money in ten-thousandths, by currency.
    examples : list of tuple of int and str
        The first rows: where each begins in the file, and what stood there.
    """

    reason: str
    rows: int = 0
    units: dict[str, int] = field(default_factory=dict)
    examples: list[tuple[int, str]] = field(default_factory=list)

    def amounts(self) -> dict[str, float]:
        """Return the money by currency."""
        return {currency: units / UNITS for currency, units in sorted(self.units.items()) if units}

    def add(self, numbers: Array, units: Array, currencies: Array, shown: Array | None = None) -> None:
        """
        Add rows.

        Parameters
        ----------
        numbers : ndarray of int
            Where they begin.
        units : ndarray of int
            Their money in ten-thousandths.
        currencies : ndarray of str
            The currency of each.
        shown : ndarray of str, optional
            What stood there, for the first few.
        """
        self.rows += len(numbers)
        for currency in np.unique(currencies) if len(currencies) else ():
            self.units[currency] = self.units.get(currency, 0) + int(units[currencies == currency].sum())
        for place in range(min(len(numbers), _SHOWN - len(self.examples))):
            self.examples.append((int(numbers[place]), "" if shown is None else str(shown[place])[:60]))

    def told(self) -> str:
        """Return the reason and the first rows it holds for, as a person reads them."""
        rows = ", ".join(f"row {number} ({text})" if text else f"row {number}" for number, text in self.examples)
        return f"{self.reason}: {rows}{', …' if self.rows > len(self.examples) else ''}"


@dataclass(slots=True)
class Account:
    """
    What became of every row of a file.

    Parameters
    ----------
    file : str
        Its name.
    shape : str
        What it was taken for.
    titles : int
        How many lines stand above its headings.
    used : Line
        The rows that count.
    left_out : dict of str to Line
        Those that do not, by their reason.
    notes : dict of str to Line
        What else is to be said, of rows on either side; a reason that is no row of the file has no rows.
    headings : dict of str to str
        Which heading was taken for which column.
    """

    file: str
    shape: str
    titles: int = 0
    used: Line = field(default_factory=lambda: Line(""))
    left_out: dict[str, Line] = field(default_factory=dict)
    notes: dict[str, Line] = field(default_factory=dict)
    headings: dict[str, str] = field(default_factory=dict)

    @property
    def rows_read(self) -> int:
        """How many rows the file has."""
        return self.used.rows + sum(line.rows for line in self.left_out.values())

    def reason(self, reason: str) -> Line:
        """Return the line of a reason for leaving rows out."""
        return self.left_out.setdefault(reason, Line(reason))

    def note(self, reason: str) -> Line:
        """Return the line of something to be said."""
        return self.notes.setdefault(reason, Line(reason))

    def money(self) -> dict[str, tuple[float, float]]:
        """Return what was used and what was left out, by currency."""
        lines = [self.used, *self.left_out.values()]
        currencies = sorted({currency for line in lines for currency in line.units})
        out = {c: sum(line.units.get(c, 0) for line in self.left_out.values()) / UNITS for c in currencies}
        return {c: (self.used.units.get(c, 0) / UNITS, out[c]) for c in currencies}

    def lines(self) -> Iterator[tuple[str, Line]]:
        """Yield every line with what became of its rows: used, left out or noted."""
        yield "used", self.used
        yield from (("left out", line) for line in self.left_out.values())
        yield from (("noted", line) for line in self.notes.values())
