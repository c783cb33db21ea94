"""One sheet while it is drawn: cells with named styles, workbook names, inputs with validation, print set-up."""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Any, Final, Literal

from openpyxl.cell.cell import Cell
from openpyxl.formatting.rule import Rule
from openpyxl.utils import absolute_coordinate, get_column_letter, quote_sheetname
from openpyxl.workbook import Workbook
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from xl_quadrant.business.texts import CurrencyCode, Day, Text
from xl_quadrant.client_book.printed_set import page_name
from xl_quadrant.drawing.styles import CHECK, OK, WARNING, Status, status_style
from xl_quadrant.drawing.text_sizes import LINE_HEIGHT, column_pixels, row_pixels
from xl_quadrant.functions.quantities import Number, Word

Quantity = Number | Word | Text | CurrencyCode | Day

DAY_ZERO: Final = datetime.date(1899, 12, 30)
"""The day before Excel's first, as far as dates after February 1900 go."""

PAGE_WIDE: Final = (297 / 25.4 - 0.4 - 0.4) * 96
PAGE_HIGH: Final = (210 / 25.4 - 0.4 - 0.6) * 96
"""The pixels that a landscape A4 page has between its margins."""

MASTER: Final = '=IF(calc_ready_today,chk_master,"fill in")'
"""What every sheet shows of the checks, and as long as figures are missing that it waits for them."""

LONGEST_PROMPT = 255
LONGEST_STOP = 225
LONGEST_TITLE = 32


