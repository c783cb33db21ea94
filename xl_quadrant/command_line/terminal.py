"""What the command line prints: lines, tables with figures as a person writes them, and JSON for a program."""

from __future__ import annotations

import json
import math
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from rich import box
from rich.console import Console
from rich.table import Table

from xl_quadrant.business.currencies import CURRENCIES
from xl_quadrant.command_line.plain_text import plain

Cell = float | bool | str | None
"""What a cell holds."""

NOTHING: Final = "–"
"""What stands for a blank."""

_TOO_LONG: Final = 1e15
"""From here on a figure is written as 1e+15: nobody counts more digits, and a cell keeps no more."""

_SIGNS: Final = dict(CURRENCIES)


def print_lines(*lines: str) -> None:
    """
    Print lines; what a terminal would obey is shown as ``?``.

    Parameters
    ----------
    *lines : str
        The lines.
    """
    for line in lines:
        print(plain(line))  # noqa: T201 - the one place that prints


def print_sentence(text: str) -> None:
    """
    Print a sentence on lines as long as the terminal is wide, broken between words.

    Parameters
    ----------
    text : str
        The sentence.
    """
    print_lines(*textwrap.wrap(text, Console().width, break_long_words=False, break_on_hyphens=False))


def print_table(
    headings: Sequence[str], groups: Mapping[str, Iterable[Sequence[str]]], figures: Sequence[int] = ()
) -> None:
    """
    Print a table as wide as the terminal allows; long cells are broken, never cut.

    Parameters
    ----------
    headings : sequence of str
        One for each column.
    groups : mapping of str to iterable of sequence of str
        The rows below each title, each a text for each column; no title if it is empty.
    figures : sequence of int
        The columns that hold figures, from 0: they stand on the right, below each other.
    """
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for position, heading in enumerate(headings):
        table.add_column(heading, justify="right" if position in figures else "left", overflow="fold")
    for title, rows in groups.items():
        if title:
            if table.rows:
                table.add_row()
            table.add_row(plain(title), style="bold")
        for row in rows:
            table.add_row(*map(plain, row))
    Console(markup=False, highlight=False, emoji=False).print(table)


def print_json(answer: object) -> None:
    """
    Print an answer for a program, in ASCII, which every console and pipe takes.

    Parameters
    ----------
    answer : object
        Dicts, lists, texts, finite numbers, logicals and None.
    """
    print_lines(json.dumps(answer, indent=2, allow_nan=False))


def amount(value: float, currency: str, *, cents: bool = False) -> str:
    """
    Return an amount of money as a person writes it.

    Parameters
    ----------
    value : float
        The amount.
    currency : str
        Three letters, such as ``USD``.
    cents : bool
        Whether two decimals are shown; amounts below 1 always have them.

    Returns
    -------
    str
        With the currency's sign and commas between thousands.

    Examples
    --------
    >>> amount(-1718.6, "USD"), amount(9.5, "EUR", cents=True), amount(0.45, "USD"), amount(1e6, "THB")
    ('-$1,719', '€9.50', '$0.45', 'THB 1,000,000')
    """
    digits = f"{abs(value):,.{2 if cents or 0 < abs(value) < 1 else 0}f}"
    if abs(value) >= _TOO_LONG:
        digits = f"{abs(value):.6g}"
    minus = "-" if value < 0 and digits.strip("0.,") else ""
    return f"{minus}{_SIGNS.get(currency, f'{currency} ')}{digits}"


def figure(value: Cell, kind: str, currency: str = "USD", *, cents: bool = False) -> str:
    """
    Return a figure as a person reads it.

    Parameters
    ----------
    value : float, bool, str or None
        A number, a logical, a word or the name of an error; None for nothing.
    kind : str
        What it is: ``money``, ``rate``, ``count``, ``ratio``, ``months`` …
    currency : str
        The currency of amounts.
    cents : bool
        Whether amounts show two decimals.

    Returns
    -------
    str
        Rates in percent, ratios with ×, commas between thousands; texts as they are.

    Examples
    --------
    >>> figure(0.125, "rate"), figure(2.5, "ratio"), figure(12000.0, "count"), figure("#N/A", "months")
    ('12.5%', '2.50×', '12,000', '#N/A')
    """
    if value is None or value == "":
        return NOTHING
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return value
    match kind:
        case "money":
            return amount(value, currency, cents=cents)
        case "rate":
            return f"{100 * value:,.4g}%"
        case "ratio":
            return f"{value:,.2f}×" if abs(value) < _TOO_LONG else f"{value:.6g}×"
    if abs(value) >= _TOO_LONG:
        return f"{value:.6g}"
    return f"{value:,.0f}" if value == math.floor(value) else f"{value:,.1f}"


def general(value: object) -> str:
    """
    Return a value as a cell without a format shows it.

    Parameters
    ----------
    value : float, bool, str or None
        What a formula gives.

    Returns
    -------
    str
        Numbers to 15 digits, logicals in capitals, texts as they are, nothing as an empty text.

    Examples
    --------
    >>> general(1719.0), general(0.1 + 0.2), general(True), general("end"), general(None)
    ('1719', '0.3', 'TRUE', 'end', '')
    """
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (int, float)):
        return f"{value:.15g}"
    return "" if value is None else str(value)
