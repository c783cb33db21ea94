"""Running the command line: in this process, and in one of its own."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass

import openpyxl

SMALL_CLIENT = """
name = "Café Müller [bold]"
currency = "EUR"

[today]
leads_per_month = 1000
cost_per_lead = 25
booking_rate = 0.5
show_rate = 0.6
close_rate = 0.5
core = { price = 2000 }
"""


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def answer(self):
        """What it printed, as a program reads it."""
        return json.loads(self.out)


def started(*arguments, cwd, **environment):
    """Start a command in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "xl_quadrant", *arguments],
        cwd=cwd,
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def in_its_own_process(*arguments, cwd, **environment):
    """Run a command in a process of its own; what it prints is read as UTF-8 unless the environment says otherwise."""
    with started(*arguments, cwd=cwd, **{"PYTHONIOENCODING": "utf-8", **environment}) as process:
        out, err = process.communicate(timeout=120)
    encoding = environment.get("PYTHONIOENCODING", "utf-8")
    return Ended(process.returncode, out.decode(encoding), err.decode(encoding))


def small_client(folder, text=SMALL_CLIENT):
    """Write a small client file."""
    (folder / "client.toml").write_text(text, encoding="utf-8")
    return "client.toml"


def formulas(folder, **cells):
    """Write a workbook with formulas that nobody has calculated."""
    book = openpyxl.Workbook()
    for cell, formula in cells.items():
        book.active[cell] = formula
    book.save(folder / "forecast.xlsx")
    return "forecast.xlsx"
