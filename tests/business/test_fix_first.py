"""Levers moved alone: every field is moved by exactly one, all together give the target, and what each brings."""

import itertools
import math

import pytest
from hypothesis import assume, given, strategies as st

from tests.client_strategies import clients
from xl_quadrant.business.cash import cash_and_profit
from xl_quadrant.business.lever_gains import LOWER_IS_BETTER, fix_first
from xl_quadrant.business.lever_moves import CASH_LEVERS, LEVERS, moved
from xl_quadrant.business.metrics import METRICS
from xl_quadrant.business.model import FIELDS, OFFER_BLOCKS
from xl_quadrant.business.results import calculate
from xl_quadrant.clients.client_file import client_from_mapping
from xl_quadrant.clients.presets import preset
from xl_quadrant.errors import NoAnswer, UnknownWord, XlQuadrantError, ZeroDivisor

FUNNEL = {"leads_per_month": 100, "cost_per_lead": 40, "booking_rate": 0.5, "show_rate": 0.8, "close_rate": 0.5}
NAMES = [lever.name for lever in LEVERS]
GIVE_WAY = {"core_down_payment", "prepay_share", "financing_share", "financing_merchant_fee"}
"""What is lowered where a moved lever leaves no room for it."""


def client(today, target):
    """A client from what its two scenarios have beside the funnel and a price."""
    return client_from_mapping(
        {"name": "Glow", "today": {**FUNNEL, "core": {"price": 1000}, **today}, "target": target}, "test"
    )


def cash(scenario, time="30"):
    return calculate(scenario)[f"cash_per_show_{time}"]


def figures(scenario):
    """Every figure of a scenario by its flattened field, offers by their name."""
    found = {}
    for field in FIELDS:
        value = scenario
        for name in field.path:
            value = getattr(value, name)
        found[field.name] = value
    for block in OFFER_BLOCKS:
        for column in block.columns:
            offers = getattr(scenario, block.name)
            found[f"{block.name}_{column.name}"] = {o.name.casefold(): getattr(o, column.name) for o in offers}
    return found


def test_every_field_is_moved_by_exactly_one_lever():
    fields = [field for lever in LEVERS for field in lever.fields]
    every = {field.name for field in FIELDS}
    every |= {f"{block.name}_{column.name}" for block in OFFER_BLOCKS for column in block.columns}
    assert len(fields) == len(set(fields))
    assert set(fields) == every


def test_levers_have_names_and_labels_of_their_own():
    assert len({lever.name for lever in LEVERS}) == len({lever.label for lever in LEVERS}) == len(LEVERS)


@given(clients(most_offers=3))
def test_all_levers_moved_are_the_target_and_none_are_today(pair):
    assert moved(pair.today, pair.target, NAMES) == pair.target
    assert moved(pair.today, pair.target, ()) == pair.today


@given(clients(most_offers=3), st.sampled_from(LEVERS))
def test_a_lever_moves_its_own_fields_and_nothing_but_what_gives_way_to_it(pair, lever):
    before, after, there = (figures(s) for s in (pair.today, moved(pair.today, pair.target, {lever.name}), pair.target))
    own = set(lever.fields)
    if lever.name in ("continuity", "churn"):
        own |= {"continuity_churn", "continuity_early_payments", "continuity_later_churn"}
    else:
        assert all(after[field] == there[field] for field in own - GIVE_WAY)
    changed = {field for field in before if after[field] != before[field]}
    assert changed <= own | GIVE_WAY
    for field in changed & GIVE_WAY - own:
        assert after[field] < before[field]


@given(clients(most_offers=2), st.sampled_from([lever for lever in LEVERS if lever not in CASH_LEVERS]))
def test_what_does_not_move_cash_leaves_every_amount_of_cash_as_it_was(pair, lever):
    days = [1, 30, 60, 90, math.inf]
    before, after = (cash_and_profit(s, days).cash for s in (pair.today, moved(pair.today, pair.target, {lever.name})))
    assert after.tolist() == before.tolist()


