"""Every function on Windows Python, called as Excel's VBA calls it: through the DLL of xlwings and IDispatch."""

import csv
import json
from pathlib import Path

import pytest
from host_excel import CODES, COLUMNS, OMITTED, ROWS, Currency, Date, Error, Reference

from xl_quadrant.bridges.calling import call_cells
from xl_quadrant.bridges.examples import worked_examples
from xl_quadrant.catalogue import CATALOGUE, by_name
from xl_quadrant.errors import CellError, XlQuadrantError

pytestmark = pytest.mark.windows

GOLDEN = Path(__file__).parents[1] / "golden" / "vectors.csv"
VECTORS = [
    (line["function"], json.loads(line["arguments"]), json.loads(line["expected"]))
    for line in csv.DictReader(GOLDEN.read_text("utf-8").splitlines())
]
VECTOR_IDS = [f"{name}-{number}" for number, (name, *_) in enumerate(VECTORS)]
BUSY = ("80010001", "8001010A", "800AC472")


def as_shown(excel, answer):
    """Return what Python's own answer is in a cell, or in rows of cells."""
    if isinstance(answer, list):
        return [[cell for [[cell]] in (as_shown(excel, cell) for cell in row)] for row in answer]
    if isinstance(answer, XlQuadrantError):
        if excel.kind.true_errors:
            return [[Error(answer.excel_error)]]
        return [[answer.value if isinstance(answer, CellError) else f"{answer.excel_error} {answer}"]]
    return [["" if answer is None else answer]]


def agree(found, expected):
    """Say whether rows of cells are alike; numbers to 12 digits, as scipy's last ones differ between machines."""
    assert [len(row) for row in found] == [len(row) for row in expected]
    for cells in zip(found, expected, strict=True):
        for cell, wanted in zip(*cells, strict=True):
            number = isinstance(wanted, (int, float)) and not isinstance(wanted, bool)
            assert cell == (pytest.approx(wanted, rel=1e-12) if number else wanted)
            assert isinstance(cell, Error) == isinstance(wanted, Error)
    return True


def in_cells(excel, arguments, sheet="Given"):
    """Put each argument in cells of its own; return references to them."""
    rows, places = [], []
    for argument in arguments:
        block = argument if isinstance(argument, list) else [[argument]]
        block = [row if isinstance(row, list) else [row] for row in block]
        places.append((len(rows) + 1, 1, len(block), len(block[0])))
        rows += block
    reference = excel.sheet(sheet, rows)
    return [
        OMITTED if argument is None else reference(place) for argument, place in zip(arguments, places, strict=True)
    ]


def as_typed(argument):
    """Return an argument as a formula gives it."""
    return OMITTED if argument is None else argument


@pytest.mark.parametrize(("name", "arguments", "expected"), VECTORS, ids=VECTOR_IDS)
def test_every_vector_holds_with_references(excel, name, arguments, expected):
    wanted = call_cells(by_name(name), [[[c] for c in a] if isinstance(a, list) else a for a in arguments])
    found = excel.call(name, *in_cells(excel, arguments))
    assert agree(found, as_shown(excel, wanted))
    if not isinstance(wanted, (list, Exception)):
        assert found == [[pytest.approx(expected, rel=1e-12) if isinstance(expected, float) else expected]]


@pytest.mark.parametrize(
    ("name", "arguments", "expected"),
    [vector for vector in VECTORS if not any(isinstance(argument, list) for argument in vector[1])],
)
def test_every_vector_holds_with_values_typed_in_the_formula(excel, name, arguments, expected):
    [[found]] = excel.call(name, *map(as_typed, arguments))
    if isinstance(expected, str) and expected.startswith("#"):
        assert found.split()[0] == expected
        assert isinstance(found, Error) == excel.kind.true_errors
    else:
        assert found == (pytest.approx(expected, rel=1e-12) if not isinstance(expected, (str, bool)) else expected)


EXAMPLES = [(function.name, example.arguments) for function in CATALOGUE for example in worked_examples(function)]


@pytest.mark.parametrize(("name", "arguments"), EXAMPLES, ids=[f"{n}-{i}" for i, (n, _) in enumerate(EXAMPLES)])
def test_every_worked_example_holds_with_references(excel, name, arguments):
    given = [[[c] if not isinstance(c, list) else c for c in a] if isinstance(a, list) else a for a in arguments]
    assert agree(excel.call(name, *in_cells(excel, arguments)), as_shown(excel, call_cells(by_name(name), given)))


