"""The portfolio sheet: a row for each client, the weakest first, averages of what the filter shows, and a chart."""

from __future__ import annotations

import datetime
import math
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from openpyxl.cell.cell import TYPE_STRING, Cell
from openpyxl.styles import Alignment
from openpyxl.workbook import Workbook
from openpyxl.worksheet.table import Table

from xl_quadrant.business.currencies import TEMPLATE_CURRENCY, currency_token
from xl_quadrant.client_book.contract import output_name
from xl_quadrant.drawing.page import Page
from xl_quadrant.drawing.styles import CHECK, FORMATS, OK, WARNING
from xl_quadrant.portfolio.one_workbook import STALE, UP_TO_DATE
from xl_quadrant.portfolio.overview_chart import WIDTHS, Rows, draw_chart
from xl_quadrant.portfolio.ranking import DOES_NOT_PAY, FREE, PAYS_FOR_ITSELF, PAYS_FOR_TWO, RATIO, ranked, verdict

if TYPE_CHECKING:
    from xl_quadrant.portfolio.collection import Portfolio

TITLE: Final = "Portfolio"
MOST_CURRENCIES: Final = 5
"""So many have a row of averages; these rows stay in sight while one scrolls."""

LINK: Final = "N"
"""The column of the links to the workbooks."""

NOTHING: Final = "–"
AVERAGES_ROW: Final = 5
LINE: Final = 15.0


@dataclass(frozen=True, slots=True)
class Shown:
    """
    One column of the sheet.

    Parameters
    ----------
    letter : str
        Where it stands.
    heading : str
        What it is called.
    width : float
        In characters.
    kind : str
        How it looks: ``money``, ``ratio`` or ``word``.
    value : callable
        Takes a row of the collected table.
    average : str
        What the row of averages says: ``average``, what it says of the clients it counts, or nothing.
    counted : str
        The word of those it counts.
    """

    letter: str
    heading: str
    width: float
    kind: str
    value: Callable[[Any], Any]
    average: str = ""
    counted: str = ""


def _result(metric: str) -> Callable[[Any], Any]:
    """Return what takes a result of today from a row."""
    heading = output_name(metric, "today")
    return lambda row: row[heading]


def _flag(metric: str) -> Callable[[Any], Any]:
    """Return what takes a result that is TRUE or FALSE from a row, in a word."""
    heading = output_name(metric, "today")
    return lambda row: NOTHING if row[heading] is None else "yes" if row[heading] else "no"


SHOWN: Final = (
    Shown("B", "Client", 30, "word", lambda row: row["name"]),
    Shown("C", "Currency", 10, "word", lambda row: row["currency"]),
    Shown("D", "Cash per show, 30 days", 12, "money", _result("cash_per_show_30"), "average"),
    Shown("E", "Cost per show", 11, "money", _result("cost_per_show"), "average"),
    Shown("F", "Most you can pay per show, 30 days", 13, "money", _result("max_cost_per_show_30"), "average"),
    Shown("G", "30-day profit : CAC", 11, "ratio", lambda row: row[RATIO], "average"),
    Shown("H", "In 30 days a buyer", 16, "word", verdict, "do not pay", DOES_NOT_PAY),
    Shown("I", "Can pay the first door price", 11, "word", _flag("pays_door_1"), "can", "yes"),
    Shown("J", "Revenue ceiling, a month", 13, "money", _result("revenue_ceiling"), "average"),
    Shown("K", "Fix first", 22, "word", lambda row: row["first_lever"] or NOTHING),
    Shown("L", "It adds a month", 11, "money", lambda row: row["first_lever_gain"] or NOTHING),
    Shown("M", "Results are", 12, "word", lambda row: row["status"], "stale", STALE),
)
"""The columns of the sheet, all of today."""


def draw(book: Workbook, portfolio: Portfolio, folder: str, day: datetime.date) -> None:
    """
    Draw the sheet.

    Parameters
    ----------
    book : openpyxl.Workbook
        The workbook being built.
    portfolio : Portfolio
        What was collected.
    folder : str
        Where the portfolio will stand, so that it can link to the workbooks.
    day : datetime.date
        When it was collected.
    """
    page = Page(book, TITLE, {"A": 2, **{column.letter: column.width for column in SHOWN}, LINK: 12, "O": 2, **WIDTHS})
    frame = ranked(portfolio.frame)
    currencies = list(dict.fromkeys(frame["currency"]))
    page.put("B1", TITLE, "title")
    page.sheet.row_dimensions[1].height = 30
    clients = "1 client, as it is today" if len(frame) == 1 else f"{len(frame):,} clients, as today, the weakest first"
    words = f"{clients}; results as stored in their workbooks on {day}" if len(frame) else "No workbook could be read"
    page.put("B2", words, "subtitle")
    for row, notice in enumerate(_notices(portfolio, currencies), start=3):
        page.put(f"B{row}", notice, "answer line")
    if not len(frame):
        page.print_on("A1:O6", landscape=True)
        return
    averages = currencies[:MOST_CURRENCIES]
    header = AVERAGES_ROW + len(averages)
    rows = Rows(header, header + 1, header + len(frame))
    _table(page, rows)
    for row, record in enumerate(_records(frame), start=rows.first):
        in_store = "://" in record["file"]
        _client(page, row, record, "" if in_store else _way(portfolio.folder / record["file"], folder))
    for row, currency in enumerate(averages, start=AVERAGES_ROW):
        _averages(page, row, currency, rows)
    _colours(page, rows)
    tail, chart = draw_chart(page, rows)
    page.sheet.freeze_panes = f"C{rows.first}"
    page.print_on(f"A1:O{tail}", landscape=True, pages_tall=0, repeat_rows=f"{header}:{header}")
    page.sheet.print_area = [f"A1:O{tail}", chart]


