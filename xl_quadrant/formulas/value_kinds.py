"""What kind of value a part of a formula gives, as far as its text tells."""

from __future__ import annotations

from typing import Final

from xl_quadrant.formulas.tree import Tree, name_of

_TEXTS: Final = """
    LEFT RIGHT MID UPPER LOWER PROPER TRIM CLEAN TEXT FIXED DOLLAR SUBSTITUTE REPLACE REPT CHAR CONCAT CONCATENATE
    TEXTJOIN XLQ_SHOWN TEXT
"""
_EXACT: Final = """
    COUNT COUNTA COUNTIF COUNTIFS COUNTBLANK ROWS COLUMNS ROW COLUMN LEN FIND SEARCH MATCH INT YEAR MONTH DAY WEEKDAY
    ISNUMBER ISTEXT ISBLANK ISERROR ISNA AND OR NOT
"""
_FEW_PLACES: Final = 6
_GIVE_TEXTS: Final = frozenset(_TEXTS.split())
_GIVE_EXACT_NUMBERS: Final = frozenset(_EXACT.split())


def may_have_digits(node: Tree) -> bool:
    """
    Say whether a node may be a number with digits to spare, no text, logical or 0.

    Parameters
    ----------
    node : dict
        The node.

    Returns
    -------
    bool
        False for a text, a logical, a whole number that is counted, and 0.
    """
    if node["node_type"] == "Literal":
        return isinstance(node["value"], float) and node["value"] != 0
    return name_of(node) not in _GIVE_EXACT_NUMBERS and not is_text(node)


def is_text(node: Tree) -> bool:
    """
    Say whether a node is a text.

    Parameters
    ----------
    node : dict
        The node.

    Returns
    -------
    bool
        False for what may be something else.
    """
    return isinstance(node.get("value"), str) or node.get("operator") == "&" or name_of(node) in _GIVE_TEXTS


def that_are_returned(node: Tree) -> list[Tree]:
    """
    Return what a node may come to: of an IF its branches.

    Parameters
    ----------
    node : dict
        The node.

    Returns
    -------
    list of dict
        The node itself if it is no choice.
    """
    branches = {"IF": slice(1, None), "IFERROR": slice(0, None)}.get(name_of(node))
    if branches is None or not node["args"][branches]:
        return [node]
    return [part for branch in node["args"][branches] for part in that_are_returned(branch)]


def is_exact(node: Tree) -> bool:
    """
    Say whether a node is a logical, or a number that is shown with all its digits.

    Parameters
    ----------
    node : dict
        The node.

    Returns
    -------
    bool
        False for what may have more digits than are shown.
    """
    if node.get("operator") in ("+", "-") and "left" in node:
        return is_exact(node["left"]) and is_exact(node["right"])
    if name_of(node) in _GIVE_EXACT_NUMBERS:
        return True
    value = node.get("value")
    return isinstance(value, bool) or (isinstance(value, float) and value.is_integer() and abs(value) < 1e15)


def is_rounded(node: Tree) -> bool:
    """
    Say whether a node is a number with so few decimal places that it is shown with all its digits.

    Parameters
    ----------
    node : dict
        The node.

    Returns
    -------
    bool
        True for ROUND to a typed number of places from 0 to 6.
    """
    if name_of(node) not in ("ROUND", "ROUNDUP", "ROUNDDOWN") or len(node["args"]) != 2:
        return False
    places = node["args"][1].get("value")
    return isinstance(places, float) and 0 <= places <= _FEW_PLACES
