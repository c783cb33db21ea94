"""EXPLAIN says what was calculated, and what it says is so; it is never an error."""

import math
import re

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

import xl_quadrant
from xl_quadrant import XlQuadrantError, explain, quadrant, xlq_version
from xl_quadrant.catalogue import CATALOGUE, by_name
from xl_quadrant.catalogue.worked_equations import EQUATIONS
from xl_quadrant.functions.quantities import Flag, Word

SCALAR = [function for function in CATALOGUE if function.kind == "elementwise"]
MODEL = [
    ["Leads per month", 200.0],
    ["Cost per lead", 25.0],
    ["Booking rate", 0.5],
    ["Show rate", 0.6],
    ["Close rate", 0.5],
    ["Core package price", 2000.0],
]


def calculated(text):
    """Return what the signs and numbers of an equation come to."""
    text = re.sub(r"([0-9.e+]+|[0-9.]+e-?[0-9]+)%", r"(\1/100)", text.replace("e-", "E-"))
    for sign, operator in (("×", "*"), ("−", "-"), ("^", "**"), ("≥", ">="), ("≤", "<="), ("E-", "e-")):
        text = text.replace(sign, operator)
    assert re.fullmatch(r"[-+*/()<>=.e0-9 ]+", text), text
    return eval(text)


def values_of(argument):
    """Return a strategy for one argument, of the size people meet."""
    quantity = argument.quantity
    if isinstance(quantity, Word):
        return st.sampled_from(quantity.words)
    if isinstance(quantity, Flag):
        return st.booleans()
    if quantity.whole:
        return st.integers(0, 36).map(float)
    if quantity.kind == "rate":
        return st.sampled_from([0.0, 1.0]) | st.integers(1, 99).map(lambda percent: percent / 100)
    return st.integers(0, 5000).map(float)


@pytest.mark.parametrize("function", SCALAR, ids=[function.name for function in SCALAR])
@given(st.data())
@settings(max_examples=25)
def test_the_numbers_come_to_the_answer(function, data):
    arguments = [data.draw(values_of(a) if a.required else st.none() | values_of(a)) for a in function.arguments]
    try:
        answer = function.python(*arguments)
    except XlQuadrantError as error:
        answer, reason = None, str(error)
    if answer is None:
        assert reason in explain(function.name, *arguments)
        return
    text = explain(function.name, *arguments)
    assert text.startswith(function.summary.removesuffix("."))
    worked = text.removeprefix(f"{function.summary.removesuffix('.')}: ").removesuffix(".")
    compared = re.fullmatch(r".*: (?P<left>.*) (?P<sign>[≥≤<>]) (?P<right>.*), so (?P<answer>.*)", worked)
    if compared:
        left, right = calculated(compared["left"]), calculated(compared["right"])
        close = math.isclose(left, right, rel_tol=1e-7, abs_tol=1e-7)
        holds = {"≥": left >= right, "≤": left <= right, "<": left < right, ">": left > right}
        assert close or holds[compared["sign"]]
        shown = compared["answer"]
    else:
        *_, numbers, shown = f" = {worked}".split(" = ")
        if numbers:
            assert calculated(numbers) == pytest.approx(answer, rel=1e-6, abs=1e-7)
    if isinstance(answer, (str, bool)):
        assert shown == (answer if isinstance(answer, str) else str(answer).upper())
    else:
        assert shown.endswith(f" ({function.returned_unit})")
        number = shown.removesuffix(f" ({function.returned_unit})")
        assert calculated(number) == pytest.approx(answer, rel=1e-8, abs=1e-9)


def test_every_function_of_one_number_has_its_equation():
    assert set(EQUATIONS) == {f.name for f in CATALOGUE if f.kind in ("elementwise", "reducing")}


@given(st.lists(st.tuples(st.integers(0, 900), st.integers(0, 100), st.integers(0, 50)), min_size=1, max_size=5))
@settings(max_examples=30)
def test_offers_are_explained_term_by_term(offers):
    prices, takes, costs = ([[float(value)] for value in column] for column in zip(*offers, strict=True))
    takes = [[take / 100] for [take] in takes]
    text = explain("OFFER_VALUE", prices, takes, costs)
    *_, numbers, shown = text.split(" = ")
    expected = sum(p * t - c * t for [p], [t], [c] in zip(prices, takes, costs, strict=True))
    assert calculated(numbers) == pytest.approx(expected)
    assert shown.endswith("(money per buyer).")


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (
            ("COST_PER_SHOW", 25, 0.5, 0.6),
            "Cost of getting one person through the door: cost_per_lead / (booking_rate × show_rate) "
            "= 25 / (50% × 60%) = 83.33333333 (money per show).",
        ),
        (
            ("LTV_CURVE", 100, [0.1, 0.05], 0.02),
            "Lifetime value of one member whose churn changes from month to month: price × expected_payments "
            "= 100 × 44.65 = 4465 (money per member).",
        ),
        (
            ("MAX_COST_PER_SHOW", -500, 0.5, 19),
            "Most that can be paid to get one person through the door: "
            "(front_end_profit + close_rate × profit_per_buyer) / multiple ≤ 0: "
            "(19 + 50% × (−500)) / 1 ≤ 0, so 0 (money per show).",
        ),
        (
            ("PAYBACK_MONTHS", 100, 150, 200, 0.1),
            "Months that pass until a buyer has paid back what it cost to win them: upfront_profit ≥ cac: 150 ≥ 100, "
            "so 0 (months).",
        ),
        (
            ("RATE_INTERVAL", 2, 5),
            "Range in which the true rate probably lies, when it was counted from few cases: "
            "successes 2, trials 5, level 90% give low 12.77755995%, median 40.68449409%, high 73.93662913%.",
        ),
        (
            ("QUADRANT", MODEL, "cac"),
            "Cost per buyer (CAC): 166.6666667 (money per buyer). Ad spend and sales cost of a buyer.",
        ),
        (("XLQ_VERSION",), "Version of xl-quadrant. Write XLQ_VERSION()."),
    ],
)
def test_a_calculation_reads_as_a_person_would_say_it(arguments, text):
    assert explain(*arguments) == text


