"""The look of every sheet: one palette, a few named styles, number formats that follow the client's currency."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Protection, Side
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.workbook import Workbook

from xl_quadrant.business.currencies import TEMPLATE_CURRENCY as CURRENCY

TEXT: Final = "1F2933"
WHITE: Final = "FFFFFF"
NAVY: Final = "1B365D"
PALE: Final = "E8EEF7"
INPUT: Final = "0B3D91"
CREAM: Final = "FFF8DC"
INPUT_EDGE: Final = "8A6D00"
LINK: Final = "1E6B3A"
NOTE: Final = "5B6770"
RULE: Final = "C5CED8"

FONT: Final = "Calibri"
SIZE: Final = 11


@dataclass(frozen=True, slots=True)
class Status:
    """A status colour: text on a ground, at a contrast of at least 4.5 : 1."""

    text: str
    ground: str


OK: Final = Status("1B5E20", "E3F4E8")
CHECK: Final = Status("9B1C1C", "FCE4E4")
WARNING: Final = Status("7A4B00", "FFF1CC")
QUADRANTS: Final = ("0072B2", "B24A00", "00795A", "9A4D7D")
"""Products, add-on services, prepay and financing, continuity."""

MONEY_FORMAT: Final = f'{CURRENCY}#,##0;-{CURRENCY}#,##0;"–"'
CENTS_FORMAT: Final = f'{CURRENCY}#,##0.00;-{CURRENCY}#,##0.00;"–"'
FORMATS: Final = {
    "money": MONEY_FORMAT,
    "cents": CENTS_FORMAT,
    "large money": (f'[>=1000000000]{CURRENCY}#,##0.0,,,"bn";[>=1000000]{CURRENCY}#,##0.00,,"M";{CURRENCY}#,##0'),
    "rate": '0.0%;-0.0%;"–"',
    "share": "0.0%",
    "whole share": "0%",
    "count": '#,##0.0;-#,##0.0;"–"',
    "whole": '#,##0;-#,##0;"–"',
    "months": "0",
    "days": "0",
    "ratio": '0.00"×";-0.00"×";"–"',
    "flag": "General",
    "text": "@",
    "name": "@",
    "word": "General",
    "general": "General",
    "date": "yyyy-mm-dd",
}
"""The number format of each kind of figure. A zero that means nothing is a dash."""

INPUT_KINDS: Final = ("general", "money", "rate", "count", "months", "days", "text", "name", "word", "date")
FIGURE_KINDS: Final = ("date", "money", "rate", "share", "count", "whole", "months", "days", "ratio", "flag", "general")
POSTER_KINDS: Final = ("name", "money", "share")

_THIN_RULE = Side(style="thin", color=RULE)
_INPUT_SIDE = Side(style="thin", color=INPUT_EDGE)


def _font(color: str = TEXT, *, bold: bool = False, size: float = SIZE, italic: bool = False) -> Font:
    return Font(name=FONT, size=size, bold=bold, italic=italic, color=color)


def _fill(color: str) -> PatternFill:
    return PatternFill("solid", start_color=color, end_color=color)


def _style(
    name: str,
    *,
    font: Font,
    ground: str | None = None,
    kind: str = "general",
    horizontal: str | None = None,
    wrap: bool = False,
    border: Border | None = None,
    locked: bool = True,
    indent: int = 0,
) -> NamedStyle:
    style = NamedStyle(name=name, font=font, number_format=FORMATS[kind])
    style.alignment = Alignment(
        horizontal=horizontal or ("left" if indent else None),
        vertical="top" if wrap else "center",
        wrap_text=wrap,
        indent=indent,
        shrink_to_fit=False if wrap or horizontal == "centerContinuous" else None,
    )
    if ground:
        style.fill = _fill(ground)
    if border:
        style.border = border
    style.protection = Protection(locked=locked)
    return style


def _wrapped(name: str, font: Font, border: Border | None = None) -> NamedStyle:
    """Return a style for a sentence of one line or more, in the middle of its row."""
    style = _style(name, font=font, border=border)
    style.alignment = Alignment(horizontal="left", vertical="center", wrap_text=True)
    return style


def _figure_style(name: str, kind: str, **how: Any) -> NamedStyle:
    """Return a style for a figure or an input: numbers to the right, shrunk rather than shown as #### when very large."""
    style = _style(name, kind=kind, **how)
    sides = {"text": "left", "name": "left", "word": "left", "date": "left", "flag": "center"}
    wrap = kind == "text"
    style.alignment = Alignment(
        horizontal=sides.get(kind, "right"), vertical="center", wrap_text=wrap, shrink_to_fit=not wrap
    )
    return style


