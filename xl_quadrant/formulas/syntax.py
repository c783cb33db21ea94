"""Formulas read as trees, and trees written as formulas."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate
from typing import Final

import formualizer

from xl_quadrant.formulas.tree import ERRORS, Constant, Tree, changed

_OPERATORS: Final = {
    "=": 1, "<>": 1, "<": 1, ">": 1, "<=": 1, ">=": 1, "&": 2, "+": 3, "-": 3, "*": 4, "/": 4, "^": 5,
    " ": 9, ":": 10, ",": 12,
}  # fmt: skip
"""How closely an operator binds, as Excel has it; a union always stands in parentheses."""

_SIGNS: Final = {"-": 6, "+": 6, "%": 7, "@": 8, "#": 11}
_HIGHEST: Final = 12

DEEPEST: Final = 128
"""Excel lets 64 calls stand one within the other; what is nested more than twice as deep is not read by the engine."""


def read(formula: str) -> Tree | None:
    """
    Return a formula as a tree.

    Parameters
    ----------
    formula : str
        The formula, with ``=``.

    Returns
    -------
    dict or None
        None if the engine cannot read it.

    Examples
    --------
    >>> written(read("=-2^2+SUM(A1:A3,{1,2})"))
    '=-2^2+SUM(A1:A3,{1,2})'
    """
    if formula.count("(") > DEEPEST and _depth(formula) > DEEPEST:
        return None
    try:
        tree: Tree = formualizer.parse(formula).to_dict()
    except (formualizer.ParserError, formualizer.TokenizerError, ValueError):
        return None
    quoted = {text.replace('""', '"') for text in re.findall(r'"((?:[^"]|"")*)"', formula) if text.startswith("#")}
    return tree if not quoted else changed(tree, lambda node: _as_text(node, quoted))


def written(tree: Tree) -> str:
    """
    Return a tree as a formula.

    Parameters
    ----------
    tree : dict
        The tree.

    Returns
    -------
    str
        The formula, with ``=``.
    """
    return "=" + _written(tree)


def _depth(formula: str) -> int:
    """Return how many parentheses of a formula are open at once at most; those within texts count too."""
    return max(accumulate((sign == "(") - (sign == ")") for sign in formula))


def _as_text(node: Tree, quoted: set[str]) -> Tree | None:
    """Return a text that only looks like an error as one that is none: the engine's tree does not tell them apart."""
    return {**node, "quoted": True} if node["node_type"] == "Literal" and node["value"] in ERRORS & quoted else None


def _written(node: Tree) -> str:
    """Return a node as it stands in a formula."""
    match node["node_type"]:
        case "Literal":
            return _constant(node["value"], quoted="quoted" in node)
        case "Reference":
            return str(node["reference"])
        case "Omitted":
            return ""
        case "Function":
            return f"{node['name']}({_listed(node['args'])})"
        case "Call":
            return f"{_written(node['callee'])}({_listed(node['args'])})"
        case "Array":
            return "{" + ";".join(_listed(row) for row in node["rows"]) + "}"
        case "UnaryOp":
            sign, inside = node["operator"], _bound(node["operand"], _rank(node))
            return f"{inside}{sign}" if sign in ("#", "%") else f"{sign}{inside}"
        case _:
            rank = _rank(node)
            left, right = _bound(node["left"], rank), _bound(node["right"], rank + 1)
            return f"({left},{right})" if node["operator"] == "," else f"{left}{node['operator']}{right}"


def _rank(node: Tree) -> int:
    """Return how closely the operator of a node binds, as Excel has it; values and calls are of the highest rank."""
    if node["node_type"] == "UnaryOp":
        return _SIGNS[node["operator"]]
    return _OPERATORS[node["operator"]] if node["node_type"] == "BinaryOp" else _HIGHEST


def _bound(node: Tree, least: int) -> str:
    """Return a node, in parentheses if its operator binds less than it must."""
    text = _written(node)
    return text if _rank(node) >= least else f"({text})"


def _listed(nodes: Sequence[Tree]) -> str:
    """Return nodes with commas between."""
    return ",".join(_written(node) for node in nodes)


def _constant(value: Constant, *, quoted: bool) -> str:
    """Return a constant as it is typed."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, str):
        return value if value in ERRORS and not quoted else '"' + value.replace('"', '""') + '"'
    whole = float(value).is_integer() and abs(value) < 1e15
    return str(int(value)) if whole else repr(float(value)).upper()
