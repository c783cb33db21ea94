"""The funnel, told per lead, booking, show and buyer."""

import math
from itertools import permutations

import pytest
from hypothesis import assume, given, strategies as st
from strategies import counts, money, rates

from xl_quadrant.errors import OutOfDomain, ZeroDivisor
from xl_quadrant.functions.funnel import BASES, cost_per_buyer, cost_per_show, funnel_count, rebase
from xl_quadrant.functions.funnel_rates import close_rate, show_rate

some_rates = st.floats(0.001, 1)


@given(leads=counts(), booking=rates(), showing=rates(), closing=rates())
def test_the_rates_of_a_funnel_are_read_back_from_its_counts(leads, booking, showing, closing):
    booked = funnel_count(leads, booking, 1)
    shows = funnel_count(leads, booking, showing)
    buyers = funnel_count(leads, booking, showing, closing)
    assume(shows > 1e-200)
    assert math.isclose(show_rate(min(shows, booked), booked), showing, rel_tol=1e-12)
    assert math.isclose(close_rate(min(buyers, shows), shows), closing, rel_tol=1e-12, abs_tol=1e-300)


@given(spent=money(), leads=st.integers(1, 1000), booking=some_rates, showing=some_rates, closing=some_rates)
def test_what_is_spent_is_what_the_shows_and_buyers_cost_together(spent, leads, booking, showing, closing):
    per_show = cost_per_show(spent / leads, booking, showing)
    assert math.isclose(per_show * funnel_count(leads, booking, showing), spent, rel_tol=1e-12)
    per_buyer = cost_per_buyer(per_show, closing)
    assert math.isclose(per_buyer * funnel_count(leads, booking, showing, closing), spent, rel_tol=1e-12)
    assert math.isclose(cost_per_buyer(per_show, closing, 10), per_buyer + 10, rel_tol=1e-12)


@given(
    value=st.one_of(money(), money().map(lambda amount: -amount)),
    bases=st.tuples(*[st.sampled_from(BASES)] * 3),
    found=st.tuples(some_rates, some_rates, some_rates),
)
def test_telling_a_figure_anew_in_two_steps_is_the_same_as_in_one(value, bases, found):
    first, second, third = bases
    in_two = rebase(rebase(value, first, second, *found), second, third, *found)
    assert math.isclose(in_two, rebase(value, first, third, *found), rel_tol=1e-12)
    assert rebase(value, first, first, *found) == value


def test_each_step_of_the_funnel_uses_its_own_rate():
    assert rebase(1000, "buyer", "show", 0.5, 0.1, 0.1) == 500
    assert rebase(1000, "show", "booking", 0.1, 0.5, 0.1) == 500
    assert rebase(1000, "booking", "lead", 0.1, 0.1, 0.5) == 500
    assert rebase(1000, "buyer", "lead", 0.5, 0.25, 0.5) == 62.5


@pytest.mark.parametrize(("start", "end"), list(permutations(BASES, 2)))
def test_only_rates_between_the_bases_can_be_at_fault(start, end):
    between = set(range(*sorted((BASES.index(start), BASES.index(end)))))
    for step, argument in enumerate(("booking_rate", "show_rate", "close_rate")):
        towards_buyer = BASES.index(start) < BASES.index(end)
        if step not in between:
            assert rebase(1000, start, end, **{argument: 0}) == 1000
        elif towards_buyer:
            with pytest.raises(ZeroDivisor, match=f"^{argument}: 0 is nothing to divide by"):
                rebase(1000, start, end, **{argument: 0})
        else:
            assert rebase(1000, start, end, **{argument: 0}) == 0


def test_columns_of_bases():
    answer = rebase(100, ["lead", "show", "buyer"], ["buyer", "show", "lead"], 0.5, 0.5, 0.5)
    assert answer.tolist() == [800, 100, 12.5]


@pytest.mark.parametrize(
    ("call", "rule"),
    [
        (lambda: show_rate(11, 10), "shows: 11 is above booked, 10; write at most that"),
        (lambda: close_rate(11, 10), "buyers: 11 is above shows, 10; write at most that"),
    ],
)
def test_more_of_a_part_than_of_the_whole_is_said_so(call, rule):
    with pytest.raises(OutOfDomain) as caught:
        call()
    assert str(caught.value) == rule


def test_nobody_of_nobody_has_no_rate():
    for function, argument in ((show_rate, "booked"), (close_rate, "shows")):
        with pytest.raises(ZeroDivisor, match=f"^{argument}: 0 is nothing to divide by"):
            function(0, 0)
        with pytest.raises(ZeroDivisor):
            function(1, 0)
        assert function(0, 1) == 0
