"""The Choreography sheet: the client's own offers and prices in the sentences, on one page, nothing cut off."""

import io
import re

import openpyxl
import pytest
from libreoffice import recalculated_by_libreoffice

from tests.filled_workbook import named, workbook
from tests.logged_shows import cells_of
from xl_quadrant.business.shows import Show
from xl_quadrant.business.texts import Text
from xl_quadrant.client_book.client_workbook import template_bytes
from xl_quadrant.client_book.contract import SCENARIOS
from xl_quadrant.clients.client_file import client_from_mapping
from xl_quadrant.clients.presets import PRESETS, preset
from xl_quadrant.drawing.text_sizes import LINE_HEIGHT, line_count, text_pixels
from xl_quadrant.sheets.choreography import FIRST_ROW, HANDOFFS, OWN_ROLE, RULES, TITLE, WIDTHS, room
from xl_quadrant.sheets.choreography_words import INDUSTRY_WORDS, PHRASES, ROLE, WORDS

FUNNEL = {"leads_per_month": 100, "cost_per_lead": 40, "booking_rate": 0.5, "show_rate": 0.8, "close_rate": 0.5}


def sentences(content):
    """The texts of each step: when, what is said, what the next person is told, what to count."""
    sheet = openpyxl.load_workbook(io.BytesIO(content), data_only=True)[TITLE]
    return [tuple(sheet[f"{letter}{row}"].value for letter in "CDEF") for row in ROWS]


def roles(content):
    """Who does each step."""
    sheet = openpyxl.load_workbook(io.BytesIO(content), data_only=True)[TITLE]
    return [sheet[f"B{row}"].value for row in ROWS]


ROWS = range(FIRST_ROW + 1, FIRST_ROW + 1 + 2 * len(HANDOFFS), 2)
"""The row of each step."""


def said(content):
    return [step[1] for step in sentences(content)]


def talk_says(**cells):
    return said(workbook(preset("talk"), cells))


def test_the_relay_runs_from_the_service_to_continuity_and_back():
    assert [handoff.name for handoff in HANDOFFS] == ["service", "products", "services", "prepay", "continuity"]
    content = workbook(preset("talk"), {})
    told = [step[2] for step in sentences(content)]
    first, *others = roles(content)
    assert [text.split(":")[0] for text in told] == [f"To {role}" for role in [*others, first]]


@pytest.mark.parametrize("industry", ["gym", "med_spa", "chiropractic", "beauty", "dental", "agency"])
def test_the_roles_and_words_are_the_industrys_own(industry):
    words = INDUSTRY_WORDS[industry.replace("_", " ")]
    content = workbook(preset(industry), {})
    assert roles(content) == [words[f"who_{handoff.name}"] for handoff in HANDOFFS]
    assert words["opening"] in said(content)[0]
    assert roles(workbook(preset(industry), {"in_industry": words["industry"].upper()})) == roles(content)


def test_an_industry_that_is_not_known_has_plain_roles():
    plain = INDUSTRY_WORDS["any other"]
    assert roles(workbook(preset("gym"), {"in_industry": "Plumbing"}))[0] == plain["who_service"]
    assert roles(template_bytes())[0] == plain["who_service"]


def test_a_role_of_the_owners_own_is_handed_to():
    told = [step[2] for step in sentences(workbook(preset("talk"), {"in_choreography_who_products": "Coach Kim"}))]
    assert told[0].startswith("To Coach Kim: ")


def test_the_talks_offers_and_prices_stand_in_the_sentences():
    service, products, services, prepay, continuity = talk_says()
    assert "Service package. The price is $2,000. You can begin today with $500. Shall we" in service
    assert "I have put Product aside for you" in products
    assert "It is $200. Shall" in products
    assert "Add-on service, at $1,000." in services
    assert (
        prepay == "“Your package comes to $2,000. It is $500 today and 6 monthly payments of $250. Does that suit you?”"
    )
    assert "Monthly continuity: " in continuity
    assert "$200 a month, first payment today." in continuity


