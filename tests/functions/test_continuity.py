"""Continuity, tested against sums over payments, the renewal equation and an independent annuity function."""

import math
from fractions import Fraction

import numpy as np
import numpy_financial
import pytest
from hypothesis import assume, given, strategies as st
from strategies import money, months, rates, some_rates

from xl_quadrant.errors import OutOfDomain
from xl_quadrant.functions.continuity import continuity_cash, monthly_churn
from xl_quadrant.functions.growth import members_at
from xl_quadrant.functions.lifetime_value import ltv_continuity, ltv_curve


def payments_one_by_one(price, churn, payments, discount_rate, late):
    """Return the sum of what is paid, payment by payment."""
    return math.fsum(price * (1 - churn) ** k / (1 + discount_rate) ** (k + late) for k in range(int(payments)))


@given(
    price=money(),
    churn=rates(),
    payments=months(),
    discount_rate=rates(),
    paid=st.sampled_from(("start", "end")),
    margin=rates(),
    signup_fee=money(),
)
def test_lifetime_value_is_the_sum_of_its_payments(price, churn, payments, discount_rate, paid, margin, signup_fee):
    late = 1 if paid == "end" else 0
    expected = margin * payments_one_by_one(price, churn, payments, discount_rate, late) + signup_fee
    answer = ltv_continuity(price, churn, payments, discount_rate, paid, margin, signup_fee)
    assert math.isclose(answer, expected, rel_tol=1e-11, abs_tol=1e-9)


@given(churn=some_rates(), payments=st.integers(1, 40), discount_rate=st.one_of(st.just(0.0), some_rates()))
def test_no_digit_is_lost_however_small_the_rates(churn, payments, discount_rate):
    kept = (1 - Fraction(churn)) / (1 + Fraction(discount_rate))
    exact = sum(kept**k for k in range(payments))
    assert math.isclose(ltv_continuity(1, churn, payments, discount_rate), exact, rel_tol=1e-13)
    lost = payments - exact
    if payments > 1 and discount_rate == 0:
        paid_less = (payments - 1) * payments / 2 * churn
        assert lost <= paid_less * (1 + 1e-9)


@given(price=money(), churn=some_rates(), discount_rate=rates(), margin=rates())
def test_an_endless_membership_is_worth_a_payment_and_what_is_left_of_itself(price, churn, discount_rate, margin):
    value = ltv_continuity(price, churn, None, discount_rate, "start", margin)
    left = (1 - churn) / (1 + discount_rate)
    assert math.isclose(value * (1 - left), price * margin, rel_tol=1e-9, abs_tol=1e-9) or churn < 1e-6
    assert math.isclose(value, price * margin + (1 - churn) / (1 + discount_rate) * value, rel_tol=1e-12, abs_tol=1e-9)


@given(price=money(), churn=some_rates(), discount_rate=rates())
def test_payment_at_the_end_of_the_month_is_one_month_later(price, churn, discount_rate):
    start, end = (ltv_continuity(price, churn, None, discount_rate, paid) for paid in ("start", "end"))
    assert math.isclose(start, end * (1 + discount_rate), rel_tol=1e-12)
    assert math.isclose(end * (churn + discount_rate), price, rel_tol=1e-12, abs_tol=1e-12)


@given(churn=some_rates(), payments=months(1))
def test_many_payments_approach_endless_ones_from_below(churn, payments):
    truncated, endless = ltv_continuity(1, churn, payments), ltv_continuity(1, churn)
    assert truncated <= endless
    assert math.isclose(endless - truncated, (1 - churn) ** payments / churn, rel_tol=1e-6, abs_tol=endless * 1e-12)


@given(price=money(), payments=months(1), discount_rate=st.floats(0.0001, 1), paid=st.sampled_from(("start", "end")))
def test_without_churn_it_is_an_annuity(price, payments, discount_rate, paid):
    when = {"start": "begin", "end": "end"}[paid]
    expected = numpy_financial.pv(discount_rate, payments, -price, 0, when)
    assert math.isclose(ltv_continuity(price, 0, payments, discount_rate, paid), expected, rel_tol=1e-9)


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ((200, 0, 0), 0),
        ((200, 1, 0), 0),
        ((200, 1, 12), 200),
        ((200, 1), 200),
        ((200, 1, None, 1, "end"), 100),
        ((200, 0, 12, 0), 2400),
        ((200, 0, None, 0.01), 20_200),
        ((200, 0.1, 0, 0, "start", 1, 99), 99),
        ((0, 0.1), 0),
        ((200, 1e-300, 12), 2400),
        ((1, 1e-15), 1e15),
        ((200, 0.1, 1e15), 2000),
    ],
)
def test_ends_of_the_domain(arguments, expected):
    assert ltv_continuity(*arguments) == pytest.approx(expected, rel=1e-14)


