"""Conditions as COUNTIF and its kin read them, and the functions of databases that ask by them."""

from __future__ import annotations

import operator
import re
import statistics
from collections.abc import Callable, Sequence
from typing import Any, Final

from xl_quadrant.excel_functions.cell_values import is_error, is_number, rows_of, shown
from xl_quadrant.excel_functions.error_kinds import Fault, error, error_name
from xl_quadrant.excel_functions.text_functions import pattern_of
from xl_quadrant.excel_functions.typed_texts import number_typed

Condition = Callable[[Any], bool]

_SIGN: Final = re.compile(r"(<>|<=|>=|[<>=])?(.*)", re.DOTALL)
_ORDERS: Final[dict[str, Callable[[Any, Any], bool]]] = {
    "<": operator.lt, ">": operator.gt, "<=": operator.le, ">=": operator.ge,
}  # fmt: skip


def condition(criterion: object, *, beginning: bool = False) -> Condition:
    """
    Return what a criterion asks of a cell.

    Parameters
    ----------
    criterion : object
        A value to be equal to, or a text such as ``>5``, ``<>`` or ``a*``.
    beginning : bool
        Whether a plain text is the beginning of those that are meant, as for databases.

    Returns
    -------
    callable
        Takes a cell and says whether it is meant.

    Examples
    --------
    >>> [condition(asked)("23") for asked in (23.0, "=23", "<>23", ">2", "2*")]
    [True, True, True, False, True]
    """
    if is_error(criterion):
        name = error_name(criterion)
        return lambda cell: error_name(cell) == name
    if isinstance(criterion, bool):
        return lambda cell: cell is criterion
    if not isinstance(criterion, str):
        return _equal_to(float(criterion or 0.0))  # type: ignore[arg-type]  # a number or nothing
    found = _SIGN.fullmatch(criterion)
    sign, rest = (found[1] or "", found[2]) if found else ("", criterion)
    if not rest:
        return {
            "": lambda cell: cell is None or cell == "",
            "=": lambda cell: cell is None,
            "<>": lambda cell: cell is not None,
        }.get(sign, lambda _: False)
    return _compared(sign, rest, beginning=beginning)


def _compared(sign: str, rest: str, *, beginning: bool) -> Condition:
    """Return what a sign and a value after it ask of a cell."""
    size = number_typed(rest)
    if rest.upper() in ("TRUE", "FALSE"):
        logical = rest.upper() == "TRUE"
        return (lambda cell: cell is not logical) if sign == "<>" else (lambda cell: cell is logical)
    if rest.startswith("#") and size is None:
        name = rest.upper()
        return (lambda cell: error_name(cell) != name) if sign == "<>" else (lambda cell: error_name(cell) == name)
    if sign in _ORDERS:
        order, text = _ORDERS[sign], rest.casefold()
        if size is not None:
            return lambda cell: is_number(cell) and order(cell, size)
        return lambda cell: isinstance(cell, str) and order(cell.casefold(), text)
    if size is not None:
        return (lambda cell: not (is_number(cell) and cell == size)) if sign == "<>" else _equal_to(size)
    pattern = pattern_of(rest + ("*" if beginning and sign == "" else ""))
    if sign == "<>":
        return lambda cell: not (isinstance(cell, str) and pattern.fullmatch(cell))
    return lambda cell: isinstance(cell, str) and pattern.fullmatch(cell) is not None


def _equal_to(size: float) -> Condition:
    """Return the condition of a number: cells that are it, and texts that are typed like it."""
    return lambda cell: (is_number(cell) and cell == size) or (isinstance(cell, str) and number_typed(cell) == size)


