"""The Choreography sheet: the sale as a relay, who says what when, and what the next person is told; one page to print."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from openpyxl.workbook import Workbook

from xl_quadrant.business.texts import Text
from xl_quadrant.client_book.contract import SCENARIOS
from xl_quadrant.drawing.page import Page
from xl_quadrant.drawing.text_sizes import INDENT, LINE_HEIGHT, MARGINS, column_pixels, line_count
from xl_quadrant.functions.quantities import Word
from xl_quadrant.sheets.choreography_words import ROLE, longest, sentence

TITLE: Final = "Choreography"
OWN_ROLE: Final = Text("role", longest=30)
HEADING_ROW: Final = 4
FIRST_ROW: Final = HEADING_ROW + 1
WIDTHS: Final = {"A": 2.0, "B": 17.0, "C": 25.0, "D": 56.0, "E": 37.0, "F": 29.0, "G": 2.0}


@dataclass(frozen=True, slots=True)
class Handoff:
    """
    One step of the sale, and how it is handed on; ``[name]`` stands for one of the words of the page.

    Parameters
    ----------
    name : str
        What the cell of its role is called, after ``in_choreography_who_``.
    title : str
        What is sold.
    style : str
        The look of its band.
    when : str
        The moment.
    said : str
        What is said to the person.
    told : str
        What the next person is told.
    counted : str
        What to count.
    """

    name: str
    title: str
    style: str
    when: str
    said: str
    told: str
    counted: str


HANDOFFS: Final = (
    Handoff(
        "service", "1 · Service: what they came for, and the package", "header", "[service_when]",
        "“[opening] What I recommend for you is [core_name]. The price is [core_price]. [begin] Shall we set it up?”",
        "what they came for, what was recommended and why, and whether it was a yes.",
        "Shows, and the buyers among them. [counted_close_rate]",
    ),
    Handoff(
        "products", "2 · Products: the result, kept up", "quadrant 1", "[products_when]",
        "“[before_product] [products_name] [after_product] It is [products_price]. Shall I add it to today?”",
        "what they take, and anything they asked about along the way.",
        "Buyers who take a product. [counted_products_take_rate]",
    ),
    Handoff(
        "services", "3 · Add-on services: the menu close", "quadrant 2", "[services_when]",
        "“[menu] In your place I would begin with [services_name], at [services_price].”",
        "what they marked, what they would rather leave for later, and what it comes to.",
        "Buyers who take a service. [counted_services_take_rate]",
    ),
    Handoff(
        "prepay", "4 · Prepay and financing: how they would like to pay", "quadrant 3", "[prepay_when] [everyone]",
        "“Your package comes to [core_price]. [prepay] [over_time] [partner] [ask]”",
        "how they chose to pay, and what is still to come and when.",
        "[counted_prepay] [counted_financing] [counted_plainly]",
    ),
    Handoff(
        "continuity", "5 · Continuity: the upsell, downsold", "quadrant 4", "[continuity_when]",
        "“What you have started is worth keeping. For that there is [continuity_name]: more of the same, month after month. "
        "It is [continuity_price] a month, first payment [first_payment]. Shall I hold a place for you?”",
        "[next_time]",
        "Buyers who join. [counted_continuity_take_rate]",
    ),
)  # fmt: skip
"""The relay, in the order of the sale; the last hands back to the first."""

RULES: Final = (
    "The same order at every visit. Finish your own step, then hand over in front of the customer, in one sentence. A no is handed on as well.",
    "Say “prepay”: it is a choice they make. The next person never asks again what the last one was told.",
)


def draw(book: Workbook) -> None:
    """
    Draw the sheet.

    Parameters
    ----------
    book : openpyxl.Workbook
        The workbook being built.
    """
    page = Page(book, TITLE, WIDTHS)
    page.heading(TITLE, "Who says what, when, and what the next person is told", "F1")
    page.sample_note("B3:D3")
    page.put("E3", "Prices and plan are those of", "label")
    page.input("F3", Word(SCENARIOS, "scenario"), "Prices and plan in the sentences", name="in_choreography_prices")
    page.sheet["F3"].value = SCENARIOS[0]
    headings = ["Who", "When", "What is said", "Who is next, and what they are told", "What to count"]
    page.row(HEADING_ROW, "B", headings, "section set off")
    page.sheet.row_dimensions[HEADING_ROW].height = 20
    row = FIRST_ROW
    for handoff in HANDOFFS:
        page.fill(f"B{row}:F{row}", handoff.style)
        page.put(f"B{row}", handoff.title, handoff.style)
        page.sheet.row_dimensions[row].height = 20
        _handoff(page, row + 1, handoff)
        row += 2
    for offset, rule in enumerate(RULES):
        page.put(f"B{row + offset}", rule, "note line")
    row += len(RULES)
    page.print_on(f"A1:G{row - 1}", landscape=True)
    page.owners_page("choreography", f"A1:G{row - 1}")
    page.sheet.freeze_panes = f"C{FIRST_ROW}"
    _own_roles(page, row + 1)


def _own_roles(page: Page, row: int) -> None:
    """Draw where an owner names the roles."""
    page.fill(f"B{row}:F{row}", "section set off")
    page.put(f"B{row}", "Your own names for who does each step; blank as above", "section set off")
    for letter, handoff in zip("BCDEF", HANDOFFS, strict=True):
        page.put(f"{letter}{row + 1}", handoff.title.partition(":")[0], "unit")
        name = f"in_choreography_who_{handoff.name}"
        page.input(f"{letter}{row + 2}", OWN_ROLE, f"Who: {handoff.title}", name=name, kind="text")
    page.sheet.row_dimensions[row + 2].height = 2 * LINE_HEIGHT


def _handoff(page: Page, row: int, handoff: Handoff) -> None:
    """Write one step; where there is nothing to sell it says what to fill in."""
    name = handoff.name
    told = f"To [next_{name}]: {handoff.told}"
    page.put(f"B{row}", f"=calc_say_role_{name}", "script")
    page.put(f"C{row}", f"={sentence(handoff.when)}", "script")
    page.put(f"D{row}", f"=IF(calc_say_has_{name},{sentence(handoff.said)},calc_say_missing_{name})", "script")
    page.put(f"E{row}", f'=IF(calc_say_has_{name},{sentence(told)},"")', "script")
    page.put(f"F{row}", f'=IF(calc_say_has_{name},{sentence(handoff.counted)},"")', "script")
    texts = {"B": ROLE, "C": longest(handoff.when), "D": longest(handoff.said), "E": longest(told),
             "F": longest(handoff.counted)}  # fmt: skip
    page.sheet.row_dimensions[row].height = LINE_HEIGHT * max(
        line_count(text, room(WIDTHS[letter])) for letter, text in texts.items()
    )


def room(width: float) -> int:
    """
    Return the room for a line of a sentence in a column.

    Parameters
    ----------
    width : float
        The width of the column, characters.

    Returns
    -------
    int
        Pixels between the margins and the indent.
    """
    return column_pixels(width) - MARGINS - INDENT
