"""Values into the XML of a sheet, by byte position: whatever is not written stays byte for byte."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from itertools import accumulate

from xl_quadrant.errors import InvalidWorkbook
from xl_quadrant.package.addresses import Position, address, position_of
from xl_quadrant.package.cell_frame import content_of, frame_of
from xl_quadrant.package.markup import Splice, is_empty_tag, spliced, with_attributes
from xl_quadrant.package.sheet_index import RowSpan, SheetIndex, index_sheet
from xl_quadrant.package.values import LONGEST_TEXT, CellValue, storable


def write_cells(sheet_xml: bytes, values: Mapping[str, CellValue]) -> bytes:
    """
    Return a sheet with input values in its cells.

    Parameters
    ----------
    sheet_xml : bytes
        The part of the sheet.
    values : mapping of str to number, bool, str or None
        A value for each address; None and an empty text empty a cell and keep its style.

    Returns
    -------
    bytes
        The sheet. A text stays a text, whatever it begins with; cells and rows that were missing are added.

    Raises
    ------
    InvalidWorkbook
        If a cell holds a formula, a number is not finite or a text too long.

    Examples
    --------
    >>> sheet = b'<worksheet><sheetData><row r="1"><c r="A1" s="3"/></row></sheetData></worksheet>'
    >>> write_cells(sheet, {"A1": "=1+1", "C1": 2.5}).decode()[33:-30]
    '<c r="A1" s="3" t="inlineStr"><is><t xml:space="preserve">=1+1</t></is></c><c r="C1"><v>2.5</v></c>'
    """
    return with_inputs(index_sheet(sheet_xml), {position_of(cell): value for cell, value in values.items()})


def write_results(sheet_xml: bytes, results: Mapping[str, CellValue]) -> bytes:
    """
    Return a sheet with calculated values beside its formulas.

    Parameters
    ----------
    sheet_xml : bytes
        The part of the sheet.
    results : mapping of str to number, bool, str, ErrorValue or None
        A value for each address.

    Returns
    -------
    bytes
        The sheet; formulas stay as they are.

    Examples
    --------
    >>> from xl_quadrant.package.values import ErrorValue
    >>> sheet = b'<worksheet><sheetData><row r="1"><c r="A1"><f>1/0</f></c></row></sheetData></worksheet>'
    >>> write_results(sheet, {"A1": ErrorValue("#DIV/0!")}).decode()[33:-30]
    '<c r="A1" t="e"><f>1/0</f><v>#DIV/0!</v></c>'
    """
    return with_results(index_sheet(sheet_xml), {position_of(cell): value for cell, value in results.items()})


def with_inputs(index: SheetIndex, values: Mapping[Position, CellValue]) -> bytes:
    """
    Return an indexed sheet with input values; as `write_cells`, for a sheet whose positions are known.

    Parameters
    ----------
    index : SheetIndex
        The sheet.
    values : mapping of (int, int) to number, bool, str or None
        A value for each row and column.

    Returns
    -------
    bytes
        The sheet.

    Raises
    ------
    InvalidWorkbook
        As `write_cells`.
    """
    for position, value in values.items():
        refuse_unstorable(index, position, value)
    filled = {position: None if value == "" else value for position, value in values.items()}
    return _written(index, filled, {}, typed=True)


def with_results(
    index: SheetIndex, results: Mapping[Position, CellValue], references: Mapping[Position, str] | None = None
) -> bytes:
    """
    Return an indexed sheet with calculated values; as `write_results`, for a sheet whose positions are known.

    Parameters
    ----------
    index : SheetIndex
        The sheet.
    results : mapping of (int, int) to number, bool, str, ErrorValue or None
        A value for each row and column.
    references : mapping of (int, int) to str, optional
        The cells that array formulas fill from now on, such as ``A1:C9``.

    Returns
    -------
    bytes
        The sheet.
    """
    return _written(index, {at: storable(value) for at, value in results.items()}, references or {}, typed=False)


def refuse_unstorable(index: SheetIndex, position: Position, value: CellValue) -> None:
    """
    Refuse an input that cannot stand in a cell.

    Parameters
    ----------
    index : SheetIndex
        The sheet.
    position : (int, int)
        The row and column of the cell.
    value : number, bool, str or None
        The input.

    Raises
    ------
    InvalidWorkbook
        If the cell holds a formula, the number is not finite or the text too long.
    """
    span = index.cells.get(position)
    if span is not None and span.formula is not None:
        rule = f"cannot be written into {address(*position)}, which holds a formula; name an input cell instead"
        raise InvalidWorkbook(index.source, value, rule)
    if isinstance(value, (int, float)) and not isinstance(value, bool) and not math.isfinite(value):
        raise InvalidWorkbook(index.source, value, f"cannot stand in {address(*position)}; write a finite number")
    if isinstance(value, str) and len(value) > LONGEST_TEXT:
        rule = f"is longer than the {LONGEST_TEXT:,} characters that {address(*position)} can hold; shorten it"
        raise InvalidWorkbook(index.source, value, rule)


def _written(
    index: SheetIndex, values: Mapping[Position, CellValue], references: Mapping[Position, str], *, typed: bool
) -> bytes:
    """Return the sheet with values in cells that are there and cells that are not."""
    splices: list[Splice] = []
    missing: dict[int, list[tuple[int, CellValue]]] = {}
    for (row, column), value in values.items():
        span = index.cells.get((row, column))
        if span is not None:
            frame = frame_of(index, span, references.get((row, column)))
            splices.append((span.start, span.end, frame.holding(value, typed=typed)))
        elif value is not None:
            missing.setdefault(row, []).append((column, value))
    made = {
        row: [(column, _new_cell(index, row, column, value, typed=typed)) for column, value in sorted(missing[row])]
        for row in sorted(missing)
    }
    for row, cells in made.items():
        if row in index.rows:
            splices += _into_row(index, index.rows[row], cells)
    splices += _new_rows(index, {row: cells for row, cells in made.items() if row not in index.rows})
    splices += _new_dimension(index, [(row, column) for row, cells in made.items() for column, _ in cells])
    return spliced(index.xml, splices)


def _new_cell(index: SheetIndex, row: int, column: int, value: CellValue, *, typed: bool) -> bytes:
    """Return a cell that was missing, in the style of its row or column."""
    kind, content = content_of(index.prefix, value, typed=typed)
    style = index.style_of(row, column)
    styled = b' s="%d"' % style if style else b""
    head = b'<%sc r="%s"%s%s>' % (index.prefix, address(row, column).encode(), styled, kind)
    return head + content + b"</" + index.prefix + b"c>"


def _into_row(index: SheetIndex, row: RowSpan, cells: list[tuple[int, bytes]]) -> Iterable[Splice]:
    """Put cells that were missing into a row that is there."""
    tag = with_attributes(index.xml[row.start : row.open_end], frozenset({b"spans"}), empty=False)
    yield row.start, row.open_end, tag
    if is_empty_tag(index.xml, row.open_end):
        yield row.open_end, row.open_end, b"".join(cell for _, cell in cells) + b"</" + index.prefix + b"row>"
        return
    starts = [*(span.start for span in row.cells), row.close_start]
    for at, cell in _placed(cells, [span.column for span in row.cells], starts):
        yield at, at, cell


def _new_rows(index: SheetIndex, made: dict[int, list[tuple[int, bytes]]]) -> Iterable[Splice]:
    """Put rows that were missing in their place."""
    prefix = index.prefix
    wholes = {
        row: b'<%srow r="%d">%s</%srow>' % (prefix, row, b"".join(cell for _, cell in cells), prefix)
        for row, cells in made.items()
    }
    start, open_end = index.sheet_data
    if wholes and is_empty_tag(index.xml, open_end):
        tag = with_attributes(index.xml[start:open_end], frozenset(), empty=False)
        yield start, open_end, tag + b"".join(wholes.values()) + b"</" + prefix + b"sheetData>"
        return
    starts = [*(span.start for span in index.rows.values()), index.rows_end]
    for at, whole in _placed(wholes.items(), list(index.rows), starts):
        yield at, at, whole


def _placed(made: Iterable[tuple[int, bytes]], numbers: list[int], starts: list[int]) -> Iterable[tuple[int, bytes]]:
    """Yield where each new row or cell begins: before the first of those there that has a higher number."""
    highest = list(accumulate(numbers, max))
    for number, xml in made:
        yield starts[bisect_right(highest, number)], xml


def _new_dimension(index: SheetIndex, added: list[Position]) -> Iterable[Splice]:
    """Widen the area that the sheet says it uses."""
    if index.dimension is None or not added:
        return
    start, end, area = index.dimension
    rows, columns = [row for row, _ in added], [column for _, column in added]
    corner = (min(area.first_row, *rows), min(area.first_column, *columns))
    far = (max(area.last_row, *rows), max(area.last_column, *columns))
    reference = f"{address(*corner)}:{address(*far)}".encode()
    if corner != (area.first_row, area.first_column) or far != (area.last_row, area.last_column):
        yield start, end, with_attributes(index.xml[start:end], frozenset({b"ref"}), b' ref="%s"' % reference)
