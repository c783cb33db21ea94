"""
Workbooks with what Excel itself stored in public workbooks of the same construct.

Drop an .xlsx into ``real_excel`` and its values, by sheet and cell, into ``expected.toml`` there, and it is a test.
"""

import math
import tomllib
from functools import cache
from pathlib import Path

import pytest

from xl_quadrant import recalculate
from xl_quadrant.errors import InvalidWorkbook
from xl_quadrant.package.values import ErrorValue

FOLDER = Path(__file__).parent / "real_excel"
EXPECTED = tomllib.loads((FOLDER / "expected.toml").read_text("utf-8"))
KNOWN = {
    (book, cell): group["reason"]
    for group in tomllib.loads((FOLDER / "known.toml").read_text("utf-8")).get("known", ())
    for book, cells in group.items()
    if book != "reason"
    for cell in cells
}
CASES = [(book, cell) for book, cells in EXPECTED.items() for cell in cells]


@cache
def calculated(book):
    """Return the values of a workbook; none if it is refused."""
    try:
        return recalculate(FOLDER / f"{book}.xlsx").values
    except InvalidWorkbook:
        return {}


def agrees(expected, found):
    """Say whether a value is the one that Excel stored; texts that name errors stand for them."""
    if isinstance(found, ErrorValue) or isinstance(expected, (bool, str)):
        return type(found) in (type(expected), ErrorValue) and found == expected
    return isinstance(found, float) and math.isclose(found, expected, rel_tol=1e-9, abs_tol=1e-12)


@pytest.mark.parametrize(("book", "cell"), CASES, ids=str)
def test_a_cell_is_what_excel_stored(book, cell):
    expected = EXPECTED[book][cell]
    found = calculated(book).get(tuple(cell.split("!")))
    if (book, cell) in KNOWN:
        assert not agrees(expected, found), "is known to be wrong and is right; take it out of known.toml"
    else:
        assert agrees(expected, found), f"expected {expected!r}, got {found!r}"


def test_each_workbook_has_its_values_and_each_known_fault_is_one_of_them():
    assert {path.stem for path in FOLDER.glob("*.xlsx")} == set(EXPECTED)
    assert set(KNOWN) <= set(CASES)


@pytest.mark.parametrize("book", [book for book, cells in EXPECTED.items() if not cells])
def test_a_workbook_without_values_is_calculated_in_seconds(book):
    assert recalculate(FOLDER / f"{book}.xlsx", seconds=60).errors == ()
