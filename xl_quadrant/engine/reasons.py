"""Why a cell shows an error, in one sentence, from its formula and the cells it refers to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, Final, NamedTuple

import formualizer

from xl_quadrant.catalogue import CATALOGUE
from xl_quadrant.formulas.lambda_calls import APPLYING
from xl_quadrant.formulas.our_calls import calls_in
from xl_quadrant.formulas.syntax import read
from xl_quadrant.formulas.tree import plain
from xl_quadrant.formulas.unknown_functions import is_known
from xl_quadrant.package.addresses import LAST_COLUMN, LAST_ROW, Area, Place, address, quoted

_SPREAD: Final = "lies beyond the answer of the array formula it belongs to, or finds no value"
_GENERAL: Final = {
    "#DIV/0!": "divides by zero, or by an empty cell",
    "#VALUE!": "text, or something else that is no number, stands where a number belongs",
    "#REF!": "refers to a cell or table that is not there",
    "#NAME?": "uses a name that is not known here; check the spelling, or open the workbook in Excel",
    "#NUM!": "has no finite answer",
    "#N/A": "finds no value, or says that there is none",
    "#CALC!": "is a LAMBDA that is not called, or has nothing to show",
    "#NULL!": "refers to where two ranges meet, and they do not",
}


@dataclass(frozen=True, slots=True)
class CellFault:
    """
    A cell that shows an error.

    Parameters
    ----------
    sheet : str
        The title of its sheet.
    cell : str
        Its address, such as ``B3``.
    error : str
        The error, such as ``#NUM!``.
    reason : str
        What is wrong, in one sentence.
    taken_from : str
        The cell whose error it takes, such as ``Costs!B3``; empty if the error arises here.
    not_calculated : bool
        Whether it rests on something that cannot be calculated here, so that Excel may show a value.
    """

    sheet: str
    cell: str
    error: str
    reason: str
    taken_from: str = ""
    not_calculated: bool = False

    def __str__(self) -> str:
        return f"{quoted(self.sheet)}!{self.cell} {self.error} {self.reason}"


class Reason(NamedTuple):
    """
    Why a cell shows an error.

    Parameters
    ----------
    text : str
        What its formula does, read after its cell: ``divides by zero, or by an empty cell``.
    not_calculated : bool
        Whether that cannot be calculated here, so that Excel may show a value.
    source : (str, int, int), optional
        The cell whose error it takes.
    """

    text: str
    not_calculated: bool = False
    source: Place | None = None


def reason_for(
    error: str,
    formula: str,
    sheet: str,
    first_error: Callable[[Area, str], Place | None],
    names: Mapping[str, Area],
    other_names: Mapping[str, str],
) -> Reason:
    """
    Return why a formula gives an error.

    Parameters
    ----------
    error : str
        The error.
    formula : str
        The formula, with ``=``; empty if it is not known.
    sheet : str
        The sheet it stands on.
    first_error : callable
        Takes an area and an error, and gives the first cell there that shows it, or another, or None.
    names : mapping of str to Area
        The areas that names stand for; the names in lower case.
    other_names : mapping of str to str
        The names that stand for something else, such as a LAMBDA.

    Returns
    -------
    Reason
        What the formula does.
    """
    general = Reason(_GENERAL.get(error, "cannot be calculated"), error not in _GENERAL)
    try:
        tree: Any = formualizer.parse(formula)
        references = list(tree.walk_refs())
    except (formualizer.ParserError, formualizer.TokenizerError, ValueError):
        return general
    for area in (area_referred_to(reference, sheet, names) for reference in references):
        place = first_error(area, error) if area is not None else None
        if place is not None:
            return Reason(f"takes the error of {called(place)}; mend that cell first", source=place)
    if error == "#NAME?":
        ours = {call.name for call in calls_in(read(formula))}
        missing = [name for name in _functions(tree) if name.upper() not in ours and not is_known(plain(name).upper())]
        called_names = [str(r.name) for r in references if type(r).__name__ == "NamedRangeRef"]
        missing += [name for name in called_names if name.lower() not in names]
        return _unknown(missing, {name.lower() for name in other_names})
    return Reason(_SPREAD) if error == "#N/A" and formula.startswith("=XLQ_SPREAD(") else general


def called(place: Place) -> str:
    """
    Return a cell as a person calls it.

    Parameters
    ----------
    place : (str, int, int)
        Its sheet, row and column.

    Returns
    -------
    str
        Such as ``'Fix first'!B7``.

    Examples
    --------
    >>> called(("Fix first", 7, 2))
    "'Fix first'!B7"
    """
    return f"{quoted(place[0])}!{address(*place[1:])}"


def _unknown(missing: list[str], not_calculated: set[str]) -> Reason:
    """Return which of the names in a formula is unknown, and what may have been meant; Excel may know it."""
    if not missing:
        return Reason(_GENERAL["#NAME?"], not_calculated=True)
    if missing[0].lower() in not_calculated:
        text = f"uses the name {missing[0]}, which only Excel calculates; open the workbook there"
        return Reason(text, not_calculated=True)
    return Reason(unknown_name(missing[0]), not_calculated=True)


def unknown_name(name: str) -> str:
    """
    Return why a formula fails that uses a name or function that is not known.

    Parameters
    ----------
    name : str
        The name.

    Returns
    -------
    str
        What is wrong, and what may have been meant.

    Examples
    --------
    >>> unknown_name("LTV_CONTINUTY")
    'uses LTV_CONTINUTY, which is not known here; did you mean LTV_CONTINUITY?'
    """
    if name.upper() in APPLYING:
        return f"uses {name.upper()} with no LAMBDA that the headless engine can apply; open the workbook in Excel"
    near = get_close_matches(name.upper(), [function.name for function in CATALOGUE], n=1, cutoff=0.7)
    advice = f"did you mean {near[0]}?" if near else "check the spelling, or open the workbook in Excel"
    return f"uses {plain(name)}, which is not known here; {advice}"


def _functions(node: Any) -> Iterator[str]:
    """Yield the functions a formula calls."""
    name = node.get_function_name()
    if name:
        yield str(name)
    for child in node.children():
        yield from _functions(child)


def area_referred_to(reference: Any, sheet: str, by_name: Mapping[str, Area]) -> Area | None:
    """
    Return the area that a reference in a formula stands for.

    Parameters
    ----------
    reference : object
        As the engine's parser gives it.
    sheet : str
        The sheet of the formula.
    by_name : mapping of str to Area
        What names stand for; the names in lower case.

    Returns
    -------
    Area or None
        None if it is no cells of the workbook.
    """
    kind = type(reference).__name__
    if kind == "CellRef":
        return Area(reference.sheet or sheet, reference.row, reference.col, reference.row, reference.col)
    if kind == "RangeRef" and reference.start is not None and reference.end is not None:
        start, end = reference.start, reference.end
        far = (end.row or LAST_ROW, end.col or LAST_COLUMN)
        return Area(reference.sheet or sheet, start.row or 1, start.col or 1, *far)
    return by_name.get(str(reference.name).lower()) if kind == "NamedRangeRef" else None
