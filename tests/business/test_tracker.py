"""The tracker: counted by hand, against the equations of its ranges, and as a judge of plans."""

import datetime
import itertools
import math
import statistics

import pytest
from hypothesis import given, strategies as st
from scipy.special import betainc, stdtr

from tests.client_strategies import scenarios
from tests.logged_shows import FIRST_DAY, logs
from xl_quadrant.business.channels import TALK_CHANNELS, VERDICTS, Channel, cost_of_show
from xl_quadrant.business.results import calculate
from xl_quadrant.business.shows import Show
from xl_quadrant.business.tracker import (
    ABOVE_PLAN,
    BELOW_PLAN,
    FEWEST_CASES,
    MEASURES,
    ON_PLAN,
    TOO_FEW,
    Measured,
    planned,
    tracked,
    tracker_verdict,
)
from xl_quadrant.clients.presets import preset
from xl_quadrant.errors import OutOfDomain, WrongType

rates = st.integers(0, 100).map(lambda percent: percent / 100)


def talks_ten_shows():
    """The talk's own ten shows as they would be logged: five buy, one product each, two services, two members."""
    buyer = {"bought": "yes", "front_end_paid": 19, "core_paid": 500, "products_paid": 200}
    return [
        *[Show(**buyer, services_paid=1000)] * 2,
        *[Show(**buyer, continuity="yes", continuity_paid=200)] * 2,
        Show(**buyer),
        *[Show(bought="no", front_end_paid=19)] * 5,
    ]


def test_the_talks_shows_measure_what_the_talk_plans():
    measured, plan = tracked(talks_ten_shows()), planned(preset("talk").today)
    for measure in MEASURES[:-1]:
        assert measured[measure.name].value == pytest.approx(plan[measure.name]), measure.name
    assert measured["cash_per_show_0"].value == pytest.approx(609)
    assert (measured["services_take_rate"].cases, measured["services_take_rate"].count) == (2, 5)


@given(logs())
def test_every_rate_is_a_count_of_its_own(log):
    measured = tracked(log)
    assert set(measured) == {measure.name for measure in MEASURES}
    buyers = [show for show in log if show.bought == "yes"]
    counted = {
        "close_rate": (len(buyers), len(log)),
        "products_take_rate": (len([s for s in buyers if s.products_paid]), len(buyers)),
        "services_take_rate": (len([s for s in buyers if s.services_paid]), len(buyers)),
        "prepay_share": (len([s for s in buyers if s.prepaid == "yes"]), len(buyers)),
        "financed_share": (len([s for s in buyers if s.financed == "yes"]), len(buyers)),
        "continuity_take_rate": (len([s for s in buyers if s.continuity == "yes"]), len(buyers)),
    }
    for name, (cases, count) in counted.items():
        found = measured[name]
        if not count:
            assert found is None
        else:
            assert (found.cases, found.count, found.value) == (cases, count, cases / count)
            assert 0 <= found.low <= found.value <= found.high <= 1


@given(logs(), st.integers(1, 99))
def test_the_range_of_a_rate_leaves_the_same_chance_on_either_side(log, percent):
    level = percent / 100
    for name, found in tracked(log, level).items():
        if found is None or found.cases is None:
            continue
        won, lost = found.cases + 0.5, found.count - found.cases + 0.5
        if found.cases:
            assert betainc(won, lost, found.low) == pytest.approx((1 - level) / 2, abs=1e-9), name
        else:
            assert found.low == 0
        if found.cases < found.count:
            assert betainc(won, lost, found.high) == pytest.approx((1 + level) / 2, abs=1e-9), name
        else:
            assert found.high == 1


@given(logs(), st.integers(1, 99))
def test_the_range_of_money_is_students(log, percent):
    level = percent / 100
    for name in ("cash_per_show_0", "cash_per_show_30"):
        found = tracked(log, level)[name]
        if found is None:
            continue
        if found.count == 1:
            assert (found.low, found.high) == (None, None)
            continue
        assert found.high - found.value == pytest.approx(found.value - found.low)
        amounts = [s.front_end_paid + s.core_paid + s.products_paid + s.services_paid + s.continuity_paid for s in log]
        if name == "cash_per_show_0" and statistics.stdev(amounts) > 1:
            error = statistics.stdev(amounts) / math.sqrt(len(amounts))
            assert found.value == pytest.approx(statistics.fmean(amounts))
            assert stdtr(len(amounts) - 1, (found.high - found.value) / error) == pytest.approx((1 + level) / 2)


@given(logs(20), st.randoms(use_true_random=False))
def test_the_order_of_the_log_says_nothing(log, random):
    shuffled = list(log)
    random.shuffle(shuffled)
    for name, found in tracked(log).items():
        other = tracked(shuffled)[name]
        assert (found is None) == (other is None)
        if found is not None:
            assert (found.cases, found.count) == (other.cases, other.count)
            assert found.value == pytest.approx(other.value)


@given(logs(20), rates, rates)
def test_cash_is_what_is_kept_of_each_payment(log, kept, kept_financed):
    financed = math.fsum(show.core_paid for show in log if show.financed == "yes")
    paid = math.fsum(
        getattr(show, column)
        for show in log
        for column in ("front_end_paid", "core_paid", "products_paid", "services_paid", "continuity_paid")
    )
    found = tracked(log, kept=kept, kept_financed=kept_financed)["cash_per_show_0"]
    if log:
        assert found.value * len(log) == pytest.approx(kept * (paid - financed) + kept_financed * financed, abs=1e-6)
    else:
        assert found is None


