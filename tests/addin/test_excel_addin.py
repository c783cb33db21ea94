"""xl_quadrant.xlam as a file: its VBA read back by other programs, its package by the rules of the standard."""

import io
import json
import re
import subprocess
import sys
import zipfile
from importlib.metadata import version
from pathlib import PurePosixPath
from xml.etree import ElementTree

import pytest
from pyopenvba import ExcelFile
from python_calamine import CalamineWorkbook

from xl_quadrant.addin.excel_addin import HELP_SHEET, excel_addin
from xl_quadrant.addin.ribbon import NAMESPACE, ribbon_xml
from xl_quadrant.addin.vba_modules import CONF_SHEET, vba_modules
from xl_quadrant.bridges.excel import LONGEST_HELP, argument_help, function_help
from xl_quadrant.catalogue import CATALOGUE, CATEGORIES
from xl_quadrant.clients.presets import PRESETS

PYTHON = r"C:\Users\Zoë\venv\Scripts\pythonw.exe"
RELATIONSHIPS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"


@pytest.fixture(scope="module")
def content():
    return excel_addin(PYTHON)


@pytest.fixture(scope="module")
def parts(content):
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert package.testzip() is None
        return {name: package.read(name) for name in package.namelist()}


@pytest.fixture(scope="module")
def path(content, tmp_path_factory):
    written = tmp_path_factory.mktemp("addin") / "xl_quadrant.xlam"
    written.write_bytes(content)
    return written


def test_the_same_version_has_the_same_bytes(content):
    assert excel_addin(PYTHON) == content


def without_attributes(source):
    """Return the lines of a module; its attributes, which olevba leaves out, are compared by the next test."""
    return [line.rstrip() for line in source.splitlines() if line.strip() and not line.startswith("Attribute ")]


def test_olevba_reads_back_every_module(path):
    command = [sys.executable, "-W", "ignore", "-m", "oletools.olevba", "--json", str(path)]
    printed = subprocess.run(command, capture_output=True, encoding="utf-8", check=False).stdout
    (file,) = [entry for entry in json.loads(printed) if entry.get("type") == "OpenXML"]
    read = {macro["vba_filename"].rpartition(".")[0]: macro["code"] for macro in file["macros"]}
    ours = vba_modules()
    assert set(read) == {*ours, "ThisWorkbook", "Sheet1"}
    for name, source in ours.items():
        assert without_attributes(read[name]) == without_attributes(source)
    assert "XlqRegisterHelp" in read["ThisWorkbook"]


def test_the_structures_of_the_vba_project_agree(path):
    with ExcelFile(str(path)) as book:
        assert book.validate() == []
        assert {name: book.get_module(name).split() for name in vba_modules()} == {
            name: source.split() for name, source in vba_modules().items()
        }


def analysed(path):
    command = [sys.executable, "-m", "pyvbaanalysis", "--whole-project", "--fail-level", "error", str(path)]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False)


def test_the_analysis_of_the_vba_finds_no_error(path):
    found = analysed(path)
    assert found.returncode == 0, found.stdout


def test_the_analysis_finds_a_misspelling(tmp_path):
    source = vba_modules()["XlqCall"].replace("XlqMakeErrors(Answer)", "XlqMakeErors(Answer)")
    misspelt = tmp_path / "misspelt.xlam"
    misspelt.write_bytes(excel_addin(PYTHON, {"XlqCall": source}))
    assert analysed(misspelt).returncode != 0


def test_a_function_of_vba_for_each_of_the_catalogue():
    heads = dict(
        re.findall(r"^Public Function (\w+)\((.*)\) As Variant\r$", vba_modules()["XlqFunctions"], re.MULTILINE)
    )
    assert list(heads) == [function.name for function in CATALOGUE]
    for function in CATALOGUE:
        given = [name.strip() for name in heads[function.name].split(",") if name.strip()]
        assert [name.startswith("Optional ") for name in given] == [not a.required for a in function.arguments]
        assert function.name not in [name.removeprefix("Optional ").upper() for name in given]


def test_no_line_is_longer_than_vba_allows_and_all_letters_are_in_its_code_page():
    for source in vba_modules().values():
        assert max(map(len, source.split("\r\n"))) < 1023
        source.encode("cp1252")


def test_the_dlls_are_those_of_the_xlwings_that_is_pinned():
    source = vba_modules()["XlqPython"]
    assert set(re.findall(r'"(xlwings\d\d-[\d.]+\.dll)"', source)) == {
        f"xlwings{bits}-{version('xlwings')}.dll" for bits in (32, 64)
    }
    assert "@" not in "".join(vba_modules().values()).replace("$(CLSID)", "")


