"""The catalogue in the headless engine: the numbers and errors of Python, and what the engine hides."""

import csv
import json
import math
from pathlib import Path

import formualizer
import pytest
from hypothesis import given, strategies as st

from xl_quadrant.catalogue import CATALOGUE, by_name, excel_literal
from xl_quadrant.engine.our_functions import HeadlessFunctions
from xl_quadrant.errors import EXCEL_ERRORS, XlQuadrantError
from xl_quadrant.excel_functions.error_kinds import error_name
from xl_quadrant.formulas.our_calls import calls_in, calls_ours
from xl_quadrant.formulas.syntax import read

VECTORS = Path(__file__).parents[1] / "golden" / "vectors.csv"


def rows_of_vectors():
    """Return function, arguments and what is expected, line by line."""
    with VECTORS.open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    return [(line["function"], json.loads(line["arguments"]), json.loads(line["expected"])) for line in lines]


class Sheet:
    """One sheet in the engine, with our functions."""

    def __init__(self, **cells):
        self.functions = HeadlessFunctions()
        self.book = formualizer.Workbook()
        self.functions.register(self.book)
        self.book.add_sheet("S")
        for cell, value in cells.items():
            self.put(cell, value)

    def put(self, cell, value):
        """Write a value, or a formula if it begins with =."""
        row, column = int(cell[1:]), ord(cell[0]) - 64
        if isinstance(value, str) and value.startswith("="):
            self.book.set_formula("S", row, column, self.functions.numbered(value, ("S", row, column)))
        else:
            self.book.set_value("S", row, column, value)

    def get(self, cell):
        """Return what a cell shows: a value, or the name of an error."""
        value = self.book.evaluate_cell("S", int(cell[1:]), ord(cell[0]) - 64)
        return error_name(value) or value

    def answer(self, formula):
        """Return what a formula gives, far from the other cells."""
        self.put("Z90", formula)
        return self.get("Z90")

    def why(self, cell="Z90", offset=(0, 0)):
        """Return the error that a cell shows, as our functions raised it."""
        at = (int(cell[1:]), ord(cell[0]) - 64)
        return self.functions.failure(
            ("S", *at), offset, self.get(chr(64 + at[1] + offset[1]) + str(at[0] + offset[0]))
        )


def typed(function, arguments):
    """Return a call as it is typed; arguments that are null at its end are left out."""
    while arguments and arguments[-1] is None:
        arguments = arguments[:-1]
    return f"={function}({','.join(excel_literal(argument) for argument in arguments)})"


@pytest.mark.parametrize(("function", "arguments", "expected"), rows_of_vectors())
def test_every_acceptance_figure_holds_typed_and_by_reference(function, arguments, expected):
    sheet = Sheet()
    assert _agrees(sheet.answer(typed(function, arguments)), expected)
    references = []
    for number, argument in enumerate(arguments):
        column = "ABCDEFGHIJ"[number]
        cells = argument if isinstance(argument, list) else [argument]
        for row, value in enumerate(cells, 1):
            if value is not None:
                sheet.put(f"{column}{row}", float(value) if type(value) is int else value)
        references.append(f"{column}1:{column}{len(cells)}" if len(cells) > 1 else f"{column}1")
    assert _agrees(sheet.answer(f"={function}({','.join(references)})"), expected)


def _agrees(found, expected):
    """Say whether an answer is the expected number, text, logical or error."""
    if isinstance(expected, list):
        expected = expected[0]
    if isinstance(expected, (int, float)) and not isinstance(expected, bool):
        return isinstance(found, float) and math.isclose(found, expected, rel_tol=1e-9, abs_tol=1e-12)
    return found == expected


# Arguments that are left out


def test_the_engine_still_gives_zero_for_an_argument_left_out():
    """The facts the numbering is there for; when one changes, the numbering may go."""
    seen = []
    book = formualizer.Workbook()
    book.register_function("F", lambda *given: seen.append(given) or 1.0)
    book.add_sheet("S")
    for row, formula in enumerate(("=F()", "=F(1,)", "=F(1,,2)", "=F(,1)", "=F(A50,A50:A51)", '=F("",IF(TRUE,,1))'), 1):
        book.set_formula("S", row, 1, formula)
        book.evaluate_cell("S", row, 1)
    assert seen == [(), (1.0, 0.0), (1.0, 0.0, 2.0), (0.0, 1.0), (None, [[None], [None]]), ("", 0.0)]


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("=LTV_CONTINUITY(200,10%,,1%)", 200 * 1.01 / 0.11),
        ("=LTV_CONTINUITY(200,10%, ,1%)", 200 * 1.01 / 0.11),
        ("=LTV_CONTINUITY(200,10%,\n,1%)", 200 * 1.01 / 0.11),
        ("=LTV_CONTINUITY(200,10%,A9,1%)", 200 * 1.01 / 0.11),
        ('=LTV_CONTINUITY(200,10%,"",1%)', 200 * 1.01 / 0.11),
        ("=LTV_CONTINUITY(200,10%,0,1%)", 0.0),
        ("=LTV_CONTINUITY(200,10%,0)", 0.0),
        ("=LTV_CONTINUITY(200,10%,)", 2000.0),
        ("=LTV_CONTINUITY(200,10%,,,,)", 2000.0),
        ("=LTV_CONTINUITY(200,10%,,,,50%,)", 1000.0),
        ("=LTV_CONTINUITY(200,10%,,,,0,)", 0.0),
        ("=LTV_TO_CAC(LTV_CONTINUITY(200,10%,,),LTV_CONTINUITY(100,10%,,,))", 2.0),
        ("=IF(LTV_CONTINUITY(200,10%,)>1,,5)", 0.0),
        ("=SUM(LTV_CONTINUITY(200,10%,,),{1,2;3,4},)", 2010.0),
        ('=LEN("LTV_CONTINUITY(,")+LTV_CONTINUITY(200,10%,)', 2016.0),
        ("=-LTV_CONTINUITY(200,10%,)%", -20.0),
        ("=LTV_CONTINUITY(200,,12)", "#VALUE!"),
        ("=LTV_CONTINUITY(,10%)", "#VALUE!"),
        ("=LTV_CONTINUITY()", "#VALUE!"),
    ],
)
def test_an_argument_left_out_takes_its_default_and_zero_is_zero(formula, expected):
    found = Sheet().answer(formula)
    assert found == expected if isinstance(expected, str) else math.isclose(found, expected)


