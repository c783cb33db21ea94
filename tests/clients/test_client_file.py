"""Clients from files, tables, rows of a roster and named cells; each way there and back."""

from __future__ import annotations

import datetime
import math
import pickle

import pytest
from client_strategies import client_tables, clients
from hypothesis import given, settings

from xl_quadrant.business.client_row import is_blank, value_at
from xl_quadrant.business.headings import headings
from xl_quadrant.business.model import CLIENT_FIELDS, FIELDS, OFFER_BLOCKS
from xl_quadrant.business.results import calculate
from xl_quadrant.client_book.shipped_template import template_bytes
from xl_quadrant.clients.client_cells import INPUT_NAMES
from xl_quadrant.clients.client_file import (
    client_from_mapping,
    client_from_names,
    client_from_row,
    flatten,
    merged,
    names_from_client,
    read_client,
    unflatten,
)
from xl_quadrant.clients.presets import PRESETS, preset
from xl_quadrant.errors import BlankArgument, FileError, InvalidClient, OutOfDomain, UnknownWord
from xl_quadrant.package.parts import Package
from xl_quadrant.package.stored_values import read_names

TOML = """
name = "Glow Med Spa"
industry = "med_spa"
date = 2026-01-31

[today]
leads_per_month = 200
cost_per_lead = 25
booking_rate = 0.5
show_rate = 0.6
close_rate = 0.5
core = { name = "Package", price = 2000, down_payment = 500, installments = 6 }
prepay = { share = 0.2, discount = 0.15 }
products = [{ name = "Kit", price = 200, take_rate = 1.0 }, { name = "Serum", price = 90, take_rate = 0.1 }]

[target]
close_rate = 0.6
core = { price = 2200 }
prepay = { share = 0.4 }
products = [{ name = "Kit", price = 250, take_rate = 0.9 }]
"""


def problems(make, *arguments):
    with pytest.raises(InvalidClient) as found:
        make(*arguments)
    return {problem.argument: problem for problem in found.value.problems}


def tables(**target):
    today = {
        "leads_per_month": 200, "cost_per_lead": 25, "booking_rate": 0.5, "show_rate": 0.6, "close_rate": 0.5,
        "core": {"name": "Package", "price": 2000},
        "products": [{"name": "Kit", "price": 200}],
    }  # fmt: skip
    return {"name": "Glow", "today": today, "target": target}


def test_a_percentage_in_quotes_is_the_number_it_stands_for(tmp_path):
    path = tmp_path / "glow.toml"
    path.write_text(TOML.replace("close_rate = 0.5", 'close_rate = "50 %"').replace('"Kit"', '"50%"'), "utf-8")
    client = read_client(path)
    assert (client.today.close_rate, client.today.products[0].name) == (0.5, "50%")


def test_a_target_gives_only_what_changes(tmp_path):
    path = tmp_path / "glow.toml"
    path.write_text(TOML, encoding="utf-8")
    client = read_client(path)
    today, target = client.today, client.target
    assert client.date == datetime.date(2026, 1, 31)
    assert (today.close_rate, target.close_rate) == (0.5, 0.6)
    assert (target.core.name, target.core.price, target.core.down_payment) == ("Package", 2200, 500)
    assert (target.prepay.share, target.prepay.discount) == (0.4, 0.15)
    assert [offer.name for offer in today.products] == ["Kit", "Serum"]
    assert [(offer.name, offer.price, offer.take_rate) for offer in target.products] == [("Kit", 250, 0.9)]


def test_a_client_without_a_target_plans_to_stay_as_it_is():
    for target in ({}, None):
        client = client_from_mapping({**tables(), "target": target}, "test")
        assert client.target == client.today
    assert client_from_mapping(tables(products=[]), "test").target.products == ()
    assert client_from_mapping(tables(close_rate=None, core={"name": " "}), "test").target == client.today


