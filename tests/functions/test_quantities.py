"""What an argument may be, and what is said where it is not."""

import math

import pytest
from hypothesis import given, strategies as st

from xl_quadrant.errors import BlankArgument, CellError, OutOfDomain, UnknownWord, WrongType
from xl_quadrant.functions.arguments import arguments_of
from xl_quadrant.functions.growth import referral_multiplier
from xl_quadrant.functions.levers import rate_interval
from xl_quadrant.functions.quantities import COUNT, DAYS, MONEY, MONTHS, RATE, RATIO, SIGNED_MONEY, Flag, Number, Word

BELOW_1 = arguments_of(referral_multiplier)[0].quantity
WITHIN = arguments_of(rate_interval)[2].quantity


@pytest.mark.parametrize(
    ("quantity", "value", "rule"),
    [
        (MONEY, -1, "-1 is below 0; write a number, 0 or more"),
        (RATE, 50, "50 is above 1; write 50% or 0.5"),
        (RATE, 12.5, "12.5 is above 1; write 12.5% or 0.125"),
        (RATE, 101, "101 is above 1; write a rate from 0 to 1 (0% to 100%)"),
        (RATE, -0.1, "-0.1 is below 0; write a rate from 0 to 1 (0% to 100%)"),
        (BELOW_1, 1, "1 is not below 1; write a rate from 0 to below 1 (0% to 100%)"),
        (BELOW_1, 20, "20 is above 1; write 20% or 0.2"),
        (WITHIN, 0, "0 is not above 0; write a rate above 0 and below 1 (100%)"),
        (MONTHS, 1.5, "1.5 is not a whole number; write a whole number"),
        (MONTHS, -1, "-1 is below 0; write a whole number, 0 or more"),
        (RATIO, -1, "-1 is below 0; write a number, 0 or more"),
        (DAYS, math.inf, "inf is not a finite number; write a number (days)"),
        (SIGNED_MONEY, math.nan, "nan is not a finite number; write a number (money)"),
        (Number("count", "count", low=1, high=5), 9, "9 is above 5; write a number from 1 to 5"),
    ],
)
def test_a_broken_bound_says_what_to_write(quantity, value, rule):
    with pytest.raises(OutOfDomain) as caught:
        quantity.check("x", value)
    assert str(caught.value) == f"x: {rule}"


@given(st.floats(allow_nan=True, allow_infinity=True))
def test_what_is_allowed_is_what_is_let_through(value):
    for quantity in (MONEY, SIGNED_MONEY, RATE, COUNT, MONTHS, DAYS, RATIO, BELOW_1, WITHIN):
        if quantity.allows(value):
            assert quantity.check("x", value) == value
        else:
            with pytest.raises(OutOfDomain):
                quantity.check("x", value)
        low, high = quantity.surely_allowed
        assert quantity.allows(value) or not low < value < high or (quantity.whole and value % 1)


def test_blanks_text_and_logicals():
    for quantity in (MONEY, Word(("start", "end")), Flag()):
        with pytest.raises(BlankArgument):
            quantity.check("x", None)
        with pytest.raises(CellError) as caught:
            quantity.check("x", "#DIV/0!")
        assert caught.value.excel_error == "#DIV/0!"
    with pytest.raises(WrongType, match=r"^x: '10%' is text; write a number \(rate\)"):
        RATE.check("x", "10%")
    with pytest.raises(WrongType, match=r"^x: TRUE is not a number"):
        RATE.check("x", True)


def test_words():
    word = Word(("start", "end"))
    assert word.check("x", "START") == "start"
    with pytest.raises(UnknownWord, match=r'^x: \'middle\' is not known; write "start" or "end"'):
        word.check("x", "middle")
    with pytest.raises(WrongType, match=r'^x: 1 is not text; write "start" or "end"'):
        word.check("x", 1)


def test_flags():
    assert [Flag().check("x", value) for value in (True, False, 1, 0, 1.0)] == [True, False, True, False, True]
    for wrong in (2, "yes", 0.5):
        with pytest.raises(WrongType, match=r"is not a logical; write TRUE or FALSE"):
            Flag().check("x", wrong)


def test_units_per_something():
    assert MONEY.per("show").unit == "money per show"
    assert MONEY.per("show").check("x", 3) == 3.0


@pytest.mark.parametrize(
    ("quantity", "words"),
    [
        (MONEY, "a number, 0 or more"),
        (SIGNED_MONEY, "a number"),
        (MONTHS, "a whole number, 0 or more"),
        (Number("ratio", "ratio", above_low=True), "a number above 0"),
        (Number("rate", "rate", high=1, above_low=True), "a rate above 0, up to 1 (100%)"),
        (Word(("start", "end")), '"start" or "end"'),
        (Flag(), "TRUE or FALSE"),
    ],
)
def test_what_is_allowed_in_words(quantity, words):
    assert quantity.allowed == words
