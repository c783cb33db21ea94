"""The Choreography sheet: the client's own offers and prices in the sentences, on one page, nothing cut off."""

import io
import math

import openpyxl
import pytest
from libreoffice import recalculated_by_libreoffice

from tests.filled_workbook import named, workbook
from tests.logged_shows import cells_of
from xl_quadrant.business.shows import Show
from xl_quadrant.business.texts import Text
from xl_quadrant.client_book.client_workbook import template_bytes
from xl_quadrant.clients.client_file import client_from_mapping
from xl_quadrant.clients.presets import preset
from xl_quadrant.sheets.choreography import HANDOFFS, ROLE, TITLE, WIDTHS
from xl_quadrant.sheets.choreography_words import PHRASES

LINE = 15
"""Points of a line of 11-point text."""


def sentences(content):
    """The texts of each step: when, what is said, what the next person is told, what to count."""
    book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    sheet = book[TITLE]
    return [tuple(sheet[f"{letter}{row}"].value for letter in "CDEF") for row in rows_of_steps(book)]


def rows_of_steps(book):
    """The row of each step: that of the role it is given to."""
    names = (book.defined_names[f"in_choreography_who_{handoff.name}"] for handoff in HANDOFFS)
    return [int(name.attr_text.rsplit("$", 1)[1]) for name in names]


def said(content):
    return [step[1] for step in sentences(content)]


def talk_says(**cells):
    return said(workbook(preset("talk"), cells))


def test_the_relay_runs_from_the_service_to_continuity_and_back():
    assert [handoff.name for handoff in HANDOFFS] == ["service", "products", "services", "prepay", "continuity"]
    told = [step[2] for step in sentences(workbook(preset("talk"), {}))]
    names = named(template_bytes())
    roles = [names[f"in_choreography_who_{handoff.name}"] for handoff in HANDOFFS]
    assert [text.split(":")[0] for text in told] == [f"To {role}" for role in [*roles[1:], roles[0]]]


def test_a_role_of_the_owners_own_is_handed_to():
    told = [step[2] for step in sentences(workbook(preset("talk"), {"in_choreography_who_products": "Coach Kim"}))]
    assert told[0].startswith("To Coach Kim: ")
    assert sentences(workbook(None, {"in_choreography_who_products": None}))[0][2].startswith("To –: ")


def test_the_talks_offers_and_prices_stand_in_the_sentences():
    service, products, services, prepay, continuity = talk_says()
    assert "Service package. The price is $2,000. You can begin today with $500." in service
    assert "take home Product. The price is $200," in products
    assert "Add-on service, at $1,000." in services
    assert "If you prepay today it is $1,800, 10% less. Or it is $500 today and 6 monthly payments of $250." in prepay
    assert "financing" not in prepay
    assert "Monthly continuity: " in continuity
    assert "$200 a month, first payment today." in continuity


def test_the_targets_prices_and_plan_where_the_owner_says_so():
    steps = sentences(workbook(preset("talk"), {"in_choreography_prices": "target"}))
    assert "Our financing partner can spread it for you." in steps[3][1]
    assert "Buyers who prepay. Plan 20%, logged –. Financed. Plan 50%, logged –." in steps[3][3]
    assert "$1,500" in said(workbook(preset("med_spa"), {"in_choreography_prices": "target", "in_services_name": ["CoolSculpting"],
                                                         "in_services_price_target": [1500]}))[2]  # fmt: skip


def test_the_other_scenarios_price_where_the_chosen_one_has_none():
    cells = {
        "in_products_name": [None, "Serum"],
        "in_products_price_today": [],
        "in_products_price_target": [None, 95.5],
    }
    assert "take home Serum. The price is $95.50," in talk_says(**cells)[1]


def test_a_package_paid_at_once_has_no_payments_over_time():
    service, *_, prepay, _ = talk_says(in_core_installments_today=0, in_core_down_payment_today=None)
    assert "You can begin" not in service
    assert "Or it is" not in prepay
    assert prepay.endswith("10% less. Which suits you best?”")


def test_payments_over_time_without_a_down_payment_and_a_single_one():
    without = talk_says(in_core_down_payment_today=0, in_core_installments_today=4)[3]
    assert "10% less. Or it is 4 monthly payments of $500." in without
    single = talk_says(in_core_down_payment_today=500, in_core_installments_today=1)[3]
    assert "Or it is $500 today and 1 monthly payment of $1,500." in single


def test_membership_that_starts_later_says_when():
    assert "first payment in 180 days." in said(workbook(preset("med_spa"), {}))[4]


def test_cents_and_odd_discounts_are_said_and_noise_is_not():
    prepay = talk_says(in_core_price_today=1999.99, in_prepay_discount_today=0.07, in_core_installments_today=7)[3]
    assert "comes to $1,999.99. If you prepay today it is $1,859.99, 7% less." in prepay
    assert "7 monthly payments of $214.28." in prepay
    assert "12.50% less" in talk_says(in_prepay_discount_today=0.125)[3]


def test_counts_show_plan_and_log():
    log = [Show(bought="yes", products_paid=10)] * 3 + [Show(bought="no")] * 5
    counted = [step[3] for step in sentences(workbook(preset("talk"), cells_of(log)))]
    assert counted[0].endswith("Plan 50%, logged 38% of 8.")
    assert counted[1].endswith("Plan 100%, logged 100% of 3.")


def test_a_blank_form_reads_well():
    steps = sentences(template_bytes())
    assert "is your core package. The price is –. Shall we" in steps[0][1]
    assert "take home your product. The price is –," in steps[1][1]
    assert "with your add-on service, at –." in steps[2][1]
    assert "there is your monthly plan: " in steps[4][1]
    assert all("#" not in text for step in steps for text in step)


def test_prepay_is_what_it_is_called():
    sheet = openpyxl.load_workbook(io.BytesIO(template_bytes()))[TITLE]
    text = " ".join(str(cell.value) for row in sheet.iter_rows() for cell in row).lower()
    assert "prepay" in text
    assert "in full" not in text


def client_of_the_longest_words():
    """Names of as many wide letters as fit, the largest amounts, and every clause in use."""
    name = ("Mammoth wellness programme " * 9)[: Text().longest - 1] + "W"
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
    roles = {f"in_choreography_who_{handoff.name}": "W" * ROLE.longest for handoff in HANDOFFS}
    log = cells_of([Show(bought="yes", prepaid="yes", financed="yes")] * 500)
    content = workbook(client_of_the_longest_words(), {**roles, **log})
    book = openpyxl.load_workbook(io.BytesIO(content))
    heights = [book[TITLE].row_dimensions[row].height for row in rows_of_steps(book)]
    for height, step in zip(heights, sentences(content), strict=True):
        for letter, text in zip("CDEF", step, strict=True):
            assert math.ceil(len(text) / (WIDTHS[letter] - 2)) * LINE <= height, text
    names = named(content)
    for phrase in PHRASES:
        assert len(str(names[f"calc_say_{phrase.name}"] or "")) <= phrase.longest, phrase.name


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
