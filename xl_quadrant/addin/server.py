"""
The Python that Excel's add-in calls: a COM server which imports what typed functions need and nothing more.

The add-in starts it through the DLL of xlwings, as ``python -P -m xl_quadrant.addin.server {CLSID}``, and ends it with
Excel. In an answer a whole number is the number of an error, for ``CVErr`` (pywin32 passes no error of Excel on), and
every other number a float; why a cell is an error is asked for afterwards.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from typing import Final

from xl_quadrant import __version__
from xl_quadrant.addin.long_work import LongWork
from xl_quadrant.bridges.calling import call_cells
from xl_quadrant.bridges.excel_cells import ERROR_NUMBERS, OMITTED, plain, plain_rows, read_cells
from xl_quadrant.catalogue import CatalogueFunction, by_name
from xl_quadrant.errors import XlQuadrantError

MOST_REASONS: Final = 200
"""So many errors of one answer are explained; more nobody reads."""


class Server:
    """What VBA calls. Its methods have VBA's names; nothing they do raises, but for a name that does not exist."""

    _public_methods_: Final = ("Call", "Reasons", "Version", "Templates", "Start", "Progress", "Stop")

    def __init__(self) -> None:
        self._reasons: list[tuple[int, int, str]] = []
        self._work: LongWork | None = None

    def Call(self, name: str, given: Sequence[object]) -> object:  # noqa: N802 - a name of VBA
        """Return the answer of a function to what VBA was given: a value, or rows of them."""
        function = by_name(name)
        try:
            answer = call_cells(function, list(_arguments(function, given)))
        except XlQuadrantError as error:
            answer = error
        except Exception as error:  # noqa: BLE001 - whatever happens, a cell shows an error that can be asked about
            answer = ValueError(f"{type(error).__name__} ({error}) was not expected; please report it")
        self._reasons = []
        if isinstance(answer, list):
            return [
                [cell if type(cell) is float else self._shown(cell, *at) for cell, at in row] for row in _placed(answer)
            ]
        return self._shown(answer, 0, 0)

    def Reasons(self) -> object:  # noqa: N802 - a name of VBA
        """Return why cells of the last answer are errors: rows of the cell's row and column, from 0, and a text."""
        return self._reasons

    def Version(self) -> str:  # noqa: N802 - a name of VBA
        """Return the versions of the package and of Python."""
        return f"xl-quadrant {__version__}, Python {sys.version.split()[0]}"

    def Templates(self) -> str:  # noqa: N802 - a name of VBA
        """Return the folder of the templates."""
        from xl_quadrant.clients.templates_folder import templates_folder

        return str(templates_folder())

    def Start(self, words: Sequence[str]) -> str:  # noqa: N802 - a name of VBA
        """Start a command of ``xlq``; return why not, or an empty text."""
        if self._work is not None and self._work.running:
            return "xl-quadrant is still at work; wait for it, or press Stop first."
        self._work = LongWork(tuple(map(str, words)))
        return ""

    def Progress(self) -> object:  # noqa: N802 - a name of VBA
        """Return whether the command is at work, its seconds, its exit code and what it printed."""
        # a list: of a tuple pywin32 gives VBA the first part only
        return [False, 0.0, 0, ""] if self._work is None else [*self._work.progress()]

    def Stop(self) -> bool:  # noqa: N802 - a name of VBA
        """End the command; return whether there was one."""
        return self._work is not None and self._work.stop()

    def _shown(self, answer: object, row: int, column: int) -> object:
        """Return a value of an answer as COM takes it, and keep why it is an error."""
        if isinstance(answer, Exception):
            name = answer.excel_error if isinstance(answer, XlQuadrantError) else "#VALUE!"
            if len(self._reasons) < MOST_REASONS:
                self._reasons.append((row, column, f"{name} {answer}"))
            return ERROR_NUMBERS[name]
        if answer is None:
            return ""
        return float(answer) if type(answer) is int else answer


def _placed(rows: Sequence[Sequence[object]]) -> Iterator[Iterator[tuple[object, tuple[int, int]]]]:
    """Yield the cells of each row, each with where it stands."""
    for row, cells in enumerate(rows):
        yield ((cell, (row, column)) for column, cell in enumerate(cells))


def _arguments(function: CatalogueFunction, given: Sequence[object]) -> Iterator[object]:
    """Yield the arguments as functions take them: ranges read, errors named, those left out None."""
    for position, value in enumerate(given):
        kind = type(value)
        if kind is float or kind is str:
            yield value
        elif kind is int and value == OMITTED:
            yield None
        elif kind is tuple:
            rows = value if value and isinstance(value[0], tuple) else (value,)  # type: ignore[index]  # it is a tuple
            yield plain_rows(rows)  # type: ignore[arg-type]  # the same
        elif hasattr(value, "Invoke"):
            yield read_cells(value, function.checks[min(position, len(function.checks) - 1)].name)
        else:
            yield plain(value)


def serve(identity: str) -> None:
    """
    Answer Excel until it lets go.

    Parameters
    ----------
    identity : str
        The CLSID that the DLL asks for, in braces.
    """
    import pythoncom
    import win32api
    from win32com.server import policy, util

    class OnlyServer(policy.DefaultPolicy):  # type: ignore[misc]  # pywin32 is untyped
        """Makes the server for its CLSID without a look into the registry."""

        def _CreateInstance_(self, _: object, interface: object) -> object:  # noqa: N802 - pywin32's name
            return util.wrap(Server(), interface)

    policy.DefaultPolicy = OnlyServer
    factory = pythoncom.MakePyFactory(pythoncom.MakeIID(identity))
    suspended = pythoncom.REGCLS_MULTIPLEUSE | pythoncom.REGCLS_SUSPENDED
    register = pythoncom.CoRegisterClassObject
    registered = register(pythoncom.MakeIID(identity), factory, pythoncom.CLSCTX_LOCAL_SERVER, suspended)
    pythoncom.EnableQuitMessage(win32api.GetCurrentThreadId())
    pythoncom.CoResumeClassObjects()
    pythoncom.PumpMessages()
    pythoncom.CoRevokeClassObject(registered)


if __name__ == "__main__":
    serve(sys.argv[1])
