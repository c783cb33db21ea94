"""Powers and lookups that the engine has otherwise."""

import io
import math

import openpyxl
import pytest
from hypothesis import assume, given, strategies as st

from xl_quadrant import recalculate
from xl_quadrant.engine.evaluate import evaluate
from xl_quadrant.excel_functions.array_functions import OF_ARRAYS
from xl_quadrant.excel_functions.error_kinds import Fault, error
from xl_quadrant.excel_functions.powers import power
from xl_quadrant.formulas.references import Surroundings
from xl_quadrant.formulas.translation import Translator
from xl_quadrant.package.addresses import Area
from xl_quadrant.package.values import ErrorValue


@given(st.floats(0.01, 100), st.floats(-20, 20))
def test_above_0_a_power_is_that_of_logarithms(base, exponent):
    assert power(base, exponent) == pytest.approx(math.exp(exponent * math.log(base)), rel=1e-9)


@given(st.floats(0.01, 1000), st.integers(-9, 9))
def test_odd_roots_below_0_are_those_above_with_their_sign(base, root):
    assume(root not in (-1, 0, 1))
    if root % 2:
        assert power(-base, 1 / root) == -power(base, 1 / root)
    else:
        with pytest.raises(Fault):
            power(-base, 1 / root)


@pytest.mark.parametrize(("exponent", "kind"), [(0.0, "Num"), (None, "Num"), (False, "Num"), (-1.0, "Div")])
@pytest.mark.parametrize("base", [0.0, None, False, "0"])
def test_0_has_powers_above_0_only(base, exponent, kind):
    with pytest.raises(Fault) as raised:
        power(base, exponent)
    assert raised.value.kind == kind


def workbook(rows, formulas):
    """Return the values of formulas in B1, B2 … beside rows of constants in the columns from D."""
    book = openpyxl.Workbook()
    sheet = book.active
    for i, row in enumerate(rows, start=1):
        for j, value in enumerate(row):
            sheet.cell(i, 4 + j, value)
    for i, formula in enumerate(formulas, start=1):
        sheet.cell(i, 2, formula)
    stream = io.BytesIO()
    book.save(stream)
    values = recalculate(stream.getvalue()).values
    return [values["Sheet", f"B{i}"] for i in range(1, len(formulas) + 1)]


def test_in_cells_and_ranges_0_to_0_is_an_error():
    formulas = [
        "=D1^E1", "=D2^E2", "=D3^E1", "=(D1+0)^(E1*1)", "=POWER(D1,E1)", "=D4^E1", "=F9^F8",
        "=SUMPRODUCT(D1:D2^E1)", "=SUMPRODUCT(D2:D3^E2:E3)", "=SUMPRODUCT((1-D3:D4)^(E2:E3-1))", "=D1^2", "=D5^(1/3)",
    ]  # fmt: skip
    found = workbook([(0, 0), (2, 3), (3, 2), (False, 1), (-8, 1)], formulas)
    wrong = ErrorValue("#NUM!")
    assert found == [wrong, 8, 1, wrong, wrong, wrong, wrong, wrong, 17, 5, 0, pytest.approx(-2)]


@pytest.mark.parametrize(
    "formula",
    ["=A1^2", "=2^A1", "=A1^0.5", "=(1+A1)^(1/12)", "=(1-A1)^months"],
)
def test_a_power_that_cannot_go_wrong_stays_as_it_is(formula):
    around = Surroundings(("Jan",), {"months": Area("Jan", 1, 1, 9, 1)}, counting=frozenset({"months"}))
    assert Translator(around).of(formula, ("S", 1, 1), array=True).text == formula


def test_a_list_of_months_counts_as_long_as_it_holds_nothing_else():
    book = openpyxl.Workbook()
    sheet = book.active
    for row, month in enumerate((1, 2, 3), start=1):
        sheet.cell(row, 1, month)
    name = openpyxl.workbook.defined_name.DefinedName("months", attr_text="Sheet!$A$1:$A$3")
    book.defined_names["months"] = name
    sheet["C1"], sheet["C2"] = "=SUMPRODUCT((1-B1)^months)", 1
    sheet["B1"] = 1
    assert recalculate(book)["Sheet!C1"] == 0
    sheet["A1"] = 0
    assert recalculate(book)["Sheet!C1"] == "#NUM!"


VALUES = st.one_of(st.integers(-2, 2).map(float), st.booleans(), st.sampled_from(["a", "B", "1", ""]), st.none())


@given(VALUES.filter(lambda value: value is not None), st.lists(VALUES, min_size=1, max_size=6))
def test_what_is_found_is_the_first_of_its_kind(sought, cells):
    def same(cell):
        if isinstance(sought, str):
            return isinstance(cell, str) and cell.lower() == sought.lower()
        return type(cell) is type(sought) and cell == sought

    places = [at for at, cell in enumerate(cells, start=1) if same(cell)]
    for block in ([cells], [[cell] for cell in cells]):
        assert OF_ARRAYS["XLQ_MATCH"](sought, block) == (places[0] if places else error("Na"))
        assert OF_ARRAYS["XLQ_MATCH"](sought, block, 0.0, 1.0) == (places[-1] if places else error("Na"))


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("MATCH(FALSE,{0,FALSE},0)", 2.0),
        ("MATCH(TRUE,{1,2,3}>1,0)", 2.0),
        ('MATCH("b*",{"abc","bcd"}&"",0)', 2.0),
        ("XMATCH(1,{1,TRUE,1,TRUE},0,-1)", 3.0),
        ('XLOOKUP(15,{30,10,20},{"a","b","c"},"",-1)', "b"),
        ('XLOOKUP(35,{30,10,20},{"a","b","c"},"none",1)', "none"),
        ("DATE(1900,2,29)", 60.0),
        ("DATE(1900,1+1,28+1)", 60.0),
        ("DATE(2024,3,0)", 45351.0),
        ("DATE(2023,14,31.9)", 45353.0),
        ('CONVERT(2,"yd^2","ft^2")', 18.0),
        ('NETWORKDAYS.INTL(1,100,"1111111")', 0.0),
    ],
)
def test_lookups_and_days_are_those_of_excel(formula, expected):
    assert evaluate(formula) == pytest.approx(expected)
