"""A number format as its sections, and each section as its pieces (ECMA-376, part 1, 18.8.31)."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

_PIECE: Final = re.compile(
    r"\"(?P<quoted>[^\"]*)\"?|\\(?P<escaped>.)|_(?P<wide>.)|(?P<fill>\*.)"
    r"|\[(?P<condition><>|[<>]=?|=)\s*(?P<bound>-?[\d.]+(?:E[-+]?\d+)?)\]|\[(?P<elapsed>h+|m+|s+)\]"
    r"|\[\$(?P<currency>[^\]-]*)(?:-(?P<locale>[^\]]*))?\]|(?P<aside>\[[^\]]*\])"
    r"|(?P<general>General)|(?P<noon>AM/PM|A/P)|(?P<power>E[-+])|(?P<date>y+|m+|d+|h+|s+|e+|b+|g+)"
    r"|(?P<sign>[#0?.,%/@;])|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_DATES: Final = frozenset({"date", "elapsed", "noon"})
_SYSTEM_FORMATS: Final = {"F800": "dddd, mmmm dd, yyyy", "F400": "h:mm:ss AM/PM"}
"""What the codes stand for that leave a format to the settings of the system, in the United States."""

_TESTS: Final[dict[str, Callable[[float, float], bool]]] = {
    "<": operator.lt, ">": operator.gt, "=": operator.eq, "<=": operator.le, ">=": operator.ge, "<>": operator.ne,
}  # fmt: skip

_MOST: Final = 4
"""So many sections a format has: for numbers above 0, below 0 and 0, and for texts."""


@dataclass(frozen=True, slots=True)
class Piece:
    """
    A piece of a section.

    Parameters
    ----------
    kind : str
        ``text`` for what is shown as it is, ``digit``, ``date``, ``elapsed``, ``noon``, ``power``, ``general``, or one
        of ``. , % / @``.
    text : str
        As written; of a text, what is shown.
    """

    kind: str
    text: str


@dataclass(frozen=True)
class Section:
    """
    One section of a format.

    Parameters
    ----------
    pieces : tuple of Piece
        Its pieces.
    condition : (str, float), optional
        The comparison and the number that a value is compared with.
    """

    pieces: tuple[Piece, ...]
    condition: tuple[str, float] | None = None

    @cached_property
    def kinds(self) -> frozenset[str]:
        """The kinds of its pieces."""
        return frozenset(piece.kind for piece in self.pieces)

    @property
    def is_date(self) -> bool:
        """Whether it shows a day or a time."""
        return not self.kinds.isdisjoint(_DATES)

    @property
    def counts_on(self) -> bool:
        """Whether it shows hours, minutes or seconds that go on beyond a day, an hour or a minute."""
        return "elapsed" in self.kinds

    @property
    def shows_only_negatives(self) -> bool:
        """Whether its condition lets no number from 0 through, so that it shows no sign of its own."""
        return self.condition is not None and self.condition[0] in ("<", "<=") and self.condition[1] <= 0

    def takes(self, size: float) -> bool:
        """Say whether a number fulfils its condition."""
        return self.condition is not None and _TESTS[self.condition[0]](size, self.condition[1])


_PLAIN: Final = Section((Piece("general", "General"),))
"""What shows a number that fulfils no condition, where there is no section for it."""


@lru_cache(maxsize=1024)
def sections_of(pattern: str) -> tuple[Section, ...]:
    """
    Return the sections of a format.

    Parameters
    ----------
    pattern : str
        The format.

    Returns
    -------
    tuple of Section
        One to four.

    Examples
    --------
    >>> first, second = sections_of('[<=9]0" low";#,##0')
    >>> first.condition, [piece.text for piece in first.pieces], len(second.pieces)
    (('<=', 9.0), ['0', ' low'], 5)
    """
    found: list[Section] = []
    pieces: list[Piece] = []
    condition: tuple[str, float] | None = None
    for match in _PIECE.finditer(pattern):
        kind, written = str(match.lastgroup), match[0]
        if kind == "sign" and written == ";":
            found.append(Section(tuple(pieces), condition))
            pieces, condition = [], None
        elif kind == "bound":
            condition = (match["condition"], float(match["bound"]))
        elif kind == "locale" and match["locale"].upper() in _SYSTEM_FORMATS:
            return sections_of(_SYSTEM_FORMATS[match["locale"].upper()])
        else:
            pieces += _pieces(kind, written, match)
    found.append(Section(tuple(pieces), condition))
    return tuple(found[:_MOST])


def _pieces(kind: str, written: str, match: re.Match[str]) -> list[Piece]:
    """Return what one match makes of a section."""
    if kind in ("quoted", "escaped", "other"):
        return [Piece("text", match[kind])]
    if kind == "wide":
        return [Piece("text", " ")]
    if kind in ("currency", "locale"):
        return [Piece("text", match["currency"])] if match["currency"] else []
    if kind in ("fill", "aside"):
        return []
    if kind == "sign":
        return [Piece("digit" if written in "#0?" else written, written)]
    return [Piece(kind, match[kind])]


def section_for(sections: tuple[Section, ...], size: float) -> tuple[Section, bool]:
    """
    Return the section that shows a number, and whether a sign stands before it.

    Parameters
    ----------
    sections : tuple of Section
        The sections of a format.
    size : float
        The number.

    Returns
    -------
    Section
        By the conditions; else for numbers above 0, below 0 and 0.
    bool
        Whether a number below 0 has its sign: not where the section is for such only.
    """
    numeric = sections[:3]
    if not any(section.condition for section in numeric[:2]):
        if len(numeric) > 2 and size == 0:
            return numeric[2], False
        return (numeric[1], False) if len(numeric) > 1 and size < 0 else (numeric[0], size < 0)
    for at, section in enumerate(numeric[:-1] if len(numeric) > 1 else numeric):
        implied = section.condition is None and at == 1 and size < 0
        if section.takes(size) or implied:
            return section, size < 0 and not (implied or section.shows_only_negatives)
    last = numeric[-1] if len(numeric) > 1 else _PLAIN
    only_negatives = len(numeric) > 1 and _leaves_negatives(numeric[:-1])
    return last, size < 0 and not only_negatives


def _leaves_negatives(before: tuple[Section, ...]) -> bool:
    """Say whether sections take all numbers from 0, so that only those below are left."""
    return any(s.condition is not None and s.condition in ((">=", 0.0), (">", 0.0)) for s in before)
