"""
Calls of LAMBDAs, at once or by a name that LET gives, and functions that are given by name alone.

The engine calls a LAMBDA that LET names, but not at once, and not within MAP and its kin, where each element is
calculated by itself; and it takes one that calls itself for an error, which another function would catch. So each is
put in the place of its call.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import count
from typing import Final

from xl_quadrant.errors import FormulaError
from xl_quadrant.formulas.lambdas import as_lambda, parameter_in
from xl_quadrant.formulas.tree import Tree, call, name_of, plain, reference, variable

APPLYING: Final = {"MAP": -1, "REDUCE": 2, "SCAN": 2, "BYROW": 1, "BYCOL": 1, "MAKEARRAY": 2}
"""Functions that apply a LAMBDA, and how many arguments it takes; MAP's takes one for each array."""

_ETA: Final = "_XLETA."
"""What Excel stores before a function that is given by its name, as in ``BYROW(A1:B9,SUM)``."""

_DEEPEST: Final = 24
_MOST: Final = 2_000
"""So many names are given anew in one formula; one that needs more calls itself twice."""

Meanings = Mapping[str, Tree]
"""What names stand for that LET or LAMBDA gives, in lower case."""


def may_call_lambdas(formula: str) -> bool:
    """
    Say whether a formula may call a LAMBDA, or give a function by its name.

    Parameters
    ----------
    formula : str
        The formula.

    Returns
    -------
    bool
        False for nearly every formula.
    """
    capitals = formula.upper()
    return ("LAMBDA" in capitals and "LET(" in capitals) or ")(" in capitals or _ETA in capitals


def with_lambdas_in_place(tree: Tree) -> Tree:
    """
    Return a formula in which LET names no LAMBDA, and none is called at once.

    Parameters
    ----------
    tree : dict
        The formula.

    Returns
    -------
    dict
        The formula.

    Raises
    ------
    FormulaError
        If a LAMBDA calls itself, or something is called that is no LAMBDA.

    Examples
    --------
    >>> from xl_quadrant.formulas.syntax import read, written
    >>> written(with_lambdas_in_place(read("=LET(double,LAMBDA(x,x*2),SUM(MAP(A1:A9,double)))")))
    '=SUM(MAP(A1:A9,LAMBDA(_n1,_n1*2)))'
    >>> written(with_lambdas_in_place(read("=LAMBDA(x,LAMBDA(y,x-y))(5)(3)")))
    '=LET(_n5,5,LET(_n9,3,_n5-_n9))'
    >>> written(with_lambdas_in_place(read("=BYROW(A1:B9,_xleta.SUM)")))
    '=BYROW(A1:B9,LAMBDA(_n1,SUM(_n1)))'
    """
    return _Placing().of(tree, {}, 0)


class _Placing:
    """One formula, as its LAMBDAs are put in place."""

    def __init__(self) -> None:
        self._fresh = count(1)

    def of(self, node: Tree, known: Meanings, depth: int) -> Tree:
        """Return a node with the LAMBDAs that are known put in place."""
        match node["node_type"]:
            case "Reference":
                return known.get(variable(node), node)
            case "Call":
                arguments = [self.of(argument, known, depth) for argument in node["args"]]
                return self._applied(self.of(node["callee"], known, depth), arguments, depth)
            case "Function":
                return self._call(node, known, depth)
        parts: Tree = {key: self.of(node[key], known, depth) for key in ("left", "right", "operand") if key in node}
        return {**node, **parts}

    def _call(self, node: Tree, known: Meanings, depth: int) -> Tree:
        """Return a call; that of a LAMBDA is what it calculates."""
        name = name_of(node)
        if name == "LET":
            return self._let(node, known, depth)
        if name == "LAMBDA":
            return self._lambda(node, known, depth)
        arguments = [self.of(argument, known, depth) for argument in node["args"]]
        if name in APPLYING and arguments:
            return {**node, "args": [*arguments[:-1], self._given_by_name(name, arguments)]}
        meaning = known.get(plain(node["name"]).lower())
        if meaning is None:
            return {**node, "args": arguments}
        if as_lambda(meaning) is None:
            return call(str(meaning.get("reference", node["name"])), *arguments)
        return self._applied(meaning, arguments, depth)

    def _applied(self, node: Tree, arguments: list[Tree], depth: int) -> Tree:
        """Return what a LAMBDA, or what ends in one, calculates of arguments."""
        function = as_lambda(node)
        if function is not None:
            if depth > _DEEPEST or next(self._fresh) > _MOST:
                raise FormulaError("formula", None, "uses a LAMBDA that calls itself, which only Excel calculates")
            return self.of(function.applied(arguments, self._fresh), {}, depth + 1)
        if name_of(node) != "LET":
            raise FormulaError("formula", None, "calls what a formula returns, which only Excel does")
        *names, body = node["args"]
        return {**node, "args": [*names, self._applied(body, arguments, depth)]}

    def _lambda(self, node: Tree, known: Meanings, depth: int) -> Tree:
        """Return a LAMBDA, its arguments called as nothing else is."""
        *parameters, body = node["args"] or [node]
        here, kept = dict(known), list[Tree]()
        for parameter in parameters:
            name, optional = parameter_in(parameter)
            fresh = f"_n{next(self._fresh)}"
            here[name] = reference(fresh)
            kept.append(reference(f"[{fresh}]" if optional else fresh))
        return {**node, "args": [*kept, self.of(body, here, depth)]} if node["args"] else node

    def _let(self, node: Tree, known: Meanings, depth: int) -> Tree:
        """Return a LET without LAMBDAs, its names as they stand nowhere else."""
        if len(node["args"]) % 2 == 0:
            return node
        here, kept = dict(known), list[Tree]()
        for name, value in zip(node["args"][:-1:2], node["args"][1::2], strict=True):
            meaning = self.of(value, here, depth)
            if as_lambda(meaning) is not None:
                here[variable(name)] = meaning
                continue
            fresh = reference(f"_n{next(self._fresh)}")
            here[variable(name)] = fresh
            kept += [fresh, meaning]
        body = self.of(node["args"][-1], here, depth)
        return {**node, "args": [*kept, body]} if kept else body

    def _given_by_name(self, name: str, arguments: list[Tree]) -> Tree:
        """Return the last argument of MAP or its kin; a function that is given by its name as a LAMBDA."""
        text = str(arguments[-1].get("reference", ""))
        if not text.upper().startswith(_ETA):
            return arguments[-1]
        takes = APPLYING[name] if APPLYING[name] > 0 else len(arguments) - 1
        parameters = [reference(f"_n{next(self._fresh)}") for _ in range(takes)]
        return call("LAMBDA", *parameters, call(text[len(_ETA) :], *parameters))
