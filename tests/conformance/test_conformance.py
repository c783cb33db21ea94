"""
Workbooks of what people write in Excel: drop an .xlsx in here, and it is a test.

`golden/conformance.md` is the table of who agrees. To write it, and the workbooks of ``cases``, anew after a change:
``python tests/conformance/test_conformance.py`` (with LibreOffice installed).
"""

import ast
import datetime
import json
import math
import re
import statistics
import subprocess
from decimal import Decimal
from functools import cache
from importlib.metadata import version

import numpy as np
import numpy_financial
import pytest
from conformance_books import STALE, WRITTEN, build, parts, write_all
from conformance_engines import CASES, FOLDER, books, by_libreoffice, cases_of
from conformance_table import (
    LIBREOFFICE,
    TABLE,
    Answers,
    agrees,
    confirmed,
    for_others,
    known,
    libreoffices,
    rendered,
    shown,
)
from scipy import stats
from scipy.optimize import brentq

from xl_quadrant import recalculate
from xl_quadrant.client_book.libreoffice import find_libreoffice
from xl_quadrant.package.parts import Package
from xl_quadrant.package.sheet_index import index_sheet
from xl_quadrant.package.values import ErrorValue

BOOKS = books()
VERSIONS = {"formualizer": version("formualizer"), "formulon": version("formulon")}
KNOWN = known()
KINDS = re.compile(
    r"Python: .+|agree: (formulon|LibreOffice|formulon, LibreOffice)(; .+)?|Microsoft: .+, read \d{4}-\d\d-\d\d(: .+)?"
    r"|(arithmetic|closed form|calendar|identity|contract)\b.*",
    re.DOTALL,
)
"""What a source may be: what can be calculated, an engine that agrees, or a page that was opened, and when."""


@cache
def answers():
    """Return what the engines answer; asked once."""
    return Answers(BOOKS)


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
    assert [case.place for case in cases if not (case.what and KINDS.fullmatch(case.source or ""))] == []
    assert set(KNOWN) <= {(case.book, case.formula) for case in cases}


def test_the_engines_that_a_source_names_agree():
    told = [case for case in answers().cases if case.engines]
    assert len(told) > 1000
    assert [case.place for case in told if case.book in answers().ours_only] == []
    formulon = [case for case in told if "formulon" in case.engines]
    wrong = [case for case in formulon if not confirmed(case, answers().formulon[case.book, case.cell], "formulon")]
    assert [f"{case.place}: formulon does not agree" for case in wrong] == []
    differing = libreoffices()
    differs = differing["disagrees"].keys() | set(differing["other_errors"])
    assert [case.place for case in told if "LibreOffice" in case.engines and case.place in differs] == []


def test_what_can_be_followed_by_hand_is_what_another_engine_says_too():
    by_hand = [case for case in answers().cases if re.match("arithmetic|closed form|calendar|identity", case.source)]
    asked = [case for case in by_hand if case.book not in answers().ours_only]
    assert len(asked) > 150
    differing = libreoffices()
    differs = differing["disagrees"].keys() | set(differing["other_errors"])
    alone = [case for case in asked if not confirmed(case, answers().formulon[case.book, case.cell], "formulon")]
    assert [case.place for case in alone if case.place in differs] == []


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
    assert TABLE.read_text("utf-8") == rendered(answers(), VERSIONS)


@pytest.mark.libreoffice
def test_libreoffice_disagrees_nowhere_else():
    version, listed = libreoffice_version(), libreoffices()["version"]
    if version.split(".")[:2] != listed.split(".")[:2]:
        pytest.skip(f"the table is of LibreOffice {listed}, and {version} is installed")
    otherwise, other_errors = libreoffice_otherwise(for_others(BOOKS))
    listed = libreoffices()
    assert {place: answer for place, answer in otherwise.items() if place not in listed["disagrees"]} == {}
    assert set(other_errors) <= set(listed["other_errors"])


def libreoffice_version():
    """Return the version that is installed."""
    said = subprocess.run([find_libreoffice(), "--version"], check=True, capture_output=True, text=True).stdout
    return said.split()[1]


def libreoffice_otherwise(books):
    """Return what LibreOffice answers otherwise than expected, by place, and where its error proves nothing."""
    said = by_libreoffice(books)
    found = [(case, said.get((book, case.cell))) for book in books for case in cases_of(book)]
    otherwise = {case.place: shown(answer) for case, answer in found if not agrees(case, answer, any_error=True)}
    proving = {case.place for case, answer in found if confirmed(case, answer, "LibreOffice")}
    return otherwise, [case.place for case, _ in found if case.place not in otherwise.keys() | proving]


if __name__ == "__main__":
    write_all()
    BOOKS = books()
    otherwise, other_errors = libreoffice_otherwise(for_others(BOOKS))
    told = {"version": libreoffice_version(), "disagrees": otherwise, "other_errors": other_errors}
    LIBREOFFICE.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", "utf-8")
    TABLE.write_text(rendered(Answers(BOOKS), VERSIONS), "utf-8")
