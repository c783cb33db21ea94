"""The workbooks under a folder of this machine, or of a store."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from xl_quadrant.errors import FileError
from xl_quadrant.package.files import read_bytes
from xl_quadrant.storage.stores import Store

ENDINGS: Final = (".xlsx", ".xlsm")
"""How the name of a workbook that can be read ends, in lower case."""

_NOT_THERE_FOR_PEOPLE: Final = (".", "~$")
"""How the names of hidden files, and of the lock files that Excel leaves beside an open workbook, begin."""


@dataclass(frozen=True, slots=True)
class Found:
    """
    A workbook that was found.

    Parameters
    ----------
    path : Path
        Where it is.
    name : str
        What it is called: its path under the folder that was searched, with slashes on every system.
    """

    path: Path
    name: str

    @property
    def real(self) -> str:
        """What is the same for every way to name it."""
        return _real(self.path)

    def read(self) -> bytes:
        """Return what it holds."""
        return read_bytes(self.path)


@dataclass(frozen=True, slots=True)
class FoundInStore:
    """
    A workbook that was found in a store.

    Parameters
    ----------
    store : Store
        The folder that was searched.
    inside : str
        Its path there.
    """

    store: Store
    inside: str

    @property
    def name(self) -> str:
        """What it is called: its address."""
        return f"{self.store.where}/{self.inside}" if self.inside else self.store.where

    @property
    def real(self) -> str:
        """What is the same for every way to name it."""
        return self.name

    def read(self) -> bytes:
        """Return what it holds."""
        return self.store.read(self.inside)


def workbooks_under(places: Iterable[Path | Store], skip: Collection[Path] = ()) -> Iterator[Found | FoundInStore]:
    """
    Yield the workbooks of folders, and of what is under them, by name.

    Parameters
    ----------
    places : iterable of Path or Store
        Folders, or single files, which are taken whatever they are called.
    skip : collection of Path
        Files that are left out, such as the one that is about to be written.

    Yields
    ------
    Found or FoundInStore
        Each file once. Lock files, and whatever is hidden, is passed by.

    Raises
    ------
    FileError
        If a place does not exist, or a folder cannot be read.
    """
    given = list(places)
    seen = {_real(path) for path in skip}
    for place in given:
        for file in _in_store(place) if isinstance(place, Store) else _at(place, alone=len(given) == 1):
            if file.real not in seen:
                seen.add(file.real)
                yield file


def _at(place: Path, *, alone: bool) -> Iterator[Found]:
    """Yield the workbooks of a folder, or a single one."""
    if not place.exists():
        raise FileError(str(place), None, "does not exist; check the path")
    yield from _in_folder(place, alone=alone) if place.is_dir() else [Found(place, place.as_posix())]


def _in_store(store: Store) -> Iterator[FoundInStore]:
    """Yield the workbooks of a folder of a store, or a single one."""
    for name in store.all_names():
        hidden = any(part.startswith(_NOT_THERE_FOR_PEOPLE) for part in name.split("/"))
        if not name or (name.lower().endswith(ENDINGS) and not hidden):
            yield FoundInStore(store, name)


def _in_folder(folder: Path, *, alone: bool) -> Iterator[Found]:
    """Yield the workbooks of a folder; what they are called begins with the folder unless it is the only one."""
    for where, folders, files in os.walk(folder, onerror=_refuse):
        folders[:] = sorted(name for name in folders if not name.startswith(_NOT_THERE_FOR_PEOPLE))
        for name in sorted(files):
            if name.lower().endswith(ENDINGS) and not name.startswith(_NOT_THERE_FOR_PEOPLE):
                path = Path(where, name)
                yield Found(path, (path.relative_to(folder) if alone else path).as_posix())


def _refuse(error: OSError) -> None:
    """Say which folder cannot be read."""
    raise FileError(str(error.filename), None, f"cannot be read: {error.strerror}") from error


def _real(path: Path) -> str:
    """Return what is the same for every way to name a file."""
    return os.path.normcase(os.path.realpath(path))
