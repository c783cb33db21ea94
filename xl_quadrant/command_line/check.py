"""``xlq check``: is a workbook one of ours, and what is missing, wrong or stale in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import typer

from xl_quadrant.command_line.exits import ERROR, complain
from xl_quadrant.command_line.options import AsJson, Book

if TYPE_CHECKING:
    from xl_quadrant.checkup import Checkup

MOST_LINES: Final = 50
MOST_STALE: Final = 5
"""So many findings are printed, and so many of stale values; --json has them all."""


def check(book: Book, *, as_json: AsJson = False) -> None:
    """Say what is missing, wrong or stale in a workbook."""
    from xl_quadrant.checkup import check_workbook
    from xl_quadrant.command_line.terminal import print_json
    from xl_quadrant.engine.own_process import MEGABYTES, SECONDS

    found = check_workbook(book, seconds=SECONDS, megabytes=MEGABYTES)
    if as_json:
        print_json(_record(found))
    _say(found, quiet=as_json)
    if found.findings or not found.names:
        raise typer.Exit(ERROR)


def _say(found: Checkup, *, quiet: bool) -> None:
    """Say what was found: on stdout what is well, on stderr a line for each thing that is not."""
    from xl_quadrant.checkup.findings import STALE
    from xl_quadrant.command_line.terminal import print_lines

    if not found.names:
        complain(
            f"{found.source}: is no template or workbook of ours: it carries none of our names; start from the template"
        )
        return
    stale = [finding for finding in found.findings if finding.kind == STALE]
    others = [finding for finding in found.findings if finding.kind != STALE]
    for findings, most in ((others, MOST_LINES), (stale, MOST_STALE)):
        for finding in findings[:most]:
            complain(f"{found.source}: {finding}")
        if len(findings) > most:
            complain(f"{found.source}: and {len(findings) - most:,} more, which --json lists")
    if found.stopped:
        commands = ", ".join(f"xlq {command}" for command in found.stopped)
        complain(f"{found.source}: will not work with it until that is mended: {commands}")
    if quiet:
        return
    if not found.findings:
        print_lines(f"{found.source}: a {found.kind}, complete: {found.names} names; nothing is wrong or stale")
    print_lines(*(f"{found.source}: note: {note}" for note in found.notes))


def _record(found: Checkup) -> dict[str, Any]:
    """Return what was found, for a program."""
    return {
        "file": found.source,
        "kind": found.kind,
        "names": found.names,
        "findings": [
            {"kind": one.kind, "place": one.place.rstrip(":"), "rule": one.rule, "stops": list(one.stops)}
            for one in found.findings
        ],
        "stopped": list(found.stopped),
        "notes": list(found.notes),
    }
