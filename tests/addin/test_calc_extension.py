"""The extension in LibreOffice Calc: every vector typed, saved and opened again; errors, ranges, help."""

import csv
import json
import math
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from office import Office, start_office

from xl_quadrant.addin.calc_extension import FILE_NAME, calc_extension
from xl_quadrant.bridges.excel import argument_help, function_help
from xl_quadrant.catalogue import CATALOGUE, by_name

pytestmark = pytest.mark.calc

GOLDEN = Path(__file__).parents[1] / "golden" / "vectors.csv"
VECTORS = [
    (line["function"], json.loads(line["arguments"]), json.loads(line["expected"]))
    for line in csv.DictReader(GOLDEN.read_text("utf-8").splitlines())
]
CODES = {"#NULL!": 521, "#DIV/0!": 532, "#VALUE!": 519, "#REF!": 524, "#NAME?": 525, "#NUM!": 503, "#N/A": 32767}
NOBODY = 65534


def typed(value):
    """Return a value as it is typed in Calc."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE()" if value else "FALSE()"
    if isinstance(value, str):
        return '"' + value.replace('"', '""') + '"'
    if isinstance(value, list):
        return "{" + "|".join(";".join(map(typed, row if isinstance(row, list) else [row])) for row in value) + "}"
    return repr(value)


def holds(cell, expected):
    """Say whether a cell of Calc holds what a vector expects."""
    if isinstance(expected, str) and expected in CODES:
        return cell["error"] == CODES[expected]
    if isinstance(expected, str):
        return cell["text"] == expected
    return cell["error"] == 0 and math.isclose(cell["value"], expected, rel_tol=1e-12, abs_tol=1e-12)


@pytest.fixture(scope="module")
def calc(tmp_path_factory):
    """LibreOffice with the extension, installed as an ordinary user: unopkg refuses the administrator."""
    folder = tmp_path_factory.mktemp("calc")
    extension = folder / FILE_NAME
    extension.write_bytes(calc_extension(sys.executable))
    profile = folder / "profile"
    profile.mkdir()
    as_user = []
    if os.geteuid() == 0:
        for path in (*reversed(folder.parents[:-2]), folder, extension, profile):
            path.chmod(path.stat().st_mode | 0o755)
        shutil.chown(profile, NOBODY, NOBODY)
        as_user = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]
    add = ["unopkg", "add", "-f", f"-env:UserInstallation=file://{profile}", str(extension)]
    environment = {**os.environ, "HOME": str(profile)}
    subprocess.run([*as_user, *add], env=environment, check=True, timeout=180, capture_output=True)
    with start_office(profile) as process:
        yield Office(process)
        process.stdin.close()
        process.wait(60)


@pytest.fixture(scope="module")
def sheet(calc):
    calc.open("private:factory/scalc")
    for row, (name, arguments, _) in enumerate(VECTORS, start=1):
        calc.type(f"A{row}", f"={name}({';'.join(map(typed, arguments))})")
    return calc


def wrong(calc):
    return [
        (*VECTORS[row - 1], cell)
        for row in range(1, len(VECTORS) + 1)
        if not holds(cell := calc.look(f"A{row}"), VECTORS[row - 1][2])
    ]


def test_every_vector_holds(sheet):
    assert wrong(sheet) == []


def test_an_error_is_an_error_and_a_range_is_answered_element_by_element(sheet):
    assert sheet.type("D1", "=ISERR(LTV_CONTINUITY(200;10))")["value"] == 1
    assert sheet.type("D2", "=IFERROR(LTV_CONTINUITY(200;10);-1)")["value"] == -1
    for row, value in enumerate((200, 100, "abc"), start=1):
        sheet.put(f"F{row}", value)
    sheet.array("G1:G3", "=LTV_CONTINUITY(F1:F3;0.1)")
    assert [sheet.look(f"G{row}")["value"] for row in (1, 2)] == [2000, 1000]
    assert sheet.look("G3")["error"] == CODES["#VALUE!"]


def test_a_reason_is_told_by_explain(sheet):
    text = sheet.type("D3", '=EXPLAIN("LTV_CONTINUITY";200;10)')["text"]
    assert "churn: 10 is above 1; write 10% or 0.1" in text


@pytest.mark.parametrize("name", ["LTV_CONTINUITY", "DOWNSELL_VALUE", "QUADRANT"])
def test_the_wizard_has_the_help(calc, name):
    found = calc.wizard(name)
    assert found["description"] == function_help(by_name(name))
    assert found["arguments"] == [[a.name, argument_help(a)] for a in by_name(name).arguments]


def test_it_has_every_function(calc):
    assert all(calc.wizard(function.name)["description"] for function in CATALOGUE)


def test_every_vector_holds_again_after_saving_as_ods(sheet, tmp_path):
    path = tmp_path / "saved.ods"
    sheet.save(str(path), "calc8")
    sheet.open(str(path))
    sheet.calculate()
    assert wrong(sheet) == []
