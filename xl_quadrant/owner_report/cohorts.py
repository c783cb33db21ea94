"""The sheet of cohorts: what each month's first shows have brought by their age, a triangle with its chart."""

from __future__ import annotations

from typing import Final

from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook

from xl_quadrant.business.results import calculate
from xl_quadrant.drawing.charts import Column, columns_chart, place
from xl_quadrant.drawing.page import Page
from xl_quadrant.drawing.styles import NAVY, QUADRANTS
from xl_quadrant.errors import InvalidClient
from xl_quadrant.owner_report.figures import put_figure
from xl_quadrant.records.cohorts import AGES
from xl_quadrant.records.measurement import Actuals

TITLE: Final = "Cohorts"
_PLANNED: Final = {0: "cash_per_show_0", 30: "cash_per_show_30", 60: "cash_per_show_60", 90: "cash_per_show_90"}


def draw(book: Workbook, found: Actuals) -> None:
    """
    Draw the sheet.

    Parameters
    ----------
    book : openpyxl.Workbook
        The workbook being built.
    found : Actuals
        The measured business.
    """
    page = Page(book, TITLE, {"A": 2, "B": 26, "C:J": 13, "K": 2})
    page.put("B1", "Cash per show by age", "title")
    page.sheet.row_dimensions[1].height = 30
    told = "What the first shows of a month have brought, after fees and refunds, by day 0, 30, 60 … after them"
    page.put("B2", told, "subtitle")
    if not len(found.cohorts):
        page.put("B4", "There are no shows in these files: export appointments, with what became of them.", "note line")
        page.print_on("A1:K4", landscape=True)
        return
    row = _triangle(page, found, 4, "show", "Per show")
    together = row + 2
    buyers = _together(page, found, together) + 12
    row = _triangle(page, found, buyers, "buyer", "Per buyer")
    page.break_between([together, buyers], f"K{row}")
    page.print_on(f"A1:K{row}", landscape=True, pages_tall=0)


def _triangle(page: Page, found: Actuals, row: int, basis: str, title: str) -> int:
    """Draw one triangle; ages that a month has not reached stay blank. Return its last row."""
    page.row(row, "B", [f"{title}, first show in"], "header")
    page.row(row, "C", ["Shows", "Buyers", *(f"By day {age}" for age in AGES)], "header right")
    for cohort in found.cohorts.to_dict("records"):
        row += 1
        page.put(f"B{row}", str(cohort["month"]), "label")
        put_figure(page, f"C{row}", cohort["shows"], "count", "")
        put_figure(page, f"D{row}", cohort["buyers"], "count", "")
        for place_of, age in enumerate(AGES):
            letter = get_column_letter(5 + place_of)
            put_figure(page, f"{letter}{row}", cohort[f"{basis}_{age}"], "money", found.currency)
    return row


def _together(page: Page, found: Actuals, row: int) -> int:
    """Draw all months together beside what the client file counts on, with a chart; return its last row."""
    first, last = 5, row - 2
    page.row(row, "B", ["All months of that age"], "header")
    page.row(row, "C", ["", "", *(f"By day {age}" for age in AGES)], "header right")
    page.put(f"B{row + 1}", "Realized", "total label")
    page.put(f"B{row + 2}", "As the client file counts", "label")
    planned = _planned(found)
    for place_of, age in enumerate(AGES):
        letter = get_column_letter(5 + place_of)
        area = f"{letter}{first}:{letter}{last}"
        weights = f"($C{first}:$C{last})*ISNUMBER({area})"
        formula = f'=IF(COUNT({area})=0,"",SUMPRODUCT({weights},{area})/SUMPRODUCT({weights}))'
        put_figure(page, f"{letter}{row + 1}", None, "money", found.currency, look="output")
        page.sheet[f"{letter}{row + 1}"].value = formula
        put_figure(page, f"{letter}{row + 2}", planned.get(age), "money", found.currency)
    for letter in "CD":
        page.put(f"{letter}{row + 1}", None, "output general")
        page.put(f"{letter}{row + 2}", None, "figure general")
    lines = [
        Column(f"E{row + 1}:J{row + 1}", f"B{row + 1}", NAVY),
        Column(f"E{row + 2}:J{row + 2}", f"B{row + 2}", QUADRANTS[1]),
    ]
    chart = columns_chart(page, lines, f"E{row}:J{row}", title="B1", across="", up="money per show")
    shows = "Columns: cash per show realized by each age, beside what the client file counts on."
    place(page, chart, f"B{row + 4}", (24.0, 5.6), shows)
    return row + 4


def _planned(found: Actuals) -> dict[int, float]:
    """Return cash per show as the measured client file counts it; nothing where it is not complete."""
    try:
        answers = calculate(found.client.today)
    except InvalidClient:
        return {}
    return {age: answers[name] for age, name in _PLANNED.items()}
