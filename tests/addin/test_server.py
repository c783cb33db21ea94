"""What the add-in's Python answers to VBA; the same through COM stands in tests/windows."""

import subprocess
import sys
import time
from decimal import Decimal

import pytest

from xl_quadrant import __version__
from xl_quadrant.addin.long_work import LongWork
from xl_quadrant.addin.server import MOST_REASONS, Server
from xl_quadrant.bridges.excel_cells import ERROR_NUMBERS, FIRST_ERROR, OMITTED


@pytest.fixture
def server():
    return Server()


def test_numbers_texts_and_logicals(server):
    assert server.Call("LTV_CONTINUITY", (200.0, 0.1)) == 2000.0
    assert server.Call("LTV_CONTINUITY", (200.0, 0.1, OMITTED, OMITTED)) == 2000.0
    assert server.Call("CHANNEL_VERDICT", (10.0, 20.0, 30.0, 40.0)) == "paid on the day"
    assert server.Call("CLIENT_FINANCED", (100.0, 40.0)) is True
    assert server.Call("LTV_CONTINUITY", (Decimal("200.0000"), 0.1)) == 2000.0
    assert server.Reasons() == []


def test_an_error_is_its_number_and_its_reason_is_kept(server):
    assert server.Call("LTV_CONTINUITY", (200.0, 10.0)) == 2036
    assert server.Reasons() == [(0, 0, "#NUM! churn: 10 is above 1; write 10% or 0.1")]
    assert server.Call("LTV_TO_CAC", (1.0, 0.0)) == 2007
    assert server.Call("LTV_TO_CAC", ("x", 1.0)) == 2015


def test_every_number_is_a_float_so_that_a_whole_one_is_an_error(server):
    for arguments in ((200.0, 0.1), (200.0, 10.0), (((200.0,), ("abc",)), 0.1)):
        answer = server.Call("LTV_CONTINUITY", arguments)
        for cell in [cell for row in answer for cell in row] if isinstance(answer, list) else [answer]:
            assert type(cell) is float or cell in ERROR_NUMBERS.values()
    assert type(server.Call("PAYBACK_MONTHS", (100.0, 400.0, 200.0, 0.1))) is float


@pytest.mark.parametrize(("name", "number"), ERROR_NUMBERS.items())
def test_an_error_that_is_given_passes_and_says_where_to_look(server, name, number):
    assert server.Call("NET_PRICE", (FIRST_ERROR + number,)) == number
    [(row, column, reason)] = server.Reasons()
    assert (row, column) == (0, 0)
    assert reason.startswith(f"{name} price: '{name}' is an error in the cell this argument refers to")


def test_rows_come_back_each_error_in_its_place(server):
    answer = server.Call("LTV_CONTINUITY", (((200.0, "abc"), (None, 50.0)), 0.1))
    assert answer == [[2000.0, 2015], [2015, 500.0]]
    assert [reason[:2] for reason in server.Reasons()] == [(0, 1), (1, 0)]


def test_only_the_first_reasons_are_kept(server):
    answer = server.Call("LTV_CONTINUITY", (((-1.0,),) * (MOST_REASONS + 50), 0.1))
    assert answer == [[2036]] * (MOST_REASONS + 50)
    assert len(server.Reasons()) == MOST_REASONS


def test_what_nobody_expected_is_an_error_that_can_be_asked_about(server, monkeypatch):
    def fail(*_):
        raise RuntimeError("no such luck")

    monkeypatch.setattr("xl_quadrant.addin.server.call_cells", fail)
    assert server.Call("LTV_TO_CAC", (1.0, 2.0)) == 2015
    [(_, _, reason)] = server.Reasons()
    assert reason == "#VALUE! RuntimeError (no such luck) was not expected; please report it"


def test_it_says_its_version_and_where_its_templates_are(server):
    assert server.Version().startswith(f"xl-quadrant {__version__}, Python 3.")
    assert server.Templates().endswith("templates")


def test_it_imports_neither_xlwings_nor_anything_heavy():
    script = "import sys, xl_quadrant.addin.server; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, encoding="utf-8", check=True)
    heavy = {"xlwings", "pandas", "scipy", "pydantic", "openpyxl", "formualizer", "typer", "rich", "pyopenvba"}
    assert not heavy & {name.split(".")[0] for name in loaded.stdout.split()}


def ended(ask, seconds=60):
    """Wait for work, and return its last report."""
    until = time.monotonic() + seconds
    while ask()[0]:
        assert time.monotonic() < until
        time.sleep(0.05)
    return ask()


def test_long_work_is_done_beside_and_reported(server, tmp_path):
    path = tmp_path / "glow.xlsx"
    assert server.Progress() == [False, 0.0, 0, ""]
    assert server.Start(("new", "--preset", "med_spa", "-o", str(path))) == ""
    assert server.Start(("new",)).startswith("xl-quadrant is still at work")
    running, seconds, code, text = ended(server.Progress)
    assert (running, code) == (False, 0)
    assert seconds > 0
    assert "Cash per show" in text
    assert path.exists()


def test_long_work_that_fails_says_why(server, tmp_path):
    assert server.Start(("check", str(tmp_path / "none.xlsx"))) == ""
    _, _, code, text = ended(server.Progress)
    assert code == 1
    assert "none.xlsx" in text


def test_long_work_is_stopped(tmp_path):
    work = LongWork(("new", "--preset", "gym", "-o", str(tmp_path / "gym.xlsx")))
    assert work.stop()
    assert not work.running
    assert work.progress()[2] == -1
    assert not work.stop()
    assert list(tmp_path.iterdir()) == []
