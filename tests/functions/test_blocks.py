"""Long columns in blocks: every block of an answer is the answer to the block, in an array of its own."""

from itertools import product

import numpy as np
import pytest

from xl_quadrant.functions.blocks import BLOCK, in_blocks
from xl_quadrant.functions.front_end import net_price
from xl_quadrant.functions.per_show import talk_cash_per_show


def long_column(seed, low=0.0):
    return np.random.default_rng(seed).uniform(low, 1, 2 * BLOCK + 5)


WAYS = {
    "an answer of its own": lambda one, other: one * other + other,
    "the answer is an argument": lambda one, _: one,
    "the answer is of another type": lambda one, other: one > other,
    "the answer is one number": lambda one, _: np.asarray(one.size / one.size),
    "blocks take different ways": lambda one, other: one * other if one[0] > 0.5 else one - other,
}


@pytest.mark.parametrize("way", WAYS)
def test_each_block_of_an_answer_is_the_answer_to_the_block(way):
    calculate = WAYS[way]
    one, other = long_column(1, 0.1), long_column(2, 0.1)
    one[::BLOCK] = 0.1, 0.95, 0.1
    before = one.copy(), other.copy()
    found = in_blocks(lambda values: calculate(*values), [one, other], one.shape, ())
    for start in range(0, one.size, BLOCK):
        block = slice(start, start + BLOCK)
        assert np.array_equal(found[block], np.broadcast_to(calculate(one[block], other[block]), found[block].shape))
    assert np.array_equal(one, before[0])
    assert np.array_equal(other, before[1])
    assert not np.shares_memory(found, one)


def test_several_answers_to_each_element_keep_their_axis():
    one = long_column(3)
    found = in_blocks(lambda values: np.stack([values[0], values[0] + values[1]], axis=-1), [one, 2.0], one.shape, (2,))
    assert np.array_equal(found, np.stack([one, one + 2.0], axis=-1))


@pytest.mark.parametrize("rows", [3, BLOCK + 1])
@pytest.mark.parametrize(
    ("function", "numbers"),
    [
        (talk_cash_per_show, (19.0, 1.0, 2000.0, 200.0, 0.0, 50.0)),
        (talk_cash_per_show, (19.0, 0.5, 2000.0, 0.0, 0.0, 0.0)),
        (net_price, (100.0, 0.0, 0.05, 0.029, 0.3, 0.1)),
    ],
)
def test_whichever_arguments_are_columns_the_answer_is_the_same_and_no_argument_changes(function, numbers, rows):
    expected = function(*numbers)
    for chosen in product((False, True), repeat=len(numbers)):
        given = [np.full(rows, one) if column else one for one, column in zip(numbers, chosen, strict=True)]
        found = function(*given)
        assert np.allclose(found, expected, rtol=1e-12)
        assert all(np.all(one == before) for one, before in zip(given, numbers, strict=True))
        assert not any(np.shares_memory(found, one) for one in given if isinstance(one, np.ndarray))
