"""A workbook that has been calculated often, calculated without the engine."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final, Protocol, TypeAlias

from xl_quadrant.compiled.program import Program, compiled
from xl_quadrant.formulas.references import Surroundings
from xl_quadrant.package.addresses import Place, Position
from xl_quadrant.package.values import CellValue, same_value

Values: TypeAlias = Mapping[str, Mapping[Position, CellValue]]
"""By sheet, row and column."""

_WORTH: Final = 30
"""Writing the program takes as long as some so many calculations save."""

_TRIALS: Final = 5
"""So often the program must come to what the engine comes to before it takes its place, and so often it may not come to
anything until then."""

_AGAIN: Final = 250
"""After so many workbooks calculated by the program one is calculated by both."""

_NUMBER: Final = frozenset({"number"})
_BLANK: Final = frozenset({"blank"})
_KINDS: Final = {float: "number", bool: "logical", str: "text", type(None): "blank"}


class Book(Protocol):
    """A workbook in the engine's terms."""

    around: Surroundings

    @property
    def lacks_something(self) -> bool:
        """Whether there are formulas that cannot be calculated."""

    @property
    def in_its_terms(self) -> dict[Place, str]:
        """The formula of each cell as the engine has it right for all values."""


class Shortcut:
    """
    The program of a workbook, written when it has been calculated so often that more of the same can be expected.

    It calculates what is of the kinds that have been seen: where nothing has stood yet, those of the inputs above and
    below, or numbers. It is tried beside the engine first, and now and then later, and given up for good if it comes to
    anything else there, or leaves out what changes; it is written anew when as many clients again have told more.
    """

    def __init__(self) -> None:
        self._seen: dict[Place, set[str]] = {}
        self._expected: dict[Place, frozenset[str]] = {}
        self._still: Values = {}
        self._news = 0
        self._program: Program | None = None
        self._trials = self._misses = self._untried = 0
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
        self._untried += 1
        if self._untried == _AGAIN:
            self._trials, self._untried = _TRIALS - 1, 0
            return None
        return self._program.calculated(inputs)

    def follow(self, book: Book, inputs: Values, values: Values, value_at: Callable[[Place], CellValue]) -> None:
        """
        Learn from a calculation of the engine.

        Parameters
        ----------
        book : Book
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
        try:
            if self._program is None or not self._expects(inputs):
                self._learn(inputs)
                self._news += 1
            elif self._trials < _TRIALS:
                self._try(self._program.calculated(inputs), values)
            if self._news == _WORTH:
                self._write(book, values, value_at)
        except Exception:  # noqa: BLE001 - whatever is wrong with a program, the engine has calculated the workbook
            self._give_up()

    def _write(self, book: Book, values: Values, value_at: Callable[[Place], CellValue]) -> None:
        """Write the program."""
        self._news = self._trials = self._misses = self._untried = 0
        self._expected = _expected(self._seen)
        known = None if book.lacks_something else book.in_its_terms
        self._program = compiled(known, book.around, self._expected, value_at) if known is not None else None
        if self._program is None:
            self._give_up()
        else:
            followed = self._program.results
            self._still = {
                sheet: {at: value for at, value in cells.items() if at not in followed.get(sheet, ())}
                for sheet, cells in values.items()
            }

    def _try(self, found: Values | None, values: Values) -> None:
        """Hold what the program has come to, and what it takes for granted, against what the engine has."""
        if found is None:
            self._misses += 1
        else:
            self._trials += 1
        expected = [self._still, found or {}]
        alike = all(
            same_value(value, values[sheet][at])
            for part in expected
            for sheet, cells in part.items()
            for at, value in cells.items()
        )
        if not alike or self._misses == _TRIALS:
            self._give_up()

    def _give_up(self) -> None:
        """Leave this workbook to the engine for good."""
        self._program, self._still, self._given_up = None, {}, True

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
    for line in _lines(seen):
        of_line = frozenset().union(*(seen[place] for place in line)) - _BLANK
        for place in line:
            found[place] = frozenset(seen[place] - _BLANK or of_line or _NUMBER) | _BLANK
    return found


def _lines(inputs: Iterable[Place]) -> list[list[Place]]:
    """Return inputs that stand below each other without a gap."""
    found: list[list[Place]] = []
    for place in sorted(inputs, key=lambda place: (place[0], place[2], place[1])):
        sheet, row, column = place
        if found and found[-1][-1] == (sheet, row - 1, column):
            found[-1].append(place)
        else:
            found.append([place])
    return found
