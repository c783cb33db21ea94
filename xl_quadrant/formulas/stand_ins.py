"""What answers for functions that the engine does not know: an error, or a guess."""

from __future__ import annotations

from itertools import count
from typing import Any, Final

STAND_IN: Final = "XLQ_NOT_CALCULATED"
"""What is called instead of a function that is not known."""

BLOCK_STAND_IN: Final = "XLQ_BLOCK_NOT_CALCULATED"
"""The same where another function takes a part of its answer."""

_BLOCK: Final = (100, 10)
"""Rows and columns that stand in for an answer of several cells."""


class StandIns:
    """
    The functions that stand in, in one workbook of the engine.

    Parameters
    ----------
    guessing : bool
        Whether they answer with what stands in a cell, on a sheet added for it, so that another guess is one change.

    Attributes
    ----------
    asked : bool
        Whether one has been called.
    """

    def __init__(self, *, guessing: bool) -> None:
        self.asked = False
        self._guessing = guessing
        self._book: Any = None
        self._sheet = ""

    def register(self, workbook: Any) -> None:
        """
        Register them.

        Parameters
        ----------
        workbook : formualizer.Workbook
            Before its first evaluation.
        """
        workbook.register_function(STAND_IN, self._answer, min_args=0, max_args=None)
        workbook.register_function(BLOCK_STAND_IN, self._block, min_args=0, max_args=None)
        if self._guessing:
            taken = [title.lower() for title in workbook.sheet_names]
            sheets = float(len(taken))
            self._sheet = next(title for number in count() if (title := f"xlq_guess_{number}") not in taken)
            self._book = workbook
            workbook.add_sheet(self._sheet)
            counted = {"min_args": 0, "max_args": 1, "allow_override_builtin": True}
            workbook.register_function("SHEETS", lambda *reference: 1.0 if reference else sheets, **counted)

    def guess(self, value: float | str | None) -> None:
        """
        Let another guess stand for everything that cannot be calculated.

        Parameters
        ----------
        value : float, str or None
            The guess; None for an error that is rare.
        """
        if value is None:
            self._book.set_formula(self._sheet, 1, 1, "=#NULL!")
        else:
            self._book.set_value(self._sheet, 1, 1, value)

    def instead_of(self, error: str) -> str:
        """
        Return a formula that shows an error, or the guess if there is one.

        Parameters
        ----------
        error : str
            Such as ``#REF!``.

        Returns
        -------
        str
            With ``=``.

        Examples
        --------
        >>> StandIns(guessing=False).instead_of("#REF!")
        '=#REF!'
        """
        return f"={self._sheet}!$A$1" if self._guessing else f"={error}"

    def asking(self, formula: str) -> str:
        """
        Return a formula whose stand-ins are told the guess if there is one.

        Parameters
        ----------
        formula : str
            The formula, which calls them.

        Returns
        -------
        str
            The formula for the engine.
        """
        if self._guessing:
            for name in (STAND_IN, BLOCK_STAND_IN):
                formula = formula.replace(f"{name}(", f"{name}({self._sheet}!$A$1,")
        return formula

    def _answer(self, guess: object = None, *_arguments: object) -> object:
        """Answer for a function that is not known."""
        self.asked = True
        return guess if self._guessing else {"type": "Error", "kind": "Name"}

    def _block(self, *arguments: object) -> object:
        """Answer with so many cells that a part can be taken of them."""
        rows, columns = _BLOCK
        return [[self._answer(*arguments)] * columns] * rows