@given(st.data())
def test_any_optional_argument_left_out_anywhere_is_as_in_python(data):
    function = data.draw(st.sampled_from([f for f in CATALOGUE if f.kind == "elementwise"]))
    given_ = [argument.default if argument.default is not None else 1.0 for argument in function.arguments]
    given_ = [0.5 if a.required else value for a, value in zip(function.arguments, given_, strict=True)]
    given_ = [data.draw(st.sampled_from((v, None))) if not a.required else v
              for a, v in zip(function.arguments, given_, strict=True)]  # fmt: skip
    sheet = Sheet()
    found = sheet.answer(f"={function.name}({','.join(map(excel_literal, given_))})")
    expected = _outcome(function, given_)
    if isinstance(expected, XlQuadrantError):
        assert (found, str(sheet.why())) == (expected.excel_error, str(expected))
    else:
        assert found == expected


def _outcome(function, arguments):
    """Return what a function gives in Python, its error included."""
    try:
        return function.python(*arguments)
    except XlQuadrantError as error:
        return error


# Cells, ranges and errors


def test_ranges_spill_and_each_element_fails_alone():
    sheet = Sheet(A1=200.0, A2=100.0, A3="ten", B1=0.1, B2=10.0, B4=0.5)
    sheet.put("D1", "=LTV_CONTINUITY(A1:A5,B1:B5)")
    assert [sheet.get(f"D{row}") for row in range(1, 6)] == [2000.0, "#NUM!", "#VALUE!", "#VALUE!", ""]
    assert str(sheet.why("D1", (1, 0))) == "churn: 10 is above 1; write 10% or 0.1"
    assert str(sheet.why("D1", (2, 0))).startswith("price: 'ten' is text")
    assert sheet.why("D1", (3, 0)).argument == "price"
    assert sheet.why("D1", (0, 0)) is None


def test_a_table_spills_to_the_right():
    sheet = Sheet()
    sheet.put("A1", "=RATE_INTERVAL(2,5)")
    assert [sheet.get(f"{column}1") for column in "ABC"] == pytest.approx(
        by_name("RATE_INTERVAL").python(2, 5).tolist()
    )


def test_whole_columns_of_unlike_length_fit_together():
    """The engine hands over each column down to its own last row; the sheet's columns are of one length."""
    cells = {f"A{row}": 100.0 * row for row in range(1, 6)} | {f"B{row}": 0.1 for row in range(1, 4)}
    sheet = Sheet(**cells)
    assert sheet.answer("=SUM(IFERROR(LTV_CONTINUITY(A:A,B:B),0))") == 1000.0 + 2000.0 + 3000.0
    assert sheet.answer("=SUM(LTV_CONTINUITY($A$1:$A$3,B1:B3))") == 6000.0
    assert sheet.answer("=OFFER_VALUE(A:A,B:B)") == sheet.answer("=OFFER_VALUE(A1:A5,B1:B5)")


def test_logicals_words_and_percents_arrive_as_they_are():
    sheet = Sheet(A1=True, A2="END")
    assert sheet.answer("=OFFER_VALUE({200;1000},{1;0.4},0,A1)") == "#NUM!"
    assert sheet.answer("=OFFER_VALUE({200;1000},{1;0.4},0,FALSE)") == 600.0
    assert sheet.answer("=LTV_CONTINUITY(200,10%,,1%,A2)") == pytest.approx(200 / 0.11)
    assert sheet.answer("=CLIENT_FINANCED(300,100)") is True
    assert sheet.answer("=CHANNEL_VERDICT(1,2,3,4)") == "paid on the day"


