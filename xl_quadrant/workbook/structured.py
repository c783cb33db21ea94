"""References to tables, such as ``Sales[price]``, as areas: the engine knows no tables."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

import formualizer

from xl_quadrant.errors import InvalidWorkbook
from xl_quadrant.workbook.addresses import Area, read_area
from xl_quadrant.workbook.markup import elements
from xl_quadrant.workbook.package import Package

_REFERENCE = re.compile(r"([^\[\]!'\s]+)\[(.*)\]", re.DOTALL)
_PIECE = re.compile(r"\[((?:'.|[^'\]])*)\]|([,:\s]+)", re.DOTALL)
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
            table, columns = parsed[0].attributes, [column.attributes.get("name", "").lower() for column in parsed[1:]]
            area = read_area(f"{_quoted(sheet)}!{table.get('ref', '')}")
            if area is not None:
                counts = (_count(table.get("headerRowCount", "1")), _count(table.get("totalsRowCount", "0")))
                name = table.get("displayName", table.get("name", ""))
                found[name.lower()] = Table(area, tuple(columns), *counts)
    return found


def lowered(formula: str, row: int, tables: dict[str, Table]) -> str:
    """
    Return a formula with areas instead of references to tables.

    Parameters
    ----------
    formula : str
        The formula, with ``=``.
    row : int
        The row of its cell, which ``[#This Row]`` refers to.
    tables : dict of str to Table
        The tables of the workbook.

    Returns
    -------
    str
        The formula; a reference that leads nowhere is ``#REF!``.

    Examples
    --------
    >>> table = Table(Area("Offers", 1, 2, 9, 3), ("price", "take rate"), 1, 0)
    >>> lowered("=SUMPRODUCT(t[price],t[take rate])*t[[#This Row],[price]]", 5, {"t": table})
    '=SUMPRODUCT(Offers!B2:B9,Offers!C2:C9)*Offers!B5'
    """
    if "[" not in formula or not tables:
        return formula
    try:
        tokens: list[Any] = list(formualizer.tokenize(formula))
    except formualizer.TokenizerError:
        return formula
    written, pieces, at = formula.encode(), b"", 0
    for token in tokens:
        found = _REFERENCE.fullmatch(token.value) if str(token.token_type) == "Operand" else None
        if found is not None and found[1].lower() in tables:
            area = _area(tables[found[1].lower()], found[2], row)
            pieces += written[at : token.start] + (str(area) if area else "#REF!").encode()
            at = token.end
    return (pieces + written[at:]).decode()


def _area(table: Table, specifier: str, row: int) -> Area | None:
    """Return the area that the part of a reference between its outer brackets stands for."""
    parts: set[str] = set()
    columns: list[str] = []
    inner = specifier if specifier.lstrip().startswith("[") else f"[{specifier}]" if specifier.strip() else ""
    for name, _separator in _PIECE.findall(inner):
        plain = re.sub(r"'(.)", r"\1", name).strip().lower()
        if plain in _PARTS:
            parts.add(plain)
        elif plain:
            columns.append(plain)
    rows = table.rows(parts, row)
    if rows is None or any(column not in table.columns for column in columns):
        return None
    positions = [table.columns.index(column) for column in columns] or [0, len(table.columns) - 1]
    first_column = table.area.first_column
    return Area(table.area.sheet, rows[0], first_column + min(positions), rows[1], first_column + max(positions))


def _count(written: str) -> int:
    """Return how many rows of headings or totals there are: one, or none."""
    return 0 if written.strip() in ("0", "") else 1


def _quoted(sheet: str) -> str:
    """Return the title of a sheet between quotes."""
    return "'" + sheet.replace("'", "''") + "'"
