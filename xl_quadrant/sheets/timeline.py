"""The Timeline sheet: 24 months of buyers, members and cash, and the month by month table that payback is read from."""

from __future__ import annotations

from typing import Final

from openpyxl.workbook import Workbook

from xl_quadrant.business.tables import LONGEST_PAYBACK
from xl_quadrant.client_book.contract import BLOCK_ROWS, SCENARIOS, TIMELINE_MONTHS
from xl_quadrant.drawing.charts import Column, lines_chart, place_over
from xl_quadrant.drawing.page import Page
from xl_quadrant.drawing.styles import NAVY, QUADRANTS
from xl_quadrant.sheets.money import when_ready

TITLE = "Timeline"

_START = "lst_start_month_{s}"
_FIRST_DUE = "lst_first_due_{s}"


def _surviving(month: str, start: str) -> str:
    """Return, per continuity offer, the share of its members who pay in a month; the first pays in month `start`."""
    paid = f"({month}-{start})*({month}>{start})"
    return f"({month}>={start})*(1-in_continuity_churn_{{s}}+({month}<={start}))^({paid})"


COLUMNS: Final = (
    # name, heading, kind, formula; {m} the month's cell, {r} the row, {p} the row before, [x] the column named x
    ("new_buyers", "New buyers", "count", "calc_new_buyers_{s}"),
    ("members_opening", "Members, opening", "count", "N([members_closing]{p})"),
    ("members_joined", "Joined", "count",
     f"calc_new_buyers_{{s}}*SUMPRODUCT(in_continuity_take_rate_{{s}}*({_START}<{{m}}))"),
    ("members_left", "Left", "count", "[members_opening]{r}+[members_joined]{r}-[members_closing]{r}"),
    ("members_closing", "Members, closing", "count",
     "N([members_closing]{p})+calc_new_buyers_{s}*SUMPRODUCT(in_continuity_take_rate_{s}*"
     f"{_surviving('({m}-1)', _START)})"),
    ("front", "Front end", "money", "calc_new_shows_{s}*calc_front_end_cash_{s}"),
    ("core", "Core package", "money",
     "N([core]{p})+calc_new_buyers_{s}*calc_kept_{s}*IF({m}=1,calc_paid_at_once_{s},calc_installment_{s}"
     "*(({m}-1)<=in_core_installments_{s})*(1-in_core_default_rate_{s})^({m}-1))"),
    ("products", "Products", "money", "calc_new_buyers_{s}*calc_kept_{s}*calc_products_price_{s}"),
    ("services", "Add-on services", "money", "calc_new_buyers_{s}*calc_kept_{s}*calc_services_price_{s}"),
    ("prepay", "Prepay and financing", "money",
     "calc_new_buyers_{s}*calc_drawn_forward_{s}-(1-calc_own_terms_{s})*[core]{r}"),
    ("continuity", "Continuity", "money",
     "N([continuity]{p})+calc_new_buyers_{s}*calc_kept_{s}*SUMPRODUCT(in_continuity_take_rate_{s}*in_continuity_price_{s}*"
     f"{_surviving('({m}-1)', _START)})"),
    ("total", "Total cash", "money", "SUM([front]{r}:[continuity]{r})"),
    ("ad_spend", "Ad spend", "money", "in_leads_per_month_{s}*in_cost_per_lead_{s}"),
    ("sales_cost", "Sales cost, rewards", "money",
     "out_buyers_{s}*in_costs_cost_per_sale_{s}+calc_new_buyers_{s}*in_referral_rate_{s}*in_referral_reward_{s}"),
    ("net", "Net", "money", "[total]{r}-[ad_spend]{r}-[sales_cost]{r}"),
    ("cumulative", "Cumulative", "money", "N([cumulative]{p})+[net]{r}"),
    ("ceiling", "Revenue ceiling", "money", "out_revenue_ceiling_{s}"),
)  # fmt: skip
LETTERS: Final = {name: letter for (name, *_), letter in zip(COLUMNS, "CDEFGHIJKLMNOPQRS", strict=True)}
FIRST_ROWS: Final = {"today": 21, "target": 49}
"""The first month's row of each scenario."""
PAYBACK_ROW: Final = 78


def draw(book: Workbook) -> None:
    """
    Draw the sheet.

    Parameters
    ----------
    book : openpyxl.Workbook
        The workbook being built.
    """
    page = Page(book, TITLE, {"A": 2, "B": 9, "C:S": 11.5, "T": 2})
    page.heading(TITLE, "24 months if every month brings the same new buyers", "S1")
    for scenario in SCENARIOS:
        _months(page, scenario)
        _chart(page, scenario)
    _payback(page)
    _members(page)
    page.sheet.freeze_panes = "C4"
    last = FIRST_ROWS["target"] + TIMELINE_MONTHS - 1
    page.break_before(FIRST_ROWS["target"] - 2)
    page.print_on(f"A1:T{last}", landscape=True, pages_tall=0)


