"""The table on the Results sheet that adds up the money, horizon by horizon: first per buyer, then per show."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from xl_quadrant.business.cash import PARTS
from xl_quadrant.client_book.contract import SCENARIOS, output_name
from xl_quadrant.drawing.page import Page

HORIZONS: Final = ("0", "30", "60", "90", "life")
BLOCKS: Final = {"today": "DEFGH", "target": "JKLMN"}
"""The five horizons of each scenario, day 0 to lifetime."""

NOT_READY: Final = "–"


@dataclass(frozen=True, slots=True)
class Line:
    """
    One line of the table: the same formula at each horizon.

    Parameters
    ----------
    key : str
        What other lines call it.
    label, unit : str
        What the sheet shows.
    formula : callable
        Takes the cell of the horizon's days and gives the formula; ``{s}`` stands for the scenario and ``[key]`` for
        the cell of another line at the same horizon.
    lifetime : str, optional
        The formula at the lifetime horizon, where it is another.
    """

    key: str
    label: str
    unit: str
    formula: Callable[[str], str]
    lifetime: str | None = None


def _same(formula: str) -> Callable[[str], str]:
    """Return a line's formula that does not depend on the days."""
    return lambda _days: formula


def _collected(days: str) -> str:
    """Return the formula of what is collected of a package paid in installments."""
    within = f"(lst_month*set_days_per_month<{days})*" if days else ""
    return (
        "calc_kept_{s}*(calc_paid_at_once_{s}+calc_installment_{s}*SUMPRODUCT("
        + within
        + "(lst_month<=in_core_installments_{s})*(1-in_core_default_rate_{s})^lst_month))"
    )


def _monthly(amount: str) -> Callable[[str], str]:
    """Return the formula of a monthly amount per member: the payments on days 0, 30 and 60 after the start."""
    start = "in_continuity_start_day_{s}"
    kept = "(1-in_continuity_churn_{s})"
    return lambda days: (
        f"SUMPRODUCT(in_continuity_take_rate_{{s}}*{amount}*(({days}>{start})+({days}>{start}+set_days_per_month)*{kept}"
        f"+({days}>{start}+2*set_days_per_month)*{kept}^2))"
    )


def _for_ever(amount: str) -> str:
    """Return the formula of a monthly amount per member over a lifetime."""
    return f"SUMPRODUCT(in_continuity_take_rate_{{s}}*{amount}/(in_continuity_churn_{{s}}+(in_continuity_take_rate_{{s}}=0)))"


_PRICE, _COST = "in_continuity_price_{s}", "in_continuity_unit_cost_{s}"

PER_BUYER: Final = (
    Line("core", "Core package, as it is collected", "per buyer", _collected, _collected("")),
    Line("mixed", "Core package, with prepay and financing", "per buyer",
         _same("calc_drawn_forward_{s}+calc_own_terms_{s}*[core]")),
    Line("prepay", "Prepay uplift", "per buyer", _same("[mixed]-[core]")),
    Line("products", "Products", "per buyer", _same("calc_kept_{s}*calc_products_price_{s}")),
    Line("services", "Add-on services", "per buyer", _same("calc_kept_{s}*calc_services_price_{s}")),
    Line("continuity", "Continuity", "per buyer",
         lambda days: "calc_kept_{s}*" + _monthly(_PRICE)(days), "calc_kept_{s}*" + _for_ever(_PRICE)),
    Line("continuity_cost", "Cost of serving members", "per buyer", _monthly(_COST), _for_ever(_COST)),
    Line("day_0_cost", "Other costs, all on the day", "per buyer", _same("calc_day_0_cost_{s}")),
)  # fmt: skip
"""Cash and costs of one buyer."""

_SHOW_PARTS = {
    "front": ("Front end", "calc_front_end_cash_{s}"),
    "core": ("Core package", "in_close_rate_{s}*[core]"),
    "products": ("Products", "in_close_rate_{s}*[products]"),
    "services": ("Add-on services", "in_close_rate_{s}*[services]"),
    "prepay": ("Prepay and financing", "in_close_rate_{s}*[prepay]"),
    "continuity": ("Continuity", "in_close_rate_{s}*[continuity]"),
}

