"""Columns of amounts as exports write them, read exactly: in ten-thousandths of the currency, as whole numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

import numpy as np
import pandas as pd

from xl_quadrant.clients.typed_numbers import decimal_mark, typed_number
from xl_quadrant.errors import WrongType
from xl_quadrant.functions.ranges import Array

UNITS: Final = 10_000
"""In one dollar, euro or yen: amounts with up to four decimals add up exactly."""

NOTHING: Final = frozenset({"", "--", "-", "–", "n/a", "na", "null", "none"})
"""What stands for no amount, in lower case."""

_MOST: Final = 9e14
_BRACKETS: Final = re.compile(r"\((.*)\)")
_SIGN_AFTER_CURRENCY: Final = re.compile(r"^([^\d\-−+(]*)([-−])")
_CODE: Final = re.compile(r"^[A-Z]{3}\s*|\s*[A-Z]{3}$")


def read_amounts(texts: Array, decimal: str = ".") -> tuple[Array, Array]:
    """
    Return a column of texts as amounts.

    Parameters
    ----------
    texts : ndarray of str
        What stands in the column.
    decimal : str
        The decimal mark of the file.

    Returns
    -------
    tuple of ndarray
        Whole numbers of 1 / UNITS, 0 where there is no amount; and which texts are no amount at all.

    Examples
    --------
    >>> found, wrong = read_amounts(np.array(["$1,149.00 ", "($33.62)", "-$9.00", "", "ten"], dtype=object))
    >>> (found / UNITS).tolist(), wrong.tolist()
    ([1149.0, -33.62, -9.0, 0.0, 0.0], [False, False, False, False, True])
    """
    codes, kinds = pd.factorize(texts)
    if not len(kinds):
        return np.zeros(len(texts), np.int64), np.zeros(len(texts), bool)
    if decimal == ".":
        numbers = pd.to_numeric(pd.Series(kinds), errors="coerce").to_numpy(np.float64, copy=True)
    else:
        numbers = np.full(len(kinds), np.nan)
    odd = ~np.isfinite(numbers)
    numbers[odd] = [_amount(kind, decimal) for kind in kinds[odd]]
    wrong = ~np.isfinite(numbers) | (np.abs(numbers) > _MOST)
    units = np.rint(np.where(wrong, 0.0, numbers) * UNITS).astype(np.int64)
    return units[codes], wrong[codes]


def decimal_mark_of(texts: Iterable[str]) -> str | None:
    """
    Return the decimal mark that a column shows beyond doubt, if any of its texts does.

    Parameters
    ----------
    texts : iterable of str
        What stands in the column.

    Returns
    -------
    str or None
        ``.`` or ``,``; None while it may be either.

    Examples
    --------
    >>> decimal_mark_of(["1.234", "1.234,56"]), decimal_mark_of(["1,288"]), decimal_mark_of(["$1,149.00 "])
    (',', None, '.')
    """
    for text in texts:
        mark = decimal_mark(_bare(text)[1])
        if mark is not None:
            return mark
    return None


def _amount(text: str, decimal: str) -> float:
    """Return one amount; NaN if it is none."""
    if text.strip().lower() in NOTHING:
        return 0.0
    negative, bare = _bare(text)
    try:
        number = typed_number("amount", bare, decimal=decimal)
    except WrongType:
        return float("nan")
    if isinstance(number, str) or bare.endswith("%"):
        return float("nan")
    return -number if negative else number


def _bare(text: str) -> tuple[bool, str]:
    """Return whether an amount is written as negative, in brackets or after its currency, and the rest of it."""
    text = text.strip()
    inside = _BRACKETS.fullmatch(text)
    negative = inside is not None
    if inside is not None:
        text = inside[1].strip()
    sign = _SIGN_AFTER_CURRENCY.match(text)
    if sign is not None:
        negative = not negative
        text = f"{sign[1]}{text[sign.end() :]}"
    return negative, _CODE.sub("", text).strip()