def _notices(portfolio: Portfolio, currencies: list[str]) -> Iterator[str]:
    """Yield what a reader must know before comparing figures: at most two lines."""
    stale, unread = len(portfolio.stale), len(portfolio.unread)
    trouble = []
    if stale:
        trouble.append(
            f"{stale:,} stale: results that do not follow from the inputs; open in Excel and save, or xlq recalc"
        )
    if unread:
        trouble.append(f"{unread:,} not read: see the sheet Not read")
    if trouble:
        yield ". ".join(trouble) + "."
    if len(currencies) > 1:
        more = len(currencies) - MOST_CURRENCIES
        rest = f" {more} more have no average here." if more > 0 else ""
        yield (
            f"{len(currencies)} currencies: amounts are averaged and charted within one, never across; rows stand by "
            f"currency.{rest}"
        )


def _records(frame: Any) -> Iterator[dict[str, Any]]:
    """Yield rows as dicts, with None where there is nothing."""
    wanted = frame.astype(object).where(frame.notna(), None)
    return iter(wanted.to_dict("records"))


def _table(page: Page, rows: Rows) -> None:
    """Write the headings, which carry the buttons of the filter."""
    for column in SHOWN:
        style = "header left" if column.kind == "word" else "header wrapped"
        page.put(f"{column.letter}{rows.header}", column.heading, style)
    page.put(f"{LINK}{rows.header}", "Workbook", "header left")
    page.sheet.row_dimensions[rows.header].height = 48
    page.sheet.add_table(Table(displayName="Clients", ref=f"B{rows.header}:{LINK}{rows.last}"))


def _client(page: Page, row: int, record: dict[str, Any], way: str) -> None:
    """Write the row of one client; with a link to its workbook, unless that is in a store, which Excel cannot open."""
    for column in SHOWN:
        value = column.value(record)
        style = "label set off" if column.kind == "word" else f"figure {column.kind}"
        cell = page.put(f"{column.letter}{row}", NOTHING if value is None else value, style)
        if isinstance(value, str):
            cell.data_type = TYPE_STRING
        if column.kind == "money":
            _in_currency(cell, record["currency"])
    page.sheet[f"B{row}"].alignment = Alignment(horizontal="left", vertical="center", wrap_text=True, indent=1)
    page.sheet.row_dimensions[row].height = LINE * math.ceil(len(record["name"]) / (SHOWN[0].width - 2))
    if not way:
        page.put(f"{LINK}{row}", "in the store", "label set off")
        return
    link = page.put(f"{LINK}{row}", "open", "hyperlink")
    link.hyperlink = way
    link.style = "xlq hyperlink"


def _averages(page: Page, row: int, currency: str, rows: Rows) -> None:
    """Write the averages of the clients of one currency that the filter shows."""
    ours = f"{rows.column('C')},$C{row},{rows.shown},1"
    count = f"COUNTIFS({ours})"
    page.put(f"B{row}", f'="Average of "&{count}&" shown"', "total label set off")
    page.put(f"C{row}", currency, "total label set off")
    for column in SHOWN[2:]:
        cell = f"{column.letter}{row}"
        if column.average == "average":
            average = f'=IFERROR(AVERAGEIFS({rows.column(column.letter)},{ours}),"{NOTHING}")'
            page.put(cell, average, f"output {column.kind}")
            if column.kind == "money":
                _in_currency(page.sheet[cell], currency)
        elif column.average:
            counted = f'COUNTIFS({ours},{rows.column(column.letter)},"{column.counted}")'
            page.put(cell, f'={counted}&" {column.average}"', "total label set off")
        else:
            page.put(cell, None, "total label")
    page.put(f"{LINK}{row}", None, "total label")


def _colours(page: Page, rows: Rows) -> None:
    """Colour the words that say how a client stands."""
    page.colour_words(
        rows.area("H"),
        {PAYS_FOR_TWO: OK, FREE: OK, PAYS_FOR_ITSELF: WARNING, DOES_NOT_PAY: CHECK, NOTHING: CHECK},
    )
    page.colour_words(rows.area("I"), {"yes": OK, "no": CHECK})
    page.colour_words(rows.area("M"), {UP_TO_DATE: OK, STALE: CHECK})


def _way(file: Path, folder: str) -> str:
    """Return the way from a folder to a file, as a link takes it; from another drive of Windows its whole address."""
    try:
        return quote(Path(os.path.relpath(file, folder)).as_posix())
    except ValueError:
        return file.resolve().as_uri()


def _in_currency(cell: Cell, currency: str) -> None:
    """Show an amount in its currency."""
    cell.number_format = FORMATS["money"].replace(TEMPLATE_CURRENCY, currency_token(currency))
