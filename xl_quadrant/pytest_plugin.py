"""
Workbooks in pytest: the fixtures ``workbook``, ``recalc`` and ``assert_cells``.

pytest loads this module whenever it starts, so it imports nothing of the package before a fixture is used.
``-p no:xl_quadrant`` leaves it out.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import pytest

if TYPE_CHECKING:
    from openpyxl import Workbook

    from xl_quadrant import Recalculated

    Recalculate: TypeAlias = Callable[..., Recalculated]

_OPTION = "xlq_workbook"
_SECOND = "xlq_second_opinion"
_MARKER = (
    "workbook(path, inputs={}): the workbook of the fixture `workbook`, beside the test or in rootdir, and values for "
    "its cells by name or address; without a path that of the module or class, or of the option xlq_workbook"
)
_CALCULATED = pytest.StashKey[dict[tuple[str, int, int], Any]]()
"""Workbooks as they stand, each calculated once."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options: the workbook of all tests, and whether there is a second opinion on each."""
    say = "Let another engine calculate each workbook too; a cell on which the two differ fails `assert_cells`."
    parser.addini(_SECOND, say, type="bool", default=False)
    parser.getgroup("xl-quadrant").addoption("--xlq-second-opinion", action="store_true", dest=_SECOND, help=say)
    parser.addini(_OPTION, "The workbook of the fixture `workbook`, from rootdir; the shipped template when left out.")


def pytest_configure(config: pytest.Config) -> None:
    """Say what the marker means."""
    config.addinivalue_line("markers", _MARKER)


@pytest.fixture
def recalc(request: pytest.FixtureRequest) -> Recalculate:
    """``recalculate``, for workbooks beside the test or in rootdir: ``recalc("glow.xlsx", inputs={…})``."""
    from xl_quadrant import recalculate

    def recalculate_here(book: str | os.PathLike[str] | bytes | Workbook, **options: Any) -> Recalculated:
        options = {"second_opinion": _wants_a_second_opinion(request), **options}
        if isinstance(book, (str, os.PathLike)):
            return recalculate(_found(request, Path(book)), **{"source": os.fspath(book), **options})
        return recalculate(book, **options)

    return recalculate_here


@pytest.fixture
def workbook(request: pytest.FixtureRequest) -> Recalculated:
    """Recalculate the workbook that the marker or the option names, or else the shipped template."""
    path, inputs = _asked_for(request)
    if path is None:
        from xl_quadrant.clients.templates_folder import templates_folder

        path = templates_folder() / "quadrant.xlsx"
    from xl_quadrant import recalculate

    source, second = path.name, _wants_a_second_opinion(request)
    if inputs:
        return recalculate(path, inputs=inputs, source=source, second_opinion=second)
    kept = request.session.stash.setdefault(_CALCULATED, {})
    state = path.stat()
    key = (str(path), state.st_mtime_ns, state.st_size)
    if key not in kept:
        kept[key] = recalculate(path, source=source, second_opinion=second)
    found: Recalculated = kept[key]
    return found


@pytest.fixture
def assert_cells() -> Callable[..., None]:
    """``xl_quadrant.assert_cells``: ``assert_cells(book, {"out_cac_today": 167})``."""
    from xl_quadrant import assert_cells

    return assert_cells


def _wants_a_second_opinion(request: pytest.FixtureRequest) -> bool:
    """Say whether the command line or the settings ask for a second opinion."""
    return bool(request.config.getoption(_SECOND) or request.config.getini(_SECOND))


def _asked_for(request: pytest.FixtureRequest) -> tuple[Path | None, dict[str, object]]:
    """Return the workbook that markers and option name, and inputs: what stands closer to the test comes first."""
    option = request.config.getini(_OPTION)
    path = _in_rootdir(request, option) if option else None
    inputs: dict[str, object] = {}
    for marker in reversed(list(request.node.iter_markers("workbook"))):
        named, values = _read(*marker.args, **marker.kwargs)
        path = _found(request, Path(named)) if named is not None else path
        inputs |= values
    return path, inputs


def _read(
    path: str | os.PathLike[str] | None = None,
    *others: object,
    inputs: Mapping[str, object] | None = None,
    **unknown: object,
) -> tuple[str | os.PathLike[str] | None, dict[str, object]]:
    """Return what a marker says."""
    for given in (*unknown, *others):
        from xl_quadrant import UnknownWord

        rule = 'is not what the marker takes; write workbook("glow.xlsx", inputs={"price": 300})'
        raise UnknownWord("workbook", given, rule)
    return path, dict(inputs or {})


def _in_rootdir(request: pytest.FixtureRequest, option: str) -> Path:
    """Return the workbook that the option names."""
    return _existing(option, [request.config.rootpath])


def _found(request: pytest.FixtureRequest, path: Path) -> Path:
    """Return where a workbook is: beside the test, or in rootdir."""
    return _existing(path, [request.path.parent, request.config.rootpath])


def _existing(path: str | os.PathLike[str], folders: list[Path]) -> Path:
    """Return the first file of a name in some folders."""
    from xl_quadrant import FileError

    found = next((folder / path for folder in folders if (folder / path).is_file()), None)
    if found is None:
        places = " or ".join(dict.fromkeys(map(str, folders)))
        raise FileError(os.fspath(path), None, f"is not in {places}; check the path")
    return found
