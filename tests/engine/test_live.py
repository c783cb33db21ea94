"""A workbook kept in the engine: what was written before leaves no trace, whatever the formulas."""

import io

import openpyxl
import pytest
from hypothesis import given, strategies as st
from openpyxl.workbook.defined_name import DefinedName

from tests.packages import book, parts_of, sheet_xml
from xl_quadrant.client_book.calculation import calculated
from xl_quadrant.engine import live
from xl_quadrant.engine.engine import Engine
from xl_quadrant.engine.engine_workbook import EngineWorkbook
from xl_quadrant.engine.live import LiveWorkbook
from xl_quadrant.engine.live_file import LiveFile
from xl_quadrant.engine.rectangles import rectangles_of
from xl_quadrant.errors import InvalidWorkbook
from xl_quadrant.package.cells import with_inputs
from xl_quadrant.package.parts import Package
from xl_quadrant.package.sheet_index import index_sheet

FORMULAS = (
    "SUM(A1:A6)", "COUNTA(A1:B6)", "COUNTBLANK(A1:B6)", "ISBLANK(A2)", 'A1&"|"&A2&"|"&A4', "LEN(A3)", "TYPE(A1)",
    "ISTEXT(B2)", "MATCH(A1,B1:B6,0)", "VLOOKUP(A1,A1:B6,2,FALSE)", "INDEX(A1:A6,MATCH(MAX(B1:B6),B1:B6,0))",
    'SUMIF(A1:A6,">1",B1:B6)', "COUNTIF(A1:A6,A1)", "SUMPRODUCT((A1:A6>1)*(B1:B6<4))", "IF(A1>B1,A2,B2)",
    'IFERROR(A1/B1,"none")', "A1/B1", "CHOOSE(IF(N(A1)>1,1,2),B1,B2)", "SUM(OFFSET(A1,0,0,IF(ISNUMBER(B1),2,1),1))",
    'INDIRECT("A"&IF(ISNUMBER(B1),2,3))', "TODAY()+N(A1)", "C1+1", "IF(ISERROR(C1),0,C1*2)", "in_price*2",
    "SUM(in_block)", "SUM(A:A)", "SUM(2:2)", "LTV_CONTINUITY(A1,B1)", 'TEXT(A1,"0.00")', "UPPER(A1)", "EXACT(A1,B1)",
    "MAX(in_block)", "LARGE(A1:A6,2)", "MEDIAN(A1:B6)", "AND(A1:A6)", "A1:A3*2", "SUM(S2!A1:A3,A1)", "RAND()", "N(A1)",
    '_xlfn.TEXTJOIN(",",TRUE,A1:B6)', "_xlfn.LET(_xlpm.x,A1,_xlpm.x&A2)", 'COUNTIF(C1:C300,"OK")', "SUM(C49:C400)",
)  # fmt: skip
"""One of each kind of dependence: on values and their types, on blanks, on areas, names, other formulas and sheets."""

APART = 8
"""Rows from one formula to the next, so that an answer finds room."""

POSITIONS = [(row, column) for row in range(1, 7) for column in (1, 2)]
INPUTS = st.one_of(
    st.none(),
    st.sampled_from(("", "a", "OK", "=1+1", "1", "TRUE", "x y", "_x000D_", "ü\n", "  a", "#N/A", 45352, True, False)),
    st.floats(-1e6, 1e6),
    st.integers(-3, 6),
)
CHANGES = st.one_of(
    st.fixed_dictionaries(dict.fromkeys(POSITIONS, INPUTS)),
    st.dictionaries(st.sampled_from(POSITIONS), INPUTS, min_size=1, max_size=2),
)


def package_of(formulas, sheets=("S", "S2")):
    """Return a workbook of formulas in column C, with inputs of several kinds in A1:B6, most of them there already."""
    written = openpyxl.Workbook()
    sheet, other = written.active, written.create_sheet(sheets[1])
    sheet.title = sheets[0]
    for row in ((3, "shared"), ("old", True), ("#N/A", None), (45000, "other"), (None, 2.5), (None, 7)):
        sheet.append(row)
    sheet["A4"].number_format = "yyyy-mm-dd"
    sheet["B3"].number_format = sheet["A5"].number_format = sheet["A6"].number_format = "0.0%"
    for at, formula in enumerate(formulas):
        sheet.cell(1 + APART * at, 3, f"={formula}")
    other["A1"], other["A2"] = f"={sheets[0]}!A2", 2
    for name, area in {"in_price": "$A$1", "in_block": "$A$1:$B$6"}.items():
        written.defined_names[name] = DefinedName(name, attr_text=f"{sheets[0]}!{area}")
    content = io.BytesIO()
    written.save(content)
    return Package(content.getvalue(), "book")


def whole(package, inputs):
    """Return the file with inputs, calculated by an engine that has seen no others."""
    part = package.sheets["S"]
    filled = package.replaced({part: with_inputs(index_sheet(package.part(part)), inputs)})
    return calculated(filled, "book")


@given(st.lists(CHANGES, min_size=2, max_size=5))
def test_what_was_written_before_leaves_no_trace(steps):
    package = package_of(FORMULAS)
    kept = LiveWorkbook(package)
    file = LiveFile(kept)
    inputs = {}
    for step in steps:
        inputs |= step
        kept.write({"S": step})
        kept.calculate()
        assert kept.incremental
        assert kept.in_doubt is False
        assert file.content() == whole(package, inputs)


