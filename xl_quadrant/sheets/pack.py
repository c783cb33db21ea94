"""
The function pack, built by code: every LAMBDA as a name, and a page for each function with an example that is live.

``python -m xl_quadrant.sheets.pack`` writes it where it is committed. That Excel runs the names was not tried in
Excel: **unproven**.
"""

from __future__ import annotations

import io
import math
from collections.abc import Iterator
from typing import Final

from openpyxl.cell.cell import TYPE_STRING
from openpyxl.workbook import Workbook
from openpyxl.workbook.properties import CalcProperties

from xl_quadrant import __version__
from xl_quadrant.bridges.examples import WorkedExample, worked, worked_examples
from xl_quadrant.bridges.lambda_names import with_function_names
from xl_quadrant.bridges.reference import PASSING_ON, sections
from xl_quadrant.catalogue import CATALOGUE, CATEGORIES, CatalogueFunction
from xl_quadrant.catalogue.native import has_twin, why_no_twin
from xl_quadrant.clients.templates_folder import templates_folder
from xl_quadrant.drawing.page import Page
from xl_quadrant.drawing.styles import add_styles
from xl_quadrant.engine.recalc import recalculate
from xl_quadrant.package.files import write_bytes
from xl_quadrant.package.reproducible import describe, same_each_time

PACK_NAME: Final = "functions.xlsx"
CONTENTS: Final = "Functions"

USES: Final = (
    "Every function here is a name of this workbook: type =CASH_PER_SHOW( in any cell, and Excel helps with the rest.",
    "They run in Excel 2024 and Excel for Microsoft 365 on Windows, Mac, the web and the phone, with nothing installed.",
    "To use them in a workbook of your own, copy any sheet of this one into it: the names come along.",
    "Ranges go in and columns come out: =LTV_CONTINUITY(A2:A99, 10%) fills the cells below it.",
    "Write 10% or 0.1 for a rate. Leave out what stands in [brackets]; what follows the = is then meant.",
    PASSING_ON,
)

_HELP_WIDTH: Final = 74
_LINE: Final = 15.0
_PAGE_HEIGHT: Final = 1060.0
"""How many points fit on a printed page, as wide as these sheets are."""


def build_pack() -> bytes:
    """
    Return the pack: drawn, named, calculated, and the same bytes each time.

    Returns
    -------
    bytes
        An .xlsx package.
    """
    stream = io.BytesIO()
    draw_pack().save(stream)
    named = with_function_names(stream.getvalue(), PACK_NAME)
    return same_each_time(recalculate(named, source=PACK_NAME).package)


def draw_pack() -> Workbook:
    """
    Return the pack as openpyxl holds it, without names and calculated values.

    Returns
    -------
    openpyxl.Workbook
        The list of functions, then a sheet for each category.
    """
    book = Workbook()
    book.remove(book["Sheet"])
    add_styles(book)
    _draw_contents(book, {function.name: row for _, rows in _places() for function, row in rows})
    for category, rows in _places():
        _draw_category(book, category, rows)
    book.active = 0
    book.calculation = CalcProperties(fullCalcOnLoad=True)
    describe(
        book, "Functions of xl-quadrant", "Unit economics as Excel functions", "LAMBDA, cash per show, lifetime value"
    )
    return book


def live_example(function: CatalogueFunction) -> WorkedExample | None:
    """
    Return the example of a function that the pack calculates.

    Parameters
    ----------
    function : CatalogueFunction
        The function.

    Returns
    -------
    WorkedExample or None
        Its first, with the first of each column where it works element by element; None without a LAMBDA.
    """
    if not has_twin(function):
        return None
    example = next(worked_examples(function))
    if function.kind != "elementwise":
        return example
    first = tuple(argument[0] if isinstance(argument, list) else argument for argument in example.arguments)
    return worked(function, example.text, first)


def _places() -> Iterator[tuple[str, list[tuple[CatalogueFunction, int]]]]:
    """Yield each category with its functions and the row where the page of each begins."""
    for category in CATEGORIES:
        row, rows = 4, []
        for function in CATALOGUE:
            if function.category == category:
                rows.append((function, row))
                row += len(_lines(function)) + 1
        yield category, rows


