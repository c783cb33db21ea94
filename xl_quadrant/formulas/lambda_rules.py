"""Functions that apply a LAMBDA to arrays: MAP, BYROW, BYCOL, REDUCE, SCAN, MAKEARRAY."""

from __future__ import annotations

from typing import Final

from xl_quadrant.formulas.calls import Formula, Rule
from xl_quadrant.formulas.elements import closed, each
from xl_quadrant.formulas.tree import Tree, call, literal, name_of


def _applied(kinds: str) -> Rule:
    """Return the rule of a function whose LAMBDA takes its arguments so; the last letter goes for those that follow."""

    def rule(arguments: list[Tree], formula: Formula) -> Tree | None:
        *arrays, function = arguments
        if name_of(function) != "LAMBDA" or len(function["args"]) != len(arrays) + 1:
            return None
        parameters = [str(parameter.get("reference")) for parameter in function["args"][:-1]]
        letters = kinds.ljust(len(parameters), kinds[-1])[: len(parameters)]
        inside = formula.within({name: kind in "rc" for name, kind in zip(parameters, letters, strict=True)})
        template, all_kinds, others = closed(inside.value(function["args"][-1]), parameters, letters)
        return each(template, all_kinds, [*arrays, *others])

    return rule


def _reduced(arguments: list[Tree], formula: Formula) -> Tree | None:
    """Return the last step of a SCAN."""
    steps = _applied("ae")(arguments, formula)
    return call("XLQ_LAST", steps) if steps is not None else None


def _made(arguments: list[Tree], formula: Formula) -> Tree | None:
    """Return a MAP of the numbers of rows and columns."""
    if len(arguments) != 3:
        return None
    rows, columns = call("SEQUENCE", arguments[0]), call("SEQUENCE", literal(1.0), arguments[1])
    return _applied("e")([rows, columns, arguments[2]], formula)


OF_LAMBDAS: Final[dict[str, Rule]] = {
    "MAP": _applied("e"),
    "BYROW": _applied("r"),
    "BYCOL": _applied("c"),
    "SCAN": _applied("ae"),
    "REDUCE": _reduced,
    "MAKEARRAY": _made,
}
"""The rule of each function."""
