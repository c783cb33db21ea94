"""The headings of a roster, flattened names such as ``today_core_price``, and where what stands under one belongs."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterator
from functools import lru_cache
from typing import Final

from xl_quadrant.business.model import CLIENT_FIELDS, FIELDS, OFFER_BLOCKS, InputField
from xl_quadrant.errors import UnknownWord

SCENARIOS: Final = ("today", "target")
"""The two scenarios of a client."""

NO_OFFERS: Final = "none"
"""What stands under ``target_products`` (or another list) where the target drops every offer that today has."""

COLLECTED: Final = frozenset({"file", "status", "note", "errors", "first_lever", "first_lever_gain"})
"""What stands in a table of collected workbooks beside inputs and results."""

RESULT: Final = "out_"
"""How the heading of a result begins there, as does its name in a workbook."""

_SCALARS: Final = {
    **{field.path[0]: field.path for field in CLIENT_FIELDS},
    **{f"{scenario}_{field.name}": (scenario, *field.path) for scenario in SCENARIOS for field in FIELDS},
}
_FIELD_OF: Final = {
    **{field.path[0]: field for field in CLIENT_FIELDS},
    **{f"{scenario}_{field.name}": field for scenario in SCENARIOS for field in FIELDS},
}
_COLUMN_OF: Final = {(block.name, column.name): column for block in OFFER_BLOCKS for column in block.columns}
LISTS: Final = {f"{scenario}_{block.name}": (scenario, block.name) for scenario in SCENARIOS for block in OFFER_BLOCKS}
"""The headings under which a whole list is said to be empty."""

_OFFER: Final = {
    (scenario, block.name): re.compile(
        rf"{scenario}_{block.name}_([1-9][0-9]*)_({'|'.join(column.name for column in block.columns)})"
    )
    for scenario in SCENARIOS
    for block in OFFER_BLOCKS
}


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


def field_under(heading: str) -> InputField | None:
    """
    Return the field whose values stand under a heading.

    Parameters
    ----------
    heading : str
        A heading of a roster.

    Returns
    -------
    InputField or None
        The field; None under a heading of a whole list, such as ``target_products``, or one that is not known.

    Examples
    --------
    >>> field_under("today_products_3_take_rate").quantity.unit
    'share of buyers'
    """
    place = place_under(heading)
    if place is None or heading in LISTS:
        return None
    return _FIELD_OF.get(heading) or _COLUMN_OF[str(place[1]), str(place[3])]


def heading_of(path: str) -> str:
    """
    Return the heading under which the value at a path of a client stands.

    Parameters
    ----------
    path : str
        Where an error found it, such as ``today.products.1.price``.

    Returns
    -------
    str
        The heading.

    Examples
    --------
    >>> heading_of("today.products.1.price")
    'today_products_1_price'
    """
    return path.replace(".", "_")


def beside_inputs(headings: Collection[str]) -> set[str]:
    """
    Return which headings are those of a table of collected workbooks, beside the inputs: a roster needs none of them.

    Parameters
    ----------
    headings : collection of str
        What stands above the columns of a table.

    Returns
    -------
    set of str
        Results, and what goes with them; none where there is no result.

    Examples
    --------
    >>> sorted(beside_inputs(["name", "file", "out_cac_today"])), beside_inputs(["name", "file"])
    (['file', 'out_cac_today'], set())
    """
    results = {heading for heading in headings if heading.startswith(RESULT)}
    return results | (COLLECTED & set(headings)) if results else results


def unknown_heading(argument: str, heading: str) -> UnknownWord:
    """
    Return the error for a heading that no field has, with the nearest that one has.

    Parameters
    ----------
    argument : str
        Where it stands.
    heading : str
        What stands there.

    Returns
    -------
    UnknownWord
        The error.
    """
    near = difflib.get_close_matches(heading, list(headings(8)), n=1)
    advice = f'did you mean "{near[0]}"?' if near else "delete the column, or leave it out (xlq batch --ignore)"
    return UnknownWord(argument, heading, f"is not a known heading; {advice}")


@lru_cache(maxsize=4096)
def place_under(heading: str) -> tuple[str | int, ...] | None:
    """
    Return where in the tables of a client the value under a heading belongs.

    Parameters
    ----------
    heading : str
        What stands above a column.

    Returns
    -------
    tuple of str or int, or None
        The keys, an offer by its number; None for a heading that is not known.

    Examples
    --------
    >>> place_under("today_products_2_price"), place_under("core_price")
    (('today', 'products', 2, 'price'), None)
    """
    if heading in _SCALARS or heading in LISTS:
        return _SCALARS.get(heading) or LISTS[heading]
    for (scenario, block), pattern in _OFFER.items():
        match = pattern.fullmatch(heading)
        if match:
            return scenario, block, int(match[1]), match[2]
    return None
