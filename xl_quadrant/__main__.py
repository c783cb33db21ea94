"""``xlq``, and ``python -m xl_quadrant``: from its first moment Ctrl-C ends it, so nothing is imported up here."""

from __future__ import annotations

import atexit
import os
import signal
import sys

TYPE_CHECKING = False  # a type checker takes it for true; typing itself would cost a fiftieth of a second
if TYPE_CHECKING:
    from types import FrameType
    from typing import NoReturn

STOPPED = 130
"""The exit code after Ctrl-C, as shells have it."""


def main() -> NoReturn:
    """Run the command line, and end the process with its exit code."""
    ignored = signal.getsignal(signal.SIGINT) is signal.SIG_IGN  # as a shell starts what runs in the background
    if not ignored:
        signal.signal(signal.SIGINT, _end)
    from xl_quadrant.command_line.program import main as run

    try:
        if not ignored:
            from xl_quadrant.command_line.ctrl_c import watch

            watch()
        code = run()
        atexit._run_exitfuncs()  # noqa: SLF001 - the same that Python would do, while Ctrl-C is still watched
    except KeyboardInterrupt:  # between two steps, where nobody else takes it
        from xl_quadrant.command_line.ctrl_c import stopped
        from xl_quadrant.command_line.exits import complain

        said = stopped()
        code = complain(said, STOPPED) if said else STOPPED
    if not ignored:
        signal.signal(signal.SIGINT, _end)
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError, AttributeError):
            code = code or 1
    os._exit(code)  # at once: the rest of Python's end can neither hang nor be interrupted


def _end(_number: int, _frame: FrameType | None) -> NoReturn:
    """End before anything is begun, or after all is done."""
    os.write(2, b"xlq: stopped\n")
    os._exit(STOPPED)


if __name__ == "__main__":
    main()
