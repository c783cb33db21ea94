"""The Workings sheet, the last one: what a calculation needs and no owner reads."""

from __future__ import annotations

from typing import Final

from openpyxl.workbook import Workbook

from xl_quadrant.business.currencies import AMOUNTS, CURRENCIES, currency_size
from xl_quadrant.business.model import CLIENT_FIELDS
from xl_quadrant.business.single_levers import SINGLE_LEVERS
from xl_quadrant.drawing.page import Page
from xl_quadrant.sheets import action_plan, choreography_words, fix_first, months, published, sensitivity, used_offers
from xl_quadrant.sheets.case_list import (
    CASH_30,
    lever_cases,
    on_today,
    price_cases,
    single_cases,
    value_of,
)
from xl_quadrant.sheets.cases import MoneyTable
from xl_quadrant.sheets.money import HORIZONS, when_ready

TITLE: Final = "Workings"
LIFETIME: Final = 1e12
"""Days so many that every payment ever made falls before them, and so few that days are still told apart."""

POSITION: Final = ("today", "target", "start", "end", "cash_at_start", "cash_at_end", "per_unit", "lowest", "highest",
                   "best", "room")  # fmt: skip
"""What is worked out of each single figure, in columns from E."""


def draw(book: Workbook) -> None:
    """
    Draw the sheet.

    Parameters
    ----------
    book : openpyxl.Workbook
        The workbook being built.
    """
    page = Page(book, TITLE, {"A": 2, "B": 44, "C": 52, "D:BK": 14})
    page.heading(TITLE, "What the other sheets are calculated from", "E1")
    row = _currencies(page, _asked(page, 4) + 2)
    printed = _though(page, row + 2)
    row = _horizons(page, printed + 2)
    first = row + 3
    letters = dict(zip(POSITION, "EFGHIJKLMNO", strict=True))
    places = {
        lever.name: (f"${letters['start']}${line}", f"${letters['end']}${line}")
        for line, lever in enumerate(SINGLE_LEVERS, start=first)
    }
    cases = [*lever_cases(), *single_cases(places), *price_cases(sensitivity.price_steps(page))]
    table = MoneyTable(page, first + len(SINGLE_LEVERS) + 1, cases)
    _positions(page, first, letters, table)
    table.draw()
    row = used_offers.draw(page, table.last + 2, sensitivity.churn_steps(page))
    row = months.draw(page, row + 2)
    row = fix_first.draw_gains(page, row + 2, table)
    row = sensitivity.draw_prices(page, row + 2, table)
    last = choreography_words.draw(page, row + 2)
    row = published.draw_list(page, last + 2)
    action_plan.draw_words(page, row + 2)
    page.sheet.freeze_panes = "E4"
    page.print_on(f"A1:F{printed}", landscape=True, pages_tall=0)


def _asked(page: Page, row: int) -> int:
    """Write the amounts that a client asks about, at the size of the currency where they are blank; return the last row."""
    page.row(row, "B", ["What is asked", "Unit", "The talk's", "Used"], "header")
    fields = {field.name: field for field in CLIENT_FIELDS}
    for name, amount in AMOUNTS.items():
        row += 1
        page.put(f"B{row}", fields[name].label, "label")
        page.put(f"C{row}", fields[name].quantity.unit, "unit")
        page.put(f"D{row}", amount, "figure money")
        used = f'=IF(in_{name}="",D{row}*set_currency_size,in_{name})'
        page.figure(f"E{row}", used, "money", name=f"calc_{name}")
    return row