def test_merging_leaves_what_is_merged_as_it_was():
    base, changes = (
        {"core": {"price": 1}, "products": [1]},
        {"core": {"name": "x"}, "products": [2, 3], "new": {"a": 1}},
    )
    assert merged(base, changes) == {"core": {"price": 1, "name": "x"}, "products": [2, 3], "new": {"a": 1}}
    assert base == {"core": {"price": 1}, "products": [1]}


def test_a_targets_mistake_is_named_under_target_and_todays_only_once():
    found = problems(client_from_mapping, tables(close_rate=60, core={"down_payment": 3000}), "test")
    assert set(found) == {"target.close_rate", "target.core.down_payment"}
    wrong_today = tables(show_rate=0.7)
    wrong_today["today"]["close_rate"] = 50
    wrong_today["today"]["products"] = [{"price": 1}]
    assert set(problems(client_from_mapping, wrong_today, "test")) == {"today.close_rate", "today.products.1.name"}
    both = tables(close_rate=60, products=[{"price": 1}])
    both["today"].update(wrong_today["today"])
    assert set(problems(client_from_mapping, both, "test")) == {
        "today.close_rate", "today.products.1.name", "target.close_rate", "target.products.1.name",
    }  # fmt: skip
    assert set(problems(client_from_mapping, {**tables(close_rate=0.6), "today": 5}, "test")) == {"today"}
    assert set(problems(client_from_mapping, {**tables(), "target": 5}, "test")) == {"target"}


def test_a_rule_may_break_only_where_target_and_today_meet():
    base = tables(financing={"share": 0.5})
    base["today"]["prepay"] = {"share": 0.6}
    assert set(problems(client_from_mapping, base, "test")) == {"target.prepay.share"}


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"name = \n", "is not valid TOML: Invalid value (at line 1"),
        (b"name = 'a'\nname = 'b'\n", "line 2"),
        (b"[today]\nclose_rate = 50%\n", 'write 0.5, or "50%" in quotes'),
        (b"[today]\nleads_per_month = 1,200\n", "write 1200, without a comma"),
        (b"\xff\xfe\x00", "is not text in UTF-8"),
    ],
)
def test_a_file_that_is_no_toml_says_where_it_breaks(tmp_path, content, says):
    path = tmp_path / "broken.toml"
    path.write_bytes(content)
    with pytest.raises(FileError) as found:
        read_client(path)
    assert says in str(found.value)
    assert str(path) in str(found.value)


def test_a_file_that_is_not_there_is_a_file_error(tmp_path):
    with pytest.raises(FileError, match="does not exist; check the path"):
        read_client(tmp_path / "nowhere.toml")
    with pytest.raises(FileError, match="is a folder; name a file"):
        read_client(tmp_path)


def test_a_byte_order_mark_is_no_mistake(tmp_path):
    path = tmp_path / "glow.toml"
    path.write_bytes(b"\xef\xbb\xbf" + TOML.encode())
    assert read_client(str(path)).name == "Glow Med Spa"


@given(clients())
def test_a_row_brings_back_the_client_it_was_made_of(client):
    row = flatten(client)
    assert client_from_row(row, "row") == client
    blanks = {heading: math.nan for heading in headings(20) if row.get(heading) is None}
    assert client_from_row({**blanks, **{h: v for h, v in row.items() if v is not None}}, "row") == client


@given(clients())
def test_named_cells_bring_back_the_client_they_were_made_of(client):
    names = names_from_client(client)
    assert client_from_names(names, "book") == client
    padded = {name: [*value, None, ""] if isinstance(value, list) else value for name, value in names.items()}
    assert client_from_names(padded, "book") == client


@settings(max_examples=20, deadline=None)
@given(client_tables(most_offers=3))
def test_cells_of_offers_that_stand_in_another_order_bring_back_the_same_sums(given_tables):
    for block in OFFER_BLOCKS:
        given_tables["target"][block.name].reverse()
    client = client_from_mapping(given_tables, "test")
    again = client_from_names(names_from_client(client), "book")
    assert names_from_client(again) == names_from_client(client)
    before, after = calculate(client.target), calculate(again.target)
    assert before.error("cash_per_show_life") is after.error("cash_per_show_life") is None
    assert after["cash_per_show_life"] == pytest.approx(before["cash_per_show_life"], rel=1e-12)


