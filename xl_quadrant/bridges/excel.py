"""
The catalogue as functions of Excel, through xlwings.

What a cell or range holds reaches a function as Excel calculates with it: the numbers of cells formatted as currency or
as dates are plain numbers with all their digits, an error in a cell is its name, a blank is nothing. Of references to
whole columns only the used part of the sheet is read. Ranges are passed and returned whole; Excel 2021 and later spill
the answer. A function of Excel that xlwings calls cannot return an error value, so an error is a text that begins with
its name: ``#NUM! churn: 10 is above 1; write 10% or 0.1``. Such a text passes through other functions of ours as the
error it names.
"""

from __future__ import annotations

from collections.abc import Callable
from inspect import Parameter, Signature
from typing import Any

import xlwings as xw
from xlwings.conversion import CleanDataFromReadStage, Ensure2DStage, Pipeline

from xl_quadrant.bridges.calling import WHOLE_COLUMN, WHOLE_ROW, UsedCells, call_cells
from xl_quadrant.catalogue import CatalogueArgument, CatalogueFunction, by_name, excel_literal
from xl_quadrant.errors import CellError, XlQuadrantError

LONGEST_HELP = 255
"""Excel cuts the help of a function and of each argument after so many characters."""

_FIRST_ERROR_CODE = -2146828288
_ERROR_CODES = range(_FIRST_ERROR_CODE, _FIRST_ERROR_CODE + 4096)
_NAMED_ERRORS = {
    _FIRST_ERROR_CODE + number: name for number, name in ((2043, "#GETTING_DATA"), (2045, "#SPILL!"), (2050, "#CALC!"))
}


def excel_function(name: str) -> Callable[..., object]:
    """
    Return a function of the catalogue as xlwings brings it to Excel.

    Parameters
    ----------
    name : str
        Its name in a spreadsheet.

    Returns
    -------
    callable
        The function, with its category, help and the conversion of each argument. It never raises.

    Examples
    --------
    >>> excel_function("LTV_CONTINUITY")(200, 10)
    '#NUM! churn: 10 is above 1; write 10% or 0.1'
    """
    function = by_name(name)

    def call(*arguments: object) -> object:
        try:
            return _shown(call_cells(function, arguments))
        except Exception as error:  # noqa: BLE001 - whatever happens, a cell shows one clear line and no traceback
            return f"#VALUE! {function.name}: {type(error).__name__} ({error}) was not expected; please report it"

    call.__name__ = call.__qualname__ = function.name
    call.__doc__ = function_help(function)
    call.__annotations__ = {}
    parameters = [_parameter(function, argument) for argument in function.arguments]
    call.__signature__ = Signature(parameters)  # type: ignore[attr-defined]  # a function takes any attribute
    for argument in function.arguments:
        xw.arg(argument_name(function, argument), CellValues, doc=argument_help(argument))(call)
    xw.ret(CellValues)(call)
    # Last, as the others put the category back to its default.
    return xw.func(category=f"xl-quadrant · {function.category}")(call)  # type: ignore[no-any-return]  # xlwings is untyped


def function_help(function: CatalogueFunction) -> str:
    """Return what Excel's function wizard says of a function: what it returns, and in which unit."""
    unit = function.returned_unit
    return f"{function.summary} Returns {unit}." if unit else function.summary


def argument_name(function: CatalogueFunction, argument: CatalogueArgument) -> str:
    """Return the name of an argument in VBA, which does not compile one with the name of its function."""
    return f"{argument.name}_given" if argument.name.upper() == function.name else argument.name


def argument_help(argument: CatalogueArgument) -> str:
    """Return what Excel's function wizard says of an argument: what it is, its unit, and what stands for it."""
    if argument.required:
        return f"{argument.help} ({argument.unit})"
    if argument.default is None:
        return f"{argument.help} ({argument.unit}; optional)"
    return f"{argument.help} ({argument.unit}; optional, {excel_literal(argument.default)} if left out)"


class CellValues:
    """The conversion of arguments and answers, for xlwings."""

    @classmethod
    def reader(cls, options: dict[str, Any]) -> Any:  # noqa: ARG003 - xlwings calls it with its options
        """Return the stage that reads an argument: one number, or rows of cells as Excel calculates with them."""
        return Pipeline((_read,))

    @classmethod
    def router(cls, *_: object) -> type[CellValues]:
        """Return what writes an answer; xlwings asks for it with the answer."""
        return cls

    @classmethod
    def writer(cls, options: dict[str, Any]) -> Any:  # noqa: ARG003 - the same
        """Return the stage that writes an answer, which is plain already: as rows."""
        return Pipeline((_write,))


def _read(context: Any) -> None:
    """Read an argument; a number is what it is, as is a text typed in a formula."""
    if context.range is None and type(context.value) is str:
        return
    for stage in _STAGES:
        if type(context.value) is float and "shape" not in context.meta:
            return
        stage(context)


def _write(context: Any) -> None:
    """Write an answer as rows."""
    if not isinstance(context.value, list):
        context.value = [[context.value]]


def _read_range(context: Any) -> None:
    """Read a range by its unformatted values; of whole columns or rows what the sheet uses of them."""
    whole = context.range
    if whole is None:
        return
    height, width = whole.shape
    if height < WHOLE_COLUMN and width < WHOLE_ROW:
        context.value = whole.api.Value2
        return
    used = whole.sheet.used_range
    rows = min(height, max(1, used.row + used.shape[0] - whole.row))
    columns = min(width, max(1, used.column + used.shape[1] - whole.column))
    last = (whole.row + rows - 1, whole.column + columns - 1)
    context.value = whole.sheet.range((whole.row, whole.column), last).api.Value2
    context.meta["shape"] = (height, width)


def _name_errors(context: Any) -> None:
    """Name the errors that xlwings leaves as numbers; Excel gives every number in a cell as a float."""
    for row in context.value:
        if int in map(type, row):
            row[:] = [_NAMED_ERRORS.get(cell, "#VALUE!") if _is_error(cell) else cell for cell in row]


def _is_error(cell: object) -> bool:
    """Say whether a cell is the number of an error."""
    return type(cell) is int and cell in _ERROR_CODES


def _note_shape(context: Any) -> None:
    """Say how large the range was of which a part was read; a single cell is its value."""
    if "shape" in context.meta:
        context.value = UsedCells(context.value, context.meta["shape"])
    elif len(context.value) == len(context.value[0]) == 1:
        context.value = context.value[0][0]


_STAGES = (_read_range, Ensure2DStage(), CleanDataFromReadStage({"err_to_str": True}), _name_errors, _note_shape)


def _parameter(function: CatalogueFunction, argument: CatalogueArgument) -> Parameter:
    """Return an argument as a parameter; without a type, as xlwings would take that for a conversion."""
    default = Parameter.empty if argument.required else None
    return Parameter(argument_name(function, argument), Parameter.POSITIONAL_OR_KEYWORD, default=default)


def _shown(answer: object) -> object:
    """Return an answer as a cell shows it."""
    if isinstance(answer, list):
        return [[cell if type(cell) is float else _shown(cell) for cell in row] for row in answer]
    if isinstance(answer, CellError):
        return answer.value
    if isinstance(answer, XlQuadrantError):
        return f"{answer.excel_error} {answer}"
    return "" if answer is None else answer
