"""Long columns in blocks: every block of an answer is the answer to the block, wherever it was written."""

from itertools import accumulate, product

import numpy as np
import pytest
from hypothesis import given, strategies as st

from xl_quadrant.functions.arithmetic import minus, over, plus, times
from xl_quadrant.functions.blocks import BLOCK, CACHE_LINE, in_blocks
from xl_quadrant.functions.front_end import net_price
from xl_quadrant.functions.per_show import talk_cash_per_show

NUMBERS = st.sampled_from((0.0, 1.0, 2.5, -3.0)).map(np.float64)
COLUMNS = st.lists(NUMBERS, min_size=3, max_size=3).map(np.array)
VALUES = st.lists(st.one_of(NUMBERS, COLUMNS), min_size=1, max_size=6)


def long_column(seed, low=0.0):
    return np.random.default_rng(seed).uniform(low, 1, 2 * BLOCK + 5)


@given(VALUES)
def test_a_chain_of_operations_is_one_after_the_other_and_changes_no_argument(values):
    before = [np.copy(value) for value in values]
    with np.errstate(all="ignore"):
        for ours, theirs in ((plus, np.add), (minus, np.subtract), (times, np.multiply), (over, np.divide)):
            *_, expected = accumulate(values, theirs)
            assert np.array_equal(ours(*values), expected, equal_nan=True)
    assert all(np.array_equal(value, copy) for value, copy in zip(values, before, strict=True))


def test_a_row_and_a_column_broadcast_in_a_chain():
    row, column = np.array([[1.0, 2.0]]), np.array([[1.0], [2.0]])
    assert plus(row, row, column, 0.0).tolist() == [[3, 5], [4, 6]]


STEPS = {
    "the answer is the last of several steps": lambda one, other: plus(times(one, other), other),
    "a step before it is kept": lambda one, other: times(plus(one, other), minus(one, other)),
    "the answer is no step of ours": lambda one, other: plus(one, other) * 2,
    "the answer is an argument": lambda one, other: plus(one, 0.0),  # noqa: ARG005 - every way takes two
    "the answer is nothing of float": lambda one, other: plus(one, other) > 1,
    "blocks take different ways": lambda one, other: (
        plus(times(one, other), one) if one[0] > 0.5 else minus(plus(one, other), times(one, other))
    ),
    "a later block keeps what lies in the place of its answer": lambda one, other: (
        over(one, other) if one.size == BLOCK and one[0] < 0.9 else plus(over(one, other), over(other, one))
    ),
}


@pytest.mark.parametrize("way", STEPS)
def test_whatever_way_a_block_takes_its_answer_is_where_it_belongs(way):
    calculate = STEPS[way]
    for start in (0.1, 0.95):
        one, other = long_column(1, 0.1), long_column(2, 0.1)
        one[::BLOCK] = start, 0.95, 0.1
        before = one.copy(), other.copy()
        found = in_blocks(lambda values: calculate(*values), [one, other], one.shape, ())
        for place in range(0, one.size, BLOCK):
            block = slice(place, place + BLOCK)
            assert np.array_equal(found[block], calculate(one[block], other[block]))
        assert np.array_equal(one, before[0])
        assert np.array_equal(other, before[1])
        assert not np.shares_memory(found, one)


def test_a_long_answer_begins_with_a_line_of_the_cache():
    for seed in range(4):
        assert net_price(long_column(seed), long_column(seed)).ctypes.data % CACHE_LINE == 0


@pytest.mark.parametrize("rows", [3, BLOCK + 1])
@pytest.mark.parametrize(
    ("function", "numbers"),
    [
        (talk_cash_per_show, (19.0, 1.0, 2000.0, 200.0, 0.0, 50.0)),
        (talk_cash_per_show, (19.0, 0.5, 1.0, 200.0, 400.0, 0.0)),
        (talk_cash_per_show, (19.0, 0.5, 2000.0, 0.0, 0.0, 0.0)),
        (net_price, (100.0, 0.0, 0.05, 0.029, 0.3, 0.1)),
        (net_price, (1.0, 10.0, 0.0, 0.0, 0.0, 0.2)),
    ],
)
def test_what_is_written_over_is_never_an_argument(function, numbers, rows):
    """Whichever arguments are columns and whichever the number that changes nothing."""
    expected = function(*numbers)
    for chosen in product((False, True), repeat=len(numbers)):
        given = [np.full(rows, one) if column else one for one, column in zip(numbers, chosen, strict=True)]
        found = function(*given)
        assert np.allclose(found, expected, rtol=1e-12)
        assert all(np.all(one == before) for one, before in zip(given, numbers, strict=True))
        assert not any(np.shares_memory(found, one) for one in given if isinstance(one, np.ndarray))
