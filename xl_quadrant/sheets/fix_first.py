"""The Fix first sheet: each lever moved alone from today to target, ranked by what it brings."""

from __future__ import annotations

from typing import Final

from openpyxl.workbook import Workbook

from xl_quadrant.business.lever_moves import CASH_LEVERS, LEVERS
from xl_quadrant.drawing.charts import Column, columns_chart, place_over
from xl_quadrant.drawing.page import Page
from xl_quadrant.drawing.styles import QUADRANTS
from xl_quadrant.sheets import lever_parts
from xl_quadrant.sheets.money import NOT_READY

TITLE: Final = "Fix first"
TIMES: Final = {"30": "in 30 days", "life": "over a lifetime"}
COUNT: Final = len(CASH_LEVERS)
TOPS: Final = {"30": 4, "life": 5 + COUNT + 6}
"""The row of each ranking's finding."""
NOTE_ROW: Final = TOPS["life"] + COUNT + 6
PARTS_ROW: Final = NOTE_ROW + 2
GAINS_ROW: Final = PARTS_ROW + 2 + 2 + COUNT + 1
ROW_HEIGHT: Final = 18
BAR_NAMES: Final = {"30": "N", "life": "Q"}
READY: Final = "calc_ready_both"


def draw(book: Workbook) -> None:
    """
    Draw the sheet.

    Parameters
    ----------
    book : openpyxl.Workbook
        The workbook being built.
    """
    page = Page(book, TITLE, {"A": 2, "B": 5, "C": 28, "D:S": 11.5, "T": 2})
    page.heading(TITLE, "Each lever alone from today to target, the rest as it is", "S1")
    for row in range(TOPS["30"], NOTE_ROW + 1):
        page.sheet.row_dimensions[row].height = ROW_HEIGHT
    lever_parts.draw(page, PARTS_ROW, READY)
    last = _gains(page)
    for time in TIMES:
        _ranking(page, time)
    others = ", ".join(lever.label.lower() for lever in LEVERS if not lever.moves_cash)
    page.put(f"B{NOTE_ROW}", f"Not here, because they do not change what a show brings: {others}.", "note line")
    page.sheet.freeze_panes = "A4"
    page.break_before(PARTS_ROW)
    page.print_on(f"A1:T{last}", landscape=True, pages_tall=0)
    page.owners_page("fix_first", f"A1:T{PARTS_ROW - 1}")


def when_both_ready(formula: str) -> str:
    """Return a formula that shows a dash until today and target are filled in."""
    return f'=IF({READY},{formula},"{NOT_READY}")'


def _gains(page: Page) -> int:
    """Write cash per show with each lever moved alone, what it gains and its place; return the last row."""
    row = GAINS_ROW
    page.fill(f"B{row}:S{row}", "header")
    page.put(f"B{row}", "What each lever alone brings", "header")
    headings = ("Cash, 30 days", "Cash, lifetime", "Gain, 30 days", "Gain, lifetime", "Place, 30 days",
                "Place, lifetime")  # fmt: skip
    page.row(row + 1, "D", headings, "section wrapped")
    page.row(row + 1, "B", ["", "Money per show"], "section set off")
    page.put(f"J{row + 1}", "What it moves", "section set off")
    page.fill(f"K{row + 1}:S{row + 1}", "section")
    page.sheet.row_dimensions[row + 1].height = 32
    today, target, first, last = row + 2, row + 3, row + 4, row + 3 + COUNT
    for offset, label in enumerate(("Today", "Target", *(lever.label for lever in CASH_LEVERS))):
        line, part_line = today + offset, PARTS_ROW + 2 + offset
        page.put(f"B{line}", None, "label")
        page.put(f"C{line}", label, "label set off")
        for time, cash, gain, place_at in (("30", "D", "F", "H"), ("life", "E", "G", "I")):
            look = "figure" if line >= first else "output"
            page.figure(f"{cash}{line}", when_both_ready(lever_parts.cash(time, part_line)), "money", look=look)
            if line > today:
                change = f"{cash}{line}-{cash}${today}"
                rounding = f"ABS({change})<=set_tolerance*MAX(1,ABS({cash}${today}))"
                page.figure(f"{gain}{line}", when_both_ready(f"IF({rounding},0,{change})"), "money", look=look)
            if line >= first:
                gains, order = f"out_fix_first_gain_{time}", f"$B${first}:$B${last}"
                page.put(f"B{line}", line - first + 1, "figure months")
                behind = f"SUMPRODUCT(({gains}>{gain}{line})*1)+SUMPRODUCT(({gains}={gain}{line})*({order}<=$B{line}))"
                page.figure(f"{place_at}{line}", when_both_ready(behind), "months")
        if line >= first:
            page.put(f"J{line}", CASH_LEVERS[line - first].note, "note line")
    for time, cash, gain, place_at in (("30", "D", "F", "H"), ("life", "E", "G", "I")):
        page.name(f"out_fix_first_cash_{time}", f"{cash}{first}:{cash}{last}")
        page.name(f"out_fix_first_gain_{time}", f"{gain}{first}:{gain}{last}")
        page.name(f"out_fix_first_place_{time}", f"{place_at}{first}:{place_at}{last}")
        page.name(f"out_fix_first_gap_{time}", f"{gain}{target}")
    page.name("lst_lever", f"C{first}:C{last}")
    page.name("lst_lever_note", f"J{first}:J{last}")
    _reconciled(page, last + 1, today, target)
    return last + 2


