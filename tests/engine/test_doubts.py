"""What cannot be calculated is never silently 0, whatever function catches its error; what does not rest on it stays."""

import io
from html import escape

import openpyxl
import pytest
from hypothesis import given, settings, strategies as st

from tests.packages import book, name_xml, sheet_xml
from xl_quadrant import recalculate
from xl_quadrant.package.values import ErrorValue

UNKNOWN = 'CUBEVALUE("sales",A1)'


def calculated(*formulas, first=UNKNOWN, names=""):
    """Return formulas calculated in column C, beside 1 to 4 in column A and one that cannot be calculated in B1."""
    rows = [f'<c r="A{row}"><v>{row}</v></c>' for row in range(1, max(4, len(formulas)) + 1)]
    rows[0] += f'<c r="B1"><f>{escape(first)}</f><v>77</v></c>'
    for at, formula in enumerate(formulas):
        rows[at] += f'<c r="C{at + 1}"><f>{escape(formula)}</f><v>99</v></c>'
    xml = "".join(f'<row r="{row}">{cells}</row>' for row, cells in enumerate(rows, start=1))
    done = recalculate(book(sheet_xml(xml), sheet_xml('<row r="1"><c r="A1"><v>8</v></c></row>'), names=names))
    reasons = {fault.cell: fault.reason for fault in done.errors}
    return [(done[f"S!C{at}"], reasons.get(f"C{at}")) for at in range(1, len(formulas) + 1)]


@pytest.mark.parametrize(
    "formula",
    [
        "IFERROR(B1,0)", "IFNA(IFERROR(B1,0),1)", "ISERROR(B1)", "ISNUMBER(B1)", "ISTEXT(B1)", "ERROR.TYPE(B1)", "TYPE(B1)",
        "COUNT(A1:B4)", 'COUNTIF(B1:B4,">0")', 'SUMIF(A1:B1,">0")', "AGGREGATE(9,6,A1:B4)", "IFERROR(MATCH(5,B1:B4,0),7)",
        "MIN(IFERROR(B1,0),-5)", "MAX(IFERROR(B1,0),5)", "IF(ISERROR(B1),A1,A2)", 'IFERROR("x"&B1,"none")',
        'COUNTIF(B1:B4,"paid")', 'SUMIFS(A1:A4,A1:A4,">0",B1:B4,"paid")', "IFERROR(VLOOKUP(7,B1:B4,1,FALSE),0)",
        'IFERROR(IF(B1>100,"high","low"),"none")', "CHOOSE(IF(ISERROR(B1),1,2),A1,A2)",
    ],
)  # fmt: skip
def test_what_catches_the_error_of_a_cell_that_cannot_be_calculated_is_no_value(formula):
    ((value, reason),) = calculated(formula)
    assert isinstance(value, ErrorValue)
    assert reason == "takes the error of S!B1; mend that cell first"


def test_nor_is_what_catches_it_in_the_same_formula_or_further_on():
    found = calculated(
        f"IFERROR({UNKNOWN},0)", "C1*2+1", "IFERROR(C2,5)", "A1*2", "_xlfn.IFNA(MYSTERY(1),0)", "COUNTIF(B1,5)", "C6+1"
    )
    values, reasons = zip(*found, strict=True)
    assert values == ("#N/A", "#N/A", "#N/A", 2.0, "#NAME?", "#N/A", "#N/A")
    assert reasons == (
        "uses CUBEVALUE, which is not known here; check the spelling, or open the workbook in Excel",
        "takes the error of S!C1; mend that cell first",
        "takes the error of S!C2; mend that cell first",
        None,
        "uses MYSTERY, which is not known here; check the spelling, or open the workbook in Excel",
        "takes the error of S!B1; mend that cell first",
        "takes the error of S!C6; mend that cell first",
    )


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        (f"IF(FALSE,{UNKNOWN},5)", 5), (f"IF(A1=1,5,{UNKNOWN})", 5), ("IF(A1=1,A2,B1)", 2), ("COUNTA(A1:B1)", 2),
        ("ROWS(B1:B4)", 4), ("A1+A2", 3), ("ISBLANK(B1)", False), ("SUM(A1:A4)", 10), ("RAND()<2", True),
        ("TODAY()>40000", True), ('"CUBEVALUE("&A1&")"', "CUBEVALUE(1)"), ("LET(f,LAMBDA(x,x*2),f(5))", 10),
        ("_xlfn.LET(_xlpm.mystery,_xlfn.LAMBDA(_xlpm.x,_xlpm.x*2),_xlpm.mystery(5))", 10), ("IFERROR(1/0,7)", 7),
        ('SUMIF(A1:A4,">2")', 7), ("MATCH(3,A1:A4,0)", 3), ("INDEX(A1:B1,1)", 1), ("CHOOSE(1,A1,B1)", 1), ("VLOOKUP(2,A1:B4,1,FALSE)", 2),
    ],
)  # fmt: skip
def test_what_does_not_rest_on_it_keeps_its_value(formula, expected):
    assert calculated(formula) == [(expected, None)]


