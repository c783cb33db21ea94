"""A workbook that people have worked in, with new figures: what they typed stays, and each change is told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from xl_quadrant.business.client_row import is_blank, put, value_at
from xl_quadrant.business.currencies import currency_token
from xl_quadrant.business.headings import SCENARIOS
from xl_quadrant.business.model import CLIENT_FIELDS, FIELDS, OFFER_BLOCKS, Client, InputField, OfferBlock
from xl_quadrant.client_book.calculation import calculated
from xl_quadrant.client_book.prepared_template import SAMPLE_NOTE
from xl_quadrant.clients.client_cells import INPUT_NAMES, tables_from_names
from xl_quadrant.clients.client_file import client_from_mapping
from xl_quadrant.errors import InvalidWorkbook, UnlikeShapes
from xl_quadrant.package.cells import with_inputs
from xl_quadrant.package.parts import Package
from xl_quadrant.package.settings import calculated_on_opening, with_currency
from xl_quadrant.package.sheet_index import SheetIndex, index_sheet
from xl_quadrant.package.stored_values import read_names
from xl_quadrant.package.typed_values import cell_value
from xl_quadrant.package.values import CellValue

CURRENCY_LABEL: Final = next(field.label for field in CLIENT_FIELDS if field.name == "currency")
"""What a change of the currency is called."""

Offers = Mapping[int, Mapping[str, Any]]
"""The offers of a list that a source gives: the fields of each, by its row in the workbook, from 1."""


@dataclass(frozen=True, slots=True)
class Change:
    """
    One input that an update changes.

    Parameters
    ----------
    label : str
        What a person calls it, such as ``Core package: Price, today``.
    before, after : float, bool, str, date or None
        What stands in the cell, and what will; None for a blank cell.
    kind : str
        ``money``, ``rate``, ``count`` … or ``text``.
    """

    label: str
    before: Any
    after: Any
    kind: str


@dataclass(frozen=True, slots=True)
class Update:
    """
    What an update makes of a workbook.

    Parameters
    ----------
    content : bytes
        The whole file, calculated; as it was where nothing changes.
    changes : tuple of Change
        Each input that changes, in the order of the Inputs sheet.
    left : tuple of str
        What the source gives and the workbook keeps, and what stays though the source does not name it, a sentence
        each.
    """

    content: bytes
    changes: tuple[Change, ...]
    left: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Cell:
    """One input cell that a source gives a value for."""

    name: str
    row: int
    label: str
    kind: str
    value: Any


def update_figures(content: bytes, tables: Mapping[str, Any], source: str) -> Update:
    """
    Return a filled workbook with the figures of a client file in place of those it has.

    Parameters
    ----------
    content : bytes
        The workbook.
    tables : mapping of str to object
        The tables of a client file, or a row of a roster as tables. A field that they do not give stays as it is
        typed. An offer is found by its name; one that is not there yet takes the first free row.
    source : str
        What errors call the workbook, such as its path.

    Returns
    -------
    Update
        The workbook and what changes. Every sheet, note, picture and format stays as it is, and so does whatever is
        typed into cells that the tables do not name.

    Raises
    ------
    InvalidWorkbook
        If the workbook is another client's, or has no free row for an offer.
    InvalidClient
        If the figures and those that stay are not a valid business; it lists all that is wrong.
    """
    package = Package(content, source)
    names = read_names(package, INPUT_NAMES | {SAMPLE_NOTE})
    _refuse_other_client(names, tables, source)
    offers = {
        (scenario, block.name): _rows(names, block, tables[scenario][block.name], source)
        for scenario in SCENARIOS
        for block in OFFER_BLOCKS
        if isinstance(tables.get(scenario), Mapping) and block.name in tables[scenario]
    }
    merged = _merged(tables_from_names(names), tables, offers)
    client = client_from_mapping(merged, source)
    cells = [*_client_cells(client, tables, names), *_cells(client, tables, merged, offers)]
    if "today" in tables and not is_blank(names.get(SAMPLE_NOTE)):
        cells.append(_Cell(SAMPLE_NOTE, 0, "Note that figures are samples", "text", None))
    return _written(package, cells, names, _unnamed(names, offers))


def _refuse_other_client(names: Mapping[str, Any], tables: Mapping[str, Any], source: str) -> None:
    """Refuse a workbook that bears the name of another client."""
    stands, given = names.get("in_client_name"), tables.get("name")
    if not is_blank(stands) and not is_blank(given) and str(stands).strip().casefold() != str(given).strip().casefold():
        rule = f"is the workbook of {stands}, and the figures are those of {given}; give the figures of {stands}"
        raise InvalidWorkbook(source, None, rule)


def _rows(names: Mapping[str, Any], block: OfferBlock, given: Any, source: str) -> dict[int, dict[str, Any]]:
    """Return the offers that a source gives by their row in the workbook, new ones in free rows."""
    rows = [given[number] for number in sorted(given)] if isinstance(given, Mapping) else list(given or ())
    titles = _column(names.get(f"in_{block.name}_name"))
    at = {str(title).strip().casefold(): row for row, title in enumerate(titles, start=1) if not is_blank(title)}
    free = iter(_free_rows(names, block, len(titles)))
    found: dict[int, dict[str, Any]] = {}
    for offer in rows:
        if not isinstance(offer, Mapping):
            raise UnlikeShapes(block.name, offer, "is no offer; write its name, price and take rate as a table")
        row = at.get(str(offer.get("name", "")).strip().casefold()) or next(free, None)
        if row is None:
            rule = f"has no free row for {offer.get('name')}: {len(titles)} rows are filled; empty one, or add rows"
            raise InvalidWorkbook(f"{source}: {block.label}", None, rule)
        found[row] = dict(offer)
    return found


def _free_rows(names: Mapping[str, Any], block: OfferBlock, count: int) -> Iterator[int]:
    """Yield the rows of a list of offers in which nothing is typed."""
    columns = [_column(names.get(name)) for name in _column_names(block)]
    for row in range(count):
        if all(is_blank(cell) for column in columns for cell in column[row : row + 1]):
            yield row + 1


def _column_names(block: OfferBlock) -> Iterator[str]:
    """Yield the names of the columns of a list of offers."""
    for column in block.columns:
        ends = ("",) if column.name == "name" else tuple(f"_{scenario}" for scenario in SCENARIOS)
        yield from (f"in_{block.name}_{column.name}{end}" for end in ends)


def _merged(
    stands: dict[str, Any], given: Mapping[str, Any], offers: Mapping[tuple[str, str], Offers]
) -> dict[str, Any]:
    """Return the tables of the workbook with those that are given laid over them, field by field and row by row."""
    merged = {**stands, **{key: value for key, value in given.items() if key not in SCENARIOS}}
    for scenario in SCENARIOS:
        if not isinstance(given.get(scenario), Mapping):
            continue
        table = merged.setdefault(scenario, {})
        for path, value in _given_fields(given[scenario]):
            put(table, path, value)
        for block in OFFER_BLOCKS:
            for row, fields in offers.get((scenario, block.name), {}).items():
                rows = table.setdefault(block.name, {})
                rows[row] = {**rows.get(row, {}), **fields}
    return merged


def _given_fields(table: Mapping[str, Any], path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Yield the fields that a scenario of a client file gives, each with its path; lists of offers left out."""
    lists = {block.name for block in OFFER_BLOCKS}
    for key, value in table.items():
        if isinstance(value, Mapping) and not (not path and key in lists):
            yield from _given_fields(value, (*path, key))
        elif value is not None and not (not path and key in lists):
            yield (*path, key), value


