"""The committed template: built by code, complete, and made with the craft that workbook.md asks for."""

import io
import re

import openpyxl
import pytest
from openpyxl.formula import Tokenizer
from openpyxl.utils import range_boundaries
from packages import parts_of

from tests.filled_workbook import workbook
from xl_quadrant.business.cash import PARTS
from xl_quadrant.business.metrics import METRICS
from xl_quadrant.business.model import CLIENT_FIELDS, FIELDS, OFFER_BLOCKS
from xl_quadrant.client_book.contract import BLOCK_ROWS, SCENARIOS, input_name, offer_name, output_name
from xl_quadrant.clients.presets import preset
from xl_quadrant.clients.templates_folder import templates_folder
from xl_quadrant.drawing import styles
from xl_quadrant.drawing.page import MASTER
from xl_quadrant.package.parts import Package
from xl_quadrant.sheets.build import SHEETS, build_template
from xl_quadrant.sheets.checks import CHECKS

BUILTINS = {
    "ABS", "AND", "AVERAGE", "BETAINV", "CHAR", "COUNT", "COUNTA", "COUNTBLANK", "COUNTIF", "COUNTIFS", "FIXED", "IF",
    "IFERROR", "INDEX", "INT", "ISERROR", "ISNUMBER", "LARGE", "LN", "MATCH", "MAX", "MIN", "N", "NA", "NOT", "OR", "RANK",
    "ROUND", "ROUNDUP", "ROWS", "SMALL", "SUBSTITUTE", "SUM", "SUMIF", "SUMIFS", "STDEV", "SUMPRODUCT", "T", "TEXT", "TINV", "TRIM",
}  # fmt: skip
"""Functions that Excel 2016, LibreOffice and Google Sheets all calculate alike; none is newer, volatile or spills."""

STRUCTURAL = {"0", "1", "2", "100"}
"""Numbers that are part of an equation: nothing, all, twice, per cent."""


@pytest.fixture(scope="module")
def committed() -> bytes:
    return (templates_folder() / "quadrant.xlsx").read_bytes()


@pytest.fixture(scope="module")
def book(committed):
    return openpyxl.load_workbook(io.BytesIO(committed))


@pytest.fixture(scope="module")
def values(committed):
    return openpyxl.load_workbook(io.BytesIO(committed), data_only=True)


@pytest.fixture(scope="module")
def formulas(book):
    return {
        f"{sheet.title}!{cell.coordinate}": cell.value
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, str) and cell.value.startswith("=")
    }


def cells_of(book, name):
    """The cells of a defined name, as one flat list."""
    ((sheet, area),) = book.defined_names[name].destinations
    found = book[sheet][area.replace("$", "")]
    return [cell for row in found for cell in row] if isinstance(found, tuple) else [found]


def test_two_builds_are_the_same_bytes_and_the_committed_file_is_not_stale(committed):
    first, second = build_template(), build_template()
    assert first == second
    built, kept = parts_of(first), parts_of(committed)
    assert list(built) == list(kept)
    stale = [name for name in built if built[name] != kept[name]]
    assert not stale, f"stale: {stale}; run python -m xl_quadrant.sheets.build"


def test_every_name_of_the_contract_stands(book):
    wanted = {f"in_{field.name}" for field in CLIENT_FIELDS} | {"chk_master"}
    for scenario in SCENARIOS:
        wanted |= {input_name(field.name, scenario) for field in FIELDS}
        wanted |= {output_name(metric.name, scenario) for metric in METRICS}
        wanted |= {output_name(f"{part}_{end}", scenario) for part in PARTS for end in ("30", "life")}
        wanted |= {f"chk_{check.name}_{scenario}" for check in CHECKS}
        wanted |= {offer_name(b.name, c.name, scenario) for b in OFFER_BLOCKS for c in b.columns}
    assert wanted <= set(book.defined_names)


def test_blocks_of_offers_have_eight_rows(book):
    for block in OFFER_BLOCKS:
        for column in block.columns:
            assert len(cells_of(book, offer_name(block.name, column.name, "today"))) == BLOCK_ROWS == 8


def test_sheets_stand_in_their_order_and_open_on_start(book):
    assert tuple(book.sheetnames) == SHEETS
    assert book.active.title == "Start"
    assert book.active.sheet_view.selection[0].activeCell in (None, "A1")


