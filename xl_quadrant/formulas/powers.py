"""Powers in formulas: left to the engine where it has them right."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final

from xl_quadrant.excel_functions.powers import POWER, is_odd_root
from xl_quadrant.formulas.tree import Tree, binary, call, inside, literal
from xl_quadrant.package.addresses import Area
from xl_quadrant.package.sheet_index import CellSpan, SheetIndex

_FEW: Final = 400
"""A list of so many cells is quickly looked through."""

_SMALL: Final = 12
"""An operand of so many parts is quickly calculated a second time."""


def powered(base: Tree, exponent: Tree, counting: frozenset[str] = frozenset()) -> Tree:
    """
    Return a power for the engine, which has it right above 0 and for exponents from 1.

    Parameters
    ----------
    base, exponent : dict
        The operands, mended.
    counting : frozenset of str
        The names of cells that hold numbers from 1 only.

    Returns
    -------
    dict
        The engine's own power where that is right, else one that looks at an operand first.

    Examples
    --------
    >>> from xl_quadrant.formulas.syntax import read, written
    >>> written(powered(read("=A1"), literal(2.0))), written(powered(read("=A1"), read("=1/12")))
    ('=A1^2', '=A1^(1/12)')
    >>> written(powered(read("=1+A1"), read("=B1")))
    '=IF(1+A1>0,(1+A1)^B1,XLQ_POWER(1+A1,B1))'
    """
    usual = binary(base, "^", exponent)
    counts = str(exponent.get("reference", "")).lower() in counting
    size, times = _constant(base), _constant(exponent)
    if counts or size > 0 or times >= 1 or (times > 0 and not is_odd_root(times)):
        return usual
    other = call(POWER, base, exponent)
    for operand, sign, least in ((base, ">", 0.0), (exponent, ">=", 1.0)):
        number = _least(operand)
        if number is not None:
            return call("IF", binary(number, sign, literal(least)), usual, other)
    return other


def counting_names(names: Mapping[str, Area], indexes: Mapping[str, SheetIndex]) -> frozenset[str]:
    """
    Return the names of cells that hold numbers from 1 only, as a list of months does.

    Parameters
    ----------
    names : mapping of str to Area
        What names stand for.
    indexes : mapping of str to SheetIndex
        The cells of each sheet.

    Returns
    -------
    frozenset of str
        The names in lower case.
    """
    return frozenset(
        name.lower()
        for name, area in names.items()
        if 1 < area.size <= _FEW
        and area.sheet in indexes
        and all(_counts(indexes[area.sheet].cells.get(position)) for position in area.positions)
    )


def _counts(span: CellSpan | None) -> bool:
    """Say whether a cell holds a number from 1."""
    if span is None or span.formula is not None or span.attributes.get("t", "n") != "n":
        return False
    try:
        return float(span.text) >= 1
    except ValueError:
        return False


def _constant(node: Tree) -> float:
    """Return a number that is typed, or such a number by another; no number for anything else."""
    if node.get("operator") == "/" and node["node_type"] == "BinaryOp":
        below = _constant(node["right"])
        return _constant(node["left"]) / below if below else math.nan
    value = node.get("value")
    return value if isinstance(value, float) else math.nan


def _least(node: Tree) -> Tree | None:
    """Return the least number of an operand, 0 for all that is none; None if that takes long to say."""
    calculated = node["node_type"] == "BinaryOp" and node["operator"] in ("+", "-", "*", "/", "^")
    if _size(node) > _SMALL or (node.get("several") and not calculated):
        return None
    if node.get("several"):
        return call("IFERROR", call("MIN", node), literal(0.0))
    return node if calculated else call("N", node)


def _size(node: Tree) -> int:
    """Return of how many parts a node is."""
    return 1 + sum(map(_size, inside(node))) + (_SMALL if node["node_type"] == "Function" else 0)
