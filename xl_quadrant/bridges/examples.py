"""The examples of the docstrings, as formulas with their calculated answers."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from xl_quadrant.bridges.calling import call_cells
from xl_quadrant.catalogue import CatalogueFunction, excel_literal


@dataclass(frozen=True, slots=True)
class WorkedExample:
    """
    One example as a sheet shows it.

    Parameters
    ----------
    text : str
        What it shows, in words.
    arguments : tuple of object
        What is given, in the order of the function's arguments; None for one that is left out.
    formula : str
        The formula, as typed.
    answer : object
        What `call_cells` answers.
    """

    text: str
    arguments: tuple[object, ...]
    formula: str
    answer: object

    @property
    def answer_text(self) -> str:
        """The answer as it is typed, to ten digits."""
        return _short(self.answer)


def worked_examples(function: CatalogueFunction) -> Iterator[WorkedExample]:
    """
    Yield the examples of a function that call it with plain values.

    Parameters
    ----------
    function : CatalogueFunction
        The function.

    Yields
    ------
    WorkedExample
        In the order of the docstring.

    Examples
    --------
    >>> from xl_quadrant.catalogue import by_name
    >>> [(example.formula, example.answer_text) for example in worked_examples(by_name("LTV_TO_CAC"))]
    [('=LTV_TO_CAC(1700, 200)', '8.5')]
    """
    for example in function.examples:
        for node in ast.walk(ast.parse(example.source)):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id == function.python.__name__
            ):
                arguments = _arguments(function, node)
                if arguments is not None:
                    yield worked(function, example.text, arguments)


def worked(function: CatalogueFunction, text: str, arguments: tuple[object, ...]) -> WorkedExample:
    """Return an example with its formula and its answer; a list among the arguments is a column."""
    formula = f"={function.name}({', '.join(map(excel_literal, arguments))})"
    answer = call_cells(function, [_as_cells(argument) for argument in arguments])
    return WorkedExample(text, arguments, formula, answer)


def _arguments(function: CatalogueFunction, call: ast.Call) -> tuple[object, ...] | None:
    """Return the values a call gives, in the order of the function's arguments; None if they are not plain values."""
    try:
        given = [ast.literal_eval(node) for node in call.args]
        named = {keyword.arg: ast.literal_eval(keyword.value) for keyword in call.keywords}
    except ValueError:
        return None
    names = [argument.name for argument in function.arguments]
    values = [*given, *(named.get(name) for name in names[len(given) :])]
    while values and values[-1] is None:
        values.pop()
    return tuple(values)


def _as_cells(argument: object) -> object:
    """Return a list as a column of cells; a list of rows stays."""
    if not isinstance(argument, list):
        return argument
    return [cell if isinstance(cell, list) else [cell] for cell in argument]


def _short(answer: object) -> str:
    """Return an answer as a page shows it."""
    if isinstance(answer, list):
        return "{" + ";".join(",".join(map(_short, row)) for row in answer) + "}"
    if isinstance(answer, float):
        return f"{answer:.10g}"
    return (
        f"{getattr(answer, 'excel_error', '')} {answer}".strip()
        if isinstance(answer, Exception)
        else excel_literal(answer)
    )
