"""``xlq recalc``: any workbook calculated, its values stored."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Final

import typer

from xl_quadrant.command_line.options import AsJson, Book, Force, refuse_other_kind
from xl_quadrant.engine.own_process import LONGEST, MEGABYTES, SECONDS

SHOWN: Final = 50
"""How many cells that show an error are printed."""


def recalc(
    book: Book,
    *,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="OUT.xlsx", help="Where to write it; without, in the workbook itself."),
    ] = None,
    timeout: Annotated[
        float, typer.Option(metavar="SECONDS", min=0, max=LONGEST, help="How long it may take before it is given up.")
    ] = SECONDS,
    memory: Annotated[
        float, typer.Option(metavar="MB", min=0, help="How much memory it may fill before it is given up.")
    ] = MEGABYTES,
    second_opinion: Annotated[
        bool,
        typer.Option("--second-opinion", help="Let another engine calculate it too, and tell where the two differ."),
    ] = False,
    as_json: AsJson = False,
    force: Force = False,
) -> None:
    """Calculate any workbook, and store its values."""
    from xl_quadrant.package.files import read_bytes, refuse_existing, write_bytes

    if output is not None:
        refuse_other_kind(output, book)
        if not force:
            refuse_existing(output)
    content = read_bytes(book)

    from xl_quadrant.command_line.terminal import print_json, print_lines
    from xl_quadrant.engine.opinion import SECOND_ENGINE
    from xl_quadrant.engine.recalc import recalculate
    from xl_quadrant.package.values import ErrorValue

    done = recalculate(content, seconds=timeout, megabytes=memory, source=str(book), second_opinion=second_opinion)
    opinion = done.second_opinion
    written = output or book
    write_bytes(written, done.package, force=force or output is None)
    values: dict[str, dict[str, object]] = {}
    for (sheet, cell), value in done.values.items():
        values.setdefault(sheet, {})[cell] = None if isinstance(value, ErrorValue) else value
    if as_json:
        said = {} if opinion is None else {"second_opinion": asdict(opinion)}
        print_json({"file": str(written), "values": values, "errors": [asdict(fault) for fault in done.errors], **said})
    else:
        print_lines(
            f"{written}: {len(done.values):,} cells calculated, {len(done.errors):,} show an error",
            *map(str, done.errors[:SHOWN]),
            *([f"and {len(done.errors) - SHOWN:,} more, which --json lists"] if len(done.errors) > SHOWN else []),
        )
        if opinion is not None:
            filled = [f"{sheet}!{cell} holds the value of {SECOND_ENGINE}" for sheet, cell in opinion.filled]
            told = [*map(str, opinion.unsure), *filled]
            more = [f"and {len(told) - SHOWN:,} more, which --json lists"] if len(told) > SHOWN else []
            print_lines(str(opinion), *told[:SHOWN], *more)
