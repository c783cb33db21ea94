"""The add-in's VBA, run by LibreOffice in its VBA mode, with a stub in the place of Python."""

from pathlib import Path

import pytest

from xl_quadrant.addin.excel_addin import excel_addin

pytestmark = pytest.mark.calc

STUB = (Path(__file__).parent / "vba" / "XlqPython.bas").read_text("utf-8")
FILTER = "Calc MS Excel 2007 VBA XML"


@pytest.fixture(scope="module")
def vba(office, tmp_path_factory):
    path = tmp_path_factory.mktemp("vba") / "stub.xlam"
    path.write_bytes(excel_addin(r"C:\Python\python.exe", {"XlqPython": STUB}))
    office.open(str(path), FILTER)
    return office


def call(office, module, name, *arguments):
    return office.script(f"VBAProject.{module}.{name}", *arguments)


def test_all_modules_are_there(vba):
    assert set(vba.modules()["VBAProject"]) == {
        "Sheet1", "ThisWorkbook", "XlqCall", "XlqCategories", "XlqFunctions", "XlqPython", "XlqRegister", "XlqRibbon",
        "XlqWork",
    }  # fmt: skip


def test_a_number_is_a_number_and_a_logical_a_logical(vba):
    assert call(vba, "XlqFunctions", "LTV_CONTINUITY", 200.0, 0.1) == 2000
    assert call(vba, "XlqFunctions", "SHOW_RATE", 1.0, 2.0) is False
    assert call(vba, "XlqFunctions", "XLQ_VERSION") == 0


def test_what_is_left_out_and_what_is_given_arrive_as_such(vba):
    assert call(vba, "XlqFunctions", "LTV_CONTINUITY", 200.0, 0.1, 12.0) == "payments 12"


@pytest.mark.parametrize(
    ("formula", "number"), [("LTV_CONTINUITY(200;10)", 2036), ("CLOSE_RATE(1;2)", 2007), ("REBASE(1;2;3)", 2015)]
)
def test_a_long_becomes_the_error_of_its_number(vba, formula, number):
    assert vba.type("H1", f"={formula}")["text"] == f"Error {number}"


def test_errors_inside_an_array_are_errors_and_the_rest_stays(vba):
    vba.array("J1:J3", "=LTV_CURVE(1;2)")
    assert [vba.look(place)["text"] for place in ("J1", "J2", "J3")] == ["1.5", "Error 2042", "a text"]


def test_a_reference_to_a_cell_is_passed_as_its_value(vba):
    vba.put("K1", 200)
    vba.put("K2", 0.1)
    assert vba.type("H2", "=LTV_CONTINUITY(K1;K2)")["value"] == 2000


def test_the_reason_of_an_error_is_kept(vba):
    assert call(vba, "XlqPython", "XlqReasonOfOne") == "#NUM! churn: 10 is above 1; write 10% or 0.1"
    assert call(vba, "XlqPython", "XlqReasonInColumn") == "#N/A nothing in the second row"
    assert call(vba, "XlqPython", "XlqReasonWithoutPython").startswith("#VALUE! Python did not answer: no Python here")


def test_each_function_has_its_group_in_the_wizard(vba):
    assert call(vba, "XlqCategories", "XlqCategory", "CASH_PER_SHOW") == "xl-quadrant - Per show"


def test_the_modules_with_the_real_start_of_python_compile_too(office, tmp_path):
    path = tmp_path / "real.xlam"
    path.write_bytes(excel_addin(r"C:\Python\python.exe"))
    office.open(str(path), FILTER)
    assert call(office, "XlqPython", "XlqConf", "Interpreter") == r"C:\Python\python.exe"
    assert office.type("H1", "=LTV_CONTINUITY(200;0.1)")["text"] == "Error 2015"  # there is no DLL here