@pytest.mark.parametrize("name", PRESETS)
def test_presets_go_through_rows_and_cells(name):
    client = preset(name)
    assert client_from_row(flatten(client), "row") == client
    assert client_from_names(names_from_client(client), "book") == client


def test_offers_of_one_name_share_a_row_and_the_others_leave_their_side_blank():
    base = tables(products=[{"name": "KIT", "price": 5}, {"name": "New", "price": 7, "take_rate": 0.5}])
    base["today"]["products"].append({"name": "Old", "price": 9})
    names = names_from_client(client_from_mapping(base, "test"))
    assert names["in_products_name"] == ["Kit", "Old", "New"]
    assert names["in_products_price_today"] == [200, 9, None]
    assert names["in_products_price_target"] == [None, None, 7]
    assert names["in_products_take_rate_target"] == [0, 0, 0.5], "what nobody takes any more is dropped"


def test_every_field_has_its_cell_on_both_sides():
    names = names_from_client(preset("talk"))
    expected = {f"in_{field.name}" for field in CLIENT_FIELDS}
    expected |= {f"in_{field.name}_{side}" for field in FIELDS for side in ("today", "target")}
    for block in OFFER_BLOCKS:
        expected.add(f"in_{block.name}_name")
        expected |= {f"in_{block.name}_{c.name}_{side}" for c in block.columns[1:] for side in ("today", "target")}
    assert set(names) == expected
    assert names["in_client_name"] == "The talk's example"
    assert names["in_date"] is names["in_prepared_by"] is None


def test_a_blank_cell_of_a_target_is_as_today_and_one_of_today_its_default():
    names = names_from_client(preset("talk")) | {
        "in_front_end_paying_share_today": 0.8,
        "in_prepay_discount_today": None,
    }
    blanked = ("in_prepay_discount_target", "in_front_end_paying_share_target", "in_front_end_offer_target")
    client = client_from_names({**names, **dict.fromkeys(blanked)}, "book")
    assert (client.today.prepay.discount, client.today.front_end.paying_share) == (0.1, 0.8)
    target = client.target
    assert (target.prepay.discount, target.front_end.paying_share, target.front_end.offer) == (0.1, 0.8, "discount")
    found = problems(client_from_names, {**names, "in_close_rate_target": None, "in_core_price_today": ""}, "book")
    assert set(found) == {"today.core.price"}
    assert all(isinstance(problem, BlankArgument) for problem in found.values())


def test_cells_without_any_target_plan_to_stay_as_today():
    names = names_from_client(preset("talk"))
    today_only = {name: value for name, value in names.items() if not name.endswith("_target")}
    assert client_from_names(today_only, "book").target == preset("talk").today
    blank = {name: ([None] * 8 if isinstance(value, list) else None) for name, value in names.items()}
    assert client_from_names({**blank, **today_only}, "book").target == preset("talk").today
    form = read_names(Package(template_bytes(), "template"), INPUT_NAMES)
    assert client_from_names({**form, **today_only}, "book").target == preset("talk").today
    begun = client_from_names({**form, **today_only, "in_prepay_discount_target": 0.2}, "book")
    assert (begun.target.prepay.discount, begun.target.close_rate) == (0.2, begun.today.close_rate)
    assert len(problems(client_from_names, blank, "book")) == 7


