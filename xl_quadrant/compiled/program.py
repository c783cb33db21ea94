"""A workbook as a Python program: from its inputs, every value that depends on them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from textwrap import indent
from typing import Any, Final

from xl_quadrant.compiled.cells import Cells
from xl_quadrant.compiled.expression import BLANK, Expression, Kinds
from xl_quadrant.compiled.failures import FAILED, Unlike
from xl_quadrant.compiled.formula import Formula
from xl_quadrant.compiled.functions import RULES
from xl_quadrant.compiled.references import References
from xl_quadrant.compiled.steps import LARGEST, NAMES, within
from xl_quadrant.formulas.references import Surroundings
from xl_quadrant.package.addresses import Place, Position
from xl_quadrant.package.values import LONGEST_TEXT, CellValue

_LINES: Final = 200
"""So many formulas make one function."""

_CANNOT: Final = (Unlike, *FAILED, ArithmeticError, TypeError, ValueError)


class Program:
    """
    The formulas of a workbook that depend on its inputs, as Python.

    Parameters
    ----------
    lines : list of str
        A statement for each formula, in the order in which they are calculated.
    places : list of (str, int, int)
        The cells they stand in.
    cells : Cells
        What they refer to.

    Attributes
    ----------
    results : dict of str to dict of (int, int) to int
        The slot of each formula, by sheet, row and column.
    """

    def __init__(self, lines: list[str], places: list[Place], cells: Cells) -> None:
        namespace = NAMES.copy()
        self._parts: list[Callable[[list[Any], list[Any]], None]] = []
        for start in range(0, len(lines), _LINES):
            body = indent("\n".join(lines[start : start + _LINES]), "    ")
            exec(compile(f"def part(v, n):\n{body}", "<formulas>", "exec"), namespace)  # noqa: S102 - our own code
            self._parts.append(namespace["part"])
        self._typed, self._numbers = cells.typed, cells.numbers
        self._inputs, self.results = _by_sheet(cells, cells.inputs), _by_sheet(cells, places)

    def calculated(
        self, inputs: Mapping[str, Mapping[Position, CellValue]]
    ) -> dict[str, dict[Position, CellValue]] | None:
        """
        Return the values that depend on inputs.

        Parameters
        ----------
        inputs : mapping of str to mapping of (int, int) to float, bool, str or None
            The value of every input, of the kinds that were named, by sheet, row and column.

        Returns
        -------
        dict of str to dict of (int, int) to float, bool, str or ErrorValue, or None
            By sheet, row and column; None if this workbook must be calculated by the engine.
        """
        typed, numbers = self._typed.copy(), self._numbers.copy()
        try:
            for sheet, cells in inputs.items():
                known = self._inputs[sheet]
                for position, value in cells.items():
                    slot = known[position]
                    typed[slot], numbers[slot] = value, _as_number(value)
            for part in self._parts:
                part(typed, numbers)
            return {sheet: _stored(slots, typed) for sheet, slots in self.results.items()}
        except _CANNOT:
            return None


def _by_sheet(cells: Cells, places: Iterable[Place]) -> dict[str, dict[Position, int]]:
    """Return the slots of cells by sheet, row and column."""
    found: dict[str, dict[Position, int]] = {}
    for sheet, row, column in places:
        found.setdefault(sheet, {})[row, column] = cells.slot((sheet, row, column))
    return found


def _stored(slots: Mapping[Position, int], typed: list[Any]) -> dict[Position, CellValue]:
    """Return the values of the formulas of one sheet."""
    found = [typed[slot] for slot in slots.values()]
    numbers = [value for value in found if value.__class__ is float]
    texts = [value for value in found if value.__class__ is str]
    if numbers and not -LARGEST <= min(numbers) <= max(numbers) <= LARGEST:
        raise Unlike
    if texts and len(max(texts, key=len)) > LONGEST_TEXT:
        raise Unlike
    return dict(zip(slots, [value + 0.0 if value.__class__ is float else value for value in found], strict=True))


def compiled(
    formulas: Mapping[Place, str],
    around: Surroundings,
    inputs: Mapping[Place, Kinds],
    value_at: Callable[[Place], CellValue],
) -> Program | None:
    """
    Return the formulas of a workbook as a program.

    Parameters
    ----------
    formulas : mapping of (str, int, int) to str
        The formula of each cell, as the engine has it.
    around : Surroundings
        The sheets and names of the workbook.
    inputs : mapping of (str, int, int) to frozenset of str
        The cells that take other values, and of which kinds they are; a blank may stand in each.
    value_at : callable
        Takes a cell and returns its value, which does not change if it depends on no input.

    Returns
    -------
    Program or None
        None if it has formulas that are not calculated here.
    """
    references = References(formulas, around)
    order = references.following(inputs) if references.known else None
    if order is None:
        return None
    cells = Cells(references, inputs, order, value_at)
    lines: list[str] = []
    places: list[Place] = []
    for place in order:
        found = Formula(cells, place[0], RULES).value(references.trees[place])
        if not found.kinds:
            return None
        if not found.constant:
            lines.append(statement(place, found, cells))
            places.append(place)
        cells.settle(place, found)
    try:
        return Program(lines, places, cells)
    except (SyntaxError, RecursionError, MemoryError):  # a formula of more than 200 operators in one another
        return None


def statement(place: Place, value: Expression, cells: Cells) -> str:
    """
    Return what puts the value of a formula into its slot, or the error that it comes to.

    Parameters
    ----------
    place : (str, int, int)
        The cell of the formula.
    value : Expression
        What it comes to.
    cells : Cells
        What it refers to.

    Returns
    -------
    str
        Python.
    """
    slot = f"v[{cells.slot(place)}]"
    code = f"{slot} = answer({value.code})" if value.kinds & BLANK else f"{slot} = {value.code}"
    if value.certain:
        return code
    around = "".join(f"{cell}, " for cell in cells.that_may_go_wrong(place))
    return f"try:\n    {code}\nexcept FAILED as failure:\n    {slot} = error_of(failure, ({around}))"


def _as_number(value: CellValue) -> CellValue:
    """Return an input as a number; a text, with which nothing can be calculated, as it is."""
    if isinstance(value, float):
        return within(value)
    return value if isinstance(value, str) else float(value or 0.0)
