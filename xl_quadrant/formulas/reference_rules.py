"""Functions of references, written otherwise where it matters what they refer to."""

from __future__ import annotations

from typing import Final

from xl_quadrant.formulas.calls import Formula, Rule, constant, is_given, own
from xl_quadrant.formulas.references import joined
from xl_quadrant.formulas.tree import Tree, binary, call, literal, name_of, unary
from xl_quadrant.package.addresses import Area


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


def _offset(arguments: list[Tree], _formula: Formula) -> Tree | None:
    """Return an OFFSET whose height and width are above 0: below, they count upwards and to the left."""
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
    "COLUMN": _column,
    "TYPE": _type,
    "ISFORMULA": _is_formula,
    "FORMULATEXT": _formula_text,
}
"""The rule of each function."""
