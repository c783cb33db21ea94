"""The model: what it takes, what it refuses and in which words, and the records that are read off it."""

from __future__ import annotations

import datetime
import math

import pytest
from client_strategies import client_tables
from hypothesis import given, strategies as st
from pydantic import ValidationError

from xl_quadrant.business.currencies import AMOUNTS, currency_size
from xl_quadrant.business.model import CLIENT_FIELDS, FIELDS, OFFER_BLOCKS, Client, Scenario
from xl_quadrant.business.texts import CurrencyCode, Day, Text
from xl_quadrant.clients.client_file import client_from_mapping
from xl_quadrant.errors import (
    ArgumentError,
    BlankArgument,
    CellError,
    InvalidClient,
    OutOfDomain,
    UnknownWord,
    WrongType,
)
from xl_quadrant.functions.funnel import cost_per_show
from xl_quadrant.functions.quantities import Number

TODAY = {
    "leads_per_month": 200,
    "cost_per_lead": 25,
    "booking_rate": 0.5,
    "show_rate": 0.6,
    "close_rate": 0.5,
    "core": {"price": 2000},
}


def problems(tables):
    with pytest.raises(InvalidClient) as found:
        client_from_mapping(tables, "glow.toml")
    return found.value.problems


def with_value(path, value):
    """Return the tables of a client, with a value put at a dotted path."""
    tables = {"name": "Glow", "today": {**TODAY, "core": dict(TODAY["core"])}}
    table = tables
    *outer, last = path.split(".")
    for step in outer:
        table = table.setdefault(step, {})
    table[last] = value
    return tables


def test_what_is_not_given_is_nothing():
    scenario = client_from_mapping({"name": "Glow", "today": TODAY}, "test").today
    given_paths = {(name,) for name in TODAY} | {("core", "price")}
    expected = {"front_end_offer": "free", "front_end_paying_share": 1.0, "core_name": "", "prepay_discount": 0.1}
    for field in FIELDS:
        if field.path not in given_paths:
            table = getattr(scenario, field.path[0])
            assert getattr(table, field.path[1]) == field.default == expected.get(field.name, 0.0)
    assert scenario.products == scenario.services == scenario.continuity == ()


def test_only_the_funnel_the_price_and_the_name_are_required():
    required = {field.name for field in FIELDS + CLIENT_FIELDS if field.required}
    assert required == {*TODAY, "core_price", "client_name"} - {"core"}
    missing = problems({})
    assert {problem.argument for problem in missing} == {
        "name", "today.core.price", *(f"today.{name}" for name in TODAY if name != "core"),
    }  # fmt: skip
    assert all(isinstance(problem, BlankArgument) for problem in missing)


@pytest.mark.parametrize(
    ("path", "value", "error", "says"),
    [
        ("today.close_rate", 50, OutOfDomain, "50 is above 1; write 50% or 0.5"),
        ("today.close_rate", -0.1, OutOfDomain, "-0.1 is below 0"),
        ("today.close_rate", "50%", WrongType, "'50%' is text; write a number (share of shows)"),
        ("today.close_rate", True, WrongType, "TRUE is not a number"),
        ("today.close_rate", math.nan, OutOfDomain, "nan is not a finite number"),
        ("today.close_rate", None, BlankArgument, "blank where a number belongs"),
        ("today.close_rate", [0.5], WrongType, "[0.5] is not a number"),
        ("today.cost_per_lead", math.inf, OutOfDomain, "inf is not a finite number"),
        ("today.cost_per_lead", "#DIV/0!", CellError, "mend that cell"),
        ("today.cost_per_lead", datetime.date(2026, 1, 31), WrongType, "2026-01-31 is not a number"),
        ("today.core.price", -1, OutOfDomain, "-1 is below 0"),
        ("today.core.installments", 2.5, OutOfDomain, "2.5 is not a whole number"),
        ("today.core.down_payment", 2001, OutOfDomain, "2001 is above the price of 2000; write 2000 or less"),
        ("today.core.name", 5, WrongType, "5 is not text"),
        ("today.core.name", "x" * 61, OutOfDomain, "has 61 characters; write at most 60"),
        ("today.core.name", "a\x00b", WrongType, "control character"),
        ("today.core.name", "#N/A", CellError, "mend that cell"),
        ("today.front_end.offer", "gratis", UnknownWord, 'write "free", "discount" or "value"'),
        ("today.referral.rate", 1, OutOfDomain, "1 is not below 1"),
        ("today.core", 2000, WrongType, "2000 is not a table; write { price = … }"),
        ("today", "fine", WrongType, "'fine' is not a table"),
        ("today.products", "Kit", WrongType, "'Kit' is not a list of offers"),
        ("today.products", {"name": "Kit"}, WrongType, "is not a list of offers"),
        ("today.prise", 3, UnknownWord, "'prise' is not a known field"),
        ("today.core.prise", 3, UnknownWord, "'prise' is not a known field; did you mean \"price\"?"),
        ("today.core.zzz", 3, UnknownWord, "write one of name, price, unit_cost"),
        ("industri", "gym", UnknownWord, 'did you mean "industry"?'),
        ("name", "  ", BlankArgument, "blank where a name belongs"),
        ("currency", "dollars", OutOfDomain, "'dollars' is not a currency code; write three letters"),
        ("currency", 840, WrongType, "840 is not text"),
        ("date", "31.1.2026", WrongType, "'31.1.2026' is not a date; write a date such as 2026-01-31"),
        ("date", 46053, WrongType, "46053 is not a date"),
        ("date", datetime.date(1899, 12, 31), OutOfDomain, "is before 1901-01-01"),
    ],
)  # fmt: skip
def test_a_wrong_field_is_named_with_what_was_found_and_what_is_allowed(path, value, error, says):
    (problem,) = problems(with_value(path, value))
    assert type(problem) is error
    assert problem.argument == path
    assert says in str(problem)


