"""The charts of the Results sheet, the figures they draw, and the finding that is each one's title."""

from __future__ import annotations

from typing import Final

from xl_quadrant.business.cash import PARTS
from xl_quadrant.client_book.contract import SCENARIOS, output_name
from xl_quadrant.drawing.charts import Column, columns_chart, place_over
from xl_quadrant.drawing.page import Page
from xl_quadrant.drawing.styles import CHECK, NAVY, QUADRANTS

PART_LABELS: Final = {
    "front": "Front end", "core": "Core package", "products": "Products", "services": "Add-on services",
    "prepay": "Prepay and financing", "continuity": "Continuity",
}  # fmt: skip
PART_PATTERNS: Final = dict(zip(PARTS, ("", "", "wdUpDiag", "pct20", "lgCheck", "wdDnDiag"), strict=True))
"""Told apart without colour too: front end light, package dark, each quadrant a pattern of its own."""
PART_COLORS: Final = dict(zip(PARTS, ("7F8FA6", NAVY, *QUADRANTS), strict=True))
COST: Final = (
    ("Cost per show", "cost_per_show"),
    ("Most, client-financed", "max_cost_per_show_2x"),
    ("Most, in 30 days", "max_cost_per_show_30"),
    ("Most, over a lifetime", "max_cost_per_show_life"),
)
UPPER: Final = ("B14:F27", "G14:N27")
LOWER: Final = ("B28:F41", "G28:N41")
"""Where the charts stand, left and right."""


def draw(page: Page, row: int) -> int:
    """
    Draw the figures at the foot of the sheet and the charts at its top.

    Parameters
    ----------
    page : Page
        The Results sheet.
    row : int
        The row of the heading.

    Returns
    -------
    int
        The last row.
    """
    page.fill(f"B{row}:N{row}", "header")
    page.put(f"B{row}", "What the charts draw", "header")
    row = _by_quadrant(page, row + 1)
    row = _cost(page, row + 2)
    for scenario, area in zip(SCENARIOS, LOWER, strict=True):
        row = _route(page, row + 2, scenario, area)
    return row


def _money(name: str) -> str:
    """Return the formula of an amount in words."""
    return f'SUBSTITUTE(set_currency_sign&FIXED({name},0),set_currency_sign&"-","-"&set_currency_sign)'


def _finding(page: Page, row: int, formula: str) -> str:
    """Write the sentence a chart has as its title; return its cell."""
    page.put(f"B{row}", formula, "answer line")
    return f"B{row}"


def _by_quadrant(page: Page, row: int) -> int:
    """Draw the money by quadrant; return the last row."""
    today, target = (output_name("cash_per_show_30", scenario) for scenario in SCENARIOS)
    title = _finding(
        page, row, f'=IF(AND(ISNUMBER({today}),ISNUMBER({target})),"A show brings "&{_money(today)}&" in 30 days today, '
        f'"&{_money(target)}&" at target","What a show brings, by quadrant")'
    )  # fmt: skip
    page.row(row + 1, "B", ["Cash per show", *PART_LABELS.values()], "section wrapped")
    page.sheet.row_dimensions[row + 1].height = 32
    letters = dict(zip(PARTS, "CDEFGH", strict=True))
    lines = [(f"{scenario.capitalize()}, {words}", end, scenario)
             for end, words in (("30", "30 days"), ("life", "lifetime")) for scenario in SCENARIOS]  # fmt: skip
    for offset, (label, end, scenario) in enumerate(lines, start=2):
        whole = output_name(f"cash_per_show_{end}", scenario)
        page.put(f"B{row + offset}", f'="{label}"&IF(ISNUMBER({whole}),": "&{_money(whole)},"")', "label")
        for part, letter in letters.items():
            page.figure(f"{letter}{row + offset}", f"={output_name(f'{part}_{end}', scenario)}", "money")
    first, last = row + 2, row + 5
    columns = [
        Column(
            f"{letter}{first}:{letter}{last}",
            f"{letter}{row + 1}",
            PART_COLORS[part],
            labels=False,
            pattern=PART_PATTERNS[part],
        )
        for part, letter in letters.items()
    ]
    chart = columns_chart(page, columns, f"B{first}:B{last}", title=title, across="", up="money per show", stacked=True)
    place_over(page, chart, UPPER[0],
          "Stacked columns: cash per show by front end, core package and the four quadrants, today and target, in 30 days and over a lifetime.")  # fmt: skip
    return last