def _client_cells(client: Client, given: Mapping[str, Any], names: Mapping[str, Any]) -> Iterator[_Cell]:
    """Yield the cells of the client itself that are given; a name stays as somebody spelt it."""
    for field in CLIENT_FIELDS:
        spelt = field.name == "client_name" and not is_blank(names.get(f"in_{field.name}"))
        if not is_blank(given.get(field.path[0])) and not spelt:
            yield _Cell(f"in_{field.name}", 0, field.label, _kind(field), getattr(client, field.path[0]))


def _cells(
    client: Client, given: Mapping[str, Any], merged: Mapping[str, Any], offers: Mapping[tuple[str, str], Offers]
) -> Iterator[_Cell]:
    """Yield the cells of both scenarios that are given, as the model has their values."""
    paths = {
        scenario: dict(_given_fields(given[scenario]))
        for scenario in SCENARIOS
        if isinstance(given.get(scenario), Mapping)
    }
    for field in FIELDS:
        for scenario, given_paths in paths.items():
            if field.path in given_paths:
                label = f"{field.section}: {field.label.removeprefix(field.section).strip().capitalize()}, {scenario}"
                value = value_at(getattr(client, scenario), field.path)
                yield _Cell(f"in_{field.name}_{scenario}", 0, label, _kind(field), value)
    for (scenario, name), rows in offers.items():
        block = next(block for block in OFFER_BLOCKS if block.name == name)
        numbers = sorted(merged[scenario][name])
        checked = dict(zip(numbers, getattr(getattr(client, scenario), name), strict=True))
        for row, fields in rows.items():
            yield from _offer_cells(block, scenario, row, fields, checked[row])


