"""Powers, as Excel has them: 0 to 0 is an error, and odd roots of numbers below 0 are numbers."""

from __future__ import annotations

from typing import Final

from xl_quadrant.excel_functions.cell_values import number
from xl_quadrant.excel_functions.error_kinds import Fault

POWER: Final = "XLQ_POWER"
"""What is called where the engine's power may differ."""


def power(base: object, exponent: object) -> float:
    """
    Return a number to the power of another.

    Parameters
    ----------
    base, exponent : object
        The numbers.

    Returns
    -------
    float
        The power.

    Raises
    ------
    Fault
        If it is none, or too large.

    Examples
    --------
    >>> power(2.0, 10.0), round(power(-8.0, 1 / 3), 9), power(0.0, 3.0)
    (1024.0, -2.0, 0.0)
    """
    size, times = number(base), number(exponent)
    if size == 0 >= times:
        raise Fault("Num" if times == 0 else "Div")
    try:
        found = size**times
        if isinstance(found, complex):
            if not is_odd_root(times):
                raise Fault("Num")
            found = -((-size) ** times)
    except OverflowError as error:
        raise Fault("Num") from error
    return float(found)


def is_odd_root(exponent: float) -> bool:
    """Say whether an exponent is 1/3, 1/5 or the like, or below 0."""
    root = round(1 / exponent) if abs(exponent) > 1e-9 else 0
    return root % 2 == 1 and abs(exponent * root - 1) < 1e-14
