"""The words that the sentences of the Choreography sheet use: the client's own offers, prices, plan and log."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from xl_quadrant.business.texts import Text
from xl_quadrant.sheets.page import Page

RATES: Final = {
    "close_rate": "Close rate",
    "products_take_rate": "Products take rate",
    "services_take_rate": "Add-on services take rate",
    "prepay_share": "Prepay share",
    "financed_share": "Financed share",
    "continuity_take_rate": "Continuity take rate",
}
"""The measures of the Tracker that a step is counted by."""

OFFERS: Final = {"product": ("products", "your product"), "service": ("services", "your add-on service"),
                 "continuity": ("continuity", "your monthly plan")}  # fmt: skip
"""The list each kind of offer stands in, and what it is called while there is none."""

NAME: Final = Text().longest
AMOUNT: Final = len("CHF 999,999,999.00")
COUNT: Final = len("100% of 500")


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
    longest : int
        The most characters it takes.
    """

    name: str
    label: str
    formula: str
    longest: int


def _chosen(name: str) -> str:
    """Return the formula of an input or result of the scenario that the sentences speak of; a cell of its own."""
    return f"IF(calc_say_as_target,{name}_target,{name}_today)"


def _money(name: str) -> str:
    """Return the formula of an amount in words, with cents where it has any; a dash where there is none."""
    amount = f"calc_say_{name}_amount"
    cents = f"ROUND({amount},2)"
    return f'IF(N({amount})=0,"–",set_currency_sign&FIXED({cents},2*({cents}<>INT({cents}))))'


def _offer_figures(offer: str, block: str) -> tuple[Figure, ...]:
    """Return the row and price of the first offer of a list; the other scenario's price where the chosen one has none."""
    row = f"calc_say_{offer}_row"
    today, target = (f"calc_say_{offer}_price_{scenario}" for scenario in ("today", "target"))
    chosen = f"IF(calc_say_as_target,{target}+({target}=0)*{today},{today}+({today}=0)*{target})"
    return (
        Figure(f"{offer}_row", f"First of {block}: its row", "whole", f'IFERROR(MATCH("?*",in_{block}_name,0),0)'),
        *(
            Figure(f"{offer}_price_{scenario}", f"First of {block}: price, {scenario}", "money",
                   f"IF({row}=0,0,INDEX(in_{block}_price_{scenario},{row}))")
            for scenario in ("today", "target")
        ),
        Figure(f"{offer}_price_amount", f"First of {block}: price said", "money", chosen),
    )  # fmt: skip


FIGURES: Final = (
    Figure("as_target", "The package is the target's", "flag",
           'IF(in_core_price_today="",in_core_price_target<>"",AND(in_choreography_prices="target",in_core_price_target<>""))'),
    Figure("core_title", "Core package name", "name", _chosen("in_core_name") + '&""'),
    Figure("core_price_amount", "Core package price", "money", _chosen("in_core_price")),
    Figure("down_payment_amount", "Down payment", "money", _chosen("in_core_down_payment")),
    Figure("installments", "Installments", "whole", _chosen("in_core_installments")),
    Figure("installment_amount", "Each installment", "money",
           "IF(calc_say_installments=0,0,(calc_say_core_price_amount-calc_say_down_payment_amount)/calc_say_installments)"),
    Figure("discount_rate", "Prepay discount", "rate", _chosen("in_prepay_discount")),
    Figure("prepaid_price_amount", "Price when prepaid", "money", "calc_say_core_price_amount*(1-calc_say_discount_rate)"),
    Figure("financed_rate", "Financed share", "rate", _chosen("in_financing_share")),
    *(figure for offer, (block, _) in OFFERS.items() for figure in _offer_figures(offer, block)),
    Figure("first_day", "First continuity payment on day", "days",
           "IF(calc_say_continuity_row=0,0,IF(calc_say_as_target,INDEX(in_continuity_start_day_target,calc_say_continuity_row),"
           "INDEX(in_continuity_start_day_today,calc_say_continuity_row)))"),
    *(Figure(f"{rate}_planned", f"{label}: plan", "share", _chosen(f"out_tracker_{rate}_plan")) for rate, label in RATES.items()),
)  # fmt: skip
"""In the order in which each uses those before it."""

