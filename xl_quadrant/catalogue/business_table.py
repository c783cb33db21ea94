"""A business as it stands in a sheet: labels in the first column of a range, values in its last."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any, Final

from xl_quadrant.business.client_row import is_blank, put
from xl_quadrant.business.model import CLIENT_FIELDS, FIELDS, OFFER_BLOCKS, Scenario
from xl_quadrant.clients.client_file import client_from_mapping
from xl_quadrant.errors import ArgumentError, InvalidClient, UnknownWord, WrongType
from xl_quadrant.functions.quantities import pass_error

Path = tuple[str | int, ...]


def _key(label: str) -> str:
    """Return what a label is known by: ``Core package price *`` is ``core_package_price``."""
    return re.sub(r"[^0-9a-z]+", "_", label.casefold()).strip("_")


_FIELDS: Final = {key: field for field in FIELDS for key in (_key(field.label), field.name)}
_BLOCKS: Final = {key: block for block in OFFER_BLOCKS for key in (_key(block.label), block.name)}
_FORMER: Final = {"continuity": {"price": "monthly_price", "unit_cost": "monthly_cost", "churn": "monthly_churn"}}
"""What some columns were called when a membership could only be paid each month: ranges made then say so still."""

_COLUMNS: Final = {
    block.name: {
        key: column
        for column in block.columns
        for key in (_key(column.label), column.name, _FORMER.get(block.name, {}).get(column.name, column.name))
    }
    for block in OFFER_BLOCKS
}
_OFFER: Final = re.compile(rf"({'|'.join(sorted(_BLOCKS, key=len, reverse=True))})_([1-9][0-9]{{0,3}})_([a-z_]+)")
_HEADINGS: Final = (
    {"label", "field", "input", "client", "door_prices"} | {_key(field.section) for field in FIELDS} | set(_BLOCKS)
)
_HEADED: Final = {"value", "today", "target"}
_NOT_OF_A_SCENARIO: Final = {"where_the_figures_come_from"} | {
    key for field in CLIENT_FIELDS for key in (_key(field.label), field.name)
}
_OFFER_ADVICE: Final = 'an offer is written as "Products 1 name", "Products 1 price", "Products 1 take rate"'


def scenario_from_cells(name: str, cells: object) -> Scenario:
    """
    Return the business that stands in a range.

    Parameters
    ----------
    name : str
        The argument the range was given for, for errors.
    cells : Scenario, mapping, DataFrame, Series or sequence of rows
        Labels in the first column and values in the last; the index of a Series holds its labels.

    Returns
    -------
    Scenario
        Checked in every field.

    Raises
    ------
    WrongType
        If it is not a range of two columns or more, or a value is of the wrong type (``#VALUE!``).
    UnknownWord
        If a label is not an input (``#VALUE!``).
    ArgumentError
        If a label stands twice or a value has none (``#VALUE!``), or a value is refused: the error of its field.

    Notes
    -----
    Blank rows, headings and the client's own fields are skipped. A row that is not there, or blank, takes the default
    of a client file. An offer of which no figure is filled is none.

    Examples
    --------
    >>> funnel = [["Leads per month", 200], ["Cost per lead", 25], ["Booking rate", 0.5], ["Show rate", 0.6]]
    >>> scenario_from_cells("model", [*funnel, ["Close rate *", 50], ["core_price", 2000]])
    Traceback (most recent call last):
    xl_quadrant.errors.OutOfDomain: model, Close rate: 50 is above 1; write 50% or 0.5
    """
    if isinstance(cells, Scenario):
        return cells
    tables: dict[str, Any] = {}
    labels: dict[Path, str] = {}
    for number, (label, value) in enumerate(_pairs(name, cells), start=1):
        if is_blank(label) and is_blank(value):
            continue
        key = _known_key(name, number, label, value)
        if key is None:
            continue
        path = _place(name, key, label)
        if path in labels:
            rule = f"stands twice, first as '{labels[path]}'; delete one of the two rows"
            raise ArgumentError(f"{name}, row {number}", label, rule)
        labels[path] = str(label)
        put(tables, path, None if is_blank(value) else value)
    return _checked(name, _without_empty_offers(tables))


def _pairs(name: str, cells: Any) -> Iterator[tuple[Any, Any]]:
    """Yield the label and the value of each row."""
    if isinstance(cells, Mapping):
        yield from cells.items()
        return
    if hasattr(cells, "index") and hasattr(cells, "to_numpy") and cells.ndim == 1:
        yield from zip(cells.index.tolist(), cells.tolist(), strict=True)
        return
    rows = cells.to_numpy(dtype=object).tolist() if hasattr(cells, "to_numpy") else cells
    rows = rows.tolist() if hasattr(rows, "tolist") else rows
    if not isinstance(rows, (list, tuple)):
        raise WrongType(name, cells, "is a single value; select two columns, label and value")
    for row in rows:
        if not isinstance(row, (list, tuple)) or len(row) < 2:
            raise WrongType(name, "one column", "is given; select two columns, label and value")
        yield row[0], row[-1]


def _known_key(name: str, number: int, label: Any, value: Any) -> str | None:
    """Return the key of a row that holds an input; None for a row that is skipped."""
    if is_blank(label):
        raise ArgumentError(f"{name}, row {number}", value, "has no label beside it; write what it is, or delete it")
    if not isinstance(label, str):
        raise WrongType(f"{name}, row {number}", label, "is not a label; select the column of the labels first")
    pass_error(f"{name}, row {number}", label)
    key = _key(label)
    if key in _FIELDS or _OFFER.fullmatch(key):
        return key
    headed = isinstance(value, str) and _key(value) in _HEADED
    skipped = key in _HEADINGS or key in _NOT_OF_A_SCENARIO or headed
    return None if skipped else key


def _place(name: str, key: str, label: str) -> Path:
    """Return where the value of a label belongs."""
    if key in _FIELDS:
        return _FIELDS[key].path
    offer = _OFFER.fullmatch(key)
    block = _BLOCKS[offer[1]] if offer else None
    if offer and block and offer[3] in _COLUMNS[block.name]:
        column = _COLUMNS[block.name][offer[3]]
        return block.name, int(offer[2]), column.name
    if block:
        columns = ", ".join(column.name.replace("_", " ") for column in block.columns)
        raise UnknownWord(name, label, f"is not an input; an offer in {block.label} has {columns}")
    near = get_close_matches(key, _FIELDS, n=1, cutoff=0.6)
    advice = f'did you mean "{_FIELDS[near[0]].label}"?' if near else _OFFER_ADVICE
    raise UnknownWord(name, label, f"is not an input; {advice}")


def _without_empty_offers(tables: dict[str, Any]) -> dict[str, Any]:
    """Return the tables without the offers of which no figure is filled."""
    for block in OFFER_BLOCKS:
        first, *figures = (column.name for column in block.columns)
        offers = tables.get(block.name, {})
        tables[block.name] = {
            number: {first: None, **offer}
            for number, offer in offers.items()
            if any(offer.get(figure) is not None for figure in figures)
        }
    return tables


def _checked(name: str, tables: dict[str, Any]) -> Scenario:
    """Return the scenario of tables; of what is wrong the first, by the label a person knows it by."""
    try:
        return client_from_mapping({"name": name, "today": tables}, name).today
    except InvalidClient as invalid:
        problem = invalid.problems[0]
        problem.argument = f"{name}, {_label(problem.argument.partition('.')[2])}"
        raise problem from None


def _label(place: str) -> str:
    """Return the label of a field at a dotted path of a scenario."""
    steps = place.split(".")
    for field in FIELDS:
        if list(field.path) == steps:
            return field.label
    if steps[0] in _BLOCKS and len(steps) == 3:
        return f"{_BLOCKS[steps[0]].label} {steps[1]} {steps[2].replace('_', ' ')}"
    return place
