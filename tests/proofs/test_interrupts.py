"""A few of the interrupts that `interrupts.py` makes by the hundred."""

import sys

import interrupts
import pytest
from roster_files import csv_roster, small_rows

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform == "win32", reason="needs signals")]

WELL = {interrupts.WELL, interrupts.TOO_LATE, interrupts.TOO_EARLY}


@pytest.mark.parametrize("group", [True, False], ids=["group", "single"])
@pytest.mark.parametrize("delay", [0.2, 1.5])
def test_a_batch_that_is_interrupted_ends_with_one_line(tmp_path, delay, group):
    csv_roster(tmp_path / "roster.csv", small_rows(*(f"Client {number}" for number in range(400))))
    outcome, _ = interrupts.interrupted(interrupts.COMMANDS["batch, 2 processes"], tmp_path, delay, group=group)
    assert outcome in WELL
