"""``xlq update``: new figures, or a newer template, in workbooks that people have worked in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from xl_quadrant.command_line.exits import FAILURES, UsageError, complain
from xl_quadrant.command_line.options import AsJson, Force

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from xl_quadrant.client_book.update import Update

    Figures = Callable[[bytes, str], Mapping[str, Any]]


def update(
    books: Annotated[
        list[Path],
        typer.Argument(metavar="BOOK...", help="Filled workbooks, or folders of them.", show_default=False),
    ],
    *,
    figures: Annotated[
        Path | None,
        typer.Option("--from", metavar="FILE", help="New figures: a client file, or a roster with a row a client."),
    ] = None,
    template: Annotated[
        Path | None, typer.Option(metavar="T.xlsx", help="A newer template that takes the place of the old one.")
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="DIR", help="Where to write, instead of in place.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would change, and write nothing.")] = False,
    keep: Annotated[
        bool, typer.Option("--keep/--no-keep", help="Keep the file from before, as NAME (before).xlsx.")
    ] = True,
    as_json: AsJson = False,
    force: Force = False,
) -> None:
    """Bring new figures into filled workbooks; what is typed stays."""
    from xl_quadrant.client_book.workbook_files import BEFORE, write_update
    from xl_quadrant.command_line.terminal import print_json, print_lines
    from xl_quadrant.errors import FileError, XlQuadrantError
    from xl_quadrant.package.files import read_bytes
    from xl_quadrant.portfolio.find import Found, workbooks_under

    if figures is None and template is None:
        raise UsageError("give --from with new figures, --template with a newer template, or both")
    if output is not None and not output.is_dir():
        raise FileError(str(output), None, "is no folder; make it first, or name another")
    tables = _figures(figures) if figures is not None else None
    newer = read_bytes(template) if template is not None else None
    if newer is not None:
        from xl_quadrant.client_book.template_fitness import refuse_unfit

        refuse_unfit(newer, str(template))
    records: list[dict[str, Any]] = []
    failed = 0
    for found in workbooks_under(books):
        if not isinstance(found, Found) or found.path.stem.endswith(BEFORE):
            continue
        try:
            updated = _updated(read_bytes(found.path), found.name, tables, newer)
            place = None if output is None else output / found.path.name
            written = None if dry_run else write_update(found.path, updated, place, keep=keep, force=force)
        except XlQuadrantError as error:
            failed += 1
            complain(str(error) if str(error).startswith(found.name) else f"{found.name}: {error}")
            continue
        records.append(_record(found.name, updated, written))
        if not as_json:
            print_lines(*_told(found.name, updated, written, dry_run=dry_run))
    if as_json:
        print_json(records)
    if failed:
        raise typer.Exit(FAILURES)


def _figures(path: Path) -> Figures:
    """Return what gives the new figures of a workbook: those of a client file, or of the row with its client's name."""
    from xl_quadrant.clients.client_file import read_tables
    from xl_quadrant.clients.roster_columns import ColumnRules
    from xl_quadrant.clients.rosters import open_roster
    from xl_quadrant.errors import InvalidWorkbook

    if path.suffix.lower() == ".toml":
        tables = read_tables(path)
        return lambda _content, _source: tables
    rows = {row.name.casefold(): row for row in open_roster(path, rules=ColumnRules(whole=False)).rows()}

    def of_client(content: bytes, source: str) -> Mapping[str, Any]:
        from xl_quadrant.package.parts import Package
        from xl_quadrant.package.stored_values import read_names

        name = str(read_names(Package(content, source), {"in_client_name"}).get("in_client_name") or "").strip()
        if name.casefold() not in rows:
            raise InvalidWorkbook(
                source, None, f"is the workbook of {name or 'nobody yet'}, and {path} has no such row"
            )
        return rows[name.casefold()].tables()

    return of_client


def _updated(content: bytes, source: str, figures: Figures | None, template: bytes | None) -> Update:
    """Return a workbook with the newer template first, then the new figures."""
    from xl_quadrant.client_book.carry_over import carry_over
    from xl_quadrant.client_book.update import Update, update_figures

    carried = Update(content, (), ()) if template is None else carry_over(content, template, source)
    if figures is None:
        return carried
    done = update_figures(carried.content, figures(content, source), source)
    return Update(done.content, done.changes, (*carried.left, *done.left))


def _told(name: str, updated: Update, written: Path | None, *, dry_run: bool) -> list[str]:
    """Return the lines that say what changes in a workbook."""
    count = len(updated.changes)
    inputs = "no input" if not count else "1 input" if count == 1 else f"{count} inputs"
    verb = "would change" if dry_run else "changed"
    where = "nothing is written" if written is None else f"{written} is written"
    lines = [f"{name}: {inputs} {verb}; {where}"]
    lines += [
        f"  {change.label}: {_shown(change.before, change.kind)} → {_shown(change.after, change.kind)}"
        for change in updated.changes
    ]
    return lines + [f"  {sentence}" for sentence in updated.left]


def _shown(value: Any, kind: str) -> str:
    """Return a figure as a person reads it, amounts without a sign of currency."""
    from xl_quadrant.command_line.terminal import figure

    return figure(value, "count" if kind == "money" else kind) if isinstance(value, (int, float)) else str(value or "–")


def _record(name: str, updated: Update, written: Path | None) -> dict[str, Any]:
    """Return what was done to a workbook, for a program."""
    changes = [
        {"input": change.label, "before": _plain(change.before), "after": _plain(change.after)}
        for change in updated.changes
    ]
    return {
        "book": name,
        "written": None if written is None else str(written),
        "changes": changes,
        "left": list(updated.left),
    }


def _plain(value: Any) -> Any:
    """Return a value as JSON has it; a date as a text."""
    return value if isinstance(value, (bool, int, float, str)) or value is None else str(value)
