"""How a command ends: its exit code, one line on stderr for each thing that went wrong, and the same for a program."""

from __future__ import annotations

import io
import os
import sys
import traceback
from collections.abc import Iterator, Sequence
from typing import Any, Final, cast

import typer

from xl_quadrant.command_line import ctrl_c
from xl_quadrant.command_line.plain_text import LONGEST_LINE, one_line
from xl_quadrant.errors import InvalidClient, XlQuadrantError, record

DONE: Final = 0
ERROR: Final = 1
USAGE: Final = 2
FAILURES: Final = 3
STOPPED: Final = 130
"""What a command can end with: 3 when it did what it could and some files could not be read or made, 130 after Ctrl-C,
as shells have it."""

MOST_LINES: Final = 50
"""So many wrong fields of one file are told on stderr; ``--json`` has them all."""

_DEBUG: Final[list[str]] = []
"""Holds something while a command runs with ``--debug``."""

UsageError, TyperError = cast("tuple[type[Exception], type[Exception]]", typer.BadParameter.__mro__[1:3])
"""Typer's errors, found from the one that has a public name."""


def run(app: typer.Typer, arguments: Sequence[str] | None = None) -> int:
    """
    Run a command line so that nothing but an exit code and clear lines come out of it.

    Parameters
    ----------
    app : typer.Typer
        The commands.
    arguments : sequence of str, optional
        What follows the name of the program; what the process was started with when left out.

    Returns
    -------
    int
        The exit code.

    Notes
    -----
    With ``--json`` an error is printed to stdout too, as ``{"errors": [{"field", "found", "allowed", "why"}]}``; with
    ``--debug``, anywhere in the command, stderr ends with Python's traceback.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    options = given[: given.index("--")] if "--" in given else given
    as_json = "--json" in options
    _DEBUG[:] = [option for option in options if option == "--debug"]
    if _DEBUG:
        given.remove("--debug")
    ctrl_c.forget()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a console that lacks a character shows ? for it
    if sys.stdout is None:
        return complain("cannot write: standard output is closed; send it to a file, or to the null device", ERROR)
    try:
        code = app(given, prog_name=app.info.name, standalone_mode=False) or DONE
        sys.stdout.flush()
        error: Exception | None = None
    except (KeyboardInterrupt, typer.Abort):
        code, error = STOPPED, None
    except Exception as caught:  # noqa: BLE001 - whatever it is, a person reads one line of it
        code, error = USAGE if isinstance(caught, UsageError) else ERROR, caught
    if code == STOPPED or ctrl_c.pressed():
        said = ctrl_c.stopped()
        return complain(said, STOPPED) if said else STOPPED
    if error is not None:
        _tell(error, as_json=as_json)
        show_traceback(error)
    return code


def show_traceback(error: BaseException) -> None:
    """
    Write to stderr where in the program an error arose, if ``--debug`` asks for it.

    Parameters
    ----------
    error : BaseException
        The error.
    """
    if _DEBUG:
        traceback.print_exception(error)


def complain(message: str, code: int = ERROR) -> int:
    """
    Write to stderr what went wrong.

    Parameters
    ----------
    message : str
        What a person is to read. It is written as one line of at most `LONGEST_LINE` characters, and what would move
        the cursor of a terminal is shown as ``?``.
    code : int
        The exit code that goes with it.

    Returns
    -------
    int
        The same code.
    """
    if sys.stderr is not None:
        typer.echo(one_line(f"xlq: {message}", LONGEST_LINE), err=True)
    return code


def _tell(error: Exception, *, as_json: bool) -> None:
    """Tell what went wrong: in lines for a person, and as records for a program that asked for them."""
    if isinstance(error, OSError):
        _leave_stdout()
        if not isinstance(error, BrokenPipeError):
            complain(f"cannot read or write: {error}")
        return
    if as_json:
        from xl_quadrant.command_line.terminal import print_json

        try:
            print_json({"errors": list(_records(error))})
            sys.stdout.flush()
        except OSError:
            _leave_stdout()
    lines = list(_lines(error))
    for line in lines[:MOST_LINES]:
        complain(line)
    if len(lines) > MOST_LINES:
        complain(f"and {len(lines) - MOST_LINES:,} more, which --json lists")


def _lines(error: Exception) -> Iterator[str]:
    """Yield what a person reads of an error: a line, or one for each wrong field below it."""
    if isinstance(error, InvalidClient):
        yield f"{error.argument}: {error.value} {error.rule}"
        yield from (f"{error.argument}: {problem}" for problem in error.problems)
    elif isinstance(error, XlQuadrantError):
        yield str(error)
    elif isinstance(error, UsageError):
        yield f"{_message(error)} (xlq --help says more)"
    elif isinstance(error, TyperError):
        yield _message(error)
    else:
        yield f"unexpected {type(error).__name__}: {error}; please report it (--debug shows where)"


def _records(error: Exception) -> Iterator[dict[str, Any]]:
    """Yield what a program reads of an error: a record, or one for each wrong field."""
    if isinstance(error, InvalidClient):
        yield from map(record, error.problems)
    elif isinstance(error, XlQuadrantError):
        yield record(error)
    else:
        option = getattr(getattr(error, "param", None), "opts", [""])[0]
        why = _message(error) if isinstance(error, TyperError) else f"{type(error).__name__}: {error}"
        yield {"field": option, "found": None, "allowed": None, "why": why}


def _message(error: Any) -> str:
    """Return what one of Typer's errors says, on one line."""
    return " ".join(error.format_message().split())


def _leave_stdout() -> None:
    """Send what is left of the output nowhere: what it went to is gone, or full."""
    if sys.stdout is sys.__stdout__:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
