"""How far a batch is: a bar with rate and time left where a person looks on, nothing elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.text import Text

from xl_quadrant.batch import BatchReport
from xl_quadrant.clients.rosters import Roster
from xl_quadrant.command_line import ctrl_c


class RateColumn(ProgressColumn):
    """How many workbooks are made in a second."""

    def render(self, task: Task) -> Text:
        """Return the rate as text; nothing while it is not known."""
        return Text(f"{task.speed:,.1f}/s" if task.speed else "", style="progress.data.speed")


@contextmanager
def shown_progress(roster: Roster, folder: str) -> Iterator[Callable[[BatchReport], None]]:
    """
    Show how far a batch is, on a terminal only; after Ctrl-C, say how it goes on.

    Parameters
    ----------
    roster : Roster
        Its roster; it is counted where the progress is shown.
    folder : str
        Where its workbooks go.

    Yields
    ------
    callable
        To be called with the report after each row.

    Raises
    ------
    KeyboardInterrupt
        After Ctrl-C.
    """
    console = Console(stderr=True)
    columns = (
        BarColumn(),
        MofNCompleteColumn(),
        RateColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[failed]}", style="bold"),
    )
    last: list[BatchReport] = []
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        rows = roster.count() if console.is_terminal else 0
        bar = progress.add_task("", total=rows or None, failed="")

        def show(report: BatchReport) -> None:
            last[:] = [report]
            if ctrl_c.pressed():  # and a library has swallowed the exception
                raise KeyboardInterrupt
            if console.is_terminal:
                total = max(rows - report.kept, 0) if rows else None
                failed = f"{report.failed:,} failed" if report.failed else ""
                progress.update(bar, completed=report.made + report.failed, total=total, failed=failed)

        try:
            yield show
        except KeyboardInterrupt:
            made = last[0].made if last else 0
            ctrl_c.tell(f"{made:,} workbooks are made in {folder}; --resume makes the rest")
            raise
