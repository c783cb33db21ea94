"""Workbooks calculated headlessly: every value stored, errors with their reason, and nothing else touched."""

import datetime
import io
import math
from types import SimpleNamespace

import formualizer
import openpyxl
import pytest
from hypothesis import given, settings, strategies as st
from libreoffice import values_by_libreoffice
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.table import Table

from tests.packages import MAIN, book, name_xml, parts_of, recalculated_cells, sheet_xml
from xl_quadrant.engine.recalc import recalculate
from xl_quadrant.errors import InvalidWorkbook
from xl_quadrant.package.addresses import address, position_of
from xl_quadrant.package.parts import Package
from xl_quadrant.package.stored_values import formula_values
from xl_quadrant.package.values import ErrorValue

FORMULAS = {
    "sum": "=Inputs!A1*2+SUM(in_block)",
    "names": "=SUMPRODUCT(in_block,in_block)*in_price",
    "text": '="  a<b & "&Inputs!B1&" "',
    "empty": '=""',
    "line": '="a"&CHAR(10)&"b"',
    "logical": "=Inputs!A1>3",
    "of_logical": "=Inputs!A3",
    "date": "=Inputs!A4+1",
    "made_date": "=DATE(2024,1,2)",
    "of_blank": "=Inputs!Z99",
    "chosen": '=IF(Inputs!A3,CHOOSE(2,"x","y"),1/0)',
    "caught": "=IFERROR(1/0,7)",
    "division": "=1/0",
    "missing": '=VLOOKUP("zz",Inputs!A1:B3,2,FALSE)',
    "no_root": "=SQRT(-1)",
    "unknown": "=NOT_A_FUNCTION(1)",
    "passed_on": "=B13+1",
    "formatted": '=TEXT(0.5,"0%")',
    "small": "=0.1+0.2",
    "power": "=(1-0.1)^12",
    "count": "=COUNTA(Inputs!A1:B4)",
    "text_number": '=VALUE("12.5")*2',
}


def plain_book(price=5.0, churn=0.1, formulas=FORMULAS, more=()):
    """Return a workbook with inputs, names, formats and the formulas above; further formulas begin at row 40."""
    written = openpyxl.Workbook()
    inputs, results = written.active, written.create_sheet("Own results")
    inputs.title = "Inputs"
    inputs.append([price, "=typed text"])
    inputs["B1"].data_type = "s"
    inputs["A2"], inputs["A3"], inputs["A4"], inputs["A5"] = churn, True, datetime.date(2024, 3, 1), None
    inputs["D1"], inputs["D2"], inputs["D3"] = 1, 2, None
    for row, (label, formula) in enumerate([*formulas.items(), *([("more", f) for f in more])], 1):
        results.cell(row, 1, label)
        results.cell(row, 2, formula).number_format = "0.00"
    written.defined_names["in_price"] = DefinedName("in_price", attr_text="Inputs!$A$1")
    written.defined_names["in_block"] = DefinedName("in_block", attr_text="Inputs!$D$1:$D$3")
    content = io.BytesIO()
    written.save(content)
    return content.getvalue()


def values_of(done):
    """Return the calculated values of the sheet of results by their labels."""
    loaded = openpyxl.load_workbook(io.BytesIO(done.package))["Own results"]
    labels = {row: loaded.cell(row, 1).value for row in range(1, loaded.max_row + 1)}
    return {labels[int(cell[1:])]: value for (sheet, cell), value in done.values.items() if sheet == "Own results"}


def same(one, other):
    """Say whether two values are the same, numbers to twelve digits."""
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=1e-12, abs_tol=1e-12)
    return one == other and isinstance(one, bool) == isinstance(other, bool)


# Workbooks without functions of ours


