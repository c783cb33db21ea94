"""Errors while a program runs: those that Excel shows too, and what only the engine knows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NoReturn

from xl_quadrant.errors import CellError
from xl_quadrant.excel_functions.error_kinds import Fault, error, error_name
from xl_quadrant.package.values import ErrorValue


class Unlike(Exception):
    """Something that only the engine calculates, such as a text where a number belongs."""


class Passed(Exception):
    """
    An error that stands in a cell and passes through.

    Parameters
    ----------
    shown : ErrorValue
        The error.
    """

    def __init__(self, shown: ErrorValue) -> None:
        super().__init__(shown)
        self.shown = shown


FAILED: Final = (Passed, CellError, ZeroDivisionError, Fault)
"""What is raised where Excel shows an error."""


def passed(value: object) -> NoReturn:
    """
    Let an error pass through, or give up on what is none.

    Parameters
    ----------
    value : object
        A value that is not what belongs there.

    Raises
    ------
    Passed
        If it is an error.
    Unlike
        If not.
    """
    raise Passed(value) if isinstance(value, ErrorValue) else Unlike


def errors_among(cells: Iterable[object]) -> list[object]:
    """
    Return the errors among cells.

    Parameters
    ----------
    cells : iterable of float, bool, str, None or ErrorValue
        What stands in them.

    Returns
    -------
    list of ErrorValue
        In the same order.
    """
    return [cell for cell in cells if isinstance(cell, ErrorValue)]


def error_of(failure: Exception, cells: Iterable[object]) -> ErrorValue:
    """
    Return the error that a formula comes to.

    Parameters
    ----------
    failure : Exception
        One of `FAILED`.
    cells : iterable of float, bool, str, None or ErrorValue
        What stands in the cells that it refers to.

    Returns
    -------
    ErrorValue
        The error.

    Raises
    ------
    Unlike
        If there is another error among the cells, or a text, so that it is not sure which of them comes first.
    """
    match failure:
        case Passed():
            found = failure.shown
        case CellError():
            found = ErrorValue(failure.excel_error)
        case Fault():
            found = ErrorValue(error_name(error(failure.kind)) or "")
        case _:
            found = ErrorValue("#DIV/0!")
    if any(isinstance(cell, str) and not (isinstance(cell, ErrorValue) and cell == found) for cell in cells):
        raise Unlike
    return found
