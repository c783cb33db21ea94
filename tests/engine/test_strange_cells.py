"""Cells and formulas that nobody should write: a right answer, an error with its reason, or a refusal; nothing hangs."""

import math
import socket

import pytest

from tests.packages import name_xml, parts_of, sheet_xml
from tests.strange_books import BOOK, ROW, SHEET, column, formulas, of_rows, with_text
from xl_quadrant.engine.recalc import recalculate
from xl_quadrant.errors import InvalidWorkbook
from xl_quadrant.package.parts import Package
from xl_quadrant.package.stored_values import read_names


def calculated(content):
    """Return the calculated values by cell, and the reasons of errors by cell."""
    done = recalculate(content, source="glow.xlsx")
    return {cell: value for (_, cell), value in done.values.items()}, {
        fault.cell: fault.reason for fault in done.errors
    }


def value_of(formula, names=""):
    """Return the calculated value of one formula."""
    return calculated(formulas(formula, names=names))[0]["A1"]


def reason_of(formula, names=""):
    """Return why one formula shows an error."""
    return calculated(formulas(formula, names=names))[1]["A1"]


def refused(rows, words, **around):
    """Show that a workbook of certain rows is refused."""
    with pytest.raises(InvalidWorkbook, match=words) as caught:
        recalculate(of_rows(rows, **around), source="glow.xlsx")
    assert str(caught.value).startswith("glow.xlsx: S: ")
    assert len(str(caught.value)) < 250


# Values


@pytest.mark.parametrize("written", ["NaN", "inf", "-INF", "1e999", "9" * 400])
def test_numbers_that_are_not_finite_are_errors(written):
    content = of_rows(f'<row r="1"><c r="A1"><v>{written}</v></c><c r="B1"><f>A1+1</f></c></row>')
    assert calculated(content)[0] == {"B1": "#NUM!"}
    assert read_names(Package(content))["in_x"] == "#NUM!"


@pytest.mark.parametrize(
    ("cell", "plus_one"),
    [
        ("<v>1e-400</v>", 1.0),
        ("<v><![CDATA[5]]></v>", 6.0),
        ("<v><!-- five -->5</v>", 6.0),
        ("<v>5<?five ?></v>", 6.0),
        ("<v></v>", 1.0),
        ("<v>0x10</v>", "#VALUE!"),
        ("<v>1_000</v>", "#VALUE!"),
        ("<v>١</v>", "#VALUE!"),
        ("<v>abc</v>", "#VALUE!"),
    ],
)
def test_values_written_oddly(cell, plus_one):
    content = of_rows(f'<row r="1"><c r="A1">{cell}</c><c r="B1"><f>A1+1</f></c></row>')
    assert calculated(content)[0] == {"B1": plus_one}
    if isinstance(plus_one, float):
        assert (read_names(Package(content))["in_x"] or 0) + 1 == plus_one


@pytest.mark.parametrize(
    ("kind", "written", "plus_one"),
    [
        ("d", "2024-01-31", 45323.0),
        ("d", "nonsense", "#VALUE!"),
        ("b", "1", 2.0),
        ("e", "#N/A", "#N/A"),
        ("e", "#SPILL!", "#VALUE!"),
        ("e", "#NOPE!", "#VALUE!"),
        ("str", "x" * 40_000, "#VALUE!"),
    ],
)
def test_types_and_their_values(kind, written, plus_one):
    cell = f'<c r="A1" t="{kind}"><v>{written}</v></c>'
    assert calculated(of_rows(f'<row r="1">{cell}<c r="B1"><f>A1+1</f></c></row>'))[0] == {"B1": plus_one}


@pytest.mark.parametrize("written", ["#SPILL!", "#CALC!", "#NOPE!", ""])
def test_what_a_formula_showed_before_does_not_matter(written):
    cell = f'<c r="A1" t="e"><f>1+1</f><v>{written}</v></c>'
    assert calculated(of_rows(f'<row r="1">{cell}<c r="B1"><f>A1+1</f></c></row>'))[0] == {"A1": 2.0, "B1": 3.0}


