"""A map for a file of any shape: which heading is which column, and what words mean; a first map to edit."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np

from xl_quadrant.clients.client_file import read_tables
from xl_quadrant.errors import ArgumentError, FileError, InvalidClient, UnknownWord
from xl_quadrant.exports.block import Block
from xl_quadrant.exports.crm_shapes import add_visits, states_of
from xl_quadrant.exports.shape import Shape, plain
from xl_quadrant.exports.source_file import SourceFile
from xl_quadrant.exports.tables import KINDS, REASONS, STATES

_PERSON: Final = ("person", "name", "first_name", "last_name", "email", "phone", "card_number")
COLUMNS: Final[Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    "people": (("first_seen",), ("source",)),
    "visits": (("starts", "state"), ("booked_on", "source", "visit")),
    "payments": (("paid_on", "gross"), ("item", "fee", "tax", "refunded", "refunded_on", "currency", "payment")),
    "memberships": (("plan", "start", "end"), ("price", "ended_because")),
    "spend": (("day", "amount"), ("channel", "leads", "currency")),
}
"""What a file needs to fill a table, and what else it may have; who it is about can always be given."""

_MONEY: Final = ("gross", "amount", "price", "fee", "refunded")
_DAYS: Final = ("first_seen", "starts", "booked_on", "paid_on", "refunded_on", "start", "end", "day")
_HINTS: Final = {
    "email": ("email", "e mail", "mail"),
    "name": ("name", "client", "customer", "kunde", "patient", "member"),
    "phone": ("phone", "telephone", "telefon", "mobile"),
    "person": ("customer id", "client id", "member id", "kundennummer"),
    "paid_on": ("date", "paid on", "payment date", "datum", "created"),
    "gross": ("amount", "total", "gross", "betrag", "brutto", "montant", "paid"),
    "item": ("item", "description", "product", "service", "leistung", "artikel"),
    "fee": ("fee", "fees", "entgelt", "gebühr"),
    "currency": ("currency", "währung"),
    "state": ("state", "status"),
    "starts": ("start", "start time", "appointment date", "termin"),
    "payment": ("id", "transaction id", "receipt", "invoice", "belegnummer"),
}


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """
    A map.

    Parameters
    ----------
    columns : mapping of str to mapping of str to str
        For each table, which heading is which column.
    words : mapping of str to str
        What words of the files mean, in lower case.
    items : mapping of str to str
        What kind each thing sold is, by its name in lower case.
    """

    columns: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    items: Mapping[str, str] = field(default_factory=dict)

    def shapes(self) -> tuple[Shape, ...]:
        """Return the exports that the map tells of."""
        return tuple(_shape(table, headings) for table, headings in self.columns.items())


def read_map(path: str | Path) -> ColumnMap:
    """
    Return the map of a TOML file.

    Parameters
    ----------
    path : str or Path
        The file.

    Returns
    -------
    ColumnMap
        Checked.

    Raises
    ------
    FileError
        If the file cannot be read, or is not TOML.
    InvalidClient
        If anything in it is wrong; it lists all of it.
    """
    tables = read_tables(path)
    rule = "is no part of a map; write [columns.TABLE], [words.state] or [items]"
    problems: list[ArgumentError] = [UnknownWord(p, p, rule) for p in tables.keys() - {"columns", "words", "items"}]
    columns = tables.get("columns", {})
    for table, headings in columns.items():
        problems += _problems_of(table, headings)
    words = {
        str(word).lower(): str(meant) for group in tables.get("words", {}).values() for word, meant in group.items()
    }
    for word, meant in words.items():
        if meant not in (*STATES, *REASONS):
            rule = f"is no state; write {', '.join(STATES)}, or why a membership ended: {', '.join(REASONS)}"
            problems.append(UnknownWord(f"words.{word}", meant, rule))
    items = {str(item).lower(): kind for item, kind in tables.get("items", {}).items()}
    problems += [
        UnknownWord(f"items.{item}", kind, f"is no kind; write {', '.join(KINDS)}")
        for item, kind in items.items()
        if kind not in KINDS
    ]
    if problems:
        raise InvalidClient(str(path), problems)
    return ColumnMap(columns, words, items)


def _problems_of(table: str, headings: Any) -> list[ArgumentError]:
    """Return what is wrong with the columns that a map gives for a table."""
    if table not in COLUMNS or not isinstance(headings, Mapping):
        return [UnknownWord(f"columns.{table}", table, f"is no table; write {', '.join(COLUMNS)}")]
    needs, others = COLUMNS[table]
    known = (*needs, *others, *_PERSON)
    problems: list[ArgumentError] = [
        UnknownWord(f"columns.{table}.{heading}", column, f"is no column; write {', '.join(known)}")
        for heading, column in headings.items()
        if column not in known
    ]
    missing = [column for column in needs if column not in headings.values()]
    if missing:
        rule = f"lacks {', '.join(missing)}; say which heading that is"
        problems.append(ArgumentError(f"columns.{table}", ", ".join(map(str, headings)), rule))
    return problems


def _shape(table: str, headings: Mapping[str, str]) -> Shape:
    """Return the export that a map tells of."""
    columns = {column: (plain(heading),) for heading, column in headings.items()}
    name = {"payments": "payment", "visits": "visit"}.get(table, "")
    return Shape(
        name=f"map of {table}",
        where="--map",
        headings=columns,
        needs=tuple(columns),
        read=_READERS[table],
        identity=(name,) if name in columns else (),
        once=name in columns,
        amounts=tuple(column for column in _MONEY if column in columns),
        days=tuple(column for column in _DAYS if column in columns),
        marks=tuple(plain(heading) for heading in headings),
    )


def _payments(block: Block) -> None:
    gross, refunded = block.amount("gross", needed=True), block.amount("refunded")
    block.account_for(gross, block.text("currency"))
    who, item, payment = block.person(), block.text("item"), block.identity_of("payment")
    paid_on, back_on = block.day("paid_on", needed=True), block.day("refunded_on")
    shared = {**who, "item": item, "currency": block.currency}
    fee, tax = np.abs(block.amount("fee")), block.amount("tax")
    block.add("payments", **shared, paid_on=paid_on, gross=gross, fee=fee, tax=tax, payment=payment)
    day = np.where(np.isnat(back_on), paid_on, back_on)
    block.add("payments", refunded != 0, **shared, paid_on=day, gross=-np.abs(refunded), refund_of=payment)


def _visits(block: Block) -> None:
    add_visits(block, states_of(block))


def _people(block: Block) -> None:
    block.add("people", **block.person(), first_seen=block.day("first_seen", needed=True), source=block.text("source"))


def _memberships(block: Block) -> None:
    because = block.words("ended_because")
    known = np.array([REASONS.index(word) + 1 if word in REASONS else 0 for word in because], dtype=np.int32)
    block.add(
        "memberships", **block.person(), plan=block.text("plan"), price=block.amount("price"),
        start=block.day("start", needed=True), end=block.day("end"), ended_because=known,
    )  # fmt: skip


def _spend(block: Block) -> None:
    spent = block.amount("amount", needed=True)
    block.account_for(spent, block.text("currency"))
    day, leads = block.day("day", needed=True), block.amount("leads") / 10_000
    block.add("spend", day=day, last_day=day, channel=block.text("channel"), amount=spent, leads=leads)


_READERS: Final = {
    "people": _people, "visits": _visits, "payments": _payments, "memberships": _memberships, "spend": _spend,
}  # fmt: skip


def first_map(headings: Sequence[str], items: Sequence[str] = ()) -> str:
    """
    Return a first map of a file, to edit: as payments, with the columns that its headings suggest.

    Parameters
    ----------
    headings : sequence of str
        Its headings.
    items : sequence of str
        What it sells, if that is known.

    Returns
    -------
    str
        TOML; headings that suggest nothing stand as comments.
    """
    taken: set[str] = set()
    lines = [
        "# Which heading is which column. Tables: " + ", ".join(COLUMNS) + ".",
        *(f"#   {table}: {', '.join((*needs, *others))}" for table, (needs, others) in COLUMNS.items()),
        f"#   and, of every table, who it is about: {', '.join(_PERSON)}",
        "[columns.payments]",
    ]
    for heading in filter(None, (heading.strip() for heading in headings)):
        meant = next(
            (column for column, hints in _HINTS.items() if plain(heading) in hints and column not in taken), ""
        )
        taken.add(meant)
        lines.append(
            f"{json.dumps(heading, ensure_ascii=False)} = {json.dumps(meant)}"
            if meant
            else f'# {json.dumps(heading, ensure_ascii=False)} = ""'
        )
    lines += [
        "",
        "# What words of the file mean: " + ", ".join(STATES) + ".",
        "[words.state]",
        '# "erschienen" = "shown"',
    ]
    lines += ["", "# What each thing sold is: " + ", ".join(KINDS) + ".", "[items]"]
    lines += [f'# {json.dumps(item, ensure_ascii=False)} = "core"' for item in items] or [
        '# "Total beauty package" = "core"'
    ]
    return "\n".join(lines) + "\n"


def headings_of(path: str | Path) -> list[str]:
    """
    Return the headings of a file: its first row with most cells that are filled.

    Parameters
    ----------
    path : str or Path
        The file.

    Returns
    -------
    list of str
        The headings.

    Raises
    ------
    FileError
        If the file cannot be read, or holds no rows.
    """
    rows = SourceFile(path).first_rows()
    if not any(any(cell.strip() for cell in row) for row in rows):
        raise FileError(str(path), None, "holds no rows")
    return max(rows, key=lambda row: sum(bool(cell.strip()) and not cell.strip()[0].isdigit() for cell in row))
