"""What a program comes to is what the engine comes to, and what is expected; what it cannot do it leaves alone."""

import io
import math
import random

import formualizer
import openpyxl
import pytest
from hypothesis import given, strategies as st
from openpyxl.workbook.defined_name import DefinedName

from tests.compiled_formulas import NOTHING, opened
from tests.conformance.conformance_engines import CASES, books, cases_of
from xl_quadrant.compiled import steps
from xl_quadrant.package.addresses import position_of
from xl_quadrant.package.parts import Package
from xl_quadrant.package.values import same_value

CALCULATED = (
    "A1+B1", "A1-B1", "A1*B1", "A1/B1", "A1^2", "-A1", "A1%", "+A1", "A1&B1", "A1=B1", "A1<>B1", "A1<B1", "A1>=B1",
    "A1>0", 'A1=""', 'A1<>""', "A1=0", "A1*(B1>2)", "(A1>B1)+(A2>B2)", "IF(A1>B1,A2,B2)", 'IF(A1,"yes","no")',
    "IF(A1>B1,A2)", "IF(A1>B1,,B2)*2", 'IF(ISNUMBER(A1),A1,"–")', "AND(A1>0,B1>0)", "OR(A1>0,B1>0,A2>0)",
    "AND(A1/B1>0,B1>0)", "NOT(A1>B1)", "ISNUMBER(A1)", "ISTEXT(A1)", "ISLOGICAL(A1)", "N(A1)+1", "ABS(A1)", "INT(A1)",
    "LN(A1)", "SUM(A1:A6)", "SUM(A1,B1:B6,2)", "SUM(A1:B6)", "SUM(A1:B1)", "MAX(A1,B1)", "MAX(A1:B6)", "MIN(A1:A6,B1)",
    "MIN(1,A1*2)", "MAX(A1)", "COUNT(A1:B6)", "COUNTA(A1:B6,B1:B2)", "COUNTIF(A1:A6,2)", 'COUNTIF(A1:A6,">="&B1)',
    'COUNTIF(A1:A6,"shared")', 'COUNTIFS(A1:A6,">1",B1:B6,"<4")', "INDEX(A1:A6,2)", "INDEX(A1:A6,B1)*2",
    "INDEX(A1:B1,2)", "MATCH(A1,B1:B6,0)", 'MATCH("?*",A1:A6,0)', "IFERROR(A1/B1,0)", "IFERROR(MATCH(A1,B1:B6,0),-1)",
    "ROWS(A1:A6)*A1", "ROUND(A1,2)", "ROUNDUP(A1,0)", "FIXED(A1,0)", "FIXED(A1)", 'TEXT(A1,"0%")', 'TEXT(A1,"#,##0.0")',
    "NA()", "IF(A1>B1,NA(),1)", "SUMPRODUCT(A1:A6,B1:B6)", "SUMPRODUCT(A1:A6*B1:B6)", "SUMPRODUCT((A1:A6>B1)*A1:A6)",
    "SUMPRODUCT(--(A1:A6=B1:B6))", "SUMPRODUCT((A1:A6>1)*(B1:B6<4),A1:A6)", "SUMPRODUCT(A1:B3*A4:B6)",
    "SUMPRODUCT(A1:A6^2)", "SUMPRODUCT((A1:A6+A1*B1)*2)", "SUBSTITUTE(A1,B1,\"x\")", "LEN(A1&B1)", "UPPER(A1)",
    "LEFT(A1,2)", "TRIM(A1)", "in_price*2", "in_price/in_price", "SUM(in_block)", "S2!A2*A1", "1-A1+(B1<=A2)",
    "(1-A1/10)^(B1*(B1>0))", "IF(A1>B1,A1&\"\",B1)&\"!\"", "IF(ISNUMBER(A1),IF(ISLOGICAL(A1),1,A1),0)", "10/3-A1",
    "A1*1E-9", "A1=1+1E-15", "(A1-B1)*0", "IF(1>2,A1,B1)", "IF(AND(1>2,A1>0),1,2)",
    "SUMPRODUCT(INT(A1:A6))", "SUMPRODUCT(B1:B6*-INT((B1-A1:A6)/B2))", "SUMPRODUCT(A1:A6^B1:B6)", "T(A1)", 'T(A1)="–"',
    "SUMPRODUCT((A1:A6+(B1<=A2))^((B1-A2)/B1:B6))", "OR(T(A1)=T(B1),A2)", "MAX(INDEX(A1:A6,2),B1)",
    "SUMPRODUCT((A1:A6>B1)*(1-A1:A6^-INT((B1-A1:A6)/B2)))",
)  # fmt: skip
"""Of each function and operator that is compiled, in each of its ways."""

