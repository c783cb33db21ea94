"""Who is who: rows that share a number, an e-mail or a telephone are of one person; equal names are only offered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np

from xl_quadrant.exports.tables import KEYS
from xl_quadrant.functions.ranges import Array

_SURE: Final = KEYS[:3]


@dataclass(frozen=True, slots=True)
class Merge:
    """
    People who may be one.

    Parameters
    ----------
    why : str
        What speaks for it.
    aliases : tuple of str
        How each of them is known.
    """

    why: str
    aliases: tuple[str, ...]


def persons_of(
    tables: Mapping[str, dict[str, Array]], texts: Sequence[str], *, merge_names: bool
) -> tuple[dict[str, Array], list[Merge]]:
    """
    Return who each row of each table is about.

    Parameters
    ----------
    tables : mapping of str to dict of str to ndarray
        The tables, with their keys as numbers of `texts`.
    texts : sequence of str
        What the numbers stand for.
    merge_names : bool
        Whether people of one name are one person.

    Returns
    -------
    tuple of dict of str to ndarray and list of Merge
        A number for each row of each table, 0 where nothing says who it is; and who may be one.

    Notes
    -----
    A name counts on its own only where a row has no number, e-mail or telephone; a card only where it has no name
    either.
    """
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    names = _names(texts)
    rows = {name: _keys_of_rows(table, names, merge_names=merge_names) for name, table in tables.items()}
    pairs = [
        np.unique(np.stack([keys[:, a], keys[:, b]], axis=1)[(keys[:, a] > 0) & (keys[:, b] > 0)], axis=0)
        for keys in rows.values()
        for a, b in ((0, 1), (0, 2), (1, 2), (0, 3), (1, 3), (2, 3))
        if len(keys)
    ]
    together = np.concatenate(pairs) if pairs else np.zeros((0, 2), np.int64)
    size = len(texts)
    graph = coo_array((np.ones(len(together), np.int8), (together[:, 0], together[:, 1])), shape=(size, size))
    _, labels = connected_components(graph, directed=False)
    people = {name: _persons(keys, labels) for name, keys in rows.items()}
    return people, _offered(tables, people, texts, names)


def _keys_of_rows(table: dict[str, Array], names: Array, *, merge_names: bool) -> Array:
    """Return the four keys of each row; a name or a card only where it counts."""
    sure = np.stack([table[key] for key in _SURE], axis=1).astype(np.int64)
    none = ~(sure > 0).any(axis=1)
    name = names[table["name"]]
    name = name if merge_names else np.where(none, name, 0)
    last = np.where(none & (name == 0), table["card"], name)
    return np.column_stack([sure, last])


def _persons(keys: Array, labels: Array) -> Array:
    """Return the person of each row: the label of its first key, from 1."""
    person = np.zeros(len(keys), dtype=np.int64)
    for position in range(keys.shape[1] - 1, -1, -1):
        given = keys[:, position] > 0
        person[given] = labels[keys[given, position]] + 1
    return person


def plain_name(text: str) -> str:
    """
    Return a name as names are compared: ``Last, First`` is ``first last``.

    Parameters
    ----------
    text : str
        A name.

    Returns
    -------
    str
        In lower case.

    Examples
    --------
    >>> plain_name("Ruiz, Ana"), plain_name("Ana  RUIZ")
    ('ana ruiz', 'ana ruiz')
    """
    last, comma, first = text.partition(",")
    return " ".join(f"{first} {last}".split() if comma else text.split()).casefold()


def _names(texts: Sequence[str]) -> Array:
    """Return for each text that is a name the first one of that name, so that spellings of one name are one."""
    first: dict[str, int] = {}
    found = np.zeros(len(texts), dtype=np.int64)
    for number, text in enumerate(texts):
        if text.startswith("name "):
            found[number] = first.setdefault(plain_name(text[5:]), number)
    return found


def _offered(
    tables: Mapping[str, dict[str, Array]], people: Mapping[str, Array], texts: Sequence[str], names: Array
) -> list[Merge]:
    """Return people of one name whom nothing else makes one."""
    seen = [np.zeros((0, 2), np.int64)]
    for name, table in tables.items():
        person, called = people[name], names[table["name"]]
        known = (person > 0) & (called > 0)
        seen.append(np.unique(np.column_stack([called, person])[known], axis=0))
    pairs = np.unique(np.concatenate(seen), axis=0)
    same = {pairs[k, 0] for k, (a, b) in enumerate(pairwise(pairs[:, 0].tolist())) if a == b}
    if not same:
        return []
    aliases = _aliases(tables, people)
    return [
        Merge(
            texts[number][5:],
            tuple(
                ", ".join(texts[key] for key in sorted(aliases[p])) for p in pairs[pairs[:, 0] == number, 1].tolist()
            ),
        )
        for number in sorted(same)
    ]


def _aliases(tables: Mapping[str, dict[str, Array]], people: Mapping[str, Array]) -> dict[int, set[int]]:
    """Return by which keys each person is known."""
    aliases: dict[int, set[int]] = {}
    for name, table in tables.items():
        for key in KEYS[:4]:
            pairs = np.unique(np.column_stack([people[name], table[key]])[table[key] > 0], axis=0)
            for person, number in pairs.tolist():
                aliases.setdefault(person, set()).add(number)
    return aliases