def test_functions_and_model_speak_the_same_sentence():
    with pytest.raises(OutOfDomain) as of_function:
        cost_per_show(25, 50, 0.6)
    (of_model,) = problems(with_value("today.booking_rate", 50))
    assert (of_function.value.value, of_function.value.rule) == (of_model.value, of_model.rule)


@pytest.mark.parametrize(
    ("changes", "arguments", "says"),
    [
        ({"prepay": {"share": 0.6}, "financing": {"share": 0.5}}, {"today.prepay.share"}, "financing.share 0.5"),
        ({"costs": {"card_fee_rate": 0.5, "refund_rate": 0.6}}, {"today.costs.card_fee_rate"}, "costs.refund_rate 0.6"),
        (
            {"financing": {"merchant_fee": 0.5}, "costs": {"refund_rate": 0.6}},
            {"today.financing.merchant_fee"},
            "above 1 together",
        ),
        (
            {"products": [{"name": "Kit"}, {"name": "KIT "}], "services": [{"name": "Kit"}]},
            {"today.products.2.name"},
            "is the name of another offer in products",
        ),
        (
            {
                "prepay": {"share": 0.6},
                "financing": {"share": 0.5, "merchant_fee": 0.9},
                "costs": {"refund_rate": 0.2},
            },
            {"today.prepay.share", "today.financing.merchant_fee"},
            "lower one of them",
        ),
    ],
)
def test_rules_across_fields(changes, arguments, says):
    found = problems({"name": "Glow", "today": {**TODAY, **changes}})
    assert {problem.argument for problem in found} == arguments
    assert all(says in str(problem) for problem in found)
    assert all(isinstance(problem, ArgumentError) for problem in found)


@given(st.integers(0, 1000))
def test_two_shares_of_the_whole_are_never_above_it(part):
    share, rest = part / 1000, (1000 - part) / 1000
    shares = {"prepay": {"share": share}, "financing": {"share": rest, "merchant_fee": share}}
    fees = {"costs": {"card_fee_rate": share, "refund_rate": rest}}
    scenario = client_from_mapping({"name": "Glow", "today": {**TODAY, **shares, **fees}}, "test").today
    assert scenario.prepay.share == share


@pytest.mark.parametrize(
    ("row", "argument", "says"),
    [
        ({"name": "Club", "price": 5}, "churn", "blank where a number belongs"),
        ({"name": "Club", "price": 5, "churn": 0}, "churn", "0 is not above 0"),
        ({"name": "Club", "churn": 0.1, "start_day": -1}, "start_day", "-1 is below 0"),
        ({"churn": 0.1}, "name", "blank where a name belongs"),
    ],
)
def test_a_membership_needs_a_name_and_a_churn(row, argument, says):
    (problem,) = problems(with_value("today.continuity", [{"name": "First", "churn": 1}, row]))
    assert problem.argument == f"today.continuity.2.{argument}"
    assert says in str(problem)