def test_members_who_never_leave_have_no_finite_value():
    with pytest.raises(OutOfDomain, match=r"^churn: 0 has no finite lifetime value"):
        ltv_continuity(200, [0.1, 0])
    with pytest.raises(OutOfDomain, match=r"^churn: 0 has no finite lifetime value"):
        ltv_continuity(200, 0, [12, None])
    with pytest.raises(OutOfDomain, match=r"^churn: 0 has no finite lifetime value"):
        ltv_continuity(0, 0)


def curve_month_by_month(price, churns, tail, payments, discount_rate):
    """Return the sum of what is paid by members whose churn changes each month."""
    paid, members = [], 1.0
    for k in range(payments):
        paid.append(price * members / (1 + discount_rate) ** k)
        members *= 1 - (churns[k] if k < len(churns) else tail)
    return math.fsum(paid)


@given(
    price=money(),
    churns=st.lists(rates(), min_size=1, max_size=12),
    tail=st.one_of(st.none(), rates()),
    payments=st.integers(0, 60),
    discount_rate=rates(),
)
def test_a_curve_is_the_sum_of_its_months(price, churns, tail, payments, discount_rate):
    expected = curve_month_by_month(price, churns, churns[-1] if tail is None else tail, payments, discount_rate)
    answer = ltv_curve(price, churns, tail, payments, discount_rate)
    assert math.isclose(answer, expected, rel_tol=1e-11, abs_tol=1e-9)


@given(churns=st.lists(rates(), min_size=1, max_size=12), tail=st.floats(0.05, 1), discount_rate=rates())
def test_an_endless_curve_is_the_sum_of_very_many_months(churns, tail, discount_rate):
    expected = curve_month_by_month(100, churns, tail, 800, discount_rate)
    assert math.isclose(ltv_curve(100, churns, tail, None, discount_rate), expected, rel_tol=1e-11)


@given(
    churn=some_rates(),
    length=st.integers(1, 12),
    payments=st.one_of(st.none(), months()),
    discount_rate=rates(),
)
def test_a_flat_curve_is_plain_continuity(churn, length, payments, discount_rate):
    flat = ltv_curve(100, [churn] * length, None, payments, discount_rate)
    assert math.isclose(flat, ltv_continuity(100, churn, payments, discount_rate), rel_tol=1e-12)


def test_blanks_after_the_last_churn_are_left_out():
    expected = ltv_curve(100, [0.1, 0.05])
    assert ltv_curve(100, [0.1, 0.05, None, None]) == expected
    assert ltv_curve(100, [[0.1], [0.05], [None]]) == expected
    assert ltv_curve(100, [[0.1, 0.05, None]]) == expected
    assert ltv_curve(100, 0.05) == ltv_curve(100, [0.05]) == 2000


def test_a_curve_on_which_everyone_leaves_is_bounded_whatever_follows():
    assert ltv_curve(100, [0.5, 1], 0) == 150
    assert ltv_curve(100, [0.5, 0], 0, 3) == 200
    assert ltv_curve(100, [0.5, 0], 0, None, 0.25) == pytest.approx(100 + 100 * 0.5 / 1.25 / (1 - 1 / 1.25))


@given(
    price=money(),
    churn=rates(),
    days=st.floats(0, 3000),
    start_day=st.one_of(st.just(0.0), st.floats(0, 400)),
    every_days=st.sampled_from((7.0, 30.0, 90.0, 182.5)),
)
def test_cash_within_days_counts_the_payments_on_days_before(price, churn, days, start_day, every_days):
    paid = math.fsum(price * (1 - churn) ** k for k in range(430) if start_day + every_days * k < days)
    nearest = (days - start_day) / every_days
    assume(abs(nearest - round(nearest)) > 1e-9 or days == start_day + every_days * round(nearest))
    assert math.isclose(continuity_cash(price, churn, days, start_day, every_days), paid, rel_tol=1e-11, abs_tol=1e-9)
    if every_days == 30:
        assert continuity_cash(price, churn, days, start_day) == continuity_cash(price, churn, days, start_day, 30)


def test_a_horizon_is_half_open():
    days = np.array([0, 0.5, 29.9, 30, 30.1, 60, 61])
    assert continuity_cash(1, 0, days).tolist() == [0, 1, 1, 1, 2, 2, 3]
    assert continuity_cash(1, 0, days, 30).tolist() == [0, 0, 0, 0, 1, 1, 2]


@given(annual=rates())
def test_twelve_months_of_churn_make_a_year_of_it(annual):
    monthly = monthly_churn(annual)
    assert 0 <= monthly <= 1
    assert math.isclose(1 - (1 - monthly) ** 12, annual, rel_tol=1e-9, abs_tol=1e-12)
    assert math.isclose(members_at(12, 0, monthly, 100), 100 * (1 - annual), rel_tol=1e-9, abs_tol=1e-9)


@pytest.mark.parametrize("annual", [1e-3, 1e-6, 1e-9, 1e-12, 1e-15])
def test_a_small_annual_churn_loses_no_digits(annual):
    series = annual / 12 + 11 / 288 * annual**2 + 253 / 10368 * annual**3
    assert monthly_churn(annual) == pytest.approx(series, rel=1e-13 + annual**3)
