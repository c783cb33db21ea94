"""`xl_quadrant` exports every function and every error by name, and nothing that is not meant to be there."""

import re
import tomllib
from pathlib import Path

import pytest

import xl_quadrant
from xl_quadrant import errors
from xl_quadrant.catalogue import CATALOGUE

OTHERS = {
    *("recalculate", "Recalculated", "assert_cells", "results"),
    *("read_client", "calculate", "new_workbook", "update_workbook", "actuals", "ranges"),
}
"""What is neither a function of the catalogue nor an error."""

ERRORS = {name for name, value in vars(errors).items() if isinstance(value, type) and issubclass(value, Exception)}


def test_every_function_and_every_error_is_exported():
    functions = {function.python.__name__ for function in CATALOGUE}
    assert sorted(xl_quadrant.__all__) == sorted(functions | ERRORS | OTHERS)


def test_a_name_is_there_when_it_is_asked_for():
    assert {getattr(xl_quadrant, name).__name__ for name in OTHERS} == OTHERS
    assert {*xl_quadrant.__all__} <= {*dir(xl_quadrant)}
    with pytest.raises(AttributeError, match="No xl_quadrant attribute recalc"):
        xl_quadrant.recalc  # noqa: B018 - asking is the test
    with pytest.raises(ImportError):
        from xl_quadrant import recalculated  # noqa: F401 - asking is the test


def test_the_exported_functions_are_those_of_the_catalogue():
    assert all(getattr(xl_quadrant, function.python.__name__) is function.python for function in CATALOGUE)
    assert all(getattr(xl_quadrant, name) is getattr(errors, name) for name in ERRORS)


def test_every_error_is_drawn_in_the_tree_with_its_excel_error():
    tree = errors.__doc__
    for name in ERRORS:
        line = next(line for line in tree.splitlines() if line.strip(" │├└─").split(" ")[0] == name)
        error = getattr(errors, name)
        if issubclass(error, errors.ArgumentError) and error not in (errors.ArgumentError, errors.CellError):
            assert error.excel_error in line


def test_every_error_is_of_the_one_tree():
    assert all(issubclass(getattr(errors, name), errors.XlQuadrantError) for name in ERRORS)


def test_the_version_is_stated_once_and_the_package_takes_it_from_there():
    project = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text("utf-8"))
    assert "version" in project["project"]["dynamic"]
    assert project["tool"]["hatch"]["version"]["path"] == "xl_quadrant/__init__.py"
    assert re.fullmatch(r"\d+\.\d+\.\d+", xl_quadrant.__version__)
