"""Installing, taking away, and the doctor, against the registry and the profile of a Windows user."""

import json
import zipfile

import pytest

pytestmark = pytest.mark.windows

REGISTRY = """
import json, sys, winreg
from xl_quadrant.addin import windows_places as places
for action, path, name, value in json.loads(sys.argv[1]):
    path = getattr(places, path)
    if action == "set":
        places.set_value(path, name, value)
    elif action == "bytes":
        with winreg.CreateKeyEx(winreg.HKEY_CURRENT_USER, path) as key:
            winreg.SetValueEx(key, name, 0, winreg.REG_BINARY, value.encode("utf-16-le"))
    else:
        places.delete_value(path, name)
shown = {name: {k: repr(v) for k, v in places.values(getattr(places, name)).items()} for name in sys.argv[2].split(",")}
print(json.dumps([shown, str(places.add_in_folder())]))
"""
KEYS = "OPTIONS,ADD_IN_MANAGER,DISABLED"
OTHERS = [["set", "OPTIONS", "OPEN", '"C:\\other.xlam"'], ["set", "OPTIONS", "OPEN1", '/R "C:\\more.xll"']]


@pytest.fixture
def registry(wine):
    """Return what changes and shows the registry; at the end nothing of Excel is left in it."""

    def ask(*actions):
        code, out, errors = wine.run("-c", REGISTRY, json.dumps(actions), KEYS)
        assert code == 0, errors
        return json.loads(out.splitlines()[-1])

    yield ask
    shown, _ = ask()
    ask(*[["delete", key, name, ""] for key, values in shown.items() for name in values])


@pytest.fixture
def xlq(wine, tmp_path):
    def run(*words, code=0):
        found, out, errors = wine.run("-m", "xl_quadrant", *words, cwd=tmp_path)
        assert found == code, (found, out, errors)
        return out if code == 0 else out + errors

    yield run
    run("addin", "--uninstall")


@pytest.fixture
def file(wine, registry):
    """Return where the add-in is installed; nothing is there yet, whatever a run that was stopped has left."""
    _, folder = registry()
    path = wine.prefix / "drive_c" / folder.removeprefix("C:\\").replace("\\", "/") / "xl_quadrant.xlam"
    path.unlink(missing_ok=True)
    return path


def test_a_dry_run_changes_nothing(xlq, registry, file):
    before = registry()
    said = xlq("addin", "--install", "--dry-run")
    assert "would write" in said
    assert "would set OPEN" in said
    assert registry() == before
    assert not file.exists()


def test_it_is_installed_beside_others_once_and_taken_away_whole(xlq, registry, file, wine):
    registry(*OTHERS)
    before = registry()
    xlq("addin", "--install")
    xlq("addin", "--install")
    shown, folder = registry()
    assert shown["OPTIONS"]["OPEN2"] == repr(f'"{folder}\\xl_quadrant.xlam"')
    assert list(shown["OPTIONS"]) == ["OPEN", "OPEN1", "OPEN2"]
    with zipfile.ZipFile(file) as package:
        assert wine.python_exe.lower().replace("python.exe", "pythonw.exe") in (
            package.read("xl/worksheets/sheet1.xml").decode().lower()
        )
    xlq("addin", "--uninstall")
    assert registry() == before
    assert not file.exists()


def test_taking_it_away_leaves_no_gap_and_forgets_what_excel_noted(xlq, registry, file):
    xlq("addin", "--install")
    registry(
        ["set", "OPTIONS", "OPEN1", '"C:\\other.xlam"'],
        ["set", "ADD_IN_MANAGER", "C:\\old\\XL_quadrant.xlam", ""],
        ["bytes", "DISABLED", "1A2B", "\1 C:\\AddIns\\XL_Quadrant.xlam"],
        ["bytes", "DISABLED", "3C4D", "\1 C:\\AddIns\\other.xlam"],
    )
    xlq("addin", "--uninstall")
    shown, _ = registry()
    assert shown["OPTIONS"] == {"OPEN": repr('"C:\\other.xlam"')}
    assert shown["ADD_IN_MANAGER"] == {}
    assert list(shown["DISABLED"]) == ["3C4D"]
    assert not file.exists()


def examined(xlq, code):
    said = xlq("doctor", "--json", code=code)
    return {line["subject"]: line for line in json.loads(said[: said.rindex("]") + 1])}


@pytest.mark.usefixtures("registry")
def test_the_doctor_finds_what_is_missing_and_what_is_well(xlq):
    lines = examined(xlq, 1)
    assert lines["add-in file"]["advice"] == lines["opened by Excel"]["advice"] == "run: xlq addin --install"
    assert lines["Excel"]["found"] == "not found"
    for subject in ("Python", "xl-quadrant", "DLL of xlwings", "Python of the Microsoft Store", "OneDrive"):
        assert lines[subject]["advice"] == "", lines[subject]
    assert lines["COM server"]["found"].startswith("LTV_CONTINUITY(200, 10%) = 2000 after ")
    xlq("addin", "--install")
    lines = examined(xlq, 1)
    assert [subject for subject, line in lines.items() if line["advice"]] in (["Excel"], ["Excel", "COM server"])


def test_the_doctor_sees_a_download_and_what_excel_disabled(xlq, registry, file):
    xlq("addin", "--install")
    file.with_name(f"{file.name}:Zone.Identifier").write_text("[ZoneTransfer]\nZoneId=3\n")
    registry(["bytes", "DISABLED", "1A2B", "\1 C:\\AddIns\\xl_quadrant.xlam"])
    lines = examined(xlq, 1)
    file.with_name(f"{file.name}:Zone.Identifier").unlink()
    assert lines["Mark of the Web"]["found"] == "on the add-in's file"
    assert "Unblock" in lines["Mark of the Web"]["advice"]
    assert lines["disabled by Excel"]["advice"] == "close Excel, then run: xlq addin --install"
    xlq("addin", "--install")
    assert examined(xlq, 1)["disabled by Excel"]["advice"] == ""
