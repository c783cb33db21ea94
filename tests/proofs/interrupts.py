"""Ctrl-C at random moments: every command ends within seconds, with 130, one line, and no process left."""

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import proof_table
import psutil
from roster_files import csv_roster, small_rows

LONGEST = 5.0
"""Seconds after which a command must have ended."""

PYTHON_BEGINS = 0.1
"""Seconds within which Python has begun to run the program: before, nobody catches anything."""

COMMANDS = {
    "batch, 2 processes": ["batch", "roster.csv", "-o", "out", "--jobs", "2", "--force"],
    "batch, 1 process": ["batch", "roster.csv", "-o", "out", "--jobs", "1", "--force"],
    "collect, 2 processes": ["collect", "clients", "-o", "all.csv", "--jobs", "2", "--force"],
    "new": ["new", "--preset", "gym", "-o", "gym.xlsx", "--force"],
    "recalc": ["recalc", "one.xlsx", "-o", "other.xlsx", "--force"],
    "check": ["check", "one.xlsx"],
    "read": ["read", "one.xlsx"],
    "eval": ["eval", "=LTV_CONTINUITY(200, 10%)"],
}
WITH_LIBREOFFICE = {"new --pdf": ["new", "--preset", "gym", "-o", "pdf.xlsx", "--pdf", "--force"]}

WELL, TOO_EARLY, TOO_LATE = "stopped", "before Python had begun", "had ended already"


def started(arguments, folder):
    """Start a command in a session of its own, in which Ctrl-C is not ignored."""
    script = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
    script += "from xl_quadrant.__main__ import main; main()"
    return subprocess.Popen(
        [sys.executable, "-c", script, *arguments],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def session(leader):
    """Return the processes of a session, and what they have started in sessions of their own."""
    found = set()
    for process in psutil.process_iter():
        try:
            if os.getsid(process.pid) == leader:
                found |= {process.pid, *(child.pid for child in process.children(recursive=True))}
        except (psutil.Error, ProcessLookupError):
            continue
    return found


def interrupted(arguments, folder, delay, *, group):
    """Interrupt a command after some time; return what became of it, and how long it took to end."""
    with started(arguments, folder) as process:
        try:
            process.wait(delay)
        except subprocess.TimeoutExpired:
            pass
        else:
            process.stderr.read()
            return TOO_LATE, 0.0
        family = session(process.pid)
        began = time.monotonic()
        (os.killpg if group else os.kill)(process.pid, signal.SIGINT)
        try:
            _, err = process.communicate(timeout=20)
        except subprocess.TimeoutExpired:
            for pid in session(process.pid):
                os.kill(pid, signal.SIGKILL)
            return "hung", 20.0
        took = time.monotonic() - began
    lines = err.decode(errors="replace").splitlines()
    left = {pid for pid in family | session(process.pid) if alive_after(pid, began + LONGEST)}
    for pid in left:
        os.kill(pid, signal.SIGKILL)
    if delay < PYTHON_BEGINS and (process.returncode == -signal.SIGINT or b"xl_quadrant/command_line" not in err):
        return TOO_EARLY, took
    if left:
        return "left a process", took
    if process.returncode != 130 or len(lines) != 1 or not lines[0].startswith("xlq: stopped"):
        return f"exit {process.returncode}: {' ⏎ '.join(lines)[-2000:]}", took
    return (WELL, took) if took < LONGEST else ("too slow", took)


def alive_after(pid, until):
    """Say whether a process is alive when its time is over."""
    while psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE:
        if time.monotonic() > until:
            return True
        time.sleep(0.02)
    return False


def prepared(folder, rows=150):
    """Prepare a roster and workbooks; return how long each command takes."""
    csv_roster(folder / "roster.csv", small_rows(*(f"Client {number}" for number in range(rows))))
    csv_roster(folder / "few.csv", small_rows(*(f"Client {number}" for number in range(40))))
    run = [sys.executable, "-m", "xl_quadrant"]
    subprocess.run([*run, "batch", "few.csv", "-o", "clients"], cwd=folder, check=True, capture_output=True)
    shutil.copy(next((folder / "clients").glob("*.xlsx")), folder / "one.xlsx")


def duration(arguments, folder):
    """Return the seconds that a command takes when nobody interrupts it."""
    began = time.monotonic()
    with started(arguments, folder) as process:
        process.communicate(timeout=300)
    return time.monotonic() - began


def rounds(count, seed, commands):
    """Interrupt commands at random moments; yield command, whether the group was interrupted, outcome and seconds."""
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory(prefix="xlq-interrupts-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        prepared(folder)
        durations = {c: min(duration(arguments, folder) for _ in range(2)) for c, arguments in commands.items()}
        for number in range(count):
            command = list(commands)[number % len(commands)]
            group = chance.random() < 0.5
            yield (
                command,
                group,
                *interrupted(commands[command], folder, chance.uniform(0, durations[command]), group=group),
            )


def main():
    told = proof_table.options(__doc__, rounds=200, seed=15)
    commands = COMMANDS | (WITH_LIBREOFFICE if shutil.which("soffice") else {})
    found = list(rounds(told.rounds, told.seed, commands))
    rows = []
    for command in commands:
        ours = [(outcome, took) for name, _, outcome, took in found if name == command]
        counts = Counter(outcome for outcome, _ in ours)
        others = {outcome: count for outcome, count in counts.items() if outcome not in (WELL, TOO_EARLY, TOO_LATE)}
        slowest = max((took for outcome, took in ours if outcome != TOO_LATE), default=0.0)
        rows.append([command, len(ours), counts[WELL], counts[TOO_LATE], counts[TOO_EARLY], others or 0,
                     f"{slowest:.2f} s"])  # fmt: skip
    groups = sum(group for _, group, *_ in found)
    notes = [
        f"{groups} of them to the whole group of processes, as a terminal does, the others to the one process.",
        f"Stopped: exit code 130, one line on stderr, ended within {LONGEST:.0f} s, no process left.",
        "Exit 0 without a line: the command had done its work and was about to end when the signal came.",
    ]
    headings = ["command", "interrupts", WELL, TOO_LATE, TOO_EARLY, "anything else", "slowest end"]
    proof_table.write("interrupts", "Ctrl-C at random moments", told, headings, rows, notes)
    return any(row[5] for row in rows)


if __name__ == "__main__":
    sys.exit(main())
