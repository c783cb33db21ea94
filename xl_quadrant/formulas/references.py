"""References as the engine takes them: across sheets, crossed, joined, and with corners in any order."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache, reduce
from pathlib import Path
from typing import Any, Final, TypeAlias

from xl_quadrant.formulas.tree import Tree, binary, literal, reference
from xl_quadrant.package.addresses import LAST_COLUMN, LAST_ROW, Area, letters, position_of, quoted
from xl_quadrant.package.hidden_rows import HiddenRows, hidden_rows
from xl_quadrant.package.parts import Package
from xl_quadrant.package.tables import Table

ONE: Final = "XLQ_CELL"
SEVERAL: Final = "XLQ_CELLS"
"""How the names begin that stand for cells where it is no matter which; a number and ``_`` follow."""

_MOST_KNOWN: Final = 100_000
"""So many translated formulas are kept for workbooks with the same sheets, names and tables."""

_TITLE: Final = re.compile(r"(?:'((?:[^']|'')+)'|([^'!]+))!(.*)", re.DOTALL)
_CORNER: Final = r"(\$?[A-Za-z]{1,3})?(\$?[1-9][0-9]{0,6})?"
_CELLS: Final = re.compile(rf"{_CORNER}(?::{_CORNER})?")


Known: TypeAlias = "dict[tuple[Any, ...], Any]"
"""What is known of formulas: by what they are, their sheet, and whether they are array formulas."""


def _no_formula(_sheet: str, _row: int, _column: int) -> str:
    """Return no formula."""
    return ""


@dataclass(frozen=True)
class Surroundings:
    """
    What a formula may refer to.

    Parameters
    ----------
    sheets : tuple of str
        The titles of the sheets, in the order of their tabs.
    names : mapping of str to Area
        The areas that names stand for.
    formula_at : callable
        Takes the title of a sheet, a row and a column, and gives the formula there, with ``=``; empty if there is none.
    counting : frozenset of str
        The names, in lower case, of cells that hold numbers from 1 only, and no formulas.
    local : frozenset of str
        The names, in lower case, that stand for something of its own on some sheet.
    hidden : mapping of str to HiddenRows
        The rows that do not show, by the title of the sheet in lower case.
    known : dict
        What is known of formulas; `Translator` keeps it here.
    file : str
        The name of the file, without its folder.

    Examples
    --------
    >>> around = Surroundings(("Jan", "Feb"), {"rates": Area("Jan", 1, 1, 5, 1)})
    >>> around.area("rates").size, around.area("Jan!$B2:A1"), around.area("profit")
    (5, Area(sheet='Jan', first_row=1, first_column=1, last_row=2, last_column=2), None)
    """

    sheets: tuple[str, ...] = ()
    names: Mapping[str, Area] = field(default_factory=dict)
    formula_at: Callable[[str, int, int], str] = _no_formula
    counting: frozenset[str] = frozenset()
    local: frozenset[str] = frozenset()
    hidden: Mapping[str, HiddenRows] = field(default_factory=dict)
    known: Known = field(default_factory=dict, compare=False, repr=False)
    file: str = ""

    def area(self, reference: str) -> Area | None:
        """
        Return the cells a reference stands for.

        Parameters
        ----------
        reference : str
            As a formula has it.

        Returns
        -------
        Area or None
            Without a title for the sheet of the formula itself; None for what is no area on one sheet.
        """
        key = ("area", reference)
        if key not in self.known:
            self.known[key] = self._read(reference)
        found: Area | None = self.known[key]
        return found

    def is_several(self, node: Tree) -> bool:
        """
        Say whether a node refers to several cells.

        Parameters
        ----------
        node : dict
            The node.

        Returns
        -------
        bool
            False for one cell, for a value, and for what is not known.
        """
        if node["node_type"] != "Reference":
            return node.get("operator") in (",", ":")
        area = self.area(node["reference"])
        return area is not None and area.size > 1

    def addressed(self, node: Tree) -> Tree:
        """
        Return a node by its address if it is the name of one cell.

        Of an IF with a name as its condition other functions take nothing in the engine.

        Parameters
        ----------
        node : dict
            The node.

        Returns
        -------
        dict
            The same cell, or the same node.
        """
        name = str(node.get("reference", "")).lower()
        area = self._areas.get(name) if name not in self.local else None
        return reference(str(area)) if area is not None and area.size == 1 else node

    @cached_property
    def telling(self) -> frozenset[str]:
        """The names that stand for several cells, in capitals."""
        return frozenset(name.upper() for name, area in self.names.items() if area.size > 1)

    def _read(self, reference: str) -> Area | None:
        """Return the cells a reference stands for."""
        if SEVERAL in reference:
            return Area("", 1, 1, 2, 2)
        titled = _TITLE.fullmatch(reference)
        title = (titled[1] or titled[2]).replace("''", "'") if titled else ""
        found = _cells(titled[3] if titled else reference)
        if found is None:
            return self._areas.get((titled[3] if titled else reference).lower())
        return None if ":" in title or "[" in title else replace(found, sheet=title)

    @cached_property
    def _areas(self) -> dict[str, Area]:
        """The areas of names in lower case."""
        return {name.lower(): area for name, area in self.names.items()}


def surroundings_of(
    package: Package,
    formula_at: Callable[[str, int, int], str],
    counting: frozenset[str] = frozenset(),
    tables: Mapping[str, Table] | None = None,
) -> Surroundings:
    """
    Return what the formulas of a workbook may refer to.

    Parameters
    ----------
    package : Package
        The workbook.
    formula_at : callable
        As in `Surroundings`.
    counting : frozenset of str
        As in `Surroundings`.
    tables : mapping of str to Table, optional
        The tables of the workbook.

    Returns
    -------
    Surroundings
        What has been translated in a workbook with the same sheets, names and tables is known already.
    """
    sheets = tuple(package.sheets)
    hidden = hidden_rows(package)
    known = _known_of(
        sheets, tuple(package.scoped_names.items()), counting, tuple((tables or {}).items()), tuple(hidden.items())
    )
    if len(known) > _MOST_KNOWN:
        known.clear()
    local = frozenset(name for sheet, name in package.scoped_names if sheet)
    file = Path(package.source).name
    return Surroundings(sheets, package.names, formula_at, counting, local, hidden, known, file)


@lru_cache(maxsize=4)
def _known_of(
    _sheets: tuple[str, ...],
    _names: tuple[tuple[tuple[str, str], str], ...],
    _counting: frozenset[str],
    _tables: tuple[tuple[str, Table], ...],
    _hidden: tuple[tuple[str, HiddenRows], ...],
) -> Known:
    """Return where the translated formulas of workbooks with these sheets and names are kept."""
    return {}


def resolved(node: Tree, around: Surroundings) -> Tree:
    """
    Return a reference as the engine takes it.

    Parameters
    ----------
    node : dict
        The reference.
    around : Surroundings
        The sheets and names of its workbook.

    Returns
    -------
    dict
        The cells of several sheets joined; the first corner before the last.
    """
    text = node["reference"]
    titled = _TITLE.fullmatch(text)
    title, cells = ((titled[1] or titled[2]).replace("''", "'"), titled[3]) if titled else ("", text)
    if ":" in title and "[" not in title:
        ends = [_tab(end, around.sheets) for end in title.split(":", 1)]
        if None in ends:
            return literal("#REF!")
        first, last = sorted(end for end in ends if end is not None)
        each = [reference(f"{quoted(sheet)}!{cells}") for sheet in around.sheets[first : last + 1]]
        return reduce(lambda left, right: binary(left, ",", right), each)
    area = _cells(cells) if ":" in cells else None
    if area is None or not _is_backwards(cells):
        return node
    return reference(text_of(replace(area, sheet=title)))


def _cells(text: str) -> Area | None:
    """Return the cells of an address without a sheet, of whole columns or whole rows."""
    found = _CELLS.fullmatch(text)
    if found is None:
        return None
    column, row, other_column, other_row = (part and part.replace("$", "") for part in found.groups())
    if ":" not in text:
        other_column, other_row = column, row
    if (column is None) != (other_column is None) or (row is None) != (other_row is None) or not (column or row):
        return None
    if ":" not in text and not (column and row):
        return None
    try:
        first_row, first_column = position_of(f"{column or 'A'}{row or 1}")
        last_row, last_column = position_of(f"{other_column or 'XFD'}{other_row or LAST_ROW}")
    except ValueError:
        return None
    rows, columns = sorted((first_row, last_row)), sorted((first_column, last_column))
    return Area("", rows[0], columns[0], rows[1], columns[1])


def _is_backwards(cells: str) -> bool:
    """Say whether the last corner of an address stands before the first."""
    first, last = (_cells(f"{corner}:{corner}") for corner in cells.split(":"))
    return (
        first is not None
        and last is not None
        and (first.first_row > last.first_row or first.first_column > last.first_column)
    )


def _tab(title: str, sheets: tuple[str, ...]) -> int | None:
    """Return where a sheet stands among the tabs."""
    return next((index for index, sheet in enumerate(sheets) if sheet.lower() == title.lower()), None)


def text_of(area: Area) -> str:
    """
    Return an area as a reference.

    Parameters
    ----------
    area : Area
        The cells.

    Returns
    -------
    str
        Such as ``Costs!A1:B9``, or ``A:C`` for whole columns; without a title if the area has none.
    """
    if area.first_row == 1 and area.last_row == LAST_ROW:
        cells = f"{letters(area.first_column)}:{letters(area.last_column)}"
    elif area.first_column == 1 and area.last_column == LAST_COLUMN:
        cells = f"{area.first_row}:{area.last_row}"
    else:
        cells = str(replace(area, sheet="Any")).rpartition("!")[2]
    return f"{quoted(area.sheet)}!{cells}" if area.sheet else cells