@pytest.mark.parametrize(("kind", "written"), [("s", "5"), ("s", "-1"), ("s", "abc"), ("zzz", "1")])
def test_values_that_are_none_are_refused(kind, written):
    with pytest.raises(
        InvalidWorkbook, match=r"cannot be opened by the headless engine .*open it in Excel and save it anew"
    ):
        recalculate(of_rows(f'<row r="1"><c r="A1" t="{kind}"><v>{written}</v></c></row>'))


# Addresses


@pytest.mark.parametrize("address", ["A0", "A1048577", "XFE1", "ZZZZ1", "1A", "", "A1:B2", "Ａ1", "A١"])
def test_what_is_no_address_is_refused(address):
    refused(f'<row r="1"><c r="{address}"><v>1</v></c></row>', "is damaged .* is not the address of a cell")


def test_a_long_address_is_not_repeated_in_full():
    refused(f'<row r="1"><c r="A{"9" * 5000}"><v>1</v></c></row>', "is damaged .'A9{90,}")


@pytest.mark.parametrize("number", ["0", "-1", "1048577", "abc", "", "1.5", "9" * 5000])
def test_what_is_no_row_is_refused(number):
    refused(f'<row r="{number}"><c><v>1</v></c></row>', "is damaged")


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1"><c r="A1"><f>1</f></c><c r="A1"><f>2</f></c></row>',
        '<row r="1"><c r="A1"><f>1</f></c></row><row r="1"><c r="A1"><f>2</f></c></row>',
        '<row r="1"><c r="A9"><f>1</f></c></row><row r="9"><c r="A9"><f>2</f></c></row>',
        '<row r="1"><c r="A1"><c r="B1"><f>1</f></c></c></row>',
        '<row r="1"><row r="2"><c r="B2"><f>1</f></c></row></row>',
        '<row r="1"><c r="A1"><f>1<v>5</v></f></c></row>',
        '<row r="1"><c r="A1"><v><v>3</v></v></c></row>',
        '</sheetData><sheetData><row r="1"/>',
        "<row>" + "<c/>" * 16_385 + "</row>",
    ],
)
def test_what_stands_twice_or_within_itself_is_refused(rows):
    refused(rows, "is damaged .*; open it in Excel and save it anew")


def test_rows_and_cells_may_come_in_any_order_and_without_an_address():
    backwards = (
        '<row r="5"><c r="A5"><v>5</v></c></row><row r="1"><c r="B1"><v>3</v></c><c r="A1"><f>A5*2+B1</f></c></row>'
    )
    assert calculated(of_rows(backwards))[0] == {"A1": 13.0}
    assert calculated(of_rows("<row><c><v>1</v></c><c><f>A1+1</f></c></row>"))[0] == {"B1": 2.0}


def test_rows_that_are_added_come_where_they_belong():
    blank = '<row r="5"><c r="B5"><v>5</v></c></row><row r="2"><c r="D2"><v>1</v></c></row>'
    array = '<row r="1"><c r="A1"><f t="array" ref="A1:A9">{1;2;3;4;5;6;7;8;9}</f></c></row>'
    done = recalculate(of_rows(array + blank))
    assert [done[f"S!A{row}"] for row in range(1, 10)] == list(range(1, 10))


@pytest.mark.parametrize("style", ["-1", "abc", "99999999", ""])
def test_styles_that_are_none_do_no_harm(style):
    assert calculated(of_rows(f'<row r="1"><c r="A1" s="{style}"><f>1+1</f></c></row>'))[0] == {"A1": 2.0}


# Formulas of several cells


def test_a_formula_shared_with_a_cell_that_has_none_is_an_error_that_says_so():
    rows = '<row r="1"><c r="A1"><f t="shared" si="5"/><v>7</v></c><c r="B1"><f t="shared" si="5">C1+1</f></c></row>'
    values, reasons = calculated(of_rows(rows))
    assert values["B1"] == 1.0
    assert (values["A1"], reasons["A1"]) == (
        "#REF!",
        "shares the formula of a cell that has none; type it anew in Excel",
    )