def test_nothing_is_offered_that_the_client_does_not_have():
    cells = {"in_core_installments_today": 0, "in_core_down_payment_today": None}
    *_, prepay, _ = sentences(workbook(preset("talk"), cells))
    assert prepay[1] == "“Your package comes to $2,000. How would you like to pay today?”"
    assert "everyone" not in prepay[0]
    assert prepay[3] == "What each buyer pays on the day."
    assert "less" in talk_says(in_prepay_share_today=0.2)[3]


def test_a_step_without_an_offer_says_what_to_fill_in_and_is_passed_over():
    only_core = client_from_mapping(
        {"name": "Solo", "industry": "agency", "today": FUNNEL | {"core": {"price": 3000}}}, "solo"
    )
    content = workbook(only_core, {})
    service, products, services, prepay, continuity = sentences(content)
    assert "What I recommend for you is our full package. The price is $3,000. Shall we" in service[1]
    assert service[2].startswith("To Billing: ")
    assert prepay[2].startswith("To Strategist: ")
    for step in (products, services, continuity):
        assert step[1].startswith("Nothing to say yet: on the Quadrant page, write ")
        assert step[2:] == ("", "") or step[2:] == (None, None)


def test_an_offer_that_only_the_target_has_is_not_said_today():
    cells = {
        "in_products_name": [None, "Serum"],
        "in_products_price_today": [],
        "in_products_price_target": [None, 95.5],
    }
    assert talk_says(**cells)[1].startswith("Nothing of this is sold today.")
    assert "I have put Serum aside" in talk_says(**cells, in_choreography_prices="target")[1]


def test_the_targets_prices_and_plan_where_the_owner_says_so():
    steps = sentences(workbook(preset("talk"), {"in_choreography_prices": "target"}))
    assert (
        "If you prepay today it is $1,800, 10% less. Or it is $500 today and 6 monthly payments of $250." in steps[3][1]
    )
    assert "Our financing partner can spread it for you. Which suits you best?" in steps[3][1]
    assert steps[3][3] == "Buyers who prepay. Plan 20%, none logged yet. Buyers who finance. Plan 50%, none logged yet."


def test_a_blank_target_is_as_today():
    cells = {"in_choreography_prices": "target", "in_core_price_target": None, "in_products_price_target": [],
             "in_core_name_target": None, "in_core_installments_target": None, "in_core_down_payment_target": None}  # fmt: skip
    assert talk_says(**cells)[0] == talk_says()[0]
    assert talk_says(**cells)[1] == talk_says()[1]


def test_a_prepay_without_a_discount_takes_nothing_off():
    prepay = talk_says(in_prepay_share_today=0.2, in_prepay_discount_today=0)[3]
    assert "You can prepay all of it today." in prepay
    assert "less" not in prepay


def test_payments_over_time_without_a_down_payment_and_a_single_one():
    without = talk_says(in_core_down_payment_today=0, in_core_installments_today=4)
    assert "It is 4 monthly payments of $500." in without[3]
    assert "You can begin" not in without[0]
    single = talk_says(in_core_down_payment_today=500, in_core_installments_today=1)[3]
    assert "It is $500 today and 1 monthly payment of $1,500." in single


def test_membership_that_starts_later_says_when():
    assert "first payment in 180 days." in said(workbook(preset("med_spa"), {}))[4]
    assert "first payment tomorrow." in talk_says(in_continuity_start_day_today=[1])[4]


def test_cents_and_odd_discounts_are_said_and_noise_is_not():
    cells = {"in_core_price_today": 1999.99, "in_prepay_share_today": 0.1, "in_prepay_discount_today": 0.07}
    prepay = talk_says(**cells, in_core_installments_today=7)[3]
    assert "comes to $1,999.99. If you prepay today it is $1,859.99, 7% less." in prepay
    assert "7 monthly payments of $214.28." in prepay
    assert "12.50% less" in talk_says(in_prepay_share_today=0.1, in_prepay_discount_today=0.125)[3]
    yen = {
        "in_currency": "JPY",
        "in_core_price_today": 1000,
        "in_core_down_payment_today": 0,
        "in_core_installments_today": 3,
    }
    assert "3 monthly payments of ¥333." in talk_says(**yen)[3]


