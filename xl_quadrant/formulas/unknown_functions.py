"""What the engine does not calculate, found in a formula before it is an error that another function catches."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Final

import formualizer

from xl_quadrant.catalogue import CATALOGUE
from xl_quadrant.excel_functions.names import NAMES
from xl_quadrant.formulas.formula_tree import Call, Nodes, Word, plain, read_formula, written
from xl_quadrant.formulas.our_calls import calls_in
from xl_quadrant.formulas.stand_ins import BLOCK_STAND_IN, STAND_IN

_TAKING_PARTS: Final = frozenset({"INDEX", "TAKE", "DROP", "CHOOSEROWS", "CHOOSECOLS"})
_SEARCHING: Final = frozenset({"MATCH", "XMATCH", "LOOKUP", "XLOOKUP", "VLOOKUP", "HLOOKUP"})
_OURS: Final = NAMES | {function.name for function in CATALOGUE}
_CALLED: Final = re.compile(r"(?<![\w.])([^\W\d][\w.]*+)\(")
_SPACED: Final = re.compile(r"(?<=[\w$)#'\]])\s++[\w$('\[]")
_JOINED: Final = re.compile(r"(?<![\w.])\(")
_SHEETS: Final = re.compile(r":[^:!,()]*!")
_SPANNING: Final = re.compile(r"(?:'(?:[^']|'')*:(?:[^']|'')*'|[^'!:]+:[^'!:]+)!.*", re.DOTALL)


def with_stand_ins(formula: str) -> tuple[str, str]:
    """
    Return a formula with a stand-in for each function that the engine does not know.

    Parameters
    ----------
    formula : str
        The formula, with ``=``.

    Returns
    -------
    str
        The formula; the same if every function is known.
    str
        The first function that is not; empty if there is none.

    Examples
    --------
    >>> with_stand_ins('=IFERROR(CUBEVALUE("sales",A1),0)')
    ('=IFERROR(XLQ_NOT_CALCULATED("sales",A1),0)', 'CUBEVALUE')
    >>> with_stand_ins("=IFERROR(SUM(A1:A3),0)")
    ('=IFERROR(SUM(A1:A3),0)', '')
    """
    if all(map(_is_at_hand, _CALLED.findall(formula))):  # those of templates, which are texts, included
        return formula, ""
    nodes = read_formula(formula.removeprefix("="))
    if nodes is None:
        return formula, ""
    ours = {formula.encode()[call.start : call.end].decode() for call in calls_in(formula)}
    missing: list[tuple[str, str]] = []
    replaced = _replaced(nodes, ours, _words(nodes), missing)
    within = "" if missing else next(_missing_in_templates(nodes), "")
    if within:
        return f"={STAND_IN}()", within
    if not missing:
        return formula, ""
    searched = any(within in _SEARCHING for _, within in missing)  # what a search finds there, no guess can tell
    return f"={STAND_IN}()" if searched else f"={written(replaced)}", missing[0][0]


def unread_operator(formula: str) -> str:
    """
    Return which operator of a formula the engine does not calculate.

    Parameters
    ----------
    formula : str
        The formula, with ``=``.

    Returns
    -------
    str
        What it does, read after its cell; empty if the engine calculates it.

    Examples
    --------
    >>> unread_operator("=SUM(A1:C1 B1:B3)"), unread_operator("=SUM(A1, B1)")
    ('crosses two ranges with a space', '')
    """
    if not _may_have_one(formula):
        return ""
    try:
        tokens: list[Any] = list(formualizer.tokenize(formula))
    except formualizer.TokenizerError:
        return ""
    for token in tokens:
        text = str(token.value)
        if text.strip() in ("", ",") and str(token.token_type) == "OpInfix":
            return "joins ranges with a comma" if text.strip() else "crosses two ranges with a space"
        if "!" in text and str(token.subtype) == "Range" and _SPANNING.fullmatch(text):
            return "spans several sheets"
    return ""


@lru_cache(maxsize=4096)
def is_known(function: str) -> bool:
    """
    Say whether the engine knows a function.

    Parameters
    ----------
    function : str
        Its name in capitals, without Excel's prefixes.

    Returns
    -------
    bool
        True for functions of Excel that it calculates; those of the catalogue are registered in each workbook.

    Examples
    --------
    >>> is_known("XLOOKUP"), is_known("CUBEVALUE")
    (True, False)
    """
    if function in NAMES:
        return True
    book: Any = formualizer.Workbook()
    book.add_sheet("Sheet")
    try:
        book.set_formula("Sheet", 1, 1, f"={function}()")
        book.evaluate_all()
    except (ValueError, RuntimeError, formualizer.ParserError, formualizer.ExcelEvaluationError):
        return False
    return bool(book.get_value("Sheet", 1, 1) != {"type": "Error", "kind": "Name"})


@lru_cache(maxsize=4096)
def _is_at_hand(name: str) -> bool:
    """Say whether a function, as it is written, is one of ours or of the engine."""
    return plain(name).upper() in _OURS or is_known(plain(name).upper())


def _may_have_one(formula: str) -> bool:
    """Say whether a formula has to be looked at for operators on ranges; quickly, as most have none."""
    spaced = (" " in formula or "\n" in formula) and _SPACED.search(formula)
    joined = "," in formula and _JOINED.search(formula)
    return bool(spaced or joined or ("!" in formula and ":" in formula and _SHEETS.search(formula)))


def _replaced(nodes: Nodes, ours: set[str], local: set[str], missing: list[tuple[str, str]], within: str = "") -> Nodes:
    """Return nodes with stand-ins; note the functions that are missing and those around them."""
    found: list[Word | Call] = []
    for node in nodes:
        if isinstance(node, Word):
            found.append(node)
            continue
        name = node.name.rpartition("!")[2]
        opening = node.opening
        if name and opening not in ours and name.lower() not in local and not is_known(name):
            missing.append((name, within))
            opening = f"{BLOCK_STAND_IN if within in _TAKING_PARTS else STAND_IN}("
        found.append(Call(opening, [_replaced(argument, ours, local, missing, name) for argument in node.arguments]))
    return tuple(found)


def _missing_in_templates(nodes: Nodes) -> Iterator[str]:
    """Yield the functions that are missing in the formulas, given as texts, that are calculated for each element."""
    for call in (node for node in nodes if isinstance(node, Call)):
        template = _template_of(call)
        missing = with_stand_ins(f"={written(template)}")[1] if template is not None else ""
        if missing:
            yield missing
        for argument in call.arguments:
            yield from _missing_in_templates(argument)


def _template_of(call: Call) -> Nodes | None:
    """Return the formula that is calculated for each element; None if it is another call, or cannot be read."""
    if call.name != "XLQ_EACH":
        return None
    return read_formula(written(call.arguments[0]).strip()[1:-1].replace('""', '"'))


def _words(nodes: Nodes) -> set[str]:
    """Return the words that may name a function of LET or LAMBDA, in lower case."""
    found: set[str] = set()
    for node in nodes:
        if isinstance(node, Word):
            found |= {plain(node.text).lower()} if node.refers else set()
        else:
            found = found.union(*map(_words, node.arguments))
    return found
