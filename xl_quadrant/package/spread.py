"""What the fast reader must not be given: it passes over what is no sheet, and some small files fill the memory."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from xl_quadrant.errors import InvalidWorkbook
from xl_quadrant.package.addresses import LAST_COLUMN, LAST_ROW, letters
from xl_quadrant.package.markup import new_parser, run

MOST_CELLS: Final = 1 << 25
"""The most cells that may lie between the first and the last of a sheet: a million rows of 32 columns."""

MOST_TEXT: Final = 1 << 29
"""The most bytes that the texts of one sheet may come to, each as often as it stands there."""

_FAR_OR_UNPLACED = re.compile(rb'<(?:[\w.-]+:)?(?:row|c)(?:(?! r=")[\s/>]| r="(?:[A-Za-z]{3}|[A-Za-z]{0,2}[0-9]{5}))')
"""A row or cell beyond ZZ9999, or one that does not say first where it stands."""

_TAG = re.compile(rb"<(?:[\w.-]+:)?(row|c)(?=[\s/>])((?:[^>/\"']|\"[^\"]*\"|'[^']*')*)(/?)>")
_ADDRESS = re.compile(rb"\sr\s*=\s*[\"']([A-Za-z]*)([0-9]*)[\"']")
_COUNT = re.compile(rb"ount\s*=\s*[\"']\s*\+?0*([0-9]+)")
_TEXT_CELL = re.compile(rb"\bt\s*=\s*[\"']s[\"'][^>]*>\s*<(?:[\w.-]+:)?v[^>]*>\s*([0-9]+)")
_TAGS_OF_A_CELL: Final = 4
"""``<c>``, ``<v>`` and their ends."""

_STRANGE: Final = (b"<!DOCTYPE", b"\0", b"&#")
_LONGEST: Final = 7
"""Letters or digits beyond this are no address."""


def refuse_strange(xml: bytes, source: str) -> None:
    """
    Refuse a part that is no honest XML, as far as can be told without parsing it; what looks odd is parsed.

    Parameters
    ----------
    xml : bytes
        The part.
    source : str
        What an error calls it.

    Raises
    ------
    InvalidWorkbook
        If it is damaged, no UTF-8 or holds a document type.
    """
    try:
        xml.decode()
        odd = any(sign in xml for sign in _STRANGE)
    except UnicodeDecodeError:
        odd = True
    if odd:
        run(new_parser(source), xml, source)


def refuse_spread(xml: bytes, source: str) -> None:
    """
    Refuse a sheet whose cells lie too far apart.

    Parameters
    ----------
    xml : bytes
        The part of the sheet.
    source : str
        What an error calls it.

    Raises
    ------
    InvalidWorkbook
        If there are more than `MOST_CELLS` from the first to the last, or one lies where none can.
    """
    if _FAR_OR_UNPLACED.search(xml) is None:
        return
    row = column = last_row = last_column = 0
    for kind, attributes, blank in _TAG.findall(xml):
        found = _ADDRESS.search(attributes)
        written, number = found.groups() if found else (b"", b"")
        if kind == b"row":
            row, column = _row(number) if number else row + 1, 0
        else:
            column = _column(written) if written else column + 1
            if not blank:
                last_column = max(last_column, column)
                last_row = max(last_row, _row(number) if number else row)
    if last_row > LAST_ROW or last_column > LAST_COLUMN:
        raise InvalidWorkbook(source, None, "has a cell beyond XFD1048576; open it in Excel and save it anew")
    if last_row * last_column > MOST_CELLS:
        corner = f"{letters(last_column)}{last_row}"
        raise InvalidWorkbook(source, None, f"has a cell as far away as {corner}; delete what stands alone there")


def refuse_count(texts: bytes, source: str) -> None:
    """
    Refuse shared texts that say they are more than they are: the reader makes room for so many.

    Parameters
    ----------
    texts : bytes
        Their part.
    source : str
        What an error calls it.

    Raises
    ------
    InvalidWorkbook
        If a count in the start tag cannot be right.
    """
    head = texts[: texts.find(b"<si") if b"<si" in texts else None]
    if any(len(count) > _LONGEST or int(count) > len(texts) for count in _COUNT.findall(head)):
        raise InvalidWorkbook(source, None, "says it holds more texts than it has; open it in Excel and save it anew")


def refuse_repeated(xml: bytes, lengths: Sequence[int], source: str) -> None:
    """
    Refuse a sheet that repeats long texts so often that they fill the memory.

    Parameters
    ----------
    xml : bytes
        The part of the sheet.
    lengths : sequence of int
        How long each shared text is, in bytes.
    source : str
        What an error calls it.

    Raises
    ------
    InvalidWorkbook
        If its cells hold more than `MOST_TEXT` together.
    """
    if not lengths or xml.count(b"<") // _TAGS_OF_A_CELL * max(lengths) <= MOST_TEXT:
        return
    used = (int(number) for number in _TEXT_CELL.findall(xml) if len(number) <= _LONGEST)
    if sum(lengths[number] for number in used if number < len(lengths)) > MOST_TEXT:
        raise InvalidWorkbook(source, None, "repeats long texts until they fill the memory; shorten them in Excel")


def _row(number: bytes) -> int:
    """Return the number of a row; one beyond all if it is too long for one."""
    return int(number) if len(number) <= _LONGEST else LAST_ROW + 1


def _column(written: bytes) -> int:
    """Return the number of a column; one beyond all if it is too long for one."""
    if len(written) > _LONGEST:
        return LAST_COLUMN + 1
    number = 0
    for letter in written.upper():
        number = number * 26 + letter - 64
    return number
