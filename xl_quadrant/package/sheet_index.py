"""Where each cell of a sheet stands in its XML; found once, used for any number of fillings."""

from __future__ import annotations

from typing import Final

from xl_quadrant.errors import InvalidWorkbook
from xl_quadrant.package.addresses import LAST_COLUMN, LAST_ROW, Position, address, position_of, read_area
from xl_quadrant.package.markup import is_empty_tag, new_parser, run, tag_end
from xl_quadrant.package.shared_formulas import write_out
from xl_quadrant.package.sheet_scan import scanned
from xl_quadrant.package.sheet_spans import FILLING, NOWHERE, Bytes, CellSpan, RowSpan, SheetIndex

__all__ = ["CellSpan", "RowSpan", "SheetIndex", "index_sheet", "parsed"]

MOST_FILLED: Final = LAST_ROW
"""The most cells that the array formulas of one sheet may fill."""


def index_sheet(xml: bytes, source: str = "sheet") -> SheetIndex:
    """
    Return where the cells of a sheet stand.

    Parameters
    ----------
    xml : bytes
        The part of the sheet.
    source : str
        What an error calls it.

    Returns
    -------
    SheetIndex
        The index.

    Raises
    ------
    InvalidWorkbook
        If the part is damaged.

    Examples
    --------
    >>> index = index_sheet(b'<worksheet><sheetData><row r="2"><c r="B2"><f>1+1</f></c></row></sheetData></worksheet>')
    >>> [(position, span.formula_text) for position, span in index.cells.items()]
    [((2, 2), '1+1')]
    """
    index = scanned(xml, source) or parsed(xml, source)
    write_out(index)
    if any(span.formula_attributes.get("t") in FILLING for span in index.formulas):
        _refuse_arrays(index)
    return index


def parsed(xml: bytes, source: str = "sheet") -> SheetIndex:
    """
    Return where the cells of any sheet stand, ordinary or not.

    Parameters
    ----------
    xml : bytes
        The part of the sheet.
    source : str
        What an error calls it.

    Returns
    -------
    SheetIndex
        As `index_sheet` gives it; array formulas may overlap.

    Raises
    ------
    InvalidWorkbook
        If the part is damaged.
    """
    reader = _Reader(xml, source)
    run(reader.parser, xml, source)
    if reader.index.rows_end < 0:
        raise InvalidWorkbook(source, None, "is not a worksheet; open it in Excel and save it anew")
    return reader.index


def _refuse_arrays(index: SheetIndex) -> None:
    """Refuse array formulas that fill more than can be, or cells that another formula fills or stands in."""
    taken: dict[Position, CellSpan] = {}
    for span in index.formulas:
        if span.filled is None:
            continue
        if len(taken) + span.filled.size > MOST_FILLED:
            rule = f"is filled by one formula, and {MOST_FILLED:,} cells are the most on a sheet; let it fill fewer"
            raise InvalidWorkbook(index.source, span.formula_attributes["ref"], rule)
        for position in span.filled.positions:
            there = taken.setdefault(position, span)
            other = index.cells.get(position, span)
            other.follows = other is not span and other.formula is not None and _is_empty(other)
            if there is not span or (other is not span and other.formula is not None and not other.follows):
                rule = f"is filled by two formulas, one of them in {address(span.row, span.column)}; mend it in Excel"
                raise InvalidWorkbook(index.source, address(*position), rule)


def _is_empty(span: CellSpan) -> bool:
    """Say whether the formula element of a cell holds nothing."""
    return not span.formula_text and "t" not in span.formula_attributes


