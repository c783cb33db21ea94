"""Lookups written otherwise: of logicals among numbers, of the next in any order, of references."""

from __future__ import annotations

from typing import Final

from xl_quadrant.formulas.calls import Formula, Rule, constant, is_given, own
from xl_quadrant.formulas.text_rules import is_logical
from xl_quadrant.formulas.tree import Tree, call, literal, name_of


def found_in(node: Tree, formula: Formula) -> Tree:
    """
    Return the reference that an XLOOKUP gives, where a reference is wanted.

    Parameters
    ----------
    node : dict
        A corner of a range.
    formula : Formula
        The formula it stands in.

    Returns
    -------
    dict
        An INDEX, which gives a reference; any other node as it is.
    """
    given = node.get("args", [])
    if name_of(node) != "XLOOKUP" or len(given) < 3:
        return node
    place = call("XMATCH", *given[:2], *(value for value in given[4:6]))
    searched, found = (formula.around.area(str(argument.get("reference", ""))) for argument in given[1:3])
    if searched is None or found is None or 1 in (found.rows, found.columns):
        return own("INDEX", given[2], place)
    across = searched.rows == 1
    return own("INDEX", given[2], *((literal(0.0), place) if across else (place, literal(0.0))))


def _match(arguments: list[Tree], _formula: Formula) -> Tree | None:
    """Return a MATCH that tells TRUE from 1 in an array; in cells the engine does."""
    if len(arguments) != 3 or constant(arguments, 2) not in (0.0, False):
        return None
    if str(constant(arguments, 0)).endswith("~"):
        return call("XLQ_MATCH", *arguments[:2])
    if arguments[1]["node_type"] == "Reference":
        return None
    sought, array = arguments[:2]
    alike = _is_number(sought) and _is_number(array)
    if alike or isinstance(sought.get("value"), str) or (is_logical(sought) and is_logical(array)):
        return None
    return call("XLQ_MATCH", sought, array)


def _match_from_the_last(arguments: list[Tree], _formula: Formula) -> Tree | None:
    """Return an XMATCH from the last to the first that minds what kind of value each is."""
    mode = constant(arguments, 2) if is_given(arguments, 2) else 0.0
    if mode not in (0.0, 2.0) or not _is_minus_one(arguments, 3):
        return None
    return call("XLQ_MATCH", *arguments[:2], literal(float(mode == 2.0)), literal(1.0))


def _next(arguments: list[Tree], _formula: Formula) -> Tree | None:
    """Return an XLOOKUP of the next larger or smaller value, in whatever order they stand."""
    mode = 1.0 if constant(arguments, 4) == 1.0 else -1.0
    if mode < 0 and not _is_minus_one(arguments, 4):
        return None
    sought, searched, found = arguments[:3]
    place = call("XLQ_NEXT", sought, searched, literal(mode))
    backwards = _is_minus_one(arguments, 5) or (is_given(arguments, 5) and _is_minus(arguments[5], 2.0))
    order = literal(-1.0) if backwards else literal(1.0)
    there = own("XLOOKUP", call("INDEX", searched, place), searched, found, literal("#N/A"), literal(0.0), order)
    absent = arguments[3] if is_given(arguments, 3) else literal("#N/A")
    return call("IF", call("ISNUMBER", place), there, call("IF", call("ISERROR", sought), sought, absent))


def _is_number(node: Tree) -> bool:
    """Say whether a node is a number, or an array of them."""
    value = node.get("value")
    calculated = node["node_type"] == "BinaryOp" and node["operator"] in ("+", "-", "*", "/", "^")
    return calculated or (isinstance(value, float) and not isinstance(value, bool))


def _is_minus_one(arguments: list[Tree], position: int) -> bool:
    """Say whether an argument is -1."""
    return is_given(arguments, position) and _is_minus(arguments[position], 1.0)


def _is_minus(node: Tree, size: float) -> bool:
    """Say whether a node is a number below 0."""
    return node.get("value") == -size or (node.get("operator") == "-" and node.get("operand", {}).get("value") == size)


OF_LOOKUPS: Final[dict[str, Rule]] = {
    "MATCH": _match,
    "XMATCH": _match_from_the_last,
    "XLOOKUP": _next,
}
"""The rule of each function."""
