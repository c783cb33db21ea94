"""Functions of money and days against the examples that Microsoft documents, textbooks and identities."""

import datetime

import numpy_financial
import pytest
from hypothesis import given, strategies

from xl_quadrant.excel_functions.array_functions import OF_ARRAYS
from xl_quadrant.excel_functions.error_kinds import Fault
from xl_quadrant.excel_functions.value_functions import BY_ELEMENT


def serial(year, month, day):
    """Return a day as Excel holds it."""
    return float((datetime.date(year, month, day) - datetime.date(1899, 12, 30)).days)


DOCUMENTED = [
    ("PMT", (0.08 / 12, 10, 10_000), -1037.03), ("PMT", (0.06 / 12, 18 * 12, 0, 50_000), -129.08),
    ("IPMT", (0.1 / 12, 1, 36, 8000), -66.67), ("IPMT", (0.1, 3, 3, 8000), -292.45),
    ("PPMT", (0.1 / 12, 1, 24, 2000), -75.62), ("PPMT", (0.08, 10, 10, 200_000), -27_598.05),
    ("PV", (0.08 / 12, 20 * 12, 500, 0, 0), -59_777.15), ("FV", (0.06 / 12, 10, -200, -500, 1), 2581.40),
    ("CUMIPMT", (0.09 / 12, 360, 125_000, 13, 24, 0), -11_135.23),
    ("CUMPRINC", (0.09 / 12, 360, 125_000, 13, 24, 0), -934.11), ("DB", (1_000_000, 100_000, 6, 1, 7), 186_083.33),
    ("DB", (1_000_000, 100_000, 6, 7, 7), 15_845.10), ("DDB", (2400, 300, 10, 1, 2), 480.0),
    ("DDB", (2400, 300, 10, 10), 22.12), ("VDB", (2400, 300, 10, 0, 1), 480.0),
    ("VDB", (2400, 300, 10, 0, 0.875, 1.5), 315.0), ("DOLLARDE", (1.02, 16), 1.125), ("DOLLARDE", (1.1, 32), 1.3125),
    ("DOLLARFR", (1.125, 16), 1.02), ("DOLLARFR", (1.125, 32), 1.04),
    ("ACCRINT", (serial(2008, 3, 1), serial(2008, 8, 31), serial(2008, 5, 1), 0.1, 1000, 2, 0), 16.666667),
    ("ACCRINTM", (serial(2008, 4, 1), serial(2008, 6, 15), 0.1, 1000, 3), 20.54794521),
    ("ODDFPRICE", (serial(2008, 11, 11), serial(2021, 3, 1), serial(2008, 10, 15), serial(2009, 3, 1), 0.0785, 0.0625,
                   100, 2, 1), 113.597717),
    ("ODDFYIELD", (serial(2008, 11, 11), serial(2021, 3, 1), serial(2008, 10, 15), serial(2009, 3, 1), 0.0575, 84.5,
                   100, 2, 0), 0.077245542),
    ("ODDLPRICE", (serial(2008, 2, 7), serial(2008, 6, 15), serial(2007, 10, 15), 0.0375, 0.0405, 100, 2, 0),
     99.87828601),
    ("ODDLYIELD", (serial(2008, 4, 20), serial(2008, 6, 15), serial(2007, 12, 24), 0.0375, 99.875, 100, 2, 0),
     0.0452),
    ("TBILLEQ", (serial(2008, 3, 31), serial(2008, 6, 1), 0.0914), 0.094151494),
    ("TBILLPRICE", (serial(2008, 3, 31), serial(2008, 6, 1), 0.09), 98.45),
    ("TBILLYIELD", (serial(2008, 3, 31), serial(2008, 6, 1), 98.45), 0.09141696),
    ("YEARFRAC", (serial(2012, 1, 1), serial(2012, 7, 30), 0), 0.58055556),
    ("YEARFRAC", (serial(2012, 1, 1), serial(2012, 7, 30), 1), 0.57650273),
    ("FLOOR.PRECISE", (-3.2, -1), -4.0), ("CEILING.PRECISE", (4.3,), 5.0), ("FLOOR.MATH", (-8.1, 2), -10.0),
    ("CEILING.MATH", (-5.5, 2, -1), -6.0), ("MROUND", (1.3, 0.2), 1.4), ("CONVERT", (68.0, "F", "C"), 20.0),
    ("CONVERT", (6.0, "tsp", "tbs"), 2.0), ("ARABIC", ("mcmxii",), 1912.0), ("HEX2DEC", ("FFFFFFFF5B",), -165.0),
]  # fmt: skip
TEXTS = [
    ("ROMAN", (499, 0), "CDXCIX"), ("ROMAN", (499, 1), "LDVLIV"), ("ROMAN", (499, 2), "XDIX"),
    ("ROMAN", (499, 3), "VDIV"), ("ROMAN", (499, 4), "ID"), ("ADDRESS", (2, 3, 2, 0), "R2C[3]"),
    ("ADDRESS", (2, 3, 1, 0, "EXCEL SHEET"), "'EXCEL SHEET'!R2C3"), ("DEC2BIN", (-100,), "1110011100"),
    ("DEC2HEX", (100, 4), "0064"),
    ("REGEXREPLACE", ("SonyaChen", "([A-Z][a-z]+)([A-Z][a-z]+)", "$2, $1"), "Chen, Sonya"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "arguments", "expected"), DOCUMENTED)
