"""The titles of charts that are cells: what they show is stored beside them, for programs that do not look it up."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Final

from xl_quadrant.workbook.addresses import read_area
from xl_quadrant.workbook.markup import Element, Splice, elements, spliced
from xl_quadrant.workbook.package import Package

_WANTED: Final = frozenset({"title", "strRef", "f", "strCache"})

TextOf = Callable[[str, int, int], str]
"""Takes a sheet, a row and a column, and gives the text that stands there."""


def with_chart_titles(package: Package, text_of: TextOf) -> bytes:
    """
    Return a workbook whose charts show the text that now stands in the cell of their title.

    Parameters
    ----------
    package : Package
        The workbook, calculated.
    text_of : callable
        Gives the text of a cell.

    Returns
    -------
    bytes
        The whole file; charts whose title is no cell, and all other parts, stay byte for byte.
    """
    changed = {}
    for part in chart_parts(package):
        old = package.part(part)
        new = _with_titles(old, text_of)
        if new != old:
            changed[part] = new
    return package.replaced(changed)


def chart_parts(package: Package) -> list[str]:
    """
    Return the parts of the charts on the worksheets of a workbook.

    Parameters
    ----------
    package : Package
        The workbook.

    Returns
    -------
    list of str
        In the order of the tabs.
    """
    drawings = [part for sheet in package.sheets.values() for part in package.related(sheet, "drawing").values()]
    return [chart for drawing in drawings for chart in package.related(drawing, "chart").values()]


def _with_titles(xml: bytes, text_of: TextOf) -> bytes:
    """Return the part of a chart with the text of each title that is a cell."""
    found = elements(xml, _WANTED.__contains__, "chart")
    splices: list[Splice] = []
    for title in (element for element in found if element.local == "title"):
        inside = [element for element in found if title.start < element.start and element.end <= title.close_start]
        reference = next((element for element in inside if element.local == "f"), None)
        area = read_area(reference.text) if reference else None
        if reference is not None and area is not None:
            splices.append(_cached(inside, reference, text_of(area.sheet, area.first_row, area.first_column)))
    return spliced(xml, splices)


def _cached(inside: list[Element], reference: Element, text: str) -> Splice:
    """Return the replacement that stores the text of a title beside its reference."""
    prefix = reference.name[: -len(reference.local)]
    cache = next((element for element in inside if element.local == "strCache"), None)
    stored = (
        f'<{prefix}strCache><{prefix}ptCount val="1"/><{prefix}pt idx="0"><{prefix}v>{escape(text, quote=False)}'
        f"</{prefix}v></{prefix}pt></{prefix}strCache>"
    ).encode()
    return (cache.start, cache.end, stored) if cache else (reference.end, reference.end, stored)
