"""Calls that are written otherwise."""

from __future__ import annotations

from typing import Final

from xl_quadrant.excel_functions.array_functions import OF_ARRAYS
from xl_quadrant.excel_functions.value_functions import BY_ELEMENT
from xl_quadrant.formulas.calls import Formula
from xl_quadrant.formulas.lambda_rules import OF_LAMBDAS
from xl_quadrant.formulas.lookup_rules import OF_LOOKUPS
from xl_quadrant.formulas.parameters import FILL_SEVERAL
from xl_quadrant.formulas.reference_rules import OF_REFERENCES
from xl_quadrant.formulas.templates import TEMPLATES, expanded
from xl_quadrant.formulas.text_rules import OF_TYPED
from xl_quadrant.formulas.tree import Tree, name_of
from xl_quadrant.formulas.value_rules import OF_VALUES
from xl_quadrant.formulas.visible_rows import OF_VISIBLE_ROWS

_RULES: Final = OF_REFERENCES | OF_VALUES | OF_LOOKUPS | OF_LAMBDAS | OF_VISIBLE_ROWS

TELLING: Final = frozenset(
    f"{prefix}{name}"
    for name in _RULES.keys()
    | TEMPLATES
    | BY_ELEMENT.keys()
    | OF_ARRAYS.keys()
    | FILL_SEVERAL
    | {"XLOOKUP", "INDIRECT"}
    for prefix in ("", "_XLFN.", "_XLFN._XLWS.")
)
"""The functions that are written otherwise or calculated in Python, as files have them, in capitals."""


def rewritten(node: Tree, formula: Formula) -> Tree | None:
    """
    Return a call written otherwise.

    Parameters
    ----------
    node : dict
        The call, its arguments as they stand in the formula.
    formula : Formula
        The formula it stands in.

    Returns
    -------
    dict or None
        What is to be mended in its turn; None if it stays.
    """
    if node.get("engine"):
        return None
    rule = _RULES.get(name_of(node)) or OF_TYPED.get(name_of(node))
    return expanded(node) or (rule(node["args"], formula) if rule else None)