def test_a_blank_target_is_as_today_field_by_field_in_every_way_in():
    client = preset("gym")
    names, row = names_from_client(client), flatten(client)
    for field in FIELDS:
        expected = value_at(client.today, field.path)
        book = client_from_names({**names, f"in_{field.name}_target": None}, "book")
        roster = client_from_row({**row, f"target_{field.name}": None}, "row")
        assert value_at(book.target, field.path) == value_at(roster.target, field.path) == expected, field.name
    for column in ("price", "unit_cost", "churn", "start_day"):
        book = client_from_names({**names, f"in_continuity_{column}_target": [None]}, "book")
        assert getattr(book.target.continuity[0], column) == getattr(client.today.continuity[0], column)


def test_an_offer_belongs_to_a_side_where_any_of_its_cells_is_filled():
    names = {
        **names_from_client(preset("talk")),
        "in_products_name": ["Kit", None, "Idea", "Later"],
        "in_products_price_today": [None, None, None, None],
        "in_products_unit_cost_today": [None, None, None, None],
        "in_products_take_rate_today": [0.5, None, None, None],
        "in_products_price_target": [10, None, None, 20],
    }
    client = client_from_names(names, "book")
    assert [(offer.name, offer.price, offer.take_rate) for offer in client.today.products] == [("Kit", 0, 0.5)]
    assert [(offer.name, offer.price) for offer in client.target.products] == [("Kit", 10)], "nobody takes the other"
    found = problems(client_from_names, {**names, "in_products_price_today": [1, None, -2, 3, 4]}, "book")
    assert {"today.products.3.price", "today.products.5.name"} <= set(found)


def test_a_row_says_none_where_the_target_drops_all_offers():
    client = client_from_mapping(tables(products=[]), "test")
    row = flatten(client)
    assert row["target_products"] == "none"
    assert client_from_row(row, "row").target.products == ()
    del row["target_products"]
    assert client_from_row(row, "row").target.products == client.today.products


def test_a_row_may_leave_out_numbers_and_keeps_them_in_its_errors():
    row = {
        **flatten(client_from_mapping(tables(), "test")),
        "today_services_10_name": "Tenth", "today_services_10_price": 10,
        "today_services_2_name": "Second", "today_services_2_price": 2,
    }  # fmt: skip
    assert [offer.name for offer in client_from_row(row, "row").today.services] == ["Second", "Tenth"]
    found = problems(client_from_row, {**row, "today_services_10_price": -1}, "row")
    assert isinstance(found["today.services.10.price"], OutOfDomain)


@pytest.mark.parametrize(
    ("heading", "says"),
    [
        ("today_core_prise", 'did you mean "today_core_price"?'),
        ("today_products_0_name", 'did you mean "today_products_'),
        ("today_products_1_churn", "did you mean"),
        ("zzz", "delete the column"),
        ("today", "is not a known heading"),
    ],
)
def test_an_unknown_heading_names_the_nearest(heading, says):
    found = problems(unflatten, {"name": "Glow", heading: 1})
    assert isinstance(found[heading], UnknownWord)
    assert says in str(found[heading])


def test_a_list_heading_takes_nothing_but_none():
    assert unflatten({"target_products": " None "}) == {"target": {"products": {}}}
    assert 'write "none"' in str(problems(unflatten, {"target_products": "many"})["target_products"])


@pytest.mark.parametrize(
    ("cell", "blank"),
    [(None, True), ("", True), (" \n", True), (math.nan, True), (0, False), (False, False), ("0", False)],
)
def test_what_counts_as_blank(cell, blank):
    assert is_blank(cell) is blank


def test_blanks_of_pandas_are_blanks():
    import pandas as pd

    assert is_blank(pd.NA)
    assert is_blank(pd.NaT)
    assert is_blank(pd.Series([1.0, None])[1])


def test_what_is_wrong_with_a_client_survives_the_way_between_processes():
    with pytest.raises(InvalidClient) as found:
        client_from_mapping(tables(close_rate=60, core={"price": "#N/A"}), "glow.toml")
    again = pickle.loads(pickle.dumps(found.value))
    assert str(again) == str(found.value)
    assert [type(problem) for problem in again.problems] == [type(problem) for problem in found.value.problems]
