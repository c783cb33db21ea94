"""What must be true: the closed forms against whole scenarios with the lever moved, and against the functions."""

import math

import pytest
from hypothesis import given, strategies as st

from tests.client_strategies import rates, scenarios
from xl_quadrant.business.cash import cash_and_profit
from xl_quadrant.business.must_be_true import VERDICTS, must_be_true
from xl_quadrant.business.results import calculate
from xl_quadrant.business.single_levers import SINGLE_LEVERS
from xl_quadrant.clients.client_file import client_from_mapping
from xl_quadrant.clients.presets import preset
from xl_quadrant.errors import NoAnswer, OutOfDomain
from xl_quadrant.functions.levers import close_rate_needed, price_needed, take_rate_needed

FUNNEL = {"leads_per_month": 100, "cost_per_lead": 40, "booking_rate": 0.5, "show_rate": 0.8, "close_rate": 0.5}
LEVER_NAMES = [lever.name for lever in SINGLE_LEVERS]
REACHED, CAN, STRETCH, OUT, NOTHING = VERDICTS


def scenario(**changes):
    return client_from_mapping({"name": "Glow", "today": {**FUNNEL, "core": {"price": 1000}, **changes}}, "test").today


def changed(s, path, value):
    """A scenario with one field changed, validated anew."""
    tables = s.model_dump()
    table = tables
    for name in path[:-1]:
        table = table[name]
    table[path[-1]] = value
    return type(s).model_validate(tables)


FIELDS = {
    "close_rate": ("close_rate",),
    "core_price": ("core", "price"),
    "down_payment": ("core", "down_payment"),
    "prepay_share": ("prepay", "share"),
    "financing_share": ("financing", "share"),
    "refund_rate": ("costs", "refund_rate"),
}


def with_lever(s, name, value):
    """A scenario with a lever at a value; an average is reached by giving every offer that value."""
    if name in FIELDS:
        return changed(s, FIELDS[name], value)
    if name == "front_end_price":
        front = {**s.front_end.model_dump(), "offer": "value", "list_price": value}
        return changed(s, ("front_end",), front)
    block, _, column = name.partition("_")
    rows = [
        row.model_dump() | ({column: value} if block != "continuity" or row.start_day < 30 else {})
        for row in getattr(s, block)
    ]
    return changed(s, (block,), rows)


def cash(s):
    return float(cash_and_profit(s, 30.0).cash)


def need_of(s, name, wanted=1000.0, **options):
    return next(need for need in must_be_true(s, wanted, **options) if need.lever.name == name)


def scale_of(s):
    """What rounding in the sums of a scenario is measured against."""
    return max(1.0, s.core.price, cash(s))


@given(scenarios(most_offers=3), st.sampled_from(LEVER_NAMES), rates())
def test_cash_with_a_lever_moved_is_what_its_position_says(s, name, way):
    need = need_of(s, name)
    at = need.position
    value = at.lowest + way * (
        (2 * max(at.today, at.lowest, 1.0) if math.isinf(at.highest) else at.highest) - at.lowest
    )
    expected = need.cash + at.per_unit * (value - at.today)
    found = cash(with_lever(s, name, value))
    assert found == pytest.approx(expected, rel=1e-9, abs=1e-8 * max(scale_of(s), abs(at.per_unit * value)))


@given(scenarios(most_offers=3), st.sampled_from(LEVER_NAMES), st.floats(0, 1e6))
def test_the_needed_value_brings_what_is_wanted_and_what_is_out_of_reach_no_value_brings(s, name, wanted):
    need = need_of(s, name, wanted)
    at = need.position
    tolerance = 1e-8 * max(scale_of(s), wanted)
    if need.verdict in (OUT, NOTHING):
        assert need.most < wanted
        assert need.short == pytest.approx(wanted - need.most, abs=tolerance)
        ends = (at.lowest, at.highest if math.isfinite(at.highest) else 1e6)
        assert all(cash(with_lever(s, name, end)) < wanted + tolerance for end in ends)
        with pytest.raises(NoAnswer):
            _ = need.needed
        return
    assert need.short == 0
    if at.per_unit == 0:
        assert need.verdict == REACHED
        return
    assert at.lowest <= need.needed <= at.highest
    brings = cash(with_lever(s, name, need.needed))
    assert brings >= wanted - tolerance
    if at.lowest < need.needed < at.highest:
        assert brings == pytest.approx(wanted, rel=1e-9, abs=tolerance)


@given(scenarios(most_offers=3), st.sampled_from(LEVER_NAMES))
def test_the_most_is_the_cash_at_the_better_end(s, name):
    s = s.model_copy(update={"costs": s.costs.model_copy(update={"card_fixed_fee": 0.0})})  # it jumps at no payment
    need = need_of(s, name)
    at = need.position
    if math.isinf(need.most):
        assert math.isinf(at.highest)
        assert at.per_unit > 0
        return
    ends = [at.lowest, at.today, *([at.highest] if math.isfinite(at.highest) else [])]
    best = max(cash(with_lever(s, name, end)) if end != at.today else cash(s) for end in ends)
    assert need.most == pytest.approx(best, rel=1e-9, abs=1e-8 * scale_of(s))


