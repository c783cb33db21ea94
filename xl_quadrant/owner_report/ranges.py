"""The sheet of ranges: how sure the main results are, and which input each of them hangs on."""

from __future__ import annotations

from typing import Final

import pandas as pd
from openpyxl.workbook import Workbook

from xl_quadrant.business.input_ranges import InputSpan
from xl_quadrant.business.metrics import METRICS
from xl_quadrant.business.result_ranges import TORNADOES, Ranges, ranges
from xl_quadrant.drawing.charts import Column, columns_chart, place
from xl_quadrant.drawing.page import Page
from xl_quadrant.drawing.styles import NAVY, QUADRANTS
from xl_quadrant.errors import InvalidClient
from xl_quadrant.owner_report.figures import put_figure, put_text
from xl_quadrant.records.measurement import Actuals

TITLE: Final = "Ranges"
BARS: Final = 10
"""So many inputs are on each tornado."""

MAIN: Final = (
    "cash_per_show_30",
    "profit_per_show_30",
    "cost_per_show",
    "max_cost_per_show_30",
    "cash_per_buyer_life",
    "client_financed",
    "ltgp_to_cac",
    "month_profit_30",
    "month_profit_life",
    "revenue_ceiling",
)
"""The results whose ranges are shown."""

_METRICS: Final = {metric.name: metric for metric in METRICS}
_CHART_ROWS: Final = 17


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
    page = Page(book, TITLE, {"A": 2, "B": 54, "C:F": 14, "G:H": 14, "I": 24, "J": 2})
    page.put("B1", "How sure the results are", "title")
    page.sheet.row_dimensions[1].height = 30
    try:
        known = ranges(found.client)
    except InvalidClient:
        page.put("B2", "The client file is not complete: what no record tells must be typed first", "subtitle")
        page.print_on("A1:J3", landscape=True)
        return
    told = f"{known.draws:,} draws of all inputs together, from seed {known.seed}; low and high hold 90%"
    page.put("B2", f"{told}; calculated from the records of {found.window.as_of}", "subtitle")
    row = _results(page, known, found.currency, 4)
    starts = []
    for result in TORNADOES:
        starts.append(row + 2)
        row = _tornado(page, known, result, found.currency, row + 2)
    page.break_between(starts, f"J{row}")
    page.print_on(f"A1:J{row}", landscape=True, pages_tall=0)


def _results(page: Page, known: Ranges, currency: str, row: int) -> int:
    """Draw the ranges of the main results, and the chance that a show pays for itself; return the last row."""
    page.row(row, "B", ["Result"], "header")
    page.row(row, "C", ["Counted on", "Low", "Median", "High"], "header right")
    table = known.results.to_dict("index")
    for name in MAIN:
        row += 1
        page.put(f"B{row}", _METRICS[name].label, "label")
        for letter, value in zip("CDEF", table[name].values(), strict=True):
            kind = _METRICS[name].kind
            put_figure(page, f"{letter}{row}", value, kind, currency)
            if kind == "ratio":
                page.sheet[f"{letter}{row}"].number_format = '0.00"×"'
    row += 1
    page.put(f"B{row}", "Chance that a show pays for itself in 30 days", "total label")
    page.put(f"C{row}", known.pays_for_itself, "output rate")
    return row


def _tornado(page: Page, known: Ranges, result: str, currency: str, row: int) -> int:
    """Draw what each input alone does to one result, the widest first, with its bars; return the last row."""
    spans = {".".join(map(str, span.path)): span for span in known.inputs}
    moved = known.tornado[(known.tornado["result"] == result) & (known.tornado["width"] > 0)]
    table: pd.DataFrame = moved.head(BARS)
    base = known.results.to_dict("index")[result]["base"]
    page.put(f"B{row}", f"{_METRICS[result].label}, each input alone", "header")
    page.row(row, "C", ["Input at low", "Input at high", "At low", "At high", "Low adds", "High adds"], "header right")
    page.row(row, "I", ["Known by"], "header set off")
    first = row + 1
    for line in table.to_dict("records"):
        row += 1
        span: InputSpan = spans[line["path"]]
        put_text(page, f"B{row}", span.label, "label")
        put_figure(page, f"C{row}", span.low, span.kind, currency, cents=True)
        put_figure(page, f"D{row}", span.high, span.kind, currency, cents=True)
        for letter, value in (("E", line["at_low"]), ("F", line["at_high"])):
            put_figure(page, f"{letter}{row}", value, "money", currency)
        for letter, value in (("G", line["at_low"] - base), ("H", line["at_high"] - base)):
            put_figure(page, f"{letter}{row}", value, "money", currency)
            page.sheet[f"{letter}{row}"].number_format = "+#,##0;-#,##0;0"
        put_text(page, f"I{row}", span.basis, "label set off")
    bars = [
        Column(f"{letter}{first}:{letter}{row}", f"{letter}{first - 1}", color, labels=False)
        for letter, color in (("G", QUADRANTS[1]), ("H", NAVY))
    ]
    chart = columns_chart(
        page, bars, f"B{first}:B{row}", title=f"B{first - 1}", across="", up="money", stacked=True, sideways=True
    )
    chart.x_axis.tickLblPos = "low"
    shows = f"Bars: what each input at its low and at its high adds to {_METRICS[result].label.lower()}."
    place(page, chart, f"B{row + 2}", (25.0, 8.2), shows)
    return row + 2 + _CHART_ROWS
