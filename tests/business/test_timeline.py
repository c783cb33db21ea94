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


def made(row, month):
    """Return how many payments of a member fall due before the end of a month after the sale."""
    return max(0, math.ceil((30 * month - row.start_day) / row.every_days))


def left(row, number):
    """Return the share of members who make a payment, by its number from 0."""
    later = row.churn if row.later_churn is None or not row.early_payments else row.later_churn
    early = number if not row.early_payments else min(number, row.early_payments)
    return (1 - row.churn) ** early * (1 - later) ** (number - early)


def of_today(s, month):
    """Yield each offer of continuity with how many of today's members make a payment in a month, and how often."""
    for row in s.continuity:
        later = row.churn if row.later_churn is None or not row.early_payments else row.later_churn
        yield row, row.members * (1 - later) ** ((month - 1) * 30 / row.every_days), 30 / row.every_days


def banked(s, amount):
    """Return what is kept of a payment."""
    kept = 1 - (s.costs.card_fee_rate + s.costs.refund_rate)
    return kept * amount - (s.costs.card_fixed_fee if amount > 0 else 0)


@given(scenarios(most_offers=3), st.integers(1, 30))
def test_each_month_brings_what_every_cohort_so_far_pays_in_it(s, months):
    rows = cash_timeline(s, months)
    assert [row.month for row in rows] == list(range(1, months + 1))
    shows = s.leads_per_month * s.booking_rate * s.show_rate / (1 - s.referral.rate)
    within = [cash_and_profit(s, 30 * age) if age else None for age in range(months + 1)]

    def of_cohort(part, age):
        earlier = getattr(within[age], part) if age else 0.0
        return shows * (getattr(within[age + 1], part) - earlier)

    for part in (*PARTS, "costs"):
        amounts = [of_cohort(part, age) for age in range(months)]
        scale = sum(map(abs, amounts))
        for row in rows:
            now = 0.0
            if part == "continuity":
                now = math.fsum(count * times * banked(s, x.price) for x, count, times in of_today(s, row.month))
            elif part == "costs":
                now = math.fsum(count * times * x.unit_cost for x, count, times in of_today(s, row.month))
            found = row.delivery if part == "costs" else getattr(row, part)
            assert close(found, math.fsum(amounts[: row.month]) + now, scale + abs(now))


@given(scenarios(most_offers=3))
def test_months_agree_with_the_results_of_the_scenario(s):
    s = s.model_copy(update={"continuity": tuple(x.model_copy(update={"members": 0.0}) for x in s.continuity)})
    rows, r = cash_timeline(s), calculate(s)
    scale = sum(abs(row.total) + row.delivery + row.ad_spend + row.sales_cost + row.fixed_costs for row in rows)
    assert len(rows) == 24
    for row in rows:
        spent = row.delivery + row.ad_spend + row.sales_cost + row.fixed_costs
        assert close(row.total, sum(getattr(row, part) for part in PARTS), scale)
        assert close(row.net, row.total - spent, scale)
        assert close(row.cumulative, math.fsum(x.net for x in rows[: row.month]), scale)
        assert close(row.ad_spend, s.leads_per_month * s.cost_per_lead)
        assert row.fixed_costs == s.costs.fixed_costs_per_month
        if r.error("blended_cac") is None:
            assert close(row.ad_spend + row.sales_cost, r["blended_cac"] * row.new_buyers, row.ad_spend)
    assert close(rows[0].net, r["month_profit_30"] - s.costs.fixed_costs_per_month, scale)
    if s.close_rate:
        assert close(rows[0].total, rows[0].new_buyers * r["cash_per_buyer_30"], scale)
        assert close(rows[2].total, rows[2].new_buyers * r["cash_per_buyer_90"], scale)


@given(scenarios(most_offers=3))
def test_members_join_and_leave_month_by_month(s):
    rows = cash_timeline(s, 18)
    before = sum(row.members for row in s.continuity)
    for row in rows:
        now = [count for _, count, _ in of_today(s, row.month)]
        won = [
            row.new_buyers * x.take_rate * left(x, made(x, age) - 1)
            for x in s.continuity
            for age in range(1, row.month + 1)
            if made(x, age)
        ]
        joined = sum(row.new_buyers * x.take_rate for x in s.continuity if 30 * row.month > x.start_day)
        closing = math.fsum([*now, *won])
        assert close(row.members_opening, before, closing)
        assert close(row.members_joined, joined, closing)
        assert close(row.members_closing, closing)
        assert close(row.members_left, before + joined - closing, before + joined)
        before = closing


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
