"""Inputs of a recalculation: found by name or address, of every kind a cell holds, and never over a formula."""

import datetime
import decimal
import io

import numpy as np
import openpyxl
import pandas as pd
import pytest
from hypothesis import given, strategies as st
from openpyxl.utils.datetime import MAC_EPOCH, to_excel

from tests.packages import book, name_xml, parts_of, sheet_xml
from xl_quadrant import InvalidWorkbook, UnknownName, UnlikeShapes, WrongType, recalculate
from xl_quadrant.package.dates import days_of
from xl_quadrant.package.values import ErrorValue

NAMES = name_xml("price", "S!$A$1") + name_xml("row", "S!$A$2:$C$2") + name_xml("column", "S!$A$4:$A$6")
NAMES += name_xml("table", "S!$E$1:$F$2") + name_xml("tax", "0.2")
ROWS = """
<row r="1"><c r="A1"><v>1</v></c><c r="B1"><f>A1*2</f><v>2</v></c><c r="C1"><f>A1&amp;""</f></c><c r="E1"><v>7</v></c></row>
<row r="2"><c r="A2"><v>1</v></c><c r="B2"><v>2</v></c><c r="C2"><v>3</v></c><c r="D2"><f>SUM(A2:C2)</f></c></row>
<row r="4"><c r="A4"><v>1</v></c><c r="B4"><f t="array" ref="B4:B5">A4:A5*2</f></c></row>
<row r="5"><c r="A5"><v>2</v></c><c r="B5"/></row>
<row r="6"><c r="A6"><v>3</v></c></row>
"""
CONTENT = book(sheet_xml(ROWS), sheet_xml('<row r="1"><c r="A1"><f>S!A1</f></c></row>'), names=NAMES)


def with_inputs(**inputs):
    return recalculate(CONTENT, source="glow.xlsx", inputs=inputs)


def test_without_inputs_it_is_calculated_as_it_stands():
    assert recalculate(CONTENT)["S!B1"] == 2.0
    assert recalculate(CONTENT, inputs={}).package == recalculate(CONTENT).package


@pytest.mark.parametrize(
    ("value", "read", "joined"),
    [
        (5, 5.0, "5"), (2.5, 2.5, "2.5"), (-0.0, 0.0, "0"), (True, True, "TRUE"), (None, None, ""), ("", None, ""),
        ("ten", "ten", "ten"), ("=1+1", "=1+1", "=1+1"), ("#N/A", "#N/A", "#N/A"), ("a<b&\n", "a<b&\n", "a<b&\n"),
        (decimal.Decimal("0.1"), 0.1, "0.1"), (np.float64(0.5), 0.5, "0.5"), (np.int64(7), 7.0, "7"),
        (np.True_, True, "TRUE"), (datetime.date(2024, 3, 1), 45352.0, "45352"),
        (datetime.datetime.combine(datetime.date(2024, 3, 1), datetime.time(6)), 45352.25, "45352.25"),
        (pd.Timestamp("2024-03-01 06:00"), 45352.25, "45352.25"), (datetime.time(12), 0.5, "0.5"),
        (datetime.timedelta(days=2, hours=6), 2.25, "2.25"), (ErrorValue("#N/A"), ErrorValue("#N/A"), ErrorValue("#N/A")),
    ],
)  # fmt: skip
def test_a_cell_takes_what_cells_hold(value, read, joined):
    done = with_inputs(price=value)
    assert (done["S!A1"], done["S!C1"]) == (read, joined)
    assert type(done["S!A1"]) is type(read)
    assert type(done["S!C1"]) is type(joined)


@pytest.mark.parametrize("key", ["price", "PRICE", "S!A1", "s!$a$1", "'S'!A1"])
def test_a_cell_is_found_by_name_and_by_address(key):
    done = recalculate(CONTENT, inputs={key: 21})
    assert (done["S!B1"], done["S2!A1"]) == (42.0, 21.0)


@pytest.mark.parametrize(
    ("key", "value", "rows"),
    [
        ("row", [4, 5, 6], [[4, 5, 6]]), ("row", (4, 5), [[4, 5, None]]), ("row", [[4, 5, 6]], [[4, 5, 6]]),
        ("row", [], [[None, None, None]]), ("column", [4, 5], [[4], [5], [None]]), ("column", [[4], [5], [6]], [[4], [5], [6]]),
        ("column", np.array([4.0, 5.0, 6.0]), [[4], [5], [6]]), ("column", pd.Series([4, 5, 6]), [[4], [5], [6]]),
        ("table", [[1, 2], [3]], [[1, 2], [3, None]]), ("table", pd.DataFrame({"x": [1, 3], "y": [2, 4]}), [[1, 2], [3, 4]]),
        ("S!H9:H10", ["new", True], [["new"], [True]]),
    ],
)  # fmt: skip
def test_a_block_takes_a_list_or_rows_and_a_shorter_one_empties_the_rest(key, value, rows):
    assert recalculate(CONTENT, inputs={key: value})[key] == rows