NOT_CALCULATED = (
    "VLOOKUP(A1,A1:B6,2,FALSE)", "SUM(OFFSET(A1,A2,0,2,1))", 'INDIRECT("A1")', "TODAY()+N(A1)", "RAND()", "A1:A3*2",
    "MEDIAN(A1:B6)", "SUM(A:A)", "_xlfn.LET(_xlpm.x,A1,_xlpm.x+1)", "LTV_CONTINUITY(A1,B1)", "INDEX(A1:B6,2,2)",
    "SUMPRODUCT(A1:A6*A1:B1)", "MATCH(A1,A1:A6,1)", "AND(A1:A6)", "MYSTERY(A1)",
)  # fmt: skip

VALUES = st.one_of(
    st.none(),
    st.sampled_from((0.0, 1.0, 2.0, 0.5, -1.0, 1e15, 1e-9, 0.1, 0.3, 2.675)),
    st.sampled_from(("a", "shared", "Shared", "OK", "1", "TRUE", "–", " x  y ", "a*b", "ß", "İ")),
    st.booleans(),
    st.floats(-1e6, 1e6).map(lambda value: value + 0.0),  # an input is never the other 0
    st.integers(-3, 6).map(float),
)
POSITIONS = [(row, column) for row in range(1, 7) for column in (1, 2)]
USUAL = [[3.0, 2.0], [2.0, 5.0], [4.0, 0.25], [1.0, 1.0], [7.5, 3.0], [2.0, 9.0]]


def book_of(formulas, rows):
    """Return a workbook with inputs in A1:B6 and formulas in column D of a sheet, apart from each other."""
    written = openpyxl.Workbook()
    sheet, other = written.active, written.create_sheet("S2")
    sheet.title = "S"
    for row in rows:
        sheet.append(row)
    for at, formula in enumerate(formulas):
        sheet.cell(1 + 10 * at, 4, f"={formula}")
    other["A2"] = 2.5
    for name, area in {"in_price": "$A$1", "in_block": "$A$1:$B$6"}.items():
        written.defined_names[name] = DefinedName(name, attr_text=f"S!{area}")
    content = io.BytesIO()
    written.save(content)
    return opened(Package(content.getvalue(), "book"))


def places_of(formulas):
    """Return the formulas and their cells."""
    return [(formula, ("S", 1 + 10 * at, 4)) for at, formula in enumerate(formulas)]


@given(st.fixed_dictionaries(dict.fromkeys(POSITIONS, VALUES)))
def test_what_a_program_comes_to_is_what_the_engine_comes_to(values):
    rows = [[values[row, 1], values[row, 2]] for row in range(1, 7)]
    book = book_of(CALCULATED, rows)
    different = []
    for formula, place in places_of(CALCULATED):
        found, expected = book.by_program(place), book.engine.value(place)
        if found is not NOTHING and not same_value(found, expected):
            different.append((formula, found, expected))
    assert not different


def test_numbers_are_calculated_whatever_the_function():
    book = book_of(CALCULATED, USUAL)
    left = [formula for formula, place in places_of(CALCULATED) if book.by_program(place) is NOTHING]
    assert left == []


def test_what_is_not_compiled_is_left_to_the_engine():
    book = book_of(NOT_CALCULATED, USUAL)
    found = {formula: book.by_program(place) for formula, place in places_of(NOT_CALCULATED)}
    assert found == dict.fromkeys(NOT_CALCULATED, NOTHING)


ROWS = [[2.0, "5"], [0.0, 5.0], ["abc", None], [True, "#DIV/0!"], [50.0, 1e20], ["#N/A", -2.5]]
"""A number, 0, a text, a logical, an error and a blank, and texts that look like numbers."""