def test_plain_formulas_are_calculated_and_stored():
    values = values_of(recalculate(plain_book()))
    expected = {
        "sum": 13.0, "names": 25.0, "text": "  a<b & =typed text ", "empty": "", "line": "a\nb", "logical": True,
        "of_logical": True, "date": 45353.0, "made_date": 45293.0, "of_blank": 0.0, "chosen": "y", "caught": 7.0,
        "division": "#DIV/0!", "missing": "#N/A", "no_root": "#NUM!", "unknown": "#NAME?", "passed_on": "#DIV/0!",
        "formatted": "50%", "small": 0.1 + 0.2, "power": 0.9**12, "count": 5.0, "text_number": 25.0,
    }  # fmt: skip
    assert values.keys() == expected.keys()
    assert {label for label in expected if not same(values[label], expected[label])} == set()
    assert {label for label, value in values.items() if isinstance(value, ErrorValue)} == {
        "division", "missing", "no_root", "unknown", "passed_on",
    }  # fmt: skip


def test_each_error_comes_with_its_reason():
    done = recalculate(plain_book())
    assert [str(fault) for fault in done.errors] == [
        "'Own results'!B13 #DIV/0! divides by zero, or by an empty cell",
        "'Own results'!B14 #N/A finds no value, or says that there is none",
        "'Own results'!B15 #NUM! has no finite answer",
        "'Own results'!B16 #NAME? uses NOT_A_FUNCTION, which is not known here; "
        "check the spelling, or open the workbook in Excel",
        "'Own results'!B17 #DIV/0! takes the error of 'Own results'!B13; mend that cell first",
    ]


def test_other_readers_see_the_stored_values():
    content = recalculate(plain_book()).package
    loaded = openpyxl.load_workbook(io.BytesIO(content), data_only=True)["Own results"]
    found = {loaded.cell(row, 1).value: loaded.cell(row, 2).value for row in range(1, len(FORMULAS) + 1)}
    assert found["sum"] == 13
    assert (found["logical"], found["text"], found["division"]) == (True, "  a<b & =typed text ", "#DIV/0!")
    formulas = openpyxl.load_workbook(io.BytesIO(content))["Own results"]
    assert [formulas.cell(row, 2).value for row in range(1, len(FORMULAS) + 1)] == list(FORMULAS.values())


@pytest.mark.parametrize("more", [(), ("=LTV_CONTINUITY(200,Inputs!A2)",)], ids=["plain", "ours"])
def test_only_sheets_with_formulas_change(more):
    content = plain_book(more=more)
    done = recalculate(content)
    before, after = parts_of(content), parts_of(done.package)
    assert list(before) == list(after)
    assert [name for name in before if before[name] != after[name]] == [Package(content).sheets["Own results"]]
    assert recalculate(done.package).package == done.package, "calculated again, it stays the same"


@settings(max_examples=25)
@given(st.floats(-1e6, 1e6), st.floats(-2, 2))
def test_the_engine_itself_stores_the_same_where_it_needs_no_help(price, churn):
    content = plain_book(price, churn)
    done = recalculate(content)
    engine = formula_values(Package(formualizer.recalculate_xlsx_bytes(content)["bytes"]))
    assert {(sheet, address(*at)): value for (sheet, *at), value in engine.items()}.keys() == done.values.keys()
    assert {at: value for at, value in engine.items() if not same(value, done.values[at[0], address(*at[1:])])} == {}
    assert formula_values(Package(done.package)) == {(s, *position_of(c)): v for (s, c), v in done.values.items()}


def test_a_macro_workbook_keeps_its_macros_and_excel_is_asked_to_calculate():
    others = {"xl/vbaProject.bin": bytes(range(256)) * 9, "xl/calcChain.xml": f'<calcChain xmlns="{MAIN}"/>'}
    for formula in ("1+1", "LTV_TO_CAC(4,2)"):
        content = book(sheet_xml(f'<row r="1"><c r="A1"><f>{formula}</f></c></row>'), others=others)
        after = parts_of(recalculate(content).package)
        assert {name: after[name] for name in others} == {name: parts_of(content)[name] for name in others}
        assert b'<calcPr fullCalcOnLoad="1"/></workbook>' in after["xl/workbook.xml"]


