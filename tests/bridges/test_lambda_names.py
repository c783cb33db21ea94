"""The functions as names of a workbook: sorted in, nothing else touched, clashes refused."""

import io
import re

import openpyxl
import pytest
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.table import Table
from packages import book, name_xml, parts_of, sheet_xml

from xl_quadrant.bridges.lambda_names import LONGEST_COMMENT, function_names, with_function_names
from xl_quadrant.catalogue import by_name
from xl_quadrant.catalogue.native import LONGEST_FORMULA
from xl_quadrant.clients.templates_folder import templates_folder
from xl_quadrant.engine.recalc import recalculate
from xl_quadrant.errors import InvalidWorkbook
from xl_quadrant.package.parts import Package

MOST_PARAMETERS = 253
"""The most parameters a LAMBDA may have in Excel."""

SHEET = sheet_xml('<row r="1"><c r="A1"><f>LTV_CONTINUITY(200,0.1)</f><v>1</v></c></row>')
NAMES = [function.name for function in function_names()]


def names_in(content):
    """Return the names of a workbook in the order of the file, and what they stand for, by openpyxl's reader."""
    listed = re.findall(rb'<(?:\w+:)?definedName [^>]*?name="([^"]*)"', parts_of(content)["xl/workbook.xml"])
    loaded = openpyxl.load_workbook(io.BytesIO(content)).defined_names
    return [name.decode() for name in listed], loaded


def test_names_go_into_a_workbook_without_names_and_all_else_stays():
    plain = book(SHEET, calculation='<calcPr calcId="1"/>')
    changed = with_function_names(plain)
    before, after = parts_of(plain), parts_of(changed)
    assert list(before) == list(after)
    assert [part for part in before if before[part] != after[part]] == ["xl/workbook.xml"]
    start, end = before["xl/workbook.xml"].split(b"<calcPr", 1)
    assert after["xl/workbook.xml"].startswith(start + b"<definedNames>")
    assert after["xl/workbook.xml"].endswith(b"</definedNames><calcPr" + end)
    order, loaded = names_in(changed)
    assert order == sorted(NAMES, key=str.lower)
    for function in function_names():
        assert loaded[function.name].attr_text == function.formula
        assert loaded[function.name].comment == function.comment


def test_names_are_sorted_in_among_others_which_stay_as_written():
    others = name_xml("Close_rates", "S!$A$1") + name_xml("in_price", "S!$A$1")
    others += name_xml("_xlnm.Print_Area", "S!$A$1", ' localSheetId="0"') + name_xml("zeta", "S!$A$1")
    changed = with_function_names(book(SHEET, names=others))
    order, _ = names_in(changed)
    for name in ("Close_rates", "in_price", "zeta"):
        assert name_xml(name, "S!$A$1").encode() in parts_of(changed)["xl/workbook.xml"]
    shown = [name.removeprefix("_xlnm.").lower() for name in order]
    assert shown == sorted(shown)


def test_an_empty_list_of_names_and_a_prefix_are_taken_as_they_come():
    plain = book(SHEET)
    with_empty = Package(plain).replaced(
        {"xl/workbook.xml": parts_of(plain)["xl/workbook.xml"].replace(b"</sheets>", b"</sheets><definedNames/>")}
    )
    assert names_in(with_function_names(with_empty))[0] == sorted(NAMES, key=str.lower)
    main = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    xml = parts_of(plain)["xl/workbook.xml"].replace(main, main.replace(b"xmlns=", b"xmlns:x="))
    xml = re.sub(rb"<(/?)(?=workbook|sheet)", rb"<\1x:", xml)
    prefixed = with_function_names(Package(plain).replaced({"xl/workbook.xml": xml}))
    assert b"</x:sheets><x:definedNames><x:definedName name=" in parts_of(prefixed)["xl/workbook.xml"]
    assert set(Package(prefixed).formula_names) == set(NAMES)


@pytest.mark.parametrize("name", ["LTV_CONTINUITY", "ltv_continuity"])
def test_a_name_that_is_taken_is_refused_and_named(name):
    with pytest.raises(InvalidWorkbook, match=f"a name that the functions need: {name}"):
        with_function_names(book(SHEET, names=name_xml(name, "S!$A$1")), "mine.xlsx")
    with pytest.raises(InvalidWorkbook, match=f"{len(NAMES)} names"):
        with_function_names(with_function_names(book(SHEET)))


def test_a_table_of_that_name_is_refused():
    workbook = openpyxl.Workbook()
    workbook.active.append(["a"])
    workbook.active.append([1])
    workbook.active.add_table(Table(displayName="Show_Rate", ref="A1:A2"))
    stream = io.BytesIO()
    workbook.save(stream)
    with pytest.raises(InvalidWorkbook, match="Show_Rate"):
        with_function_names(stream.getvalue())


def test_the_template_takes_them_and_keeps_its_own():
    template = (templates_folder() / "quadrant.xlsx").read_bytes()
    changed = with_function_names(template)
    assert dict(Package(changed).names) == dict(Package(template).names)
    assert set(NAMES) <= set(Package(changed).formula_names)
    before, after = parts_of(template), parts_of(changed)
    assert [part for part in before if before[part] != after[part]] == ["xl/workbook.xml"]


def test_a_workbook_with_the_names_is_still_calculated_headlessly():
    found = recalculate(with_function_names(book(SHEET)))
    assert found.values["S", "A1"] == 2000.0
    assert not found.errors
    assert set(NAMES) <= set(Package(found.package).formula_names)


def test_names_keep_within_what_excel_holds():
    for function in function_names():
        assert len(function.formula) < LONGEST_FORMULA, function.name
        assert len(by_name(function.name).arguments) <= MOST_PARAMETERS, function.name
        assert 0 < len(function.comment) <= LONGEST_COMMENT, function.name
        assert re.fullmatch(r"[A-Z][A-Z_]*_[A-Z]+", function.name) or function.name == "REBASE", function.name


def test_openpyxl_keeps_the_names_when_it_saves():
    stream = io.BytesIO()
    loaded = openpyxl.load_workbook(io.BytesIO(with_function_names(book(SHEET))))
    loaded.defined_names["mine"] = DefinedName("mine", attr_text="S!$A$1")
    loaded.save(stream)
    again = openpyxl.load_workbook(io.BytesIO(stream.getvalue())).defined_names
    assert {name: again[name].attr_text for name in NAMES} == {f.name: f.formula for f in function_names()}
