"""A known export: its headings, what it is recognised by, and how its rows become rows of the five tables."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

_MARKS: Final = re.compile(r"[^\w]+")


def plain(heading: str) -> str:
    """
    Return a heading as headings are compared: lower case, words with one blank between.

    Parameters
    ----------
    heading : str
        As it stands in the file.

    Returns
    -------
    str
        Its words.

    Examples
    --------
    >>> plain("Created date (UTC)"), plain("startTime"), plain("Item price (excluding tax)")
    ('created date utc', 'start time', 'item price excluding tax')
    """
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", heading.lstrip("\ufeff"))
    return _MARKS.sub(" ", apart.replace("_", " ")).strip().lower()


@dataclass(frozen=True, slots=True)
class Shape:
    """
    A known export.

    Parameters
    ----------
    name : str
        What people call it, such as ``Stripe payments``.
    where : str
        Where the system makes it.
    headings : mapping of str to sequence of str
        The spellings of each column, plain, the better first; one that ends in ``*`` is the beginning of a heading.
    needs : sequence of str
        The columns without which it is something else.
    read : callable
        What makes rows of tables of a `Block` of its rows.
    identity : sequence of str
        The columns that name a row; the same row in another export counts once. All columns when left out.
    once : bool
        Whether no two rows of one file have the same name.
    utc : bool
        Whether its times are in UTC.
    amounts, days : sequence of str
        The columns that show which decimal mark and which order of day and month the file has.
    marks : sequence of str
        Headings that no other known export has; they decide between two that both fit.
    """

    name: str
    where: str
    headings: Mapping[str, Sequence[str]]
    needs: Sequence[str]
    read: Callable[[Any], None]
    identity: Sequence[str] = ()
    once: bool = True
    utc: bool = False
    amounts: Sequence[str] = ()
    days: Sequence[str] = ()
    marks: Sequence[str] = field(default=())

    def places(self, row: Sequence[str]) -> dict[str, int]:
        """
        Return where each column stands in a row of headings.

        Parameters
        ----------
        row : sequence of str
            The headings.

        Returns
        -------
        dict of str to int
            Positions from 0, of the columns that are there.
        """
        found = [plain(cell) for cell in row]
        places = {}
        for column, spellings in self.headings.items():
            for spelling in spellings:
                place = _place(found, spelling)
                if place is not None:
                    places[column] = place
                    break
        return places

    def fit(self, row: Sequence[str]) -> tuple[float, int]:
        """
        Return how well a row of headings fits: the share of what is needed, and how much else is known.

        Parameters
        ----------
        row : sequence of str
            The headings.

        Returns
        -------
        tuple of float and int
            1.0 first if all that is needed is there.
        """
        places = self.places(row)
        words = {plain(cell) for cell in row}
        there = sum(column in places for column in self.needs)
        return there / len(self.needs), len(places) + 3 * len(words.intersection(self.marks))


def _place(found: Sequence[str], spelling: str) -> int | None:
    """Return where a heading stands."""
    if spelling.endswith("*"):
        return next((place for place, cell in enumerate(found) if cell.startswith(spelling[:-1])), None)
    return found.index(spelling) if spelling in found else None
