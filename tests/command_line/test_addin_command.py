"""What ``xlq addin`` and ``xlq doctor`` do where there is no Excel; with Windows the rest is in tests/windows."""

import ast
import json
import zipfile

import pytest

from xl_quadrant import __version__
from xl_quadrant.addin.installation import installing
from xl_quadrant.catalogue import CATALOGUE
from xl_quadrant.errors import FileError


@pytest.mark.parametrize(
    ("option", "names"),
    [
        ([], ["xl_quadrant.xlam"]),
        (["--libreoffice"], ["xl_quadrant.oxt"]),
        (["--lite"], ["main.py", "requirements.txt"]),
    ],
)
def test_it_writes_the_files_of_a_host_and_replaces_none(xlq, tmp_path, option, names):
    ended = xlq("addin", "-o", tmp_path / "files", *option)
    assert ended.code == 0
    assert sorted(path.name for path in (tmp_path / "files").iterdir()) == names
    assert xlq("addin", "-o", tmp_path / "files", *option).code == 1
    assert xlq("addin", "-o", tmp_path / "files", *option, "--force").code == 0


def test_the_python_that_is_started_can_be_another(xlq, tmp_path):
    xlq("addin", "-o", tmp_path, "--python", r"D:\Python\pythonw.exe")
    with zipfile.ZipFile(tmp_path / "xl_quadrant.xlam") as package:
        assert r"D:\Python\pythonw.exe" in package.read("xl/worksheets/sheet1.xml").decode()


def test_main_of_lite_imports_every_function(xlq, tmp_path):
    xlq("addin", "-o", tmp_path, "--lite")
    found = next(
        node for node in ast.walk(ast.parse((tmp_path / "main.py").read_text())) if isinstance(node, ast.ImportFrom)
    )
    assert [name.name for name in found.names] == [function.name for function in CATALOGUE]
    assert f"xl-quadrant=={__version__}" in (tmp_path / "requirements.txt").read_text().splitlines()


def test_the_checklist_says_for_each_step_what_must_be_seen(xlq):
    text = xlq("addin", "--checklist").out
    assert text.count("must be seen:") == text.count("seen: [ ]") > 12
    assert "{" not in text


@pytest.mark.parametrize("words", [[], ["-o", "x", "--install"], ["--install", "--uninstall"], ["--dry-run"]])
def test_one_thing_at_a_time(xlq, words):
    assert xlq("addin", *words).code == 2


def test_installing_elsewhere_says_what_to_do_instead():
    with pytest.raises(FileError, match="on Windows only; xlq addin -o DIR writes it here"):
        installing()


def test_the_doctor_says_what_works_here(xlq):
    ended = xlq("doctor")
    assert ended.code == 0
    assert all(line.startswith("OK ") for line in ended.out.splitlines())
    lines = json.loads(xlq("doctor", "--json").out)
    assert {"Python", "xl-quadrant", "xlwings", "LibreOffice Calc", "xlwings Lite"} <= {
        line["subject"] for line in lines
    }
    assert not any(line["advice"] for line in lines)
