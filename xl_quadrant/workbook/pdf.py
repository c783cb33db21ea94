"""The printed pages of a workbook, through LibreOffice where it is installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Final

from xl_quadrant.errors import FileError

SECONDS: Final = 180
"""How long LibreOffice may take."""

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
    return converted(content, "pdf")


def converted(content: bytes, target: str) -> bytes:
    """
    Return a workbook as LibreOffice converts it, every formula calculated anew.

    Parameters
    ----------
    content : bytes
        An .xlsx package.
    target : str
        The ending of the format wanted, such as ``pdf`` or ``xlsx``.

    Returns
    -------
    bytes
        The converted file.

    Raises
    ------
    FileError
        If LibreOffice is not installed, fails, or takes too long.
    """
    program = find_libreoffice()
    with tempfile.TemporaryDirectory(prefix="xlq-", ignore_cleanup_errors=True) as folder:
        profile, book, out = Path(folder) / "profile", Path(folder) / "book.xlsx", Path(folder) / "out"
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(_RECALCULATE, encoding="utf-8")
        book.write_bytes(content)
        command = [program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", target,
                   "--outdir", os.fspath(out), os.fspath(book)]  # fmt: skip
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=SECONDS)  # noqa: S603 - the program found
            return (out / f"book.{target}").read_bytes()
        except (subprocess.SubprocessError, OSError) as error:
            raise FileError("LibreOffice", target, f"could not be made ({type(error).__name__}); try again") from error
