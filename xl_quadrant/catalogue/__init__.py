"""Every function there is: its record, help, examples and LAMBDA; front ends are rendered from it."""

from __future__ import annotations

from typing import Final

from xl_quadrant.catalogue.calculations import CALCULATIONS
from xl_quadrant.catalogue.catalogue_function import (
    CatalogueArgument,
    CatalogueFunction,
    Kind,
    excel_literal,
    grouped,
    named,
)
from xl_quadrant.catalogue.help_functions import explain, xlq_version

__all__ = [
    "CATALOGUE",
    "CATEGORIES",
    "CatalogueArgument",
    "CatalogueFunction",
    "Kind",
    "by_name",
    "excel_literal",
]

CATALOGUE: Final[tuple[CatalogueFunction, ...]] = (
    *CALCULATIONS,
    *grouped("Help", explain, xlq_version, kind="whole"),
)
"""Every function, in the order of the reference."""

CATEGORIES: Final[tuple[str, ...]] = tuple(dict.fromkeys(function.category for function in CATALOGUE))
"""The groups, in the same order."""

_BY_NAME: Final = {function.name: function for function in CATALOGUE}


def by_name(name: str) -> CatalogueFunction:
    """
    Return a function of the catalogue.

    Parameters
    ----------
    name : str
        As in a spreadsheet or in Python; upper and lower case are the same.

    Returns
    -------
    CatalogueFunction
        Its record.

    Raises
    ------
    UnknownWord
        If there is no such function; the rule names the nearest ones.

    Examples
    --------
    >>> by_name("ltv_continuity").syntax
    'LTV_CONTINUITY(price, churn, [payments], [discount_rate=0], [paid="start"], [margin=1], [signup_fee=0])'
    """
    found = _BY_NAME.get(name.strip().upper())
    return found if found is not None else named(name, CATALOGUE)
