"""Numbers, lists, arrays, Series and blanks go in; the same shapes come out, or an error of ours."""

import importlib
import math
from random import Random

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings, strategies as st
from strategies import MODULES, SPILLING, draw_call, elementwise_functions, every_function

from xl_quadrant.errors import (
    ArgumentError,
    BlankArgument,
    OutOfDomain,
    UnlikeShapes,
    ZeroDivisor,
)
from xl_quadrant.functions import blocks
from xl_quadrant.functions.arguments import arguments_of
from xl_quadrant.functions.continuity import monthly_churn
from xl_quadrant.functions.front_end import front_end_cash
from xl_quadrant.functions.funnel import cost_per_show, funnel_count, rebase
from xl_quadrant.functions.funnel_rates import close_rate, show_rate
from xl_quadrant.functions.growth import revenue_ceiling
from xl_quadrant.functions.levers import rate_interval
from xl_quadrant.functions.lifetime_value import ltv_continuity, ltv_curve
from xl_quadrant.functions.per_show import channel_verdict
from xl_quadrant.functions.prepay import installment_cash, prepay_cash
from xl_quadrant.functions.products_services import offer_value


def any_seed(test):
    """Run a test on a few seeds, of which each draws many calls."""
    return settings(max_examples=10)(given(seed=st.integers(0, 2**32))(test))


def outcome(function, arguments):
    """Return what a call gives, or the error it raises."""
    try:
        return function(*arguments)
    except ArgumentError as error:
        return error


def same(one, other):
    """Say whether two answers are the same but for the last digits, which blocks and single numbers may round apart."""
    if isinstance(one, str):
        return one == other
    return np.allclose(one, other, rtol=1e-12, atol=1e-12, equal_nan=False)


@pytest.mark.parametrize("name", elementwise_functions())
@any_seed
def test_columns_give_what_single_calls_give_one_by_one(name, seed):
    function = elementwise_functions()[name]
    random = Random(seed)
    rows = [draw_call(random, function) for _ in range(random.choice((1, 2, 5)))]
    columns = [list(column) for column in zip(*rows, strict=True)]
    single = [outcome(function, row) for row in rows]
    failed = [answer for answer in single if isinstance(answer, ArgumentError)]
    whole = outcome(function, columns)
    if failed:
        assert type(whole) in {type(error) for error in failed}
        return
    assert isinstance(whole, np.ndarray)
    assert whole.shape == (len(rows), SPILLING[name]) if name in SPILLING else (len(rows),)
    assert all(same(one, other) for one, other in zip(single, whole.tolist(), strict=True))


@pytest.mark.parametrize("name", elementwise_functions())
@any_seed
def test_a_column_beside_single_values_broadcasts(name, seed):
    function = elementwise_functions()[name]
    random = Random(seed)
    arguments = draw_call(random, function)
    position = random.randrange(len(arguments))
    others = [draw_call(random, function)[position] for _ in range(3)]
    rows = [[*arguments[:position], other, *arguments[position + 1 :]] for other in others]
    single = [outcome(function, row) for row in rows]
    whole = outcome(function, [*arguments[:position], others, *arguments[position + 1 :]])
    failed = {type(answer) for answer in single if isinstance(answer, ArgumentError)}
    if failed:
        assert type(whole) in failed
    else:
        assert all(same(one, other) for one, other in zip(single, whole.tolist(), strict=True))


@pytest.mark.parametrize("name", every_function())
@any_seed
def test_an_answer_is_a_finite_python_value_or_an_error_of_ours(name, seed):
    function = every_function()[name]
    answer = outcome(function, draw_call(Random(seed), function))
    if isinstance(answer, ArgumentError):
        assert answer.excel_error in ("#VALUE!", "#NUM!", "#DIV/0!", "#N/A")
        assert str(answer).startswith(f"{answer.argument}: ")
        assert answer.argument in (name, *(argument.name for argument in arguments_of(function)))
    elif name in SPILLING:
        assert answer.shape == (SPILLING[name],)
    else:
        assert type(answer) in (float, bool, str)
        assert not isinstance(answer, float) or math.isfinite(answer)


