"""A workbook is checked: what is missing, wrong or stale is named with its place, and what is whole is said to be."""

import io
import re

import openpyxl
import pytest

from tests.consultant_template import consultants_template
from tests.packages import book, sheet_xml
from xl_quadrant.checkup import check_workbook
from xl_quadrant.checkup.check import when_opened
from xl_quadrant.checkup.findings import FILL, READ, RESULTS
from xl_quadrant.checkup.inputs import wrong_inputs
from xl_quadrant.checkup.names import WANTED, lost_sheets, misshapen_names, missing_names, other_names, shipped_names
from xl_quadrant.checkup.stale_cells import StoredValues
from xl_quadrant.client_book.client_workbook import make_workbook, read_workbook, template_bytes
from xl_quadrant.client_book.fill import fill
from xl_quadrant.clients.client_cells import names_from_client
from xl_quadrant.clients.presets import preset
from xl_quadrant.clients.templates_folder import templates_folder
from xl_quadrant.engine.recalc import recalculate
from xl_quadrant.errors import InvalidWorkbook, XlQuadrantError
from xl_quadrant.package.addresses import address
from xl_quadrant.package.parts import Package
from xl_quadrant.package.sheet_index import index_sheet
from xl_quadrant.package.stored_values import read_names
from xl_quadrant.portfolio.find import Found
from xl_quadrant.portfolio.one_workbook import Unread, read_one
from xl_quadrant.sheets.checks import CHECKS

GLOW = preset("med_spa")


@pytest.fixture(scope="module")
def glow():
    return make_workbook(GLOW)


def edited(content, *edits, part=None):
    """Return a workbook with pieces of one part replaced; of the workbook part if none is named."""
    package = Package(content)
    name = package.sheets.get(part, part or package.workbook_part)
    text = package.part(name).decode()
    for pattern, replacement in edits:
        text, count = re.subn(pattern, replacement, text, flags=re.DOTALL)
        assert count == 1, (pattern, count)
    return package.replaced({name: text.encode()})


def without(content, *names):
    """Return a workbook without some names."""
    return edited(content, *((rf'<definedName name="{name}">[^<]*</definedName>', "") for name in names))


def pointing(content, **places):
    """Return a workbook whose names point elsewhere."""
    return edited(
        content,
        *(
            (rf'(<definedName name="{name}">)[^<]*', lambda found, p=place: found[1] + p)
            for name, place in places.items()
        ),
    )


def with_cell(content, name, xml):
    """Return a workbook with another content of the cell of a name; its style stays."""
    area = Package(content).names[name]
    cell = address(area.first_row, area.first_column)
    pattern = rf'(<c r="{cell}"[^>]*?)(?: t="\w+")?\s*(?:/>|>.*?</c>)'
    return edited(content, (pattern, lambda found: found[1] + xml + "</c>"), part=area.sheet)


def told(findings):
    """Return findings by what they are about."""
    return {(finding.kind, finding.place): finding for finding in findings}


# What is whole


def test_our_template_and_a_client_s_workbook_are_whole(glow):
    blank = check_workbook(template_bytes(), "blank.xlsx")
    assert (blank.kind, blank.findings, blank.notes) == ("template", (), ())
    assert blank.names == len(shipped_names()) > 500
    full = check_workbook(glow)
    assert (full.kind, full.findings, full.notes, full.names) == ("client's workbook", (), (), blank.names)


def test_a_consultant_s_own_workbook_lacks_nothing_whatever_it_looks_like():
    own = check_workbook(consultants_template(macros=True))
    assert (own.kind, own.names) == ("template", len(shipped_names()))
    assert {finding.kind for finding in own.findings} == {"stale"}, "nobody has calculated it since it was translated"


def test_another_workbook_is_not_ours(tmp_path):
    found = check_workbook(templates_folder() / "functions.xlsx")
    assert (found.kind, found.names, found.findings) == ("not ours", 0, ())
    (tmp_path / "cut.xlsx").write_bytes(template_bytes()[:9_999])
    with pytest.raises(InvalidWorkbook, match="damaged or cut short"):
        check_workbook(tmp_path / "cut.xlsx")


def test_every_name_a_command_needs_is_in_our_template_and_has_its_words():
    assert set(WANTED) <= set(shipped_names())
    assert set(names_from_client(GLOW)) <= set(WANTED)
    assert all(wanted.label and wanted.needed_by for wanted in WANTED.values())
    package = Package(template_bytes())
    assert [*missing_names(package), *misshapen_names(package), *other_names(package)] == []


# Names


