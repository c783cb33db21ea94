"""Which cells a person means: by a name of the workbook, an address or a column of a table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from difflib import get_close_matches
from typing import Final

from xl_quadrant.errors import UnknownName
from xl_quadrant.package.addresses import Area, quoted, read_area
from xl_quadrant.package.parts import Package
from xl_quadrant.package.tables import area_of_reference, tables_of

MOST_CELLS: Final = 2_097_152
"""The most cells that are looked at together: two whole columns."""


def area_of(package: Package, key: str) -> Area:
    """
    Return the cells that a person means.

    Parameters
    ----------
    package : Package
        The workbook.
    key : str
        A name of the workbook, a cell or block such as ``Inputs!B7`` or ``'Fix first'!A1:C3``, or a part of a table
        such as ``Offers[price]``; upper and lower case are the same.

    Returns
    -------
    Area
        The cells, on a sheet of the workbook.

    Raises
    ------
    UnknownName
        If the workbook has no such name, sheet or table; the error names what comes near.
    """
    if not isinstance(key, str):
        raise UnknownName(package.source, key, "is neither a name nor a cell; write a text such as 'Sheet!A1'")
    named = {name.lower(): area for name, area in package.names.items()}.get(key.strip().lower())
    area = named or _addressed(package, key.strip())
    if area.size > MOST_CELLS:
        raise UnknownName(package.source, key, f"has {area.size:,} cells; name {MOST_CELLS:,} at most")
    return area


def _addressed(package: Package, key: str) -> Area:
    """Return the cells of an address, or of a reference to a table."""
    if key.endswith("]"):
        found = area_of_reference(key, 0, tables_of(package))
        if found is None:
            raise UnknownName(package.source, key, "is no column of a table of this workbook")
        return found
    title, sign, cells = key.rpartition("!")
    if not sign:
        part_of_table = area_of_reference(_formula_of(package, key), 0, tables_of(package))
        if part_of_table is not None:
            return part_of_table
        raise _no_name(package, key)
    plain = title[1:-1].replace("''", "'") if title[:1] == title[-1:] == "'" else title
    sheet = {known.lower(): known for known in package.sheets}.get(plain.lower())
    if sheet is None:
        near = _near(plain, package.sheets)
        raise UnknownName(package.source, plain, f"is no sheet of this workbook; {near or _some(package.sheets)}")
    area = read_area(f"x!{cells}")
    if area is None:
        raise UnknownName(package.source, key, f"is no cell; write {quoted(sheet)}!A1 or {quoted(sheet)}!A1:B3")
    return replace(area, sheet=sheet)


def _no_name(package: Package, key: str) -> UnknownName:
    """Return the error for what is neither a name of cells nor an address."""
    other = _formula_of(package, key)
    if other:
        shown = other if len(other) <= 60 else f"{other[:57]}..."
        return UnknownName(package.source, key, f"is a name that stands for ={shown}; name cells instead")
    if read_area(f"x!{key}") is not None:
        sheet = quoted(next(iter(package.sheets)))
        return UnknownName(package.source, key, f"does not say on which sheet; write {sheet}!{key}")
    near = _near(key, package.names)
    advice = near or "write one of its names, or a cell as " + quoted(next(iter(package.sheets))) + "!A1"
    return UnknownName(package.source, key, f"is no name of this workbook; {advice}")


def _formula_of(package: Package, key: str) -> str:
    """Return what a name stands for that is not an area; empty if there is none."""
    return {name.lower(): text for name, text in package.formula_names.items()}.get(key.lower(), "")


def _near(word: str, known: Iterable[str]) -> str:
    """Return what may have been meant; empty if nothing comes near."""
    by_lower = {name.lower(): name for name in known}
    found = get_close_matches(word.lower(), by_lower, n=3, cutoff=0.6)
    return f"did you mean {' or '.join(by_lower[name] for name in found)}?" if found else ""


def _some(titles: Iterable[str]) -> str:
    """Return which sheets there are."""
    return f"it has {', '.join(map(quoted, titles))}"