def _offer_cells(block: OfferBlock, scenario: str, row: int, fields: Mapping[str, Any], offer: Any) -> Iterator[_Cell]:
    """Yield the cells of one offer that are given."""
    for column in block.columns:
        if column.name in fields:
            shared = column.name == "name"
            name = f"in_{block.name}_{column.name}" + ("" if shared else f"_{scenario}")
            label = f"{block.label}: {offer.name}, {column.label}" + ("" if shared else f", {scenario}")
            yield _Cell(name, row - 1, label, _kind(column), getattr(offer, column.name))


def _unnamed(names: Mapping[str, Any], offers: Mapping[tuple[str, str], Offers]) -> list[str]:
    """Return a sentence for each offer of the workbook that a source, which lists its kind, does not name."""
    said = []
    for block in OFFER_BLOCKS:
        named = {row for (_, name), rows in offers.items() if name == block.name for row in rows}
        for row, title in enumerate(_column(names.get(f"in_{block.name}_name")), start=1):
            if named and row not in named and not is_blank(title):
                said.append(f"{block.label}: {title} is not among the new figures; it stays as typed")
    return said


def _written(package: Package, cells: Sequence[_Cell], names: Mapping[str, Any], left: list[str]) -> Update:
    """Return the workbook with the cells that differ written, and calculated."""
    indexes = _Indexes(package)
    areas = {name.lower(): area for name, area in package.names.items()}
    by_sheet: dict[str, dict[tuple[int, int], CellValue]] = {}
    changes: list[Change] = []
    for cell in cells:
        area, before = areas.get(cell.name.lower()), _column(names.get(cell.name))
        after = cell_value(None if cell.value == "" else cell.value, cell.label, from_1904=package.counts_from_1904)
        if area is None and after is not None:
            left.append(f"{cell.label}: the workbook has no cell named {cell.name}; update its template first")
        if area is None or _same(before[cell.row], cell.value, after):
            continue
        position = list(area.positions)[cell.row]
        span = indexes[area.sheet].cells.get(position)
        if span is not None and span.formula is not None:
            left.append(f"{cell.label}: a formula is typed there; it stays, and the new figure is {after}")
            continue
        by_sheet.setdefault(area.sheet, {})[position] = after
        changes.append(Change(cell.label, before[cell.row], cell.value, cell.kind))
    if not changes:
        return Update(package.content, (), tuple(left))
    changed = {package.sheets[sheet]: with_inputs(indexes[sheet], values) for sheet, values in by_sheet.items()}
    changed[package.workbook_part] = calculated_on_opening(package.part(package.workbook_part))
    changed |= _styles(package, changes)
    return Update(calculated(package.replaced(changed), package.source), tuple(changes), tuple(left))


def _styles(package: Package, changes: Sequence[Change]) -> dict[str, bytes]:
    """Return the part of the styles with another currency, if the currency changes."""
    for change in changes:
        if change.label == CURRENCY_LABEL and package.styles_part is not None:
            old, new = currency_token(str(change.before or "USD")), currency_token(str(change.after))
            return {package.styles_part: with_currency(package.part(package.styles_part), old, new)}
    return {}


class _Indexes(dict[str, SheetIndex]):
    """Where the cells of each sheet stand, found when first asked for."""

    def __init__(self, package: Package) -> None:
        super().__init__()
        self._package = package

    def __missing__(self, sheet: str) -> SheetIndex:
        part = self._package.sheets[sheet]
        self[sheet] = index_sheet(self._package.part(part), f"{self._package.source}: {sheet}")
        return self[sheet]


def _same(before: Any, value: Any, after: CellValue) -> bool:
    """Say whether a cell holds what it is to hold; a date may stand in it as a date or as Excel's days."""
    if is_blank(before) or is_blank(after):
        return is_blank(before) and is_blank(after)
    return bool(before in (value, after)) and isinstance(before, bool) == isinstance(after, bool)


def _kind(field: InputField) -> str:
    """Return what a field holds, as figures are printed."""
    return str(getattr(field.quantity, "kind", "text"))


def _column(value: Any) -> Sequence[Any]:
    """Return the cells of a name: a list as it is, one cell as a list of one."""
    return value if isinstance(value, (list, tuple)) else [value]
