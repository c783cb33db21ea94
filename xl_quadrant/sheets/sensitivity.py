"""The Sensitivity sheet: close rate × core price and churn × continuity take rate, by direct formulas."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from openpyxl.formatting.rule import Rule
from openpyxl.styles import Font, PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import absolute_coordinate, get_column_letter, quote_sheetname
from openpyxl.workbook import Workbook

from xl_quadrant.business.memberships import PAYMENTS
from xl_quadrant.business.sensitivity import AXES, STEP, STEPS, Axis
from xl_quadrant.business.terms import TERM
from xl_quadrant.drawing.page import Page
from xl_quadrant.drawing.styles import OK
from xl_quadrant.functions.quantities import RATE
from xl_quadrant.sheets.case_list import PRICE_CASES
from xl_quadrant.sheets.cases import MoneyTable
from xl_quadrant.sheets.money import NOT_READY, on_names, when_ready

TITLE: Final = "Sensitivity"
TIMES: Final = {"30": "30 days", "life": "lifetime"}
SIDE: Final = len(STEPS)
LEFT: Final = {"30": 2, "life": 5 + SIDE}
"""The first column of the grids of each horizon: the steps down, their values, then the cells."""

STEPS_ROW: Final = 5
NUMBERS_ROW: Final = STEPS_ROW + len(AXES) + 1
ROW_HEIGHT: Final = 19
HEAD: Final = 5
"""Rows of a grid above its cells: heading, finding, steps, values, and what a buyer pays."""

RELATIVE: Final = '+0.0%;-0.0%;"today"'
REACHED: Final = DifferentialStyle(font=Font(color=OK.text), fill=PatternFill(bgColor=OK.ground, fill_type="solid"))


@dataclass(frozen=True, slots=True)
class Table:
    """
    Two figures that move together, in one grid for each horizon.

    Parameters
    ----------
    name : str
        What its ranges are called.
    down, across : str
        The names of its axes.
    better : int
        The step down that is worth saying: 1 where more is better, -1 where less is.
    """

    name: str
    down: str
    across: str
    better: int


TABLES: Final = (Table("close_price", "close_rate", "core_price", 1), Table("churn_take", "churn", "take_rate", -1))
TOPS: Final = {table.name: NUMBERS_ROW + 3 + number * (HEAD + SIDE + 1) for number, table in enumerate(TABLES)}
"""The row of each table's heading."""
LAST: Final = TOPS[TABLES[-1].name] + HEAD + SIDE + 3

NOTES: Final = (
    (
        "Offers of continuity move together, each by the same share of itself. Beside the steps stand their averages: "
        "churn weighted by take rate, take rate by price. Rates stop at 100%."
    ),
    (
        "Churn does not show within 30 days: a member's second payment comes on day 30 or later. "
        "Where a down payment is asked, the core price shows within 30 days only through those who prepay or finance."
    ),
)

_TAKE, _CHURN, _PRICE = (f"val_continuity_{column}_today" for column in ("take_rate", "churn", "price"))


def _stopped(rates: str, factor: str) -> str:
    """Return the formula of rates times a factor, each stopped at 1."""
    return f"({rates}*{factor}-({rates}*{factor}>1)*({rates}*{factor}-1))"


def _average(rates: str, weights: str) -> str:
    """Return the formula of the average of rates times a factor; 0 where nothing weighs."""
    return f"SUMPRODUCT({weights}*{_stopped(rates, '{factor}')})/(SUM({weights})+(SUM({weights})=0))"


VALUES: Final = {
    "close_rate": "MIN(1,val_close_rate_today*{factor})",
    "core_price": "val_core_price_today*{factor}",
    "churn": _average(_CHURN, _TAKE),
    "take_rate": _average(_TAKE, _PRICE),
}
"""What an axis shows beside a step, by the step's factor."""

