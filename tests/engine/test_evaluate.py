"""One formula, as typed in a cell: its answer, or one error that says what to mend."""

import pytest

from xl_quadrant.engine.evaluate import evaluate
from xl_quadrant.errors import (
    BlankArgument,
    CellError,
    FormulaError,
    OutOfDomain,
    UnlikeShapes,
    WrongType,
    XlQuadrantError,
)


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("=CASH_PER_SHOW(19, 50%, 2000, 200, 400, 0, 800)", 1719.0),
        ("CASH_PER_SHOW(19, 50%, 2000, 200, 400, 0, 800)", 1719.0),
        ("  = cash_per_show(19, .5, 2E3, 200, 400, , 800) ", 1719.0),
        ("=LTV_CONTINUITY(200,10%,,1%)", 1836.3636363636363),
        ("=SUM(1, 2, LTV_CONTINUITY(200, 10%))", 2003.0),
        ("=CLIENT_FINANCED(300,100)", True),
        ("=CHANNEL_VERDICT(1,2,3,4)", "paid on the day"),
        ('="=1+1"', "=1+1"),
        ("=IFERROR(LTV_CONTINUITY(200,10),5)", 5.0),
        ("=LET(churn,10%,LTV_CONTINUITY(200,churn))", 2000.0),
        ("=OFFER_VALUE({200;1000},{1;0.4})", 600.0),
        ("=LET(keep,LAMBDA(churn,1-churn),SUM(MAP({0.25,0.5},keep)))", 1.25),
        ("=LAMBDA(price,LET(half,price/2,half))(200)", 100.0),
        ("=IF(FALSE,MYSTERY(1),5)", 5.0),
    ],
)
def test_a_formula_gives_its_answer(formula, expected):
    assert evaluate(formula) == expected


def test_an_answer_of_several_cells_comes_as_rows():
    assert evaluate("=LTV_CONTINUITY({200;100},10%)") == [[2000.0], [1000.0]]
    assert evaluate("=LTV_TO_CAC({6,4},{2;1})") == [[3.0, 2.0], [6.0, 4.0]]
    assert evaluate("=RATE_INTERVAL(2,5)") == [pytest.approx([0.127775599, 0.406844940, 0.739366291])]
    assert evaluate("=SEQUENCE(2,2)") == [[1.0, 2.0], [3.0, 4.0]]


def test_an_element_that_fails_stands_among_the_others():
    (good,), (bad,), (worse,) = evaluate('=LTV_CONTINUITY({200;200;"x"},{0.1;10;0.1})')
    assert good == 2000.0
    assert str(bad) == "churn: 10 is above 1; write 10% or 0.1"
    assert isinstance(worse, WrongType)


@pytest.mark.parametrize(
    ("formula", "error", "excel_error", "words"),
    [
        ("=LTV_CONTINUITY(200,10)", OutOfDomain, "#NUM!", "churn: 10 is above 1; write 10% or 0.1"),
        ("=LTV_CONTINUITY(200,)", BlankArgument, "#VALUE!", "churn: blank where a number belongs"),
        ("=LTV_TO_CAC(1/0,2)", CellError, "#DIV/0!", "ltv: '#DIV/0!' is an error"),
        ("=LTV_TO_CAC(LTV_CONTINUITY(200,10),2)", OutOfDomain, "#NUM!", "churn: 10 is above 1"),
        ("=LTV_TO_CAC(1,2,3)", UnlikeShapes, "#VALUE!", r"LTV_TO_CAC\(ltv, cac\)"),
        ("=IFERROR(MYSTERY(1),0)", FormulaError, "#NAME?", "uses MYSTERY, which is not known here"),
        ("=SUM(MAP({1;2},LAMBDA(x,IFERROR(MYSTERY(x),0))))", FormulaError, "#NAME?", "uses MYSTERY, which is"),
        ("=LET(f,LAMBDA(g,n,g(g,n)),f(f,4))", FormulaError, "#NAME?", "uses a LAMBDA that calls itself"),
        ("=1/0", FormulaError, "#DIV/0!", "divides by zero"),
        ("=NA()", FormulaError, "#N/A", "says that there is none"),
        ("=NOT_A_FUNCTION(1)", FormulaError, "#NAME?", "uses NOT_A_FUNCTION, which is not known here"),
        ("=LTV_CONTINUTY(1,2)", FormulaError, "#NAME?", r"did you mean LTV_CONTINUITY\?"),
        ("=price*2", FormulaError, "#NAME?", "uses price, which is not known here"),
        ("=A1+1", FormulaError, "#VALUE!", "refers to A1, and there is no workbook here; write its value"),
        ("=SUM(Sheet1!A1:B2)", FormulaError, "#VALUE!", "refers to .*A1:B2"),
        ("=SUM(A:A)", FormulaError, "#VALUE!", "there is no workbook here"),
        ("=SUM(Offers[price])", FormulaError, "#VALUE!", "there is no workbook here"),
        ("=LTV_CONTINUITY(200,10%", FormulaError, "#VALUE!", "cannot be read: unmatched opening parenthesis"),
        ("=LTV_CONTINUITY(200;10%)", FormulaError, "#VALUE!", "write commas between arguments"),
        ("=1+", FormulaError, "#VALUE!", "cannot be read"),
        ("=", FormulaError, "#VALUE!", "cannot be read"),
        ("", FormulaError, "#VALUE!", "cannot be read"),
        ('="a', FormulaError, "#VALUE!", "cannot be read"),
    ],
)
def test_a_formula_that_fails_says_why(formula, error, excel_error, words):
    with pytest.raises(error, match=words) as caught:
        evaluate(formula)
    assert isinstance(caught.value, XlQuadrantError)
    assert caught.value.excel_error == excel_error
    assert "Token" not in str(caught.value)
    assert "ParserError" not in str(caught.value)
