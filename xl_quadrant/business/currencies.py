"""Currencies: the sign of each, and how a number format of Excel writes it."""

from __future__ import annotations

import re
from typing import Final

from xl_quadrant.errors import UnknownWord

CURRENCIES: Final = (
    ("USD", "$"),
    ("EUR", "€"),
    ("GBP", "£"),
    ("CAD", "CA$"),
    ("AUD", "A$"),
    ("NZD", "NZ$"),
    ("CHF", "CHF "),
    ("SEK", "SEK "),
    ("NOK", "NOK "),
    ("DKK", "DKK "),
    ("PLN", "PLN "),
    ("BRL", "R$"),
    ("MXN", "MX$"),
    ("INR", "₹"),
    ("JPY", "¥"),
    ("ZAR", "R "),
    ("AED", "AED "),
    ("SGD", "S$"),
)
"""Currency codes and the sign that stands before an amount; any other code stands before it as it is."""

TEMPLATE_CURRENCY: Final = "[$$-409]"
"""The token of the template's number formats that a client's currency takes the place of."""

_LOCALES: Final = {
    "USD": "-409",
    "EUR": "-2",
    "GBP": "-809",
    "JPY": "-411",
    "INR": "-4009",
    "BRL": "-416",
    "ZAR": "-1C09",
}
"""The locale Excel itself writes after the sign of a currency."""


def currency_token(code: str) -> str:
    """
    Return how a number format writes a currency.

    Parameters
    ----------
    code : str
        Three letters, such as ``EUR``; upper and lower case are the same.

    Returns
    -------
    str
        Its sign, as everywhere else in this package.

    Raises
    ------
    UnknownWord
        If it is not three letters.

    Examples
    --------
    >>> currency_token("usd"), currency_token("EUR"), currency_token("CHF"), currency_token("THB")
    ('[$$-409]', '[$€-2]', '[$CHF ]', '[$THB ]')
    """
    if not isinstance(code, str) or not re.fullmatch(r"\s*[A-Za-z]{3}\s*", code):
        raise UnknownWord("currency", code, "is not a currency code; write three letters such as USD")
    known = code.strip().upper()
    return f"[${dict(CURRENCIES).get(known, f'{known} ')}{_LOCALES.get(known, '')}]"


CURRENCY_SIZES: Final = {
    "JPY": 100,
    "INR": 50,
    "MXN": 20,
    "ZAR": 20,
    "SEK": 10,
    "NOK": 10,
    "DKK": 10,
    "PLN": 5,
    "BRL": 5,
    "AED": 5,
}
"""Round factors that keep an amount of the talk of its size; 1 for any other currency. They are no exchange rates."""

DOOR_PRICES: Final = (100.0, 200.0, 500.0, 1000.0)
"""What the talk would pay to get someone in the door: four prices per show."""

WANTED: Final = 1000.0
"""The cash per show within 30 days that the talk asks for."""

AMOUNTS: Final = {
    **{f"door_price_{number}": price for number, price in enumerate(DOOR_PRICES, start=1)},
    "wanted_cash_per_show": WANTED,
}
"""The amounts of the talk by the field of a client that starts from each."""


def currency_size(code: object) -> int:
    """
    Return the round factor of a currency.

    Parameters
    ----------
    code : object
        Its three letters, in any case; anything else counts as a currency of the size of the dollar.

    Returns
    -------
    int
        The factor.

    Examples
    --------
    >>> currency_size("JPY"), currency_size("eur"), currency_size(None)
    (100, 1, 1)
    """
    return CURRENCY_SIZES.get(code.strip().upper(), 1) if isinstance(code, str) else 1