@pytest.mark.libreoffice
def test_libreoffice_stores_the_same():
    mine = {key: plain_book(*key) for key in ((5.0, 0.1), (0.0, 1.0), (-1234.5, 0.03))}
    theirs = values_by_libreoffice(mine)
    for key, content in mine.items():
        own = recalculate(content).values
        assert len(own) == len(FORMULAS)
        other = {(sheet, f"{'AB'[column - 1]}{row}"): v for (sheet, row, column), v in theirs[key].items()}
        assert {at: (own[at], other[at]) for at in own if not same(_as_libreoffice(own[at]), other[at])} == {}


def _as_libreoffice(value):
    """Return a value as LibreOffice stores it: a logical in a number's format is one, its own error is #VALUE!."""
    if isinstance(value, bool):
        return float(value)
    return "#VALUE!" if value == "#NUM!" else value


# Workbooks with functions of ours


def test_our_functions_are_calculated_stored_and_used_by_others():
    more = (
        "=LTV_CONTINUITY(200,Inputs!A2)",
        "=B23*2",
        "=ltv_continuity(in_price,Inputs!A2,,1%)",
        '=CHANNEL_VERDICT(1,2,3,4)&"!"',
        "=CLIENT_FINANCED(300,100)",
        '=IF(LTV_CONTINUITY(200,10%)>1999,"good","bad")',
    )
    values = recalculate(plain_book(more=more)).values
    found = [values["Own results", f"B{row}"] for row in range(23, 29)]
    assert all(map(same, found, [2000.0, 4000.0, 5 * 1.01 / 0.11, "paid on the day!", True, "good"]))
    assert {k: v for k, v in values.items() if int(k[1][1:]) < 23} == recalculate(plain_book()).values


def test_an_error_of_ours_is_a_real_error_with_our_own_reason():
    done, values, said = recalculated_cells(
        '<row r="1"><c r="A1"><v>10</v></c><c r="B1"><f>LTV_CONTINUITY(200,A1)</f><v>77</v></c>'
        '<c r="C1" t="str"><f>B1&amp;""</f><v>old</v></c><c r="D1"><f>LTV_TO_CAC(B1,2)</f><v>1</v></c></row>'
    )
    assert values == {"B1": "#NUM!", "C1": "#NUM!", "D1": "#NUM!"}
    assert all(isinstance(value, ErrorValue) for value in values.values())
    assert said == [
        "S!B1 #NUM! churn: 10 is above 1; write 10% or 0.1",
        "S!C1 #NUM! takes the error of S!B1; mend that cell first",
        "S!D1 #NUM! ltv: '#NUM!' is an error in the cell this argument refers to; mend that cell first",
    ]
    assert (
        b'<c r="B1" t="e"><f>LTV_CONTINUITY(200,A1)</f><v>#NUM!</v></c>'
        in parts_of(done.package)["xl/worksheets/part1.xml"]
    )


def test_shared_formulas_are_calculated_row_by_row():
    _, values, said = recalculated_cells(
        '<row r="1"><c r="A1"><v>0.1</v></c><c r="B1"><f t="shared" ref="B1:B3" si="0">LTV_CONTINUITY(100,A1,,0.1)</f></c></row>'
        '<row r="2"><c r="A2"><v>2</v></c><c r="B2"><f t="shared" si="0"/><v>9</v></c></row>'
        '<row r="3"><c r="A3"><v>1</v></c><c r="B3"><f t="shared" si="0"/><v>9</v></c></row>'
    )
    assert values == {"B1": pytest.approx(550), "B2": "#NUM!", "B3": 100.0}
    assert said == ["S!B2 #NUM! churn: 2 is above 1; write 2% or 0.02"]


