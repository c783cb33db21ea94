"""The currencies a workbook knows, and the sign of each."""

from __future__ import annotations

from typing import Final

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
