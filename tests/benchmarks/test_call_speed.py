"""A call from Excel with single values, through xlwings' own path on Windows, against an empty function of xlwings."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

MOST = 15
"""Microseconds that a call may take beyond that of a function with the same arguments that does nothing."""


@pytest.fixture(scope="module")
def measured():
    """Return seconds of ours and of an empty function, by function and by what is given to it."""
    script = Path(__file__).with_name("excel_calls.py")
    paths = os.pathsep.join([str(Path(__file__).parents[1] / "bridges"), os.environ.get("PYTHONPATH", "")])
    call = [sys.executable, script]
    environment = {**os.environ, "PYTHONPATH": paths}
    found = subprocess.run(call, env=environment, capture_output=True, check=True, encoding="utf-8")
    return json.loads(found.stdout.splitlines()[-1])


@pytest.mark.parametrize("given", ["numbers", "references"])
def test_the_slowest_function_called_from_excel_with(given, measured, against):
    calls = {name.partition(" of ")[0]: pair for name, pair in measured.items() if name.endswith(given)}
    assert len(calls) > 30
    name = max(calls, key=lambda name: calls[name][0] - calls[name][1])
    against.added(*calls[name], peer=f"an empty function with its arguments; the slowest is {name}", limit=MOST)


@pytest.mark.parametrize("name", ["LTV_CONTINUITY", "CASH_PER_SHOW"])
def test_a_call_from_excel_of(name, measured, against):
    against.added(*measured[f"{name} of numbers"], peer="an empty function with its arguments", limit=MOST)
