"""
Where the cells of an ordinary sheet stand, found several times faster than by a parser that calls for each element.

Ordinary is what Excel, LibreOffice, openpyxl and their like write: elements without a prefix, no comments, no CDATA,
each row and cell with its address, a formula before its value, an inline text in one piece. The part is parsed all the
same, so that it is well-formed; a sheet with anything unusual is left to the reader of `sheet_index`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from xl_quadrant.errors import InvalidWorkbook
from xl_quadrant.package.addresses import LAST_COLUMN, LAST_ROW, read_area
from xl_quadrant.package.markup import new_parser, run
from xl_quadrant.package.sheet_spans import CellSpan, RowSpan, SheetIndex

_ATTRIBUTES: Final = rb"([^<>&\t\n\r]*)"
_TEXT: Final = rb"([^<\r]*)"
_ROOT = re.compile(rb"(?:<\?xml[^<>]*\?>\s*)?<worksheet[\s>]")
_DATA = re.compile(rb"<sheetData ?>")
_HEAD = re.compile(rb"<(dimension|col)(?=[ />])" + _ATTRIBUTES + rb">")
_OF_HEAD = re.compile(rb"<(?:dimension|col)[\s/>]")
_ROW = re.compile(rb"\s*(<row r=\"([1-9][0-9]{0,6})\"" + _ATTRIBUTES + rb">)")
_CELL = re.compile(
    rb"(<c r=\"([A-Z]{1,3})([1-9][0-9]{0,6})\"" + _ATTRIBUTES + rb">)"
    rb"(?:(?<=/>)|"
    rb"(<f" + _ATTRIBUTES + rb">(?:(?<=/>)|" + _TEXT + rb"</f>))?"
    rb"(<(?:v|is><t)(?: xml:space=\"[a-z]*\")? ?/?>(?:(?<=/>)|" + _TEXT + rb"</[vt]>)(?:</is>)?)?"
    rb"</c>)"
)
_ROW_END: Final = b"</row>"
_END = re.compile(rb"\s*(?=</sheetData ?>)")
_ATTRIBUTE = re.compile(r" ([A-Za-z0-9_:]+)=\"([^\"]*)\"")
_REFERENCE = re.compile("&(?:#x([0-9a-fA-F]+)|#([0-9]+)|(lt|gt|amp|quot|apos));")
_NAMED: Final = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}


def scanned(xml: bytes, source: str) -> SheetIndex | None:
    """
    Return where the cells of an ordinary sheet stand.

    Parameters
    ----------
    xml : bytes
        The part of the sheet.
    source : str
        What an error calls it.

    Returns
    -------
    SheetIndex or None
        None if the sheet is not ordinary, or damaged.

    Examples
    --------
    >>> sheet = b'<worksheet><sheetData><row r="2"><c r="B2"><v>4</v></c></row></sheetData></worksheet>'
    >>> index = scanned(sheet, "book")
    >>> {position: span.text for position, span in index.cells.items()}
    {(2, 2): '4'}
    """
    begun = _DATA.search(xml)
    if begun is None or b"<!" in xml or xml.count(b"<sheetData") != 1 or not _ROOT.match(xml):
        return None
    index = SheetIndex(xml, source, sheet_data=begun.span())
    try:
        run(new_parser(source), xml, source)
        _read_head(index)
        _read_rows(index)
    except (_Unusual, InvalidWorkbook):
        return None
    return index


class _Unusual(Exception):
    """The sheet is written otherwise than by Excel and its like."""


def _read_head(index: SheetIndex) -> None:
    """Find the dimension and the columns."""
    found = list(_HEAD.finditer(index.xml, 0, index.sheet_data[0]))
    if len(found) != len(_OF_HEAD.findall(index.xml)):
        raise _Unusual
    for tag in found:
        attributes = _attributes(tag[2])
        if tag[1] == b"dimension":
            area = read_area(f"x!{attributes.get('ref', '')}")
            index.dimension = (*tag.span(), area) if area is not None else index.dimension
        elif attributes.get("style", "0") != "0":
            index.columns.append((_whole(attributes, "min"), _whole(attributes, "max"), _whole(attributes, "style")))


def _read_rows(index: SheetIndex) -> None:
    """Find the rows and their cells."""
    xml, at = index.xml, index.sheet_data[1]
    while (tag := _ROW.match(xml, at)) is not None:
        number, attributes = int(tag[2]), _attributes(tag[3])
        if number > LAST_ROW:
            raise _Unusual
        styled = attributes.get("customFormat") in ("1", "true") and "s" in attributes
        row = RowSpan(*tag.span(1), _whole(attributes, "s") if styled else 0)
        index.rows[number] = row
        row.close_start = at = row.open_end
        if not tag[3].endswith(b"/"):
            row.close_start = _read_cells(index, row)
            if not xml.startswith(_ROW_END, row.close_start):
                raise _Unusual
            at = row.close_start + len(_ROW_END)
    end = _END.match(xml, at)
    if end is None or xml.count(b"<row ") + xml.count(b"<row>") + xml.count(b"<row/") != len(index.rows):
        raise _Unusual
    index.rows_end = end.end()


def _read_cells(index: SheetIndex, row: RowSpan) -> int:
    """Find the ordinary cells of a row; return where they end."""
    xml, cells, at = index.xml, index.cells, row.open_end
    while (found := _CELL.match(xml, at)) is not None:
        letters, digits, others, formula, of_formula, written, value, text = found.group(2, 3, 4, 5, 6, 7, 8, 9)
        position = number, column = int(digits), _column(letters)
        if position in cells or number > LAST_ROW or column > LAST_COLUMN:
            raise _Unusual
        span = CellSpan(number, column, at, found.end(1), _attributes(others), found.end())
        if formula:
            span.formula, span.formula_attributes = found.span(5), _attributes(of_formula)
            span.formula_text = _text(written)
        if value:
            span.values, span.text = (found.span(8),), _text(text)
        row.cells.append(span)
        cells[position] = span
        at = span.end
    return at


@lru_cache(maxsize=1024)
def _attributes(written: bytes) -> Mapping[str, str]:
    """Return attributes by name."""
    text = written.decode().rstrip("/ ")
    found = _ATTRIBUTE.findall(text)
    if sum(len(name) + len(value) + len(' =""') for name, value in found) != len(text):
        raise _Unusual
    return MappingProxyType(dict(found))


def _whole(attributes: Mapping[str, str], name: str) -> int:
    """Return an attribute that is a whole number."""
    if not attributes.get(name, "").isdecimal():
        raise _Unusual
    return int(attributes[name])


@lru_cache(maxsize=1024)
def _column(letters: bytes) -> int:
    """Return the number of a column."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _text(written: bytes | None) -> str:
    """Return the text that an element holds."""
    text = written.decode() if written else ""
    return _REFERENCE.sub(_character, text) if "&" in text else text


def _character(found: re.Match[str]) -> str:
    """Return what a reference stands for."""
    hexadecimal, decimal, name = found.groups()
    return _NAMED[name] if name else chr(int(hexadecimal, 16) if hexadecimal else int(decimal))
