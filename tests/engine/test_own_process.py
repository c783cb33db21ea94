"""A process of its own: its answers, its limits, and every way it can end."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from tests import strange_work
from xl_quadrant.engine.own_process import MEGABYTES, SECONDS, Limits, within
from xl_quadrant.errors import InvalidWorkbook, OutOfDomain

SAYS = "open it in Excel, and please report it"


@pytest.fixture(autouse=True)
def _nobody_is_left():
    """Show that no process stays, not even a zombie."""
    before = set(psutil.Process().children())
    yield
    assert set(psutil.Process().children()) <= before


def test_the_answer_comes_back_whatever_is_printed_on_the_way(capfd):
    content = bytes(range(256)) * 4096
    assert within(Limits(), strange_work.answers, content, "glow.xlsx") == (content * 2, "glow.xlsx")
    assert capfd.readouterr() == ("", "")


def test_an_error_of_ours_comes_back_as_it_was_raised():
    with pytest.raises(InvalidWorkbook) as caught:
        within(Limits(), strange_work.raises_ours, b"", "other.xlsx")
    assert caught.value.args == strange_work.MISSES.args


@pytest.mark.parametrize(
    ("work", "how"),
    [
        (strange_work.raises_another, "LookupError: no such thing"),
        (strange_work.leaves, "SystemExit: 0"),
        (strange_work.vanishes, "exit code 3"),
        pytest.param(
            strange_work.aborts, "SIGABRT", marks=pytest.mark.skipif(sys.platform == "win32", reason="no signals")
        ),
        pytest.param(
            strange_work.segfaults, "SIGSEGV", marks=pytest.mark.skipif(sys.platform == "win32", reason="no signals")
        ),
    ],
)
def test_a_process_that_fails_is_a_clear_error(capfd, work, how):
    with pytest.raises(InvalidWorkbook) as caught:
        within(Limits(), work, b"", "glow.xlsx")
    assert str(caught.value) == f"glow.xlsx: makes the calculation fail ({how}); {SAYS}"
    assert capfd.readouterr() == ("", "")


def test_work_that_never_ends_is_ended(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(
        InvalidWorkbook, match=r"glow\.xlsx: takes longer than 1\.5 seconds to calculate; .* allow more"
    ):
        within(Limits(seconds=1.5), strange_work.never_ends, b"", "glow.xlsx")


def test_work_that_fills_the_memory_is_ended_before_it_has():
    with pytest.raises(InvalidWorkbook, match=r"glow\.xlsx: takes more than 200 MB to calculate; .* allow more"):
        within(Limits(megabytes=200), strange_work.fills_the_memory, b"", "glow.xlsx")


@pytest.mark.parametrize("limits", [{"seconds": -1}, {"seconds": float("inf")}, {"megabytes": float("nan")}])
def test_limits_that_are_none_are_refused(limits):
    with pytest.raises(OutOfDomain):
        Limits(**limits)


def test_limits_have_one_default():
    assert Limits() == Limits(SECONDS, MEGABYTES)


SCRIPT = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
from tests import strange_work
from xl_quadrant.engine.own_process import Limits, within
print("started", flush=True)
print(within(Limits(seconds={seconds}), strange_work.{work}, b"", "glow.xlsx"))
"""
"""A program without ``if __name__ == "__main__"``."""


def started(tmp_path, work, seconds=60):
    """Start a program that does some work in a process of its own, in a group that Ctrl-C reaches."""
    (tmp_path / "program.py").write_text(SCRIPT.format(work=work, seconds=seconds))
    apart = {} if sys.platform == "win32" else {"start_new_session": True}
    path = os.pathsep.join([str(Path(__file__).parents[2]), os.environ.get("PYTHONPATH", "")])
    program = subprocess.Popen(
        [sys.executable, "program.py"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": path},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        **apart,
    )
    assert program.stdout.readline().strip() == b"started"
    return program


def child_of(program):
    """Return the process that a program has started."""
    return appeared(psutil.Process(program.pid).children)[0]


def appeared(found):
    """Return what is found, as soon as there is something."""
    for _ in range(6000):
        there = found()
        if there:
            return there
        time.sleep(0.01)
    pytest.fail("it never appeared")


def test_a_program_needs_no_guard(tmp_path):
    out, err = started(tmp_path, "answers").communicate(timeout=60)
    assert (out.strip(), err) == (b"(b'', 'glow.xlsx')", b"")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends Ctrl-C to a console, not to a process")
def test_ctrl_c_ends_both_with_one_report(tmp_path):
    program = started(tmp_path, "sleeps")
    child = child_of(program)
    os.killpg(program.pid, signal.SIGINT)
    _, err = program.communicate(timeout=60)
    assert err.splitlines()[-1] == b"KeyboardInterrupt"
    assert err.count(b"Traceback") == 1
    _, still_there = psutil.wait_procs([child], timeout=30)
    assert not still_there


def test_a_process_whose_program_is_gone_ends_itself(tmp_path):
    program = started(tmp_path, "never_ends", seconds=2)
    child = child_of(program)
    appeared((tmp_path / "glow.xlsx").exists)
    program.kill()
    program.communicate(timeout=60)
    assert psutil.wait_procs([child], timeout=60)[1] == []
