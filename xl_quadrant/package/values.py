"""What a cell can hold: numbers, logicals, text, nothing, and Excel's error values."""

from __future__ import annotations

import math
from typing import Final, NoReturn

from xl_quadrant.errors import CellError

CellValue = float | int | bool | str | None
"""The value of a cell; an `ErrorValue` is a text of its own kind."""

LONGEST_TEXT: Final = 32_767
"""The most characters Excel keeps in one cell."""

STORED_ERRORS: Final = ("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A")
"""The errors every reader of workbooks knows; Excel itself stores the newer ones as #VALUE!."""


class ErrorValue(str):
    """
    An error value of a cell, such as ``#NUM!``; equal to the same text, and nothing to calculate with.

    Raises
    ------
    CellError
        If it is added, compared with a number or taken for one, as a formula that refers to the cell would fail too.

    Examples
    --------
    >>> ErrorValue("#NUM!") == "#NUM!", ErrorValue("#SPILL!").stored
    (True, '#VALUE!')
    >>> ErrorValue("#NUM!") * 2
    Traceback (most recent call last):
    xl_quadrant.errors.CellError: cell: '#NUM!' is an error in the cell this argument refers to; mend that cell first
    """

    __slots__ = ()

    def _refuse(self, *_others: object) -> NoReturn:
        """Refuse to be calculated with; a text would be joined, repeated or ordered."""
        raise CellError("cell", str(self))

    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = _refuse
    __truediv__ = __rtruediv__ = __floordiv__ = __rfloordiv__ = __pow__ = __rpow__ = _refuse
    __lt__ = __le__ = __gt__ = __ge__ = _refuse
    __neg__ = __pos__ = __abs__ = __round__ = __int__ = __float__ = _refuse

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


def same_value(one: CellValue, other: CellValue) -> bool:
    """
    Say whether two values are one and the same, to the last bit.

    Parameters
    ----------
    one, other : float, bool, str, None or ErrorValue
        The values.

    Returns
    -------
    bool
        False for values of two kinds, such as 1 and TRUE.

    Examples
    --------
    >>> same_value(1.0, 1.0), same_value(1.0, True), same_value("#N/A", ErrorValue("#N/A"))
    (True, False, False)
    """
    return type(one) is type(other) and one == other
