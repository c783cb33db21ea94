"""
Work on a workbook in a process of its own, with limits of time and memory.

The process imports what its work needs and nothing of the program that asks, so that a script needs no
``if __name__ == "__main__"``. It is ended when it goes beyond a limit, when somebody presses Ctrl-C, and by a timer of
its own should the program that asked be gone.
"""

from __future__ import annotations

import faulthandler
import os
import pickle
import signal
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar, cast

from xl_quadrant.errors import InvalidWorkbook, OutOfDomain, XlQuadrantError

if TYPE_CHECKING:
    import subprocess
    from concurrent.futures import Future

Answer = TypeVar("Answer")

SECONDS: Final = 120.0
"""How long work on one workbook may take, unless told otherwise."""

MEGABYTES: Final = 4096.0
"""How much memory work on one workbook may fill, unless told otherwise."""

LONGEST: Final = 86_400
"""The most seconds that may be allowed: a day."""

_BETWEEN_LOOKS: Final = 0.02
"""Seconds between two looks at what the process fills; in that time it cannot fill much more."""

_GRACE: Final = 3
"""Seconds after which the process ends itself, when nobody has done so at its limit."""

_PROGRAM: Final = "import sys; sys.path[:] = sys.argv[1:]; from xl_quadrant.engine.own_process import serve; serve()"


@dataclass(frozen=True, slots=True)
class Limits:
    """
    What work on one workbook may take.

    Parameters
    ----------
    seconds : float
        How long, the start of its process included, which takes about half a second.
    megabytes : float
        How much memory, that of the empty process included, which is about 60.

    Raises
    ------
    OutOfDomain
        If one is negative or no number, or the time longer than a day.
    """

    seconds: float = SECONDS
    megabytes: float = MEGABYTES

    def __post_init__(self) -> None:
        if not 0 <= self.seconds <= LONGEST:
            raise OutOfDomain("seconds", self.seconds, f"is not between 0 and {LONGEST:,}")
        if not self.megabytes >= 0:
            raise OutOfDomain("megabytes", self.megabytes, "is not 0 or more")


def within(limits: Limits, work: Callable[[bytes, str], Answer], content: bytes, source: str) -> Answer:
    """
    Return what a function makes of a workbook, if it can within limits.

    Parameters
    ----------
    limits : Limits
        What it may take.
    work : callable
        A function of a module, or a `functools.partial` of one, which takes the workbook and what an error calls it.
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
        If it takes too long or too much memory, or its process ends without an answer.
    XlQuadrantError
        What the function raises.
    """
    from concurrent.futures import ThreadPoolExecutor, wait

    asked = pickle.dumps((limits.seconds, work, content, source))
    until = time.monotonic() + limits.seconds
    with ThreadPoolExecutor(1) as thread:  # a thread is never interrupted: no process is lost while it starts
        starting = thread.submit(_started)
        try:
            said = thread.submit(lambda: starting.result().communicate(asked)[0])
            while not wait([said], _BETWEEN_LOOKS).done:
                _refuse_more(starting, limits, until - time.monotonic(), source)
        finally:
            process = starting.result()
            process.kill()
            process.wait()
    if process.returncode:
        raise InvalidWorkbook(source, None, _failing(_ending(process.returncode)))
    error, answer = pickle.loads(said.result())  # noqa: S301 - what our own process wrote
    if error is not None:
        raise error
    return cast("Answer", answer)


def serve() -> None:
    """Be that process: read a function and a workbook from stdin, write the answer or the error to stdout."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is not mistaken for the answer
    seconds, work, content, source = pickle.load(sys.stdin.buffer)  # noqa: S301 - what the program that asks wrote
    with Path(os.devnull).open("w") as nowhere, answers:
        faulthandler.dump_traceback_later(seconds + _GRACE, exit=True, file=nowhere)
        pickle.dump(_done(work, content, source), answers)
    os._exit(0)  # at once: nothing that a library left behind keeps it


def _done(work: Callable[[bytes, str], object], content: bytes, source: str) -> tuple[XlQuadrantError | None, object]:
    """Do the work: return its error or nothing, and its answer or nothing."""
    try:
        return None, work(content, source)
    except XlQuadrantError as error:
        return error, None
    except BaseException as error:  # noqa: BLE001 - a panic of the engine is no Exception
        traceback.print_exc()
        return InvalidWorkbook(source, None, _failing(f"{type(error).__name__}: {error}")), None


def _started() -> subprocess.Popen[bytes]:
    """Start the process, which leaves Ctrl-C to the program that asks."""
    import subprocess

    if sys.platform != "win32":
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})  # of this thread; the process inherits it
    flags = 0
    if sys.platform == "win32":
        flags = subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW
    return subprocess.Popen(  # noqa: S603 - our own Python, and no shell
        [sys.executable, "-P", "-c", _PROGRAM, *sys.path],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=None if sys.flags.dev_mode else subprocess.DEVNULL,
        creationflags=flags,
    )


def _refuse_more(process: Future[subprocess.Popen[bytes]], limits: Limits, left: float, source: str) -> None:
    """Refuse to wait for a process that has gone beyond a limit."""
    advice = "look for formulas over whole columns, or allow more"
    if left <= 0:
        raise InvalidWorkbook(source, None, f"takes longer than {limits.seconds:g} seconds to calculate; {advice}")
    if process.done() and _filled(process.result().pid) > limits.megabytes:
        raise InvalidWorkbook(source, None, f"takes more than {limits.megabytes:g} MB to calculate; {advice}")


def _filled(pid: int) -> float:
    """Return the megabytes a process fills; on Windows, where the Python of a venv starts another, with those."""
    import psutil

    try:
        process = psutil.Process(pid)
        family = [process, *process.children(recursive=True)] if sys.platform == "win32" else [process]
        return float(sum(member.memory_info().rss for member in family)) / 2**20
    except psutil.Error:
        return 0.0  # it has just ended


def _failing(how: str) -> str:
    """Return what is said of a workbook whose work ended without an answer."""
    return f"makes the calculation fail ({how}); open it in Excel, and please report it"


def _ending(code: int) -> str:
    """Return how a process ended."""
    try:
        return signal.Signals(-code).name
    except ValueError:
        return f"exit code {code}"
