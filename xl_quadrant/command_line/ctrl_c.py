"""
Ctrl-C while a command works: it stops within seconds, says so in one line, and leaves no process behind.

The first Ctrl-C raises KeyboardInterrupt, as Python has it, so that what is open is closed. Should that not come to an
end, because a library waits for something or swallows the exception, the program is ended from outside of what waits.
Further presses change nothing.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from types import FrameType
from typing import Any, Final

PATIENCE: Final = 3.0
"""Seconds that a command has to stop by itself."""

_pressed = threading.Event()
_said = threading.Lock()
_told: list[str] = []


def watch() -> None:
    """Watch for Ctrl-C from now on; for a program of its own, never within another."""
    signal.signal(signal.SIGINT, _stop)
    sys.unraisablehook = _quiet
    os.environ.setdefault("PYTHONWARNINGS", "ignore::UserWarning")  # of helpers that outlive the workers of a pool
    if sys.platform != "win32":  # there a number can only be that of a socket
        reading, writing = os.pipe()
        os.set_blocking(writing, False)
        signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
        threading.Thread(target=_see, args=(reading,), daemon=True).start()


def pressed() -> bool:
    """
    Say whether somebody has pressed Ctrl-C.

    Returns
    -------
    bool
        True even where a library has swallowed the KeyboardInterrupt.
    """
    return _pressed.is_set()


def tell(words: str) -> None:
    """
    Have something said beside "stopped".

    Parameters
    ----------
    words : str
        Such as how far it got, and how it goes on.
    """
    _told[:] = [words]


def stopped() -> str:
    """
    Return what is said when a command was stopped, the first time it is asked for.

    Returns
    -------
    str
        One line without its end; empty if somebody else says it.
    """
    if not _said.acquire(blocking=False):
        return ""
    return ": ".join(("stopped", *_told))


def forget() -> None:
    """Begin anew: a command that is about to run has not been stopped."""
    _pressed.clear()
    _told.clear()
    if _said.locked():
        _said.release()


def _stop(_number: int, _frame: FrameType | None) -> None:
    """Stop what the program does, once."""
    if _pressed.is_set():
        return
    _pressed.set()
    if sys.platform == "win32":
        threading.Thread(target=_end_late, daemon=True).start()
    raise KeyboardInterrupt


def _see(reading: int) -> None:
    """Wait for a Ctrl-C, also while the program is deep in a library; give it time, then end it."""
    while signal.SIGINT not in os.read(reading, 64):
        pass
    _end_late()


def _end_late() -> None:
    """End the program, with every process it has started, if it does not end by itself."""
    time.sleep(PATIENCE)
    try:
        import psutil

        for process in psutil.Process().children(recursive=True):
            process.kill()
    except Exception:  # noqa: S110, BLE001 - whatever is the matter, the program must end
        pass
    line = stopped()
    if line:
        os.write(2, f"xlq: {line}\n".encode(errors="replace"))
    os._exit(130)


def _quiet(unraisable: Any) -> None:
    """Print what Python cannot raise, but no Ctrl-C: it is said once, at the end."""
    if unraisable.exc_type is not KeyboardInterrupt:
        sys.__unraisablehook__(unraisable)