def test_sums_of_a_block_follow():
    assert with_inputs(row=[10, 20])["S!D2"] == 30.0


@pytest.mark.parametrize(
    ("inputs", "words"),
    [
        ({"S!B1": 1}, "1 cannot be written into B1, which holds a formula; name an input cell instead"),
        ({"S!B5": 1}, "1 cannot be written into B5, which the formula in B4 fills; name an input cell instead"),
        ({"price": 1, "S!A1": 2}, "'S!A1' and 'price' are the same cell; give it once"),
        ({"price": float("nan")}, "nan cannot stand in A1; write a finite number"),
    ],
)  # fmt: skip
def test_what_cannot_be_written_is_refused(inputs, words):
    with pytest.raises(InvalidWorkbook, match=words):
        recalculate(CONTENT, source="glow.xlsx", inputs=inputs)


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("row", 1, "row: 1 is one value for 1 × 3 cells; give a list or rows"),
        ("row", [1, 2, 3, 4], r"row: \[1, 2, 3, 4\] is too much for 1 × 3 cells; give as many values"),
        ("column", [[1, 2]], r"column: \[\[1, 2\]\] is too much for 3 × 1 cells"),
        ("price", [1, 2], r"price: \[1, 2\] is too much for 1 × 1 cells"),
        ("table", [1, 2], r"table: \[1, 2\] is one list for 2 × 2 cells; give rows"),
    ],
)
def test_values_that_do_not_fit_are_refused(key, value, words):
    with pytest.raises(UnlikeShapes, match=words):
        with_inputs(**{key: value})


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ({1, 2}, r"price: \{1, 2\} is a set; write a number, text, True or False, date or None"),
        (1j, "is a complex"),
        (datetime.datetime.now(datetime.UTC), "has a time zone, which no cell holds; remove it"),
        (datetime.date(1899, 12, 30), "lies before 1900, where Excel's days begin"),
    ],
)
def test_a_value_of_another_kind_is_refused(value, words):
    with pytest.raises(WrongType, match=words):
        with_inputs(price=value)


def test_names_that_are_not_there_are_all_listed_with_what_comes_near():
    with pytest.raises(UnknownName) as caught:
        with_inputs(prise=1, columns=[1], profit=2)
    assert str(caught.value) == (
        "glow.xlsx: 'prise' is no name of this workbook; did you mean price?; 'columns' is no name of this workbook; did "
        "you mean column?; 'profit' is no name of this workbook; write one of its names, or a cell as S!A1"
    )
    with pytest.raises(UnknownName, match=r"'tax' is a name that stands for =0\.2; name cells instead"):
        with_inputs(tax=0.3)


def test_parts_without_inputs_and_formulas_stay_as_they_were():
    others = {"xl/theme/theme1.xml": "<a/>", "docProps/custom.xml": "<b/>"}
    content = book(sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row>'), sheet_xml(""), others=others)
    before, after = parts_of(content), parts_of(recalculate(content, inputs={"S!A1": 2}).package)
    assert {name for name in before if before[name] != after[name]} == {"xl/worksheets/part2.xml"}


def test_inputs_go_with_a_limit_of_time_too():
    assert recalculate(CONTENT, inputs={"price": np.float64(4)}, seconds=300)["S!B1"] == 8.0


@given(
    st.one_of(
        st.datetimes(datetime.datetime(1900, 1, 1), datetime.datetime(9999, 12, 31)),  # noqa: DTZ001 - as cells have it
        st.dates(datetime.date(1900, 1, 1)),
        st.times(),
        st.timedeltas(datetime.timedelta(0), datetime.timedelta(days=10_000)),
    )
)
def test_days_are_those_of_openpyxl(moment):
    assert days_of(moment) == pytest.approx(to_excel(moment), rel=1e-14, abs=1e-14)
    assert days_of(moment, from_1904=True) == pytest.approx(to_excel(moment, epoch=MAC_EPOCH), rel=1e-14, abs=1e-14)


def test_a_date_reads_back_as_it_was_given():
    written = openpyxl.Workbook()
    written.active["A1"].number_format = "yyyy-mm-dd"
    content = io.BytesIO()
    written.save(content)
    day = datetime.date(1900, 1, 31)
    done = recalculate(content.getvalue(), inputs={"Sheet!A1": day})
    assert done["Sheet!A1"] == day
    assert done.to_openpyxl().active["A1"].value.date() == day