def test_every_other_lever_can_move_cash():
    before = {
        "core": {"price": 2000, "down_payment": 500, "installments": 6},
        "continuity": [{"name": "Plan", "price": 100, "take_rate": 0.4, "churn": 0.1}],
    }
    after = {
        "close_rate": 0.6,
        "front_end": {"offer": "value", "list_price": 19},
        "core": {"price": 2500, "down_payment": 600, "default_rate": 0.1},
        "prepay": {"share": 0.2},
        "financing": {"share": 0.3, "merchant_fee": 0.1},
        "products": [{"name": "Kit", "price": 50, "take_rate": 1}],
        "services": [{"name": "Filler", "price": 500, "take_rate": 0.2}],
        "continuity": [{"name": "Plan", "price": 120, "take_rate": 0.5, "churn": 0.05}],
        "costs": {"refund_rate": 0.1},
    }
    both = client(before, after)
    for lever in CASH_LEVERS:
        assert cash(moved(both.today, both.target, {lever.name}), "life") != cash(both.today, "life"), lever.name


def test_a_price_below_the_down_payment_takes_it_along():
    both = client(
        {"core": {"price": 1000, "down_payment": 800, "installments": 2}}, {"core": {"price": 600, "down_payment": 100}}
    )
    assert moved(both.today, both.target, {"core_price"}).core.down_payment == 600
    assert moved(both.today, both.target, {"core_price", "payment_terms"}).core.down_payment == 100


def test_a_down_payment_above_the_price_stops_at_the_price():
    both = client({}, {"core": {"price": 3000, "down_payment": 2000, "installments": 2}})
    assert moved(both.today, both.target, {"payment_terms"}).core.down_payment == 1000


def test_of_prepaying_and_financing_the_one_that_does_not_move_gives_way():
    both = client(
        {"prepay": {"share": 0.7}, "financing": {"share": 0.2}}, {"prepay": {"share": 0.1}, "financing": {"share": 0.9}}
    )
    alone = moved(both.today, both.target, {"financing"})
    assert (alone.prepay.share, alone.financing.share) == (pytest.approx(0.1), 0.9)
    back = moved(both.target, both.today, {"prepay"})
    assert (back.prepay.share, back.financing.share) == (0.7, pytest.approx(0.3))


def test_a_merchant_fee_gives_way_to_refunds():
    both = client(
        {"financing": {"share": 0.5, "merchant_fee": 0.9}},
        {"financing": {"share": 0.5, "merchant_fee": 0.1}, "costs": {"refund_rate": 0.6}},
    )
    assert moved(both.today, both.target, {"fees"}).financing.merchant_fee == pytest.approx(0.4)


def test_churn_is_moved_for_the_offers_that_both_have():
    plan, other = {"name": "Plan", "price": 100, "take_rate": 0.4}, {"name": "Other", "price": 50, "take_rate": 0.2}
    both = client(
        {"continuity": [{**plan, "churn": 0.1}, {**other, "name": "Gone", "churn": 0.3}]},
        {"continuity": [{**other, "churn": 0.2}, {**plan, "name": "PLAN", "price": 120, "churn": 0.05}]},
    )
    churn = moved(both.today, both.target, {"churn"}).continuity
    assert [(row.name, row.price, row.churn) for row in churn] == [("Plan", 100, 0.05), ("Gone", 50, 0.3)]
    offers = moved(both.today, both.target, {"continuity"}).continuity
    assert [(row.name, row.price, row.churn) for row in offers] == [("Other", 50, 0.2), ("PLAN", 120, 0.1)]


def test_the_talks_gains_are_those_of_its_own_arithmetic():
    """Of each show half buy; of those 20% prepay 1,800 instead of 500, or 50% finance 1,800 net instead of 500."""
    talk = preset("talk")
    gains = {row.lever.name: row.gain for row in fix_first(talk.today, talk.target, "cash_per_show_30")}
    assert gains["prepay"] == pytest.approx(0.5 * 0.2 * (1800 - 500))
    assert gains["financing"] == pytest.approx(0.5 * 0.5 * (1800 - 500))
    assert {name for name, gain in gains.items() if gain} == {"prepay", "financing"}
    a_month = {row.lever.name: row.gain for row in fix_first(talk.today, talk.target)}
    assert a_month["prepay"] == pytest.approx(40 * gains["prepay"])
    life = {row.lever.name: row.gain for row in fix_first(talk.today, talk.target, "cash_per_show_life")}
    assert life["prepay"] == pytest.approx(-0.5 * 0.2 * 200)
    assert life["financing"] == pytest.approx(-0.5 * 0.5 * 200)