def test_every_function_is_tried():
    assert {name for name, _ in EXAMPLES} | {"XLQ_VERSION"} >= {function.name for function in CATALOGUE}


@pytest.mark.parametrize("name", CODES)
def test_every_error_in_a_cell_or_an_argument_passes(excel, name):
    error = Error(name)
    cells = excel.sheet("Errors", [[error], [100.0]])
    wanted = error if excel.kind.true_errors else name
    assert excel.call("NET_PRICE", cells((1, 1, 1, 1))) == [[wanted]]
    assert excel.call("NET_PRICE", error) == [[wanted]]
    assert excel.call("NET_PRICE", cells((1, 1, 2, 1))) == [[wanted], [100.0]]


def test_the_reasons_of_errors_are_told(add_in):
    assert add_in.call("LTV_CONTINUITY", 200, 10) == [[Error("#NUM!")]]
    assert add_in.reasons() == [[0, 0, "#NUM! churn: 10 is above 1; write 10% or 0.1"]]
    add_in.call("LTV_CONTINUITY", 200, 0.1)
    assert add_in.reasons() == []


def test_blanks_dates_amounts_texts_and_logicals(excel):
    cells = excel.sheet("Kinds", [[200.0], ["abc"], [None], [Date(46000)], [Currency(99.9)], [True], [""]])
    given = [200.0, "abc", None, 46000.0, 99.9, True, None]
    for row, value in enumerate(given, start=1):
        wanted = as_shown(excel, call_cells(by_name("LTV_CONTINUITY"), [value, 0.1]))
        assert agree(excel.call("LTV_CONTINUITY", cells((row, 1, 1, 1)), 0.1), wanted)
    wanted = as_shown(excel, call_cells(by_name("LTV_CONTINUITY"), [[[value] for value in given], 0.1]))
    assert agree(excel.call("LTV_CONTINUITY", cells((1, 1, 7, 1)), 0.1), wanted)


def test_what_is_left_out_takes_its_default(excel):
    blank = excel.sheet("Blank", [[""]])((1, 1, 1, 1))
    for given in ([], [OMITTED], [OMITTED, OMITTED, OMITTED], [blank, blank], [None], [""]):
        assert excel.call("LTV_CONTINUITY", 200, 0.1, *given) == [[2000.0]]


def test_rows_columns_and_blocks(excel):
    cells = excel.sheet("Shapes", [[100.0, 200.0, 300.0], [10.0, 20.0, 30.0], [0.1, None, None], [0.2, None, None]])
    assert excel.call("LTV_CONTINUITY", cells((1, 1, 1, 3)), 0.1) == [[1000.0, 2000.0, 3000.0]]
    assert excel.call("LTV_CONTINUITY", cells((1, 1, 2, 3)), 0.1) == [[1000.0, 2000.0, 3000.0], [100.0, 200.0, 300.0]]
    table = excel.call("LTV_CONTINUITY", cells((1, 1, 1, 3)), cells((3, 1, 2, 1)))
    assert table == [[1000.0, 2000.0, 3000.0], [500.0, 1000.0, 1500.0]]
    [[unlike]] = excel.call("LTV_CONTINUITY", cells((1, 1, 1, 3)), cells((1, 1, 2, 2)))
    assert unlike.startswith("#VALUE!")


def test_whole_columns_and_rows_are_cut_to_what_is_filled(excel):
    cells = excel.sheet("Whole", [[200.0], [100.0], [50.0]])
    assert excel.call("LTV_CONTINUITY", cells((1, 1, ROWS, 1)), 0.1) == [[2000.0], [1000.0], [500.0]]
    assert excel.call("LTV_CONTINUITY", cells((1, 1, 1, COLUMNS)), 0.1) == [[2000.0]]
    low = excel.sheet("Low", [[100.0], [110.0]], top=5, left=3)
    [*blanks, [first], [second]] = excel.call("LTV_CONTINUITY", low((1, 3, ROWS, 1)), 0.1)
    assert (len(blanks), first, second) == (4, 1000.0, 1100.0)
    empty = excel.sheet("Empty")
    [[blank]] = excel.call("LTV_CONTINUITY", empty((1, 1, ROWS, 1)), 0.1)
    assert blank.startswith("#VALUE!")


