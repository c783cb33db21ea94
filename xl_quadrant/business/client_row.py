"""A client as one row of a roster: flattened names such as ``today_core_price`` or ``target_products_1_name``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xl_quadrant.business.headings import LISTS, NO_OFFERS, SCENARIOS, place_under, unknown_heading
from xl_quadrant.business.model import CLIENT_FIELDS, FIELDS, OFFER_BLOCKS, Client, Scenario
from xl_quadrant.errors import InvalidClient, UnknownWord, XlQuadrantError


def flatten(client: Client) -> dict[str, Any]:
    """
    Return a client as a row of a roster.

    Parameters
    ----------
    client : Client
        The client.

    Returns
    -------
    dict of str to object
        Values by heading, both scenarios in full; a text or date that is not given is None.

    Examples
    --------
    >>> from xl_quadrant.clients.presets import preset
    >>> row = flatten(preset("talk"))
    >>> row["today_core_price"], row["target_products_1_take_rate"]
    (2000.0, 1.0)
    """
    row: dict[str, Any] = {field.path[0]: written(getattr(client, field.path[0])) for field in CLIENT_FIELDS}
    for name in SCENARIOS:
        scenario: Scenario = getattr(client, name)
        for field in FIELDS:
            value = value_at(scenario, field.path)
            row[f"{name}_{field.name}"] = written(value)
        for block in OFFER_BLOCKS:
            offers = getattr(scenario, block.name)
            if not offers and getattr(client.today, block.name):
                row[f"{name}_{block.name}"] = NO_OFFERS
            for number, offer in enumerate(offers, start=1):
                for column in block.columns:
                    row[f"{name}_{block.name}_{number}_{column.name}"] = getattr(offer, column.name)
    return row


def unflatten(row: Mapping[str, Any], source: str = "row") -> dict[str, Any]:
    """
    Return a row of a roster as the tables of a client file.

    Parameters
    ----------
    row : mapping of str to object
        Values by heading; None, NaN and blank text are cells left empty.
    source : str
        Where the row came from, for the error.

    Returns
    -------
    dict of str to object
        Nested tables, with what is left empty left out; offers are tables by their number.

    Raises
    ------
    InvalidClient
        If a heading is not known, or a list is said to be something other than ``none``.

    Examples
    --------
    >>> unflatten({"name": "Glow", "today_core_price": 2000, "today_close_rate": None})
    {'name': 'Glow', 'today': {'core': {'price': 2000}}}
    """
    client: dict[str, Any] = {}
    problems: list[XlQuadrantError] = []
    for heading, value in row.items():
        place = place_under(heading)
        if place is None:
            problems.append(unknown_heading(str(heading), str(heading)))
        elif heading in LISTS and not is_blank(value):
            if str(value).strip().lower() == NO_OFFERS:
                put(client, place, {})
            else:
                rule = f'is not known here; write "{NO_OFFERS}" for no offers, and offers as {heading}_1_name and so on'
                problems.append(UnknownWord(heading, value, rule))
        elif not is_blank(value):
            put(client, place, value)
    if problems:
        raise InvalidClient(source, problems)
    return client


def value_at(table: Any, path: tuple[str, ...]) -> Any:
    """
    Return the value at a path of fields.

    Parameters
    ----------
    table : Table
        A model.
    path : tuple of str
        Names of fields.

    Returns
    -------
    object
        The value.
    """
    for name in path:
        table = getattr(table, name)
    return table


def written(value: Any) -> Any:
    """
    Return the value of a field as a cell holds it.

    Parameters
    ----------
    value : object
        The value.

    Returns
    -------
    object
        None for blank text, all else as it is.
    """
    return None if value == "" else value


def put(tables: dict[Any, Any], path: tuple[str | int, ...], value: Any) -> None:
    """
    Put a value at a path of nested dicts, which are made where they are missing.

    Parameters
    ----------
    tables : dict
        The outermost.
    path : tuple of str or int
        The keys.
    value : object
        What to put there; an empty dict leaves what is there.
    """
    for key in path[:-1]:
        tables = tables.setdefault(key, {})
    if value == {}:
        tables.setdefault(path[-1], value)
    else:
        tables[path[-1]] = value


def is_blank(cell: object) -> bool:
    """
    Say whether a cell holds nothing.

    Parameters
    ----------
    cell : object
        What was read.

    Returns
    -------
    bool
        True for None, blank text, NaN and what pandas writes for nothing.
    """
    if isinstance(cell, str):
        return not cell.strip()
    return cell is None or type(cell).__name__ in ("NAType", "NaTType") or (isinstance(cell, float) and cell != cell)
