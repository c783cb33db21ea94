"""The cells of a workbook as a program has them: each with a slot in one list, those of a column beside each other."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

from xl_quadrant.compiled.expression import (
    BLANK,
    ERROR,
    NONE,
    NUMBER,
    TEXT,
    UNKNOWN,
    Expression,
    Kinds,
    as_number,
    constant,
)
from xl_quadrant.compiled.references import References
from xl_quadrant.package.addresses import Area, Place
from xl_quadrant.package.values import CellValue


class Cells:
    """
    The cells that formulas refer to and stand in.

    Parameters
    ----------
    references : References
        The formulas.
    inputs : mapping of (str, int, int) to frozenset of str
        The cells that take other values, and of which kinds they are; a blank may stand in each.
    following : collection of (str, int, int)
        The formulas that depend on them.
    value_at : callable
        Takes any other cell and returns its value.

    Attributes
    ----------
    typed : list of float, bool, str, None or ErrorValue
        The value of each slot that does not change.
    numbers : list of float or str
        The same as numbers where no formula stands; a text as it is.
    """

    def __init__(
        self,
        references: References,
        inputs: Mapping[Place, Kinds],
        following: Collection[Place],
        value_at: Callable[[Place], CellValue],
    ) -> None:
        self._references = references
        self.inputs = inputs
        self._value_at = value_at
        self._settled: dict[Place, Expression] = {}
        self._lists: dict[tuple[Area, bool], Expression] = {}
        places = {*references.mentioned, *inputs, *following}
        by_column = sorted(places, key=lambda place: (place[0], place[2], place[1]))
        self._slots = {place: slot for slot, place in enumerate(by_column)}
        self.typed: list[Any] = [None] * len(by_column)
        self.numbers: list[Any] = [0.0] * len(by_column)

    def area(self, reference: str, sheet: str) -> Area | None:
        """Return the cells that a reference stands for; None if that is not known."""
        return self._references.area(reference, sheet)

    def slot(self, place: Place) -> int:
        """Return the slot of a cell."""
        return self._slots[place]

    def settle(self, place: Place, value: Expression) -> None:
        """Note what the formula of a cell comes to."""
        kinds = value.kinds - BLANK | NUMBER if value.kinds & BLANK else value.kinds
        kinds |= NONE if value.certain else ERROR
        self._settled[place] = value if value.constant else Expression(f"v[{self.slot(place)}]", kinds)

    def one(self, area: Area) -> Expression:
        """Return the value of a cell."""
        place = (area.sheet, area.first_row, area.first_column)
        if place not in self._settled:
            if place in self.inputs:
                slot = self.slot(place)
                self._settled[place] = Expression(f"v[{slot}]", self.inputs[place] | BLANK, as_number=f"n[{slot}]")
            else:
                self._settled[place] = constant(self._value_at(place))
        return self._settled[place]

    def all(self, area: Area, *, numbers: bool = False) -> Expression:
        """Return the values of several cells, row by row, of the kinds they can be; blanks as 0 if asked for."""
        key = (area, numbers)
        if key not in self._lists:
            self._lists[key] = self._listed(area, numbers=numbers)
        return self._lists[key]

    def that_may_go_wrong(self, place: Place) -> Iterator[str]:
        """Yield code for the errors written in a formula, and for cells it refers to that may hold errors or texts."""
        for error in self._references.errors(place):
            yield constant(error).code
        for area in self._references.areas(place):
            several = area.size > 1
            cells = self.all(area) if several else self.one(area)
            if several and cells.kinds & ERROR and not self._references.has_elements_of(place, area):
                yield f"*errors_among({cells.code})"
            elif cells.kinds & (ERROR | TEXT):
                yield f"*{cells.code}" if several else cells.code

    def _listed(self, area: Area, *, numbers: bool) -> Expression:
        """Return the values of several cells."""
        places = self._references.cells(area)
        values = [self.one(Area(*place, *place[1:])) for place in places]
        constants = {place: value.value for place, value in zip(places, values, strict=True) if value.constant}
        if numbers:
            if len(constants) < sum(not value.as_number for value in values):
                return UNKNOWN
            constants = {place: 0.0 if value is None else value for place, value in constants.items()}
            values = [as_number(value) for value in values]
        kinds, size = NONE.union(*(value.kinds for value in values)), max(value.size for value in values)
        if all(value.constant for value in values):
            return Expression(f"({', '.join(value.code for value in values)},)", kinds, constant=True, size=size)
        for place, value in constants.items():
            (self.numbers if numbers else self.typed)[self.slot(place)] = value
        if area.columns > 1:
            return Expression(f"({', '.join(value.code for value in values)},)", kinds, size=size)
        first, last = self.slot(places[0]), self.slot(places[-1])
        return Expression(f"{'n' if numbers else 'v'}[{first}:{last + 1}]", kinds, size=size)