def _conditioned(what: object, summed: object, *asked: object) -> object:
    """Return SUMIFS or AVERAGEIFS where an error may be among the cells: the first that is meant, else the usual."""
    cells = [cell for row in rows_of(summed) for cell in row]
    meant = [True] * len(cells)
    for searched, criterion in zip(asked[::2], asked[1::2], strict=True):
        fits = condition(rows_of(criterion)[0][0])
        found = [fits(cell) for row in rows_of(searched) for cell in row]
        found += [fits(None)] * (len(cells) - len(found))
        meant = [one and other for one, other in zip(meant, found, strict=False)]
    hits = [cell for cell, is_meant in zip(cells, meant, strict=False) if is_meant]
    wrong = next(filter(is_error, hits), None)
    if wrong is not None:
        return wrong
    numbers = [float(cell) for cell in hits if is_number(cell)]
    if what == "AVERAGE":
        return sum(numbers) / len(numbers) if numbers else error("Div")
    return sum(numbers)


def _records(database: object, field: object, asked: object) -> list[Any]:
    """Return the cells of a field in the records that fulfil the conditions of one row at least."""
    headings, *records = rows_of(database)
    column = _column(headings, field)
    named, *lines = rows_of(asked)
    rows: list[list[tuple[int, Condition]]] = []
    for line in lines:
        row: list[tuple[int, Condition]] = []
        for heading, criterion in zip(named, line, strict=True):
            at = next((at for at, one in enumerate(headings) if _alike(one, heading)), None)
            if criterion is None:
                continue
            if at is None:
                raise Fault("Value")
            row.append((at, condition(criterion, beginning=True)))
        rows.append(row)
    meant = [record for record in records if any(all(fits(record[at]) for at, fits in row) for row in rows)]
    return [record[column] if column is not None else 1.0 for record in meant]


def _alike(one: object, other: object) -> bool:
    """Say whether two headings are the same."""
    return shown(one).casefold() == shown(other).casefold() and one is not None


def _column(headings: Sequence[object], field: object) -> int | None:
    """Return the place of a field: by its heading, or by its number."""
    if field is None:
        return None
    if isinstance(field, str):
        found = next((at for at, heading in enumerate(headings) if _alike(heading, field)), None)
        if found is None:
            raise Fault("Value")
        return found
    place = int(field) if isinstance(field, (int, float)) else 0
    if not 1 <= place <= len(headings):
        raise Fault("Value")
    return place - 1


def _of_records(calculate: Callable[[list[float]], float]) -> Callable[..., object]:
    """Return a function of the numbers that records have in a field."""

    def function(database: object, field: object, asked: object) -> object:
        found = _records(database, field, asked)
        wrong = next(filter(is_error, found), None)
        if wrong is not None:
            return wrong
        try:
            return calculate([float(value) for value in found if is_number(value)])
        except (ZeroDivisionError, statistics.StatisticsError):
            return error("Div")

    return function


def _one_record(database: object, field: object, asked: object) -> object:
    """Return DGET: what the only record has."""
    found = _records(database, field, asked)
    if len(found) != 1:
        raise Fault("Num" if found else "Value")
    return found[0]


def _product(numbers: list[float]) -> float:
    """Return the product of numbers; of none 0."""
    total = 1.0
    for one in numbers:
        total *= one
    return total if numbers else 0.0


def _count_records(database: object, field: object, asked: object) -> float:
    """Return DCOUNT: how many numbers there are."""
    return float(sum(map(is_number, _records(database, field or None, asked))))


def _count_any(database: object, field: object, asked: object) -> float:
    """Return DCOUNTA: how many cells hold something."""
    return float(sum(value is not None for value in _records(database, field or None, asked)))


CRITERIA: Final[dict[str, Callable[..., object]]] = {
    "XLQ_CONDITIONED": _conditioned,
    "DSUM": _of_records(sum),
    "DAVERAGE": _of_records(lambda numbers: sum(numbers) / len(numbers)),
    "DMAX": _of_records(lambda numbers: max(numbers, default=0.0)),
    "DMIN": _of_records(lambda numbers: min(numbers, default=0.0)),
    "DPRODUCT": _of_records(_product),
    "DSTDEV": _of_records(statistics.stdev),
    "DSTDEVP": _of_records(statistics.pstdev),
    "DVAR": _of_records(statistics.variance),
    "DVARP": _of_records(statistics.pvariance),
    "DGET": _one_record,
    "DCOUNT": _count_records,
    "DCOUNTA": _count_any,
}
"""Functions that take arrays as they are."""
