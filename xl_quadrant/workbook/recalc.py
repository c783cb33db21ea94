"""Any workbook calculated without Excel, our functions included, and its values stored beside its formulas."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import formualizer

from xl_quadrant.bridges.formula_calls import calls_ours
from xl_quadrant.errors import FormulaError, XlQuadrantError
from xl_quadrant.workbook.addresses import address, position_of
from xl_quadrant.workbook.cell_by_cell import calculated_cell_by_cell
from xl_quadrant.workbook.engine import ENGINE_ERRORS, SHEET, Engine
from xl_quadrant.workbook.package import Package
from xl_quadrant.workbook.reasons import CellFault, reason_for
from xl_quadrant.workbook.settings import calculated_on_opening
from xl_quadrant.workbook.sheet_index import SheetIndex, index_sheet
from xl_quadrant.workbook.stored import formula_values, stored_value
from xl_quadrant.workbook.time_limit import within
from xl_quadrant.workbook.values import STORED_ERRORS, CellValue, ErrorValue

_ALL_ERRORS = 1_000_000


@dataclass(frozen=True)
class Recalculated:
    """
    A workbook with its values calculated.

    Parameters
    ----------
    package : bytes
        The whole file; all but the values beside formulas, and the wish to be calculated on opening, is as it was.
    errors : tuple of CellFault
        Every cell with a formula that shows an error, and why; in the order of the sheets.
    spilled : dict of (str, str) to value
        What answers fill beyond the cell of their formula, where the file has no room for it: a formula that is not
        stored as an array shows the first value only.
    """

    package: bytes
    errors: tuple[CellFault, ...]
    spilled: dict[tuple[str, str], CellValue] = field(default_factory=dict)

    @cached_property
    def values(self) -> dict[tuple[str, str], CellValue]:
        """The value of every cell with a formula, and what spills, by sheet and address; errors are `ErrorValue`."""
        stored = formula_values(Package(self.package))
        return {
            (sheet, address(row, column)): stored[sheet, row, column] for sheet, row, column in stored
        } | self.spilled


def recalculate(content: bytes, source: str = "workbook", seconds: float | None = None) -> Recalculated:
    """
    Calculate a workbook and store its values.

    Parameters
    ----------
    content : bytes
        An .xlsx or .xlsm.
    source : str
        What an error calls it, such as its path.
    seconds : float, optional
        How long it may take, in a process of its own that is ended then; without, there is no limit. A strange
        workbook can keep the engine busy for ever.

    Returns
    -------
    Recalculated
        The workbook with a value beside each formula; what cannot be calculated is an error value, never 0 or the
        value from before.

    Raises
    ------
    InvalidWorkbook
        If it is not a workbook, or takes too long.
    """
    if seconds is not None:
        return within(seconds, recalculate, content, source)
    package = Package(content, source)
    done = None if _may_call_ours(package) else _as_a_whole(package)
    return done or Recalculated(*calculated_cell_by_cell(package))


def evaluate(formula: str) -> object:
    """
    Return the answer of one formula, as typed in a cell.

    Parameters
    ----------
    formula : str
        The formula, with or without ``=``; our functions and Excel's, with commas between arguments.

    Returns
    -------
    object
        A number, text or logical, None, or rows of them for an answer that fills several cells; there an element that
        fails is the error itself.

    Raises
    ------
    FormulaError
        If the formula cannot be read, refers to cells, or uses a name that is not known (``#NAME?``).
    XlQuadrantError
        The error of the function that fails.

    Examples
    --------
    >>> evaluate("=CASH_PER_SHOW(19, 50%, 2000, 200, 400, 0, 800)")
    1719.0
    >>> evaluate("=LTV_CONTINUITY({200;100}, 10%)")
    [[2000.0], [1000.0]]
    """
    text = "=" + formula.strip().removeprefix("=").strip()
    try:
        references = [r for r in formualizer.parse(text).walk_refs() if type(r).__name__ != "NamedRangeRef"]
    except (formualizer.ParserError, formualizer.TokenizerError) as error:
        rule = f"cannot be read: {_trouble(error)}; write commas between arguments and a point in decimals"
        raise FormulaError("formula", formula, rule) from error
    if references:
        raise FormulaError(
            "formula", formula, f"refers to {references[0]}, and there is no workbook here; write its value"
        )
    engine = Engine()
    place = (SHEET, 1, 1)
    engine.write(place, text)
    engine.calculate()
    spilled = engine.spilled(place)
    if spilled is None:
        answer = _answer(engine, formula, text, (0, 0))
        if isinstance(answer, XlQuadrantError):
            raise answer
        return answer
    return [[_answer(engine, formula, text, (i, j)) for j in range(spilled.columns)] for i in range(spilled.rows)]


def _trouble(error: Exception) -> str:
    """Return what the engine says of a formula it cannot read, without its own terms."""
    said = str(error).partition(": ")[2].partition(" TokenSpan")[0].removesuffix(", got").rstrip(": ")
    return said[:1].lower() + said[1:] or "it has no sense"


def _answer(engine: Engine, formula: str, text: str, offset: tuple[int, int]) -> object:
    """Return one value of the answer of a formula; an error as an exception that says why."""
    value = engine.value((SHEET, 1 + offset[0], 1 + offset[1]))
    if not isinstance(value, ErrorValue):
        return value
    known = engine.failure((SHEET, 1, 1), offset)
    if isinstance(known, XlQuadrantError):
        return known
    reason = known or reason_for(value, text, SHEET, lambda *_: None, {}, {})
    error = FormulaError("formula", formula, reason)
    error.excel_error = str(value)
    return error


def _may_call_ours(package: Package) -> bool:
    """Say whether a function of the catalogue may be called anywhere."""
    parts = [*package.sheets.values(), package.workbook_part]
    return any(calls_ours(package.part(part).decode(errors="replace")) for part in parts)


def _as_a_whole(package: Package) -> Recalculated | None:
    """Return the workbook as the engine itself calculates and stores it; None where it declines."""
    try:
        done = formualizer.recalculate_xlsx_bytes(package.content, error_location_limit=_ALL_ERRORS)
    except ENGINE_ERRORS:
        return None
    found = done["summary"].get("error_summary", {})
    if not found.keys() <= set(STORED_ERRORS):
        return None
    calculated = Package(done["bytes"], package.source)
    places = [(error, *location.rpartition("!")[::2]) for error in found for location in found[error]["locations"]]
    settings = {package.workbook_part: calculated_on_opening(calculated.part(package.workbook_part))}
    return Recalculated(calculated.replaced(settings), _faults(calculated, places))


def _faults(package: Package, places: list[tuple[str, str, str]]) -> tuple[CellFault, ...]:
    """Return the cells that show errors, with the reason of each."""
    indexes: dict[str, SheetIndex] = {}

    def index(sheet: str) -> SheetIndex:
        if sheet not in indexes:
            indexes[sheet] = index_sheet(package.part(package.sheets[sheet]), f"{package.source}: {sheet}")
        return indexes[sheet]

    def value_at(sheet: str, row: int, column: int) -> CellValue:
        return stored_value(index(sheet).cells.get((row, column))) if sheet in package.sheets else None

    order = list(package.sheets)
    found = []
    for error, sheet, cell in sorted(places, key=lambda place: (order.index(place[1]), position_of(place[2]))):
        formula = f"={index(sheet).cells[position_of(cell)].formula_text}"
        reason = reason_for(error, formula, sheet, value_at, package.names, package.formula_names)
        found.append(CellFault(sheet, cell, error, reason))
    return tuple(found)