def _currencies(page: Page, row: int) -> int:
    """Write the currencies with their signs and sizes, and those of this client; return the last row."""
    page.row(row, "B", ["Currency", "Sign", "Size", "This client's"], "header")
    first, last = row + 1, row + len(CURRENCIES)
    found = f"MATCH(in_currency,B{first}:B{last},0)"
    page.put(f"E{first}", f'=IFERROR(INDEX(C{first}:C{last},{found}),in_currency&" ")', "figure general")
    page.put(f"E{first + 1}", f"=IFERROR(INDEX(D{first}:D{last},{found}),1)", "figure general")
    page.name("set_currency_sign", f"E{first}")
    page.name("set_currency_size", f"E{first + 1}")
    for offset, (code, symbol) in enumerate(CURRENCIES):
        page.put(f"B{first + offset}", code, "label")
        page.put(f"C{first + offset}", symbol, "label")
        page.put(f"D{first + offset}", currency_size(code), "figure general")
    return last


def _though(page: Page, row: int) -> int:
    """Write what is added to an answer of no, without and with enough cash, where * stands for it; return the last row."""
    page.row(row, "B", ["Added to an answer of no", "", "", ""], "header")
    words = ('=""', " in profit; cash of * would cover it")
    for line, text in enumerate(words, start=row + 1):
        page.put(f"B{line}", text, "label")
    page.name("lst_though", f"B{row + 1}:B{row + len(words)}")
    return row + len(words)


def _horizons(page: Page, row: int) -> int:
    """Write the days of each horizon; return the last row."""
    page.row(row, "B", ["Horizons", "Unit", "", "Days"], "header")
    for line, end in enumerate(HORIZONS, start=row + 1):
        page.put(f"B{line}", {"0": "On the day", "life": "Lifetime"}.get(end, f"{end} days"), "label")
        page.put(f"C{line}", "days", "unit")
        before = f"=E{line - 1}+set_days_per_month" if line > row + 2 else "=set_days_per_month"
        days = {"0": 1, "life": LIFETIME}.get(end, before)
        page.figure(f"E{line}", days, "general", name=f"set_horizon_{end}")
    return row + len(HORIZONS)


def _positions(page: Page, first: int, letters: dict[str, str], table: MoneyTable) -> None:
    """Write where each single figure stands, how far it can go and what it is worth."""
    page.row(first - 1, "B", ["Single figures", "Unit", "", *(name.replace("_", " ") for name in POSITION)], "header")
    for line, lever in enumerate(SINGLE_LEVERS, start=first):
        page.put(f"B{line}", lever.label, "label")
        page.put(f"C{line}", lever.unit, "unit")
        at = {name: f"{letter}{line}" for name, letter in letters.items()}
        known = {"today": at["today"], "target": at["target"]}
        low, high = (0, 1) if lever.from_nothing else (f"{at['today']}+({at['today']}=0)", f"2*{at['start']}")
        change = f"{at['cash_at_end']}-{at['cash_at_start']}"
        worth = f"IF(ABS({change})<=set_tolerance*MAX(1,ABS({at['cash_at_start']})),0,({change})/({at['end']}-{at['start']}))"
        formulas = {
            "today": value_of(lever, "today"),
            "target": f"IF(calc_ready_target,{value_of(lever, 'target')},{at['today']})",
            "start": low,
            "end": high,
            "cash_at_start": table.place(f"{lever.name}_start", CASH_30),
            "cash_at_end": table.place(f"{lever.name}_end", CASH_30),
            "per_unit": worth,
            "lowest": _on(lever.lowest_excel, known),
            "highest": _on(lever.highest_excel, known),
            "best": f"IF({at['per_unit']}>0,{at['highest']},{at['lowest']})",
            "room": f"ABS({at['best']}-{at['today']})",
        }
        for name, formula in formulas.items():
            kind = "general" if name == "per_unit" else "money" if name.startswith("cash") else lever.kind
            page.figure(at[name], when_ready(str(formula), "today"), kind)
    last = first + len(SINGLE_LEVERS) - 1
    for name, letter in letters.items():
        page.name(f"out_must_be_true_{name}", f"{letter}{first}:{letter}{last}")


def _on(formula: str, known: dict[str, str]) -> str:
    """Return a formula on the names of today and the cells of a lever."""
    return on_today(formula.format(**known))
