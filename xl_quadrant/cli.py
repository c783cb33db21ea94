"""
The command line, ``xlq``: client workbooks, recalculation, single formulas and the catalogue.

What a command needs is imported inside it, so that help and errors come at once.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from xl_quadrant import __version__
from xl_quadrant.errors import XlQuadrantError
from xl_quadrant.exits import ERROR, USAGE, UsageError, complain, run

app = typer.Typer(
    name="xlq",
    epilog="Example: xlq new --preset med_spa -o glow.xlsx",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, for a program to read.")]
Everything = Annotated[bool, typer.Option("--all", help="Print every input and result, not only the first few.")]
Force = Annotated[bool, typer.Option("--force", help="Replace a file that is there already.")]
Book = Annotated[Path, typer.Argument(metavar="BOOK.xlsx", help="The workbook.", show_default=False)]
Version = Annotated[bool, typer.Option("--version", help="Print the version.")]


@app.callback(invoke_without_command=True)
def _xlq(context: typer.Context, *, version: Version = False) -> None:
    """Calculate the unit economics of service businesses: client workbooks, any workbook, single formulas."""
    if version:
        typer.echo(f"xlq {__version__}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        typer.echo(context.get_help(), err=True)
        raise typer.Exit(USAGE)


@app.command(epilog='Example: xlq new --preset med_spa --name "Glow Med Spa" -o glow.xlsx')
def new(
    client_file: Annotated[
        Path | None, typer.Argument(metavar="CLIENT.toml", help="The client file.", show_default=False)
    ] = None,
    *,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="OUT.xlsx", help="The workbook to write.")],
    preset: Annotated[
        str | None, typer.Option(metavar="P", help="Instead of a client file: sample figures of an industry.")
    ] = None,
    name: Annotated[str | None, typer.Option(metavar="N", help="The client's name, if not the one given.")] = None,
    template: Annotated[
        Path | None, typer.Option(metavar="T.xlsx", help="A workbook of your own that carries the template's names.")
    ] = None,
    blank: Annotated[bool, typer.Option("--blank", help="Instead of a client: a blank form, for a workshop.")] = False,
    pdf: Annotated[bool, typer.Option("--pdf", help="Write the printed pages too, through LibreOffice.")] = False,
    functions: Annotated[
        bool, typer.Option("--functions", help="Add our functions as LAMBDA names, for Excel 2024 and 365.")
    ] = False,
    everything: Everything = False,
    as_json: AsJson = False,
    force: Force = False,
) -> None:
    """Write the workbook of a client and print its results."""
    from xl_quadrant.client_choice import chosen_client
    from xl_quadrant.workbook.files import read_bytes, refuse_existing, write_bytes

    _refuse_other_kind(output, template or Path("template.xlsx"))
    client, sample_note = chosen_client(client_file, preset, name, blank=blank)
    pages = output.with_suffix(".pdf")
    if not force:
        refuse_existing(output)
        if pdf:
            refuse_existing(pages)
    own = None if template is None else read_bytes(template)

    from xl_quadrant.bridges.lambda_names import with_function_names
    from xl_quadrant.terminal import print_lines
    from xl_quadrant.workbook.client_workbook import blank_workbook, make_workbook
    from xl_quadrant.workbook.pdf import find_libreoffice, to_pdf

    if pdf:
        find_libreoffice()
    content = blank_workbook(name, own) if client is None else make_workbook(client, own, sample_note)
    if functions:
        content = with_function_names(content, str(output))
    printed = to_pdf(content) if pdf else b""
    write_bytes(output, content, force=force)
    if pdf:
        write_bytes(pages, printed, force=force)
    if client is not None:
        _print_workbook(content, output, everything=everything, as_json=as_json)
    if not as_json:
        written = f"{output} and {pages} are written" if pdf else f"{output} is written"
        rest = "" if everything or client is None else f"; xlq read {output} --all prints every result"
        print_lines("", *filter(None, [sample_note]), f"{written}{rest}.")


@app.command(epilog="Example: xlq read glow.xlsx --json")
def read(book: Book, *, everything: Everything = False, as_json: AsJson = False) -> None:
    """Print the results that stand in a filled workbook."""
    from xl_quadrant.workbook.files import read_bytes

    _print_workbook(read_bytes(book), book, everything=everything, as_json=as_json)


@app.command(epilog="Example: xlq recalc forecast.xlsx -o calculated.xlsx")
def recalc(
    book: Book,
    *,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="OUT.xlsx", help="Where to write it; without, in the workbook itself."),
    ] = None,
    timeout: Annotated[
        float, typer.Option(metavar="SECONDS", min=0, help="How long it may take; a strange workbook never ends.")
    ] = 120,
    as_json: AsJson = False,
    force: Force = False,
) -> None:
    """Calculate any workbook, and store its values."""
    from xl_quadrant.workbook.files import read_bytes, refuse_existing, write_bytes

    if output is not None:
        _refuse_other_kind(output, book)
        if not force:
            refuse_existing(output)
    content = read_bytes(book)

    from xl_quadrant.terminal import print_json, print_lines
    from xl_quadrant.workbook.recalc import recalculate

    done = recalculate(content, str(book), timeout)
    written = output or book
    write_bytes(written, done.package, force=force or output is None)
    values: dict[str, dict[str, object]] = {}
    for (sheet, cell), value in done.values.items():
        values.setdefault(sheet, {})[cell] = value
    if as_json:
        print_json({"file": str(written), "values": values, "errors": [asdict(fault) for fault in done.errors]})
    else:
        print_lines(
            f"{written}: {len(done.values):,} cells calculated, {len(done.errors):,} show an error",
            *map(str, done.errors),
        )


@app.command("eval", epilog="Example: xlq eval '=LTV_CONTINUITY(200, 10%)'")
def evaluate_formula(
    formula: Annotated[str, typer.Argument(metavar="'=FORMULA'", help="The formula, in quotes.", show_default=False)],
    *,
    as_json: AsJson = False,
) -> None:
    """Calculate one formula, as typed in a cell."""
    from xl_quadrant.terminal import general, print_json, print_lines
    from xl_quadrant.workbook.recalc import evaluate

    try:
        answer = evaluate(formula)
    except XlQuadrantError as error:
        if as_json:
            print_json({"formula": formula, "value": error.excel_error, "reason": str(error)})
        complain(f"{error.excel_error} {error}")
        raise typer.Exit(ERROR) from None
    if as_json:
        rows = [[_cell(cell) for cell in row] for row in answer] if isinstance(answer, list) else answer
        print_json({"formula": formula, "value": rows})
    elif isinstance(answer, list):
        print_lines(*("\t".join(general(_cell(cell)) for cell in row) for row in answer))
    else:
        print_lines(general(answer))


@app.command(epilog="Example: xlq functions LTV_CONTINUITY")
def functions(
    name: Annotated[str | None, typer.Argument(metavar="NAME", help="One of them.", show_default=False)] = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Print the functions of the catalogue, or the page of one."""
    from xl_quadrant.bridges.reference import text_page
    from xl_quadrant.catalogue import CATALOGUE, by_name
    from xl_quadrant.function_report import function_record, print_catalogue
    from xl_quadrant.terminal import print_json, print_lines

    if name is not None:
        function = by_name(name)
        if as_json:
            print_json(function_record(function))
        else:
            print_lines(text_page(function).rstrip())
    elif as_json:
        print_json([function_record(function) for function in CATALOGUE])
    else:
        print_catalogue()


