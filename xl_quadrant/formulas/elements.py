"""
Formulas calculated for each element of arrays, as the engine itself does not.

``XLQ_EACH("LEN(XLQ_0)","e",A1:A9)`` calculates LEN of each cell: in a small workbook of its own, where the arrays stand
in cells and a formula stands beside each element. The second text says how the formula takes each argument: ``e`` by
element, ``r`` by row, ``c`` by column, ``w`` whole, ``a`` as what the formula before it gave, beginning with the
argument (for REDUCE and SCAN).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import product
from typing import Any, Final, Protocol

from xl_quadrant.excel_functions.error_kinds import error, error_name
from xl_quadrant.formulas.syntax import written
from xl_quadrant.formulas.tree import Tree, call, changed, literal, name_of
from xl_quadrant.package.addresses import Place, address
from xl_quadrant.package.values import CellValue, ErrorValue

_PLACE: Final = re.compile(r"\"(?:[^\"]|\"\")*\"|\bXLQ_(\d+)\b")
"""A text, which stays, for it may be a formula of its own; or the place of an argument."""

_MOST: Final = 200_000
"""So many elements are calculated one by one."""

_KIND_OF: Final = {
    str(error_name(error(kind))): kind for kind in ("Null", "Div", "Value", "Ref", "Name", "Num", "Na", "Spill", "Calc")
}
"""What the engine calls each error."""


class SmallWorkbook(Protocol):
    """An empty workbook of the engine with one sheet, ``Sheet``."""

    def write(self, place: Place, formula: str) -> None:
        """Write a formula into a cell."""

    def put(self, sheet: str, row: int, column: int, rows: list[list[Any]]) -> None:
        """Put values into a block of cells."""

    def calculate(self) -> None:
        """Calculate everything."""

    def value(self, place: Place) -> CellValue:
        """Return a value; an error by its name."""


def each_element(node: Tree, takes_whole: Callable[[int], bool]) -> Tree:
    """
    Return the call of a function that is given arrays where it takes one value.

    Parameters
    ----------
    node : dict
        The call.
    takes_whole : callable
        Takes the position of an argument, and says whether the function takes it as it is.

    Returns
    -------
    dict
        The call for each element.
    """
    given: list[Tree] = []
    kinds, template = "", []
    for position, argument in enumerate(node["args"]):
        if argument["node_type"] in ("Literal", "Omitted"):
            template.append(argument)
            continue
        template.append({"node_type": "Reference", "reference": f"XLQ_{len(given)}"})
        kinds += "w" if takes_whole(position) else "e"
        given.append(argument)
    return each(call(node["name"], *template), kinds, given)


def each(template: Tree, kinds: str, arguments: Sequence[Tree]) -> Tree:
    """
    Return the call that calculates a formula for each element.

    Parameters
    ----------
    template : dict
        The formula, with ``XLQ_0``, ``XLQ_1`` … for the arguments.
    kinds : str
        A letter for each argument: how the formula takes it.
    arguments : sequence of dict
        The arguments.

    Returns
    -------
    dict
        The call.
    """
    return call("XLQ_EACH", literal(written(template)[1:]), literal(kinds), *arguments)


def closed(body: Tree, parameters: Sequence[str], kinds: str) -> tuple[Tree, str, list[Tree]]:
    """
    Return the body of a LAMBDA as a template; names that LET or LAMBDA give within it stay as they are.

    Parameters
    ----------
    body : dict
        What it calculates.
    parameters : sequence of str
        The names of its arguments.
    kinds : str
        How it takes each.

    Returns
    -------
    dict
        The template.
    str
        How it takes its arguments and what else it refers to.
    list of dict
        What else it refers to.

    Examples
    --------
    >>> from xl_quadrant.formulas.syntax import read
    >>> template, kinds, others = closed(read("=LET(double,x*2,double+A1)"), ["x"], "e")
    >>> written(template), kinds, [written(other) for other in others]
    ('=LET(double,XLQ_0*2,double+XLQ_1)', 'ew', ['=A1'])
    """
    order = [parameter.lower() for parameter in parameters]
    others: list[Tree] = []
    own: set[str] = set()

    def noted(node: Tree) -> None:
        step = {"LET": 2, "LAMBDA": 1}.get(name_of(node), 0)
        own.update(str(name.get("reference")).lower() for name in (node["args"][:-1:step] if step else ()))

    def placed(node: Tree) -> Tree | None:
        name = str(node.get("reference")).lower()
        if node["node_type"] != "Reference" or name in own:
            return None
        if name not in order:
            order.append(name)
            others.append(node)
        return {**node, "reference": f"XLQ_{order.index(name)}"}

    changed(body, noted)
    return changed(body, placed), kinds + "w" * len(others), others


def calculated(book: SmallWorkbook, template: str, kinds: str, arguments: Sequence[object]) -> list[list[object]]:
    """
    Calculate a formula for each element.

    Parameters
    ----------
    book : SmallWorkbook
        An empty workbook.
    template : str
        The formula without ``=``, with ``XLQ_0`` … for the arguments.
    kinds : str
        How it takes each.
    arguments : sequence
        Values, and rows of values.

    Returns
    -------
    list of list
        The answers; ``#N/A`` where an array has no element.

    Raises
    ------
    ValueError
        If there are too many elements.
    """
    blocks = [argument if isinstance(argument, list) else [[argument]] for argument in arguments]
    rows = max((len(block) for kind, block in zip(kinds, blocks, strict=True) if kind in "er"), default=1)
    columns = max((len(block[0]) for kind, block in zip(kinds, blocks, strict=True) if kind in "ec"), default=1)
    if rows * columns > _MOST:
        raise ValueError("there are too many elements")
    widths = [len(block[0]) + 1 for block in blocks]
    starts = [1 + sum(widths[:number]) for number in range(len(blocks))]
    answers = 1 + sum(widths)
    for block, start in zip(blocks, starts, strict=True):
        _put(book, block, start)
    before = ""
    for i, j in product(range(rows), range(columns)):
        places = [_reference(*argument, i, j) for argument in zip(kinds, starts, blocks, strict=True)]
        if before and "a" in kinds:
            places[kinds.index("a")] = before
        before = address(i + 1, answers + j)
        book.write(("Sheet", i + 1, answers + j), f"={_in_place(template, places)}")
    book.calculate()
    return [[_answer(book.value(("Sheet", i + 1, answers + j))) for j in range(columns)] for i in range(rows)]


def _answer(value: CellValue) -> object:
    """Return a value as the engine takes it."""
    return error(_KIND_OF.get(value, "Value")) if isinstance(value, ErrorValue) else value


def _in_place(template: str, places: Sequence[str | None]) -> str:
    """Return a formula with its arguments; ``#N/A`` where an array has no element."""
    if None in places:
        return "#N/A"
    return _PLACE.sub(lambda found: str(places[int(found[1])]) if found[1] else found[0], template)


def _put(book: SmallWorkbook, block: list[list[Any]], column: int) -> None:
    """Put the values of an argument into cells; errors as formulas."""
    plain = [[None if isinstance(value, dict) else value for value in row] for row in block]
    book.put("Sheet", 1, column, plain)
    for i, row in enumerate(block):
        for j, value in enumerate(row):
            if isinstance(value, dict):
                book.write(("Sheet", i + 1, column + j), f"={error_name(value)}")


def _reference(kind: str, start: int, block: list[list[Any]], i: int, j: int) -> str | None:
    """Return what a formula refers to for an argument; None where an array has no element."""
    rows, columns = len(block), len(block[0])
    if kind in "wa":
        first, last = address(1, start), address(rows, start + columns - 1)
        return first if first == last else f"{first}:{last}"
    if (i >= rows > 1 and kind in "er") or (j >= columns > 1 and kind in "ec"):
        return None
    i, j = (0 if rows == 1 else i), (0 if columns == 1 else j)
    if kind == "r":
        return f"{address(i + 1, start)}:{address(i + 1, start + columns - 1)}"
    if kind == "c":
        return f"{address(1, start + j)}:{address(rows, start + j)}"
    return address(i + 1, start + j)
