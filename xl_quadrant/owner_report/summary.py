"""The first sheet of the report: the funnel, what was measured beside what was typed, and what to fix first."""

from __future__ import annotations

import datetime
from typing import Any, Final

from openpyxl.workbook import Workbook

from xl_quadrant.business.model import FIELDS
from xl_quadrant.drawing.charts import Column, columns_chart, place
from xl_quadrant.drawing.page import Page
from xl_quadrant.drawing.styles import NAVY
from xl_quadrant.owner_report.figures import lines_high, put_figure, put_text
from xl_quadrant.records.measurement import Actuals
from xl_quadrant.records.owner_words import first_to_mend

TITLE: Final = "Actuals"
_LABELS: Final = {".".join(field.path): field.label for field in FIELDS}


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
    page = Page(book, TITLE, {"A": 2, "B": 46, "C:F": 14, "G": 12, "H": 44, "I": 2})
    last = found.window.end - datetime.timedelta(days=1)
    page.put("B1", f"{found.measured.tables['name']}: actuals", "title")
    page.sheet.row_dimensions[1].height = 30
    money = f", in {found.currency}" if found.currency else ""
    page.put("B2", f"{found.window.first} to {last}, as the records stood on {found.window.as_of}{money}", "subtitle")
    row = _funnel(page, found, 4)
    row = _inputs(page, found, row + 2)
    mend = row + 2
    remarks = _mend(page, found, mend) + 2
    row = _remarks(page, found, remarks)
    page.break_between([mend, remarks], f"I{row}")
    page.print_on(f"A1:I{row}", landscape=True, pages_tall=0)


def _funnel(page: Page, found: Actuals, row: int) -> int:
    """Draw the funnel with its chart; return its last row."""
    counts = found.funnel.counts
    page.row(row, "B", ["From lead to buyer"], "header")
    page.row(row, "C", ["People", "Of the step before"], "header wrapped")
    page.sheet.row_dimensions[row].height = 32
    steps = (("Leads", "leads"), ("People who booked", "people who booked"), ("Shows", "shows"), ("Buyers", "buyers"))
    for offset, (label, name) in enumerate(steps, start=1):
        page.put(f"B{row + offset}", label, "label")
        put_figure(page, f"C{row + offset}", counts.get(name), "count", "")
        share = f'=IF(N(C{row + offset - 1})>0,C{row + offset}/C{row + offset - 1},"")' if offset > 1 else ""
        page.put(f"D{row + offset}", share, "figure rate")
    first, last = row + 1, row + len(steps)
    chart = columns_chart(
        page,
        [Column(f"C{first}:C{last}", f"C{row}", NAVY)],
        f"B{first}:B{last}",
        title=f"B{row}",
        across="",
        up="people",
    )
    place(
        page,
        chart,
        f"F{row}",
        (13.5, 5.2),
        "Columns: leads, people who booked, shows and buyers of the months measured.",
    )
    return last + 6


def _inputs(page: Page, found: Actuals, row: int) -> int:
    """Draw what was measured, beside what was typed; return its last row."""
    page.row(row, "B", ["Input, measured"], "header")
    page.row(row, "C", ["Typed before", "Measured", "Low", "High", "Cases"], "header right")
    page.row(row, "H", ["From"], "header set off")
    for path, kind, one in found.measured.with_kinds():
        row += 1
        put_text(page, f"B{row}", label_of(path), "label")
        put_figure(page, f"C{row}", typed_at(found.measured.base, path), kind, found.currency, cents=True)
        for letter, value in (("D", one.value), ("E", one.low), ("F", one.high)):
            look = "output" if letter == "D" else "figure"
            put_figure(page, f"{letter}{row}", value, kind, found.currency, cents=True, look=look)
        put_figure(page, f"G{row}", one.n, "count", "")
        put_text(page, f"H{row}", one.source, "label set off")
    row += 1
    page.put(
        f"B{row}",
        "Low and high hold the true figure with 90%. Cases: how many people or payments it rests on.",
        "note line",
    )
    return row


def _mend(page: Page, found: Actuals, row: int) -> int:
    """Draw what to mend in the records first; return its last row."""
    page.fill(f"B{row}:H{row}", "header")
    page.put(f"B{row}", "What to fix first in the records", "header")
    lines = first_to_mend(found) or ["Nothing stands out."]
    return _lines(page, lines, row)


def _remarks(page: Page, found: Actuals, row: int) -> int:
    """Draw what was taken for what; return its last row."""
    page.fill(f"B{row}:H{row}", "header")
    page.put(f"B{row}", "How it was read", "header")
    return _lines(page, found.remarks or ["Nothing is to be said."], row)


def _lines(page: Page, lines: list[str], row: int) -> int:
    """Write sentences below each other, each over the width of the page."""
    for line in lines:
        for part in _parts(line):
            row += 1
            put_text(page, f"B{row}", part, "note line")
            page.sheet.row_dimensions[row].height = lines_high(part, 200)
    return row


def _parts(line: str, most: int = 150) -> list[str]:
    """Return a sentence in pieces that fit on a line."""
    parts: list[str] = [""]
    for word in line.split():
        if len(parts[-1]) + len(word) > most:
            parts.append("   ")
        parts[-1] = f"{parts[-1]} {word}" if parts[-1] else word
    return parts


def label_of(path: str) -> str:
    """
    Return what a person calls an input.

    Parameters
    ----------
    path : str
        Such as ``core.price`` or ``continuity.Maintenance.churn``.

    Returns
    -------
    str
        Its label.

    Examples
    --------
    >>> label_of("close_rate"), label_of("continuity.Maintenance.take_rate")
    ('Close rate', 'Maintenance, take rate')
    """
    if path in _LABELS:
        return _LABELS[path]
    name, _, column = path.partition(".")[2].rpartition(".")
    return f"{name}, {column.replace('_', ' ')}"


def typed_at(base: Any, path: str) -> float | None:
    """
    Return what was typed for an input.

    Parameters
    ----------
    base : mapping
        The client file that was given.
    path : str
        The input.

    Returns
    -------
    float or None
        None if nothing was typed.
    """
    tables: Any = base.get("today", {})
    block, _, rest = path.partition(".")
    if path not in _LABELS:
        name, _, column = rest.rpartition(".")
        rows = [row for row in tables.get(block, ()) if str(row.get("name", "")).casefold() == name.casefold()]
        return rows[0].get(column) if rows else None
    for step in path.split("."):
        tables = tables.get(step) if hasattr(tables, "get") else None
    return tables if isinstance(tables, (int, float)) else None