def test_a_column_formatted_to_its_last_row_is_read_as_far_as_it_is_filled(excel):
    cells = excel.sheet("Formatted", [[200.0], [None], [50.0]])
    excel.ask("used", 1, 1, ROWS, 1)
    found = excel.call("LTV_CONTINUITY", cells((1, 1, ROWS, 1)), 0.1)
    assert [found[0], found[2], len(found)] == [[2000.0], [500.0], 3]


@pytest.mark.parametrize("first", [(1, 1, 1, 1), (1, 1, 3, 1), (1, 1, ROWS, 1)])
def test_several_areas_are_one_clear_error(excel, first):
    cells = excel.sheet("Areas", [[200.0], [100.0], [50.0]])
    [[found]] = excel.call("LTV_CONTINUITY", cells(first, (1, 2, 3, 1)), 0.1)
    text = "#VALUE! price: 2 areas of cells are given; write one range, such as A1:A9"
    if excel.kind.true_errors:
        assert found == Error("#VALUE!")
        [[_, _, found]] = excel.reasons()
    assert found == text


@pytest.mark.parametrize("code", BUSY)
def test_a_busy_excel_is_asked_again(excel, code):
    cells = excel.sheet("Busy", [[200.0]])
    excel.ask("fail", 3, code)
    assert excel.call("LTV_CONTINUITY", cells((1, 1, 1, 1)), 0.1) == [[2000.0]]


@pytest.mark.parametrize("name", [function.name for function in CATALOGUE if function.arguments])
def test_cells_that_excel_refuses_are_an_error_of_ours_in_every_function(excel, name):
    function = by_name(name)
    cells = excel.sheet("Refused", [[1.0]])
    excel.ask("fail", 100, "800A03EC")
    required = [argument for argument in function.arguments if argument.required]
    [[found]] = excel.call(name, *[cells((1, 1, 1, 1))] * len(required))
    if excel.kind.true_errors:
        assert found == Error("#VALUE!")
        [[_, _, found]] = excel.reasons()
    first = function.arguments[0].name
    assert found.startswith(f"#VALUE! {first}: '0x800A03EC' is what Excel answered when it was asked for these cells")


MODEL = [
    ["Funnel", "Unit", "Today"], [None, None, None],
    ["Leads per month", "", 200.0], ["Cost per lead", "", Currency(25)],
    ["Booking rate", "", 0.5], ["Show rate", "", 0.6], ["Close rate", "", 0.5], ["Core package price", "", 2000.0],
]  # fmt: skip


def test_a_whole_business(excel):
    cells = excel.sheet("Model äß€", MODEL)
    rows = [[float(cell) if isinstance(cell, Currency) else cell for cell in row] for row in MODEL]
    for name, *given in (("QUADRANT", "cac"), ("QUADRANT", "cash_per_show_30"), ("CASH_TIMELINE", 3.0)):
        wanted = as_shown(excel, call_cells(by_name(name), [rows, *given]))
        assert agree(excel.call(name, cells((1, 1, 8, 3)), *given), wanted)
        assert agree(excel.call(name, cells((1, 1, ROWS, 3)), *given), wanted)


@pytest.mark.parametrize("caller", ["none", "Calls,20,1,1,1", "Calls,20,1,5,1"])
def test_it_is_the_same_whoever_calls(xlwings, caller):
    cells = xlwings.sheet("Calls", [[200.0], [100.0], [50.0], [25.0], [10.0]])
    xlwings.ask("caller", caller)
    assert xlwings.call("LTV_CONTINUITY", cells((1, 1, 5, 1)), 0.1)[4] == [100.0]
    xlwings.ask("caller", "none")


def test_ten_thousand_rows(excel):
    excel.sheet("Data")
    excel.ask("fill", 1, 1, 10_000, 1, 1)
    found = excel.call("LTV_CONTINUITY", Reference("Data", (1, 1, 10_000, 1)), 0.1)
    assert (len(found), found[0], found[-1]) == (10_000, [10.0], [100_000.0])
    assert excel.asked <= 12