FLAT: Final = {
    ("close_price", "30"): "Buyers bring nothing within 30 days, so neither figure changes cash per show",
    ("close_price", "life"): "Buyers bring nothing, so neither figure changes cash per show",
    ("churn_take", "30"): "No continuity payment falls within 30 days, so neither figure changes cash per show yet",
    ("churn_take", "life"): "No continuity offer is taken, so neither figure changes cash per show",
}
"""Why nothing varies in a grid, where nothing does."""


def price_steps(page: Page) -> list[str]:
    """
    Return the cells of the steps of the core price.

    Parameters
    ----------
    page : Page
        The sheet that refers to them.

    Returns
    -------
    list of str
        Each less one, as other sheets refer to it.
    """
    row = TOPS["close_price"] + 2
    return [place_on(page, f"{letter}{row}") for letter in _letters("30")]


def churn_steps(page: Page) -> list[str]:
    """
    Return the cells of the steps of churn.

    Parameters
    ----------
    page : Page
        The sheet that refers to them.

    Returns
    -------
    list of str
        Each less one, as other sheets refer to it.
    """
    first = TOPS["churn_take"] + HEAD
    return [place_on(page, f"{get_column_letter(LEFT['30'])}{first + number}") for number in range(SIDE)]


def place_on(page: Page, cell: str) -> str:
    """Return a cell of this sheet as another one of the workbook refers to it."""
    return f"{quote_sheetname(page.book[TITLE].title)}!{absolute_coordinate(cell)}"


def draw_prices(page: Page, row: int, table: MoneyTable) -> int:
    """
    Write what a show brings at each step of the core price, if nobody buys and if all do, and which grids are flat.

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
    page.row(row, "B", ["Steps of the core price", "Unit", ""], "header")
    for time in TIMES:
        for buys in PRICE_CASES:
            row += 1
            page.put(f"B{row}", f"A show if {buys} buy, {TIMES[time]}", "label")
            page.put(f"C{row}", "money per show", "unit")
            for number in range(SIDE):
                cell = f"{get_column_letter(5 + number)}{row}"
                page.figure(
                    cell, when_ready(table.place(f"price_{number}_{buys}", f"cash_per_show@{time}"), "today"), "money"
                )
            page.name(f"lst_price_{time}_{buys}", f"E{row}:{get_column_letter(4 + SIDE)}{row}")
    for name, time in FLAT:
        row += 1
        if name == "close_price":
            both = ",".join(f"lst_price_{time}_{buys}" for buys in PRICE_CASES)
            spread = f"(MAX({both})-MIN({both}))*val_close_rate_today"
        else:
            spread = f"calc_continuity_{time}_today"
        page.put(f"B{row}", FLAT[name, time], "label")
        page.figure(
            f"E{row}", when_ready(f"ABS({spread})<=set_tolerance", "today"), "flag", name=f"calc_flat_{name}_{time}"
        )
    return row


def _cell(name: str, time: str, factors: tuple[str, str, str], step: int, place_of: str) -> str:
    """Return the formula of a cell: the factor across, the value down, the step's number down and across."""
    down, across, value = factors
    if name == "close_price":
        nobody, everybody = (f"INDEX(lst_price_{time}_{buys},{place_of})" for buys in PRICE_CASES)
        found = f"{nobody}+{value}*({everybody}-{nobody})"
    else:
        paid = TERM["members_cash"].excel.replace(PAYMENTS, f"lst_payments_{time}_step_{step}")
        paid = on_names(paid.replace("[continuity.take_rate]", _stopped(_TAKE, across)), "today", {})
        found = f"out_cash_per_show_{time}_today-calc_continuity_{time}_today+val_close_rate_today*{paid}"
    no_end = f"{down}=0" if (name, time) == ("churn_take", "life") else "FALSE"
    return f'IF(OR(calc_flat_{name}_{time},{no_end}),"{NOT_READY}",{found})'


