"""Filled workbooks, any number of them, as one table."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from xl_quadrant.batch.ctrl_c import ctrl_c_waits, leave_ctrl_c
from xl_quadrant.errors import FileError
from xl_quadrant.portfolio.columns import table_of
from xl_quadrant.portfolio.find import Found, FoundInStore, workbooks_under
from xl_quadrant.portfolio.one_workbook import STALE, Row, Unread, read_one
from xl_quadrant.storage.places import place_of
from xl_quadrant.storage.stores import Store

if TYPE_CHECKING:
    import pandas as pd

Place = str | os.PathLike[str]
Told = Callable[[int, int], object]

FEW: Final = 200
"""So many workbooks are read sooner by one process than it takes to start others."""

_AT_A_TIME: Final = 1000

_TO_A_PROCESS: Final = 8
"""So many workbooks go to a process together."""


@dataclass(frozen=True, slots=True, eq=False)
class Portfolio:
    """
    Filled workbooks as one table.

    Parameters
    ----------
    frame : pandas.DataFrame
        A row for each workbook that could be read, in the order of their names: `columns` says what each column is.
    unread : tuple of Unread
        The workbooks that could not, and why.
    folder : Path
        What the names of the files are relative to.
    """

    frame: pd.DataFrame
    unread: tuple[Unread, ...]
    folder: Path

    @property
    def stale(self) -> pd.DataFrame:
        """The rows whose stored results do not follow from the inputs stored beside them."""
        return self.frame[self.frame["status"] == STALE]


def collect(
    where: Place | Iterable[Place],
    *,
    jobs: int | None = None,
    skip: Collection[Place] = (),
    told: Told | None = None,
) -> Portfolio:
    """
    Read filled workbooks into one table: their inputs and their results as they are stored.

    Parameters
    ----------
    where : path or iterable of path
        Folders, which are searched with all that is under them for .xlsx and .xlsm files, or single files; of this
        machine, or of a store that fsspec reaches, such as ``s3://bucket/clients``.
    jobs : int, optional
        How many processes read; when left out, one, or as many as there are processors where it is worth it.
    skip : collection of path
        Files to leave out, such as the portfolio itself.
    told : callable, optional
        Called with how many workbooks are done and how many there are, after each.

    Returns
    -------
    Portfolio
        The table; and which workbooks are no part of it, each with its reason. No workbook stops the others.

    Raises
    ------
    FileError
        If a place does not exist or cannot be reached, a folder cannot be read, or there is no workbook in any.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> from xl_quadrant.clients.presets import preset
    >>> from xl_quadrant.client_book.client_workbook import make_workbook
    >>> with TemporaryDirectory() as folder:
    ...     _ = Path(folder, "talk.xlsx").write_bytes(make_workbook(preset("talk")))
    ...     frame = collect(folder).frame
    >>> frame[["file", "status", "today_core_price", "out_cash_per_show_30_today"]]
            file      status  today_core_price  out_cash_per_show_30_today
    0  talk.xlsx  up to date            2000.0                       609.0
    """
    names = [where] if isinstance(where, (str, os.PathLike)) else list(where)
    places = [_place(name) for name in names]
    found = list(workbooks_under(places, [Path(path) for path in skip]))
    if not found:
        raise FileError(
            ", ".join(map(str, names)) or "no place", None, "holds no workbook; name a folder with .xlsx or .xlsm files"
        )
    unread: list[Unread] = []
    frame = table_of(_rows(_each(found, jobs), unread, len(found), told), _AT_A_TIME)
    alone = places[0] if len(places) == 1 else None
    return Portfolio(frame, tuple(unread), alone if isinstance(alone, Path) and alone.is_dir() else Path())


def _place(name: Place) -> Path | Store:
    """Return a folder or a file of this machine, or one of a store."""
    place = place_of(name)
    return place if isinstance(place, Store) else Path(place.where)


def _each(found: list[Found | FoundInStore], jobs: int | None) -> Iterator[Row | Unread]:
    """Yield each workbook as a row, or why it is none, in order; never more than a few of them at a time."""
    processes = jobs or ((os.cpu_count() or 1) if len(found) > FEW else 1)
    if processes == 1:
        yield from map(read_one, found)
        return
    from joblib.externals.loky import BrokenProcessPool, ProcessPoolExecutor

    pool = ProcessPoolExecutor(processes, timeout=None, initializer=leave_ctrl_c)
    done = False
    try:
        under_way: deque[Future[list[Row | Unread]]] = deque()
        for first in range(0, len(found), _TO_A_PROCESS):
            with ctrl_c_waits():
                under_way.append(pool.submit(_read_all, found[first : first + _TO_A_PROCESS]))
            if len(under_way) > 2 * processes:
                yield from under_way.popleft().result()
        while under_way:
            yield from under_way.popleft().result()
        done = True
    except BrokenProcessPool as error:
        rule = "needs more memory than there is, or its processes were ended; read with one, --jobs 1"
        raise FileError("reading", None, rule) from error
    finally:
        pool.shutdown(wait=True, kill_workers=not done)


def _read_all(files: Sequence[Found | FoundInStore]) -> list[Row | Unread]:
    """Read some workbooks in a process of their own."""
    return [read_one(file) for file in files]


def _rows(each: Iterable[Row | Unread], unread: list[Unread], count: int, told: Told | None) -> Iterator[Row]:
    """Yield the rows; put aside the workbooks that are none."""
    for done, one in enumerate(each, start=1):
        if isinstance(one, Unread):
            unread.append(one)
        else:
            yield one
        if told is not None:
            told(done, count)
