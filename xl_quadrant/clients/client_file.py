"""A client from its file, from tables, from a row of a roster or from the named cells of a workbook."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from xl_quadrant.business.client_row import flatten, is_blank, unflatten
from xl_quadrant.business.model import CLIENT_FIELDS, FIELDS, OFFER_BLOCKS, Client, Scenario
from xl_quadrant.business.tables import Membership
from xl_quadrant.clients.client_cells import names_from_client, tables_from_names
from xl_quadrant.clients.client_problems import client_problems
from xl_quadrant.clients.measured_ranges import measured_ranges, without_ranges
from xl_quadrant.clients.typed_numbers import typed_number
from xl_quadrant.errors import FileError, InvalidClient
from xl_quadrant.functions.quantities import Number
from xl_quadrant.package.files import read_bytes

__all__ = [
    "client_from_mapping",
    "client_from_names",
    "client_from_row",
    "flatten",
    "merged",
    "names_from_client",
    "read_client",
    "read_tables",
    "unflatten",
]

MOST_BYTES: Final = 1 << 20
"""The largest client file that is read: some hundred times what one with every field and full lists holds."""

_TEXTS: Final = {field.path[-1] for field in (*CLIENT_FIELDS, *FIELDS) if not isinstance(field.quantity, Number)} | {
    column.name for block in OFFER_BLOCKS for column in block.columns if not isinstance(column.quantity, Number)
}
"""The fields that hold a text or a word."""


def client_from_mapping(tables: Mapping[str, Any], source: str) -> Client:
    """
    Return a client from the tables of a client file.

    Parameters
    ----------
    tables : mapping of str to object
        Nested tables. What the target does not give is as today: tables merge field by field, a list replaces the
        whole list.
    source : str
        Where they came from, for the error.

    Returns
    -------
    Client
        Checked in every field.

    Raises
    ------
    InvalidClient
        If any field is wrong; it lists them all.

    Examples
    --------
    >>> funnel = {"leads_per_month": 200, "cost_per_lead": 25, "booking_rate": 0.5, "show_rate": 0.6, "close_rate": 50}
    >>> client_from_mapping({"name": "Glow", "today": {**funnel, "core": {"price": 2000}}}, "glow")
    Traceback (most recent call last):
    xl_quadrant.errors.InvalidClient: glow: 1 field is wrong
      today.close_rate: 50 is above 1; write 50% or 0.5
    """
    today, target = tables.get("today"), tables.get("target")
    measured, problems = measured_ranges(today)
    today = without_ranges(today)
    target = merged(today, target) if isinstance(today, Mapping) and target is not None else today
    client = _checked({**tables, "today": today, "target": target}, tables, source)
    if problems:
        raise InvalidClient(source, problems)
    return client.model_copy(update={"measured": measured}) if measured else client


def client_from_row(row: Mapping[str, Any], source: str) -> Client:
    """
    Return a client from a row of a roster.

    Parameters
    ----------
    row : mapping of str to object
        Values by heading, such as ``today_core_price``; empty cells are None, NaN or blank text.
    source : str
        Where it came from, for the error.

    Returns
    -------
    Client
        Checked in every field.

    Raises
    ------
    InvalidClient
        If a heading is not known or a field is wrong; it lists them all.
    """
    return client_from_mapping(unflatten(row, source), source)


def client_from_names(names: Mapping[str, Any], source: str) -> Client:
    """
    Return a client from the named input cells of a workbook.

    Parameters
    ----------
    names : mapping of str to object
        What stands in each cell, a list for each column of offers.
    source : str
        Where they came from, for the error.

    Returns
    -------
    Client
        Checked in every field; blank cells as in a client file: a default today, and as today in target.

    Raises
    ------
    InvalidClient
        If any field is wrong; it lists them all.
    """
    return client_from_mapping(tables_from_names(names), source)


def read_client(path: str | Path) -> Client:
    """
    Return the client of a TOML file.

    Parameters
    ----------
    path : str or Path
        The file.

    Returns
    -------
    Client
        Checked in every field.

    Raises
    ------
    FileError
        If the file cannot be read, or is not TOML.
    InvalidClient
        If any field is wrong; it lists them all.
    """
    return client_from_mapping(read_tables(path), str(path))


def read_tables(path: str | Path) -> dict[str, Any]:
    """
    Return the tables of a client file as they stand in it.

    Parameters
    ----------
    path : str or Path
        The file.

    Returns
    -------
    dict of str to object
        Nested tables, unchecked; a percentage in quotes is the number it stands for.

    Raises
    ------
    FileError
        If the file cannot be read, or is not TOML.
    """
    try:
        text = read_bytes(path, MOST_BYTES).decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        if Path(path).suffix.lower() in (".xlsx", ".xlsm"):
            raise FileError(str(path), None, "is a workbook; give a client file, .toml, or see xlq read") from None
        raise FileError(str(path), None, "is not text in UTF-8; save it as UTF-8") from None
    try:
        return _with_percentages(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise FileError(str(path), None, f"is not valid TOML: {error}{_advice(text, str(error))}") from None
    except RecursionError:
        raise FileError(str(path), None, "holds tables in tables without end; write them as in the README") from None


def _advice(text: str, error: str) -> str:
    """Return what to write instead of a number that TOML does not know, if one stands in the line an error names."""
    place = re.search(r"at line (\d+)", error)
    if place is None:
        return ""
    line = text.splitlines()[int(place[1]) - 1]
    if re.search(r"=\s*[-+]?[\d.]+\s*%", line):
        return '; write 0.5, or "50%" in quotes'
    return "; write 1200, without a comma" if re.search(r"=\s*\d+,\d{3}", line) else ""


def _with_percentages(tables: Mapping[str, Any]) -> dict[str, Any]:
    """Return tables with a text such as 50%, where a number belongs, as that number."""

    def read(key: str, value: Any) -> Any:
        if isinstance(value, Mapping):
            return _with_percentages(value)
        if isinstance(value, list):
            return [read(key, one) for one in value]
        if isinstance(value, str) and key not in _TEXTS and value.strip().endswith("%"):
            return typed_number(key, value.strip(), decimal=".")
        return value

    return {key: read(key, value) for key, value in tables.items()}


def merged(base: Any, changes: Any) -> Any:
    """
    Return tables with changes laid over them.

    Parameters
    ----------
    base : mapping
        The tables as they are.
    changes : mapping
        What changes: tables are merged field by field, lists replace the whole list; nothing, or a blank name, changes
        nothing.

    Returns
    -------
    dict
        New tables; `base` and `changes` stay as they are.

    Examples
    --------
    >>> merged({"price": 10, "prepay": {"share": 0.2, "discount": 0.1}}, {"prepay": {"share": 0.5}})
    {'price': 10, 'prepay': {'share': 0.5, 'discount': 0.1}}
    """
    if not isinstance(changes, Mapping):
        return changes
    base = base if isinstance(base, Mapping) else {}
    offers = {block.name for block in OFFER_BLOCKS}
    kept = {
        key: value if key in offers else merged(base.get(key), value)
        for key, value in changes.items()
        if value is not None and not (key == "name" and is_blank(value))
    }
    return {**base, **kept}


def _checked(complete: dict[str, Any], given: Mapping[str, Any], source: str) -> Client:
    """Return tables as a client; offers by number become lists, and their numbers stay in the errors."""
    numbers: dict[tuple[str, str], list[int]] = {}
    for name in ("today", "target"):
        scenario = complete[name]
        for block in OFFER_BLOCKS:
            rows = scenario.get(block.name) if isinstance(scenario, Mapping) else None
            if isinstance(rows, Mapping) and all(isinstance(number, int) for number in rows):
                numbers[name, block.name] = sorted(rows)
                scenario = {**scenario, block.name: [rows[number] for number in sorted(rows)]}
        complete[name] = {} if scenario is None else scenario
    try:
        return _settled(Client.model_validate(complete))
    except ValidationError as error:
        raise InvalidClient(source, client_problems(error, given, numbers)) from None


def _settled(client: Client) -> Client:
    """Return a client as its workbook would give it back: what says nothing more is left out."""
    changes = {}
    for name in ("today", "target"):
        scenario: Scenario = getattr(client, name)
        lists = {block.name: _offers(client, name, block.name) for block in OFFER_BLOCKS}
        changes[name] = scenario.model_copy(update=lists)
    return client.model_copy(update=changes)


def _offers(client: Client, name: str, block: str) -> tuple[Any, ...]:
    """Return the offers of a scenario: none that its target drops, no later churn that is the churn before."""
    today = {_plain(offer) for offer in getattr(client.today, block)}
    offers = [_plain(offer) for offer in getattr(getattr(client, name), block)]
    return tuple(offer for offer in offers if name == "today" or offer.take_rate > 0 or offer in today)


def _plain(offer: Any) -> Any:
    """Return an offer whose later churn says something, or is left out."""
    if not isinstance(offer, Membership) or offer.later_churn != offer.churn:
        return offer
    return offer.model_copy(update={"later_churn": None})