def main(arguments: Sequence[str] | None = None) -> int:
    """
    Run the command line.

    Parameters
    ----------
    arguments : sequence of str, optional
        What follows ``xlq``; what the process was started with when left out.

    Returns
    -------
    int
        The exit code, as `exits` lists them.
    """
    return run(app, arguments)


def _refuse_other_kind(output: Path, source: Path) -> None:
    """Refuse a name whose ending does not say what the file will be: Excel would not open it."""
    if output.suffix.lower() != source.suffix.lower():
        raise UsageError(f"{output} will be a {source.suffix} file; write a name that ends in {source.suffix}")


def _print_workbook(content: bytes, path: Path, *, everything: bool, as_json: bool) -> None:
    """Print the client and the results that stand in a workbook."""
    from xl_quadrant.client_report import client_record, print_client
    from xl_quadrant.terminal import print_json
    from xl_quadrant.workbook.client_workbook import read_workbook

    filled = read_workbook(content, str(path))
    if as_json:
        print_json(client_record(filled.client, filled.today, filled.target))
    else:
        print_client(filled.client, filled.today, filled.target, everything=everything)


def _cell(value: Any) -> Any:
    """Return an element of an answer as a cell shows it: an error by its name."""
    return value.excel_error if isinstance(value, XlQuadrantError) else value


if __name__ == "__main__":
    sys.exit(main())
