"""A Dask cluster of real processes: every file once, though workers are killed; clear errors where it ends."""

import csv
import os
import signal
import sys
from collections import Counter

import dask.config
import pytest
from bare_template import bare_template
from deadly_folders import DeadlyFolder
from distributed import Client, LocalCluster
from roster_files import SMALL, csv_roster

from xl_quadrant.batch import batch
from xl_quadrant.batch.cluster import Cluster
from xl_quadrant.batch.dispatch import Dispatch
from xl_quadrant.batch.outcomes import Task
from xl_quadrant.clients.roster_row import RosterRow
from xl_quadrant.errors import FileError
from xl_quadrant.package.parts import Package
from xl_quadrant.package.stored_values import read_names

ROWS = [{**SMALL, "name": f"Client {number % 80}", "today_core_price": 1000 + number} for number in range(100)]


@pytest.fixture(scope="module")
def cluster():
    """Return a cluster of two processes, whose nannies start them anew; a task may take two of them with it."""
    with (
        dask.config.set({"distributed.scheduler.allowed-failures": 1}),
        LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=":0") as started,
    ):
        yield started


def test_with_a_worker_killed_in_the_middle_every_file_is_there_once(cluster, tmp_path):
    roster = csv_roster(tmp_path / "r.csv", [*ROWS, {**SMALL, "name": "Wrong", "today_close_rate": 50}])
    killed = []

    def kill(report):
        if report.rows == 10:
            killed.append(next(iter(cluster.workers.values())).process.process.pid)
            os.kill(killed[0], signal.SIGKILL)

    out = tmp_path / "out"
    (tmp_path / "bare.xlsx").write_bytes(bare_template())
    told = {"backend": "dask", "scheduler": cluster.scheduler_address, "template": tmp_path / "bare.xlsx"}
    report = batch(roster, out, on_progress=kill, **told)
    assert (len(killed), report.made, report.failed) == (1, 100, 1)
    with (out / "report.csv").open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.DictReader(file))
    assert [int(line["row"]) for line in lines] == list(range(2, 103))
    files = [line["file"] for line in lines if line["status"] == "made"]
    assert sorted(files) == sorted(path.name for path in out.glob("*.xlsx"))
    assert Counter(files).most_common(1)[0][1] == 1
    for line, row in zip(lines, ROWS, strict=False):
        names = read_names(Package((out / line["file"]).read_bytes()))
        assert (names["in_client_name"], names["in_core_price_today"]) == (row["name"], row["today_core_price"])
    (out / files[5]).unlink()
    report = batch(roster, out, resume=True, **told)
    assert (report.made, report.kept, report.failed) == (1, 99, 1)


def test_a_row_that_ends_every_worker_fails_and_takes_no_other_with_it(cluster, tmp_path):
    names = [*map(str, range(9)), "Out of memory, slowly", *map(str, range(10, 14))]
    rows = [RosterRow(number, f"row {number}", {**SMALL, "name": name}) for number, name in enumerate(names)]
    folder = DeadlyFolder(tmp_path)
    folder.add_notes(b"begun")
    pool = Cluster(cluster.scheduler_address, folder, b"words")
    steps = iter([Task(row.number, row, f"{row.name}.xlsx", "origin") for row in rows])
    outcomes = list(Dispatch(pool, lambda _: None).outcomes(steps))
    pool.close()
    assert sorted(outcome.name for outcome in outcomes) == sorted(names)
    assert [outcome.name for outcome in outcomes if outcome.status == "failed"] == ["Out of memory, slowly"]


def test_a_folder_that_workers_do_not_share_is_told(cluster, tmp_path):
    pool = Cluster(cluster.scheduler_address, DeadlyFolder(tmp_path), b"words")
    row = RosterRow(2, "row 2", SMALL)
    with pytest.raises(FileError, match=r"name a folder that all share, or a store \(s3://bucket/clients\)"):
        list(Dispatch(pool, lambda _: None).outcomes(iter([Task(0, row, "Glow.xlsx", "origin")])))
    pool.close(at_once=True)


def test_workers_of_another_version_are_told(cluster, tmp_path, monkeypatch):
    monkeypatch.setattr("xl_quadrant.batch.cluster.__version__", "0.0.1")
    pool = Cluster(cluster.scheduler_address, DeadlyFolder(tmp_path), b"words")
    row = RosterRow(2, "row 2", SMALL)
    with pytest.raises(FileError, match=r"the batch 0\.0\.1; install one version on all"):
        list(Dispatch(pool, lambda _: None).outcomes(iter([Task(0, row, "Glow.xlsx", "origin")])))
    pool.close(at_once=True)


def test_a_cluster_without_workers_is_given_up(tmp_path, monkeypatch):
    monkeypatch.setattr("xl_quadrant.batch.cluster.LONGEST_WAIT", 0.1)
    with LocalCluster(n_workers=0, processes=False, dashboard_address=":0") as empty:
        told = {"backend": "dask", "scheduler": empty.scheduler_address}
        with pytest.raises(FileError, match="has had no worker for"):
            batch(csv_roster(tmp_path / "r.csv", ROWS[:2]), tmp_path / "out", **told)


def test_nobody_at_the_address_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr(Client, "__init__", refused)
    told = {"backend": "dask", "scheduler": "tcp://127.0.0.1:1"}
    with pytest.raises(FileError, match=r"tcp://127\.0\.0\.1:1: does not answer; start a scheduler"):
        batch(csv_roster(tmp_path / "r.csv", ROWS[:1]), tmp_path / "out", **told)


def refused(*_, **__):
    """Refuse a connection, as after Dask's own 30 seconds."""
    raise OSError("timed out")


def test_without_dask_it_is_told_how_to_get_it(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    told = {"backend": "dask", "scheduler": "tcp://127.0.0.1:1"}
    with pytest.raises(FileError, match=r'pip install "xl-quadrant\[dask\]"'):
        batch(csv_roster(tmp_path / "r.csv", ROWS[:1]), tmp_path / "out", **told)
