"""Formulas as a person reads them: those that Excel stores once for many cells, and without its prefixes."""

from __future__ import annotations

import re
from typing import Final

from xl_quadrant.package.sheet_index import SheetIndex

_PREFIXES: Final = re.compile(r"\b_xl(?:fn|ws|pm|op|udf)\.", re.IGNORECASE)


def formula_in(index: SheetIndex, row: int, column: int) -> str:
    """
    Return the formula of a cell.

    Parameters
    ----------
    index : SheetIndex
        Its sheet.
    row, column : int
        Counted from 1.

    Returns
    -------
    str
        As Excel shows it, with ``=``; that of the array formula whose answer the cell shows; empty if there is none.
    """
    span = index.cells.get((row, column))
    if span is None or span.formula is None:
        answers = (one for one in index.formulas if one.filled and (row, column) in one.filled.positions)
        span = next(answers, None)
    text = span.formula_text if span else ""
    return f"={_PREFIXES.sub('', text)}" if text else ""
