"""Only ordinary files are read, of a size that fits, and nothing is written in place of another kind."""

import os
import signal
import socket
import sys
from pathlib import Path

import pytest
from commands import small_client
from roster_files import csv_roster, small_rows

from xl_quadrant.errors import FileError
from xl_quadrant.package.files import MOST_BYTES, read_bytes, refuse_existing, write_bytes

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")

READERS = {
    "new": ["new", "it.toml", "-o", "out.xlsx"],
    "new with a template": ["new", "--preset", "gym", "--template", "it.xlsx", "-o", "out.xlsx"],
    "batch of a text": ["batch", "it.csv", "-o", "out"],
    "batch of a sheet": ["batch", "it.xlsx", "-o", "out"],
    "batch of a table": ["batch", "it.parquet", "-o", "out"],
    "batch of a folder": ["batch", "folder", "-o", "out"],
    "batch with a template": ["batch", "good.csv", "--template", "it.xlsx", "-o", "out"],
    "read": ["read", "it.xlsx"],
    "check": ["check", "it.xlsx"],
    "recalc": ["recalc", "it.xlsx"],
    "collect": ["collect", "it.xlsx", "-o", "out.csv"],
    "collect of a folder": ["collect", "folder", "-o", "out.csv"],
}
"""Every way in which a command reads a file."""

STREAMED = ("batch of a text", "batch of a sheet", "batch of a table")
"""Rosters are read a piece at a time, however large they are."""


def pipe(path):
    os.mkfifo(path)


def endless(path):
    path.symlink_to("/dev/zero")


def listening(path):
    place = Path.cwd()
    os.chdir(path.parent)  # the name of a socket is short
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(path.name)
    finally:
        os.chdir(place)


def huge(path):
    with path.open("wb") as file:
        file.truncate(5 << 30)


SAYS = {pipe: "is a pipe", endless: "is a device", listening: "is a socket", huge: "5,120 MB large"}


@pytest.fixture(autouse=True)
def at_once():
    """End a test that waits."""

    def late(*_):
        pytest.fail("it waits for a file that never ends")

    signal.signal(signal.SIGALRM, late)
    signal.alarm(20)
    yield
    signal.alarm(0)


@pytest.mark.parametrize(
    ("reader", "make"),
    [
        pytest.param(reader, make, id=f"{reader}, {make.__name__}")
        for reader in READERS
        for make in SAYS
        if make is not huge or reader not in STREAMED
    ],
)
def test_no_command_waits_for_it_or_reads_it(xlq, tmp_path, reader, make):
    (tmp_path / "folder").mkdir()
    for name in ("it.toml", "it.csv", "it.xlsx", "it.parquet", "folder/it.toml", "folder/it.xlsx"):
        make(tmp_path / name)
    csv_roster(tmp_path / "good.csv", small_rows("Glow"))
    ended = xlq(*READERS[reader])
    assert ended.code in (1, 3)
    assert SAYS[make] in ended.err
    assert not {path.name for path in tmp_path.glob("out*")} - {"out", "out.csv"}


@pytest.mark.parametrize("force", [False, True])
def test_nothing_is_written_in_place_of_it(tmp_path, force):
    for make in (pipe, listening):
        make(tmp_path / make.__name__)
        with pytest.raises(FileError, match=r"is a (pipe|socket)"):
            write_bytes(tmp_path / make.__name__, b"x", force=force)
        with pytest.raises(FileError, match=r"is a (pipe|socket)"):
            refuse_existing(tmp_path / make.__name__)
    with pytest.raises(FileError, match="is a device"):
        write_bytes(os.devnull, b"x", force=force)
    assert Path(os.devnull).is_char_device()


def test_a_report_or_notes_that_are_a_pipe_do_not_hold_a_batch(xlq, tmp_path):
    csv_roster(tmp_path / "good.csv", small_rows("Glow"))
    (tmp_path / "out").mkdir()
    for name in ("report.csv", ".xlq-batch"):
        pipe(tmp_path / "out" / name)
        ended = xlq("batch", "good.csv", "-o", "out", "--resume", "--jobs", "1")
        assert (ended.code, "is a pipe" in ended.err) == (1, True)
        (tmp_path / "out" / name).unlink()


def test_a_link_to_an_ordinary_file_is_read(xlq, tmp_path):
    small_client(tmp_path)
    (tmp_path / "link.toml").symlink_to("client.toml")
    assert xlq("new", "link.toml", "-o", "out.xlsx").code == 0


def test_the_largest_file_that_is_read_is_told(tmp_path):
    with (tmp_path / "large").open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    with pytest.raises(FileError, match="256 MB"):
        read_bytes(tmp_path / "large")
    assert read_bytes(__file__) == Path(__file__).read_bytes()
