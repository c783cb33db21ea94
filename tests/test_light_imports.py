"""A typed formula stays light: what importing it pulls in, each in a process of its own."""

import json
import subprocess
import sys

import pytest

HEAVY = {"pandas", "openpyxl", "pydantic", "scipy", "formualizer", "typer", "rich", "xlwings", "python_calamine"}


def imported_by(statement):
    """Return the top-level packages that a statement imports."""
    script = f"{statement}\nimport sys, json\nprint(json.dumps(sorted({{name.split('.')[0] for name in sys.modules}})))"
    found = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, encoding="utf-8")
    return set(json.loads(found.stdout.splitlines()[-1]))


def test_the_package_itself_needs_nothing():
    assert not imported_by("import xl_quadrant") & {"numpy", *HEAVY}


def test_a_function_needs_numpy_only():
    assert not imported_by("from xl_quadrant import ltv_continuity") & HEAVY


def test_the_functions_of_excel_need_nothing_that_xlwings_does_not_import_itself():
    assert imported_by("import udfs") - imported_by("import xlwings") <= {
        "udfs",
        "xl_quadrant",
        "lazy_loader",
        *sys.stdlib_module_names,
    }


@pytest.mark.parametrize(
    "call",
    [
        "LTV_CONTINUITY(200, 10)",
        "CASH_PER_SHOW([[19], ['x']], 0.5, 2000)",
        "EXPLAIN('LTV_CONTINUITY', 200, 10)",
        "XLQ_VERSION()",
    ],
)
def test_a_call_imports_nothing_more(call):
    assert imported_by(f"import udfs; udfs.{call}") == imported_by("import udfs")


def test_the_model_comes_with_the_functions_that_need_it():
    assert "pydantic" in imported_by("import udfs; udfs.QUADRANT([['close_rate', 0.5]], 'cac')")


def test_scipy_comes_with_the_one_function_that_needs_it():
    assert "scipy" in imported_by("import udfs; udfs.RATE_INTERVAL(2, 5)")


def test_calculating_a_workbook_starts_without_the_model():
    heavy = imported_by("import xl_quadrant.engine.recalc") & HEAVY
    assert heavy <= {"formualizer", "python_calamine"}
