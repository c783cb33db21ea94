"""What answers for functions that the engine does not know: an error, or a guess."""

from __future__ import annotations

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
    guess : float or str, optional
        What they answer; an error when left out.

    Attributes
    ----------
    asked : bool
        Whether one has been called.
    """

    def __init__(self, guess: float | str | None) -> None:
        self.asked = False
        self._guess = guess

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
        >>> StandIns(None).instead_of("#REF!"), StandIns(2.5).instead_of("#REF!"), StandIns("a").instead_of("#REF!")
        ('=#REF!', '=2.5', '="a"')
        """
        if self._guess is None:
            return f"={error}"
        return f'="{self._guess}"' if isinstance(self._guess, str) else f"={self._guess!r}"

    def _answer(self, *_arguments: object) -> object:
        """Answer for a function that is not known."""
        self.asked = True
        return {"type": "Error", "kind": "Name"} if self._guess is None else self._guess

    def _block(self, *_arguments: object) -> object:
        """Answer with so many cells that a part can be taken of them."""
        rows, columns = _BLOCK
        return [[self._answer()] * columns] * rows
