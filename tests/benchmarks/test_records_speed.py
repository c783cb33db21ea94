"""A million payments read and measured against reading their file alone; 20,000 draws against their results alone."""

import csv
import subprocess
import sys

import numpy as np
import pytest

from xl_quadrant import ranges
from xl_quadrant.business.input_ranges import spans_of, with_values
from xl_quadrant.business.many_results import calculate_many
from xl_quadrant.business.result_ranges import DRAWS
from xl_quadrant.clients.presets import preset
from xl_quadrant.records.measurement import actuals

ROWS = 1_000_000
PEOPLE = 30_000
HEADINGS = (
    "id,Created date (UTC),Amount,Amount Refunded,Currency,Captured,Converted Amount,Converted Amount Refunded,"
    "Converted Currency,Decline Reason,Description,Fee,Refunded date (UTC),Statement Descriptor,Status,Seller Message,"
    "Taxes On Fee,Card ID,Customer ID,Customer Description,Customer Email,Invoice ID,Transfer"
)
MOST_MEMORY = 1_000_000
"""Kilobytes."""

MEMORY = """
import resource, sys
from xl_quadrant.records.measurement import actuals
actuals(sys.argv[1])
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    """Write a million payments of thirty thousand people."""
    path = tmp_path_factory.mktemp("payments") / "unified_payments.csv"
    with path.open("w", encoding="utf-8") as out:
        out.write(HEADINGS + "\n")
        for number in range(ROWS):
            day, who = f"2026-{1 + number % 6:02d}-{1 + number % 28:02d}", number % PEOPLE
            out.write(
                f"ch_{number},{day} 14:36:09,149.00,0.00,usd,true,149.00,0.00,usd,,Maintenance,4.62,,GLOW,Paid,"
                f"Payment complete.,0.00,card_{who},cus_{who},,p{who}@example.com,in_{number},po_{number // 100}\n"
            )
    return path


def test_a_million_payments(against, file):
    def alone():
        with file.open(encoding="utf-8", newline="") as text:
            return sum(1 for _ in csv.reader(text))

    against(lambda: actuals(file), alone, peer="Python's csv, reading the same file", limit=12, rounds=2)


def test_a_million_payments_take_less_than_a_gigabyte(file):
    ended = subprocess.run([sys.executable, "-c", MEMORY, file], capture_output=True, check=True, text=True)
    assert int(ended.stdout) < MOST_MEMORY


def test_ranges_of_one_client(against):
    client, random = preset("med_spa"), np.random.default_rng(1)
    drawn = {span.path: span.draws(random, DRAWS) for span in spans_of(client.today, {})}
    many = with_values(client.today, drawn)
    against(lambda: ranges(client), lambda: calculate_many(many, DRAWS), peer="the same results alone", limit=6)
