"""Work on a workbook in a process of its own, which is ended when its time is up or somebody presses Ctrl-C."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing import get_context, resource_tracker
from multiprocessing.connection import Connection
from typing import TypeVar

from xl_quadrant.errors import InvalidWorkbook, XlQuadrantError

Answer = TypeVar("Answer")


def within(seconds: float, work: Callable[[bytes, str], Answer], content: bytes, source: str) -> Answer:
    """
    Return what a function makes of a workbook, if it is done in time.

    Parameters
    ----------
    seconds : float
        How long it may take.
    work : callable
        A function of a module, which takes the workbook and what an error calls it.
    content : bytes
        The workbook.
    source : str
        What an error calls it.

    Returns
    -------
    object
        The answer of the function.

    Raises
    ------
    InvalidWorkbook
        If it takes too long, or its process ends without an answer.
    XlQuadrantError
        What the function raises.
    """
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs, work), daemon=True)
    try:
        with _ctrl_c_kept_from_children():
            process.start()
        theirs.close()
        ours.send((content, source))
        if not ours.poll(seconds):
            rule = f"takes longer than {seconds:g} seconds to calculate; look for formulas over whole columns"
            raise InvalidWorkbook(source, None, rule)
        error, answer = ours.recv()
    except (EOFError, BrokenPipeError) as error:
        raise InvalidWorkbook(source, None, "made the headless engine fail; open it in Excel") from error
    finally:
        ours.close()
        if process.pid is not None:
            process.kill()
            process.join()
    if error is not None:
        raise error
    return answer  # type: ignore[no-any-return]  # what comes through a pipe has no type


@contextmanager
def _ctrl_c_kept_from_children() -> Iterator[None]:
    """Start a process that leaves Ctrl-C to its parent, which ends it; otherwise both would report the stop."""
    if sys.platform == "win32":
        yield
        return
    resource_tracker.ensure_running()  # multiprocessing lets Ctrl-C through again when it starts this one
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _serve(connection: Connection, work: Callable[[bytes, str], Answer]) -> None:
    """Do the work for the process that waits; if that has gone, nobody is to hear of it."""
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):
        content, source = connection.recv()
        try:
            connection.send((None, work(content, source)))
        except XlQuadrantError as error:
            connection.send((error, None))
