"""Client workbooks from a template that is prepared once are those made from it anew, every part byte for byte."""

import pytest
from hypothesis import given, settings, strategies as st

from tests.client_strategies import clients
from tests.packages import parts_of
from xl_quadrant.client_book.calculation import calculated
from xl_quadrant.client_book.client_workbook import make_workbook, template_bytes
from xl_quadrant.client_book.fill import Template
from xl_quadrant.client_book.prepared_template import PreparedTemplate
from xl_quadrant.clients.client_cells import INPUT_NAMES, names_from_client
from xl_quadrant.clients.presets import preset
from xl_quadrant.errors import InvalidWorkbook
from xl_quadrant.package.parts import Package
from xl_quadrant.package.stored_values import read_names

TALK = preset("talk")


@pytest.fixture(scope="module")
def prepared():
    return PreparedTemplate()


def anew(client):
    """Return a client's workbook as filling and a whole calculation make it."""
    values = {**names_from_client(client), "in_sample_note": None}
    return calculated(Template(Package(template_bytes(), "template")).fill(values, client.currency), client.name)


@settings(max_examples=2)
@given(st.lists(clients(), min_size=2, max_size=2))
def test_a_client_after_others_is_as_the_first(prepared, some):
    for client in some:
        assert parts_of(prepared.make(client)) == parts_of(anew(client))


def test_the_same_client_gives_the_same_bytes_whatever_came_before(prepared):
    first = prepared.make(TALK)
    for other in ("gym", "agency"):
        prepared.make(preset(other).model_copy(update={"currency": "JPY"}), "Figures are samples")
    with pytest.raises(InvalidWorkbook):
        prepared.make(TALK, "x" * 40_000)
    assert prepared.make(TALK) == first == make_workbook(TALK)


def test_the_note_and_the_currency_are_those_of_each_client(prepared):
    noted = Package(prepared.make(TALK.model_copy(update={"currency": "EUR"}), "Figures are samples"))
    plain = Package(prepared.make(TALK))
    assert [read_names(one)["in_sample_note"] for one in (noted, plain)] == ["Figures are samples", None]
    assert [
        "€".encode() in one.part(one.styles_part) or b"&#8364;" in one.part(one.styles_part) for one in (noted, plain)
    ] == [True, False]


def test_a_client_that_does_not_fit_is_refused_and_the_next_is_made(prepared):
    offer = TALK.today.products[0]
    products = tuple(offer.model_copy(update={"name": f"Kit {number}"}) for number in range(9))
    too_many = TALK.model_copy(update={"today": TALK.today.model_copy(update={"products": products})})
    with pytest.raises(InvalidWorkbook, match="holds 8 rows, the client has"):
        prepared.make(too_many)
    assert prepared.make(TALK) == make_workbook(TALK)


def test_what_a_client_fills_is_what_is_read_of_it():
    assert names_from_client(TALK).keys() == INPUT_NAMES
