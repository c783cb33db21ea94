"""The What must be true sheet: a wanted cash per show, what each lever alone must become for it, and whether it can."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from openpyxl.formatting.rule import Rule
from openpyxl.workbook import Workbook

from xl_quadrant.business.must_be_true import STRETCH, VERDICTS
from xl_quadrant.business.single_levers import SINGLE_LEVERS
from xl_quadrant.drawing.page import Page
from xl_quadrant.drawing.styles import CHECK, OK, WARNING, status_style
from xl_quadrant.functions.quantities import RATE
from xl_quadrant.sheets.money import NOT_READY

TITLE: Final = "What must be true"
WANTED_NAME: Final = "calc_wanted_cash_per_show"
STRETCH_NAME: Final = "in_stretch_share"
READY: Final = "calc_ready_wanted"
CASH: Final = "out_cash_per_show_30_today"
MEANINGS: Final = (
    "What a show brings today is enough.",
    "Moving it within reason brings what you want.",
    "It takes more of its room than you call reasonable.",
    "Even at its best it does not bring what you want.",
    "30-day cash does not depend on it as things are.",
)
COLOURS: Final = (OK, OK, WARNING, CHECK, CHECK)
"""What is meant by each of VERDICTS, and its colour."""

ROW_HEIGHT: Final = 23
FINDING_ROW: Final = 4
INPUT_ROW: Final = 5
TABLE_ROW: Final = 9
FIRST: Final = TABLE_ROW + 2
LAST: Final = FIRST + len(SINGLE_LEVERS) - 1
LEGEND_ROW: Final = LAST + 3
LAST_ROW: Final = LEGEND_ROW + len(VERDICTS)
USED: Final = ("today", "target", "start", "cash_at_start", "per_unit", "lowest", "highest", "best", "room")
NAMED: Final = {"needed": "G", "most": "H", "short": "I", "verdict": "J"}


def draw(book: Workbook) -> None:
    """
    Draw the sheet.

    Parameters
    ----------
    book : openpyxl.Workbook
        The workbook being built.
    """
    page = Page(book, TITLE, {"A": 2, "B": 25, "C": 45, "D": 17, "E:I": 14, "J": 20, "K": 46, "L": 2})
    page.heading(TITLE, "What each single lever must become, the rest as it is today", "J1")
    _asked(page)
    _table(page)
    _legend(page)
    _finding(page)
    page.sheet.freeze_panes = "A4"
    for row in (*range(FINDING_ROW, TABLE_ROW + 1), *range(FIRST, LAST_ROW + 1)):
        page.sheet.row_dimensions[row].height = ROW_HEIGHT
    page.print_on(f"A1:L{LAST_ROW}", landscape=True, pages_tall=0)


def when_wanted(formula: str) -> str:
    """Return a formula that shows a dash until today's figures and the wanted cash are filled in."""
    return f'=IF({READY},{formula},"{NOT_READY}")'


def _asked(page: Page) -> None:
    """Draw what the owner asks for, beside what a show brings today."""
    asked = (
        ("Within reason", "Beyond this share of its room a lever is a stretch, unless your target plans it. A price has room to double.",
         replace(RATE, unit="share of its room"), STRETCH_NAME),
    )  # fmt: skip
    for row, (label, note, quantity, name) in enumerate(asked, start=INPUT_ROW):
        page.put(f"B{row}", label, "label")
        page.put(f"C{row}", quantity.unit, "unit")
        page.input(f"D{row}", quantity, label, name=name)
        page.sheet[f"D{row}"].value = STRETCH
        page.put(f"E{row}", note, "note line")
    shown = (
        ("Cash per show you want", "Within 30 days; change it on the Inputs sheet.", WANTED_NAME),
        ("Cash per show today", "From the Results sheet.", CASH),
    )
    for row, (label, note, name) in enumerate(shown, start=INPUT_ROW + len(asked)):
        page.put(f"B{row}", label, "label")
        page.put(f"C{row}", "money per show, 30 days", "unit")
        page.figure(f"D{row}", f"={name}", "money", look="link")
        page.put(f"E{row}", note, "note line")


