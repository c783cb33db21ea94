"""
The catalogue as functions of the headless engine, formualizer.

What the engine does that a function must not see:

- an argument left out between commas arrives as 0.0, as in ``F(1,,2)``, ``F(1,)`` and ``F(,1)``; one left out at the
  end does not arrive, a blank cell arrives as None, an empty text as an empty text;
- a callback does not learn from which cell it is called;
- of a reference to whole columns only the rows down to the last one used arrive, each column's own;
- an error comes and goes as ``{'type': 'Error', 'kind': 'Num'}``, without its reason; NaN, infinity and None, which
  becomes 0, pass unseen; a number of arguments that is refused, or an exception, is #VALUE! without a reason;
- names as Excel stores calls of add-ins (``[1]!LTV_CONTINUITY``, ``_xludf.LTV_CONTINUITY``) are unknown to it.

So each call is numbered in its formula before the first evaluation (`HeadlessFunctions.numbered`): a first argument
leads to what was written in the formula, and takes back to the cell what went wrong there.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from xl_quadrant.bridges.calling import UsedCells, call_cells
from xl_quadrant.catalogue import CATALOGUE, CatalogueFunction
from xl_quadrant.errors import CellError, OutOfDomain, XlQuadrantError
from xl_quadrant.excel_functions.error_kinds import KIND_OF, error, error_name
from xl_quadrant.formulas.our_calls import WrittenCall, call_of_ours, calls_ours
from xl_quadrant.formulas.syntax import read, written
from xl_quadrant.formulas.tree import Tree, call, changed, literal
from xl_quadrant.package.addresses import Place


@dataclass(slots=True)
class Call:
    """
    One call of a function of the catalogue, and what came of it.

    Parameters
    ----------
    place : (str, int, int)
        The cell of the formula.
    written : WrittenCall
        How it is written there.
    failed : dict of (int, int) to XlQuadrantError
        What went wrong, by row and column of the answer, when it was last calculated.
    turn : int
        When it was last calculated, among all calls.
    """

    place: Place
    written: WrittenCall
    failed: dict[tuple[int, int], XlQuadrantError] = field(default_factory=dict)
    turn: int = 0


class HeadlessFunctions:
    """The functions of the catalogue in one workbook of the engine, and why a call failed."""

    def __init__(self) -> None:
        self._calls: list[Call] = []
        self._at: dict[Place, list[Call]] = {}
        self._turns = 0

    def register(self, workbook: Any) -> None:
        """
        Register every function of the catalogue.

        Parameters
        ----------
        workbook : formualizer.Workbook
            Before its first evaluation.
        """
        for function in CATALOGUE:
            workbook.register_function(function.name, self._callback(function), min_args=0, max_args=None)

    def numbered(self, formula: str, place: Place) -> str:
        """
        Return a formula whose calls of ours say which they are.

        Parameters
        ----------
        formula : str
            A formula, with ``=``, as it is written in the file.
        place : (str, int, int)
            Its cell.

        Returns
        -------
        str
            The formula for the engine; the same if it calls no function of ours or cannot be read.

        Examples
        --------
        >>> HeadlessFunctions().numbered("=LTV_CONTINUITY(A1,10%,,1%)+SUM(B1,)", ("Sheet", 1, 1))
        '=LTV_CONTINUITY(0,A1,10%,,1%)+SUM(B1,)'
        """
        self._at.pop(place, None)
        tree = read(formula) if calls_ours(formula) else None
        return formula if tree is None else written(changed(tree, lambda node: self._numbered(node, place)))

    def _numbered(self, node: Tree, place: Place) -> Tree | None:
        """Return a call of ours with its number; None for any other node."""
        found = call_of_ours(node)
        if found is None:
            return None
        number = len(self._calls)
        self._calls.append(Call(place, found))
        self._at.setdefault(place, []).append(self._calls[number])
        arguments = [changed(argument, lambda part: self._numbered(part, place)) for argument in node["args"]]
        return call(found.name, literal(float(number)), *arguments)

    def failure(self, place: Place, offset: tuple[int, int], error: str) -> XlQuadrantError | None:
        """
        Return why a cell shows an error, if a function of ours says so.

        Parameters
        ----------
        place : (str, int, int)
            The cell of the formula.
        offset : (int, int)
            Rows and columns from there to the cell that shows the error, in an answer that spills.
        error : str
            The error it shows.

        Returns
        -------
        XlQuadrantError or None
            The root of the failure: the last of that error, before those that only pass an error on.
        """
        calls = sorted(self._at.get(place, ()), key=lambda call: call.turn, reverse=True)
        here = [call.failed[offset] for call in calls if offset in call.failed]
        elsewhere = [failure for call in calls for failure in call.failed.values()]
        fitting = [failure for failure in (*here, *elsewhere) if failure.excel_error == error]
        roots = [failure for failure in fitting if not isinstance(failure, CellError)]
        return next(iter(roots or fitting), None)

    def _callback(self, function: CatalogueFunction) -> Callable[..., object]:
        """Return what the engine calls."""

        def callback(number: float, *given: object) -> object:
            call = self._calls[int(number)]
            self._turns += 1
            call.turn = self._turns
            call.failed = {}
            answer = call_cells(function, [_argument(call.written, at, value) for at, value in enumerate(given)])
            if not isinstance(answer, list):
                return self._result(call, (0, 0), answer)
            return [[self._result(call, (i, j), cell) for j, cell in enumerate(row)] for i, row in enumerate(answer)]

        return callback

    def _result(self, call: Call, offset: tuple[int, int], value: Any) -> object:
        """Return one value as the engine takes it, and note what went wrong."""
        if isinstance(value, float) and not math.isfinite(value):
            value = OutOfDomain("answer", value, "is no finite number; an argument is too large or too small")
        if isinstance(value, XlQuadrantError):
            call.failed[offset] = value
            return error(KIND_OF.get(value.excel_error, "Value"))
        return "" if value is None else value


def _argument(written: WrittenCall, at: int, value: object) -> object:
    """Return an argument as a sheet holds it, undoing what the engine made of it."""
    if at in written.left_out:
        return None
    shape = written.shapes.get(at)
    if not isinstance(value, list) and shape is None:
        return _cell(value)
    rows = [[_cell(cell) for cell in row] for row in value] if isinstance(value, list) else [[_cell(value)]]
    return rows if shape is None else UsedCells(rows, shape)


def _cell(value: object) -> object:
    """Return one cell; an error as its text."""
    name = error_name(value)
    if name is None:
        return value
    return name if name.startswith("#") else "#VALUE!"
