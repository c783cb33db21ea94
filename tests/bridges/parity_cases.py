"""What every host is asked of each function: ordinary calls, edges, wrong types, blanks, ranges, out of domain."""

import itertools
import math

from xl_quadrant.bridges.examples import worked_examples
from xl_quadrant.catalogue import CATALOGUE
from xl_quadrant.errors import XlQuadrantError
from xl_quadrant.functions.quantities import Number, Word

KINDS = {
    "ordinary": "the worked examples of the function",
    "edge": "each argument at its lowest and highest, each word in capitals, TRUE and FALSE as 1 and 0",
    "wrong type": "text or TRUE for a number, a number or an unknown word for a word, in each argument",
    "blank": "a blank cell and an empty text in each argument",
    "range": "columns, a row against a column, and a column one cell of which is wrong",
    "out of domain": "each number below its lowest, above its highest, and in pieces where it must be whole",
    "error": "#N/A in each argument",
}

MODEL = [
    ["Leads per month", 200.0],
    ["Cost per lead", 25.0],
    ["Booking rate", 0.5],
    ["Show rate", 0.6],
    ["Close rate", 0.5],
    ["Core package price", 2000.0],
]


def changed(label, value):
    """Return the business with one value changed."""
    return [[name, value if name == label else old] for name, old in MODEL]


def wide():
    """Return the business as it stands beside its units, with headings and a blank row."""
    headings = [["Funnel", "Unit", "Today"], [None, None, None]]
    return headings + [[f"{name} *", "unit", value] for name, value in MODEL]


WHOLE = {
    "QUADRANT": {
        "ordinary": [(MODEL, "cac"), (MODEL, "client_financed")],
        "edge": [
            (changed("Close rate", 0.0), "cash_per_show_30"),
            (changed("Close rate", 0.0), "cac"),
            (MODEL, " CAC "),
        ],
        "wrong type": [(changed("Close rate", "half"), "cac"), (5.0, "cac"), (MODEL, 30.0), (MODEL, "cash")],
        "blank": [(changed("Close rate", None), "cac"), (None, "cac"), (MODEL, None), (MODEL, "")],
        "range": [(wide(), "cac"), (MODEL, [["cac"], ["cac"]])],
        "out of domain": [(changed("Close rate", 50.0), "cac"), (changed("Leads per month", -1.0), "cac")],
        "error": [(changed("Close rate", "#N/A"), "cac"), (MODEL, "#N/A"), ("#N/A", "cac")],
    },
    "CASH_TIMELINE": {
        "ordinary": [(MODEL, 2.0)],
        "edge": [(MODEL, 1.0)],
        "wrong type": [(MODEL, "two"), (changed("Close rate", "half"), 2.0)],
        "blank": [(MODEL, None), (None, 2.0)],
        "range": [(wide(), 2.0)],
        "out of domain": [(MODEL, 0.0), (MODEL, 1201.0), (MODEL, 1.5)],
        "error": [(MODEL, "#N/A")],
    },
    "FIX_FIRST": {
        "ordinary": [(MODEL, changed("Close rate", 0.6), None), (MODEL, changed("Cost per lead", 20.0), "cac")],
        "edge": [(MODEL, MODEL, None)],
        "wrong type": [(MODEL, changed("Close rate", "half"), None), (MODEL, MODEL, 5.0), (MODEL, 5.0, None)],
        "blank": [(MODEL, None, None), (None, MODEL, None)],
        "range": [(wide(), wide(), None)],
        "out of domain": [(MODEL, changed("Close rate", 50.0), None)],
        "error": [(MODEL, MODEL, "#N/A")],
    },
    "EXPLAIN": {
        "ordinary": [("LTV_CONTINUITY", 200.0, 0.1), ("CASH_PER_SHOW", 19.0, 0.5, 2000.0, 200.0, 400.0, 0.0, 800.0)],
        "edge": [("LTV_CONTINUITY",), ("NOTHING", 1.0)],
        "wrong type": [("LTV_CONTINUITY", "abc", 0.1), (5.0, 200.0)],
        "blank": [("LTV_CONTINUITY", None, 0.1), (None, 200.0), ("LTV_CONTINUITY", 200.0, 0.1, None, "")],
        "range": [("OFFER_VALUE", [[200.0], [1000.0]], [[1.0], [0.4]]), ("QUADRANT", MODEL, "cac")],
        "out of domain": [("LTV_CONTINUITY", 200.0, 10.0)],
        "error": [("LTV_CONTINUITY", "#N/A", 0.1)],
    },
    "XLQ_VERSION": {"ordinary": [()]},
}
"""The calls of functions that take ranges whole."""


