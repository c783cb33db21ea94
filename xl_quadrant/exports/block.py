"""Some rows of an export while they are read: their texts, amounts and days, and which of them are left out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from xl_quadrant.exports.account import Account
from xl_quadrant.exports.amounts import read_amounts
from xl_quadrant.exports.days import read_days
from xl_quadrant.exports.shape import Shape
from xl_quadrant.exports.tables import Collected
from xl_quadrant.functions.ranges import Array

_DIGITS: Final = re.compile(r"\D")
_EMAIL: Final = re.compile(r"[^@\s]+@[^@\s]+")


@dataclass(slots=True)
class Reading:
    """
    How a file is read, and what was found in it so far.

    Parameters
    ----------
    number : int
        Which of the files it is.
    shape : Shape
        What it was taken for.
    account : Account
        What became of its rows.
    places : dict of str to int
        Where its columns stand.
    width : int
        How many headings it has.
    zone : ZoneInfo
        Where the business is.
    decimal : str
        Its decimal mark.
    day_first : bool
        Whether it writes the day before the month.
    currency : str
        The currency that its headings name, if they do.
    words : mapping of str to str
        What words of this file mean, beside those that are known.
    identities, rows, units, currencies : list of ndarray
        Of the rows that were used: what names them, where they begin, their money.
    last_day : datetime64
        The last day that stands in it.
    """

    number: int
    shape: Shape
    account: Account
    places: dict[str, int]
    width: int
    zone: ZoneInfo
    decimal: str = "."
    day_first: bool = False
    currency: str = ""
    words: Mapping[str, str] = field(default_factory=dict)
    identities: list[Array] = field(default_factory=list)
    rows: list[Array] = field(default_factory=list)
    units: list[Array] = field(default_factory=list)
    currencies: list[Array] = field(default_factory=list)
    last_day: np.datetime64 = field(default_factory=lambda: np.datetime64("NaT", "D"))


class Block:
    """
    Some rows of an export while they are read.

    Parameters
    ----------
    reading : Reading
        How the file is read.
    numbers : ndarray of int
        Where the rows begin.
    cells : sequence of sequence of str
        The columns of the file.
    collected : Collected
        Where rows of tables go.
    """

    def __init__(self, reading: Reading, numbers: Array, cells: Sequence[Sequence[str]], collected: Collected) -> None:
        self.reading, self.numbers, self.size = reading, numbers, len(numbers)
        self._cells, self._collected = cells, collected
        self._texts: dict[str, Array] = {}
        self._person: dict[str, Array] | None = None
        self._out = np.zeros(self.size, dtype=bool)
        self._reasons: list[tuple[Array, str, Array | None]] = []
        self.units = np.zeros(self.size, dtype=np.int64)
        self.currency = np.full(self.size, reading.currency, dtype=object)
        self._waiting: list[tuple[str, Array, dict[str, Any]]] = []

    @property
    def kept(self) -> Array:
        """Which rows are not left out."""
        return ~self._out

    def has(self, column: str) -> bool:
        """Say whether the file has a column."""
        return column in self.reading.places

    def text(self, column: str) -> Array:
        """Return a column as texts without blanks around them; blank where the file has no such column."""
        if column not in self._texts:
            place = self.reading.places.get(column)
            if place is None:
                self._texts[column] = np.full(self.size, "", dtype=object)
            else:
                self._texts[column] = _stripped(self._cells[place])
        return self._texts[column]

    def words(self, column: str) -> Array:
        """Return a column as words in lower case, in the meaning that the map of the file gives them."""
        codes, kinds = pd.factorize(self.text(column))
        meant = np.array([self.reading.words.get(kind.lower(), kind.lower()) for kind in kinds], dtype=object)
        return meant[codes] if len(kinds) else self.text(column)

    def amount(self, column: str, *, needed: bool = False) -> Array:
        """Return a column of money in ten-thousandths; a row without a needed amount is left out, another is noted."""
        texts = self.text(column)
        units, wrong = read_amounts(texts, self.reading.decimal)
        label = self.reading.account.headings.get(column, column)
        if needed:
            self.leave_out(wrong, f"{label} is no amount", texts)
            self.leave_out(texts == "", f"{label} is blank")
        elif wrong.any():
            self.note(wrong, f"{label} is no amount and counts as nothing", texts)
        return units

    def account_for(self, units: Array, currency: Array | None = None) -> None:
        """Say what money stands on each row, so that all of it is accounted for."""
        self.units = units
        if currency is not None:
            named = _each(np.asarray(currency, dtype=object), str.upper)
            self.currency = np.where(named == "", self.currency, named)

    def day(self, column: str, *, needed: bool = False) -> Array:
        """Return a column of days; a row without a needed day is left out, another is noted."""
        texts = self.text(column)
        reading = self.reading
        days, wrong = read_days(texts, reading.zone, utc=reading.shape.utc, day_first=reading.day_first)
        label = reading.account.headings.get(column, column)
        if len(days) and not np.isnat(days).all():
            reading.last_day = np.fmax(reading.last_day, days[~np.isnat(days)].max())
        if needed:
            self.leave_out(wrong, f"{label} is no date", texts)
            self.leave_out(texts == "", f"{label} is blank")
        elif wrong.any():
            self.note(wrong, f"{label} is no date and counts as blank", texts)
        return days

    def leave_out(self, which: Array, reason: str, shown: Array | None = None) -> None:
        """Leave rows out; a row that is out already keeps its first reason."""
        new = np.asarray(which, dtype=bool) & ~self._out
        if new.any():
            self._reasons.append((new, reason, shown))
            self._out |= new

    def note(self, which: Array, reason: str, shown: Array | None = None) -> None:
        """Say something of rows that stay where they are."""
        rows = np.flatnonzero(np.asarray(which, dtype=bool) & ~self._out)
        if len(rows):
            line = self.reading.account.note(reason)
            texts = None if shown is None else shown[rows]
            line.add(self.numbers[rows], np.zeros(len(rows), np.int64), np.zeros(0, np.str_), texts)

    def person(self) -> dict[str, Array]:
        """Return by what the people of the rows are known."""
        if self._person is None:
            self._person = self._known_by()
        return self._person

    def _known_by(self) -> dict[str, Array]:
        """Return the keys of the people of the rows."""
        system = self.reading.shape.name.split()[0].lower()
        number, email, phone = self.text("person"), self.text("email"), self.text("phone")
        name = self.text("name")
        if self.has("first_name") and not self.has("name"):
            name = _joined(self.text("first_name"), self.text("last_name"))
        number_on_card = self.text("card_number")
        card = number_on_card
        if self.has("card_number"):
            card = np.where(number_on_card == "", "", _joined(self.text("card_brand"), number_on_card))
        made = self._collected.words.made
        return {
            "id": made(number, f"id {system}", lambda text: f"id {system} {text.replace(',', '').removesuffix('.0')}"),
            "email": made(email, "email", lambda text: f"email {text.lower()}" if _EMAIL.fullmatch(text) else ""),
            "phone": made(phone, "phone", _phone),
            "name": made(name, "name", lambda text: f"name {' '.join(text.split())}"),
            "card": made(card, "card", lambda text: f"card {text.lower()}"),
        }

    def add(self, table: str, where: Array | None = None, **columns: Any) -> None:
        """Add rows of a table for the rows of the block that are not left out in the end."""
        which = np.ones(self.size, dtype=bool) if where is None else np.asarray(where, dtype=bool)
        self._waiting.append((table, which, columns))

    def close(self) -> None:
        """Write down what became of the rows, and hand on what they became."""
        account, reading = self.reading.account, self.reading
        for which, reason, shown in self._reasons:
            texts = None if shown is None else shown[which]
            account.reason(reason).add(self.numbers[which], self.units[which], self.currency[which], texts)
        kept = self.kept
        account.used.add(self.numbers[kept], self.units[kept], self.currency[kept])
        reading.identities.append(self._identities()[kept])
        reading.rows.append(self.numbers[kept])
        reading.units.append(self.units[kept])
        reading.currencies.append(self._collected.words.numbers(self.currency[kept]))
        for table, which, columns in self._waiting:
            rows = np.flatnonzero(which & kept)
            if len(rows):
                taken = {name: values[rows] for name, values in columns.items()}
                file, row = np.full(len(rows), reading.number), self.numbers[rows]
                self._collected.add(table, len(rows), {**taken, "file": file, "row": row})

    def identity_of(self, *columns: str) -> Array:
        """Return what names the thing a row is about, such as a payment, in every export of one system; 0: blank."""
        found = _hashed([self.text(column) for column in columns], self.reading.shape.name.split()[0])
        blank = np.logical_and.reduce([self.text(column) == "" for column in columns])
        return np.where(blank, np.uint64(0), found)

    def _identities(self) -> Array:
        """Return what names each row in every export of this shape."""
        names = [column for column in self.reading.shape.identity if self.has(column)]
        texts = [self.text(column) for column in names] or [np.array(cell, dtype=object) for cell in self._cells]
        return _hashed(texts, self.reading.shape.name)


def _stripped(cells: Sequence[str]) -> Array:
    """Return a column without blanks around its texts; most columns have none, which one look at all of it tells."""
    together = "\x1f".join(cells)
    if len(together) == len(cells) - 1:
        return np.full(len(cells), "", dtype=object)
    found = np.empty(len(cells), dtype=object)
    around = (" \x1f", "\x1f ", "\t", "\xa0", "\n", "\r", "\u202f")
    plain = together.isascii() and not together[0].isspace() and not together[-1].isspace()
    if plain and not any(blank in together for blank in around):
        found[:] = cells
    else:
        found[:] = [text.strip() for text in cells]
    return found


def _hashed(texts: Sequence[Array], salt: str) -> Array:
    """Return a number for each row of texts, another for another row."""
    together = np.full(
        len(texts[0]), np.uint64(pd.util.hash_array(np.array([salt], dtype=object), categorize=False)[0])
    )
    for column in texts:
        with np.errstate(over="ignore"):
            together = together * np.uint64(1_000_003) ^ pd.util.hash_array(column, categorize=False)
    return together


def _each(texts: Array, made: Any) -> Array:
    """Return a column with each text that is not blank made anew."""
    codes, kinds = pd.factorize(texts)
    new = np.array([made(kind) if kind else "" for kind in kinds], dtype=object)
    return new[codes] if len(kinds) else texts


def _joined(first: Array, second: Array) -> Array:
    """Return two columns as one, a blank between."""
    return np.array([f"{a} {b}".strip() for a, b in zip(first, second, strict=True)], dtype=object)


def _phone(text: str) -> str:
    """Return a telephone number as it is compared: its last nine digits; blank if they are fewer than seven."""
    digits = _DIGITS.sub("", text.removesuffix(".0"))
    return f"phone {digits[-9:]}" if len(digits) >= 7 else ""