def test_a_table_is_told_by_its_headings():
    assert explain("CASH_TIMELINE", MODEL, 3).endswith(" Net, Cumulative.")
    assert "A table of 18 rows: Lever, Gain, Share of the gap." in explain("FIX_FIRST", MODEL, MODEL)


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (("LTV_CONTINUTY", 200, 0.1), "'LTV_CONTINUTY' is not a function of xl-quadrant; did you mean LTV_CONTINUITY"),
        ((None, 200), 'write the name of a function, such as "LTV_CONTINUITY"'),
        ((5.0,), "function_name: 5 is not text"),
        (("#N/A",), "function_name: '#N/A' is an error in the cell"),
        (("LTV_CONTINUITY", 200, 10), "churn: 10 is above 1; write 10% or 0.1. Share of members who leave each month"),
        (("LTV_CONTINUITY", None, 0.1), "price: blank where a number belongs; write a number (money per month)"),
        (("LTV_CONTINUITY", 200, [[0.1], [0.2]]), "churn: 'a range' is given where one value belongs; give one cell"),
        (("LTV_CONTINUITY", 200, 0), "LTV_CONTINUITY has no answer (#NUM!). churn: 0 "),
        (("LTV_TO_CAC", 1, 2, 3), "3 arguments are given; the function takes 2 at most: LTV_TO_CAC(ltv, cac)"),
        (("LTV_TO_CAC", "#DIV/0!", 3), "ltv: '#DIV/0!' is an error in the cell"),
        (("PAYBACK_MONTHS", 5000, 0, 100, 0.5), "PAYBACK_MONTHS has no answer (#N/A)."),
        (("QUADRANT", [["Close rate", 50.0], *MODEL[:4], MODEL[5]], "cac"), "model, Close rate: 50 is above 1"),
        (("QUADRANT", 5.0, "cac"), "model: 5 is a single value; select two columns"),
    ],
)
def test_what_is_wrong_is_said_in_words(arguments, text):
    found = explain(*arguments)
    assert text in found
    assert not found.startswith("#")


def test_a_function_without_arguments_is_its_help():
    text = explain("ltv_to_cac")
    assert "Write LTV_TO_CAC(ltv, cac)." in text
    for argument in by_name("LTV_TO_CAC").arguments:
        assert f"{argument.name} ({argument.unit}): {argument.help}" in text


ANYTHING = st.one_of(
    st.none(),
    st.booleans(),
    st.floats(allow_nan=False),
    st.text(max_size=5),
    st.sampled_from(["#N/A", "start", "#NUM! churn: 2 is above 1"]),
    st.lists(
        st.lists(st.none() | st.floats(0, 2) | st.text(max_size=2), min_size=2, max_size=2), min_size=1, max_size=3
    ),
)


@given(st.sampled_from([f.name for f in CATALOGUE]) | ANYTHING, st.lists(ANYTHING, max_size=8))
@settings(max_examples=150)
def test_whatever_it_is_given_it_is_never_an_error(name, arguments):
    text = explain(name, *arguments)
    assert isinstance(text, str)
    assert text
    assert not text.startswith("#")


def test_arrays_are_taken_as_ranges_and_numbers_of_numpy_as_numbers():
    assert explain("OFFER_VALUE", np.array([200.0]), np.array([1.0])) == explain("OFFER_VALUE", [200.0], [1.0])
    assert explain("LTV_TO_CAC", np.float64(6), np.float64(2)) == explain("LTV_TO_CAC", 6, 2)


def test_the_version_is_that_of_the_package():
    assert xlq_version() == xl_quadrant.__version__


def test_the_explained_result_is_the_result():
    assert f"{quadrant(MODEL, 'cac'):.10g}" in explain("QUADRANT", MODEL, "cac")
