"""Installing Excel's add-in for a Windows user, without the rights of an administrator, and taking it away whole."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from xl_quadrant.addin import windows_places as places
from xl_quadrant.addin.excel_addin import FILE_NAME, excel_addin
from xl_quadrant.addin.interpreter import started_python
from xl_quadrant.errors import FileError
from xl_quadrant.package.files import write_bytes


@dataclass(frozen=True, slots=True)
class Step:
    """
    One thing that is written or taken away.

    Parameters
    ----------
    text : str
        What it is, for the user.
    do : callable
        What does it.
    """

    text: str
    do: Callable[[], None]


def installing(python: str | None = None) -> list[Step]:
    """
    Return what installing does.

    Parameters
    ----------
    python : str, optional
        The Python that Excel starts; this one when left out.

    Returns
    -------
    list of Step
        The add-in, and the value by which Excel opens it; no second one if there is one already.

    Raises
    ------
    FileError
        If this is not Windows, or Excel runs.
    """
    _require_closed_excel()
    path = places.add_in_folder() / FILE_NAME
    steps = [Step(f"write {path}", partial(_write, path, python or started_python()))]
    if not _own_open_values():
        steps.append(_setting(places.free_open_name(), f'"{path}"'))
    return [*steps, *_undisabling()]


def uninstalling() -> list[Step]:
    """
    Return what uninstalling does: everything that installing, and Excel itself, have written of the add-in.

    Returns
    -------
    list of Step
        The values of the registry, then the file; those behind a value OPEN move up, as Excel stops at a gap.

    Raises
    ------
    FileError
        If this is not Windows, or Excel runs.
    """
    _require_closed_excel()
    path = places.add_in_folder() / FILE_NAME
    steps = _closing()
    steps += [_deletion(places.ADD_IN_MANAGER, name) for name in places.values(places.ADD_IN_MANAGER) if _is_ours(name)]
    steps += _undisabling()
    if path.exists():
        steps.append(Step(f"delete {path}", path.unlink))
    return steps


def _write(path: Path, python: str) -> None:
    """Write the add-in."""
    path.parent.mkdir(parents=True, exist_ok=True)
    write_bytes(path, excel_addin(python), force=True)


def _require_closed_excel() -> None:
    """Refuse to work where there is no registry, or while Excel would overwrite it."""
    if sys.platform != "win32":
        rule = (
            "is installed for Excel on Windows only; xlq addin -o DIR writes it here, xlq doctor says what works here"
        )
        raise FileError(FILE_NAME, None, rule)
    if places.excel_is_open():
        raise FileError(
            FILE_NAME, None, "cannot be installed or taken away while Excel runs; close Excel, then try again"
        )


def _is_ours(text: str) -> bool:
    """Say whether a text of the registry names the add-in."""
    return text.strip('"').lower().endswith(FILE_NAME)


def _own_open_values() -> list[str]:
    """Return the names of the values by which Excel opens the add-in."""
    return [name for name, text in places.open_values().items() if _is_ours(text)]


def _closing() -> list[Step]:
    """Return the steps that take the add-in from what Excel opens, and move the others up."""
    before = places.open_values()
    if not _own_open_values():
        return []
    kept = [text for text in before.values() if not _is_ours(text)]
    names = list(before)
    moved = [_setting(name, text) for name, text in zip(names, kept, strict=False) if before[name] != text]
    return [*moved, *(_deletion(places.OPTIONS, name) for name in names[len(kept) :])]


def _undisabling() -> list[Step]:
    """Return the steps that make Excel forget that it disabled the add-in."""
    return [_deletion(places.DISABLED, name) for name in places.disabled_items(FILE_NAME)]


def _setting(name: str, text: str) -> Step:
    """Return the step that makes Excel open a file."""
    return Step(f"set {name} = {text} in HKCU\\{places.OPTIONS}", partial(places.set_value, places.OPTIONS, name, text))


def _deletion(path: str, name: str) -> Step:
    """Return the step that deletes a value of the user's registry."""
    return Step(f"delete {name} in HKCU\\{path}", partial(places.delete_value, path, name))
