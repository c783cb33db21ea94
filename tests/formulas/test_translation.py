"""Formulas in the engine's terms: what stays, what changes, and that nothing else does."""

import math

import pytest
from hypothesis import given, strategies as st

from xl_quadrant.engine.evaluate import evaluate
from xl_quadrant.formulas.references import Surroundings
from xl_quadrant.formulas.syntax import read, written
from xl_quadrant.formulas.translation import Translator
from xl_quadrant.package.addresses import Area

AROUND = Surroundings(
    ("Jan", "Feb", "My plan"),
    {"tens": Area("Jan", 1, 1, 20, 1), "rate": Area("Jan", 1, 2, 1, 2), "feb": Area("Jan", 2, 1, 2, 9)},
    lambda sheet, row, column: "=1+1" if (sheet, row, column) == ("Jan", 3, 3) else "",
)


def translated(formula, around, *, sheet="Jan"):
    """Return what the engine is to calculate for a formula."""
    return Translator(around).of(formula, (sheet, 30, 30)).text


@pytest.mark.parametrize(
    "formula",
    [
        "=SUM(A1:A9)",
        "=A1*rate+2",
        "=IF(A1>0,B1,C1)",
        '=IF(A1="","",A1)',
        "=SUMPRODUCT(A1:A9*B1:B9)",
        "=INDEX(A1:A9,MATCH(B1,C1:C9,0))",
        "=VLOOKUP(A1,Jan!A:C,2,FALSE)",
        "=COUNTIFS(A1:A9,B1,C1:C9,D1)",
        '="a b"&"c"',
        "=cannot be read",
    ],
)
def test_what_the_engine_does_as_excel_stays_as_it_is(formula):
    meant = Translator(AROUND).of(formula, ("Jan", 30, 30))
    assert (meant.usual or meant.text) == formula


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("=tens*2", "=@tens*2"),
        ("=ABS(Jan!A1:A9)", "=ABS(@Jan!A1:A9)"),
        ("=SUM(A1:A9*2)", "=SUM(@A1:A9*2)"),
        ("=SUM(Jan:Feb!A1)", "=SUM(Jan!A1,Feb!A1)"),
        ("=SUM('Jan:My plan'!A1)", "=SUM(Jan!A1,Feb!A1,'My plan'!A1)"),
        ("=SUM(Jan:Nov!A1)", "=SUM(#REF!)"),
        ("=SUM(C3:A1)", "=SUM(A1:C3)"),
        ("=tens feb", "=Jan!A2"),
        ("=SUM(A1:B2 D4:E5)", "=SUM(#NULL!)"),
        ("=SUM(A1:C3 B:B)", "=SUM(B1:B3)"),
        ("=SUM((A1:A2,C1:C2))", "=SUM(A1:A2,C1:C2)"),
        ("=AREAS((A1,B2,C3))", "=3"),
        ("=ISFORMULA(Jan!C3)+ISFORMULA(Jan!C4)", "=TRUE+FALSE"),
        ("=FORMULATEXT(Jan!C3)", '="=1+1"'),
        ("=IF(A1=B1,1,2)", '=IF(XLQ_COMPARE(A1,"=",B1),1,2)'),
        ('="is "&A1', '="is "&XLQ_SHOWN(A1)'),
        ("=SUMIFS(A1:A9,B1:B8,1)", "=#VALUE!"),
        (
            "=SUMPRODUCT(A1:A9,B1:B9>2)",
            "=IF(COUNTA(A1:A9)=COUNT(A1:A9),SUMPRODUCT(A1:A9,0*(B1:B9>2)),"
            "SUMPRODUCT(XLQ_NUMBERS_IN_PLACE(A1:A9),0*(B1:B9>2)))",
        ),
        ("=_xlfn.SINGLE(A1:A9)", "=@A1:A9"),
    ],
)
def test_what_differs_is_written_in_the_engines_terms(formula, expected):
    assert translated(formula, AROUND, sheet="Jan") == expected


def test_what_differs_only_in_its_cells_is_looked_at_once():
    around = Surroundings()
    results = [translated(f"=IF(A{row}=$B{row},LEN(C{row}:D{row}),0)", around) for row in (1, 20)]
    assert results == [f'=IF(XLQ_COMPARE(A{row},"=",$B{row}),LEN(@C{row}:D{row}),0)' for row in (1, 20)]
    assert around.known.keys() >= {("=IF(XLQ_CELL0_=XLQ_CELL1_,LEN(XLQ_CELLS2_),0)", "Jan", False, None, frozenset())}


NUMBERS = st.one_of(st.integers(0, 99).map(str), st.floats(0.001, 1e6).map(repr))


def operations(inner):
    """Return formulas made of smaller ones."""
    return st.one_of(
        st.builds("{}{}{}".format, inner, st.sampled_from(["+", "-", "*", "/", "<=", "&"]), inner),
        st.builds("({})".format, inner),
        st.builds("-{}".format, inner),
        st.builds("{}%".format, inner),
        st.builds("IF({}>3,{},{})".format, inner, inner, inner),
        st.builds("SUM({},{})".format, inner, inner),
        st.builds('"{}"'.format, st.text('ab"; ', max_size=3).map(lambda text: text.replace('"', '""'))),
    )


def answer(formula):
    """Return what a formula gives, or its error."""
    try:
        return evaluate(formula)
    except Exception as error:  # noqa: BLE001 - whichever error it is, both are to give it
        return getattr(error, "excel_error", type(error))


@given(st.recursive(NUMBERS, operations, max_leaves=12))
def test_a_formula_read_and_written_is_the_same(formula):
    tree = read(f"={formula}")
    one, other = answer(formula), answer(written(tree))
    assert read(written(tree)) == tree or one == other
    assert one == other or math.isclose(one, other)


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("0.1+0.2=0.3", True),
        ('1/3&""', "0.333333333333333"),
        ('SUMPRODUCT(LEN({"a","bb","ccc"}))', 6.0),
        ("SUM(MAP({1,2,3},LAMBDA(x,x^2)))", 14.0),
        ("SUM(MAP({1,2},LAMBDA(x,SUM(MAP({10,20},LAMBDA(y,x*y))))))", 90.0),
        ("SUM(LTV_CONTINUITY({200;100},10%))", 3000.0),
        ("SUM(MAP({200;100},LAMBDA(p,LTV_CONTINUITY(p,10%))))", 3000.0),
        ("REDUCE(1,SEQUENCE(5),LAMBDA(a,v,a*v))", 120.0),
    ],
)
def test_a_formula_as_typed_is_translated_too(formula, expected):
    assert evaluate(formula) == expected
