"""Stores that fsspec reaches: the same batch, whole files, clear errors."""

import csv
import io
import pickle
import sys

import fsspec
import pytest
from fsspec.implementations.local import LocalFileSystem
from roster_files import small_rows

from xl_quadrant.errors import FileError, FileExists
from xl_quadrant.storage.folders import NOTES
from xl_quadrant.storage.stores import Store

ROWS = small_rows("One", "Two", "Two")
FILES = ["One.xlsx", "Two (2).xlsx", "Two.xlsx"]


class SharedFileSystem(LocalFileSystem):
    """A store that shows a file before all of it has arrived."""

    protocol = "shared"

    @classmethod
    def _strip_protocol(cls, path):
        return super()._strip_protocol(path.removeprefix("shared://"))


@pytest.fixture(params=["memory", "shared"])
def address(request, tmp_path):
    """Return the address of a new folder in a store."""
    if request.param == "memory":
        yield "memory://bucket/clients"
        fsspec.filesystem("memory").rm("/bucket", recursive=True)
    else:
        fsspec.register_implementation("shared", SharedFileSystem, clobber=True)
        yield f"shared://{(tmp_path / 'store').as_posix()}"


def workbooks_in(store):
    """Return the names of the workbooks in a store."""
    return sorted(name for name in store.names() if name.endswith(".xlsx"))


class TestBatch:
    def test_workbooks_report_and_notes_are_all_there(self, quick, address):
        report = quick(ROWS, folder=address)
        store = Store(address)
        assert (report.made, report.record()["report"]) == (3, f"{address}/report.csv")
        assert sorted(store.names()) == sorted([*FILES, NOTES, "report.csv"])
        assert store.read("Two (2).xlsx").startswith(b"Two 2000")
        lines = list(csv.DictReader(io.StringIO(store.read("report.csv").decode("utf-8-sig"))))
        assert [(line["name"], line["file"], line["status"]) for line in lines] == [
            ("One", "One.xlsx", "made"),
            ("Two", "Two.xlsx", "made"),
            ("Two", "Two (2).xlsx", "made"),
        ]

    def test_it_is_refused_resumed_and_forced_as_in_a_folder(self, quick, address):
        quick(ROWS, folder=address)
        store = Store(address)
        with pytest.raises(FileExists, match="--resume"):
            quick(ROWS, folder=address)
        store.write("One.xlsx", b"with my own notes")
        rows = [*ROWS[:2], {**ROWS[2], "today_core_price": 3000}, *small_rows("Three")]
        report = quick(rows, folder=address, resume=True)
        assert (report.made, report.kept, report.failed) == (2, 2, 0)
        assert store.read("Two (2).xlsx").startswith(b"Two 3000")
        assert store.read("One.xlsx") == b"with my own notes"
        assert quick(rows, folder=address, force=True).made == 4
        assert store.read("One.xlsx").startswith(b"One 2000")
        assert quick(rows, folder=address, resume=True).kept == 4


def test_a_file_that_could_not_be_sent_whole_is_not_there_at_all(tmp_path, monkeypatch):
    fsspec.register_implementation("shared", SharedFileSystem, clobber=True)
    store = Store(f"shared://{tmp_path.as_posix()}")
    store.write("One.xlsx", b"before")

    def half(self, path, value):
        with self.open(path, "wb") as file:
            file.write(value[:2])
        raise OSError("the line broke")

    monkeypatch.setattr(SharedFileSystem, "pipe_file", half)
    with pytest.raises(FileError, match=r"One\.xlsx cannot be written: the line broke"):
        store.write("One.xlsx", b"after")
    assert [path.name for path in tmp_path.iterdir()] == ["One.xlsx"]
    assert (tmp_path / "One.xlsx").read_bytes() == b"before"


def test_it_travels_as_its_address(address):
    store = Store(address + "/")
    store.prepare()
    store.write("One.xlsx", b"one")
    there = pickle.loads(pickle.dumps(store))
    assert (there.where, there.read("One.xlsx")) == (address, b"one")


def test_a_folder_of_this_machine_may_be_written_as_an_address(quick, tmp_path):
    assert quick(ROWS, folder=f"file://{tmp_path.as_posix()}/out").made == 3
    assert sorted(path.name for path in (tmp_path / "out").glob("*.xlsx")) == FILES


@pytest.mark.parametrize("address", ["nowhere://bucket", "gs://bucket/clients"])
def test_a_store_that_cannot_be_reached_is_told(quick, monkeypatch, address):
    monkeypatch.setitem(sys.modules, "gcsfs", None)
    with pytest.raises(FileError, match=f"{address}: cannot be reached: "):
        quick(ROWS, folder=address)


def test_without_fsspec_it_is_told_how_to_get_it(quick, monkeypatch):
    monkeypatch.setitem(sys.modules, "fsspec.core", None)
    with pytest.raises(FileError, match=r'pip install "xl-quadrant\[dask\]"'):
        quick(ROWS, folder="s3://bucket/clients")
