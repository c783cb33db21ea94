"""``xlq doctor``: whether typed functions can work in Excel here, and what to do if they cannot."""

from __future__ import annotations

import typer

from xl_quadrant.command_line.options import AsJson


def doctor(*, as_json: AsJson = False) -> None:
    """Say whether functions work in Excel here."""
    from xl_quadrant.addin.doctor import examined
    from xl_quadrant.command_line.exits import ERROR
    from xl_quadrant.command_line.terminal import print_json, print_lines

    lines = []
    for line in examined():
        lines.append(line)
        if not as_json:
            print_lines(f"{'OK ' if line.well else '-> '} {line.subject}: {line.found}")
            if not line.well:
                print_lines(f"    {line.advice}")
    if as_json:
        print_json([{"subject": line.subject, "found": line.found, "advice": line.advice} for line in lines])
    if not all(line.well for line in lines):
        raise typer.Exit(ERROR)
