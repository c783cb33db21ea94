"""Sensitivity: every cell is the result of a business with both figures changed."""

import pytest
from hypothesis import given, settings, strategies as st

from tests.client_strategies import scenarios
from xl_quadrant.business.results import calculate
from xl_quadrant.business.sensitivity import AXES, STEPS, sensitivity
from xl_quadrant.clients.client_file import client_from_mapping
from xl_quadrant.clients.presets import preset
from xl_quadrant.errors import OutOfDomain, UnknownWord

FUNNEL = {"leads_per_month": 100, "cost_per_lead": 40, "booking_rate": 0.5, "show_rate": 0.8, "close_rate": 0.5}
NAMES = [axis.name for axis in AXES]
MIDDLE = len(STEPS) // 2


def scenario(**changes):
    return client_from_mapping({"name": "Glow", "today": {**FUNNEL, "core": {"price": 1000}, **changes}}, "test").today


def with_factor(s, name, factor):
    """A scenario with one figure times a factor, validated anew: a rate stops at 1, a deposit at the price."""
    tables = s.model_dump()
    if name == "close_rate":
        tables["close_rate"] = min(1.0, s.close_rate * factor)
    elif name == "core_price":
        tables["core"]["price"] *= factor
        tables["core"]["down_payment"] = min(s.core.down_payment, tables["core"]["price"])
    else:
        tables["continuity"] = [
            row.model_dump() | {name: min(1.0, getattr(row, name) * factor)} for row in s.continuity
        ]
    return type(s).model_validate(tables)


@settings(max_examples=25)
@given(
    scenarios(most_offers=2),
    st.sampled_from([("close_rate", "core_price"), ("churn", "take_rate"), ("core_price", "churn")]),
    st.sampled_from(["cash_per_show_30", "cash_per_show_life"]),
    st.tuples(st.integers(0, 6), st.integers(0, 6)),
    st.tuples(st.floats(0, 0.33), st.floats(0, 0.33)),
)
def test_a_cell_is_the_result_with_both_figures_changed(s, axes, metric, place, steps):
    grid = sensitivity(s, *axes, metric, *steps)
    row, column = place
    both = s
    for name, number, step in zip(axes, place, steps, strict=True):
        both = with_factor(both, name, 1 + STEPS[number] * step)
    assert grid.cells[row][column] == pytest.approx(calculate(both)[metric], rel=1e-12, abs=1e-12)
    assert grid.cells[MIDDLE][MIDDLE] == calculate(s)[metric]
    assert grid.down_factors[row] == 1 + STEPS[row] * steps[0]


def test_the_talks_close_rate_and_price():
    """Lifetime: 19 at the door, and per buyer the price, 200, 400 and 800."""
    grid = sensitivity(preset("talk").today, metric="cash_per_show_life", down_step=0.2, across_step=0.5)
    for row, close_rate in zip(grid.cells, (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8), strict=True):
        for cell, price in zip(row, (0, 0, 1000, 2000, 3000, 4000, 5000), strict=True):
            assert cell == pytest.approx(19 + close_rate * (price + 1400))
    assert grid.down_values == pytest.approx((0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8))
    assert grid.across_values == pytest.approx((0, 0, 1000, 2000, 3000, 4000, 5000))


def test_offers_of_continuity_move_together_and_their_averages_are_shown():
    plan = {"price": 100, "take_rate": 0.4, "churn": 0.1}
    s = scenario(
        continuity=[{**plan, "name": "A"}, {**plan, "name": "B", "price": 300, "take_rate": 0.8, "churn": 0.4}]
    )
    grid = sensitivity(s, "churn", "take_rate", "cash_per_show_life", 0.5, 0.1)
    assert grid.down_values[MIDDLE] == pytest.approx((0.4 * 0.1 + 0.8 * 0.4) / 1.2)
    assert grid.across_values[MIDDLE] == pytest.approx((0.4 * 100 + 0.8 * 300) / 400)
    halved = 0.5 * (1000 + 0.4 * 100 / 0.05 + 0.8 * 300 / 0.2)
    assert grid.cells[MIDDLE - 1][MIDDLE] == pytest.approx(halved)


def test_rates_stop_at_everyone():
    s = scenario(close_rate=0.9, continuity=[{"name": "A", "price": 100, "take_rate": 0.9, "churn": 0.9}])
    assert sensitivity(s, "close_rate", "core_price").down_values[-2:] == (1.0, 1.0)
    grid = sensitivity(s, "churn", "take_rate")
    assert grid.down_values[-1] == grid.across_values[-1] == 1.0


def test_a_lower_price_takes_the_down_payment_with_it():
    s = scenario(core={"price": 1000, "down_payment": 900, "installments": 1})
    grid = sensitivity(s, across_step=0.2)
    assert grid.cells[MIDDLE] == pytest.approx((200, 300, 400, 450, 450, 450, 450))


def test_churn_of_nothing_has_no_lifetime():
    s = scenario(continuity=[{"name": "A", "price": 100, "take_rate": 0.5, "churn": 0.1}])
    cells = sensitivity(s, "churn", "take_rate", "cash_per_show_life", 0.5).cells
    assert [row[MIDDLE] for row in cells[:2]] == ["#NUM!", "#NUM!"]
    assert all(isinstance(cell, float) for row in cells[2:] for cell in row)


def test_without_continuity_its_axes_are_empty_and_nothing_moves():
    grid = sensitivity(scenario(), "churn", "take_rate", "cash_per_show_life")
    assert set(grid.down_values) | set(grid.across_values) == {0.0}
    assert {cell for row in grid.cells for cell in row} == {500.0}


@pytest.mark.parametrize(
    ("arguments", "error", "hint"),
    [
        ({"down": "close"}, UnknownWord, "close_rate"),
        ({"across": "rain"}, UnknownWord, "close_rate, core_price, churn, take_rate"),
        ({"metric": "cash"}, UnknownWord, "METRICS"),
        ({"down_step": 10}, OutOfDomain, "10%"),
        ({"across_step": -0.1}, OutOfDomain, "below 0"),
    ],
)
def test_what_cannot_be_asked_for_is_refused(arguments, error, hint):
    with pytest.raises(error, match=hint):
        sensitivity(preset("talk").today, **arguments)
