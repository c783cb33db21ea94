"""A formula as a tree of values, references, operators and calls, and back."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any, Final, TypeAlias

import formualizer

Tree = dict[str, Any]
"""A node: its ``node_type`` and what belongs to it."""

Constant: TypeAlias = "float | str | bool"
"""A number, a text, a logical, or an error by its name."""

COMPARISONS: Final = frozenset({"=", "<>", "<", ">", "<=", ">="})
ERRORS: Final = frozenset(
    {"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#SPILL!", "#CALC!", "#GETTING_DATA"}
)
OMITTED: Final[Tree] = {"node_type": "Omitted"}

_OPERATORS: Final = {
    "=": 1, "<>": 1, "<": 1, ">": 1, "<=": 1, ">=": 1, "&": 2, "+": 3, "-": 3, "*": 4, "/": 4, "^": 5,
    " ": 9, ":": 10, ",": 12,
}  # fmt: skip
"""How closely an operator binds, as Excel has it; a union always stands in parentheses."""

_SIGNS: Final = {"-": 6, "+": 6, "%": 7, "@": 8, "#": 11}
_HIGHEST: Final = 12
_PARTS: Final = ("left", "right", "operand", "callee")

_PREFIX: Final = re.compile(r"^(?:_xl(?:fn|ws)\.|@)+", re.IGNORECASE)


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


def name_of(node: Tree) -> str:
    """
    Return the function that a node calls.

    Parameters
    ----------
    node : dict
        A node.

    Returns
    -------
    str
        In capitals and without Excel's prefixes; empty for what is no call.
    """
    return _PREFIX.sub("", node["name"]).upper() if node["node_type"] == "Function" else ""


def call(name: str, *arguments: Tree) -> Tree:
    """
    Return the call of a function.

    Parameters
    ----------
    name : str
        The function.
    *arguments : dict
        Its arguments.

    Returns
    -------
    dict
        The node.
    """
    return {"node_type": "Function", "name": name, "args": list(arguments)}


def literal(value: Constant) -> Tree:
    """
    Return a constant.

    Parameters
    ----------
    value : float, str or bool
        A number, a logical, a text, or an error by its name.

    Returns
    -------
    dict
        The node.
    """
    return {"node_type": "Literal", "value": value}


def binary(left: Tree, operator: str, right: Tree) -> Tree:
    """
    Return two nodes with an operator between.

    Parameters
    ----------
    left, right : dict
        The nodes.
    operator : str
        Such as ``+``.

    Returns
    -------
    dict
        The node.
    """
    return {"node_type": "BinaryOp", "operator": operator, "left": left, "right": right}


def unary(operator: str, operand: Tree) -> Tree:
    """
    Return a node with a sign.

    Parameters
    ----------
    operator : str
        Such as ``-``; ``@`` is the cell of the same row or column.
    operand : dict
        The node.

    Returns
    -------
    dict
        The node.
    """
    return {"node_type": "UnaryOp", "operator": operator, "operand": operand}


def changed(tree: Tree, change: Callable[[Tree], Tree | None]) -> Tree:
    """
    Return a tree with nodes replaced.

    Parameters
    ----------
    tree : dict
        The tree, which stays as it is.
    change : callable
        Takes a node and returns what stands in its place, or None to look at what is inside.

    Returns
    -------
    dict
        The new tree.
    """
    new = change(tree)
    if new is not None:
        return new
    copy = dict(tree)
    for key in _PARTS:
        if key in copy:
            copy[key] = changed(copy[key], change)
    if "args" in copy:
        copy["args"] = [changed(argument, change) for argument in copy["args"]]
    return copy


def inside(node: Tree) -> list[Tree]:
    """
    Return the nodes that a node is made of.

    Parameters
    ----------
    node : dict
        The node.

    Returns
    -------
    list of dict
        Its operands and arguments; none for a constant or a reference.
    """
    return [*(node[key] for key in _PARTS if key in node), *node.get("args", [])]


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
