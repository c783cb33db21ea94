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

from xl_quadrant.client_book.links import without_links
from xl_quadrant.client_book.printed_set import only_printed_set
from xl_quadrant.errors import FileError
from xl_quadrant.package.parts import Package

SECONDS: Final = 240
"""How long LibreOffice may take for all it is given at once."""

_USUAL_PLACES: Final = (
    "/usr/bin/soffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.exe",
)
NOWHERE: Final = ("127.0.0.1", 9)
"""The proxy that LibreOffice is told to ask: nobody answers there."""

_SETTINGS: Final = (
    ("Office.Calc/Formula/Load", "OOXMLRecalcMode", "0"),  # always
    ("Office.Calc/Content/Update", "Link", "2"),  # never
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Inet/Settings", "ooInetProxyType", "1"),  # by hand
    ("Inet/Settings", "ooInetNoProxy", ""),
    *(("Inet/Settings", f"ooInet{kind}ProxyName", NOWHERE[0]) for kind in ("HTTP", "HTTPS", "FTP")),
    *(("Inet/Settings", f"ooInet{kind}ProxyPort", str(NOWHERE[1])) for kind in ("HTTP", "HTTPS", "FTP")),
)
"""What a profile of LibreOffice says: every formula is calculated anew, no link is followed, no macro runs."""


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


def to_pdf(content: bytes, *, everything: bool = False) -> bytes:
    """
    Return the printed pages of a workbook.

    Parameters
    ----------
    content : bytes
        An .xlsx package.
    everything : bool
        Whether every sheet is printed, and not only the set that an owner prints.

    Returns
    -------
    bytes
        A PDF: the pages of `printed_set.PRINTED_SET`, or all.

    Raises
    ------
    FileError
        If LibreOffice is not installed, fails, or takes too long.
    """
    return converted([content if everything else only_printed_set(content)], "pdf")[0]


def converted(books: Sequence[bytes], target: str) -> list[bytes]:
    """
    Return workbooks as LibreOffice converts them in one run, every formula calculated anew, every link cut.

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
    return as_they_are([without_links(Package(content)) for content in books], target)


def as_they_are(books: Sequence[bytes], target: str) -> list[bytes]:
    """
    Return workbooks as `converted` does, their links uncut: only the settings of LibreOffice forbid to follow them.

    Parameters
    ----------
    books : sequence of bytes
        Packages of .xlsx.
    target : str
        The ending of the format wanted.

    Returns
    -------
    list of bytes
        The converted files.

    Raises
    ------
    FileError
        As `converted`.
    """
    program = find_libreoffice()
    with tempfile.TemporaryDirectory(prefix="xlq-", ignore_cleanup_errors=True) as folder:
        profile, out = Path(folder) / "profile", Path(folder) / "out"
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(_profile(), encoding="utf-8")
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


def _profile() -> str:
    """Return the settings as LibreOffice keeps them."""
    items = "".join(
        f'<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop>'
        "</item>"
        for path, name, value in _SETTINGS
    )
    spaces = 'xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"'
    xsi = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<oor:items {spaces} {xsi}>{items}</oor:items>\n'


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
