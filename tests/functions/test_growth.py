"""Growth, month by month."""

import math

import pytest
from hypothesis import assume, given, strategies as st
from strategies import counts, money, rates, some_rates

from xl_quadrant.errors import OutOfDomain
from xl_quadrant.functions.growth import (
    member_ceiling,
    members_at,
    months_to_ceiling,
    referral_cac,
    referral_multiplier,
    revenue_ceiling,
)
from xl_quadrant.functions.lifetime_value import ltv_continuity


@given(month=st.integers(0, 240), new_members=counts(), churn=rates(), start=counts())
def test_members_are_counted_month_by_month(month, new_members, churn, start):
    members = start
    for _ in range(month):
        members = members * (1 - churn) + new_members
    assert math.isclose(members_at(month, new_members, churn, start), members, rel_tol=1e-10, abs_tol=1e-9)


def test_members_at_the_ends():
    assert members_at(0, 8, 1, 5) == 5
    assert members_at(1, 8, 1, 5) == 8
    assert members_at([0, 1, 2], 8, [0, 0, 1], 5).tolist() == [5, 13, 8]
    assert members_at(1000, 0, 1e-12, 1) == pytest.approx(1 - 1e-9, rel=1e-15)


@given(new_members=counts(), churn=some_rates())
def test_at_the_ceiling_as_many_leave_as_join(new_members, churn):
    ceiling = member_ceiling(new_members, churn)
    assert math.isclose(members_at(1, new_members, churn, ceiling), ceiling, rel_tol=1e-12)
    assert members_at(240, new_members, churn) <= ceiling * (1 + 1e-12)


@given(churn=st.floats(0.005, 1), fraction=st.floats(0, 0.999), start_share=rates())
def test_months_to_the_ceiling_are_counted_month_by_month(churn, fraction, start_share):
    def first_month(forgiven):
        return next(t for t in range(5000) if 1 - (1 - start_share) * (1 - churn) ** t >= fraction - forgiven)

    expected = first_month(1.1e-9)
    assume(expected == first_month(0.9e-9))
    assert months_to_ceiling(churn, fraction, start_share) == expected


@given(month=st.integers(0, 200), churn=st.integers(1, 50).map(lambda percent: percent / 100))
def test_a_share_that_is_reached_exactly_in_a_month_is_reached_in_it(month, churn):
    fraction = 1 - (1 - churn) ** month
    assume(1 - fraction > 1e-7)
    assert months_to_ceiling(churn, fraction) == month


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ((1,), 1),
        ((1, 0), 0),
        ((0.1, 0), 0),
        ((0.1, 0.9, 1), 0),
        ((0.5, 0.5), 1),
        ((0.5, 0.5, 0.5), 0),
        ((1, 0.9, 0.9), 0),
    ],
)
def test_months_to_ceiling_at_the_ends(arguments, expected):
    assert months_to_ceiling(*arguments) == expected


def test_a_ceiling_needs_churn_and_is_never_quite_reached():
    for call in (lambda: member_ceiling(8, [0.1, 0]), lambda: months_to_ceiling([0.1, 0])):
        with pytest.raises(OutOfDomain, match=r"^churn: 0 has no ceiling, since nobody leaves"):
            call()
    with pytest.raises(OutOfDomain, match=r"^fraction: 1 is the whole ceiling, which is never quite reached"):
        months_to_ceiling(0.1, 1)


@given(new_members=counts(), price=money(), churn=some_rates())
def test_revenue_levels_off_where_all_members_at_the_ceiling_pay(new_members, price, churn):
    by_members = member_ceiling(new_members, churn) * price
    assert math.isclose(revenue_ceiling(new_members, ltv_continuity(price, churn)), by_members, rel_tol=1e-12)


@given(referral_rate=st.floats(0, 0.9))
def test_each_buyer_brings_buyers_who_bring_buyers(referral_rate):
    brought = math.fsum(referral_rate**generation for generation in range(400))
    assert math.isclose(referral_multiplier(referral_rate), brought, rel_tol=1e-12)


@given(cac=money(), referral_rate=st.floats(0, 0.99), reward=money())
def test_the_blended_cac_spreads_what_is_spent_over_all_buyers(cac, referral_rate, reward):
    buyers = referral_multiplier(referral_rate)
    spent = cac + (buyers - 1) * reward
    assert math.isclose(referral_cac(cac, referral_rate, reward), spent / buyers, rel_tol=1e-9, abs_tol=1e-9)
