"""``xlq batch``: a workbook for each row of a roster."""

from __future__ import annotations

import logging
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Literal

import typer

from xl_quadrant.command_line.exits import FAILURES, UsageError, complain
from xl_quadrant.command_line.options import AsJson, Force
from xl_quadrant.command_line.own_template import warn_of

SHOWN: int = 20
"""How many failed rows are told on stderr; the report has them all."""

_LONG = 60
"""So much is told of a name; the report has all of it."""


def batch(
    roster: Annotated[
        str | None,
        typer.Argument(
            metavar="ROSTER", help="A .csv, .xlsx or .parquet file, or a folder of client files.", show_default=False
        ),
    ] = None,
    *,
    output: Annotated[
        str | None,
        typer.Option("--output", "-o", metavar="DIR", help="Where the workbooks go: a folder, or s3://bucket/folder."),
    ] = None,
    template: Annotated[
        Path | None, typer.Option(metavar="T.xlsx", help="A workbook of your own that carries the template's names.")
    ] = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on with a batch: keep what is there, make what is missing or changed.")
    ] = False,
    jobs: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="How many processes; one for each core without.")
    ] = None,
    backend: Annotated[
        Literal["loky", "dask"], typer.Option(help="Processes of this machine, or a Dask cluster.")
    ] = "loky",
    scheduler: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="Where the scheduler of the Dask cluster listens.")
    ] = None,
    sheet: Annotated[str | None, typer.Option(metavar="NAME", help="The sheet of an .xlsx roster.")] = None,
    ignore: Annotated[
        list[str] | None, typer.Option(metavar="HEADING", help="A column that is not read; again for each.")
    ] = None,
    heading_map: Annotated[
        Path | None, typer.Option("--map", metavar="M.toml", help="Which heading of the table is which of a roster.")
    ] = None,
    map_for: Annotated[
        Path | None,
        typer.Option(
            "--map-for", metavar="TABLE", help="Instead: write a first map for a table of your own to M.toml."
        ),
    ] = None,
    decimal: Annotated[
        Literal[".", ","] | None,
        typer.Option(help="The decimal mark of a text roster; without it, a number that may be two is refused."),
    ] = None,
    encoding: Annotated[
        str | None, typer.Option(metavar="NAME", help="The encoding of a text roster, if it is not found.")
    ] = None,
    example: Annotated[
        Path | None, typer.Option(metavar="ROSTER", help="Instead: write a roster of samples to start from.")
    ] = None,
    as_json: AsJson = False,
    force: Force = False,
) -> None:
    """Write a workbook for each client of a roster, and a report."""
    if example is not None:
        _write_example(example, force=force, given=roster)
        return
    if map_for is not None:
        _write_map(map_for, output, sheet=sheet, encoding=encoding, force=force)
        return
    if roster is None or output is None:
        raise UsageError("give a roster and -o with a folder; --example roster.csv writes a roster to start from")
    if (backend == "dask") != (scheduler is not None):
        raise UsageError("--backend dask and --scheduler with the address of the cluster go together")

    if backend == "dask":
        logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what it would say is said once, by us

    from xl_quadrant.batch import batch as run_batch
    from xl_quadrant.clients.heading_map import read_heading_map
    from xl_quadrant.clients.rosters import ColumnRules, open_roster
    from xl_quadrant.command_line.batch_progress import shown_progress
    from xl_quadrant.command_line.terminal import print_json, print_lines
    from xl_quadrant.package.files import read_bytes

    if template is not None:
        warn_of(template, read_bytes(template))
    told = ColumnRules() if heading_map is None else read_heading_map(heading_map)
    rules = replace(told, ignored=(*told.ignored, *(ignore or ())))
    opened = open_roster(roster, encoding=encoding, decimal=decimal, sheet=sheet, rules=rules)
    with shown_progress(opened, output) as progress:
        report = run_batch(
            opened,
            output,
            jobs=jobs,
            backend=backend,
            scheduler=scheduler,
            template=template,
            resume=resume,
            force=force,
            on_progress=progress,
        )
    record = report.record()
    if as_json:
        print_json(record)
    else:
        kept = f", {report.kept:,} kept" if report.kept else ""
        print_lines(
            f"{report.made:,} made{kept}, {report.failed:,} failed; {record['report']} says what became of each row."
        )
    for failure in record["failures"][:SHOWN]:
        for problem in failure["problems"]:
            name = failure["name"] or ""
            who = ", ".join(filter(None, (failure["label"], name if len(name) <= _LONG else f"{name[:_LONG]}…")))
            complain(": ".join(filter(None, (who, problem["field"], problem["reason"]))))
    if report.failed > SHOWN:
        complain(f"{report.failed - SHOWN:,} more rows failed; see {record['report']}")
    if report.failed:
        raise typer.Exit(FAILURES)


def _write_example(path: Path, *, force: bool, given: str | None) -> None:
    """Write a roster of samples."""
    if given is not None:
        raise UsageError("give a roster to read, or --example with one to write, not both")
    from xl_quadrant.clients.example_roster import example_roster
    from xl_quadrant.command_line.terminal import print_lines
    from xl_quadrant.package.files import write_bytes

    write_bytes(path, example_roster(path.suffix), force=force)
    use = "replace its sample rows with your clients, and leave out columns you do not use"
    print_lines(f"{path} is written; {use}.")


def _write_map(table: Path, output: str | None, *, sheet: str | None, encoding: str | None, force: bool) -> None:
    """Write a first map for a table whose headings are not ours."""
    from xl_quadrant.clients.heading_map import first_map
    from xl_quadrant.clients.rosters import roster_headings
    from xl_quadrant.command_line.terminal import print_lines
    from xl_quadrant.package.files import write_bytes

    if output is None:
        raise UsageError("--map-for needs -o with the name of the map to write, such as map.toml")
    text = first_map(roster_headings(table, encoding=encoding, sheet=sheet), table.name)
    write_bytes(Path(output), text.encode(), force=force)
    print_lines(f"{output} is written; look at it, then: xlq batch {table} --map {output} -o clients")
