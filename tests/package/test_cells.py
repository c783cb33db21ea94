"""Values spliced into the XML of a sheet: each arrives, and everything else stays byte for byte."""

import io
import re

import openpyxl
import pytest
from hypothesis import assume, given, strategies as st
from openpyxl.styles import Font
from openpyxl.utils.escape import unescape
from python_calamine import CalamineWorkbook

from tests.packages import MAIN, book, parts_of, sheet_xml
from xl_quadrant.errors import InvalidWorkbook
from xl_quadrant.package.addresses import address, position_of
from xl_quadrant.package.cells import with_results, write_cells, write_results
from xl_quadrant.package.parts import Package
from xl_quadrant.package.sheet_index import index_sheet
from xl_quadrant.package.stored_values import formula_values
from xl_quadrant.package.values import ErrorValue, storable

TEXTS = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\ufffe\uffff"), max_size=40)
NUMBERS = st.one_of(st.floats(allow_nan=False, allow_infinity=False), st.integers(-(10**18), 10**18))
VALUES = st.one_of(st.none(), st.booleans(), NUMBERS, TEXTS)
CELLS = st.dictionaries(st.builds(address, st.integers(1, 12), st.integers(1, 30)), VALUES, max_size=12)

PREFIXED = f"""<?xml version="1.0" encoding="utf-8" standalone="yes"?>
<x:worksheet xmlns:x="{MAIN}" xmlns:y="urn:other">
  <x:dimension ref="B2:D4" />
  <x:cols><x:col min="6" max="8" width="9" style="2"/></x:cols>
  <x:sheetData>
    <x:row spans="2:4" r = '2' ht="20">
      <x:c  s='1'   r="B2"  ><x:v>1</x:v></x:c>
      <x:c r="D2" t="s" y:note="a &gt; b > c"><x:v>0</x:v><x:extLst><x:ext uri="{{1}}"/></x:extLst></x:c>
    </x:row>
    <x:row r="4" s="1" customFormat="1"/>
  </x:sheetData>
  <x:mergeCells><x:mergeCell ref="A9:B9"/></x:mergeCells>
</x:worksheet>"""


def shown(value):
    """Return a value as a cell holds it: every number is a double, every line ends with a line feed."""
    if value is None or value == "":
        return None
    if isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if isinstance(value, str):
        return value.replace("\r\n", "\n").replace("\r", "\n")
    return value


def read_by_openpyxl(content, sheet="S"):
    """Return every cell of a sheet that holds something, as openpyxl reads it, and how many it saw."""
    loaded = openpyxl.load_workbook(io.BytesIO(content))[sheet]
    values = {cell.coordinate: cell.value for row in loaded.iter_rows() for cell in row if cell.value is not None}
    return {cell: unescape(value) if isinstance(value, str) else value for cell, value in values.items()}


def same(found, written):
    """Say whether a value came back: numbers as numbers, logicals as logicals, texts as texts."""
    return found == written and isinstance(found, bool) == isinstance(written, bool)


@given(CELLS, CELLS)
def test_every_value_is_read_back_and_all_other_parts_stay(first, second):
    """Written into an empty sheet, then over what the first writing left."""
    content = book(sheet_xml(""), sheet_xml('<row r="1"><c r="A1"><v>5</v></c></row>'))
    package = Package(content)
    part = package.sheets["S"]
    once = write_cells(package.part(part), first)
    twice = write_cells(once, second)
    expected = {cell: shown(value) for cell, value in (first | second).items()}
    found = read_by_openpyxl(package.replaced({part: twice}))
    assert found.keys() == {cell for cell, value in expected.items() if value is not None}
    assert all(same(found[cell], expected[cell]) for cell in found)
    before, after = parts_of(content), parts_of(package.replaced({part: twice}))
    assert before | {part: twice} == after


@given(CELLS)
def test_the_fast_reader_gives_the_same_values(cells):
    assume(any(shown(value) is not None for value in cells.values()))
    package = Package(book(sheet_xml("")))
    content = package.replaced({package.sheets["S"]: write_cells(sheet_xml("").encode(), cells)})
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name("S")
    rows, (top, left) = sheet.to_python(), sheet.start
    for cell, value in cells.items():
        row, column = position_of(cell)
        if shown(value) is not None:
            assert same(rows[row - 1 - top][column - 1 - left], shown(value))


@given(CELLS)
def test_a_sheet_of_any_producer_keeps_all_that_is_not_written(cells):
    before = PREFIXED.encode()
    after = write_cells(before, cells)
    index = index_sheet(after)
    for cell, value in cells.items():
        span = index.cells.get(position_of(cell))
        assert (span is not None and bool(span.values)) == (shown(value) is not None)
    assert _around_the_rows(after) == _around_the_rows(before)
    rows = list(index.rows)
    assert rows == sorted(rows)
    assert all([c.column for c in row.cells] == sorted(c.column for c in row.cells) for row in index.rows.values())