AWKWARD = (
    "ROUNDUP(A5*1.1,0)", "ROUNDUP(1000000000000005,0)", "A3+1/A2", "A3*B4", "A6+B4", "ROUND(A3,B4)", "NA()+1/A2",
    "SUM(NA(),1/A2)", "IF(A1>0,NA(),1)+1/A2", "#REF!+1/A2", "IF(B5^10*B5^10>1,1,2)", "IF(A5*1E300*1E300>5,1,2)",
    "MIN(B5^10*B5^10,5)", "1/(B5*B5*B5*B5*B5*B5*B5*B5*B5*B5*B5*B5*B5*B5*B5*B5)", "SUM(1,IF(A1>0,B2,A4))",
    "MAX(IF(A1>0,B3,A2),-1)", "MAX(INDEX(B1:B3,3),-1)", "COUNTIF(B1:B3,5)", 'COUNTIF(B1:B3,">1_0")',
    'COUNTIF(A1:A3,"2020-01-01")', 'COUNTIF(B1:B2,">٣")', 'MAX(A1&"",B2&"")', "ROUND(204651920869449.5+A2,0)",
    'INT(-A2)&""', "TEXT(B6,0)", "A1+IF(A1>100,1E400,0)", "ISERROR(-IF(A1>0,B4,A2))", "ISNUMBER(A1/A2)",
    "ISERROR(A1/A2)", "IF(A1>0,MIN(B3:B5),NA())", "SUM(A3:B4)", "SUMPRODUCT(A3:A4*B3:B4)", "MAX(B4,A3)", "MIN(A3:B5)",
    "INDEX(A1:A3,A1)*2", "INDEX(A1:A3,A1+1)*2", "SUMPRODUCT(A1:A3*A1)", "SUMPRODUCT(A4:A6*A1)", "B4=1", "B4=B4", "B4>1",
    'IFERROR(B4,"none")', "IFERROR(A1/A2,B4)", "COUNTA(A1:B6)", "COUNT(A1:B6)", "SUM(A1:B6)", "B6*1E-320", "-A2=A2",
    'A3="ABC"', '"ΑΣ"="ας"', 'A3&"ΑΣ"="abcας"', "FIXED(-A2,0)", "FIXED(B6,0)", "XLQ_COMPARE(A1)",
    "SUMPRODUCT(B1:B2,B5:B6)",
)  # fmt: skip
"""What once came to something else, and its like."""


def test_what_is_awkward_is_as_the_engine_has_it_or_left_to_it():
    book = book_of(AWKWARD, ROWS)
    constants = book_of(AWKWARD, ROWS)
    constants.inputs = {}
    for each in (book, constants):
        found = {formula: (each.by_program(place), each.engine.value(place)) for formula, place in places_of(AWKWARD)}
        assert {formula: pair for formula, pair in found.items() if NOTHING not in pair and not same_value(*pair)} == {}


def test_a_name_of_a_sheet_of_its_own_is_left_to_the_engine():
    written = openpyxl.Workbook()
    sheet, other = written.active, written.create_sheet("S2")
    sheet.title, sheet["A1"], other["A1"], other["F1"] = "S", 1, 69, "=rate*2"
    written.defined_names["rate"] = DefinedName("rate", attr_text="S!$A$1")
    other.defined_names["rate"] = DefinedName("rate", attr_text="S2!$A$1")
    content = io.BytesIO()
    written.save(content)
    book = opened(Package(content.getvalue(), "book"))
    assert (book.by_program(("S2", 1, 6)), book.engine.value(("S2", 1, 6))) == (NOTHING, 138.0)


def test_the_cases_of_conformance_that_are_compiled_are_as_expected():
    calculated, different = 0, []
    for name, content in books().items():
        book = opened(Package(content, name))
        for case in cases_of(name):
            place = (CASES, *position_of(case.cell))
            found = book.by_program(place)
            calculated += found is not NOTHING
            if found is not NOTHING and not (case.agrees(found) and same_value(found, book.engine.value(place))):
                different.append((case.place, case.formula, found, case.expected))
    assert not different
    assert calculated > 400, "most others call functions that are not compiled"


@pytest.mark.parametrize(
    ("formula", "step"),
    [
        ("ROUND(A{row},2)", lambda value: steps.rounded(value, 2.0)),
        ("ROUND(A{row},0)", lambda value: steps.rounded(value, 0.0)),
        ("ROUNDUP(A{row},0)", lambda value: steps.rounded_up(value, 0.0)),
        ("INT(A{row})", steps.rounded_down),
        ("FIXED(A{row},0)", lambda value: steps.fixed(value, 0.0)),
        ("FIXED(A{row},2)", lambda value: steps.fixed(value, 2.0)),
        ('TEXT(A{row},"0%")', lambda value: steps.in_format(value, "0%")),
        ('TEXT(A{row},"#,##0.00")', lambda value: steps.in_format(value, "#,##0.00")),
    ],
)
def test_numbers_are_rounded_as_the_engine_rounds_them(formula, step):
    drawn = random.Random(7)
    values = [drawn.uniform(-1, 1) * 10 ** drawn.randint(-6, 9) for _ in range(500)]
    values += [drawn.randint(-100_000, 100_000) / drawn.choice((2, 4, 8, 200, 1000)) for _ in range(500)]
    book = formualizer.Workbook()
    book.add_sheet("S")
    book.set_values_batch("S", 1, 1, [[value] for value in values])
    for row in range(1, len(values) + 1):
        book.set_formula("S", row, 2, "=" + formula.format(row=row))
    book.evaluate_all()
    assert [step(value) for value in values] == [book.get_value("S", row, 2) for row in range(1, len(values) + 1)]


def test_a_sum_is_the_same_on_every_python():
    values = [1e16, 1.0, -1e16, 0.1] * 3
    assert steps.added(values) != math.fsum(values)
    total = 0.0
    for value in values:
        total += value
    assert steps.added(values) == total
