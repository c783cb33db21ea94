"""The owner's report as a workbook."""

from __future__ import annotations

import datetime

from openpyxl.workbook import Workbook
from openpyxl.workbook.properties import CalcProperties

from xl_quadrant.drawing.finish import finished
from xl_quadrant.drawing.styles import add_styles
from xl_quadrant.owner_report import accounts, cohorts, ranges, retention, sales, summary
from xl_quadrant.package.reproducible import describe, same_each_time
from xl_quadrant.records.measurement import Actuals


def report_book(found: Actuals, day: datetime.date | None = None) -> bytes:
    """
    Return the report of a measured business.

    Parameters
    ----------
    found : Actuals
        The measured business.
    day : datetime.date, optional
        The day that stands on it; the day of the exports when left out.

    Returns
    -------
    bytes
        An .xlsx package: counts and sums, no names of people.
    """
    on = day or found.window.as_of
    book = Workbook()
    book.remove(book["Sheet"])
    add_styles(book)
    summary.draw(book, found)
    ranges.draw(book, found)
    cohorts.draw(book, found)
    retention.draw(book, found)
    sales.draw(book, found)
    accounts.draw(book, found)
    book.active = 0
    book.calculation = CalcProperties(fullCalcOnLoad=True)
    describe(book, "Actuals", "A business measured from its own records", "actuals, cohorts, retention, funnel")
    moment = datetime.datetime(on.year, on.month, on.day)  # noqa: DTZ001 - a package stores local time without a zone
    book.properties.created = book.properties.modified = moment
    return same_each_time(finished(book, "report"))
