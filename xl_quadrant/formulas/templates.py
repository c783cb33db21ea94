"""
Functions in terms of others: those the engine lacks, and those that differ from Excel's in some arguments.

Each is a formula with its arguments as ``_1``, ``_2`` …; an argument left out takes the default, or is left out.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import Final

from xl_quadrant.excel_functions.error_kinds import Fault
from xl_quadrant.excel_functions.value_functions import typed_number
from xl_quadrant.formulas.syntax import read
from xl_quadrant.formulas.tree import ERRORS, OMITTED, Tree, binary, call, changed, literal, name_of

Default = float | str | None
"""What an argument is when it is left out: a number, another argument, or None for one that must be given."""

_COUPONS: Final = (
    "LET(q_k,12/_3,q_m,(YEAR(_2)-YEAR(_1))*12+MONTH(_2)-MONTH(_1),q_n,INT(q_m/q_k),"
    "q_e,DAY(_2+1)=1,q_d,IF(q_e,EOMONTH(_2,-q_n*q_k),EDATE(_2,-q_n*q_k)),q_c,q_n+(q_d>_1),"
    "q_p,IF(q_e,EOMONTH(_2,-q_c*q_k),EDATE(_2,-q_c*q_k)),q_f,IF(q_e,EOMONTH(_2,q_k-q_c*q_k),EDATE(_2,q_k-q_c*q_k)),"
)
"""Of a bond settled at _1, due at _2, with _3 coupons a year: how many are left, the one before, the one after."""

_COUPON_DAYS: Final = "IF(_4=1,q_f-q_p,IF(_4=3,365,360)/_3)"
_COUPON_DAYS_BEFORE: Final = "IF((_4=0)+(_4=4),DAYS360(q_p,_1,_4=4),_1-q_p)"
_YEARS: Final = "IF(_1>=_2,#NUM!,YEARFRAC(_1,_2,_5))"

_WRITTEN: Final[dict[str, tuple[str, tuple[Default, ...]]]] = {
    "PERMUTATIONA": ("_1^_2", ()),
    "PERCENTOF": ("SUM(_1)/SUM(_2)", ()),
    **{
        name: (f"{name}(_1,TRUNC(_2){rest})", ())
        for name, rest in (
            ("T.DIST", ",_3"),
            ("T.DIST.RT", ""),
            ("T.DIST.2T", ""),
            ("T.INV", ""),
            ("T.INV.2T", ""),
            ("CHISQ.DIST", ",_3"),
            ("CHISQ.DIST.RT", ""),
            ("CHISQ.INV", ""),
            ("CHISQ.INV.RT", ""),
            ("CHIDIST", ""),
            ("CHIINV", ""),
            ("F.DIST", ",TRUNC(_3),_4"),
            ("F.DIST.RT", ",TRUNC(_3)"),
            ("F.INV", ",TRUNC(_3)"),
            ("F.INV.RT", ",TRUNC(_3)"),
            ("FDIST", ",TRUNC(_3)"),
            ("FINV", ",TRUNC(_3)"),
        )
    },
    "MUNIT": ("--(SEQUENCE(_1)=SEQUENCE(1,_1))", ()),
    "FVSCHEDULE": ("_1*PRODUCT(1+_2)", ()),
    "PROB": ("SUMPRODUCT(_2*(_1>=_3)*(_1<=_4))", (None, None, None, "_3")),
    "XNPV": ("IF(MIN(_3)<INDEX(_3,1),#NUM!,XNPV(_1,_2,_3))", ()),
    "DROP": ("IF(ABS(_2)>=ROWS(_1),#CALC!,DROP(_1,_2))", ()),
    "DATE": (
        "LET(q_m,DATE(_1,_2,1),q_d,q_m+TRUNC(_3)-1,IF((_1+0<0)+(_1+0>=10000)+(q_m<0)+(q_d<0)+(q_d>2958465),#NUM!,q_d))",
        (),
    ),
    "TIMEVALUE": (
        'IFERROR(TIMEVALUE(_1),TIMEVALUE(MID(_1,FIND(" ",_1)+1,99))+0*DATEVALUE(LEFT(_1,FIND(" ",_1)-1)))',
        (),
    ),
    "AMORLINC": (
        "LET(q_r,_1*_6,q_f,q_r*YEARFRAC(_2,_3,_7),q_n,INT((_1-_4-q_f)/q_r),q_p,INT(_5),"
        "IF(q_p=0,q_f,IF(q_p<=q_n,q_r,IF(q_p=q_n+1,_1-_4-q_r*q_n-q_f,0))))",
        (None, None, None, None, None, None, 0.0),
    ),
    "DAYS": ("INT(IFERROR(_1+0,DATEVALUE(_1)))-INT(IFERROR(_2+0,DATEVALUE(_2)))", ()),
    "VALUETOTEXT": ("IF(ISNUMBER(_1),XLQ_SHOWN(_1),VALUETOTEXT(_1,_2))", (None, 0.0)),
    "TIME": ("IF(_1*3600+_2*60+_3<0,#NUM!,TIME(_1,_2,_3))", ()),
    "EDATE": ("LET(q_d,EDATE(_1,_2),IF(q_d<0,#NUM!,q_d))", ()),
    "DISC": (f"(1-_3/_4)/{_YEARS}", (None, None, None, None, 0.0)),
    "INTRATE": (f"(_4/_3-1)/{_YEARS}", (None, None, None, None, 0.0)),
    "RECEIVED": (f"_3/(1-_4*{_YEARS})", (None, None, None, None, 0.0)),
    "PRICEDISC": (f"_4*(1-_3*{_YEARS})", (None, None, None, None, 0.0)),
    "YIELDDISC": (f"(_4/_3-1)/{_YEARS}", (None, None, None, None, 0.0)),
    "PRICEMAT": (
        "(100+YEARFRAC(_3,_2,_6)*_4*100)/(1+YEARFRAC(_1,_2,_6)*_5)-YEARFRAC(_3,_1,_6)*_4*100",
        (None, None, None, None, None, 0.0),
    ),
    "YIELDMAT": (
        "((1+YEARFRAC(_3,_2,_6)*_4)/(_5/100+YEARFRAC(_3,_1,_6)*_4)-1)/YEARFRAC(_1,_2,_6)",
        (None, None, None, None, None, 0.0),
    ),
    "COUPNUM": (f"{_COUPONS}q_c)", (None, None, None, 0.0)),
    "COUPPCD": (f"{_COUPONS}q_p)", (None, None, None, 0.0)),
    "COUPNCD": (f"{_COUPONS}q_f)", (None, None, None, 0.0)),
    "COUPDAYS": (f"{_COUPONS}{_COUPON_DAYS})", (None, None, None, 0.0)),
    "COUPDAYBS": (f"{_COUPONS}{_COUPON_DAYS_BEFORE})", (None, None, None, 0.0)),
    "COUPDAYSNC": (
        f"{_COUPONS}IF((_4=0)+(_4=4),{_COUPON_DAYS}-{_COUPON_DAYS_BEFORE},q_f-_1))",
        (None, None, None, 0.0),
    ),
    "DURATION": (
        "LET(q_t,SEQUENCE(COUPNUM(_1,_2,_5,_6))-1+COUPDAYSNC(_1,_2,_5,_6)/COUPDAYS(_1,_2,_5,_6),"
        "q_v,(_3/_5+(q_t=MAX(q_t)))/(1+_4/_5)^q_t,SUM(q_t*q_v)/SUM(q_v)/_5)",
        (None, None, None, None, None, 0.0),
    ),
    "MDURATION": ("DURATION(_1,_2,_3,_4,_5,_6)/(1+_4/_5)", (None, None, None, None, None, 0.0)),
}

_OF_TEXTS: Final = frozenset({"TIMEVALUE", "VALUETOTEXT", "DAYS"})
"""Functions that take a text as a text."""

_DATED: Final = frozenset({"DATE", "TIME"})
"""Functions that differ only for numbers that nobody types."""

_AS_NUMBERS: Final = "YEAR MONTH DAY HOUR MINUTE SECOND WEEKDAY"
"""Functions that take a text which is a day or a time, where the engine's take numbers only."""