def test_a_prefixed_sheet_is_written_in_its_own_manner():
    after = write_cells(
        PREFIXED.encode(), {"B2": 2.5, "C2": "new", "D2": True, "G3": 7, "A4": "x", "B9": None}
    ).decode()
    assert "<x:c  s='1'   r=\"B2\"><x:v>2.5</x:v></x:c>" in after
    assert '<x:c r="C2" t="inlineStr"><x:is><x:t xml:space="preserve">new</x:t></x:is></x:c><x:c r="D2"' in after
    assert 'y:note="a &gt; b > c" t="b"><x:v>1</x:v><x:extLst>' in after
    assert '<x:row r="3"><x:c r="G3" s="2"><x:v>7</x:v></x:c></x:row>' in after, "a new cell takes its column's style"
    assert '<x:row r="4" s="1" customFormat="1"><x:c r="A4" s="1" t="inlineStr">' in after, "and its row's before that"
    assert '<x:dimension ref="A2:G4"/>' in after
    assert "<x:row r = '2' ht=\"20\">" in after, "the hint at which columns a row spans no longer holds"
    assert "B9" not in re.sub("A9:B9", "", after), "nothing is made for a value that is nothing"


def test_nothing_written_is_nothing_changed():
    assert write_cells(PREFIXED.encode(), {}) == PREFIXED.encode()


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "#NUM!", "TRUE", "5%", " a ", "a\nb", "<&>\"'", "]]>"]
)
def test_a_text_stays_a_text_whatever_it_begins_with(text):
    package = Package(book(sheet_xml("")))
    content = package.replaced({package.sheets["S"]: write_cells(sheet_xml("").encode(), {"A1": text})})
    cell = openpyxl.load_workbook(io.BytesIO(content))["S"]["A1"]
    assert (cell.value, cell.data_type) == (text, "s")
    assert CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name("S").to_python() == [[text]]


@pytest.mark.parametrize("text", ["a\x07b", "a\x0bb", "_x0041_", "_x0041", "\x00", "tab\there"])
def test_what_xml_cannot_hold_is_written_as_excel_writes_it(text):
    xml = write_cells(sheet_xml("").encode(), {"A1": text})
    stored = index_sheet(xml).cells[1, 1].text
    assert unescape(stored) == text
    package = Package(book(sheet_xml("")))
    content = package.replaced({package.sheets["S"]: xml})
    assert CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name("S").to_python() == [[text]]


def test_half_a_character_does_not_stop_a_client():
    for text in ("a\ud800", "a\ufffe", "a\uffff"):
        assert index_sheet(write_cells(sheet_xml("").encode(), {"A1": text})).cells[1, 1].text == "a\ufffd"


def test_a_cell_keeps_its_style_when_it_is_filled_emptied_and_filled_again():
    written = openpyxl.Workbook()
    cell = written.active["B2"]
    cell.value, cell.font, cell.number_format = "old", Font(bold=True), "0.00%"
    content = io.BytesIO()
    written.save(content)
    package = Package(content.getvalue())
    part = package.sheets["Sheet"]
    for value in (0.5, None, "text", True, None, 3):
        package = Package(package.replaced({part: write_cells(package.part(part), {"B2": value})}))
        found = openpyxl.load_workbook(io.BytesIO(package.content)).active["B2"]
        assert (found.value, found.font.b, found.number_format) == (value, True, "0.00%")


def test_shared_texts_are_left_alone():
    written = openpyxl.Workbook()
    written.active.append(["old", "old", "other"])
    content = io.BytesIO()
    written.save(content)
    package = Package(content.getvalue())
    part = package.sheets["Sheet"]
    changed = package.replaced({part: write_cells(package.part(part), {"A1": "new"})})
    assert {n for n, p in parts_of(changed).items() if p != parts_of(content.getvalue())[n]} == {part}
    assert [c.value for c in openpyxl.load_workbook(io.BytesIO(changed)).active[1]] == ["new", "old", "other"]


def test_rows_and_cells_without_numbers_are_counted():
    xml = sheet_xml("<row><c><v>1</v></c><c><v>2</v></c></row><row><c/></row>").encode()
    assert list(index_sheet(xml).cells) == [(1, 1), (1, 2), (2, 1)]
    package = Package(book(xml.decode()))
    content = package.replaced({package.sheets["S"]: write_cells(xml, {"B1": 5, "C1": 6, "A2": 7, "B4": 8})})
    loaded = openpyxl.load_workbook(io.BytesIO(content))["S"]
    assert [[c.value for c in row] for row in loaded.iter_rows()] == [
        [1, 5, 6],
        [7, None, None],
        [None, None, None],
        [None, 8, None],
    ]


def test_an_empty_sheet_takes_its_first_rows():
    for empty in ("<sheetData/>", "<sheetData />", "<sheetData></sheetData>"):
        xml = sheet_xml("").replace("<sheetData></sheetData>", empty).encode()
        assert [*index_sheet(write_cells(xml, {"B2": 1, "A1": 2})).cells] == [(1, 1), (2, 2)]