class Page:
    """
    One sheet while it is drawn.

    Parameters
    ----------
    book : openpyxl.Workbook
        The workbook being built.
    title : str
        The name of the sheet.
    widths : mapping of str to float
        Column letters, or spans such as ``C:L``, to widths in characters.
    """

    def __init__(self, book: Workbook, title: str, widths: Mapping[str, float]) -> None:
        self.book = book
        self.sheet: Worksheet = book.create_sheet(title)
        self.title = title
        self.sheet.sheet_view.showGridLines = False
        for span, width in widths.items():
            first, _, last = span.partition(":")
            for column in self.sheet[f"{first}1:{last or first}1"][0]:
                self.sheet.column_dimensions[column.column_letter].width = width

    def put(self, reference: str, value: Any, style: str) -> Cell:
        """Write a value or formula into a cell with one of our styles."""
        cell: Cell = self.sheet[reference]
        cell.value = value
        cell.style = f"xlq {style}"
        return cell

    def fill(self, area: str, style: str) -> None:
        """Give every cell of an area one of our styles."""
        for row in self.sheet[area]:
            for cell in row:
                cell.style = f"xlq {style}"

    def row(self, row: int, columns: str, values: Iterable[Any], style: str) -> None:
        """Write values side by side; `columns` names the first column."""
        start = self.sheet[f"{columns}{row}"].column
        for offset, value in enumerate(values):
            self.put(f"{get_column_letter(start + offset)}{row}", value, style)

    def name(self, name: str, area: str) -> None:
        """Give an area of this sheet a name in the workbook."""
        self.book.defined_names[name] = DefinedName(name, attr_text=self.place(area))

    def place(self, area: str) -> str:
        """Return an area as other sheets and charts refer to it."""
        return f"{quote_sheetname(self.title)}!{absolute_coordinate(area)}"

    def figure(
        self, reference: str, formula: str | float, kind: str, *, name: str | None = None, look: str = "figure"
    ) -> None:
        """Write a formula, or a fixed figure; `look` is figure, output or link."""
        self.put(reference, formula, f"{look} {kind}")
        if name:
            self.name(name, reference)

    def input(
        self,
        area: str,
        quantity: Quantity,
        label: str,
        *,
        name: str | None = None,
        kind: str | None = None,
        note: str = "",
    ) -> None:
        """Draw empty input cells with their validation, and name them; `kind` is how they look, by default the quantity's."""
        kind = kind or kind_of(quantity)
        cells = self.sheet[area] if ":" in area else ((self.sheet[area],),)
        for row in cells:
            for cell in row:
                cell.style = f"xlq input {kind}"
        rule = validation(quantity, label, area)
        rule.prompt = f"{note} {rule.prompt}".strip()[:LONGEST_PROMPT]
        self.sheet.add_data_validation(rule)
        if name:
            self.name(name, area)

    def choice(self, area: str, source: str, label: str, allowed: str, *, name: str, kind: str = "name") -> None:
        """Draw empty input cells that take one of the texts that stand in the cells of the name `source`."""
        self.fill(area, f"input {kind}")
        rule = DataValidation(type="list", formula1=source, allow_blank=False)  # else the list's blanks allow anything
        _say(rule, label, allowed)
        rule.add(area)
        self.sheet.add_data_validation(rule)
        self.name(name, area)

    def status(self, area: str) -> None:
        """Colour OK and CHECK in an area; a form that is not filled in yet is calm."""
        first = area.partition(":")[0]
        waits = Rule(
            type="expression", dxf=status_style(WARNING), formula=[f'AND({first}="CHECK",NOT(calc_ready_today))']
        )
        waits.stopIfTrue = True
        self.sheet.conditional_formatting.add(area, waits)
        self.colour_words(area, {"OK": OK, "CHECK": CHECK})

    def colour_words(self, area: str, statuses: Mapping[str, Status]) -> None:
        """Colour the words of a status in an area."""
        first = area.partition(":")[0]
        for word, status in statuses.items():
            self.sheet.conditional_formatting.add(
                area, Rule(type="expression", dxf=status_style(status), formula=[f'{first}="{word}"'])
            )

    def link(self, reference: str, target: str, text: str, style: str = "hyperlink") -> None:
        """Write a link to a place in this workbook."""
        cell = self.put(reference, text, style)
        cell.hyperlink = Hyperlink(ref=reference, location=target, tooltip=f"Go to {target.partition('!')[0]}")
        cell.style = f"xlq {style}"

    def web_link(self, reference: str, address: str, text: str) -> None:
        """Write a link to a page of the web."""
        cell = self.put(reference, text, "hyperlink")
        cell.hyperlink = address
        cell.style = "xlq hyperlink"

    def heading(self, text: str, subtitle: str, status_at: str) -> None:
        """Write the title, the client's name and the master check that every sheet carries."""
        self.put("B1", text, "title")
        self.sheet.row_dimensions[1].height = 30
        self.put("B2", f'=IF(in_client_name="","",in_client_name&" · ")&"{subtitle}"', "subtitle")
        self.put(status_at, MASTER, "status")
        self.sheet[status_at].hyperlink = Hyperlink(ref=status_at, location="Checks!A1", tooltip="See every check")
        self.sheet[status_at].style = "xlq status"
        self.status(status_at)

    def sample_note(self, area: str) -> None:
        """Write into the first cell of an area whose the figures are, if they are samples, and colour it then."""
        self.put(area.partition(":")[0], '=IF(in_sample_note="","",in_sample_note)', "note line")
        warned = Rule(type="expression", dxf=status_style(WARNING), formula=['in_sample_note<>""'])
        self.sheet.conditional_formatting.add(area, warned)

    def break_before(self, *rows: int) -> None:
        """Begin a new printed page at each of these rows."""
        for row in rows:
            self.sheet.row_breaks.append(Break(id=row - 1))

    def pixels(self, area: str) -> tuple[int, int]:
        """Return how wide and high an area is, its columns and rows as they are now."""
        rows = self.sheet[area]
        widths = (self.sheet.column_dimensions[cell.column_letter].width for cell in rows[0])
        heights = (self.sheet.row_dimensions[row[0].row].height for row in rows)
        return sum(map(column_pixels, widths)), sum(row_pixels(height or LINE_HEIGHT) for height in heights)

    def break_between(self, starts: Iterable[int], last: str) -> None:
        """Begin a new page before each part, from a row of `starts` on, that would not fit any more; rows are as high as they will be."""
        begun, end = 1, int(self.sheet[last].row) + 1
        column = self.sheet[last].column_letter
        scale = min(1.0, PAGE_WIDE / self.pixels(f"A1:{column}1")[0])
        for start, after in pairwise([*sorted(starts), end]):
            if start > begun and self.pixels(f"A{begun}:A{after - 1}")[1] * scale > PAGE_HIGH:
                self.break_before(start)
                begun = start

    def owners_page(self, page: str, area: str) -> None:
        """Name the area that is a page of the set an owner prints."""
        self.name(page_name(page), area)

    def print_on(self, area: str, *, landscape: bool, pages_tall: int = 1, repeat_rows: str | None = None) -> None:
        """Set what is printed: one page wide, `pages_tall` pages tall (0 for as many as it takes)."""
        sheet = self.sheet
        sheet.print_area = area
        sheet.page_setup.orientation = "landscape" if landscape else "portrait"
        sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
        sheet.page_setup.fitToWidth = 1
        sheet.page_setup.fitToHeight = pages_tall
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.print_options.horizontalCentered = True
        margins = sheet.page_margins
        margins.left = margins.right = 0.4
        margins.top, margins.bottom = 0.4, 0.6
        margins.header = margins.footer = 0.3
        for side, text in (("left", "&A"), ("center", "xl-quadrant"), ("right", "Page &P of &N")):
            getattr(sheet.oddFooter, side).text = text
        if repeat_rows:
            sheet.print_title_rows = repeat_rows


