"""One record for each function, from its signature and docstring: its name, arguments, help, errors and examples."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from typing import Any, Literal

from xl_quadrant.catalogue.cell_ranges import Cells, Name
from xl_quadrant.catalogue.docstrings import Docstring, Entry, Example, read_docstring, without_markup
from xl_quadrant.errors import UnknownWord
from xl_quadrant.functions.arguments import Argument, arguments_of
from xl_quadrant.functions.quantities import Quantity

Kind = Literal["elementwise", "reducing", "spilling", "whole"]
"""
How a function takes ranges: element by element; reduced to one number; element by element with several answers to each;
or whole, as they stand in the sheet, with one value or a table as the answer.
"""


@dataclass(frozen=True, slots=True)
class CatalogueArgument:
    """
    One argument of a function, with its help.

    Parameters
    ----------
    name : str
        The same in a sheet and in Python.
    quantity : Quantity, Cells or Name
        Its unit and bounds.
    required : bool
        Whether it must be given.
    default : object
        What it is when left out; None if nothing stands for it.
    help : str
        What it is, in one line.
    """

    name: str
    quantity: Quantity | Cells | Name
    required: bool
    default: object
    help: str

    @property
    def unit(self) -> str:
        """The unit in words, such as ``money per month``."""
        return self.quantity.unit

    @property
    def spelled(self) -> str:
        """The argument as the syntax of a function shows it: ``churn``, ``[payments]``, ``[margin=1]``."""
        if self.required:
            return self.name
        return f"[{self.name}]" if self.default is None else f"[{self.name}={excel_literal(self.default)}]"


@dataclass(frozen=True)
class CatalogueFunction:
    """
    One function: its Python callable, and everything its signature and docstring say of it.

    Parameters
    ----------
    python : callable
        The function, as a person calls it in Python.
    category : str
        The group it belongs to.
    kind : str
        How it takes ranges: ``elementwise``, ``reducing``, ``spilling`` or ``whole``.
    """

    python: Callable[..., Any]
    category: str
    kind: Kind = "elementwise"

    @cached_property
    def name(self) -> str:
        """The name in a spreadsheet, such as ``CASH_PER_SHOW``."""
        return self.python.__name__.upper()

    @cached_property
    def checks(self) -> tuple[Argument, ...]:
        """The check of each argument, as the function itself applies it."""
        return arguments_of(self.python)

    @cached_property
    def docstring(self) -> Docstring:
        """The docstring, read."""
        return read_docstring(self.python.__doc__ or "")

    @cached_property
    def arguments(self) -> tuple[CatalogueArgument, ...]:
        """The arguments in order."""
        helps = {entry.name: without_markup(entry.text) for entry in self.docstring.parameters}
        return tuple(
            CatalogueArgument(check.name, check.quantity, check.required, check.default, helps.get(check.name, ""))
            for check in self.checks
        )

    @property
    def syntax(self) -> str:
        """The call as a formula shows it: ``LTV_TO_CAC(ltv, cac)``."""
        return f"{self.name}({', '.join(argument.spelled for argument in self.arguments)})"

    @property
    def summary(self) -> str:
        """What the function returns, in one sentence."""
        return without_markup(self.docstring.summary)

    @property
    def returned_unit(self) -> str:
        """The unit of the answer in words, such as ``money per member``; empty if it has none."""
        kinds = [entry.kind.partition(", ")[2] for entry in self.docstring.returns]
        return kinds[0] if kinds else ""

    @property
    def returns(self) -> str:
        """What is returned, in words."""
        return " ".join(without_markup(entry.text) for entry in self.docstring.returns)

    @property
    def raises(self) -> tuple[Entry, ...]:
        """The errors, each with when it is raised."""
        return tuple(Entry(entry.name, entry.kind, without_markup(entry.text)) for entry in self.docstring.raises)

    @property
    def notes(self) -> str:
        """The details and the equation, with their mark-up."""
        return "\n\n".join(filter(None, (self.docstring.details, self.docstring.notes)))

    @property
    def references(self) -> str:
        """Where the definition comes from."""
        return self.docstring.references

    @property
    def examples(self) -> tuple[Example, ...]:
        """The worked examples of the docstring, in Python."""
        return self.docstring.examples


def excel_literal(value: object) -> str:
    """
    Return a value as it is typed into a formula.

    Parameters
    ----------
    value : object
        A number, text, logical, nothing; a list of them, which becomes a column; or a list of rows.

    Returns
    -------
    str
        The text to type.

    Examples
    --------
    >>> [excel_literal(value) for value in (0.1, True, "end", None, [200, 1000], [["Close rate", 0.5]])]
    ['0.1', 'TRUE', '"end"', '', '{200;1000}', '{"Close rate",0.5}']
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, str):
        return '"' + value.replace('"', '""') + '"'
    if isinstance(value, (list, tuple)):
        rows = (row if isinstance(row, (list, tuple)) else [row] for row in value)
        return "{" + ";".join(",".join(map(excel_literal, row)) for row in rows) + "}"
    return f"{value:.15g}"


def grouped(category: str, *functions: Callable[..., Any], kind: Kind = "elementwise") -> list[CatalogueFunction]:
    """
    Return the records of functions of one category and kind.

    Parameters
    ----------
    category : str
        The group they belong to.
    *functions : callable
        The functions.
    kind : str
        How they take ranges.

    Returns
    -------
    list of CatalogueFunction
        In the order given.
    """
    return [CatalogueFunction(python, category, kind) for python in functions]


def named(name: str, functions: Iterable[CatalogueFunction]) -> CatalogueFunction:
    """
    Return the function of a name.

    Parameters
    ----------
    name : str
        As in a spreadsheet or in Python; upper and lower case are the same.
    functions : iterable of CatalogueFunction
        The functions to look among.

    Returns
    -------
    CatalogueFunction
        Its record.

    Raises
    ------
    UnknownWord
        If there is no such function; the rule names the nearest ones (``#VALUE!``).
    """
    wanted = name.strip().upper()
    known = {function.name: function for function in functions}
    if wanted not in known:
        near = get_close_matches(wanted, known, n=3, cutoff=0.5)
        advice = f"did you mean {' or '.join(near)}?" if near else "the catalogue lists all names"
        raise UnknownWord("function", name, f"is not a function of xl-quadrant; {advice}")
    return known[wanted]
