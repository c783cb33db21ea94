"""A workbook kept in the headless engine: inputs go in, and only what depends on them is calculated."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Final

from xl_quadrant.engine.engine import Engine
from xl_quadrant.engine.engine_file import follows_changes
from xl_quadrant.engine.engine_workbook import EngineWorkbook
from xl_quadrant.engine.rectangles import Rectangle, around, block_of, rectangles_of
from xl_quadrant.engine.strategy import new_strategy
from xl_quadrant.errors import InvalidWorkbook
from xl_quadrant.package.addresses import Place, Position
from xl_quadrant.package.cell_frame import readable
from xl_quadrant.package.cells import refuse_unstorable
from xl_quadrant.package.parts import Package
from xl_quadrant.package.sheet_index import index_sheet
from xl_quadrant.package.values import CellValue, ErrorValue, same_value

_MOST_EVALUATIONS: Final = 1_000_000
"""So many formulas one engine calculates, of each of which it keeps some 30 bytes; then a new one takes its place."""

_NOT_YET: Final = ErrorValue("#N/A")
"""What stands for an input before it is written; no input is an error."""


class LiveWorkbook:
    """
    A workbook whose inputs change and whose values follow.

    Parameters
    ----------
    package : Package
        The workbook.

    Attributes
    ----------
    indexes : dict of str to SheetIndex
        Where the cells of each sheet stand.
    inputs : dict of str to dict of (int, int) to value
        What has been written, by sheet, row and column.
    incremental : bool
        Whether only what depends on a change is calculated. A workbook with array formulas or what-if tables, or one
        that calculates in circles, is calculated whole each time; so is one that, when it is calculated for the second
        time, turns out not to come out as it does whole.

    Examples
    --------
    >>> from xl_quadrant.clients.presets import preset
    >>> from xl_quadrant.client_book.client_workbook import make_workbook
    >>> book = LiveWorkbook(Package(make_workbook(preset("talk"))))
    >>> cost, result = (book.package.names[name] for name in ("in_cost_per_lead_today", "out_cost_per_show_today"))
    >>> for cost_per_lead in (20, 40):
    ...     book.write({cost.sheet: {cost.positions[0]: cost_per_lead}})
    ...     book.calculate()
    ...     print(book.value((result.sheet, *result.positions[0])))
    50.0
    100.0
    """

    def __init__(self, package: Package) -> None:
        self.package = package
        self.indexes = {
            sheet: index_sheet(package.part(part), f"{package.source}: {sheet}")
            for sheet, part in package.sheets.items()
        }
        formulas = [(sheet, span) for sheet, index in self.indexes.items() for span in index.formulas]
        self.incremental = follows_changes(package, self.indexes)
        self.inputs: dict[str, dict[Position, CellValue]] = {}
        self._formulas: dict[str, list[Position]] = {}
        for sheet, span in formulas:
            self._formulas.setdefault(sheet, []).append((span.row, span.column))
        self._rectangles: dict[str, list[Rectangle]] = {}
        self._results: dict[str, dict[Position, CellValue]] = {}
        self._strategy = new_strategy()
        self._is_short = False
        self._engine: Engine | None = None
        self._calculations = self._of_this_engine = 0

    def write(self, values: Mapping[str, Mapping[Position, CellValue]]) -> None:
        """
        Write inputs.

        Parameters
        ----------
        values : mapping of str to mapping of (int, int) to number, bool, str or None
            A value for each sheet, row and column; None and an empty text empty a cell.

        Raises
        ------
        InvalidWorkbook
            If a cell holds a formula or cannot hold its value; nothing is written then.
        """
        for sheet, cells in values.items():
            for position, value in cells.items():
                refuse_unstorable(self.indexes[sheet], position, value)
        for sheet, cells in values.items():
            self._write(sheet, {position: _held(value) for position, value in cells.items()})

    def calculate(self) -> None:
        """
        Calculate what depends on inputs that have changed.

        Raises
        ------
        InvalidWorkbook
            If the engine gives up.
        """
        short = self._strategy.calculated(self.inputs)
        if short is not None:
            self._results |= {sheet: {**self.results(sheet), **values} for sheet, values in short.items()}
            self._is_short = True
            return
        worn = self._of_this_engine * sum(map(len, self._formulas.values())) >= _MOST_EVALUATIONS
        if self._engine is None or worn or not self.incremental:
            self._engine, self._of_this_engine = self._loaded(), 0
        elif self._is_short:
            self._put_all(self._engine)
        self._is_short = False
        try:
            self._engine.calculate()
        except InvalidWorkbook:
            self._engine = None
            raise
        self._results.clear()
        self._of_this_engine += 1
        self._calculations += 1
        if self.incremental and self._calculations == 2:  # the first that is not whole
            self._check()
        if self.incremental and self._calculations > 1:
            self._follow()

    def results(self, sheet: str) -> dict[Position, CellValue]:
        """
        Return the values of the formulas of a sheet, as last calculated.

        Parameters
        ----------
        sheet : str
            Its title.

        Returns
        -------
        dict of (int, int) to float, bool, str, None or ErrorValue
            What a file stores for each, by row and column.
        """
        if sheet not in self._results:
            positions = self._formulas.get(sheet, [])
            self._results[sheet] = dict(zip(positions, self._calculated.values(sheet, positions), strict=True))
        return self._results[sheet]

    def value(self, place: Place) -> CellValue:
        """
        Return the value of any cell, as last calculated.

        Parameters
        ----------
        place : (str, int, int)
            Its sheet, row and column.

        Returns
        -------
        float, bool, str, None or ErrorValue
            What stands in it.
        """
        sheet, *position = place
        for known in (self.results(sheet), self.inputs.get(sheet, {})) if self._is_short else ():
            if (position[0], position[1]) in known:
                return known[position[0], position[1]]
        return self._calculated.value(place)

    @property
    def in_doubt(self) -> bool:
        """Whether there is something the engine cannot calculate, so that other values may rest on it."""
        return not self._is_short and (
            self._calculated.lacks_something
            or any(
                isinstance(value, ErrorValue) and self._calculated.is_beyond((sheet, *position))
                for sheet in self._formulas
                for position, value in self.results(sheet).items()
            )
        )

    def _write(self, sheet: str, cells: Mapping[Position, CellValue]) -> None:
        """Write inputs of one sheet; those that change, in few rectangles."""
        held = self.inputs.setdefault(sheet, {})
        if not cells.keys() <= held.keys():
            held.update(dict.fromkeys(cells.keys() - held.keys(), _NOT_YET))
            self._rectangles[sheet] = rectangles_of(held)
        changed = [at for at, value in cells.items() if not same_value(held[at], value)]
        held.update(cells)
        if self._engine is not None and not self._is_short:
            for top, left, bottom, right in self._rectangles[sheet]:
                inside = [at for at in changed if top <= at[0] <= bottom and left <= at[1] <= right]
                if inside:
                    self._put(self._engine, sheet, around(inside))

    def _put(self, engine: Engine, sheet: str, rectangle: Rectangle) -> None:
        """Put the inputs of a rectangle into the engine."""
        engine.put(sheet, *rectangle[:2], block_of(self.inputs[sheet], rectangle))

    @property
    def _calculated(self) -> Engine:
        """The engine after a calculation."""
        if self._engine is None:
            self.calculate()
        assert self._engine is not None  # noqa: S101 - narrows the type; it has just calculated
        return self._engine

    def _follow(self) -> None:
        """Let the strategy learn from a calculation of the engine."""
        values = {sheet: self.results(sheet) for sheet in self._formulas}
        self._strategy.follow(self._in_engine, self.inputs, values, self._calculated.value)

    @cached_property
    def _in_engine(self) -> EngineWorkbook:
        """The workbook in the engine's terms."""
        return EngineWorkbook(self.package, self.indexes)

    def _loaded(self) -> Engine:
        """Return the workbook in an engine of its own, with its inputs, not calculated."""
        engine = self._in_engine.opened()
        self._put_all(engine)
        return engine

    def _put_all(self, engine: Engine) -> None:
        """Put all inputs into the engine."""
        for sheet, rectangles in self._rectangles.items():
            for rectangle in rectangles:
                self._put(engine, sheet, rectangle)

    def _check(self) -> None:
        """Calculate the workbook whole, and always from now on if that gives another value anywhere."""
        whole = self._loaded()
        whole.calculate()
        self.incremental = all(
            all(map(same_value, whole.values(sheet, positions), self.results(sheet).values()))
            for sheet, positions in self._formulas.items()
        )
        if not self.incremental:
            self._engine = whole
            self._results.clear()


def _held(value: CellValue) -> CellValue:
    """Return an input as the file holds it."""
    if isinstance(value, str):
        return readable(value) or None
    return value if value is None or isinstance(value, bool) else float(value) + 0.0
