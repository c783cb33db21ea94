"""Files of known exports read together into the five tables, every row of every file accounted for."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from xl_quadrant.business.currencies import CURRENCIES
from xl_quadrant.errors import FileError
from xl_quadrant.exports.account import Account
from xl_quadrant.exports.amounts import decimal_mark_of
from xl_quadrant.exports.block import Block, Reading
from xl_quadrant.exports.column_map import ColumnMap
from xl_quadrant.exports.days import day_first_of, zone_of
from xl_quadrant.exports.known_shapes import recognised
from xl_quadrant.exports.shape import Shape
from xl_quadrant.exports.source_file import Rows, SourceFile
from xl_quadrant.exports.tables import COLUMNS, Collected
from xl_quadrant.functions.ranges import Array

Told = Callable[[str, int], object]
Tables = dict[str, dict[str, Array]]

_CODES: Final = tuple(sorted({code for code, _ in CURRENCIES}))


@dataclass(frozen=True, slots=True)
class Exports:
    """
    What files hold.

    Parameters
    ----------
    tables : dict of str to dict of str to ndarray
        The five tables; texts as numbers of `texts`.
    texts : list of str
        What the numbers stand for.
    accounts : tuple of Account
        What became of the rows of each file.
    currency : str
        The one currency of all that was used; blank if none is named.
    """

    tables: Tables
    texts: list[str]
    accounts: tuple[Account, ...]
    currency: str


def read_exports(
    paths: Iterable[str | Path],
    *,
    column_map: ColumnMap | None = None,
    zone: str = "UTC",
    decimal: str | None = None,
    day_first: bool | None = None,
    currency: str | None = None,
    told: Told | None = None,
) -> Exports:
    """
    Read files together.

    Parameters
    ----------
    paths : iterable of path
        The files; what each is, is told by its headings.
    column_map : ColumnMap, optional
        What files of an unknown shape hold.
    zone : str
        The time zone of the business.
    decimal : str, optional
        The decimal mark of the files, where they do not show it.
    day_first : bool, optional
        Whether the files write the day before the month, where they do not show it.
    currency : str, optional
        The one currency that counts; rows in others are left out.
    told : callable, optional
        Called with the name of a file and how many of its rows are read, after each block.

    Returns
    -------
    Exports
        Every row of every file is used once, or left out with its reason.

    Raises
    ------
    FileError
        If a file cannot be read or is of an unknown shape, if a date may be one of two days, or if what the files hold
        is in several currencies.
    UnknownWord
        If there is no such time zone (``#VALUE!``).
    """
    where, own = zone_of(zone), column_map or ColumnMap()
    collected, readings = Collected(), []
    seen: dict[str, str] = {}
    for number, path in enumerate(paths):
        file = SourceFile(path)
        shape, titles = _shape_of(file, own)
        reading = Reading(number, shape, Account(file.name, shape.name, titles), {}, 0, where, words=own.words)
        readings.append(reading)
        _look_at_headings(reading, file, titles)
        _look_at_marks(reading, file, titles, decimal=decimal, day_first=day_first)
        print_of_file = file.fingerprint()
        twin = seen.get(print_of_file)
        seen.setdefault(print_of_file, file.name)
        with _no_collector():
            for numbers, cells in _whole_rows(reading, file, titles):
                block = Block(reading, numbers, cells, collected)
                shape.read(block)
                if twin is not None:
                    block.leave_out(block.kept, f"the same file as {twin}")
                if currency:
                    other = (block.currency != "") & (block.currency != currency.upper())
                    block.leave_out(other, f"not in {currency.upper()}", block.currency)
                block.close()
                if told is not None:
                    told(file.name, reading.account.rows_read)
    tables = _once(readings, {name: collected.table(name) for name in COLUMNS}, collected.words.texts)
    accounts = tuple(reading.account for reading in readings)
    return Exports(tables, collected.words.texts, accounts, _one_currency(readings))


@contextmanager
def _no_collector() -> Iterator[None]:
    """Keep Python from searching millions of new texts for circles, which rows of texts cannot form."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _shape_of(file: SourceFile, own: ColumnMap) -> tuple[Shape, int]:
    """Return what a file is, and how many rows stand above its headings; a map comes before what is known."""
    rows = file.first_rows()
    for titles, row in enumerate(rows):
        for shape in own.shapes():
            if shape.fit(row)[0] == 1:
                return shape, titles
    return recognised(file.path, rows)


def _look_at_headings(reading: Reading, file: SourceFile, titles: int) -> None:
    """Note where the columns of a file stand, and the currency that a heading names."""
    headings = file.first_rows()[titles]
    reading.places = reading.shape.places(headings)
    reading.width = len(headings)
    reading.account.headings = {column: headings[place].strip() for column, place in reading.places.items()}
    named = [code for column in reading.shape.amounts if column in reading.places
             for code in _CODES if code in headings[reading.places[column]]]  # fmt: skip
    reading.currency = named[0] if named else ""


def _look_at_marks(
    reading: Reading, file: SourceFile, titles: int, *, decimal: str | None, day_first: bool | None
) -> None:
    """Find which decimal mark a file has, and whether it writes the day before the month."""
    amounts = [reading.places[column] for column in reading.shape.amounts if column in reading.places]
    days = [reading.places[column] for column in reading.shape.days if column in reading.places]
    mark: str | None = None
    first: bool | None = None
    open_question = False
    for rows in file.blocks(titles + 1):
        if mark is None:
            mark = decimal_mark_of(text for place in amounts for text in _column(rows, place))
        found = [day_first_of(_column(rows, place)) for place in days]
        first = next((answer for answer in found if answer), first)
        sure = any(answer is False and _has_numbers(rows, place) for answer, place in zip(found, days, strict=True))
        open_question = open_question or None in found
        if first is None and sure:
            first = False
        if not open_question or (first is not None and mark is not None):
            break
    if open_question and first is None:
        if day_first is None:
            rule = "writes dates that may be day or month first; say --dates day-first or --dates month-first"
            raise FileError(str(file.path), None, rule)
        first = day_first
    reading.day_first = bool(first)
    reading.decimal = mark or decimal or ("," if file.separator == ";" else ".")


def _column(rows: Rows, place: int) -> Iterator[str]:
    """Yield a column of some rows, of those that are long enough."""
    return (cells[place] for cells in rows.cells if len(cells) > place)


def _has_numbers(rows: Rows, place: int) -> bool:
    """Say whether a column shows by any date that the month comes first."""
    return any(day_first_of([text]) is False and "/" in text for text in _column(rows, place))


def _whole_rows(reading: Reading, file: SourceFile, titles: int) -> Iterator[tuple[Array, list[tuple[str, ...]]]]:
    """Yield rows as columns; rows that do not fit under the headings are left out, and said."""
    width = reading.width
    for rows in file.blocks(titles + 1):
        numbers, cells = rows.numbers, rows.cells
        if set(map(len, cells)) != {width} or max(rows.lines) > 1:
            kept = [place for place in range(len(cells)) if not _odd(reading, file, rows, place)]
            numbers, cells = [numbers[place] for place in kept], [cells[place][:width] for place in kept]
        if cells:
            yield np.array(numbers), list(zip(*cells, strict=True))


def _odd(reading: Reading, file: SourceFile, rows: Rows, place: int) -> bool:
    """Say whether a row does not fit under the headings; write down why."""
    cells, width = rows.cells[place], reading.width
    if not any(cell.strip() for cell in cells):
        reason = "a blank row"
    elif rows.lines[place] > 1 and _swallowed(cells, file.separator, width):
        reason = f"a quote that does not close takes {rows.lines[place]} lines for one row"
    elif len(cells) == width or (len(cells) > width and not any(cell.strip() for cell in cells[width:])):
        return False
    else:
        reason = f"{len(cells)} cells under {width} headings"
    line = reading.account.reason(reason)
    count = rows.lines[place] if "quote" in reason else 1
    shown = np.array([file.separator.join(cells)[:60]] * count, dtype=object)
    line.add(np.arange(count) + rows.numbers[place], np.zeros(count, np.int64), np.full(count, "", object), shown)
    return True


def _swallowed(cells: Sequence[str], separator: str, width: int) -> bool:
    """Say whether a cell holds a whole line of the file."""
    return any(line.count(separator) >= max(1, width - 1) for cell in cells if "\n" in cell or "\r" in cell
               for line in cell.splitlines())  # fmt: skip


def _once(readings: Sequence[Reading], tables: Tables, texts: Sequence[str]) -> Tables:
    """Return the tables with every row once that stands in several files, as the newest file has it."""
    gone: dict[int, Array] = {}
    for name in {reading.shape.name for reading in readings}:
        group = sorted((r for r in readings if r.shape.name == name and r.rows), key=_age)
        identities = [np.concatenate(reading.identities) for reading in group]
        if not group or (len(group) == 1 and not group[0].shape.once):
            continue
        if not group[0].shape.once:
            identities = [found + _times_before(found) * np.uint64(0x9E3779B97F4A7C15) for found in identities]
        owner = np.repeat(np.arange(len(group)), list(map(len, identities)))
        together = pd.Series(np.concatenate(identities))
        again = together.duplicated(keep="last").to_numpy()
        if again.any():
            newest = pd.Series(owner).groupby(together).transform("last").to_numpy()
            for place, reading in enumerate(group):
                gone[reading.number] = _without(reading, again[owner == place], newest[owner == place], group, texts)
    return tables if not gone else {name: _not_in(table, gone) for name, table in tables.items()}


def _age(reading: Reading) -> tuple[int, int]:
    """Return what puts the newest file last; a file without a day is the oldest."""
    day = -1 if np.isnat(reading.last_day) else int(reading.last_day.astype("datetime64[D]").astype(np.int64))
    return day, reading.number


def _times_before(identities: Array) -> Array:
    """Return how often each row stands above itself in its file."""
    return pd.Series(identities).groupby(identities).cumcount().to_numpy().astype(np.uint64)


def _without(reading: Reading, again: Array, newest: Array, group: Sequence[Reading], texts: Sequence[str]) -> Array:
    """Move rows that stand again elsewhere from those used to those left out; return where they begin."""
    rows, units = np.concatenate(reading.rows), np.concatenate(reading.units)
    currencies = np.array(texts, dtype=object)[np.concatenate(reading.currencies)]
    for place in np.unique(newest[again]):
        which = again & (newest == place)
        other = "further down in this file" if group[place] is reading else f"in {group[place].account.file}"
        line = reading.account.reason(f"stands again {other}")
        line.add(rows[which], units[which], currencies[which])
    used = reading.account.used
    used.rows -= int(again.sum())
    for currency in np.unique(currencies[again]):
        used.units[currency] -= int(units[again & (currencies == currency)].sum())
    found: Array = rows[again]
    return found


def _not_in(table: dict[str, Array], gone: Mapping[int, Array]) -> dict[str, Array]:
    """Return a table without the rows of files that are gone."""
    out = np.zeros(len(table["row"]), dtype=bool)
    for file, rows in gone.items():
        out |= (table["file"] == file) & np.isin(table["row"], rows)
    return {name: values[~out] for name, values in table.items()}


def _one_currency(readings: Sequence[Reading]) -> str:
    """Return the currency of all that was used; refuse several."""
    found: dict[str, str] = {}
    for reading in readings:
        for currency in reading.account.used.units:
            if currency:
                found.setdefault(currency, reading.account.file)
    if len(found) > 1:
        told = "; ".join(f"{currency} in {file}" for currency, file in sorted(found.items()))
        rule = "are the currencies of these files; give files of one, or leave the others out with --currency"
        raise FileError(told, None, rule)
    return next(iter(found), "")
