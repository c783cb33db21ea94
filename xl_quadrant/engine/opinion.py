"""What a second engine says of a calculated workbook."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from xl_quadrant.errors import shown
from xl_quadrant.package.addresses import quoted
from xl_quadrant.package.values import CellValue, ErrorValue

SECOND_ENGINE: Final = "formulon"


@dataclass(frozen=True, slots=True)
class UnsureCell:
    """
    A cell on which two engines differ.

    Parameters
    ----------
    sheet : str
        The title of its sheet.
    cell : str
        Its address, such as ``B3``.
    value : float, bool, str, None or ErrorValue
        What stands in the calculated workbook.
    second : float, bool, str, None or ErrorValue
        What the second engine comes to.
    """

    sheet: str
    cell: str
    value: CellValue
    second: CellValue

    def __str__(self) -> str:
        values = f"{_told(self.value)} here, {_told(self.second)} by {SECOND_ENGINE}"
        return f"{quoted(self.sheet)}!{self.cell} is not sure: {values}"


@dataclass(frozen=True, slots=True)
class SecondOpinion:
    """
    What a second engine says of a workbook.

    Parameters
    ----------
    compared : int
        The cells that both calculated; those that hang on chance or the clock are left out.
    unsure : tuple of UnsureCell
        The cells on which they differ.
    filled : tuple of (str, str)
        The cells, by sheet and address, that only the second could calculate: they hold its value.
    trouble : str
        Why there is no second opinion; empty if there is one.
    """

    compared: int = 0
    unsure: tuple[UnsureCell, ...] = ()
    filled: tuple[tuple[str, str], ...] = ()
    trouble: str = ""

    def __str__(self) -> str:
        if self.trouble:
            return f"no second opinion: the workbook {self.trouble}"
        cells = f"{self.compared:,} cells compared with {SECOND_ENGINE}, {len(self.unsure):,} differ"
        return f"{cells}; {len(self.filled):,} filled by it alone"


def _told(value: CellValue) -> str:
    """Return a value as a person reads it."""
    if isinstance(value, ErrorValue):
        return str(value)
    return f"{value:.15g}" if isinstance(value, float) else "nothing" if value is None else shown(value)
