"""Functions called from Excel, through the conversions and the call path xlwings has on Windows."""

import csv
import json
import re
from pathlib import Path

import pytest
from excel_process import OMITTED, reference

import udfs
from xl_quadrant.bridges import excel as bridge
from xl_quadrant.catalogue import CATALOGUE, by_name

GOLDEN = Path(__file__).parents[1] / "golden" / "vectors.csv"
VECTORS = [
    (line["function"], json.loads(line["arguments"]), json.loads(line["expected"]))
    for line in csv.DictReader(GOLDEN.read_text("utf-8").splitlines())
]
VECTOR_IDS = [f"{name}-{number}" for number, (name, *_) in enumerate(VECTORS)]
ROWS = 1_048_576


def as_excel(value):
    """Return a value of the vectors as Excel gives it: every number a float, a list a column."""
    if value is None:
        return OMITTED
    if isinstance(value, list):
        return reference(*([as_excel(cell)] for cell in value))
    return value if isinstance(value, (bool, str)) else float(value)


def agrees(found, expected):
    """Say whether a cell holds what the vectors expect; of an error its name."""
    if isinstance(expected, str) and expected.startswith("#"):
        return isinstance(found, str) and found.startswith(f"{expected} ")
    if isinstance(expected, (bool, str)):
        return found is expected or found == expected
    return type(found) is float and found == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize(("name", "arguments", "expected"), VECTORS, ids=VECTOR_IDS)
def test_every_vector_holds_with_values_typed_in_the_formula(excel, name, arguments, expected):
    assert [[agrees(cell, expected) for cell in row] for row in excel.rows(name, *map(as_excel, arguments))] == [[True]]


@pytest.mark.parametrize(("name", "arguments", "expected"), VECTORS, ids=VECTOR_IDS)
def test_every_vector_holds_with_references_to_single_cells(excel, name, arguments, expected):
    cells = [
        reference([as_excel(value)]) if isinstance(value, (bool, str, float, int)) else as_excel(value)
        for value in arguments
    ]
    assert [[agrees(cell, expected) for cell in row] for row in excel.rows(name, *cells)] == [[True]]


@pytest.mark.parametrize(
    ("name", "arguments", "expected"), [vector for vector in VECTORS if by_name(vector[0]).kind != "reducing"]
)
def test_every_vector_holds_with_whole_columns_in_one_call(excel, name, arguments, expected):
    columns = [OMITTED if value is None else reference(*[[as_excel(value)]] * 3) for value in arguments]
    assert [[agrees(cell, expected) for cell in row] for row in excel.rows(name, *columns)] == [[True]] * 3


def test_every_function_has_its_entry_under_its_name():
    names = [name for name in vars(udfs) if name.isupper()]
    assert names == [function.name for function in CATALOGUE]
    assert [getattr(udfs, name).__name__ for name in names] == names
    source = Path(udfs.__file__).read_text("utf-8")
    assert source.count("\n") == 4 + len(names)


@pytest.fixture(scope="module")
def imported(excel):
    return excel.ask({"import": "udfs"})


def test_vba_has_a_wrapper_for_every_function_with_its_arguments(imported):
    heads = dict(re.findall(r"^Function (\w+)\((.*)\)$", imported["vba"], re.MULTILINE))
    expected = {
        function.name: ", ".join(a.name if a.required else f"Optional {a.name}" for a in function.arguments)
        for function in CATALOGUE
    }
    own_name = {"DOWNSELL_VALUE": "upsell_value, downsell_value_given, upsell_take, downsell_take"}
    assert heads == expected | own_name


def test_no_argument_in_vba_has_the_name_of_its_function(imported):
    """Within a function VBA takes its name for a variable, and would compile nothing of the module."""
    heads = re.findall(
        r"^Function (\w+)\((.*)\)$", imported["vba"].upper().replace("FUNCTION", "Function"), re.MULTILINE
    )
    assert len(heads) == len(CATALOGUE)
    assert not [name for name, arguments in heads if name in re.findall(r"\w+", arguments)]


def test_no_line_of_the_vba_is_longer_than_vba_allows(imported):
    assert max(map(len, imported["vba"].splitlines())) < 1023


def test_the_vba_and_the_help_name_no_path(imported):
    assert str(Path(__file__).parents[2]) not in json.dumps(imported)


@pytest.mark.parametrize("function", CATALOGUE, ids=[function.name for function in CATALOGUE])
def test_the_wizard_shows_summary_and_every_argument_uncut(imported, function):
    shown = imported["help"][f"'client.xlsm'!{function.name}"]
    assert shown["Category"] == f"xl-quadrant · {function.category}"
    assert shown["Description"].startswith(function.summary)
    assert shown["Description"] == bridge.function_help(function)
    descriptions = shown.get("ArgumentDescriptions", [])
    assert descriptions == [bridge.argument_help(argument) for argument in function.arguments]
    for text, argument in zip(descriptions, function.arguments, strict=True):
        assert text.startswith(argument.help)
        assert argument.unit in text
        assert len(bridge.argument_help(argument)) <= bridge.LONGEST_HELP
        assert "\n" not in text