@pytest.mark.parametrize("taken", ["INDEX({},2,1)", "INDEX({},3)", "VLOOKUP(2,{},2,FALSE)", "SUM(INDEX({},0,2))"])
def test_a_part_of_an_answer_that_cannot_be_calculated_is_no_value(taken):
    formula = taken.format("MYSTERY(A1:A4)")
    (bare, caught), reasons = zip(*calculated(formula, f"IFERROR({formula},0)"), strict=True)
    assert isinstance(bare, ErrorValue)
    assert isinstance(caught, ErrorValue)
    assert {reason.partition(",")[0] for reason in reasons} == {"uses MYSTERY"}


@pytest.mark.parametrize(
    "formula",
    [
        "SUM(MAP(A1:A3,LAMBDA(x,IFERROR(MYSTERY(x),0))))", "SUM(BYROW(A1:A3,LAMBDA(x,IFERROR(SUM(x)*MYSTERY(1),0))))",
        "_xlfn.REDUCE(0,A1:A3,_xlfn.LAMBDA(_xlpm.a,_xlpm.x,_xlpm.a+IFERROR(MYSTERY(_xlpm.x),0)))",
        "SUM(MAP(A1:A3,LAMBDA(x,IFERROR(MAP(x,LAMBDA(y,IFERROR(MYSTERY(y),2))),0))))",
    ],
)  # fmt: skip
def test_nor_is_what_catches_it_in_each_element(formula):
    ((value, reason),) = calculated(formula)
    assert value == "#NAME?"
    assert reason == "uses MYSTERY, which is not known here; check the spelling, or open the workbook in Excel"


@pytest.mark.parametrize(("searches", "known"), [(3, True), (40, False)])
def test_searches_among_searches_however_many(searches, known):
    """Beyond a few rounds whatever searches the answers of formulas is given up, and no more than that."""
    chain = [f"COUNTIF(C{at}:C{at},5)" for at in range(1, searches + 1)]
    found = calculated("IFERROR(B1,0)", *chain, "COUNTIF(A1:A9,3)", "ROWS(B1:B9)", "COUNTIF(C99:C100,5)")
    assert {value for value, _ in found[1 : searches + 1]} == {"#N/A"}
    assert [value for value, _ in found[searches + 1 :]] == [1, 9, 0]
    unknown_elsewhere = calculated("IFERROR(B1,0)", *chain, "3", f"COUNTIF(C{searches + 2},3)")[-1]
    assert unknown_elsewhere == ((1, None) if known else ("#N/A", unknown_elsewhere[1]))


def test_a_sheet_for_guesses_is_counted_by_none_and_takes_the_title_of_none():
    rows = f'<row r="1"><c r="A1"><f>{escape(UNKNOWN)}</f></c><c r="B1"><f>SHEETS()</f></c></row>'
    taken = sheet_xml('<row r="1"><c r="A1"><v>5</v></c><c r="B1"><f>A1*2</f></c></row>')
    written = openpyxl.load_workbook(io.BytesIO(book(sheet_xml(rows), taken)))
    written["S2"].title = "XLQ_guess_0"
    written["S"]["C1"] = "=SHEETS()+XLQ_guess_0!A1+ISERROR(A1)*0"
    done = recalculate(written)
    assert (done["S!B1"], done["XLQ_guess_0!B1"], done["S!C1"]) == (2, 10, 7)


@pytest.mark.parametrize("extra", ['<f t="array" ref="E1:E2">A1:A2*2</f>', "<f>_xlfn.SEQUENCE(2)</f>"])
def test_workbooks_that_are_calculated_whole_for_each_guess(extra):
    cells = (
        f"<f>{escape(UNKNOWN)}</f>", "<f>IFERROR(B1,0)</f>", "<f>COUNTIF(C1,5)</f>", extra,
        "<f>IF(FALSE,B1,5)</f>", "<f>SUM(E1:E2)</f>", "<f>RAND()&lt;2</f>", "<f>NOW()&gt;1</f>",
    )  # fmt: skip
    row = "".join(f'<c r="{column}1">{cell}</c>' for column, cell in zip("BCDEFGHI", cells, strict=True))
    rows = f'<row r="1"><c r="A1"><v>1</v></c>{row}</row><row r="2"><c r="A2"><v>2</v></c></row>'
    done = recalculate(book(sheet_xml(rows)))
    assert done["S!C1:D1"] == [["#N/A", "#N/A"]]
    assert done["S!F1:I1"] == [[5, 6 if "array" in extra else 1, True, True]]


