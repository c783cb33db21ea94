"""Retention: Kaplan-Meier as lifelines has it, the published fit of the sBG, and churn that changes with age."""

import json

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from random_lives import GOLDEN, SETS, lives

from xl_quadrant.records.retention import Lives, by_age, early_and_later, kaplan_meier
from xl_quadrant.records.sbg import Sbg, fit, fit_counts

HIGH_END = np.array([1000, 869, 743, 653, 593, 551, 517, 491], dtype=float)
REGULAR = np.array([1000, 631, 468, 382, 326, 289, 262, 241], dtype=float)
PUBLISHED = json.loads(GOLDEN.read_text("utf-8"))["survival"]


@pytest.mark.parametrize("seed", range(SETS))
def test_kaplan_meier_is_that_of_lifelines(seed):
    curve = kaplan_meier(Lives(*lives(seed)))
    assert curve["survival"].to_numpy()[1:] == pytest.approx(PUBLISHED[str(seed)], abs=1e-11)


@pytest.mark.parametrize("seed", range(20))
def test_the_range_holds_the_curve_and_those_at_risk_are_counted_one_by_one(seed):
    entry, until, left = lives(seed)
    curve = kaplan_meier(Lives(entry, until, left))
    for row in curve.iloc[1:].itertuples():
        assert row.at_risk == sum(a < row.age <= b for a, b in zip(entry, until, strict=True))
        assert row.left == sum(b == row.age and gone for b, gone in zip(until, left, strict=True))
        if 0 < row.survival < 1:
            assert row.low < row.survival < row.high


def test_the_sbg_is_the_published_one():
    found = fit_counts(HIGH_END[:-1] - HIGH_END[1:], HIGH_END[:-1])
    assert (round(found.alpha, 3), round(found.beta, 3)) == (0.668, 3.806)
    assert found.survival(np.array([12.0]))[0] == pytest.approx(0.378, abs=5e-4)
    regular = fit_counts(REGULAR[:-1] - REGULAR[1:], REGULAR[:-1])
    assert (round(regular.alpha, 3), round(regular.beta, 3)) == (0.704, 1.182)


def test_cohorts_of_several_ages_are_fitted_together():
    random = np.random.default_rng(3)
    chance = random.beta(0.7, 3.0, 30_000)
    until = random.geometric(chance).astype(float)
    seen = random.integers(1, 20, 30_000)
    found = fit(Lives(np.zeros(30_000), np.minimum(until, seen), until <= seen))
    assert (found.alpha, found.beta) == pytest.approx((0.7, 3.0), rel=0.08)


def test_no_model_is_fitted_to_nothing():
    assert fit_counts(np.array([0.0, 0]), np.array([10.0, 5])) is None
    assert Sbg(1, 1).survival(np.array([0.0]))[0] == 1


def gym(random, count, early, later, after, oldest):
    """Return members who leave at one churn and, after some payments, at another."""
    until = np.zeros(count)
    alive = np.ones(count, dtype=bool)
    for age in range(1, 400):
        leaves = alive & (random.random(count) < (early if age <= after else later))
        until[leaves] = age
        alive &= ~leaves
    seen = random.integers(1, oldest, count)
    until[alive] = 1e6
    return Lives(np.zeros(count), np.minimum(until, seen), until <= seen)


def test_early_and_later_churn_of_a_gym_are_found():
    found = early_and_later(gym(np.random.default_rng(1), 4000, 0.09, 0.025, 6, 36))
    assert abs(found.payments - 6) <= 1
    assert found.early[0] / found.early[1] == pytest.approx(0.09, rel=0.1)
    assert found.later[0] / found.later[1] == pytest.approx(0.025, rel=0.15)


def test_a_constant_churn_is_left_alone():
    splits = [early_and_later(gym(np.random.default_rng(seed), 600, 0.07, 0.07, 6, 36)) for seed in range(40)]
    assert sum(split is not None for split in splits) <= 4


def test_a_gym_keeps_its_shape_in_small_samples_or_says_nothing():
    assert early_and_later(gym(np.random.default_rng(1), 12, 0.09, 0.025, 6, 12)) is None


@settings(deadline=None, max_examples=60)
@given(members=st.lists(st.tuples(st.integers(0, 6), st.integers(0, 10), st.booleans()), min_size=1, max_size=30))
def test_chances_to_leave_are_counted_one_by_one(members):
    entry = np.array([a for a, _, _ in members], dtype=float)
    until = np.array([a + b + left for a, b, left in members], dtype=float)
    left = np.array([gone for *_, gone in members])
    found_left, chances = by_age(Lives(entry, until, left))
    for age in range(len(chances)):
        assert chances[age] == sum(a <= age < b for a, b in zip(entry, until, strict=True))
        assert found_left[age] == sum(gone and b == age + 1 for b, gone in zip(until, left, strict=True))
