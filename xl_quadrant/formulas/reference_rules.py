"""Functions of references, written otherwise where it matters what they refer to."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Final

from xl_quadrant.formulas.calls import Formula, Rule, constant, is_given, own
from xl_quadrant.formulas.reference_operators import joined
from xl_quadrant.formulas.references import text_of
from xl_quadrant.formulas.tree import Constant, Tree, binary, call, literal, name_of, reference, unary
from xl_quadrant.package.addresses import LAST_COLUMN, LAST_ROW, Area, letters


def _single(arguments: list[Tree], _formula: Formula) -> Tree:
    """Return ``@A1:A9``, which files store as a call of SINGLE."""
    return unary("@", arguments[0])


def _areas(arguments: list[Tree], _formula: Formula) -> Tree:
    """Return how many areas of a union are written."""
    return literal(float(len(joined(arguments[0]))))


def _index(arguments: list[Tree], _formula: Formula) -> Tree | None:
    """Return the INDEX of that area of a union which is asked for; a place below 0 is none."""
    areas, number = joined(arguments[0]), constant(arguments, 3)
    if any(place.get("operator") == "-" and "operand" in place for place in arguments[1:3]):
        below = [binary(place, "<", literal(0.0)) for place in arguments[1:3] if "operand" in place]
        return call("IF", call("OR", *below), literal("#VALUE!"), own("INDEX", *arguments))
    if len(areas) == 1 or (is_given(arguments, 3) and not isinstance(number, float)):
        return None
    asked = int(number) if isinstance(number, float) else 1
    return call("INDEX", areas[asked - 1], *arguments[1:3]) if 1 <= asked <= len(areas) else literal("#REF!")


def _choose(arguments: list[Tree], _formula: Formula) -> Tree | None:
    """Return what ``CHOOSE({1,2},…)`` puts side by side."""
    if arguments[0]["node_type"] != "Array" or len(arguments[0]["rows"]) != 1:
        return None
    numbers = [cell.get("value") for cell in arguments[0]["rows"][0]]
    if not all(isinstance(number, float) and 1 <= number < len(arguments) for number in numbers):
        return None
    return call("HSTACK", *(arguments[int(number)] for number in numbers))


def _offset(arguments: list[Tree], formula: Formula) -> Tree | None:
    """Return what an OFFSET by typed numbers refers to; any other with a height and width above 0."""
    area, sizes = _area(arguments, formula), [_whole(arguments, position) for position in range(1, 5)]
    if area is not None and None not in (sizes[0], sizes[1], sizes[2], sizes[3]):
        return _moved(area, *(size or 0 for size in sizes))
    new = [*arguments]
    for position in (3, 4):
        size = constant(arguments, position)
        if is_given(arguments, position) and not (isinstance(size, float) and size > 0):
            given = arguments[position]
            below = {**binary(given, "<", literal(0.0)), "engine": True}
            shift = call("IF", below, binary(given, "+", literal(1.0)), literal(0.0))
            new[position - 2] = binary(arguments[position - 2], "+", shift)
            new[position] = call("ABS", given)
    return own("OFFSET", *new) if new != arguments else None


def _whole(arguments: list[Tree], position: int) -> int | None:
    """Return an argument of OFFSET that is typed; 0 if it is left out, None if it is calculated."""
    if not is_given(arguments, position):
        return 0
    node = arguments[position]
    sign = -1 if node.get("operator") == "-" and "operand" in node else 1
    value = node.get("operand", node).get("value")
    return sign * math.floor(value) if isinstance(value, float) and (sign == 1 or value.is_integer()) else None


def _moved(area: Area, down: int, right: int, height: int, width: int) -> Tree:
    """Return the cells that OFFSET refers to; an error if they are beyond the sheet."""
    rows, columns = height or area.rows, width or area.columns
    row, column = area.first_row + down + min(rows + 1, 0), area.first_column + right + min(columns + 1, 0)
    last = (row + abs(rows) - 1, column + abs(columns) - 1)
    if min(row, column) < 1 or last[0] > LAST_ROW or last[1] > LAST_COLUMN:
        return literal("#REF!")
    return reference(text_of(Area(area.sheet, row, column, *last)))


def _rows(arguments: list[Tree], formula: Formula) -> Tree | None:
    """Return how many rows an address has that holds the cell of the formula: it is no circle."""
    area = _area(arguments, formula)
    return literal(float(area.rows)) if area is not None and arguments[0]["reference"] in formula.sized else None


def _columns(arguments: list[Tree], formula: Formula) -> Tree | None:
    """Return how many columns a reference has."""
    area = _area(arguments, formula)
    return literal(float(area.columns)) if area is not None and arguments[0]["reference"] in formula.sized else None


def _cell(arguments: list[Tree], formula: Formula) -> Tree | None:
    """Return what CELL says of where a cell is, which hangs on nothing that stands in it."""
    asked, area = str(constant(arguments, 0)).lower(), _area(arguments[1:], formula)
    sheet = area.sheet if area is not None and area.sheet else formula.sheet
    if asked == "filename" and (area is not None or len(arguments) == 1):
        return literal(f"[{formula.around.file}]{sheet}")
    if area is None:
        return None
    if asked == "contents":
        return reference(text_of(replace(area, last_row=area.first_row, last_column=area.first_column)))
    where: dict[str, Constant] = {
        "row": float(area.first_row),
        "col": float(area.first_column),
        "address": f"${letters(area.first_column)}${area.first_row}",
    }
    return literal(where[asked]) if asked in where else None


def _indirect(arguments: list[Tree], _formula: Formula) -> Tree | None:
    """Return the INDIRECT of the address that numbers of rows and columns stand for."""
    if not is_given(arguments, 1) or constant(arguments, 1) not in (False, 0.0):
        return None
    return call("INDIRECT", call("XLQ_ADDRESS", arguments[0], call("ROW"), call("COLUMN")))


def _row(arguments: list[Tree], formula: Formula) -> Tree | None:
    """Return the rows of a range, one below the other, where everything is calculated for each element."""
    if formula.array and arguments and name_of(arguments[0]) == "INDIRECT":
        return call("XLQ_ROWS", arguments[0]["args"][0])
    area = _area(arguments, formula) if formula.array else None
    return _sequence(area.rows, 1, area.first_row) if area and area.rows > 1 else None


def _column(arguments: list[Tree], formula: Formula) -> Tree | None:
    """Return the columns of a range, side by side, where everything is calculated for each element."""
    area = _area(arguments, formula) if formula.array else None
    return _sequence(1, area.columns, area.first_column) if area and area.columns > 1 else None


def _sequence(rows: int, columns: int, start: int) -> Tree:
    """Return numbers that follow each other."""
    return call("SEQUENCE", *(literal(float(number)) for number in (rows, columns, start)))


def _type(arguments: list[Tree], _formula: Formula) -> Tree | None:
    """Return a TYPE that has a number for errors too."""
    if not arguments or arguments[0]["node_type"] == "Array":
        return None
    return call("IF", call("ISERROR", arguments[0]), literal(16.0), own("TYPE", arguments[0]))


def _is_formula(arguments: list[Tree], formula: Formula) -> Tree | None:
    """Return whether the file has a formula for a cell."""
    text = _formula_at(arguments, formula)
    return None if text is None else literal(bool(text))


def _formula_text(arguments: list[Tree], formula: Formula) -> Tree | None:
    """Return the formula that the file has for a cell."""
    text = _formula_at(arguments, formula)
    return None if text is None else literal(text or "#N/A")


def _formula_at(arguments: list[Tree], formula: Formula) -> str | None:
    """Return the formula of the cell that an argument refers to; None if it refers to no single cell."""
    area = _area(arguments, formula)
    if area is None or area.size > 1:
        return None
    return formula.around.formula_at(area.sheet or formula.sheet, area.first_row, area.first_column)


def _area(arguments: list[Tree], formula: Formula) -> Area | None:
    """Return the cells that the first argument refers to."""
    return formula.around.area(str(arguments[0].get("reference", ""))) if arguments else None


OF_REFERENCES: Final[dict[str, Rule]] = {
    "SINGLE": _single,
    "AREAS": _areas,
    "INDEX": _index,
    "CHOOSE": _choose,
    "OFFSET": _offset,
    "INDIRECT": _indirect,
    "ROW": _row,
    "ROWS": _rows,
    "COLUMNS": _columns,
    "CELL": _cell,
    "COLUMN": _column,
    "TYPE": _type,
    "ISFORMULA": _is_formula,
    "FORMULATEXT": _formula_text,
}
"""The rule of each function."""
