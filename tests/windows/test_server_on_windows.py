"""How fast the add-in's Python is beside others in one run under Wine, and that it is started, restarted and ended."""

import pytest
from excel_commands import add_in_command, xlwings_command
from host_excel import AddInCall, Error, Excel, Reference, XlwingsCall

pytestmark = pytest.mark.windows

ONE_CELL, TEN_THOUSAND, BESIDE_EMPTY = 2.5, 5.0, 1.2
"""How many times a call with numbers a range of one cell and one of 10,000 may take; and ours an empty function's."""

TRIES = 4

EMPTY = '''
"""A function that does nothing, called as ours are."""

import xlwings as xw

from xl_quadrant.bridges.excel import CellValues


@xw.func
@xw.arg("price", CellValues)
@xw.arg("churn", CellValues)
@xw.ret(CellValues)
def empty(price, churn):
    return 0.0
'''


@pytest.fixture(scope="module")
def empty_function(wine):
    """Install a function that does nothing."""
    path = wine.site / "empty_functions.py"
    path.write_text(EMPTY)
    yield "empty_functions!empty"
    path.unlink()


def fastest(*calls, turns=9):
    """Return the milliseconds of the fastest turn of each call; they take turns, so that a busy second hits all."""
    times = [[excel.time(10, name, *arguments)[0] for excel, name, *arguments in calls] for _ in range(turns)]
    return [min(own) for own in zip(*times, strict=True)]


def timed_sheet(excel):
    excel.sheet("Timed")
    excel.ask("fill", 1, 1, 10_000, 1, 1)
    return lambda *area: Reference("Timed", area)


@pytest.mark.speed
def test_a_range_costs_little_more_than_a_number(xlwings):
    """The add-in passes a single cell as its value: there it costs nothing more."""
    cells = timed_sheet(xlwings)
    calls = [
        (xlwings, "LTV_CONTINUITY", 200, 0.1),
        (xlwings, "LTV_CONTINUITY", cells(1, 1, 1, 1), 0.1),
        (xlwings, "LTV_CONTINUITY", cells(1, 1, 10_000, 1), 0.1),
    ]
    for _ in range(TRIES):  # a busy machine makes every question of COM wait for its turn
        numbers, one, many = fastest(*calls, turns=5)
        if one <= ONE_CELL * numbers and many <= TEN_THOUSAND * numbers:
            break
    assert one <= ONE_CELL * numbers
    assert many <= TEN_THOUSAND * numbers


def test_a_range_is_read_in_two_questions_by_the_add_in(add_in):
    cells = timed_sheet(add_in)
    add_in.call("LTV_CONTINUITY", cells(1, 1, 10_000, 1), 0.1)
    assert add_in.asked == 2


@pytest.mark.speed
def test_a_call_costs_little_more_than_an_empty_functions(xlwings, empty_function):
    ours, empty = fastest((xlwings, "LTV_CONTINUITY", 200, 0.1), (xlwings, empty_function, 200, 0.1))
    assert ours <= BESIDE_EMPTY * empty


@pytest.mark.speed
def test_the_add_in_calls_no_slower_than_xlwings(add_in, xlwings):
    ours, theirs = fastest(*((excel, "LTV_CONTINUITY", 200, 0.1) for excel in (add_in, xlwings)))
    assert ours <= theirs


@pytest.mark.speed
def test_python_is_ready_sooner_than_the_server_of_xlwings(wine, start_excel):
    def ready(kind, command):
        with start_excel() as process:
            excel = Excel(process, kind)
            milliseconds = excel.start(command)
            excel.call("LTV_CONTINUITY", 200, 0.1)
            excel.stop()
            process.stdin.close()
            process.wait(60)
        return milliseconds + excel.milliseconds

    turns = [(ready(AddInCall, add_in_command(wine)), ready(XlwingsCall, xlwings_command(wine))) for _ in range(2)]
    ours, theirs = map(min, zip(*turns, strict=True))
    assert ours <= 0.6 * theirs


def test_python_is_restarted_and_answers_as_before(wine, start_excel):
    with start_excel() as process:
        excel = Excel(process, AddInCall)
        for starts in range(2):
            excel.start(add_in_command(wine, starts))
            assert excel.call("LTV_CONTINUITY", 200, 0.1) == [[2000.0]]
            excel.stop()
        process.stdin.close()
        process.wait(60)


def test_the_add_in_says_what_runs(add_in):
    [[version]] = add_in.run("call", "Version")
    assert version.startswith("xl-quadrant 0.")
    [[templates]] = add_in.run("call", "Templates")
    assert templates.endswith("xl_quadrant\\templates")


def test_a_workbook_is_made_beside_excel(add_in, wine, tmp_path):
    path = tmp_path / "Zoë & Söhne.xlsx"
    words = ["s:new", "s:--preset", "s:med_spa", "s:-o", "s:" + wine.windows_path(path).replace("\\", "\\\\")]
    assert add_in.run("call", "Start", "(", *words, ")") == [[""]]
    assert add_in.call("LTV_CONTINUITY", 200, 10) == [[Error("#NUM!")]]  # formulas are answered meanwhile
    while (report := add_in.run("call", "Progress"))[0][0]:
        pass
    assert report[0][2:3] == [0], report
    assert path.exists()
    assert add_in.run("call", "Stop") == [[False]]
