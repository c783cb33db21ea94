"""The terms of the money as formulas on names, and what a formula shows until everything it needs is filled in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from xl_quadrant.business.formulas import HORIZON_DAYS, RESULTS
from xl_quadrant.business.model import FIELDS
from xl_quadrant.business.terms import TERM

HORIZONS: Final = tuple(HORIZON_DAYS)
NOT_READY: Final = "–"
REFERENCE: Final = re.compile(r"\[([a-z0-9_.@]+)\]")
"""A word in brackets: a field, a column of offers, a term or a result."""

FIELD: Final = {field.name: field for field in FIELDS}


def when_ready(formula: str, scenario: str) -> str:
    """Return a formula that shows a dash until everything it needs is filled in."""
    return f'=IF(calc_ready_{scenario},{formula},"{NOT_READY}")'


def keyed(reference: str, end: str) -> str:
    """Return what a reference in a term at a horizon stands for: a timed term carries its horizon."""
    return f"{reference}@{end}" if reference in TERM and TERM[reference].timed else reference


def formula_of(key: str) -> tuple[str, str]:
    """Return the formula of a term or a result, and the horizon it is at."""
    name, _, end = key.partition("@")
    return (TERM[name].excel if name in TERM else RESULTS[name].excel), end


def name_of(key: str, scenario: str) -> str:
    """Return the name of a field, a column of offers, a term or a result in the workbook."""
    name, _, end = key.partition("@")
    if "." in key or key in FIELD:
        return f"val_{key.replace('.', '_')}_{scenario}"
    if name in TERM:
        return f"calc_{name}_{end}_{scenario}" if end else f"calc_{name}_{scenario}"
    return f"out_{key}_{scenario}"


def on_names(formula: str, scenario: str, places: Mapping[str, str]) -> str:
    """
    Return a formula on the names of a scenario; what `places` does not hold and depends on the horizon is written out.

    Parameters
    ----------
    formula : str
        With words in brackets.
    scenario : str
        Whose names.
    places : mapping of str to str
        The cells of what depends on the horizon.

    Returns
    -------
    str
        The formula without brackets.
    """

    def written(found: re.Match[str]) -> str:
        reference = found[1]
        if reference in places:
            return places[reference]
        if reference in TERM and TERM[reference].timed:
            return f"({on_names(TERM[reference].excel, scenario, places)})"
        return name_of(reference, scenario)

    return REFERENCE.sub(written, formula).replace("{s}", scenario)
