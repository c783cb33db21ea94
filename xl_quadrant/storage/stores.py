"""A folder of a store that fsspec reaches, on whichever machine has its keys."""

from __future__ import annotations

import posixpath
import secrets
import time
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any, Final, TypeVar

from xl_quadrant.errors import FileError
from xl_quadrant.storage.folders import NOTES

_PUT_WHOLE: Final = {"s3", "s3a", "gs", "gcs", "abfs", "abfss", "az", "adl", "oci", "oss", "memory"}
"""Stores in which an object appears when all of it has arrived."""

Answer = TypeVar("Answer")


class Store:
    """
    A folder of a store that fsspec reaches, such as ``s3://bucket/clients``.

    It travels to other processes as its address; each opens the store itself.

    Parameters
    ----------
    url : str
        Its address; keys and options come from the environment, as fsspec and the store's own library read them.
    """

    def __init__(self, url: str) -> None:
        self.where = url.rstrip("/")
        self._notes_written = 0

    def __getstate__(self) -> dict[str, Any]:
        return {"where": self.where, "_notes_written": 0}

    def prepare(self) -> None:
        """Make the folder where the store has such a thing; a bucket is never made."""
        self._make_folder(self._root)

    def names(self) -> list[str]:
        """Return the names of the files in it."""

        def listed() -> list[str]:
            self._system.invalidate_cache()
            try:
                return [posixpath.basename(path.rstrip("/")) for path in self._system.ls(self._root, detail=False)]
            except FileNotFoundError:
                return []

        return self._tried("cannot be listed", listed)

    def all_names(self) -> list[str]:
        """Return the names of the files in it and all that is under it, with slashes; an empty one if it is a file."""

        def listed() -> list[str]:
            self._system.invalidate_cache()
            found = sorted(self._system.find(self._root))
            return [path.removeprefix(self._root).lstrip("/") for path in found]

        return self._tried("cannot be listed", listed)

    def read(self, name: str) -> bytes:
        """Return what a file holds."""
        return self._tried("cannot be read", lambda: bytes(self._system.cat_file(self._path(name))))

    def write(self, name: str, content: bytes) -> None:
        """Write a file, whole or not at all; one that is there is replaced."""

        def put() -> None:
            if self._puts_whole:
                self._system.pipe_file(self._path(name), content)
                return
            part = self._path(f".{secrets.token_hex(8)}.part")
            try:
                self._system.pipe_file(part, content)
                self._system.mv(part, self._path(name))
            except BaseException:
                self._system.rm_file(part)
                raise

        self._tried(f"{name} cannot be written", put)

    def add_notes(self, lines: bytes) -> None:
        """Add lines to the notes of the batch, as a file of its own."""
        self._notes_written += 1
        name = f"{time.time_ns():020}-{self._notes_written:06}"
        self._make_folder(self._path(NOTES))
        self._tried("cannot be written", lambda: self._system.pipe_file(self._path(f"{NOTES}/{name}"), lines))

    def notes(self) -> Iterator[bytes]:
        """Yield the lines of the notes, oldest first."""

        def listed() -> list[str]:
            try:
                return sorted(self._system.ls(self._path(NOTES), detail=False))
            except FileNotFoundError:
                return []

        for path in self._tried("cannot be listed", listed):
            yield from self.read(f"{NOTES}/{posixpath.basename(path)}").splitlines()

    def forget_notes(self) -> None:
        """Remove the notes of an earlier batch."""
        if NOTES in self.names():
            self._tried("cannot be cleared", lambda: self._system.rm(self._path(NOTES), recursive=True))

    @cached_property
    def _opened(self) -> tuple[Any, str]:
        """The store, and the path of the folder in it."""
        try:
            from fsspec.core import url_to_fs
        except ImportError:
            rule = 'needs fsspec; run pip install "xl-quadrant[dask]", and the library of the store, such as s3fs'
            raise FileError(self.where, None, rule) from None
        system, root = self._tried("cannot be reached", lambda: url_to_fs(self.where))
        return system, root.rstrip("/")

    @property
    def _system(self) -> Any:
        """The store, as fsspec shows it."""
        return self._opened[0]

    @property
    def _root(self) -> str:
        """The path of the folder in the store."""
        return self._opened[1]

    @property
    def _puts_whole(self) -> bool:
        """Whether a file appears when all of it has arrived."""
        protocol = self._system.protocol
        return bool(_PUT_WHOLE & {*([protocol] if isinstance(protocol, str) else protocol)})

    def _make_folder(self, path: str) -> None:
        """Make a folder where the store has such a thing."""
        if not self._puts_whole:
            self._tried("cannot be made", lambda: self._system.makedirs(path, exist_ok=True))

    def _path(self, name: str) -> str:
        """Return the path of a file in the store."""
        return f"{self._root}/{name}" if name else self._root

    def _tried(self, otherwise: str, action: Callable[[], Answer]) -> Answer:
        """Return what an action gives; whatever a store raises is one clear error."""
        try:
            return action()
        except FileError:
            raise
        except Exception as error:  # each store raises errors of its own libraries
            reason = str(error) or type(error).__name__
            raise FileError(self.where, None, f"{otherwise}: {reason}") from error
