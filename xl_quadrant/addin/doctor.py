"""The doctor of the add-in: what a host needs, a line for each thing, OK or the one thing to do."""

from __future__ import annotations

import importlib.util
import struct
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

from xl_quadrant import __version__

OLDEST: Final = (3, 11)
"""The oldest Python that the package runs on."""

INSTALL: Final = "run: xlq addin --install"
"""What mends an add-in that is missing, old, or made for another Python."""


@dataclass(frozen=True, slots=True)
class Line:
    """
    One thing that was looked at.

    Parameters
    ----------
    subject : str
        What it is.
    found : str
        What was found.
    advice : str
        The one thing to do; empty where all is well.
    """

    subject: str
    found: str
    advice: str = ""

    @property
    def well(self) -> bool:
        """Whether there is nothing to do."""
        return not self.advice


def examined() -> Iterator[Line]:
    """
    Yield what was looked at on this machine, each thing when it is known.

    Yields
    ------
    Line
        One for each thing; a look that fails is a line too.
    """
    from xl_quadrant.addin import windows_checks

    looks: list[Callable[[], Line]] = [_python, _package, _xlwings]
    if sys.platform == "win32":
        looks += windows_checks.LOOKS
    else:
        looks += [partial(_elsewhere, *row) for row in _ELSEWHERE]
    for look in looks:
        try:
            yield look()
        except Exception as error:  # noqa: BLE001 - one look that fails must not hide the others
            yield Line(look_name(look), f"{type(error).__name__}: {error}", "please report this line")


def look_name(look: Callable[[], Line]) -> str:
    """Return what a look is called, from the name of its function."""
    return getattr(look, "__name__", "look").strip("_").replace("_", " ")


def _python() -> Line:
    """Say which Python this is."""
    found = f"{sys.version.split()[0]}, {8 * struct.calcsize('P')} bits, {sys.executable}"
    old = sys.version_info < OLDEST
    return Line("Python", found, f"install Python {OLDEST[0]}.{OLDEST[1]} or later from python.org" if old else "")


def _package() -> Line:
    """Say which version of the package this is, and whether what it needs is there."""
    needed = ("numpy", "pandas", "openpyxl", "pydantic", "formualizer", "scipy")
    missing = [name for name in needed if importlib.util.find_spec(name) is None]
    advice = f"run: {sys.executable} -m pip install --upgrade xl-quadrant" if missing else ""
    lacking = f", without {', '.join(missing)}" if missing else ""
    return Line("xl-quadrant", f"{__version__} in {Path(__file__).parents[1]}{lacking}", advice)


def _xlwings() -> Line:
    """Say whether xlwings is the version whose DLL the add-in loads."""
    try:
        found = version("xlwings")
    except PackageNotFoundError:
        return Line("xlwings", "not installed", f"run: {sys.executable} -m pip install xl-quadrant")
    wanted = _pinned()
    return Line("xlwings", found, "" if wanted in ("", found) else f"run: pip install xlwings=={wanted}")


def _pinned() -> str:
    """Return the version of xlwings that the installed package asks for; empty where that is not known."""
    from importlib.metadata import requires

    try:
        asked = requires("xl-quadrant") or []
    except PackageNotFoundError:
        return ""
    return next((text.split("==")[1].split(";")[0].strip() for text in asked if text.startswith("xlwings==")), "")


_ELSEWHERE: Final = (
    ("Excel with typed functions", "Excel on Windows only", ""),
    ("Excel on a Mac, on the web", "LAMBDA functions: xlq functions --into BOOK.xlsx", ""),
    ("LibreOffice Calc", "an extension: xlq addin --libreoffice -o DIR", ""),
    ("xlwings Lite", "main.py and requirements.txt: xlq addin --lite -o DIR", ""),
    ("without a spreadsheet program", "xlq recalc, xlq eval, Python", ""),
)
"""What works where there is no Excel for Windows."""


def _elsewhere(subject: str, found: str, advice: str) -> Line:
    """Return a line that tells what works here."""
    return Line(subject, found, advice)
