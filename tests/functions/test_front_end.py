"""The front-end offer and what is left of a price, show by show and sale by sale."""

import math

import pytest
from hypothesis import given, strategies as st
from strategies import money, rates

from xl_quadrant.functions.front_end import OFFERS, front_end_cash, net_price


@given(list_price=money(), discount=rates(), paying=st.integers(0, 10))
def test_front_end_cash_is_the_mean_over_shows(list_price, discount, paying):
    asked = {"free": 0, "discount": list_price - list_price * discount, "value": list_price}
    for offer in OFFERS:
        expected = math.fsum([asked[offer]] * paying) / 10
        answer = front_end_cash(list_price, offer, discount, paying / 10)
        assert math.isclose(answer, expected, rel_tol=1e-9, abs_tol=1e-9)


def test_columns_of_offers():
    assert front_end_cash(100, ["free", "discount", "value"], 0.25).tolist() == [0, 75, 100]
    assert front_end_cash([[19], [99]], ["value", "free"]).tolist() == [[19, 0], [99, 0]]


@given(
    price=money(1e4),
    unit_cost=money(1e4),
    parts=st.tuples(rates(), rates(), rates()),
    fixed_fee=money(100),
)
def test_price_and_parts_taken_from_it_add_up(price, unit_cost, parts, fixed_fee):
    refund_rate, fee_rate, commission_rate = parts
    left = net_price(price, unit_cost, refund_rate, fee_rate, fixed_fee, commission_rate)
    taken = [price * refund_rate, price * fee_rate, price * commission_rate, fixed_fee, unit_cost]
    assert math.isclose(math.fsum([left, *taken]), price, abs_tol=1e-8)


def test_a_price_may_lose_money():
    assert net_price(100, 150) == -50
    assert net_price(0, 0, 0, 0, 0.3) == pytest.approx(-0.3)
    assert net_price(100) == 100
