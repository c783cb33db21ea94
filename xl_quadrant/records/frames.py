"""The five tables as pandas frames: people as numbers, texts as words, money in the currency's units."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from xl_quadrant.exports.amounts import UNITS
from xl_quadrant.exports.exports import Exports
from xl_quadrant.exports.tables import COLUMNS, KEYS, KINDS, REASONS, STATES
from xl_quadrant.functions.ranges import Array
from xl_quadrant.records.people import Merge, persons_of

if TYPE_CHECKING:
    import pandas as pd

_TEXTS: Final = ("source", "item", "plan", "channel", "currency")
_MONEY: Final = ("gross", "fee", "tax", "price", "amount")


@dataclass(frozen=True, slots=True)
class Frames:
    """
    The five tables.

    Parameters
    ----------
    people, visits, payments, memberships, spend : pandas.DataFrame
        As `tables.COLUMNS` names their columns; ``person`` is a number, 0 where nothing says who it is; ``file`` is the
        number of the file, ``row`` where the row begins there.
    merges : tuple of Merge
        Who may be one person.
    files : tuple of str
        The names of the files, by their numbers.
    """

    people: pd.DataFrame
    visits: pd.DataFrame
    payments: pd.DataFrame
    memberships: pd.DataFrame
    spend: pd.DataFrame
    merges: tuple[Merge, ...]
    files: tuple[str, ...]

    def source(self, *tables: pd.DataFrame) -> str:
        """Return the files that tables come from, as a person reads them."""
        numbers = sorted({int(number) for table in tables for number in table["file"].unique()})
        return " × ".join(self.files[number] for number in numbers)


def frames_of(exports: Exports, *, merge_names: bool = False, with_people: bool = False) -> Frames:
    """
    Return the five tables of what was read.

    Parameters
    ----------
    exports : Exports
        What was read.
    merge_names : bool
        Whether people of one name are one person.
    with_people : bool
        Whether the people's numbers, e-mails, telephones and names are kept.

    Returns
    -------
    Frames
        The tables.
    """
    import pandas as pd

    persons, merges = persons_of(exports.tables, exports.texts, merge_names=merge_names)
    texts = np.array(exports.texts, dtype=object)
    frames = {}
    for name, table in exports.tables.items():
        columns: dict[str, object] = {"person": persons[name]}
        for column in (*COLUMNS[name], "file", "row"):
            columns[column] = _column(column, table[column], texts)
        if with_people:
            columns |= {key: _without_prefix(table[key], texts) for key in KEYS}
        frames[name] = pd.DataFrame(columns, copy=False)
    if not with_people:
        merges = [Merge("one name", tuple("…" for _ in merge.aliases)) for merge in merges]
    return Frames(**frames, merges=tuple(merges), files=tuple(account.file for account in exports.accounts))


def _column(name: str, values: Array, texts: Array) -> object:
    """Return a column in the type that people work with."""
    import pandas as pd

    if name in _TEXTS:
        used, codes = np.unique(values, return_inverse=True)
        return pd.Categorical.from_codes(codes, categories=pd.Index(texts[used], dtype=object))
    if name in _MONEY:
        return values / UNITS
    words = {"state": STATES, "kind": ("", *KINDS), "ended_because": ("", *REASONS)}.get(name)
    if words is not None:
        return pd.Categorical.from_codes(values.astype(np.int64), categories=pd.Index(list(words)))
    return values.astype("datetime64[s]") if values.dtype.kind == "M" else values


def _without_prefix(values: Array, texts: Array) -> Array:
    """Return keys as the files have them."""
    return np.array([text.partition(" ")[2] for text in texts], dtype=object)[values]