def _cost(page: Page, row: int) -> int:
    """Draw the cost of a show against what can be paid for it; return the last row."""
    cost, most, life = (
        output_name(name, "today") for name in ("cost_per_show", "max_cost_per_show_30", "max_cost_per_show_life")
    )
    verdict = (
        f'IF({cost}<={most},"A show costs "&{_money(cost)}&" and pays for itself in 30 days",'
        f'"A show costs "&{_money(cost)}&" and earns "&{_money(most)}&" in 30 days")'
    )
    words = f'=IF(AND(ISNUMBER({cost}),ISNUMBER({life})),{verdict},"What a show costs, and what you can pay")'
    title = _finding(page, row, words)
    page.row(row + 1, "B", ["Per show", "", "Today", "Target"], "section right")
    page.put(f"B{row + 1}", "Per show", "section")
    for offset, (label, metric) in enumerate(COST, start=2):
        page.put(f"B{row + offset}", label, "label")
        page.put(f"C{row + offset}", None, "label")
        for letter, scenario in zip("DE", SCENARIOS, strict=True):
            page.figure(f"{letter}{row + offset}", f"={output_name(metric, scenario)}", "money")
    first, last = row + 2, row + 1 + len(COST)
    columns = [
        Column(f"{letter}{first}:{letter}{last}", f"{letter}{row + 1}", color)
        for letter, color in (("D", "7F8FA6"), ("E", NAVY))
    ]
    chart = columns_chart(page, columns, f"B{first}:B{last}", title=title, across="", up="money per show")
    place_over(page, chart, UPPER[1],
          "Columns: cost per show beside the most that can be paid for one, client-financed, in 30 days and over a lifetime, today and target.")  # fmt: skip
    return last


def _route(page: Page, row: int, scenario: str, area: str) -> int:
    """Draw the route from the front end to lifetime value as a waterfall; return the last row."""
    front, total = output_name("front_life", scenario), output_name("cash_per_show_life", scenario)
    title = _finding(
        page, row, f'=IF(ISNUMBER({total}),"{scenario.capitalize()}: from "&{_money(front)}&" at the front end to '
        f'"&{_money(total)}&" over a lifetime","{scenario.capitalize()}: from front end to lifetime value")'
    )  # fmt: skip
    page.row(row + 1, "B", ["Step", "Amount", "So far", "Foot", "Adds", "Takes", "In all"], "section right")
    page.put(f"B{row + 1}", "Step", "section")
    first = row + 2
    for offset, part in enumerate(PARTS):
        line = first + offset
        page.put(f"B{line}", f'="{PART_LABELS[part]} "&IF(ISNUMBER({total}),{_money(f"C{line}")},"")', "label")
        page.figure(f"C{line}", f"=N({output_name(f'{part}_life', scenario)})", "money")
        page.figure(f"D{line}", f"=N(D{line - 1})+C{line}", "money")
        page.figure(f"E{line}", f"=MIN(N(D{line - 1}),D{line})", "money")
        page.figure(f"F{line}", f"=MAX(C{line},0)", "money")
        page.figure(f"G{line}", f"=MAX(-C{line},0)", "money")
        page.figure(f"H{line}", "=0", "money")
    last = first + len(PARTS)
    page.put(f"B{last}", f'="Lifetime "&IF(ISNUMBER({total}),{_money(f"C{last}")},"")', "label")
    for letter, formula in (("C", f"=D{last - 1}"), ("D", f"=D{last - 1}"), ("E", "=0"), ("F", "=0"), ("G", "=0"),
                            ("H", f"=C{last}")):  # fmt: skip
        page.figure(f"{letter}{last}", formula, "money")
    columns = [
        Column(f"{letter}{first}:{letter}{last}", f"{letter}{row + 1}", color, labels=False)
        for letter, color in (("E", ""), ("F", QUADRANTS[2]), ("G", CHECK.text), ("H", NAVY))
    ]
    chart = columns_chart(page, columns, f"B{first}:B{last}", title=title, across="", up="money per show", stacked=True)
    chart.legend = None
    place_over(page, chart, area,
          f"Waterfall, {scenario}: what front end, core package and each quadrant add to, or take from, lifetime cash per show.")  # fmt: skip
    return last
