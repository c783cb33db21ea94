"""A workbook that has been calculated often, calculated without the engine."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from itertools import count, takewhile
from typing import Final, TypeAlias

from xl_quadrant.bridges.headless import Place
from xl_quadrant.compiled.program import Program, compiled
from xl_quadrant.workbook.addresses import Position
from xl_quadrant.workbook.in_engine import InEngine
from xl_quadrant.workbook.values import CellValue, same_value

Values: TypeAlias = Mapping[str, Mapping[Position, CellValue]]
"""By sheet, row and column."""

_WORTH: Final = 30
"""Writing the program takes as long as some so many calculations save."""

_TRIALS: Final = 5
"""So often the program must come to what the engine comes to before it takes its place, and so often it may not come to
anything until then."""

_NUMBER: Final = frozenset({"number"})
_BLANK: Final = frozenset({"blank"})
_KINDS: Final = {float: "number", bool: "logical", str: "text", type(None): "blank"}


class Shortcut:
    """
    The program of a workbook, written when it has been calculated so often that more of the same can be expected.

    It calculates what is of the kinds that have been seen: where nothing has stood yet, those of the inputs above and
    below, or numbers. It is tried beside the engine first, and given up for good if it comes to anything else there; it
    is written anew when as many clients again have told more.
    """

    def __init__(self) -> None:
        self._seen: dict[Place, set[str]] = {}
        self._expected: dict[Place, frozenset[str]] = {}
        self._news = 0
        self._program: Program | None = None
        self._trials = self._misses = 0
        self._given_up = False

    def calculated(self, inputs: Values) -> dict[str, dict[Position, CellValue]] | None:
        """
        Return what the formulas that depend on inputs come to.

        Parameters
        ----------
        inputs : mapping of str to mapping of (int, int) to float, bool, str or None
            All that has been written, by sheet, row and column.

        Returns
        -------
        dict of str to dict of (int, int) to float, bool, str or ErrorValue, or None
            By sheet, row and column; None if the engine must calculate it.
        """
        if self._program is None or self._trials < _TRIALS or not self._expects(inputs):
            return None
        return self._program.calculated(inputs)

    def follow(self, book: InEngine, inputs: Values, values: Values, value_at: Callable[[Place], CellValue]) -> None:
        """
        Learn from a calculation of the engine.

        Parameters
        ----------
        book : InEngine
            The workbook.
        inputs : mapping of str to mapping of (int, int) to float, bool, str or None
            All that has been written, by sheet, row and column.
        values : mapping of str to mapping of (int, int) to float, bool, str, None or ErrorValue
            What its formulas came to.
        value_at : callable
            Takes any cell and returns its value.
        """
        if self._given_up:
            return
        if self._program is None or not self._expects(inputs):
            self._learn(inputs)
            self._news += 1
        elif self._trials < _TRIALS:
            self._try(self._program.calculated(inputs), values)
        if self._news == _WORTH:
            self._news = self._trials = self._misses = 0
            self._expected = _expected(self._seen)
            known = None if book.lacks_something else book.in_its_terms
            self._program = compiled(known, book.around, self._expected, value_at) if known is not None else None
            self._given_up = self._program is None

    def _try(self, found: Values | None, values: Values) -> None:
        """Hold what the program has come to against what the engine has."""
        if found is None:
            self._misses += 1
        else:
            self._trials += 1
        alike = all(
            same_value(value, values[sheet][at])
            for sheet, cells in (found or {}).items()
            for at, value in cells.items()
        )
        if not alike or self._misses == _TRIALS:
            self._program, self._given_up = None, True

    def _expects(self, inputs: Values) -> bool:
        """Say whether inputs are of kinds that the program is written for."""
        expected, kinds = self._expected, _KINDS
        return all(
            kinds[value.__class__] in expected.get((sheet, *at), ())
            for sheet, cells in inputs.items()
            for at, value in cells.items()
        )

    def _learn(self, inputs: Values) -> None:
        """Note of which kinds inputs are."""
        for sheet, cells in inputs.items():
            for at, value in cells.items():
                self._seen.setdefault((sheet, *at), set()).add(_KINDS[value.__class__])


def _expected(seen: Mapping[Place, set[str]]) -> dict[Place, frozenset[str]]:
    """Return the kinds to expect of each input, blanks among them."""
    found = {}
    for place, kinds in seen.items():
        others = kinds - _BLANK or set().union(*(seen[cell] for cell in _line(place, seen))) - _BLANK
        found[place] = frozenset((others or _NUMBER) | _BLANK)
    return found


def _line(place: Place, inputs: Container[Place]) -> list[Place]:
    """Return the inputs that stand above and below one without a gap."""
    sheet, row, column = place
    above = takewhile(inputs.__contains__, ((sheet, at, column) for at in range(row, 0, -1)))
    below = takewhile(inputs.__contains__, ((sheet, at, column) for at in count(row + 1)))
    return [*above, *below]
