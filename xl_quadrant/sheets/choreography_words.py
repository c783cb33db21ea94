"""The words that the sentences of the Choreography sheet use: the client's own offers, prices, plan and log."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from typing import Final

from xl_quadrant.client_book.contract import BLOCK_ROWS, SCENARIOS
from xl_quadrant.clients.templates_folder import templates_folder
from xl_quadrant.drawing.page import Page
from xl_quadrant.drawing.text_sizes import text_pixels

RATES: Final = {
    "close_rate": "Close rate",
    "products_take_rate": "Products take rate",
    "services_take_rate": "Add-on services take rate",
    "prepay_share": "Prepay share",
    "financed_share": "Financed share",
    "continuity_take_rate": "Continuity take rate",
}
"""The measures of the Tracker that a step is counted by."""

OFFERS: Final = ("products", "services", "continuity")
"""The lists whose first offer the sentences name."""

STEPS: Final = ("service", "products", "services", "prepay", "continuity")
"""The steps of the sale, in their order."""

_INDUSTRIES: Final[list[dict[str, str]]] = tomllib.loads(
    (templates_folder() / "choreography.toml").read_text(encoding="utf-8")
)["industry"]
INDUSTRIES: Final = tuple(words["industry"] for words in _INDUSTRIES)
"""The industries that have words of their own, and at last whoever is not named."""
WORDS: Final = tuple(word for word in _INDUSTRIES[0] if word != "industry")
"""The words that each of them has."""
INDUSTRY_WORDS: Final = {words["industry"]: words for words in _INDUSTRIES}

NAME: Final = "漢字" * 30
"""A name as wide as one can be."""
ROLE: Final = "Membership adviser and coach 1"
AMOUNT: Final = "CHF 999,999,999.00"
PLAN: Final = "Plan 100%, so far 100% of 500."


@dataclass(frozen=True, slots=True)
class Figure:
    """
    A figure that some words are made of.

    Parameters
    ----------
    name : str
        Its name, after ``calc_say_``.
    label : str
        What it is.
    kind : str
        How it is formatted.
    formula : str
        The formula.
    """

    name: str
    label: str
    kind: str
    formula: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """
    Words that a sentence uses.

    Parameters
    ----------
    name : str
        Its name, after ``calc_say_``.
    label : str
        What it is.
    formula : str
        The formula.
    longest : str
        As long as it can become, with the longest words in it.
    """

    name: str
    label: str
    formula: str
    longest: str


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
        The formula without its ``=``; where words are left out no space is left behind.

    Examples
    --------
    >>> sentence("It is [core_price].")
    'TRIM("It is "&calc_say_core_price&".")'
    """
    parts = []
    for number, part in enumerate(text.replace("]", "[").split("[")):
        parts.append(f"calc_say_{part}" if number % 2 else '"' + part + '"')
    joined = "&".join(part for part in parts if part != '""')
    return f"TRIM({joined})"


def _if(condition: str, text: str) -> str:
    """Return the formula of a sentence that stands under a condition."""
    return f'IF({condition},{sentence(text)},"")'


def _chosen(name: str) -> str:
    """Return the formula of an input of the scenario that the sentences speak of; a blank target is as today."""
    return f'IF(AND(calc_say_as_target,{name}_target<>""),{name}_target,{name}_today)'


def _money(name: str) -> str:
    """Return the formula of an amount in words, with cents where it has any and its currency is not of the size of the yen."""
    amount = f"calc_say_{name}_amount"
    cents = f"ROUND({amount},2)"
    return f"set_currency_sign&FIXED({cents},2*({cents}<>INT({cents}))*(set_currency_size<100))"


def _of_first(column: str, offers: str) -> str:
    """Return the formula of what stands in a column beside the first offer that is sold; 0 where none is."""
    names = [f"INDEX(in_{offers}_{column}_{scenario},calc_say_{offers}_row)" for scenario in SCENARIOS]
    chosen = f'IF(AND(calc_say_as_target,{names[1]}<>""),{names[1]},{names[0]})'
    return f"IF(calc_say_{offers}_row=0,0,{chosen})"


