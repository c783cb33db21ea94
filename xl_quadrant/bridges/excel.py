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
from dataclasses import dataclass
from functools import partial
from inspect import Parameter, Signature
from typing import Any

import xlwings as xw
from xlwings import conversion
from xlwings.conversion import Pipeline

from xl_quadrant.bridges.calling import call_cells
from xl_quadrant.bridges.excel_cells import plain, plain_rows, read_cells
from xl_quadrant.catalogue import CatalogueArgument, CatalogueFunction, by_name, excel_literal
from xl_quadrant.errors import CellError, XlQuadrantError

LONGEST_HELP = 255
"""Excel cuts the help of a function and of each argument after so many characters."""


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
            return shown(_answer(function, arguments))
        except Exception as error:  # noqa: BLE001 - whatever happens, a cell shows one clear line and no traceback
            return f"#VALUE! {function.name}: {type(error).__name__} ({error}) was not expected; please report it"

    call.__name__ = call.__qualname__ = function.name
    call.__doc__ = function_help(function)
    call.__annotations__ = {}
    parameters = [_parameter(function, argument) for argument in function.arguments]
    call.__signature__ = Signature(parameters)  # type: ignore[attr-defined]  # a function takes any attribute
    for argument in function.arguments:
        name = argument_name(function, argument)
        xw.arg(name, CellValues, doc=argument_help(argument), argument=argument.name)(call)
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
    def reader(cls, options: dict[str, Any]) -> Any:
        """Return the stage that reads an argument: one value, or rows of cells as Excel calculates with them."""
        argument = options.get("argument", "")

        def read(context: Any) -> None:
            if context.range is not None:
                context.value = _read(context.range.api._oleobj_, argument)
            elif isinstance(context.value, tuple):
                rows = context.value if context.value and isinstance(context.value[0], tuple) else (context.value,)
                context.value = plain_rows(rows)
            else:
                context.value = plain(context.value)

        return Pipeline((read,))

    @classmethod
    def router(cls, *_: object) -> type[CellValues]:
        """Return what writes an answer; xlwings asks for it with the answer."""
        return cls

    @classmethod
    def writer(cls, options: dict[str, Any]) -> Any:  # noqa: ARG003 - xlwings calls it with its options
        """Return the stage that writes an answer, which is plain already: as rows."""
        return Pipeline((_write,))


@dataclass(frozen=True, slots=True)
class _Unread:
    """Cells that could not be read, and why; xlwings lets no error of a conversion through but as a traceback."""

    error: Exception


def _read(cells: Any, argument: str) -> object:
    """Return what a reference holds, or why it could not be read."""
    try:
        return read_cells(cells, argument)
    except Exception as error:  # noqa: BLE001 - the function itself turns it into one clear line
        return _Unread(error)


def _write(context: Any) -> None:
    """Write an answer as rows."""
    if not isinstance(context.value, list):
        context.value = [[context.value]]


def _read_for_excel(
    reference: Any, value: object, options: dict[str, Any], engine_name: str | None = None, *, read: Any
) -> object:
    """Read an argument of ours as one of Excel's; xlwings would ask each range for the engine of its application."""
    return read(reference, value, options, "excel" if options.get("convert") is CellValues else engine_name)


# xlwings 0.37.8 gives the name of the engine everywhere but where it reads the arguments of a function: ten questions
# through COM for each range, four fifths of a call.
conversion.read = partial(_read_for_excel, read=conversion.read)


def _parameter(function: CatalogueFunction, argument: CatalogueArgument) -> Parameter:
    """Return an argument as a parameter; without a type, as xlwings would take that for a conversion."""
    default = Parameter.empty if argument.required else None
    return Parameter(argument_name(function, argument), Parameter.POSITIONAL_OR_KEYWORD, default=default)


def _answer(function: CatalogueFunction, arguments: tuple[object, ...]) -> object:
    """Return the answer of a function, or why one of its arguments could not be read."""
    unread = next((given.error for given in arguments if type(given) is _Unread), None)
    if unread is None:
        return call_cells(function, arguments)
    if isinstance(unread, XlQuadrantError):
        return unread
    raise unread


def shown(answer: object) -> object:
    """Return an answer as a cell shows it."""
    if isinstance(answer, list):
        return [[cell if type(cell) is float else shown(cell) for cell in row] for row in answer]
    if isinstance(answer, CellError):
        return answer.value
    if isinstance(answer, XlQuadrantError):
        return f"{answer.excel_error} {answer}"
    return "" if answer is None else answer
