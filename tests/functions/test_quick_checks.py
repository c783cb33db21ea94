"""One pass over the bits of a column says what the plain questions to its numbers say."""

import math

import numpy as np
import pytest
from hypothesis import given, strategies as st

from xl_quadrant.errors import OutOfDomain, ZeroDivisor
from xl_quadrant.functions.conditions import all_above_zero, everywhere, noting_refusals, refuse
from xl_quadrant.functions.funnel import cost_per_buyer, rebase
from xl_quadrant.functions.funnel_rates import close_rate
from xl_quadrant.functions.growth import revenue_ceiling
from xl_quadrant.functions.levers import close_rate_needed
from xl_quadrant.functions.payback import ltv_to_cac
from xl_quadrant.functions.quick_checks import all_finite, up_to

NUMBERS = st.one_of(
    st.floats(), st.floats(0, 2), st.sampled_from((0.0, -0.0, 1.0, math.inf, -math.inf, math.nan, 5e-324))
)
COLUMNS = st.lists(NUMBERS, min_size=1, max_size=40).map(np.array)


@given(COLUMNS, st.one_of(st.floats(0), st.sampled_from((0.0, 1.0, math.inf))))
def test_up_to_is_sure_where_it_says_so_and_doubts_only_a_negative_zero(numbers, highest):
    inside = bool(((numbers >= 0) & (numbers <= highest)).all())
    holds_negative_zero = bool(((numbers == 0) & np.signbit(numbers)).any())
    assert up_to(highest)(numbers) == (inside and not holds_negative_zero)


@given(COLUMNS)
def test_the_other_questions_are_answered_exactly(numbers):
    assert all_finite(numbers) == np.isfinite(numbers).all()
    assert everywhere(numbers > 0) == (numbers > 0).all()
    if not np.isnan(numbers).any():
        assert all_above_zero(numbers) == (numbers > 0).all()
    else:
        assert not all_above_zero(numbers)


@given(COLUMNS)
def test_every_second_number_of_a_column_is_read_as_it_is(numbers):
    assert all_finite(numbers[::2]) == np.isfinite(numbers[::2]).all()
    assert up_to(1.0)(numbers[::-1]) == up_to(1.0)(numbers)


LONG = np.full(150_000, 0.5)


def with_one(value, place=40_000):
    """Return a long column with another number at one place."""
    column = LONG.copy()
    column[place] = value
    return column


@pytest.mark.parametrize("zero", [0.0, -0.0])
def test_a_zero_that_divides_is_found_in_a_long_column(zero):
    for call, argument in (
        (lambda: ltv_to_cac(1.0, with_one(zero)), "cac"),
        (lambda: cost_per_buyer(LONG, with_one(zero)), "close_rate"),
        (lambda: rebase(LONG, "show", "buyer", with_one(zero)), "close_rate"),
        (lambda: close_rate(with_one(zero), with_one(zero)), "shows"),
        (lambda: close_rate_needed(LONG, LONG, with_one(zero)), "per_buyer"),
    ):
        with pytest.raises(ZeroDivisor) as caught:
            call()
        assert caught.value.argument == argument


def test_a_number_out_of_bounds_comes_before_what_the_function_refuses():
    with pytest.raises(OutOfDomain, match=r"^close_rate: 2 is above 1"):
        cost_per_buyer(LONG, np.where(np.arange(LONG.size) == 40_001, 2.0, with_one(0.0)))
    with pytest.raises(OutOfDomain, match=r"^shows: -1 is below 0"):
        close_rate(LONG, with_one(-1.0))


def test_a_target_that_is_missed_by_less_than_counts_needs_a_buyer_all_the_same():
    with pytest.raises(ZeroDivisor):
        close_rate_needed(with_one(0.5 + 1e-12), LONG, with_one(0.0))


@pytest.mark.parametrize("wrong", [math.nan, math.inf, -1.0])
def test_a_wrong_number_is_found_wherever_it_stands(wrong):
    for place in (0, 65_535, 65_536, LONG.size - 1):
        with pytest.raises(OutOfDomain, match=r"^ltv: "):
            revenue_ceiling(LONG, with_one(wrong, place))


def test_a_negative_zero_is_a_zero():
    assert np.array_equal(revenue_ceiling(LONG, with_one(-0.0)), LONG * with_one(0.0))


def test_refusals_are_noted_instead_of_raised_while_they_are_to_be():
    broken = np.array([True, False])
    with noting_refusals() as noted:
        refuse(broken, ZeroDivisor, "cac", 0.0, "is nothing")
        refuse(np.array([False, False]), ZeroDivisor, "cac", 0.0, "is nothing")
    assert [condition.tolist() for condition in noted] == [[True, False]]
    with pytest.raises(ZeroDivisor):
        refuse(broken, ZeroDivisor, "cac", 0.0, "is nothing")
