"""What a value of an argument may be, in Python and in a cell, and what is said of one that may not."""

import datetime
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest

from xl_quadrant.errors import CellError, OutOfDomain, UnknownWord, WrongType
from xl_quadrant.functions.front_end import front_end_cash
from xl_quadrant.functions.funnel import rebase
from xl_quadrant.functions.growth import revenue_ceiling
from xl_quadrant.functions.lifetime_value import ltv_continuity
from xl_quadrant.functions.per_show import cash_per_show


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf"), np.float64("nan"), 10**400])
def test_what_is_not_finite_is_out_of_domain(value):
    for given_value in (value, [value], [0.5, value], np.array([0.5, value])):
        with pytest.raises(OutOfDomain, match=r"is not a finite number; write a number"):
            revenue_ceiling(1, given_value)


@pytest.mark.parametrize(
    "value",
    [
        "200",
        "abc",
        "",
        True,
        False,
        np.True_,
        1j,
        datetime.date(2024, 1, 1),
        datetime.datetime(2024, 1, 1, tzinfo=datetime.UTC),
        datetime.timedelta(1),
        np.datetime64("2024-01-01"),
        np.datetime64("2024-01-01", "ns"),
        np.timedelta64(3, "D"),
        pd.Timestamp("2024-01-01"),
        object(),
        {"a": 1},
    ],
)
def test_what_is_no_number_is_the_wrong_type(value):
    for given_value in (value, [value], [1.0, value], np.array([value]), pd.Series([value, value])):
        with pytest.raises(WrongType, match=r"write a number"):
            revenue_ceiling(1, given_value)


@pytest.mark.parametrize(
    "value",
    [2, 2.0, Decimal(2), Fraction(2), np.int64(2), np.uint8(2), np.float32(2), np.array(2.0), np.array(2)],
)
def test_any_real_number_is_a_number(value):
    assert revenue_ceiling(value, 3) == 6.0
    assert type(revenue_ceiling(value, 3)) is float
    assert revenue_ceiling([value, 1.0], 3).tolist() == [6.0, 3.0]


def test_words_may_be_in_any_case_and_are_checked():
    assert rebase(10, "BUYER", "Show", 0.5) == 5.0
    assert front_end_cash([9, 9], np.array(["Free", "VALUE"])).tolist() == [0, 9]
    with pytest.raises(UnknownWord, match=r'^offer: \'gift\' is not known; write "free", "discount" or "value"'):
        front_end_cash(99, ["free", "gift"])
    for wrong in (1, True, ["free", 1]):
        with pytest.raises(WrongType, match=r"is not text"):
            front_end_cash(99, wrong)


def test_an_error_in_a_cell_passes_through():
    for text in ("#N/A", "#DIV/0!", "#NUM! churn: 10 is above 1; write 10% or 0.1"):
        for given_value in (text, [0.1, text], np.array(["#REF!", text])[1:]):
            with pytest.raises(CellError) as caught:
                ltv_continuity(200, given_value)
            assert caught.value.excel_error == text.partition(" ")[0]
    with pytest.raises(CellError):
        front_end_cash(99, "#NAME?")


def test_fifty_typed_for_fifty_percent_is_said_so():
    with pytest.raises(OutOfDomain) as caught:
        cash_per_show(19, 50, 2000)
    assert str(caught.value) == "close_rate: 50 is above 1; write 50% or 0.5"
    assert (caught.value.argument, caught.value.value, caught.value.rule) == (
        "close_rate",
        50,
        "is above 1; write 50% or 0.5",
    )
