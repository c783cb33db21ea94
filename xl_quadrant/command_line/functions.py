"""``xlq functions``: the catalogue, the page of one function, and the functions brought into a workbook."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from xl_quadrant.command_line.exits import UsageError
from xl_quadrant.command_line.options import AsJson


def functions(
    name: Annotated[str | None, typer.Argument(metavar="NAME", help="One of them.", show_default=False)] = None,
    *,
    into: Annotated[
        Path | None,
        typer.Option(
            metavar="BOOK.xlsx", help="Put them as LAMBDA names into a workbook of your own, for Excel 2024 and 365."
        ),
    ] = None,
    module: Annotated[
        bool, typer.Option("--module", help="Print them as a module for Excel Labs' Advanced Formula Environment.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Print the functions; bring them into a workbook."""
    from xl_quadrant.bridges.reference import text_page
    from xl_quadrant.catalogue import CATALOGUE, by_name
    from xl_quadrant.command_line.function_report import function_record, print_catalogue
    from xl_quadrant.command_line.terminal import print_json, print_lines

    if [name is not None, into is not None, module].count(True) > 1:
        raise UsageError("give one of: the name of a function, --into with a workbook, --module")
    if into is not None:
        _bring_into(into)
    elif module:
        from xl_quadrant.bridges.formula_module import formula_module

        print_lines(formula_module().rstrip())
    elif name is not None:
        function = by_name(name)
        if as_json:
            print_json(function_record(function))
        else:
            print_lines(text_page(function).rstrip())
    elif as_json:
        print_json([function_record(function) for function in CATALOGUE])
    else:
        print_catalogue()


def _bring_into(path: Path) -> None:
    """Put the functions as names into a workbook, and keep everything else of it as it is."""
    from xl_quadrant.bridges.lambda_names import function_names, with_function_names
    from xl_quadrant.command_line.terminal import print_lines
    from xl_quadrant.package.files import read_bytes, write_bytes

    write_bytes(path, with_function_names(read_bytes(path), str(path)), force=True)
    print_lines(f"{path} has {len(list(function_names()))} functions more; type =LTV_CONTINUITY( in a cell of it.")