def named_styles() -> list[NamedStyle]:
    """
    Return every style the workbook uses.

    Returns
    -------
    list of NamedStyle
        Inputs are the only unlocked ones.
    """
    boxed = Border(left=_INPUT_SIDE, right=_INPUT_SIDE, top=_INPUT_SIDE, bottom=_INPUT_SIDE)
    under = Border(bottom=_THIN_RULE)
    total = Border(top=Side(style="thin", color=NAVY), bottom=Side(style="thin", color=NAVY))
    styles = [
        _style("xlq title", font=_font(NAVY, bold=True, size=20)),
        _style("xlq subtitle", font=_font(NOTE, size=11)),
        _style("xlq header", font=_font(WHITE, bold=True), ground=NAVY),
        _style("xlq header right", font=_font(WHITE, bold=True), ground=NAVY, horizontal="right"),
        _style("xlq header across", font=_font(WHITE, bold=True), ground=NAVY, horizontal="centerContinuous"),
        _style("xlq header set off", font=_font(WHITE, bold=True), ground=NAVY, indent=1),
        _style("xlq section", font=_font(NAVY, bold=True), ground=PALE),
        _style("xlq section set off", font=_font(NAVY, bold=True), ground=PALE, indent=1),
        _style("xlq section wrapped", font=_font(NAVY, bold=True), ground=PALE, horizontal="right", wrap=True),
        _style("xlq header wrapped", font=_font(WHITE, bold=True), ground=NAVY, horizontal="right", wrap=True),
        _style("xlq header left", font=_font(WHITE, bold=True), ground=NAVY, horizontal="left", wrap=True, indent=1),
        _style("xlq header centred", font=_font(WHITE, bold=True), ground=NAVY, horizontal="center", wrap=True),
        _style("xlq script", font=_font(), horizontal="left", wrap=True, indent=1),
        _style("xlq section right", font=_font(NAVY, bold=True), ground=PALE, horizontal="right"),
        _style("xlq section across", font=_font(NAVY, bold=True), ground=PALE, horizontal="centerContinuous"),
        _style("xlq label", font=_font(), border=under),
        _style("xlq text", font=_font(), wrap=True),
        _style("xlq plain", font=_font()),
        _style("xlq headline today", font=_font(NAVY, bold=True, size=16)),
        _style("xlq headline target", font=_font(NOTE, bold=True, size=13)),
        _style("xlq label set off", font=_font(), border=under, indent=1),
        _style("xlq unit", font=_font(NOTE, size=9), border=under),
        _style("xlq note", font=_font(NOTE, size=9), wrap=True),
        _style("xlq note line", font=_font(NOTE, size=9), indent=1),
        _style("xlq answer", font=_font(bold=True), wrap=True),
        _style("xlq answer line", font=_font(NAVY, bold=True)),
        _wrapped("xlq verdict", _font(NAVY, bold=True, size=14)),
        _wrapped("xlq plan", _font(size=13), under),
        _style("xlq light", font=_font(bold=True, size=14), horizontal="center"),
        _style("xlq status", font=_font(bold=True), horizontal="center"),
        _style("xlq hyperlink", font=Font(name=FONT, size=SIZE, color=INPUT, underline="single")),
        _style("xlq tile label", font=_font(NOTE, size=10), ground=PALE, horizontal="centerContinuous"),
        _style("xlq tile note", font=_font(NOTE, size=9), ground=PALE, horizontal="centerContinuous"),
        *(
            _style(f"xlq quadrant {number}", font=_font(WHITE, bold=True, size=13), ground=color)
            for number, color in enumerate(QUADRANTS, start=1)
        ),
    ]
    styles += [
        _style("xlq poster title", font=_font(NAVY, bold=True, size=17)),
        _style("xlq poster line", font=_font(TEXT, bold=True, size=17)),
        *(
            _style(f"xlq poster band {number}", font=_font(WHITE, bold=True, size=18), ground=color)
            for number, color in enumerate(QUADRANTS, start=1)
        ),
        *(
            _figure_style(
                f"xlq poster {kind}", "whole share" if kind == "share" else kind, font=_font(size=20), border=under
            )
            for kind in POSTER_KINDS
        ),
    ]
    styles += [
        _figure_style(f"xlq input {kind}", kind, font=_font(INPUT), ground=CREAM, border=boxed, locked=False)
        for kind in INPUT_KINDS
    ]
    for kind in FIGURE_KINDS:
        styles += [
            _figure_style(f"xlq figure {kind}", kind, font=_font(), border=under),
            _figure_style(f"xlq output {kind}", kind, font=_font(NAVY, bold=True), ground=PALE, border=total),
            _figure_style(f"xlq link {kind}", kind, font=_font(LINK), border=under),
        ]
    for kind in ("money", "count", "ratio"):
        tile = _style(
            f"xlq tile {kind}",
            font=_font(NAVY, bold=True, size=20),
            ground=PALE,
            kind="large money" if kind == "money" else kind,
            horizontal="centerContinuous",
        )
        styles.append(tile)
    styles.append(_style("xlq total label", font=_font(NAVY, bold=True), ground=PALE, border=total))
    styles.append(_style("xlq total label set off", font=_font(NAVY, bold=True), ground=PALE, border=total, indent=1))
    return styles


def add_styles(book: Workbook) -> None:
    """
    Register every named style with a workbook, and make its default font ours.

    Parameters
    ----------
    book : openpyxl.Workbook
        A new workbook.
    """
    for style in named_styles():
        book.add_named_style(style)


def status_style(status: Status) -> DifferentialStyle:
    """
    Return the conditional format of a status.

    Parameters
    ----------
    status : Status
        One of OK, CHECK and WARNING.

    Returns
    -------
    DifferentialStyle
        Font and ground.
    """
    return DifferentialStyle(
        font=Font(color=status.text, bold=True), fill=PatternFill(bgColor=status.ground, fill_type="solid")
    )
