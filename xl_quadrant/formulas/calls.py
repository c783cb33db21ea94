"""Calls as rules read and write them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol, TypeAlias

from xl_quadrant.formulas.references import Surroundings
from xl_quadrant.formulas.tree import Tree, call


class Formula(Protocol):
    """The formula, or the part of one, in which a call stands."""

    around: Surroundings
    sheet: str
    array: bool
    sized: frozenset[str]

    def value(self, node: Tree) -> Tree:
        """Return a node where one value belongs, mended."""

    def left_to_a_check(self, operation: str, *operands: Tree) -> bool:
        """Note a check of values instead of writing an operation otherwise; False if that is not enough."""

    def within(self, variables: Mapping[str, bool]) -> Formula:
        """Return the same for the body of a LAMBDA, whose arguments are known there, and whether each is an array."""


Rule: TypeAlias = Callable[[list[Tree], Formula], "Tree | None"]
"""Takes the arguments of a call and where it stands, and returns what is written instead; None if it stays."""


def own(name: str, *arguments: Tree) -> Tree:
    """
    Return a call as the engine calculates it.

    Parameters
    ----------
    name : str
        The function.
    *arguments : dict
        Its arguments.

    Returns
    -------
    dict
        The call; no rule is applied to it again.
    """
    return {**call(name, *arguments), "engine": True}


def is_given(arguments: list[Tree], position: int) -> bool:
    """
    Say whether an argument is there and not empty.

    Parameters
    ----------
    arguments : list of dict
        The arguments.
    position : int
        Counted from 0.

    Returns
    -------
    bool
        False for an argument that is left out.
    """
    return len(arguments) > position and arguments[position]["node_type"] != "Omitted"


def constant(arguments: list[Tree], position: int) -> object:
    """
    Return an argument that is a constant.

    Parameters
    ----------
    arguments : list of dict
        The arguments.
    position : int
        Counted from 0.

    Returns
    -------
    float, str, bool or None
        None for anything else.
    """
    return arguments[position].get("value") if is_given(arguments, position) else None
