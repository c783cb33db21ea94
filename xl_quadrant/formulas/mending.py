"""
Formulas as Excel calculates them, in terms of the headless engine.

The engine takes one value where it is given a range, and the first element where it is given an array. Excel takes the
cell of the same row or column in an ordinary formula (implicit intersection), and in an array formula, or within
SUMPRODUCT and its kin, calculates for each element. So a range where one value belongs gets an ``@``, and a function
that is given an array is called for each element (`elements`). Functions that differ are written in terms of others
(`rewritten`, `templates`) or calculated in Python (`registered`); numbers are compared, and joined with texts, by their
15 digits, as Excel does.
"""

from __future__ import annotations

import re
from typing import Final

from xl_quadrant.formulas.call_rules import TELLING
from xl_quadrant.formulas.node_by_node import Mending
from xl_quadrant.formulas.references import ONE, SEVERAL, Surroundings
from xl_quadrant.formulas.syntax import read, written
from xl_quadrant.package.addresses import position_of

_NEEDLESS: Final = re.compile(
    r'"(?:[^"]|"")*"|(?:<>|[<>]=?|=)\s*(?:-?0(?![\d.])|TRUE|FALSE)|\^\s*[1-9]\d*(?![\w.%(])', re.IGNORECASE
)
"""Texts, comparisons that are exact, and powers that are."""

_TELLING_SIGNS: Final = re.compile(r"[<>=&:{^@#]|\s[\w$'(]")
_TYPED_OR_LEFT_OUT: Final = re.compile(r'"\s*[-+*/^%]|[-+*/^]\s*"|"(?:TRUE|FALSE)"|,\s*[,)]|\(\s*,', re.IGNORECASE)
"""A text that is calculated with or stands for a logical, and an argument that is left empty."""

_NAMED_CONDITION: Final = re.compile(r"[^\w.]IF\(\s*[^\W\d][\w.]*\s*,", re.IGNORECASE)
"""An IF within something else that asks for a name."""

_WORD: Final = re.compile(r"[^\W\d][\w.]*")
_CROSSING_NAMES: Final = re.compile(r"([^\W\d][\w.]*) +([^\W\d][\w.]*)(?![\w.(!])")
"""Two names that meet; the engine reads them in parentheses."""

_CELLS: Final = re.compile(
    r"\"(?:[^\"]|\"\")*\"|'(?:[^']|'')*'"
    r"|(?<![\w.$:])(?P<cells>\$?[A-Za-z]{1,3}\$?[1-9][0-9]*(?::\$?[A-Za-z]{1,3}\$?[1-9][0-9]*)?)(?![\w.(!:#])"
)
_MARK: Final = re.compile(rf"(?:{ONE}|{SEVERAL})(\d+)_")
_STANDS_ALONE: Final = re.compile(
    r"[:\[#{]|\s[\w$'(]|(?:[A-Z]IF|IFS|ROW|COLUMN|FORMULA|FORMULATEXT|AREAS)\(", re.IGNORECASE
)
"""What tells a formula that must be looked at as it is; others are alike where only their cells differ."""

_ABOUT_FORMULAS: Final = re.compile(r"FORMULA(?:TEXT)?\(", re.IGNORECASE)


def mended(formula: str, around: Surroundings, *, sheet: str = "", array: bool = False) -> str:
    """
    Return a formula for the engine.

    Parameters
    ----------
    formula : str
        The formula, with ``=``, as it stands in the file.
    around : Surroundings
        The sheets and names of its workbook.
    sheet : str
        The title of its sheet.
    array : bool
        Whether it is calculated for each element: entered as an array, or by an Excel that lets answers spill.

    Returns
    -------
    str
        What the engine is to calculate; the same formula where it does as Excel does, or cannot read it.

    Examples
    --------
    >>> around = Surroundings()
    >>> mended("=SUMPRODUCT(INT(A1:A9))", around)
    '=SUMPRODUCT(XLQ_EACH("INT(XLQ_0)","e",A1:A9))'
    >>> mended("=A1:A9*2", around), mended("=A1:A9*2", around, array=True), mended("=SUM(A1:A9)", around)
    ('=@A1:A9*2', '=A1:A9*2', '=SUM(A1:A9)')
    """
    known = around.known.get((formula, sheet, array))
    if known is None:
        known = _mended(formula, around, sheet, array=array)
        if not _ABOUT_FORMULAS.search(formula):
            around.known[formula, sheet, array] = known
    return known


def _mended(formula: str, around: Surroundings, sheet: str, *, array: bool) -> str:
    """Return a formula for the engine; quickly if it stays, or is like another but for its cells."""
    rest = _NEEDLESS.sub("", formula[1:])
    telling = (_TELLING_SIGNS.search(rest), _TYPED_OR_LEFT_OUT.search(formula), _NAMED_CONDITION.search(formula, 1))
    if not any(telling):
        words = set(map(str.upper, _WORD.findall(rest)))
        if words.isdisjoint(around.telling) and words.isdisjoint(TELLING):
            return formula
    cells: list[str] = []
    shape = _CELLS.sub(lambda found: _noted(found, cells), formula)
    if _STANDS_ALONE.search(_NEEDLESS.sub("", shape)):
        return _anew(formula, around, sheet, array=array)
    new = around.known.get((shape, "", array))
    if new is None:
        new = around.known[shape, "", array] = _anew(shape, around, sheet, array=array)
    return formula if new == shape else _MARK.sub(lambda found: cells[int(found[1])], new)


def _noted(found: re.Match[str], cells: list[str]) -> str:
    """Return a name for a cell or for several, which are noted; texts and titles as they are."""
    if not found["cells"]:
        return found[0]
    first, _, last = found["cells"].partition(":")
    if last and not _is_ahead(first, last):
        return found[0]
    if found["cells"] not in cells:
        cells.append(found["cells"])
    return f"{SEVERAL if last else ONE}{cells.index(found['cells'])}_"


def _is_ahead(first: str, last: str) -> bool:
    """Say whether one corner of a range is before the other."""
    try:
        one, other = position_of(first), position_of(last)
    except ValueError:
        return False
    return one != other and one[0] <= other[0] and one[1] <= other[1]


def _anew(formula: str, around: Surroundings, sheet: str, *, array: bool) -> str:
    """Return a formula for the engine, whatever it looks like."""
    tree = read(formula) or read(_CROSSING_NAMES.sub(r"(\1) (\2)", formula))
    if tree is None:
        return formula
    new = written(Mending(around, sheet, array=array).value(tree))
    return formula if new == written(tree) else new
