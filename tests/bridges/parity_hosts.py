"""The hosts that are asked: each takes a function and cells, and answers with rows, errors by their names."""

import io
import re
from functools import cache

import formualizer
import formulon
import numpy as np
import openpyxl
from excel_process import reference
from parity_cases import as_rows, cases, without_empty_texts

from xl_quadrant.bridges.lambda_names import with_function_names
from xl_quadrant.catalogue.native import has_twin, why_no_twin
from xl_quadrant.engine.our_functions import HeadlessFunctions
from xl_quadrant.errors import EXCEL_ERRORS, XlQuadrantError
from xl_quadrant.excel_functions.error_kinds import error_name
from xl_quadrant.package.parts import Package

NOT_AVAILABLE = 2042 - 2146828288
"""What COM gives for #N/A."""

FORMULON_ERRORS = ("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A")
"""In formulon's order."""

APART = 32
"""Rows from one call to the next, enough for every answer."""

WIDE = 3
"""Columns for each argument."""

ANSWER_COLUMN = 40


class Host:
    """What answers; the expected rows say how large the answer is, for a host that must be told."""

    def why_not(self, function):
        """Return why the host does not have a function; None where it has."""


class Python(Host):
    """Arrays and numbers, called directly; a blank is None."""

    letter, name = "P", "Python, on arrays"

    def answer(self, function, arguments, expected):
        given = map(without_empty_texts, arguments)
        spread = function.kind in ("elementwise", "spilling")
        given = [_array(value) if spread and isinstance(value, list) else value for value in given]
        try:
            answer = function.python(*given)
        except XlQuadrantError as error:
            fails = [cell for row in expected for cell in row if cell in EXCEL_ERRORS]
            if len(fails) < len(expected) * len(expected[0]) and error.excel_error in fails:
                return expected  # of a range in which one element fails, Python raises that element's error
            return [[error.excel_error] * len(row) for row in expected]
        if isinstance(answer, np.ndarray) and answer.ndim == 3:
            answer = answer[:, 0, :]
        return as_rows(answer.tolist() if isinstance(answer, np.ndarray) else answer)


def _array(rows):
    cells = np.empty((len(rows), len(rows[0])), dtype=object)
    for at, row in enumerate(rows):
        cells[at] = row
    return cells


class Xlwings(Host):
    """References to cells, through the call path xlwings has on Windows."""

    letter, name = "X", "Excel through xlwings"

    def __init__(self, excel):
        self.excel = excel

    def answer(self, function, arguments, expected):  # noqa: ARG002 - every host is asked alike
        cells = [value if isinstance(value, list) else [[value]] for value in arguments]
        given = [reference(*([_com(cell) for cell in row] for row in rows)) for rows in cells]
        rows = self.excel.rows(function.name, *given)
        return rows if function.name == "EXPLAIN" else [[_error_named(cell) for cell in row] for row in rows]


def _com(cell):
    return NOT_AVAILABLE if cell == "#N/A" else cell


def _error_named(cell):
    """Return a text that says what went wrong as the error it begins with."""
    return next((name for name in EXCEL_ERRORS if isinstance(cell, str) and cell.startswith(name)), cell)


class Headless(Host):
    """References to cells, in formualizer."""

    letter, name = "H", "headless engine"

    def __init__(self):
        self.functions, self.book, self.row = HeadlessFunctions(), formualizer.Workbook(), 1
        self.functions.register(self.book)
        self.book.add_sheet("S")

    def answer(self, function, arguments, expected):
        top, self.row = self.row, self.row + APART
        places = []
        for at, value in enumerate(arguments):
            rows = value if isinstance(value, list) else [[value]]
            places.append(area(top, 1 + WIDE * at, rows))
            for i, j, cell in filled(rows):
                if cell == "#N/A":
                    self.book.set_formula("S", top + i, 1 + WIDE * at + j, "=NA()")
                else:
                    self.book.set_value("S", top + i, 1 + WIDE * at + j, cell)
        place = ("S", top, ANSWER_COLUMN)
        formula = f"={function.name}({','.join(places)})"
        self.book.set_formula(*place, self.functions.numbered(formula, place))
        return [[self.shown(top + i, ANSWER_COLUMN + j) for j in range(len(expected[0]))] for i in range(len(expected))]

    def shown(self, row, column):
        value = self.book.evaluate_cell("S", row, column)
        return error_name(value) or value


class Lambda(Host):
    """References to cells, the LAMBDA twins as names of a workbook, in formulon."""

    letter, name = "L", "LAMBDA twins, in formulon"

    def why_not(self, function):
        return None if has_twin(function) else f"{function.name} {why_no_twin(function)}"

    def answer(self, function, arguments, expected):  # noqa: ARG002 - the same
        book, tops = _lambda_book()
        top = tops[function.name, repr(arguments)]
        places = [
            area(top, 1 + WIDE * at, value if isinstance(value, list) else [[value]])
            for at, value in enumerate(arguments)
        ]
        rows = book.evaluate_formula_array(0, top - 1, ANSWER_COLUMN, f"={function.name}({','.join(places)})")
        return [
            [FORMULON_ERRORS[c.error_code] if c.kind.name == "ERROR" else c.to_python() for c in row] for row in rows
        ]


@cache
def _lambda_book():
    """Return a workbook with the arguments of every call, and the first row of each."""
    book = openpyxl.Workbook()
    tops = {}
    for number, (function, _, arguments) in enumerate(case for case in cases() if has_twin(case[0])):
        top = tops[function.name, repr(arguments)] = 1 + 4 * number
        for at, value in enumerate(arguments):
            for i, j, cell in filled(value if isinstance(value, list) else [[value]]):
                book.active.cell(top + i, 1 + WIDE * at + j).value = cell
    stream = io.BytesIO()
    book.save(stream)
    package = Package(with_function_names(stream.getvalue()))
    # formulon 0.18 reads an optional parameter only where it is declared in brackets
    lowered = re.sub(rb"_xlop\.(\w+)", rb"[_xlpm.\1]", package.part(package.workbook_part))
    return formulon.Workbook.load(package.replaced({package.workbook_part: lowered})), tops


def area(row, column, rows):
    """Return the address of cells, such as A1 or A1:B3."""
    first, last = ((row, column), (row + len(rows) - 1, column + len(rows[0]) - 1))
    letters = openpyxl.utils.get_column_letter
    start, end = (f"{letters(c)}{r}" for r, c in (first, last))
    return start if start == end else f"{start}:{end}"


def filled(rows):
    """Yield row, column and value of each cell that holds something."""
    for i, row in enumerate(rows):
        for j, cell in enumerate(row):
            if cell is not None:
                yield i, j, cell