def _financed_rate_figures() -> tuple[Figure, ...]:
    """Return how a buyer can pay."""
    return (
        Figure("down_payment_amount", "Down payment", "money", _chosen("in_core_down_payment")),
        Figure("installments", "Installments", "whole", _chosen("in_core_installments")),
        Figure("installment_amount", "Each installment", "money",
               "IF(N(calc_say_installments)=0,0,(calc_say_core_price_amount-calc_say_down_payment_amount)/calc_say_installments)"),
        Figure("prepay_rate", "Prepay share", "rate", _chosen("in_prepay_share")),
        Figure("discount_rate", "Prepay discount", "rate", _chosen("in_prepay_discount")),
        Figure("prepaid_price_amount", "Price when prepaid", "money", "calc_say_core_price_amount*(1-calc_say_discount_rate)"),
        Figure("financed_rate", "Financed share", "rate", _chosen("in_financing_share")),
        Figure("ways", "Ways to pay over and above all at once", "whole",
               "(calc_say_prepay_rate>0)+(calc_say_installments>0)+(calc_say_financed_rate>0)"),
    )  # fmt: skip


FIGURES: Final = (
    Figure("core_title", "Core package name", "name", _chosen("in_core_name") + '&""'),
    Figure("core_price_amount", "Core package price", "money", _chosen("in_core_price")),
    *_financed_rate_figures(),
    *(Figure(f"{offers}_row", f"First of {offers} sold: its row", "whole", f"IFERROR(MATCH(1,lst_say_{offers}_sold,0),0)") for offers in OFFERS),
    *(Figure(f"{offers}_price_amount", f"First of {offers} sold: its price", "money", _of_first("price", offers)) for offers in OFFERS),
    Figure("first_day", "First continuity payment on day", "days", _of_first("start_day", "continuity")),
    Figure("has_service", "There is a core package", "flag", "calc_say_core_price_amount>0"),
    Figure("has_prepay", "There is something to pay", "flag", "calc_say_has_service"),
    *(Figure(f"has_{offers}", f"There is an offer of {offers}", "flag", f"calc_say_{offers}_row>0") for offers in OFFERS),
    *(Figure(f"{rate}_planned", f"{label}: plan", "share",
             f"IF(AND(calc_say_as_target,ISNUMBER(out_tracker_{rate}_plan_target)),out_tracker_{rate}_plan_target,out_tracker_{rate}_plan_today)")
      for rate, label in RATES.items()),
)  # fmt: skip
"""In the order in which each uses those before it."""


def _next_steps() -> tuple[Phrase, ...]:
    """Return who comes after each step: the role of the next step in which there is something to sell."""
    phrases = [Phrase("next_continuity", "After continuity", "calc_say_role_service", ROLE)]
    for step, after in zip(STEPS[-2::-1], STEPS[:0:-1], strict=True):
        formula = f"IF(calc_say_has_{after},calc_say_role_{after},calc_say_next_{after})"
        phrases.append(Phrase(f"next_{step}", f"After {step}", formula, ROLE))
    return tuple(phrases)


def _missing(offers: str, what: str, columns: str) -> Phrase:
    """Return what to fill in where there is nothing to sell."""
    target = f"AND(NOT(calc_say_as_target),COUNT(in_{offers}_price_target)>0)"
    switch = "Nothing of this is sold today. To say what the target has, write “target” above."
    fill = f"Nothing to say yet: on the Quadrant page, write {what}, with {columns}."
    return Phrase(f"missing_{offers}", f"No {offers}", f'IF({target},"{switch}","{fill}")', max(switch, fill, key=len))


_BEGIN = "You can begin today with [down_payment]."
_PREPAY = "If you prepay today it is [prepaid_price], [discount] less."
_PREPAY_PLAIN = "You can prepay all of it today."
_OVER_TIME = "[or_it_is] [paid_today] [number] of [installment]."
_PARTNER = "Our financing partner can spread it for you."

