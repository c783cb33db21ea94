"""The sheet of retention: how long members stay, with the range and the number at risk, and two other opinions."""

from __future__ import annotations

from typing import Final

import numpy as np
from openpyxl.workbook import Workbook

from xl_quadrant.drawing.charts import Column, lines_chart, place
from xl_quadrant.drawing.page import Page
from xl_quadrant.drawing.styles import NAVY, NOTE, QUADRANTS
from xl_quadrant.owner_report.figures import put_figure, put_text
from xl_quadrant.records.continuity import Continuity, chances_of
from xl_quadrant.records.measurement import Actuals
from xl_quadrant.records.sbg import fit_counts

TITLE: Final = "Retention"
_MOST_AGES: Final = 36


def draw(book: Workbook, found: Actuals) -> None:
    """
    Draw the sheet.

    Parameters
    ----------
    book : openpyxl.Workbook
        The workbook being built.
    found : Actuals
        The measured business.
    """
    page = Page(book, TITLE, {"A": 2, "B": 22, "C:H": 14, "I": 2, "J:P": 11, "Q": 2})
    page.put("B1", "How long members stay", "title")
    page.sheet.row_dimensions[1].height = 30
    page.put(
        "B2",
        "Kaplan-Meier: who is still here counts as long as seen, who joined earlier counts from then on",
        "subtitle",
    )
    row = 4
    if not found.continuity:
        page.put("B4", "There are no memberships in these files, or nobody has left.", "note line")
    for one in found.continuity:
        row = _one(page, one, row) + 2
    page.print_on(f"A1:Q{max(row, 6)}", landscape=True, pages_tall=0)


def _one(page: Page, one: Continuity, row: int) -> int:
    """Draw one thing that comes back; return its last row."""
    put_text(page, f"B{row}", one.name, "section")
    page.fill(f"C{row}:H{row}", "section")
    begin = row
    for line in _sentences(one):
        row += 1
        put_text(page, f"B{row}", line, "note line")
    row += 2
    headings = row
    page.row(row, "B", ["Payments made"], "header")
    page.row(row, "C", ["At risk", "Left", "Still here", "Low", "High", "sBG"], "header right")
    left, chances = chances_of(one.lives)
    model, curve = fit_counts(left, chances), found_curve(one)
    for age, survival, low, high in curve:
        row += 1
        page.put(f"B{row}", age, "label")
        put_figure(page, f"C{row}", chances[age - 1] if 0 < age <= len(chances) else len(one.lives.until), "count", "")
        put_figure(page, f"D{row}", left[age - 1] if 0 < age <= len(left) else 0, "count", "")
        for letter, value in (("E", survival), ("F", low), ("G", high)):
            put_figure(page, f"{letter}{row}", value, "rate", "")
        put_figure(page, f"H{row}", None if model is None else float(model.survival(np.array([age]))[0]), "rate", "")
    first = headings + 1
    series = [
        Column(f"E{first}:E{row}", f"E{headings}", NAVY, labels=False),
        Column(f"F{first}:F{row}", f"F{headings}", NOTE, labels=False),
        Column(f"G{first}:G{row}", f"G{headings}", NOTE, labels=False),
        Column(f"H{first}:H{row}", f"H{headings}", QUADRANTS[1], labels=False),
    ]
    chart = lines_chart(
        page, series, f"B{first}:B{row}", title=f"B{begin}", across="payments made", up="share still here"
    )
    chart.y_axis.scaling.min, chart.y_axis.scaling.max, chart.y_axis.majorUnit = 0, 1, 0.2
    chart.y_axis.number_format = "0%"
    place(
        page,
        chart,
        f"J{begin}",
        (14.5, 9.0),
        f"Lines: share of members of {one.name} still here by payments made, its range, and the sBG model.",
    )
    return max(row, begin + 19)


def found_curve(one: Continuity) -> list[tuple[int, float, float, float]]:
    """
    Return the curve at whole ages.

    Parameters
    ----------
    one : Continuity
        The thing that comes back.

    Returns
    -------
    list of tuple
        Age in payments, share still here, low and high.
    """
    from xl_quadrant.records.retention import kaplan_meier

    curve = kaplan_meier(one.lives)
    ages = curve["age"].to_numpy()
    oldest = int(min(_MOST_AGES, np.ceil(ages[-1]))) if len(ages) else 0
    places = [int(np.searchsorted(ages, age + 1e-9, "right")) - 1 for age in range(oldest + 1)]
    table = curve[["survival", "low", "high"]].to_numpy()
    rows = [table[place].tolist() for place in places]
    return [(age, survival, low, high) for age, (survival, low, high) in enumerate(rows)]


def _sentences(one: Continuity) -> list[str]:
    """Return what the figures say."""
    churn = one.churn
    spread = f"{churn.value:.1%} at each payment ({churn.low:.1%} to {churn.high:.1%})"
    lines = [f"Churn {spread}; {one.members:,} members now; a payment every {one.every_days:.0f} days"]
    if one.split is None:
        lines.append("One churn fits all ages: the data cannot tell an early churn from a later one")
    else:
        early, later = (left / chances for left, chances in (one.split.early, one.split.later))
        lines.append(f"Churn changes with age: {early:.1%} up to payment {one.split.payments}, {later:.1%} after it")
    return lines
