"""
A formula as Excel has it in, as the engine takes it out: read once, taken through the rules as one tree, written once.

Why is a formula changed at all? The engine takes one value where it is given a range, and the first element where it is
given an array. Excel takes the cell of the same row or column in an ordinary formula (implicit intersection), and in an
array formula, or within SUMPRODUCT and its kin, calculates for each element. The engine knows no tables, no LAMBDA that
is called at once, and not every function. So, in this order, names that stand for formulas are written out
(`named_formulas`), LAMBDAs put in place (`lambda_calls`), tables written as areas, functions that differ written in
terms of others (`excel_terms`), and functions that nobody here calculates replaced by what says so
(`unknown_functions`).

A formula that no rule concerns is handed over as it is, and so is one that a rule concerns for few values only: it is
calculated first, and its checks tell whether it has to be calculated once more (`value_checks`). Formulas that are
alike but for their cells are translated once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from typing import Any, Final

from xl_quadrant.errors import FormulaError
from xl_quadrant.formulas.call_rules import TELLING
from xl_quadrant.formulas.excel_terms import ExcelTerms
from xl_quadrant.formulas.lambda_calls import may_call_lambdas, with_lambdas_in_place
from xl_quadrant.formulas.named_formulas import NamedFormulas
from xl_quadrant.formulas.our_calls import calls_ours
from xl_quadrant.formulas.references import ONE, SEVERAL, Surroundings
from xl_quadrant.formulas.syntax import read, written
from xl_quadrant.formulas.tree import Tree, call, changed, literal, reference
from xl_quadrant.formulas.unknown_functions import is_at_hand, other_workbook, unread_operator, with_stand_ins
from xl_quadrant.formulas.value_checks import Check
from xl_quadrant.package.addresses import Place, position_of
from xl_quadrant.package.tables import Table, area_of_reference, is_table_reference, table_at

_NEEDLESS: Final = re.compile(
    r'"(?:[^"]|"")*"|(?:<>|[<>]=?|=)\s*(?:-?0(?![\d.])|TRUE|FALSE)|\^\s*[1-9]\d*(?![\w.%(])', re.IGNORECASE
)
"""Texts, comparisons that are exact, and powers that are."""

_TELLING_SIGNS: Final = re.compile(r"[<>=&:{^@#]|\s[\w$'(]")
_TYPED_OR_LEFT_OUT: Final = re.compile(r'"\s*[-+*/^%]|[-+*/^]\s*"|"(?:TRUE|FALSE)"|,\s*[,)]|\(\s*,', re.IGNORECASE)
"""A text that is calculated with or stands for a logical, and an argument that is left empty."""

_NAMED_CONDITION: Final = re.compile(r"[^\w.]IF\(\s*[^\W\d][\w.]*\s*,", re.IGNORECASE)
"""An IF within something else that asks for a name."""

_SUM: Final = re.compile(r"(?<=[\w.)\"%])\s*[-+]")
_JOINED: Final = re.compile(r"(?<![\w.])\(")
"""A parenthesis that opens no call."""

_WORD: Final = re.compile(r"[^\W\d][\w.]*")
_CALLED: Final = re.compile(r"(?<![\w.])([^\W\d][\w.!]*+)\(")
_CROSSING_NAMES: Final = re.compile(r"([^\W\d][\w.]*) +([^\W\d][\w.]*)(?![\w.(!])")
"""Two names that meet; the engine reads them in parentheses."""

_CELLS: Final = re.compile(
    r"\"(?:[^\"]|\"\")*\"|'(?:[^']|'')*'"
    r"|(?<![\w.$:])(?P<cells>\$?[A-Za-z]{1,3}\$?[1-9][0-9]*(?::\$?[A-Za-z]{1,3}\$?[1-9][0-9]*)?)(?![\w.(!:#])"
)
_TABLES: Final = re.compile(
    r"\"(?:[^\"]|\"\")*\"|(?P<table>(?:[^\W\d][\w.\\]*+|(?<![\w.\\\]'!]))\[(?:[^\[\]]|\[[^\[\]]*\])*\])"
)
_SIZED: Final = re.compile(r"(?:ROWS|COLUMNS)\((\$?[A-Z]{1,3}\$?[1-9][0-9]*):(\$?[A-Z]{1,3}\$?[1-9][0-9]*)\)")
_MARK: Final = re.compile(rf"(?:{ONE}|{SEVERAL})(\d+)_")
_STANDS_ALONE: Final = re.compile(
    r"[:\[#{]|\s[\w$'(]|(?:[A-Z]IF|IFS|ROWS?|COLUMNS?|FORMULA|FORMULATEXT|AREAS|OFFSET|CELL|SUBTOTAL|AGGREGATE)\("
    r"|SUMPRODUCT\(XLQ_CELLS\d+_,",
    re.IGNORECASE,
)
"""What tells a formula that must be looked at as it is; others are alike where only their cells differ."""

_ABOUT_FORMULAS: Final = re.compile(r"(?:FORMULA(?:TEXT)?|CELL)\(", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Translation:
    """
    What the engine is to calculate for a formula.

    Parameters
    ----------
    text : str
        The formula, with ``=``.
    checks : tuple of Check
        Where there are some, the formula may be calculated as `usual` has it, and `text` is needed only if one of them
        fails.
    usual : str
        What stays as it stands in the file, but for references to tables.
    cells : tuple of str
        The cells that marks in the checks stand for.
    missing : str
        The first function that nobody here calculates; empty if there is none.
    error, trouble : str
        What the cell is to show instead, such as ``#REF!``, and why; empty if it can be calculated.
    ours : bool
        Whether it calls functions of ours, which are told apart in the engine.
    """

    text: str
    checks: tuple[Check, ...] = ()
    usual: str = ""
    cells: tuple[str, ...] = ()
    missing: str = ""
    error: str = ""
    trouble: str = ""
    ours: bool = False

    def fails(self, look: Callable[[str], Any]) -> bool:
        """
        Say whether the formula must be calculated as `text` has it.

        Parameters
        ----------
        look : callable
            Takes a reference and returns its value, or rows of values.

        Returns
        -------
        bool
            True if a check fails.
        """
        return any(check.fails(lambda name: look(_filled(name, self.cells))) for check in self.checks)


class Translator:
    """
    The formulas of one workbook, translated.

    Parameters
    ----------
    around : Surroundings
        The sheets and names of the workbook.
    names : NamedFormulas, optional
        The names that stand for formulas.
    tables : mapping of str to Table
        Its tables.

    Examples
    --------
    >>> translator = Translator(Surroundings())
    >>> translator.of("=SUMPRODUCT(INT(A1:A9))", ("Costs", 1, 5)).text
    '=SUMPRODUCT(XLQ_EACH("INT(XLQ_0)","e",A1:A9))'
    >>> translator.of("=A1:A9*2", ("Costs", 1, 5)).text, translator.of("=A1:A9*2", ("Costs", 1, 5), array=True).text
    ('=@A1:A9*2', '=A1:A9*2')
    >>> alike = translator.of("=A1=B1", ("Costs", 1, 5))
    >>> alike.text, alike.fails({"A1": 0.3, "B1": 0.2}.get), alike.fails({"A1": 0.3, "B1": 0.1 + 0.2}.get)
    ('=XLQ_COMPARE(A1,"=",B1)', False, True)
    """

    def __init__(
        self, around: Surroundings, names: NamedFormulas | None = None, tables: Mapping[str, Table] | None = None
    ) -> None:
        self.around = around
        self._names = names
        self._tables = tables or {}

    def of(
        self, formula: str, place: Place, *, array: bool = False, spread: tuple[int, int] | None = None
    ) -> Translation:
        """
        Return a formula for the engine.

        Parameters
        ----------
        formula : str
            The formula, with ``=``, as it stands in the file.
        place : (str, int, int)
            Its cell.
        array : bool
            Whether it is calculated for each element: entered as an array, or by an Excel that lets answers spill.
        spread : (int, int), optional
            The rows and columns that its answer fills whatever its size.

        Returns
        -------
        Translation
            The same formula where the engine does as Excel does, or cannot read it.
        """
        known, kind = self.around.known, (place[0], array, spread, _own_size(formula, place))
        found = known.get((formula, "whole", *kind))
        if found is None:
            found = self._found(formula, place, array=array, spread=spread)
            if "[" not in formula and not (_ABOUT_FORMULAS.search(formula) or self._moves(formula)):
                known[formula, "whole", *kind] = found
        return found

    def _found(self, formula: str, place: Place, *, array: bool, spread: tuple[int, int] | None) -> Translation:
        """Return a formula for the engine; quickly if it is like another but for its cells."""
        cells: list[str] = []
        shape = formula
        if "[" in shape and self._tables:  # before cells are looked for, for a heading may read like one
            shape = _TABLES.sub(partial(self._in_cells, cells, place), shape)
            formula = _filled(shape, cells)
        shape = _CELLS.sub(partial(_noted, cells), shape)
        known = self.around.known
        kind = (place[0], array, spread, _own_size(formula, place))
        if (alone := known.get((shape, "alone"))) is None:
            alone = known[shape, "alone"] = bool(_STANDS_ALONE.search(_NEEDLESS.sub("", shape)))
        if alone:
            shape, cells = _filled(shape, cells), []
        if (found := known.get((shape, *kind))) is None:
            found = self._anew(shape, place, array=array, spread=spread)
            if not (_ABOUT_FORMULAS.search(shape) or self._moves(shape)):
                known[shape, *kind] = found
        if not cells:
            return found
        text = formula if found.text == shape else _filled(found.text, cells)
        if not (found.checks or found.missing or found.trouble):
            return Translation(text, ours=found.ours)
        return replace(found, text=text, usual=formula, cells=tuple(cells))

    def _in_cells(self, cells: list[str], place: Place, found: re.Match[str]) -> str:
        """Return a name for the cells that a reference to a table stands for, which are noted; texts as they are."""
        text = found["table"]
        bare = text is not None and text[0] == "[" and not text[1:-1].isdigit() and bool(table_at(*place, self._tables))
        if text is None or not (bare or is_table_reference(text, self._tables)):
            return found[0]
        text = text if text[0] != "[" else table_at(*place, self._tables) + text
        area = area_of_reference(text, place[1], self._tables)
        return "#REF!" if area is None else _marked(str(area), cells, several=area.size > 1)

    def _moves(self, formula: str) -> bool:
        """Say whether a formula uses a name that stands for something else in another cell."""
        return self._names is not None and self._names.concerns(formula) and self._names.move

    def _anew(self, formula: str, place: Place, *, array: bool, spread: tuple[int, int] | None) -> Translation:
        """Return a formula for the engine that is like none before."""
        named = self._names is not None and self._names.concerns(formula)
        if not (named or spread or may_call_lambdas(formula) or _may_concern(formula, self.around)):
            return Translation(formula)
        tree = read(formula) or read(_CROSSING_NAMES.sub(r"(\1) (\2)", formula))
        if tree is None:
            return Translation(formula)
        before = written(tree)
        if formula.startswith("=(") and _is_closed(formula):
            tree = {**tree, "closed": True}
        try:
            if named and self._names is not None:
                tree = self._names.written_out(tree, place[0], place[1:])
                tree = changed(tree, lambda node: self._in_areas(node, place[1]))
            if may_call_lambdas(written(tree) if named else formula):
                tree = with_lambdas_in_place(tree)
        except FormulaError as error:
            return Translation(formula, error="#NAME?", trouble=error.rule)
        usual = tree
        sized = _own_size(formula, place)
        tree = ExcelTerms(self.around, place[0], array=array, sized=sized).answer(tree)
        if spread is not None:
            tree = call("XLQ_SPREAD", tree, *(literal(float(size)) for size in spread))
        other, operator = other_workbook(tree, self.around.sheets), unread_operator(tree)
        if other:
            trouble = f"refers to another workbook, {other}, which is not at hand"
            return Translation(formula, error="#REF!", trouble=trouble)
        if operator:
            trouble = f"{operator}, which the headless engine does not; open it in Excel"
            return Translation(formula, error="#VALUE!", trouble=trouble)
        tree, missing = with_stand_ins(tree)
        text = written(tree)
        if text == before:
            return Translation(formula, missing=missing, ours=calls_ours(formula))
        checks: list[Check] = []
        if (
            not missing
            and written(ExcelTerms(self.around, place[0], array=array, checks=checks).answer(usual)) == before
        ):
            return Translation(text, tuple(checks), formula, ours=calls_ours(text))
        return Translation(text, missing=missing, ours=calls_ours(text))

    def _in_areas(self, node: Tree, row: int) -> Tree | None:
        """Return a reference to a table as one to its cells."""
        text = str(node.get("reference", ""))
        if "[" not in text or not is_table_reference(text, self._tables):
            return None
        area = area_of_reference(text, row, self._tables)
        return reference(str(area)) if area is not None else literal("#REF!")


def _may_concern(formula: str, around: Surroundings) -> bool:
    """Say whether a rule may concern a formula; quickly, as most are plain."""
    if "[" in formula or SEVERAL in formula or calls_ours(formula):
        return True
    rest = _NEEDLESS.sub("", formula[1:])
    if "," in rest and _JOINED.search(rest):
        return True
    if _TELLING_SIGNS.search(rest) or _TYPED_OR_LEFT_OUT.search(formula) or _NAMED_CONDITION.search(formula, 1):
        return True
    words = set(map(str.upper, _WORD.findall(rest)))
    if not (words.isdisjoint(around.telling) and words.isdisjoint(TELLING)):
        return True
    return bool(_SUM.search(rest)) or not all(map(is_at_hand, _CALLED.findall(rest)))


def _is_closed(formula: str) -> bool:
    """Say whether a pair of parentheses stands around a whole formula."""
    depth = 0
    for at, sign in enumerate(formula):
        depth += (sign == "(") - (sign == ")")
        if sign == ")" and depth == 0:
            return at == len(formula) - 1
    return False


def _own_size(formula: str, place: Place) -> frozenset[str]:
    """Return the addresses of which a formula asks for the number of rows or columns and among which it stands."""
    if "ROWS(" not in formula and "COLUMNS(" not in formula:
        return frozenset()
    found = set()
    for first, last in _SIZED.findall(formula):
        (top, left), (bottom, right) = position_of(first), position_of(last)
        if top <= place[1] <= bottom and left <= place[2] <= right:
            found.add(f"{first}:{last}")
    return frozenset(found)


def _filled(text: str, cells: Sequence[str]) -> str:
    """Return a text with the cells in place of their marks."""
    return _MARK.sub(lambda found: cells[int(found[1])], text)


def _noted(cells: list[str], found: re.Match[str]) -> str:
    """Return a name for a cell or for several, which are noted; texts and titles as they are."""
    text = found["cells"]
    if text is None:
        return found[0]
    if ":" in text:
        return _marked(text, cells, several=True) if _is_ahead(*text.split(":")) else found[0]
    return _marked(text, cells, several=False)


def _marked(text: str, cells: list[str], *, several: bool) -> str:
    """Return the name of a cell or of several, noted."""
    if text not in cells:
        cells.append(text)
    return f"{SEVERAL if several else ONE}{cells.index(text)}_"


@lru_cache(maxsize=65_536)
def _is_ahead(first: str, last: str) -> bool:
    """Say whether one corner of a range is before the other."""
    try:
        one, other = position_of(first), position_of(last)
    except ValueError:
        return False
    return one != other and one[0] <= other[0] and one[1] <= other[1]
