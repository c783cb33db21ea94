"""The formulas of a workbook that was made from our template, against those of the template."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Final

import formualizer

from xl_quadrant.checkup.findings import WRONG, Finding
from xl_quadrant.checkup.names import shipped_names, shipped_package
from xl_quadrant.errors import shown
from xl_quadrant.package.addresses import Area
from xl_quadrant.package.formula_text import formula_in
from xl_quadrant.package.parts import Package
from xl_quadrant.package.sheet_index import SheetIndex, index_sheet
from xl_quadrant.package.stored_values import stored_value

ALIKE: Final = 0.95
"""So large a share of a sheet's formulas must be the template's for the others to count as changed."""

_OLDER: Final = {
    "BETA.INV(": "BETAINV(",
    "T.INV.2T(": "TINV(",
    "STDEV.S(": "STDEV(",
    "STDEV.P(": "STDEVP(",
    "VAR.S(": "VAR(",
    "VAR.P(": "VARP(",
    "NORM.S.INV(": "NORMSINV(",
    "NORM.S.DIST(": "NORMSDIST(",
    "GAMMA.INV(": "GAMMAINV(",
    "PERCENTILE.INC(": "PERCENTILE(",
    "QUARTILE.INC(": "QUARTILE(",
    "RANK.EQ(": "RANK(",
    "MODE.SNGL(": "MODE(",
}
"""Functions that Excel 2010 has named anew, and their older names: other programs write either."""

_NEWER_NAME: Final = re.compile("|".join(map(re.escape, _OLDER)))


def formulas_that_differ(package: Package, indexes: Mapping[str, SheetIndex]) -> Iterator[Finding]:
    """
    Yield the cells where our template has a formula and a workbook made from it another one, or none.

    Parameters
    ----------
    package : Package
        The workbook.
    indexes : mapping of str to SheetIndex
        Where the cells of its sheets stand.

    Yields
    ------
    Finding
        Each with what stands there; nothing of a sheet whose names stand elsewhere than in our template, or most of
        whose formulas are others: that is a sheet of a consultant's own, or of another version.

    Notes
    -----
    Formulas are compared as they are understood, not as they are spelled: blanks, capitals, brackets that change
    nothing and ``TRUE()`` for ``TRUE`` do not count.
    """
    ours = {name.lower(): area for name, area in shipped_names().items()}
    theirs = {name.lower(): area for name, area in package.names.items()}
    for sheet, formulas in _shipped_formulas().items():
        here = [name for name, area in ours.items() if area.sheet == sheet]
        if sheet not in indexes or any(theirs.get(name) != ours[name] for name in here):
            continue
        index = indexes[sheet]
        found = {cell: formula_in(index, *cell) for cell in formulas}
        different = [cell for cell, formula in formulas.items() if not _is_same(formula, found[cell])]
        if len(different) > (1 - ALIKE) * len(formulas):
            continue
        for row, column in different:
            place = str(Area(sheet, row, column, row, column))
            if found[row, column]:
                rule = f"holds {_short(found[row, column])} where our template has {_short(formulas[row, column])}"
            else:
                value = stored_value(index.cells.get((row, column)))
                what = "holds nothing" if value is None else f"holds {shown(value)}"
                rule = f"{what} where our template has a formula, {_short(formulas[row, column])}"
            yield Finding(WRONG, place, f"{rule}; copy it from there")


@cache
def _shipped_formulas() -> dict[str, dict[tuple[int, int], str]]:
    """Return the formulas of our template, by sheet and cell."""
    package = shipped_package()
    formulas = {}
    for sheet, part in package.sheets.items():
        index = index_sheet(package.part(part), sheet)
        formulas[sheet] = {(span.row, span.column): formula_in(index, span.row, span.column) for span in index.formulas}
    return formulas


def _is_same(ours: str, theirs: str) -> bool:
    """Say whether two formulas say the same."""
    return ours == theirs or (bool(theirs) and _understood(ours) == _understood(theirs))


def _understood(formula: str) -> Any:
    """Return a formula as it is understood; as it is spelled if it is not."""
    text = formula.replace("_xlfn.", "").replace("TRUE()", "TRUE").replace("FALSE()", "FALSE")
    try:
        return _plain(formualizer.parse(text if text.startswith("=") else f"={text}").to_formula())
    except (formualizer.ParserError, formualizer.TokenizerError, ValueError):
        return _plain(text)


def _plain(formula: str) -> str:
    """Return a formula without what only its spelling shows."""
    bare = formula.replace(" ", "").replace("'", "").replace("$", "").upper().removeprefix("=")
    return _NEWER_NAME.sub(lambda found: _OLDER[found[0]], bare)


def _short(formula: str) -> str:
    """Return a formula that fits into a sentence."""
    text = formula if formula.startswith("=") else f"={formula}"
    return text if len(text) <= 60 else f"{text[:59]}…"