@pytest.mark.parametrize("error", ["#DIV/0!", "#N/A", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#NULL!"])
def test_an_error_passes_through(error):
    sheet = Sheet(A1=f"={error}", A2="=1/0")
    assert sheet.answer("=LTV_TO_CAC(A1,2)") == error
    assert sheet.answer(f"=SUM(LTV_TO_CAC({error},2))") == error
    assert sheet.answer("=IFERROR(LTV_TO_CAC(A1,2),7)") == 7.0
    assert sheet.answer("=INDEX(LTV_TO_CAC(A1:A3,2),2)") == "#DIV/0!"


def test_a_text_that_tells_of_an_error_passes_through_as_that_error():
    sheet = Sheet(A1="#NUM! churn: 10 is above 1; write 10% or 0.1")
    assert sheet.answer("=LTV_TO_CAC(A1,2)") == "#NUM!"


def test_the_root_of_a_failure_is_told():
    sheet = Sheet()
    assert sheet.answer("=LTV_TO_CAC(LTV_CONTINUITY(200,10),3)") == "#NUM!"
    assert str(sheet.why()) == "churn: 10 is above 1; write 10% or 0.1"
    assert sheet.answer("=IFERROR(LTV_CONTINUITY(200,10),SHOW_RATE(1,0))") == "#DIV/0!"
    assert sheet.why().argument == "booked"
    assert sheet.answer("=IFERROR(LTV_CONTINUITY(200,10),1/0)") == "#DIV/0!"
    assert sheet.why() is None, "not a failure of ours"


def test_a_failure_is_forgotten_when_it_is_mended():
    sheet = Sheet(A1=10.0)
    sheet.put("B1", "=LTV_CONTINUITY(200,A1)")
    assert sheet.get("B1") == "#NUM!"
    sheet.put("A1", 0.1)
    assert sheet.get("B1") == 2000.0
    assert sheet.functions.failure(("S", 1, 2), (0, 0), "#NUM!") is None


@pytest.mark.parametrize("formula", ["=LTV_CONTINUITY(1E308,1E-300)", "=REVENUE_CEILING(1E200,1E200)"])
def test_no_answer_is_infinite(formula):
    sheet = Sheet()
    assert sheet.answer(formula) == "#NUM!"
    assert sheet.why().excel_error == "#NUM!"


def test_too_many_arguments_are_told():
    sheet = Sheet()
    assert sheet.answer("=LTV_TO_CAC(1,2,3)") == "#VALUE!"
    assert "LTV_TO_CAC(ltv, cac)" in str(sheet.why())


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_what_is_no_number_never_leaves_a_function(value, monkeypatch):
    monkeypatch.setattr("xl_quadrant.engine.our_functions.call_cells", lambda *_: [[1.0, value]])
    sheet = Sheet()
    assert sheet.answer("=SUM(LTV_TO_CAC(1,2))") == "#NUM!"


# Formulas as they are written


@pytest.mark.parametrize(
    "prefix",
    ["", "_xlfn.", "_xludf.", "_xlfn._xludf.", "[1]!", "'C:\\a b\\x (1).xlam'!", "xlwings.xlam!", "_xldudf_XLQ_"],
)
def test_calls_are_known_by_the_names_excel_stores(prefix):
    assert Sheet().answer(f"={prefix}ltv_to_cac(6,2)+{prefix}Ltv_To_Cac(2,1)") == 5.0


@pytest.mark.parametrize(
    "formula", ["=MY_LTV_TO_CACS(6,2)", "=ltv_to_cac", '="LTV_TO_CAC(6,)"', "=LTV_TO_CAC.X(1,)", "="]
)
def test_what_is_no_call_of_ours_stays_as_it_is(formula):
    assert list(calls_in(read(formula))) == []
    assert HeadlessFunctions().numbered(formula, ("S", 1, 1)) == formula


@pytest.mark.parametrize("formula", ["=LTV_TO_CAC(1", "=LTV_TO_CAC(1,))", '=LTV_TO_CAC("a)', "=LTV_TO_CAC({1,)"])
def test_a_formula_that_cannot_be_read_is_left_to_the_engine(formula):
    assert HeadlessFunctions().numbered(formula, ("S", 1, 1)).count("LTV_TO_CAC(") == 1


@given(st.text(alphabet="=(),;{}\"'![]+-% AL1é:", max_size=25), st.text(alphabet="(),;{}\"'! A1é", max_size=15))
def test_numbering_changes_nothing_but_the_calls(before, after):
    formula = f"={before}LTV_TO_CAC({after}"
    numbered = HeadlessFunctions().numbered(formula, ("S", 1, 1))
    assert len(numbered) - len(formula) in (0, 1, 2)
    assert calls_ours(formula)


def test_every_error_of_excel_has_a_kind_or_is_a_value():
    for error in EXCEL_ERRORS:
        sheet = Sheet()
        kinds = {"#GETTING_DATA": "#VALUE!"}
        assert error_name(sheet.functions._result(_call(), (0, 0), _error(error))) == kinds.get(error, error)  # noqa: SLF001 - the whole list


def _call():
    from xl_quadrant.engine.our_functions import Call

    return Call(("S", 1, 1), next(calls_in(read("=LTV_TO_CAC(1,2)"))))


def _error(excel_error):
    error = XlQuadrantError("argument", 1, "is wrong")
    error.excel_error = excel_error
    return error