def test_every_wrong_field_is_reported_at_once():
    tables = with_value("today.close_rate", 50)
    tables["today"]["core"]["price"] = "much"
    tables["today"]["products"] = [{"name": "Kit", "price": -1}]
    tables["name"] = ""
    with pytest.raises(InvalidClient, match="glow: 4 fields are wrong") as found:
        client_from_mapping(tables, "glow")
    assert str(found.value).count("\n  ") == 4


def test_an_installment_plan_may_have_nothing_left_to_pay():
    tables = with_value("today.core", {"price": 500, "down_payment": 500, "installments": 6})
    assert client_from_mapping(tables, "test").today.core.installments == 6


def test_texts_are_tidied_and_words_and_codes_taken_in_any_case():
    tables = {
        "name": "  Glow\n Med\tSpa ", "currency": "eur", "date": "2026-01-31",
        "today": {**TODAY, "front_end": {"offer": "Value"}},
    }  # fmt: skip
    client = client_from_mapping(tables, "test")
    assert (client.name, client.currency, client.date) == ("Glow Med Spa", "EUR", datetime.date(2026, 1, 31))
    assert client.today.front_end.offer == "value"
    moment = datetime.datetime(2026, 1, 31, 12, tzinfo=datetime.UTC)
    assert client_from_mapping({**tables, "date": moment}, "test").date == datetime.date(2026, 1, 31)


@given(client_tables(most_offers=3))
def test_a_client_holds_what_it_was_given_and_cannot_be_changed(tables):
    client = client_from_mapping(tables, "test")
    size = currency_size(tables["currency"])
    assert client.model_dump(mode="python") == {
        "measured": {},
        **tables,
        **{name: amount * size for name, amount in AMOUNTS.items() if tables[name] is None},
        **{
            name: {
                **tables[name],
                **{block.name: tuple(settled(tables, name, block.name)) for block in OFFER_BLOCKS},
            }
            for name in ("today", "target")
        },
    }
    with pytest.raises(ValidationError):
        client.today.close_rate = 0.1


def settled(tables, name, block):
    """Yield the offers of a list that a client keeps: none that its target drops, no later churn that says nothing."""
    today = [plain(row) for row in tables["today"][block]]
    for row in map(plain, tables[name][block]):
        if name == "today" or row["take_rate"] or row in today:
            yield row


def plain(row):
    """Return an offer without a later churn that is the churn before."""
    return {**row, "later_churn": None} if row.get("later_churn", -1) == row.get("churn") else row


def test_records_stand_for_every_field_of_the_model():
    def leaves(model, prefix=()):
        for name, info in model.model_fields.items():
            if info.metadata:
                yield (*prefix, name)
            elif name not in {block.name for block in OFFER_BLOCKS}:
                yield from leaves(info.annotation, (*prefix, name))

    assert [field.path for field in FIELDS] == list(leaves(Scenario))
    assert [field.path[0] for field in CLIENT_FIELDS] == [
        n for n in Client.model_fields if n not in ("today", "target", "measured")
    ]
    assert [block.name for block in OFFER_BLOCKS] == ["products", "services", "continuity"]
    assert [column.name for column in OFFER_BLOCKS[2].columns] == [
        "name", "price", "unit_cost", "take_rate", "churn", "early_payments", "later_churn", "start_day", "every_days",
        "members",
    ]  # fmt: skip


def test_records_can_be_shown_to_an_owner():
    everything = (*FIELDS, *CLIENT_FIELDS, *(column for block in OFFER_BLOCKS for column in block.columns))
    for field in everything:
        assert field.label
        assert field.note.endswith(".")
        assert field.section
        assert isinstance(field.quantity, Number) == (
            field.quantity.unit not in {"name", "industry", "date", "currency code", "kind of offer"}
        )
    for group in (FIELDS, CLIENT_FIELDS, *(block.columns for block in OFFER_BLOCKS)):
        assert len({field.label for field in group}) == len({field.name for field in group}) == len(group)
    sections = {field.section for field in FIELDS}
    assert sections == {"Funnel", "Front end", "Core package", "Prepay", "Financing", "Referral", "Costs"}


@pytest.mark.parametrize("field", [f for f in (*FIELDS, *CLIENT_FIELDS) if f.default is not None], ids=lambda f: f.name)
def test_every_default_is_allowed(field):
    assert field.quantity.check(field.name, field.default) == field.default


def test_what_a_text_a_code_and_a_date_allow_is_said_in_words():
    assert Text().allowed == "text of at most 60 characters"
    assert "USD" in CurrencyCode().allowed
    assert "2026-01-31" in Day().allowed
    for quantity in (CurrencyCode(), Day()):
        with pytest.raises(BlankArgument):
            quantity.check("x", None)
