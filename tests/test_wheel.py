"""The built wheel works from an empty folder, without the checkout beside it."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from xl_quadrant import __version__

HOUSE = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """Build the wheel from the checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder], cwd=HOUSE, check=True)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """Install the wheel, without its dependencies, in a folder that comes before the checkout on the path."""
    folder = tmp_path_factory.mktemp("installed")
    install = ["-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--disable-pip-version-check"]
    subprocess.run([sys.executable, *install, "--target", folder, wheel], check=True)
    return folder


def run(arguments, installed, folder):
    """Run Python in an empty folder with the installed wheel."""
    environment = {**os.environ, "PYTHONPATH": str(installed), "PYTHONIOENCODING": "utf-8"}
    ended = subprocess.run([sys.executable, *arguments], cwd=folder, env=environment, capture_output=True, check=True)
    return ended.stdout.decode()


def test_it_holds_the_package_its_templates_and_nothing_else(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    assert wheel.name == f"xl_quadrant-{__version__}-py3-none-any.whl"
    assert {name.split("/")[0] for name in names} == {
        "xl_quadrant",
        "udfs.py",
        f"xl_quadrant-{__version__}.dist-info",
    }
    shipped = {name.removeprefix("xl_quadrant/") for name in names if name.startswith("xl_quadrant/templates/")}
    templates = {
        path.relative_to(HOUSE).as_posix()
        for pattern in ("*.xlsx", "*.toml", "presets/*.toml")
        for path in (HOUSE / "templates").glob(pattern)
    }
    assert shipped == templates
    assert "xl_quadrant/py.typed" in names


def test_it_writes_a_client_workbook_in_an_empty_folder(installed, tmp_path):
    arguments = ["new", "--preset", "med_spa", "--name", "Glow Med Spa", "-o", "glow.xlsx", "--json"]
    answer = json.loads(run(["-m", "xl_quadrant", *arguments], installed, tmp_path))
    assert answer["client"]["name"] == "Glow Med Spa"
    assert [path.name for path in tmp_path.iterdir()] == ["glow.xlsx"]


def test_its_own_modules_are_the_ones_imported(installed, tmp_path):
    script = "import udfs, xl_quadrant; print(udfs.__file__); print(xl_quadrant.__file__); print(udfs.LTV_TO_CAC(9, 3))"
    udfs, package, answer = run(["-c", script], installed, tmp_path).splitlines()
    assert Path(udfs) == installed / "udfs.py"
    assert Path(package) == installed / "xl_quadrant" / "__init__.py"
    assert float(answer) == 3


def test_its_program_starts(installed, tmp_path):
    (program,) = (installed / "bin").glob("xlq*")
    assert run([program, "--version"], installed, tmp_path) == f"xlq {__version__}\n"
