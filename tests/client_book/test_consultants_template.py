"""A consultant's own workbook takes clients as ours does, and keeps byte for byte what is not filled in or calculated."""

import math
import re

import pytest

from tests.consultant_template import FORM, MOVED, TITLES, consultants_template, extra_parts
from tests.packages import parts_of
from xl_quadrant.client_book.client_workbook import make_workbook, read_workbook
from xl_quadrant.client_book.prepared_template import PreparedTemplate
from xl_quadrant.clients.presets import preset
from xl_quadrant.package.chart_titles import chart_parts
from xl_quadrant.package.parts import Package
from xl_quadrant.package.stored_values import read_names

CELL = re.compile(rb"<c [^>]*?(?:/>|>.*?</c>)", re.DOTALL)
ROW = re.compile(rb"<row [^>]*>|</row>|<dimension[^>]*>")


@pytest.fixture(scope="module")
def own():
    return consultants_template(macros=True)


@pytest.fixture(scope="module")
def filled(own):
    return PreparedTemplate(own).make(preset("med_spa").model_copy(update={"currency": "EUR"}))


@pytest.fixture(scope="module")
def ours():
    return read_workbook(make_workbook(preset("med_spa").model_copy(update={"currency": "EUR"})), "ours")


def test_it_is_really_another_workbook(own):
    package = Package(own)
    assert list(package.sheets) != list(TITLES.values())
    assert set(package.sheets) == {*TITLES.values(), FORM}
    assert {package.names[name].sheet for name in MOVED} == {FORM}
    assert extra_parts() <= set(package.parts)


def test_it_calculates_what_ours_does(filled, ours):
    found = read_workbook(filled, "own")
    assert found.client == ours.client
    for theirs, mine in ((found.today, ours.today), (found.target, ours.target)):
        unlike = {
            name: (theirs[name], value)
            for name, value in mine.items()
            if not (theirs[name] == value or math.isclose(theirs[name], value, rel_tol=1e-9))
        }
        assert unlike == {}
    names = read_names(Package(filled))
    assert names["Kontakt"] == pytest.approx(0.15 * ours.today["cash_per_show_30"]), "a formula of the consultant's own"
    assert names["chk_master"] == "OK"


def test_every_part_without_inputs_values_or_settings_is_the_same_bytes(own, filled):
    before, after = parts_of(own), parts_of(filled)
    assert list(before) == list(after)
    package = Package(own)
    may_change = {*package.sheets.values(), package.workbook_part, package.styles_part, *chart_parts(package)}
    changed = {name for name in before if before[name] != after[name]}
    assert changed <= may_change
    assert not changed & extra_parts()
    assert len(changed & set(package.sheets.values())) > 8, "most sheets hold a calculated value"


def test_in_the_sheets_nothing_but_cells_changes_and_no_formula_does(own, filled):
    before, after = parts_of(own), parts_of(filled)
    for part in Package(own).sheets.values():
        frames = [ROW.sub(b"", CELL.sub(b"", parts[part])) for parts in (before, after)]
        assert frames[0] == frames[1], part
        formulas = [re.findall(rb"<f[ >].*?</f>|<f[^>]*/>", parts[part]) for parts in (before, after)]
        assert formulas[0] == formulas[1], part
        styles = [dict(re.findall(rb'<c r="([A-Z]+[0-9]+)" s="(\d+)"', parts[part])) for parts in (before, after)]
        assert styles[0].items() <= styles[1].items(), part


def test_only_the_currency_of_number_formats_changes_in_the_styles(own, filled):
    before, after = (parts_of(one)[Package(own).styles_part] for one in (own, filled))
    assert before != after
    assert before == after.replace("[$€-2]".encode(), b"[$$-409]").replace(b"[$&#8364;-2]", b"[$$-409]")