def test_an_empty_formula_is_an_error_that_says_so():
    values, reasons = calculated(of_rows('<row r="1"><c r="A1"><f/><v>7</v></c></row>'))
    assert (values, reasons) == ({"A1": "#REF!"}, {"A1": "has an empty formula; type it anew in Excel"})


@pytest.mark.parametrize("reference", ["nothing", "", "F5:G9", "XFD1:A1"])
def test_an_array_formula_that_fills_no_cells_of_its_own_fills_its_cell(reference):
    rows = f'<row r="2"><c r="B2"><f t="array" ref="{reference}">1+1</f></c></row>'
    assert calculated(of_rows(rows))[0] == {"B2": 2.0}


@pytest.mark.parametrize("kind", ["array", "dataTable"])
def test_a_formula_that_fills_the_sheet_is_refused(kind):
    rows = f'<row r="1"><c r="A1"><f t="{kind}" ref="A1:XFD1048576">1</f></c></row>'
    refused(rows, "'A1:XFD1048576' is filled by one formula, and 1,048,576 cells are the most")


@pytest.mark.parametrize("second", ['<f t="array" ref="B1:C2">1</f>', "<f>1+1</f>"])
def test_formulas_that_fill_the_same_cells_are_refused(second):
    first = '<c r="A1"><f t="array" ref="A1:B2">D1:E2</f></c>'
    refused(f'<row r="1">{first}<c r="B1">{second}</c></row>', "'B1' is filled by two formulas, one of them in A1")


# Formulas


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("SUM(C1:XFD1048576)", 0.0),
        ("SUM(B:XFD)", 0.0),
        ("COUNTBLANK(C1:XFD1048576)", 16_382.0 * 1_048_576),
        ("INDEX(B1:XFD1048576,5,5)", 0.0),
        ("SUM(OFFSET(B1,0,0,1048576,16000))", 0.0),
        ('SUM(INDIRECT("B1:XFD1048576"))', 0.0),
        ("VLOOKUP(1,B1:XFD1048576,16000,FALSE)", "#N/A"),
        ("1E308*10", "#NUM!"),
        ("10^400", "#NUM!"),
        ("FACT(1000)", "#NUM!"),
        ('REPT("x",1E9)', "#VALUE!"),
        ('LEN(REPT("x",32767))', 32_767.0),
        ('REPT("x",32767)&"y"', "#VALUE!"),
        ('TEXTJOIN(REPT("x",32767),FALSE,SEQUENCE(100000))', "#VALUE!"),
        ("SEQUENCE(1048576,16384)", "#NUM!"),
        ("RANDARRAY(1048576,16384)", "#NUM!"),
        ("SUM(SEQUENCE(1E15))", "#NUM!"),
        ("+".join(["1"] * 256), 256.0),
        ("SUM(" + ",".join(["1"] * 4092) + ")", 4092.0),
        ("(" * 64 + "1" + ")" * 64, 1.0),
        ("IF(1," * 64 + "1" + ")" * 64, 1.0),
        ("-" * 64 + "1", 1.0),
        ("9^9^9", 9.0**81),
    ],
)
def test_large_formulas_have_an_answer_at_once(formula, value):
    assert value_of(formula) == value


@pytest.mark.parametrize("opening", ["(", "IF(1,", "-", "LTV_CONTINUITY(", "{", "t[", "NOPE("])
@pytest.mark.parametrize("depth", [1_000, 20_000])
def test_formulas_without_bottom_are_errors(opening, depth):
    closing = {"-": "", "{": "}", "t[": "]"}.get(opening, ")")
    value, reason = (found["A1"] for found in calculated(formulas(opening * depth + "1" + closing * depth)))
    assert value.startswith("#")
    assert len(reason) < 200


@pytest.mark.parametrize(
    "text", ["(", "==1", " ", "+", '"', "'", "[", "{", "1;2", "A1:", "S!", "[]A5", "TRUE()()", "#REF!"]
)
def test_what_is_no_formula_is_an_error(text):
    assert str(value_of(text)).startswith("#")


