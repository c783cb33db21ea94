"""The tree of a formula: nodes of values, references, operators and calls, how they are made and gone through."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, Final, TypeAlias

Tree = dict[str, Any]
"""A node: its ``node_type`` and what belongs to it."""

Constant: TypeAlias = "float | str | bool"
"""A number, a text, a logical, or an error by its name."""

COMPARISONS: Final = frozenset({"=", "<>", "<", ">", "<=", ">="})
ERRORS: Final = frozenset(
    {"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#SPILL!", "#CALC!", "#GETTING_DATA"}
)
OMITTED: Final[Tree] = {"node_type": "Omitted"}

_PARTS: Final = ("left", "right", "operand", "callee")
_PREFIX: Final = re.compile(r"^(?:_xl(?:fn|ws)\.|@)+", re.IGNORECASE)
_STORED_PREFIX: Final = re.compile(r"_xl(?:fn|ws|pm|op)\.", re.IGNORECASE)


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


def reference(text: str) -> Tree:
    """
    Return a reference or a name.

    Parameters
    ----------
    text : str
        As a formula has it.

    Returns
    -------
    dict
        The node.
    """
    return {"node_type": "Reference", "reference": text}


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


def plain(name: str) -> str:
    """
    Return a name without the prefixes that Excel stores.

    Parameters
    ----------
    name : str
        Such as ``_xlfn.LAMBDA`` or ``_xlpm.price``.

    Returns
    -------
    str
        Such as ``LAMBDA`` or ``price``.

    Examples
    --------
    >>> plain("_xlfn._xlws.SORT"), plain("_xlpm.price"), plain("price")
    ('SORT', 'price', 'price')
    """
    return _STORED_PREFIX.sub("", name)


def variable(node: Tree) -> str:
    """
    Return the name that a node consists of, as LET and LAMBDA give names.

    Parameters
    ----------
    node : dict
        A node.

    Returns
    -------
    str
        In lower case, without Excel's prefixes; empty for anything but a reference.
    """
    return plain(str(node.get("reference", ""))).lower()


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


def everywhere(tree: Tree) -> Iterator[Tree]:
    """
    Yield a node and all that are within it.

    Parameters
    ----------
    tree : dict
        The node.

    Yields
    ------
    dict
        From left to right; a node before those within it.
    """
    yield tree
    for part in inside(tree):
        yield from everywhere(part)
