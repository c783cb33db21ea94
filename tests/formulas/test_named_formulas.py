"""Names that stand for formulas, and LAMBDAs: calculated where the engine can, else said, and never an old value."""

from html import escape

import openpyxl
import pytest
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.table import Table

from tests.packages import book, name_xml, sheet_xml
from xl_quadrant import assert_cells, recalculate
from xl_quadrant.bridges.lambda_names import function_names, with_function_names
from xl_quadrant.catalogue import by_name
from xl_quadrant.client_book.client_workbook import template_bytes
from xl_quadrant.package.values import ErrorValue
from xl_quadrant.sheets.pack import live_example

NAMES = {
    "MARGIN": "_xlfn.LAMBDA(_xlpm.price,_xlpm.cost,(_xlpm.price-_xlpm.cost)/_xlpm.price)",
    "TWICE": "_xlfn.LAMBDA(_xlpm.x,_xlpm.x+_xlpm.x)",
    "SUBTRACT": "_xlfn.LAMBDA(_xlpm.a,_xlpm.b,_xlpm.a-_xlpm.b)",
    "TURNED": "_xlfn.LAMBDA(_xlpm.a,_xlpm.b,SUBTRACT(_xlpm.b,_xlpm.a))",
    "GREET": '_xlfn.LAMBDA(_xlpm.who,_xlop.word,IF(_xlfn.ISOMITTED(_xlpm.word),"Hello",_xlpm.word)&" "&_xlpm.who)',
    "PLUS": "_xlfn.LAMBDA(_xlpm.a,_xlop.b,_xlpm.a+_xlpm.b)",
    "SPAN": "_xlfn.LAMBDA(_xlpm.r,MAX(_xlpm.r)-MIN(_xlpm.r)+ROWS(_xlpm.r))",
    "ANSWER": "_xlfn.LAMBDA(42)",
    "APPLY": "_xlfn.LAMBDA(_xlpm.f,_xlpm.x,_xlpm.f(_xlpm.f(_xlpm.x)))",
    "LTV": "_xlfn.LAMBDA(_xlpm.churn,LTV_CONTINUITY(S!$A$3*50,_xlpm.churn))",
    "BARE": "LAMBDA(x,[y],x*10)",
    "NET_PRICE": "_xlfn.LAMBDA(_xlpm.p,_xlpm.p*0.5)",
    "DOWN": "_xlfn.LAMBDA(_xlpm.n,IF(_xlpm.n<1,0,_xlpm.n+DOWN(_xlpm.n-1)))",
    "ADDER": "_xlfn.LAMBDA(_xlpm.a,_xlfn.LAMBDA(_xlpm.b,_xlpm.a+_xlpm.b))",
    "tax": "0.2",
    "greeting": '"hi"',
    "total": "SUM(S!$A$1:$A$3)",
    "column": "S!$A:$A",
    "filled": "OFFSET(S!$A$1,0,0,COUNT(S!$A:$A),1)",
    "three": "{1,2,3}",
    "mine": "LTV_CONTINUITY(S!$A$3*50,10%)",
    "mine_twice": "mine*2",
    "to_the_left": "S!XFD1",
    "two_above": "S!A1048575:S!$A1048575",
    "elsewhere": "[1]Costs!$A$1",
    "round_1": "round_2+1",
    "round_2": "round_1+1",
    "gone": "S!#REF!",
}
LOCAL = "".join(
    [
        name_xml("rate", "0.5", ' localSheetId="0"'),
        name_xml("rate", "{7}"),
        name_xml("rate", "{9}", ' localSheetId="1"'),
        name_xml("place", "S!$A$3", ' localSheetId="1"'),
    ]
)


