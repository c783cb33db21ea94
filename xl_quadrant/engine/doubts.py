"""
Values that rest on something that cannot be calculated, though they show no error, as ``=IFERROR(CUBEVALUE(…),0)``.

The workbook is calculated with different guesses in place of all that cannot be calculated: what changes with them is
in doubt, and what stays the same, as ``=IF(FALSE,CUBEVALUE(…),5)``, is not. No guess can be the very value that a
function such as COUNTIF searches for, so what it finds in doubtful cells is in doubt in any case.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from itertools import count
from typing import Final

from xl_quadrant.engine.engine import Engine
from xl_quadrant.engine.engine_workbook import EngineWorkbook
from xl_quadrant.engine.error_places import ErrorPlaces
from xl_quadrant.formulas.search_areas import searched_areas
from xl_quadrant.package.addresses import Area, Place, Position
from xl_quadrant.package.values import CellValue, same_value

_GUESSES: Final = (987_654_321.5, -987_654_321.5, "not calculated", None)
"""What no workbook holds: a large number, a small one and a text; then an error."""

_SEARCHES: Final = "searches cells that cannot be calculated here"

_MOST_ROUNDS: Final = 6
"""So often searches among doubtful cells are looked for; from then on whatever searches answers of formulas is one."""


class Doubts:
    """
    The values of a workbook that rest on something that cannot be calculated.

    Parameters
    ----------
    book : EngineWorkbook
        The workbook.
    calculated : Engine
        The same, calculated with an error for what cannot be.
    shown : mapping of str to list of (int, int)
        The cells of each sheet that show what formulas answer.
    lacking : collection of (str, int, int)
        The cells of formulas that the engine could not calculate.
    names : mapping of str to Area
        What names stand for; the names in lower case.
    moment : datetime
        What time it was in `calculated`.
    in_parts : bool
        Whether the engine may calculate what depends on the guess, and nothing else.
    """

    def __init__(
        self,
        book: EngineWorkbook,
        calculated: Engine,
        shown: Mapping[str, list[Position]],
        lacking: Collection[Place],
        names: Mapping[str, Area],
        moment: datetime,
        *,
        in_parts: bool,
    ) -> None:
        self._book, self._shown, self._moment, self._in_parts = book, shown, moment, in_parts
        self._places = [(sheet, *position) for sheet, positions in shown.items() for position in positions]
        self._guessing: tuple[Engine, set[Place]] | None = None
        searches = {
            place: areas
            for place, formula in book.formulas.items()
            if (areas := list(searched_areas(formula, place[0], names)))
        }
        known = self._values_in(calculated)
        self._doubtful: set[Place] = set()
        given_up = set(lacking)
        for turn in count(1):
            answers = [known, *(self._with(guess, given_up) for guess in _GUESSES)]
            rows = zip(self._places, zip(*answers, strict=True), strict=True)
            self._doubtful |= {place for place, values in rows if _differ(values)}
            searched = _where(self._doubtful if turn < _MOST_ROUNDS else self._places)
            more = {
                place
                for place, areas in searches.items()
                if place not in self._doubtful and any(searched.first_in(area, "") for area in areas)
            }
            if not more:
                break
            given_up |= more

    def concern(self, place: Place) -> bool:
        """
        Say whether the value of a cell is in doubt.

        Parameters
        ----------
        place : (str, int, int)
            The cell; one of those shown.

        Returns
        -------
        bool
            True if another guess gives another value.
        """
        return place in self._doubtful

    def _with(self, guess: float | str | None, given_up: set[Place]) -> list[CellValue]:
        """Return the values with a guess for all that cannot be calculated, and for cells that are given up."""
        engine, given = self._guessing or (self._book.opened(guessing=True), set())
        engine.at(self._moment)
        for place in given_up - given:
            engine.give_up(place, "#N/A", _SEARCHES)
        self._guessing = (engine, set(given_up)) if self._in_parts else None
        engine.guess(guess)
        engine.calculate()
        return self._values_in(engine)

    def _values_in(self, engine: Engine) -> list[CellValue]:
        """Return what the cells show."""
        return [value for sheet, positions in self._shown.items() for value in engine.values(sheet, positions)]


def _differ(values: tuple[CellValue, ...]) -> bool:
    """Say whether any value is another than the first."""
    return not all(same_value(values[0], value) for value in values[1:])


def _where(places: Collection[Place]) -> ErrorPlaces:
    """Return where cells stand."""
    found = ErrorPlaces()
    for place in places:
        found.add(place, "")
    return found