class _Reader:
    """The handlers that build an index while the parser runs."""

    def __init__(self, xml: bytes, source: str) -> None:
        self.index = SheetIndex(xml, source)
        self.parser = new_parser(source)
        self.parser.StartElementHandler = self._root
        self._row_number = 0
        self._column = 0
        self._row: RowSpan | None = None
        self._cell: CellSpan | None = None
        self._opened = NOWHERE
        self._pieces: list[str] = []

    def _root(self, name: str, _attributes: dict[str, str]) -> None:
        """Learn the prefix, and with it the names to look for."""
        prefix = name.rpartition(":")[0]
        prefix = f"{prefix}:" if prefix else ""
        self.index.prefix = prefix.encode()
        self._starts = {
            f"{prefix}dimension": self._dimension,
            f"{prefix}col": self._columns,
            f"{prefix}sheetData": self._open_rows,
            f"{prefix}row": self._open_row,
            f"{prefix}c": self._open_cell,
            f"{prefix}f": self._open_formula,
            f"{prefix}v": self._open_value,
            f"{prefix}is": self._open_value,
        }
        self._ends = {
            f"{prefix}row": self._close_row,
            f"{prefix}c": self._close_cell,
            f"{prefix}f": self._close_formula,
            f"{prefix}v": self._close_value,
            f"{prefix}is": self._close_value,
            f"{prefix}sheetData": self._close_rows,
        }
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        """Pass a start tag on."""
        handler = self._starts.get(name)
        if handler is not None:
            at = self.parser.CurrentByteIndex
            handler(at, tag_end(self.index.xml, at), attributes)

    def _end(self, name: str) -> None:
        """Pass an end tag on."""
        handler = self._ends.get(name)
        if handler is not None:
            handler(self.parser.CurrentByteIndex)

    def _dimension(self, start: int, end: int, attributes: dict[str, str]) -> None:
        area = read_area(f"x!{attributes.get('ref', '')}")
        if area is not None:
            self.index.dimension = (start, end, area)

    def _columns(self, _start: int, _end: int, attributes: dict[str, str]) -> None:
        if attributes.get("style", "0") != "0":
            first, last = int(attributes["min"]), int(attributes["max"])
            self.index.columns.append((first, last, int(attributes["style"])))

    def _open_rows(self, start: int, end: int, _attributes: dict[str, str]) -> None:
        if self.index.sheet_data != NOWHERE:
            raise ValueError("the rows stand there twice")
        self.index.sheet_data = (start, end)

    def _open_row(self, start: int, end: int, attributes: dict[str, str]) -> None:
        self._row_number = int(attributes["r"]) if "r" in attributes else self._row_number + 1
        if self._row is not None or not 0 < self._row_number <= LAST_ROW:
            raise ValueError(f"row {self._row_number} cannot stand there")
        self._column = 0
        styled = attributes.get("customFormat") in ("1", "true")
        self._row = RowSpan(start, end, int(attributes.get("s", "0")) if styled else 0)
        self.index.rows[self._row_number] = self._row

    def _open_cell(self, start: int, end: int, attributes: dict[str, str]) -> None:
        if self._row is None:
            return
        row, column = position_of(attributes["r"]) if "r" in attributes else (self._row_number, self._column + 1)
        if self._cell is not None or (row, column) in self.index.cells or column > LAST_COLUMN:
            raise ValueError(f"cell {address(row, column)} stands there twice, or where it cannot")
        self._column = column
        self._cell = CellSpan(row, column, start, end, {name: attributes[name] for name in attributes if name != "r"})
        self._row.cells.append(self._cell)
        self.index.cells[row, column] = self._cell

    def _open_formula(self, start: int, end: int, attributes: dict[str, str]) -> None:
        if self._cell is not None:
            self._cell.formula_attributes = attributes
            self._collect(start, end)

    def _open_value(self, start: int, end: int, _attributes: dict[str, str]) -> None:
        if self._cell is not None:
            self._collect(start, end)

    def _collect(self, start: int, end: int) -> None:
        """Begin to collect the text of an element."""
        if self._opened != NOWHERE:
            raise ValueError("a value or formula stands within another")
        self._opened = (start, end)
        self._pieces = []
        self.parser.CharacterDataHandler = self._pieces.append

    def _close_formula(self, at: int) -> None:
        if self._cell is not None:
            self._cell.formula = self._closed(at)
            self._cell.formula_text = "".join(self._pieces)

    def _close_value(self, at: int) -> None:
        if self._cell is not None:
            self._cell.values += (self._closed(at),)
            self._cell.text = "".join(self._pieces)

    def _closed(self, at: int) -> Bytes:
        """Return the bytes of the element that was collected."""
        self.parser.CharacterDataHandler = None
        (start, open_end), self._opened = self._opened, NOWHERE
        return start, self._end_of(open_end, at)

    def _close_cell(self, at: int) -> None:
        if self._cell is not None:
            self._cell.end = self._end_of(self._cell.open_end, at)
        self._cell = None

    def _close_row(self, at: int) -> None:
        if self._row is not None:
            empty = is_empty_tag(self.index.xml, self._row.open_end)
            self._row.close_start = self._row.open_end if empty else at
        self._row = None

    def _close_rows(self, at: int) -> None:
        self.index.rows_end = at

    def _end_of(self, open_end: int, at: int) -> int:
        """Return where an element ends, given where its start tag ends and what the parser says of its end."""
        return open_end if is_empty_tag(self.index.xml, open_end) else tag_end(self.index.xml, at)
