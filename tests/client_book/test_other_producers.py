"""The template as another program saves it is filled, calculated and read like our own."""

import math

import pytest
from libreoffice import recalculated_by_libreoffice

from xl_quadrant.client_book.client_workbook import template_bytes
from xl_quadrant.client_book.fill import fill
from xl_quadrant.clients.client_cells import names_from_client
from xl_quadrant.clients.presets import preset
from xl_quadrant.engine.recalc import recalculate
from xl_quadrant.package.parts import Package
from xl_quadrant.package.stored_values import read_names


def same(one, other):
    """Say whether two values, or two lists of them, are the same, numbers to nine digits."""
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-9)
    return one == other


@pytest.mark.libreoffice
@pytest.mark.parametrize("name", ["dental"])
def test_a_template_saved_by_libreoffice_gives_the_same_client_workbook(name):
    ours = Package(template_bytes())
    theirs = Package(recalculated_by_libreoffice({"template": ours.content})["template"])
    assert theirs.names == ours.names
    assert theirs.parts != ours.parts
    values = names_from_client(preset(name))
    expected = read_names(Package(recalculate(fill(ours, values)).package))
    done = recalculate(fill(theirs, values))
    found = read_names(Package(done.package))
    assert {name: (found[name], expected[name]) for name in expected if not same(found[name], expected[name])} == {}
    again = read_names(Package(recalculated_by_libreoffice({"filled": done.package})["filled"]))
    assert {name: (again[name], expected[name]) for name in expected if not same(again[name], expected[name])} == {}
