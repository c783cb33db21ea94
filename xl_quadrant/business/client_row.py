"""A client as one row of a roster: flattened names such as ``today_core_price`` or ``target_products_1_name``."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from xl_quadrant.business.model import CLIENT_FIELDS, FIELDS, OFFER_BLOCKS, Client, Scenario
from xl_quadrant.errors import InvalidClient, UnknownWord, XlQuadrantError

SCENARIOS: Final = ("today", "target")
"""The two scenarios of a client."""

NO_OFFERS: Final = "none"
"""What stands under ``target_products`` (or another list) where the target drops every offer that today has."""

_SCALARS: Final = {
    **{field.path[0]: field.path for field in CLIENT_FIELDS},
    **{f"{scenario}_{field.name}": (scenario, *field.path) for scenario in SCENARIOS for field in FIELDS},
}
_LISTS: Final = {f"{scenario}_{block.name}": (scenario, block.name) for scenario in SCENARIOS for block in OFFER_BLOCKS}
_OFFER: Final = {
    (scenario, block.name): re.compile(
        rf"{scenario}_{block.name}_([1-9][0-9]*)_({'|'.join(column.name for column in block.columns)})"
    )
    for scenario in SCENARIOS
    for block in OFFER_BLOCKS
}


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
    row: dict[str, Any] = {field.path[0]: getattr(client, field.path[0]) or None for field in CLIENT_FIELDS}
    for name in SCENARIOS:
        scenario: Scenario = getattr(client, name)
        for field in FIELDS:
            value = value_at(scenario, field.path)
            row[f"{name}_{field.name}"] = None if value == "" else value
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
        place = _place(heading)
        if place is None:
            problems.append(_unknown_heading(heading))
        elif heading in _LISTS and not is_blank(value):
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


def headings(rows: int) -> Iterator[str]:
    """
    Yield every heading of a roster.

    Parameters
    ----------
    rows : int
        How many offers each list has columns for.

    Yields
    ------
    str
        The headings, in the order of a client file.
    """
    yield from (field.path[0] for field in CLIENT_FIELDS)
    for name in SCENARIOS:
        yield from (f"{name}_{field.name}" for field in FIELDS)
        for block in OFFER_BLOCKS:
            numbered = ((number, column.name) for number in range(1, rows + 1) for column in block.columns)
            yield from (f"{name}_{block.name}_{number}_{column}" for number, column in numbered)


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


def _place(heading: str) -> tuple[str | int, ...] | None:
    """Return where the value under a heading belongs; None for a heading that is not known."""
    if heading in _SCALARS or heading in _LISTS:
        return _SCALARS.get(heading) or _LISTS[heading]
    for (scenario, block), pattern in _OFFER.items():
        match = pattern.fullmatch(heading)
        if match:
            return scenario, block, int(match[1]), match[2]
    return None


def _unknown_heading(heading: str) -> UnknownWord:
    """Return the error for a heading that no field has, with the nearest that one has."""
    near = difflib.get_close_matches(str(heading), list(headings(8)), n=1)
    advice = f'did you mean "{near[0]}"?' if near else "delete the column, or see the field names of a client file"
    return UnknownWord(str(heading), str(heading), f"is not a known heading; {advice}")