def _reconciled(page: Page, row: int, today: int, target: int) -> None:
    """Write whether everything is filled in, and how far the table is from the Results sheet."""
    ready, off = row, row + 1
    labels = (
        (ready, "Everything needed is filled in, today and target"),
        (off, "Off the Results sheet by, relatively"),
    )
    for line, label in labels:
        page.fill(f"B{line}:G{line}", "label")
        page.put(f"B{line}", label, "label")
    page.figure(f"H{ready}", "=AND(calc_ready_today,calc_ready_target)", "flag", name=READY)
    differences = ",".join(
        f"ABS({cash}{line}-out_cash_per_show_{time}_{scenario})/MAX(1,ABS({cash}{line}))"
        for time, cash in (("30", "D"), ("life", "E"))
        for scenario, line in (("today", today), ("target", target))
    )
    page.figure(f"H{off}", when_both_ready(f"MAX({differences})"), "general", name="calc_fix_first_off")


def _ranking(page: Page, time: str) -> None:
    """Write the levers in the order of what they bring, and chart them."""
    finding, words = TOPS[time], TIMES[time]
    heading, first, last = finding + 1, finding + 2, finding + 1 + COUNT
    page.fill(f"B{heading}:K{heading}", "header")
    page.put(f"C{heading}", f"Lever, {words}", "header set off")
    page.row(heading, "D", ["Gain a show", "Of the gap"], "header right")
    page.put(f"F{heading}", "In words", "header set off")
    page.put(f"I{heading}", "What it moves", "header")
    place_of, gap = f"out_fix_first_place_{time}", f"out_fix_first_gap_{time}"
    for line in range(first, last + 1):
        page.fill(f"B{line}:K{line}", "label")
        page.put(f"B{line}", line - first + 1, "figure months")
        found = f"MATCH($B{line},{place_of},0)"
        page.put(f"C{line}", when_both_ready(f"INDEX(lst_lever,{found})"), "label set off")
        page.figure(f"D{line}", when_both_ready(f"INDEX(out_fix_first_gain_{time},{found})"), "money")
        page.figure(f"E{line}", _share(f"D{line}", gap), "rate")
        amount = f"set_currency_sign&FIXED(ABS(D{line}),0)"
        brings = f'IF(D{line}>0,"Adds "&{amount}&" to each show","Costs "&{amount}&" a show")'
        page.put(f"F{line}", f'=IF(N(D{line})=0,IF({READY},"Nothing to gain","{NOT_READY}"),{brings})', "label set off")
        page.put(f"I{line}", f'=IF({READY},INDEX(lst_lever_note,{found}),"")', "unit")
    _together(page, time, first, last)
    for name, letter in (("ranked", "C"), ("ranked_gain", "D"), ("ranked_share", "E")):
        page.name(f"out_fix_first_{name}_{time}", f"{letter}{first}:{letter}{last}")
    some = f'C{first}&" first: "&{_signed(f"D{first}")}&" a show {words}; all levers together "&{_signed(gap)}'
    none, unknown = (
        f"No lever alone adds to what a show brings {words}",
        f"What each lever alone adds to a show, {words}",
    )
    page.put(f"B{finding}", f'=IF(N(D{first})>0,{some},IF({READY},"{none}","{unknown}"))', "answer line")
    color = QUADRANTS[0] if time == "30" else QUADRANTS[2]
    chart = columns_chart(
        page, [Column(f"D{first}:D{last}", f"D{heading}", color, labels=False)], _bar_names(page, time, first),
        title=f"B{finding}", across="lever, moved alone", up=f"gain {words}, money per show", sideways=True,
    )  # fmt: skip
    chart.y_axis.crosses = "max"
    shows = (
        f"Bars: what each lever alone, moved from today to target, adds to cash per show {words}; the largest first."
    )
    place_over(page, chart, f"L{heading}:S{last + 3}", shows)


def _bar_names(page: Page, time: str, first: int) -> str:
    """Write what stands beside each bar: the lever and its gain, which never hide one another; return the cells."""
    letter, start = BAR_NAMES[time], GAINS_ROW + 4
    page.put(f"{letter}{GAINS_ROW + 1}", f"Bars, {TIMES[time]}", "section set off")
    for line in range(first, first + COUNT):
        amount = f'IF(N(D{line})=0,"",": "&{_signed(f"D{line}")})'
        page.put(f"{letter}{start + line - first}", f"=C{line}&{amount}", "note line")
    return f"{letter}{start}:{letter}{start + COUNT - 1}"


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
