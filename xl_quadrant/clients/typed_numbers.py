"""
Numbers as people type them into a list, read by one policy.

A text under a heading that asks for a number is taken for one if it can be read in one way only:

- ``50%`` is 0.5, as in Excel.
- The sign or the code of a currency may stand before or after it (``$2,000``, ``2 000 EUR``); one that is not the
  row's own currency is an error.
- Spaces and apostrophes separate thousands. Of a point and a comma in one number, the last is the decimal mark.
- A point or comma that three digits follow (``1,234``) may be either: the decimal mark that is told decides, and
  without one it is an error, whatever the other numbers of the roster look like.
- All else stays text, which is an error where a number belongs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from xl_quadrant.errors import WrongType

DECIMAL_MARKS: Final = (".", ",")

_SPACES: Final = "\u0020\u00a0\u2007\u2009\u202f"
_CURRENCY_OF: Final = {
    "€": "EUR", "£": "GBP", "₹": "INR", "₪": "ILS", "₩": "KRW", "₺": "TRY", "₴": "UAH", "₦": "NGN",
    "฿": "THB", "₫": "VND", "₱": "PHP", "₽": "RUB", "zł": "PLN", "Kč": "CZK", "Ft": "HUF", "R$": "BRL",
}  # fmt: skip
"""Signs that stand for one currency; $, ¥, R and kr stand for several."""

_CURRENCY: Final = rf"[A-Z]{{1,2}}\$|[A-Z]{{3}}|[$¥R]|kr\.?|{'|'.join(map(re.escape, _CURRENCY_OF))}"
_TYPED: Final = re.compile(
    rf"(?P<sign>[-−+]?)\s*(?:(?P<before>{_CURRENCY})\s*(?P<sign_2>[-−+]?))?"
    rf"(?P<digits>[0-9.,'’{_SPACES}]*[0-9.,])(?P<exponent>[eE][-+]?[0-9]{{1,3}})?"
    rf"\s*(?P<percent>%?)\s*(?P<after>{_CURRENCY})?"
)
_PLAIN: Final = re.compile(r"-?(?:[0-9]+|0\.[0-9]+|[0-9]+\.(?:[0-9]{1,2}|[0-9]{4,}))")
"""How most numbers stand in a list: nothing to decide."""

_GROUPED: Final = re.compile(rf"[1-9][0-9]{{0,2}}(?P<mark>[.,'’{_SPACES}])(?:[0-9]{{2,3}}(?P=mark))*[0-9]{{3}}")
_WITH_PART: Final = re.compile(r"(?P<whole>.*)(?P<mark>[.,])(?P<part>[0-9]*)")


def typed_number(name: str, text: str, decimal: str | None = None, currency: str | None = None) -> float | str:
    """
    Return the number that a text stands for, or the text if it is none.

    Parameters
    ----------
    name : str
        The field, for the error.
    text : str
        What a person typed.
    decimal : str, optional
        The decimal mark of the roster, ``.`` or ``,``, if it is told.
    currency : str, optional
        The code of the row's currency; any is taken when left out.

    Returns
    -------
    float or str
        The number; the text as it is if no number can be read from it.

    Raises
    ------
    WrongType
        If it may be one of two numbers, or is in another currency (``#VALUE!``).

    Examples
    --------
    >>> [typed_number("price", text) for text in ("$2,000.50", "1.234,56 €", "50%", "1 200", "1e3", "about 5")]
    [2000.5, 1234.56, 0.5, 1200.0, 1000.0, 'about 5']
    >>> typed_number("price", "1.234", decimal=",")
    1234.0
    >>> typed_number("price", "1.234")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    xl_quadrant.errors.WrongType: price: '1.234' may be 1234 or 1.234; write 1234, or say with --decimal ...
    """
    if _PLAIN.fullmatch(text):
        return float(text)
    found = _TYPED.fullmatch(text.strip())
    if found is None or (found["before"] and found["after"]) or (found["sign"] and found["sign_2"]):
        return text
    readings = dict(_readings(found["digits"].strip(_SPACES)))
    if len(readings) > 1 and decimal is not None:
        readings = {decimal: readings[decimal]}
    if not readings:
        return text
    if len(readings) > 1:
        part, whole = sorted(readings.values(), key=lambda digits: "." not in digits)
        rule = f"may be {whole} or {part}; write {whole}, or say with --decimal which decimal mark the roster has"
        raise WrongType(name, text, rule)
    _refuse_other_currency(name, text, found["before"] or found["after"], currency)
    (digits,) = readings.values()
    power = int(found["exponent"][1:]) if found["exponent"] else 0
    number = float(f"{digits}e{power - 2 if found['percent'] else power}")
    return -number if {found["sign"], found["sign_2"]} & {"-", "−"} else number


def decimal_mark(text: str) -> str | None:
    """
    Return the decimal mark that a text shows beyond doubt.

    Parameters
    ----------
    text : str
        What a person typed.

    Returns
    -------
    str or None
        ``.`` or ``,``; None if the text is no number, has no mark, or may be read in two ways.

    Examples
    --------
    >>> [decimal_mark(text) for text in ("0,5", "1.234,56", "0.125", "1.234.567", "1.234", "2000")]
    [',', ',', '.', ',', None, None]
    """
    found = _TYPED.fullmatch(text.strip())
    marks = [mark for mark, _ in _readings(found["digits"].strip(_SPACES))] if found else []
    return marks[0] if len(marks) == 1 and marks[0] else None


def _readings(typed: str) -> Iterator[tuple[str, str]]:
    """Yield each way to read digits with marks between them: the decimal mark it takes for granted, and the digits."""
    if typed.isdigit():
        yield "", typed
        return
    group = _GROUPED.fullmatch(typed)
    if group is not None:
        yield {".": ",", ",": "."}.get(group["mark"], ""), "".join(filter(str.isdigit, typed))
    found = _WITH_PART.fullmatch(typed)
    if found is not None and (found["whole"] or found["part"]):
        whole, mark = found["whole"], found["mark"]
        grouped = _GROUPED.fullmatch(whole)
        if not whole or whole.isdigit() or (grouped is not None and grouped["mark"] != mark):
            yield mark, f"{''.join(filter(str.isdigit, whole))}.{found['part']}"


def _refuse_other_currency(name: str, text: str, sign: str | None, currency: str | None) -> None:
    """Refuse an amount in another currency than the row's."""
    code = _CURRENCY_OF.get(sign or "", sign if sign and len(sign) == 3 and sign.isalpha() else None)
    if code is not None and currency is not None and code != currency:
        rule = f"is in {code}, and the row in {currency}; write {code} under currency, or the amount in {currency}"
        raise WrongType(name, text, rule)