def cases():
    """Yield function, kind and arguments of every call; a list of lists is a range, None a blank cell."""
    for function in CATALOGUE:
        for kind in KINDS:
            for arguments in calls_of(function, kind):
                yield function, kind, arguments


def calls_of(function, kind):
    """Return the calls of one kind."""
    if function.kind == "whole":
        return WHOLE[function.name].get(kind, [])
    examples = [padded(function, example.arguments) for example in worked_examples(function)]
    if kind == "ordinary":
        return examples
    columns = function.kind == "reducing"
    base = tuple(a[0][0] if isinstance(a, list) and not columns else a for a in examples[0])
    if kind == "range":
        return list(ranges(function, base))
    variants = {"edge": edges, "wrong type": wrong_types, "out of domain": outside}.get(kind)
    given = {"blank": (None, ""), "error": ("#N/A",)}.get(kind)
    return [
        with_value(base, at, value)
        for at, argument in enumerate(function.arguments)
        for value in (variants(argument.quantity) if variants else given)
    ]


def padded(function, arguments):
    """Return arguments as cells, with blanks for those left out; a list is a column."""
    cells = [
        [[float(cell)] for cell in a] if isinstance(a, list) else float(a) if type(a) is int else a for a in arguments
    ]
    return (*cells, *[None] * (len(function.arguments) - len(cells)))


def with_value(base, at, value):
    """Return arguments with another value at one place; of a column in its first cell."""
    old = base[at]
    new = [[value], *old[1:]] if isinstance(old, list) else value
    return (*base[:at], new, *base[at + 1 :])


def edges(quantity):
    if isinstance(quantity, Number):
        ends = [end for end in (quantity.low, quantity.high) if math.isfinite(end)]
        return [*ends, 0.0] if quantity.low < 0 else ends
    return [word.upper() for word in quantity.words] if isinstance(quantity, Word) else [1.0, 0.0, True, False]


def wrong_types(quantity):
    return ["abc", True] if isinstance(quantity, Number) else ["abc", 5.0]


def outside(quantity):
    if not isinstance(quantity, Number):
        return []
    low = [quantity.low - 1] if math.isfinite(quantity.low) else []
    high = [quantity.high * 10] if math.isfinite(quantity.high) else []
    return [*low, *high, *([1.5] if quantity.whole else [])]


def ranges(function, base):
    """Yield calls with ranges: all columns; one column, one cell of which is wrong; a row against a column."""
    if function.kind == "reducing":
        yield base
        yield tuple([row * 2 for row in a] if isinstance(a, list) else a for a in base)
        yield tuple([row[:] for row in a[:1]] + [[None]] if isinstance(a, list) else a for a in base)
        return
    yield tuple(value if value is None else [[value]] * 3 for value in base)
    yield ([[base[0]], ["abc"], [base[0]]], *base[1:])
    if function.kind == "elementwise" and base[1:] and base[1] is not None:
        yield ([[base[0], base[0]]], [[base[1]], [base[1]], [base[1]]], *base[2:])


def answer_of(function, arguments):
    """Return the rows Python answers with, each element called alone; an error by its name."""
    spread = [a for a in arguments if isinstance(a, list)]
    if function.kind in ("whole", "reducing") or not spread:
        return as_rows(outcome(function, arguments))
    height, width = (max(map(size, spread)) for size in (len, lambda rows: len(rows[0])))
    rows = []
    for i, j in itertools.product(range(height), range(width)):
        element = [a[i % len(a)][j % len(a[0])] if isinstance(a, list) else a for a in arguments]
        rows.append(outcome(function, element))
    if function.kind == "spilling":
        return [row if isinstance(row, list) else [row] * 3 for row in rows]
    return [rows[i * width : (i + 1) * width] for i in range(height)]


def outcome(function, arguments):
    """Return what a call in Python gives, an error by its name."""
    try:
        answer = function.python(*map(without_empty_texts, arguments))
    except XlQuadrantError as error:
        return error.excel_error
    return answer.tolist() if hasattr(answer, "tolist") else answer


def without_empty_texts(value):
    """Return an argument with None for each empty text, which stands for a blank in a sheet."""
    if isinstance(value, list):
        return [[None if cell == "" else cell for cell in row] for row in value]
    return None if value == "" else value


def as_rows(answer):
    """Return an answer as rows of cells."""
    rows = answer if isinstance(answer, list) else [[answer]]
    rows = rows if isinstance(rows[0], list) else [rows]
    return [[cell.excel_error if isinstance(cell, XlQuadrantError) else cell for cell in row] for row in rows]
