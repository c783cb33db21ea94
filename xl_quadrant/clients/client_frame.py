"""Many clients from a frame: one row a client, under the headings of a roster."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final, get_args

import numpy as np

from xl_quadrant.business.client_row import is_blank, value_at
from xl_quadrant.business.currencies import AMOUNTS, DOOR_PRICES, currency_size
from xl_quadrant.business.headings import (
    LISTS,
    NO_OFFERS,
    SCENARIOS,
    beside_inputs,
    heading_of,
    place_under,
    unknown_heading,
)
from xl_quadrant.business.model import CLIENT_FIELDS, FIELDS, OFFER_BLOCKS, InputField, OfferBlock, Scenario
from xl_quadrant.clients.client_file import client_from_row
from xl_quadrant.clients.frame_columns import Column, read_column
from xl_quadrant.errors import ArgumentError, BlankArgument, InvalidClient, WrongType, XlQuadrantError
from xl_quadrant.functions.quantities import Number
from xl_quadrant.functions.ranges import Array, plain

if TYPE_CHECKING:
    import pandas as pd

MOST_SHOWN: Final = 10
"""Of how many wrong rows the faults are listed."""

_READ: Final = (*SCENARIOS, *AMOUNTS)
"""How the headings begin that are read here."""

Place = tuple[str | int, ...]
Rows = tuple[Any, ...]


def scenarios_of(frame: pd.DataFrame) -> tuple[Scenario, Scenario]:
    """
    Return the clients of a frame as two scenarios whose fields are arrays.

    Parameters
    ----------
    frame : pandas.DataFrame
        One row a client, under the headings of a roster. The client's own columns, such as its name, are not read
        here, nor are the results beside inputs that were collected.

    Returns
    -------
    tuple of Scenario
        Today and target. A field is an array with an element for each client, or the same for all; an offer that a
        client does not have is taken by nobody. Both are one if no column tells of a target.

    Raises
    ------
    InvalidClient
        If a heading is unknown, stands twice or is missing, or if any cell is wrong.
    WrongType
        If it is no frame.
    """
    if not (hasattr(frame, "columns") and hasattr(frame, "iloc")):
        raise WrongType("frame", frame, "is no DataFrame; give a pandas.DataFrame with one row a client")
    aside = beside_inputs(list(map(str, frame)))
    if aside:  # to drop nothing would copy the frame
        frame = frame.drop(columns=list(aside))
    _refuse_headings(frame)
    columns = _Columns(frame)
    today = columns.scenario("today", None)
    target = columns.scenario("target", today) if columns.tell_of("target") else today
    columns.refuse_wrong()
    return today, target


def door_prices_of(frame: pd.DataFrame) -> tuple[Array, ...]:
    """
    Return what each client of a frame might pay to get someone in the door.

    Parameters
    ----------
    frame : pandas.DataFrame
        One row a client; a door price that is blank is the talk's, at the size of the client's currency.

    Returns
    -------
    tuple of ndarray, money per show
        Four prices, each with an element for each client.

    Raises
    ------
    InvalidClient
        If a cell is wrong.
    """
    columns = _Columns(frame)
    codes = frame["currency"].tolist() if "currency" in frame else [None] * len(frame)
    sizes = np.array([currency_size(code) for code in codes], dtype=np.float64)
    fields = {field.name: field for field in CLIENT_FIELDS if field.name in AMOUNTS}
    prices = tuple(
        columns.amount(fields[f"door_price_{number}"], price * sizes) for number, price in enumerate(DOOR_PRICES, 1)
    )
    columns.refuse_wrong()
    return prices


def _refuse_headings(frame: pd.DataFrame) -> None:
    """Refuse headings that are unknown, stand twice or are missing."""
    given = Counter(map(str, frame))
    problems: list[XlQuadrantError] = [
        *(unknown_heading(heading, heading) for heading in given if place_under(heading) is None),
        *(ArgumentError(h, h, "stands above several columns; keep one") for h, count in given.items() if count > 1),
        *(
            BlankArgument(f"today_{f.name}", None, f"where a column belongs; every client needs it ({f.quantity.unit})")
            for f in FIELDS
            if f.required and f"today_{f.name}" not in given
        ),
    ]
    if problems:
        raise InvalidClient("frame", problems)


class _Columns:
    """The columns of a frame, and which of its rows are wrong."""

    def __init__(self, frame: pd.DataFrame) -> None:
        self._frame = frame
        self._heading_at = {place_under(str(heading)) or (): heading for heading in frame}
        self._wrong = self._nowhere()

    def tell_of(self, *steps: str) -> bool:
        """Say whether a column belongs to a scenario, or to one of its lists of offers."""
        return any(place[: len(steps)] == steps for place in self._heading_at)

    def scenario(self, name: str, base: Scenario | None) -> Scenario:
        """Return a scenario of every client; what is blank is as in `base`, or takes its default."""
        values: dict[Place, Any] = {field.path: self._field(field, (name, *field.path), base) for field in FIELDS}
        for block in OFFER_BLOCKS:
            values[block.name,] = self._offers(block, name, base)
        built: Scenario = _built(Scenario, values, ())
        self._wrong |= built.holds_too_much()
        return built

    def amount(self, field: InputField, default: Array) -> Array:
        """Return an amount of the clients themselves, its default where it is blank."""
        if field.path not in self._heading_at:
            return default
        found: Array = self._read(field.path, field).filled(default)
        return found

    def refuse_wrong(self) -> None:
        """Refuse the frame if a row is wrong, with what the reader of one client says of the first."""
        rows = np.flatnonzero(self._wrong).tolist()
        if rows:
            problems = [problem for row in rows[:MOST_SHOWN] for problem in self._problems(row)]
            more = f", the first {MOST_SHOWN} of {len(rows)} rows with faults" if len(rows) > MOST_SHOWN else ""
            raise InvalidClient(f"frame{more}", problems)

    def _problems(self, row: int) -> Iterator[XlQuadrantError]:
        """Yield what is wrong in a row."""
        headings = (str(heading) for heading in self._frame)
        cells = {heading: plain(self._frame[heading].iloc[row]) for heading in headings if heading.startswith(_READ)}
        try:
            client_from_row({**cells, "name": "client"}, "frame")
        except InvalidClient as error:
            for problem in error.problems:
                problem.argument = f"row {self._frame.index[row]}, {heading_of(problem.argument)}"
                yield problem

    def _field(self, field: InputField, place: Place, base: Scenario | None) -> Any:
        """Return a field of every client."""
        before = field.default if base is None else value_at(base, field.path)
        if place not in self._heading_at:
            return before
        column = self._read(place, field)
        if before is None:
            self._wrong |= column.blank
            return column.found
        return column.filled(before)

    def _offers(self, block: OfferBlock, name: str, base: Scenario | None) -> Rows:
        """Return a list of offers of every client; one whose target gives none, and does not say so, has today's."""
        before: Rows = () if base is None else getattr(base, block.name)
        if not self.tell_of(name, block.name):
            return before
        places = [place for place in self._heading_at if place[:2] == (name, block.name) and len(place) > 2]
        own, rows, names = self._said_to_be_none(name, block), [], []
        for number in sorted({place[2] for place in places}):
            columns = {c.name: self._read((name, block.name, number, c.name), c) for c in block.columns}
            given = ~np.logical_and.reduce([column.blank for column in columns.values()])
            for column in block.columns:
                if column.required:
                    self._wrong |= given & columns[column.name].blank
            own |= given
            names.append(columns["name"].filled(""))
            rows.append({c.name: columns[c.name].filled(_not_taken(c)) for c in block.columns[1:]})
        self._refuse_repeated(names)
        return tuple(_one_of(own, block, row, today) for row, today in itertools.zip_longest(rows, before))

    def _said_to_be_none(self, name: str, block: OfferBlock) -> Array:
        """Return which clients say that a list of theirs is empty."""
        heading = f"{name}_{block.name}"
        if LISTS[heading] not in self._heading_at:
            return self._nowhere()
        said: Array = np.array(
            ["" if is_blank(cell) else str(cell).strip().lower() for cell in self._frame[heading]], np.str_
        )
        self._wrong |= (said != "") & (said != NO_OFFERS)
        none: Array = said == NO_OFFERS
        return none

    def _refuse_repeated(self, names: list[Any]) -> None:
        """Note the clients two of whose offers have one name; case does not count, and is folded already."""
        for one, other in itertools.combinations(names, 2):
            self._wrong |= (one == other) & (one != "")

    def _read(self, place: Place, field: InputField) -> Column:
        """Return the column at a place, blank if there is none; note what is refused."""
        if place not in self._heading_at:
            return Column(np.full(len(self._frame), _not_taken(field)), ~self._nowhere(), self._nowhere())
        column = read_column(self._frame[self._heading_at[place]], field)
        self._wrong |= column.refused
        return column

    def _nowhere(self) -> Array:
        """Return False for each client."""
        return np.zeros(len(self._frame), dtype=bool)


def _not_taken(column: InputField) -> Any:
    """Return what stands for a blank in an offer: its default, NaN where it has none, a churn of 1, a blank name."""
    if column.default is not None:
        return column.default
    if not isinstance(column.quantity, Number):
        return ""
    return 1.0 if column.required else np.nan


def _one_of(own: Array, block: OfferBlock, row: Mapping[str, Any] | None, today: Any) -> Any:
    """Return an offer of every client: their own where they give a list, else today's; not taken where it ends."""
    columns: dict[str, Any] = {"name": ""}
    for column in block.columns[1:]:
        given = _not_taken(column) if row is None else row[column.name]
        before = _not_taken(column) if today is None else getattr(today, column.name)
        columns[column.name] = np.where(own, given, before)
    model = get_args(Scenario.model_fields[block.name].annotation)[0]
    return model.model_construct(**columns)


def _built(model: Any, values: Mapping[Place, Any], path: Place) -> Any:
    """Return a table with its values, by their paths; they are checked already."""
    fields = {}
    for name, info in model.model_fields.items():
        place = (*path, name)
        fields[name] = values[place] if place in values else _built(info.annotation, values, place)
    return model.model_construct(**fields)
