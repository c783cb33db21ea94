"""What the doctor looks at on Windows: Excel, the add-in's file and keys, its Python, and whether it answers."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
import uuid
import zipfile
from collections.abc import Callable
from html import unescape
from importlib.metadata import version
from pathlib import Path
from typing import Final

from xl_quadrant import __version__
from xl_quadrant.addin import windows_places as places
from xl_quadrant.addin.doctor import INSTALL, Line
from xl_quadrant.addin.excel_addin import FILE_NAME
from xl_quadrant.addin.interpreter import started_python

SLOW: Final = 15_000
"""Milliseconds after which a start is worth a word."""

_STORE: Final = "\\windowsapps\\"


def store_python() -> Line:
    """Say whether this Python comes from the Microsoft Store, whose folders other programs may not open."""
    found = _STORE in sys.executable.lower()
    advice = "install Python from python.org, then xl-quadrant in it, and run xlq addin --install there"
    return Line("Python of the Microsoft Store", "yes" if found else "no", advice if found else "")


def python_path() -> Line:
    """Say whether the DLL can start this Python: it takes the letters of the machine's code page only."""
    path = started_python()
    try:
        path.encode("mbcs", "strict")
    except UnicodeEncodeError:
        return Line("path of Python", path, "install Python in a folder whose name has plain letters only")
    return Line("path of Python", path)


def library() -> Line:
    """Say whether the DLL of xlwings lies where the add-in looks: beside python.exe, or one folder above."""
    name = f"xlwings64-{version('xlwings')}.dll"
    folder = Path(sys.executable).parent
    found = next((path for path in (folder / name, folder.parent / name) if path.exists()), None)
    reinstall = f"run: pip install --force-reinstall --no-deps xlwings=={version('xlwings')}"
    return Line("DLL of xlwings", str(found or f"no {name} beside {sys.executable}"), "" if found else reinstall)


def excel() -> Line:
    """Say which Excel is installed, and whether it is the one of the Store."""
    winreg = places.registry()
    key = r"Software\Microsoft\Windows\CurrentVersion\App Paths\excel.exe"
    for root in (winreg.HKEY_CURRENT_USER, winreg.HKEY_LOCAL_MACHINE):
        try:
            path = winreg.QueryValue(root, key)
        except OSError:
            continue
        store = _STORE in path.lower()
        return Line(
            "Excel", path, "install Office from office.com: that of the Store starts no Python" if store else ""
        )
    return Line("Excel", "not found", "install Excel 2016 or later for Windows")


def add_in_file() -> Line:
    """Say whether the add-in is in its folder, and of this version."""
    path = places.add_in_folder() / FILE_NAME
    if not path.exists():
        return Line("add-in file", f"no {path}", INSTALL)
    with zipfile.ZipFile(path) as package:
        made = b"xlqTab" in package.read("customUI/customUI14.xml")
    return Line("add-in file", str(path), "" if made else INSTALL)


def add_in_python() -> Line:
    """Say which Python the add-in starts, and whether it is this one."""
    path = places.add_in_folder() / FILE_NAME
    if not path.exists():
        return Line("Python in the add-in's conf sheet", "no add-in", INSTALL)
    with zipfile.ZipFile(path) as package:
        texts = re.findall(r"<t [^>]*>(.*?)</t>", package.read("xl/worksheets/sheet1.xml").decode())
    rows = dict(zip(map(unescape, texts[::2]), map(unescape, texts[1::2]), strict=False))
    started, made = rows.get("Interpreter", ""), rows.get("Version", "")
    same = started.lower() == started_python().lower() and made == __version__
    return Line("Python in the add-in's conf sheet", f"{started}, made by xl-quadrant {made}", "" if same else INSTALL)


def opened() -> Line:
    """Say whether Excel opens the add-in when it starts."""
    found = [name for name, text in places.open_values().items() if text.strip('"').lower().endswith(FILE_NAME)]
    texts = {1: f"{found[0]} in HKCU\\{places.OPTIONS}" if found else "", 0: "no value OPEN names the add-in"}
    advice = "run: xlq addin --uninstall, then xlq addin --install" if len(found) > 1 else "" if found else INSTALL
    return Line("opened by Excel", texts.get(len(found), f"{len(found)} times"), advice)


def mark_of_the_web() -> Line:
    """Say whether the add-in's file carries the mark of a download, with which Office runs no macros."""
    path = places.add_in_folder() / FILE_NAME
    marked = path.exists() and Path(f"{path}:Zone.Identifier").exists()
    advice = "right-click the file, Properties, Unblock; or run: xlq addin --install"
    return Line("Mark of the Web", "on the add-in's file" if marked else "none", advice if marked else "")


def one_drive() -> Line:
    """Say whether the folder of add-ins or Python lies in OneDrive, which may take files away."""
    drives = [
        os.environ[name] for name in ("OneDrive", "OneDriveCommercial", "OneDriveConsumer") if os.environ.get(name)
    ]
    looked_at = (str(places.add_in_folder()), sys.executable)
    inside = [path for path in looked_at if any(path.lower().startswith(drive.lower()) for drive in drives)]
    advice = "install Python outside OneDrive, then run xlq addin --install there"
    return Line("OneDrive", ", ".join(inside) or "neither Python nor add-in lie in it", advice if inside else "")


def disabled() -> Line:
    """Say whether Excel has disabled the add-in after a crash."""
    found = places.disabled_items(FILE_NAME)
    return Line(
        "disabled by Excel", "yes, after a crash" if found else "no", f"close Excel, then {INSTALL}" if found else ""
    )


def server() -> Line:
    """Start the add-in's Python as a COM server, call a function, and say how long that takes."""
    import pythoncom
    import win32com.client

    identity = f"{{{uuid.uuid4()}}}".upper()
    command = [sys.executable, "-P", "-m", "xl_quadrant.addin.server", identity]
    start = time.perf_counter()
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:  # noqa: S603 - our own module
        try:
            while process.poll() is None and time.perf_counter() - start < 4 * SLOW / 1000:
                try:
                    made = pythoncom.CoCreateInstance(
                        pythoncom.MakeIID(identity), None, pythoncom.CLSCTX_LOCAL_SERVER, pythoncom.IID_IDispatch
                    )
                except pythoncom.com_error:
                    time.sleep(0.05)
                    continue
                answer = win32com.client.Dispatch(made).Call("LTV_CONTINUITY", (200.0, 0.1))
                took = 1000 * (time.perf_counter() - start)
                advice = (
                    "" if answer == 2000.0 and took < SLOW else "except the folder of Python from the virus scanner"
                )
                return Line("COM server", f"LTV_CONTINUITY(200, 10%) = {answer:g} after {took:.0f} ms", advice)
        finally:
            process.kill()
        errors = (process.stderr.read() if process.stderr else b"").decode("utf-8", "replace").strip().splitlines()
    return Line("COM server", errors[-1] if errors else "does not answer", "run: pip install --force-reinstall pywin32")


LOOKS: Final[list[Callable[[], Line]]] = [
    store_python, python_path, library, excel, add_in_file, add_in_python, opened, mark_of_the_web, one_drive, disabled,
    server,
]  # fmt: skip
"""What is looked at, in this order."""
