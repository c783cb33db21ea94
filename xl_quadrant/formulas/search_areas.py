"""Which cells a formula searches: functions that look for a value pass over errors, so that nobody sees them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from xl_quadrant.formulas.syntax import read
from xl_quadrant.formulas.tree import Tree, everywhere, name_of
from xl_quadrant.package.addresses import Area, quoted, read_area

_SEARCHED: Final = {
    **dict.fromkeys(("COUNTIF", "SUMIF", "AVERAGEIF"), slice(0, 1)),
    **dict.fromkeys(("MATCH", "XMATCH", "LOOKUP", "XLOOKUP", "VLOOKUP", "HLOOKUP"), slice(1, 2)),
    **dict.fromkeys(("SUMIFS", "AVERAGEIFS", "MAXIFS", "MINIFS"), slice(1, None, 2)),
    "COUNTIFS": slice(0, None, 2),
}
"""Which arguments a function searches."""

_ENDINGS: Final = sorted({f"{name}("[-4:] for name in _SEARCHED})
"""How calls of them end; all that most formulas are looked through for."""


def searched_areas(formula: str, sheet: str, names: Mapping[str, Area]) -> Iterator[Area]:
    """
    Yield the cells that a formula searches for a value.

    Parameters
    ----------
    formula : str
        The formula, with ``=``.
    sheet : str
        The title of its sheet.
    names : mapping of str to Area
        What names stand for; the names in lower case.

    Yields
    ------
    Area
        The cells of each search whose place can be read from the formula.

    Examples
    --------
    >>> [str(area) for area in searched_areas("=SUMIF(A1:A9,5,B1:B9)+VLOOKUP(1,Prices!A1:C9,2)", "Costs", {})]
    ['Costs!A1:A9', 'Prices!A1:A9']
    """
    capitals = formula.upper()
    if any(ending in capitals for ending in _ENDINGS):
        for name, argument in _searches(read(formula)):
            text = str(argument.get("reference", ""))
            area = names.get(text.lower()) or read_area(text if "!" in text else f"{quoted(sheet)}!{text}")
            if area is not None:
                yield _first(name, area)


def _searches(tree: Tree | None) -> Iterator[tuple[str, Tree]]:
    """Yield each function that searches, and each argument that it searches."""
    for node in everywhere(tree) if tree is not None else ():
        for argument in node["args"][_SEARCHED[name_of(node)]] if name_of(node) in _SEARCHED else ():
            yield name_of(node), argument


def _first(name: str, area: Area) -> Area:
    """Return the part of an area that a function searches: VLOOKUP the first column, HLOOKUP the first row."""
    if name == "VLOOKUP":
        return replace(area, last_column=area.first_column)
    return replace(area, last_row=area.first_row) if name == "HLOOKUP" else area
