"""Where the rows and cells of a sheet stand in its XML."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from xl_quadrant.package.addresses import Area, Position, read_area

Bytes = tuple[int, int]
"""Where something begins and ends."""

NOWHERE: Final = (-1, -1)

_NO_ATTRIBUTES: Final[Mapping[str, str]] = MappingProxyType({})

FILLING: Final = frozenset({"array", "dataTable"})
"""The kinds of formulas that fill cells."""


@dataclass(slots=True)
class CellSpan:
    """
    One cell.

    Parameters
    ----------
    row, column : int
        Counted from 1.
    start, open_end, end : int
        Where its start tag begins and ends, and where the cell ends.
    attributes : mapping of str to str
        As written, without the address.
    formula : (int, int), optional
        The bytes of the formula element.
    formula_attributes : mapping of str to str
        Its attributes: what kind of formula it is and the cells it fills.
    formula_text : str
        The formula, without ``=``; of a shared one, as this cell has it.
    values : tuple of (int, int)
        The bytes of the elements that hold the value.
    text : str
        The value as written.
    follows : bool
        Whether its formula element is empty because an array formula fills the cell, as Excel writes volatile ones.
    """

    row: int
    column: int
    start: int
    open_end: int
    attributes: Mapping[str, str]
    end: int = -1
    formula: Bytes | None = None
    formula_attributes: Mapping[str, str] = field(default_factory=lambda: _NO_ATTRIBUTES)
    formula_text: str = ""
    values: tuple[Bytes, ...] = ()
    text: str = ""
    follows: bool = False

    @property
    def shared(self) -> str:
        """The number of the shared formula the cell leads or follows; empty if it has a formula of its own."""
        return self.formula_attributes.get("si", "") if self.formula_attributes.get("t") == "shared" else ""

    @property
    def filled(self) -> Area | None:
        """The cells an array formula or a what-if data table fills, its own first."""
        if self.formula_attributes.get("t") not in FILLING:
            return None
        area = read_area(f"x!{self.formula_attributes.get('ref', '')}")
        own = area is not None and (area.first_row, area.first_column) == (self.row, self.column)
        return area if own else None


@dataclass(slots=True)
class RowSpan:
    """
    One row.

    Parameters
    ----------
    start, open_end, close_start : int
        Where its start tag begins and ends, and where its end tag begins.
    style : int
        The style of its empty cells; 0 if it has none.
    cells : list of CellSpan
        Its cells, left to right.
    """

    start: int
    open_end: int
    style: int
    close_start: int = -1
    cells: list[CellSpan] = field(default_factory=list)


@dataclass(slots=True)
class SheetIndex:
    """
    A sheet and where its cells stand.

    Parameters
    ----------
    xml : bytes
        The part of the sheet.
    source : str
        What an error calls it.
    prefix : bytes
        What stands before each name, such as ``x:``; usually nothing.
    cells : dict of (int, int) to CellSpan
        Every cell that is there, in the order of the sheet.
    rows : dict of int to RowSpan
        Every row that is there.
    sheet_data : (int, int)
        The start tag around all rows.
    rows_end : int
        Where the end tag around all rows begins.
    dimension : (int, int, Area), optional
        The tag that says what area the sheet uses, and that area.
    columns : list of (int, int, int)
        First column, last column and style, where columns have one.
    """

    xml: bytes
    source: str
    prefix: bytes = b""
    cells: dict[Position, CellSpan] = field(default_factory=dict)
    rows: dict[int, RowSpan] = field(default_factory=dict)
    sheet_data: Bytes = NOWHERE
    rows_end: int = -1
    dimension: tuple[int, int, Area] | None = None
    columns: list[tuple[int, int, int]] = field(default_factory=list)

    def style_of(self, row: int, column: int) -> int:
        """Return the style a new cell takes from its row or column; 0 if neither has one."""
        if row in self.rows and self.rows[row].style:
            return self.rows[row].style
        return next((style for first, last, style in self.columns if first <= column <= last), 0)

    @property
    def formulas(self) -> list[CellSpan]:
        """The cells that hold a formula of their own."""
        return [span for span in self.cells.values() if span.formula is not None and not span.follows]