@pytest.mark.parametrize("name", every_function())
@any_seed
def test_arguments_may_be_named(name, seed):
    function = every_function()[name]
    arguments = draw_call(Random(seed), function)
    named = {argument.name: value for argument, value in zip(arguments_of(function), arguments, strict=True)}
    by_position = outcome(function, arguments)
    by_name = outcome(lambda: function(**named), [])
    assert str(by_position) == str(by_name)


@pytest.mark.parametrize("name", elementwise_functions())
@any_seed
def test_long_columns_go_through_in_blocks_with_the_same_answers(name, seed):
    function = elementwise_functions()[name]
    random = Random(seed)
    rows = [draw_call(random, function) for _ in range(7)]
    columns = [list(column) for column in zip(*rows, strict=True)]
    at_once = outcome(function, columns)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(blocks, "BLOCK", 2)
        in_blocks = outcome(function, columns)
    if isinstance(at_once, ArgumentError):
        failed = [outcome(function, row) for row in rows]
        assert type(in_blocks) in {type(error) for error in failed if isinstance(error, ArgumentError)}
    else:
        assert in_blocks.shape == at_once.shape
        assert in_blocks.dtype == at_once.dtype
        assert all(same(one, other) for one, other in zip(at_once.tolist(), in_blocks.tolist(), strict=True))


def test_blocks_keep_the_shape_of_a_long_table():
    price = np.arange(80_000.0).reshape(400, 200)
    assert np.array_equal(revenue_ceiling(price, 2), price * 2)
    assert np.array_equal(revenue_ceiling(price.T, price.T), (price * price).T)
    assert rate_interval(price[:, :100], price[:, :100] + 1).shape == (400, 100, 3)
    with pytest.raises(OutOfDomain, match=r"churn: 10 is above 1; write 10% or 0.1"):
        ltv_continuity(200, np.where(np.arange(80_000) == 79_999, 10, 0.1))


@pytest.mark.parametrize("function", every_function().values(), ids=every_function())
def test_a_blank_required_argument_is_blank_and_too_many_are_a_type_error(function):
    with pytest.raises(BlankArgument, match=f"^{arguments_of(function)[0].name}: blank where a"):
        function()
    with pytest.raises(TypeError, match=r"too many positional arguments"):
        function(*[1] * 9)
    with pytest.raises(TypeError, match=r"unexpected keyword argument 'moon'"):
        function(moon=1)


def test_an_argument_given_twice_is_a_type_error():
    with pytest.raises(TypeError, match=r"multiple values for argument 'price'"):
        ltv_continuity(200, price=100)


def test_blank_optional_arguments_take_their_defaults():
    assert prepay_cash(2000, 500, 0.2, None, None) == prepay_cash(2000, 500, 0.2)
    assert prepay_cash(2000, 500, 0.2, [None, 0.1, 0.2]).tolist() == [
        prepay_cash(2000, 500, 0.2, discount) for discount in (0.1, 0.1, 0.2)
    ]
    assert ltv_continuity(200, 0.1, [None, 12, None]).tolist() == [2000, ltv_continuity(200, 0.1, 12), 2000]
    assert ltv_continuity(200, 0.1, None, 0.01, [None, "end"]).tolist() == [
        ltv_continuity(200, 0.1, None, 0.01, paid) for paid in ("start", "end")
    ]


@pytest.mark.parametrize("blanks", [[0.1, None], [[0.1], [None]], np.array([0.1, None]), (0.1, None)])
def test_a_blank_in_a_required_column_is_an_error(blanks):
    with pytest.raises(BlankArgument, match=r"^churn: blank where a number belongs"):
        ltv_continuity(200, blanks)


