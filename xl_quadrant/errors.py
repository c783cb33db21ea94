"""
The errors of xl-quadrant: one tree, each with what was wrong, what was found and what Excel calls it.

::

    XlQuadrantError
    ├── ArgumentError        an argument of a function or a field of a client
    │   ├── WrongType        #VALUE!  text, a logical or a date where a number belongs
    │   ├── UnknownWord      #VALUE!  a word that is not one of the allowed words
    │   ├── BlankArgument    #VALUE!  nothing where something is required
    │   ├── UnlikeShapes     #VALUE!  ranges that do not fit together
    │   ├── OutOfDomain      #NUM!    a number outside its bounds, or no finite answer
    │   ├── ZeroDivisor      #DIV/0!  nothing to divide by
    │   ├── NoAnswer         #N/A     an answer that does not exist
    │   └── CellError        the error that stood in a cell, passed through
    └── FileError            a file that cannot be read, written or understood
        ├── FileExists       a file that would be overwritten
        ├── InvalidClient    a client file with one or more wrong fields
        │   └── InvalidRoster    a roster with one or more wrong headings
        ├── InvalidWorkbook  a workbook that is not ours or is incomplete
        │   └── UnknownName  a name or cell that a workbook does not have
        └── FormulaError     a formula that cannot be read
"""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite
from typing import Any

EXCEL_ERRORS = (
    "#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#SPILL!", "#CALC!", "#GETTING_DATA",
)  # fmt: skip
"""The error values a cell can hold, as Excel writes them."""


class XlQuadrantError(Exception):
    """
    Root of all errors raised here.

    Parameters
    ----------
    argument : str
        The argument, field or file that is wrong.
    value : object
        What was found there.
    rule : str
        What is wrong with it, and what to write instead; read after the value, as in
        ``is above 1; write 10% or 0.1``.
    """

    excel_error: str = "#VALUE!"

    def __init__(self, argument: str, value: object, rule: str) -> None:
        # BaseException.__new__ has kept the arguments as given, so that every error of the tree can be pickled
        self.argument = argument
        self.value = value
        self.rule = rule

    def __str__(self) -> str:
        return f"{self.argument}: {shown(self.value)} {self.rule}"


class ArgumentError(XlQuadrantError, ValueError):
    """An argument of a function, or a field of a client, is wrong."""


class WrongType(ArgumentError, TypeError):
    """Text, a logical or a date where a number belongs (``#VALUE!``)."""


class UnknownWord(ArgumentError):
    """A word that is not one of the allowed words (``#VALUE!``)."""


class BlankArgument(ArgumentError):
    """Nothing where something is required (``#VALUE!``)."""


class UnlikeShapes(ArgumentError):
    """Ranges that do not fit together (``#VALUE!``)."""


class OutOfDomain(ArgumentError):
    """A number outside its bounds, or no finite answer (``#NUM!``)."""

    excel_error = "#NUM!"


class ZeroDivisor(ArgumentError, ZeroDivisionError):
    """Nothing to divide by (``#DIV/0!``)."""

    excel_error = "#DIV/0!"


class NoAnswer(ArgumentError):
    """An answer that does not exist (``#N/A``)."""

    excel_error = "#N/A"


class CellError(ArgumentError):
    """
    An error that stood in a cell and passes through.

    Parameters
    ----------
    argument : str
        The argument the cell was given for.
    value : str
        The text of the cell, which begins with the name of an Excel error.
    """

    def __init__(self, argument: str, value: str) -> None:
        super().__init__(argument, value, "is an error in the cell this argument refers to; mend that cell first")
        self.excel_error = next((name for name in EXCEL_ERRORS if value.startswith(name)), self.excel_error)


class FileError(XlQuadrantError):
    """A file that cannot be read, written or understood; `argument` is its path, `value` None if all of it is wrong."""

    def __str__(self) -> str:
        return f"{self.argument}: {self.rule}" if self.value is None else super().__str__()


class FileExists(FileError):
    """A file that would be overwritten."""


class InvalidWorkbook(FileError):
    """A workbook that is not one of ours, or lacks something."""


class UnknownName(InvalidWorkbook, KeyError):
    """A name, sheet or cell that a workbook does not have."""


class FormulaError(FileError):
    """A formula that cannot be read."""


class InvalidClient(FileError):
    """
    A client with one or more wrong fields.

    Parameters
    ----------
    source : str
        Where the client came from, such as the path of its file.
    problems : sequence of XlQuadrantError
        One error for each wrong field; its argument is the path of the field, such as ``today.core.price``.
    """

    counted: str = "field"

    def __init__(self, source: str, problems: Sequence[XlQuadrantError]) -> None:
        count = len(problems)
        super().__init__(source, count, f"{self.counted} is wrong" if count == 1 else f"{self.counted}s are wrong")
        self.problems = tuple(problems)

    def __str__(self) -> str:
        return "\n".join([super().__str__(), *(f"  {problem}" for problem in self.problems)])


class InvalidRoster(InvalidClient):
    """A roster with one or more wrong headings; one error for each, its argument the column or the heading."""

    counted = "heading"


def record(error: XlQuadrantError) -> dict[str, Any]:
    """
    Return what an error says, for a program.

    Parameters
    ----------
    error : XlQuadrantError
        The error.

    Returns
    -------
    dict of str to object
        ``field``: the argument, field or file; ``found``: what was found there, None for nothing or a whole file;
        ``allowed``: what to write instead, None if the error does not say; ``why``: what is wrong.

    Examples
    --------
    >>> record(OutOfDomain("close_rate", 10, "is above 1; write 10% or 0.1"))
    {'field': 'close_rate', 'found': 10, 'allowed': 'write 10% or 0.1', 'why': 'is above 1'}
    """
    why, _, allowed = error.rule.partition("; ")
    plain = error.value is None or isinstance(error.value, (bool, int, str))
    found = error.value if plain or (isinstance(error.value, float) and isfinite(error.value)) else shown(error.value)
    return {"field": error.argument, "found": found, "allowed": allowed or None, "why": why}


def shown(value: object) -> str:
    """
    Return a value as an error message shows it.

    Parameters
    ----------
    value : object
        What was found.

    Returns
    -------
    str
        Short text: numbers plain, text quoted, nothing as ``blank``.

    Examples
    --------
    >>> shown(10.0), shown("ten"), shown(None), shown(True)
    ('10', "'ten'", 'blank', 'TRUE')
    """
    if value is None:
        return "blank"
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return f"{value:.10g}"
    if isinstance(value, str):
        text = value if len(value) <= 60 else value[:57] + "..."
        return f"'{text}'"
    text = str(value)
    return text if len(text) <= 60 else text[:57] + "..."
