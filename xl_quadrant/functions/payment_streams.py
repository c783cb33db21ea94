"""Sums of monthly payments when the same share of members leaves each month; and from a sum back to that share."""

from __future__ import annotations

import math
from contextlib import suppress
from typing import Any

import numpy as np

from xl_quadrant.functions.conditions import anywhere, choose, everywhere, unless

SMALL = 0.01
"""Below this product of payments and churn, a subtraction from 1 loses digits; a power series is used instead."""

NEAR = 1e-6
"""A step of Newton's method below this share is the last: the next would be below the square of it."""


def discounted_payments(churn: Any, payments: Any, discount_rate: Any = 0.0) -> Any:
    """
    Return how many full payments a member is worth.

    Written with `expm1` and `log1p`, so that a tiny churn loses no digits.

    Parameters
    ----------
    churn, payments, discount_rate : float or ndarray
        As in `ltv_continuity`; payments may be infinite.

    Returns
    -------
    float or ndarray
        Σ ((1 − churn) / (1 + discount_rate))^k over k = 0 … payments − 1; infinite where nothing bounds the sum.
    """
    lost = lost_each_time(churn, discount_rate)
    if everywhere(payments == np.inf):
        return np.divide(1.0, lost)
    total = np.expm1(payments * np.log1p(-lost)) / -lost
    undefined = np.isnan(total)  # 0 / 0 where nobody leaves, 0 × ∞ where all leave at once and no payment is counted
    return unless(undefined, total, choose(lost == 0, payments, 0.0)) if anywhere(undefined) else total


def lost_each_time(churn: Any, discount_rate: Any) -> Any:
    """Return the share by which each payment is worth less than the one before it."""
    return churn if everywhere(discount_rate == 0) else (churn + discount_rate) / (1 + discount_rate)


def shortfall(churn: Any, payments: Any) -> Any:
    """Return the share of payments that leaving members do not make: 1 − Σ (1 − churn)^k / payments, k < payments."""
    lost = 1 - discounted_payments(churn, payments) / payments
    few = payments * churn < SMALL
    return unless(few, lost, _small_shortfall(churn, payments)) if anywhere(few) else lost


def monthly_decay(total: Any, gap: Any, payments: Any) -> Any:
    """
    Return the decay from one payment to the next at which payments add up to a given sum.

    The logarithm of the sum falls with the decay and is convex, so Newton's method from the left of the root climbs to
    it without passing it. The bracket is there for rounding only.

    Parameters
    ----------
    total : float or ndarray
        The sum, in payments; above 0 up to the number of payments.
    gap : float or ndarray
        Payments less total: given beside the total so that neither a small decay nor a large one loses its digits.
    payments : float or ndarray
        How many payments there are; at least 1.

    Returns
    -------
    float or ndarray
        The y ≥ 0 for which Σ e^(−k y) over k = 1 … payments is the total.
    """
    given = (total, gap, payments)
    if not any(isinstance(number, np.ndarray) for number in given):
        with suppress(ArithmeticError, ValueError):  # what plain numbers cannot hold is left to numpy's
            return np.float64(_decay(math, *map(float, given)))
    return _decay(np, *given)


def _decay(of: Any, total: Any, gap: Any, payments: Any) -> Any:
    """Return the decay, calculated with the functions of `math` (quick for one number) or of numpy."""
    share = choose(gap < total, -of.log1p(-gap / payments), -of.log(total / payments))
    low = _larger(2 * share / (payments + 1), choose(total < 0.5, -of.log(total), 0.0))
    high = _larger(of.log1p(1 / total), low)
    decay = low
    for _ in range(100):
        thinning, faded = of.expm1(-decay), of.expm1(-payments * decay)
        excess = of.exp(-decay) * faded / thinning - total
        slope = -1 / thinning + payments * (faded + 1) / faded
        few = payments * decay < SMALL
        if anywhere(few):
            excess = unless(few, excess, gap - (payments + 1) * _small_shortfall(-thinning, payments + 1))
            slope = unless(few, slope, (payments + 1) / 2 * (1 - (payments - 1) * decay / 6))
        step = of.log1p(excess / total) / slope
        decay = _within(decay + step, low, high)
        if not anywhere(abs(step) > NEAR * decay):
            break
    return decay


def _within(value: Any, low: Any, high: Any) -> Any:
    """Return a number, or the nearest end of a bracket where it is outside; the low end where it is NaN."""
    if isinstance(value, np.ndarray):
        return np.where(value > low, np.where(value < high, value, high), low)
    if value > low:
        return value if value < high else high
    return low


def _larger(one: Any, other: Any) -> Any:
    """Return the larger of two numbers; the second where one of them is NaN."""
    return choose(one > other, one, other)


def _small_shortfall(churn: Any, payments: Any) -> Any:
    """Return the shortfall for a small churn, as a power series."""
    series = 1.0
    for power in range(8, 1, -1):
        series = 1 - (payments - power) * churn / (power + 1) * series
    return (payments - 1) * churn / 2 * series
