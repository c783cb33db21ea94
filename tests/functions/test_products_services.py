"""Lists of offers and downsells, buyer by buyer."""

import math

import numpy as np
import pytest
from hypothesis import given, strategies as st
from strategies import money, rates

from xl_quadrant.errors import BlankArgument, OutOfDomain, UnlikeShapes
from xl_quadrant.functions.front_end import net_price
from xl_quadrant.functions.products_services import downsell_value, offer_value

offers = st.lists(st.tuples(money(1e4), rates(), money(1e4)), min_size=1, max_size=8)


@given(offers)
def test_a_list_of_offers_is_worth_the_sum_of_its_offers(rows):
    prices, take_rates, unit_costs = map(list, zip(*rows, strict=True))
    expected = math.fsum(take * net_price(price, cost) for price, take, cost in rows)
    assert math.isclose(offer_value(prices, take_rates, unit_costs), expected, rel_tol=1e-9, abs_tol=1e-7)
    assert math.isclose(
        sum(offer_value([price], [take], [cost]) for price, take, cost in rows), expected, rel_tol=1e-9, abs_tol=1e-7
    )


@given(offers, st.integers(0, 5))
def test_blank_rows_change_nothing(rows, blank):
    columns = [[*column, *[None] * blank] for column in zip(*rows, strict=True)]
    with_blanks = offer_value(*columns)
    upright = offer_value(*([[cell] for cell in column] for column in columns))
    assert with_blanks == pytest.approx(offer_value(*zip(*rows, strict=True)), rel=1e-12, abs=1e-9)
    assert upright == with_blanks


def test_a_block_of_eight_rows_with_three_filled_works():
    prices = [[200], [1000], [None], [50]] + [[None]] * 4
    takes = [[1], [0.4], [None], [None]] + [[None]] * 4
    costs = [[None]] * 8
    assert offer_value(prices, takes) == 600
    assert offer_value(prices, takes, costs) == 600
    assert offer_value(prices, takes, [[60], [None]] + [[None]] * 6) == 540


def test_one_cost_stands_for_all_offers():
    assert offer_value([200, 1000], [1, 0.4], 10) == 586
    assert offer_value([200, 1000], [1, 0.4], [10]) == 586
    assert offer_value([[200, 1000]], [[1, 0.4]], [[10]]) == 586
    assert offer_value(200, 1) == 200


@pytest.mark.parametrize(
    ("arguments", "argument"),
    [
        (([200, 1000], [1]), "take_rates"),
        (([[200, 1000]], [[1], [0.4]]), "take_rates"),
        (([200], [1, 0.4]), "take_rates"),
        (([200, 1000], [1, 0.4], [1, 2, 3]), "unit_costs"),
    ],
)
def test_ranges_of_unlike_shape_are_an_error(arguments, argument):
    with pytest.raises(UnlikeShapes, match=rf"^{argument}: \(.*\) is not the shape of prices, \(.*\); give ranges"):
        offer_value(*arguments)


@pytest.mark.parametrize("blank", [None, [None, None], [[None], [None]], []])
def test_a_wholly_blank_list_is_an_error(blank):
    with pytest.raises(BlankArgument, match=r"^prices: blank where"):
        offer_value(blank, [1, 1])
    with pytest.raises(BlankArgument, match=r"^take_rates: blank where"):
        offer_value([1, 1], blank)


def test_nan_is_no_blank():
    with pytest.raises(OutOfDomain, match=r"^prices: nan is not a finite number"):
        offer_value(np.array([200, np.nan]), [1, 0.4])
    with pytest.raises(OutOfDomain, match=r"^prices: nan is not a finite number"):
        offer_value([200, float("nan"), None], [1, 0.4, 0])


def test_a_menu_of_which_one_is_taken_cannot_be_taken_by_more_than_all():
    with pytest.raises(OutOfDomain, match=r"^take_rates: 1\.1 in all is more than every buyer"):
        offer_value([1, 1], [0.6, 0.5], 0, True)
    assert offer_value([1, 1], [0.6, 0.5], 0, False) == pytest.approx(1.1)
    assert offer_value([1] * 3, [0.7, 0.2, 0.1], 0, True) == pytest.approx(1)
    assert offer_value([1] * 10, [0.1] * 10, 0, 1) == pytest.approx(1)
    assert offer_value([1] * 3, [0.4, 0.4, 0.2 + 1e-12], 0, True) == pytest.approx(1)


@given(upsell=money(), downsell=money(), takers=st.integers(0, 10), share=rates())
def test_a_downsell_is_offered_to_those_who_declined(upsell, downsell, takers, share):
    paid = [upsell] * takers + [downsell * share] * (10 - takers)
    answer = downsell_value(upsell, downsell, takers / 10, share)
    assert math.isclose(answer, math.fsum(paid) / 10, rel_tol=1e-9, abs_tol=1e-9)
