"""What the formulas of a workbook refer to, and which of them depend on its inputs, in the order of calculation."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from graphlib import CycleError, TopologicalSorter
from itertools import chain
from typing import Final

from xl_quadrant.compiled.formula import is_error
from xl_quadrant.formulas.references import Surroundings
from xl_quadrant.formulas.syntax import read
from xl_quadrant.formulas.tree import Tree, inside, name_of
from xl_quadrant.package.addresses import Area, Place
from xl_quadrant.package.values import ErrorValue

_MOST_CELLS: Final = 10_000
"""A reference to more cells, such as a whole column, is not followed."""

_UNTIED: Final = frozenset(
    {"OFFSET", "INDIRECT", "TODAY", "NOW", "RAND", "RANDBETWEEN", "RANDARRAY", "CELL", "INFO", "LET", "LAMBDA"}
)
"""Functions whose answer hangs on more than what they are seen to refer to."""


_OF_REFERENCES: Final = frozenset("@#: ,")
"""Operators that make a reference out of others."""


class References:
    """
    The formulas of a workbook as trees, and the cells they refer to.

    Parameters
    ----------
    formulas : mapping of (str, int, int) to str
        The formula of each cell, as the engine has it.
    around : Surroundings
        The sheets and names of the workbook.

    Attributes
    ----------
    trees : dict of (str, int, int) to dict
        The formulas.
    known : bool
        Whether it is known of each formula what it refers to.
    """

    def __init__(self, formulas: Mapping[Place, str], around: Surroundings) -> None:
        self._around = around
        self._titles = {title.lower(): title for title in around.sheets}
        self._areas: dict[tuple[str, str], Area | None] = {}
        self._cells: dict[Area, list[Place]] = {}
        self.trees: dict[Place, Tree] = {}
        self.known = True
        self._areas_of: dict[Place, list[Area]] = {}
        self._elements: dict[Place, set[Area | None]] = {}
        self._errors: dict[Place, list[ErrorValue]] = {}
        self._needs: dict[Place, list[Place]] = {}
        for place, text in formulas.items():
            tree = read(text)
            operands = _operands(tree) if tree is not None else None
            if tree is None or operands is None:
                self.known = False
                return
            found = [self.area(operand, place[0]) for operand in sorted(operands)]
            areas = [area for area in found if area is not None]
            if len(areas) < len(found):
                self.known = False
                return
            self.trees[place], self._areas_of[place] = tree, areas
            self._elements[place] = {self.area(operand, place[0]) for operand in _of_elements(tree)}
            self._errors[place] = _errors(tree)
            self._needs[place] = [cell for area in areas for cell in self.cells(area)]

    def area(self, reference: str, sheet: str) -> Area | None:
        """
        Return the cells that a reference stands for.

        Parameters
        ----------
        reference : str
            As a formula has it.
        sheet : str
            The sheet of the formula.

        Returns
        -------
        Area or None
            None if that is not known, or too many.
        """
        key = (reference, sheet)
        if key not in self._areas:
            found = self._around.area(reference) if reference.lower() not in self._around.local else None
            title = self._titles.get((found.sheet or sheet).lower()) if found is not None else None
            if found is None or title is None or found.size > _MOST_CELLS:
                self._areas[key] = None
            else:
                self._areas[key] = found if found.sheet == title else replace(found, sheet=title)
        return self._areas[key]

    def errors(self, place: Place) -> list[ErrorValue]:
        """
        Return the errors that are written in a formula.

        Parameters
        ----------
        place : (str, int, int)
            The cell of the formula.

        Returns
        -------
        list of ErrorValue
            Such as that of NA().
        """
        return self._errors[place]

    def has_elements_of(self, place: Place, area: Area) -> bool:
        """
        Say whether a formula calculates with single cells of an area as they are.

        Parameters
        ----------
        place : (str, int, int)
            The cell of the formula.
        area : Area
            What it refers to.

        Returns
        -------
        bool
            False if it only gives them to functions, which pass texts by.
        """
        return area in self._elements[place]

    def areas(self, place: Place) -> list[Area]:
        """
        Return what a formula refers to.

        Parameters
        ----------
        place : (str, int, int)
            The cell of the formula.

        Returns
        -------
        list of Area
            By what is written there.
        """
        return self._areas_of[place]

    @property
    def mentioned(self) -> Iterator[Place]:
        """Every cell that a formula refers to."""
        return chain.from_iterable(self._cells.values())

    def cells(self, area: Area) -> list[Place]:
        """
        Return the cells of an area.

        Parameters
        ----------
        area : Area
            The area.

        Returns
        -------
        list of (str, int, int)
            Row by row.
        """
        if area not in self._cells:
            self._cells[area] = [(area.sheet, *position) for position in area.positions]
        return self._cells[area]

    def following(self, inputs: Collection[Place]) -> list[Place] | None:
        """
        Return the formulas that depend on inputs.

        Parameters
        ----------
        inputs : collection of (str, int, int)
            The inputs.

        Returns
        -------
        list of (str, int, int) or None
            Each after those that it depends on; None if they go in circles.
        """
        users: dict[Place, list[Place]] = {}
        for place, needs in self._needs.items():
            for need in needs:
                users.setdefault(need, []).append(place)
        found, waiting = set(), list(inputs)
        while waiting:
            for user in users.get(waiting.pop(), ()):
                if user not in found:
                    found.add(user)
                    waiting.append(user)
        graph = {
            place: [need for need in needs if need in found] for place, needs in self._needs.items() if place in found
        }
        try:
            return list(TopologicalSorter(graph).static_order())
        except CycleError:
            return None


def _errors(tree: Tree) -> list[ErrorValue]:
    """Return the errors that are written in a formula and calculated with: not those that it comes to as they are."""
    if name_of(tree) == "IF" and tree["args"]:
        condition, *branches = tree["args"]
        return _all_errors(condition) + [error for branch in branches for error in _errors(branch)]
    return [] if tree["node_type"] == "Literal" or name_of(tree) == "NA" else _all_errors(tree)


def _all_errors(node: Tree) -> list[ErrorValue]:
    """Return the errors that are written in a part of a formula, or that only the engine comes to."""
    found = [error for part in inside(node) for error in _all_errors(part)]
    if node["node_type"] == "Literal" and is_error(node):
        found.append(ErrorValue(node["value"]))
    if name_of(node) == "NA":
        found.append(ErrorValue("#N/A"))
    if name_of(node) == "INDEX" and not any(map(_counts, node["args"][-1:])):  # place 0: a whole row or column
        found.append(ErrorValue("#SPILL!"))
    return found


def _counts(node: Tree) -> bool:
    """Say whether a node is a place from 1 on."""
    value = node.get("value")
    return name_of(node) == "ROWS" or (isinstance(value, float) and value >= 1)


def _of_elements(node: Tree) -> set[str]:
    """Return the references of a formula that may be calculated with as they are: all but those functions are given."""
    if node["node_type"] == "Reference":
        return {node["reference"]}
    parts = inside(node)
    if node["node_type"] == "Function" and name_of(node) != "SUMPRODUCT":
        parts = [part for part in parts if part["node_type"] != "Reference"]
    return set().union(*map(_of_elements, parts))


def _operands(tree: Tree) -> set[str] | None:
    """Return the references in a formula; None if something in it may refer to anything."""
    found: set[str] = set()
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        match node["node_type"]:
            case "Reference":
                found.add(node["reference"])
            case "Function" if name_of(node) in _UNTIED:
                return None
            case "UnaryOp" | "BinaryOp" if node["operator"] in _OF_REFERENCES:
                return None
            case "Function" | "UnaryOp" | "BinaryOp" | "Literal" | "Omitted":
                waiting += inside(node)
            case _:
                return None
    return found
