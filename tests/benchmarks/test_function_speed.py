"""Every function on long and short columns, against what one would write for them in numpy without any check."""

import time

import numpy as np
import pytest

import xl_quadrant
from xl_quadrant.functions.elementwise import mathematics_of

ROWS = 1_000_000
MOST = 3
"""How many times as long as the bare expression a column of `ROWS` may take."""

SHORT_ROWS = 10_000

MOST_SHORT = 8
"""The same of a short column, on which the checks of the arguments weigh more."""

TURNS = 25
"""How many turns each side has."""

CALLS, SHORT_CALLS = 1, 100
"""How often a column of `ROWS`, and a short one, is calculated in a turn."""

MOST_ROOT = 1.5
"""How many times as long as the same search without checks a root may take."""

_RANDOM = np.random.default_rng(7)


def column(low, high):
    return _RANDOM.uniform(low, high, ROWS)


def whole(low, high):
    return _RANDOM.integers(low, high, ROWS).astype(float)


MONEY, OTHER, THIRD, FOURTH, FIFTH = (column(500, 2000) for _ in range(5))
SMALL = column(0, 200)
RATE, SECOND_RATE, THIRD_RATE = (column(0.2, 0.9) for _ in range(3))
CHURN = column(0.02, 0.3)
MONTHS = whole(1, 36)
DAYS = column(1, 400)


def paid_for(churn, months):
    return (1 - (1 - churn) ** months) / churn


CASES = {
    "show_rate": ((SMALL, MONEY), "shows / booked", lambda s, b: s / b),
    "close_rate": ((SMALL, MONEY), "buyers / shows", lambda b, s: b / s),
    "funnel_count": ((MONEY, RATE, SECOND_RATE), "leads * b * w", lambda n, b, w: n * b * w),
    "cost_per_show": ((MONEY, RATE, SECOND_RATE), "cpl / (b * w)", lambda c, b, w: c / (b * w)),
    "cost_per_buyer": ((MONEY, RATE), "cps / s", lambda c, s: c / s),
    "rebase": ((MONEY, "show", "buyer", RATE), "value / s", lambda v, _, __, s: v / s),
    "front_end_cash": (
        (MONEY, "discount", RATE, SECOND_RATE),
        "price * (1 - d) * share",
        lambda p, _, d, share: p * (1 - d) * share,
    ),
    "net_price": (
        (MONEY, SMALL, RATE, THIRD_RATE),
        "price * (1 - r - f) - cost",
        lambda p, c, r, f: p * (1 - r - f) - c,
    ),
    "downsell_value": (
        (MONEY, OTHER, RATE, SECOND_RATE),
        "u * U + (1 - u) * q * V",
        lambda up, down, u, q: u * up + (1 - u) * q * down,
    ),
    "prepay_cash": (
        (MONEY, SMALL, RATE),
        "s * A * 0.9 + (1 - s) * D",
        lambda a, d, s: s * a * 0.9 + (1 - s) * d,
    ),
    "prepay_breakeven": ((CHURN, MONTHS), "1 - paid / n", lambda c, n: 1 - paid_for(c, n) / n),
    "finance_net": ((MONEY, RATE), "price * (1 - fee)", lambda p, m: p * (1 - m)),
    "installment_cash": (
        (MONEY, SMALL, MONTHS, CHURN),
        "D + (A - D) / n * (1 - h) * paid",
        lambda a, d, n, h: d + (a - d) / n * (1 - h) * paid_for(h, n),
    ),
    "ltv_continuity": ((MONEY, CHURN), "price / churn", lambda p, c: p / c),
    "ltv_continuity of payments": ((MONEY, CHURN, MONTHS), "price * paid", lambda p, c, n: p * paid_for(c, n)),
    "continuity_cash": (
        (MONEY, CHURN, DAYS),
        "price * paid in ceil(days / 30)",
        lambda p, c, d: p * paid_for(c, np.ceil(d / 30)),
    ),
    "monthly_churn": ((RATE,), "1 - (1 - a) ** (1 / 12)", lambda a: 1 - (1 - a) ** (1 / 12)),
    "cash_per_show": ((SMALL, RATE, MONEY), "front + s * core", lambda f, s, c: f + s * c),
    "cash_per_show of seven": (
        (SMALL, RATE, MONEY, OTHER, THIRD, FOURTH, FIFTH),
        "front + s * (core + …)",
        lambda f, s, a, b, c, d, e: f + s * (a + b + c + d + e),
    ),
    "talk_cash_per_show": (
        (SMALL, RATE, MONEY, OTHER, THIRD),
        "s * core + products + services",
        lambda _, s, a, b, c: s * a + b + c,
    ),
    "ltv_to_cac": ((MONEY, OTHER), "ltv / cac", lambda a, b: a / b),
    "client_financed": ((MONEY, SMALL), "profit >= 2 * cac", lambda p, c: p >= 2 * c),
    "payback_months": (
        (MONEY, SMALL, 2 * OTHER, CHURN),
        "where(…, 0, ceil(log(1 - c * missing / price) / log(1 - c)) - 1)",
        lambda a, u, p, c: np.where(u >= a, 0.0, np.ceil(np.log(1 - c * (a - u) / p) / np.log(1 - c)) - 1),
    ),
    "max_cost_per_show": ((MONEY, RATE), "maximum(s * profit, 0)", lambda p, s: np.maximum(s * p, 0)),
    "max_cost_per_lead": (
        (MONEY, RATE, SECOND_RATE, THIRD_RATE),
        "maximum(s * profit, 0) * w * b",
        lambda p, b, w, s: np.maximum(s * p, 0) * w * b,
    ),
    "channel_verdict": (
        (MONEY, SMALL, OTHER, THIRD),
        "three times where",
        lambda c, d, m, e: np.where(
            c <= d,
            "paid on the day",
            np.where(c <= m, "paid in 30 days", np.where(c <= e, "paid over lifetime", "loses money")),
        ),
    ),
    "revenue_ceiling": ((MONEY, OTHER), "buyers * ltv", lambda n, v: n * v),
    "members_at": (
        (MONTHS, MONEY, CHURN, SMALL),
        "start * r ** t + new * (1 - r ** t) / c",
        lambda t, n, c, m: m * (1 - c) ** t + n * paid_for(c, t),
    ),
    "member_ceiling": ((MONEY, CHURN), "new / churn", lambda n, c: n / c),
    "months_to_ceiling": ((CHURN,), "ceil(log(0.1) / log(1 - c))", lambda c: np.ceil(np.log(0.1) / np.log(1 - c))),
    "referral_multiplier": ((RATE,), "1 / (1 - K)", lambda k: 1 / (1 - k)),
    "referral_cac": ((MONEY, RATE, SMALL), "cac * (1 - K) + K * reward", lambda c, k, r: c * (1 - k) + k * r),
    "close_rate_needed": ((OTHER, SMALL, 4 * MONEY), "(target - front) / buyer", lambda t, f, b: (t - f) / b),
    "take_rate_needed": (
        (OTHER, SMALL, 50 * MONEY, RATE),
        "(target - current) / (s * price)",
        lambda t, f, p, s: (t - f) / (s * p),
    ),
    "price_needed": (
        (OTHER, SMALL, RATE, SECOND_RATE),
        "(target - current) / (s * take)",
        lambda t, f, p, s: (t - f) / (s * p),
    ),
    "churn_needed": ((MONEY, SMALL), "minimum(price / target, 1)", lambda t, p: np.minimum(p / t, 1.0)),
}

