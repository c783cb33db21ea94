"""What LibreOffice makes of a workbook where it is installed: its printed pages, its own recalculation."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import psutil

from xl_quadrant.errors import FileError

SECONDS: Final = 240
"""How long LibreOffice may take for all it is given at once."""

_USUAL_PLACES: Final = (
    "/usr/bin/soffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.exe",
)
_RECALCULATE: Final = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" \
xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">\
<value>0</value></prop></item>
</oor:items>
"""


def find_libreoffice() -> str:
    """
    Return the program of LibreOffice.

    Returns
    -------
    str
        Its path.

    Raises
    ------
    FileError
        If it is not installed; says how to get it.
    """
    found = shutil.which("soffice") or next((place for place in _USUAL_PLACES if Path(place).is_file()), None)
    if found is None:
        commands = "apt install libreoffice-calc, brew install --cask libreoffice"
        rule = f"is not installed; get it from libreoffice.org, or: {commands}"
        raise FileError("LibreOffice", "soffice", rule)
    return found


def to_pdf(content: bytes) -> bytes:
    """
    Return the printed pages of a workbook.

    Parameters
    ----------
    content : bytes
        An .xlsx package.

    Returns
    -------
    bytes
        A PDF with every printed page.

    Raises
    ------
    FileError
        If LibreOffice is not installed, fails, or takes too long.
    """
    return converted([content], "pdf")[0]


def converted(books: Sequence[bytes], target: str) -> list[bytes]:
    """
    Return workbooks as LibreOffice converts them in one run, every formula calculated anew.

    Parameters
    ----------
    books : sequence of bytes
        Packages of .xlsx.
    target : str
        The ending of the format wanted, such as ``pdf`` or ``xlsx``.

    Returns
    -------
    list of bytes
        The converted files, in the same order.

    Raises
    ------
    FileError
        If LibreOffice is not installed, fails, or takes too long.
    """
    program = find_libreoffice()
    with tempfile.TemporaryDirectory(prefix="xlq-", ignore_cleanup_errors=True) as folder:
        profile, out = Path(folder) / "profile", Path(folder) / "out"
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(_RECALCULATE, encoding="utf-8")
        paths = [Path(folder) / f"book{number}.xlsx" for number in range(len(books))]
        for path, content in zip(paths, books, strict=True):
            path.write_bytes(content)
        command = [program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", target,
                   "--outdir", os.fspath(out), *map(os.fspath, paths)]  # fmt: skip
        try:
            _run(command)
            return [(out / f"{path.stem}.{target}").read_bytes() for path in paths]
        except (subprocess.SubprocessError, OSError) as error:
            raise FileError("LibreOffice", target, f"could not be made ({type(error).__name__}); try again") from error


def _run(command: Sequence[str]) -> None:
    """Run a program in a group of its own, and end it with all it has started if it takes too long or Ctrl-C comes."""
    with subprocess.Popen(  # noqa: S603 - the program found
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        try:
            code = process.wait(SECONDS)
        except BaseException:
            _end(process)
            raise
    if code:
        raise subprocess.CalledProcessError(code, command)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a program and what it has started: soffice only starts another program."""
    family = [process.pid]
    with contextlib.suppress(psutil.Error):
        family += [child.pid for child in psutil.Process(process.pid).children(recursive=True)]
    for pid in family:
        with contextlib.suppress(psutil.Error):
            psutil.Process(pid).kill()
