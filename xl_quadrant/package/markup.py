"""XML by byte position: where each element begins and ends, so that what is not changed stays byte for byte."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from xml.parsers import expat

from xl_quadrant.errors import InvalidWorkbook

_TAG = re.compile(rb"<(?:[^>\"']|\"[^\"]*\"|'[^']*')*>")
_ASIDE = re.compile(rb"<!--.*?-->|<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
_ATTRIBUTE = re.compile(rb"\s+([^\s=/>]+)\s*=\s*(?:\"[^\"]*\"|'[^']*')")
_LONGEST_TROUBLE = 100
"""So many characters of what a parser says are passed on; it may repeat all that it has found."""

Splice = tuple[int, int, bytes]
"""Where a replacement begins, where it ends, and what stands there afterwards."""


@dataclass(slots=True)
class Element:
    """
    One element of a document.

    Parameters
    ----------
    name : str
        With its prefix, as written.
    attributes : dict of str to str
        With their prefixes, as written.
    start, open_end : int
        The bytes of its start tag.
    close_start, end : int
        Where its end tag begins and ends; for an empty element both are the end of its only tag.
    text : str
        The text directly within it.
    """

    name: str
    attributes: dict[str, str]
    start: int
    open_end: int
    close_start: int = -1
    end: int = -1
    text: str = ""
    pieces: list[str] = field(default_factory=list)

    @property
    def local(self) -> str:
        """The name without its prefix."""
        return self.name.rpartition(":")[2]

    def attribute(self, local: str) -> str | None:
        """Return an attribute by its name without prefix."""
        if local in self.attributes:
            return self.attributes[local]
        return next((v for k, v in self.attributes.items() if k.rpartition(":")[2] == local), None)


def new_parser(source: str) -> expat.XMLParserType:
    """
    Return a parser for UTF-8 documents that refuses document types, and with them entities.

    Parameters
    ----------
    source : str
        What an error calls the document.

    Returns
    -------
    XMLParserType
        Without namespace processing, so that names come as written.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def refuse_doctype(*_: object) -> None:
        raise InvalidWorkbook(source, None, "holds a document type; save the workbook anew in Excel")

    def refuse_encoding(_version: str, encoding: str | None, _standalone: int) -> None:
        if (encoding or "utf-8").lower() not in ("utf-8", "utf8", "us-ascii", "ascii"):
            raise InvalidWorkbook(source, encoding, "is not UTF-8; save the workbook anew in Excel")

    parser.StartDoctypeDeclHandler = refuse_doctype
    parser.XmlDeclHandler = refuse_encoding
    return parser


