"""A client as the named input cells of a workbook: ``in_core_price_today``, ``in_products_name`` and their like."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from xl_quadrant.business.client_row import is_blank, put, value_at, written
from xl_quadrant.business.headings import SCENARIOS
from xl_quadrant.business.model import CLIENT_FIELDS, FIELDS, OFFER_BLOCKS, Client, OfferBlock

Rows = dict[int, dict[str, Any]]
"""Offers by the number of their row."""


def _input_names() -> Iterator[str]:
    """Yield the names of the input cells of a client."""
    yield from (f"in_{field.name}" for field in CLIENT_FIELDS)
    for scenario in SCENARIOS:
        yield from (f"in_{field.name}_{scenario}" for field in FIELDS)
        for block in OFFER_BLOCKS:
            name, *figures = block.columns
            yield f"in_{block.name}_{name.name}"
            yield from (f"in_{block.name}_{column.name}_{scenario}" for column in figures)


INPUT_NAMES: Final = frozenset(_input_names())
"""The names that `names_from_client` fills and `tables_from_names` reads."""


def names_from_client(client: Client) -> dict[str, Any]:
    """
    Return what stands in each named input cell of a client's workbook.

    Parameters
    ----------
    client : Client
        The client.

    Returns
    -------
    dict of str to object
        A value for each cell, None for blank; a list for each column of offers, as long as there are offers: today's,
        then those only the target has. Offers of one name share a row, whatever the case of its letters.

    Examples
    --------
    >>> from xl_quadrant.clients.presets import preset
    >>> names = names_from_client(preset("talk"))
    >>> names["in_core_price_today"], names["in_continuity_churn_target"]
    (2000.0, [0.1])
    """
    names: dict[str, Any] = {f"in_{field.name}": written(getattr(client, field.path[0])) for field in CLIENT_FIELDS}
    for field in FIELDS:
        for scenario in SCENARIOS:
            value = value_at(getattr(client, scenario), field.path)
            names[f"in_{field.name}_{scenario}"] = written(value)
    for block in OFFER_BLOCKS:
        names.update(_offer_columns(client, block))
    return names


def tables_from_names(names: Mapping[str, Any]) -> dict[str, Any]:
    """
    Return the named input cells of a workbook as the tables of a client file.

    Parameters
    ----------
    names : mapping of str to object
        What stands in each cell, a list for each column of offers; a name that is missing is blank.

    Returns
    -------
    dict of str to object
        Nested tables, offers by the number of their row.

    Notes
    -----
    A blank cell is not given: today takes its default, and target is as today, in an offer that today has too. An
    offer belongs to a scenario if any of its cells there is filled, one of today to the target as well; a target's
    take rate of 0 drops it.
    """
    tables: dict[str, Any] = {"today": {}, "target": {}}
    for field in CLIENT_FIELDS:
        value = names.get(f"in_{field.name}")
        if not is_blank(value):
            put(tables, field.path, value)
    for scenario in SCENARIOS:
        for field in FIELDS:
            cell = names.get(f"in_{field.name}_{scenario}")
            if not is_blank(cell):
                put(tables, (scenario, *field.path), cell)
    for block in OFFER_BLOCKS:
        today, target = (_filled_rows(names, block, scenario) for scenario in SCENARIOS)
        put(tables, ("today", block.name), today)
        if target:
            put(tables, ("target", block.name), _laid_over(today, target))
    return tables


def _laid_over(today: Rows, target: Rows) -> Rows:
    """Return the offers of a target, what is blank as today, without those that nobody takes any more."""
    rows = {number: {**today.get(number, {}), **target.get(number, {})} for number in sorted({*today, *target})}
    dropped = {number for number in target if target[number].get("take_rate") == 0 and number in today}
    return {number: row for number, row in rows.items() if number not in dropped}


def _offer_columns(client: Client, block: OfferBlock) -> dict[str, list[Any]]:
    """Return the columns of a list of offers, both scenarios side by side."""
    offers = {
        scenario: {o.name.casefold(): o for o in getattr(getattr(client, scenario), block.name)}
        for scenario in SCENARIOS
    }
    keys = list(offers["today"] | offers["target"])
    name, *figures = block.columns
    columns = {
        f"in_{block.name}_{name.name}": [(offers["today"].get(key) or offers["target"][key]).name for key in keys]
    }
    for column in figures:
        for scenario in SCENARIOS:
            cells = [_cell(offers, scenario, key, column.name) for key in keys]
            columns[f"in_{block.name}_{column.name}_{scenario}"] = cells
    return columns


def _cell(offers: Mapping[str, Mapping[str, Any]], scenario: str, key: str, column: str) -> Any:
    """Return what stands in a cell of an offer; in target a blank would be as today."""
    offer, today = offers[scenario].get(key), offers["today"].get(key)
    if scenario == "today" or today is None:
        return getattr(offer, column, None)
    if offer is None:
        return 0.0 if column == "take_rate" else None
    if offer == today and offer.take_rate == 0:
        return None
    value = getattr(offer, column)
    return offer.churn if value is None and getattr(today, column) is not None else value


def _filled_rows(names: Mapping[str, Any], block: OfferBlock, scenario: str) -> Rows:
    """Return the rows of a list of offers that hold a figure of a scenario, by their number from 1."""
    name, *figures = block.columns
    columns = {column.name: _column(names.get(f"in_{block.name}_{column.name}_{scenario}")) for column in figures}
    titles = _column(names.get(f"in_{block.name}_{name.name}"))
    rows = {}
    for position in range(max(map(len, columns.values()))):
        cells = {column: cell for column, values in columns.items() for cell in values[position : position + 1]}
        filled = {column: cell for column, cell in cells.items() if not is_blank(cell)}
        if filled:
            title = titles[position] if position < len(titles) else None
            rows[position + 1] = {name.name: None if is_blank(title) else title, **filled}
    return rows


def _column(value: Any) -> Sequence[Any]:
    """Return the cells of a name: a list as it is, one cell as a list of one."""
    return value if isinstance(value, (list, tuple)) else [value]
