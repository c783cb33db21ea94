"""A workbook kept in the engine: what was written before leaves no trace, whatever the formulas."""

import io

import openpyxl
from hypothesis import given, settings, strategies as st
from openpyxl.workbook.defined_name import DefinedName

from xl_quadrant.workbook.calculated import calculated
from xl_quadrant.workbook.cells import with_inputs
from xl_quadrant.workbook.live import LiveWorkbook
from xl_quadrant.workbook.live_file import LiveFile
from xl_quadrant.workbook.package import Package
from xl_quadrant.workbook.sheet_index import index_sheet

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


@settings(max_examples=25)
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