def run(parser: expat.XMLParserType, xml: bytes, source: str) -> None:
    """
    Parse a whole document.

    Parameters
    ----------
    parser : XMLParserType
        With its handlers set.
    xml : bytes
        The document.
    source : str
        What an error calls it.

    Raises
    ------
    InvalidWorkbook
        If it is not well-formed.
    """
    if xml[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in xml[:4]:
        raise InvalidWorkbook(source, "UTF-16", "is not UTF-8; save the workbook anew in Excel")
    try:
        parser.Parse(xml, True)  # noqa: FBT003 - expat takes no keywords
    except (expat.ExpatError, ValueError, KeyError) as error:
        trouble = str(error) if len(str(error)) <= _LONGEST_TROUBLE else f"{str(error)[:_LONGEST_TROUBLE]}…"
        raise InvalidWorkbook(source, None, f"is damaged ({trouble}); open it in Excel and save it anew") from error


def elements(xml: bytes, wanted: Callable[[str], bool], source: str) -> list[Element]:
    """
    Return the elements of a document that are wanted.

    Parameters
    ----------
    xml : bytes
        The document.
    wanted : callable
        Takes the name of an element without its prefix.
    source : str
        What an error calls the document.

    Returns
    -------
    list of Element
        In the order of their start tags.

    Raises
    ------
    InvalidWorkbook
        If the document is not well-formed.

    Examples
    --------
    >>> found, = elements(b'<x:a><x:b n="1">t</x:b></x:a>', "b".__eq__, "example")
    >>> found.name, found.attributes, found.text, (found.start, found.open_end, found.close_start, found.end)
    ('x:b', {'n': '1'}, 't', (5, 16, 17, 23))
    """
    found: list[Element] = []
    open_elements: list[Element | None] = []
    parser = new_parser(source)

    def start(name: str, attributes: dict[str, str]) -> None:
        element = None
        if wanted(name.rpartition(":")[2]):
            at = parser.CurrentByteIndex
            element = Element(name, attributes, at, tag_end(xml, at))
            found.append(element)
        open_elements.append(element)

    def end(_name: str) -> None:
        element = open_elements.pop()
        if element is not None:
            element.text = "".join(element.pieces)
            if is_empty_tag(xml, element.open_end):
                element.close_start = element.end = element.open_end
            else:
                element.close_start = parser.CurrentByteIndex
                element.end = tag_end(xml, element.close_start)

    def text(characters: str) -> None:
        if open_elements and open_elements[-1] is not None:
            open_elements[-1].pieces.append(characters)

    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, text
    run(parser, xml, source)
    return found


def without_asides(xml: bytes) -> bytes:
    """
    Return a document without comments, and with plain text instead of CDATA: some readers pass over both.

    Parameters
    ----------
    xml : bytes
        The document.

    Returns
    -------
    bytes
        A document that says the same.

    Examples
    --------
    >>> without_asides(b"<f>1<!-- one --><![CDATA[<2]]></f>")
    b'<f>1&lt;2</f>'
    """
    return _ASIDE.sub(_plain, xml) if b"<!" in xml else xml


def _plain(aside: re.Match[bytes]) -> bytes:
    """Return the text of CDATA as other text is written; nothing for a comment."""
    return (aside[1] or b"").replace(b"&", b"&amp;").replace(b"<", b"&lt;").replace(b">", b"&gt;")


def tag_end(xml: bytes, start: int) -> int:
    """
    Return where the tag that begins at a position ends.

    Parameters
    ----------
    xml : bytes
        The document.
    start : int
        The position of its ``<``.

    Returns
    -------
    int
        The position after its ``>``.
    """
    found = _TAG.match(xml, start)
    assert found is not None  # noqa: S101 - expat has just read this very tag
    return found.end()


def is_empty_tag(xml: bytes, end: int) -> bool:
    """
    Say whether a tag stands for an empty element.

    Parameters
    ----------
    xml : bytes
        The document.
    end : int
        Where the tag ends.

    Returns
    -------
    bool
        True for ``<v/>``.
    """
    return xml[end - 2 : end] == b"/>"


def with_attributes(tag: bytes, drop: frozenset[bytes], add: bytes = b"", *, empty: bool | None = None) -> bytes:
    """
    Return a start tag with other attributes; the rest stays as written.

    Parameters
    ----------
    tag : bytes
        The tag.
    drop : frozenset of bytes
        The attributes to leave out.
    add : bytes
        Attributes to add, with the blank before the first.
    empty : bool, optional
        Whether the tag is to be that of an empty element; as it is when left out.

    Returns
    -------
    bytes
        The new tag.

    Examples
    --------
    >>> with_attributes(b'<c r="A1" t="s" s="3"/>', frozenset({b"t"}), b' t="b"', empty=False)
    b'<c r="A1" s="3" t="b">'
    """
    is_empty = tag.endswith(b"/>")
    head = tag[: -2 if is_empty else -1].rstrip()
    if drop:
        head = _ATTRIBUTE.sub(lambda found: b"" if found[1] in drop else found[0], head)
    return head + add + (b"/>" if (is_empty if empty is None else empty) else b">")


def spliced(xml: bytes, splices: list[Splice]) -> bytes:
    """
    Return a document with replacements.

    Parameters
    ----------
    xml : bytes
        The document.
    splices : list of (int, int, bytes)
        Replacements that do not overlap, in any order; several insertions at one place keep theirs.

    Returns
    -------
    bytes
        The new document.

    Examples
    --------
    >>> spliced(b"abcdef", [(4, 5, b"E"), (1, 1, b"-"), (1, 2, b"")])
    b'a-cdEf'
    """
    pieces, at = [], 0
    for start, end, replacement in sorted(splices, key=lambda splice: splice[:2]):
        pieces += [xml[at:start], replacement]
        at = end
    return b"".join([*pieces, xml[at:]])