def test_a_documented_example(name, arguments, expected):
    found = BY_ELEMENT[name](*arguments)
    places = len(str(expected).partition(".")[2])
    assert found == pytest.approx(expected, abs=0.6 * 10**-places)


@pytest.mark.parametrize(("name", "arguments", "expected"), TEXTS)
def test_a_documented_text(name, arguments, expected):
    assert BY_ELEMENT[name](*arguments) == expected


def test_mirr_and_the_functions_of_databases_as_documented():
    flows = [[-120_000.0], [39_000.0], [30_000.0], [21_000.0], [37_000.0], [46_000.0]]
    assert OF_ARRAYS["MIRR"](flows, 0.1, 0.12) == pytest.approx(0.126094, abs=1e-6)
    trees = [
        ["Tree", "Height", "Age", "Yield", "Profit"], ["Apple", 18.0, 20.0, 14.0, 105.0],
        ["Pear", 12.0, 12.0, 10.0, 96.0], ["Cherry", 13.0, 14.0, 9.0, 105.0], ["Apple", 14.0, 15.0, 10.0, 75.0],
        ["Pear", 9.0, 8.0, 8.0, 77.0], ["Apple", 8.0, 9.0, 6.0, 45.0],
    ]  # fmt: skip
    asked = [["Tree", "Height", "Height"], ["=Apple", ">10", "<16"], ["=Pear", None, None]]
    assert OF_ARRAYS["DSUM"](trees, "Profit", [["Tree"], ["=Apple"]]) == 225.0
    assert OF_ARRAYS["DSUM"](trees, "Profit", asked) == 75 + 96 + 77
    assert OF_ARRAYS["DCOUNT"](trees, "Age", [["Tree", "Height", "Height"], ["=Apple", ">10", "<16"]]) == 1.0
    assert OF_ARRAYS["DMAX"](trees, "Profit", [["Tree"], ["=Apple"], ["=Pear"]]) == 105.0
    assert OF_ARRAYS["DSTDEV"](trees, "Yield", [["Tree"], ["=Apple"], ["=Pear"]]) == pytest.approx(2.96648, abs=1e-5)


RATES = strategies.floats(0.001, 0.1)
COUNTS = strategies.integers(1, 60)


@given(RATES, COUNTS, strategies.floats(-1e6, 1e6), strategies.floats(-1e6, 1e6), strategies.sampled_from([0, 1]))
def test_payments_are_those_of_another_library(rate, count, present, future, begins):
    when = "begin" if begins else "end"
    paid = BY_ELEMENT["PMT"](rate, float(count), present, future, float(begins))
    assert paid == pytest.approx(float(numpy_financial.pmt(rate, count, present, future, when)), rel=1e-9, abs=1e-6)
    assert BY_ELEMENT["PV"](rate, float(count), paid, future, float(begins)) == pytest.approx(present, abs=1e-3)
    assert BY_ELEMENT["FV"](rate, float(count), paid, present, float(begins)) == pytest.approx(future, abs=1e-2)


@given(RATES, COUNTS, strategies.floats(1, 1e6), strategies.sampled_from([0, 1]))
def test_principal_of_all_payments_is_the_loan(rate, count, loan, begins):
    parts = [BY_ELEMENT["PPMT"](rate, float(at), float(count), loan, 0.0, float(begins)) for at in range(1, count + 1)]
    assert sum(parts) == pytest.approx(-loan, rel=1e-9)
    if loan > 0:
        whole = BY_ELEMENT["CUMPRINC"](rate, float(count), loan, 1.0, float(count), float(begins))
        assert whole == pytest.approx(sum(parts), rel=1e-9)


@given(strategies.floats(1, 1e6), strategies.floats(0, 1), strategies.integers(1, 30), strategies.floats(0, 1))
def test_what_declines_is_all_there_is_to_decline(cost, share, life, start):
    salvage, begun = cost * share, start * life
    parts = BY_ELEMENT["VDB"](cost, salvage, float(life), 0.0, float(life))
    assert parts == pytest.approx(cost - salvage, rel=1e-9, abs=1e-6)
    assert 0 <= BY_ELEMENT["VDB"](cost, salvage, float(life), begun, float(life)) <= cost - salvage + 1e-6


@given(strategies.integers(1, 3999), strategies.integers(0, 4))
def test_a_roman_number_of_any_form_is_read_again(number, form):
    assert BY_ELEMENT["ARABIC"](BY_ELEMENT["ROMAN"](float(number), float(form))) == number


@pytest.mark.parametrize(
    ("name", "arguments"), [("DOLLARDE", (True, 2.0)), ("ISEVEN", (True,)), ("MROUND", (4.0, True))]
)
def test_a_former_addin_takes_no_logical(name, arguments):
    with pytest.raises(Fault):
        BY_ELEMENT[name](*arguments)
