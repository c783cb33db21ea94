"""A comparison as a workbook: what differs, the results side by side, and a waterfall from one side to another."""

from __future__ import annotations

from typing import Any, Final

from openpyxl.cell.cell import TYPE_STRING
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook

from xl_quadrant.business.currencies import TEMPLATE_CURRENCY, currency_token
from xl_quadrant.business.metrics import METRICS
from xl_quadrant.drawing.charts import Column, columns_chart, place
from xl_quadrant.drawing.finish import finished
from xl_quadrant.drawing.page import Page
from xl_quadrant.drawing.styles import FORMATS, NAVY, QUADRANTS, add_styles
from xl_quadrant.package.reproducible import describe
from xl_quadrant.portfolio.comparison import METRIC, Comparison, Difference
from xl_quadrant.portfolio.not_read import printable

TITLE: Final = "Compare"
STEPS: Final = 12
"""So many differences have a step of their own in a waterfall; the smaller ones share one."""

_FIRST: Final = 5
_ADDED, _TAKEN = QUADRANTS[1], QUADRANTS[3]
_KINDS: Final = {"text": "word"}
_SIZE: Final = (26.0, 12.5)
_TWO_LINES: Final = 30.0
_ONE_LINE: Final = 22


def comparison_book(comparison: Comparison, heading: str) -> bytes:
    """
    Return a comparison as a workbook.

    Parameters
    ----------
    comparison : Comparison
        What was compared.
    heading : str
        What stands below the title of each sheet, such as the client's name.

    Returns
    -------
    bytes
        An .xlsx package, every formula with its value: one sheet with inputs and results, and one with a waterfall for
        each side that is compared with the first.
    """
    book = Workbook()
    book.remove(book["Sheet"])
    add_styles(book)
    _draw_tables(book, comparison, printable(heading))
    for number in range(1, len(comparison.sides)):
        _draw_waterfall(book, comparison, number, printable(heading))
    book.active = 0
    names = ", ".join(side.label for side in comparison.sides)
    describe(book, TITLE, f"What differs between {names}", "cash per show, comparison")
    return finished(book, TITLE.lower())


def _draw_tables(book: Workbook, comparison: Comparison, heading: str) -> None:
    """Draw the inputs that differ and the results."""
    sides = comparison.sides
    last = get_column_letter(2 + len(sides) + len(sides) - 1)
    widths = {"A": 2, "B": 52, f"C:{last}": 22}
    page = Page(book, TITLE, widths)
    page.put("B1", TITLE, "title")
    page.sheet.row_dimensions[1].height = 30
    page.put("B2", heading, "subtitle").data_type = TYPE_STRING
    names = [printable(side.label) for side in sides]
    added = [f"{name} adds, per month" for name in names[1:]]
    page.row(4, "B", ["Inputs that differ", *names, *added], "header wrapped")
    page.put("B4", "Inputs that differ", "header left")
    page.sheet.row_dimensions[4].height = 32
    row = _FIRST
    for row, difference in enumerate(comparison.differences, start=_FIRST):
        _text(page, f"B{row}", difference.label, "label")
        _figures(page, row, difference.kind, difference.values, comparison)
        for number, gain in enumerate(difference.gains, start=1):
            _gain(page, f"{get_column_letter(2 + len(sides) + number)}{row}", gain, comparison)
    if comparison.differences:
        row += 1
        page.put(f"B{row}", "What they add together beyond that", "total label")
        for number in range(1, len(sides)):
            at = f"{get_column_letter(2 + len(sides) + number)}{row}"
            _in_currency(page, at, comparison.together(number), "output money", comparison)
    else:
        page.put(f"B{row}", "No input differs.", "label")
    start = row + 2
    page.row(start, "B", ["Results", *names], "header wrapped")
    page.put(f"B{start}", "Results", "header left")
    page.put(f"{get_column_letter(3 + len(sides))}{start}", "Unit", "header left")
    for row, metric in enumerate(METRICS, start=start + 1):
        page.put(f"B{row}", metric.label, "label")
        values = [None if results.error(metric.name) else results[metric.name] for results in comparison.results]
        _figures(page, row, metric.kind, tuple(values), comparison)
        page.put(f"{get_column_letter(3 + len(sides))}{row}", metric.unit, "unit")
    page.sheet.freeze_panes = "C5"
    page.print_on(f"A1:{last}{row}", landscape=True, pages_tall=0, repeat_rows="4:4")


def _figures(page: Page, row: int, kind: str, values: tuple[Any, ...], comparison: Comparison) -> None:
    """Write what each side has; a dash for nothing."""
    for number, value in enumerate(values):
        at = f"{get_column_letter(3 + number)}{row}"
        if value is None or isinstance(value, str):
            _text(page, at, value or "–", "text" if value else "figure general")
            if value and len(value) > _ONE_LINE:
                page.sheet.row_dimensions[row].height = _TWO_LINES
        else:
            shown = float(value) if kind not in ("flag",) else value
            _in_currency(page, at, shown, f"figure {_KINDS.get(kind, kind)}", comparison)