TEMPLATES: Final = frozenset(_WRITTEN) | frozenset(_AS_NUMBERS.split())
"""The functions that are written otherwise."""


def expanded(node: Tree) -> Tree | None:
    """
    Return a call in terms of other functions.

    Parameters
    ----------
    node : dict
        A call.

    Returns
    -------
    dict or None
        None for a function that is not among them, or with too few or too many arguments.

    Examples
    --------
    >>> from xl_quadrant.formulas.syntax import written
    >>> written(expanded(read("=PERMUTATIONA(A1+1,2)")))
    '=(A1+1)^2'
    """
    name, given = name_of(node), node.get("args", [])
    if name not in TEMPLATES or (name in _DATED and _is_plain(name, given)):
        return None
    if name not in _WRITTEN:
        numbers = [call("IFERROR", binary(value, "+", literal(0.0)), call("DATEVALUE", value)) for value in given]
        return {**node, "args": numbers, "engine": True}
    body, most = _body(name)
    given = given if name in _OF_TEXTS else [as_number(argument) for argument in given]
    values = _filled(given, _WRITTEN[name][1], most)
    if values is None:
        return None
    uses = Counter(reference for reference in _references(body) if reference in values)
    bound: list[Tree] = []
    for reference, value in values.items():
        if uses[reference] > 1 and value["node_type"] not in ("Literal", "Reference", "Omitted"):
            variable: Tree = {"node_type": "Reference", "reference": f"q{reference}"}
            bound += [variable, value]
            values[reference] = variable
    filled = changed(body, lambda part: values.get(str(part.get("reference"))))
    return call("LET", *bound, filled) if bound else filled