def test_wrong_types_are_value_errors_that_name_the_argument(excel):
    [[number], [logical], [date]] = (
        excel.rows("LTV_CONTINUITY", argument, 0.1)[0] for argument in ("abc", True, reference(["2025-01-01"]))
    )
    assert number == "#VALUE! price: 'abc' is text; write a number (money per month)"
    assert logical == "#VALUE! price: TRUE is not a number; write a number (money per month)"
    assert date.startswith("#VALUE! price: '2025-01-01' is text")


def test_a_range_comes_back_in_its_shape_each_element_on_its_own(excel):
    rows = excel.rows("LTV_CONTINUITY", reference([200.0, "abc"], [100.0, None]), reference([0.1], [0.2]))
    assert rows[0] == [2000.0, "#VALUE! price: 'abc' is text; write a number (money per month)"]
    assert rows[1] == [500.0, "#VALUE! price: blank where a number belongs; write a number (money per month)"]


def test_a_row_and_a_column_make_a_table(excel):
    rows = excel.rows("LTV_CONTINUITY", reference([200.0, 100.0, 50.0]), reference([0.1], [0.2]))
    assert rows == [[2000.0, 1000.0, 500.0], [1000.0, 500.0, 250.0]]


def test_an_array_typed_in_a_formula_is_a_row(excel):
    assert excel.rows("LTV_CONTINUITY", [200.0, 100.0], 0.1) == [[2000.0, 1000.0]]


def test_unlike_ranges_are_one_value_error(excel):
    [[text]] = excel.rows("LTV_TO_CAC", reference([1.0], [2.0], [3.0]), reference([1.0], [2.0]))
    assert text == "#VALUE! ltv: '3 × 1 cells' does not fit the shape of cac, 2 × 1 cells; give ranges of one shape"


@pytest.mark.parametrize("blank", [None, "", reference([None]), reference([""]), OMITTED])
def test_a_blank_optional_argument_takes_its_default_and_a_blank_required_one_is_an_error(excel, blank):
    assert excel.rows("LTV_CONTINUITY", 200.0, 0.1, blank, blank, blank) == [[2000.0]]
    [[text]] = excel.rows("LTV_CONTINUITY", blank, 0.1)
    assert text == "#VALUE! price: blank where a number belongs; write a number (money per month)"


CODES = {
    2000: "#NULL!",
    2007: "#DIV/0!",
    2015: "#VALUE!",
    2023: "#REF!",
    2029: "#NAME?",
    2036: "#NUM!",
    2042: "#N/A",
    2043: "#GETTING_DATA",
    2045: "#SPILL!",
    2049: "#VALUE!",  # #FIELD!, which the errors of this package do not name
    2050: "#CALC!",
}


@pytest.mark.parametrize(("number", "name"), CODES.items())
def test_an_error_in_a_cell_passes_through_and_is_never_a_number(excel, number, name):
    code = number - 2146828288
    assert excel.rows("NET_PRICE", reference([code])) == [[name]]
    assert excel.rows("NET_PRICE", code) == [[name]]
    assert excel.rows("NET_PRICE", reference([code], [100.0])) == [[name], [100.0]]


def test_our_own_error_passes_through_nested_formulas_with_its_reason(excel):
    [[inner]] = excel.rows("LTV_CONTINUITY", 200.0, 10.0)
    assert inner == "#NUM! churn: 10 is above 1; write 10% or 0.1"
    assert excel.rows("LTV_TO_CAC", inner, 200.0) == [[inner]]
    assert excel.rows("LTV_TO_CAC", reference([inner], [1700.0]), 200.0) == [[inner], [8.5]]


@pytest.mark.parametrize("number_format", ["Currency", "Date"])
def test_a_number_keeps_all_its_digits_whatever_its_format(excel, number_format):
    price = 33.333333333333336
    assert excel.rows("LTV_CONTINUITY", reference([price], number_format=number_format), 1.0) == [[price]]
    assert excel.rows("NET_PRICE", reference([price], [1.0], number_format=number_format)) == [[price], [1.0]]


def test_whole_columns_cost_only_what_is_filled(excel):
    prices = reference([200.0], [100.0], [50.0], shape=[ROWS, 1])
    churns = reference([0.1], [0.2], shape=[ROWS, 1])
    answer = excel.call("LTV_CONTINUITY", prices, churns)
    missing = "#VALUE! churn: blank where a number belongs; write a number (rate per month)"
    assert answer["rows"] == [[2000.0], [500.0], [missing]]
    assert answer["reads"] == [[[3, 1]], [[2, 1]]]
    assert excel.rows("LTV_CONTINUITY", prices, 0.1) == [[2000.0], [1000.0], [500.0]]
    assert excel.rows("OFFER_VALUE", prices, reference([1.0], [0.5], [0.5], shape=[ROWS, 1])) == [[275.0]]


