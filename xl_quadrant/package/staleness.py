"""When a value that stands in a file no longer is the one that follows."""

from __future__ import annotations

import math
import unicodedata
from types import NoneType
from typing import Final

TOLERANCE: Final = 1e-9
"""A stored number may be off by this share before it counts as stale: programs add up in another order."""

NEAR_NOTHING: Final = 1e-7
"""A stored number may be off by this much: what is left when large amounts cancel out."""

_DASHES: Final = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"), "-")


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
        False for numbers that differ by rounding, for nothing in place of an empty text or a dash, and for texts that
        look alike.

    Examples
    --------
    >>> is_stale(609.0, 609.00000001), is_stale(609.0, 610.0), is_stale(None, 0.0), is_stale(None, "")
    (False, True, True, False)
    >>> is_stale("pays  \u2013 yes ", "pays - yes"), is_stale("pays", "pays not")
    (False, True)
    >>> is_stale(1.0, True), is_stale("#N/A", "#N/A")
    (True, False)
    """
    if type(stored) is float and type(follows) is float:
        return not math.isclose(stored, follows, rel_tol=TOLERANCE, abs_tol=NEAR_NOTHING)
    if isinstance(stored, bool) or isinstance(follows, bool):
        return stored is not follows
    if isinstance(stored, (str, NoneType)) and isinstance(follows, (str, NoneType)):
        return _seen(stored) != _seen(follows)
    return stored != follows


def _seen(text: str | None) -> str:
    """Return a text as a person sees it: blanks at its ends, kinds of blanks and of dashes do not count."""
    shown = " ".join(unicodedata.normalize("NFKC", text or "").translate(_DASHES).split())
    return "" if shown == "-" else shown  # a dash stands where there is nothing
