"""Work on a workbook that goes wrong in every way, to be done in a process of its own."""

import ctypes
import os
import sys
import time
from pathlib import Path

from xl_quadrant.errors import InvalidWorkbook

MISSES = InvalidWorkbook("glow.xlsx", 3, "parts are missing")


def answers(content, source):
    """Answer, after words on every way out."""
    sys.stdout.write("a library says hello")
    os.write(1, b"and so does another")
    os.write(2, b"twice")
    return content * 2, source


def raises_ours(_content, _source):
    """Raise an error of our tree."""
    raise MISSES


def raises_another(_content, _source):
    """Raise what nobody expected."""
    raise LookupError("no such thing")


def leaves(_content, _source):
    """Leave as a program does."""
    sys.exit(0)


def vanishes(_content, _source):
    """End at once, without a word."""
    os._exit(3)


def aborts(_content, _source):
    """End as a library does that finds itself in a state it cannot be in."""
    os.abort()


def segfaults(_content, _source):
    """Read where nothing is."""
    ctypes.string_at(0)


def never_ends(_content, source):
    """Keep the interpreter to itself: no thread of Python gets a turn. It says in a file when it has begun."""
    Path(source).touch()
    if sys.platform == "win32":
        ctypes.PyDLL("kernel32").Sleep(3_600_000)
    ctypes.PyDLL(None).sleep(3600)


def sleeps(_content, _source):
    """Do nothing for an hour."""
    time.sleep(3600)


def fills_the_memory(_content, _source):
    """Take more and more memory, and fill it."""
    taken = []
    while True:
        taken.append(b"\1" * (8 << 20))