def _draw_contents(book: Workbook, rows: dict[str, int]) -> None:
    """Draw the first sheet: how to use the pack, and a row for each function."""
    page = Page(book, CONTENTS, {"A": 2, "B": 25, "C": 90, "D": 24, "E": 16, "F": 2})
    page.put("B1", "Functions", "title")
    page.sheet.row_dimensions[1].height = 30
    page.put("B2", f"Unit economics of a service business, xl-quadrant {__version__}", "subtitle")
    row = 4
    page.row(row, "B", ["How to use them", None, None, None], "header")
    for use in USES:
        row += 1
        page.put(f"B{row}", use, "plain")
    row += 2
    page.row(row, "B", ["Function", "What it returns", "Unit", "Example"], "header")
    first = row
    for category in CATEGORIES:
        row += 1
        page.row(row, "B", [category, None, None, None], "section")
        for function in CATALOGUE:
            if function.category == category:
                row += 1
                page.link(f"B{row}", f"'{category}'!B{rows[function.name]}", function.name)
                page.row(row, "C", [function.summary], "label")
                page.row(row, "D", [function.returned_unit], "unit")
                _put_example(page, f"E{row}", function, f"='{category}'!E{rows[function.name] + 2}")
    page.sheet.freeze_panes = f"A{first + 1}" if first < 12 else None
    page.print_on(f"A1:F{row}", landscape=False, pages_tall=0)


def _put_example(page: Page, cell: str, function: CatalogueFunction, formula: str) -> None:
    """Write the value of a live example, or that there is none."""
    example = live_example(function)
    if example is None:
        page.put(cell, "no LAMBDA", "unit")
    else:
        page.put(cell, formula, f"figure {_kind(function, example)}")


def _kind(function: CatalogueFunction, example: WorkedExample) -> str:
    """Return how the answer of an example is formatted."""
    if isinstance(example.answer, bool):
        return "flag"
    return "share" if function.returned_unit.startswith("rate") else "general"


def _draw_category(book: Workbook, category: str, rows: list[tuple[CatalogueFunction, int]]) -> None:
    """Draw the pages of one category's functions."""
    page = Page(book, category, {"A": 2, "B": 28, "C": 22, "D": _HELP_WIDTH, "E": 18, "F": 2})
    page.put("B1", category, "title")
    page.sheet.row_dimensions[1].height = 30
    page.link("B2", f"'{CONTENTS}'!A1", "All functions")
    used, last = 3 * _LINE + 15, 3
    for function, row in rows:
        heights = [_write(page, row + at, line) for at, line in enumerate(_lines(function))]
        example = live_example(function)
        if example is not None:
            page.put(f"E{row + 2}", example.formula, f"output {_kind(function, example)}")
        if used + sum(heights) > _PAGE_HEIGHT:
            page.break_before(row)
            used = 0.0
        used += sum(heights) + _LINE
        last = row + len(heights) - 1
    page.print_on(f"A1:F{last}", landscape=False, pages_tall=0, repeat_rows="1:2")


def _lines(function: CatalogueFunction) -> list[tuple[str, str, str, str]]:
    """Return the lines of a function's page: the style, then what stands in the columns B to D."""
    told = {section.title: section.rows for section in sections(function)}
    example = live_example(function)
    if example is None:
        shown = [("example", "No LAMBDA", f"It {why_no_twin(function)}. Use the add-in or Python.", "")]
    else:
        shown = [("example", "Example", example.formula, "")]
        shown += [("words", "", example.text.rstrip(".:") + ".", "")] if example.text else []
    return [
        ("header", function.name, "", function.summary),
        ("syntax", function.syntax, "", ""),
        *shown,
        ("text", "Returns", function.returned_unit, function.returns),
        *(("text", argument, unit, help_) for argument, unit, help_ in told["Arguments"]),
        *(("text", error, "", when) for error, when in told["Error conditions"]),
    ]


def _write(page: Page, row: int, line: tuple[str, str, str, str]) -> float:
    """Write one line of a page, and return how high it is."""
    style, *texts = line
    if style == "header":
        page.row(row, "B", [texts[0], texts[2], None, None], "header")
        return _LINE
    if style == "syntax":
        page.row(row, "B", [texts[0], None, None, None], "section")
        return _LINE
    if style == "example":
        page.put(f"B{row}", texts[0], "answer line")
        page.put(f"C{row}", texts[1], "plain").data_type = TYPE_STRING
        return _LINE
    if style == "words":
        page.put(f"C{row}", texts[1], "note line")
        return _LINE
    page.put(f"B{row}", texts[0], "text").data_type = TYPE_STRING
    page.put(f"C{row}", texts[1], "note")
    page.put(f"D{row}", texts[2], "text")
    height = _LINE * math.ceil(len(texts[2]) / (_HELP_WIDTH * 1.08))
    page.sheet.row_dimensions[row].height = height
    return height


if __name__ == "__main__":
    write_bytes(templates_folder() / PACK_NAME, build_pack(), force=True)
