"""The sums behind continuity and prepay, and the solver, against exact arithmetic."""

import math
from decimal import Decimal, localcontext
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, strategies as st

from xl_quadrant.functions.payment_streams import discounted_payments, monthly_decay, shortfall

PRECISE = 60
"""Digits of the exact sums."""


def exact_sum(decay, payments):
    """Return Σ e^(−k·decay) over k = 1 … payments, to many digits."""
    with localcontext(prec=PRECISE):
        kept = (-decay).exp()
        return payments * Decimal(1) if kept == 1 else kept * (1 - kept**payments) / (1 - kept)


@given(churn=st.floats(-16, 0).map(lambda exponent: 10**exponent), payments=st.integers(1, 60))
def test_the_shortfall_keeps_its_digits(churn, payments):
    kept = 1 - Fraction(churn)
    exact = 1 - sum(kept**k for k in range(payments)) / payments
    with np.errstate(all="ignore"):
        found = shortfall(np.float64(churn), np.float64(payments))
    assert math.isclose(found, exact, rel_tol=1e-12)


def test_the_shortfall_of_columns_mixes_series_and_direct_form():
    churn = np.array([0, 1e-12, 1e-5, 0.009, 0.011, 0.5, 1])
    with np.errstate(all="ignore"):
        assert shortfall(churn, np.full(7, 2.0)) == pytest.approx(churn / 2, rel=1e-13)


def test_one_payment_loses_nothing():
    with np.errstate(all="ignore"):
        assert shortfall(np.array([0, 1e-9, 0.5, 1]), np.ones(4)).tolist() == [0, 0, 0, 0]


@given(decay=st.floats(-13, 1.4).map(lambda exponent: 10**exponent), payments=st.integers(1, 1000))
def test_the_solver_finds_the_decay_behind_a_sum(decay, payments):
    total = exact_sum(Decimal(decay), payments)
    with np.errstate(all="ignore"):
        found = monthly_decay(np.float64(total), np.float64(payments - total), np.float64(payments))
    assert found == pytest.approx(decay, rel=1e-11)


@given(
    share=st.one_of(st.floats(-25, -0.01), st.floats(-14, -0.01).map(lambda exponent: -(10**exponent))),
    payments=st.one_of(st.integers(1, 60), st.integers(1, 1_000_000)),
)
def test_the_sum_of_the_decay_found_is_the_total_asked_for(share, payments):
    """The share is the natural logarithm of total / payments, so that both ends are searched closely."""
    with localcontext(prec=PRECISE):
        total = payments * Decimal(share).exp()
        gap = payments - total
        with np.errstate(all="ignore"):
            found = monthly_decay(np.float64(total), np.float64(gap), np.float64(payments))
        nearly = Decimal("1e-11")
        assert exact_sum(Decimal(float(found)) * (1 - nearly), payments) >= total
        assert exact_sum(Decimal(float(found)) * (1 + nearly), payments) <= total


def test_the_solver_answers_a_whole_column_at_once():
    payments = np.array([1.0, 2, 12, 600, 1e6, 5])
    decay = np.array([3.0, 1e-9, 0.1, 1e-4, 0.5, 0])
    total = np.array([float(exact_sum(Decimal(y), int(n))) for y, n in zip(decay.tolist(), payments, strict=True)])
    with np.errstate(all="ignore"):
        found = monthly_decay(total, payments - total, payments)
    assert found == pytest.approx(decay, rel=1e-6, abs=1e-15)


@pytest.mark.parametrize(
    ("churn", "payments", "expected"),
    [(0, 12, 12), (0, math.inf, math.inf), (1, 0, 0), (0, 0, 0), (1, math.inf, 1), (0.5, math.inf, 2), (1, 5, 1)],
)
def test_sums_at_the_ends(churn, payments, expected):
    with np.errstate(all="ignore"):
        assert discounted_payments(np.float64(churn), np.float64(payments)) == expected
        assert discounted_payments(np.array([churn]), np.array([float(payments)])).tolist() == [expected]
