"""``xlq collect``: filled workbooks, any number of them, in one table."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from xl_quadrant.command_line.exits import FAILURES, complain
from xl_quadrant.command_line.options import AsJson, Force
from xl_quadrant.errors import FileError

if TYPE_CHECKING:
    from xl_quadrant.portfolio import Portfolio


_ADDRESS: Final = re.compile(r"[a-z][a-z0-9+]+:/")
"""How the address of a store begins, as a path has it; a drive of Windows is one letter."""


def collect(
    folders: Annotated[
        list[str],
        typer.Argument(
            metavar="DIR...",
            help="Folders of filled workbooks, or single ones; s3://bucket/folder too.",
            show_default=False,
        ),
    ],
    *,
    output: Annotated[
        Path,
        typer.Option("--output", "-o", metavar="OUT", help="What to write: a name ending in .xlsx, .parquet or .csv."),
    ],
    jobs: Annotated[
        int | None,
        typer.Option(
            "--jobs", "-j", metavar="N", min=1, help="How many processes read; one for each core where it helps."
        ),
    ] = None,
    as_json: AsJson = False,
    force: Force = False,
) -> None:
    """Collect filled workbooks into one table and a portfolio."""
    from xl_quadrant.command_line.terminal import print_json, print_lines
    from xl_quadrant.package.files import refuse_existing
    from xl_quadrant.portfolio import collect as collected
    from xl_quadrant.portfolio.write import refuse_other_endings, write_portfolio

    if _ADDRESS.match(str(output)):
        rule = "is written to this machine: name a path here, and copy the file from there"
        raise FileError(str(output), "-o", rule)
    refuse_other_endings(output)
    if not force:
        refuse_existing(output)
    with _progress() as told:
        portfolio = collected(folders, jobs=jobs, skip=[output], told=told)
    write_portfolio(portfolio, output, force=force)
    record = _record(portfolio, output)
    for one in record["stale"]:
        complain(f"{one['file']}: stale: {one['note']}")
    for unread in portfolio.unread:
        complain(f"{unread.file}: {unread.kind}: {unread.reason}")
    if as_json:
        print_json(record)
    else:
        counts = len(portfolio.frame), len(portfolio.stale), len(portfolio.unread)
        words = "{:,} collected, {:,} of them stale, {:,} not read".format(*counts)
        print_lines(f"{output} is written: {words}")
    if portfolio.unread:
        raise typer.Exit(FAILURES)


def _record(portfolio: Portfolio, output: Path) -> dict[str, Any]:
    """Return what was done, for a program."""
    return {
        "file": str(output),
        "clients": len(portfolio.frame),
        "stale": portfolio.stale[["file", "note"]].to_dict("records"),
        "unread": [{"file": one.file, "kind": one.kind, "reason": one.reason} for one in portfolio.unread],
    }


@contextmanager
def _progress() -> Iterator[Callable[[int, int], object] | None]:
    """Show on a terminal how far the reading is, how fast it goes and how long it will take; elsewhere nothing."""
    from rich.console import Console
    from rich.progress import MofNCompleteColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    console = Console(stderr=True)
    if not console.is_terminal:
        yield None
        return
    columns = TextColumn("{task.description}"), MofNCompleteColumn(), TaskProgressColumn(), TimeRemainingColumn()
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("Workbooks read", total=None)
        yield lambda done, count: bar.update(task, completed=done, total=count)
