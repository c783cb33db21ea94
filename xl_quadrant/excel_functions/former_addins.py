"""What the functions share that came to Excel from its Analysis ToolPak: they take no logicals."""

from __future__ import annotations

from collections.abc import Callable

from xl_quadrant.excel_functions.error_kinds import Fault


def without_logicals(calculate: Callable[..., object], allowed: int = -1) -> Callable[..., object]:
    """
    Return a function that refuses TRUE and FALSE.

    Parameters
    ----------
    calculate : callable
        Takes single values.
    allowed : int
        The position of an argument that may be a logical; none when left out.

    Returns
    -------
    callable
        The same; a logical is ``#VALUE!``.
    """

    def function(*arguments: object) -> object:
        if any(isinstance(value, bool) and at != allowed for at, value in enumerate(arguments)):
            raise Fault("Value")
        return calculate(*arguments)

    return function
