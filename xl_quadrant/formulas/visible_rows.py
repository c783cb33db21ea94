"""SUBTOTAL and AGGREGATE of what shows: rows that are hidden, by a filter or by a person, are left out."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from xl_quadrant.formulas.calls import Formula, Rule, constant, is_given, own
from xl_quadrant.formulas.tree import Tree, binary, call, literal, name_of
from xl_quadrant.package.addresses import LAST_COLUMN, LAST_ROW, Area, address, letters, quoted

_WITHOUT_HIDDEN: Final = 100
"""Numbers of SUBTOTAL above this leave out rows that a person has hidden too."""

_NUMBERS: Final = frozenset({*range(1, 12), *range(101, 112)})

_OPTIONS: Final = {1: 0, 3: 2, 5: 4, 7: 6}
"""The options of AGGREGATE that leave hidden rows out, and those that do all else they do."""

_OF_ARRAYS: Final = 14
"""From this number on AGGREGATE takes an array and a number, not several ranges."""

_OF_NOTHING: Final = {2: 0.0, 3: 0.0, 4: 0.0, 5: 0.0, 6: 0.0, 9: 0.0}
"""What SUBTOTAL gives of no rows; the others give an error."""

_MOST_CELLS: Final = 100_000


def _subtotal(arguments: list[Tree], formula: Formula) -> Tree | None:
    """Return a SUBTOTAL of the rows that show."""
    number = constant(arguments, 0)
    if not isinstance(number, float) or int(number) not in _NUMBERS or len(arguments) < 2:
        return None
    wrong = next((node for node in arguments[1:] if str(node.get("value", "")).startswith("#")), None)
    if wrong is not None:
        return wrong
    kind, every = int(number) % _WITHOUT_HIDDEN, number > _WITHOUT_HIDDEN
    one_by_one = _of_each_cell(kind, arguments[1], formula, every=every)
    if one_by_one is not None:
        return one_by_one
    shown = _shown(arguments[1:], formula, every=every)
    if shown is None:
        return None
    if not shown:
        return literal(_OF_NOTHING.get(kind, "#DIV/0!"))
    return own("SUBTOTAL", literal(float(kind)), *shown)


def aggregate_of_visible(arguments: list[Tree], formula: Formula) -> Tree | None:
    """
    Return an AGGREGATE of the rows that show, if its option leaves hidden ones out and there are some.

    Parameters
    ----------
    arguments : list of dict
        Its arguments.
    formula : Formula
        The formula it stands in.

    Returns
    -------
    dict or None
        The same with an option that no longer asks for it, and with the ranges that show.
    """
    function, option = constant(arguments, 0), constant(arguments, 1)
    if not isinstance(function, float) or not isinstance(option, float) or option not in _OPTIONS:
        return None
    ranges = arguments[2:3] if function >= _OF_ARRAYS else arguments[2:]
    shown = _shown(ranges, formula, every=True)
    if shown is None:
        return None
    if not shown:
        return literal(_OF_NOTHING.get({2: 2, 3: 3, 4: 4, 5: 5, 6: 6, 9: 9}.get(int(function), 0), "#DIV/0!"))
    option = literal(float(_OPTIONS[int(option)]))
    if function >= _OF_ARRAYS:
        stacked = call("VSTACK", *(call("TOCOL", area) for area in shown))
        return call("AGGREGATE", arguments[0], option, stacked, *arguments[3:])
    return own("AGGREGATE", arguments[0], option, *shown)


def _shown(ranges: list[Tree], formula: Formula, *, every: bool) -> list[Tree] | None:
    """Return the parts of ranges that show; None if all of them do, or if it cannot be told."""
    found: list[Tree] = []
    changed = False
    for node in ranges:
        area = formula.around.area(str(node.get("reference", "")))
        hidden = _hidden(area, formula, every=every) if area is not None else frozenset()
        if area is None or not hidden:
            found.append(node)
            continue
        changed = True
        edges = [area.first_row - 1, *sorted(hidden), area.last_row + 1]
        found += [_rows(area, one + 1, other - 1) for one, other in pairwise(edges) if other - one > 1]
    return found if changed else None


def _hidden(area: Area, formula: Formula, *, every: bool) -> frozenset[int]:
    """Return the rows of an area that do not show."""
    rows = formula.around.hidden.get((area.sheet or formula.sheet).lower())
    if rows is None:
        return frozenset()
    left_out = rows.filtered | rows.others if every else rows.filtered
    return frozenset(row for row in left_out if area.first_row <= row <= area.last_row)


def _rows(area: Area, first: int, last: int) -> Tree:
    """Return some rows of an area as a reference."""
    title = f"{quoted(area.sheet)}!" if area.sheet else ""
    if (area.first_column, area.last_column) == (1, LAST_COLUMN):
        return {"node_type": "Reference", "reference": f"{title}{first}:{last}"}
    if (first, last) == (1, LAST_ROW):
        return {
            "node_type": "Reference",
            "reference": f"{title}{letters(area.first_column)}:{letters(area.last_column)}",
        }
    one, other = address(first, area.first_column), address(last, area.last_column)
    return {"node_type": "Reference", "reference": f"{title}{one if one == other else f'{one}:{other}'}"}


def _of_each_cell(kind: int, node: Tree, formula: Formula, *, every: bool) -> Tree | None:
    """Return SUBTOTAL of one cell after another, as ``SUBTOTAL(3,OFFSET(A2,ROW(A2:A9)-ROW(A2),0))`` asks for it."""
    area = _one_by_one(node, formula)
    if area is None or not 1 < area.size <= _MOST_CELLS:
        return None
    cells = _rows(area, area.first_row, area.last_row)
    counted = {
        2: call("ISNUMBER", cells),
        3: call("NOT", call("ISBLANK", cells)),
        9: call("XLQ_NUMBERS_IN_PLACE", cells),
    }.get(kind)
    if counted is None:
        return None
    hidden = _hidden(area, formula, every=every)
    shows = [[literal(float(row not in hidden))] for row in range(area.first_row, area.last_row + 1)]
    return binary({"node_type": "Array", "rows": shows}, "*", counted)


def _one_by_one(node: Tree, formula: Formula) -> Area | None:
    """Return the cells of one column that an OFFSET by an array of rows gives one after another."""
    given = node.get("args", [])
    if name_of(node) != "OFFSET" or len(given) < 2 or given[1].get("operator") != "-":
        return None
    if is_given(given, 2) and constant(given, 2) != 0.0:
        return None
    if any(is_given(given, position) and constant(given, position) != 1.0 for position in (3, 4)):
        return None
    base = formula.around.area(str(given[0].get("reference", "")))
    rows, start = _rows_of(given[1]["left"], formula), _rows_of(given[1]["right"], formula)
    if base is None or rows is None or start is None or (base.rows > 1 and not is_given(given, 3)):
        return None
    if base.columns > 1 and not is_given(given, 4):
        return None
    down = rows.first_row - start.first_row
    first, last = base.first_row + down, base.first_row + down + rows.rows - 1
    return Area(base.sheet, first, base.first_column, last, base.first_column) if first >= 1 else None


def _rows_of(node: Tree, formula: Formula) -> Area | None:
    """Return the area whose rows ROW gives, within MIN or INDEX too, which take the first of them."""
    given = node.get("args", [])
    if name_of(node) in ("MIN", "INDEX") and given and name_of(given[0]) == "ROW":
        return _rows_of(given[0], formula)
    if name_of(node) != "ROW" or len(given) != 1:
        return None
    return formula.around.area(str(given[0].get("reference", "")))


OF_VISIBLE_ROWS: Final[dict[str, Rule]] = {"SUBTOTAL": _subtotal}
"""The rule of each function."""
