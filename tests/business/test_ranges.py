"""Ranges of results: draws of the right distributions, a tornado that is arithmetic, and the same for the same seed."""

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from xl_quadrant import InvalidClient, OutOfDomain, UnknownWord, ranges
from xl_quadrant.business.input_ranges import GUESSED, MEASURED, InputSpan, spans_of, with_values
from xl_quadrant.business.ranges import InputRange
from xl_quadrant.business.result_ranges import TORNADOES
from xl_quadrant.business.results import calculate
from xl_quadrant.clients.client_file import client_from_mapping
from xl_quadrant.clients.presets import PRESETS, preset
from xl_quadrant.functions.levers import rate_interval

FUNNEL = {"leads_per_month": 200, "cost_per_lead": 25, "booking_rate": 0.5, "show_rate": 0.6, "close_rate": 0.5}


def client(**measured):
    today = {**FUNNEL, "core": {"price": 2000}, "measured": measured}
    return client_from_mapping({"name": "Glow", "today": today}, "glow")


def test_a_rate_from_counts_is_drawn_from_its_jeffreys_distribution():
    low, _, high = rate_interval(206, 412).tolist()
    measured = {"close_rate": {"estimate": 0.5, "low": low, "high": high, "n": 412}}
    (span,) = [s for s in spans_of(client(**measured).today, client(**measured).measured) if s.path == ("close_rate",)]
    drawn = span.draws(np.random.default_rng(1), 200_000)
    assert (span.basis, span.n) == (MEASURED, 412)
    assert np.quantile(drawn, [0.05, 0.95]) == pytest.approx([low, high], abs=2e-3)


@pytest.mark.parametrize(("kind", "base", "low", "high"), [("money", 2000, 1800, 2222.22), ("rate", 0.3, 0.27, 0.33)])
def test_nine_in_ten_draws_are_within_the_range(kind, base, low, high):
    span = InputSpan(("x",), "x", kind, base, low, high, GUESSED, 0, (0, 1 if kind == "rate" else np.inf))
    drawn = span.draws(np.random.default_rng(1), 100_000)
    assert np.mean((drawn >= low) & (drawn <= high)) == pytest.approx(0.9, abs=0.01)
    assert np.median(drawn) == pytest.approx(base, rel=0.01)


def test_what_was_typed_over_a_measured_figure_is_no_longer_measured():
    measured = {"close_rate": InputRange(estimate=0.5, low=0.45, high=0.55, n=400)}
    moved = with_values(client().today, {("close_rate",): 0.6})
    basis = {span.path: span.basis for span in spans_of(moved, measured)}
    assert basis["close_rate",] == GUESSED


@pytest.mark.parametrize("name", PRESETS)
@pytest.mark.parametrize("scenario", ["today", "target"])
def test_the_tornado_is_one_calculation_for_each_end(name, scenario):
    found = ranges(preset(name), draws=100, scenario=scenario)
    business = getattr(preset(name), scenario)
    spans = {".".join(map(str, span.path)): span for span in found.inputs}
    for row in found.tornado.itertuples():
        for end, answer in ((row.low, row.at_low), (row.high, row.at_high)):
            alone = calculate(with_values(business, {spans[row.path].path: end}))[row.result]
            assert answer == pytest.approx(alone, rel=1e-12)
    widths = [found.tornado[found.tornado["result"] == result]["width"] for result in TORNADOES]
    assert all((np.diff(width) <= 0).all() for width in widths)


@settings(deadline=None, max_examples=20)
@given(seed=st.integers(0, 2**32))
def test_the_same_seed_gives_the_same_and_low_is_below_high(seed):
    business = preset("med_spa")
    one, other = ranges(business, draws=400, seed=seed), ranges(business, draws=400, seed=seed)
    assert one.results.equals(other.results)
    known = one.results.dropna()
    assert ((known["low"] <= known["median"]) & (known["median"] <= known["high"])).all()


def test_the_base_is_what_the_business_counts_on():
    found = ranges(preset("med_spa"), draws=100)
    answers = calculate(preset("med_spa").today)
    assert {name: row["base"] for name, row in found.results.iterrows()} == pytest.approx(
        {name: answers[name] for name in found.results.index}
    )


def test_the_chance_that_a_show_pays_for_itself():
    dear = {"cost_per_lead": {"estimate": 300, "low": 200, "high": 450, "n": 30}}
    today = {**FUNNEL, "cost_per_lead": 300, "core": {"price": 2000}, "measured": dear}
    found = ranges(client_from_mapping({"name": "Dear", "today": today}, "dear"))
    assert 0.2 < found.pays_for_itself < 0.8
    assert ranges(client()).pays_for_itself == 1


def test_mistakes_say_what_to_write():
    with pytest.raises(OutOfDomain, match="100 or more"):
        ranges(client(), draws=10)
    with pytest.raises(UnknownWord, match="today or target"):
        ranges(client(), scenario="tomorrow")
    with pytest.raises(InvalidClient, match=r"today.measured.close_rate.estimate: 0.9 is not from the low"):
        client(close_rate={"estimate": 0.9, "low": 0.4, "high": 0.5})
    with pytest.raises(InvalidClient, match=r"today.measured.close_rate.lo: 'lo' is unknown"):
        client(close_rate={"estimate": 0.5, "low": 0.4, "high": 0.5, "lo": 1})
    with pytest.raises(InvalidClient, match=r"today.measured.core.colour: 'core.colour' is no input"):
        client(**{"core.colour": {}})
