"""Workers that die, hang or are killed: found out, tried again alone, reported; never a hang, no row lost."""

import signal
import subprocess
import sys
from collections import Counter
from concurrent.futures import CancelledError, Future

import psutil
import pytest
from deadly_folders import DeadlyFolder
from roster_files import SMALL

from xl_quadrant.batch.dispatch import DIED, Dispatch
from xl_quadrant.batch.outcomes import KEPT, MADE, Task
from xl_quadrant.batch.pools import Processes
from xl_quadrant.clients.roster_row import RosterRow
from xl_quadrant.errors import FileError


def tasks(*names):
    """Return a task for each name."""
    rows = [RosterRow(number, f"row {number}", {**SMALL, "name": name}) for number, name in enumerate(names)]
    return [Task(row.number, row, f"{row.name}.xlsx", "origin") for row in rows]


def dispatched(pool, steps, intended=None):
    """Return what became of each row, in their order."""
    try:
        outcomes = Dispatch(pool, (intended if intended is not None else []).extend).outcomes(iter(steps))
        return sorted(outcomes, key=lambda outcome: outcome.order)
    finally:
        pool.close(at_once=True)


class Dies(Exception):
    """The death of a worker that is none."""


class FakePool:
    """Workers in name only: what a name begins with is what becomes of its row."""

    deaths = (Dies,)
    rows_at_once = 3
    window = 4

    def __init__(self, *, one_death_ends_all):
        self.one_death_ends_all = one_death_ends_all
        self.lots, self.renewed, self.checked = [], 0, 0

    def submit(self, lot):
        self.lots.append([task.row.name for task in lot])
        future = Future()
        names = " ".join(task.row.name for task in lot)
        if "dies" in names:
            future.set_exception(Dies())
        elif "lost" in names:
            future.set_exception(CancelledError())
        else:
            future.set_result([task.done(MADE) for task in lot])
        return future

    def renew(self):
        self.renewed += 1

    def check(self):
        self.checked += 1

    def close(self, *, at_once):
        assert at_once


def test_a_row_that_ends_its_process_or_hangs_takes_no_other_with_it(tmp_path):
    names = [f"Client {number}" for number in range(12)]
    names[3], names[8] = "Hangs once", "Out of memory"
    intended = []
    pool = Processes(1, DeadlyFolder(tmp_path), b"words", longest_row=0.5)
    outcomes = dispatched(pool, tasks(*names), intended)
    assert [outcome.name for outcome in outcomes] == names
    assert Counter(outcome.status for outcome in outcomes) == {"made": 11, "failed": 1}
    (problem,) = outcomes[8].problems
    assert problem.reason == DIED
    assert {path.stem for path in tmp_path.glob("*.xlsx")} == {*names} - {"Out of memory"}
    assert [task.row.name for task in intended] == names


@pytest.mark.parametrize("one_death_ends_all", [True, False])
def test_rows_that_went_out_with_one_that_dies_are_tried_alone(one_death_ends_all):
    names = [*map(str, range(9)), "dies", *map(str, range(10, 20))]
    pool = FakePool(one_death_ends_all=one_death_ends_all)
    outcomes = dispatched(pool, tasks(*names))
    assert [outcome.name for outcome in outcomes] == names
    assert [outcome.status for outcome in outcomes].count("failed") == 1
    (together,) = [lot for lot in pool.lots if "dies" in lot and len(lot) > 1]
    assert all([name] in pool.lots for name in together)
    assert max(map(len, pool.lots)) == pool.rows_at_once
    assert pool.renewed == 2


def test_death_after_death_ends_the_batch():
    pool = FakePool(one_death_ends_all=True)
    with pytest.raises(FileError, match="process after process died; try it with fewer --jobs, and --resume"):
        dispatched(pool, tasks(*["dies"] * 40))
    assert sum(map(len, pool.lots)) < 40


def test_deaths_between_rows_that_are_made_end_nothing():
    names = ["dies" if number % 2 else "made" for number in range(20)]
    outcomes = dispatched(FakePool(one_death_ends_all=True), tasks(*names))
    assert Counter(outcome.status for outcome in outcomes) == {"made": 10, "failed": 10}


def test_what_a_worker_raises_that_is_no_death_ends_the_batch():
    pool = FakePool(one_death_ends_all=False)
    with pytest.raises(FileError, match="a worker cannot go on: CancelledError"):
        dispatched(pool, tasks("One", "lost"))
    assert pool.checked == 1


def test_rows_that_need_nothing_made_pass_through():
    steps = [task.done(KEPT) if task.order % 2 else task for task in tasks("One", "Two", "Three", "Four")]
    outcomes = dispatched(FakePool(one_death_ends_all=True), steps)
    assert [outcome.status for outcome in outcomes] == ["made", "kept", "made", "kept"]


KILLED = """
import os, signal
import psutil
from xl_quadrant.storage.folders import Folder
from xl_quadrant.batch.pools import Processes

pool = Processes(2, Folder("."), b"")
pool.submit([]).result()
print(*(process.pid for process in psutil.Process().children(recursive=True)), flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="kills by a signal")
def test_workers_that_wait_end_when_the_batch_is_killed():
    with subprocess.Popen([sys.executable, "-c", KILLED], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as batch:
        workers = [psutil.Process(int(pid)) for pid in batch.stdout.readline().split()]
        assert batch.wait() == -signal.SIGKILL
    assert len(workers) >= 2
    assert psutil.wait_procs(workers, timeout=60)[1] == []
