"""Work that takes longer than Excel may wait: a command of ``xlq`` in a process of its own, watched and stopped."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

MOST_TEXT: Final = 900
"""So many characters of what was printed are shown; a message box of VBA has no room for more."""


class LongWork:
    """
    A command of ``xlq`` at work.

    Parameters
    ----------
    words : sequence of str
        What follows ``xlq``.
    """

    def __init__(self, words: Sequence[str]) -> None:
        self._printed = tempfile.TemporaryFile()  # noqa: SIM115 - read when the process has ended
        self._began = time.monotonic()
        self._stopped = False
        self._report: tuple[bool, float, int, str] | None = None
        environment = {**os.environ, "PYTHONIOENCODING": "utf-8", "COLUMNS": "76", "NO_COLOR": "1"}
        self._process = subprocess.Popen(  # noqa: S603 - our own command line, its words not through a shell
            [_console_python(), "-P", "-m", "xl_quadrant", *words],
            stdin=subprocess.DEVNULL,
            stdout=self._printed,
            stderr=subprocess.STDOUT,
            env=environment,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )

    @property
    def running(self) -> bool:
        """Whether the command is still at work."""
        return self._process.poll() is None

    def progress(self) -> tuple[bool, float, int, str]:
        """
        Say how far the command is.

        Returns
        -------
        tuple
            Whether it is at work, its seconds, its exit code (-1 if it was stopped) and what it printed.
        """
        seconds = time.monotonic() - self._began
        if self._report is not None:
            return self._report
        if self.running:
            return True, seconds, 0, ""
        with self._printed:
            self._printed.seek(0)
            printed = self._printed.read()
        text = printed.decode("utf-8", "replace").replace("\r\n", "\n").strip()
        shown = text if len(text) <= MOST_TEXT else f"{text[: MOST_TEXT - 2]} …"
        self._report = False, seconds, -1 if self._stopped else self._process.returncode, shown
        return self._report

    def stop(self) -> bool:
        """
        End the command.

        Returns
        -------
        bool
            Whether it was at work.
        """
        if not self.running:
            return False
        self._stopped = True
        self._process.kill()
        self._process.wait(10)
        return True


def _console_python() -> str:
    """Return the Python with standard streams beside the one without, which the server runs in."""
    here = Path(sys.executable)
    beside = here.with_name(here.name.lower().replace("pythonw", "python"))
    return str(beside if beside.exists() else here)
