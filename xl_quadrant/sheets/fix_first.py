"""The Fix first sheet: each lever moved alone from today to target, ranked by what it brings in money a month."""

from __future__ import annotations

from typing import Final

from openpyxl.workbook import Workbook

from xl_quadrant.drawing.charts import Column, columns_chart, place_over
from xl_quadrant.drawing.page import Page
from xl_quadrant.drawing.styles import QUADRANTS
from xl_quadrant.sheets.case_list import GAINS, RANKED
from xl_quadrant.sheets.cases import MoneyTable
from xl_quadrant.sheets.money import NOT_READY

TITLE: Final = "Fix first"
TIMES: Final = {"30": "in 30 days", "life": "over a lifetime"}
COUNT: Final = len(RANKED)
TOPS: Final = {"30": 4, "life": 5 + COUNT + 6}
"""The row of each ranking's finding."""
LAST: Final = TOPS["life"] + COUNT + 5
ROW_HEIGHT: Final = 18
READY: Final = "calc_ready_both"
RESULT: Final = {"30": (GAINS[0], GAINS[2]), "life": (GAINS[1], GAINS[3])}
"""What a lever is ranked by at each horizon, and the cash per show beside it."""


def draw(book: Workbook) -> None:
    """
    Draw the sheet.

    Parameters
    ----------
    book : openpyxl.Workbook
        The workbook being built.
    """
    page = Page(
        book, TITLE, {"A": 2, "B": 5, "C": 28, "D:E": 13, "F:H": 12, "I": 13, "J": 36, "K": 3, "L:S": 9.5, "T": 2}
    )
    page.heading(TITLE, "What each lever alone adds to what a month's leads earn, from today to target", "S1")
    for row in range(TOPS["30"], LAST + 1):
        page.sheet.row_dimensions[row].height = ROW_HEIGHT
    for time in TIMES:
        _ranking(page, time)
    page.sheet.freeze_panes = "A4"
    page.break_before(TOPS["life"])
    page.print_on(f"A1:T{LAST}", landscape=True, pages_tall=0)
    page.owners_page("fix_first", f"A1:T{TOPS['life'] - 1}")


def when_both_ready(formula: str) -> str:
    """Return a formula that shows a dash until today and target are filled in."""
    return f'=IF({READY},{formula},"{NOT_READY}")'


def draw_gains(page: Page, row: int, table: MoneyTable) -> int:
    """
    Write what a month's leads earn with each lever moved alone, what it gains and its place.

    Parameters
    ----------
    page : Page
        The Workings sheet.
    row : int
        The row of the heading.
    table : MoneyTable
        The table of the money.

    Returns
    -------
    int
        The last row.
    """
    headings = [f"{what}, {time}" for what in ("A month's leads earn", "Gain", "Cash per show", "Cash gained", "Place")
                for time in TIMES.values()]  # fmt: skip
    page.row(row, "B", ["What each lever alone brings", "What it moves", "Order", *headings], "header")
    columns = dict(zip(TIMES, (("E", "G", "I", "K", "M"), ("F", "H", "J", "L", "N")), strict=True))
    today, target, first, last = row + 1, row + 2, row + 3, row + 2 + COUNT
    rows = [("today", "Today", ""), ("target", "Target", ""), *((f"lever_{x.name}", x.label, x.note) for x in RANKED)]
    for line, (case, label, note) in enumerate(rows, start=today):
        page.put(f"B{line}", label, "label")
        page.put(f"C{line}", note, "unit")
        page.put(f"D{line}", line - target if line >= first else None, "figure whole")
        for time, (profit, gain, cash, more, place_at) in columns.items():
            for amount, change, key in ((profit, gain, RESULT[time][0]), (cash, more, RESULT[time][1])):
                page.figure(f"{amount}{line}", when_both_ready(table.place(case, key)), "money")
                difference = f"{amount}{line}-{amount}${today}"
                rounding = f"ABS({difference})<=set_tolerance*MAX(1,ABS({amount}${today}))"
                page.figure(f"{change}{line}", when_both_ready(f"IF({rounding},0,{difference})"), "money")
            if line >= first:
                gains, order = f"out_fix_first_gain_{time}", f"$D${first}:$D${last}"
                behind = f"SUMPRODUCT(({gains}>{gain}{line})*1)+SUMPRODUCT(({gains}={gain}{line})*({order}<=$D{line}))"
                page.figure(f"{place_at}{line}", when_both_ready(behind), "months")
    for time, (profit, gain, _, more, place_at) in columns.items():
        for name, letter in (("profit", profit), ("gain", gain), ("cash_gain", more), ("place", place_at)):
            page.name(f"out_fix_first_{name}_{time}", f"{letter}{first}:{letter}{last}")
        page.name(f"out_fix_first_gap_{time}", f"{gain}{target}")
    page.name("lst_lever", f"B{first}:B{last}")
    page.name("lst_lever_note", f"C{first}:C{last}")
    page.put(f"B{last + 1}", "Everything needed is filled in, today and target", "label")
    page.figure(f"E{last + 1}", "=AND(calc_ready_today,calc_ready_target)", "flag", name=READY)
    return last + 1


