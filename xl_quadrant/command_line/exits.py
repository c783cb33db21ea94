"""How a command ends: its exit code, and one line on stderr for each thing that went wrong."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence
from typing import Any, Final, cast

import typer

from xl_quadrant.errors import XlQuadrantError

DONE: Final = 0
ERROR: Final = 1
USAGE: Final = 2
FAILURES: Final = 3
STOPPED: Final = 130
"""What a command can end with: 3 when it did what it could and some files could not be read or made, 130 after Ctrl-C,
as shells have it."""

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
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a console that lacks a character shows ? for it
    try:
        code = app(arguments, prog_name=app.info.name, standalone_mode=False) or DONE
        if sys.stdout is not None:
            sys.stdout.flush()
    except UsageError as error:
        return complain(f"{_message(error)} (xlq --help says more)", USAGE)
    except TyperError as error:
        return complain(_message(error))
    except XlQuadrantError as error:
        return complain(str(error))
    except (KeyboardInterrupt, typer.Abort):
        code = STOPPED
    except OSError as error:
        if sys.stdout is sys.__stdout__:
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what is left of the output has nowhere to go
        return ERROR if isinstance(error, BrokenPipeError) else complain(f"cannot read or write: {error}")
    except Exception as error:
        if sys.flags.dev_mode:
            raise
        return complain(f"unexpected {type(error).__name__}: {error}; please report it (python -X dev shows where)")
    return complain("stopped", STOPPED) if code == STOPPED else code


def complain(message: str, code: int = ERROR) -> int:
    """
    Write to stderr what went wrong.

    Parameters
    ----------
    message : str
        What a person is to read; characters that would move the cursor of a terminal are shown as ``?``.
    code : int
        The exit code that goes with it.

    Returns
    -------
    int
        The same code.
    """
    shown = "".join(character if character.isprintable() or character == "\n" else "?" for character in message)
    typer.echo(f"xlq: {shown}", err=True)
    return code


def _message(error: Any) -> str:
    """Return what one of Typer's errors says, on one line."""
    return " ".join(error.format_message().split())
