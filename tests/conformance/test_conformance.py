"""
Workbooks of what people write in Excel: drop an .xlsx in here, and it is a test.

`golden/conformance.md` is the table of who agrees. To write it, and the workbooks of ``cases``, anew after a change:
``python tests/conformance/test_conformance.py`` (with LibreOffice installed).
"""

import ast
import datetime
import json
import math
import statistics
import subprocess
from decimal import Decimal
from importlib.metadata import version

import numpy as np
import numpy_financial
import pytest
from conformance_books import STALE, WRITTEN, build, parts, write_all
from conformance_engines import CASES, FOLDER, books, by_libreoffice, cases_of
from conformance_table import LIBREOFFICE, TABLE, Answers, agrees, for_others, known, libreoffices, rendered, shown
from scipy import stats
from scipy.optimize import brentq

from xl_quadrant import recalculate
from xl_quadrant.workbook.libreoffice import find_libreoffice
from xl_quadrant.workbook.package import Package
from xl_quadrant.workbook.sheet_index import index_sheet
from xl_quadrant.workbook.values import ErrorValue

BOOKS = books()
VERSIONS = {"formualizer": version("formualizer"), "formulon": version("formulon")}
KNOWN = known()


@pytest.mark.parametrize("book", BOOKS)
def test_what_we_calculate_is_what_is_expected(book):
    values = recalculate(BOOKS[book]).values
    different = []
    for case in cases_of(book):
        found = values.get((CASES, case.cell))
        if case.agrees(found) == ((book, case.formula) in KNOWN):
            known = "is known to be wrong and is right: " if case.agrees(found) else ""
            different.append(f"{known}{CASES}!{case.cell}  {case.expected!r}  {found!r}  {case.formula}")
    assert not different, "\n".join(["cell  expected  got  formula", *different])


@pytest.mark.parametrize("book", BOOKS)
def test_nothing_keeps_its_value_from_before_and_every_error_has_a_reason(book):
    done = recalculate(BOOKS[book])
    package = Package(BOOKS[book])
    formulas = {
        (sheet, f"{span.row}:{span.column}")
        for sheet, part in package.sheets.items()
        for span in index_sheet(package.part(part), sheet).formulas
    }
    assert len(done.values) >= len(formulas)
    assert [place for place, value in done.values.items() if value == STALE] == []
    faults = {(fault.sheet, fault.cell): fault for fault in done.errors}
    assert {place for place, value in done.values.items() if isinstance(value, ErrorValue)} == set(faults)
    assert all(fault.reason for fault in faults.values())


def test_every_case_says_what_it_expects_and_who_says_so():
    cases = [case for book in BOOKS for case in cases_of(book)]
    assert len(BOOKS) >= 50
    assert len(cases) >= 1000
    assert [case.place for case in cases if not (case.what and case.source)] == []
    assert set(KNOWN) <= {(case.book, case.formula) for case in cases}


def test_what_python_says_is_what_is_expected():
    library = {
        "np": np, "npf": numpy_financial, "stats": stats, "brentq": brentq, "math": math, "statistics": statistics,
        "date": datetime.date, "Decimal": Decimal,
    }  # fmt: skip
    told = [case for book in BOOKS for case in cases_of(book) if case.source.startswith("Python: ")]
    assert len(told) > 150
    for case in told:
        expression = compile(ast.parse(case.source.removeprefix("Python: "), mode="eval"), case.place, "eval")
        said = eval(expression, library)
        assert case.agrees(said if isinstance(said, str) else float(said)), case


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.stem)
def test_a_workbook_is_the_one_its_cases_make(path):
    assert parts((FOLDER / f"{path.stem}.xlsx").read_bytes()) == parts(build(path))


def test_the_table_is_the_one_that_is_committed():
    assert TABLE.read_text("utf-8") == rendered(Answers(BOOKS), VERSIONS)


@pytest.mark.libreoffice
def test_libreoffice_disagrees_nowhere_else():
    version, listed = libreoffice_version(), libreoffices()["version"]
    if version.split(".")[:2] != listed.split(".")[:2]:
        pytest.skip(f"the table is of LibreOffice {listed}, and {version} is installed")
    listed = libreoffices()["disagrees"]
    assert {
        place: answer for place, answer in libreoffice_otherwise(for_others(BOOKS)).items() if place not in listed
    } == {}


def libreoffice_version():
    """Return the version that is installed."""
    said = subprocess.run([find_libreoffice(), "--version"], check=True, capture_output=True, text=True).stdout
    return said.split()[1]


def libreoffice_otherwise(books):
    """Return what LibreOffice answers otherwise than expected, by place."""
    answers = by_libreoffice(books)
    found = [(case, answers.get((book, case.cell))) for book in books for case in cases_of(book)]
    return {case.place: shown(answer) for case, answer in found if not agrees(case, answer, any_error=True)}


if __name__ == "__main__":
    write_all()
    BOOKS = books()
    otherwise = libreoffice_otherwise(for_others(BOOKS))
    told = {"version": libreoffice_version(), "disagrees": otherwise}
    LIBREOFFICE.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", "utf-8")
    TABLE.write_text(rendered(Answers(BOOKS), VERSIONS), "utf-8")
