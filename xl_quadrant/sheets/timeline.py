"""The Timeline sheet: 24 months of buyers, members, cash and what is spent, down to what is left."""

from __future__ import annotations

from typing import Final

from openpyxl.workbook import Workbook

from xl_quadrant.business.timeline import MONTH_TERMS
from xl_quadrant.client_book.contract import SCENARIOS, TIMELINE_MONTHS
from xl_quadrant.drawing.charts import Column, lines_chart, place_over
from xl_quadrant.drawing.page import Page
from xl_quadrant.drawing.styles import NAVY, QUADRANTS
from xl_quadrant.sheets.money import on_names, when_ready
from xl_quadrant.sheets.months import TIMED

TITLE = "Timeline"

COLUMNS: Final = (
    # name, heading, kind, formula; {p} the row before, [x] a term, :x: the column named x, <x> a month's own, ~ to
    ("new_buyers", "New buyers", "count", "[new_buyers]"),
    ("members_opening", "Members, opening", "count", "IF($B{r}=1,<members_now>,N(:members_closing:{p}))"),
    ("members_joined", "Joined", "count", "[new_buyers]*<joined>"),
    ("members_left", "Left", "count", ":members_opening:{r}+:members_joined:{r}-:members_closing:{r}"),
    ("members_closing", "Members, closing", "count", "[new_buyers]*<alive>+<members_now>"),
    *((part, heading, "money", f"[new_shows]*[{part}]") for part, heading in (
        ("front", "Front end"), ("core", "Core package"), ("products", "Products"), ("services", "Add-on services"),
        ("prepay", "Prepay and financing"))),
    ("continuity", "Continuity", "money", "[new_shows]*[continuity]+<now_cash>"),
    ("total", "Total cash", "money", "SUM(:front:{r}~:continuity:{r})"),
    ("delivery", "Goods, delivery, commission", "money", "[new_shows]*[costs]+<now_cost>"),
    ("ad_spend", "Ad spend", "money", "[ad_spend]"),
    ("sales_cost", "Cost per sale, rewards", "money", "[sales_cost]"),
    ("fixed_costs", "Fixed costs", "money", "[costs_fixed_costs_per_month]"),
    ("net", "Net", "money", ":total:{r}-:delivery:{r}-:ad_spend:{r}-:sales_cost:{r}-:fixed_costs:{r}"),
    ("cumulative", "Cumulative", "money", "N(:cumulative:{p})+:net:{r}"),
    ("ceiling", "Revenue ceiling", "money", "[revenue_ceiling]"),
)  # fmt: skip
LETTERS: Final = {name: letter for (name, *_), letter in zip(COLUMNS, "CDEFGHIJKLMNOPQRSTU", strict=True)}
FIRST_ROWS: Final = {"today": 21, "target": 49}
"""The first month's row of each scenario."""


def draw(book: Workbook) -> None:
    """
    Draw the sheet.

    Parameters
    ----------
    book : openpyxl.Workbook
        The workbook being built.
    """
    page = Page(book, TITLE, {"A": 2, "B": 9, "C:U": 11.5, "V": 2})
    page.heading(TITLE, "24 months if every month brings the same new buyers", "U1")
    for scenario in SCENARIOS:
        _months(page, scenario)
        _chart(page, scenario)
    page.sheet.freeze_panes = "C4"
    last = FIRST_ROWS["target"] + TIMELINE_MONTHS - 1
    page.break_before(FIRST_ROWS["target"] - 2)
    page.print_on(f"A1:V{last}", landscape=True, pages_tall=0)


def _months(page: Page, scenario: str) -> None:
    """Draw the months of one scenario."""
    first = FIRST_ROWS[scenario]
    page.fill(f"B{first - 2}:U{first - 2}", "section")
    page.put(f"B{first - 2}", scenario.capitalize(), "section")
    page.put(f"B{first - 1}", "Month", "header")
    for name, heading, _kind, _formula in COLUMNS:
        page.put(f"{LETTERS[name]}{first - 1}", heading, "header wrapped")
    page.sheet.row_dimensions[first - 1].height = 46
    for month in range(1, TIMELINE_MONTHS + 1):
        row = first + month - 1
        page.put(f"B{row}", month, "figure months")
        for name, _heading, kind, formula in COLUMNS:
            look = "output" if name == "total" else "figure"
            page.figure(f"{LETTERS[name]}{row}", when_ready(_placed(formula, scenario, row), scenario), kind, look=look)
    last = first + TIMELINE_MONTHS - 1
    for name, *_ in COLUMNS:
        page.name(f"out_timeline_{name}_{scenario}", f"{LETTERS[name]}{first}:{LETTERS[name]}{last}")


def _placed(formula: str, scenario: str, row: int) -> str:
    """Return the formula of a cell: on the columns of the sheet, on the terms of the money and on a month's own."""
    number = f"$B{row}"
    places = {name: f"INDEX(lst_month_{name}_{scenario},{number})" for name in (*TIMED, *MONTH_TERMS)}
    for name, place_of in places.items():
        formula = formula.replace(f"<{name}>", place_of)
    for name, letter in LETTERS.items():
        formula = formula.replace(f":{name}:", letter)
    return on_names(formula.replace("~", ":").replace("{r}", str(row)).replace("{p}", str(row - 1)), scenario, places)


def _chart(page: Page, scenario: str) -> None:
    """Draw the months of one scenario against its revenue ceiling, with the finding as the title."""
    first = FIRST_ROWS[scenario]
    last = first + TIMELINE_MONTHS - 1
    cash, ceiling = (
        f"INDEX(out_timeline_total_{scenario},ROWS(out_timeline_total_{scenario}))",
        f"out_revenue_ceiling_{scenario}",
    )
    amount = f'set_currency_sign&FIXED({cash},0)&" in month "&B{last}&", of a ceiling of "&set_currency_sign&FIXED({ceiling},0)'
    title = f'=IF(ISNUMBER({ceiling}),"{scenario.capitalize()}: cash of "&{amount},"{scenario.capitalize()}: cash a month and its ceiling")'
    page.put(f"D{first - 2}", title, "section")
    columns = [
        Column(f"{LETTERS[name]}{first}:{LETTERS[name]}{last}", f"{LETTERS[name]}{first - 1}", color, labels=False)
        for name, color in (("total", NAVY), ("ad_spend", QUADRANTS[1]), ("ceiling", QUADRANTS[2]))
    ]
    chart = lines_chart(page, columns, f"B{first}:B{last}", title=f"D{first - 2}", across="month", up="money per month")
    place_over(page, chart, "B4:K18" if scenario == "today" else "L4:U18",
          f"Lines, {scenario}: cash, ad spend and the revenue ceiling over 24 months.")  # fmt: skip