def draw(book: Workbook) -> None:
    """
    Draw the sheet.

    Parameters
    ----------
    book : openpyxl.Workbook
        The workbook being built.
    """
    page = Page(book, TITLE, {"A": 2, "B:C": 13, "D:J": 12, "K": 2, "L:M": 13, "N:T": 12, "U": 2})
    page.heading(TITLE, "How cash per show moves when two figures move together, from where they are today", "T1")
    _steps(page)
    for table in TABLES:
        for time in TIMES:
            _grid(page, table, time)
    for row, note in enumerate(NOTES, start=LAST - 1):
        page.put(f"B{row}", note, "note line")
    page.sheet.freeze_panes = "A4"
    for row in range(STEPS_ROW, LAST + 1):
        page.sheet.row_dimensions[row].height = ROW_HEIGHT
    page.print_on(f"A1:U{LAST}", landscape=True)


def _axis(name: str) -> Axis:
    """Return an axis by its name."""
    return next(axis for axis in AXES if axis.name == name)


def _steps(page: Page) -> None:
    """Draw how large the steps are, what the grids have in common, and whether they agree with the Results sheet."""
    page.fill(f"B{STEPS_ROW}:J{STEPS_ROW}", "header")
    page.put(f"B{STEPS_ROW}", "Size of a step, as a share of today's figure", "header")
    for row, axis in enumerate(AXES, start=STEPS_ROW + 1):
        page.row(row, "B", [axis.label, None], "label")
        quantity = replace(RATE, unit="share of today's figure")
        page.input(f"D{row}", quantity, f"{axis.label}, one step", name=f"in_step_{axis.name}")
        page.sheet[f"D{row}"].value = STEP
    page.row(NUMBERS_ROW, "B", ["Steps away", None], "label")
    for letter, number in zip(_letters("30"), STEPS, strict=True):
        page.put(f"{letter}{NUMBERS_ROW}", number, "figure months").number_format = '+0;-0;"today"'
    off = STEPS_ROW
    page.fill(f"L{off}:P{off}", "label")
    page.put(f"L{off}", "Today's figures off the Results sheet by, relatively", "label")
    differences = ",".join(
        f"ISNUMBER({_middle(table, time)})*ABS(N({_middle(table, time)})-{_result(time)})/MAX(1,ABS({_result(time)}))"
        for table in TABLES for time in TIMES
    )  # fmt: skip
    page.figure(f"Q{off}", when_ready(f"MAX({differences})", "today"), "general", name="calc_sensitivity_off")
    page.put(f"R{off}", f'=IF(ISNUMBER(Q{off}),IF(Q{off}<=set_tolerance,"OK","CHECK"),"–")', "status")
    page.status(f"R{off}")
    green = (
        '"Green: reaches the "&set_currency_sign&FIXED(calc_wanted_cash_per_show,0)&" a show you want within 30 days"'
    )
    page.put(f"B{NUMBERS_ROW + 1}", f'=IF(ISNUMBER(calc_wanted_cash_per_show),{green},"")', "note line")


def _letters(time: str) -> list[str]:
    """Return the columns of the cells of the grids of a horizon."""
    return [get_column_letter(LEFT[time] + 2 + number) for number in range(SIDE)]


def _middle(table: Table, time: str, down: int = 0, across: int = 0) -> str:
    """Return the cell of today's figures, or of some steps from it."""
    return f"{_letters(time)[SIDE // 2 + across]}{TOPS[table.name] + HEAD + SIDE // 2 + down}"


def _result(time: str) -> str:
    """Return the name of the result that a grid shows."""
    return f"out_cash_per_show_{time}_today"