def test_no_merged_cells_no_hidden_sheets_rows_or_columns(book):
    for sheet in book:
        assert not sheet.merged_cells.ranges
        assert sheet.sheet_state == "visible"
        assert not any(dimension.hidden for dimension in sheet.column_dimensions.values())
        assert not any(dimension.hidden for dimension in sheet.row_dimensions.values())


def test_every_sheet_prints_one_page_wide_with_area_orientation_and_footer(book):
    for sheet in book:
        assert sheet.print_area
        assert sheet.page_setup.fitToWidth == 1
        assert sheet.page_setup.orientation in ("landscape", "portrait")
        assert sheet.oddFooter.left.text
        assert sheet.oddFooter.right.text
        assert sheet.sheet_properties.pageSetUpPr.fitToPage


def test_every_sheet_shows_the_master_check_with_a_link(book):
    for sheet in book:
        links = [
            cell for row in sheet.iter_rows() for cell in row
            if cell.value == MASTER and cell.hyperlink and cell.hyperlink.location.startswith("Checks!")
        ]  # fmt: skip
        assert links or sheet.title == "Checks"


def test_every_cell_wears_one_of_our_styles(book):
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None:
                    assert cell.style.startswith("xlq "), f"{sheet.title}!{cell.coordinate} {cell.style}"


def test_inputs_are_unlocked_and_everything_else_is_locked(book):
    inputs = {cell for name in book.defined_names if name.startswith("in_") for cell in cells_of(book, name)}
    for sheet in book:
        assert sheet.protection.sheet
        assert not sheet.protection.password
        for row in sheet.iter_rows():
            for cell in row:
                where = f"{sheet.title}!{cell.coordinate}"
                assert cell.protection.locked == (cell not in inputs), where
                assert cell.style.startswith("xlq input") or cell not in inputs, where


def test_no_input_holds_a_formula(book):
    for name in book.defined_names:
        if name.startswith("in_"):
            assert not any(str(cell.value).startswith("=") for cell in cells_of(book, name)), name


def test_every_input_is_validated_with_a_prompt_and_a_stop_message(book):
    for name in book.defined_names:
        if not name.startswith("in_"):
            continue
        for cell in cells_of(book, name):
            rules = [rule for rule in cell.parent.data_validations.dataValidation if cell.coordinate in rule.cells]
            assert len(rules) == 1, f"{name} {cell.coordinate}: {len(rules)} rules"
            (rule,) = rules
            assert rule.prompt, name
            assert rule.error, name
            assert rule.errorStyle in (None, "stop"), name
            assert len(rule.prompt) <= 255, name
            assert len(rule.error) <= 225, name
            assert len(rule.promptTitle) <= 32, name
            assert rule.showErrorMessage, name
            assert rule.showInputMessage, name


def operands(formula, kind):
    return [t.value for t in Tokenizer(formula).items if t.type == "OPERAND" and t.subtype == kind]


def test_formulas_hold_no_constants(formulas):
    for where, formula in formulas.items():
        assert set(operands(formula, "NUMBER")) <= STRUCTURAL, f"{where} {formula}"


def test_formulas_use_only_functions_every_spreadsheet_has(formulas):
    for where, formula in formulas.items():
        called = {t.value.rstrip("(") for t in Tokenizer(formula).items if t.type == "FUNC" and t.subtype == "OPEN"}
        assert called <= BUILTINS, f"{where} {called - BUILTINS}"
        assert "_xlfn" not in formula


def test_formulas_have_no_structured_references_or_arrays(formulas, committed):
    for where, formula in formulas.items():
        assert "[" not in formula, where
        assert "{" not in formula, where
    for name, content in parts_of(committed).items():
        if name.startswith("xl/worksheets/"):
            assert b't="array"' not in content, name


def test_names_of_ranges_are_only_multiplied_within_sumproduct(book, formulas):
    """Outside SUMPRODUCT, Excel would pick one cell of a range by implicit intersection."""
    ranges = {name for name in book.defined_names if len(cells_of(book, name)) > 1}
    reducing = {"SUMPRODUCT", "SUM", "INDEX", "COUNT", "COUNTA", "COUNTIF", "COUNTIFS", "SUMIF", "SUMIFS", "MAX", "MIN",
                "ROWS", "STDEV", "MATCH", "RANK", "LARGE", "SMALL", "COUNTBLANK", "AVERAGE"}  # fmt: skip
    for where, formula in formulas.items():
        open_functions = []
        for token in Tokenizer(formula).items:
            if token.subtype == "OPEN":
                open_functions.append(token.value.rstrip("("))
            elif token.subtype == "CLOSE":
                open_functions.pop()
            elif token.value in ranges:
                assert reducing & set(open_functions), f"{where}: {token.value} in {formula}"


