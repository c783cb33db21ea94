"""When a value that stands in a file no longer is the one that follows."""

from __future__ import annotations

import math
from typing import Final

TOLERANCE: Final = 1e-6
"""A stored number may be off by this share before it counts as stale: no person sees it, and every engine keeps it."""


def is_stale(stored: object, follows: object) -> bool:
    """
    Say whether a stored value is another one than what follows from the inputs stored beside it.

    Parameters
    ----------
    stored : float, bool, str or None
        What stands in the file; the name of an error is a text.
    follows : float, bool, str or None
        What follows.

    Returns
    -------
    bool
        False for numbers that differ by rounding, and for nothing in place of an empty text.

    Examples
    --------
    >>> is_stale(609.0, 609.0000001), is_stale(609.0, 610.0), is_stale(None, 0.0), is_stale(None, "")
    (False, True, True, False)
    >>> is_stale(1.0, True), is_stale("#N/A", "#N/A")
    (True, False)
    """
    if type(stored) is float and type(follows) is float:
        return not math.isclose(stored, follows, rel_tol=TOLERANCE, abs_tol=TOLERANCE)
    if isinstance(stored, bool) or isinstance(follows, bool):
        return stored is not follows
    return ("" if stored is None else stored) != ("" if follows is None else follows)
