"""Functions of texts, written otherwise for what their arguments are: logicals, texts that stand for them, nothing."""

from __future__ import annotations

from typing import Final

from xl_quadrant.formulas.calls import Formula, Rule, constant, is_given, own
from xl_quadrant.formulas.tree import COMPARISONS, Constant, Tree, literal, name_of

_LOGICAL: Final = """
    ISERROR ISERR ISNA ISNUMBER ISTEXT ISBLANK ISLOGICAL ISNONTEXT ISFORMULA ISREF ISEVEN ISODD NOT AND OR XOR EXACT
    TRUE FALSE
"""
_GIVE_LOGICALS: Final = frozenset(_LOGICAL.split())


def is_logical(node: Tree) -> bool:
    """
    Say whether a node is TRUE or FALSE, or an array of them.

    Parameters
    ----------
    node : dict
        The node.

    Returns
    -------
    bool
        False if it may be anything else.
    """
    comparison = node["node_type"] == "BinaryOp" and node["operator"] in COMPARISONS
    return isinstance(node.get("value"), bool) or name_of(node) in _GIVE_LOGICALS or comparison


def _filled(name: str, fillings: dict[int, Constant], further: Constant | None = None) -> Rule:
    """Return the rule of a function that takes an argument left empty as such a constant; the engine takes it as 0."""

    def rule(arguments: list[Tree], _formula: Formula) -> Tree | None:
        new = [
            literal(filling)
            if not is_given(arguments, position) and (filling := fillings.get(position, further)) is not None
            else argument
            for position, argument in enumerate(arguments)
        ]
        return own(name, *new) if new != arguments else None

    return rule


def _condition(name: str, position: int | None = None) -> Rule:
    """Return the rule of a function that takes a text such as "TRUE" as a condition, in one argument or in all."""

    def rule(arguments: list[Tree], _formula: Formula) -> Tree | None:
        new = [
            literal(str(argument["value"]).upper() == "TRUE")
            if position in (None, at) and str(constant(arguments, at)).upper() in ("TRUE", "FALSE")
            else argument
            for at, argument in enumerate(arguments)
        ]
        return own(name, *new) if new != arguments else None

    return rule


_PART: Final[dict[int, Constant]] = {0: "", 1: "", 2: 1.0, 3: 0.0, 4: 0.0}

OF_TYPED: Final[dict[str, Rule]] = {
    **{name: _filled(name, {0: "", 1: ""}) for name in ("FIND", "SEARCH", "EXACT")},
    "SUBSTITUTE": _filled("SUBSTITUTE", {0: "", 1: "", 2: ""}),
    "REPLACE": _filled("REPLACE", {0: "", 3: ""}),
    **{name: _filled(name, {}, "") for name in ("CONCATENATE", "CONCAT")},
    "TEXTJOIN": _filled("TEXTJOIN", {0: "", 1: True}, ""),
    **{name: _filled(name, _PART) for name in ("TEXTBEFORE", "TEXTAFTER")},
    **{name: _filled(name, {2: True, 3: False}) for name in ("LINEST", "LOGEST")},
    **{name: _filled(name, {3: True}) for name in ("TREND", "GROWTH")},
    "IF": _condition("IF", 0),
    **{name: _condition(name) for name in ("AND", "OR", "XOR", "NOT")},
}
"""The rule of each function for what is typed in a formula, or left out there; signs tell of it."""
