"""What is installed along with xl-quadrant: licences that a business can take, and versions that are bounded."""

import ast
import re
import subprocess
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement

HOUSE = Path(__file__).parents[1]
PROJECT = tomllib.loads((HOUSE / "pyproject.toml").read_text("utf-8"))["project"]

FREE = re.compile(
    r"MIT|BSD|Apache|PSF|Python Software Foundation|ISC|Zlib|0BSD|MPL-2\.0|Mozilla Public License 2\.0|Unlicense|"
    r"HPND|CC0|Public Domain|LGPL|OFL",
    re.IGNORECASE,
)
"""Licences under which a business can use a library without publishing anything of its own."""

FORBIDDEN = re.compile(
    r"(?<!L)(?<!Lesser )GPL|GNU General Public|Affero|PolyForm|Commercial|Elastic|BUSL|SSPL", re.IGNORECASE
)

BESIDE = {"xlwings": "BSD; its folder pro/ has the PolyForm licence, and no module of ours imports it: tested below"}
"""Packages whose licence has an exception that does not concern us."""


def needed(extras=()):
    """Return the names of all packages that xl-quadrant stands on, with these extras."""
    waiting = [Requirement(text) for text in PROJECT["dependencies"]]
    for extra in extras:
        waiting += [Requirement(text) for text in PROJECT["optional-dependencies"][extra]]
    found = {}
    while waiting:
        one = waiting.pop()
        name = one.name.lower().replace("_", "-")
        if name in found or name == "xl-quadrant" or (one.marker and not one.marker.evaluate({"extra": ""})):
            continue
        try:
            found[name] = distribution(name)
        except PackageNotFoundError:
            continue  # of another system
        waiting += [Requirement(text) for text in found[name].requires or ()]
    return found


def licence_of(package):
    """Return what a package says of its licence."""
    told = package.metadata
    classifiers = [line.rpartition(" :: ")[2] for line in told.get_all("Classifier") or () if "License ::" in line]
    text = (told.get("License") or "").splitlines()[:1]
    return "; ".join(filter(None, [told.get("License-Expression"), *classifiers, *text]))


def test_every_licence_is_one_that_a_business_can_take():
    packages = needed(("parquet", "dask"))
    assert len(packages) > 20
    licences = {name: licence_of(package) for name, package in packages.items()}
    assert {name: text for name, text in licences.items() if not FREE.search(text)} == {}
    assert {name: text for name, text in licences.items() if FORBIDDEN.search(text) and name not in BESIDE} == {}


def test_the_licensed_part_of_xlwings_is_never_used():
    """No module of ours imports it. xlwings itself looks there for a licence key, finds none, and drops it."""
    script = "import sys, udfs, xlwings; from xl_quadrant.command_line.program import app; import xl_quadrant as q; "
    script += "[getattr(q, name) for name in q.__all__]; "
    script += "print(xlwings.__pro__, *[name for name in sys.modules if name.startswith('xlwings.pro')])"
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, text=True, cwd=HOUSE)
    pro, *loaded = ended.stdout.split()
    assert pro == "False"
    assert set(loaded) <= {"xlwings.pro.utils"}, "which xlwings loads to look for a key"
    for path in [*(HOUSE / "xl_quadrant").rglob("*.py"), HOUSE / "udfs.py"]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [str(node.module)] if isinstance(node, ast.ImportFrom) else []
            assert not [name for name in names if name.startswith("xlwings.pro")], path


@pytest.mark.parametrize("group", ["dependencies", *PROJECT["optional-dependencies"]])
def test_every_dependency_has_a_lower_bound(group):
    texts = PROJECT["dependencies"] if group == "dependencies" else PROJECT["optional-dependencies"][group]
    stubs = ("pandas-stubs", "types-")
    loose = [text for text in texts if not Requirement(text).specifier and not text.startswith(("xl-quadrant", *stubs))]
    assert loose == []


def test_what_the_tests_ran_with_is_locked():
    """The versions of tests/lock.txt satisfy every bound, and name every package that is needed."""
    lines = (HOUSE / "tests" / "lock.txt").read_text("utf-8").splitlines()
    locked = dict(line.split("==") for line in lines if line and not line.startswith("#"))
    assert {name for name in needed(("parquet", "dask", "test")) if name not in locked} == set()
    for group in (PROJECT["dependencies"], *PROJECT["optional-dependencies"].values()):
        for one in map(Requirement, group):
            name = one.name.lower().replace("_", "-")
            if name in locked:
                assert one.specifier.contains(locked[name], prereleases=True), one


def test_windows_python_is_given_every_dependency():
    """What the tests under Wine install, each by its hash, is all that pyproject.toml asks for."""
    lines = (HOUSE / "tests" / "windows" / "requirements.txt").read_text("utf-8").splitlines()
    given = dict(line.split(" --hash=sha256:")[0].split("==") for line in lines if not line.startswith("#"))
    for one in map(Requirement, PROJECT["dependencies"]):
        assert one.specifier.contains(given[one.name], prereleases=True), one
