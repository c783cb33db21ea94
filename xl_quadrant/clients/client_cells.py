"""A client as the named input cells of a workbook: ``in_core_price_today``, ``in_products_name`` and their like."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from xl_quadrant.business.client_row import is_blank, put, value_at, written
from xl_quadrant.business.headings import SCENARIOS
from xl_quadrant.business.model import CLIENT_FIELDS, FIELDS, OFFER_BLOCKS, Client, InputField, OfferBlock
from xl_quadrant.functions.quantities import Number


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
    Cells are taken as the workbook's formulas take them. A blank number is 0, not the default of a client file, and a
    blank kind of front-end offer is free; a blank number that is required stays out, so that it is asked for. An offer
    belongs to a scenario if any of its cells there is filled. A target that holds what a blank form does is as today.
    """
    tables: dict[str, Any] = {"today": {}}
    for field in CLIENT_FIELDS:
        value = names.get(f"in_{field.name}")
        if not is_blank(value):
            put(tables, field.path, value)
    for scenario in SCENARIOS:
        if scenario == "target" and not _any_filled(names, scenario):
            continue
        for field in FIELDS:
            cell = names.get(f"in_{field.name}_{scenario}")
            put(tables, (scenario, *field.path), blank_cell(field) if is_blank(cell) else cell)
        for block in OFFER_BLOCKS:
            put(tables, (scenario, block.name), _filled_rows(names, block, scenario))
    return tables


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
            cells = [getattr(offers[scenario].get(key), column.name, None) for key in keys]
            columns[f"in_{block.name}_{column.name}_{scenario}"] = cells
    return columns


def blank_cell(field: InputField) -> Any:
    """
    Return what a blank cell stands for in the workbook's formulas.

    Parameters
    ----------
    field : InputField
        A field that holds one value.

    Returns
    -------
    float, str or None
        0 for a number, the default for a word or text, None where a value is required.
    """
    if isinstance(field.quantity, Number) and not field.required:
        return 0.0
    return field.default


def _any_filled(names: Mapping[str, Any], scenario: str) -> bool:
    """Say whether any input cell of a scenario holds more than a blank form does."""
    offers = (f"in_{block.name}_{column.name}_{scenario}" for block in OFFER_BLOCKS for column in block.columns)
    fields = {f"in_{field.name}_{scenario}": field.default for field in FIELDS}
    return any(not is_blank(cell) for name in offers for cell in _column(names.get(name))) or any(
        not is_blank(cell) and cell != default for name, default in fields.items() for cell in _column(names.get(name))
    )


def _filled_rows(names: Mapping[str, Any], block: OfferBlock, scenario: str) -> dict[int, dict[str, Any]]:
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
