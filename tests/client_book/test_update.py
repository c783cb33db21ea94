"""New figures in workbooks that people have worked in: the figures come in, and nothing typed is lost."""

import datetime
import io

import openpyxl
import pytest
from hypothesis import given, strategies as st

from tests.filled_workbook import named, unlike
from xl_quadrant.client_book.carry_over import carry_over
from xl_quadrant.client_book.client_workbook import make_workbook, read_workbook, template_bytes
from xl_quadrant.client_book.fill import fill
from xl_quadrant.client_book.update import update_figures
from xl_quadrant.clients.presets import preset
from xl_quadrant.errors import InvalidClient, InvalidWorkbook
from xl_quadrant.package.parts import Package
from xl_quadrant.package.typed_values import with_values

CLIENT = preset("med_spa", "Glow")
BOOK = make_workbook(CLIENT)
TYPED = {
    "in_tracker_date": [datetime.date(2026, 3, 2), datetime.date(2026, 3, 4)],
    "in_tracker_name": ["Ann", "=2+2"],
    "in_channels_name": ["Facebook", "Walk-ins"],
    "in_channels_cost_per_lead": [25.0],
}
"""What people type on other pages."""


def worked_in():
    """Return the workbook with a few things typed into it."""
    return fill(Package(BOOK), TYPED)


def test_figures_come_in_and_results_follow():
    done = update_figures(worked_in(), {"today": {"close_rate": 0.5, "core": {"price": 3000}}}, "glow.xlsx")
    found = read_workbook(done.content, "glow.xlsx")
    expected = CLIENT.today.model_dump() | {"close_rate": 0.5}
    expected["core"]["price"] = 3000.0
    assert found.client.today.model_dump() == expected
    assert found.client.target == CLIENT.target
    as_new = make_workbook(CLIENT.model_copy(update={"today": found.client.today}))
    assert not unlike(found.today["cash_per_show_30"], read_workbook(as_new, "new").today["cash_per_show_30"])
    assert [(change.label, change.before, change.after) for change in done.changes] == [
        ("Funnel: Close rate, today", 0.35, 0.5),
        ("Core package: Price, today", 2400.0, 3000.0),
    ]


def test_what_people_typed_stays_with_their_sheets_and_notes():
    book = openpyxl.load_workbook(io.BytesIO(worked_in()))
    book.create_sheet("My notes")["A1"] = "Call Ann back"
    saved = io.BytesIO()
    book.save(saved)
    done = update_figures(saved.getvalue(), {"today": {"show_rate": 0.9}}, "glow.xlsx")
    before, after = Package(saved.getvalue()), Package(done.content)
    assert after.part(after.sheets["My notes"]) == before.part(before.sheets["My notes"])
    cells = named(done.content)
    assert cells["in_tracker_name"][:3] == ["Ann", "=2+2", None]
    assert cells["in_tracker_date"][:2] == TYPED["in_tracker_date"]
    assert cells["in_channels_cost_per_lead"][0] == 25


EDITED = st.dictionaries(
    st.sampled_from(
        ["in_tracker_name", "in_channels_name", "in_prepared_by", "in_core_name_target", "in_services_name"]
    ),
    st.text("abc äß=+-@", min_size=1, max_size=9).filter(str.strip),
    max_size=4,
)
GIVEN = st.dictionaries(st.sampled_from(["close_rate", "show_rate", "booking_rate"]), st.floats(0.1, 0.9), max_size=3)


@given(EDITED, GIVEN)
def test_only_what_is_given_changes(edited, given):
    typed = {name: text.strip() for name, text in edited.items()}
    book = with_values(
        Package(BOOK),
        {name: [text] if "_name" in name[-5:] else text for name, text in typed.items() if name != "in_services_name"},
    ).content
    before = named(book)
    after = named(update_figures(book, {"today": given}, "glow.xlsx").content)
    inputs = {name for name in before if name.startswith("in_")}
    changed = {name for name in inputs if before[name] != after[name]}
    assert changed == {f"in_{field}_today" for field, value in given.items() if before[f"in_{field}_today"] != value}
    assert all(after[f"in_{field}_today"] == value for field, value in given.items())


