"""
What a batch notes for the time it is resumed: which workbooks it meant to make, from what, and which it made.

A line is noted before a workbook is made (``new``, or ``again`` if it replaces one) and after it (``made``). A workbook
is written whole or not at all, so one that is there under a name that was noted as ``new`` is whole, even if the
process was killed before it could say so.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, Final

from xl_quadrant.batch.file_names import name_key
from xl_quadrant.batch.outcomes import MADE, Outcome, Task
from xl_quadrant.storage.folders import Place

_NEW: Final = "new"
_AGAIN: Final = "again"

_UNKNOWN: Final = "?"
"""The origin of a workbook that was there before a batch replaced it."""


@dataclass(frozen=True, slots=True)
class Noted:
    """
    What is known of a workbook that is there.

    Parameters
    ----------
    origins : frozenset of str
        What it may have been made from; one, unless a process was killed while it was made again.
    digest : str
        What it held when it was made; empty if that was not noted.
    """

    origins: frozenset[str]
    digest: str = ""


class Notes:
    """
    The notes of a batch, in the folder of its workbooks.

    Of each workbook some 200 bytes are held in memory when a batch is resumed.

    Parameters
    ----------
    place : Place
        The folder.
    """

    def __init__(self, place: Place) -> None:
        self._place = place
        self._known: dict[bytes, Noted] = {}
        self._made: list[bytes] = []

    def recall(self) -> None:
        """Read what an earlier batch noted; a line that was broken off is left out."""
        for line in self._place.notes():
            try:
                kind, file, origin, digest = json.loads(line)
            except (ValueError, TypeError):
                continue
            key = name_key(file)
            before = self._known.get(key, Noted(frozenset((_UNKNOWN,))))
            if kind == _AGAIN:
                self._known[key] = Noted(before.origins | {origin}, before.digest)
            else:
                self._known[key] = Noted(frozenset((origin,)), digest)

    def of(self, file: str) -> Noted | None:
        """Return what is known of a workbook from an earlier batch; None if it never made one of this name."""
        return self._known.get(name_key(file))

    def intend(self, tasks: Iterable[Task]) -> None:
        """Note workbooks that are about to be made, together with those made since."""
        intended = [_line(_AGAIN if task.again else _NEW, task.file, task.origin, "") for task in tasks]
        self._place.add_notes(b"".join((*self._made, *intended)))
        self._made.clear()

    def made(self, outcome: Outcome) -> None:
        """Remember that a workbook was made, to be noted with what comes next."""
        if outcome.status == MADE:
            self._made.append(_line(MADE, outcome.file, outcome.origin, outcome.digest))

    def close(self) -> None:
        """Note what was made last."""
        if self._made:
            self.intend(())


def digest_of(content: bytes) -> str:
    """
    Return what tells a content from any other.

    Parameters
    ----------
    content : bytes
        The content.

    Returns
    -------
    str
        32 characters.
    """
    return blake2b(content, digest_size=16).hexdigest()


def origin_of(*parts: Any) -> str:
    """
    Return what tells one origin of a workbook from any other.

    Parameters
    ----------
    *parts : object
        What it is made from: texts, numbers, dates, mappings and lists of them.

    Returns
    -------
    str
        32 characters.

    Examples
    --------
    >>> origin_of({"price": 5, "name": "Glow"}) == origin_of({"name": "Glow", "price": 5})
    True
    """
    return digest_of(json.dumps(parts, sort_keys=True, default=repr).encode())


def _line(*parts: str) -> bytes:
    """Return one line of the notes."""
    return json.dumps(parts).encode() + b"\n"
