"""Functions of arrays in Python: stacked, wrapped, made larger, each once, multiplied, looked up."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable
from itertools import chain
from typing import Any, Final

from xl_quadrant.excel_functions.annuities import OF_FLOWS
from xl_quadrant.excel_functions.arithmetic_functions import OF_ALL
from xl_quadrant.excel_functions.cell_values import Rows, cells_of, is_error, is_number, number, rows_of, shown
from xl_quadrant.excel_functions.criteria import CRITERIA
from xl_quadrant.excel_functions.error_kinds import Fault, error
from xl_quadrant.excel_functions.regular_expressions import OF_PARTS
from xl_quadrant.excel_functions.text_functions import OF_MANY_TEXTS, pattern_of
from xl_quadrant.package.addresses import LAST_ROW

_LINES: Final = re.compile(r"(?:.*!)?\$?[A-Z]{0,3}\$?(\d+):\$?[A-Z]{0,3}\$?(\d+)", re.IGNORECASE | re.DOTALL)


def _stacked(*arrays: object) -> Rows:
    """Return VSTACK: one above the other; what is narrower is filled up."""
    rows = [row for array in arrays for row in rows_of(array)]
    return _filled(rows, len(rows), max(map(len, rows)))


def _side_by_side(*arrays: object) -> Rows:
    """Return HSTACK: one beside the other; what is shorter is filled up."""
    return _turned(_stacked(*(_turned(rows_of(array)) for array in arrays)))


def _expanded(array: object, rows: object, columns: object = None, filling: object = None) -> Rows:
    """Return EXPAND: an array with more rows and columns."""
    block = rows_of(array)
    height = len(block) if rows is None else int(number(rows))
    width = len(block[0]) if columns is None else int(number(columns))
    if height < len(block) or width < len(block[0]):
        raise Fault("Value")
    return _filled(block, height, width, error("Na") if filling is None else filling)


def _wrapped(vector: object, count: object, filling: object = None) -> Rows:
    """Return WRAPROWS: a row or column cut into rows."""
    cells, width = list(cells_of([vector])), int(number(count))
    if width < 1:
        raise Fault("Num")
    rows = [cells[start : start + width] for start in range(0, len(cells), width)]
    return _filled(rows, len(rows), min(width, len(cells)), error("Na") if filling is None else filling)


def _wrapped_down(vector: object, count: object, filling: object = None) -> Rows:
    """Return WRAPCOLS: a row or column cut into columns."""
    return _turned(_wrapped(vector, count, filling))


def _each_once(array: object, across: object = None, once: object = None) -> Rows:
    """Return UNIQUE: each row once, or those that are there once; upper and lower case are the same."""
    rows = _turned(rows_of(array)) if across else rows_of(array)
    keys = [tuple(value.casefold() if isinstance(value, str) else str(value) for value in row) for row in rows]
    times = Counter(keys)
    first = dict(zip(reversed(keys), reversed(rows), strict=True))
    found = [first[key] for key in dict.fromkeys(keys) if not once or times[key] == 1]
    if not found:
        raise Fault("Calc")
    return _turned(found) if across else found


def _most_frequent(*values: object) -> object:
    """Return MODE: the number that is there most often, the first of several."""
    cells = list(cells_of(values))
    wrong = next(filter(is_error, cells), None)
    times = Counter(filter(is_number, cells))
    if wrong is not None or not times or times.most_common(1)[0][1] < 2:
        return wrong or error("Na")
    return times.most_common(1)[0][0]


def _multiplied(left: object, right: object) -> Rows:
    """Return MMULT: the product of two matrices."""
    one, other = _matrix(left), _matrix(right)
    if len(one[0]) != len(other):
        raise Fault("Value")
    return [
        [sum(a * b for a, b in zip(row, column, strict=True)) for column in zip(*other, strict=True)] for row in one
    ]


def _inverse(array: object) -> Rows:
    """Return MINVERSE: the inverse of a square matrix."""
    import numpy as np

    matrix = np.array(_square(array))
    try:
        with np.errstate(all="ignore"):
            found = np.linalg.inv(matrix)
    except np.linalg.LinAlgError as failure:
        raise Fault("Num") from failure
    if not np.isfinite(found).all():
        raise Fault("Num")
    return [list(map(float, row)) for row in found]


def _determinant(array: object) -> float:
    """Return MDETERM: the determinant of a square matrix."""
    import numpy as np

    with np.errstate(all="ignore"):
        return float(np.linalg.det(np.array(_square(array))))


def _numbers(*values: object) -> Rows:
    """Return the numbers among cells, one below the other."""
    return _column([value for value in cells_of(values) if is_number(value) or is_error(value)])


def _numbers_in_place(array: object) -> Rows:
    """Return an array with 0 for all that is no number."""
    return [[value if is_number(value) or is_error(value) else 0.0 for value in row] for row in rows_of(array)]


def _without_errors(*values: object) -> Rows:
    """Return the numbers among cells without errors."""
    return _column([value for value in cells_of(values) if is_number(value)])


def _errors(array: object) -> Rows:
    """Return 1 for each cell that is an error, and 0."""
    return [[float(is_error(value)) for value in row] for row in rows_of(array)]


def _last(array: object) -> object:
    """Return the last element."""
    return rows_of(array)[-1][-1]


def _rows_between(lines: object) -> Rows:
    """Return the numbers of the rows of an address, one below the other."""
    found = _LINES.fullmatch(shown(lines).strip())
    if found is None:
        raise Fault("Ref")
    first, final = sorted(map(int, found.groups()))
    if not 1 <= first <= final <= LAST_ROW:
        raise Fault("Ref")
    return _column([float(row) for row in range(first, final + 1)])


def _looked_up_text(sought: object, where: object, found: object = None) -> object:
    """Return LOOKUP of a text: the last of the texts that is not after it."""
    block = rows_of(where)
    wide = len(block[0]) > len(block)
    lines = _turned(block) if wide else block
    keys = [line[0] for line in lines]
    answers = list(cells_of([found])) if found is not None else [line[-1] for line in lines]
    texts = [(key.casefold(), at) for at, key in enumerate(keys) if isinstance(key, str)]
    place = bisect_right([text for text, _ in texts], shown(sought).casefold()) - 1
    return answers[texts[place][1]] if place >= 0 else error("Na")


def _matched(sought: object, where: object, wild: object = 1.0, from_last: object = 0.0) -> object:
    """Return MATCH of the same value of the same kind; a text may have wildcards."""
    block = rows_of(where)
    if is_error(sought) or (len(block) > 1 < len(block[0])):
        return sought if is_error(sought) else error("Na")
    kind, value = (bool, sought) if isinstance(sought, bool) else (float, sought or 0.0)
    if isinstance(sought, str):
        text = pattern_of(sought) if wild else re.compile(re.escape(sought), re.IGNORECASE)
        hits = [isinstance(cell, str) and bool(text.fullmatch(cell)) for cell in cells_of([where])]
    else:
        hits = [isinstance(cell, kind) and cell == value for cell in cells_of([where])]
    if True not in hits:
        return error("Na")
    return float(len(hits) - hits[::-1].index(True) if from_last else hits.index(True) + 1)


def _next_to(sought: object, where: object, mode: object) -> object:
    """Return the place of a value, or of the next smaller or larger: texts come after numbers, logicals after those."""
    if is_error(sought):
        return sought
    own = _order(0.0 if sought is None else sought)
    up = number(mode) > 0
    cells = [(cell, at) for at, cell in enumerate(cells_of([where]), 1) if cell is not None and not is_error(cell)]
    keys = [(_order(cell), at) for cell, at in cells]
    fitting = [(key, at) for key, at in keys if (key >= own if up else key <= own)]
    if not fitting:
        return error("Na")
    best = min(fitting)[0] if up else max(fitting)[0]
    return float(next(at for key, at in fitting if key == best))


def _order(value: Any) -> tuple[int, Any]:
    """Return where a value stands in the order of Excel."""
    kind = 2 if isinstance(value, bool) else 1 if isinstance(value, str) else 0
    return kind, value.casefold() if kind == 1 else float(value)


def _spread(array: object, rows: object, columns: object) -> Rows:
    """Return the cells of an array formula: one row or column, or one value, all along; the rest is ``#N/A``."""
    block, height, width = rows_of(array), int(number(rows)), int(number(columns))
    lines = block * height if len(block) == 1 else block[:height]
    return _filled([line * width if len(line) == 1 else line[:width] for line in lines], height, width)


