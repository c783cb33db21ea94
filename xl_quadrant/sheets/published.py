"""Published figures beside the inputs: those of the client's own industry and currency, with what they measure."""

from __future__ import annotations

from typing import Final

from xl_quadrant.business.model import FIELDS, OFFER_BLOCKS
from xl_quadrant.clients.benchmarks import Benchmark, read_benchmarks
from xl_quadrant.drawing.page import Page
from xl_quadrant.sheets.choreography_words import INDUSTRIES, INDUSTRY_LETTERS

LISTS: Final = dict(zip(("label", "unit", "figure", "as_of", "measures", "source"), "BPQRST", strict=True))
"""What the Inputs sheet shows of a figure, and its column on Workings."""
HEIGHT: Final = 38
"""Points of a row: a source takes three lines of small print."""
NONE: Final = "No figure of this industry, in this currency, is known here."


def labels() -> dict[str, str]:
    """
    Return what each input is called.

    Returns
    -------
    dict of str to str
        By name, offers too.
    """
    return {field.name: field.label for field in FIELDS} | {
        f"{block.name}_{column.name}": f"{block.label}: {column.label}"
        for block in OFFER_BLOCKS
        for column in block.columns
    }


def beside(field: str) -> str | None:
    """
    Return the formula of what stands beside an input.

    Parameters
    ----------
    field : str
        The input.

    Returns
    -------
    str or None
        Its published figures in a few words each; None where there are none for any industry.
    """
    benchmarks = enumerate(read_benchmarks(), start=1)
    names = [f"calc_published_{number}" for number, benchmark in benchmarks if benchmark.field == field]
    return "=TRIM(" + '&" "&'.join(names) + ")" if names else None


def draw_list(page: Page, row: int) -> int:
    """
    Draw every published figure, and which of them are this client's.

    Parameters
    ----------
    page : Page
        The Workings sheet.
    row : int
        The row of the heading.

    Returns
    -------
    int
        The last row.
    """
    first, last = row + 1, row + len(read_benchmarks())
    page.row(row, "B", ["Published figures", "In words", "Shown: 1, or 0", "Its place"], "header")
    page.row(row, "H", list(INDUSTRIES), "header")
    page.row(row, "P", ["Unit", "Figure", "As of", "What it measures", "Source", "Address", "Currency"], "header")
    for line, benchmark in enumerate(read_benchmarks(), start=first):
        _row(page, line, first, benchmark)
        page.name(f"calc_published_{line - first + 1}", f"C{line}")
    for name, letter in LISTS.items():
        page.name(f"lst_published_{name}", f"{letter}{first}:{letter}{last}")
    page.name("lst_published_place", f"E{first}:E{last}")
    return last


def _row(page: Page, line: int, first: int, benchmark: Benchmark) -> None:
    """Write one figure."""
    page.put(f"B{line}", labels()[benchmark.field], "label")
    page.put(f"C{line}", f'=IF(D{line}=0,"",Q{line}&" "&U{line}&" ("&E{line}&")")', "label")
    currency = f'OR(W{line}="any",W{line}=in_currency)'
    of_industry = f"INDEX({INDUSTRY_LETTERS[0]}{line}:{INDUSTRY_LETTERS[-1]}{line},calc_say_industry_column)"
    page.figure(f"D{line}", f"={of_industry}*{currency}", "whole")
    page.figure(f"E{line}", f"=D{line}*SUM(D${first}:D{line})", "whole")
    for letter, industry in zip(INDUSTRY_LETTERS, INDUSTRIES, strict=True):
        page.figure(f"{letter}{line}", int(benchmark.is_for(industry)), "whole")
    page.row(line, "P", [benchmark.unit, benchmark.words], "label")
    page.put(f"R{line}", benchmark.as_of, "figure date")
    page.row(line, "S", [benchmark.measures, benchmark.source, benchmark.short], "label")
    page.web_link(f"V{line}", benchmark.url, benchmark.url)
    page.put(f"W{line}", benchmark.currency, "label")


def draw_shown(page: Page, row: int) -> int:
    """
    Draw the published figures of this client's industry and currency.

    Parameters
    ----------
    page : Page
        The Inputs sheet.
    row : int
        The row of the heading.

    Returns
    -------
    int
        The last row.
    """
    headings = ["Published figures", "Unit", "Figure", "As of", "What it measures", "Source"]
    page.row(row, "B", headings, "header")
    first = row + 1
    most = max(sum(benchmark.is_for(industry) for benchmark in read_benchmarks()) for industry in INDUSTRIES)
    styles = {
        "label": "label",
        "unit": "note",
        "figure": "label",
        "as_of": "figure date",
        "measures": "note",
        "source": "note",
    }
    for line in range(first, first + most):
        found = f"MATCH(ROWS($A${first}:$A{line}),lst_published_place,0)"
        for letter, (name, style) in zip("BCDEFG", styles.items(), strict=True):
            number = f'"("&ROWS($A${first}:$A{line})&") "&' if name == "label" else ""
            other = (
                f'IF(AND(ROWS($A${first}:$A{line})=1,SUM(lst_published_place)=0),"{NONE}","")'
                if name == "label"
                else '""'
            )
            page.put(f"{letter}{line}", f"=IFERROR({number}INDEX(lst_published_{name},{found}),{other})", style)
        page.sheet.row_dimensions[line].height = HEIGHT
    return first + most - 1
