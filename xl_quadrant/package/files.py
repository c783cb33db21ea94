"""Files read and written: whole or not at all, never over another unless told to, every failure one clear sentence."""

from __future__ import annotations

import os
import secrets
import stat
from pathlib import Path
from typing import Final

from xl_quadrant.errors import FileError, FileExists

MOST_BYTES: Final = 256 << 20
"""The largest file that is read whole: no workbook that can be calculated is as large."""

_AT_ONCE: Final = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)

_SPECIAL: Final = {
    stat.S_IFDIR: "a folder; name a file",
    stat.S_IFIFO: "a pipe; save what comes out of it as a file, and name that",
    stat.S_IFSOCK: "a socket; name a file",
    stat.S_IFCHR: "a device; name a file",
    stat.S_IFBLK: "a device; name a file",
}


def read_bytes(path: str | os.PathLike[str], most: int = MOST_BYTES) -> bytes:
    """
    Return what a file holds.

    Parameters
    ----------
    path : str or path-like
        The file.
    most : int
        The most bytes it may hold.

    Returns
    -------
    bytes
        All of it.

    Raises
    ------
    FileError
        If it does not exist, is no ordinary file, is larger than that, or cannot be read.
    """
    refuse_special(path, most)
    try:
        # looked at again once it is open, and opened without waiting, should it have become a pipe in between
        with open(os.open(path, os.O_RDONLY | _AT_ONCE), "rb") as file:  # noqa: PTH123 - opened already, as a number
            _refuse_special(path, os.fstat(file.fileno()), most)
            return file.read(most + 1)[:most]
    except (OSError, ValueError) as error:
        raise FileError(str(path), None, _reason(error, "cannot be read")) from error


def refuse_special(path: str | os.PathLike[str], most: int | None = None) -> None:
    """
    Refuse to read what is no ordinary file, or a file that is too large, before a byte of it is read.

    Parameters
    ----------
    path : str or path-like
        What is about to be opened.
    most : int, optional
        The most bytes it may hold; any number when left out.

    Raises
    ------
    FileError
        If it does not exist, is a folder, a pipe, a socket or a device, or is too large.
    """
    try:
        _refuse_special(path, os.stat(path), most)  # noqa: PTH116 - unlike Path.stat, it takes any name
    except (OSError, ValueError) as error:
        raise FileError(str(path), None, _reason(error, "cannot be read")) from error


def write_bytes(path: str | os.PathLike[str], content: bytes, *, force: bool = False) -> None:
    """
    Write a file, whole or not at all.

    Parameters
    ----------
    path : str or path-like
        The file; its folder must exist.
    content : bytes
        What it is to hold.
    force : bool
        Whether a file that is there is replaced.

    Raises
    ------
    FileExists
        If it is there and `force` is not given.
    FileError
        If it cannot be written.
    """
    if force:
        refuse_special_target(path)
    else:
        refuse_existing(path)
    try:
        target = Path(os.path.realpath(path))
        part = target.with_name(f".{secrets.token_hex(8)}.part")
        try:
            _write_new(part, content)
            _put_in_place(part, target, path, force=force)
        finally:
            part.unlink(missing_ok=True)
    except (OSError, ValueError) as error:
        raise FileError(str(path), None, _reason(error, "cannot be written")) from error


def refuse_existing(path: str | os.PathLike[str]) -> None:
    """
    Refuse to write over a file.

    Parameters
    ----------
    path : str or path-like
        Where something is about to be written.

    Raises
    ------
    FileExists
        If a file is there.
    FileError
        If it is a folder, or anything else that is no ordinary file.
    """
    refuse_special_target(path)
    if os.path.lexists(path):
        raise FileExists(str(path), None, "is there already; choose another name, or add --force to replace it")


def refuse_special_target(path: str | os.PathLike[str]) -> None:
    """
    Refuse to write in place of a folder, a pipe, a socket or a device.

    Parameters
    ----------
    path : str or path-like
        Where something is about to be written; a name that is free, or that of an ordinary file, is well.

    Raises
    ------
    FileError
        If it is anything else.
    """
    try:
        _refuse_special(path, os.stat(path), None)  # noqa: PTH116 - unlike Path.stat, it takes any name
    except (OSError, ValueError):
        return  # nothing is there, or what comes next says what is wrong


def _refuse_special(path: str | os.PathLike[str], found: os.stat_result, most: int | None) -> None:
    """Refuse what is no ordinary file, or too large."""
    kind = stat.S_IFMT(found.st_mode)
    if kind != stat.S_IFREG:
        raise FileError(str(path), None, f"is {_SPECIAL.get(kind, 'no ordinary file; name one')}")
    if most is not None and found.st_size > most:
        megabytes = f"{found.st_size / 2**20:,.0f} MB large, and at most {most / 2**20:,.0f} MB are read"
        raise FileError(str(path), None, f"is {megabytes}; check that it is the file you mean")


def _write_new(part: Path, content: bytes) -> None:
    """Write a file that must not be there yet, with the permissions of any new file."""
    with part.open("xb") as file:
        file.write(content)


def _put_in_place(part: Path, target: Path, path: str | os.PathLike[str], *, force: bool) -> None:
    """Give the finished file its name in one step; where the file system allows it, only if the name is still free."""
    if force:
        part.replace(target)
        return
    try:
        target.hardlink_to(part)
    except FileExistsError:
        refuse_existing(path)
        raise
    except OSError:
        refuse_existing(path)
        part.replace(target)


def _reason(error: OSError | ValueError, otherwise: str) -> str:
    """Return why a file could not be read or written, and what to do."""
    if isinstance(error, FileNotFoundError):
        return (
            "does not exist; check the path" if otherwise == "cannot be read" else "is in a folder that does not exist"
        )
    if isinstance(error, IsADirectoryError):
        return "is a folder; name a file"
    if isinstance(error, PermissionError):
        return f"{otherwise}: permission denied; if it is open in Excel, close it there"
    return f"{otherwise}: {getattr(error, 'strerror', None) or error}"
