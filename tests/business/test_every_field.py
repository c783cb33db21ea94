"""Every declared field is drawn by the random clients, and reaches a result: in Python and in the workbook alike."""

from collections import defaultdict

import pytest
from hypothesis import given, settings

from tests.client_strategies import clients
from tests.filled_workbook import named, workbook
from xl_quadrant.business.client_row import flatten, value_at
from xl_quadrant.business.metrics import METRICS
from xl_quadrant.business.model import CLIENT_FIELDS, FIELDS, OFFER_BLOCKS, Scenario
from xl_quadrant.business.results import calculate
from xl_quadrant.business.timeline import cash_timeline
from xl_quadrant.clients.client_file import client_from_mapping
from xl_quadrant.functions.quantities import Number

RICH = {
    "name": "Glow",
    "today": {
        "leads_per_month": 200, "cost_per_lead": 25, "booking_rate": 0.5, "show_rate": 0.6, "close_rate": 0.5,
        "front_end": {"offer": "discount", "list_price": 99, "discount": 0.5, "paying_share": 0.9, "unit_cost": 10},
        "core": {"name": "Package", "price": 2000, "unit_cost": 400, "down_payment": 500, "installments": 6,
                 "default_rate": 0.02},
        "prepay": {"share": 0.2, "discount": 0.1},
        "financing": {"share": 0.3, "merchant_fee": 0.05, "fixed_fee": 5},
        "products": [{"name": "Kit", "price": 200, "unit_cost": 60, "take_rate": 0.8}],
        "services": [{"name": "Peel", "price": 300, "unit_cost": 90, "take_rate": 0.4}],
        "continuity": [{"name": "Plan", "price": 200, "unit_cost": 50, "take_rate": 0.4, "churn": 0.1, "start_day": 30,
                        "early_payments": 3, "later_churn": 0.05, "every_days": 45, "members": 30}],
        "referral": {"rate": 0.1, "reward": 20},
        "costs": {"card_fee_rate": 0.03, "card_fixed_fee": 0.3, "refund_rate": 0.02, "commission_rate": 0.05,
                  "cost_per_sale": 40, "fixed_costs_per_month": 5000},
    },
}  # fmt: skip
"""A client who has something in every field."""

CLIENT = client_from_mapping(RICH, "glow")
BOOK = named(workbook(CLIENT, {}))
NUMBERS = [field for field in FIELDS if isinstance(field.quantity, Number)]
COLUMNS = [(block, column) for block in OFFER_BLOCKS for column in block.columns if isinstance(column.quantity, Number)]


def another(value):
    """Return another value that the field takes too."""
    return value - 1 if value >= 2 and value == round(value) else value * 0.9


def answers(scenario):
    """Return everything that is calculated of a scenario."""
    results = calculate(scenario)
    found = [results.error(metric.name) or results[metric.name] for metric in METRICS]
    return [str(one) for one in found], [month.net for month in cash_timeline(scenario, 24)]


def in_the_workbook(cells):
    """Return the results that stand in the workbook, its timeline included."""
    return {name: value for name, value in cells.items() if name.startswith("out_")}


def with_field(field, value):
    """Return today's business with another value in a field."""
    tables = CLIENT.today.model_dump()
    table = tables
    for step in field.path[:-1]:
        table = table[step]
    table[field.path[-1]] = value
    return Scenario.model_validate(tables)


def test_the_client_has_something_in_every_field():
    assert [field.name for field in NUMBERS if not value_at(CLIENT.today, field.path)] == []
    assert [
        column.name for block, column in COLUMNS if not getattr(getattr(CLIENT.today, block.name)[0], column.name)
    ] == []


@pytest.mark.parametrize("field", NUMBERS, ids=lambda field: field.name)
def test_a_field_reaches_a_result_in_python_and_in_the_workbook(field):
    value = another(value_at(CLIENT.today, field.path))
    assert answers(with_field(field, value)) != answers(CLIENT.today)
    moved = named(workbook(CLIENT, {f"in_{field.name}_today": value}))
    assert in_the_workbook(moved) != in_the_workbook(BOOK)
    metric = "profit_per_show_30"
    expected = calculate(with_field(field, value))[metric]
    assert moved[f"out_{metric}_today"] == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize(("block", "column"), COLUMNS, ids=lambda one: one.name)
def test_a_column_of_offers_reaches_a_result_in_python_and_in_the_workbook(block, column):
    (offer,) = getattr(CLIENT.today, block.name)
    value = another(getattr(offer, column.name))
    scenario = CLIENT.today.model_copy(update={block.name: (offer.model_copy(update={column.name: value}),)})
    assert answers(scenario) != answers(CLIENT.today)
    moved = named(workbook(CLIENT, {f"in_{block.name}_{column.name}_today": [value]}))
    assert in_the_workbook(moved) != in_the_workbook(BOOK)
    metric = "profit_per_show_life"
    assert moved[f"out_{metric}_today"] == pytest.approx(calculate(scenario)[metric], rel=1e-9)


def test_random_clients_draw_every_declared_field():
    drawn = defaultdict(set)

    @settings(max_examples=80, database=None)
    @given(clients())
    def draw(client):
        for heading, value in flatten(client).items():
            drawn[heading.replace("_1_", "_").removeprefix("today_")].add(str(value))

    draw()
    declared = {field.name for field in FIELDS} | {f"{block.name}_{column.name}" for block, column in COLUMNS}
    declared |= {field.path[0] for field in CLIENT_FIELDS}
    assert sorted(name for name in declared if len(drawn[name]) < 2) == []
