"""The Action plan sheet, one page for Monday: does a show pay for itself, three levers to move and by whom, what to count."""

from __future__ import annotations

from typing import Final

from openpyxl.workbook import Workbook

from xl_quadrant.business.model import FIELDS
from xl_quadrant.business.texts import Day, Text
from xl_quadrant.client_book.contract import BLOCK_ROWS, SCENARIOS, input_name, offer_name
from xl_quadrant.drawing.page import Page, kind_of
from xl_quadrant.drawing.styles import CHECK, OK, WARNING
from xl_quadrant.functions.quantities import Word
from xl_quadrant.sheets.case_list import RANKED
from xl_quadrant.sheets.poster import target_of

TITLE: Final = "Action plan"
LIGHTS: Final = {
    "YES": (OK, "it pays for itself."),
    "LATER": (WARNING, "it does not yet pay for itself."),
    "NO": (CHECK, "it does not pay for itself, not even over a lifetime."),
}
"""Whether a show pays for itself within 30 days, only over a lifetime, or never: its colour and its words."""
LIGHT_ROW: Final = 5
LEVERS_ROW: Final = 10
TOP: Final = 3
COUNT_ROW: Final = LEVERS_ROW + TOP + 2
COUNTED: Final = (
    # label, the figure by scenario, kind
    ("Bookings, a month", "out_bookings_{s}", "whole"),
    ("Shows, a month", "out_shows_{s}", "whole"),
    ("Buyers, a month", "out_buyers_{s}", "whole"),
    ("Shows who buy", "out_tracker_close_rate_plan_{s}", "share"),
    ("Buyers who take a product", "out_tracker_products_take_rate_plan_{s}", "share"),
    ("Buyers who take an add-on service", "out_tracker_services_take_rate_plan_{s}", "share"),
    ("Buyers who prepay", "out_tracker_prepay_share_plan_{s}", "share"),
    ("Buyers who go on every month", "out_tracker_continuity_take_rate_plan_{s}", "share"),
)
BLOCKS: Final = ("products", "services", "continuity")


def draw(book: Workbook) -> None:
    """
    Draw the sheet.

    Parameters
    ----------
    book : openpyxl.Workbook
        The workbook being built.
    """
    page = Page(book, TITLE, {"A": 2, "B": 5, "C": 84, "D": 18, "E": 20, "F": 14, "G": 12, "H": 2})
    page.heading(TITLE, "One page for Monday", "G1")
    page.sample_note("B3:G3")
    _light(page)
    _levers(page)
    last = _counted(page)
    page.sheet.freeze_panes = "A4"
    page.print_on(f"A1:H{last}", landscape=True)
    page.owners_page("action_plan", f"A1:H{last}")


def _money(amount: str) -> str:
    """Return the formula of an amount in words."""
    return f"set_currency_sign&FIXED({amount},0)"


def _signed(amount: str) -> str:
    """Return the formula of an amount in words that may be below 0, its minus before the currency."""
    return f'IF({amount}<0,"-","")&{_money(f"ABS({amount})")}'


