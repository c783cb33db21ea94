"""Formulas as a person reads them: those that Excel stores once for many cells, and without its prefixes."""

from __future__ import annotations

import re
from typing import Final

from xl_quadrant.package.addresses import address
from xl_quadrant.package.sheet_index import CellSpan, SheetIndex

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
    text = own_text(index, span) if span else ""
    return f"={_PREFIXES.sub('', text)}" if text else ""


def own_text(index: SheetIndex, span: CellSpan) -> str:
    """
    Return the formula of a cell as the file holds it, also where the file holds it once for many cells.

    Parameters
    ----------
    index : SheetIndex
        Its sheet.
    span : CellSpan
        The cell.

    Returns
    -------
    str
        Without ``=``; empty if there is none.
    """
    if span.formula_text or not span.shared:
        return span.formula_text
    leaders = (one for one in index.formulas if one.shared == span.shared and one.formula_text)
    leader = next(leaders, None)
    return moved(leader.formula_text, (leader.row, leader.column), (span.row, span.column)) if leader else ""


def moved(formula: str, here: tuple[int, int], there: tuple[int, int]) -> str:
    """
    Return a formula as it reads in another cell that shares it.

    Parameters
    ----------
    formula : str
        The formula, without ``=``.
    here, there : (int, int)
        The row and column of its cell, and of the other.

    Returns
    -------
    str
        Its relative references moved along.

    Examples
    --------
    >>> moved("A1*$B$1", (1, 3), (5, 3))
    'A5*$B$1'
    """
    from openpyxl.formula.translate import Translator

    return str(Translator(f"={formula}", origin=address(*here)).translate_formula(address(*there)))[1:]