def calculated(*formulas):
    """Return formulas calculated in column C, with 1, 2, 4 at the top of column A and numbers and old values beside."""
    rows = {row: f'<c r="A{row}"><v>{value}</v></c>' for row, value in {1: 1, 2: 2, 3: 4}.items()}
    for row, formula in enumerate(formulas, start=10):
        rows[row] = f'<c r="B{row}"><v>{row}</v></c><c r="C{row}"><f>{escape(formula)}</f><v>99</v></c>'
    xml = "".join(f'<row r="{row}">{cells}</row>' for row, cells in rows.items())
    names = "".join(name_xml(name, escape(text)) for name, text in NAMES.items())
    done = recalculate(book(sheet_xml(xml), sheet_xml(""), names=names + LOCAL))
    reasons = {fault.cell: fault.reason for fault in done.errors}
    return [(done[f"S!C{row}"], reasons.get(f"C{row}")) for row in rows if row >= 10]


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("MARGIN(200,50)", 0.75), ("margin(A3,A1)", 0.75), ("1-MARGIN(200,50)", 0.25), ("-MARGIN(200,50)%", -0.0075),
        ("TWICE(TWICE(3))", 12), ("SUM(TWICE(1),TWICE(A2))", 6), ("SUBTRACT(SUBTRACT(10,1),SUBTRACT(5,3))", 7),
        ("TURNED(1,10)", 9), ('GREET("Ana")', "Hello Ana"), ('GREET("Ana","Hi")', "Hi Ana"), ('GREET("Ana",)', "Hello Ana"),
        ("PLUS(5)", 5), ("PLUS(5,2)", 7), ("SPAN(A1:A3)", 6), ("ANSWER()", 42), ("ANSWER( )+1", 43),
        ("APPLY(TWICE,3)", 12), ("APPLY(_xlfn.LAMBDA(_xlpm.x,_xlpm.x*5),2)", 50), ("LTV(10%)", 2000),
        ("S2!TWICE(3)", 6), ("BARE(4)", 40), ("BARE(4,5)", 40), ("NET_PRICE(10)", 5),
        ("_xlfn.LAMBDA(_xlpm.x,_xlpm.x+1)(1)", 2), ("_xlfn.LAMBDA(_xlpm.x,_xlpm.y,_xlpm.x*_xlpm.y)(TWICE(3),7)", 42),
        ("_xlfn.LET(_xlpm.f,TWICE,_xlpm.f(4))", 8), ("_xlfn.LET(_xlpm.x,2,_xlpm.y,_xlpm.x*3,TWICE(_xlpm.y))", 12),
        ("_xlfn.LET(_xlpm.double,_xlfn.LAMBDA(_xlpm.x,_xlpm.x*2),_xlpm.double(4)&greeting)", "8hi"),
        ("IF(FALSE,TWICE(1/0),3)", 3), ("SUM(TWICE(A1:A3))", 14), ('IFERROR(TWICE("x"),"caught")', "caught"),
        ("MARGIN(1)", "#VALUE!"), ("MARGIN(1,2,3)", "#VALUE!"), ("IFERROR(MARGIN(1),0)", 0), ("ANSWER(1)", "#VALUE!"),
        ("tax*10", 2), ("greeting&1", "hi1"), ("total", 7), ("SUM(column)", 7), ("SUM(filled)", 7), ("SUM(three)", 6),
        ("mine", 2000), ("mine_twice+1", 4001), ("to_the_left*2", 20), ("gone", "#REF!"), ("IFERROR(gone,5)", 5),
        ("rate*4", 2), ("S!rate*4", 2), ("S2!rate*4", 36), ("S2!tax*10", 2), ("S2!place+1", 5), ("S!total", 7), ('"TWICE(3) tax"', "TWICE(3) tax"),
    ],
)  # fmt: skip
def test_names_are_calculated(formula, expected):
    ((value, _),) = calculated(formula)
    assert value == pytest.approx(expected)
    assert isinstance(value, ErrorValue) == (isinstance(expected, str) and expected.startswith("#"))


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("SUM(MAP(A1:A3,TWICE))", 14), ("SUM(MAP(A1:A3,LAMBDA(x,TWICE(x))))", 14), ("REDUCE(0,A1:A3,SUBTRACT)", -7),
        ("LET(f,LAMBDA(x,x*2),SUM(MAP(A1:A3,f)))", 14), ("LET(f,LAMBDA(x,x*2),SUM(MAP(A1:A3,LAMBDA(x,f(x)))))", 14),
        ("SUM(MAP(A1:A3,LAMBDA(x,LET(y,x,z,y+1,y*z))))", 28), ("LET(k,3,SUM(MAP(A1:A3,LAMBDA(x,LET(y,k,x*y)))))", 21),
        ("SUM(MAP(A1:A3,LAMBDA(x,SUM(MAP(A1:A3,LAMBDA(y,LET(z,y*x,z)))))))", 49), ("LET(a,ADDER(1),a(2))", 3), ("ADDER(1)(2)", 3), ("LAMBDA(x,LAMBDA(y,x-y))(5)(3)*2", 4),
        ("LET(x,5,f,LAMBDA(y,y+x),SUM(MAP(A1:A3,LAMBDA(x,f(x)))))", 22), ("LET(x,A1,g,LAMBDA(y,x+y),LET(x,100,g(1)))", 2),
        ("_xlfn.LET(_xlpm.f,_xlfn.LAMBDA(_xlpm.a,_xlop.b,IF(_xlfn.ISOMITTED(_xlpm.b),_xlpm.a,_xlpm.b)),_xlpm.f(1)+_xlpm.f(1,5))", 6),
        ("SUM(_xlfn.BYROW(A1:B3,_xleta.SUM))", 7), ("_xlfn.REDUCE(0,A1:A3,_xleta.MAX)", 4), ("SUM(MAP(A1:A3,A1:A3,_xleta.SUM))", 14),
        ("LET(rate,0.1,n,3,REDUCE(100,SEQUENCE(n),LAMBDA(b,i,LET(interest,b*rate,b+interest))))", 133.1),
        ("SUM(MAP(A1:A3,LAMBDA(tax,tax*2)))", 14), ("LET(tax,tax*10,tax+1)", 3), ('SUM(MAP(A1:A3,LAMBDA(x,LET(s,"XLQ_1",x+LEN(s)))))', 22),
        ("SUM(MAKEARRAY(2,2,LAMBDA(r,c,LET(p,r*c,p))))", 9), ("SUM(BYCOL(A1:B3,LAMBDA(c,LET(m,MAX(c),m))))", 4),
    ],
)  # fmt: skip
def test_lambdas_of_let_and_let_within_lambdas(formula, expected):
    assert calculated(formula) == [(pytest.approx(expected), None)]


