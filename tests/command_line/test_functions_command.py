"""The functions brought into a workbook of one's own, and as a module to paste."""

import re

import openpyxl
import pytest

from xl_quadrant import recalculate
from xl_quadrant.bridges.lambda_names import function_names
from xl_quadrant.catalogue import by_name
from xl_quadrant.catalogue.native import lambda_as_typed


@pytest.fixture
def own(tmp_path):
    book = openpyxl.Workbook()
    book.active["A1"] = 200
    book.active["A2"] = "=LTV_CONTINUITY(A1,10%)"
    book.save(tmp_path / "own.xlsx")
    return tmp_path / "own.xlsx"


def test_the_functions_are_brought_into_a_workbook_in_one_step(xlq, own):
    ended = xlq("functions", "--into", own)
    assert ended.code == 0
    assert f"{len(list(function_names()))} functions more" in ended.out
    names = set(openpyxl.load_workbook(own).defined_names)
    assert names == {function.name for function in function_names()}
    assert recalculate(own)["Sheet!A2"] == 2000


def test_a_second_time_is_refused_and_changes_nothing(xlq, own):
    xlq("functions", "--into", own)
    before = own.read_bytes()
    ended = xlq("functions", "--into", own)
    assert ended.code == 1
    assert "rename or delete them" in ended.err
    assert own.read_bytes() == before


def test_the_module_has_every_function_with_its_help(xlq):
    text = xlq("functions", "--module").out
    found = dict(re.findall(r"^(\w+) = (LAMBDA\(.*\));$", text, re.MULTILINE))
    assert list(found) == [function.name for function in function_names()]
    assert found["LTV_TO_CAC"] == lambda_as_typed(by_name("LTV_TO_CAC"))
    assert text.count("/**") == text.count("*/") == len(found)
    assert by_name("LTV_CURVE").summary in text


def test_one_thing_at_a_time(xlq, own):
    assert xlq("functions", "LTV_TO_CAC", "--module").code == 2
    assert xlq("functions", "--into", own, "--module").code == 2