def test_a_column_formatted_to_its_last_row_costs_only_what_is_filled(excel):
    prices = reference([200.0], [None], [50.0], shape=[ROWS, 1], used=[ROWS, 1])
    answer = excel.call("LTV_CONTINUITY", prices, 0.1)
    assert [answer["rows"][0], answer["rows"][2]] == [[2000.0], [500.0]]
    assert len(answer["rows"]) == 3
    assert answer["reads"] == [[[4096, 1]]]
    late = reference(*[[None]] * 9_000, [50.0], shape=[ROWS, 1], used=[ROWS, 1])
    answer = excel.call("OFFER_VALUE", late, reference(*[[None]] * 9_000, [1.0], shape=[ROWS, 1]))
    assert answer["rows"] == [[50.0]]
    assert answer["reads"][0] == [[4096, 1], [8192, 1]]


def test_a_reference_of_several_areas_is_one_clear_error(excel):
    text = "#VALUE! price: 2 areas of cells are given; write one range, such as A1:A9"
    assert excel.rows("LTV_CONTINUITY", reference([200.0], [100.0], areas=2), 0.1) == [[text]]
    assert excel.rows("LTV_CONTINUITY", reference([200.0], areas=2), 0.1) == [[text]]
    assert excel.rows("LTV_CONTINUITY", reference([200.0], shape=[ROWS, 1], areas=2), 0.1) == [[text]]


def test_a_busy_excel_is_asked_again(excel):
    busy = [-2147418111, -2147417846, -2146777998]
    assert excel.rows("LTV_CONTINUITY", reference([200.0], failures=busy), 0.1) == [[2000.0]]


def test_cells_that_excel_does_not_give_are_an_error_that_names_the_argument(excel):
    answered = (
        "'0x800A03EC' is what Excel answered when it was asked for these cells; press Ctrl+Alt+F9 to calculate again"
    )
    refused = reference([0.1], failures=[-2146827284] * 9)
    assert excel.rows("LTV_CONTINUITY", 200.0, refused) == [[f"#VALUE! churn: {answered}"]]


def test_a_whole_column_of_an_empty_sheet_is_a_blank(excel):
    [[text]] = excel.rows("LTV_CONTINUITY", reference([None], shape=[ROWS, 1]), 0.1)
    assert text.startswith("#VALUE! price: blank")


def test_a_whole_row_costs_only_what_is_filled(excel):
    answer = excel.call("LTV_CONTINUITY", reference([200.0, 100.0], shape=[1, 16_384]), 0.1)
    assert answer["rows"] == [[2000.0, 1000.0]]
    assert answer["reads"] == [[[1, 2]]]


def test_rows_below_the_last_filled_one_stay_blank(excel):
    prices = reference([200.0], [None], [50.0], [None], [""])
    rows = excel.rows("LTV_CONTINUITY", prices, 0.1)
    assert [rows[0], rows[2], rows[3], rows[4]] == [[2000.0], [500.0], [""], [""]]
    assert rows[1][0].startswith("#VALUE! price: blank")


def test_rate_interval_spills_side_by_side(excel):
    [[low, median, high]] = excel.rows("RATE_INTERVAL", 2.0, 5.0)
    assert (round(low, 2), round(median, 2), round(high, 2)) == (0.13, 0.41, 0.74)
    rows = excel.rows("RATE_INTERVAL", reference([2.0], [9.0], [None]), reference([5.0], [5.0], [None]))
    assert rows == [[low, median, high], ["#NUM! successes: 9 is above trials, 5; write at most that"] * 3, [""] * 3]
    assert excel.rows("RATE_INTERVAL", reference([2.0, 2.0]), 5.0) == [[low, low], [median, median], [high, high]]


@pytest.mark.parametrize("function", CATALOGUE, ids=[function.name for function in CATALOGUE])
def test_cells_get_nothing_but_plain_numbers_texts_and_logicals(excel, function):
    for arguments in ([], [1.0] * len(function.arguments), ["x"] * len(function.arguments)):
        kinds = excel.call(function.name, *arguments, *[OMITTED] * (len(function.arguments) - len(arguments)))["kinds"]
        assert set(kinds) <= {"float", "str", "bool"}


def test_what_nobody_expected_is_one_clear_line(monkeypatch):
    def fail(*_):
        raise RuntimeError("no such luck")

    monkeypatch.setattr(bridge, "call_cells", fail)
    text = bridge.excel_function("LTV_TO_CAC")(1.0, 2.0)
    assert text == "#VALUE! LTV_TO_CAC: RuntimeError (no such luck) was not expected; please report it"
