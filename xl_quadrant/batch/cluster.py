"""The work of a batch on a cluster, through Dask."""

from __future__ import annotations

import time
from collections.abc import Sequence
from concurrent.futures import Future
from typing import Any, Final

from xl_quadrant import __version__
from xl_quadrant.batch.notes import digest_of
from xl_quadrant.batch.outcomes import Outcome, Task
from xl_quadrant.batch.pools import ROWS_AT_ONCE
from xl_quadrant.batch.workers import make_all
from xl_quadrant.errors import FileError
from xl_quadrant.storage.folders import NOTES, Folder, Place

LONGEST_WAIT: Final = 60.0
"""Seconds without any worker after which a batch stops."""

_LOTS_A_THREAD: Final = 3
"""Lots of rows under way for each thread of the cluster: one in hand, two on their way."""

_COUNTED_EVERY: Final = 5.0
"""Seconds between two counts of the workers."""


class Cluster:
    """
    The workers of a Dask cluster.

    What a worker takes with it when it dies, Dask gives to another; `deaths` is what it raises when that has happened
    to the same rows several times.

    Parameters
    ----------
    address : str
        Where its scheduler listens, such as ``tcp://10.0.0.5:8786``.
    place : Place
        Where the workbooks go, as every worker sees it.
    template : bytes
        The template.

    Raises
    ------
    FileError
        If Dask is not installed, or nobody answers at the address.
    """

    one_death_ends_all = False
    rows_at_once = ROWS_AT_ONCE

    def __init__(self, address: str, place: Place, template: bytes) -> None:
        try:
            from distributed import Client, KilledWorker
        except ImportError:
            rule = 'needs Dask; run pip install "xl-quadrant[dask]"'
            raise FileError("--backend dask", None, rule) from None
        self.deaths: tuple[type[BaseException], ...] = (KilledWorker,)
        self._address = address
        self._place = place
        try:
            self._client: Any = Client(address, set_as_default=False)
        except (OSError, ValueError) as error:
            rule = f"does not answer; start a scheduler with dask scheduler, and name its address ({error})"
            raise FileError(address, None, rule) from None
        self._executor = self._client.get_executor(pure=False)
        self._template = self._client.submit(bytes, template, key=f"xlq-template-{digest_of(template)}")
        self._threads = 1
        self._counted = 0.0
        self._seen = time.monotonic()

    @property
    def window(self) -> int:
        """How many lots of rows are under way at a time; more when workers join."""
        if time.monotonic() - self._counted > _COUNTED_EVERY:
            self._count_workers()
        return _LOTS_A_THREAD * max(self._threads, 1)

    def submit(self, tasks: Sequence[Task]) -> Future[list[Outcome]]:
        """Have the workbooks of some rows made."""
        given = (list(tasks), self._place, self._template, __version__)
        future: Future[list[Outcome]] = self._executor.submit(_make, *given)
        return future

    def renew(self) -> None:
        """Do nothing: the others are alive, and Dask's nannies start dead ones anew."""

    def check(self) -> None:
        """Raise an error if there has been no worker for long, or the scheduler does not answer any more."""
        self._count_workers()
        if time.monotonic() - self._seen > LONGEST_WAIT:
            rule = f"has had no worker for {LONGEST_WAIT:.0f} s; start some with dask worker, and --resume"
            raise FileError(self._address, None, rule)

    def close(self, *, at_once: bool = False) -> None:
        """Leave the cluster as it was found; workers finish the lot they have in hand."""
        self._executor.shutdown(wait=not at_once)
        self._template.release()
        self._client.close()

    def _count_workers(self) -> None:
        """Ask how many threads the workers have."""
        try:
            self._threads = sum(self._client.nthreads().values())
        except (OSError, RuntimeError) as error:
            rule = f"does not answer any more; --resume goes on where it stopped ({error})"
            raise FileError(self._address, None, rule) from None
        self._counted = time.monotonic()
        if self._threads:
            self._seen = self._counted


def _make(tasks: Sequence[Task], place: Place, template: bytes, version: str) -> list[Outcome]:
    """Make workbooks in a worker of the same version."""
    if version != __version__:
        rule = f"has xl-quadrant {__version__}, the batch {version}; install one version on all"
        raise FileError("a worker of the cluster", None, rule)
    if isinstance(place, Folder) and not (place.path / NOTES).exists():
        rule = "is not there on a worker of the cluster; name a folder that all share, or a store (s3://bucket/clients)"
        raise FileError(place.where, None, rule)
    return make_all(tasks, place, template)
