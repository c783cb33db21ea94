"""
Imports point one way.

Every room stands on a floor of its own and imports only from those below it.
"""

import ast
from functools import cache
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[1]
PACKAGE = HOUSE / "xl_quadrant"

ROOMS = (
    "errors",
    "package",
    "storage",
    "functions",
    "business",
    "clients",
    "exports",
    "records",
    "catalogue",
    "bridges",
    "excel_functions",
    "formulas",
    "compiled",
    "engine",
    "client_book",
    "drawing",
    "sheets",
    "batch",
    "portfolio",
    "owner_report",
    "checkup",
    "addin",
    "command_line",
    "__main__",
    "pytest_plugin",
    "udfs",
)
"""The rooms of the house from the ground up, a floor each; a room imports from itself and from the floors below."""

MOST_FILES = 28
"""A room with more files than this is two rooms."""

MODULES = [path for path in sorted(PACKAGE.rglob("*.py")) if path != PACKAGE / "__init__.py"] + [HOUSE / "udfs.py"]
IDS = [str(path.relative_to(HOUSE)) for path in MODULES]


def part_of(path):
    """Return the part of the house a module is in: the first name under the package."""
    return path.stem if path.parent == HOUSE else path.relative_to(PACKAGE).with_suffix("").parts[0]


def floor_of(part):
    """Return the floor of a room; a name that `xl_quadrant` itself exports is on the floor it comes from."""
    return ROOMS.index(part) if part in ROOMS else ROOMS.index(on_the_front_page().get(part, "errors"))


def imports_of(path):
    """Yield every module that a file imports, at its top or inside its functions, by its full name."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are written in full"
            if node.module == "xl_quadrant":
                yield from (f"xl_quadrant.{alias.name}" for alias in node.names)
            else:
                yield node.module


def parts_imported(path):
    """Return the parts of the house that a module imports."""
    return {name.split(".")[1] for name in imports_of(path) if name.startswith("xl_quadrant.")}


@cache
def on_the_front_page():
    """Return the names that `xl_quadrant` itself exports, and the part each comes from."""
    page = ast.parse((PACKAGE / "__init__.pyi").read_text("utf-8"))
    places = [node for node in page.body if isinstance(node, ast.ImportFrom)]
    return {alias.name: place.module.split(".")[0] for place in places for alias in place.names}


def test_every_room_has_a_floor():
    inside = {part_of(path) for path in MODULES}
    assert inside == set(ROOMS)


@pytest.mark.parametrize("path", MODULES, ids=IDS)
def test_a_module_imports_from_its_own_room_or_from_below(path):
    room = part_of(path)
    assert {other for other in parts_imported(path) if floor_of(other) > floor_of(room)} == set()


@pytest.mark.parametrize("path", sorted((PACKAGE / "package").glob("*.py")), ids=lambda path: path.stem)
def test_the_package_stands_on_errors_alone(path):
    assert parts_imported(path) <= {"errors", "package", "__version__"}


@pytest.mark.parametrize("room", [room for room in ROOMS if (PACKAGE / room).is_dir()])
def test_no_room_holds_more_files_than_a_newcomer_can_look_through(room):
    assert len([*(PACKAGE / room).rglob("*.py")]) <= MOST_FILES


@pytest.mark.parametrize(
    "path", [PACKAGE / "errors.py", *sorted((PACKAGE / "functions").glob("*.py"))], ids=lambda p: p.stem
)
def test_the_mathematics_imports_numpy_and_errors_only(path):
    standard = {
        "__future__",
        "collections",
        "contextlib",
        "contextvars",
        "dataclasses",
        "decimal",
        "functools",
        "inspect",
        "math",
        "numbers",
        "operator",
        "typing",
    }
    allowed = standard | {"numpy", "scipy"}
    others = {name for name in imports_of(path) if name.split(".")[0] not in allowed}
    assert {name for name in others if not name.startswith(("xl_quadrant.errors", "xl_quadrant.functions"))} == set()


def test_the_front_page_imports_nothing_until_a_name_is_used():
    assert parts_imported(PACKAGE / "__init__.py") == set()
    people_call = {"errors", "functions", "business", "catalogue", "engine", "clients", "records", "client_book"}
    assert set(on_the_front_page().values()) == people_call


def test_no_module_imports_itself_in_a_circle():
    names = {path: ".".join(path.relative_to(HOUSE).with_suffix("").parts) for path in MODULES}
    graph = {name: {other for other in imports_of(path) if other in names.values()} for path, name in names.items()}
    done = set()

    def visit(name, way):
        assert name not in way, " → ".join([*way, name])
        if name not in done:
            for other in graph[name]:
                visit(other, [*way, name])
            done.add(name)

    for name in graph:
        visit(name, [])
