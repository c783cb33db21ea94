"""Which Python a spreadsheet program starts."""

from __future__ import annotations

import sys
from pathlib import Path


def started_python() -> str:
    """
    Return the path of this Python, as Excel starts it: without a console where there is such a one.

    Returns
    -------
    str
        The whole path.
    """
    here = Path(sys.executable)
    beside = here.with_name(here.name.lower().replace("python", "pythonw"))
    windowless = sys.platform == "win32" and "pythonw" not in here.name.lower() and beside.exists()
    return str(beside if windowless else here)