def test_nothing_runs_without_a_click_but_the_registering_of_help():
    events = [
        line for source in vba_modules().values() for line in re.findall(r"(?i)sub (?:auto_|workbook_)\w+", source)
    ]
    assert events == []


def test_the_conf_sheet_says_which_python_and_the_help_sheet_all_help(path):
    book = CalamineWorkbook.from_path(path)
    assert book.sheet_names == [CONF_SHEET, HELP_SHEET]
    assert book.get_sheet_by_name(CONF_SHEET).to_python()[0] == ["Interpreter", PYTHON]
    rows = book.get_sheet_by_name(HELP_SHEET).to_python()
    assert rows[0][:2] == ["FunctionInfo", "1"]
    for row, function in zip(rows[1:], CATALOGUE, strict=True):
        assert row[:2] == [function.name, function_help(function)[:LONGEST_HELP]]
        helps = [text for text in row[4::2] if text]
        assert helps == [argument_help(argument)[:LONGEST_HELP] for argument in function.arguments]


def test_every_part_has_a_type_and_every_relation_a_part(parts):
    """Rules of open packages (ECMA-376, part 2): content types, relations, names."""
    types = ElementTree.fromstring(parts["[Content_Types].xml"])
    ends = {entry.get("Extension").lower() for entry in types.iter(f"{TYPES}Default")}
    named = [entry.get("PartName") for entry in types.iter(f"{TYPES}Override")]
    assert len(named) == len(set(named))
    assert {name.lstrip("/") for name in named} <= set(parts)
    for name in set(parts) - {"[Content_Types].xml"}:
        assert f"/{name}" in named or name.rpartition(".")[2].lower() in ends, name
    assert len({name.lower() for name in parts}) == len(parts)
    for name in [name for name in parts if name.endswith(".rels")]:
        folder = PurePosixPath(name).parent.parent
        relations = list(ElementTree.fromstring(parts[name]).iter(f"{RELATIONSHIPS}Relationship"))
        assert len({relation.get("Id") for relation in relations}) == len(relations)
        for relation in relations:
            assert str(folder / relation.get("Target")).lstrip("/") in parts


def test_every_sheet_of_the_workbook_has_its_relation_and_its_name_fits(parts):
    main = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    relation = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
    sheets = list(ElementTree.fromstring(parts["xl/workbook.xml"]).iter(f"{main}sheet"))
    known = {r.get("Id") for r in ElementTree.fromstring(parts["xl/_rels/workbook.xml.rels"])}
    assert {sheet.get(relation) for sheet in sheets} <= known
    assert all(len(sheet.get("name")) <= 31 for sheet in sheets)
    assert len({sheet.get("sheetId") for sheet in sheets}) == len(sheets)
    for name in ("sheet1", "sheet2"):
        rows = list(ElementTree.fromstring(parts[f"xl/worksheets/{name}.xml"]).iter(f"{main}row"))
        assert [int(row.get("r")) for row in rows] == list(range(1, len(rows) + 1))


def test_it_is_an_add_in_with_macros(parts):
    text = parts["[Content_Types].xml"].decode()
    assert "application/vnd.ms-excel.addin.macroEnabled.main+xml" in text
    assert "application/vnd.ms-office.vbaProject" in text


@pytest.fixture(scope="module")
def ribbon():
    return ElementTree.fromstring(ribbon_xml())


def test_the_tab_has_the_named_buttons(ribbon):
    labels = {control.get("label") for control in ribbon.iter() if control.get("label")}
    assert labels >= {
        "New client workbook", "Check this workbook", "Why this error?", "Insert function", "Restart Python", "Stop",
        "Help", "About", "From a client file…",
    }  # fmt: skip
    assert [
        c.get("tag") for c in ribbon.iter(f"{{{NAMESPACE}}}button") if "NewFromPreset" in c.get("onAction")
    ] == list(PRESETS)


def test_each_function_stands_in_the_menu_of_its_group(ribbon):
    menus = {menu.get("label"): [entry.get("tag") for entry in menu] for menu in ribbon.iter(f"{{{NAMESPACE}}}menu")}
    for category in CATEGORIES:
        assert menus[category] == [function.name for function in CATALOGUE if function.category == category]


def test_every_button_has_its_macro_an_identity_of_its_own_and_short_texts(ribbon):
    macros = set(re.findall(r"Public Sub (\w+)\(Control As IRibbonControl\)", vba_modules()["XlqRibbon"]))
    called = {control.get("onAction") for control in ribbon.iter() if control.get("onAction")}
    assert called == {f"XlqRibbon.{name}" for name in macros}
    identities = [control.get("id") for control in ribbon.iter() if control.get("id")]
    assert len(set(identities)) == len(identities)
    for control in ribbon.iter():
        assert all(len(control.get(name, "")) <= 1024 for name in ("label", "screentip", "supertip", "tag", "id"))
