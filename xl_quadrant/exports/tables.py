"""The five tables that every export ends in: people, visits, payments, memberships and spend."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import pandas as pd

from xl_quadrant.functions.ranges import Array

STATES: Final = ("booked", "cancelled", "no-show", "shown", "unknown")
"""What became of a visit; unknown: its day has passed, and nobody said."""

KINDS: Final = ("front_end", "core", "product", "service", "prepay", "installment", "continuity", "other")
"""What a payment is for."""

REASONS: Final = ("left", "failed payment", "ran out", "plan changed", "never began")
"""Why a membership ended."""

KEYS: Final = ("id", "email", "phone", "name", "card")
"""By what a person is known, the surest first."""

COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "people": ("first_seen", "source"),
    "visits": ("booked_on", "starts", "state", "first_visit", "source"),
    "payments": ("paid_on", "item", "kind", "gross", "fee", "tax", "currency", "payment", "refund_of"),
    "memberships": ("plan", "price", "start", "end", "paused_from", "paused_to", "ended_because"),
    "spend": ("day", "last_day", "channel", "amount", "leads"),
}
"""The columns of each table, after who it is about."""

_TYPES: Final[Mapping[str, Any]] = {
    **dict.fromkeys(("booked_on", "starts", "paid_on", "first_seen", "day", "last_day"), "datetime64[D]"),
    **dict.fromkeys(("start", "end", "paused_from", "paused_to"), "datetime64[D]"),
    **dict.fromkeys(("gross", "fee", "tax", "amount", "price"), np.int64),
    **dict.fromkeys(("payment", "refund_of"), np.uint64),
    "leads": np.float64,
}  # fmt: skip


class Words:
    """Texts kept once, each as a number: a million rows name few items."""

    def __init__(self) -> None:
        self.texts: list[str] = [""]
        self._numbers: dict[str, int] = {"": 0}
        self._made: dict[str, dict[str, int]] = {}

    def numbers(self, texts: Array) -> Array:
        """
        Return a column of texts as numbers; a blank is 0.

        Parameters
        ----------
        texts : ndarray of str
            The column.

        Returns
        -------
        ndarray of int32
            A number for each.
        """
        codes, kinds = pd.factorize(texts)
        known = np.fromiter((self._number(kind) for kind in kinds), np.int32, len(kinds))
        return known[codes] if len(kinds) else np.zeros(len(texts), np.int32)

    def made(self, texts: Array, kind: str, maker: Callable[[str], str]) -> Array:
        """
        Return a column of texts, each made into another one first, as numbers.

        Parameters
        ----------
        texts : ndarray of str
            The column.
        kind : str
            What they are made into; a text is made into it once.
        maker : callable
            What makes the other text, blank for none.

        Returns
        -------
        ndarray of int32
            A number for each; a blank is 0.
        """
        codes, kinds = pd.factorize(texts)
        if not len(kinds):
            return np.zeros(len(texts), np.int32)
        known = self._made.setdefault(kind, {"": 0})
        for new in [text for text in kinds if text not in known]:
            known[new] = self._number(maker(new))
        numbers: Array = np.fromiter(map(known.__getitem__, kinds), np.int32, len(kinds))[codes]
        return numbers

    def _number(self, text: str) -> int:
        number = self._numbers.get(text)
        if number is None:
            number = self._numbers[text] = len(self.texts)
            self.texts.append(text)
        return number


@dataclass(slots=True)
class Collected:
    """
    Rows of the five tables as they are read, texts as numbers.

    Parameters
    ----------
    words : Words
        What the numbers stand for.
    rows : dict of str to list
        The blocks of each table, columns by name.
    """

    words: Words = field(default_factory=Words)
    rows: dict[str, list[dict[str, Array]]] = field(default_factory=lambda: {name: [] for name in COLUMNS})

    def add(self, table: str, size: int, columns: Mapping[str, Any]) -> None:
        """
        Add a block of rows.

        Parameters
        ----------
        table : str
            Which of the tables.
        size : int
            How many rows.
        columns : mapping of str to ndarray
            What they hold; texts become numbers, what is not given is blank.
        """
        kept = {}
        for name in ("file", "row", *KEYS, *COLUMNS[table]):
            values = columns.get(name)
            if values is None:
                kept[name] = _blank(name, size)
            elif name in _TYPES:
                kept[name] = np.asarray(values).astype(_TYPES[name])
            else:
                given = np.asarray(values)
                kept[name] = self.words.numbers(given) if given.dtype == object else given.astype(np.int32)
        self.rows[table].append(kept)

    def table(self, name: str) -> dict[str, Array]:
        """
        Return a whole table.

        Parameters
        ----------
        name : str
            Which of the tables.

        Returns
        -------
        dict of str to ndarray
            Its columns.
        """
        blocks = self.rows[name]
        columns = ("file", "row", *KEYS, *COLUMNS[name])
        return {c: np.concatenate([block[c] for block in blocks]) if blocks else _blank(c, 0) for c in columns}


def _blank(name: str, size: int) -> Array:
    """Return a column that holds nothing."""
    kind = _TYPES.get(name, np.int32)
    if kind == "datetime64[D]":
        return np.full(size, np.datetime64("NaT", "D"))
    return np.full(size, np.nan) if kind is np.float64 else np.zeros(size, kind)
