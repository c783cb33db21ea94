"""The talk's arithmetic beside the same on one basis, on the Results sheet: the talk's example and the owner's figures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from xl_quadrant.drawing.page import Page

COLUMNS: Final = {"the talk": ("D", "E"), "today": ("G", "H"), "target": ("J", "K")}
WHY: Final = (
    "The talk adds what each buyer spends to what each show is worth. A show buys only at the close rate, so on one basis "
    "the later steps are multiplied by it too; the front-end price, which the talk leaves out, is counted."
)


@dataclass(frozen=True, slots=True)
class Step:
    """
    One step of the sum: what the talk adds for it, and what it adds per show.

    Parameters
    ----------
    label : str
        What is sold.
    per_buyer : str
        The value per buyer in the owner's workbook, a name with ``{s}``.
    example : float
        The value per buyer in the talk's example.
    closes : bool
        Whether the talk multiplies it by the close rate.
    """

    label: str
    per_buyer: str
    example: float
    closes: bool = False


STEPS: Final = (
    Step("Core package", "calc_core_buyer_life_{s}", 2000, closes=True),
    Step("Products", "calc_products_buyer_{s}", 200),
    Step("Add-on services", "calc_services_buyer_{s}", 400),
    Step("Prepay and financing", "calc_prepay_buyer_life_{s}", 0),
    Step("Continuity", "calc_members_cash_life_{s}", 800),
)
EXAMPLE_CLOSE_RATE: Final = 0.5
EXAMPLE_FRONT_END: Final = 19

EXAMPLES: Final = (
    ("Down payment", "money per buyer", "money", 500, "val_core_down_payment_{s}"),
    ("Price when prepaid", "money per buyer", "money", 2500, "calc_prepaid_price_{s}"),
    ("Prepay share", "share of buyers", "rate", 0.2, "val_prepay_share_{s}"),
    ("New buyers", "buyers per month", "count", 20, "out_buyers_{s}"),
    ("Lifetime value", "money per buyer", "money", 2000, "out_cash_per_buyer_life_{s}"),
)


def draw(page: Page, row: int) -> int:
    """
    Draw the section.

    Parameters
    ----------
    page : Page
        The Results sheet.
    row : int
        The row of the heading.

    Returns
    -------
    int
        The last row.
    """
    _headings(page, row, "The talk's arithmetic, and one basis")
    close_row, per_buyer_row = row + 2, row + 3
    page.put(f"B{close_row}", "Close rate", "label")
    page.put(f"C{close_row}", "share of shows", "unit")
    values = per_buyer_row + len(STEPS) + 1
    for who, (talk, basis) in COLUMNS.items():
        close = EXAMPLE_CLOSE_RATE if who == "the talk" else f"=val_close_rate_{who}"
        page.figure(f"{talk}{close_row}", close, "rate")
        page.put(f"{basis}{close_row}", None, "label")
        for offset, step in enumerate(STEPS):
            line = per_buyer_row + offset
            given = step.example if who == "the talk" else f"={step.per_buyer.replace('{s}', who)}"
            page.figure(f"{talk}{line}", given, "money")
            page.put(f"{basis}{line}", None, "label")
        _sums(page, who, close_row, per_buyer_row, values)
    for offset, step in enumerate(STEPS):
        page.put(f"B{per_buyer_row + offset}", f"{step.label}, each buyer", "label")
        page.put(f"C{per_buyer_row + offset}", "money per buyer", "unit")
        page.put(f"B{values + 1 + offset}", f"+ {step.label}", "label")
        page.put(f"C{values + 1 + offset}", "running sum", "unit")
    page.put(f"B{values}", "Front end", "label")
    page.put(f"C{values}", "money per show", "unit")
    page.put(f"B{values + len(STEPS) + 1}", WHY, "note line")
    return _examples(page, values + len(STEPS) + 3)


def _headings(page: Page, row: int, text: str) -> None:
    """Write whose figures stand in which pair of columns."""
    page.fill(f"B{row}:N{row + 1}", "header")
    page.put(f"B{row}", text, "header")
    page.put(f"C{row + 1}", "Unit", "header")
    for who, (talk, basis) in COLUMNS.items():
        page.put(f"{talk}{row}", "The talk's example" if who == "the talk" else who.capitalize(), "header across")
        page.put(f"{basis}{row}", None, "header across")
        page.put(f"{talk}{row + 1}", "the talk", "header right")
        page.put(f"{basis}{row + 1}", "one basis", "header right")


def _sums(page: Page, who: str, close_row: int, per_buyer_row: int, values: int) -> None:
    """Write the running sums, the talk's and those on one basis."""
    talk, basis = COLUMNS[who]
    ready = "TRUE" if who == "the talk" else f"calc_ready_{who}"
    front = EXAMPLE_FRONT_END if who == "the talk" else f"=calc_front_{who}"
    page.put(f"{talk}{values}", "left out", "figure general")
    page.figure(f"{basis}{values}", front, "money")
    for offset, step in enumerate(STEPS):
        line, given = values + 1 + offset, f"{talk}{per_buyer_row + offset}"
        last = offset == len(STEPS) - 1
        talked = f"{given}*{talk}{close_row}" if step.closes else given
        before = "" if offset == 0 else f"{talk}{line - 1}+"
        look = "output" if last else "figure"
        page.figure(f"{talk}{line}", f'=IF({ready},{before}{talked},"–")', "money", look=look)
        on_one = f"{basis}{line - 1}+{given}*{talk}{close_row}"
        page.figure(f"{basis}{line}", f'=IF({ready},{on_one},"–")', "money", look=look)
        if last:
            page.name(f"out_talk_sum_{_suffix(who)}", f"{talk}{line}")
            page.name(f"out_one_basis_sum_{_suffix(who)}", f"{basis}{line}")


