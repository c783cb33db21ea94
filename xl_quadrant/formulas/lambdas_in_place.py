"""
LAMBDAs put where they are called, at once or by a name that LET gives, and functions that are given by name alone.

The engine calls a LAMBDA that LET names, but not at once, and not within MAP and its kin, where each element is
calculated by itself; and it takes one that calls itself for an error, which another function would catch.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import count
from typing import Final

from xl_quadrant.errors import FormulaError
from xl_quadrant.formulas.formula_tree import Call, Nodes, Word, plain, read_formula, written
from xl_quadrant.formulas.lambdas import as_lambda, parameter_in

APPLYING: Final = {"MAP": -1, "REDUCE": 2, "SCAN": 2, "BYROW": 1, "BYCOL": 1, "MAKEARRAY": 2}
"""Functions that apply a LAMBDA, and how many arguments it takes; MAP's takes one for each array."""

_ETA: Final = "_XLETA."
"""What Excel stores before a function that is given by its name, as in ``BYROW(A1:B9,SUM)``."""

_DEEPEST: Final = 24
_MOST: Final = 2_000
"""So many names are given anew in one formula; one that needs more calls itself twice."""

Meanings = Mapping[str, Nodes]
"""What names stand for that LET or LAMBDA gives, in lower case."""


def with_lambdas_in_place(formula: str) -> str:
    """
    Return a formula in which LET names no LAMBDA, and none is called at once.

    Parameters
    ----------
    formula : str
        The formula, with ``=``.

    Returns
    -------
    str
        The formula; the same if it has no LAMBDA, gives no function by its name, or cannot be read.

    Raises
    ------
    FormulaError
        If a LAMBDA calls itself, or something is called that is no LAMBDA.

    Examples
    --------
    >>> with_lambdas_in_place("=LET(double,LAMBDA(x,x*2),SUM(MAP(A1:A9,double)))")
    '=(SUM(MAP(A1:A9,LAMBDA(_n1,_n1*2))))'
    >>> with_lambdas_in_place("=LAMBDA(x,LAMBDA(y,x-y))(5)(3)")
    '=LET(_n5,5,LET(_n9,3,_n5-_n9))'
    >>> with_lambdas_in_place("=BYROW(A1:B9,_xleta.SUM)")
    '=BYROW(A1:B9,LAMBDA(_n1,SUM(_n1)))'
    """
    capitals = formula.upper()
    named = "LAMBDA" in capitals and "LET(" in capitals
    if not named and ")(" not in capitals and _ETA not in capitals:
        return formula
    nodes = read_formula(formula.removeprefix("="))
    return formula if nodes is None else f"={written(_Placing().of(nodes, {}, 0))}"


class _Placing:
    """One formula, as its LAMBDAs are put in place."""

    def __init__(self) -> None:
        self._fresh = count(1)

    def of(self, nodes: Nodes, known: Meanings, depth: int) -> Nodes:
        """Return nodes with the LAMBDAs that are known put in place."""
        found: list[Word | Call] = []
        called: Nodes = ()
        for node, following in zip(nodes, (*nodes[1:], None), strict=False):
            if isinstance(node, Word):
                meaning = known.get(plain(node.text.strip()).lower()) if node.refers else None
                found += meaning or (node,)
                continue
            if called:
                arguments = [self.of(argument, known, depth) for argument in node.arguments]
                called = self._applied(called, arguments, depth)
            else:
                called = self._call(node, known, depth)
            if not (isinstance(following, Call) and following.opening == "("):
                found += called
                called = ()
        return tuple(found)

    def _call(self, call: Call, known: Meanings, depth: int) -> Nodes:
        """Return a call; that of a LAMBDA is what it calculates."""
        if call.name == "LET":
            return self._let(call, known, depth)
        if call.name == "LAMBDA":
            return (self._lambda(call, known, depth),)
        arguments = [self.of(argument, known, depth) for argument in call.arguments]
        if call.name in APPLYING:
            return (Call(call.opening, [*arguments[:-1], self._given_by_name(call.name, arguments)]),)
        meaning = known.get(plain(call.opening[:-1]).lower())
        if meaning is None:
            return (Call(call.opening, arguments),)
        if as_lambda(meaning) is None:
            return (Call(f"{written(meaning)}(", arguments),)
        return self._applied(meaning, arguments, depth)

    def _applied(self, nodes: Nodes, arguments: list[Nodes], depth: int) -> Nodes:
        """Return what a LAMBDA, or what ends in one, calculates of arguments."""
        function = as_lambda(nodes)
        if function is not None:
            if depth > _DEEPEST or next(self._fresh) > _MOST:
                raise FormulaError("formula", None, "uses a LAMBDA that calls itself, which only Excel calculates")
            return self.of(function.applied(arguments, self._fresh), {}, depth + 1)
        (call,) = nodes if len(nodes) == 1 else (None,)
        if not isinstance(call, Call) or call.name not in ("", "LET"):
            raise FormulaError("formula", None, "calls what a formula returns, which only Excel does")
        return (Call(call.opening, [*call.arguments[:-1], self._applied(call.arguments[-1], arguments, depth)]),)

    def _lambda(self, call: Call, known: Meanings, depth: int) -> Call:
        """Return a LAMBDA, its arguments called as nothing else is."""
        *parameters, body = call.arguments
        here, kept = dict(known), list[Nodes]()
        for parameter in parameters:
            name, optional = parameter_in(parameter)
            fresh = f"_n{next(self._fresh)}"
            here[name] = (Word(fresh, refers=True),)
            kept.append((Word(f"[{fresh}]" if optional else fresh, refers=True),))
        return Call(call.opening, [*kept, self.of(body, here, depth)])

    def _let(self, call: Call, known: Meanings, depth: int) -> Nodes:
        """Return a LET without LAMBDAs, its names as they stand nowhere else."""
        if len(call.arguments) % 2 == 0:
            return (call,)
        here, kept = dict(known), list[Nodes]()
        for name, value in zip(call.arguments[:-1:2], call.arguments[1::2], strict=True):
            meaning = self.of(value, here, depth)
            word = plain(written(name).strip()).lower()
            if as_lambda(meaning) is not None:
                here[word] = tuple(node for node in meaning if isinstance(node, Call))
                continue
            fresh = Word(f"_n{next(self._fresh)}", refers=True)
            here[word] = (fresh,)
            kept += [(fresh,), meaning]
        body = self.of(call.arguments[-1], here, depth)
        return (Call(call.opening, [*kept, body]) if kept else Call("(", [body]),)

    def _given_by_name(self, name: str, arguments: list[Nodes]) -> Nodes:
        """Return the last argument of MAP or its kin; a function that is given by its name as a LAMBDA."""
        text = written(arguments[-1]).strip()
        if not text.upper().startswith(_ETA):
            return arguments[-1]
        takes = APPLYING[name] if APPLYING[name] > 0 else len(arguments) - 1
        parameters: list[Nodes] = [(Word(f"_n{next(self._fresh)}", refers=True),) for _ in range(takes)]
        return (Call("LAMBDA(", [*parameters, (Call(f"{text[len(_ETA) :]}(", parameters),)]),)
