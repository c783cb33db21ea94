"""The levers undo the functions whose target they reach."""

import math

import numpy as np
import pytest
from hypothesis import assume, given, strategies as st
from scipy import stats
from strategies import money, months, rates, some_money, some_rates

from xl_quadrant.errors import NoAnswer
from xl_quadrant.functions.churn_needed import churn_needed
from xl_quadrant.functions.levers import close_rate_needed, price_needed, rate_interval, take_rate_needed
from xl_quadrant.functions.lifetime_value import ltv_continuity
from xl_quadrant.functions.per_show import cash_per_show


@given(front_end=money(), per_buyer=some_money(), close_rate=rates())
def test_the_close_rate_needed_undoes_cash_per_show(front_end, per_buyer, close_rate):
    target = cash_per_show(front_end, close_rate, per_buyer)
    needed = close_rate_needed(target, front_end, per_buyer)
    assert 0 <= needed <= 1
    assert math.isclose(needed, close_rate, abs_tol=1e-12 * (1 + front_end / per_buyer))


@given(current=money(), price=some_money(), close_rate=st.floats(0.01, 1), take_rate=rates())
def test_the_take_rate_needed_adds_what_is_missing(current, price, close_rate, take_rate):
    target = current + close_rate * take_rate * price
    needed = take_rate_needed(target, current, price, close_rate)
    assert 0 <= needed <= 1
    assert math.isclose(needed, take_rate, abs_tol=1e-12 * (1 + current / (close_rate * price)))


@given(current=money(), price=money(), close_rate=st.floats(0.01, 1), take_rate=st.floats(0.01, 1))
def test_the_price_needed_adds_what_is_missing(current, price, close_rate, take_rate):
    target = current + close_rate * take_rate * price
    needed = price_needed(target, current, take_rate, close_rate)
    assert math.isclose(needed, price, rel_tol=1e-12, abs_tol=1e-10 * (1 + current))


@given(front_end=money(1e4), per_buyer=some_money(1e4), beyond=st.floats(1e-6, 10))
def test_out_of_reach_says_the_largest_reachable_figure(front_end, per_buyer, beyond):
    most = front_end + per_buyer
    with pytest.raises(
        NoAnswer, match=r"^target: .* is out of reach: even at a close rate of 100% a show brings"
    ) as no:
        close_rate_needed(most * (1 + beyond), front_end, per_buyer)
    assert no.value.rule.endswith(f"{most:.10g}")
    with pytest.raises(NoAnswer, match=r"take rate of 100%") as no:
        take_rate_needed(most * (1 + beyond), front_end, per_buyer, 1)
    assert no.value.rule.endswith(f"{most:.10g}")
    assert close_rate_needed(most, front_end, per_buyer) == pytest.approx(1, abs=1e-15 * (1 + most / per_buyer))


def test_a_target_below_what_is_there_already_says_so():
    for call in (
        lambda: close_rate_needed(18, 19, 1180),
        lambda: take_rate_needed([20, 18], 19, 1180, 0.5),
        lambda: price_needed([20, 18], 19, 0.4, 0.5),
    ):
        with pytest.raises(NoAnswer, match=r"^target: 18 is below the 19 that comes in without it, and a"):
            call()


def test_rounding_does_not_push_a_lever_out_of_its_domain():
    assert close_rate_needed(0.1 + 0.2, 0.1, 0.2) == 1
    assert close_rate_needed(0.3, 0.1 + 0.2, 1) == 0
    assert price_needed(0.3, 0.1 + 0.2, 1, 1) == 0
    assert take_rate_needed([0.3, 0.4], 0.1 + 0.2, 0.1, 1).tolist() == pytest.approx([0, 1])
    assert max(take_rate_needed([0.3, 0.4], 0.1 + 0.2, 0.1, 1)) <= 1


@given(price=some_money(), margin=st.floats(0.01, 1), churn=some_rates())
def test_the_churn_needed_undoes_endless_continuity(price, margin, churn):
    target = ltv_continuity(price, churn, None, 0, "start", margin)
    assert math.isclose(churn_needed(target, price, margin), churn, rel_tol=1e-12)


