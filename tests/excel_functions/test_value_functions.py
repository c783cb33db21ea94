"""Functions in Python, held against another way to the same numbers."""

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

import pytest
from hypothesis import assume, given, strategies as st

from xl_quadrant.excel_functions.array_functions import OF_ARRAYS
from xl_quadrant.excel_functions.cell_values import shown
from xl_quadrant.excel_functions.error_kinds import Fault, error
from xl_quadrant.excel_functions.number_formats import formatted
from xl_quadrant.excel_functions.value_functions import BY_ELEMENT, compared

CENTS = st.integers(-10_000_000, 10_000_000).map(lambda cents: cents / 100)


@given(CENTS, st.sampled_from([0.01, 0.05, 0.25, 1.0, 7.0]))
def test_multiples_are_those_of_exact_decimals(size, step):
    steps = Decimal(shown(size)) / Decimal(shown(step))
    up, down = (float(steps.to_integral_value(way) * Decimal(shown(step))) for way in (ROUND_CEILING, ROUND_FLOOR))
    assert BY_ELEMENT["CEILING"](size, step) == pytest.approx(up)
    assert BY_ELEMENT["FLOOR"](size, step) == pytest.approx(down)
    assert BY_ELEMENT["CEILING.MATH"](size, step) == pytest.approx(up)
    assert BY_ELEMENT["FLOOR.MATH"](size, step) == pytest.approx(down)


@given(st.integers(1, 10**9), st.integers(1, 50))
def test_cents_are_equal_after_a_detour_and_differ_by_one(cents, parts):
    assert compared(cents / 100 * parts / parts, "=", cents / 100)
    assert not compared((cents + 1) / 100, "=", cents / 100)


@given(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6))
def test_of_two_numbers_one_comparison_holds(one, other):
    assert sum(compared(one, operator, other) for operator in ("<", "=", ">")) == 1
    assert compared(one, "<=", other) == (not compared(one, ">", other))


def test_kinds_come_in_their_order_and_blanks_are_as_the_other():
    ladder = [-1.0, 0.0, 2.0, "", "10", "9", "A", "b", False, True]
    for at, value in enumerate(ladder):
        assert [compared(value, "<", other) for other in ladder] == [at < place for place in range(len(ladder))]
    assert all(compared(None, "=", nothing) for nothing in (None, 0.0, "", False))
    assert compared(error("Na"), "=", error("Div")) == error("Na")


@given(st.floats(1000, 1e6), st.floats(0, 1), st.integers(2, 30), st.floats(0.5, 3), st.data())
def test_what_declines_in_parts_declines_as_a_whole(cost, share, life, factor, data):
    declined = BY_ELEMENT["VDB"]
    cut = data.draw(st.integers(0, life))
    whole = declined(cost, cost * share, life, 0, life, factor)
    parts = declined(cost, cost * share, life, 0, cut, factor) + declined(cost, cost * share, life, cut, life, factor)
    assert parts == pytest.approx(whole)
    assert whole == pytest.approx(cost - cost * share, abs=1e-6)


@given(st.floats(1e-250, 1e250))
def test_powers_of_ten_are_pythons(size):
    said = formatted(size, "0.00000E+00")
    mantissa, power = f"{Decimal(shown(size)):.5E}".split("E")
    assert float(said) == pytest.approx(float(f"{mantissa}E{power}"), rel=2e-5)
    assert len(said.split("E")[0]) == 7


@given(st.integers(0, 500), st.integers(0, 8))
def test_eighths_are_exact(whole, eighths):
    said = formatted(whole + eighths / 8, "0 0/8")
    left, _, right = said.partition(" ")
    over = int(right.split("/")[0]) if right.strip() else 0
    assert int(left or 0) + over / 8 == whole + eighths / 8


@given(st.lists(st.lists(st.floats(-100, 100), min_size=3, max_size=3), min_size=3, max_size=3))
def test_a_matrix_times_its_inverse_is_one(matrix):
    assume(abs(OF_ARRAYS["MDETERM"](matrix)) > 1)
    product = OF_ARRAYS["MMULT"](matrix, OF_ARRAYS["MINVERSE"](matrix))
    assert [value for row in product for value in row] == pytest.approx([1, 0, 0, 0, 1, 0, 0, 0, 1], abs=1e-6)


@given(st.lists(st.integers(0, 5), min_size=1, max_size=20), st.integers(1, 6))
def test_wrapped_and_stacked_again_is_the_same(cells, width):
    rows = OF_ARRAYS["WRAPROWS"]([cells], width, "-")
    flat = [cell for row in rows for cell in row]
    assert flat[: len(cells)] == cells
    assert set(flat[len(cells) :]) <= {"-"}
    assert OF_ARRAYS["VSTACK"](*[[row] for row in rows]) == rows
    assert OF_ARRAYS["HSTACK"](*[[[cell] for cell in row] for row in rows]) == [
        list(row) for row in zip(*rows, strict=True)
    ]


@pytest.mark.parametrize(
    ("name", "arguments", "kind"),
    [
        ("CEILING", (1.0, -1.0), "Num"),
        ("FLOOR", (1.0, 0.0), "Div"),
        ("NUMBERVALUE", ("1.5,5", ".", ","), "Value"),
        ("XLQ_VALUE", ("ten",), "Value"),
        ("XLQ_VALUE", (True,), "Value"),
        ("XLQ_ADDRESS", ("R0C1", 1.0, 1.0), "Ref"),
        ("XLQ_ADDRESS", ("A1", 1.0, 1.0), "Ref"),
        ("VDB", (2400.0, 300.0, 10.0, 5.0, 3.0), "Num"),
    ],
)
def test_what_has_no_answer_is_an_error(name, arguments, kind):
    with pytest.raises(Fault) as raised:
        BY_ELEMENT[name](*arguments)
    assert raised.value.kind == kind


@pytest.mark.parametrize(
    ("name", "arguments", "kind"),
    [
        ("MMULT", ([[1.0, 2.0]], [[1.0, 2.0]]), "Value"),
        ("MMULT", ([[1.0, "a"]], [[1.0], [2.0]]), "Value"),
        ("MINVERSE", ([[1.0, 2.0], [2.0, 4.0]],), "Num"),
        ("MDETERM", ([[1.0, 2.0]],), "Value"),
        ("EXPAND", ([[1.0, 2.0]], 1.0, 1.0), "Value"),
        ("WRAPROWS", ([[1.0, 2.0]], 0.0), "Num"),
        ("UNIQUE", ([[1.0], [1.0]], None, True), "Calc"),
        ("XLQ_ROWS", ("5:0",), "Ref"),
        ("XLQ_ROWS", ("soon",), "Ref"),
    ],
)
def test_arrays_that_do_not_fit_are_an_error(name, arguments, kind):
    with pytest.raises(Fault) as raised:
        OF_ARRAYS[name](*arguments)
    assert raised.value.kind == kind
