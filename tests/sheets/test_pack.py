"""The committed function pack: built by code, every LAMBDA a name, every example with its value."""

import io
import math
import re

import openpyxl
import pytest
from packages import parts_of

from xl_quadrant.bridges.calling import call_cells
from xl_quadrant.bridges.lambda_names import function_names
from xl_quadrant.catalogue import CATALOGUE, CATEGORIES, by_name
from xl_quadrant.catalogue.native import has_twin, why_no_twin
from xl_quadrant.clients.templates_folder import templates_folder
from xl_quadrant.sheets.pack import CONTENTS, PACK_NAME, build_pack, live_example

IDS = [function.name for function in CATALOGUE]


@pytest.fixture(scope="module")
def committed() -> bytes:
    return (templates_folder() / PACK_NAME).read_bytes()


@pytest.fixture(scope="module")
def book(committed):
    return openpyxl.load_workbook(io.BytesIO(committed))


@pytest.fixture(scope="module")
def values(committed):
    return openpyxl.load_workbook(io.BytesIO(committed), data_only=True)


def page_of(book, function):
    """Return the rows of a function's page, from its name down to the next blank row."""
    sheet = book[function.category]
    start = next(row for row in range(1, sheet.max_row + 1) if sheet.cell(row, 2).value == function.name)
    end = start
    while any(cell.value is not None for cell in sheet[end]):
        end += 1
    return [[cell.value for cell in row[1:5]] for row in sheet.iter_rows(start, end - 1)]


def same(stored, wanted):
    return math.isclose(stored, wanted, rel_tol=1e-12) if isinstance(wanted, float) else stored == wanted


def test_two_builds_are_the_same_bytes_and_the_committed_file_is_not_stale(committed):
    first, second = build_pack(), build_pack()
    assert first == second
    built, kept = parts_of(first), parts_of(committed)
    assert list(built) == list(kept)
    stale = [name for name in built if built[name] != kept[name]]
    assert not stale, f"stale: {stale}; run python -m xl_quadrant.sheets.pack"


def test_every_lambda_is_a_name_with_a_comment(book):
    wanted = {function.name: (function.formula, function.comment) for function in function_names()}
    found = {name: (book.defined_names[name].attr_text, book.defined_names[name].comment) for name in wanted}
    assert found == wanted
    assert set(book.defined_names) == set(wanted)


@pytest.mark.parametrize("function", CATALOGUE, ids=IDS)
def test_every_function_has_a_page_with_syntax_arguments_units_and_errors(book, function):
    (name, summary, *_), (syntax, *_), *lines = page_of(book, function)
    assert (name, summary, syntax) == (function.name, function.summary, function.syntax)
    said = [tuple(line[:3]) for line in lines]
    for argument in function.arguments:
        assert (argument.spelled, argument.unit or None, argument.help) in said
    assert len([line for line in said if str(line[0]).startswith("#")]) == len(function.raises)
    if not has_twin(function):
        assert why_no_twin(function) in next(line[1] for line in said if line[0] == "No LAMBDA")


@pytest.mark.parametrize("function", list(filter(has_twin, CATALOGUE)), ids=lambda function: function.name)
def test_every_lambda_has_a_live_example_whose_stored_value_is_python_s(book, values, function):
    example = live_example(function)
    formulas = [line for line in page_of(book, function) if str(line[3]).startswith("=")]
    ((_, shown, _, formula),) = formulas
    assert formula == shown == example.formula
    ((stored,),) = ([line[3]] for line in page_of(values, function) if line[0] == "Example")
    cells = [[[cell] for cell in one] if isinstance(one, list) else one for one in example.arguments]
    assert same(stored, call_cells(function, cells))


def test_the_list_of_functions_links_to_each_page_and_shows_its_value(book, values):
    sheet = book[CONTENTS]
    links = {cell.value: cell.hyperlink.location for (cell,) in sheet.iter_rows(min_col=2, max_col=2) if cell.hyperlink}
    assert set(links) == set(IDS)
    for name, place in links.items():
        title, _, cell = place.partition("!")
        assert book[title.strip("'")][cell].value == name
    for row in values[CONTENTS].iter_rows(min_col=2, max_col=5):
        if row[0].value in links:
            function = by_name(row[0].value)
            wanted = live_example(function).answer if has_twin(function) else "no LAMBDA"
            assert same(row[3].value, wanted), row[0].value


def test_sheets_are_styled_and_print_one_page_wide(book):
    assert book.sheetnames == [CONTENTS, *CATEGORIES]
    for sheet in book:
        assert sheet.print_area
        assert sheet.page_setup.fitToWidth == 1
        assert sheet.oddFooter.right.text
        assert not sheet.merged_cells.ranges
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.value is None or cell.style.startswith("xlq "), f"{sheet.title}!{cell.coordinate}"


def test_texts_that_look_like_formulas_or_errors_are_texts(committed):
    for name, part in parts_of(committed).items():
        if name.startswith("xl/worksheets/"):
            assert b't="e"' not in part, name
            assert len(re.findall(rb"<f>", part)) == len(re.findall(rb"<f>[^<]+</f><v>[^<]+</v>", part)), name
