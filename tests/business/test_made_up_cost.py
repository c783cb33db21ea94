"""A cost added in two source files, its declaration and its term, is in every front end; half of it is found out."""

import pytest
from made_up_cost import house_with, report

COST = 7.0


def test_a_cost_that_is_declared_and_has_its_term_is_everywhere(tmp_path):
    found = report(house_with(tmp_path, declaration=True, term=True))
    assert found == {
        "python": pytest.approx(COST),
        "frame": pytest.approx(COST),
        "workbook": pytest.approx(COST),
        "engine": pytest.approx(COST),
        "roster": True,
        "lever": ["selling_costs"],
    }


def test_a_cost_that_is_only_declared_reaches_no_result(tmp_path):
    found = report(house_with(tmp_path, declaration=True, term=False))
    assert {found[place] for place in ("python", "frame", "workbook", "engine")} == {0.0}


def test_a_term_of_a_cost_that_is_not_declared_fails_at_once(tmp_path):
    found = report(house_with(tmp_path, declaration=False, term=True))
    assert "parking" in found
    assert isinstance(found, str)
