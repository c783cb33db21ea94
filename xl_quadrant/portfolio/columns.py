"""
The columns of a collected table.

The inputs under the headings of a roster, so that the table is one, ``name`` first; after it ``file`` and ``status``
(``up to date``, or ``stale`` and why in ``note``); each result by its name in the workbook, such as
``out_cash_per_show_30_today``, empty where it is no number, and then in ``errors``; the lever to fix first, and what it
adds to 30-day cash per show.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final

from xl_quadrant.business.metrics import METRICS
from xl_quadrant.business.model import CLIENT_FIELDS, FIELDS, OFFER_BLOCKS, InputField
from xl_quadrant.business.texts import Day
from xl_quadrant.client_book.contract import SCENARIOS, output_name
from xl_quadrant.functions.quantities import Number
from xl_quadrant.portfolio.one_workbook import Row

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Column:
    """
    One column.

    Parameters
    ----------
    heading : str
        Its name.
    label : str
        What a person calls it.
    kind : str
        ``money``, ``rate``, ``count``, ``months``, ``days``, ``ratio``, ``flag``, ``date``, ``word`` or ``text``.
    unit : str
        The unit of its numbers; empty for texts.
    note : str
        One line on what it means.
    """

    heading: str
    label: str
    kind: str
    unit: str
    note: str


FRONT: Final = (
    Column("file", "File", "text", "", "The workbook it was read from."),
    Column("status", "Status", "word", "", "Whether the stored results follow from the inputs: up to date, or stale."),
    Column("note", "Note", "text", "", "Why it is stale, and what to do."),
)
BACK: Final = (
    Column("errors", "Results without a number", "text", "", "Their names, and the Excel error each of them shows."),
    Column(
        "first_lever", "Fix first", "word", "", "The lever that alone, moved to target, adds most a month, in 30 days."
    ),
    Column(
        "first_lever_gain", "Fix first adds", "money", "money per month", "What it adds; 0 if no lever adds anything."
    ),
)
RESULTS: Final = {
    output_name(metric.name, scenario): Column(
        output_name(metric.name, scenario), f"{metric.label}, {scenario}", metric.kind, metric.unit, metric.note
    )
    for scenario in SCENARIOS
    for metric in METRICS
}
"""The columns of results, by their heading."""

_DTYPES: Final = {"flag": "boolean", "date": "datetime64[s]", "text": "string", "word": "string"}
_NUMBER: Final = "float64"


def columns_of(present: Collection[str]) -> tuple[Column, ...]:
    """
    Return the columns of a table, in their order.

    Parameters
    ----------
    present : collection of str
        The headings its rows have.

    Returns
    -------
    tuple of Column
        Those of every table, and those of the offers that are there.
    """
    inputs = [_input(field.path[0], field.label, field) for field in CLIENT_FIELDS]
    numbers = sorted({int(part) for heading in present for part in heading.split("_") if part.isdigit()})
    for scenario in SCENARIOS:
        inputs += [_input(f"{scenario}_{field.name}", f"{field.label}, {scenario}", field) for field in FIELDS]
        for block in OFFER_BLOCKS:
            heading = f"{scenario}_{block.name}"
            offers = [
                Column(heading, f"{block.label}, {scenario}", "word", "", "none, where there are none at target.")
            ]
            offers += [
                _input(
                    f"{heading}_{number}_{column.name}", f"{block.label} {number}, {column.label}, {scenario}", column
                )
                for number in numbers
                for column in block.columns
            ]
            inputs += [column for column in offers if column.heading in present]
    name, *others = inputs
    return (name, *FRONT, *others, *RESULTS.values(), *BACK)


def table_of(rows: Iterable[Row], at_a_time: int) -> pd.DataFrame:
    """
    Return rows as a table.

    Parameters
    ----------
    rows : iterable of dict
        As `read_one` gives them.
    at_a_time : int
        So many are kept as dicts before they are packed into columns.

    Returns
    -------
    pandas.DataFrame
        Numbers as floats, logicals as pandas' ``boolean``, days as dates, the rest as pandas' ``string``.
    """
    import pandas as pd

    waiting = iter(rows)
    packed = [_packed(some) for some in iter(lambda: list(islice(waiting, at_a_time)), [])] or [_packed([])]
    together = pd.concat(packed, ignore_index=True) if len(packed) > 1 else packed[0]
    return together[[column.heading for column in columns_of(set(together.columns))]]


def _packed(rows: list[Row]) -> pd.DataFrame:
    """Return some rows as a table whose columns have their kinds."""
    import pandas as pd

    columns = columns_of({heading for row in rows for heading in row})
    return pd.DataFrame(
        {
            column.heading: pd.Series(
                [row.get(column.heading) for row in rows], dtype=_DTYPES.get(column.kind, _NUMBER)
            )
            for column in columns
        }
    )


def _input(heading: str, label: str, field: InputField) -> Column:
    """Return the column of an input."""
    quantity = field.quantity
    if isinstance(quantity, Number):
        return Column(heading, label, quantity.kind, quantity.unit, field.note)
    return Column(heading, label, "date" if isinstance(quantity, Day) else "text", "", field.note)
