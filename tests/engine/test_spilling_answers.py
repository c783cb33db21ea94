"""Answers that fill several cells, in a recalculated workbook."""

import io

import openpyxl
import pytest

from tests.packages import parts_of, recalculated_cells


def test_an_array_formula_fills_its_cells_and_says_which_it_cannot():
    _, values, said = recalculated_cells(
        '<row r="1"><c r="A1"><v>6</v></c><c r="B1"><f t="array" ref="B1:B4">LTV_TO_CAC(A1:A3,2)</f><v>9</v></c></row>'
        '<row r="2"><c r="A2"><v>4</v></c><c r="B2"><v>9</v></c></row>'
        '<row r="3"><c r="A3" t="str"><v>x</v></c><c r="B3"><v>9</v></c><c r="D3"><f>B2+1</f></c></row>'
        '<row r="4"><c r="B4" t="str"><v>old</v></c></row>'
    )
    assert values == {"B1": 3.0, "B2": 2.0, "B3": "#VALUE!", "B4": "#N/A", "D3": 3.0}
    assert said[0].startswith("S!B3 #VALUE! ltv: 'x' is text")
    assert said[1].startswith("S!B4 #N/A lies beyond the answer of the array formula it belongs to")


def test_an_array_formula_with_one_value_fills_all_its_cells_with_it():
    _, values, _ = recalculated_cells('<row r="1"><c r="A1"><f t="array" ref="A1:B2">LTV_TO_CAC(6,2)</f></c></row>')
    assert values == dict.fromkeys(("A1", "B1", "A2", "B2"), 3.0)


@pytest.mark.parametrize("before", ["A1", "A1:B1", "A1:C1", "A1:E2"])
def test_an_answer_that_spills_fills_as_many_cells_as_it_needs(before):
    filler = '<c r="B1"><v>9</v></c><c r="C1" s="0"/><c r="D1"><v>9</v></c>'
    done, values, said = recalculated_cells(
        f'<row r="1"><c r="A1" cm="1"><f t="array" ref="{before}">RATE_INTERVAL(2,5)</f><v>9</v></c>'
        f'{filler if before == "A1:E2" else ""}</row><row r="5"><c r="A5"><f>SUM(A1:C1)</f></c></row>'
    )
    low, median, high = 0.12777559948, 0.40684494089, 0.73936629132
    assert (values["A1"], values["B1"], values["C1"]) == pytest.approx((low, median, high))
    assert values["A5"] == pytest.approx(low + median + high)
    assert not said
    xml = parts_of(done.package)["xl/worksheets/part1.xml"]
    assert b'<f t="array" ref="A1:C1">RATE_INTERVAL(2,5)</f>' in xml
    assert b"<v>9</v>" not in xml


def test_an_answer_without_room_is_an_error_that_says_so():
    _, values, said = recalculated_cells(
        '<row r="1"><c r="A1" cm="1"><f t="array" ref="A1">RATE_INTERVAL(2,5)</f></c><c r="B1"><v>9</v></c></row>'
    )
    assert values == {"A1": "#VALUE!"}
    assert said == ["S!A1 #VALUE! finds no room: cells that its answer would fill hold something"]


def test_an_error_of_newer_excel_is_stored_as_every_reader_knows_it():
    done, values, said = recalculated_cells(
        '<row r="1"><c r="A1" cm="1"><f t="array" ref="A1">_xlfn.SEQUENCE(2,2)</f></c><c r="B1"><v>9</v></c></row>'
    )
    assert values == {"A1": "#VALUE!"}
    assert said == ["S!A1 #VALUE! finds no room: cells that its answer would fill hold something"]
    assert openpyxl.load_workbook(io.BytesIO(done.package), data_only=True)["S"]["A1"].value == "#VALUE!"


@pytest.mark.parametrize(
    ("formula", "shown"),
    [
        ("RATE_INTERVAL(2,5)", 0.12777559948),
        ("_xlfn.SEQUENCE(3)", 1),
        ("MMULT(D1:E2,D1:E2)", 3),
        ("D1:D2*{1,2}", 1),
        ("INDEX(D1:E2,0,2)", 1),
        ("OFFSET(D1,0,0,2,2)", "#VALUE!"),
        ("CHOOSE(1,D1:D2)", 1),
        ("IF(D1=1,{7,8})", 7),
    ],
)
def test_a_formula_that_is_no_array_shows_one_value_and_fills_no_other_cell(formula, shown):
    """As Excel has it: the cell of its own row or column of a range, the first value of an array."""
    _, values, _ = recalculated_cells(
        f'<row r="1"><c r="A1"><f>{formula}</f></c><c r="D1"><v>1</v></c><c r="E1"><v>1</v></c></row>'
        '<row r="2"><c r="A2"><f>COUNTA(A3:C9)+COUNTA(B1:C2)</f></c><c r="D2"><v>2</v></c><c r="E2"><v>4</v></c></row>'
    )
    assert values == {"A1": pytest.approx(shown) if isinstance(shown, float) else shown, "A2": 0}