def test_a_relative_name_is_seen_from_its_cell():
    assert calculated("to_the_left", "to_the_left+0", "SUM(two_above)") == [(10, None), (11, None), (20, None)]


@pytest.mark.parametrize(
    ("formula", "error", "reason"),
    [
        ("DOWN(5)", "#NAME?", "uses the name DOWN, which refers to itself; only Excel calculates it"),
        ("IFERROR(DOWN(5),0)", "#NAME?", "uses the name DOWN, which refers to itself; only Excel calculates it"),
        ("round_1", "#NAME?", "uses the name ROUND_1, which refers to itself; only Excel calculates it"),
        ("TWICE(1)(2)", "#NAME?", "calls what a formula returns, which only Excel does"),
        ("SUM(LAMBDA(x,x)(1)(2))", "#NAME?", "calls what a formula returns, which only Excel does"),
        (
            "LET(f,LAMBDA(g,n,IF(n<2,1,n*g(g,n-1))),f(f,4))",
            "#NAME?",
            "uses a LAMBDA that calls itself, which only Excel calculates",
        ),
        (
            "IFERROR(LET(f,LAMBDA(g,n,g(g,n)+g(g,n)),f(f,4)),0)",
            "#NAME?",
            "uses a LAMBDA that calls itself, which only Excel calculates",
        ),
        (
            "SUM(MAP(A1:A3,LAMBDA(x,DOWN(x))))",
            "#NAME?",
            "uses the name DOWN, which refers to itself; only Excel calculates it",
        ),
        (
            "SUM(MAP(A1:A3,IF(A1=1,TWICE,SUBTRACT)))",
            "#NAME?",
            "uses MAP with no LAMBDA that the headless engine can apply; open the workbook in Excel",
        ),
        ("tax(1)", "#NAME?", None),
        ("three(1)", "#NAME?", "calls three, a name that is no LAMBDA"),
        ("TWICE", "#VALUE!", "is a LAMBDA that is not called, or has nothing to show"),
        ("elsewhere", "#REF!", "refers to another workbook, [1]Costs!$A$1, which is not at hand"),
    ],
)
def test_what_only_excel_calculates_is_said_and_never_old(formula, error, reason):
    ((value, said),) = calculated(formula)
    assert value == error
    assert isinstance(value, ErrorValue)
    assert reason is None or said == reason