def test_ifs_are_nested_at_most_two_deep(formulas):
    for where, formula in formulas.items():
        depth = deepest = 0
        stack = []
        for token in Tokenizer(formula).items:
            if token.subtype == "OPEN":
                stack.append(token.value)
                depth += token.value == "IF("
                deepest = max(deepest, depth)
            elif token.subtype == "CLOSE":
                depth -= stack.pop() == "IF("
        assert deepest <= 2, f"{where} {formula}"


def test_every_formula_carries_a_value_and_none_is_an_error(formulas, values):
    for where in formulas:
        sheet, _, cell = where.rpartition("!")
        value = values[sheet][cell].value
        assert not str(value).startswith("#"), f"{where} {value}"


def test_a_blank_form_shows_dashes_for_results(book, values):
    for metric in METRICS:
        for scenario in SCENARIOS:
            ((sheet, area),) = book.defined_names[output_name(metric.name, scenario)].destinations
            assert values[sheet][area.replace("$", "")].value == "–"


def test_charts_have_alt_text_a_title_from_a_cell_and_axis_titles(committed):
    package = Package(committed)
    charts = {name: content for name, content in parts_of(committed).items() if re.match(r"xl/charts/chart\d", name)}
    assert len(charts) >= 6
    for name, content in charts.items():
        assert re.search(rb"<(?:c:)?title><(?:c:)?tx><(?:c:)?strRef><(?:c:)?f>", content), name
        assert b"strCache" in content, name
        assert content.count(b"title>") >= 4, name
    frames = [
        frame
        for sheet in package.sheets.values()
        for drawing in package.related(sheet, "drawing").values()
        for frame in re.findall(rb"<(?:xdr:)?cNvPr [^>]*>", package.part(drawing))
    ]
    assert len(frames) == len(charts)
    assert all(len(re.search(rb'descr="([^"]*)"', frame)[1]) > 40 for frame in frames)


def test_a_blank_form_is_calm(book, values):
    for sheet in values:
        shown = {
            cell.value
            for row in sheet.iter_rows()
            for cell in row
            if book[sheet.title][cell.coordinate].value == MASTER
        }
        assert shown == {"fill in"} or sheet.title == "Checks"
    for sheet in book:
        for rules in sheet.conditional_formatting:
            for rule in rules.rules:
                if rule.formula and rule.formula[0].endswith('="CHECK"'):
                    first = min(rules.rules, key=lambda one: one.priority)
                    assert "NOT(calc_ready_today)" in first.formula[0], f"{sheet.title} {rules.sqref}"
                    assert first.stopIfTrue


def luminance(color: str) -> float:
    channels = [int(color[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(text: str, ground: str) -> float:
    lighter, darker = sorted((luminance(text), luminance(ground)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_at_least_four_and_a_half_to_one():
    for style in styles.named_styles():
        ground = style.fill.start_color.rgb[-6:] if style.fill.fill_type else "FFFFFF"
        assert contrast(style.font.color.rgb[-6:], ground) >= 4.5, style.name
    for status in (styles.OK, styles.CHECK, styles.WARNING):
        assert contrast(status.text, status.ground) >= 4.5


def test_no_name_covers_cells_of_two_rows_and_two_columns_without_need(book):
    for name in book.defined_names:
        ((_, area),) = book.defined_names[name].destinations
        first_column, first_row, last_column, last_row = range_boundaries(area.replace("$", ""))
        assert first_column == last_column or first_row == last_row or name.startswith(("out_sensitivity", "print_")), (
            name
        )


def test_checks_say_what_they_found_in_words():
    content = workbook(preset("talk"), {"in_show_rate_today": None, "in_prepay_share_target": 0.7})
    sheet = openpyxl.load_workbook(io.BytesIO(content), data_only=True)["Checks"]
    found = {
        sheet[f"B{row}"].value: (sheet[f"C{row}"].value, sheet[f"D{row}"].value) for row in range(6, 6 + len(CHECKS))
    }
    assert found["Everything needed is filled in (fields with a star)"][0] == "1 not filled in yet"
    assert found["Prepay share and financed share together at most 100%"] == ("–", "20% too much")
    assert found["The quadrants add up to cash per show, 30 days"][0] == "not filled in yet"
