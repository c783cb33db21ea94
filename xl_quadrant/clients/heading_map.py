"""A map from the headings of somebody else's table to those of a roster: read from a file, or a first one written."""

from __future__ import annotations

import difflib
import json
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from xl_quadrant.business.headings import SCENARIOS, headings, place_under, unknown_heading
from xl_quadrant.business.model import CLIENT_FIELDS, FIELDS, OFFER_BLOCKS
from xl_quadrant.clients.roster_columns import ColumnRules, plain_heading
from xl_quadrant.errors import ArgumentError, FileError, InvalidRoster, XlQuadrantError

SURE: Final = 0.8
"""How alike two headings are, of 1, that surely mean the same."""

LIKELY: Final = 0.6
"""How alike two headings are that may mean the same: a person is to look."""

_OFFERS_TRIED: Final = 8
"""So many offers of each kind are looked for among the headings."""


def read_heading_map(path: Path) -> ColumnRules:
    """
    Return the rules that a map tells.

    Parameters
    ----------
    path : Path
        A TOML file: ``[columns]`` with ``"their heading" = "ours"``, and ``ignore``, a list of headings.

    Returns
    -------
    ColumnRules
        For `open_roster`.

    Raises
    ------
    FileError
        If it cannot be read, is no TOML or holds something else.
    InvalidRoster
        If a heading on the right is none of a roster, or two stand for the same one.
    """
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise FileError(str(path), None, f"cannot be read: {error.strerror}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise FileError(str(path), None, f"is not valid TOML: {error}") from None
    columns, ignored = tables.get("columns", {}), tables.get("ignore", [])
    if unknown := sorted(tables.keys() - {"columns", "ignore"}):
        raise FileError(str(path), unknown[0], "is not known in a map; it has ignore and [columns]")
    if not isinstance(ignored, list) or not isinstance(columns, Mapping):
        raise FileError(str(path), None, 'needs ignore = ["a heading"] and [columns] with "theirs" = "ours"')
    problems = list(_wrong(columns))
    if problems:
        raise InvalidRoster(str(path), problems)
    return ColumnRules(ignored=tuple(map(str, ignored)), renamed={str(key): str(ours) for key, ours in columns.items()})


def _wrong(columns: Mapping[str, Any]) -> Iterator[XlQuadrantError]:
    """Yield an error for each heading of a roster that is not one, or that two columns stand for."""
    seen: dict[str, str] = {}
    for theirs, ours in columns.items():
        plain = plain_heading(ours)
        if place_under(plain) is None:
            yield unknown_heading(theirs, plain)
        elif plain in seen:
            yield ArgumentError(theirs, ours, f"is what {seen[plain]} stands for too; keep one of them")
        seen.setdefault(plain, theirs)


def first_map(theirs: Sequence[str], source: str) -> str:
    """
    Return a first map to edit, as TOML.

    Parameters
    ----------
    theirs : sequence of str
        The headings of the table.
    source : str
        What the table is called.

    Returns
    -------
    str
        What is sure stands as it is; what is likely stands behind a ``#``; all else is ignored.

    Examples
    --------
    >>> print(first_map(["Client name", "Close rate", "Owner"], "crm.csv"))
    # Which heading of crm.csv (left) is which heading of a roster (right).
    # A line behind a # is a guess: look at it, and take the # away where it is right.
    # A heading that is read must not be ignored too.
    ignore = ["Owner"]
    <BLANKLINE>
    [columns]
    "Client name" = "name"
    "Close rate" = "today_close_rate"
    <BLANKLINE>
    """
    found = _matched(theirs)
    lines = [
        f"# Which heading of {source} (left) is which heading of a roster (right).",
        "# A line behind a # is a guess: look at it, and take the # away where it is right.",
        "# A heading that is read must not be ignored too.",
    ]
    ignored = [heading for heading in theirs if heading not in found or found[heading][1] < SURE]
    lines += [f"ignore = {_quoted(ignored)}", "", "[columns]"]
    for heading in theirs:
        if heading in found:
            ours, likeness = found[heading]
            sign = "" if likeness >= SURE else "# "
            lines.append(f"{sign}{_quoted(heading)} = {json.dumps(ours)}")
    return "\n".join([*lines, ""])


def _quoted(said: str | list[str]) -> str:
    """Return text, or a list of it, as TOML writes it; of control characters JSON leaves only delete as it is."""
    return json.dumps(said, ensure_ascii=False).replace("\x7f", r"\u007F")


def _matched(theirs: Sequence[str]) -> dict[str, tuple[str, float]]:
    """Return for each of their headings the nearest of ours and how alike they are, each of ours once."""
    known = _ways_to_say()
    pairs = [
        (max(difflib.SequenceMatcher(None, words, way).ratio() for way in ways), heading, ours)
        for heading in dict.fromkeys(theirs)
        for words in [_words(heading)]
        for ours, ways in known.items()
    ]
    found: dict[str, tuple[str, float]] = {}
    taken: set[str] = set()
    for likeness, heading, ours in sorted(pairs, key=lambda pair: -pair[0]):
        if likeness >= LIKELY and heading not in found and ours not in taken:
            found[heading] = (ours, likeness)
            taken.add(ours)
    return found


def _ways_to_say() -> dict[str, set[str]]:
    """Return each heading of a roster with the ways a person may say it; today need not be said."""
    labels = {field.path[0]: field.label for field in CLIENT_FIELDS}
    labels |= {f"{scenario}_{field.name}": field.label for scenario in SCENARIOS for field in FIELDS}
    for block in OFFER_BLOCKS:
        for number in range(1, _OFFERS_TRIED + 1):
            for column in block.columns:
                said = f"{block.label} {number} {column.label}"
                labels |= {f"{name}_{block.name}_{number}_{column.name}": said for name in SCENARIOS}
    return {
        heading: {
            _words(heading),
            _words(f"target {label}" if heading.startswith("target_") else label),
            _words(heading.removeprefix("today_")),
        }
        for heading, label in ((heading, labels.get(heading, heading)) for heading in headings(_OFFERS_TRIED))
    }


def _words(heading: str) -> str:
    """Return a heading as it is compared: small letters and digits, one space between words."""
    return " ".join(re.findall(r"[^\W_]+", heading.casefold()))
