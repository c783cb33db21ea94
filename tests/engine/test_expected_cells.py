"""What is expected of cells: equal as a person means it, and every difference told at once, in line."""

import datetime
import math

import numpy as np
import openpyxl
import pytest
from openpyxl.workbook.defined_name import DefinedName

from xl_quadrant import UnknownName, UnlikeShapes, WrongType, assert_cells, recalculate
from xl_quadrant.package.values import ErrorValue


@pytest.fixture(scope="module")
def done():
    written = openpyxl.Workbook()
    sheet = written.active
    sheet.append([200, "=LTV_CONTINUITY(A1,10%)", "=LTV_TO_CAC(B1,0)", None, '="a"&"b"', "=A1>100", '=""'])
    sheet.append([datetime.date(2024, 3, 1), "=A2+30", "=0.1+0.2", "=1/3", "=C1+1", "=" + "+".join(["A1"] * 60)])
    sheet["B2"].number_format = "yyyy-mm-dd"
    written.defined_names["ltv"] = DefinedName("ltv", attr_text="Sheet!$B$1")
    written.defined_names["both"] = DefinedName("both", attr_text="Sheet!$A$1:$B$1")
    written.defined_names["column"] = DefinedName("column", attr_text="Sheet!$A$1:$A$2")
    return recalculate(written, source="glow.xlsx")


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("ltv", 2000), ("ltv", 2000.0), ("Sheet!B1", np.float64(2000)), ("ltv", pytest.approx(2001, abs=2)),
        ("ltv", 2000 * (1 + 1e-10)), ("Sheet!C2", 0.3), ("Sheet!D2", 1 / 3), ("Sheet!C1", "#DIV/0!"),
        ("Sheet!C1", ErrorValue("#DIV/0!")), ("Sheet!D1", None), ("Sheet!D1", ""), ("Sheet!G1", None), ("Sheet!G1", ""),
        ("Sheet!E1", "ab"), ("Sheet!F1", True), ("Sheet!F1", np.True_), ("Sheet!B2", datetime.date(2024, 3, 31)),
        ("Sheet!B2", datetime.datetime.combine(datetime.date(2024, 3, 31), datetime.time())), ("Sheet!B2", 45382),
        ("both", [200, 2000]), ("both", [[200, 2000]]), ("both", (200, 2000)), ("both", np.array([200, 2000])),
        ("column", [200, datetime.date(2024, 3, 1)]), ("column", [[200], [datetime.date(2024, 3, 1)]]),
    ],
)  # fmt: skip
def test_what_is_as_expected_passes(done, key, expected):
    assert_cells(done, {key: expected})


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("ltv", 2000.01), ("ltv", "2000"), ("ltv", None), ("ltv", True), ("ltv", pytest.approx(2010, abs=2)),
        ("ltv", math.nan), ("Sheet!C1", 0), ("Sheet!C1", None), ("Sheet!C1", "#NUM!"), ("Sheet!D1", 0),
        ("Sheet!D1", False), ("Sheet!E1", "AB"), ("Sheet!F1", 1), ("Sheet!F1", False), ("Sheet!F1", "TRUE"),
        ("Sheet!B2", datetime.date(2024, 3, 30)), ("Sheet!B2", 45381), ("Sheet!E1", datetime.date(2024, 3, 31)),
        ("Sheet!B1", datetime.date(2024, 3, 31)), ("Sheet!E1", 1), ("both", [200, 2001]),
    ],
)  # fmt: skip
def test_what_is_not_fails(done, key, expected):
    with pytest.raises(AssertionError, match=r" cells differ in glow\.xlsx"):
        assert_cells(done, {key: expected})


def test_a_tolerance_is_an_amount_or_a_share_the_larger_counts(done):
    assert_cells(done, {"ltv": 1999.6}, tolerance=0.5)
    assert_cells(done, {"ltv": 1990}, relative=0.01)
    for limits in ({"tolerance": 0.3}, {"relative": 0.0001}, {"tolerance": 0.3, "relative": 0.0001}):
        with pytest.raises(AssertionError):
            assert_cells(done, {"ltv": 1999.6}, **limits)


def test_every_difference_is_told_at_once_in_line_with_formula_and_reason(done):
    with pytest.raises(AssertionError) as caught:
        assert_cells(
            done,
            {"ltv": 1800, "Sheet!C1": 20, "Sheet!E1": "ab", "Sheet!E2": None, "both": [100, 2000], "Sheet!F2": 1,
             "Sheet!B2": datetime.date(2024, 3, 30), "Sheet!D1": "#N/A", "Sheet!C2": 0.3000001, "Sheet!E1:F1": ["x", False]},
        )  # fmt: skip
    assert (
        str(caught.value)
        == f"""10 of 12 cells differ in glow.xlsx
Sheet!Cell       expected    got         formula
Sheet!B1 (ltv)   1800        2000        =LTV_CONTINUITY(A1,10%)
Sheet!C1         20          #DIV/0!     =LTV_TO_CAC(B1,0)
                 cac: 0 is nothing to divide by; write a number above 0
Sheet!E2         blank       #DIV/0!     =C1+1
                 takes the error of Sheet!C1; mend that cell first
Sheet!A1 (both)  100         200
Sheet!F2         1           12000       ={"+".join(["A1"] * 60)[:116]}...
Sheet!B2         2024-03-30  2024-03-31  =A2+30
Sheet!D1         #N/A        blank
Sheet!C2         0.3000001   0.3         =0.1+0.2
Sheet!E1         'x'         'ab'        ="a"&"b"
Sheet!F1         FALSE       TRUE        =A1>100"""
    )


def test_names_that_are_not_there_and_blocks_of_another_size_are_errors(done):
    with pytest.raises(UnknownName, match="did you mean ltv"):
        assert_cells(done, {"lvt": 1})
    for expected in ([200], [200, 2000, 3], 200, [[200], [2000]]):
        with pytest.raises(UnlikeShapes, match=r"both: .* for 1 × 2 cells; give "):
            assert_cells(done, {"both": expected})


def test_nothing_expected_is_refused(done):
    with pytest.raises(AssertionError, match="no cell is expected to hold anything"):
        assert_cells(done, {})


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda _: assert_cells("glow.xlsx", {"ltv": 2000}), "book: 'glow.xlsx' is no calculated workbook; give"),
        (lambda done: assert_cells(done, ["ltv"]), "expected: .*says not what cells are to show; write"),
        (lambda done: recalculate(done.package, inputs=["ltv"]), "inputs: .*says not what goes where; write"),
    ],
)
def test_what_is_given_in_the_wrong_place_is_said(done, call, said):
    with pytest.raises(WrongType, match=said):
        call(done)


@pytest.mark.parametrize("amount", ["1%", -1, math.nan, True])
def test_a_tolerance_that_is_no_amount_is_told(amount):
    book = recalculate(openpyxl.Workbook())
    for name in ("tolerance", "relative"):
        with pytest.raises(WrongType, match="is no amount; write a number from 0"):
            assert_cells(book, {"Sheet!A1": None}, **{name: amount})
