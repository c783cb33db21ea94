"""Files read and written: whole or not at all, never over another unless told to, every failure one clear sentence."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from xl_quadrant.errors import FileError, FileExists


def read_bytes(path: str | os.PathLike[str]) -> bytes:
    """
    Return what a file holds.

    Parameters
    ----------
    path : str or path-like
        The file.

    Returns
    -------
    bytes
        All of it.

    Raises
    ------
    FileError
        If it does not exist or cannot be read.
    """
    try:
        return Path(path).read_bytes()
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
    if not force:
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
        If it is a folder.
    """
    if os.path.isdir(path):  # noqa: PTH112 - unlike Path.is_dir, it takes any name
        raise FileError(str(path), None, "is a folder; name a file")
    if os.path.lexists(path):
        raise FileExists(str(path), None, "is there already; choose another name, or add --force to replace it")


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