@pytest.mark.parametrize(
    ("name", "stops", "said"),
    [
        ("in_referral_rate_today", FILL, "(Referral rate, today; Inputs in our template) is no name here"),
        ("in_close_rate_today", (*FILL, *READ), "(Close rate, today; Inputs in our template) is no name here"),
        ("in_services_unit_cost_target", FILL, "(Add-on services: Cost, target; Quadrant in our template)"),
        ("out_cac_target", RESULTS, "(Cost per buyer (CAC), target; Workings in our template) is no name here"),
    ],
)
def test_a_missing_name_is_said_with_its_sheet_and_stops_just_the_commands_it_says(glow, name, stops, said, tmp_path):
    template = without(template_bytes(), name)
    (finding,) = missing_names(Package(template))
    assert (finding.kind, finding.place, finding.stops) == ("missing", name, stops)
    assert finding.rule.startswith(said)
    filled = without(glow, name)
    path = tmp_path / "glow.xlsx"
    path.write_bytes(filled)
    assert fails(lambda: fill(Package(template), names_from_client(GLOW))) == ("batch" in stops)
    assert fails(lambda: read_workbook(filled, "glow")) == ("read" in stops)
    assert isinstance(read_one(Found(path, "glow")), Unread) == ("collect" in stops)
    made = fails(lambda: fill(Package(template), names_from_client(GLOW))) or fails(
        lambda: read_workbook(filled, "glow")
    )
    assert made == ("new" in stops), "new writes a workbook, then prints what stands in it"


def fails(command):
    """Say whether a command is refused."""
    try:
        command()
    except XlQuadrantError:
        return True
    return False


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("Inputs!#REF!", "stands for Inputs!#REF!: its cells were deleted"),
        ("#REF!", "its cells were deleted"),
        ("Gone!$D$18", "stands for Gone!$D$18, and there is no such place"),
        ("[1]Inputs!$D$18", "stands for cells of another workbook"),
        ("Inputs!$D$18,Inputs!$F$18", "stands for several areas"),
        ("0.5", "stands for 0.5, not for cells"),
    ],
)
def test_a_name_that_points_nowhere_is_missing_and_says_where_it_points(place, said):
    (finding,) = missing_names(Package(pointing(template_bytes(), in_close_rate_today=place)))
    assert (finding.place, finding.kind) == ("in_close_rate_today", "missing")
    assert said in finding.rule


@pytest.mark.parametrize(
    ("places", "said"),
    [
        ({"in_services_price_today": "Quadrant!$L$9:$L$15"}, "in_services_price_today has 7 × 1 cells (rows × "),
        ({"in_services_price_today": "Quadrant!$L$9:$S$9"}, "in_services_price_today has 1 × 8 cells (rows × "),
        ({"in_core_price_today": "Inputs!$H$40:$H$41"}, "in_core_price_today stands for Inputs!H40:H41, 2 cells"),
        ({"in_core_price_target": "Inputs!$D$18"}, "in_core_price_target stands for cells of in_close_rate_today too"),
    ],
)  # fmt: skip
def test_a_name_of_the_wrong_shape_is_wrong(places, said):
    findings = list(misshapen_names(Package(pointing(template_bytes(), **places))))
    assert [finding.kind for finding in findings].count("wrong") == len(findings) >= 1
    assert any(f"{finding.place} {finding.rule}".startswith(said) for finding in findings)


def renamed(title, new):
    """Return the template as openpyxl saves it with a sheet under another title: its names and formulas stay."""
    book, content = openpyxl.load_workbook(io.BytesIO(template_bytes())), io.BytesIO()
    book[title].title = new
    book.save(content)
    return content.getvalue()


@pytest.mark.parametrize(
    ("title", "place", "kind", "stops", "count"),
    [
        ("Fix first", "'Fix first'", "wrong", (), 9),
        ("Workings", "Workings", "missing", ("new", "read", "collect"), 677),
    ],
)
def test_a_sheet_renamed_by_a_program_is_one_finding(title, place, kind, stops, count):
    package = Package(renamed(title, "Levers"))
    (finding,) = lost_sheets(package)
    assert (finding.kind, finding.place, finding.stops) == (kind, place, stops)
    assert finding.rule.startswith(f"is no sheet here (perhaps it is Levers now), and {count} names, such as ")
    assert [*missing_names(package), *other_names(package)] == [finding]


def test_names_that_no_command_needs_are_a_note():
    package = Package(without(template_bytes(), "in_tracker_date", "in_tracker_name", "out_channels_verdict_today"))
    assert list(missing_names(package)) == []
    assert list(other_names(package)) == [
        "a name of the sheet Channels of our template, such as out_channels_verdict_today: no command needs them",
        "2 names of the sheet Tracker of our template, such as in_tracker_date: no command needs them",
    ]


# Cells


