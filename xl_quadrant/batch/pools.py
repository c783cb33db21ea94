"""Where the work of a batch is done: in this process, or in several processes of this machine."""

from __future__ import annotations

import faulthandler
import os
import sys
import threading
import time
from collections.abc import Sequence
from concurrent.futures import Future
from typing import Any, Final, Protocol

import psutil
from joblib.externals.loky import BrokenProcessPool, ProcessPoolExecutor

from xl_quadrant.batch.ctrl_c import ctrl_c_waits, leave_ctrl_c
from xl_quadrant.batch.outcomes import Outcome, Task
from xl_quadrant.batch.workers import make_all
from xl_quadrant.storage.folders import Place

LONGEST_ROW: Final = 300.0
"""Seconds that a row may take: a thousand times what it does."""

BETWEEN_LOOKS: Final = 0.5
"""Seconds between two looks of a worker whether the process that runs the batch is still there."""

ROWS_AT_ONCE: Final = 4
"""Rows that go to a process together: enough that sending them costs nothing, few enough that progress shows."""


class Pool(Protocol):
    """Where workbooks are made."""

    deaths: tuple[type[BaseException], ...]
    """What a future raises whose worker died."""

    one_death_ends_all: bool
    """Whether all that is under way is lost when one worker dies."""

    rows_at_once: int
    """How many rows go to a worker together."""

    @property
    def window(self) -> int:
        """How many lots of rows are under way at a time."""

    def submit(self, tasks: Sequence[Task]) -> Future[list[Outcome]]:
        """Have the workbooks of some rows made."""

    def renew(self) -> None:
        """Go on after a worker has died."""

    def check(self) -> None:
        """Raise an error if nothing can come any more; called while nothing comes."""

    def close(self, *, at_once: bool = False) -> None:
        """End all workers, even those at work if it is to be at once."""


class ThisProcess:
    """
    The process that runs the batch.

    Parameters
    ----------
    place : Place
        Where the workbooks go.
    template : bytes
        The template.
    """

    window = 1
    deaths: tuple[type[BaseException], ...] = ()
    one_death_ends_all = False
    rows_at_once = 1

    def __init__(self, place: Place, template: bytes) -> None:
        self._place = place
        self._template = template

    def submit(self, tasks: Sequence[Task]) -> Future[list[Outcome]]:
        """Make the workbooks of some rows."""
        future: Future[list[Outcome]] = Future()
        future.set_result(make_all(tasks, self._place, self._template))
        return future

    def renew(self) -> None:
        """Do nothing: this process is alive."""

    def check(self) -> None:
        """Do nothing: this process is at work."""

    def close(self, *, at_once: bool = False) -> None:
        """Do nothing: there is nobody else."""


class Processes:
    """
    Processes of this machine, through joblib's loky; each has the template from its start.

    Parameters
    ----------
    jobs : int
        How many.
    place : Place
        Where the workbooks go.
    template : bytes
        The template.
    longest_row : float
        Seconds after which the process of a row is taken to hang, and ended.
    """

    deaths: tuple[type[BaseException], ...] = (BrokenProcessPool,)
    one_death_ends_all = True
    rows_at_once = ROWS_AT_ONCE

    def __init__(self, jobs: int, place: Place, template: bytes, longest_row: float = LONGEST_ROW) -> None:
        self.window = 2 * jobs + 1
        self._jobs = jobs
        self._given = (os.getpid(), place, template, longest_row)
        self._executor = self._started()

    def submit(self, tasks: Sequence[Task]) -> Future[list[Outcome]]:
        """Have the workbooks of some rows made."""
        with ctrl_c_waits():
            future: Future[list[Outcome]] = self._executor.submit(_make, tasks)
        return future

    def renew(self) -> None:
        """Start anew: one dead process ends them all."""
        self._executor.shutdown(wait=True, kill_workers=True)
        self._executor = self._started()

    def check(self) -> None:
        """Do nothing: loky sees a process die, and none can hang for long."""

    def close(self, *, at_once: bool = False) -> None:
        """End all processes."""
        self._executor.shutdown(wait=True, kill_workers=at_once)

    def _started(self) -> Any:
        """Return processes that wait for work, and never end for want of it."""
        return ProcessPoolExecutor(self._jobs, timeout=None, initializer=_begin, initargs=self._given)


_GIVEN: list[Any] = []
"""What this worker was given at its start: place, template and longest row."""

_AT_WORK: Final = threading.Lock()
"""Held while a row is made: a worker whose batch is gone finishes the row it has in hand."""


def _begin(parent: int, *given: Any) -> None:
    """Begin as a worker: keep what all rows need, leave Ctrl-C to the process that runs the batch, and end with it."""
    leave_ctrl_c()
    _GIVEN[:] = given
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: int) -> None:
    """End this process once the one that runs the batch is gone, which a worker that waits for rows never learns."""
    while psutil.pid_exists(parent) if sys.platform == "win32" else os.getppid() == parent:
        time.sleep(BETWEEN_LOOKS)
    with _AT_WORK:
        os._exit(1)


def _make(tasks: Sequence[Task]) -> list[Outcome]:
    """Make workbooks in a worker, which ends itself if a row hangs."""
    place, template, longest_row = _GIVEN
    outcomes = []
    for task in tasks:
        with _AT_WORK, open(os.devnull, "wb") as nothing:  # noqa: PTH123 - a device, not a file
            faulthandler.dump_traceback_later(longest_row, exit=True, file=nothing)
            try:
                outcomes += make_all([task], place, template)
            finally:
                faulthandler.cancel_dump_traceback_later()
    return outcomes
