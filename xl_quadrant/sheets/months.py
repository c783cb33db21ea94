"""The months on the Workings sheet: what the timeline and payback are made of, month by month."""

from __future__ import annotations

from typing import Final

from openpyxl.utils import get_column_letter

from xl_quadrant.business.tables import LONGEST_PAYBACK
from xl_quadrant.business.terms import TERM, Term
from xl_quadrant.business.timeline import MONTH_TERMS, MonthTerm
from xl_quadrant.client_book.contract import SCENARIOS, TIMELINE_MONTHS
from xl_quadrant.drawing.page import Page
from xl_quadrant.sheets.money import on_names, when_ready

TIMED: Final = ("collected", "members_cash", "members_cost")
"""The terms that depend on the horizon by themselves; all others that do are made of these."""

PAYBACK: Final = (*TIMED, "profit", "paid_back")


def draw(page: Page, row: int) -> int:
    """
    Draw the months of the timeline, then those of payback.

    Parameters
    ----------
    page : Page
        The Workings sheet.
    row : int
        The row of the heading.

    Returns
    -------
    int
        The last row.
    """
    row = _timeline(page, row)
    return _payback(page, row + 2)


def _timeline(page: Page, row: int) -> int:
    """Draw what each month of the timeline is made of; return the last row."""
    page.row(row, "B", ["Months of the timeline", "Days at the end of it"], "header")
    columns = [*TIMED, *MONTH_TERMS]
    terms: dict[str, Term | MonthTerm] = {**{name: TERM[name] for name in TIMED}, **MONTH_TERMS}
    first, last = row + 1, row + TIMELINE_MONTHS
    for line in range(first, last + 1):
        page.put(f"B{line}", line - row, "figure whole")
        page.figure(f"C{line}", f"=B{line}*set_days_per_month", "days")
    for place, (scenario, name) in enumerate((s, name) for s in SCENARIOS for name in columns):
        letter = get_column_letter(5 + place)
        page.put(f"{letter}{row}", f"{terms[name].label}, {scenario}", "header wrapped")
        for line in range(first, last + 1):
            formula = on_names(terms[name].excel, scenario, {"days": f"$C{line}"})
            so_far = f"N({letter}{line - 1})+{formula}" if name == "alive" else formula
            page.figure(f"{letter}{line}", when_ready(so_far, scenario), terms[name].kind)
        page.name(f"lst_month_{name}_{scenario}", f"{letter}{first}:{letter}{last}")
    return last


def _payback(page: Page, row: int) -> int:
    """Draw profit per buyer after each month, and the months by which a buyer has paid back; return the last row."""
    page.row(row, "B", ["Months of payback", "Days that count by then"], "header")
    first, last = row + 1, row + 1 + LONGEST_PAYBACK
    for line in range(first, last + 1):
        page.put(f"B{line}", line - first, "figure whole")
        page.figure(f"C{line}", f"=B{line}*set_days_per_month+1", "days")
    page.name("lst_month", f"B{first + 1}:B{last}")
    for number, scenario in enumerate(SCENARIOS):
        letters = dict(
            zip(PAYBACK, (get_column_letter(5 + number * len(PAYBACK) + n) for n in range(len(PAYBACK))), strict=True)
        )
        for name, letter in letters.items():
            page.put(f"{letter}{row}", f"{name.replace('_', ' ').capitalize()}, {scenario}", "header wrapped")
        for line in range(first, last + 1):
            places = {"days": f"$C{line}", **{name: f"{letters[name]}{line}" for name in TIMED}}
            for name in TIMED:
                formula = on_names(TERM[name].excel, scenario, {"days": places["days"]})
                page.figure(f"{letters[name]}{line}", when_ready(formula, scenario), TERM[name].kind)
            profit = f"({on_names(TERM['profit_per_show'].excel, scenario, places)})/{on_names('[close_rate]', scenario, {})}"
            page.figure(f"{letters['profit']}{line}", when_ready(profit, scenario), "money")
            cac = f"out_cac_{scenario}"
            enough = f"{letters['profit']}{line}>={cac}-set_tolerance*MAX(1,ABS({cac}))"
            page.figure(f"{letters['paid_back']}{line}", when_ready(f'IF({enough},$B{line},"")', scenario), "months")
        page.name(f"lst_paid_back_{scenario}", f"{letters['paid_back']}{first}:{letters['paid_back']}{last}")
        page.name(f"out_payback_profit_{scenario}", f"{letters['profit']}{first}:{letters['profit']}{last}")
    return last
