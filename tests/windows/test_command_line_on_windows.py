"""The command line on Windows Python: files and their names, locked files, processes, Ctrl-C."""

import json
import time
import zipfile

import pytest

from xl_quadrant.command_line.program import main

pytestmark = pytest.mark.windows

ROSTER = (
    "name,today_leads_per_month,today_cost_per_lead,today_booking_rate,today_show_rate,today_close_rate,today_core_price\n"
    "Glow,200,25,0.5,0.6,0.5,2000\nIron,100,25,0.5,0.6,0.3,900\nCON,100,25,0.5,0.6,0.4,900\n"
)


@pytest.fixture
def xlq(wine, tmp_path):
    def run(*words, code=0, seconds=400):
        found, out, errors = wine.run("-m", "xl_quadrant", *words, cwd=tmp_path, seconds=seconds)
        assert found == code, (found, out, errors)
        return out if code == 0 else errors

    return run


@pytest.fixture
def glow(xlq, tmp_path):
    xlq("new", "--preset", "med_spa", "--name", "Glow", "-o", "glow.xlsx")
    return tmp_path / "glow.xlsx"


def test_it_says_its_version(xlq):
    assert xlq("--version").startswith("xlq 0.")


def test_a_workbook_is_made_read_checked_and_calculated(xlq, glow):
    today = json.loads(xlq("read", "glow.xlsx", "--json"))
    assert today["client"]["name"] == "Glow"
    assert xlq("check", "glow.xlsx")
    assert "cells calculated" in xlq("recalc", "glow.xlsx", "-o", "again.xlsx")
    assert glow.with_name("again.xlsx").exists()


def test_it_is_the_same_workbook_as_here(glow, tmp_path):
    assert main(["new", "--preset", "med_spa", "--name", "Glow", "-o", str(tmp_path / "here.xlsx")]) == 0
    assert parts(glow) == parts(tmp_path / "here.xlsx")


def parts(path):
    """Return the parts of a workbook; they are packed alike only where the packing library is the same."""
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_a_file_that_is_there_is_left_alone(xlq, glow):
    before = glow.read_bytes()
    assert "glow.xlsx" in xlq("new", "--preset", "gym", "-o", "glow.xlsx", code=1)
    assert glow.read_bytes() == before


@pytest.mark.parametrize("name", ["Zoë Ünïcode 日本.xlsx", "with spaces & (signs) 100%.xlsx", "a" * 200 + ".xlsx"])
def test_names_of_any_kind(xlq, tmp_path, name):
    xlq("new", "--preset", "gym", "-o", name)
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert json.loads(xlq("read", name, "--json"))["client"]


def test_a_batch_in_two_processes_and_its_collection(xlq, tmp_path):
    (tmp_path / "roster.csv").write_text(ROSTER, "utf-8")
    assert "3 made, 0 failed" in xlq("batch", "roster.csv", "-o", "clients", "--jobs", "2", seconds=400)
    made = sorted(path.stem.lower() for path in (tmp_path / "clients").glob("*.xlsx"))
    assert len(made) == 3
    assert "con" not in made  # a device of Windows, not a file
    xlq("collect", "clients", "-o", "portfolio.xlsx")
    assert (tmp_path / "portfolio.xlsx").exists()


LOCK = """
import sys, time, win32con, win32file
access = win32con.GENERIC_READ | win32con.GENERIC_WRITE
handle = win32file.CreateFile(sys.argv[1], access, 0, None, win32con.OPEN_EXISTING, 0, None)  # shared with nobody
print("locked", flush=True)
time.sleep(300)
"""


def test_a_locked_file_is_one_clear_line(xlq, wine, glow):
    with wine.start("-c", LOCK, wine.windows_path(glow)) as process:
        try:
            assert process.stdout.readline().strip() == b"locked"
            errors = xlq("read", "glow.xlsx", code=1)
            assert "glow.xlsx" in errors
            assert "Traceback" not in errors
        finally:
            process.kill()


CTRL_C = """
import signal, subprocess, sys, threading
from xl_quadrant.command_line.program import main
threading.Timer(float(sys.argv[1]), lambda: signal.raise_signal(signal.SIGINT)).start()
sys.exit(main(sys.argv[2:]))
"""


def test_ctrl_c_ends_a_batch_without_half_a_file(wine, tmp_path):
    header, row = ROSTER.splitlines()[:2]
    rows = [row.replace("Glow", f"Client {number}") for number in range(300)]
    (tmp_path / "roster.csv").write_text("\n".join([header, *rows]), "utf-8")
    start = time.monotonic()
    code, _, errors = wine.run("-c", CTRL_C, "12", "batch", "roster.csv", "-o", "clients", cwd=tmp_path, seconds=300)
    assert code == 130, errors
    assert "stopped" in errors
    assert time.monotonic() - start < 200
    assert not list(tmp_path.rglob("*.tmp*"))
