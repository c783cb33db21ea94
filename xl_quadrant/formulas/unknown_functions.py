"""What the engine does not calculate, found in a formula before it is an error that another function catches."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from functools import lru_cache
from typing import Any, Final

import formualizer

from xl_quadrant.catalogue import CATALOGUE
from xl_quadrant.excel_functions.names import NAMES
from xl_quadrant.formulas.our_calls import our_name
from xl_quadrant.formulas.stand_ins import BLOCK_STAND_IN, STAND_IN
from xl_quadrant.formulas.syntax import read
from xl_quadrant.formulas.tree import Tree, call, changed, everywhere, name_of, plain, variable

_TAKING_PARTS: Final = frozenset({"INDEX", "TAKE", "DROP", "CHOOSEROWS", "CHOOSECOLS"})
_SEARCHING: Final = frozenset({"MATCH", "XMATCH", "LOOKUP", "XLOOKUP", "VLOOKUP", "HLOOKUP"})
_OURS: Final = NAMES | {function.name for function in CATALOGUE}
_SPANNING: Final = re.compile(r"(?:'(?:[^']|'')*:(?:[^']|'')*'|[^'!:]+:[^'!:]+)!.*", re.DOTALL)


def with_stand_ins(tree: Tree) -> tuple[Tree, str]:
    """
    Return a formula with a stand-in for each function that the engine does not know.

    Parameters
    ----------
    tree : dict
        The formula.

    Returns
    -------
    dict
        The formula; the same if every function is known.
    str
        The first function that is not; empty if there is none.

    Examples
    --------
    >>> from xl_quadrant.formulas.syntax import written
    >>> tree, missing = with_stand_ins(read('=IFERROR(CUBEVALUE("sales",A1),0)'))
    >>> written(tree), missing
    ('=IFERROR(XLQ_NOT_CALCULATED("sales",A1),0)', 'CUBEVALUE')
    >>> with_stand_ins(read("=IFERROR(SUM(A1:A3),0)"))[1]
    ''
    """
    if all(is_at_hand(node["name"]) and name_of(node) != "XLQ_EACH" for node in _calls(tree)):
        return tree, ""
    local = {variable(node) for node in everywhere(tree) if node["node_type"] == "Reference"}
    missing: list[tuple[str, str]] = []
    replaced = _replaced(tree, local, missing)
    within = "" if missing else next(_missing_in_templates(tree), "")
    if within:
        return call(STAND_IN), within
    if not missing:
        return tree, ""
    searched = any(within in _SEARCHING for _, within in missing)  # what a search finds there, no guess can tell
    return call(STAND_IN) if searched else replaced, missing[0][0]


def unread_operator(tree: Tree) -> str:
    """
    Return which operator of a formula the engine does not calculate.

    Parameters
    ----------
    tree : dict
        The formula.

    Returns
    -------
    str
        What it does, read after its cell; empty if the engine calculates it.

    Examples
    --------
    >>> unread_operator(read("=SUM(A1:C1 B1:B3)")), unread_operator(read("=SUM(A1, B1)"))
    ('crosses two ranges with a space', '')
    """
    for node in everywhere(tree):
        if node["node_type"] == "BinaryOp" and node["operator"] in " ,":
            return "joins ranges with a comma" if node["operator"] == "," else "crosses two ranges with a space"
        if node["node_type"] == "Reference" and _SPANNING.fullmatch(node["reference"]):
            return "spans several sheets"
    return ""


def other_workbook(tree: Tree, sheets: Container[str]) -> str:
    """
    Return the first reference of a formula to another workbook.

    Parameters
    ----------
    tree : dict
        The formula.
    sheets : container of str
        The titles of the sheets of its own.

    Returns
    -------
    str
        Such as ``[1]Costs!A1``; empty if there is none.

    Examples
    --------
    >>> other_workbook(read("=1+'[1]Costs'!A1"), {"Costs"}), other_workbook(read("=Costs!A1"), {"Costs"})
    ("'[1]Costs'!A1", '')
    """
    for node in everywhere(tree):
        title = str(node.get("reference", "")).rpartition("!")[0]
        bare = title[1:-1].replace("''", "'") if title.startswith("'") else title
        if "[" in bare and title[0] in "'[" and bare not in sheets:
            return str(node["reference"])
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
def is_at_hand(name: str) -> bool:
    """
    Say whether a function is one of ours or of the engine.

    Parameters
    ----------
    name : str
        As it is written.

    Returns
    -------
    bool
        False for a function that nobody here calculates.
    """
    return plain(name).upper() in _OURS or is_known(plain(name).upper())


def _calls(tree: Tree) -> Iterator[Tree]:
    """Yield the calls in a formula."""
    return (node for node in everywhere(tree) if node["node_type"] == "Function")


def _replaced(node: Tree, local: set[str], missing: list[tuple[str, str]], within: str = "") -> Tree:
    """Return a node with stand-ins; note the functions that are missing and those around them."""

    def replaced(part: Tree) -> Tree | None:
        if part["node_type"] != "Function":
            return None
        name = plain(part["name"]).upper().rpartition("!")[2]
        called = part["name"]
        if our_name(part["name"]) is None and name.lower() not in local and not is_known(name):
            missing.append((name, within))
            called = BLOCK_STAND_IN if within in _TAKING_PARTS else STAND_IN
        return {**part, "name": called, "args": [_replaced(each, local, missing, name) for each in part["args"]]}

    return changed(node, replaced)


def _missing_in_templates(tree: Tree) -> Iterator[str]:
    """Yield the functions that are missing in the formulas, given as texts, that are calculated for each element."""
    for node in _calls(tree):
        template = read(f"={node['args'][0]['value']}") if name_of(node) == "XLQ_EACH" else None
        missing = with_stand_ins(template)[1] if template is not None else ""
        if missing:
            yield missing
