"""Tables of a workbook, and the cells that references such as ``Sales[price]`` stand for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from xl_quadrant.errors import InvalidWorkbook
from xl_quadrant.package.addresses import Area, read_area
from xl_quadrant.package.markup import elements
from xl_quadrant.package.parts import Package

_REFERENCE = re.compile(r"([^\[\]!'\s]*)\[(.*)\]", re.DOTALL)
_PIECE = re.compile(r"\[((?:'.|[^'\]])*)\]|([,:\s]+)", re.DOTALL)
_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
_BLANKS: Final = re.compile(r"\s+")
_PARTS: Final = ("#all", "#data", "#headers", "#totals", "#this row")


@dataclass(frozen=True, slots=True)
class Table:
    """
    One table.

    Parameters
    ----------
    area : Area
        All of its cells.
    columns : tuple of str
        The headings, in lower case.
    headers : int
        Rows of headings, 0 or 1.
    totals : int
        Rows of totals, 0 or 1.
    """

    area: Area
    columns: tuple[str, ...]
    headers: int
    totals: int

    def rows(self, parts: set[str], row: int) -> tuple[int, int] | None:
        """Return the first and last row of the parts that are asked for; None if there are none."""
        first, last = self.area.first_row, self.area.last_row
        data = (first + self.headers, last - self.totals)
        if "#this row" in parts:
            return (row, row) if data[0] <= row <= data[1] else None
        wanted = {
            "#all": [(first, last)],
            "#headers": [(first, first)] if self.headers else [],
            "#totals": [(last, last)] if self.totals else [],
            "#data": [data] if data[0] <= data[1] else [],
        }
        found = [rows for part in parts or {"#data"} for rows in wanted[part]]
        return (min(start for start, _ in found), max(end for _, end in found)) if found else None


def tables_of(package: Package) -> dict[str, Table]:
    """
    Return the tables of a workbook.

    Parameters
    ----------
    package : Package
        The workbook.

    Returns
    -------
    dict of str to Table
        By name, in lower case.

    Raises
    ------
    InvalidWorkbook
        If one is damaged.
    """
    found = {}
    for sheet, part in package.sheets.items():
        for table_part in package.related(part, "table").values():
            named = f"{package.source}: {table_part}"
            parsed = elements(package.part(table_part), {"table", "tableColumn"}.__contains__, named)
            if not parsed or parsed[0].local != "table":
                raise InvalidWorkbook(named, None, "is no table; open the workbook in Excel and save it anew")
            table, columns = parsed[0].attributes, [_key(column.attributes.get("name", "")) for column in parsed[1:]]
            area = read_area(f"{_quoted(sheet)}!{table.get('ref', '')}")
            if area is not None:
                counts = (_count(table.get("headerRowCount", "1")), _count(table.get("totalsRowCount", "0")))
                name = table.get("displayName", table.get("name", ""))
                found[name.lower()] = Table(area, tuple(columns), *counts)
    return found


def table_at(sheet: str, row: int, column: int, tables: Mapping[str, Table]) -> str:
    """
    Return the table that a cell stands in, which ``[Column]`` alone refers to.

    Parameters
    ----------
    sheet : str
        The title of its sheet.
    row, column : int
        Counted from 1.
    tables : mapping of str to Table
        The tables of the workbook.

    Returns
    -------
    str
        Its name in lower case; empty if it stands in none.
    """
    for name, table in tables.items():
        area = table.area
        inside = area.first_row <= row <= area.last_row and area.first_column <= column <= area.last_column
        if inside and area.sheet == sheet:
            return name
    return ""


def area_of_reference(reference: str, row: int, tables: Mapping[str, Table]) -> Area | None:
    """
    Return the cells that a reference to a table stands for.

    Parameters
    ----------
    reference : str
        Such as ``Offers[price]``.
    row : int
        The row of the cell it stands in, which ``[#This Row]`` refers to.
    tables : mapping of str to Table
        The tables of the workbook.

    Returns
    -------
    Area or None
        None if it leads nowhere.
    """
    found = _REFERENCE.fullmatch(reference)
    table = tables.get(found[1].lower()) if found else None
    return _area(table, found[2], row) if found and table else None


def is_table_reference(reference: str, tables: Mapping[str, Table]) -> bool:
    """
    Say whether a text refers to one of the tables, even to cells that it does not have.

    Parameters
    ----------
    reference : str
        Such as ``Offers[price]``.
    tables : mapping of str to Table
        The tables of the workbook.

    Returns
    -------
    bool
        Whether it does.
    """
    found = _REFERENCE.fullmatch(reference)
    return found is not None and found[1].lower() in tables


def _area(table: Table, specifier: str, row: int) -> Area | None:
    """Return the area that the part of a reference between its outer brackets stands for."""
    parts: set[str] = set()
    columns: list[str] = []
    if specifier.startswith("@"):
        parts.add("#this row")
        specifier = specifier[1:]
    inner = specifier if specifier.lstrip().startswith("[") else f"[{specifier}]" if specifier.strip() else ""
    for name, _separator in _PIECE.findall(inner):
        plain = _key(re.sub(r"'(.)", r"\1", name))
        if plain.strip() in _PARTS:
            parts.add(plain.strip())
        elif plain.strip():
            columns.append(plain if plain in table.columns else plain.strip())
    rows = table.rows(parts, row)
    if rows is None or any(column not in table.columns for column in columns):
        return None
    positions = [table.columns.index(column) for column in columns] or [0, len(table.columns) - 1]
    first_column = table.area.first_column
    return Area(table.area.sheet, rows[0], first_column + min(positions), rows[1], first_column + max(positions))


def _key(heading: str) -> str:
    """Return a heading as it is looked for: in lower case, one blank for each run of them and of line ends."""
    return _BLANKS.sub(" ", _ESCAPED.sub(lambda found: chr(int(found[1], 16)), heading)).lower()


def _count(written: str) -> int:
    """Return how many rows of headings or totals there are: one, or none."""
    return 0 if written.strip() in ("0", "") else 1


def _quoted(sheet: str) -> str:
    """Return the title of a sheet between quotes."""
    return "'" + sheet.replace("'", "''") + "'"