def test_counts_show_plan_and_log():
    log = [Show(bought="yes", products_paid=10)] * 3 + [Show(bought="no")] * 5
    counted = [step[3] for step in sentences(workbook(preset("talk"), cells_of(log)))]
    assert counted[0].endswith("Plan 50%, so far 38% of 8.")
    assert counted[1].endswith("Plan 100%, so far 100% of 3.")


def test_a_blank_form_says_what_to_fill_in():
    for _when, text, told, counted in sentences(template_bytes()):
        assert text.startswith("Nothing to say yet: on the ")
        assert not told
        assert not counted


def test_no_sentence_has_a_hole():
    for name in PRESETS:
        for prices in SCENARIOS:
            for step in sentences(workbook(preset(name), {"in_choreography_prices": prices})):
                text = " ".join(part or "" for part in step)
                assert not re.search(r"–|#|  | \.|:\s*\.| ,|\bis \.|\$0\b", text), text


def test_no_stored_text_begins_or_ends_with_a_space():
    content = workbook(preset("med_spa"), {"in_choreography_prices": "target"})
    for name, value in named(content).items():
        if name.startswith("calc_say_"):
            assert str(value) == str(value).strip(), name


def test_prepay_is_what_it_is_called():
    texts = [cell for handoff in HANDOFFS for cell in (handoff.title, handoff.said, handoff.counted, *RULES)]
    texts += [words[name] for words in INDUSTRY_WORDS.values() for name in WORDS] + [
        phrase.formula for phrase in PHRASES
    ]
    text = " ".join(texts).lower()
    assert "prepay" in text
    assert "in full" not in text


def client_of_the_longest_words():
    """Names of as many wide letters as fit, the largest amounts, and every clause in use."""
    name = "W" * Text().longest
    most = 999_999_999.99
    today = {
        "leads_per_month": 100, "cost_per_lead": 40, "booking_rate": 0.5, "show_rate": 0.8, "close_rate": 1,
        "core": {"name": name, "price": most, "down_payment": most - 1000, "installments": 120},
        "prepay": {"share": 0.5, "discount": 0.1234}, "financing": {"share": 0.5},
        "products": [{"name": name, "price": most, "take_rate": 1}],
        "services": [{"name": name, "price": most, "take_rate": 1}],
        "continuity": [{"name": name, "price": most, "take_rate": 1, "churn": 0.1, "start_day": 9999}],
    }  # fmt: skip
    return client_from_mapping({"name": "Long", "currency": "CHF", "today": today}, "long")


def test_the_longest_words_fit_their_rows():
    log = cells_of([Show(bought="yes", prepaid="yes", financed="yes")] * 500)
    own = {f"in_choreography_who_{handoff.name}": ROLE for handoff in HANDOFFS}
    assert len(ROLE) == OWN_ROLE.longest
    for industry in INDUSTRY_WORDS:
        content = workbook(client_of_the_longest_words(), {"in_industry": industry, **own, **log})
        sheet = openpyxl.load_workbook(io.BytesIO(content))[TITLE]
        for row, step in zip(ROWS, sentences(content), strict=True):
            for letter, text in zip("CDEF", step, strict=True):
                needed = line_count(text, room(WIDTHS[letter])) * LINE_HEIGHT
                assert needed <= sheet.row_dimensions[row].height, text
    names = named(content)
    for phrase in PHRASES:
        text = str(names[f"calc_say_{phrase.name}"] or "")
        assert not phrase.longest or text_pixels(text) <= text_pixels(phrase.longest), phrase.name


def test_it_prints_on_one_landscape_page_without_the_words_it_is_made_of():
    sheet = openpyxl.load_workbook(io.BytesIO(template_bytes()))[TITLE]
    assert sheet.page_setup.orientation == "landscape"
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 1)
    last_printed = int(sheet.print_area.rsplit("$", 1)[1])
    assert sheet[f"B{last_printed}"].value.startswith("Say “prepay”")


@pytest.mark.libreoffice
def test_libreoffice_says_the_same():
    books = {"agency": workbook(preset("agency"), {"in_choreography_prices": "target"})}
    books["longest"] = workbook(client_of_the_longest_words(), {})
    for name, book in recalculated_by_libreoffice(books).items():
        assert sentences(book) == sentences(books[name]), name