ROOTS = {
    "churn_needed of payments": (2 * OTHER, OTHER, 1.0, MONTHS + 4),
    "prepay_cost_of_cash": (MONEY, SMALL, column(0.01, 0.3), MONTHS),
}
"""What finds a root: its peer is the same search without the checks of arguments."""


def best_turns(ours, theirs, turns, calls):
    """Return the processor time of a call of each of two sides: of their best turns, each of so many calls."""
    best = [float("inf"), float("inf")]
    for _ in range(turns):
        for side, call in enumerate((ours, theirs)):
            start = time.process_time()
            for _ in range(calls):
                call()
            best[side] = min(best[side], (time.process_time() - start) / calls)
    return best


def rows_of(arguments, rows):
    """Return arguments with the first rows of each column."""
    return tuple(value[:rows] if isinstance(value, np.ndarray) else value for value in arguments)


def compare(name, rows, calls, against, limit):
    """Compare a function with the bare expression on columns of some rows; both must come to the same answers."""
    arguments, written, bare = CASES[name]
    function = getattr(xl_quadrant, name.partition(" of ")[0])
    given = rows_of(arguments, rows)
    few = rows_of(arguments, 1000)
    found, expected = function(*few), bare(*few)
    assert (found == expected).all() if found.dtype.kind in "Ub" else np.allclose(found, expected, rtol=1e-9)
    own, other = best_turns(lambda: function(*given), lambda: bare(*given), TURNS, calls)
    against.times(own, other, peer=f"numpy: {written}", limit=limit)


@pytest.mark.parametrize("name", CASES)
def test_columns_of(name, against):
    compare(name, ROWS, CALLS, against, MOST)


@pytest.mark.parametrize("name", CASES)
def test_short_columns_of(name, against):
    compare(name, SHORT_ROWS, SHORT_CALLS, against, MOST_SHORT)


@pytest.mark.parametrize("name", ROOTS)
def test_root_of(name, against):
    function = getattr(xl_quadrant, name.partition(" of ")[0])
    arguments = ROOTS[name]
    unchecked = mathematics_of(function)

    def theirs():
        with np.errstate(all="ignore"):
            unchecked(*arguments)

    against(lambda: function(*arguments), theirs, peer="the same search without checks", limit=MOST_ROOT, rounds=3)