def test_chance_and_the_clock_are_no_doubt():
    (chance, said), (now, also) = calculated("RAND()", "NOW()")
    assert 0 <= chance < 1
    assert now > 40_000
    assert said is also is None


@pytest.mark.parametrize(
    "first",
    ["[1]Costs!A1", "DOWN(3)", "IF(A1=1,MYSTERY(1),2)", "A1#", "SUM(A1:A2"],
    ids=["another workbook", "recursion", "a branch", "a spill that is none", "unreadable"],
)
def test_whatever_the_engine_lacks(first):
    names = name_xml("DOWN", "_xlfn.LAMBDA(_xlpm.n,DOWN(_xlpm.n-1))")
    ((value, _),) = calculated("IFERROR(B1,0)", first=first, names=names)
    assert isinstance(value, ErrorValue) or first == "A1#"


@pytest.mark.parametrize(
    ("formula", "right"), [("SUM(A1:A3 A2:A4)", 5), ("SUM((A1,A4))", 5), ("SUM(S:S2!A1)", 9), ("LAMBDA(2)()", 2)]
)
def test_operators_that_the_engine_lacks_are_calculated_or_said(formula, right):
    ((value, _),) = calculated(f"IFERROR({formula},0)", first="A1")
    assert isinstance(value, ErrorValue) or value == right


def test_a_what_if_table_is_no_value_either():
    rows = (
        '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><f t="dataTable" ref="B1:B2" dt2D="0" dtr="0" r1="A1"/><v>9</v></c></row>'
        '<row r="2"><c r="B2"><v>9</v></c><c r="C2"><f>IFERROR(B2,0)</f><v>9</v></c><c r="D2"><f>A1*2</f></c></row>'
    )
    done = recalculate(book(sheet_xml(rows)))
    assert (done["S!C2"], done["S!D2"]) == ("#N/A", 2)
    assert str(done.errors[-1]) == "S!C2 #N/A takes the error of S!B2; mend that cell first"


# Formulas by chance, against every value that the missing one could have


class Missing(Exception):
    """An error in a cell."""


NUMBERS = st.integers(-3, 3).map(lambda number: (str(number), lambda _: number))
LACK = st.just((UNKNOWN, lambda missing: missing()))


def both(template, calculate):
    """Return a strategy's step that joins formulas by a template, and what each calculates."""

    def join(parts):
        texts, meanings = zip(*parts, strict=True)
        return template.format(*texts), lambda missing: calculate(*(lambda m=m: m(missing) for m in meanings))

    return join


def caught(value, other):
    """Return IFERROR as Excel has it."""
    try:
        return value()
    except Missing:
        return other()


def larger(inner):
    """Return formulas made of smaller ones."""
    two, three = st.tuples(inner, inner), st.tuples(inner, inner, inner)
    return st.one_of(
        two.map(both("({}+{})", lambda a, b: a() + b())),
        two.map(both("MAX({},{})", lambda a, b: max(a(), b()))),
        two.map(both("MIN({},{})", lambda a, b: min(a(), b()))),
        two.map(both("IFERROR({},{})", caught)),
        three.map(both("IF({}>0,{},{})", lambda a, b, c: b() if a() > 0 else c())),
    )


def shown(meaning, missing):
    """Return what a formula shows if the missing value is this; None for an error."""
    try:
        return meaning(missing)
    except Missing:
        return None


def fails():
    """Be an error."""
    raise Missing


@settings(max_examples=15)
@given(st.lists(st.recursive(st.one_of(NUMBERS, LACK), larger, max_leaves=8), min_size=4, max_size=4))
def test_no_value_is_shown_that_would_be_another_if_the_missing_one_were_known(formulas):
    found = calculated(*(text for text, _ in formulas))
    for (_, meaning), (value, reason) in zip(formulas, found, strict=True):
        possible = {shown(meaning, fails), *(shown(meaning, lambda x=x: x) for x in (-100, -4, -2, 0, 1, 3, 100))}
        if isinstance(value, ErrorValue):
            assert len(possible) > 1 or None in possible
            assert reason
        else:
            assert possible == {value}