def _light(page: Page) -> None:
    """Say whether a show pays for itself, today and at target, and what is left of a month."""
    row = LIGHT_ROW
    page.fill(f"B{row - 1}:G{row - 1}", "header")
    page.put(f"B{row - 1}", "Does a show pay for itself?", "header")
    openings = {"today": "Today each show", "target": "At target each show"}
    for line, scenario in enumerate(SCENARIOS, start=row):
        cost, most, life = (
            f"out_{name}_{scenario}" for name in ("cost_per_show", "max_cost_per_show_30", "max_cost_per_show_life")
        )
        earned = f'IF({most}=0,"nothing",{_money(most)})'
        said = (
            f'"{openings[scenario]} earns "&{earned}&" in 30 days and costs "&{_money(cost)}&": "'
            f"&INDEX(lst_light_said,MATCH(G{line},lst_light,0))"
        )
        unknown = "Fill in Inputs and Quadrant: then it is said here." if scenario == "today" else ""
        page.put(f"C{line}", f'=IF(ISNUMBER({most}),{said},"{unknown}")', "verdict")
        words = f"INDEX(lst_light,1+({most}<{cost})*(1+({life}<{cost})))"
        page.put(f"G{line}", f'=IF(ISNUMBER({most}),{words},"–")', "light")
        page.name(f"out_light_{scenario}", f"G{line}")
        page.sheet.row_dimensions[line].height = 38
    page.colour_words(f"G{row}:G{row + 1}", {word: status for word, (status, _) in LIGHTS.items()})
    for line, (end, words) in enumerate((("30", "Within 30 days"), ("life", "Over a lifetime")), start=row + 2):
        today, target = (f"out_month_profit_{end}_{scenario}" for scenario in SCENARIOS)
        left = f'"{words} the leads of a month leave "&{_signed(today)}&" after ads and selling today, "&{_signed(target)}&" at target."'
        page.put(f"C{line}", f'=IF(AND(ISNUMBER({today}),ISNUMBER({target})),{left},"")', "plain")


def _levers(page: Page) -> None:
    """Write the three levers that bring most, and leave room for who moves each, by when, and whether it is done."""
    row = LEVERS_ROW
    page.fill(f"B{row}:G{row}", "header")
    page.put(f"C{row}", "Three levers to move first", "header")
    page.put(f"D{row}", "Adds a month", "header right")
    for letter, heading in zip("EFG", ("Who", "By when", "Done"), strict=True):
        page.put(f"{letter}{row}", heading, "header set off")
    first, last = row + 1, row + TOP
    for line in range(first, last + 1):
        number = line - row
        page.put(f"B{line}", number, "figure months")
        label, gain = (f"INDEX(out_fix_first_{name}_30,$B{line})" for name in ("ranked", "ranked_gain"))
        sentence = f"INDEX(lst_plan_sentence,MATCH({label},lst_plan_lever,0))"
        none = f'IF($B{line}=1,"Nothing to move yet: write what you want as the target, on Inputs and Quadrant.","–")'
        page.put(f"C{line}", f"=IF(N({gain})>0,{sentence},{none})", "plan")
        page.figure(f"D{line}", f'=IF(N({gain})>0,{gain},"–")', "money")
        page.sheet.row_dimensions[line].height = 52
    page.input(f"E{first}:E{last}", Text("name", longest=30), "Who", name="in_plan_who")
    page.input(f"F{first}:F{last}", Day(), "By when", name="in_plan_by")
    page.input(f"G{first}:G{last}", Word(("yes", "no"), "answer"), "Done", name="in_plan_done")


def _counted(page: Page) -> int:
    """Write what to count this week beside what is planned; return the last row."""
    row = COUNT_ROW
    page.fill(f"B{row}:G{row}", "header")
    page.put(f"C{row}", "Count this week", "header")
    for letter, heading in zip("DEF", ("Today", "Target", "This week"), strict=True):
        page.put(f"{letter}{row}", heading, "header right")
    for line, (label, figure, kind) in enumerate(COUNTED, start=row + 1):
        page.put(f"B{line}", None, "label")
        page.put(f"C{line}", label, "label set off")
        page.sheet.row_dimensions[line].height = 20
        for letter, scenario in zip("DE", SCENARIOS, strict=True):
            page.figure(f"{letter}{line}", f"={figure.replace('{s}', scenario)}", kind, look="link")
        page.put(f"G{line}", None, "label")
    last = row + len(COUNTED)
    page.input(f"F{row + 1}:F{last}", Text("count", longest=12), "This week", name="in_plan_counted", kind="name")
    return last


