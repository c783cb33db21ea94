"""``xlq actuals``: exports of what an owner uses go in, a client file whose today is measured comes out."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from xl_quadrant.command_line.exits import UsageError
from xl_quadrant.command_line.options import AsJson, Force

if TYPE_CHECKING:
    from xl_quadrant.records.measurement import Actuals

_DATES: Final = {"day-first": True, "month-first": False}


def actuals(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help="Exports, such as Stripe's payments.", show_default=False)
    ],
    *,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="OUT.toml", help="The client file to write.")
    ] = None,
    into: Annotated[
        Path | None,
        typer.Option(metavar="CLIENT.toml", help="A client file: what is typed in it stays where nothing is measured."),
    ] = None,
    report: Annotated[
        Path | None,
        typer.Option(metavar="OUT.xlsx", help="Write a workbook for the owner: what was read and measured."),
    ] = None,
    column_map: Annotated[
        Path | None,
        typer.Option("--map", metavar="MAP.toml", help="What files of another shape hold, and what is sold."),
    ] = None,
    map_for: Annotated[bool, typer.Option("--map-for", help="Print a first map of a file, to edit.")] = False,
    timezone: Annotated[str, typer.Option(metavar="ZONE", help="Where the business is, as America/New_York.")] = "UTC",
    first: Annotated[
        datetime.datetime | None,
        typer.Option("--from", formats=["%Y-%m-%d"], metavar="DAY", help="The first day that is measured."),
    ] = None,
    last: Annotated[
        datetime.datetime | None,
        typer.Option("--to", formats=["%Y-%m-%d"], metavar="DAY", help="The last; 12 full months when left out."),
    ] = None,
    as_of: Annotated[
        datetime.datetime | None,
        typer.Option(formats=["%Y-%m-%d"], metavar="DAY", help="The day of the exports; their last day when left out."),
    ] = None,
    close_days: Annotated[int, typer.Option(metavar="N", min=1, help="Within so many days a show may buy.")] = 14,
    dates: Annotated[
        str | None, typer.Option(metavar="ORDER", help="day-first or month-first, where the files do not show it.")
    ] = None,
    decimal: Annotated[
        str | None, typer.Option(metavar="MARK", help="The decimal mark, . or , where the files do not show it.")
    ] = None,
    currency: Annotated[
        str | None, typer.Option(metavar="CODE", help="The one currency that counts, where there are several.")
    ] = None,
    merge_names: Annotated[bool, typer.Option("--merge-names", help="Take people of one name for one person.")] = False,
    with_people: Annotated[bool, typer.Option("--with-people", help="Name the people who may be one.")] = False,
    as_json: AsJson = False,
    force: Force = False,
) -> None:
    """Measure a business from its own records, with ranges."""
    from xl_quadrant.command_line.terminal import print_json
    from xl_quadrant.package.files import refuse_existing, write_bytes

    if dates is not None and dates not in _DATES:
        raise UsageError(f"--dates: write {' or '.join(_DATES)}, not {dates}")
    if decimal not in (None, ".", ","):
        raise UsageError(f"--decimal: write . or , and not {decimal}")
    if map_for:
        _print_map(files)
        return
    if report is not None and report.suffix.lower() != ".xlsx":
        raise UsageError(f"{report} will be an .xlsx file; write a name that ends in .xlsx")
    for path in (output, report):
        if path is not None and not force:
            refuse_existing(path)

    from xl_quadrant.records.measurement import actuals as measured
    from xl_quadrant.records.owner_words import file_head, lines_of

    with _progress() as told:
        found = measured(
            files, into=into, map=column_map, timezone=timezone, first=_day(first), last=_day(last), as_of=_day(as_of),
            close_days=close_days, day_first=None if dates is None else _DATES[dates], decimal=decimal,
            currency=currency, merge_names=merge_names, with_people=with_people, told=told,
        )  # fmt: skip
    if output is not None:
        from xl_quadrant.records.measured_client import toml_of

        write_bytes(output, toml_of(found.tables, file_head(found)).encode(), force=force)
    if report is not None:
        from xl_quadrant.owner_report.book import report_book

        write_bytes(report, report_book(found), force=force)
    if as_json:
        print_json(_record(found, output, report))
    else:
        _print(found, lines_of(found), output, report)


def _day(moment: datetime.datetime | None) -> datetime.date | None:
    """Return the day of an option."""
    return None if moment is None else moment.date()


def _print_map(files: list[Path]) -> None:
    """Print a first map of a file."""
    from xl_quadrant.command_line.terminal import print_lines
    from xl_quadrant.exports.column_map import first_map, headings_of

    if len(files) != 1:
        raise UsageError("--map-for: give one file")
    print_lines(first_map(headings_of(files[0])).rstrip("\n"))


def _print(found: Actuals, lines: list[str], output: Path | None, report: Path | None) -> None:
    """Print what was read and measured."""
    from xl_quadrant.command_line.terminal import figure, print_lines, print_table

    currency = found.currency or "USD"
    files: dict[str, list[tuple[str, ...]]] = {}
    for account in found.accounts:
        rows = files.setdefault(f"{account.file}, taken for {account.shape}", [])
        for became, line in account.lines():
            money = ", ".join(
                figure(amount, "money", code or currency, cents=True) for code, amount in line.amounts().items()
            )
            rows.append((became if became == "used" else f"{became}: {line.told()}", f"{line.rows:,}", money))
    print_table(("What was read", "Rows", "Money"), files, figures=(1, 2))
    print_lines("")
    inputs = [
        (path, figure(one.value, kind, currency, cents=True), figure(one.low, kind, currency, cents=True),
         figure(one.high, kind, currency, cents=True), f"{one.n:,.0f}")
        for path, kind, one in found.measured.with_kinds()
    ]  # fmt: skip
    print_table(("Measured today", "Estimate", "Low", "High", "n"), {"": inputs}, figures=(1, 2, 3, 4))
    print_lines("", *lines)
    written = [str(path) for path in (output, report) if path is not None]
    if written:
        print_lines("", f"{' and '.join(written)} {'is' if len(written) == 1 else 'are'} written.")


def _record(found: Actuals, output: Path | None, report: Path | None) -> dict[str, Any]:
    """Return what was measured, for a program."""
    return {
        "file": None if output is None else str(output),
        "report": None if report is None else str(report),
        "window": {"from": str(found.window.first), "to": str(found.window.end - datetime.timedelta(days=1)),
                   "as_of": str(found.window.as_of)},
        "files": [
            {"file": account.file, "taken_for": account.shape, "rows": account.rows_read,
             "lines": [{"became": became, "reason": line.reason, "rows": line.rows, "money": line.amounts()}
                       for became, line in account.lines()]}
            for account in found.accounts
        ],
        "inputs": found.tables["today"]["measured"],
        "counts": found.funnel.counts,
        "missing": found.measured.missing(),
        "remarks": found.remarks,
    }  # fmt: skip


@contextmanager
def _progress() -> Iterator[Callable[[str, int], object] | None]:
    """Show on a terminal how many rows are read; elsewhere nothing."""
    from rich.console import Console
    from rich.progress import Progress, TextColumn

    console = Console(stderr=True)
    if not console.is_terminal:
        yield None
        return
    with Progress(TextColumn("{task.description}"), console=console, transient=True) as bar:
        task = bar.add_task("Reading", total=None)
        yield lambda name, rows: bar.update(task, description=f"{name}: {rows:,} rows read")