@pytest.mark.parametrize(
    ("price", "churn", "shape"),
    [
        ([1, 2, 3], 0.1, (3,)),
        (100, [[0.1], [0.2]], (2, 1)),
        ([[1, 2, 3]], [[0.1], [0.2]], (2, 3)),
        (np.ones((4, 1)), np.full(3, 0.1), (4, 3)),
        ([], 0.1, (0,)),
        ([], [], (0,)),
        ([1], [0.1, 0.2], (2,)),
        (((1, 2), (3, 4)), 0.1, (2, 2)),
    ],
)
def test_shapes_broadcast_as_in_numpy(price, churn, shape):
    answer = ltv_continuity(price, churn)
    assert answer.shape == shape
    assert np.allclose(answer, np.asarray(price, dtype=float) / np.asarray(churn))


def test_an_argument_without_influence_still_gives_its_shape():
    assert front_end_cash(99, "free", [0.1, 0.2, 0.3]).tolist() == [0, 0, 0]
    assert rebase([1, 2], "show", "show", [[0.5], [0.5]]).tolist() == [[1, 2], [1, 2]]


@pytest.mark.parametrize(
    "lists",
    [([1, 2], [0.1, 0.2, 0.3]), ([[1, 2]], [[0.1, 0.2, 0.3]]), (np.ones((2, 2)), np.full((3, 2), 0.1))],
)
def test_ranges_that_do_not_fit_are_an_error(lists):
    with pytest.raises(UnlikeShapes, match=r"^price: \(.*\) does not fit the shape of churn, \(.*\)"):
        ltv_continuity(*lists)


@pytest.mark.parametrize("ragged", [[[1, 2], [3]], [[1, 2], 3], [(1,), (2, 3)]])
def test_rows_of_unlike_length_are_an_error(ragged):
    with pytest.raises(UnlikeShapes, match=r"has rows of unlike length"):
        ltv_continuity(ragged, 0.1)


@pytest.mark.parametrize("name", elementwise_functions())
@any_seed
def test_an_answer_shares_no_memory_with_an_argument(name, seed):
    function = elementwise_functions()[name]
    arguments = [np.array([value, value]) for value in draw_call(Random(seed), function)]
    arguments = [None if array.dtype == object else array for array in arguments]
    before = [None if array is None else array.copy() for array in arguments]
    answer = outcome(function, arguments)
    for array, copy in zip(arguments, before, strict=True):
        assert array is None or np.array_equal(array, copy)
        assert array is None or not np.shares_memory(array, answer)


class TestSeries:
    """A pandas Series gives a Series with the same index."""

    clients = pd.Index(["a", "b", "c"], name="client")

    def test_the_index_is_kept(self):
        price = pd.Series([100, 200, 300], index=self.clients)
        answer = ltv_continuity(price, pd.Series([0.1, 0.2, 0.3], index=self.clients), payments=[12, 6, None])
        assert isinstance(answer, pd.Series)
        assert answer.index.equals(self.clients)
        assert answer.index.name == "client"
        assert np.allclose(answer, [ltv_continuity(100, 0.1, 12), ltv_continuity(200, 0.2, 6), 1000])

    def test_text_and_logical_answers_are_series_too(self):
        cost = pd.Series([100.0, 1000.0, 0.0], index=self.clients)
        verdict = channel_verdict(cost, 50, 200, 900)
        assert verdict.to_dict() == {"a": "paid in 30 days", "b": "loses money", "c": "paid on the day"}

    def test_unlike_indexes_are_an_error(self):
        price = pd.Series([100, 200, 300], index=self.clients)
        for churn in (pd.Series([0.1, 0.2, 0.3]), pd.Series([0.1], index=["a"])):
            with pytest.raises(UnlikeShapes, match=r"^churn: 'a Series' has not the index of price"):
                ltv_continuity(price, churn)
        with pytest.raises(UnlikeShapes, match=r"^take_rates: 'a Series' has not the index of prices"):
            offer_value(price, pd.Series([0.1, 0.2, 0.3]))

    def test_long_series_keep_their_index_through_blocks(self):
        price = pd.Series(np.arange(70_000.0)).iloc[::-1]
        assert revenue_ceiling(2, price).equals(price * 2)

    def test_a_series_of_one_beside_a_longer_list_is_no_longer_a_series(self):
        assert isinstance(revenue_ceiling(pd.Series([2.0]), [1, 2, 3]), np.ndarray)

    @pytest.mark.parametrize(
        "payments",
        [
            pd.Series([12, None, 6], dtype="Int64"),
            pd.Series([12, None, 6], dtype="Float64"),
            pd.Series([12, None, 6], dtype=object),
        ],
    )
    def test_missing_values_of_pandas_are_blanks(self, payments):
        assert np.allclose(ltv_continuity(200, 0.1, payments), [ltv_continuity(200, 0.1, n) for n in (12, None, 6)])
        with pytest.raises(BlankArgument, match=r"^price: blank"):
            ltv_continuity(payments, 0.1)

    @pytest.mark.parametrize("kind", ["str", "string", object, "category"])
    def test_words_of_any_type_of_series_are_read(self, kind):
        paid = pd.Series(["start", None, "End"], dtype=kind)
        assert np.allclose(
            ltv_continuity(200, 0.1, None, 0.01, paid),
            [ltv_continuity(200, 0.1, None, 0.01, when) for when in ("start", "start", "end")],
        )

    def test_nan_in_a_series_of_numbers_is_not_finite(self):
        with pytest.raises(OutOfDomain, match=r"is not a finite number"):
            ltv_continuity(pd.Series([100, np.nan]), 0.1)

    def test_a_reducing_function_takes_series(self):
        assert offer_value(pd.Series([200, 1000]), pd.Series([1, 0.4])) == 600
        assert type(offer_value(pd.Series([200, 1000]), pd.Series([1, 0.4]))) is float


