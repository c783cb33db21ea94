"""Whether everything on the pages of a workbook has room, in Excel's own arithmetic of columns, rows and pages."""

import io
import re
from itertools import pairwise

import openpyxl
from openpyxl.utils import get_column_letter, range_boundaries

from xl_quadrant.drawing.text_sizes import (
    EMU_PER_PIXEL,
    INDENT,
    MARGINS,
    column_pixels,
    line_count,
    row_pixels,
    text_pixels,
)
from xl_quadrant.excel_functions.number_formats import formatted

DEFAULT_WIDTH = 9.140625
DEFAULT_HEIGHT = 15
PAPER = {"landscape": (297, 210), "portrait": (210, 297)}
"""A4, millimetres."""
SMALLEST_SHRUNK = 0.55
"""A figure that shrinks to fit stays readable down to this share of its size."""
SMALLEST_OF = {"xlq poster name": 0.33}
"""The type of the Poster is large: a name of 60 letters shrinks to 7 points there, and is read from near."""
LINE = 20 / 11
"""Pixels of a line for each point of its font."""


class Layout:
    """The printed cells of one sheet, and the room they have."""

    def __init__(self, sheet):
        self.sheet = sheet
        self.left, self.top, self.right, self.bottom = range_boundaries(sheet.print_area.split("!")[1].replace("$", ""))

    def width(self, column):
        kept = self.sheet.column_dimensions.get(get_column_letter(column))
        for dimension in self.sheet.column_dimensions.values() if kept is None else ():
            if dimension.min and dimension.min <= column <= dimension.max:
                kept = dimension
        return column_pixels(kept.width if kept else DEFAULT_WIDTH)

    def height(self, row):
        kept = self.sheet.row_dimensions[row].height if row in self.sheet.row_dimensions else None
        return row_pixels(kept or DEFAULT_HEIGHT)

    def widths(self, first, last):
        return sum(map(self.width, range(first, last + 1)))

    def heights(self, first, last):
        return sum(map(self.height, range(first, last + 1)))

    def is_empty(self, row, column):
        return self.sheet.cell(row, column).value in (None, "")

    def room(self, cell):
        """The pixels a text can spread over: its cell, and the empty ones beside it on the side it spreads to."""
        room = self.width(cell.column)
        how = cell.alignment.horizontal
        if cell.alignment.wrap_text or how == "center":
            return room
        step = -1 if how == "right" else 1
        column = cell.column + step
        while self.left <= column <= self.right and self.is_empty(cell.row, column):
            other = self.sheet.cell(cell.row, column)
            if how == "centerContinuous" and other.alignment.horizontal != how:
                break
            room += self.width(column)
            column += step
        return room

    def faults(self):
        """Every text and figure without room, every chart over an edge, every page that spills."""
        found = []
        for row in self.sheet.iter_rows(self.top, self.bottom, self.left, self.right):
            for cell in row:
                if cell.value not in (None, ""):
                    found += self._of_cell(cell)
        return found + self._of_charts() + self._of_pages()

    def _of_cell(self, cell):
        where = f"{self.sheet.title}!{cell.coordinate}"
        font, how = cell.font, cell.alignment
        number = not isinstance(cell.value, (str, bool))
        text = shown(cell) if number else str(cell.value)
        margins = MARGINS + INDENT * int(how.indent or 0)
        if how.wrap_text and not number:
            lines = line_count(text, self.width(cell.column) - margins, font.sz, bold=bool(font.b))
            needed, room = round(lines * font.sz * LINE), self.height(cell.row)
            return [f"{where} needs {needed} px of height, has {room}: {text}"] if needed > room else []
        needed = text_pixels(text, font.sz, bold=bool(font.b)) + margins
        room = self.room(cell)
        if how.horizontal != "centerContinuous" and (number or how.shrink_to_fit):
            room = self.width(cell.column) / (SMALLEST_OF.get(cell.style, SMALLEST_SHRUNK) if how.shrink_to_fit else 1)
        return [f"{where} needs {needed:.0f} px, has {room:.0f}: {text}"] if needed > room else []

    def _of_charts(self):
        found = []
        width = self.widths(self.left, self.right)
        for number, chart in enumerate(self.sheet._charts, start=1):  # noqa: SLF001 - openpyxl has no other way to them
            start, size = chart.anchor._from, chart.anchor.ext  # noqa: SLF001 - as above
            right = self.widths(self.left, start.col) + (start.colOff + size.width) / EMU_PER_PIXEL
            bottom = self.heights(self.top, start.row) + (start.rowOff + size.height) / EMU_PER_PIXEL
            last = max(self.page_of(start.row + 1))
            page_bottom = self.heights(self.top, last)
            over = (max(0, right - width), max(0, bottom - page_bottom))
            if any(over):
                found.append(f"{self.sheet.title}: chart {number} is {over[0]:.0f} px too wide, {over[1]:.0f} too high")
        return found

    def pages(self):
        """The first and last row of each printed page."""
        breaks = [self.top - 1, *sorted(brk.id for brk in self.sheet.row_breaks.brk), self.bottom]
        return [(first + 1, last) for first, last in pairwise(breaks)]

    def page_of(self, row):
        return next(page for page in self.pages() if page[0] <= row <= page[1])

    def scale(self):
        """How much the pages are reduced so that their width fits the paper; Excel never enlarges."""
        wide, _ = self.paper()
        return min(1.0, wide / self.widths(self.left, self.right))

    def paper(self):
        """The printable pixels of a page."""
        setup, margins = self.sheet.page_setup, self.sheet.page_margins
        across, down = (side / 25.4 for side in PAPER[setup.orientation])
        return (across - margins.left - margins.right) * 96, (down - margins.top - margins.bottom) * 96

    def _of_pages(self):
        if self.sheet.page_setup.fitToHeight:
            return []
        _, high = self.paper()
        repeated = re.findall(r"\d+", self.sheet.print_title_rows or "")
        title = self.heights(int(repeated[0]), int(repeated[1])) if repeated else 0
        found = []
        for first, last in self.pages():
            needed = (self.heights(first, last) + (title if first > self.top else 0)) * self.scale()
            if needed > high:
                found.append(f"{self.sheet.title}: rows {first} to {last} are {needed:.0f} px high, a page {high:.0f}")
        return found


def shown(cell):
    """A figure as its number format shows it, its currency included."""
    pattern = re.sub(r"\[\$([^\]-]*)(-[0-9A-Fa-f]+)?\]", lambda sign: f'"{sign[1]}"', cell.number_format)
    if "yy" in pattern:
        return "2026-11-28"
    return formatted(cell.value, pattern)


def faults(content):
    """The faults of every sheet of a workbook, by its stored values."""
    book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    return [fault for sheet in book for fault in Layout(sheet).faults()]