_BEGIN = " You can begin today with "
_OVER_TIME = (" Or it is ", " today and ", " monthly payment")
_PARTNER = " Our financing partner can spread it for you."

PHRASES: Final = (
    Phrase("core_name", "Core package", 'IF(calc_say_core_title="","your core package",calc_say_core_title)', NAME),
    Phrase("core_price", "Core package price", _money("core_price"), AMOUNT),
    Phrase("down_payment", "Down payment", _money("down_payment"), AMOUNT),
    Phrase("installment", "Each installment", _money("installment"), AMOUNT),
    Phrase("prepaid_price", "Price when prepaid", _money("prepaid_price"), AMOUNT),
    Phrase("discount", "Prepay discount",
           "FIXED(ROUND(100*calc_say_discount_rate,2),2*(ROUND(100*calc_say_discount_rate,2)"
           '<>INT(ROUND(100*calc_say_discount_rate,2))))&"%"', len("99.99%")),
    Phrase("begin", "How to begin",
           f'IF(calc_say_installments*calc_say_down_payment_amount=0,"","{_BEGIN}"&calc_say_down_payment&".")', len(_BEGIN) + AMOUNT + 1),
    Phrase("over_time", "Payments over time",
           'IF(calc_say_installments=0,"","{0}"&IF(calc_say_down_payment_amount=0,"",calc_say_down_payment&"{1}")'
           '&calc_say_installments&IF(calc_say_installments=1,"{2}","{2}s")&" of "&calc_say_installment&".")'.format(*_OVER_TIME),
           sum(map(len, _OVER_TIME)) + len("s of .") + 2 * AMOUNT + 3),
    Phrase("partner", "Financing", f'IF(calc_say_financed_rate>0,"{_PARTNER}","")', len(_PARTNER)),
    *(Phrase(f"{offer}_name", f"First of {block}",
             f'IF(calc_say_{offer}_row=0,"{none}",INDEX(in_{block}_name,calc_say_{offer}_row))', NAME)
      for offer, (block, none) in OFFERS.items()),
    *(Phrase(f"{offer}_price", f"First of {block}: its price", _money(f"{offer}_price"), AMOUNT)
      for offer, (block, _) in OFFERS.items()),
    Phrase("first_payment", "First continuity payment",
           'IF(calc_say_first_day=0,"today","in "&FIXED(calc_say_first_day,0)&" days")', len("in 9,999 days")),
    *(Phrase(f"plan_{rate}", f"{label}: plan",
             f'IF(ISNUMBER(calc_say_{rate}_planned),TEXT(calc_say_{rate}_planned,"0%"),"–")', len("100%"))
      for rate, label in RATES.items()),
    *(Phrase(f"logged_{rate}", f"{label}: logged",
             f'IF(out_tracker_{rate}_count=0,"–",TEXT(out_tracker_{rate},"0%")&" of "&out_tracker_{rate}_count)', COUNT)
      for rate, label in RATES.items()),
)  # fmt: skip
"""In the order in which each uses those before it."""


def draw_words(page: Page, row: int) -> None:
    """
    Draw the figures and the words.

    Parameters
    ----------
    page : Page
        The Choreography sheet.
    row : int
        The row of the heading.
    """
    for heading, lines in (("Figures the words are made of", FIGURES), ("Words the sentences use", PHRASES)):
        page.row(row, "B", [heading, None, "As it stands"], "header")
        for line in lines:
            row += 1
            page.row(row, "B", [line.label, None], "label")
            style = f"figure {line.kind}" if isinstance(line, Figure) and line.kind != "name" else "label"
            page.put(f"D{row}", f"={line.formula}", style)
            page.name(f"calc_say_{line.name}", f"D{row}")
        row += 2


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
        The text with a word of the most characters for each.

    Examples
    --------
    >>> len(longest("It is [core_price]."))
    25
    """
    for phrase in PHRASES:
        text = text.replace(f"[{phrase.name}]", "9" * phrase.longest)
    return text
