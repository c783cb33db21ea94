"""Tables whose headings are not ours: a map says what is what, and a first map is written for a person to edit."""

import tomllib

import pytest
from hypothesis import given, strategies as st

from xl_quadrant.business.headings import headings, place_under
from xl_quadrant.clients.heading_map import first_map, read_heading_map
from xl_quadrant.clients.rosters import open_roster, roster_headings
from xl_quadrant.errors import FileError, InvalidRoster

CRM = """Company;Leads per month;Cost per lead;Booking rate;Show rate;Closing rate;Core package price;Owner
Glow;200;25;50%;60%;50%;2000;Ann
"""
MAP = """ignore = ["Owner"]
[columns]
"Company" = "name"
"Leads per month" = "today_leads_per_month"
"Cost per lead" = "today_cost_per_lead"
"Booking rate" = "today_booking_rate"
"Show rate" = "today_show_rate"
"Closing rate" = "today_close_rate"
"Core package price" = "today_core_price"
"""


@pytest.fixture
def crm(tmp_path):
    path = tmp_path / "crm.csv"
    path.write_text(CRM, "utf-8")
    return path


@pytest.fixture
def read(tmp_path):
    def of(text):
        (tmp_path / "map.toml").write_text(text, "utf-8")
        return read_heading_map(tmp_path / "map.toml")

    return of


def test_a_table_is_read_through_its_map(crm, read):
    (row,) = open_roster(crm, rules=read(MAP)).rows()
    client = row.client()
    assert (client.name, client.today.close_rate, client.today.core.price) == ("Glow", 0.5, 2000)


def test_a_first_map_has_what_is_sure_and_guesses_behind_a_sign(crm, read):
    text = first_map(roster_headings(crm), crm.name)
    assert '"Leads per month" = "today_leads_per_month"\n' in text
    assert '# "Closing rate" = "today_close_rate"\n' in text or '\n"Closing rate" = "today_close_rate"\n' in text
    assert '"Owner"' in text.splitlines()[3]
    rules = read(text)
    assert rules.renamed["Core package price"] == "today_core_price"


@given(st.lists(st.text(min_size=1, max_size=20).filter(str.strip), max_size=12, unique=True))
def test_a_first_map_is_a_map_whatever_stands_above_the_columns(tmp_path_factory, theirs):
    path = tmp_path_factory.mktemp("maps") / "map.toml"
    path.write_text(first_map(theirs, "table.csv"), "utf-8")
    rules = read_heading_map(path)
    assert set(rules.ignored) | set(rules.renamed) == set(theirs)
    assert all(place_under(ours) is not None for ours in rules.renamed.values())
    assert len(set(rules.renamed.values())) == len(rules.renamed)


def test_our_own_headings_are_sure_of_themselves():
    ours = list(headings(1))
    columns = tomllib.loads(first_map(ours, "roster.csv"))["columns"]
    assert columns == {heading: heading for heading in ours}


@pytest.mark.parametrize(
    ("text", "error", "said"),
    [
        ("[columns]\n'Price' = 'today_core_prise'", InvalidRoster, "today_core_price"),
        ("[columns]\n'A' = 'name'\n'B' = 'name'", InvalidRoster, "is what A stands for too; keep one of them"),
        ("[colums]\n'A' = 'name'", FileError, "'colums' is not known in a map"),
        ("ignore = 'Owner'", FileError, 'needs ignore = \\["a heading"\\]'),
        ("[columns", FileError, "is not valid TOML"),
    ],
)
def test_what_is_wrong_with_a_map_is_told(read, text, error, said):
    with pytest.raises(error, match=said):
        read(text)