def test_a_formula_is_no_input():
    xml = sheet_xml('<row r="1"><c r="A1"><f>1+1</f><v>2</v></c></row>').encode()
    with pytest.raises(InvalidWorkbook, match="A1, which holds a formula"):
        write_cells(xml, {"A1": 5})


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf")])
def test_a_number_that_is_none_is_refused(value):
    with pytest.raises(InvalidWorkbook, match="write a finite number"):
        write_cells(sheet_xml("").encode(), {"A1": value})


def test_a_text_longer_than_a_cell_is_refused():
    assert write_cells(sheet_xml("").encode(), {"A1": "x" * 32_767})
    with pytest.raises(InvalidWorkbook, match="32,767 characters that A1 can hold"):
        write_cells(sheet_xml("").encode(), {"A1": "x" * 32_768})


@pytest.mark.parametrize(
    "xml",
    [
        "<worksheet/>",
        "not xml",
        "<worksheet><sheetData>",
        '<worksheet><sheetData><row r="one"/></sheetData></worksheet>',
        '<worksheet><sheetData><row r="1"><c r="?"/></row></sheetData></worksheet>',
    ],
)
def test_a_sheet_that_is_damaged_is_refused(xml):
    with pytest.raises(InvalidWorkbook):
        write_cells(xml.encode(), {"A1": 1})


# Calculated values


RESULTS = st.one_of(NUMBERS, st.booleans(), TEXTS, st.sampled_from(("#N/A", "#NUM!", "#DIV/0!")).map(ErrorValue))


@given(st.dictionaries(st.builds(address, st.integers(1, 5), st.integers(1, 5)), RESULTS, min_size=1))
def test_results_stand_beside_their_formulas(results):
    rows = "".join(f'<row r="{r}">{"".join(_formula_cell(r, c) for c in range(1, 6))}</row>' for r in range(1, 6))
    package = Package(book(sheet_xml(rows)))
    part = package.sheets["S"]
    before = package.part(part)
    stored = Package(package.replaced({part: write_results(before, results)}))
    found = formula_values(stored)
    for cell, value in results.items():
        came_back = found["S", *position_of(cell)]
        assert same(came_back, storable(shown(value) if isinstance(value, str) and value else value))
        assert isinstance(came_back, ErrorValue) == isinstance(value, ErrorValue)
    formulas = [span.formula_text for span in index_sheet(before).formulas]
    assert [span.formula_text for span in index_sheet(stored.part(part)).formulas] == formulas
    assert {at: v for at, v in found.items() if address(*at[1:]) not in results} == {
        at: v for at, v in formula_values(package).items() if address(*at[1:]) not in results
    }


def test_an_error_is_stored_as_an_error_every_reader_knows():
    xml = sheet_xml('<row r="1"><c r="A1" vm="3"><f>A2#</f><v>1</v></c></row>').encode()
    assert b'<c r="A1" t="e"><f>A2#</f><v>#VALUE!</v></c>' in write_results(xml, {"A1": ErrorValue("#SPILL!")})
    assert b'<c r="A1" t="str"><f>A2#</f><v>#NUM! churn</v></c>' in write_results(xml, {"A1": "#NUM! churn"})


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_a_result_that_is_no_number_becomes_an_error(value):
    xml = sheet_xml('<row r="1"><c r="A1"><f>1</f></c></row>').encode()
    assert b't="e"><f>1</f><v>#NUM!</v>' in write_results(xml, {"A1": value})


def test_an_array_formula_may_fill_other_cells_than_before():
    xml = sheet_xml('<row r="1"><c r="A1" cm="1"><f t="array" ref="A1:A2">X()</f><v>1</v></c></row>').encode()
    after = with_results(index_sheet(xml), {(1, 1): 5.0, (1, 2): "x"}, {(1, 1): "A1:B1"})
    assert b'<c r="A1" cm="1"><f t="array" ref="A1:B1">X()</f><v>5</v></c><c r="B1" t="str"><v>x</v></c>' in after


def _around_the_rows(xml):
    """Return what stands before and after the rows of a sheet, without the area that it says it uses."""
    head, _, rest = xml.partition(b"<x:sheetData>")
    return re.sub(rb"<x:dimension[^>]*>", b"", head), rest.partition(b"</x:sheetData>")[2]


def _formula_cell(row, column):
    """Return a cell with a formula and a value of each kind that a file may hold."""
    kinds = (
        '<c r="{}"><f>{}</f><v>1</v></c>',
        '<c r="{}" t="str"><f>{}</f><v>a</v></c>',
        '<c r="{}" t="b"><f>{}</f></c>',
        '<c r="{}" s="2"><f>{}</f><v/></c>',
        '<c r="{}" t="e"><f>{}</f><v>#N/A</v></c>',
    )
    return kinds[(row + column) % 5].format(address(row, column), f"{row}+{column}")
