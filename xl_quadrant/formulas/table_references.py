"""References to tables, such as ``Sales[price]``, written as areas: the engine knows no tables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import formualizer

from xl_quadrant.package.tables import Table, area_of_reference, is_table_reference


def lowered(formula: str, row: int, tables: Mapping[str, Table]) -> str:
    """
    Return a formula with areas instead of references to tables.

    Parameters
    ----------
    formula : str
        The formula, with ``=``.
    row : int
        The row of its cell, which ``[#This Row]`` refers to.
    tables : dict of str to Table
        The tables of the workbook.

    Returns
    -------
    str
        The formula; a reference that leads nowhere is ``#REF!``.

    Examples
    --------
    >>> from xl_quadrant.package.addresses import Area
    >>> table = Table(Area("Offers", 1, 2, 9, 3), ("price", "take rate"), 1, 0)
    >>> lowered("=SUMPRODUCT(t[price],t[take rate])*t[[#This Row],[price]]", 5, {"t": table})
    '=SUMPRODUCT(Offers!B2:B9,Offers!C2:C9)*Offers!B5'
    """
    if "[" not in formula or not tables:
        return formula
    try:
        tokens: list[Any] = list(formualizer.tokenize(formula))
    except formualizer.TokenizerError:
        return formula
    written, pieces, at = formula.encode(), b"", 0
    for token in tokens:
        if str(token.token_type) == "Operand" and is_table_reference(token.value, tables):
            area = area_of_reference(token.value, row, tables)
            pieces += written[at : token.start] + (str(area) if area else "#REF!").encode()
            at = token.end
    return (pieces + written[at:]).decode()
