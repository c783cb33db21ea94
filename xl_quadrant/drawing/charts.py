"""Native charts: colours of the palette, a title that is a cell with the finding, axis titles with units, alt text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from openpyxl.chart import BarChart, LineChart, Reference, Series
from openpyxl.chart.data_source import NumFmt, StrRef
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.series import SeriesLabel
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText, Text
from openpyxl.chart.title import Title
from openpyxl.drawing.colors import ColorChoice
from openpyxl.drawing.fill import PatternFillProperties
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.text import CharacterProperties, Font, Paragraph, ParagraphProperties, RegularTextRun
from openpyxl.worksheet.worksheet import Worksheet

from xl_quadrant.drawing.page import Page
from xl_quadrant.drawing.styles import FONT, NAVY, NOTE, RULE, TEXT, WHITE

LABEL_FORMAT = '[>=1000000]#,##0.0,,"M";[<0]-#,##0;#,##0'
"""Labels of columns and axes: the axis title says the unit."""

GAP = 8
"""Pixels that a chart leaves free at the right and the lower edge of its area."""
CENTIMETRES_PER_PIXEL = 2.54 / 96

ALT_TEXTS = "xlq_alt_texts"
"""The attribute of a sheet that keeps the alt text of each of its charts, in order, until the template is finished."""


@dataclass(frozen=True, slots=True)
class Column:
    """
    One series of a chart.

    Parameters
    ----------
    values : str
        Its cells, such as ``C70:C76``.
    title : str
        The cell that names it.
    color : str
        Its colour; empty for one that is not seen, such as the foot of a waterfall.
    labels : bool
        Whether its values stand beside it.
    pattern : str
        What tells it apart in black and white: the preset pattern of a column, or the preset dash of a line.
    """

    values: str
    title: str
    color: str
    labels: bool = True
    pattern: str = ""


def _text(size: int, color: str, *, bold: bool = False) -> RichText:
    """Return the look of a piece of text in a chart."""
    look = CharacterProperties(sz=size * 100, b=bold, solidFill=color, latin=Font(typeface=FONT))
    return RichText(p=[Paragraph(pPr=ParagraphProperties(defRPr=look), endParaRPr=look)])


def _title_from(page: Page, cell: str) -> Title:
    """Return a title that shows the text of a cell."""
    title = Title(tx=Text(strRef=StrRef(f=page.place(cell))), overlay=False)
    title.txPr = _text(12, NAVY, bold=True)
    return title


def _axis_title(text: str) -> Title:
    """Return the title of an axis."""
    look = CharacterProperties(sz=900, b=False, solidFill=NOTE, latin=Font(typeface=FONT))
    title = Title(overlay=False)
    paragraph = Paragraph(pPr=ParagraphProperties(defRPr=look), r=[RegularTextRun(rPr=look, t=text)])
    title.tx = Text(rich=RichText(p=[paragraph]))
    return title


def _dress(chart: Any, page: Page, title_cell: str, across: str, up: str) -> None:
    """Give a chart its title, axes and legend."""
    chart.title = _title_from(page, title_cell)
    chart.x_axis.title = _axis_title(across) if across else None
    chart.y_axis.title = _axis_title(up)
    for axis in (chart.x_axis, chart.y_axis):
        axis.delete = False
        axis.txPr = _text(9, TEXT)
        axis.spPr = GraphicalProperties(ln=LineProperties(solidFill=RULE))
    chart.y_axis.majorGridlines.spPr = GraphicalProperties(ln=LineProperties(solidFill="E3E8EE"))
    chart.y_axis.numFmt = NumFmt(formatCode=LABEL_FORMAT, sourceLinked=False)
    chart.x_axis.tickLblPos = "low"
    if chart.legend is not None:
        chart.legend.position = "b"
        chart.legend.txPr = _text(9, TEXT)
    chart.roundedCorners = False


def _add_series(chart: Any, page: Page, columns: Sequence[Column], categories: str) -> None:
    """Add the series of a chart."""
    for column in columns:
        series = Series(_reference(page, column.values), title_from_data=False)
        series.tx = SeriesLabel(strRef=StrRef(f=page.place(column.title)))
        series.cat = None
        if column.color:
            series.graphicalProperties = _filled(column)
            series.graphicalProperties.line.solidFill = column.color
        else:
            series.graphicalProperties = GraphicalProperties(noFill=True)
            series.graphicalProperties.line.noFill = True
        if column.labels and column.color:
            series.dLbls = DataLabelList(
                showVal=True,
                showSerName=False,
                showCatName=False,
                showLegendKey=False,
                showPercent=False,
                numFmt=LABEL_FORMAT,
            )
            series.dLbls.txPr = _text(8, TEXT)
        chart.series.append(series)
    chart.set_categories(_reference(page, categories))


def _filled(column: Column) -> GraphicalProperties:
    """Return the fill of a series: its colour, or a pattern of its colour on white."""
    if not column.pattern:
        return GraphicalProperties(solidFill=column.color)
    choice: Any = ColorChoice  # its types ask for what it makes of a text itself
    preset: Any = column.pattern
    color, white = (choice(srgbClr=value) for value in (column.color, WHITE))
    return GraphicalProperties(pattFill=PatternFillProperties(prst=preset, fgClr=color, bgClr=white))


def _reference(page: Page, area: str) -> Reference:
    """Return cells of a page as a chart takes them."""
    return Reference(worksheet=page.sheet, range_string=page.place(area))


def columns_chart(
    page: Page,
    columns: Sequence[Column],
    categories: str,
    *,
    title: str,
    across: str,
    up: str,
    stacked: bool = False,
    sideways: bool = False,
) -> BarChart:
    """
    Return a column or bar chart.

    Parameters
    ----------
    page : Page
        The sheet that holds its cells.
    columns : sequence of Column
        Its series.
    categories : str
        The cells that name what is compared.
    title : str
        The cell whose text is the title.
    across : str
        What the horizontal axis shows; empty where its labels say it.
    up : str
        What the vertical axis shows, with its unit.
    stacked : bool
        Whether series stand on one another.
    sideways : bool
        Whether bars lie.

    Returns
    -------
    BarChart
        To be placed with `place`.
    """
    chart = BarChart()
    chart.type = "bar" if sideways else "col"
    chart.grouping = "stacked" if stacked else "clustered"
    chart.overlap = 100 if stacked else 0
    chart.gapWidth = 60
    _add_series(chart, page, columns, categories)
    if sideways:
        chart.x_axis.scaling.orientation = "maxMin"
    _dress(chart, page, title, across, up)
    if len([column for column in columns if column.color]) == 1:
        chart.legend = None
    return chart


def lines_chart(
    page: Page, columns: Sequence[Column], categories: str, *, title: str, across: str, up: str
) -> LineChart:
    """
    Return a line chart.

    Parameters
    ----------
    page : Page
        The sheet that holds its cells.
    columns : sequence of Column
        Its series.
    categories : str
        The cells of its horizontal axis.
    title : str
        The cell whose text is the title.
    across : str
        What the horizontal axis shows; empty where its labels say it.
    up : str
        What the vertical axis shows, with its unit.

    Returns
    -------
    LineChart
        To be placed with `place`.
    """
    chart = LineChart()
    _add_series(chart, page, columns, categories)
    for series, column in zip(chart.series, columns, strict=True):
        dash: Any = column.pattern or None
        line = LineProperties(solidFill=column.color, w=28575, prstDash=dash)
        series.graphicalProperties = GraphicalProperties(ln=line)
        series.marker.symbol = "none"
        series.smooth = False
    _dress(chart, page, title, across, up)
    return chart


def place(page: Page, chart: Any, anchor: str, size: tuple[float, float], alt_text: str) -> None:
    """
    Put a chart on a sheet, with the text that is read aloud instead of it.

    Parameters
    ----------
    page : Page
        The sheet.
    chart : openpyxl chart
        The chart.
    anchor : str
        The cell of its upper left corner.
    size : tuple of float
        Width and height in centimetres.
    alt_text : str
        What the chart shows.
    """
    chart.width, chart.height = size
    page.sheet.add_chart(chart, anchor)
    setattr(page.sheet, ALT_TEXTS, [*alt_texts(page.sheet), alt_text])


def place_over(page: Page, chart: Any, area: str, alt_text: str) -> None:
    """
    Put a chart over an area of a sheet, so that it ends inside it.

    Parameters
    ----------
    page : Page
        The sheet, its columns and the rows of the area as wide and high as they will be.
    chart : openpyxl chart
        The chart.
    area : str
        The cells, such as ``B14:F27``.
    alt_text : str
        What the chart shows.
    """
    wide, high = page.pixels(area)
    size = ((wide - GAP) * CENTIMETRES_PER_PIXEL, (high - GAP) * CENTIMETRES_PER_PIXEL)
    place(page, chart, area.partition(":")[0], size, alt_text)


def alt_texts(sheet: Worksheet) -> list[str]:
    """
    Return the alt text of each chart of a sheet.

    Parameters
    ----------
    sheet : openpyxl worksheet
        Its charts were put there by `place`.

    Returns
    -------
    list of str
        In the order of its charts.
    """
    return list(getattr(sheet, ALT_TEXTS, []))
