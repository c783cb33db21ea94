"""The timeline: against cohorts added up one by one, the results, and the ceiling it climbs to."""

from __future__ import annotations

import itertools
import math

import pytest
from client_strategies import scenarios
from hypothesis import given, strategies as st

from xl_quadrant.business.cash import PARTS, cash_and_profit
from xl_quadrant.business.results import calculate
from xl_quadrant.business.timeline import cash_timeline
from xl_quadrant.clients.presets import PRESETS, preset
from xl_quadrant.errors import OutOfDomain, WrongType


def close(value, expected, scale=0.0):
    return value == pytest.approx(expected, rel=1e-9, abs=1e-9 * max(1.0, scale))


@given(scenarios(most_offers=3), st.integers(1, 30))
def test_each_month_brings_what_every_cohort_so_far_pays_in_it(s, months):
    rows = cash_timeline(s, months)
    assert [row.month for row in rows] == list(range(1, months + 1))
    shows = s.leads_per_month * s.booking_rate * s.show_rate / (1 - s.referral.rate)
    within = [cash_and_profit(s, 30 * age) if age else None for age in range(months + 1)]

    def of_cohort(part, age):
        earlier = getattr(within[age], part) if age else 0.0
        return shows * (getattr(within[age + 1], part) - earlier)

    for part in PARTS:
        amounts = [of_cohort(part, age) for age in range(months)]
        scale = sum(map(abs, amounts))
        for row in rows:
            assert close(getattr(row, part), math.fsum(amounts[: row.month]), scale)


@given(scenarios(most_offers=3))
def test_months_agree_with_the_results_of_the_scenario(s):
    rows, r = cash_timeline(s), calculate(s)
    scale = sum(abs(row.total) + row.ad_spend + row.sales_cost for row in rows)
    assert len(rows) == 24
    for row in rows:
        assert close(row.total, sum(getattr(row, part) for part in PARTS), scale)
        assert close(row.net, row.total - row.ad_spend - row.sales_cost, scale)
        assert close(row.cumulative, math.fsum(x.net for x in rows[: row.month]), scale)
        assert close(row.ad_spend, s.leads_per_month * s.cost_per_lead)
        if r.error("blended_cac") is None:
            assert close(row.ad_spend + row.sales_cost, r["blended_cac"] * row.new_buyers, row.ad_spend)
    if s.close_rate:
        assert close(rows[0].total, rows[0].new_buyers * r["cash_per_buyer_30"], scale)
        assert close(rows[2].total, rows[2].new_buyers * r["cash_per_buyer_90"], scale)


@given(scenarios(most_offers=3))
def test_members_join_leave_and_pay_month_by_month(s):
    rows = cash_timeline(s, 18)
    members = [0.0] * len(s.continuity)
    kept = 1 - (s.costs.card_fee_rate + s.costs.refund_rate)
    for row in rows:
        opening, joined = sum(members), 0.0
        for place, offer in enumerate(s.continuity):
            joining = row.new_buyers * offer.take_rate if 30 * row.month > offer.start_day else 0.0
            members[place] = members[place] * (1 - offer.churn) + joining
            joined += joining
        closing = sum(members)
        assert close(row.members_opening, opening, closing)
        assert close(row.members_joined, joined, closing)
        assert close(row.members_closing, closing)
        assert close(row.members_left, opening + joined - closing, opening + joined)
        paid = math.fsum(kept * offer.price * count for offer, count in zip(s.continuity, members, strict=True))
        assert close(row.continuity, paid)


@pytest.mark.parametrize("name", PRESETS)
def test_months_climb_to_the_ceilings_of_the_results(name):
    for s in (preset(name).today, preset(name).target):
        rows, r = cash_timeline(s, 1200), calculate(s)
        assert rows[-1].total == pytest.approx(r["revenue_ceiling"], rel=1e-9)
        assert rows[-1].members_closing == pytest.approx(r["members_ceiling"], rel=1e-9)
        assert rows[-1].members_left == pytest.approx(rows[-1].members_joined, rel=1e-9)
        totals = [row.total for row in rows]
        assert all(later >= sooner * (1 - 1e-12) for sooner, later in itertools.pairwise(totals))


def test_the_talk_business_in_its_first_months():
    first, second = cash_timeline(preset("talk").today, 2)
    assert (first.total, first.new_buyers, first.members_closing, first.ad_spend) == (40 * 609, 20, 8, 4000)
    assert (second.total, second.members_opening, second.members_left) == (40 * 770, 8, pytest.approx(0.8))
    assert second.cumulative == 40 * 609 + 40 * 770 - 2 * 4000


@pytest.mark.parametrize(
    ("months", "error"), [(0, OutOfDomain), (1201, OutOfDomain), (2.5, OutOfDomain), ("24", WrongType)]
)
def test_a_number_of_months_that_makes_no_timeline_is_refused(months, error):
    with pytest.raises(error) as found:
        cash_timeline(preset("talk").today, months)
    assert found.value.argument == "months"


def test_an_amount_too_large_is_an_error_and_not_infinity():
    s = preset("talk").today.model_copy(update={"leads_per_month": 1e308})
    with pytest.raises(OutOfDomain, match="too large"):
        cash_timeline(s)
