"""The Results sheet: tiles, the talk's single question, every result of today and target, and how the money adds up."""

from __future__ import annotations

from openpyxl.workbook import Workbook

from xl_quadrant.business.metrics import METRICS
from xl_quadrant.business.terms import PARTS, TERM
from xl_quadrant.client_book.contract import SCENARIOS, output_name
from xl_quadrant.drawing.page import Page
from xl_quadrant.sheets import results_charts, talk
from xl_quadrant.sheets.money import HORIZONS, keyed, name_of

TITLE = "Results"
TILES = (
    ("B", "B", "cash_per_show_30", "Cash per show, 30 days"),
    ("C", "D", "cost_per_show", "Cost per show"),
    ("E", "G", "cash_per_buyer_life", "Lifetime value per buyer"),
    ("H", "K", "revenue_ceiling", "Revenue ceiling a month"),
    ("L", "N", "client_financed", "30-day profit : CAC"),
)
QUESTION_ROW = 9
MONEY_ROW = 42
DOOR_PRICES = ("calc_door_price_1", "calc_door_price_2", "calc_door_price_3", "calc_door_price_4")
COLUMNS = {"today": "D", "target": "E"}
BLOCKS = {"today": "DEFGH", "target": "JKLMN"}
"""The five horizons of each scenario, day 0 to lifetime."""


def draw(book: Workbook) -> None:
    """
    Draw the sheet.

    Parameters
    ----------
    book : openpyxl.Workbook
        The workbook being built.
    """
    widths = {"A": 2, "B": 38, "C": 20, "D:H": 12.5, "I": 2, "J:N": 12.5, "O": 2}
    page = Page(book, TITLE, widths)
    page.heading(TITLE, "What each show brings, and what you can pay for the next one", "N1")
    page.sample_note("B3:N3")
    _tiles(page)
    _question(page)
    scalars_row = _money(page, MONEY_ROW) + 2
    row = _scalars(page, scalars_row)
    talk_row = row + 2
    row = talk.draw(page, talk_row)
    charts_row = row + 2
    last = results_charts.draw(page, charts_row)
    page.break_before(MONEY_ROW, scalars_row, talk_row, charts_row)
    page.sheet.freeze_panes = "A4"
    page.print_on(f"A1:O{last}", landscape=True, pages_tall=0)
    page.owners_page("results", f"A1:O{MONEY_ROW - 1}")


def _tiles(page: Page) -> None:
    """Write the few figures that matter most, large."""
    for first, last, metric, label in TILES:
        kind = next(m.kind for m in METRICS if m.name == metric)
        today, target = (output_name(metric, scenario) for scenario in SCENARIOS)
        for row, style in ((4, "tile label"), (5, f"tile {kind}"), (6, "tile note")):
            page.fill(f"{first}{row}:{last}{row}", style)
        page.put(f"{first}4", label, "tile label")
        page.put(f"{first}5", f"={today}", f"tile {kind}")
        words = f"set_currency_sign&FIXED({target},0)" if kind == "money" else f'FIXED({target},2)&"×"'
        page.put(f"{first}6", f'=IF(ISNUMBER({target}),"target "&{words},"target –")', "tile note")
    page.sheet.row_dimensions[5].height = 30


def _question(page: Page) -> None:
    """Answer the talk's single question from the owner's own figures."""
    row = QUESTION_ROW - 1
    page.fill(f"B{row}:N{row}", "header")
    page.put(f"B{row}", "Out of 30-day profit, can you …", "header")
    page.put(f"C{row}", "Per show", "header right")
    page.put(f"D{row}", "Today", "header set off")
    page.put(f"J{row}", "Target", "header set off")
    for offset, price in enumerate(DOOR_PRICES):
        line = QUESTION_ROW + offset
        page.fill(f"B{line}:N{line}", "label")
        page.put(f"B{line}", f'="pay "&set_currency_sign&FIXED({price},0)&" to get someone in the door?"', "label")
        page.figure(f"C{line}", f"={price}", "money")
        for scenario, column in (("today", "D"), ("target", "J")):
            page.put(f"{column}{line}", _answer(price, scenario), "label set off")


def _answer(price: str, scenario: str) -> str:
    """Return the formula that answers from 30-day profit, and says where cash would say otherwise."""
    most, cash = (output_name(name, scenario) for name in ("max_cost_per_show_30", "cash_per_show_30"))
    amount, in_cash = f"set_currency_sign&FIXED(ABS({most}-{price}),0)", f"set_currency_sign&FIXED({cash},0)"
    low = f"{price}-set_tolerance*MAX(1,{price})"
    though = f"INDEX(lst_though,1+({cash}>={low}))"
    answers = f'IF({most}>={low},"Yes, with "&{amount}&" to spare","Not yet: "&{amount}&" short"&SUBSTITUTE({though},"*",{in_cash}))'
    return f'=IF(ISNUMBER({most}),{answers},"–")'


def _money(page: Page, row: int) -> int:
    """Show how the money adds up per show, horizon by horizon; return the last row."""
    page.fill(f"B{row}:N{row + 1}", "header")
    page.put(f"B{row}", "How the money adds up", "header")
    page.put(f"B{row + 1}", "Cash is what reaches the bank", "header")
    page.put(f"C{row + 1}", "Unit", "header")
    for scenario, letters in BLOCKS.items():
        page.fill(f"{letters[0]}{row}:{letters[-1]}{row}", "header across")
        page.put(f"{letters[0]}{row}", scenario.capitalize(), "header across")
        for end, letter in zip(HORIZONS, letters, strict=True):
            page.put(
                f"{letter}{row + 1}", {"0": "on the day", "life": "lifetime"}.get(end, f"{end} days"), "header right"
            )
    row += 1
    for name in (*PARTS, "cash_per_show", "costs", "profit_per_show"):
        row += 1
        total = name not in (*PARTS, "costs")
        page.put(f"B{row}", TERM[name].label, "total label" if total else "label")
        page.put(f"C{row}", TERM[name].unit, "unit")
        for scenario, letters in BLOCKS.items():
            for end, letter in zip(HORIZONS, letters, strict=True):
                look = "output" if total else "figure"
                page.figure(f"{letter}{row}", f"={name_of(keyed(name, end), scenario)}", "money", look=look)
    return row


def _scalars(page: Page, row: int) -> int:
    """Show every result that the table above it does not hold; return the last row."""
    _list_headings(page, row, "Every other result")
    for metric in (m for m in METRICS if not m.section.startswith("Cash") and m.section != "Gross profit"):
        row += 1
        page.put(f"B{row}", metric.label, "label")
        page.put(f"C{row}", metric.unit, "unit")
        for scenario in SCENARIOS:
            page.figure(
                f"{COLUMNS[scenario]}{row}", f"={output_name(metric.name, scenario)}", metric.kind, look="output"
            )
        page.put(f"F{row}", metric.note, "note line")
    return row


def _list_headings(page: Page, row: int, text: str) -> None:
    """Write the heading of a list with a column for each scenario."""
    page.fill(f"B{row}:N{row}", "header")
    page.put(f"B{row}", text, "header")
    page.put(f"C{row}", "Unit", "header")
    for scenario in SCENARIOS:
        page.put(f"{COLUMNS[scenario]}{row}", scenario.capitalize(), "header right")
