"""How the report writes figures: money in the business's currency, blanks where nothing is known, texts as texts."""

from __future__ import annotations

import math
from typing import Final

from openpyxl.cell.cell import TYPE_STRING

from xl_quadrant.business.currencies import CURRENCIES
from xl_quadrant.drawing.page import Page

_SIGNS: Final = dict(CURRENCIES)
_STYLES: Final = {"money": "money", "rate": "rate", "count": "general", "months": "months", "days": "days"}


def money_format(currency: str, *, cents: bool = False) -> str:
    """
    Return the number format of amounts in a currency.

    Parameters
    ----------
    currency : str
        Three letters; blank where the files name none.
    cents : bool
        Whether two decimals are shown.

    Returns
    -------
    str
        As Excel has it.

    Examples
    --------
    >>> money_format("EUR"), money_format("")
    ('"€"#,##0', '#,##0')
    """
    sign = _SIGNS.get(currency, f"{currency} " if currency else "")
    return (f'"{sign}"' if sign else "") + ("#,##0.00" if cents else "#,##0")


def put_figure(
    page: Page,
    reference: str,
    value: float | None,
    kind: str,
    currency: str,
    *,
    cents: bool = False,
    look: str = "figure",
) -> None:
    """
    Write a figure; a blank where there is none.

    Parameters
    ----------
    page : Page
        The sheet.
    reference : str
        The cell.
    value : float or None
        The figure; NaN and None are blank, never zero.
    kind : str
        ``money``, ``rate``, ``count`` …
    currency : str
        The currency of money.
    cents : bool
        Whether money has two decimals.
    look : str
        As `Page.figure` has it.
    """
    known = value is not None and math.isfinite(value)
    cell = page.put(
        reference, float(value) if known and value is not None else None, f"{look} {_STYLES.get(kind, 'general')}"
    )
    if kind == "money":
        cell.number_format = money_format(currency, cents=cents)
    elif kind == "count":
        cell.number_format = "#,##0" if not known or float(value or 0).is_integer() else "#,##0.0"


def put_text(page: Page, reference: str, text: str, style: str = "text") -> None:
    """
    Write a text that stays one, whatever it begins with.

    Parameters
    ----------
    page : Page
        The sheet.
    reference : str
        The cell.
    text : str
        What others have written, such as the name of an item.
    style : str
        One of our styles.
    """
    shown = "".join(sign if sign.isprintable() else " " for sign in text)
    page.put(reference, shown, style).data_type = TYPE_STRING


def lines_high(text: str, width: float) -> float:
    """
    Return how high a row must be for a text that is wrapped.

    Parameters
    ----------
    text : str
        The text.
    width : float
        The width of its column, in characters.

    Returns
    -------
    float
        Points.

    Examples
    --------
    >>> lines_high("short", 40), lines_high("x" * 90, 40)
    (15.0, 45.0)
    """
    return 15.0 * max(1, math.ceil(len(text) / width))
