"""Formulas that are handed over as they are: a formula whose check holds comes to the same as one written otherwise."""

import io
import math
import re
from collections import Counter

import pytest
from hypothesis import given, strategies as st
from openpyxl import Workbook

from xl_quadrant import recalculate
from xl_quadrant.client_book.shipped_template import template_bytes
from xl_quadrant.engine.engine import Engine
from xl_quadrant.engine.engine_workbook import EngineWorkbook
from xl_quadrant.formulas.references import Surroundings
from xl_quadrant.formulas.translation import Translator
from xl_quadrant.package.parts import Package
from xl_quadrant.package.sheet_index import index_sheet

FORMULAS = [
    "=A1=B1",
    "=A1+B1<=C1",
    '="is "&A1',
    "=A1&IF(B1>0,C1,B1)",
    "=A1^B1",
    "=SUMPRODUCT(A1:B1,B1:C1)",
    "=IF(ABS(A1-B1)>=C1,N(A1),-B1)",
    "=(1-A1+(B1=0))^B1",
    "=(A1+(B1<C1))^(C1*(B1>=C1))",
    "=A1*(B1<>0)>C1",
]
NUMBERS = st.one_of(
    st.sampled_from([0.1, 0.2, 0.3, 0.1 + 0.2, 1 / 3, 1e20, -8.0, 1e-12, 123456789.123456789]),
    st.integers(-9, 9).map(float),
    st.floats(-1e6, 1e6),
)
VALUES = st.one_of(NUMBERS, st.sampled_from(["", "a", "5", True, False, None]))


def answer(formula, values):
    """Return what the engine comes to."""
    engine = Engine()
    engine.put("Sheet", 1, 1, [list(values)])
    engine.write(("Sheet", 3, 1), formula)
    engine.calculate()
    return engine.value(("Sheet", 3, 1))


@pytest.mark.parametrize("formula", FORMULAS)
@given(values=st.tuples(VALUES, VALUES, VALUES))
def test_a_formula_whose_checks_hold_is_right_as_it_is(formula, values):
    meant = Translator(Surroundings()).of(formula, ("Sheet", 3, 1))
    cells = dict(zip(("A1", "B1", "C1"), values, strict=True)) | {"A1:B1": [values[:2]], "B1:C1": [values[1:]]}
    cells = {name: [list(row) for row in value] if isinstance(value, list) else value for name, value in cells.items()}
    assert meant.checks
    assert meant.usual == formula
    if not meant.fails(cells.get):
        one, other = answer(formula, values), answer(meant.text, values)
        assert one == other or math.isclose(one, other, rel_tol=1e-12)


def test_a_formula_whose_check_fails_is_calculated_anew_and_so_is_what_follows():
    book = Workbook()
    book.active.append([0.1, 0.2, "=A1+B1", "=C1=0.3", '=IF(D1,"same","other")&C1', "=LEN(E1)"])
    done = recalculate(book)
    assert done["Sheet!D1:F1"] == [[True, "same0.3", 7.0]]


def engine_workbook(content):
    """Return a workbook in the engine's terms."""
    package = Package(content)
    return EngineWorkbook(package, {sheet: index_sheet(package.part(part)) for sheet, part in package.sheets.items()})


def reason_of(formula):
    """Return why the engine has a formula of the template otherwise for all values; empty if it has it right."""
    if "INT((val_continuity_" in formula:
        return "INT of a list of offers"  # the engine takes one number
    if re.search(r"\(val_continuity_stays_\w+\+\(\$?C\d+<=set_days_per_month\)\)\^", formula):
        return "power of a list of offers"  # a check looks at single numbers
    return ""


def test_no_formula_of_the_template_is_written_otherwise_but_those_of_lists_of_offers():
    book = engine_workbook(template_bytes())
    assert len(book.formulas) > 4_000
    reasons = {place: reason for place, formula in book.formulas.items() if (reason := reason_of(formula))}
    assert {place: reasons.get(place, "") for place in book.rewritten} == reasons
    assert Counter(reasons.values()) == {"INT of a list of offers": 664, "power of a list of offers": 144}
    assert {sheet for sheet, _, _ in reasons} == {"Workings"}


def test_a_formula_that_calls_a_function_of_ours_is_numbered():
    book = Workbook()
    book.active.append([200, "=LTV_CONTINUITY(A1, 10%)", "=A1*2"])
    content = io.BytesIO()
    book.save(content)
    assert engine_workbook(content.getvalue()).rewritten == (("Sheet", 1, 2),)