def _ranking(page: Page, time: str) -> None:
    """Write the levers in the order of what they bring, and chart them."""
    finding, words = TOPS[time], TIMES[time]
    heading, first, last = finding + 1, finding + 2, finding + 1 + COUNT
    page.fill(f"B{heading}:K{heading}", "header")
    page.put(f"C{heading}", f"Lever, {words}", "header set off")
    page.row(heading, "D", ["Adds a month", "Of the gap"], "header right")
    page.put(f"F{heading}", "In words", "header set off")
    page.put(f"I{heading}", "Cash per show", "header right")
    page.put(f"J{heading}", "What it moves", "header set off")
    place_of, gap = f"out_fix_first_place_{time}", f"out_fix_first_gap_{time}"
    for line in range(first, last + 1):
        page.fill(f"B{line}:K{line}", "label")
        page.put(f"B{line}", line - first + 1, "figure months")
        found = f"MATCH($B{line},{place_of},0)"
        page.put(f"C{line}", when_both_ready(f"INDEX(lst_lever,{found})"), "label set off")
        page.figure(f"D{line}", when_both_ready(f"INDEX(out_fix_first_gain_{time},{found})"), "money")
        page.figure(f"E{line}", _share(f"D{line}", gap), "rate")
        amount = f"set_currency_sign&FIXED(ABS(D{line}),0)"
        brings = f'IF(D{line}>0,"Adds "&{amount}&" a month","Costs "&{amount}&" a month")'
        page.put(f"F{line}", f'=IF(N(D{line})=0,IF({READY},"Nothing to gain","{NOT_READY}"),{brings})', "label set off")
        page.figure(f"I{line}", when_both_ready(f"INDEX(out_fix_first_cash_gain_{time},{found})"), "money")
        page.put(f"J{line}", f'=IF({READY},INDEX(lst_lever_note,{found}),"")', "label set off")
    _together(page, time, first, last)
    for name, letter in (("ranked", "C"), ("ranked_gain", "D"), ("ranked_share", "E"), ("ranked_cash", "I")):
        page.name(f"out_fix_first_{name}_{time}", f"{letter}{first}:{letter}{last}")
    some = f'C{first}&" first: "&{_signed(f"D{first}")}&" a month {words}; all levers together "&{_signed(gap)}'
    none = f"No lever alone adds to what a month's leads earn {words}"
    unknown = f"What each lever alone adds to what a month's leads earn, {words}"
    page.put(f"B{finding}", f'=IF(N(D{first})>0,{some},IF({READY},"{none}","{unknown}"))', "answer line")
    color = QUADRANTS[0] if time == "30" else QUADRANTS[2]
    chart = columns_chart(
        page, [Column(f"D{first}:D{last}", f"D{heading}", color, labels=False)], _bar_names(page, time, first),
        title=f"B{finding}", across="lever, moved alone", up=f"gain {words}, money per month", sideways=True,
    )  # fmt: skip
    chart.y_axis.crosses = "max"
    shows = (
        f"Bars: what each lever alone, moved from today to target, adds to what a month's leads earn {words}; "
        "the largest first."
    )
    place_over(page, chart, f"L{heading}:S{last + 3}", shows)


def _bar_names(page: Page, time: str, first: int) -> str:
    """Write what stands beside each bar: the lever and its gain, which never hide one another; return the cells."""
    letter = {"30": "V", "life": "W"}[time]
    page.put(f"{letter}{first - 1}", f"Bars, {TIMES[time]}", "section set off")
    for line in range(first, first + COUNT):
        amount = f'IF(N(D{line})=0,"",": "&{_signed(f"D{line}")})'
        page.put(f"{letter}{line}", f"=C{line}&{amount}", "note line")
    return f"{letter}{first}:{letter}{first + COUNT - 1}"


def _signed(amount: str) -> str:
    """Return the formula of an amount in words, its minus before the currency."""
    return f'IF({amount}<0,"-","")&set_currency_sign&FIXED(ABS({amount}),0)'


def _together(page: Page, time: str, first: int, last: int) -> None:
    """Write the sum of the single gains, what the levers do for one another, and what all of them bring."""
    gap, gains = f"out_fix_first_gap_{time}", f"D{first}:D{last}"
    lines = (
        ("Each lever alone, added up", f"SUM({gains})", "Counted one by one, as above."),
        ("What they do for one another", f"{gap}-SUM({gains})", "More buyers, for instance, also buy more products."),
        ("All levers together", gap, "From today to target."),
    )
    for line, (label, formula, note) in enumerate(lines, start=last + 1):
        total = formula == gap
        page.fill(f"B{line}:K{line}", "total label" if total else "label")
        style = "total label set off" if total else "label set off"
        page.put(f"C{line}", label, style)
        page.figure(f"D{line}", when_both_ready(formula), "money", look="output" if total else "figure")
        page.figure(f"E{line}", _share(f"D{line}", gap), "rate", look="output" if total else "figure")
        page.put(f"F{line}", note, style)


def _share(cell: str, gap: str) -> str:
    """Return the formula of an amount as a share of the gap; a dash where there is none."""
    return f'=IF(N({gap})=0,"{NOT_READY}",{cell}/{gap})'