@given(price=some_money(), margin=st.floats(0.01, 1), churn=rates(), payments=months(1))
def test_the_churn_needed_reaches_the_target_within_its_payments(price, margin, churn, payments):
    target = ltv_continuity(price, churn, payments, 0, "start", margin)
    needed = churn_needed(target, price, margin, payments)
    assert 0 <= needed <= 1
    reached = ltv_continuity(price, needed, payments, 0, "start", margin)
    assert math.isclose(reached, target, rel_tol=1e-9)
    assert needed >= churn - 1e-9 - 1e-15 / max(churn, 1e-300) or payments == 1


@given(churn=st.floats(-5, 0).map(lambda exponent: 10**exponent), payments=st.integers(2, 60))
def test_the_churn_needed_undoes_continuity_of_some_payments(churn, payments):
    found = churn_needed(ltv_continuity(200, churn, payments), 200, 1, payments)
    assert math.isclose(found, churn, rel_tol=1e-9)


@given(price=money(), margin=rates(), payments=st.one_of(st.none(), months(1)), share=rates())
def test_a_target_up_to_the_first_payment_stands_any_churn(price, margin, payments, share):
    assert churn_needed(price * margin * share, price, margin, payments) == 1


@given(price=money(), margin=rates(), payments=months(), beyond=st.floats(1e-6, 10))
def test_a_target_beyond_every_payment_is_out_of_reach(price, margin, payments, beyond):
    most = price * margin * payments
    target = most * (1 + beyond) + (beyond if most == 0 else 0)
    assume(target > 0)
    with pytest.raises(NoAnswer, match=r"^target_ltv: .* is out of reach: even at a churn of 0% a member brings") as no:
        churn_needed(target, price, margin, payments)
    assert no.value.rule.endswith(f" {most:.10g}")


def test_churn_needed_at_the_ends():
    assert churn_needed(2400, 200, 1, 12) == 0
    assert churn_needed(200.00000001, 200, 1, 1) == 1
    assert churn_needed(200.1 * 12, 200.1, 1, 12) == 0
    assert churn_needed(0, 0) == 1
    assert churn_needed(0, 200, 1, 0) == 1
    assert churn_needed([2000, 2000, 150, 2400, 300], 200, 1, [None, 12, 12, 12, 2]) == pytest.approx(
        [0.1, churn_needed(2000, 200, 1, 12), 1, 0, 0.5]
    )
    with pytest.raises(NoAnswer, match=r"a member brings 0$"):
        churn_needed(1, 0)


@given(trials=st.integers(1, 500), share=rates(), level=st.floats(0.01, 0.99))
def test_a_rate_interval_holds_its_share_of_the_posterior(trials, share, level):
    successes = round(trials * share)
    low, median, high = rate_interval(successes, trials, level)
    assert 0 <= low < median < high <= 1
    posterior = stats.beta(successes + 0.5, trials - successes + 0.5)
    assert posterior.cdf(median) == pytest.approx(0.5, rel=1e-8)
    beyond = (1 - level) / 2
    assert posterior.cdf(low) == (pytest.approx(beyond, rel=1e-7) if successes else 0)
    assert posterior.sf(high) == (pytest.approx(beyond, rel=1e-7) if successes < trials else 0)


@given(trials=st.integers(1, 500), level=st.floats(0.01, 0.99))
def test_a_rate_interval_reaches_the_end_at_which_every_case_lies(trials, level):
    nobody, everybody = rate_interval([0, trials], trials, level).tolist()
    assert nobody[0] == 0
    assert everybody[2] == 1
    assert nobody == pytest.approx([1 - rate for rate in reversed(everybody)])


def test_a_rate_interval_is_mirrored_when_success_and_failure_change_places():
    low, median, high = rate_interval(3, 20)
    assert rate_interval(17, 20) == pytest.approx([1 - high, 1 - median, 1 - low])


def test_the_published_interval_of_two_in_five():
    low, _, high = rate_interval(2, 5, 0.9)
    assert low == pytest.approx(0.13, abs=0.005)
    assert high == pytest.approx(0.74, abs=0.005)


def test_rate_intervals_of_columns_have_a_last_axis_of_three():
    found = rate_interval([[1], [2]], [5, 10, 20])
    assert found.shape == (2, 3, 3)
    assert np.array_equal(found[1, 2], rate_interval(2, 20))
    assert rate_interval([2, 2], 5, [0.5, 0.9]).shape == (2, 3)
    assert rate_interval(2, 5).shape == (3,)