def _filled(rows: Rows, height: int, width: int, filling: Any = None) -> Rows:
    """Return rows of one length, blanks as 0 as a formula shows them."""
    filling = error("Na") if filling is None else filling
    longer = [[0.0 if value is None else value for value in row] + [filling] * (width - len(row)) for row in rows]
    return longer + [[filling] * width for _ in range(height - len(rows))]


def _turned(rows: Rows) -> Rows:
    """Return rows as columns."""
    return [list(column) for column in zip(*rows, strict=True)]


def _column(values: list[Any]) -> Rows:
    """Return values one below the other."""
    if not values:
        raise Fault("Num")
    return [[value] for value in values]


def _matrix(array: object) -> list[list[float]]:
    """Return an array of numbers."""
    rows = rows_of(array)
    wrong = next(filter(is_error, chain(*rows)), None)
    if wrong is not None or not all(map(is_number, chain(*rows))):
        raise Fault(wrong["kind"] if wrong else "Value")
    return rows


def _square(array: object) -> list[list[float]]:
    """Return an array with as many rows as columns."""
    matrix = _matrix(array)
    if len(matrix) != len(matrix[0]):
        raise Fault("Value")
    return matrix


OF_ARRAYS: Final[dict[str, Callable[..., object]]] = {
    "VSTACK": _stacked,
    "HSTACK": _side_by_side,
    "EXPAND": _expanded,
    "WRAPROWS": _wrapped,
    "WRAPCOLS": _wrapped_down,
    "UNIQUE": _each_once,
    "MODE": _most_frequent,
    "MODE.SNGL": _most_frequent,
    "MMULT": _multiplied,
    "MINVERSE": _inverse,
    "MDETERM": _determinant,
    "XLQ_NUMBERS": _numbers,
    "XLQ_NUMBERS_IN_PLACE": _numbers_in_place,
    "XLQ_WITHOUT_ERRORS": _without_errors,
    "XLQ_ERRORS": _errors,
    "XLQ_LAST": _last,
    "XLQ_ROWS": _rows_between,
    "XLQ_LOOKUP_TEXT": _looked_up_text,
    "XLQ_MATCH": _matched,
    "XLQ_NEXT": _next_to,
    "XLQ_SPREAD": _spread,
    **OF_MANY_TEXTS,
    **OF_FLOWS,
    **OF_ALL,
    **CRITERIA,
    **OF_PARTS,
}
"""Functions that take arrays as they are."""