@given(
    clients(most_offers=2),
    st.sampled_from(["cash_per_show_30", "cash_per_show_life", "revenue_ceiling", "cost_per_show"]),
)
def test_rows_stand_in_the_order_of_their_gains_one_for_each_lever(pair, metric):
    assume(not calculate(pair.today).error(metric) and not calculate(pair.target).error(metric))
    rows = fix_first(pair.today, pair.target, metric)
    assert {row.lever for row in rows} == set(LEVERS)
    numbers = [row for row in rows if not isinstance(row.found, XlQuadrantError)]
    assert rows[: len(numbers)] == tuple(numbers)
    for above, below in itertools.pairwise(numbers):
        ordered = LEVERS.index(above.lever) < LEVERS.index(below.lever)
        assert above.gain > below.gain or (above.gain == below.gain and ordered)


@given(clients(most_offers=2), st.sampled_from(CASH_LEVERS))
def test_a_target_that_one_lever_reaches_alone_is_all_its_doing(pair, lever):
    target = moved(pair.today, pair.target, {lever.name})
    before, after = cash(pair.today), cash(target)
    rows = {row.lever: row for row in fix_first(pair.today, target, "cash_per_show_30")}
    assert rows[lever].gain == pytest.approx(after - before, rel=1e-9, abs=1e-9 * max(1.0, before))
    there, then = figures(pair.today), figures(target)
    idle = [other for other in LEVERS if all(there[field] == then[field] for field in other.fields)]
    assert len(idle) >= len(LEVERS) - 3
    assert all(rows[other].gain == 0 for other in idle)
    if rows[lever].gap:
        assert rows[lever].share == 1


def test_without_a_gap_there_is_no_share_of_it():
    talk = preset("talk")
    row = fix_first(talk.today, talk.today)[0]
    assert row.gain == 0
    with pytest.raises(ZeroDivisor):
        _ = row.share


@pytest.mark.parametrize("metric", sorted(LOWER_IS_BETTER))
def test_a_cost_that_falls_is_a_gain(metric):
    assert metric in {known.name for known in METRICS}
    plan = {"name": "Plan", "price": 10, "take_rate": 0.5}
    dear, cheap = (
        {"cost_per_lead": cost, "continuity": [{**plan, "churn": churn}]} for cost, churn in ((4000, 0.1), (40, 0.5))
    )
    both = client({"core": {"price": 40000, "down_payment": 50, "installments": 20}, **dear}, cheap)
    best = fix_first(both.today, both.target, metric)[0]
    assert best.gain > 0
    assert best.share > 0
    assert fix_first(both.target, both.today, metric)[-1].gain < 0


def test_a_lever_without_which_a_metric_has_no_number_stands_last_with_its_error():
    both = client({"core": {"price": 1000}}, {"core": {"price": 100_000}, "cost_per_lead": 4000})
    last = fix_first(both.today, both.target, "payback_month")[-1]
    assert last.lever.name == "cost_per_lead"
    with pytest.raises(NoAnswer):
        _ = last.gain
    with pytest.raises(NoAnswer):
        _ = last.share


def test_a_metric_without_a_number_today_is_its_own_error():
    both = client({"close_rate": 0}, {"close_rate": 0.5})
    with pytest.raises(ZeroDivisor):
        fix_first(both.today, both.target, "cac")


def test_an_unknown_metric_is_refused():
    talk = preset("talk")
    with pytest.raises(UnknownWord):
        fix_first(talk.today, talk.target, "cash_per_shoe_30")


@pytest.mark.parametrize("metric", [metric.name for metric in METRICS])
def test_any_metric_can_be_asked_for(metric):
    pair = preset("med_spa")
    best = fix_first(pair.today, pair.target, metric)[0]
    alone, today = (calculate(s)[metric] for s in (moved(pair.today, pair.target, {best.lever.name}), pair.today))
    sign = -1 if metric in LOWER_IS_BETTER else 1
    assert best.gain == pytest.approx(sign * (float(alone) - float(today)), abs=1e-9)
