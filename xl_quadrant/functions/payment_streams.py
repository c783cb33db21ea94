"""Sums over equal monthly payments that thin out by the same share each month, and the share behind a given sum."""

from __future__ import annotations

from typing import Any

import numpy as np

from xl_quadrant.functions.elementwise import choose

SERIES_BELOW = 0.01
"""Below this many expected losses 1 − mean cancels its digits, and its power series takes over."""


def discounted_payments(churn: Any, payments: Any, discount_rate: Any = 0.0) -> Any:
    """
    Return how many payments a member is worth: Σ ((1 − churn) / (1 + discount_rate))^k over k = 0 … payments − 1.

    Written with `expm1` and `log1p`, so that a tiny churn loses no digits; infinite where nothing bounds the sum.
    """
    lost = (churn + discount_rate) / (1 + discount_rate)
    if np.ndim(payments) == 0 and payments == np.inf:
        return 1 / lost
    total = choose(payments == 0, 0.0, -np.expm1(payments * np.log1p(-lost)) / lost)
    return choose(lost == 0, payments, total)


def shortfall(lost: Any, payments: Any) -> Any:
    """Return the share of payments that is lost: 1 − Σ (1 − lost)^k / payments over k = 0 … payments − 1."""
    few = payments * lost < SERIES_BELOW
    if not np.any(few):
        return 1 - discounted_payments(lost, payments) / payments
    series = 1.0
    for power in range(8, 1, -1):
        series = 1 - (payments - power) * lost / (power + 1) * series
    return choose(few, (payments - 1) * lost / 2 * series, 1 - discounted_payments(lost, payments) / payments)


def monthly_decay(total: Any, gap: Any, payments: Any) -> Any:
    r"""
    Return y ≥ 0 such that Σ e^(−k y) over k = 1 … payments equals total, where 0 < total ≤ payments.

    The gap, payments − total, is given beside the total so that neither a rate near 0 nor one near infinity loses its
    digits. The logarithm of the sum falls and is convex in y, so that Newton's steps from the left of the root climb to
    it without ever passing it; the bracket only guards against rounding.
    """
    low = np.maximum(-2 * np.log1p(-gap / payments) / (payments + 1), -np.log(np.minimum(total, 1.0)))
    high = np.maximum(np.log1p(1 / total), low)
    decay = low
    for _ in range(100):
        thinning = -np.expm1(-decay)
        direct = choose(decay == 0, payments, np.exp(-decay) * np.expm1(-payments * decay) / -thinning)
        excess = choose(2 * gap < payments, gap - (payments + 1) * shortfall(thinning, payments + 1), direct - total)
        slope = choose(
            payments * decay < 1e-4,
            (payments + 1) / 2,
            -1 / np.expm1(-decay) - payments / np.expm1(payments * decay),
        )
        step = np.log1p(excess / total) / slope
        decay = np.minimum(np.maximum(decay + step, low), high)
        if np.all(np.abs(step) <= 1e-15 * decay):
            break
    return decay
