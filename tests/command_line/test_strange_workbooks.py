"""Workbooks that never end or fill the memory: given up within limits, nothing written, Ctrl-C heard at any time."""

import os
import signal
import subprocess
import sys
import time

import psutil
import pytest
from commands import Ended, in_its_own_process

from tests.packages import book, parts_of, sheet_xml, zipped
from tests.strange_books import BOOK, NAMES, formulas
from xl_quadrant.client_book.client_workbook import template_bytes


@pytest.fixture
def endless(tmp_path):
    """Write a workbook that goes round in a circle of two thousand cells as often as Excel allows."""
    content = formulas("A2000+1", *(f"A{row}+1" for row in range(1, 2000)))
    parts = parts_of(content)
    rounds = b'<calcPr iterate="1" iterateCount="2000000000" iterateDelta="0"/></workbook>'
    parts[BOOK] = parts[BOOK].replace(b"</workbook>", rounds)
    (tmp_path / "endless.xlsx").write_bytes(zipped(parts))
    return tmp_path


def test_a_workbook_that_never_ends_is_given_up(endless):
    ended = in_its_own_process("recalc", "endless.xlsx", "-o", "done.xlsx", "--timeout", "2", cwd=endless)
    advice = "look for formulas over whole columns, or allow more"
    assert ended == Ended(1, "", f"xlq: endless.xlsx: takes longer than 2 seconds to calculate; {advice}\n")
    assert [path.name for path in endless.iterdir()] == ["endless.xlsx"]


def test_a_workbook_that_fills_the_memory_is_given_up(tmp_path):
    doubling = formulas('"x"', *(f"A{row}&A{row}" for row in range(1, 60)))
    (tmp_path / "doubling.xlsx").write_bytes(doubling)
    ended = in_its_own_process("recalc", "doubling.xlsx", "--memory", "250", cwd=tmp_path)
    assert (ended.code, ended.out) == (1, "")
    assert ended.err.startswith("xlq: doubling.xlsx: takes more than 250 MB to calculate; ")
    assert (tmp_path / "doubling.xlsx").read_bytes() == doubling
    assert [path.name for path in tmp_path.iterdir()] == ["doubling.xlsx"]


STRANGE = {
    "cut short": (lambda: template_bytes()[:-10], "is damaged or cut short"),
    "protected": (lambda: bytes.fromhex("d0cf11e0a1b11ae1") + bytes(5000), "is protected with a password"),
    "a bomb": (lambda: book(sheet_xml(" " * (33 << 20)), names=NAMES), "unpacks to far more than a workbook holds"),
}


@pytest.mark.parametrize(("content", "words"), STRANGE.values(), ids=list(STRANGE))
def test_strange_workbooks_are_refused_by_every_command(xlq, tmp_path, content, words):
    (tmp_path / "clients").mkdir()
    (tmp_path / "clients" / "strange.xlsx").write_bytes(content())
    for command in ("read", "check", "recalc"):
        ended = xlq(command, "clients/strange.xlsx")
        assert (ended.code, ended.out) == (1, "")
        assert ended.err.startswith("xlq: clients/strange.xlsx: ")
        assert words in ended.err
        assert ended.err.count("\n") == 1
    collected = xlq("collect", "clients", "-o", "portfolio.csv")
    assert collected.code == 3
    assert words in collected.err


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends Ctrl-C to a console, not to a process")
def test_ctrl_c_is_heard_while_a_workbook_never_ends(endless):
    script = "import signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler); "
    script += "from xl_quadrant.command_line.program import main; sys.exit(main(['recalc', 'endless.xlsx']))"
    program = subprocess.Popen(
        [sys.executable, "-c", script],
        cwd=endless,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    child = child_of(program)
    os.killpg(program.pid, signal.SIGINT)
    out, err = program.communicate(timeout=60)
    assert (program.returncode, out, err) == (130, b"", b"xlq: stopped\n")
    assert not child.is_running()
    assert [path.name for path in endless.iterdir()] == ["endless.xlsx"]


def child_of(program):
    """Return the process that a program starts, as soon as it has."""
    for _ in range(6000):
        found = psutil.Process(program.pid).children()
        if found:
            return found[0]
        time.sleep(0.01)
    pytest.fail("no process was started")
