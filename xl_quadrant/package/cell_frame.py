"""One cell as XML: what stays of it whatever its value is, and a value in its place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from pydantic_core import to_json

from xl_quadrant.package.markup import is_empty_tag, tag_end, with_attributes
from xl_quadrant.package.sheet_index import CellSpan, SheetIndex
from xl_quadrant.package.values import CellValue, ErrorValue

_OUTDATED: Final = frozenset({b"t", b"vm"})
"""Attributes that describe the value a cell had: its type, and what a richer value was."""

_MARKUP: Final = {ord("&"): "&amp;", ord("<"): "&lt;", ord(">"): "&gt;"}
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f]|_(?=x[0-9A-Fa-f]{4}_)")
_NO_CHARACTER = re.compile("[\ud800-\udfff\ufffe\uffff]")
_LARGEST_PLAIN: Final = 1e15
"""Whole numbers below this are written without an exponent."""


@dataclass(frozen=True, slots=True)
class CellFrame:
    """
    A cell without its value.

    Parameters
    ----------
    prefix : bytes
        What stands before each name of the sheet's elements.
    tag : bytes
        The start tag up to its attributes, without the type.
    before : bytes
        What stands between the start tag and the value, the formula above all.
    after : bytes
        What follows the value, with the end tag.
    blank : bytes
        The whole cell with nothing in it.
    """

    prefix: bytes
    tag: bytes
    before: bytes
    after: bytes
    blank: bytes

    def holding(self, value: CellValue, *, typed: bool) -> bytes:
        """
        Return the whole cell with a value.

        Parameters
        ----------
        value : float, bool, str, None or ErrorValue
            The value, as `storable` returns it.
        typed : bool
            Whether a text is one that was typed in, or the answer of a formula.

        Returns
        -------
        bytes
            The cell.
        """
        if value is None:
            return self.blank
        kind, content = content_of(self.prefix, value, typed=typed)
        return b"%s%s>%s%s%s" % (self.tag, kind, self.before, content, self.after)


def frame_of(index: SheetIndex, span: CellSpan, reference: str | None = None) -> CellFrame:
    """
    Return a cell without its value.

    Parameters
    ----------
    index : SheetIndex
        The sheet.
    span : CellSpan
        Where the cell stands in it.
    reference : str, optional
        The cells that its array formula fills from now on, such as ``A1:C9``.

    Returns
    -------
    CellFrame
        All that is written there but the value and its type.

    Examples
    --------
    >>> from xl_quadrant.package.sheet_index import index_sheet
    >>> row = b'<row r="1"><c r="A1" t="str"><f>B1</f><v>x</v></c></row>'
    >>> index = index_sheet(b"<worksheet><sheetData>" + row + b"</sheetData></worksheet>")
    >>> frame_of(index, index.cells[1, 1]).holding(2.5, typed=False)
    b'<c r="A1"><f>B1</f><v>2.5</v></c>'
    """
    xml, prefix = index.xml, index.prefix
    written = xml[span.start : span.open_end]
    open_tag = with_attributes(written, _OUTDATED, empty=False)
    if is_empty_tag(xml, span.open_end):
        blank = with_attributes(written, _OUTDATED, empty=True)
        return CellFrame(prefix, open_tag[:-1], b"", b"</" + prefix + b"c>", blank)
    values = span.values
    at = values[0][0] if values else span.formula[1] if span.formula else span.open_end
    before = xml[span.open_end : at]
    if reference is not None and span.formula is not None:
        before = _with_reference(xml, span.open_end, span.formula[0], at, reference)
    pieces, resumed = [], at
    for start, end in values:
        pieces.append(xml[resumed:start])
        resumed = end
    after = b"".join([*pieces, xml[resumed : span.end]])
    return CellFrame(prefix, open_tag[:-1], before, after, open_tag + before + after)


def content_of(prefix: bytes, value: CellValue, *, typed: bool) -> tuple[bytes, bytes]:
    """
    Return what a value makes of a cell.

    Parameters
    ----------
    prefix : bytes
        What stands before each name.
    value : float, bool, str, None or ErrorValue
        The value.
    typed : bool
        Whether a text is one that was typed in, or the answer of a formula.

    Returns
    -------
    (bytes, bytes)
        The attribute of the type, with the blank before it, and the element of the value.
    """
    if value.__class__ is float:  # most are
        return b"", b"<%sv>%s</%sv>" % (prefix, _written(value), prefix)
    if value is None:
        return b"", b""
    if isinstance(value, ErrorValue):
        return b' t="e"', _element(prefix, b"v", value.stored)
    if isinstance(value, bool):
        return b' t="b"', _element(prefix, b"v", "1" if value else "0")
    if isinstance(value, str):
        if not typed:
            return b' t="str"', _element(prefix, b"v", _safe(value, typed=False))
        text = _element(prefix, b"t", _safe(value, typed=True), preserve=True)
        return b' t="inlineStr"', b"<%sis>%s</%sis>" % (prefix, text, prefix)
    return b"", b"<%sv>%s</%sv>" % (prefix, _written(float(value)), prefix)


def readable(text: str) -> str:
    r"""
    Return a text as a file can hold it.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    str
        With one kind of line end, and U+FFFD for what is no character.

    Examples
    --------
    >>> readable("one\r\ntwo")
    'one\ntwo'
    """
    return _NO_CHARACTER.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


def _with_reference(xml: bytes, start: int, formula: int, end: int, reference: str) -> bytes:
    """Return what stands before a value, the element of the formula there filling other cells."""
    tag = tag_end(xml, formula)
    changed = with_attributes(xml[formula:tag], frozenset({b"ref"}), f' ref="{reference}"'.encode())
    return xml[start:formula] + changed + xml[tag:end]


def _written(number: float) -> bytes:
    """Return a number as the shortest text that reads as the same one."""
    text = to_json(number or 0.0)  # in a quarter of the time that repr takes; of two kinds of 0, the usual one
    plain = text.endswith(b".0") and -_LARGEST_PLAIN < number < _LARGEST_PLAIN
    return text[:-2] if plain else text


def _element(prefix: bytes, name: bytes, text: str, *, preserve: bool = False) -> bytes:
    """Return an element with a text."""
    attribute = b' xml:space="preserve"' if preserve else b""
    return b"<%s%s%s>%s</%s%s>" % (prefix, name, attribute, text.encode(), prefix, name)


@lru_cache(maxsize=256)
def _safe(text: str, *, typed: bool) -> str:
    """Return a text as XML; control characters as Excel writes them, ``_x0007_``, and so ends of lines in answers."""
    plain = readable(text) if typed else _NO_CHARACTER.sub("\ufffd", text)
    return _CONTROL.sub(lambda found: f"_x{ord(found[0]):04X}_", plain).translate(_MARKUP)
