"""
Names that stand for formulas, such as ``=0.2``, ``=Offers[price]`` or a LAMBDA, written out where they are used.

The engine reads the plainer ones itself. Those it leaves out, those that call functions of ours, and those with a sheet
before them are written out here; a LAMBDA of ours, as `lambda_names` stores it, is left to our function of its name.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from functools import cached_property, partial
from itertools import count
from typing import Final

from xl_quadrant.catalogue import CATALOGUE
from xl_quadrant.errors import FormulaError
from xl_quadrant.formulas.lambdas import as_lambda, given_names
from xl_quadrant.formulas.our_calls import calls_ours
from xl_quadrant.formulas.syntax import read
from xl_quadrant.formulas.tree import Tree, changed, name_of, plain, reference, variable
from xl_quadrant.package.addresses import LAST_COLUMN, LAST_ROW, Position, address, position_of, read_area
from xl_quadrant.package.parts import Package

Name = tuple[str, str]
"""The sheet a name belongs to, empty for the whole workbook, and what it is called; both in lower case."""

_NONE: Final = frozenset[str]()
_PARTS: Final = ("left", "right", "operand", "callee")
_QUALIFIED: Final = re.compile(r"(?:(?:'((?:[^']|'')+)'|([^'!]+))!)?([^!]+)", re.DOTALL)
_CELL: Final = re.compile(
    r"(^[^'!:]+:[^'!:]+!|'(?:[^']|'')*'!|[^'!:]+!)|(?<![\w.$])(\$?)([A-Za-z]{1,3})(\$?)([1-9][0-9]*)(?![\w.])"
)
_AFTER_SHEET: Final = re.compile(r"!([^\W\d][\w.\\]*)(?![\w.(:])")
_MOVING_LINES: Final = re.compile(r"[A-Za-z]+:\$?[A-Za-z]+|\$?[A-Za-z]+:[A-Za-z]+|[0-9]+:\$?[0-9]+|\$?[0-9]+:[0-9]+")


class NamedFormulas:
    """
    The names of a workbook that stand for formulas which the engine does not read.

    Parameters
    ----------
    package : Package
        The workbook.
    omitted : collection of str
        The names that the engine leaves out, in lower case.
    """

    def __init__(self, package: Package, omitted: Collection[str]) -> None:
        self._all = package.scoped_names
        self._called = {called for _, called in self._all}
        self._texts = _to_be_written_out(self._all, omitted)
        names = "|".join(sorted({re.escape(name) for _, name in self._texts}))
        self._mentioned = re.compile(rf"(?<![\w.])(?:{names})(?![\w.])", re.IGNORECASE) if names else None

    def concerns(self, formula: str) -> bool:
        """
        Say whether a formula may use one of the names.

        Parameters
        ----------
        formula : str
            The formula.

        Returns
        -------
        bool
            False if nothing would be written out.
        """
        if self._mentioned is not None and self._mentioned.search(formula):
            return True
        return "!" in formula and any(name.lower() in self._called for name in _AFTER_SHEET.findall(formula))

    @cached_property
    def move(self) -> bool:
        """Whether what a name stands for is counted from the cell that uses it."""
        return any(_CELL.search(text) or _MOVING_LINES.search(text) for text in self._texts.values())

    def written_out(self, tree: Tree, sheet: str, position: Position) -> Tree:
        """
        Return a formula with the names written out.

        Parameters
        ----------
        tree : dict
            The formula.
        sheet : str
            The title of its sheet, whose own names come first.
        position : (int, int)
            Its cell, from which relative references in names are counted.

        Returns
        -------
        dict
            The formula.

        Raises
        ------
        FormulaError
            If it uses a name that only Excel calculates, such as a LAMBDA that calls itself.
        """
        return _Writing(self._all, self._texts, position).of(tree, sheet.lower(), ())


class _Writing:
    """One formula, as its names are written out."""

    def __init__(self, texts: Mapping[Name, str], chosen: Collection[Name], position: Position) -> None:
        self._texts = texts
        self._chosen = chosen
        self._position = position
        self._fresh = count(1)

    def of(self, node: Tree, sheet: str, within: tuple[Name, ...], local: frozenset[str] = _NONE) -> Tree:
        """Return a node with its names written out; `within` led there, `local` are given by LET and LAMBDA."""
        match node["node_type"]:
            case "Reference":
                name = None if variable(node) in local else self._name(node["reference"], sheet)
                return node if name is None else self._meaning(name, within)
            case "Function":
                return self._call(node, sheet, within, local)
        parts: Tree = {key: self.of(node[key], sheet, within, local) for key in _PARTS if key in node}
        arguments = {"args": self._each(node, sheet, within, local)} if "args" in node else {}
        return {**node, **parts, **arguments}

    def _call(self, node: Tree, sheet: str, within: tuple[Name, ...], local: frozenset[str]) -> Tree:
        """Return a call; that of a name that is a LAMBDA is what the LAMBDA calculates."""
        arguments = self._each(node, sheet, within, local)
        is_local = plain(node["name"]).lower() in local
        name = None if is_local else self._name(node["name"], sheet)
        if name is None:
            return {**node, "args": arguments}
        function = as_lambda(self._meaning(name, within))
        if function is None:
            raise FormulaError("formula", None, f"calls {plain(node['name'])}, a name that is no LAMBDA")
        return function.applied(arguments, self._fresh)

    def _each(self, node: Tree, sheet: str, within: tuple[Name, ...], local: frozenset[str]) -> list[Tree]:
        """Return the arguments of a call, their names written out; LET and LAMBDA give names to those that follow."""
        given = given_names(node)
        step = {"LET": 2, "LAMBDA": 1}.get(name_of(node), 0)
        found: list[Tree] = []
        for at, argument in enumerate(node["args"]):
            if step and at % step == 0 and at < len(node["args"]) - 1:
                found.append(argument)
            else:
                known = local.union(given[: at // step]) if step else local
                found.append(self.of(argument, sheet, within, known))
        return found

    def _meaning(self, name: Name, within: tuple[Name, ...]) -> Tree:
        """Return what a name stands for."""
        if name in within:
            raise FormulaError(
                "formula", None, f"uses the name {name[1].upper()}, which refers to itself; only Excel calculates it"
            )
        tree = read("=" + self._texts[name].removeprefix("="))
        if tree is None:
            raise FormulaError("formula", None, f"uses the name {name[1]}, whose formula cannot be read")
        return self.of(_moved(tree, self._position), name[0], (*within, name))

    def _name(self, text: str, sheet: str) -> Name | None:
        """Return which name is meant: one of the sheet before one of the workbook."""
        found = _QUALIFIED.fullmatch(text.strip())
        if found is None:
            return None
        title = (found[1] or "").replace("''", "'") or found[2]
        candidates = (((title or sheet).lower(), found[3].lower()), ("", found[3].lower()))
        name = next((name for name in candidates if name in self._texts), None)
        return name if title or name in self._chosen else None


def _to_be_written_out(texts: Mapping[Name, str], omitted: Collection[str]) -> dict[Name, str]:
    """Return the names that the engine leaves out, calls ours through, or cannot call, and those that use them."""
    others = {name: text for name, text in texts.items() if not _is_left_alone(name, text, omitted)}
    chosen = {
        name for name, text in others.items() if name[1] in omitted or calls_ours(text) or "LAMBDA" in text.upper()
    }
    while True:
        words = "|".join(sorted({re.escape(name) for _, name in chosen}))
        uses = re.compile(rf"(?<![\w.])(?:{words})(?![\w.])", re.IGNORECASE)
        more = {name for name, text in others.items() if chosen and uses.search(text)} - chosen
        if not more:
            return {name: others[name] for name in sorted(chosen)}
        chosen |= more


def _is_left_alone(name: Name, text: str, omitted: Collection[str]) -> bool:
    """Say whether a name is an area that the engine knows, one of Excel's own, or a LAMBDA of ours."""
    if name[1].startswith("_xlnm.") or (read_area(text) is not None and name[1] not in omitted):
        return True
    ours = next((function for function in CATALOGUE if function.name.lower() == name[1]), None)
    if ours is None or name[0]:
        return False
    from xl_quadrant.catalogue.native import has_twin, lambda_as_stored

    return has_twin(ours) and lambda_as_stored(ours) == text


def _moved(tree: Tree, position: Position) -> Tree:
    """Return what a name stands for as seen from a cell: files have it as seen from A1."""

    def moved(node: Tree) -> Tree | None:
        if node["node_type"] != "Reference":
            return None
        if _MOVING_LINES.fullmatch(node["reference"].rpartition("!")[2]):
            raise FormulaError("formula", None, "uses a name for whole columns or rows beside its cell")
        return reference(_CELL.sub(partial(_moved_cell, position), node["reference"]))

    return tree if position == (1, 1) else changed(tree, moved)


def _moved_cell(position: Position, found: re.Match[str]) -> str:
    """Return a reference of a name as seen from a cell; beyond the last row or column it begins anew, as in Excel."""
    title, fixed_column, column, fixed_row, row = found.groups()
    if title:
        return str(title)
    try:
        at = position_of(f"{column}{row}")
    except ValueError:
        return found[0]
    there = (
        at[0] if fixed_row else (at[0] + position[0] - 2) % LAST_ROW + 1,
        at[1] if fixed_column else (at[1] + position[1] - 2) % LAST_COLUMN + 1,
    )
    letters = address(1, there[1])[:-1]
    return f"{fixed_column}{letters}{fixed_row}{there[0]}"
