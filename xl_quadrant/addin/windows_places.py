"""Where Windows and Excel keep what an add-in needs: folders of the user and keys of the registry, none for others."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any, Final

EXCEL: Final = r"Software\Microsoft\Office\16.0\Excel"
"""The keys of Excel 2016 to 365 of the user."""

OPTIONS: Final = rf"{EXCEL}\Options"
"""Where the values OPEN, OPEN1, OPEN2 … name the add-ins that Excel opens."""

ADD_IN_MANAGER: Final = rf"{EXCEL}\Add-in Manager"
"""Where Excel remembers add-ins that are not loaded."""

DISABLED: Final = rf"{EXCEL}\Resiliency\DisabledItems"
"""Where Excel remembers what it will not load again after a crash."""


def registry() -> Any:
    """Return the module of the registry, which only Windows has."""
    return import_module("winreg")


def add_in_folder() -> Path:
    """Return the user's folder of add-ins, which Excel trusts."""
    return Path(os.environ["APPDATA"]) / "Microsoft" / "AddIns"


def values(path: str) -> dict[str, Any]:
    """Return the values of a key of the user; none if there is no such key."""
    winreg = registry()
    found: dict[str, Any] = {}
    with suppress(FileNotFoundError), winreg.OpenKey(winreg.HKEY_CURRENT_USER, path) as key:
        for number in range(winreg.QueryInfoKey(key)[1]):
            name, value, _ = winreg.EnumValue(key, number)
            found[name] = value
    return found


def set_value(path: str, name: str, text: str) -> None:
    """Set a text of a key of the user."""
    winreg = registry()
    with winreg.CreateKeyEx(winreg.HKEY_CURRENT_USER, path) as key:
        winreg.SetValueEx(key, name, 0, winreg.REG_SZ, text)


def delete_value(path: str, name: str) -> None:
    """Delete a value of a key of the user."""
    winreg = registry()
    with winreg.OpenKey(winreg.HKEY_CURRENT_USER, path, 0, winreg.KEY_SET_VALUE) as key:
        winreg.DeleteValue(key, name)


def open_values() -> dict[str, str]:
    """Return what Excel opens when it starts: the values OPEN, OPEN1 …, in their order."""
    found = {name: str(value) for name, value in values(OPTIONS).items() if _is_open(name)}
    return dict(sorted(found.items(), key=lambda item: int(item[0][4:] or 0)))


def free_open_name() -> str:
    """Return the name of the next value OPEN that is free; Excel reads them up to the first that is missing."""
    taken = open_values()
    return next(name for name in _open_names() if name not in taken)


def disabled_items(file_name: str) -> list[str]:
    """Return the names of the values by which Excel refuses a file after a crash; each holds its path in UTF-16."""
    wanted = file_name.lower().encode("utf-16-le")
    found = values(DISABLED).items()
    return [name for name, value in found if isinstance(value, bytes) and wanted in _lowered(value)]


def excel_is_open() -> bool:
    """Say whether a window of Excel is open; its windows are of a class of their own."""
    import ctypes

    library: Any = ctypes
    return bool(library.windll.user32.FindWindowW("XLMAIN", None))


def _is_open(name: str) -> bool:
    """Say whether a value is one of those that name what Excel opens."""
    return name.upper().startswith("OPEN") and (name[4:].isdigit() or name.upper() == "OPEN")


def _open_names() -> Iterator[str]:
    """Yield the names of such values in Excel's order."""
    yield "OPEN"
    for number in range(1, 1000):
        yield f"OPEN{number}"


def _lowered(value: bytes) -> bytes:
    """Return a text of UTF-16 among other bytes with its ASCII letters in lower case."""
    return bytes(byte + 32 if 65 <= byte <= 90 else byte for byte in value)
