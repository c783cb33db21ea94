"""The chart of the portfolio sheet: what a show brings in 30 days beside what it costs, for the first rows shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from xl_quadrant.drawing.charts import Column, columns_chart, place
from xl_quadrant.drawing.page import Page
from xl_quadrant.drawing.styles import NAVY, QUADRANTS

BARS: Final = 15
"""So many clients are on the chart."""

LONGEST_LABEL: Final = 26

WIDTHS: Final = {"P:Y": 11, "Z": 2, "AA:AC": 12, "AD": 28}
_LEFT, _RIGHT = "P", "Y"
_SHOWN, _SO_FAR, _SHORT, _LABEL = "AA", "AB", "AC", "AD"
_WIDTH: Final = 21.0
_POINTS_PER_CM: Final = 28.35
_LINE: Final = 15.0


@dataclass(frozen=True, slots=True)
class Rows:
    """
    Where the table of clients stands.

    Parameters
    ----------
    header : int
        The row of its headings.
    first, last : int
        The rows of its first and last client.
    """

    header: int
    first: int
    last: int

    def area(self, letter: str) -> str:
        """Return the cells of a column."""
        return f"{letter}{self.first}:{letter}{self.last}"

    def column(self, letter: str) -> str:
        """Return the cells of a column as a formula of any row names them."""
        return f"${letter}${self.first}:${letter}${self.last}"

    @property
    def shown(self) -> str:
        """The cells that hold 1 where the filter shows a row."""
        return self.column(_SHOWN)


def draw_chart(page: Page, rows: Rows) -> tuple[int, str]:
    """
    Draw the chart, and below the table the figures it shows.

    Parameters
    ----------
    page : Page
        The sheet, with its table.
    rows : Rows
        Where the table stands.

    Returns
    -------
    tuple of int and str
        The last row of the figures, and the cells that the chart covers.

    Notes
    -----
    The chart follows the filter and the order of the table: it shows the first clients in sight that have the currency
    of the very first, because bars of different money cannot be compared.
    """
    currency = _beside_the_rows(page, rows)
    bars = min(BARS, rows.last - rows.first + 1)
    finding, heading = rows.last + 2, rows.last + 3
    page.put(f"B{finding}", _finding(rows, currency), "answer line")
    page.row(heading, "B", ["On the chart", "Currency"], "header left")
    page.row(heading, "D", ["Cash per show, 30 days", "Cost per show"], "header wrapped")
    page.sheet.row_dimensions[heading].height = 32
    first, last = heading + 1, heading + bars
    for row in range(first, last + 1):
        found = f"MATCH(ROWS($A${first}:$A{row}),{rows.column(_SO_FAR)},0)"
        page.put(f"B{row}", f'=IFERROR(INDEX({rows.column(_LABEL)},{found}),"")', "label set off")
        page.put(f"C{row}", f'=IFERROR(INDEX({rows.column("C")},{found}),"")', "label set off")
        for letter in "DE":
            page.figure(f"{letter}{row}", f'=IFERROR(INDEX({rows.column(letter)},{found}),"")', "general")
            page.sheet[f"{letter}{row}"].number_format = "#,##0"
    columns = [
        Column(f"{letter}{first}:{letter}{last}", f"{letter}{heading}", color)
        for letter, color in (("D", NAVY), ("E", QUADRANTS[1]))
    ]
    chart = columns_chart(
        page, columns, f"B{first}:B{last}", title=f"B{finding}", across="", up="money per show", sideways=True
    )
    chart.y_axis.crosses = "max"
    height = 3.5 + 0.8 * bars
    shows = "Bars: what a show brings in 30 days beside what it costs, for the first clients that the table shows."
    place(page, chart, f"{_LEFT}{rows.header}", (_WIDTH, height), shows)
    return last, f"{_LEFT}{rows.header}:{_RIGHT}{_row_below(page, rows.header, height)}"


def _row_below(page: Page, row: int, height: float) -> int:
    """Return the row that ends so many centimetres below where another begins."""
    left = height * _POINTS_PER_CM
    while left > 0:
        left -= page.sheet.row_dimensions[row].height or _LINE
        row += 1
    return row


def _beside_the_rows(page: Page, rows: Rows) -> str:
    """Write beside each row what averages and chart go by; return the cell of the currency that the chart is in."""
    currency = f"${_SO_FAR}${rows.header - 1}"
    page.put(f"{_SHOWN}{rows.header - 1}", "Chart in", "note line")
    first = f'=IFERROR(INDEX({rows.column("C")},MATCH(1,{rows.shown},0)),"")'
    page.put(currency.replace("$", ""), first, "note line")
    page.row(rows.header, _SHOWN, ["Shown", "So far in it", "Costs more", "On the chart"], "note")
    for row in range(rows.first, rows.last + 1):
        formulas = (
            f"=SUBTOTAL(103,B{row})",
            f"=N({_SO_FAR}{row - 1})+{_SHOWN}{row}*(C{row}={currency})",
            f"=IF(COUNT(D{row}:E{row})=2,1*(E{row}>D{row}),0)",
            f'=IF(LEN(B{row})>{LONGEST_LABEL},LEFT(B{row},{LONGEST_LABEL - 1})&"…",B{row})',
        )
        page.row(row, _SHOWN, formulas, "note line")
    return currency


def _finding(rows: Rows, currency: str) -> str:
    """Return the formula of what the chart shows, in a sentence."""
    ours = f"{rows.column('C')},{currency},{rows.shown},1"
    count, short = f"COUNTIFS({ours})", f"COUNTIFS({ours},{rows.column(_SHORT)},1)"
    where = f'IF({count}<SUM({rows.shown}),"In "&{currency}&", ","")'
    some = f'{short}&" of "&{count}&" clients: a show costs more than the cash it brings in 30 days"'
    none = f'{count}&" of "&{count}&" clients: a show brings more cash in 30 days than it costs"'
    return f'=IF({currency}="","No client is shown",{where}&IF({short}=0,{none},{some}))'