def test_a_show_counts_towards_30_days_once_they_have_passed():
    def on(days, **paid):
        return Show(bought="no", date=FIRST_DAY + datetime.timedelta(days=days), **paid)

    assert tracked([on(0, paid_later=10), on(29)])["cash_per_show_30"] is None
    assert tracked([on(0, paid_later=10), on(30)])["cash_per_show_30"].value == 10
    log = [on(0, front_end_paid=19, paid_later=10), on(5, front_end_paid=1), on(40), Show(bought="no", paid_later=99)]
    found = tracked(log, kept=0.5)["cash_per_show_30"]
    assert (found.count, found.value) == (2, 7.5)


def test_who_does_not_buy_takes_part_in_no_take_rate_but_in_the_cash():
    log = [Show(bought="no", products_paid=30), Show(bought="yes")]
    measured = tracked(log)
    assert measured["products_take_rate"].cases == 0
    assert measured["cash_per_show_0"].value == 15


def test_nothing_logged_says_nothing():
    measured = tracked([])
    assert all(found is None for found in measured.values())
    assert tracker_verdict(measured["close_rate"], 0.5) is None


@given(scenarios(most_offers=4))
def test_a_plan_is_what_the_scenario_counts_on(scenario):
    plan, results = planned(scenario), calculate(scenario)
    assert plan["cash_per_show_0"] == results["cash_per_show_0"]
    assert plan["cash_per_show_30"] == results["cash_per_show_30"]
    for block in ("products", "services"):
        takes = [offer.take_rate for offer in getattr(scenario, block)]
        some = (chosen for chosen in itertools.product((True, False), repeat=len(takes)) if any(chosen))
        chance = sum(math.prod(t if c else 1 - t for t, c in zip(takes, chosen, strict=True)) for chosen in some)
        assert plan[f"{block}_take_rate"] == pytest.approx(chance, abs=1e-12)
    assert 0 <= plan["continuity_take_rate"] <= 1


@given(st.integers(0, 60), st.integers(0, 60), rates)
def test_a_plan_is_judged_by_the_range_and_only_with_enough_cases(cases, others, plan):
    log = [Show(bought="yes")] * cases + [Show(bought="no")] * others
    found = tracked(log)["close_rate"]
    said = tracker_verdict(found, plan)
    if found is None:
        assert said is None
    elif found.count < FEWEST_CASES:
        assert said == TOO_FEW
    else:
        inside = found.low <= plan <= found.high
        assert said == (ON_PLAN if inside else ABOVE_PLAN if plan < found.low else BELOW_PLAN)


def test_all_as_planned_is_on_plan_even_at_nobody_and_everybody():
    everybody = tracked([Show(bought="yes", products_paid=200)] * 40)
    assert tracker_verdict(everybody["products_take_rate"], 1) == ON_PLAN
    assert tracker_verdict(everybody["prepay_share"], 0) == ON_PLAN
    assert tracker_verdict(everybody["cash_per_show_0"], 200) == ON_PLAN
    assert tracker_verdict(everybody["cash_per_show_0"], 200.01) == BELOW_PLAN
    assert tracker_verdict(everybody["cash_per_show_0"], 199.99) == ABOVE_PLAN


def test_money_of_one_show_is_never_judged():
    found = tracked([Show(bought="no", front_end_paid=19)])["cash_per_show_0"]
    assert found == Measured(19, None, 1, None, None)
    assert tracker_verdict(found, 19, fewest=0) == TOO_FEW


@pytest.mark.parametrize("level", [0, 1, 90])
def test_a_level_is_between_nothing_and_certainty(level):
    with pytest.raises(OutOfDomain, match=r"^level: "):
        tracked([], level)


def test_what_is_kept_and_how_many_it_takes_are_checked():
    with pytest.raises(OutOfDomain, match=r"^kept: "):
        tracked([], kept=1.5)
    with pytest.raises(OutOfDomain, match=r"^kept_financed: "):
        tracked([], kept_financed=-0.1)
    with pytest.raises(WrongType, match=r"^level: "):
        tracked([], "90%")
    with pytest.raises(OutOfDomain, match=r"^fewest: "):
        tracker_verdict(None, 0.5, -1)
    with pytest.raises(WrongType, match=r"^fewest: "):
        tracker_verdict(None, 0.5, "twenty")


def test_a_channel_costs_what_is_typed_or_what_its_leads_cost():
    today = preset("talk").today
    assert TALK_CHANNELS[0] == "Referral partners"
    assert VERDICTS == ("paid on the day", "paid in 30 days", "paid over lifetime", "loses money")
    assert cost_of_show(Channel(cost_per_show=70, cost_per_lead=1), today) == 70
    assert cost_of_show(Channel(cost_per_lead=40), today) == calculate(today)["cost_per_show"]
    assert cost_of_show(Channel(cost_per_lead=40, booking_rate=0.25, show_rate=0.4), today) == 400
    assert cost_of_show(Channel(cost_per_lead=40, booking_rate=0), today) is None
    assert cost_of_show(Channel(cost_per_lead=0), today) == 0
    assert cost_of_show(Channel(name="Word of mouth"), today) is None
