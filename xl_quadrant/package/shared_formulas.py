"""Formulas that Excel stores once for many cells, as each of those cells has them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final
from xml.sax.saxutils import escape

from xl_quadrant.package.addresses import LAST_COLUMN, LAST_ROW, column_number, letters
from xl_quadrant.package.markup import Splice, spliced
from xl_quadrant.package.sheet_spans import SheetIndex

_WRITTEN: Final = re.compile(
    r"\"(?:[^\"]|\"\")*\"|'(?:[^']|'')*'|\[[^\[\]]*\]"
    r"|(?<![\w.$\\?])(?:"
    r"(?P<column>\$?[A-Za-z]{1,3})(?P<row>\$?[1-9]\d*)(?![\w.(!\\?])"
    r"|(?P<first>\$?[A-Za-z]{1,3}):(?P<last>\$?[A-Za-z]{1,3})(?![\w.(!$\\?])"
    r"|(?P<top>\$?[1-9]\d*):(?P<bottom>\$?[1-9]\d*)(?![\w.(!])"
    r")"
)
"""What stays, such as texts and titles of sheets; a cell; whole columns; whole rows."""

_LOST: Final = "#REF!"

Piece = Callable[[int, int], str]
"""Takes how many rows and columns a formula is moved, and returns what a piece of it becomes."""


class SharedFormula:
    r"""
    A formula that many cells share.

    Parameters
    ----------
    formula : str
        The formula as its first cell has it, without ``=``.
    row, column : int
        The row and column of that cell.

    Examples
    --------
    >>> shared = SharedFormula("A1*$B$1+SUM(C:C,2:$3)", 1, 4)
    >>> shared.at(5, 5)
    'B5*$B$1+SUM(D:D,6:$3)'
    """

    def __init__(self, formula: str, row: int, column: int) -> None:
        self._formula = formula
        self._row, self._column = row, column
        self._pieces: list[str | Piece] = []
        at = 0
        for found in _WRITTEN.finditer(formula):
            piece = _moving(found)
            if piece is not None:
                self._pieces += [formula[at : found.start()], piece]
                at = found.end()
        self._pieces.append(formula[at:])

    def at(self, row: int, column: int) -> str:
        """
        Return the formula as another cell has it.

        Parameters
        ----------
        row, column : int
            The row and column of that cell.

        Returns
        -------
        str
            Its relative references moved along; one that leaves the sheet is ``#REF!``.
        """
        down, right = row - self._row, column - self._column
        if not (down or right):
            return self._formula
        return "".join([piece if isinstance(piece, str) else piece(down, right) for piece in self._pieces])


def write_out(index: SheetIndex) -> None:
    """
    Give each cell that shares a formula the text of its own.

    Parameters
    ----------
    index : SheetIndex
        The sheet; `CellSpan.formula_text` of those cells is set.
    """
    shared: dict[str, SharedFormula] = {}
    for span in index.formulas:
        if not span.shared:
            continue
        if span.formula_text:
            shared[span.shared] = SharedFormula(span.formula_text, span.row, span.column)
        elif span.shared in shared:
            span.formula_text = shared[span.shared].at(span.row, span.column)


def with_own_formulas(index: SheetIndex) -> bytes:
    """
    Return a sheet whose cells have a formula of their own instead of one they share, and no empty ones.

    The engine takes a time that grows with the square of the cells to follow shared formulas.

    Parameters
    ----------
    index : SheetIndex
        The sheet.

    Returns
    -------
    bytes
        The part; the same if there are none.
    """
    changes: list[Splice] = []
    for span in index.cells.values():
        if span.formula is None:
            continue
        if span.follows:
            changes.append((*span.formula, b""))
        elif span.shared and span.formula_text:
            element = b"<%sf>%s</%sf>" % (index.prefix, escape(span.formula_text).encode(), index.prefix)
            changes.append((*span.formula, element))
    return spliced(index.xml, changes) if changes else index.xml


def _moving(found: re.Match[str]) -> Piece | None:
    """Return how a reference moves; None for what stays."""
    if found["column"]:
        row, column = _row(found["row"]), _column(found["column"])
        return None if row is None or column is None else lambda down, right: _joined(column(right), row(down))
    if found["first"]:
        one, other = _column(found["first"]), _column(found["last"])
        return None if one is None or other is None else lambda _, right: _joined(one(right), other(right), ":")
    if found["top"]:
        top, bottom = _row(found["top"]), _row(found["bottom"])
        return None if top is None or bottom is None else lambda down, _: _joined(top(down), bottom(down), ":")
    return None


def _row(written: str) -> Callable[[int], str] | None:
    """Return how the number of a row moves; None if there is no such row."""
    number = int(written.lstrip("$"))
    if number > LAST_ROW:
        return None
    if written[0] == "$":
        return lambda _: written
    return lambda down: str(number + down) if 1 <= number + down <= LAST_ROW else ""


def _column(written: str) -> Callable[[int], str] | None:
    """Return how the letters of a column move; None if there is no such column."""
    number = column_number(written.lstrip("$"))
    if number > LAST_COLUMN:
        return None
    if written[0] == "$":
        return lambda _: written
    return lambda right: letters(number + right) if 1 <= number + right <= LAST_COLUMN else ""


def _joined(one: str, other: str, between: str = "") -> str:
    """Return the two halves of a reference; an error if one of them has left the sheet."""
    return f"{one}{between}{other}" if one and other else _LOST