def _is_plain(name: str, given: list[Tree]) -> bool:
    """Say whether a day or a time is of numbers that people type; Excel has a day in 1900 that never was."""
    numbers = [value.get("value") for value in given]
    usual = all(isinstance(number, float) and number < 10_000 for number in numbers)
    return usual and (name != "DATE" or numbers[0] not in (0.0, 1900.0))


def _filled(given: list[Tree], defaults: tuple[Default, ...], most: int) -> dict[str, Tree] | None:
    """Return each argument by its name in a template; None if one is missing or too many are given."""
    values: dict[str, Tree] = {}
    for position in range(max(most, len(given))):
        default = defaults[position] if position < len(defaults) else None
        argument = given[position] if position < len(given) else OMITTED
        if position >= most or (argument is OMITTED and default is None):
            return None
        if argument["node_type"] == "Omitted" and default is not None:
            argument = values[default] if isinstance(default, str) else literal(default)
        values[f"_{position + 1}"] = argument
    return values


def as_number(node: Tree) -> Tree:
    """
    Return a text that is typed in a formula as the number that it would be in a cell.

    Parameters
    ----------
    node : dict
        The node.

    Returns
    -------
    dict
        The number; any other node, and a text that is no number, as it is.

    Examples
    --------
    >>> as_number(literal("5%"))["value"], as_number(literal("five"))["value"]
    (0.05, 'five')
    """
    value = node.get("value")
    if not isinstance(value, str) or (value in ERRORS and "quoted" not in node):
        return node
    try:
        return literal(typed_number(value))
    except Fault:
        return node


def _references(tree: Tree) -> list[str]:
    """Return the references in a tree, each as often as it stands there."""
    found: list[str] = []
    changed(tree, lambda part: found.append(part["reference"]) if "reference" in part else None)
    return found


@cache
def _body(name: str) -> tuple[Tree, int]:
    """Return the tree of a template, and how many arguments it has."""
    text = _WRITTEN[name][0]
    highest = max(number for number in range(1, 8) if f"_{number}" in text)
    return _marked(read(f"={text}") or OMITTED, name), max(highest, len(_WRITTEN[name][1]))


def _marked(tree: Tree, name: str) -> Tree:
    """Return a template whose operators and calls of its own name are the engine's own, not to be mended again."""

    def change(node: Tree) -> Tree | None:
        if node.get("engine") or not (node["node_type"] == "BinaryOp" or name_of(node) == name):
            return None
        return changed({**node, "engine": True}, change)

    return changed(tree, change)
