"""Cash per show and what may be paid for one: identities between the bases."""

import math

import pytest
from hypothesis import given, strategies as st
from strategies import money, rates

from xl_quadrant.functions.cost_limits import max_cost_per_lead, max_cost_per_show
from xl_quadrant.functions.funnel import cost_per_buyer, cost_per_show, rebase
from xl_quadrant.functions.payback import client_financed, ltv_to_cac
from xl_quadrant.functions.per_show import cash_per_show, channel_verdict, talk_cash_per_show

signed = st.one_of(money(), money().map(lambda amount: -amount))


@given(front_end=money(), buyers=st.integers(0, 10), amounts=st.tuples(money(), money(), money(), signed, money()))
def test_cash_per_show_is_the_mean_over_shows(front_end, buyers, amounts):
    shows = [front_end + (math.fsum(amounts) if show < buyers else 0) for show in range(10)]
    answer = cash_per_show(front_end, buyers / 10, *amounts)
    assert math.isclose(answer, math.fsum(shows) / 10, rel_tol=1e-9, abs_tol=1e-6)


@given(front_end=money(), close_rate=st.floats(0.01, 1), amounts=st.tuples(money(), money(), money(), money(), money()))
def test_per_show_is_per_buyer_times_close_rate(front_end, close_rate, amounts):
    per_show = cash_per_show(front_end, close_rate, *amounts)
    per_buyer = rebase(per_show, "show", "buyer", close_rate)
    assert math.isclose(per_buyer, front_end / close_rate + math.fsum(amounts), rel_tol=1e-12)
    assert math.isclose(per_buyer * close_rate, per_show, rel_tol=1e-12)


@given(front_end=money(), core=money(), close_rate=rates())
def test_the_talk_and_the_one_basis_agree_on_the_core_alone(front_end, core, close_rate):
    talk = talk_cash_per_show(front_end, close_rate, core)
    assert math.isclose(talk + front_end, cash_per_show(front_end, close_rate, core), rel_tol=1e-12)


def test_the_talk_adds_per_buyer_to_per_show_and_leaves_the_front_end_out():
    assert talk_cash_per_show(19, 0.5, 2000, 200, 400, 0, 800) == 0.5 * 2000 + 200 + 400 + 800
    assert talk_cash_per_show([19, 0], 0.5, 2000).tolist() == [1000, 1000]
    assert talk_cash_per_show(1e308, 0.5, 2000) == 1000


@given(
    profit=signed,
    close_rate=st.floats(0.01, 1),
    front_end=signed,
    multiple=st.floats(0.1, 10),
    booking_rate=st.floats(0.01, 1),
    show_rate=st.floats(0.01, 1),
    cost_per_sale=money(500),
)
def test_at_exactly_the_most_one_can_pay_the_ratio_is_exactly_the_multiple(
    profit, close_rate, front_end, multiple, booking_rate, show_rate, cost_per_sale
):
    """What a buyer brings, the front end of the shows it takes included, over what it costs to win one."""
    per_show = max_cost_per_show(profit, close_rate, front_end, multiple, cost_per_sale)
    brought = front_end / close_rate + profit
    if per_show > 0:
        cac = cost_per_buyer(per_show, close_rate, cost_per_sale)
        assert math.isclose(ltv_to_cac(brought, cac), multiple, rel_tol=1e-9, abs_tol=1e-9 * abs(profit) / cac)
    else:
        assert per_show == 0
        assert brought <= multiple * cost_per_sale + 1e-6
    per_lead = max_cost_per_lead(profit, booking_rate, show_rate, close_rate, front_end, multiple, cost_per_sale)
    assert math.isclose(per_lead, rebase(per_show, "show", "lead", 1, show_rate, booking_rate), rel_tol=1e-12)
    assert math.isclose(cost_per_show(per_lead, booking_rate, show_rate), per_show, rel_tol=1e-12, abs_tol=1e-12)


@given(shows=st.integers(1, 40), buyers=st.integers(1, 40), profit=money(5000), fee=money(200), extra=money(300))
def test_a_month_that_pays_the_most_for_each_show_earns_nothing(shows, buyers, profit, fee, extra):
    """Counted show by show and sale by sale, in money."""
    buyers = min(shows, buyers)
    most = max_cost_per_show(profit, buyers / shows, extra, 1, fee)
    earned = math.fsum([extra] * shows + [profit - fee] * buyers + [-most] * shows)
    assert math.isclose(earned, 0, abs_tol=1e-6) if most else earned <= 1e-6


@given(profit=st.integers(0, 10**6), buyers_in_8=st.integers(1, 8), multiple=st.sampled_from((1, 2, 4)))
def test_the_most_one_can_pay_is_where_client_financing_ends(profit, buyers_in_8, multiple):
    close_rate = buyers_in_8 / 8
    most = max_cost_per_show(profit, close_rate, 0, multiple)
    assert client_financed(profit, cost_per_buyer(most, close_rate) * (1 - 1e-12), multiple)
    assert not client_financed(profit, cost_per_buyer(most, close_rate) + 1, multiple)


@pytest.mark.parametrize(
    ("cost", "verdict"),
    [
        (0, "paid on the day"),
        (50, "paid on the day"),
        (50.01, "paid in 30 days"),
        (200, "paid in 30 days"),
        (900, "paid over lifetime"),
        (900.01, "loses money"),
    ],
)
def test_the_verdict_is_the_first_profit_that_covers_the_cost(cost, verdict):
    assert channel_verdict(cost, 50, 200, 900) == verdict
    assert channel_verdict([cost], 50, 200, 900).tolist() == [verdict]


def test_the_first_that_holds_counts_even_if_profit_falls_with_time():
    assert channel_verdict(100, 100, 50, 0) == "paid on the day"
    assert channel_verdict(0, -1, -1, 0) == "paid over lifetime"
    assert channel_verdict(0, -1, -1, -1) == "loses money"