def answer(function, *arguments):
    """What a function says, or that there is no answer."""
    try:
        return float(function(*arguments))
    except NoAnswer:
        return None


def needed(need):
    try:
        return need.needed
    except NoAnswer:
        return None


RATES = st.integers(1, 100).map(lambda percent: percent / 100)
AMOUNTS = st.integers(1, 10_000).map(float)


@given(RATES, RATES, AMOUNTS, AMOUNTS, st.integers(0, 30_000).map(float))
def test_the_functions_say_the_same(close_rate, take_rate, price, package, wanted):
    s = scenario(
        close_rate=close_rate,
        core={"price": package},
        front_end={"offer": "value", "list_price": 19},
        products=[{"name": "Kit", "price": price, "take_rate": take_rate}],
        costs={"card_fee_rate": 0.03},
    )
    results = calculate(s)
    rest = results["cash_per_show_30"] - results["products_30"]
    front = results["front_30"]
    per_buyer = (results["cash_per_show_30"] - front) / close_rate
    said = {
        "close_rate": answer(close_rate_needed, wanted, front, per_buyer),
        "products_take_rate": answer(take_rate_needed, wanted, rest, 0.97 * price, close_rate),
        "products_price": answer(price_needed, wanted, rest, 0.97 * take_rate, close_rate),
    }
    for name, value in said.items():
        below = front if name == "close_rate" else rest
        if wanted > below:
            found = needed(need_of(s, name, wanted))
            beyond = value is None or (name == "products_price" and value > 2 * price)  # a price has room to double
            assert (found is None) == beyond, name
            assert beyond or found == pytest.approx(value, rel=1e-7, abs=1e-7)


def test_the_talk_in_its_own_figures():
    """609 a show: 19 at the door, and from the half who buy 500 down, 200, 400 and 80."""
    needs = {need.lever.name: need for need in must_be_true(preset("talk").today, 1000)}
    assert needs["close_rate"].needed == pytest.approx((1000 - 19) / 1180)
    assert needs["front_end_price"].verdict == OUT, "a price has room to double"
    assert needs["down_payment"].needed == pytest.approx(500 + 391 / 0.5)
    assert needs["prepay_share"].needed == pytest.approx(391 / (0.5 * 1300))
    assert needs["financing_share"].needed == pytest.approx(391 / (0.5 * 1500))
    assert needs["products_price"].verdict == OUT
    assert needs["services_take_rate"].verdict == OUT
    assert needs["services_take_rate"].most == pytest.approx(909)
    assert needs["services_take_rate"].short == pytest.approx(91)
    assert needs["core_price"].verdict == NOTHING
    assert needs["refund_rate"].verdict == OUT


def test_what_is_there_already_says_so_and_how_far_it_may_fall():
    need = need_of(preset("talk").today, "close_rate", 500)
    assert need.verdict == REACHED
    assert need.needed == pytest.approx((500 - 19) / 1180)


def test_less_is_needed_of_what_costs_cash():
    s = scenario(costs={"refund_rate": 0.2})
    need = need_of(s, "refund_rate", 450)
    assert need.needed == pytest.approx(0.1)
    assert need.verdict == CAN
    assert need_of(s, "refund_rate", 480).verdict == STRETCH
    paid_at_once = scenario(prepay={"share": 0.4, "discount": 0.5})
    assert need_of(paid_at_once, "prepay_share", 450).needed == pytest.approx(0.2)


def test_a_stretch_begins_where_the_owner_says():
    s = scenario()
    assert need_of(s, "close_rate", 750).verdict == CAN
    assert need_of(s, "close_rate", 751).verdict == STRETCH
    assert need_of(s, "close_rate", 751, stretch=0.6).verdict == CAN
    assert need_of(s, "core_price", 750).verdict == CAN
    assert need_of(s, "core_price", 751).verdict == STRETCH


def test_a_free_front_end_may_be_charged_for():
    need = need_of(scenario(front_end={"offer": "free", "list_price": 80}), "front_end_price", 520)
    assert need.position.today == 0
    assert need.needed == pytest.approx(20)


def test_a_price_stays_at_or_above_the_down_payment():
    s = scenario(core={"price": 1000, "down_payment": 900, "installments": 5}, prepay={"share": 0.5, "discount": 0})
    assert need_of(s, "core_price", 1).needed == 900


def test_continuity_that_starts_later_makes_no_difference_within_30_days():
    s = scenario(continuity=[{"name": "Plan", "price": 100, "take_rate": 0.5, "churn": 0.1, "start_day": 30}])
    assert need_of(s, "continuity_price").verdict == NOTHING
    assert need_of(s, "continuity_take_rate").verdict == NOTHING


@pytest.mark.parametrize(("wanted", "stretch"), [(-1, 0.5), (1000, 1.5), (1000, -0.1), (math.inf, 0.5)])
def test_what_cannot_be_asked_for_is_refused(wanted, stretch):
    with pytest.raises(OutOfDomain):
        must_be_true(preset("talk").today, wanted, stretch)
