"""Shared formulas: each cell has what a formula typed there would be, as openpyxl moves it."""

import pytest
from hypothesis import given, strategies
from openpyxl.formula.translate import Translator

from xl_quadrant.package.addresses import address
from xl_quadrant.package.shared_formulas import SharedFormula, with_own_formulas
from xl_quadrant.package.sheet_index import index_sheet

FORMULAS = [
    "A5*$B$1", "SUM(C5:C9,$D5,E$5)", '"A1"&B5', "LOG10(A5)+TAX2020", "'Q1 A1'!A5*Q1!B5", "SUM(C:D,5:6,$C:D,5:$9)",
    "IF(A5=\"\"\"A1\"\"\",Offers[A1],B5)", "Jan!A5:B6*2", "name.A5+_A5+A5.b", "VLOOKUP(A5,$A$1:$C$9,2,FALSE)",
]  # fmt: skip


@pytest.mark.parametrize("formula", FORMULAS)
@given(strategies.integers(1, 2000), strategies.integers(1, 200))
def test_a_formula_moves_as_openpyxl_moves_it(formula, row, column):
    moved = Translator(f"={formula}", origin="E5").translate_formula(address(row + 4, column + 4))
    assert SharedFormula(formula, 5, 5).at(row + 4, column + 4) == moved[1:]


def test_a_reference_that_leaves_the_sheet_is_an_error():
    assert SharedFormula("A5+$A1", 5, 5).at(4, 4) == "#REF!+#REF!"


def test_each_cell_has_its_formula_and_the_engine_is_given_no_shared_ones():
    rows = b'<row r="1"><c r="B1"><f t="shared" ref="B1:B2" si="0">A1&gt;1</f><v>0</v></c></row>'
    rows += b'<row r="2"><c r="B2"><f t="shared" si="0"/><v>0</v></c></row>'
    index = index_sheet(b"<worksheet><sheetData>" + rows + b"</sheetData></worksheet>")
    assert [span.formula_text for span in index.formulas] == ["A1>1", "A2>1"]
    own = with_own_formulas(index)
    assert b"shared" not in own
    assert b'<c r="B2"><f>A2&gt;1</f><v>0</v></c>' in own


def test_cells_that_a_volatile_array_fills_hold_no_formula_of_their_own():
    rows = b'<row r="1"><c r="A1"><f t="array" ref="A1:A2" ca="1">ROW(A1:A2)</f><v>1</v></c></row>'
    rows += b'<row r="2"><c r="A2"><f ca="1"/><v>2</v></c></row>'
    index = index_sheet(b"<worksheet><sheetData>" + rows + b"</sheetData></worksheet>")
    assert [(span.row, span.column) for span in index.formulas] == [(1, 1)]
    assert b'<c r="A2"><v>2</v></c>' in with_own_formulas(index)
