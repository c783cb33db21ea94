"""A second opinion on a workbook: what is told, what is filled, and what is left as it is."""

import io

import openpyxl
import pytest

from xl_quadrant import assert_cells, recalculate
from xl_quadrant.engine import second_opinion
from xl_quadrant.errors import FileError, InvalidWorkbook
from xl_quadrant.package.values import ErrorValue

UNKNOWN = "CUBEVALUE(1,2)"


def workbook(*formulas):
    """Return a workbook with formulas in column B and numbers in column A."""
    book = openpyxl.Workbook()
    for number, formula in enumerate(formulas, start=1):
        book.active.append([number, f"={formula}"])
    return book


@pytest.fixture
def second(monkeypatch):
    """Return what lets the second engine come to given values."""

    def comes_to(**values):
        found = {("Sheet", cell): value for cell, value in values.items()}
        monkeypatch.setattr(second_opinion, "within", lambda *_: found)

    return comes_to


def test_formulon_in_its_own_process_agrees_on_what_is_plain():
    done = recalculate(workbook("SUM(A1:A3)", "PMT(1%,12,-A2*1000)", "A3/0"), second_opinion=True)
    assert done.second_opinion.compared == 3
    assert done.second_opinion.unsure == ()
    assert str(done.second_opinion) == "3 cells compared with formulon, 0 differ; 0 filled by it alone"


def test_a_cell_on_which_two_engines_differ_is_told_with_both_values_and_is_not_sure(second):
    second(B1=1.0, B2=5.0, B3="c")
    done = recalculate(workbook("A1", "A2*2", '"a"'), second_opinion=True)
    assert [(cell.cell, cell.value, cell.second) for cell in done.second_opinion.unsure] == [
        ("B2", 4.0, 5.0),
        ("B3", "a", "c"),
    ]
    assert str(done.second_opinion.unsure[0]) == "Sheet!B2 is not sure: 4 here, 5 by formulon"
    assert_cells(done, {"Sheet!B1": 1})
    with pytest.raises(AssertionError, match="B2 is not sure: 4 here, 5 by formulon"):
        assert_cells(done, {"Sheet!B2": 4})


def test_what_only_the_second_can_calculate_is_filled_and_marked(second):
    second(B1=7.0, B2=8.0, B3=3.0)
    done = recalculate(workbook(UNKNOWN, "B1+1", "A3"), second_opinion=True)
    assert done["Sheet!B1:B3"] == [[7.0], [8.0], [3.0]]
    assert done.second_opinion.filled == (("Sheet", "B1"), ("Sheet", "B2"))
    assert done.errors == ()
    stored = openpyxl.load_workbook(io.BytesIO(done.package), data_only=True)["Sheet"]
    assert [stored[cell].value for cell in ("B1", "B2", "B3")] == [7, 8, 3]


def test_an_error_of_excels_own_is_never_filled(second):
    second(B1=7.0)
    done = recalculate(workbook("1/0"), second_opinion=True)
    assert done["Sheet!B1"] == "#DIV/0!"
    assert [(cell.value, cell.second) for cell in done.second_opinion.unsure] == [("#DIV/0!", 7.0)]


def test_what_the_second_does_not_know_either_and_what_hangs_on_chance_is_no_opinion(second):
    second(B1=ErrorValue("#NAME?"), B2=0.5, B3=ErrorValue("#NAME?"))
    done = recalculate(workbook("LTV_CONTINUITY(200,10%)", "RAND()", UNKNOWN), second_opinion=True)
    assert done.second_opinion.compared == 0
    assert done.second_opinion.filled == ()
    assert done["Sheet!B1"] == 2000


def test_a_second_engine_that_fails_leaves_the_workbook_as_it_is(monkeypatch):
    def fails(*_):
        raise InvalidWorkbook("book", None, "makes the calculation fail (trap)")

    monkeypatch.setattr(second_opinion, "within", fails)
    done = recalculate(workbook("A1+1"), second_opinion=True)
    assert done["Sheet!B1"] == 2
    assert str(done.second_opinion) == "no second opinion: the workbook makes the calculation fail (trap)"


def test_without_formulon_it_is_said_what_to_install(monkeypatch):
    monkeypatch.setattr(second_opinion, "find_spec", lambda _: None)
    with pytest.raises(FileError, match=r'pip install "xl-quadrant\[verify\]"'):
        recalculate(workbook("A1"), second_opinion=True)


def test_nobody_is_asked_unless_it_is_wished():
    assert recalculate(workbook("A1+1")).second_opinion is None