def _examples(page: Page, row: int) -> int:
    """Write the talk's two other sums: the average with prepay, and where revenue caps out; return the last row."""
    _headings(page, row, "Average with prepay, and the revenue ceiling")
    first = row + 2
    for offset, (label, unit, kind, example, formula) in enumerate(EXAMPLES):
        line = first + offset
        page.put(f"B{line}", label, "label")
        page.put(f"C{line}", unit, "unit")
        for who, (talk, basis) in COLUMNS.items():
            given = example if who == "the talk" else f"={formula.replace('{s}', who)}"
            if who != "the talk":
                given = f'=IF(calc_ready_{who},{formula.replace("{s}", who)},"–")'
            page.figure(f"{talk}{line}", given, kind)
            page.put(f"{basis}{line}", None, "label")
    down, prepaid, share, buyers, lifetime = (first + offset for offset in range(len(EXAMPLES)))
    average, ceiling = lifetime + 1, lifetime + 2
    page.put(f"B{average}", "Average paid on the day", "total label")
    page.put(f"B{ceiling}", "Revenue ceiling", "total label")
    page.put(f"C{average}", "money per buyer", "unit")
    page.put(f"C{ceiling}", "money per month", "unit")
    for who, (talk, basis) in COLUMNS.items():
        ready = "TRUE" if who == "the talk" else f"calc_ready_{who}"
        added = f"{talk}{down}+{talk}{share}*{talk}{prepaid}"
        shared = f"{talk}{share}*{talk}{prepaid}+(1-{talk}{share})*{talk}{down}"
        for column, formula in ((talk, added), (basis, shared)):
            page.figure(f"{column}{average}", f'=IF({ready},{formula},"–")', "money", look="output")
        page.figure(f"{talk}{ceiling}", f'=IF({ready},{talk}{buyers}*{talk}{lifetime},"–")', "money", look="output")
        page.put(f"{basis}{ceiling}", None, "label")
        page.name(f"out_talk_average_{_suffix(who)}", f"{talk}{average}")
        page.name(f"out_one_basis_average_{_suffix(who)}", f"{basis}{average}")
        page.name(f"out_talk_ceiling_{_suffix(who)}", f"{talk}{ceiling}")
    page.put(
        f"B{ceiling + 1}",
        "Who prepays does not pay the down payment as well: the talk counts both, one basis does not.",
        "note line",
    )
    return ceiling + 1


def _suffix(who: str) -> str:
    """Return the end of the names of a column: ``example`` for the talk's own figures."""
    return "example" if who == "the talk" else who
