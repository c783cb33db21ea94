"""What-if data tables: each cell is what a formula comes to with other values in the input cells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from xl_quadrant.engine.engine import Engine
from xl_quadrant.package.addresses import Area, Place, position_of
from xl_quadrant.package.sheet_index import CellSpan
from xl_quadrant.package.values import CellValue, ErrorValue

_MOST_CELLS: Final = 3000
"""A larger table is left to Excel: each cell is a calculation of the workbook."""

_TRUE: Final = ("1", "true")


@dataclass(frozen=True, slots=True)
class WhatIfTable:
    """
    One table.

    Parameters
    ----------
    filled : Area
        The cells it fills.
    across : Place or None
        The input cell that takes the values above the table.
    down : Place or None
        The input cell that takes the values to the left of it.
    """

    filled: Area
    across: Place | None
    down: Place | None

    def fill(self, engine: Engine, formulas: Mapping[Place, str]) -> dict[Place, CellValue]:
        """
        Calculate the table and put its values into its cells.

        Parameters
        ----------
        engine : Engine
            The workbook, calculated; the input cells hold what they held before when it returns.
        formulas : mapping of (str, int, int) to str
            The formula of each cell that has one, as the engine takes it.

        Returns
        -------
        dict of (str, int, int) to value
            What stands in each cell of the table now.
        """
        held = {place: engine.value(place) for place in (self.across, self.down) if place is not None}
        found: list[list[CellValue]] = []
        for row in range(self.filled.first_row, self.filled.last_row + 1):
            line: list[CellValue] = []
            for column in range(self.filled.first_column, self.filled.last_column + 1):
                for place, (at_row, at_column) in self._inputs(row, column):
                    _put(engine, place, engine.value((self.filled.sheet, at_row, at_column)))
                engine.calculate()
                line.append(engine.value((self.filled.sheet, *self._formula(row, column))))
            found.append(line)
        for place, value in held.items():
            if place in formulas:
                engine.rewrite(place, formulas[place])
            else:
                _put(engine, place, value)
        values = {
            (self.filled.sheet, self.filled.first_row + i, self.filled.first_column + j): value
            for i, line in enumerate(found)
            for j, value in enumerate(line)
        }
        put_values(engine, values)
        engine.calculate()
        return values

    def _inputs(self, row: int, column: int) -> Iterator[tuple[Place, tuple[int, int]]]:
        """Yield the input cells, and where the value for one cell of the table stands."""
        if self.across is not None:
            yield self.across, (self.filled.first_row - 1, column)
        if self.down is not None:
            yield self.down, (row, self.filled.first_column - 1)

    def _formula(self, row: int, column: int) -> tuple[int, int]:
        """Return where the formula stands that one cell of the table is about."""
        of_column = self.across is None
        of_row = self.down is None
        return (
            self.filled.first_row - 1 if not of_row else row,
            self.filled.first_column - 1 if not of_column else column,
        )


def table_of(sheet: str, span: CellSpan) -> WhatIfTable | None:
    """
    Return the what-if data table of a cell.

    Parameters
    ----------
    sheet : str
        The title of its sheet.
    span : CellSpan
        The cell with the table's formula.

    Returns
    -------
    WhatIfTable or None
        None if it cannot be calculated here: it is too large, or an input cell is lost.
    """
    told, filled = span.formula_attributes, span.filled
    if filled is None or filled.size > _MOST_CELLS or filled.first_row == 1 or filled.first_column == 1:
        return None
    if any(told.get(name) in _TRUE for name in ("del1", "del2")):
        return None
    cells = []
    for name in ("r1", "r2"):
        try:
            position = position_of(told[name]) if name in told else None
        except ValueError:
            return None
        cells.append((sheet, *position) if position else None)
    area = Area(sheet, filled.first_row, filled.first_column, filled.last_row, filled.last_column)
    if told.get("dt2D") in _TRUE:
        return WhatIfTable(area, cells[0], cells[1]) if None not in cells else None
    if cells[0] is None:
        return None
    return WhatIfTable(area, cells[0], None) if told.get("dtr") in _TRUE else WhatIfTable(area, None, cells[0])


def put_values(engine: Engine, values: Mapping[Place, CellValue]) -> None:
    """
    Put the values of tables into their cells.

    Parameters
    ----------
    engine : Engine
        The workbook.
    values : mapping of (str, int, int) to value
        What stands in each cell.
    """
    for place, value in values.items():
        _put(engine, place, value)


def _put(engine: Engine, place: Place, value: CellValue) -> None:
    """Put a value into a cell; an error as a formula."""
    if isinstance(value, ErrorValue):
        engine.rewrite(place, f"={value}")
    else:
        engine.put(*place, [[value]])
