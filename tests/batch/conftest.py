"""A batch without its workbooks: what it does around them, at once."""

import threading

import pytest
from deadly_folders import QuickTemplate
from roster_files import csv_roster

from xl_quadrant.batch import batch


@pytest.fixture
def quick(monkeypatch, tmp_path):
    """Run a batch of rows in this process, into a folder, with workbooks of words."""
    monkeypatch.setattr("xl_quadrant.batch.workers.PreparedTemplate", QuickTemplate)
    monkeypatch.setattr("xl_quadrant.batch.run.tried", lambda template, _source: template)
    monkeypatch.setattr("xl_quadrant.batch.workers._OF_THIS_THREAD", threading.local())

    def run(rows, **told):
        roster = csv_roster(tmp_path / "roster.csv", rows)
        return batch(roster, **{"folder": tmp_path / "out", "jobs": 1, **told})

    return run
