"""Where the workbooks of a batch go: a folder of this machine, or one that other machines share."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final, Protocol

from xl_quadrant.errors import FileError
from xl_quadrant.package.files import read_bytes, refuse_special, refuse_special_target, write_bytes

NOTES: Final = ".xlq-batch"
"""The name of a batch's own notes, which `notes` explains."""

_UNFINISHED: Final = re.compile(r"\.[0-9a-f]{16}\.part")
"""The name of a file of ours that was not finished."""

_OF_THE_SYSTEM: Final = {".DS_Store", "Thumbs.db", "desktop.ini"}


class Place(Protocol):
    """Where workbooks go; it can be sent to other processes."""

    where: str

    def prepare(self) -> None:
        """Make the folder if it is missing."""

    def names(self) -> Iterable[str]:
        """Return the names of the files in it."""

    def read(self, name: str) -> bytes:
        """Return what a file holds."""

    def write(self, name: str, content: bytes) -> None:
        """Write a file, whole or not at all; one that is there is replaced."""

    def add_notes(self, lines: bytes) -> None:
        """Add lines to the notes of the batch, for good."""

    def notes(self) -> Iterator[bytes]:
        """Yield the lines of the notes, oldest first."""

    def forget_notes(self) -> None:
        """Remove the notes of an earlier batch."""


class Folder:
    """
    A folder of this machine, or one that all machines of a cluster share.

    Parameters
    ----------
    path : str or path-like
        The folder.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.where = str(path)
        self.path = Path(os.path.abspath(path))  # noqa: PTH100 - a link in the path stays one

    def prepare(self) -> None:
        """Make the folder if it is missing."""
        try:
            self.path.mkdir(parents=True, exist_ok=True)
        except FileExistsError:
            raise FileError(self.where, None, "is a file; name a folder") from None
        except (OSError, ValueError) as error:
            raise FileError(self.where, None, f"cannot be made: {getattr(error, 'strerror', None) or error}") from None

    def names(self) -> list[str]:
        """Return the names of the files in it, those of the system aside."""
        try:
            with os.scandir(self.path) as entries:
                return [entry.name for entry in entries if entry.name not in _OF_THE_SYSTEM]
        except OSError as error:
            raise FileError(self.where, None, f"cannot be read: {error.strerror}") from None

    def read(self, name: str) -> bytes:
        """Return what a file holds."""
        return read_bytes(self.path / name)

    def write(self, name: str, content: bytes) -> None:
        """Write a file, whole or not at all; one that is there is replaced."""
        write_bytes(self.path / name, content, force=True)

    def add_notes(self, lines: bytes) -> None:
        """Add lines to the notes of the batch; one that was broken off does not spoil them."""
        refuse_special_target(self.path / NOTES)
        with (self.path / NOTES).open("ab") as file:
            file.write(b"\n" + lines)

    def notes(self) -> Iterator[bytes]:
        """Yield the lines of the notes, oldest first."""
        if (self.path / NOTES).exists():
            refuse_special(self.path / NOTES)
            with (self.path / NOTES).open("rb") as file:
                yield from file

    def forget_notes(self) -> None:
        """Remove the notes of an earlier batch."""
        (self.path / NOTES).unlink(missing_ok=True)

    def clear_unfinished(self) -> None:
        """Remove what a process that was stopped had not finished writing."""
        for name in self.names():
            if _UNFINISHED.fullmatch(name):
                (self.path / name).unlink(missing_ok=True)
