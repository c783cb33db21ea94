"""Why cells show errors: where each comes from, also in a column of thousands."""

from tests.packages import book, recalculated_cells, sheet_xml
from xl_quadrant import recalculate


def test_an_error_is_traced_to_the_first_cell_it_comes_from():
    _, _, said = recalculated_cells(
        '<row r="1"><c r="A1"><v>1</v></c><c r="B1" t="e"><v>#N/A</v></c><c r="C1"><f>s!B1+1</f></c></row>'
        '<row r="2"><c r="A2"><f>1/0</f></c><c r="B2"><f>NA()</f></c><c r="C2"><f>SUM(B1:B3)</f></c></row>'
        '<row r="3"><c r="A3"><f>SQRT(-1)</f></c><c r="C3"><f>SUM(A3:A9)</f></c><c r="D3"><f>A3+B2</f></c></row>'
    )
    assert said == [
        "S!C1 #N/A takes the error of S!B1; mend that cell first",
        "S!A2 #DIV/0! divides by zero, or by an empty cell",
        "S!B2 #N/A finds no value, or says that there is none",
        "S!C2 #N/A takes the error of S!B1; mend that cell first",
        "S!A3 #NUM! has no finite answer",
        "S!C3 #NUM! takes the error of S!A3; mend that cell first",
        "S!D3 #NUM! takes the error of S!A3; mend that cell first",
    ]


def test_a_column_of_errors_says_where_they_come_from_in_a_line_each():
    rows = 2000
    xml = "".join(
        f'<row r="{row}"><c r="A{row}">{"<f>1/0</f>" if row == rows else f"<v>{row}</v>"}</c>'
        f'<c r="B{row}"><f>SUM(A$1:$A${rows})</f></c></row>'
        for row in range(1, rows + 1)
    )
    done = recalculate(book(sheet_xml(xml)))
    assert len(done.errors) == rows + 1
    assert {fault.reason for fault in done.errors if fault.cell[0] == "B"} == {
        f"takes the error of S!A{rows}; mend that cell first"
    }


def test_what_cannot_be_calculated_here_is_marked_with_all_that_rests_on_it():
    rows = [
        ("MYSTERY(1)", "", True), ("A1+1", "S!A1", True), ("IFERROR(A1,0)", "S!A1", True), ("A3*2", "S!A3", True),
        ("1/0", "", False), ("A5+1", "S!A5", False), ("SUM(A1:A2", "", True), ("[1]Costs!A1", "", True),
        ("LTV_CONTINUITY(1,2)", "", False), ("SUM(A1:C1 B1:B3)+A11", "S!A11", False), ("SQRT(-1)", "", False),
        ("unknown_name", "", True), ("A13", "", False),
    ]  # fmt: skip
    xml = "".join(f'<row r="{at}"><c r="A{at}"><f>{row[0]}</f></c></row>' for at, row in enumerate(rows, start=1))
    faults = recalculate(book(sheet_xml(xml))).errors
    assert [(fault.taken_from, fault.not_calculated) for fault in faults] == [row[1:] for row in rows]


def test_a_long_column_rests_on_its_first_cell():
    formulas = ["MYSTERY(1)", *(f"A{row}+1" for row in range(1, 3000))]
    xml = "".join(f'<row r="{at}"><c r="A{at}"><f>{text}</f></c></row>' for at, text in enumerate(formulas, start=1))
    faults = recalculate(book(sheet_xml(xml))).errors
    assert len(faults) == 3000
    assert all(fault.not_calculated for fault in faults)
    assert faults[-1].taken_from == "S!A2999"
