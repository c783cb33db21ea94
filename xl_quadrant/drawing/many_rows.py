"""Rows added to a sheet, any number of them, for tables that are too large to be drawn cell by cell."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from html import escape
from itertools import count
from typing import Final

from xl_quadrant.package.addresses import letters
from xl_quadrant.package.markup import is_empty_tag, spliced, with_attributes
from xl_quadrant.package.sheet_index import index_sheet
from xl_quadrant.package.values import CellValue

_DAY_ZERO: Final = datetime.date(1899, 12, 30).toordinal()


def with_rows(sheet_xml: bytes, rows: Iterable[Sequence[CellValue | datetime.date]]) -> bytes:
    """
    Return a sheet with more rows below its last one.

    Parameters
    ----------
    sheet_xml : bytes
        The part of the sheet, as a program of ours has written it: elements without a prefix.
    rows : iterable of sequence of float, bool, str, date or None
        What stands in each row, from the first column on. Texts stay texts, whatever they begin with; None is no cell.

    Returns
    -------
    bytes
        The sheet; each new cell has the style of its column.

    Examples
    --------
    >>> columns = b'<cols><col min="2" max="2" style="5"/></cols>'
    >>> sheet = b"<worksheet>" + columns + b'<sheetData><row r="1"/></sheetData></worksheet>'
    >>> with_rows(sheet, [[None, 2.5], [True]]).decode()[79:-12]
    '<row r="2"><c r="B2" s="5"><v>2.5</v></c></row><row r="3"><c r="A3" t="b"><v>1</v></c></row></sheetData>'
    """
    index = index_sheet(sheet_xml)
    styles = {column: b' s="%d"' % style for low, high, style in index.columns for column in range(low, high + 1)}
    columns: list[tuple[bytes, bytes]] = []
    pieces: list[bytes] = []
    for number, row in zip(count(max(index.rows, default=0) + 1), rows, strict=False):
        new = range(len(columns) + 1, len(row) + 1)
        columns.extend((letters(column).encode(), styles.get(column, b"")) for column in new)
        pieces.append(_row(b"%d" % number, row, columns))
    start, open_end = index.sheet_data
    added = b"".join(pieces)
    if is_empty_tag(sheet_xml, open_end):
        tag = with_attributes(sheet_xml[start:open_end], frozenset(), empty=False)
        return spliced(sheet_xml, [(start, open_end, tag + added + b"</sheetData>")])
    return spliced(sheet_xml, [(index.rows_end, index.rows_end, added)])


def _row(number: bytes, row: Sequence[CellValue | datetime.date], columns: list[tuple[bytes, bytes]]) -> bytes:
    """Return one row."""
    cells = [
        b'<c r="%s%s"%s%s</c>' % (letter, number, style, _content(value))
        for value, (letter, style) in zip(row, columns, strict=False)
        if value is not None
    ]
    return b'<row r="%s">%s</row>' % (number, b"".join(cells))


def _content(value: CellValue | datetime.date) -> bytes:
    """Return the rest of the start tag of a cell, and what it holds."""
    if isinstance(value, bool):
        return b' t="b"><v>%d</v>' % value
    if isinstance(value, (int, float)):
        return b"><v>%s</v>" % repr(value).encode()
    if isinstance(value, datetime.date):
        return b"><v>%d</v>" % (value.toordinal() - _DAY_ZERO)
    return b' t="inlineStr"><is><t xml:space="preserve">%s</t></is>' % escape(str(value), quote=False).encode()