def test_one_cell_given_as_a_range_is_one_value_to_a_reducing_function():
    assert ltv_curve([[100]], [[0.1], [0.05]], (0.02,)) == ltv_curve(100, [0.1, 0.05], 0.02)
    assert offer_value([[200]], [[1]], [[0]], [[True]]) == 200
    with pytest.raises(UnlikeShapes, match=r"^price: 'a range' is given where one value belongs"):
        ltv_curve([100, 100], [0.1, 0.05])


def test_an_answer_beyond_all_numbers_is_out_of_domain():
    for huge in (1e308, [1.0, 1e308]):
        with pytest.raises(OutOfDomain, match=r"^revenue_ceiling: inf is no finite answer"):
            revenue_ceiling(huge, 1e10)


def test_the_first_element_at_fault_is_shown():
    with pytest.raises(ZeroDivisor) as caught:
        cost_per_show([1, 2, 3], [0.5, 0.5, 0], 0.5)
    assert (caught.value.argument, caught.value.value) == ("booking_rate", 0)
    with pytest.raises(OutOfDomain, match=r"^buyers: 7 is above shows, 5; write at most that"):
        close_rate([1, 7, 9], [[2, 5, 8]])
    with pytest.raises(OutOfDomain, match=r"^down_payment: 30 is above the price, 20"):
        installment_cash([10, 20], [5, 30], 6)


def test_functions_keep_their_names_and_signatures():
    for module in map(importlib.import_module, (f"xl_quadrant.functions.{name}" for name in MODULES)):
        for name, thing in vars(module).items():
            if hasattr(thing, "__wrapped__"):
                assert thing.__name__ == name


def test_counts_need_not_be_whole_but_payments_must():
    assert show_rate(1.5, 3) == 0.5
    assert funnel_count(0.5, 0.5, 0.5) == 0.125
    with pytest.raises(OutOfDomain, match=r"^payments: 1\.5 is not a whole number; write a whole number"):
        ltv_continuity(200, 0.1, 1.5)
    with pytest.raises(OutOfDomain, match=r"^payments: 1\.5 is not a whole number"):
        ltv_continuity(200, 0.1, [1, 1.5, 2])


def test_a_lone_argument_works_too():
    assert monthly_churn([0, 1]).tolist() == [0, 1]


class OwnKindOfArray(np.ndarray):
    """As `np.memmap` and `np.matrix` are."""


def test_an_array_of_a_kind_of_its_own_is_checked_as_any_other():
    prices = np.array([-5.0, 4.0]).view(OwnKindOfArray)
    with pytest.raises(OutOfDomain, match="-5"):
        revenue_ceiling(prices, 2)
