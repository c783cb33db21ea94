"""
Imports point one way.

errors ← functions ← model, results, catalogue and what goes with them ← native, bridges, workbook ← batch, portfolio,
cli, udfs
"""

import ast
from functools import cache
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[1]
PACKAGE = HOUSE / "xl_quadrant"

BUSINESS = 2
"""The floor of the model, the results and the catalogue: of every part that is not named on another."""

FLOOR_OF = {
    "errors": 0,
    "functions": 1,
    "native": 3,
    "bridges": 3,
    "mending": 3,
    "compiled": 3,
    "workbook": 3,
    "sheets": 3,
    "batch": 4,
    "portfolio": 4,
    "checkup": 4,
    "command_line": 4,
    "cli": 4,
    "udfs": 4,
    "pytest_plugin": 4,
}
"""The parts of the house, from the ground up; a part may import from its own floor and those below."""

MODULES = [path for path in sorted(PACKAGE.rglob("*.py")) if path != PACKAGE / "__init__.py"] + [HOUSE / "udfs.py"]
IDS = [str(path.relative_to(HOUSE)) for path in MODULES]


def part_of(path):
    """Return the part of the house a module is in: the first name under the package."""
    return path.stem if path.parent == HOUSE else path.relative_to(PACKAGE).with_suffix("").parts[0]


def floor_of(part):
    """Return the floor of a part; a name that `xl_quadrant` itself exports is on the floor it comes from."""
    if part not in FLOOR_OF and not (PACKAGE / part).exists() and not (PACKAGE / f"{part}.py").exists():
        return FLOOR_OF.get(on_the_front_page().get(part, "errors"), BUSINESS)
    return FLOOR_OF.get(part, BUSINESS)


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


@pytest.mark.parametrize("path", MODULES, ids=IDS)
def test_a_module_imports_from_its_own_floor_or_below(path):
    floor = floor_of(part_of(path))
    assert {other for other in parts_imported(path) if floor_of(other) > floor} == set()


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
    people_call = {"errors", "functions", "business_functions", "help_functions", "workbook", "clients"}
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