def test_a_sheet_with_a_prefix_is_calculated():
    xml = sheet_xml('<row r="1"><c r="A1"><v>4</v></c><c r="B1"><f>LTV_TO_CAC(A1,2)</f></c></row>')
    prefixed = xml.replace("<", "<x:").replace("<x:/", "</x:").replace("<x:?", "<?").replace("xmlns=", "xmlns:x=")
    content = book(prefixed)
    assert recalculate(content).values == {("S", "B1"): 2.0}


# What only Excel calculates is an error, never 0 and never the value from before


@pytest.mark.parametrize(
    ("rows", "names", "expected"),
    [
        ('<c r="A1"><f>MINE(2)</f><v>8</v></c>', name_xml("MINE", "_xlfn.LAMBDA(_xlpm.a,MINE(_xlpm.a-1))"),
         "S!A1 #NAME? uses the name MINE, which refers to itself; only Excel calculates it"),
        ('<c r="A1"><f>LTV_CONTINUTY(2)</f><v>8</v></c>', "",
         "S!A1 #NAME? uses LTV_CONTINUTY, which is not known here; did you mean LTV_CONTINUITY?"),
        ('<c r="A1"><f>no_such_name+1</f><v>8</v></c>', "",
         "S!A1 #NAME? uses no_such_name, which is not known here; check the spelling, or open the workbook in Excel"),
        ('<c r="A1"><f>SUM((1,2</f><v>8</v></c>', "",
         "S!A1 #VALUE! cannot be read by the headless engine; open the workbook in Excel"),
        ('<c r="A1"><f>A1/2+1</f><v>8</v></c>', "", "S!A1 #VALUE! refers to itself, directly or through other cells"),
        ('<c r="A1"><f>Gone!A1</f><v>8</v></c>', "", "S!A1 #REF! refers to a cell or table that is not there"),
        ('<c r="A1"><f t="dataTable" ref="A1" dt2D="0" dtr="0" r1="B1"/><v>8</v></c>', "",
         "S!A1 #N/A belongs to a what-if data table, which only Excel calculates"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("beside", ["", '<c r="C1"><f>LTV_TO_CAC(6,2)</f></c>'], ids=["alone", "beside ours"])
def test_what_cannot_be_calculated_is_an_error_with_its_reason(rows, names, expected, beside):
    done = recalculate(book(sheet_xml(f'<row r="1">{rows}{beside}</row>'), names=names))
    assert [str(fault) for fault in done.errors] == [expected]
    assert isinstance(done.values["S", "A1"], ErrorValue)
    assert done.values.get(("S", "C1"), 3.0) == 3.0


def test_cells_that_use_a_what_if_table_do_not_use_its_old_values():
    _, values, said = recalculated_cells(
        '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><f t="dataTable" ref="B1:B2" dt2D="0" dtr="0" r1="A1"/><v>9</v></c></row>'
        '<row r="2"><c r="B2"><v>9</v></c><c r="C2"><f>B2+1</f></c></row>'
    )
    assert values == {"B1": "#N/A", "B2": "#N/A", "C2": "#N/A"}
    assert said[-1] == "S!C2 #N/A takes the error of S!B2; mend that cell first"


def test_a_workbook_the_engine_cannot_open_is_refused(monkeypatch):
    def fail(*_args, **_named):
        raise OSError("no")

    monkeypatch.setattr("formualizer.Workbook", SimpleNamespace(from_bytes=fail))
    with pytest.raises(
        InvalidWorkbook, match=r"workbook: cannot be opened by the headless engine .no.; open it in Excel"
    ):
        recalculated_cells('<row r="1"><c r="A1"><f>LTV_TO_CAC(4,2)</f></c></row>')


def test_circles_that_excel_may_walk_are_walked():
    rows = '<row r="1"><c r="A1"><f>B1/2+1</f></c><c r="B1"><f>A1/2</f></c></row>'
    done = recalculate(book(sheet_xml(rows), calculation='<calcPr iterate="1" iterateDelta="0.0000001"/>'))
    assert done.values["S", "A1"] == pytest.approx(4 / 3, abs=1e-2)
    assert b'iterate="1"' in parts_of(done.package)["xl/workbook.xml"]


def test_control_characters_in_an_answer_are_stored_as_excel_does():
    _, values, _ = recalculated_cells('<row r="1"><c r="A1"><f>CHAR(7)&amp;"_x0041_"</f></c></row>')
    assert values == {"A1": "\x07_x0041_"}


# Tables


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("=SUM(Offers[price])", 600.0),
        ("=SUMPRODUCT(Offers[price],Offers[take rate])", 200 * 1 + 400 * 0.5),
        ("=OFFER_VALUE(Offers[price],Offers[take rate])", 400.0),
        ("=OFFER_VALUE(offers[[price]],Offers[[take rate]])", 400.0),
        ("=SUM(Offers[[price]:[take rate]])", 601.5),
        ("=COUNTA(Offers[#All])", 10.0),
        ("=COUNTA(Offers[[#Headers],[price]])", 1.0),
        ("=Offers[[#Headers],[price]]", "price"),
        ("=SUM(Offers[[#Totals],[price]])", 600.0),
        ("=COUNTA(Offers[[#Headers],[#Data],[price]])", 3.0),
        ("=SUM(Offers[])", 601.5 + 2 * 2500.0),
        ("=Offers[nothing]", "#REF!"),
        ("=Offers[[#This Row],[price]]", "#REF!"),
    ],
)
def test_tables_are_read_beside_functions_of_ours(formula, expected):
    written = openpyxl.Workbook()
    sheet = written.active
    for row in (["price", "take rate", "LTV"], [200, 1], [400, 0.5], [600]):
        sheet.append([None, *row])
    for row in (2, 3):
        sheet[f"D{row}"] = "=LTV_CONTINUITY(Offers[[#This Row],[price]],20%)*Offers[[#This Row],[take rate]]*2.5"
    table = Table(displayName="Offers", ref="B1:D4", totalsRowCount=1)
    sheet.add_table(table)
    sheet["F9"] = formula
    content = io.BytesIO()
    written.save(content)
    package = Package(content.getvalue())
    part = package.sheets["Sheet"]
    done = recalculate(content.getvalue())
    assert (done.values["Sheet", "D2"], done.values["Sheet", "D3"]) == pytest.approx((2500, 2500))
    assert same(done.values["Sheet", "F9"], expected) or done.values["Sheet", "F9"] == pytest.approx(expected)
    assert {n for n, p in parts_of(done.package).items() if p != parts_of(content.getvalue())[n]} == {part}


# Strange workbooks


@pytest.mark.parametrize("formula", ["1+1", "LTV_TO_CAC(4,2)"])
def test_a_workbook_may_be_given_a_limit_of_time(formula):
    content = book(sheet_xml(f'<row r="1"><c r="A1"><f>{formula}</f></c></row>'))
    assert recalculate(content, source="glow.xlsx", seconds=300).package == recalculate(content).package
    with pytest.raises(InvalidWorkbook, match=r"glow\.xlsx: takes longer than 0\.001 seconds"):
        recalculate(content, source="glow.xlsx", seconds=0.001)


def test_an_error_comes_back_from_the_process_with_a_limit():
    with pytest.raises(InvalidWorkbook, match=r"glow\.xlsx: is not an Excel workbook"):
        recalculate(b"no workbook", source="glow.xlsx", seconds=300)


@pytest.mark.parametrize(
    "sheet", ["<worksheet", "<!DOCTYPE a><worksheet/>", f'<worksheet xmlns="{MAIN}"/>', sheet_xml('<row r="x"/>')]
)
@pytest.mark.parametrize("formula", ["", "<!-- LTV_TO_CAC( -->"], ids=["plain", "ours"])
def test_a_damaged_sheet_is_refused(sheet, formula):
    with pytest.raises(InvalidWorkbook):
        recalculate(book(sheet + formula))
