"""The sheet with the whole collected table, which is a roster, and the sheet that says what its columns are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.filters import AutoFilter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.table import Table, TableColumn

from xl_quadrant.drawing.many_rows import with_rows
from xl_quadrant.drawing.page import Page
from xl_quadrant.drawing.styles import FORMATS
from xl_quadrant.package.parts import Package
from xl_quadrant.portfolio.columns import Column, columns_of
from xl_quadrant.portfolio.not_read import printable

if TYPE_CHECKING:
    import pandas as pd

TITLE: Final = "All figures"
COLUMNS: Final = "Columns"

_ANY_MONEY: Final = "#,##0.00"
_WIDTHS: Final = {"name": 30, "file": 34, "note": 40, "errors": 30}


def draw(book: Workbook, frame: pd.DataFrame) -> None:
    """
    Draw the sheet with its headings; its figures are put in by `with_figures`.

    Parameters
    ----------
    book : openpyxl.Workbook
        The workbook being built.
    frame : pandas.DataFrame
        The collected table.
    """
    page = Page(book, TITLE, {})
    for number, column in enumerate(columns_of(set(frame.columns)), start=1):
        letter = get_column_letter(number)
        page.put(f"{letter}1", column.heading, "header left")
        _dress(page.sheet.column_dimensions[letter], column)
    page.sheet.row_dimensions[1].height = 45
    last = f"{get_column_letter(len(frame.columns))}{1 + len(frame)}"
    if len(frame):
        page.sheet.add_table(_as_table(frame, f"A1:{last}"))
    page.sheet.freeze_panes = "B2"
    page.print_on(f"A1:{last}", landscape=True, pages_tall=0, repeat_rows="1:1")
    page.sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=False)  # it is too wide for one page
    page.sheet.print_title_cols = "A:A"
    page.sheet.page_setup.scale = 60


def draw_columns(book: Workbook, frame: pd.DataFrame) -> None:
    """
    Draw the sheet that says what each column is.

    Parameters
    ----------
    book : openpyxl.Workbook
        The workbook being built.
    frame : pandas.DataFrame
        The collected table.
    """
    page = Page(book, COLUMNS, {"A": 2, "B": 40, "C": 50, "D": 30, "E": 78, "F": 2})
    page.put("B1", COLUMNS, "title")
    page.sheet.row_dimensions[1].height = 30
    page.put("B2", f"What each column of the sheet {TITLE} holds", "subtitle")
    page.row(4, "B", ["Column", "What it is", "Unit", "Note"], "header")
    row = 4
    for row, column in enumerate(columns_of(set(frame.columns)), start=5):
        page.row(row, "B", [column.heading, column.label], "label")
        page.row(row, "D", [column.unit or "text", column.note], "unit")
    page.sheet.freeze_panes = "A5"
    page.print_on(f"A1:F{row}", landscape=True, pages_tall=0, repeat_rows="4:4")


def with_figures(content: bytes, frame: pd.DataFrame) -> bytes:
    """
    Return a portfolio with its figures below the headings that `draw` wrote.

    Parameters
    ----------
    content : bytes
        The workbook.
    frame : pandas.DataFrame
        The collected table.

    Returns
    -------
    bytes
        The whole file. Texts stay texts, whatever they begin with.
    """
    package = Package(content, "portfolio")
    part = package.sheets[TITLE]
    blank = frame.isna().to_numpy()
    rows = (
        [
            None if none else printable(value) if isinstance(value, str) else value
            for value, none in zip(row, nones, strict=True)
        ]
        for row, nones in zip(frame.astype(object).to_numpy(), blank, strict=True)
    )
    return package.replaced({part: with_rows(package.part(part), rows)})


def _dress(dimension: Any, column: Column) -> None:
    """Give the empty cells of a column their number format and width."""
    text = column.kind in ("text", "word")
    dimension.number_format = _ANY_MONEY if column.kind == "money" else FORMATS[column.kind]
    dimension.width = _WIDTHS.get(column.heading, max(18 if text else 13, 0.65 * len(column.heading)))


def _as_table(frame: pd.DataFrame, area: str) -> Table:
    """Return what makes an area a table; openpyxl would make all its cells to learn the headings."""
    columns = [TableColumn(id=number, name=heading) for number, heading in enumerate(frame.columns, start=1)]
    return Table(displayName="AllFigures", ref=area, tableColumns=columns, autoFilter=AutoFilter(ref=area))