def kind_of(quantity: Quantity) -> str:
    """Return the name of the style a quantity is drawn in."""
    if isinstance(quantity, Number):
        return quantity.kind
    if isinstance(quantity, Day):
        return "date"
    return "word" if isinstance(quantity, Word) else "text"


def validation(quantity: Quantity, label: str, area: str) -> DataValidation:
    """
    Return what Excel allows in an input cell, what it says on entering it, and how it stops a wrong value.

    Parameters
    ----------
    quantity : Quantity
        The unit and bounds.
    label : str
        What the input is called.
    area : str
        The cells.

    Returns
    -------
    DataValidation
        With a prompt and a stop message that say what is allowed.
    """
    allowed = quantity.allowed[0].upper() + quantity.allowed[1:]
    first = area.partition(":")[0]
    if isinstance(quantity, Word):
        rule = DataValidation(type="list", formula1='"' + ",".join(quantity.words) + '"')
    elif isinstance(quantity, Number):
        rule = _number_rule(quantity, first)
    elif isinstance(quantity, Day):
        rule = DataValidation(
            type="date", operator="greaterThanOrEqual", formula1=str((quantity.earliest - DAY_ZERO).days)
        )
    elif isinstance(quantity, CurrencyCode):
        rule = DataValidation(type="textLength", operator="equal", formula1="3")
    else:
        rule = DataValidation(type="textLength", operator="lessThanOrEqual", formula1=str(quantity.longest))
    unit = f" ({quantity.unit})" if isinstance(quantity, Number) else ""
    _say(rule, label, f"{allowed}{unit}.")
    rule.allow_blank = True
    rule.add(area)
    return rule


def _say(rule: DataValidation, label: str, allowed: str) -> None:
    """Give a rule its prompt and the message that stops a wrong value."""
    rule.promptTitle = rule.errorTitle = label[:LONGEST_TITLE]
    rule.prompt = allowed[:LONGEST_PROMPT]
    rule.error = f"Allowed: {allowed}"[:LONGEST_STOP]
    rule.errorStyle = "stop"
    rule.showInputMessage = rule.showErrorMessage = True


def _number_rule(quantity: Number, first: str) -> DataValidation:
    """Return the rule of a number; bounds that are themselves refused need a formula of their own."""
    if quantity.above_low or quantity.below_high:
        low = ">" if quantity.above_low else ">="
        high = "<" if quantity.below_high else "<="
        formula = f"AND(ISNUMBER({first}),{first}{low}{quantity.low:g},{first}{high}{quantity.high:g})"
        return DataValidation(type="custom", formula1=formula)
    kind: Literal["whole", "decimal"] = "whole" if quantity.whole else "decimal"
    if math.isinf(quantity.high):
        return DataValidation(type=kind, operator="greaterThanOrEqual", formula1=f"{quantity.low:g}")
    return DataValidation(type=kind, operator="between", formula1=f"{quantity.low:g}", formula2=f"{quantity.high:g}")
