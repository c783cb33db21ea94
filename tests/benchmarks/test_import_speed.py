"""What Excel waits for when it first calls us, in fresh processes."""

import subprocess
import sys

MOST = 1.3
"""How many times as long the import may take as that of what it is made with."""


TURNS = 12


def import_seconds(statement):
    """Return the processor time of a statement in a process of its own."""
    script = f"import time; start = time.process_time(); {statement}; print(time.process_time() - start)"
    found = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, encoding="utf-8")
    return float(found.stdout.splitlines()[-1])


def test_import_udfs(against):
    peer = "import numpy, xlwings"
    turns = [(import_seconds("import udfs"), import_seconds(peer)) for _ in range(TURNS)]
    against.times(*map(min, zip(*turns, strict=True)), peer=peer, limit=MOST)