def test_everything_wrong_with_cells_is_found_at_once(glow):
    names = Package(glow).names
    book = fill(Package(glow), {"in_booking_rate_today": 55, "in_products_price_target": [1, "dear", None]})
    book = fill(Package(book), {"in_core_down_payment_today": 9_999_999})
    book = with_cell(book, "in_show_rate_target", "><f>0.5*1.5</f><v>0.75</v>")
    book = with_cell(book, "out_cac_today", "><v>99</v>")
    book = with_cell(book, "out_payback_month_target", ">")
    inputs = names["in_close_rate_target"].sheet
    book = edited(
        book, (r"</sheetData>", '</sheetData><mergeCells><mergeCell ref="D18:E18"/></mergeCells>'), part=inputs
    )
    found = check_workbook(book)
    findings = told(found.findings)

    def place(name, end=""):
        return f"{names[name]} ({name}){end}"

    assert "holds a formula, =0.5*1.5, where an input belongs" in findings["wrong", place("in_show_rate_target")].rule
    assert findings["wrong", place("in_booking_rate_today", ":")].rule == "55 is above 1; write 55% or 0.55"
    assert findings["wrong", place("in_booking_rate_today", ":")].stops == READ
    second = names["in_products_price_target"]
    dear = f"Quadrant!{address(second.first_row + 1, second.first_column)} (in_products_price_target):"
    assert findings["wrong", dear].rule.startswith("'dear' is ")
    assert "hidden in the merged cell Inputs!D18:E18" in findings["wrong", place("in_close_rate_target")].rule
    assert findings["wrong", place("out_cac_today")].rule.startswith("holds 99, typed over its formula")
    assert findings["wrong", place("out_payback_month_target")].rule.startswith("holds nothing; copy the formula")
    labels = {check.name: check.label for check in CHECKS}
    assert findings["wrong", place("chk_down_payment_today")].rule == f"says CHECK, today: {labels['down_payment']}"
    assert ("wrong", place("chk_master")) not in findings, "each check says so itself"
    assert ("stale", place("out_bookings_today", ":")) in findings
    assert found.stopped == (*FILL, *READ)


def test_a_form_still_to_be_filled_in_lacks_nothing_but_may_hold_what_is_wrong():
    book = Package(fill(Package(template_bytes()), {"in_client_name": "Glow", "in_prepay_share_today": "some"}))
    (finding,) = wrong_inputs(book, read_names(book))
    assert finding.place == f"{book.names['in_prepay_share_today']} (in_prepay_share_today):"


# Values


def test_values_that_do_not_follow_are_stale_results_first(glow):
    found = check_workbook(fill(Package(glow), {"in_core_price_today": 2_500}))
    assert {finding.kind for finding in found.findings} == {"stale"}
    assert "(out_" in found.findings[0].place
    assert re.fullmatch(r"\S+ is stored, \S+ follows", found.findings[0].rule)
    assert found.stopped == ()
    assert found.notes[0].startswith("Excel will calculate it anew when it opens it")


def test_what_excel_will_do_when_it_opens_a_stale_workbook_is_known(glow):
    unmarked = edited(glow, (r'fullCalcOnLoad="1"', 'fullCalcOnLoad="0"'))
    assert when_opened(Package(glow)).startswith("Excel will calculate it anew")
    assert when_opened(Package(unmarked)).startswith("Excel will show the old values until")


def compared(rows):
    """Return the values stored in a workbook made by hand, compared with those that follow."""
    content = book(sheet_xml(rows))
    package = Package(content)
    indexes = {sheet: index_sheet(package.part(part)) for sheet, part in package.sheets.items()}
    return StoredValues(package, indexes, recalculate(content))


def test_a_workbook_without_any_value_is_stale_as_a_whole():
    stored = compared('<row r="1"><c r="A1"><f>1+1</f></c><c r="B1"><f>A1+1</f></c><c r="C1"><v>5</v></c></row>')
    (finding,) = stored.stale()
    assert str(finding).startswith("stale: every formula: no value is stored beside any of 2; open it in Excel and")


def test_a_check_takes_no_longer_than_it_may(glow):
    with pytest.raises(InvalidWorkbook, match=r"glow\.xlsx: takes longer than 0 seconds"):
        check_workbook(glow, "glow.xlsx", seconds=0)


def test_what_moves_by_itself_or_is_not_known_here_is_no_finding_and_what_is_broken_is():
    cells = {
        "A1": "<f>TODAY()-1</f><v>40000</v>",
        "A2": "<f>A1+1</f><v>40001</v>",
        "A3": "<f>SUM(A1:A2)/1</f><v>80001</v>",
        "A4": "<f>IMAGINE(1)</f><v>12</v>",
        "A5": "<f>A4*2</f><v>24</v>",
        "A6": "<f>1+1</f><v>3</v>",
        "A7": "<f>2*2</f><v>4.0000000001</v>",
        "A8": '<f>IF(TRUE,"")</f>',
        "A10": "<f>IFERROR(A4,0)</f><v>12</v>",
        "A11": "<f>[1]Costs!A1+1</f><v>13</v>",
    }
    rows = "".join(f'<row r="{cell[1:]}"><c r="{cell}">{inside}</c></row>' for cell, inside in cells.items())
    rows += '<row r="9"><c r="A9" t="e"><f>#REF!*2</f><v>#REF!</v></c></row>'
    stored = compared(rows)
    assert [str(finding) for finding in stored.stale()] == ["stale: S!A6: 3 is stored, 2 follows"]
    (broken,) = stored.broken()
    assert str(broken).startswith("wrong: S!A9 shows #REF!: it refers to a cell or table that is not there")
    moving, unknown = stored.notes()
    assert moving == "3 values hang on TODAY, NOW or RAND, and may differ each time it is calculated"
    assert unknown.startswith("4 formulas cannot be calculated here, so their values are not compared: S!A4 uses ")