def test_an_offer_is_found_by_its_name_and_a_new_one_takes_a_free_row():
    offers = [{"name": "TAKE-HOME KIT", "price": 250}, {"name": "Sun cream", "price": 40, "take_rate": 0.5}]
    done = update_figures(BOOK, {"today": {"products": offers}}, "glow.xlsx")
    found = {offer.name: offer for offer in read_workbook(done.content, "glow.xlsx").client.today.products}
    was = {offer.name: offer for offer in CLIENT.today.products}
    others = named(BOOK)["in_products_name"][1:2]
    assert found["Sun cream"].price == 40
    kit = next(name for name in found if name.casefold() == "take-home kit")
    assert (found[kit].price, found[kit].take_rate) == (250, was["Take-home kit"].take_rate)
    assert named(done.content)["in_products_name"][1:2] == others
    assert f"Products: {others[0]} is not among the new figures; it stays as typed" in done.left


def test_a_list_that_is_full_is_said():
    offers = [{"name": f"Offer {number}", "price": 1, "take_rate": 0.1} for number in range(9)]
    with pytest.raises(InvalidWorkbook, match="no free row for Offer 6: 8 rows are filled"):
        update_figures(BOOK, {"today": {"products": offers}}, "glow.xlsx")


def test_a_formula_that_somebody_typed_stays_and_is_said():
    book = openpyxl.load_workbook(io.BytesIO(BOOK))
    sheet, cell = next(iter(book.defined_names["in_core_price_today"].destinations))
    book[sheet][cell.replace("$", "")] = "=1200*2"
    saved = io.BytesIO()
    book.save(saved)
    done = update_figures(saved.getvalue(), {"today": {"core": {"price": 5000}}}, "glow.xlsx")
    assert done.changes == ()
    assert done.left == (
        "Core package: Price, today: a formula is typed there; it stays, and the new figure is 5000.0",
    )


def test_wrong_figures_and_other_clients_change_nothing():
    with pytest.raises(InvalidClient, match=r"today\.close_rate: 50 is above 1"):
        update_figures(BOOK, {"today": {"close_rate": 50}}, "glow.xlsx")
    with pytest.raises(InvalidWorkbook, match="is the workbook of Glow, and the figures are those of Iron Gym"):
        update_figures(BOOK, {"name": "Iron Gym", "today": {"close_rate": 0.5}}, "glow.xlsx")


def test_the_same_figures_leave_the_file_as_it_is():
    done = update_figures(BOOK, {"name": "GLOW", "today": {"close_rate": CLIENT.today.close_rate}}, "glow.xlsx")
    assert done.content == BOOK
    assert done.changes == ()


def test_another_currency_shows_in_the_formats():
    done = update_figures(BOOK, {"currency": "EUR"}, "glow.xlsx")
    part = Package(done.content)
    assert "[$&#8364;-2]" in part.part(part.styles_part).decode()


def test_real_figures_end_the_note_that_they_are_samples():
    sample = make_workbook(CLIENT, sample_note="Sample figures.")
    done = update_figures(sample, {"today": {"close_rate": 0.5}}, "glow.xlsx")
    assert named(done.content)["in_sample_note"] is None


def test_a_newer_template_takes_what_is_typed_and_says_what_stays_behind():
    book = openpyxl.load_workbook(io.BytesIO(worked_in()))
    book.create_sheet("My notes")["A1"] = "Call Ann back"
    saved = io.BytesIO()
    book.save(saved)
    done = carry_over(saved.getvalue(), template_bytes(), "glow.xlsx")
    before, after = named(saved.getvalue()), named(done.content)
    assert {name: after[name] for name in before if name.startswith("in_")} == {
        name: before[name] for name in before if name.startswith("in_")
    }
    assert read_workbook(done.content, "glow.xlsx") == read_workbook(BOOK, "glow.xlsx")
    assert done.left == ("sheets of your own stay in the old file: My notes; move them over in Excel",)
