"""Excel's functions in Python, registered with the engine."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial
from typing import Any

from xl_quadrant.excel_functions.array_functions import OF_ARRAYS
from xl_quadrant.excel_functions.cell_values import cells_of, element_by_element, whole
from xl_quadrant.excel_functions.number_formats import formatted
from xl_quadrant.excel_functions.text_functions import OF_TEXTS
from xl_quadrant.excel_functions.value_functions import BY_ELEMENT, compared
from xl_quadrant.formulas.elements import SmallWorkbook, calculated


def register(book: Any, small_workbook: Callable[[], SmallWorkbook], *, from_1904: bool) -> None:
    """
    Register the functions in a workbook of the engine.

    Parameters
    ----------
    book : formualizer.Workbook
        Before its first evaluation.
    small_workbook : callable
        Makes an empty workbook, in which formulas are calculated for each element.
    from_1904 : bool
        Whether its days are counted from 1904.
    """

    def each(template: str, kinds: str, *arguments: object) -> object:
        if (template, kinds) == ("INT(XLQ_0)", "e"):  # asked for so often that a workbook for each would be slow
            (rows,) = arguments
            if isinstance(rows, list) and all(type(cell) in (int, float) for row in rows for cell in row):
                return [[float(math.floor(cell)) for cell in row] for row in rows]
        return calculated(small_workbook(), template, kinds, arguments)

    def days(holidays: object) -> object:
        texts = any(isinstance(cell, str) for cell in cells_of([holidays]))
        rows = each("DATEVALUE(XLQ_0)", "e", holidays) if texts else holidays
        cells = [cell for cell in cells_of([rows]) if cell is not None]
        return [[cell] for cell in cells] or [[0.0]]

    found = {name: whole(function) for name, function in OF_ARRAYS.items()}
    found |= {name: element_by_element(function) for name, function in (BY_ELEMENT | OF_TEXTS).items()}
    found["TEXT"] = element_by_element(partial(formatted, from_1904=from_1904))
    found |= {"XLQ_COMPARE": compared, "XLQ_DAYS": whole(days), "XLQ_EACH": whole(each)}
    for name, function in found.items():
        book.register_function(name, function, min_args=0, max_args=None, allow_override_builtin=True)
