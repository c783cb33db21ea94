"""A batch against what its workbooks cost alone, two processes against one, and many rows against few."""

import os

import psutil
import pytest
from roster_files import csv_roster

from xl_quadrant.batch import batch
from xl_quadrant.business.client_row import flatten
from xl_quadrant.client_book.prepared_template import PreparedTemplate
from xl_quadrant.clients.presets import PRESETS, preset
from xl_quadrant.clients.rosters import open_roster

SAMPLES = [flatten(preset(name)) for name in PRESETS]


def rows(count):
    """Return so many rows, those of the presets in turn."""
    return [{**SAMPLES[number % len(SAMPLES)], "name": f"Client {number}"} for number in range(count)]


def roster(folder, count):
    """Write a roster of so many rows."""
    return csv_roster(folder / f"{count}.csv", rows(count))


def test_batch_beside_its_workbooks(against, tmp_path):
    """Reading, checking, naming, noting and reporting cost little beside the workbooks themselves."""
    path = roster(tmp_path, 20)
    clients = [row.client() for row in open_roster(path).rows()]
    prepared = PreparedTemplate()

    def alone():
        for client in clients:
            prepared.make(client)

    def as_batch():
        batch(path, tmp_path / "out", jobs=1, force=True)

    against(as_batch, alone, peer="the same workbooks, made and not kept", limit=1.5, rounds=5)


def test_many_rows_cost_each_what_few_do(against, tmp_path):
    """Cost is linear: a row of a long roster costs what it costs in a short one."""
    few, many = roster(tmp_path, 10), roster(tmp_path, 100)

    def ten_times_few():
        for _ in range(10):
            batch(few, tmp_path / "out", jobs=1, force=True)

    def once_many():
        batch(many, tmp_path / "out", jobs=1, force=True)

    against(once_many, ten_times_few, peer="ten batches of a tenth", limit=1.1, rounds=4)


@pytest.mark.skipif((os.cpu_count() or 1) < 2, reason="needs two cores")
def test_two_processes_beside_one(against, tmp_path):
    """
    By the processor time of the busiest process, which others on the machine do not change.

    From the row on where each process has learnt the template, as in the rest of a long roster.
    """
    path = roster(tmp_path, 400)

    def busiest(jobs):
        seen = []

        def look(report):
            if report.rows in (150, 400):
                seen.append(processor_times())

        batch(path, tmp_path / "out", jobs=jobs, force=True, on_progress=look)
        before, after = seen
        return max(after[process] - before.get(process, 0) for process in after)

    against.times(busiest(2), busiest(1), peer="one process", limit=1 / 1.8)


def processor_times():
    """Return the processor time of this process and those it has started."""
    own = psutil.Process()
    times = {process.pid: process.cpu_times() for process in (own, *own.children(recursive=True))}
    return {process: spent.user + spent.system for process, spent in times.items()}


def test_memory_of_many_rows_beside_few(against, tmp_path):
    """The most that a process holds among later rows is the most it held among earlier ones."""
    path = roster(tmp_path, 600)
    held = []
    batch(path, tmp_path / "out", jobs=1, force=True, on_progress=lambda _: held.append(memory_held()))
    against.times(max(held[300:]), max(held[:300]), peer="the first 300 rows (megabytes)", limit=1.03)


def memory_held():
    """Return how many gigabytes this process holds."""
    return psutil.Process().memory_info().rss / 1e9