def draw_words(page: Page, row: int) -> int:
    """
    Draw, on Workings, the sentence of each lever, with the owner's offers.

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
    page.row(row, "B", ["Light", "What it says"], "header")
    for line, (word, (_, said)) in enumerate(LIGHTS.items(), start=row + 1):
        page.row(line, "B", [word, said], "label")
    page.name("lst_light", f"B{row + 1}:B{row + len(LIGHTS)}")
    page.name("lst_light_said", f"C{row + 1}:C{row + len(LIGHTS)}")
    row = _wanted(page, row + len(LIGHTS) + 2) + 2
    first = row + 1
    page.row(
        row, "B", ["Added by the target: take rate × price", None, *(block.capitalize() for block in BLOCKS)], "header"
    )
    for line in range(first, first + BLOCK_ROWS):
        page.row(line, "B", [f"Row {line - row}", line - row], "label")
        for letter, block in zip("DEF", BLOCKS, strict=True):
            sold = [
                f"N({_offer(block, 'price', s, f'$C{line}')})*N({_offer(block, 'take_rate', s, f'$C{line}')})"
                for s in SCENARIOS
            ]
            page.figure(f"{letter}{line}", f"={sold[1]}-{sold[0]}", "money")
    for letter, block in zip("DEF", BLOCKS, strict=True):
        page.name(f"lst_plan_{block}", f"{letter}{first}:{letter}{first + BLOCK_ROWS - 1}")
    row = first + BLOCK_ROWS
    page.row(row, "B", ["The offer that the target adds most by", None, None], "label")
    for letter, block in zip("DEF", BLOCKS, strict=True):
        page.figure(
            f"{letter}{row}", f"=MATCH(MAX(lst_plan_{block}),lst_plan_{block},0)", "whole", name=f"calc_plan_{block}"
        )
    for line, word in enumerate(OFFER_WORDS, start=row + 1):
        page.row(line, "B", [word.capitalize(), None, None], "label")
        for letter, block in zip("DEF", BLOCKS, strict=True):
            kind = "share" if word in ("taken", "before") else "general"
            page.figure(f"{letter}{line}", f"={_offer_words(block, word)}", kind, name=f"calc_plan_{block}_{word}")
    row += len(OFFER_WORDS)
    row += 2
    page.row(row, "B", ["Lever", "What to do about it"], "header")
    sentences = lever_sentences()
    for line, lever in enumerate(RANKED, start=row + 1):
        page.put(f"B{line}", lever.label, "label")
        page.put(f"C{line}", f"={sentences[lever.name]}", "label")
    last = row + len(RANKED)
    page.name("lst_plan_lever", f"B{row + 1}:B{last}")
    page.name("lst_plan_sentence", f"C{row + 1}:C{last}")
    return last


def _wanted(page: Page, row: int) -> int:
    """Write each field as the target has it, or today where the target is blank; return the last row."""
    page.row(row, "B", ["Wanted: the target, or today where it is blank", None, None], "header")
    for line, field in enumerate(FIELDS, start=row + 1):
        names = (input_name(field.name, scenario) for scenario in SCENARIOS)
        kind = "general" if isinstance(field.quantity, (Text, Word)) else kind_of(field.quantity)
        page.put(f"B{line}", field.label, "label")
        wanted = target_of(*names)
        page.figure(
            f"D{line}", f"={wanted}" + ('&""' if kind == "general" else ""), kind, name=f"calc_wanted_{field.name}"
        )
    return row + len(FIELDS)


def _offer(block: str, column: str, scenario: str, at: str) -> str:
    """Return the formula of a cell of a list of offers; a blank target is as today."""
    names = [f"INDEX({offer_name(block, column, s)},{at})" for s in SCENARIOS]
    return target_of(*names) if scenario == "target" else names[0]


def _rate(value: str) -> str:
    """Return the formula of a rate in words."""
    return f'IF(N({value})=0,"none",ROUND(100*{value},1)&"%")'


def _pair(field: str) -> tuple[str, str]:
    """Return the formulas of a field at target and today."""
    return f"calc_wanted_{field}", f"in_{field}_today"


def _from_to(before: str, field: str, after: str, how: str = "rate") -> str:
    """Return the formula of a sentence: the target's figure instead of today's."""
    sign = "set_currency_sign&" if how == "money" else ""
    target, today = (_rate(value) if how == "rate" else f"{sign}FIXED({value},0)" for value in _pair(field))
    return f'"{before}"&{target}&"{after} instead of "&{today}&"."'


OFFER_WORDS: Final = ("name", "price", "taken", "before")
"""What a sentence says of an offer: its name, its price, and who takes it at target and today."""


def _offer_words(block: str, word: str) -> str:
    """Return the formula of one of OFFER_WORDS of the offer of a list that the target adds most by."""
    row = f"calc_plan_{block}"
    if word == "name":
        return f'INDEX({offer_name(block, "name", "today")},{row})&""'
    if word == "price":
        return f"set_currency_sign&FIXED({_offer(block, 'price', 'target', row)},0)"
    return f"N({_offer(block, 'take_rate', 'target' if word == 'taken' else 'today', row)})"


def _of_offers(block: str, ending: str = "") -> str:
    """Return the formula of a sentence on the offer of a list that the target adds most by."""
    name, price, taken, before = (f"calc_plan_{block}_{word}" for word in OFFER_WORDS)
    new = f'"Add "&{name}&", at "&{price}&"{ending}: "&{_rate(taken)}&" of buyers take it."'
    more = f'"Offer "&{name}&" to every buyer, at "&{price}&"{ending}: "&{_rate(taken)}&" take it instead of "&{_rate(before)}&"."'
    return f"IF({before}=0,{new},{more})"


def lever_sentences() -> dict[str, str]:
    """
    Return what to do about each lever.

    Returns
    -------
    dict of str to str
        The formula of a sentence, without its ``=``, by the lever's name.
    """
    package = f'IF({_pair("core_name")[0]}="","the package",{_pair("core_name")[0]})'
    offer, offer_today = _pair("front_end_offer")
    down, count = _pair("core_down_payment")[0], _pair("core_installments")[0]
    paid = [f"set_currency_sign&FIXED(N(calc_front_price_{scenario}),0)" for scenario in ("target", "today")]
    return {
        "leads": _from_to("Bring ", "leads_per_month", " leads a month", "count"),
        "cost_per_lead": _from_to("Pay ", "cost_per_lead", " for a lead", "money"),
        "booking_rate": _from_to("Book ", "booking_rate", " of all leads"),
        "show_rate": _from_to("See that ", "show_rate", " of bookings turn up"),
        "front_end": f'"Bring people in with a "&{offer}&" offer that brings "&{paid[0]}&" a show; today it is "&{offer_today}&" and "&{paid[1]}&"."',
        "close_rate": f'"Sell "&{package}&{_from_to(" to ", "close_rate", " of shows")}',
        "core_price": f'"Sell "&{package}&{_from_to(" at ", "core_price", "", "money")}',
        "payment_terms": f'"For "&{package}&", ask "&set_currency_sign&FIXED({down},0)&" today and "&{count}&" monthly payments."',
        "prepay": _from_to("Offer prepay to every buyer: ", "prepay_share", " take it"),
        "financing": _from_to("Offer financing to every buyer: ", "financing_share", " take it"),
        "products": _of_offers("products"),
        "services": _of_offers("services"),
        "continuity": _of_offers("continuity", " a month"),
        "churn": '"Keep members: "&{}&" leave each month instead of "&{}&"."'.format(
            *(_rate(_offer("continuity", "churn", scenario, "1")) for scenario in ("target", "today"))
        ),
        "fees": '"Lower fees and refunds to "&{}&" of each payment instead of "&{}&"."'.format(
            *(_rate("+".join(pair)) for pair in zip(_pair("costs_card_fee_rate"), _pair("costs_refund_rate"), strict=True))
        ),
        "selling_costs": _from_to("Pay ", "costs_commission_rate", " commission"),
        "referral": _from_to("Ask every buyer for a name: ", "referral_rate", " of buyers come by referral"),
    }  # fmt: skip
