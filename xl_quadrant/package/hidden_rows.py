"""The rows of sheets that are hidden: by a filter, or by a person."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, NamedTuple

from xl_quadrant.package.addresses import Area, read_area
from xl_quadrant.package.markup import elements
from xl_quadrant.package.parts import Package

_ROW: Final = re.compile(rb"<(?:\w+:)?row(?=\s)[^>]*>")
_NUMBER: Final = re.compile(rb"\sr=[\"'](\d+)[\"']")
_HIDDEN: Final = re.compile(rb"\shidden=[\"'](?:1|true)[\"']")


class HiddenRows(NamedTuple):
    """
    The rows of a sheet that do not show.

    Parameters
    ----------
    filtered : frozenset of int
        Those that a filter leaves out.
    others : frozenset of int
        Those that a person has hidden, or an outline.
    """

    filtered: frozenset[int]
    others: frozenset[int]


def hidden_rows(package: Package) -> Mapping[str, HiddenRows]:
    """
    Return the hidden rows of a workbook.

    A hidden row within a list that is filtered is taken for one that the filter hides: the file does not tell.

    Parameters
    ----------
    package : Package
        The workbook.

    Returns
    -------
    dict of str to HiddenRows
        By the title of the sheet in lower case; sheets without hidden rows are left out.
    """
    found = {}
    for title, part in package.sheets.items():
        xml = package.part(part)
        if _HIDDEN.search(xml) is None:
            continue
        hidden = {
            int(number[1]) for tag in _ROW.findall(xml) if _HIDDEN.search(tag) and (number := _NUMBER.search(tag))
        }
        if hidden:
            areas = _filters(package, part, title)
            filtered = {row for row in hidden if any(area.first_row < row <= area.last_row for area in areas)}
            found[title.lower()] = HiddenRows(frozenset(filtered), frozenset(hidden - filtered))
    return found


def _filters(package: Package, part: str, title: str) -> list[Area]:
    """Return the areas of a sheet whose filters are in use."""
    found = []
    for holder in (part, *package.related(part, "table").values()):
        xml = package.part(holder)
        if b"filterColumn" not in xml:
            continue
        wanted = elements(xml, {"autoFilter", "filterColumn"}.__contains__, f"{package.source}: {title}")
        for element in wanted:
            inside = any(element.start < other.start < element.end for other in wanted)
            area = (
                read_area(f"x!{element.attribute('ref') or ''}") if element.local == "autoFilter" and inside else None
            )
            found += [area] if area is not None else []
    return found
