"""What a cell can hold: numbers, logicals, text, nothing, and Excel's error values."""

from __future__ import annotations

import math
from typing import Final

CellValue = float | int | bool | str | None
"""The value of a cell; an `ErrorValue` is a text of its own kind."""

LONGEST_TEXT: Final = 32_767
"""The most characters Excel keeps in one cell."""

STORED_ERRORS: Final = ("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A")
"""The errors every reader of workbooks knows; Excel itself stores the newer ones as #VALUE!."""


class ErrorValue(str):
    """
    An error value of a cell, such as ``#NUM!``; equal to the same text.

    Examples
    --------
    >>> ErrorValue("#NUM!") == "#NUM!", ErrorValue("#SPILL!").stored
    (True, '#VALUE!')
    """

    __slots__ = ()

    @property
    def stored(self) -> str:
        """The name that may stand in a file."""
        return str(self) if self in STORED_ERRORS else "#VALUE!"


def storable(value: object) -> CellValue:
    """
    Return a calculated value as a cell may hold it.

    Parameters
    ----------
    value : object
        A number, text, logical, None or `ErrorValue`.

    Returns
    -------
    float, bool, str, None or ErrorValue
        The same; an error value where a number is not finite or a text too long for a cell.

    Examples
    --------
    >>> storable(float("inf")), storable(-0.0), storable("ten")
    ('#NUM!', 0.0, 'ten')
    """
    if value is None or isinstance(value, (bool, ErrorValue)):
        return value
    if isinstance(value, (int, float)):
        return float(value) + 0.0 if math.isfinite(value) else ErrorValue("#NUM!")
    text = str(value)
    return text if len(text) <= LONGEST_TEXT else ErrorValue("#VALUE!")
