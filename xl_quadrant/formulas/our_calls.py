"""The calls of our functions in a formula, as they are written: which function, and which arguments are left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from xl_quadrant.catalogue import CATALOGUE
from xl_quadrant.formulas.tree import Tree, everywhere

_NAMES: Final = frozenset(function.name for function in CATALOGUE)
_OPENINGS: Final = tuple(f"{name}(" for name in _NAMES)
_LAST_WORDS: Final = frozenset(name.rpartition("_")[2] for name in _NAMES)

_CALLED = re.compile(r"(?<![A-Za-z])([A-Za-z]++)\(")
_STORED_PREFIX = re.compile(r"^(?:_XLFN\.|_XLUDF\.|_XLWS\.|_XLDUDF_|@)+")
_WHOLE_COLUMNS = re.compile(r"(?:.*!)?\$?([A-Z]{1,3}):\$?([A-Z]{1,3})", re.IGNORECASE | re.DOTALL)
_WHOLE_ROWS = re.compile(r"(?:.*!)?\$?([0-9]+):\$?([0-9]+)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class WrittenCall:
    """
    One call of a function of the catalogue in a formula.

    Parameters
    ----------
    name : str
        The function.
    left_out : frozenset of int
        The arguments with nothing between their commas.
    shapes : dict of int to (int, int)
        Rows and columns of the arguments that refer to whole columns or rows.
    empty : bool
        Whether there is nothing between the parentheses.
    """

    name: str
    left_out: frozenset[int]
    shapes: dict[int, tuple[int, int]]
    empty: bool


def calls_ours(formulas: str) -> bool:
    """
    Say whether a text of formulas may call a function of the catalogue.

    Parameters
    ----------
    formulas : str
        A formula, or any text that holds formulas.

    Returns
    -------
    bool
        True if the name of one stands before a parenthesis, whatever the case of its letters.

    Examples
    --------
    >>> calls_ours("=1+ltv_continuity(200,10%)"), calls_ours("=SUM(A1:A3)")
    (True, False)
    """
    if _LAST_WORDS.isdisjoint(word.upper() for word in _CALLED.findall(formulas)):
        return False
    upper = formulas.upper()
    return any(opening in upper for opening in _OPENINGS)


def calls_in(tree: Tree | None) -> Iterator[WrittenCall]:
    """
    Yield the calls of our functions in a formula, those within others too.

    Parameters
    ----------
    tree : dict or None
        A formula. Prefixes that Excel stores before functions of add-ins belong to the name.

    Yields
    ------
    WrittenCall
        In the order they are written; none if the formula cannot be read.

    Examples
    --------
    >>> from xl_quadrant.formulas.syntax import read
    >>> tree = read("=SUM([1]!LTV_TO_CAC(LTV_CONTINUITY(B1,C1),),)")
    >>> [(call.name, sorted(call.left_out)) for call in calls_in(tree)]
    [('LTV_TO_CAC', [1]), ('LTV_CONTINUITY', [])]
    """
    for node in everywhere(tree) if tree is not None else ():
        call = call_of_ours(node)
        if call is not None:
            yield call


def call_of_ours(node: Tree) -> WrittenCall | None:
    """
    Return how a function of ours is called.

    Parameters
    ----------
    node : dict
        Any node.

    Returns
    -------
    WrittenCall or None
        None for anything else.
    """
    name = our_name(node["name"]) if node["node_type"] == "Function" else None
    if name is None:
        return None
    arguments = node["args"]
    shapes = {at: shape for at, argument in enumerate(arguments) if (shape := _whole_shape(argument)) is not None}
    left_out = frozenset(at for at, argument in enumerate(arguments) if argument["node_type"] == "Omitted")
    return WrittenCall(name, left_out, shapes, not arguments)


def our_name(called: str) -> str | None:
    """
    Return the function of ours that a name such as ``[1]!_xludf.LTV_CONTINUITY`` calls.

    Parameters
    ----------
    called : str
        As the formula has it, without the parenthesis.

    Returns
    -------
    str or None
        Its name in the catalogue; None for another function.

    Examples
    --------
    >>> our_name("_xldudf_XLQ_LTV_TO_CAC"), our_name("sum")
    ('LTV_TO_CAC', None)
    """
    last = called.rpartition("!")[2].strip().upper()
    bare = _STORED_PREFIX.sub("", last)
    names = (bare, bare.partition("_")[2] if last.startswith("_XLDUDF_") else bare)
    return next((name for name in names if name in _NAMES), None)


def _whole_shape(argument: Tree) -> tuple[int, int] | None:
    """Return the rows and columns of an argument that is a reference to whole columns or rows."""
    text = str(argument.get("reference", ""))
    columns, rows = (pattern.fullmatch(text) for pattern in (_WHOLE_COLUMNS, _WHOLE_ROWS))
    if columns:
        first, last = (
            sum((ord(c) - 64) * 26**i for i, c in enumerate(text.upper()[::-1])) for text in columns.groups()
        )
        return 1_048_576, abs(last - first) + 1
    return (abs(int(rows[2]) - int(rows[1])) + 1, 16_384) if rows else None
