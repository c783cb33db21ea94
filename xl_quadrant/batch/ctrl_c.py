"""Ctrl-C and the processes that work for this one: it is for this one alone, and never in the middle of a start."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


def leave_ctrl_c() -> None:
    """Leave Ctrl-C to the process that gives the work: it ends its workers itself."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


@contextmanager
def ctrl_c_waits() -> Iterator[None]:
    """
    Hold Ctrl-C back while processes start, which then never get it, and let it through afterwards.

    Another thread may take the signal even while this one refuses it, and Python would interrupt this one all the same,
    with a lock of the pool in its hand; so for that time Ctrl-C is only remembered.

    Yields
    ------
    None
        In another thread than the main one nothing is held back: Python interrupts the main one only.
    """
    before = signal.getsignal(signal.SIGINT)
    if threading.current_thread() is not threading.main_thread() or not callable(before):
        yield
        return
    pressed: list[FrameType | None] = []
    signal.signal(signal.SIGINT, lambda _number, frame: pressed.append(frame))
    masks = hasattr(signal, "pthread_sigmask")  # what is started now inherits it
    if masks:
        from multiprocessing.resource_tracker import ensure_running

        ensure_running()  # before, because Python lets Ctrl-C through again once it has started this helper
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT}) if masks else set()
    try:
        yield
    finally:
        if masks:
            signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        signal.signal(signal.SIGINT, before)
        if pressed:
            before(signal.SIGINT, pressed[0])
