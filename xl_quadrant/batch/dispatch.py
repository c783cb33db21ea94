"""Rows handed out to workers, a bounded number at a time, and what comes back."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from typing import Final

from xl_quadrant.batch.outcomes import Outcome, Problem, Task
from xl_quadrant.batch.pools import Pool
from xl_quadrant.errors import FileError, XlQuadrantError

DIED: Final = "the process that made it died, and again when it was tried alone: out of memory, killed, or hanging"
"""The reason of a row that ends its process."""

TOO_MANY_DEATHS: Final = "is stopped: process after process died; try it with fewer --jobs, and --resume"

MOST_DEATHS: Final = 5
"""How many rows may end their process, one after the other, before the batch stops."""

_PATIENCE: Final = 2.0
"""Seconds after which a pool is asked whether anything can still come."""


class Dispatch:
    """
    Rows on their way through workers.

    A lot of rows whose worker died is tried again row by row, each alone, so that one row that ends its process does
    not take others with it.

    Parameters
    ----------
    pool : Pool
        The workers.
    intend : callable
        Called with rows before they are handed out.
    """

    def __init__(self, pool: Pool, intend: Callable[[Sequence[Task]], None]) -> None:
        self._pool = pool
        self._intend = intend
        self._running: dict[Future[list[Outcome]], list[Task]] = {}
        self._suspects: deque[Task] = deque()
        self._deaths = 0
        self._lots = 0

    def outcomes(self, steps: Iterator[Task | Outcome]) -> Iterator[Outcome]:
        """
        Yield what becomes of each row, as it becomes known.

        Parameters
        ----------
        steps : iterator of Task or Outcome
            The rows; no more are taken than workers can begin soon.

        Yields
        ------
        Outcome
            One for each row.

        Raises
        ------
        FileError
            If worker after worker dies.
        """
        lot: list[Task] = []
        for step in steps:
            if isinstance(step, Outcome):
                yield step
                continue
            lot.append(step)
            if len(lot) == self._size:
                yield from self._hand_out(lot)
                lot = []
        if lot:
            yield from self._hand_out(lot)
        while self._running:
            yield from self._finished()

    @property
    def _size(self) -> int:
        """How many rows go out together: one each until every worker has some."""
        return 1 if self._lots < self._pool.window else self._pool.rows_at_once

    def _hand_out(self, lot: list[Task]) -> Iterator[Outcome]:
        """Hand a lot out when there is room for it; yield what has come back till then."""
        while len(self._running) >= self._pool.window:
            yield from self._finished()
        self._intend(lot)
        self._lots += 1
        self._running[self._pool.submit(lot)] = lot

    def _finished(self) -> Iterator[Outcome]:
        """Wait for something to come back and yield it; try again what did not."""
        yield from self._came_back(self._running)
        if self._suspects:
            while self._running and self._pool.one_death_ends_all:
                yield from self._came_back(self._running)
            self._pool.renew()
        while self._suspects:
            yield from self._alone(self._suspects.popleft())

    def _came_back(self, awaited: Collection[Future[list[Outcome]]]) -> Iterator[Outcome]:
        """Wait until some lots are back; yield what became of them, and remember those whose worker died."""
        done, _ = wait(awaited, timeout=_PATIENCE, return_when=FIRST_COMPLETED)
        if not done:
            self._pool.check()
        for future in done:
            lot = self._running.pop(future)
            try:
                yield from self._result(future)
            except self._pool.deaths:
                self._suspects.extend(lot)

    def _alone(self, task: Task) -> Iterator[Outcome]:
        """Try one row again; it fails if its worker dies once more."""
        future = self._pool.submit([task])
        while not wait([future], timeout=_PATIENCE).done:
            self._pool.check()
        try:
            yield from self._result(future)
        except self._pool.deaths:
            self._deaths += 1
            if self._deaths == MOST_DEATHS:
                raise FileError("batch", None, TOO_MANY_DEATHS) from None
            self._pool.renew()
            yield task.failed(Problem("", DIED))

    def _result(self, future: Future[list[Outcome]]) -> list[Outcome]:
        """Return what came back; what is neither a result nor a death ends the batch."""
        told: tuple[type[BaseException], ...] = (XlQuadrantError, *self._pool.deaths)
        try:
            outcomes = future.result()
        except told:
            raise
        except Exception as error:
            self._pool.check()
            rule = f"is stopped: a worker cannot go on: {type(error).__name__}: {error}"
            raise FileError("batch", None, rule) from error
        self._deaths = 0
        return outcomes