def _gain(page: Page, at: str, gain: Any, comparison: Comparison) -> None:
    """Write what a difference adds, or why it cannot be alone."""
    if isinstance(gain, float):
        _in_currency(page, at, gain, "figure money", comparison)
    else:
        _text(page, at, "–" if gain is None else f"not alone: {gain}", "figure general" if gain is None else "text")


def _in_currency(page: Page, at: str, value: Any, style: str, comparison: Comparison) -> None:
    """Write a figure; amounts in the currency of the sides."""
    cell = page.put(at, value, style)
    if style.endswith("money"):
        token = currency_token(comparison.sides[0].currency)
        cell.number_format = FORMATS["money"].replace(TEMPLATE_CURRENCY, token)


def _text(page: Page, at: str, text: str, style: str) -> None:
    """Write a text that stays one, whatever it begins with."""
    page.put(at, printable(text), style).data_type = TYPE_STRING


def _draw_waterfall(book: Workbook, comparison: Comparison, number: int, heading: str) -> None:
    """Draw the way from the first side's monthly profit to another's, a step for each difference."""
    first, other = comparison.sides[0], comparison.sides[number]
    before, after = (float(comparison.results[side][METRIC]) for side in (0, number))
    title = "Waterfall" if len(comparison.sides) == 2 else f"Waterfall {number}"
    page = Page(book, title, {"A": 2, "B": 46, "C:I": 14})
    page.put("B1", title, "title")
    page.sheet.row_dimensions[1].height = 30
    way = f"{heading}: from {first.label} to {other.label}, 30-day profit of a month's leads"
    _text(page, "B2", way, "subtitle")
    steps = [
        (printable(first.label), before, True),
        *_steps(comparison.differences, number),
        ("Together beyond that", comparison.together(number), False),
        (printable(other.label), after, True),
    ]
    row = 30
    headings = ["Amount", "Foot", "Profit", "Added", "Added, below 0", "Taken away", "Taken away, below 0"]
    page.put(f"B{row}", "Step", "header left")
    page.row(row, "C", headings, "header wrapped")
    page.sheet.row_dimensions[row].height = _TWO_LINES
    reached = 0.0
    for row, (label, amount, whole) in enumerate(steps, start=31):
        start = 0.0 if whole else reached
        reached = start + amount
        _text(page, f"B{row}", label, "label")
        _in_currency(page, f"C{row}", amount, "figure money", comparison)
        for letter, value in zip("DEFGHI", _bars(start, reached, whole=whole), strict=True):
            _in_currency(page, f"{letter}{row}", value, "figure money", comparison)
    change = after - before
    finding = f"{printable(other.label)} earns {abs(change):,.0f} {'more' if change >= 0 else 'less'} in a month"
    _text(page, "B3", finding, "answer line")
    chart = columns_chart(
        page,
        [
            Column(f"D31:D{row}", "D30", "", labels=False),
            *(
                Column(f"{letter}31:{letter}{row}", f"{letter}30", color, labels=False)
                for letter, color in zip("EFGHI", (NAVY, _ADDED, _ADDED, _TAKEN, _TAKEN), strict=True)
            ),
        ],
        f"B31:B{row}",
        title="B3",
        across="",
        up=f"{first.currency} per month",
        stacked=True,
    )
    chart.legend = None
    place(page, chart, "B5", _SIZE, f"Waterfall: {finding}. The table below has each step.")
    page.print_on(f"A1:I{row}", landscape=True)


def _steps(differences: tuple[Difference, ...], number: int) -> list[tuple[str, float, bool]]:
    """Return the steps of a waterfall: the largest differences, and the rest as one."""
    gains = [
        (printable(difference.label), difference.gains[number - 1])
        for difference in differences
        if isinstance(difference.gains[number - 1], float) and difference.gains[number - 1]
    ]
    steps = [(label, float(gain), False) for label, gain in gains if isinstance(gain, float)]
    rest = sum(gain for _, gain, _ in steps[STEPS:])
    return [*steps[:STEPS], *([(f"{len(steps) - STEPS} smaller ones", rest, False)] if len(steps) > STEPS else [])]


def _bars(start: float, end: float, *, whole: bool) -> tuple[float, float, float, float, float, float]:
    """Return the foot of a step that nobody sees, a whole bar, and what is added and taken away, above 0 and below."""
    if whole:
        return 0.0, end, 0.0, 0.0, 0.0, 0.0
    low, high = sorted((start, end))
    foot = low if low > 0 else high if high < 0 else 0.0
    above, below = max(high, 0.0) - max(low, 0.0), min(low, 0.0) - min(high, 0.0)
    return (foot, 0.0, above, below, 0.0, 0.0) if end >= start else (foot, 0.0, 0.0, 0.0, above, below)
