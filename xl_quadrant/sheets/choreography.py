"""The Choreography sheet: the sale as a relay, who says what when, and what the next person is told; one page to print."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from openpyxl.workbook import Workbook

from xl_quadrant.business.texts import Text
from xl_quadrant.client_book.contract import SCENARIOS
from xl_quadrant.functions.quantities import Word
from xl_quadrant.sheets.choreography_words import draw_words, longest
from xl_quadrant.sheets.page import Page

TITLE: Final = "Choreography"
ROLE: Final = Text("role", longest=30)
HEADING_ROW: Final = 4
FIRST_ROW: Final = HEADING_ROW + 1
LINE_HEIGHT: Final = 15
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
    who : str
        The role it is given to until the owner names another.
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
    who: str
    when: str
    said: str
    told: str
    counted: str


def _logged(measure: str) -> str:
    """Return plan and log of a measure of the Tracker, in words."""
    return f"Plan [plan_{measure}], logged [logged_{measure}]."


HANDOFFS: Final = (
    Handoff(
        "service", "1 · Service: what they came for, and the package", "header", "Practitioner",
        "At the end of the visit, while they notice the difference.",
        "“You came in for one thing, and you can tell that it is working. To get all the way to what you want takes more "
        "than one visit. What I recommend for you is [core_name]. The price is [core_price].[begin] Shall we set it up?”",
        "what they came for, what was recommended and why, and whether it was a yes.",
        "Shows, and the buyers among them. " + _logged("close_rate"),
    ),
    Handoff(
        "products", "2 · Products: the result, kept up at home", "quadrant 1", "Assistant",
        "Straight after the yes, with the product in their hands.",
        "“To keep the result going between visits, take home [product_name]. The price is [product_price], and I have put "
        "it aside for you. Shall I add it to today?”",
        "what they take home, and anything they asked about along the way.",
        "Buyers who take a product. " + _logged("products_take_rate"),
    ),
    Handoff(
        "services", "3 · Add-on services: the menu close", "quadrant 2", "Adviser",
        "Sitting down, the whole menu on the table, before anyone speaks of paying.",
        "“Here is everything else we do for people with your goal. Mark whatever appeals to you and it goes into your "
        "plan. In your place I would begin with [service_name], at [service_price].”",
        "what they marked, what they would rather leave for later, and what it comes to.",
        "Buyers who take a service. " + _logged("services_take_rate"),
    ),
    Handoff(
        "prepay", "4 · Prepay and financing: how they would like to pay", "quadrant 3", "Front desk",
        "Once the plan is settled, before the card is out. Offer it to everyone.",
        "“Your package comes to [core_price]. If you prepay today it is [prepaid_price], [discount] less.[over_time]"
        "[partner] Which suits you best?”",
        "how they chose to pay, and what is still to come and when.",
        "Buyers who prepay. " + _logged("prepay_share") + " Financed. " + _logged("financed_share"),
    ),
    Handoff(
        "continuity", "5 · Continuity: the upsell, downsold", "quadrant 4", "Member care",
        "Last, before they leave. After a no to the add-on services it is the smaller step.",
        "“What you have started is worth keeping. For that there is [continuity_name]: more of the same, month after month, "
        "for less. It is [continuity_price] a month, first payment [first_payment]. Shall I hold a place for you?”",
        "what they bought, what they pay each month, and when they are next in.",
        "Buyers who join. " + _logged("continuity_take_rate"),
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
    page.put("E3", "Prices and plan are those of", "label")
    page.input("F3", Word(SCENARIOS, "scenario"), "Prices and plan in the sentences", name="in_choreography_prices")
    page.sheet["F3"].value = SCENARIOS[0]
    page.row(
        HEADING_ROW,
        "B",
        ["Who", "When", "What is said", "Who is next, and what they are told", "What to count"],
        "section set off",
    )
    page.sheet.row_dimensions[HEADING_ROW].height = 20
    row = FIRST_ROW
    roles = [FIRST_ROW + 2 * number + 1 for number in range(len(HANDOFFS))]
    for handoff, next_role in zip(HANDOFFS, [*roles[1:], roles[0]], strict=True):
        page.fill(f"B{row}:F{row}", handoff.style)
        page.put(f"B{row}", handoff.title, handoff.style)
        page.sheet.row_dimensions[row].height = 20
        _handoff(page, row + 1, handoff, next_role)
        row += 2
    for offset, rule in enumerate(RULES):
        page.put(f"B{row + offset}", rule, "note line")
    page.print_on(f"A1:G{row + len(RULES) - 1}", landscape=True)
    page.sheet.freeze_panes = f"C{FIRST_ROW}"
    draw_words(page, row + len(RULES) + 2)


def _handoff(page: Page, row: int, handoff: Handoff, next_role: int) -> None:
    """Write one step."""
    page.input(f"B{row}", ROLE, f"Who: {handoff.title}", name=f"in_choreography_who_{handoff.name}", kind="text")
    page.sheet[f"B{row}"].value = handoff.who
    told = f'"To "&IF($B{next_role}="","–",$B{next_role})&": "&' + sentence(handoff.told)
    for letter, text in (
        ("C", sentence(handoff.when)),
        ("D", sentence(handoff.said)),
        ("E", told),
        ("F", sentence(handoff.counted)),
    ):
        page.put(f"{letter}{row}", f"={text}", "script")
    texts = {"B": "W" * ROLE.longest, "C": handoff.when, "D": longest(handoff.said), "E": "To : " + "W" * ROLE.longest + handoff.told,
             "F": longest(handoff.counted)}  # fmt: skip
    page.sheet.row_dimensions[row].height = LINE_HEIGHT * max(
        lines(text, WIDTHS[letter]) for letter, text in texts.items()
    )


def sentence(text: str) -> str:
    """
    Return a text whose words stand in brackets as a formula.

    Parameters
    ----------
    text : str
        Such as ``It is [core_price].``

    Returns
    -------
    str
        The formula without its ``=``.

    Examples
    --------
    >>> sentence("It is [core_price].")
    '"It is "&calc_say_core_price&"."'
    """
    parts = []
    for number, part in enumerate(text.replace("]", "[").split("[")):
        parts.append(f"calc_say_{part}" if number % 2 else '"' + part + '"')
    return "&".join(part for part in parts if part != '""')


def lines(text: str, width: float) -> int:
    """
    Return how many lines a text takes at most in a column.

    Parameters
    ----------
    text : str
        The text.
    width : float
        The width of the column in digits; most letters are narrower, two go for the margins.

    Returns
    -------
    int
        Lines.

    Examples
    --------
    >>> lines("four words make it", 12)
    2
    """
    return math.ceil(len(text) / (width - 2))
