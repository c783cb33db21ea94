"""Files are written whole or not at all, never over another unless told to, and every failure is one sentence."""

import os
import stat
import sys

import pytest

from xl_quadrant.errors import FileError, FileExists
from xl_quadrant.package import files
from xl_quadrant.package.files import read_bytes, write_bytes


def test_what_is_written_is_read_back_and_nothing_else_is_left(tmp_path):
    path = tmp_path / "glow.xlsx"
    write_bytes(path, b"one")
    assert read_bytes(path) == b"one"
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_is_there_is_not_touched_unless_forced(tmp_path):
    path = tmp_path / "glow.xlsx"
    path.write_bytes(b"precious")
    with pytest.raises(FileExists, match=r"glow\.xlsx: is there already; .* --force"):
        write_bytes(path, b"new")
    assert path.read_bytes() == b"precious"
    write_bytes(path, b"new", force=True)
    assert path.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("links", [True, False], ids=["file system with links", "file system without links"])
def test_a_file_that_appears_while_another_is_written_is_not_lost(tmp_path, monkeypatch, links):
    path = tmp_path / "glow.xlsx"
    write_new = files._write_new  # noqa: SLF001 - the moment between writing and naming

    def slow(part, content):
        write_new(part, content)
        path.write_bytes(b"of another process")

    monkeypatch.setattr(files, "_write_new", slow)
    if not links:
        monkeypatch.setattr(files.Path, "hardlink_to", _no_links)
    with pytest.raises(FileExists):
        write_bytes(path, b"new")
    assert path.read_bytes() == b"of another process"
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_is_written_where_links_are_not_possible(tmp_path, monkeypatch):
    monkeypatch.setattr(files.Path, "hardlink_to", _no_links)
    write_bytes(tmp_path / "glow.xlsx", b"one")
    assert [path.name for path in tmp_path.iterdir()] == ["glow.xlsx"]


@pytest.mark.parametrize("force", [False, True])
@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_a_writing_that_fails_leaves_all_as_it_was(tmp_path, monkeypatch, force, error):
    path = tmp_path / "glow.xlsx"
    if force:
        path.write_bytes(b"precious")
    before = list(tmp_path.iterdir())

    def fail(part, content):
        part.write_bytes(content[:1])
        raise error

    monkeypatch.setattr(files, "_write_new", fail)
    with pytest.raises(FileError if isinstance(error, OSError) else KeyboardInterrupt):
        write_bytes(path, b"new", force=force)
    assert list(tmp_path.iterdir()) == before
    assert not force or path.read_bytes() == b"precious"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")
def test_a_new_file_has_the_permissions_of_any_new_file(tmp_path):
    (tmp_path / "usual").write_bytes(b"")
    write_bytes(tmp_path / "glow.xlsx", b"")
    assert _mode(tmp_path / "glow.xlsx") == _mode(tmp_path / "usual")


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights on Windows")
def test_a_link_stays_a_link_to_the_file_that_is_replaced(tmp_path):
    path, link = tmp_path / "glow.xlsx", tmp_path / "link.xlsx"
    path.write_bytes(b"old")
    link.symlink_to(path)
    write_bytes(link, b"new", force=True)
    assert link.is_symlink()
    assert path.read_bytes() == b"new"


@pytest.mark.parametrize(
    ("name", "words"),
    [("missing.xlsx", "does not exist; check the path"), (".", "is a folder; name a file"), ("a\0b", "cannot be read")],
)
def test_what_cannot_be_read_is_said_in_a_sentence(tmp_path, name, words):
    with pytest.raises(FileError, match=words) as caught:
        read_bytes(tmp_path / name)
    assert caught.value.argument == str(tmp_path / name)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("no/such/folder.xlsx", "is in a folder that does not exist"),
        (".", "is a folder; name a file"),
        ("a\0b", "cannot be written"),
        ("x" * 300 + ".xlsx", "cannot be written: File name too long"),
    ],
)
def test_what_cannot_be_written_is_said_in_a_sentence(tmp_path, name, words):
    with pytest.raises(FileError, match=words):
        write_bytes(tmp_path / name, b"")
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_locked_says_where_to_close_it(tmp_path, monkeypatch):
    def locked(self, target):
        raise PermissionError(13, "Permission denied", os.fspath(self), 32, os.fspath(target))

    monkeypatch.setattr(files.Path, "replace", locked)
    with pytest.raises(FileError, match="if it is open in Excel, close it there"):
        write_bytes(tmp_path / "glow.xlsx", b"", force=True)
    assert list(tmp_path.iterdir()) == []


def _no_links(self, target):
    raise OSError(1, "Operation not permitted", os.fspath(self), os.fspath(target))


def _mode(path):
    return stat.S_IMODE(path.stat().st_mode)
