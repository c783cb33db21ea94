"""The house in order: small modules, reasons beside exceptions, no trace of the machine it was built on."""

import re
import tomllib
from importlib.metadata import version
from pathlib import Path

from slow_tests import SLOW

from xl_quadrant import __version__

HOUSE = Path(__file__).parents[1]
LONGEST_MODULE = 350
MODULES = [
    *sorted(HOUSE.glob("xl_quadrant/**/*.py")),
    *sorted(HOUSE.glob("*.py")),
    *sorted(HOUSE.glob("tests/**/*.py")),
]
TEXTS = [
    path
    for pattern in ("*.md", "*.toml", ".ci/*", ".gitignore", "LICENSE", "templates/**/*.toml", "tests/golden/*")
    for path in sorted(HOUSE.glob(pattern))
    if path.is_file()
]

MACHINE = re.compile(r"(?<![\w.~*}])/(?:home|root|work|tmp|Users|mnt)/\w")
"""An absolute path as it stands on one machine."""

EXCEPTION = re.compile(r"#\s*(noqa|type:\s*ignore)(?P<rules>[^#]*?)(?P<reason>(?: - |  # ).+)?$")


MARKER = re.compile(r'\s*"\w+: ')
"""A marker of pytest among the entries of pyproject.toml; its own words say what it is for."""


def lines_of(path):
    """Return the lines of a file, each with where it stands."""
    name = path.relative_to(HOUSE).as_posix()
    return [(f"{name}:{number}", line) for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1)]


def test_every_module_fits_one_sitting():
    assert [lines[-1][0] for lines in map(lines_of, MODULES) if len(lines) > LONGEST_MODULE] == []


def test_no_file_names_a_path_of_a_machine():
    assert [where for path in [*MODULES, *TEXTS] for where, line in lines_of(path) if MACHINE.search(line)] == []


def test_every_exception_from_a_check_has_its_reason_beside_it():
    others = [path for path in MODULES if path != Path(__file__)]
    found = [(where, EXCEPTION.search(line)) for path in others for where, line in lines_of(path)]
    assert [where for where, exception in found if exception and not exception["reason"]] == []


def test_every_slow_module_is_there():
    assert [name for name in sorted(SLOW) if not (HOUSE / "tests" / name).is_file()] == []


def test_every_dependency_and_every_exception_from_lint_has_its_reason():
    text = (HOUSE / "pyproject.toml").read_text("utf-8")
    entries = re.findall(r'^    "[^"]+",.*$', text, flags=re.MULTILINE)
    dependencies_and_rules = [line for line in entries if "::" not in line and not MARKER.match(line)]
    assert len(dependencies_and_rules) > 25
    assert [line for line in dependencies_and_rules if "  # " not in line and ", # " not in line] == []


def test_what_type_checkers_and_changes_ask_for_is_there():
    assert (HOUSE / "xl_quadrant" / "py.typed").read_text() == ""
    assert f"\n## {__version__}" in (HOUSE / "CHANGELOG.md").read_text("utf-8")


def test_the_pinned_versions_are_those_that_are_tested():
    project = tomllib.loads((HOUSE / "pyproject.toml").read_text("utf-8"))["project"]
    pinned = dict(entry.split(";")[0].split("==") for entry in project["dependencies"] if "==" in entry)
    assert pinned == {name: version(name) for name in ("xlwings", "formualizer")}