def _table(page: Page) -> None:
    """Draw a line for each lever, from where it stands on the Workings sheet."""
    page.fill(f"B{TABLE_ROW}:K{TABLE_ROW}", "header")
    page.put(f"B{TABLE_ROW}", "If it alone had to do it", "header")
    page.row(TABLE_ROW + 1, "B", ["Lever", "What is meant", "Unit"], "section")
    page.row(TABLE_ROW + 1, "E", ["Today", "", "Must become", "Most a show brings", "Short by"], "section wrapped")
    page.put(f"J{TABLE_ROW + 1}", "Verdict", "section")
    page.put(f"K{TABLE_ROW + 1}", "In words", "section set off")
    page.sheet.row_dimensions[TABLE_ROW + 1].height = 32
    for line, lever in enumerate(SINGLE_LEVERS, start=FIRST):
        number = f"ROWS(B${FIRST}:B{line})"
        at = {name: f"INDEX(out_must_be_true_{name},{number})" for name in USED}
        most, short = f"H{line}", f"I{line}"
        page.put(f"B{line}", lever.label, "label")
        page.put(f"C{line}", lever.note, "unit")
        page.put(f"D{line}", lever.unit, "unit")
        page.figure(f"E{line}", when_wanted(at["today"]), lever.kind)
        page.put(f"F{line}", f'=IF(ISNUMBER(G{line}),IF({at["per_unit"]}>0,"at least","at most"),"")', "unit")
        reached = f"{at['start']}+({WANTED_NAME}-{at['cash_at_start']})/{at['per_unit']}"
        within = f"MIN({at['highest']},MAX({at['lowest']},{reached}))"
        needed = f'IF(OR({at["per_unit"]}=0,{short}>0),"{NOT_READY}",{within})'
        page.figure(f"G{line}", when_wanted(needed), lever.kind, look="output")
        best = f"{at['cash_at_start']}+{at['per_unit']}*({at['best']}-{at['start']})"
        page.figure(f"H{line}", when_wanted(f"IF({at['per_unit']}=0,{CASH},{best})"), "money")
        enough = f"{WANTED_NAME}-set_tolerance*MAX(1,{WANTED_NAME})"
        page.figure(f"I{line}", when_wanted(f"({most}<{enough})*({WANTED_NAME}-{most})"), "money")
        page.put(f"J{line}", _verdict(at, line, enough), "status")
        brings, lacks = (f"set_currency_sign&FIXED({cell},0)" for cell in (most, short))
        amounts = f'"At most "&{brings}&" a show: "&{lacks}&" short"'
        meaning = f"INDEX(lst_verdict_meaning,MATCH(J{line},lst_verdict,0))"
        page.put(f"K{line}", when_wanted(f"IF(N({short})>0,{amounts},{meaning})"), "label set off")
    for name, letter in NAMED.items():
        page.name(f"out_must_be_true_{name}", f"{letter}{FIRST}:{letter}{LAST}")
    _colour(page, f"J{FIRST}:J{LAST}")


def _verdict(at: Mapping[str, str], line: int, enough: str) -> str:
    """Return the formula of a lever's verdict: a stretch is beyond what the target plans, and beyond reason."""
    words = [f"$B${LEGEND_ROW + number}" for number in range(1, len(VERDICTS) + 1)]
    moves, plans = f"N(G{line})-{at['today']}", f"{at['target']}-{at['today']}"
    way = f"(2*({at['per_unit']}>0)-1)"
    beyond = f"(({moves})*{way}>({plans})*{way}*(1+set_tolerance))*(ABS({moves})>{STRETCH_NAME}*{at['room']})"
    can = f"INDEX({words[0]}:{words[2]},1+({CASH}<{enough})*(1+{beyond}))"
    cannot = f"INDEX({words[3]}:{words[4]},1+({at['per_unit']}=0))"
    return when_wanted(f"IF(I{line}>0,{cannot},{can})")


def _legend(page: Page) -> None:
    """Draw what each verdict means."""
    page.fill(f"B{LEGEND_ROW}:K{LEGEND_ROW}", "header")
    page.put(f"B{LEGEND_ROW}", "Verdict", "header")
    page.put(f"C{LEGEND_ROW}", "What it means", "header set off")
    for row, (verdict, meaning) in enumerate(zip(VERDICTS, MEANINGS, strict=True), start=LEGEND_ROW + 1):
        page.put(f"B{row}", verdict, "status")
        page.put(f"C{row}", meaning, "label set off")
    first, last = LEGEND_ROW + 1, LEGEND_ROW + len(VERDICTS)
    page.name("lst_verdict", f"B{first}:B{last}")
    page.name("lst_verdict_meaning", f"C{first}:C{last}")
    _colour(page, f"B{first}:B{last}")


def _colour(page: Page, area: str) -> None:
    """Colour the verdicts in an area."""
    first = area.partition(":")[0]
    for number, status in enumerate(COLOURS, start=1):
        word = f"$B${LEGEND_ROW + number}"
        page.sheet.conditional_formatting.add(
            area, Rule(type="expression", dxf=status_style(status), formula=[f"{first}={word}"])
        )


def _finding(page: Page) -> None:
    """Say in one sentence how far it is and how many levers can make it up."""
    wanted, cash = (f"set_currency_sign&FIXED({name},0)" for name in (WANTED_NAME, CASH))
    can, stretch = (f"COUNTIF(out_must_be_true_verdict,$B${LEGEND_ROW + number})" for number in (2, 3))
    counts = (
        f'{can}+{stretch}&" of "&ROWS(out_must_be_true_verdict)&" levers could bring it alone, "&{stretch}'
        '&" of them only with a stretch"'
    )
    far = f'"A show brings "&{cash}&" in 30 days today. For "&{wanted}&": "&{counts}'
    there = f'"A show brings "&{cash}&" in 30 days today: the "&{wanted}&" you want is reached"'
    reached = f"{CASH}>={WANTED_NAME}-set_tolerance*MAX(1,{WANTED_NAME})"
    question = '"What each lever alone must become for the cash per show you want"'
    filled = "=AND(calc_ready_today,ISNUMBER(calc_wanted_cash_per_show),ISNUMBER(in_stretch_share))"
    page.put(f"M{FINDING_ROW}", "Everything needed is filled in", "note line")
    page.figure(f"M{INPUT_ROW}", filled, "flag", name=READY)
    page.put(f"B{FINDING_ROW}", f"=IF({READY},IF({reached},{there},{far}),{question})", "answer line")