PER_SHOW: Final = (
    *(Line(f"{part}_show", *(_SHOW_PARTS[part][0], "per show"), _same(_SHOW_PARTS[part][1])) for part in PARTS),
    Line("cash_per_show", "Cash per show", "per show", _same("+".join(f"[{part}_show]" for part in PARTS))),
    Line("cash_per_buyer", "Cash per buyer", "per buyer", _same("[cash_per_show]/in_close_rate_{s}")),
    Line("profit_per_show", "Profit per show", "per show",
         _same("[cash_per_show]-in_front_end_unit_cost_{s}-in_close_rate_{s}*([day_0_cost]+[continuity_cost])")),
    Line("profit_per_buyer", "Profit per buyer", "per buyer", _same("[profit_per_show]/in_close_rate_{s}")),
)  # fmt: skip
"""Cash and profit of one show, part by part, and of one buyer in sum."""

TOTALS: Final = ("cash_per_show", "cash_per_buyer", "profit_per_show", "profit_per_buyer")


def draw(page: Page, row: int) -> dict[str, int]:
    """
    Draw the table and name its results.

    Parameters
    ----------
    page : Page
        The Results sheet.
    row : int
        The row of the heading.

    Returns
    -------
    dict of str to int
        The row of each line by its key, and ``end``: the last row.
    """
    _headings(page, row)
    rows: dict[str, int] = {}
    line_row = row + 2
    for heading, lines in (("Money per buyer", PER_BUYER), ("Money per show", PER_SHOW)):
        page.fill(f"B{line_row}:N{line_row}", "section")
        page.put(f"B{line_row}", heading, "section")
        for line in lines:
            line_row += 1
            rows[line.key] = line_row
            _line(page, line, rows, row + 1)
        line_row += 1
    _names(page, rows)
    return {**rows, "end": line_row - 1}


def _headings(page: Page, row: int) -> None:
    """Write the headings, and the days of each horizon as numbers that the formulas read."""
    page.fill(f"B{row}:N{row + 1}", "header")
    page.put(f"B{row}", "How the money adds up", "header")
    for scenario in SCENARIOS:
        letters = BLOCKS[scenario]
        page.fill(f"{letters[0]}{row}:{letters[-1]}{row}", "header across")
        page.put(f"{letters[0]}{row}", scenario.capitalize(), "header across")
        for position, letter in enumerate(letters):
            cell = page.put(f"{letter}{row + 1}", None, "header right")
            if position == 0:
                cell.value, cell.number_format = 1, '"on the day"'
            elif position < len(letters) - 1:
                before = f"{letters[position - 1]}{row + 1}"
                cell.value = "=set_days_per_month" if position == 1 else f"={before}+set_days_per_month"
                cell.number_format = '0" days"'
            else:
                cell.value = "lifetime"
    page.put(f"B{row + 1}", "Cash is what reaches the bank", "header")
    page.put(f"C{row + 1}", "Unit", "header")


def _line(page: Page, line: Line, rows: dict[str, int], days_row: int) -> None:
    """Write one line for both scenarios."""
    row = rows[line.key]
    total = line.key in TOTALS
    page.put(f"B{row}", line.label, "total label" if total else "label")
    page.put(f"C{row}", f"money {line.unit}", "unit")
    for scenario in SCENARIOS:
        for end, letter in zip(HORIZONS, BLOCKS[scenario], strict=True):
            formula = line.lifetime if end == "life" and line.lifetime else line.formula(f"{letter}${days_row}")
            for key, other in rows.items():
                formula = formula.replace(f"[{key}]", f"{letter}{other}")
            formula = formula.replace("{s}", scenario)
            page.figure(f"{letter}{row}", when_ready(formula, scenario), "money", look="output" if total else "figure")


def when_ready(formula: str, scenario: str) -> str:
    """Return a formula that shows a dash until everything it needs is filled in."""
    return f'=IF(calc_ready_{scenario},{formula},"{NOT_READY}")'


def _names(page: Page, rows: dict[str, int]) -> None:
    """Name the results that this table holds."""
    for scenario in SCENARIOS:
        letters = dict(zip(HORIZONS, BLOCKS[scenario], strict=True))
        for key in TOTALS:
            for end, letter in letters.items():
                page.name(output_name(f"{key}_{end}", scenario), f"{letter}{rows[key]}")
        for part in PARTS:
            for end in ("30", "life"):
                page.name(output_name(f"{part}_{end}", scenario), f"{letters[end]}{rows[f'{part}_show']}")
        page.name(f"calc_core_base_0_{scenario}", f"{letters['0']}{rows['core']}")
        page.name(f"calc_core_mixed_0_{scenario}", f"{letters['0']}{rows['mixed']}")
        for part in ("core", "prepay", "products", "services", "continuity"):
            page.name(f"calc_{part}_per_buyer_life_{scenario}", f"{letters['life']}{rows[part]}")
