"""TEXT against the examples of ECMA-376 (part 1, 18.8.31), of Microsoft's page of TEXT, and what Excel stored."""

import contextlib

import pytest
from hypothesis import given, strategies

from xl_quadrant.excel_functions.error_kinds import Fault
from xl_quadrant.excel_functions.number_formats import formatted

NUMBERS = [
    (1234.59, "####.#", "1234.6"), (8.9, "#.000", "8.900"), (0.631, "0.#", "0.6"), (12.0, "#.0#", "12.0"),
    (1234.568, "#.0#", "1234.57"), (44.398, "???.???", " 44.398"), (102.65, "???.???", "102.65 "),
    (2.8, "???.???", "  2.8  "), (5.25, "# ???/???", "5   1/4  "), (5.3, "# ???/???", "5   3/10 "),
    (12000.0, "#,###", "12,000"), (12000.0, "#,", "12"), (12200000.0, "0.0,,", "12.2"),
    (12.3, '$0.00" Surplus";$-0.00" Shortage"', "$12.30 Surplus"),
    (-12.3, '$0.00" Surplus";$-0.00" Shortage"', "$-12.30 Shortage"), (0.285, "0.0%", "28.5%"),
    (12345.678, "0.00E+00", "1.23E+04"), (12345.678, "##0.0E+0", "12.3E+3"), (999_999.0, "0.0E+0", "1.0E+6"),
    (1e-7, "0.0E-0", "1.0E-7"), (0.0, "0.00E+00", "0.00E+00"), (1234567890.0, "(###) ###-####", "(123) 456-7890"),
    (123456789.0, "000-00-0000", "123-45-6789"), (1234.0, "0,000,000", "0,001,234"), (-5.0, "0;0", "5"),
    (-5.0, "0", "-5"), (0.0, '0;-0;"none"', "none"), (0.5, "# ?/?", " 1/2"), (1.5, "# ?/2", "1 1/2"),
    (3.0, "# ?/?", "3    "), (1e20, "0", "100000000000000000000"), (0.1, "#", ""), (5.0, '0" items"', "5 items"),
    (1234.5, "_($* #,##0.00_)", " $1,234.50 "), (7.0, "[Red]0;[Blue]0", "7"), (-0.5, "[<0]0.0;0", "0.5"),
]  # fmt: skip
DATES = [
    (45352.75, "h AM/PM", "6 PM"), (45352.69, "h:mm AM/PM", "4:33 PM"), (45352.5, "h:mm:ss A/P", "12:00:00 P"),
    (1.0430556, "[h]:mm", "25:02"), (0.0442824, "[mm]:ss", "63:46"), (0.0442824, "[ss].00", "3826.00"),
    (45352.0, "m mm mmm mmmm mmmmm", "3 03 Mar March M"), (45352.0, "d dd ddd dddd", "1 01 Fri Friday"),
    (45352.0, "yy yyyy", "24 2024"), (0.0, "d/m/yyyy", "0/1/1900"), (60.0, "d/m/yyyy", "29/2/1900"),
    (36526.123456, "hh:mm:ss.000", "02:57:46.598"), (45352.0, "[$-409]d-mmm-yy;@", "1-Mar-24"),
    (45352.0, "[$-F800]dddd, mmmm dd, yyyy", "Friday, March 01, 2024"),
]  # fmt: skip
TEXTS = [
    ("x", '"gross receipts for "@', "gross receipts for x"), ("abc", "0.00", "abc"), ("5", "0.00", "5.00"),
    ("2024-03-01", "mmm d", "Mar 1"), ("jello", ';;;"hi "', "hi "), ("jello", ";;;-@-", "-jello-"), (True, "0", "TRUE"),
]  # fmt: skip
STORED = [
    (-1234.567, "#,##0_);(#,##0)", "(1,235)"), (1234.567, "$#,##0_);($#,##0)", "$1,235 "),
    (3.14159, 's:m " @ hour "[hh]', "53:23  @ hour 75"), (1234567.0, ",0", ",1234567"),
    (1234567.89, '[>=1000000]0.0,,"M";[>=1000]0.0,"K";0', "1.2M"), (1234.0, "[$$-409]#,##0", "$1,234"),
]  # fmt: skip


@pytest.mark.parametrize(("value", "pattern", "expected"), NUMBERS + DATES + TEXTS + STORED)
def test_a_value_in_a_format(value, pattern, expected):
    assert formatted(value, pattern) == expected


@pytest.mark.parametrize("size", [-1.0, 2_958_466.0])
def test_a_day_that_excel_does_not_know_is_an_error(size):
    with pytest.raises(Fault):
        formatted(size, "yyyy")


def test_days_from_1904_are_the_same_days():
    assert formatted(45352.0 - 1462, "yyyy-mm-dd", from_1904=True) == formatted(45352.0, "yyyy-mm-dd") == "2024-03-01"


@given(strategies.integers(-(10**12), 10**12), strategies.integers(0, 4))
def test_whole_numbers_with_places_are_as_python_writes_them(size, places):
    pattern = "#,##0." + "0" * places if places else "#,##0"
    assert formatted(float(size), pattern) == f"{size:,.{places}f}"


@given(strategies.text(max_size=20), strategies.floats(0, 1e15))
def test_any_format_gives_a_text_or_an_error(pattern, size):
    with contextlib.suppress(Fault):
        assert isinstance(formatted(size, pattern), str)
