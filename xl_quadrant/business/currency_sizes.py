"""How large an everyday amount is in each currency, and the amounts of the talk at that size."""

from __future__ import annotations

from typing import Final

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