def _grid(page: Page, table: Table, time: str) -> None:
    """Draw one grid."""
    down, across = _axis(table.down), _axis(table.across)
    top, letters = TOPS[table.name], _letters(time)
    relative_at, value_at = (get_column_letter(LEFT[time] + offset) for offset in (0, 1))
    first, last = top + HEAD, top + HEAD + SIDE - 1
    page.fill(f"{relative_at}{top}:{letters[-1]}{top}", "header")
    heading = f"{down.label} × {across.label.lower()}: cash per show, {TIMES[time]}"
    page.put(f"{relative_at}{top}", heading, "header")
    _finding(page, table, time, f"{relative_at}{top + 1}")
    helper = table.name == "close_price"
    page.row(top + 2, relative_at, [f"{across.label} →", None], "section")
    page.row(top + 3, relative_at, [None, None], "section")
    page.row(top + 4, relative_at, [f"{down.label} ↓", None], "section")
    if helper:
        page.put(f"{value_at}{top + 4}", "If all buy", "section right")
    for letter, number_at in zip(letters, _letters("30"), strict=True):
        _step(page, f"{letter}{top + 2}", f"{number_at}${NUMBERS_ROW}", table.across)
        base = letter == letters[SIDE // 2]
        look = "output" if base else "figure"
        factor = f"(1+{letter}${top + 2})"
        page.figure(f"{letter}{top + 3}", _value(across, factor), across.kind, look=look)
        page.put(f"{letter}{top + 4}", None, "section")
        if helper:
            everybody = f"INDEX(lst_price_{time}_all,{_number(number_at)})"
            page.figure(f"{letter}{top + 4}", when_ready(everybody, "today"), "money")
    for row, number_at in zip(range(first, last + 1), _letters("30"), strict=True):
        _step(page, f"{relative_at}{row}", f"${number_at}${NUMBERS_ROW}", table.down)
        middle = row == first + SIDE // 2
        factor = f"(1+${relative_at}{row})"
        page.figure(f"{value_at}{row}", _value(down, factor), down.kind, look="output" if middle else "figure")
        for letter, place_at in zip(letters, _letters("30"), strict=True):
            factors = (factor, f"(1+{letter}${top + 2})", f"${value_at}{row}")
            formula = _cell(table.name, time, factors, row - first + 1, _number(place_at))
            base = middle and letter == letters[SIDE // 2]
            page.figure(f"{letter}{row}", when_ready(formula, "today"), "money", look="output" if base else "figure")
    page.name(f"out_sensitivity_{table.name}_{time}", f"{letters[0]}{first}:{letters[-1]}{last}")
    if time == "30":
        page.name(f"out_sensitivity_{table.down}", f"{value_at}{first}:{value_at}{last}")
        page.name(f"out_sensitivity_{table.across}", f"{letters[0]}{top + 3}:{letters[-1]}{top + 3}")
        corner = f"{letters[0]}{first}"
        reached = f"AND(ISNUMBER({corner}),ISNUMBER(calc_wanted_cash_per_show),{corner}>=calc_wanted_cash_per_show)"
        area = f"{corner}:{letters[-1]}{last}"
        page.sheet.conditional_formatting.add(area, Rule(type="expression", dxf=REACHED, formula=[reached]))


def _number(letter: str) -> str:
    """Return the formula of a step's place in its row."""
    first = _letters("30")[0]
    return f"COUNT(${first}${NUMBERS_ROW}:{letter}${NUMBERS_ROW})"


def _step(page: Page, cell: str, number: str, axis: str) -> None:
    """Write how far a step is from today, as a share of today's figure."""
    page.put(cell, f"=MAX(-1,{number}*in_step_{axis})", "section right").number_format = RELATIVE


def _value(axis: Axis, factor: str) -> str:
    """Return the formula of an axis beside one of its steps."""
    return when_ready(VALUES[axis.name].format(factor=factor), "today")


def _finding(page: Page, table: Table, time: str, cell: str) -> None:
    """Say what one step of each axis is worth."""
    today = _middle(table, time)
    amounts = [
        f"set_currency_sign&FIXED({moved}-{today},0)"
        for moved in (_middle(table, time, down=table.better), _middle(table, time, across=1))
    ]
    way = "more" if table.better > 0 else "less"
    down, across = _axis(table.down).label.lower(), _axis(table.across).label.lower()
    words = f'"One step {way} {down} adds "&{amounts[0]}&" a show; one step more {across}, "&{amounts[1]}'
    unknown = f'IF(T(calc_flat_{table.name}_{time})="{NOT_READY}","What one step of each is worth","{FLAT[table.name, time]}")'
    page.put(cell, f"=IF(ISNUMBER({today}),{words},{unknown})", "answer line")
