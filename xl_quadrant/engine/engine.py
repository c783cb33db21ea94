"""One workbook in the headless engine, with our functions: the only place that knows how formualizer calculates."""

from __future__ import annotations

from collections.abc import Container, Iterable
from datetime import UTC, datetime
from functools import partial
from math import isfinite
from typing import Any, Final

from xl_quadrant.engine.excel_functions import register
from xl_quadrant.engine.formualizer_workbook import ENGINE_ERRORS, opened, said
from xl_quadrant.engine.our_functions import HeadlessFunctions
from xl_quadrant.engine.rectangles import block_of, rectangles_of
from xl_quadrant.errors import InvalidWorkbook, XlQuadrantError
from xl_quadrant.excel_functions.error_kinds import error_name
from xl_quadrant.formulas.stand_ins import StandIns
from xl_quadrant.package.addresses import Area, Place, Position, read_area
from xl_quadrant.package.values import CellValue, ErrorValue, storable

SHEET: Final = "Sheet"
"""The only sheet of an empty workbook."""

_BEYOND_EXCEL: Final = {
    "Circ": "refers to itself, directly or through other cells",
    "#SPILL!": "finds no room: cells that its answer would fill hold something",
    "NImpl": "uses something the headless engine does not calculate; open the workbook in Excel",
    "Error": "cannot be read by the headless engine; open the workbook in Excel",
    "Cancelled": "took too long",
}

_ADVICE: Final = "open it in Excel and save it anew"