PHRASES: Final = (
    *(Phrase(f"role_{step}", f"Who: {step}", f'IF(in_choreography_who_{step}="",calc_say_who_{step},in_choreography_who_{step})', ROLE)
      for step in STEPS),
    *_next_steps(),
    Phrase("core_name", "Core package", 'IF(calc_say_core_title="","our full package",calc_say_core_title)', NAME),
    *(Phrase(name, label, _money(name), AMOUNT) for name, label in (
        ("core_price", "Core package price"), ("down_payment", "Down payment"), ("installment", "Each installment"),
        ("prepaid_price", "Price when prepaid"))),
    Phrase("discount", "Prepay discount",
           "FIXED(ROUND(100*calc_say_discount_rate,2),2*(ROUND(100*calc_say_discount_rate,2)"
           '<>INT(ROUND(100*calc_say_discount_rate,2))))&"%"', "99.99%"),
    Phrase("begin", "How to begin", _if("calc_say_installments*calc_say_down_payment_amount>0", _BEGIN),
           _BEGIN.replace("[down_payment]", AMOUNT)),
    Phrase("prepay", "Prepay", f'IF(calc_say_prepay_rate>0,IF(calc_say_discount_rate>0,{sentence(_PREPAY)},"{_PREPAY_PLAIN}"),"")',
           _PREPAY.replace("[prepaid_price]", AMOUNT).replace("[discount]", "99.99%")),
    Phrase("or_it_is", "Before payments over time", 'IF(calc_say_prepay_rate>0,"Or it is","It is")', "Or it is"),
    Phrase("paid_today", "Paid today", 'IF(calc_say_down_payment_amount>0,calc_say_down_payment&" today and","")', f"{AMOUNT} today and"),
    Phrase("number", "How many payments", 'calc_say_installments&IF(calc_say_installments=1," monthly payment"," monthly payments")', "120 monthly payments"),
    Phrase("over_time", "Payments over time", _if("calc_say_installments>0", _OVER_TIME),
           f"Or it is {AMOUNT} today and 120 monthly payments of {AMOUNT}."),
    Phrase("partner", "Financing", f'IF(calc_say_financed_rate>0,"{_PARTNER}","")', _PARTNER),
    Phrase("ask", "How they answer",
           'IF(calc_say_ways>1,"Which suits you best?",IF(calc_say_ways=1,"Does that suit you?","How would you like to pay today?"))',
           "How would you like to pay today?"),
    Phrase("everyone", "To whom", 'IF(calc_say_prepay_rate>0,"Offer it to everyone.","")', "Offer it to everyone."),
    *(Phrase(f"{offers}_name", f"First of {offers}", f'IF(calc_say_{offers}_row=0,"",INDEX(in_{offers}_name,MAX(1,calc_say_{offers}_row)))', NAME)
      for offers in OFFERS),
    *(Phrase(f"{offers}_price", f"First of {offers}: its price", _money(f"{offers}_price"), AMOUNT) for offers in OFFERS),
    Phrase("first_payment", "First continuity payment",
           'IF(calc_say_first_day=0,"today",IF(calc_say_first_day=1,"tomorrow","in "&FIXED(calc_say_first_day,0)&" days"))', "in 9,999 days"),
    *(Phrase(f"counted_{rate}", f"{label}: plan and log",
             f'IF(ISNUMBER(calc_say_{rate}_planned),"Plan "&TEXT(calc_say_{rate}_planned,"0%"),"No plan yet")'
             f'&", "&IF(out_tracker_{rate}_count=0,"none logged yet.","so far "&TEXT(out_tracker_{rate},"0%")&" of "&out_tracker_{rate}_count&".")',
             PLAN)
      for rate, label in RATES.items()),
    Phrase("counted_prepay", "Prepay, counted", _if("calc_say_prepay_rate>0", "Buyers who prepay. [counted_prepay_share]"),
           "Buyers who prepay. " + PLAN),
    Phrase("counted_financing", "Financing, counted", _if("calc_say_financed_rate>0", "Buyers who finance. [counted_financed_share]"),
           "Buyers who finance. " + PLAN),
    Phrase("counted_plainly", "Neither, counted", 'IF(calc_say_prepay_rate+calc_say_financed_rate=0,"What each buyer pays on the day.","")', ""),
    Phrase("missing_service", "No core package",
           '"Nothing to say yet: on the Inputs page, write the core package’s name and price."',
           "Nothing to say yet: on the Inputs page, write the core package’s name and price."),
    _missing("products", "a product", "its price and take rate"),
    _missing("services", "an add-on service", "its price and take rate"),
    _missing("continuity", "what they can go on with", "its price, take rate and churn"),
    Phrase("missing_prepay", "Nothing to pay", "calc_say_missing_service",
           "Nothing to say yet: on the Inputs page, write the core package’s name and price."),
)  # fmt: skip
"""In the order in which each uses those before it."""

