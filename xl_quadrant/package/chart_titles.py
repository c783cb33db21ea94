"""The titles of charts that are cells: what they show is stored beside them, for programs that do not look it up."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass
from html import escape
from typing import Final

from xl_quadrant.package.addresses import Area, read_area
from xl_quadrant.package.markup import Element, Splice, elements, spliced
from xl_quadrant.package.parts import Package
from xl_quadrant.package.stored_values import StoredSheets
from xl_quadrant.package.values import ErrorValue

_WANTED: Final = frozenset({"title", "strRef", "f", "strCache"})


@dataclass(frozen=True, slots=True)
class _Title:
    """One title: the cell it shows, where its text is stored, and what stands before each name there."""

    cell: Area
    start: int
    end: int
    prefix: str


class ChartTitles:
    """
    The titles of a workbook's charts that are cells, found once.

    Parameters
    ----------
    package : Package
        The workbook.
    """

    def __init__(self, package: Package) -> None:
        charts = {part: package.part(part) for part in chart_parts(package)}
        self._charts = {part: (xml, titles) for part, xml in charts.items() if (titles := _titles(xml, package.sheets))}

    @property
    def cells(self) -> tuple[Area, ...]:
        """The cells they show."""
        return tuple(title.cell for _, titles in self._charts.values() for title in titles)

    def parts(self, shown: Mapping[Area, object]) -> dict[str, bytes]:
        """
        Return the charts with other titles.

        Parameters
        ----------
        shown : mapping of Area to object
            What stands in each of the cells; None for nothing.

        Returns
        -------
        dict of str to bytes
            The part of each chart whose title is a cell.
        """
        found = {}
        for part, (xml, titles) in self._charts.items():
            splices: list[Splice] = [
                (title.start, title.end, _cache(title.prefix, shown[title.cell])) for title in titles
            ]
            found[part] = spliced(xml, splices)
        return found


def with_chart_titles(package: Package) -> bytes:
    """
    Return a workbook whose charts show the text that now stands in the cell of their title.

    Parameters
    ----------
    package : Package
        The workbook, calculated.

    Returns
    -------
    bytes
        The whole file; charts whose title is no cell, and all other parts, stay byte for byte.
    """
    titles = ChartTitles(package)
    if not titles.cells:
        return package.content
    sheets = StoredSheets(package)
    changed = titles.parts({cell: sheets.values(cell)[0] for cell in titles.cells})
    return package.replaced({part: new for part, new in changed.items() if new != package.part(part)})


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


def _titles(xml: bytes, sheets: Container[str]) -> list[_Title]:
    """Return the titles of a chart that are cells of the workbook."""
    found = elements(xml, _WANTED.__contains__, "chart")
    titles = []
    for title in (element for element in found if element.local == "title"):
        inside = [element for element in found if title.start < element.start and element.end <= title.close_start]
        reference = next((element for element in inside if element.local == "f"), None)
        area = read_area(reference.text) if reference else None
        if reference is not None and area is not None and area.sheet in sheets:
            cell = Area(area.sheet, area.first_row, area.first_column, area.first_row, area.first_column)
            titles.append(_Title(cell, *_stored(inside, reference), reference.name[: -len(reference.local)]))
    return titles


def _stored(inside: list[Element], reference: Element) -> tuple[int, int]:
    """Return where the text of a title is stored, or belongs."""
    cache = next((element for element in inside if element.local == "strCache"), None)
    return (cache.start, cache.end) if cache else (reference.end, reference.end)


def _cache(prefix: str, shown: object) -> bytes:
    """Return the element that stores the text of a title beside its reference."""
    shown = shown.stored if isinstance(shown, ErrorValue) else shown
    text = escape("" if shown is None else str(shown), quote=False)
    point = f'<{prefix}pt idx="0"><{prefix}v>{text}</{prefix}v></{prefix}pt>'
    return f'<{prefix}strCache><{prefix}ptCount val="1"/>{point}</{prefix}strCache>'.encode()