class Engine:
    """
    A workbook as the engine calculates it.

    Parameters
    ----------
    content : bytes, optional
        An .xlsx or .xlsm; an empty workbook when left out.
    source : str
        What an error calls it.
    from_1904 : bool
        Whether its days are counted from 1904; the engine does not look.
    guessing : bool
        Whether a guess stands for everything that cannot be calculated, as `guess` has it, instead of an error.

    Raises
    ------
    InvalidWorkbook
        If the engine cannot open it.
    """

    def __init__(
        self,
        content: bytes | None = None,
        source: str = "workbook",
        *,
        from_1904: bool = False,
        guessing: bool = False,
    ) -> None:
        self._source = source
        self._stand_ins = StandIns(guessing=guessing)
        self._functions = HeadlessFunctions()
        self._given_up: dict[Place, str] = {}
        self._stood_in: dict[Place, str] = {}
        try:
            self._book: Any = opened(content, from_1904=from_1904)
            self._book.set_temporal_egress("serial")
            self._functions.register(self._book)
            register(self._book, partial(Engine, from_1904=from_1904), from_1904=from_1904)
            self._stand_ins.register(self._book)
            if content is None:
                self._book.add_sheet(SHEET)
        except ENGINE_ERRORS as error:
            raise InvalidWorkbook(
                source, None, f"cannot be opened by the headless engine ({said(error)}); {_ADVICE}"
            ) from error

    def write(self, place: Place, formula: str, lack: str = "") -> None:
        """
        Write a formula into a cell; before the first calculation, so that calls of ours are told apart.

        Parameters
        ----------
        place : (str, int, int)
            The cell.
        formula : str
            The formula, with ``=``.
        lack : str
            Why it calls a stand-in, if it does; `failure` returns it.
        """
        self.write_all([(place, formula, lack)])

    def write_all(self, formulas: Iterable[tuple[Place, str, str]]) -> None:
        """
        Write formulas into cells; those of a block at once, which costs little more than one.

        Parameters
        ----------
        formulas : iterable of ((str, int, int), str, str)
            The cell, the formula and the lack of each, as `write` takes them.
        """
        texts: dict[str, dict[Position, str]] = {}
        for (sheet, row, column), formula, lack in formulas:
            text = self._functions.numbered(formula, (sheet, row, column))
            if lack:
                self._stood_in[sheet, row, column] = lack
                text = self._stand_ins.asking(text)
            texts.setdefault(sheet, {})[row, column] = text
        for sheet, cells in texts.items():
            for rectangle in rectangles_of(cells):
                self._book.set_formulas_batch(sheet, *rectangle[:2], block_of(cells, rectangle))

    def rewrite(self, place: Place, formula: str) -> None:
        """Write a formula into a cell that has held a value since; in a block the value would stay."""
        self._book.set_formula(*place, self._functions.numbered(formula, place))

    def add_sheet(self, title: str) -> None:
        """Add an empty sheet."""
        self._book.add_sheet(title)

    def put(self, sheet: str, row: int, column: int, rows: list[list[CellValue]]) -> None:
        """
        Put values, not formulas, into a block of cells; all of a block at once costs little more than one cell.

        Parameters
        ----------
        sheet : str
            The title of the sheet.
        row, column : int
            The first cell, counted from 1.
        rows : list of list of float, bool, str or None
            The values; None for nothing.
        """
        self._book.set_values_batch(sheet, row, column, rows)

    @property
    def sheets(self) -> Container[str]:
        """The titles of its sheets."""
        names: list[str] = self._book.sheet_names
        return names

    def give_up(self, place: Place, error: str, reason: str) -> None:
        """
        Let a cell show an error instead of a formula that the engine must not see.

        Parameters
        ----------
        place : (str, int, int)
            The cell.
        error : str
            The error, such as ``#REF!``.
        reason : str
            Why; `failure` returns it.
        """
        self._book.set_formula(*place, self._stand_ins.instead_of(error))
        self._given_up[place] = reason

    def guess(self, value: float | str | None) -> None:
        """
        Let another guess stand for everything that cannot be calculated.

        Parameters
        ----------
        value : float, str or None
            The guess; None for an error.
        """
        self._stand_ins.guess(value)

    @property
    def lacks_something(self) -> bool:
        """Whether something that cannot be calculated is there, or was asked for when it was calculated."""
        return bool(self._given_up) or self._stand_ins.asked

    def at(self, moment: datetime) -> None:
        """
        Let it be a certain time, for NOW and TODAY.

        Parameters
        ----------
        moment : datetime
            What a clock on the wall shows.
        """
        self._book.set_deterministic_clock(moment.replace(tzinfo=UTC))

    @property
    def omitted_names(self) -> frozenset[str]:
        """The defined names that it leaves out because it cannot calculate what they stand for; in lower case."""
        return frozenset(str(name["name"]).lower() for name in self._book.name_import_diagnostics)

    def formula(self, place: Place) -> str:
        """
        Return the formula of a cell as the engine has it.

        Parameters
        ----------
        place : (str, int, int)
            The cell.

        Returns
        -------
        str
            The formula, with ``=``; empty if there is none.
        """
        formula = self._book.get_formula(*place)
        return f"={formula.removeprefix('=')}" if formula else ""

    def calculate(self) -> None:
        """
        Calculate what has changed; at first, everything.

        Raises
        ------
        InvalidWorkbook
            If the engine gives up.
        """
        try:
            self._book.evaluate_all()
        except ENGINE_ERRORS as error:
            raise InvalidWorkbook(
                self._source, None, f"cannot be calculated by the headless engine ({said(error)}); {_ADVICE}"
            ) from error

    def value(self, place: Place) -> CellValue:
        """
        Return the value of a cell.

        Parameters
        ----------
        place : (str, int, int)
            The cell.

        Returns
        -------
        float, bool, str, None or ErrorValue
            What a file may store for it.
        """
        return _value(self._book.get_value(*place))

    def values(self, sheet: str, positions: Iterable[Position]) -> list[CellValue]:
        """
        Return the values of many cells of one sheet.

        Parameters
        ----------
        sheet : str
            The title of the sheet.
        positions : iterable of (int, int)
            The row and column of each.

        Returns
        -------
        list of float, bool, str, None or ErrorValue
            As `value` returns each.
        """
        get = self._book.get_value
        found = [get(sheet, row, column) for row, column in positions]
        return [value + 0.0 if type(value) is float and isfinite(value) else _value(value) for value in found]

    def spilled(self, place: Place) -> Area | None:
        """
        Return the cells that the answer in a cell fills.

        Parameters
        ----------
        place : (str, int, int)
            The cell of the formula.

        Returns
        -------
        Area or None
            None if it fills its own cell only.
        """
        sheet, row, column = place
        cell = Area(sheet, row, column, row, column)
        role = self._book.inspect_cell(str(cell), include_values=False).cell.spill
        return read_area(role.extent) if role is not None and role.extent else None

    def failure(self, place: Place, offset: tuple[int, int] = (0, 0)) -> XlQuadrantError | str | None:
        """
        Return why a cell shows an error, as far as the engine or a function of ours knows.

        Parameters
        ----------
        place : (str, int, int)
            The cell of the formula.
        offset : (int, int)
            Rows and columns from there to the cell that shows the error.

        Returns
        -------
        XlQuadrantError, str or None
            The error of our function; what the formula does that Excel has no error for; None if neither says.
        """
        if place in self._given_up:
            return self._given_up[place]
        sheet, row, column = place
        error = error_name(self._book.get_value(sheet, row + offset[0], column + offset[1]))
        if error is None:
            return None
        if error == "#NAME?" and place in self._stood_in:
            return self._stood_in[place]
        return self._functions.failure(place, offset, error) or _BEYOND_EXCEL.get(error)

    def is_beyond(self, place: Place) -> bool:
        """
        Say whether a formula could not be read or calculated, so that its error is not Excel's.

        Parameters
        ----------
        place : (str, int, int)
            The cell of the formula.

        Returns
        -------
        bool
            False for a value, and for an error that Excel would show too.
        """
        return error_name(self._book.get_value(*place)) in ("NImpl", "Error", "Cancelled")

    def lack(self, place: Place) -> str:
        """
        Return what a formula uses that cannot be calculated.

        Parameters
        ----------
        place : (str, int, int)
            The cell of the formula.

        Returns
        -------
        str
            Why it cannot, in words; empty if it uses nothing of the kind itself.
        """
        return self._given_up.get(place) or self._stood_in.get(place, "")


def _value(value: object) -> CellValue:
    """Return what a file may store for a value of the engine."""
    error = error_name(value)
    if error is None:
        return storable(value)
    return ErrorValue(error if error.startswith("#") else "#VALUE!")
