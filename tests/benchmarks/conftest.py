"""
How fast, as a ratio to a named peer that is timed in the same run.

These are no tests: ``pytest`` passes this folder by, ``pytest tests/benchmarks`` runs it. It needs the extra ``bench``.
Times are the process's own, so that a busy machine slows neither side more than the other; ours and its peer take
turns, and the best turn of each counts. ``--keep`` keeps what is measured in ``golden/speed.json``, which the README
shows.
"""

from __future__ import annotations

import json
import os
import platform
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

collect_ignore = ["excel_calls.py", "empty_functions.py"]
"""They run in processes of their own."""

KEPT = Path(__file__).parents[1] / "golden" / "speed.json"
"""What was measured last, by the name of the benchmark."""

ROUNDS = 15
"""How many turns each side has, unless a benchmark says otherwise."""


@dataclass(frozen=True)
class Comparison:
    """What was measured: ours and its peer in seconds, and the figure that has a limit."""

    name: str
    peer: str
    ours: float
    theirs: float
    figure: str
    limit: str


MEASURED = pytest.StashKey[list[Comparison]]()


class Against:
    """
    What times something of ours against its peer, notes the outcome and asserts that it keeps within its limit.

    Parameters
    ----------
    benchmark : BenchmarkFixture
        The fixture of pytest-benchmark, whose table and files get the turns of ours.
    request : FixtureRequest
        The request of the test.
    """

    def __init__(self, benchmark, request):
        self.benchmark, self.node = benchmark, request.node

    def __call__(self, ours, theirs, *, peer, limit, rounds=ROUNDS):
        """Time two functions without arguments in turns; ours may take `limit` times as long as its peer."""
        own, other = [], []
        ours()
        theirs()

        def turn_of_the_peer():
            other.append(seconds_of(theirs))

        self.benchmark.pedantic(lambda: own.append(seconds_of(ours)), setup=turn_of_the_peer, rounds=rounds)
        self._note(peer, min(own), min(other), min(own) / min(other), " ×", limit)

    def times(self, own, other, *, peer, limit):
        """Compare seconds that were measured in another process; ours may be `limit` times those of its peer."""
        self.benchmark.pedantic(lambda: None)
        self._note(peer, own, other, own / other, " ×", limit)

    def added(self, own, other, *, peer, limit):
        """Compare seconds that were measured in another process; ours may be `limit` microseconds more."""
        self.benchmark.pedantic(lambda: None)
        self._note(peer, own, other, (own - other) * 1e6, " µs", limit)

    def _note(self, peer, own, other, figure, unit, limit):
        """Note what was measured, and refuse what is beyond the limit."""
        self.benchmark.extra_info |= {"peer": peer, "peer_seconds": other, "figure": figure, "limit": limit}
        name = self.node.name.removeprefix("test_")
        comparison = Comparison(name, peer, own, other, f"{figure:.3g}{unit}", f"{limit:.3g}{unit}")
        self.node.config.stash.setdefault(MEASURED, []).append(comparison)
        assert figure <= limit, f"{name}: {figure:.2f}{unit} against {peer} is above {limit:g}{unit}"


def seconds_of(call):
    """Return the processor time that a call takes."""
    start = time.process_time()
    call()
    return time.process_time() - start


@pytest.fixture
def against(benchmark, request):
    """Return what times something of ours against a named peer."""
    return Against(benchmark, request)


def pytest_addoption(parser):
    """Offer to keep what is measured."""
    parser.addoption("--keep", action="store_true", help="keep what benchmarks measure in tests/golden/speed.json")


def keep(measured):
    """Put what was measured in the place of what was measured before."""
    kept = json.loads(KEPT.read_text("utf-8")) if KEPT.exists() else {}
    machine = f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"
    for one in measured:
        kept[one.name] = {"peer": one.peer, "figure": one.figure, "limit": one.limit, "machine": machine}
    KEPT.write_text(json.dumps(dict(sorted(kept.items())), indent=1, ensure_ascii=False) + "\n", "utf-8")


def pytest_terminal_summary(terminalreporter, config):
    """Print every ratio with its peer and its limit, and the machine."""
    measured = config.stash.get(MEASURED, [])
    if not measured:
        return
    if config.getoption("keep"):
        keep(measured)
    terminalreporter.section(f"against peers on {os.cpu_count()} cores, {platform.system()}")
    width = max(len(line.name) for line in measured)
    for line in measured:
        times = f"{line.ours * 1e3:9.3f} ms {line.theirs * 1e3:9.3f} ms"
        terminalreporter.write_line(
            f"{line.name:<{width}} {times} {line.figure:>9} (limit {line.limit})  peer: {line.peer}"
        )
