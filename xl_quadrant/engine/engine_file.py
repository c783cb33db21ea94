"""
A workbook as the headless engine can read it: the same cells and formulas, and nothing it stumbles over.

It reads no comments and CDATA in a value (the cell is blank then), only the namespaces of ordinary workbooks, and gives
up at stored error values it does not know, whether a formula is to replace them or not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from xl_quadrant.engine.sheet_titles import with_engines_title
from xl_quadrant.errors import InvalidWorkbook
from xl_quadrant.package.addresses import Position
from xl_quadrant.package.cells import with_results
from xl_quadrant.package.markup import elements, spliced, with_attributes, without_asides
from xl_quadrant.package.parts import Package
from xl_quadrant.package.settings import calculates_in_circles
from xl_quadrant.package.shared_formulas import with_own_formulas
from xl_quadrant.package.sheet_index import CellSpan, SheetIndex, index_sheet
from xl_quadrant.package.sheet_spans import FILLING
from xl_quadrant.package.values import STORED_ERRORS, CellValue, ErrorValue

NOT_CALCULATED: Final = ErrorValue("#N/A")
"""What a what-if data table shows: only Excel calculates it."""

_LARGEST: Final = 1 << 28
"""The most bytes that formualizer opens."""

_ELSEWHERE: Final = re.compile(r"=?'?\[\d+\]")

_MOST_ROUNDS: Final = 32_767
"""How often Excel goes through formulas that refer to themselves at most, whatever the file says."""

_STRICT: Final = (
    (b"http://purl.oclc.org/ooxml/spreadsheetml/main", b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
)
"""The namespaces of a "Strict Open XML" workbook, and those of an ordinary one."""


def refuse_large(package: Package) -> None:
    """
    Refuse a workbook that is more than the engine opens, before its sheets are gone through.

    Parameters
    ----------
    package : Package
        The workbook.

    Raises
    ------
    InvalidWorkbook
        If it unpacks to more than 256 megabytes.
    """
    if package.xml_size > _LARGEST:
        size = f"{package.xml_size >> 20:,} MB"
        rule = f"unpacks to {size}, and {_LARGEST >> 20} are the most that can be calculated here; leave sheets out"
        raise InvalidWorkbook(package.source, None, rule)


def engine_file(package: Package, indexes: Mapping[str, SheetIndex]) -> bytes:
    """
    Return a workbook as the engine can read it.

    Parameters
    ----------
    package : Package
        The workbook.
    indexes : mapping of str to SheetIndex
        Where the cells of each of its sheets stand.

    Returns
    -------
    bytes
        The whole file; where array formulas put their answers there is room, what-if data tables are errors, and
        circles are gone through as often as Excel does at most.
    """
    changed = {}
    for sheet, own in indexes.items():
        plain = with_own_formulas(own)
        index = own if plain is own.xml else index_sheet(plain, own.source)
        values = dict(_changed(index))
        changed[package.sheets[sheet]] = without_asides(with_results(index, values) if values else index.xml)
    changed[package.workbook_part] = _workbook_for_engine(package.part(package.workbook_part))
    for part in package.related(package.workbook_part, "sharedStrings").values():
        changed[part] = without_asides(package.part(part))
    if _STRICT[0][0] in package.part(package.workbook_part):
        for part in package.parts:
            if part.lower().endswith((".xml", ".rels")):
                changed[part] = _ordinary(changed.get(part, package.part(part)))
    return package.written_anew({part: new for part, new in changed.items() if new != package.part(part)})


def is_what_if(span: CellSpan) -> bool:
    """
    Say whether a formula is that of a what-if data table.

    Parameters
    ----------
    span : CellSpan
        The cell of the formula.

    Returns
    -------
    bool
        True if only Excel calculates it.
    """
    return span.formula_attributes.get("t") == "dataTable"


def names_elsewhere(package: Package) -> frozenset[str]:
    """
    Return the names that stand for something in another workbook, such as ``[1]!Table1``.

    Parameters
    ----------
    package : Package
        The workbook.

    Returns
    -------
    frozenset of str
        In lower case.
    """
    return frozenset(name for (_, name), text in package.scoped_names.items() if _ELSEWHERE.match(text))


def follows_changes(package: Package, indexes: Mapping[str, SheetIndex]) -> bool:
    """
    Say whether the engine may calculate only what depends on a change.

    Parameters
    ----------
    package : Package
        The workbook.
    indexes : mapping of str to SheetIndex
        Where the cells of each of its sheets stand.

    Returns
    -------
    bool
        False for a workbook with array formulas or what-if tables, and one that calculates in circles.
    """
    formulas = (span for index in indexes.values() for span in index.formulas)
    filling = any(span.formula_attributes.get("t") in FILLING for span in formulas)
    return not filling and not calculates_in_circles(package.part(package.workbook_part))


def _changed(index: SheetIndex) -> Iterator[tuple[Position, CellValue]]:
    """Yield the cells that hold something else for the engine, and what."""
    for span in index.cells.values():
        if span.attributes.get("t") == "e" and span.text.strip() not in STORED_ERRORS:
            yield (span.row, span.column), ErrorValue("#VALUE!") if span.formula is None else None
    for span in index.formulas:
        for position in span.filled.positions[1:] if span.filled else ():
            yield position, NOT_CALCULATED if is_what_if(span) else None


def _workbook_for_engine(workbook_xml: bytes) -> bytes:
    """Return the workbook part as the engine can read it."""
    return with_engines_title(_without_names_elsewhere(_with_fewer_rounds(workbook_xml)))


def _without_names_elsewhere(workbook_xml: bytes) -> bytes:
    """Return the workbook part without the names that lead to other workbooks; Power Pivot writes hidden ones."""
    names = elements(workbook_xml, "definedName".__eq__, "workbook")
    return spliced(workbook_xml, [(name.start, name.end, b"") for name in names if _ELSEWHERE.match(name.text)])


def _with_fewer_rounds(workbook_xml: bytes) -> bytes:
    """Return the workbook part, its rounds through formulas that refer to themselves no more than Excel allows."""
    changes = []
    for settings in elements(workbook_xml, "calcPr".__eq__, "workbook"):
        rounds = settings.attribute("iterateCount") or ""
        if rounds.isdecimal() and int(rounds) > _MOST_ROUNDS:
            tag = workbook_xml[settings.start : settings.open_end]
            fewer = b' iterateCount="%d"' % _MOST_ROUNDS
            changes.append(
                (settings.start, settings.open_end, with_attributes(tag, frozenset({b"iterateCount"}), fewer))
            )
    return spliced(workbook_xml, changes)


def _ordinary(xml: bytes) -> bytes:
    """Return a part of a strict workbook as one of an ordinary one."""
    for strict, ordinary in _STRICT:
        xml = xml.replace(strict, ordinary)
    return xml