def test_each_argument_is_calculated_once():
    ((value, _),) = calculated("SUBTRACT(0,0)+_xlfn.LAMBDA(_xlpm.r,_xlpm.r-_xlpm.r)(RAND())")
    assert value == 0


def test_formulas_that_share_one_see_names_from_their_own_cells():
    rows = "".join(
        f'<row r="{row}"><c r="A{row}"><v>{row}</v></c><c r="B{row}">'
        + ('<f t="shared" ref="B1:B3" si="0">TWICE(A1)</f>' if row == 1 else '<f t="shared" si="0"/>')
        + "<v>99</v></c></row>"
        for row in (1, 2, 3)
    )
    done = recalculate(book(sheet_xml(rows), names=name_xml("TWICE", NAMES["TWICE"])))
    assert done["S!B1:B3"] == [[2], [4], [6]]
    assert done.formula("S!B3") == "=TWICE(A3)"


def test_a_name_for_a_column_of_a_table_is_calculated_and_found():
    written = openpyxl.Workbook()
    for row in (["price", "share"], [200, 0.5], [400, 0.25]):
        written.active.append(row)
    written.active.add_table(Table(displayName="Offers", ref="A1:B3"))
    written.active["D1"] = "=SUMPRODUCT(prices,Offers[share])"
    written.defined_names["prices"] = DefinedName("prices", attr_text="Offers[price]")
    done = recalculate(written, inputs={"prices": [100, 200]})
    assert done["Sheet!D1"] == 100
    assert done["prices"] == [[100], [200]]


# Our own functions as names


def test_a_client_workbook_with_our_lambdas_calculates_them():
    written = openpyxl.Workbook()
    written.active["A1"] = "=CASH_PER_SHOW(19,50%,2000,200,400,0,800)"
    written.active["A2"] = "=LTV_CONTINUITY(200,10)"
    content = recalculate(written).package
    done = recalculate(with_function_names(content))
    assert_cells(done, {"Sheet!A1": 1719, "Sheet!A2": "#NUM!"})
    assert done.errors[0].reason == "churn: 10 is above 1; write 10% or 0.1"
    assert not recalculate(with_function_names(template_bytes())).errors


@pytest.mark.parametrize("function", list(function_names()), ids=lambda function: function.name)
def test_our_lambdas_under_other_names_calculate_what_python_does(function):
    """So they are a user's own, written out by the adapter and calculated by the engine."""
    example = live_example(by_name(function.name))
    cell = f'<row r="1"><c r="A1"><f>MY_{escape(example.formula.removeprefix("="))}</f><v>99</v></c></row>'
    done = recalculate(book(sheet_xml(cell), names=name_xml(f"MY_{function.name}", escape(function.formula))))
    assert done["S!A1"] == pytest.approx(example.answer)
