"""The pages an owner prints: the Quadrant, Action plan, Results, Fix first and Choreography, one page each."""

from __future__ import annotations

import re
from html import escape
from typing import Final

from xl_quadrant.package.markup import elements, spliced, with_attributes
from xl_quadrant.package.parts import Package

PRINTED_SET: Final = ("quadrant", "action_plan", "results", "fix_first", "choreography")
"""The pages, each by its name in the workbook after ``print_``: the area on its sheet that is one page."""

_EMPTY: Final = "$XFD$1048576"
"""A cell where nothing stands: LibreOffice prints hidden sheets too, but no page without anything on it."""
_STATE: Final = frozenset({b"state"})
_SHEET_OF: Final = re.compile(r"^(?:'((?:[^']|'')+)'|([^'!]+))!")


def page_name(page: str) -> str:
    """
    Return the name of a page of the printed set in a workbook.

    Parameters
    ----------
    page : str
        One of PRINTED_SET.

    Returns
    -------
    str
        Its name.

    Examples
    --------
    >>> page_name("results")
    'print_results'
    """
    return f"print_{page}"


def only_printed_set(content: bytes) -> bytes:
    """
    Return a workbook to print: its other sheets hidden, and of each sheet of the set the one page.

    Parameters
    ----------
    content : bytes
        An .xlsx package. One that names no page of the set stays as it is, so that all of it is printed.

    Returns
    -------
    bytes
        The package; only for printing.
    """
    package = Package(content, "workbook")
    xml = package.part(package.workbook_part)
    found = elements(xml, {"sheet", "definedName"}.__contains__, "workbook")
    wanted = {page_name(page) for page in PRINTED_SET}
    names = [one for one in found if one.local == "definedName"]
    pages = {_sheet_of(one.text): one.text for one in names if one.attributes.get("name") in wanted}
    sheets = [one for one in found if one.local == "sheet"]
    titles = [sheet.attributes.get("name", "") for sheet in sheets]
    if not set(titles) & set(pages):
        return content
    changes = []
    for sheet, title in zip(sheets, titles, strict=True):
        if title not in pages:
            tag = xml[sheet.start : sheet.open_end]
            changes.append((sheet.start, sheet.open_end, with_attributes(tag, _STATE, b' state="hidden"')))
    for name in names:
        local = name.attributes.get("localSheetId", "")
        if name.attributes.get("name") == "_xlnm.Print_Area" and local.isdigit() and int(local) < len(titles):
            page = pages.get(titles[int(local)]) or f"{name.text.rpartition('!')[0]}!{_EMPTY}"
            changes.append((name.open_end, name.close_start, escape(page, quote=False).encode()))
    return package.replaced({package.workbook_part: spliced(xml, changes)})


def _sheet_of(area: str) -> str:
    """Return the sheet that an area is on."""
    sheet = _SHEET_OF.match(area)
    return "" if sheet is None else (sheet[1] or sheet[2]).replace("''", "'")
