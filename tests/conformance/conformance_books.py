"""
The workbooks that are written here: ``cases/*.toml`` as ``*.xlsx`` beside them.

``python tests/conformance/conformance_books.py`` writes them anew. Formulas carry a value from before that is wrong, so
that an engine which leaves it there is found out.
"""

import datetime
import io
import re
import tomllib
import zipfile
from pathlib import Path

import xlsxwriter
from openpyxl.utils import FORMULAE
from xlsxwriter.utility import xl_cell_to_rowcol

from xl_quadrant.package.reproducible import BUILT

FOLDER = Path(__file__).parent
WRITTEN = sorted((FOLDER / "cases").glob("*.toml"))
STALE = "a value from before"
EXCEL = frozenset((FOLDER.parent / "golden" / "excel_functions.txt").read_text("utf-8").split())
CALL = re.compile(r"(?<![\w.])[A-Za-z][A-Za-z0-9.]*(?=\()")
HEADINGS = ("what", "formula", "expected", "tolerance", "source")


def build(path):
    """Return the workbook that a file of cases stands for."""
    told = tomllib.loads(path.read_text("utf-8"))
    stream = io.BytesIO()
    options = {"in_memory": True, "date_1904": told.get("date_1904", False)}
    with xlsxwriter.Workbook(stream, options) as book:
        book.set_properties({"title": told["about"], "author": "xl-quadrant", "created": BUILT})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        cases = book.add_worksheet("cases")
        others = {title: book.add_worksheet(title) for title in told.get("sheets", {})}
        for name, text in told.get("names", {}).items():
            book.define_name(name, text)
        for column, (heading, width) in enumerate(zip(HEADINGS, (48, 60, 20, 10, 60), strict=True)):
            cases.write_string(0, column, heading, book.add_format({"bold": True}))
            cases.set_column(column, column, width)
        for row, (what, formula, expected, source, *tolerance) in enumerate(told["cases"], start=1):
            for column, value in enumerate((what, formula, expected, *(tolerance or [""]), source)):
                write(cases, row, column, value, day)
        for title, blocks in told.get("sheets", {}).items():
            for address, rows in blocks.items():
                first_row, first_column = xl_cell_to_rowcol(address)
                for i, cells in enumerate(rows):
                    for j, value in enumerate(cells):
                        write(others[title], first_row + i, first_column + j, value, day)
        for place, (first, formula, count) in told.get("chains", {}).items():
            title, _, column = place.partition("!")
            for row in range(1, count + 1):
                text = formula.format(row=row, before=row - 1, after=row + 1) if row > 1 else first
                value = text if text.startswith("=") else float(text)
                write(others[title], row - 1, ord(column) - ord("A"), value, day)
        for place, formula in told.get("arrays", {}).items():
            title, _, area = place.partition("!")
            others[title].write_array_formula(area, formula, None, STALE)
        for name, (title, area, headings, totals) in told.get("tables", {}).items():
            columns = [{"header": heading} for heading in headings]
            others[title].add_table(area, {"name": name, "columns": columns, "total_row": totals})
    return stream.getvalue()


def write(sheet, row, column, value, day):
    """Write one cell: ``{=…}`` is an array formula, ``[=…]`` one that spills, an empty text nothing."""
    match value:
        case bool():
            sheet.write_boolean(row, column, value)
        case int() | float():
            sheet.write_number(row, column, value)
        case datetime.date():
            sheet.write_datetime(row, column, value, day)
        case "":
            pass
        case str() if array := re.fullmatch(r"\{(=.*)\}", value, re.DOTALL):
            sheet.write_array_formula(row, column, row, column, stored(array[1]), None, STALE)
        case str() if array := re.fullmatch(r"\[(=.*)\]", value, re.DOTALL):
            sheet.write_dynamic_array_formula(row, column, row, column, stored(array[1]), None, STALE)
        case str() if value.startswith("="):
            sheet.write_formula(row, column, stored(value), None, STALE)
        case str():
            sheet.write_string(row, column, value)


def stored(formula):
    """Return a formula as files store it: functions younger than Excel 2007 have a prefix."""
    outside_texts = re.split(r'("[^"]*")', formula)
    outside_texts[::2] = [CALL.sub(with_prefix, piece) for piece in outside_texts[::2]]
    return "".join(outside_texts)


def with_prefix(call):
    """Return one name before a parenthesis, with a prefix if it needs one."""
    name = call[0].upper()
    if name not in EXCEL or name in FORMULAE:
        return call[0]
    return f"{'_xlfn._xlws.' if name in ('FILTER', 'SORT') else '_xlfn.'}{name}"


def parts(content):
    """Return what each part of a package holds, however it is packed."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def write_all():
    """Write every workbook whose parts are not those that stand there."""
    for path in WRITTEN:
        target, content = FOLDER / f"{path.stem}.xlsx", build(path)
        if not target.exists() or parts(target.read_bytes()) != parts(content):
            target.write_bytes(content)


if __name__ == "__main__":
    write_all()
