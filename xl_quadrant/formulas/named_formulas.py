"""
Names that stand for formulas, such as ``=0.2``, ``=Offers[price]`` or a LAMBDA, written out where they are used.

The engine reads the plainer ones itself. Those it leaves out, those that call functions of ours, and those with a sheet
before them are written out here; a LAMBDA of ours, as `lambda_names` stores it, is left to our function of its name.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from functools import partial
from itertools import count
from typing import Final

from xl_quadrant.catalogue import CATALOGUE
from xl_quadrant.errors import FormulaError
from xl_quadrant.formulas.formula_tree import Call, Nodes, Word, plain, read_formula, written
from xl_quadrant.formulas.lambdas import as_lambda, parameter_in
from xl_quadrant.formulas.our_calls import calls_ours
from xl_quadrant.package.addresses import LAST_COLUMN, LAST_ROW, Position, address, position_of, read_area
from xl_quadrant.package.parts import Package

Name = tuple[str, str]
"""The sheet a name belongs to, empty for the whole workbook, and what it is called; both in lower case."""

_NONE: Final = frozenset[str]()
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

    def written_out(self, formula: str, sheet: str, position: Position) -> str:
        """
        Return a formula with the names written out.

        Parameters
        ----------
        formula : str
            The formula, with ``=``.
        sheet : str
            The title of its sheet, whose own names come first.
        position : (int, int)
            Its cell, from which relative references in names are counted.

        Returns
        -------
        str
            The formula; the same if it cannot be read.

        Raises
        ------
        FormulaError
            If it uses a name that only Excel calculates, such as a LAMBDA that calls itself.
        """
        nodes = read_formula(formula.removeprefix("="))
        if nodes is None:
            return formula
        return "=" + written(_Writing(self._all, self._texts, position).of(nodes, sheet.lower(), ()))


class _Writing:
    """One formula, as its names are written out."""

    def __init__(self, texts: Mapping[Name, str], chosen: Collection[Name], position: Position) -> None:
        self._texts = texts
        self._chosen = chosen
        self._position = position
        self._fresh = count(1)

    def of(self, nodes: Nodes, sheet: str, within: tuple[Name, ...], local: frozenset[str] = _NONE) -> Nodes:
        """Return nodes with their names written out; `within` led there, `local` are given by LET and LAMBDA."""
        found: list[Word | Call] = []
        for node in nodes:
            if isinstance(node, Call):
                found += self._call(node, sheet, within, local)
            else:
                found += (node,) if plain(node.text.strip()).lower() in local else self._word(node, sheet, within)
        return tuple(found)

    def _word(self, word: Word, sheet: str, within: tuple[Name, ...]) -> Nodes:
        """Return an operand; what it stands for, if it is a name."""
        name = self._name(word.text, sheet) if word.refers else None
        if name is None:
            return (word,)
        meaning = self._meaning(name, within)
        return meaning if len(meaning) == 1 else (Call("(", [meaning]),)

    def _call(self, call: Call, sheet: str, within: tuple[Name, ...], local: frozenset[str]) -> Nodes:
        """Return a call; that of a name that is a LAMBDA is what the LAMBDA calculates."""
        arguments = self._each(call, sheet, within, local)
        is_local = plain(call.opening[:-1]).lower() in local
        name = None if is_local else self._name(call.opening[:-1], sheet)
        if name is None:
            return (Call(call.opening, arguments),)
        function = as_lambda(self._meaning(name, within))
        if function is None:
            raise FormulaError("formula", None, f"calls {plain(call.opening[:-1])}, a name that is no LAMBDA")
        return function.applied(arguments, self._fresh)

    def _each(self, call: Call, sheet: str, within: tuple[Name, ...], local: frozenset[str]) -> list[Nodes]:
        """Return the arguments of a call, their names written out; LET and LAMBDA give names to those that follow."""
        step = {"LET": 2, "LAMBDA": 1}.get(call.name, 0)
        given = [parameter_in(argument)[0] for argument in call.arguments[:-1:step]] if step else []
        found: list[Nodes] = []
        for at, argument in enumerate(call.arguments):
            if step and at % step == 0 and at < len(call.arguments) - 1:
                found.append(argument)
            else:
                known = local.union(given[: at // step]) if step else local
                found.append(self.of(argument, sheet, within, known))
        return found

    def _meaning(self, name: Name, within: tuple[Name, ...]) -> Nodes:
        """Return what a name stands for."""
        if name in within:
            raise FormulaError(
                "formula", None, f"uses the name {name[1].upper()}, which refers to itself; only Excel calculates it"
            )
        nodes = read_formula(self._texts[name].removeprefix("="))
        if nodes is None:
            raise FormulaError("formula", None, f"uses the name {name[1]}, whose formula cannot be read")
        return self.of(_moved(nodes, self._position), name[0], (*within, name))

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


def _moved(nodes: Nodes, position: Position) -> Nodes:
    """Return what a name stands for as seen from a cell: files have it as seen from A1."""
    if position == (1, 1):
        return nodes
    found: list[Word | Call] = []
    for node in nodes:
        if isinstance(node, Call):
            found.append(Call(node.opening, [_moved(argument, position) for argument in node.arguments]))
        elif not node.refers:
            found.append(node)
        elif _MOVING_LINES.fullmatch(node.text.rpartition("!")[2]):
            raise FormulaError("formula", None, "uses a name for whole columns or rows beside its cell")
        else:
            found.append(Word(_CELL.sub(partial(_moved_cell, position), node.text), refers=True))
    return tuple(found)


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