@pytest.mark.parametrize(
    ("written", "names"),
    [
        (["A1+1"], ""),
        (["A2", "A1"], ""),
        (["SUM(A:XFD)"], ""),
        (["n+1"], name_xml("n", "S!$A$1")),
        (["OFFSET(A1,0,0)"], ""),
    ],
)
def test_circles_say_so(written, names):
    values, reasons = calculated(formulas(*written, names=names))
    assert set(values.values()) == {"#VALUE!"}
    assert set(reasons.values()) == {"refers to itself, directly or through other cells"}


@pytest.mark.parametrize(
    "names",
    [
        name_xml("n", "n+1"),
        name_xml("n", "m") + name_xml("m", "n"),
        name_xml("n", "_xlfn.LAMBDA(_xlpm.x,n(_xlpm.x+1))"),
        name_xml("n", "Gone!$A$1"),
        name_xml("n", "[1]S!$A$1"),
        name_xml("n", "(" * 5_000 + "1" + ")" * 5_000),
    ],
    ids=["itself", "each other", "a LAMBDA that calls itself", "a sheet that is gone", "another workbook", "no bottom"],
)
def test_names_that_lead_nowhere_are_errors(names):
    assert value_of("n", names).startswith("#")


def test_names_that_double_each_other_are_worked_out_once():
    names = "".join(name_xml(f"n_{i}", f"n_{i + 1}+n_{i + 1}") for i in range(50)) + name_xml("n_50", "1")
    assert value_of("n_0", names) == 2.0**50


@pytest.mark.parametrize("formula", ["[1]Costs!A1", "'[forecast.xlsx]Fix first'!A1+1", "SUM([2]Costs!A1:A9)"])
def test_references_to_other_workbooks_are_errors_and_the_rest_is_calculated(formula):
    values, reasons = calculated(formulas(formula, "1+1"))
    assert values == {"A1": "#REF!", "A2": 2.0}
    assert reasons["A1"].startswith("refers to another workbook, ")


def test_nothing_is_fetched_or_run():
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        page = f"http://127.0.0.1:{server.getsockname()[1]}/"
        values, _ = calculated(formulas(f'WEBSERVICE("{page}")', f'IMAGE("{page}x.png")', "cmd|'/c calc'!A1"))
        with pytest.raises(BlockingIOError):
            server.accept()
    assert all(str(value).startswith("#") for value in values.values())


def test_long_chains_of_cells_have_their_answer():
    assert calculated(column(lambda row: f"A{row + 1}+1", "<v>1</v>", 2_000))[0]["A1"] == 2_000.0
    values, reasons = calculated(column(lambda row: f"A{row + 1}+1", "<f>1/0</f>", 1_000))
    assert set(values.values()) == {"#DIV/0!"}
    assert len(reasons) == 1_000
    values, _ = calculated(column(lambda row: f"A{row + 1}+1", "<f>A1+1</f>", 1_000))
    assert set(values.values()) == {"#VALUE!"}


def test_reasons_of_very_many_errors_end():
    values, reasons = calculated(column(lambda _: "1/0+SUM(C1:Z9999)", "<v>1</v>", 400))
    assert set(values.values()) == {"#DIV/0!"}
    assert set(reasons.values()) == {"divides by zero, or by an empty cell"}


# Sheets


@pytest.mark.parametrize(
    "title",
    [
        "it's",
        "a;b",
        "a!b",
        "&quot;q&quot;",
        "x" * 31,
        "日本語",
        "a&amp;b",
        "&lt;",
        "'",
        "TRUE",
        "A1",
        "R1C1",
        "-1",
        "=1",
        "😀",
    ],
)
def test_titles_may_be_anything(title):
    plain = title.replace("&quot;", '"').replace("&amp;", "&").replace("&lt;", "<")
    content = with_text(BOOK, 'name="S"', f'name="{title}"')
    reference = "'" + plain.replace("'", "''") + "'"
    formula = f"{reference}!A1+1".replace("&", "&amp;").replace("<", "&lt;")
    parts = parts_of(content) | {SHEET: sheet_xml(ROW.replace("A1+1", formula)).encode()}
    done = recalculate(Package(content).replaced(parts))
    assert done.values[plain, "B1"] == 2.0
    assert math.isclose(done[f"{reference}!C1"], 2000)