def test_an_engine_that_has_calculated_enough_gives_way_to_a_new_one(monkeypatch):
    opened, open_it = [], EngineWorkbook.opened
    monkeypatch.setattr(EngineWorkbook, "opened", lambda book, **how: opened.append(book) or open_it(book, **how))
    monkeypatch.setattr(live, "_MOST_EVALUATIONS", 3 * len(FORMULAS))
    package = package_of(FORMULAS)
    kept = LiveWorkbook(package)
    file = LiveFile(kept)
    for number in range(8):
        kept.write({"S": {(1, 1): number}})
        kept.calculate()
        assert file.content() == whole(package, {(1, 1): number})
    assert opened.count(opened[0]) == 4, "the first, the one it is checked by, and one for each three calculations"


def test_inputs_where_no_cell_was_and_sheets_without_formulas():
    package = package_of(["COUNTA(A7:Z9)"])
    kept = LiveWorkbook(package)
    kept.write({"S": {(8, 1): 4, (9, 26): "far"}, "S2": {(5, 5): True}})
    kept.calculate()
    kept.write({"S": {(8, 1): None}})
    kept.calculate()
    read = openpyxl.load_workbook(io.BytesIO(LiveFile(kept).content()), data_only=True)
    assert [read["S"]["A8"].value, read["S"]["Z9"].value, read["S2"]["E5"].value] == [None, "far", True]
    assert (read["S"]["C1"].value, kept.value(("S2", 5, 5)), kept.results("S")) == (1, True, {(1, 3): 1.0})


def test_what_is_as_in_the_template_keeps_its_packed_bytes():
    package = package_of(["A1*2"])
    kept = LiveWorkbook(package)
    file = LiveFile(kept)
    kept.write({"S": {(1, 1): 3.0}})
    kept.calculate()
    first = file.content()
    kept.write({"S": {(1, 1): 4.0}})
    kept.calculate()
    second = file.content()
    kept.write({"S": {(1, 1): 3.0}})
    kept.calculate()
    assert file.content() == first != second
    changed = {name for name, part in parts_of(first).items() if part != parts_of(package.content)[name]}
    assert changed == {*package.sheets.values()}


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({(1, 1): 5.0, (1, 3): 1}, "cannot be written into C1, which holds a formula"),
        ({(1, 1): 5.0, (2, 1): float("nan")}, "cannot stand in A2"),
        ({(1, 1): 5.0, (2, 1): "x" * 40_000}, "is longer than the 32,767 characters"),
    ],
)
def test_what_cannot_be_written_is_refused_and_nothing_else_written(cells, said):
    kept = LiveWorkbook(package_of(["A1*2"]))
    kept.calculate()
    with pytest.raises(InvalidWorkbook, match=said):
        kept.write({"S": cells})
    kept.calculate()
    assert kept.value(("S", 1, 3)) == 6.0
    assert kept.inputs == {}


# Workbooks that are calculated whole each time


def test_array_formulas_and_circles_are_calculated_whole():
    array = '<row r="1"><c r="A1"><v>2</v></c><c r="B1"><f t="array" ref="B1:B2">A1*{1;2}</f></c></row>'
    plain = '<row r="1"><c r="A1"><v>2</v></c><c r="B1"><f>A1*3</f></c></row>'
    for rows, calculation, expected in ((array, "", 5.0), (plain, '<calcPr iterate="1"/>', 15.0)):
        kept = LiveWorkbook(Package(book(sheet_xml(rows), calculation=calculation)))
        kept.calculate()
        kept.write({"S": {(1, 1): 5}})
        kept.calculate()
        assert (kept.incremental, kept.value(("S", 1, 2))) == (False, expected)


def test_an_engine_that_forgets_a_change_is_found_out(monkeypatch):
    def forgetting(self, sheet, row, column, rows):
        return None if getattr(self, "has_calculated", False) else put(self, sheet, row, column, rows)

    def remembering(self):
        calculate(self)
        self.has_calculated = True

    put, calculate = Engine.put, Engine.calculate
    monkeypatch.setattr(Engine, "put", forgetting)
    monkeypatch.setattr(Engine, "calculate", remembering)
    kept = LiveWorkbook(package_of(["A1*2"]))
    found = []
    for number in (1, 2, 3):
        kept.write({"S": {(1, 1): number}})
        kept.calculate()
        found.append((kept.incremental, kept.value(("S", 1, 3))))
    assert found == [(True, 2.0), (False, 4.0), (False, 6.0)]


def test_what_the_engine_does_not_know_is_in_doubt():
    kept = LiveWorkbook(package_of(['IFERROR(CUBEVALUE("sales",A1),0)', "A1"]))
    kept.calculate()
    assert kept.in_doubt


@given(st.lists(st.tuples(st.integers(1, 6), st.integers(1, 6)), min_size=1, unique=True))
def test_rectangles_hold_each_cell_once_and_no_other(positions):
    found = [
        (row, column)
        for top, left, bottom, right in rectangles_of(positions)
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
    ]
    assert sorted(found) == sorted(positions)
