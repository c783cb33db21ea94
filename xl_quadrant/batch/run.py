"""A batch, from its roster to its report."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from itertools import chain, islice
from pathlib import Path
from typing import Final

from joblib import cpu_count

from xl_quadrant import __version__
from xl_quadrant.batch.batch_report import BatchReport
from xl_quadrant.batch.cluster import Cluster
from xl_quadrant.batch.dispatch import Dispatch
from xl_quadrant.batch.notes import Notes, digest_of
from xl_quadrant.batch.outcomes import Outcome, Task
from xl_quadrant.batch.plan import Plan
from xl_quadrant.batch.pools import Pool, Processes, ThisProcess
from xl_quadrant.batch.report_file import ReportFile
from xl_quadrant.client_book.client_workbook import template_bytes
from xl_quadrant.client_book.template_fitness import tried
from xl_quadrant.clients.rosters import Roster, open_roster
from xl_quadrant.errors import BlankArgument, FileExists, OutOfDomain, UnknownWord
from xl_quadrant.package.files import read_bytes
from xl_quadrant.storage.folders import Folder, Place
from xl_quadrant.storage.places import place_of

BACKENDS: Final = ("loky", "dask")
"""Where workbooks can be made: in processes of this machine, or on a Dask cluster."""

Step = Task | Outcome
AnyPath = str | os.PathLike[str]


def batch(
    roster: AnyPath | Roster,
    folder: AnyPath,
    *,
    jobs: int | None = None,
    backend: str = "loky",
    scheduler: str | None = None,
    template: AnyPath | None = None,
    resume: bool = False,
    force: bool = False,
    on_progress: Callable[[BatchReport], None] | None = None,
) -> BatchReport:
    """
    Make a workbook for each row of a roster.

    A row that makes none is reported with every reason and stops nothing. A workbook is written whole or not at all,
    under a name that is safe everywhere and follows from the rows above alone. ``report.csv`` in the folder tells what
    became of each row.

    Parameters
    ----------
    roster : str, path-like or Roster
        The roster, as `open_roster` takes it or has opened it.
    folder : str or path-like
        Where the workbooks go: a folder, or one of a store that fsspec reaches, such as ``s3://bucket/clients``.
    jobs : int, optional
        How many processes work on it; as many as there are cores when left out. One is this process itself.
    backend : str
        ``loky`` for processes of this machine, ``dask`` for a cluster.
    scheduler : str, optional
        The address of the cluster's scheduler.
    template : str or path-like, optional
        A workbook of the consultant's own that carries the names; ours when left out.
    resume : bool
        Whether to go on with a batch in that folder: what is there and was made from the same row, template and
        version is kept; what was made from another is made again, unless somebody has worked in it since.
    force : bool
        Whether to replace workbooks of the same names that are there.
    on_progress : callable, optional
        Called with the report after each row.

    Returns
    -------
    BatchReport
        How many workbooks were made and kept, and the rows that failed.

    Raises
    ------
    FileExists
        If there are files in the folder, and neither `resume` nor `force` is given.
    FileError
        If the roster, the template or the folder cannot be used; if worker after worker dies, or the cluster is lost.
    ArgumentError
        If an argument is wrong.
    """
    jobs = cpu_count() if jobs is None else jobs
    _check(jobs, backend, scheduler)
    opened = roster if isinstance(roster, Roster) else open_roster(roster)
    content = template_bytes() if template is None else tried(read_bytes(template), str(template))
    rows = opened.rows()
    first = list(islice(rows, 1))  # wrong headings are told before anything is written
    place = place_of(folder)
    notes = _begin(place, resume=resume, force=force)
    ending = ".xlsx" if template is None else Path(template).suffix.lower()
    plan = Plan(place, notes, ending, (__version__, digest_of(content)), force=force)
    summary = BatchReport(opened.source, place.where, opened.read_as)
    report = ReportFile(place)
    try:
        for outcome in _outcomes(plan.steps(chain(first, rows)), jobs, backend, scheduler, place, content, notes):
            summary.add(outcome)
            notes.made(outcome)
            report.add(outcome)
            if on_progress is not None:
                on_progress(summary)
    finally:
        notes.close()
        report.close()
        if isinstance(place, Folder):
            place.clear_unfinished()
    return summary


def _check(jobs: int, backend: str, scheduler: str | None) -> None:
    """Refuse arguments that cannot be followed."""
    if jobs < 1:
        raise OutOfDomain("jobs", jobs, "is below 1; write how many processes are to work")
    if backend not in BACKENDS:
        raise UnknownWord("backend", backend, f"is not known; write {' or '.join(BACKENDS)}")
    if backend == "dask" and not scheduler:
        raise BlankArgument(
            "scheduler", None, "where the address of a Dask scheduler belongs, such as tcp://10.0.0.5:8786"
        )
    if backend != "dask" and scheduler:
        raise UnknownWord("scheduler", scheduler, 'is the address of a cluster; it goes with the backend "dask"')


def _begin(place: Place, *, resume: bool, force: bool) -> Notes:
    """Return the notes of a batch that may write to a place."""
    place.prepare()
    if not (resume or force) and any(place.names()):
        rule = "holds files already; add --resume to go on with a batch, or --force to replace those of the same names"
        raise FileExists(place.where, None, rule)
    if isinstance(place, Folder):
        place.clear_unfinished()
    notes = Notes(place)
    if resume:
        notes.recall()
    else:
        place.forget_notes()
    return notes


def _outcomes(
    steps: Iterator[Step],
    jobs: int,
    backend: str,
    scheduler: str | None,
    place: Place,
    template: bytes,
    notes: Notes,
) -> Iterator[Outcome]:
    """Yield what becomes of each row; few rows need few processes."""
    head = list(islice(steps, jobs))
    pool: Pool
    if backend == "dask":
        pool = Cluster(str(scheduler), place, template)
    else:
        needed = jobs if len(head) == jobs else sum(isinstance(step, Task) for step in head)
        pool = Processes(needed, place, template) if needed > 1 else ThisProcess(place, template)
    done = False
    try:
        yield from Dispatch(pool, notes.intend).outcomes(chain(head, steps))
        done = True
    finally:
        pool.close(at_once=not done)
