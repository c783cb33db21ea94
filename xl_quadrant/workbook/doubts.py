"""
Values that rest on something that cannot be calculated, though they show no error, as ``=IFERROR(CUBEVALUE(…),0)``.

The workbook is calculated again with different guesses in place of all that cannot be calculated: what changes with
them is in doubt, and what stays the same, as ``=IF(FALSE,CUBEVALUE(…),5)``, is not. No guess can be the very value that
a function such as COUNTIF searches for, so what it finds in doubtful cells is in doubt in any case.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from typing import Final

from xl_quadrant.bridges.headless import Place
from xl_quadrant.workbook.addresses import Area
from xl_quadrant.workbook.engine import Engine
from xl_quadrant.workbook.in_engine import in_engine
from xl_quadrant.workbook.package import Package
from xl_quadrant.workbook.searched import searched_areas
from xl_quadrant.workbook.sheet_index import SheetIndex
from xl_quadrant.workbook.values import same_value
from xl_quadrant.workbook.written import own_text

_GUESSES: Final = (None, 987_654_321.5, -987_654_321.5, "not calculated")
"""An error, then what no workbook holds: a large number, a small one and a text."""

_SEARCHES: Final = "searches cells that cannot be calculated here"


class Doubts:
    """
    The values of a workbook that rest on something that cannot be calculated.

    Parameters
    ----------
    package : Package
        The workbook.
    indexes : mapping of str to SheetIndex
        Where the cells of each of its sheets stand.
    lacking : collection of (str, int, int)
        The cells of formulas that the engine could not calculate.
    """

    def __init__(self, package: Package, indexes: Mapping[str, SheetIndex], lacking: Collection[Place]) -> None:
        self._package = package
        self._indexes = indexes
        names = {name.lower(): area for name, area in package.names.items()}
        searches = {
            (sheet, span.row, span.column): areas
            for sheet, index in indexes.items()
            for span in index.formulas
            if (areas := list(searched_areas(own_text(index, span), sheet, names)))
        }
        self._moment = datetime.now(UTC)
        given_up = set(lacking)
        while True:
            self._engines = [self._guessing(guess, given_up) for guess in _GUESSES]
            doubtful = self._all()
            more = {place for place, areas in searches.items() if place not in doubtful and _any_in(areas, doubtful)}
            if not more:
                break
            given_up |= more

    def concern(self, place: Place) -> bool:
        """
        Say whether the value of a cell is in doubt.

        Parameters
        ----------
        place : (str, int, int)
            The cell.

        Returns
        -------
        bool
            True if another guess gives another value.
        """
        first, *others = (engine.value(place) for engine in self._engines)
        return any(not same_value(other, first) for other in others)

    def _guessing(self, guess: float | str | None, given_up: Collection[Place]) -> Engine:
        """Return the workbook calculated with a guess for all that cannot be."""
        engine = in_engine(self._package, self._indexes, guess)
        for place in given_up:
            engine.give_up(place, "#N/A", _SEARCHES)
        engine.at(self._moment)
        engine.calculate()
        return engine

    def _all(self) -> set[Place]:
        """Return the formulas whose values are in doubt, those that show it included."""
        return {
            place
            for sheet, index in self._indexes.items()
            for span in index.formulas
            for at in (span.filled.positions if span.filled else [(span.row, span.column)])
            if self.concern(place := (sheet, *at))
        }


def _any_in(areas: Collection[Area], places: set[Place]) -> bool:
    """Say whether any of some cells lies in one of some areas."""
    return any(
        area.sheet.lower() == sheet.lower()
        and area.first_row <= row <= area.last_row
        and area.first_column <= column <= area.last_column
        for area in areas
        for sheet, row, column in places
    )
