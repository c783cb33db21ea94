r"""
CSV that no spreadsheet takes for formulas: the one way in which every CSV here is written, and how its texts are read.

A text that a spreadsheet would calculate when it opens the file gets an apostrophe in front, as a person types one in a
cell. The same apostrophe is taken off when the file is read as a roster, so that each text comes back as it was.

>>> csv_bytes([["name", "price"], ["=1+1", -5.0]]).decode("utf-8-sig")
"name,price\r\n'=1+1,-5.0\r\n"
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import Final, Protocol

_STARTS: Final = "=+\\-@\uff1d\uff0b\uff0d\uff20\ufe66\ufe62\ufe63\ufe6b\u207c\u208c"
"""Signs that begin a formula, in full width and other sizes too: some imports make plain signs of them."""

_UNSEEN: Final = '\\s"\x00-\x20\x7f-\xa0\xad\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff'
"""What a spreadsheet may pass over before such a sign: blanks, quotes and characters without ink."""

_BREAKS: Final = ";\t\r\n"
"""What may end a cell inside a text: where a semicolon separates cells, quotes around commas mean nothing."""

_FORMULA: Final = re.compile(f"(^|[{_BREAKS}])([{_UNSEEN}]*)('*[{_STARTS}])")
_QUOTED: Final = re.compile(f"(^|[{_BREAKS}])([{_UNSEEN}]*)'('*[{_STARTS}])")


class _Writer(Protocol):
    """What writes rows of CSV."""

    def writerow(self, row: Iterable[object], /) -> object:
        """Write one row."""


class CsvRows:
    """
    Rows written to a text file as CSV.

    Parameters
    ----------
    file : text file
        Opened with ``newline=""``.
    """

    def __init__(self, file: io.TextIOBase) -> None:
        self._writer: _Writer = csv.writer(file)

    def write(self, row: Sequence[object]) -> None:
        """Write one row; texts are made harmless, numbers and blanks stay what they are."""
        self._writer.writerow([harmless(cell) if isinstance(cell, str) else cell for cell in row])


def csv_bytes(rows: Iterable[Sequence[object]]) -> bytes:
    """
    Return rows as a CSV file that Excel opens with the right letters.

    Parameters
    ----------
    rows : iterable of sequence of object
        Headings first. Texts are made harmless; numbers, logicals and blanks stay what they are.

    Returns
    -------
    bytes
        UTF-8 with its mark at the start, commas, lines that end as Windows has it.
    """
    text = io.StringIO(newline="")
    written = CsvRows(text)
    for row in rows:
        written.write(row)
    return text.getvalue().encode("utf-8-sig", errors="replace")


def harmless(text: str) -> str:
    """
    Return a text that no spreadsheet takes for a formula.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    str
        The text, with an apostrophe before each sign that could begin a formula.

    Examples
    --------
    >>> harmless("=SUM(A1)"), harmless("Glow; =1"), harmless("Glow-Spa")
    ("'=SUM(A1)", "Glow; '=1", 'Glow-Spa')
    """
    return _FORMULA.sub(r"\1\2'\3", text)


def as_it_was(text: str) -> str:
    """
    Return the text that `harmless` was given.

    Parameters
    ----------
    text : str
        A cell of a CSV file.

    Returns
    -------
    str
        The same without the apostrophes that `harmless` sets.

    Examples
    --------
    >>> as_it_was("'=SUM(A1)"), as_it_was("'tis"), as_it_was("-5")
    ('=SUM(A1)', "'tis", '-5')
    """
    return _QUOTED.sub(r"\1\2\3", text)
