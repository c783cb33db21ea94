"""A portfolio as a workbook: the portfolio sheet, all figures, what could not be read, and what each column is."""

from __future__ import annotations

import datetime
import os
from typing import TYPE_CHECKING, Final

from openpyxl.workbook import Workbook
from openpyxl.workbook.properties import CalcProperties

from xl_quadrant.drawing.finish import finished
from xl_quadrant.drawing.styles import add_styles
from xl_quadrant.package.reproducible import describe
from xl_quadrant.portfolio import all_figures, not_read, overview

if TYPE_CHECKING:
    from xl_quadrant.portfolio.collection import Portfolio

_NAME: Final = "portfolio"


def portfolio_book(
    portfolio: Portfolio, folder: str | os.PathLike[str] = ".", day: datetime.date | None = None
) -> bytes:
    """
    Return a portfolio as a workbook.

    Parameters
    ----------
    portfolio : Portfolio
        What was collected.
    folder : path
        Where the workbook will stand; its links to the clients' workbooks begin there.
    day : datetime.date, optional
        When it was collected; today when left out.

    Returns
    -------
    bytes
        An .xlsx package, every formula with its value.
    """
    on = day or datetime.datetime.now(tz=datetime.UTC).astimezone().date()
    book = Workbook()
    book.remove(book["Sheet"])
    add_styles(book)
    overview.draw(book, portfolio, os.fspath(folder), on)
    all_figures.draw(book, portfolio.frame)
    not_read.draw(book, portfolio.unread)
    all_figures.draw_columns(book, portfolio.frame)
    book.active = 0
    book.calculation = CalcProperties(fullCalcOnLoad=True)
    describe(
        book, "Portfolio", "Unit economics of many clients", "cash per show, cost per show, revenue ceiling, portfolio"
    )
    book.properties.created = book.properties.modified = datetime.datetime(on.year, on.month, on.day)  # noqa: DTZ001 - a package stores local time without a zone
    return all_figures.with_figures(finished(book, _NAME), portfolio.frame)