INDUSTRY_LETTERS: Final = "HIJKLMN"
"""The columns that the words of each industry stand in."""


def draw(page: Page, row: int) -> int:
    """
    Draw the words of the industries, what is sold, the figures and the words.

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
    row = _draw_industries(page, row) + 2
    row = _draw_sold(page, row) + 2
    for heading, lines in (("Figures the words are made of", FIGURES), ("Words the sentences use", PHRASES)):
        page.row(row, "B", [heading, None, "As it stands"], "header")
        for line in lines:
            row += 1
            page.row(row, "B", [line.label, None], "label")
            style = f"figure {line.kind}" if isinstance(line, Figure) and line.kind != "name" else "label"
            page.put(f"D{row}", f"={line.formula}", style)
            page.name(f"calc_say_{line.name}", f"D{row}")
        row += 2
    return row - 2


def _draw_industries(page: Page, row: int) -> int:
    """Draw the words of each industry, and those of this client's; return the last row."""
    page.row(row, "B", ["Words of the industry", None, "This client's"], "header")
    first, last = INDUSTRY_LETTERS[0], INDUSTRY_LETTERS[-1]
    named = f"{first}{row + 1}:{last}{row + 1}"
    found = f'MATCH(SUBSTITUTE(TRIM(in_industry),"_"," "),{named},0)'
    page.row(row + 1, "B", ["Its column", None], "label")
    page.figure(f"D{row + 1}", f"=IFERROR({found},COUNTA({named}))", "whole", name="calc_say_industry_column")
    for letter, industry in zip(INDUSTRY_LETTERS, INDUSTRIES, strict=True):
        page.put(f"{letter}{row + 1}", industry, "label")
    for line, word in enumerate(WORDS, start=row + 2):
        page.row(line, "B", [word.replace("_", " ").capitalize(), None], "label")
        page.put(f"D{line}", f"=INDEX({first}{line}:{last}{line},calc_say_industry_column)", "label")
        page.name(f"calc_say_{word}", f"D{line}")
        for letter, words in zip(INDUSTRY_LETTERS, INDUSTRY_WORDS.values(), strict=True):
            page.put(f"{letter}{line}", words[word], "label")
    return row + 1 + len(WORDS)


def _draw_sold(page: Page, row: int) -> int:
    """Draw which offers of each list are sold in the scenario that the sentences speak of; return the last row."""
    page.row(row, "B", ["What is sold: 1, or 0", None, "Products", "Add-on services", "Continuity"], "header")
    page.row(row + 1, "B", ["The target's prices are meant", None], "label")
    page.figure(f"D{row + 1}", '=in_choreography_prices="target"', "flag", name="calc_say_as_target")
    first, last = row + 2, row + 1 + BLOCK_ROWS
    for line in range(first, last + 1):
        number = line - first + 1
        page.row(line, "B", [f"Row {number}", number], "label")
        for offers, letter in zip(OFFERS, "DEF", strict=True):
            named, today, target = (
                f"INDEX(in_{offers}_{column},$C{line})" for column in ("name", "price_today", "price_target")
            )
            priced = f"N({today})+calc_say_as_target*N({target})>0"
            page.figure(f"{letter}{line}", f'=({named}<>"")*({priced})', "whole")
    for offers, letter in zip(OFFERS, "DEF", strict=True):
        page.name(f"lst_say_{offers}_sold", f"{letter}{first}:{letter}{last}")
    return last


def longest(text: str) -> str:
    """
    Return a text as long as it can become.

    Parameters
    ----------
    text : str
        The text, its words in brackets.

    Returns
    -------
    str
        The text with the longest words in it.

    Examples
    --------
    >>> longest("It is [core_price].")
    'It is CHF 999,999,999.00.'
    """
    for phrase in PHRASES:
        text = text.replace(f"[{phrase.name}]", phrase.longest)
    for word in WORDS:
        text = text.replace(f"[{word}]", max((words[word] for words in INDUSTRY_WORDS.values()), key=text_pixels))
    return text