def _months(page: Page, scenario: str) -> None:
    """Draw the months of one scenario."""
    first = FIRST_ROWS[scenario]
    page.fill(f"B{first - 2}:S{first - 2}", "section")
    page.put(f"B{first - 2}", scenario.capitalize(), "section")
    page.put(f"B{first - 1}", "Month", "header")
    for name, heading, _kind, _formula in COLUMNS:
        page.put(f"{LETTERS[name]}{first - 1}", heading, "header wrapped")
    page.sheet.row_dimensions[first - 1].height = 32
    for month in range(1, TIMELINE_MONTHS + 1):
        row = first + month - 1
        page.put(f"B{row}", month, "figure months")
        for name, _heading, kind, formula in COLUMNS:
            text = formula
            for other, letter in LETTERS.items():
                text = text.replace(f"[{other}]", letter)
            text = text.format(s=scenario, m=f"$B{row}", r=row, p=row - 1)
            look = "output" if name == "total" else "figure"
            page.figure(f"{LETTERS[name]}{row}", when_ready(text, scenario), kind, look=look)
    last = first + TIMELINE_MONTHS - 1
    for name, *_ in COLUMNS:
        page.name(f"out_timeline_{name}_{scenario}", f"{LETTERS[name]}{first}:{LETTERS[name]}{last}")


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
    place_over(page, chart, "B4:J18" if scenario == "today" else "K4:S18",
          f"Lines, {scenario}: cash, ad spend and the revenue ceiling over 24 months.")  # fmt: skip


def _payback(page: Page) -> None:
    """Draw profit per buyer month by month, and the months by which a buyer has paid back."""
    row = PAYBACK_ROW
    page.fill(f"B{row}:G{row + 1}", "header")
    page.put(f"B{row}", "Payback: profit of one buyer after each month", "header")
    page.put(f"B{row + 1}", "Month", "header")
    columns = {"today": ("C", "D"), "target": ("E", "F")}
    first, last = row + 2, row + 2 + LONGEST_PAYBACK
    for scenario, (profit, reached) in columns.items():
        page.put(f"{profit}{row + 1}", f"Profit, {scenario}", "header right")
        page.put(f"{reached}{row + 1}", "Paid back", "header right")
        page.name(f"lst_paid_back_{scenario}", f"{reached}{first}:{reached}{last}")
        page.name(f"out_payback_profit_{scenario}", f"{profit}{first}:{profit}{last}")
    page.name("lst_month", f"B{first + 1}:B{last}")
    for month in range(LONGEST_PAYBACK + 1):
        line = first + month
        page.put(f"B{line}", month, "figure months")
        for scenario, (profit, reached) in columns.items():
            opening = (
                "out_profit_per_buyer_0_{s}" if month == 0 else f"{profit}{line - 1}+{_profit_of_month(f'$B{line}')}"
            )
            page.figure(f"{profit}{line}", when_ready(opening.replace("{s}", scenario), scenario), "money")
            enough = f"{profit}{line}>=out_cac_{scenario}-set_tolerance*MAX(1,ABS(out_cac_{scenario}))"
            page.figure(f"{reached}{line}", when_ready(f'IF({enough},$B{line},"")', scenario), "months")


def _profit_of_month(month: str) -> str:
    """Return the formula of what one buyer brings on the days of one month after the first, day 30 m included."""
    return (
        f"calc_own_terms_{{s}}*calc_kept_{{s}}*calc_installment_{{s}}*({month}<=in_core_installments_{{s}})"
        f"*(1-in_core_default_rate_{{s}})^{month}"
        "+SUMPRODUCT(in_continuity_take_rate_{s}*(in_continuity_price_{s}*calc_kept_{s}-in_continuity_unit_cost_{s})*"
        f"{_surviving(month, _FIRST_DUE)})"
    )


def _members(page: Page) -> None:
    """Draw, for each continuity offer, the months in which its members first pay and when they are near their ceiling."""
    row = PAYBACK_ROW
    page.fill(f"I{row}:O{row + 1}", "header")
    page.put(f"I{row}", "Continuity offers, in months after the sale", "header")
    page.put(f"I{row + 1}", "Offer", "header")
    columns = (
        ("start_month", "Starts", "INT({day}/set_days_per_month)"),
        ("first_due", "Paid by", "ROUNDUP({day}/set_days_per_month,0)"),
        ("months_to_ceiling", "Near ceiling", ""),
    )
    first, last = row + 2, row + 1 + BLOCK_ROWS
    for line in range(first, last + 1):
        named = f"INDEX(in_continuity_name,$B{line}+1)"
        page.put(f"I{line}", f'=IF({named}="","",{named})', "label")
    for scenario, letters in (("today", "JKL"), ("target", "MNO")):
        for (name, heading, formula), letter in zip(columns, letters, strict=True):
            page.put(f"{letter}{row + 1}", f"{heading}, {scenario}", "header right")
            page.name(f"lst_{name}_{scenario}", f"{letter}{first}:{letter}{last}")
            for line in range(first, last + 1):
                at = f"$B{line}+1"
                day = f"INDEX(in_continuity_start_day_{scenario},{at})"
                text = formula.format(day=day) if formula else _near_ceiling(scenario, at)
                page.figure(f"{letter}{line}", f"={text}", "months")


def _near_ceiling(scenario: str, at: str) -> str:
    """Return the formula of the months until an offer's members are near their ceiling; a dash where nobody takes it."""
    take, churn = (f"INDEX(in_continuity_{column}_{scenario},{at})" for column in ("take_rate", "churn"))
    months = f"ROUNDUP(LN(1-set_ceiling_share)/LN(1-{churn})-set_tolerance,0)"
    return f'IF({take}=0,"–",IF({churn}=1,1,{months}))'
