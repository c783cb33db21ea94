"""The workbooks of this folder as cases, and what each engine answers."""

import math
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import formualizer
import formulon
import openpyxl
from openpyxl.worksheet.formula import ArrayFormula

from xl_quadrant import recalculate
from xl_quadrant.client_book.libreoffice import converted
from xl_quadrant.formulas.our_calls import calls_ours
from xl_quadrant.package.addresses import position_of
from xl_quadrant.package.parts import Package
from xl_quadrant.package.stored_values import formula_values
from xl_quadrant.package.values import ErrorValue

FOLDER = Path(__file__).parent
CASES = "cases"
ERRORS = ("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#SPILL!", "#CALC!")
PREFIX = re.compile(r"_xlfn\.(?:_xlws\.)?|_xlpm\.")
"""What files store before the names of newer functions and of arguments."""

AGREE = re.compile(r"agree: ([^;]+)(?:; .+)?", re.DOTALL)
"""A source that names the engines that agree, and perhaps where to read more."""

RELATIVE = 1e-9
"""Numbers agree to nine digits where a case says nothing else."""


@dataclass(frozen=True)
class Case:
    """One row of a sheet of cases."""

    book: str
    cell: str
    what: str
    formula: str
    expected: float | bool | str
    tolerance: float | None
    source: str

    @property
    def place(self):
        """Where it is."""
        return f"{self.book} {CASES}!{self.cell}"

    @property
    def engines(self):
        """The engines that its source names."""
        found = AGREE.fullmatch(self.source)
        return found[1].split(", ") if found else []

    def agrees(self, found):
        """Say whether an answer is the one expected, of the same type."""
        if isinstance(self.expected, ErrorValue):
            return isinstance(found, ErrorValue) and found in (self.expected, self.expected.stored)
        if isinstance(self.expected, (bool, str)):
            return type(found) is type(self.expected) and found == self.expected
        if isinstance(found, bool) or not isinstance(found, (int, float)):
            return False
        if self.tolerance is not None:
            return abs(found - self.expected) <= self.tolerance
        return math.isclose(found, self.expected, rel_tol=RELATIVE, abs_tol=1e-12)


def books():
    """Return every workbook of this folder by its name."""
    return {path.stem: path.read_bytes() for path in sorted(FOLDER.glob("*.xlsx"))}


@cache
def cases_of(book):
    """Return the cases of a workbook: its rows with a formula."""
    sheet = openpyxl.load_workbook(FOLDER / f"{book}.xlsx")[CASES]
    found = []
    for row in sheet.iter_rows(min_row=2, max_col=5):
        what, formula, expected, tolerance, source = (cell.value for cell in row)
        if isinstance(formula, ArrayFormula):
            formula = f"{{{formula.text}}}"
        if formula is not None:
            as_excel_shows = PREFIX.sub("", formula)
            found.append(Case(book, f"B{row[0].row}", what, as_excel_shows, _told(expected), tolerance, source))
    return found


def calls_ours_anywhere(content):
    """Say whether a workbook calls our functions in any cell."""
    package = Package(content)
    return any(calls_ours(package.part(part).decode()) for part in package.sheets.values())


def by_us(books):
    """Return what our `recalculate` stores, by workbook and cell."""
    answers = {}
    for name, content in books.items():
        values = recalculate(content).values
        answers |= {(name, cell): value for (sheet, cell), value in values.items() if sheet == CASES}
    return answers


def by_formualizer(books):
    """Return what formualizer stores without what we mend; nothing for a workbook it gives up at."""
    answers = {}
    for name, content in books.items():
        try:
            done = formualizer.recalculate_xlsx_bytes(content)["bytes"]
        except OSError:
            continue
        answers |= _stored(name, done)
    return answers


def by_formulon(books):
    """Return what formulon answers."""
    answers = {}
    for name, content in books.items():
        with formulon.Workbook.load(content) as book:
            book.recalc()
            sheet = [book.sheet_name(index) for index in range(book.sheet_count())].index(CASES)
            for case in cases_of(name):
                row, column = position_of(case.cell)
                answers[name, case.cell] = _plain(book.get_value(sheet, row - 1, column - 1))
    return answers


def by_libreoffice(books):
    """Return what LibreOffice stores when it calculates every formula anew."""
    done = zip(books, converted(list(books.values()), "xlsx"), strict=True)
    return {place: value for name, content in done for place, value in _stored(name, content).items()}


def _told(value):
    """Return a value as engines are to give it; an empty cell expects an empty text, an error's name the error."""
    if value in ERRORS:
        return ErrorValue(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    return "" if value is None else value


def _plain(value):
    """Return a value of formulon as the other engines give it."""
    if value.kind == formulon.ValueKind.ERROR:
        return ErrorValue(formulon.error_display_name(value.error_code))
    found = value.to_python()
    return float(found) if isinstance(found, int) and not isinstance(found, bool) else found


def _stored(name, content):
    """Return the values stored for the cases of a workbook."""
    values = formula_values(Package(content, name))
    return {(name, f"B{row}"): value for (sheet, row, column), value in values.items() if (sheet, column) == (CASES, 2)}
