"""``xlq functions``: the catalogue, or the page of one function."""

from __future__ import annotations

from typing import Annotated

import typer

from xl_quadrant.command_line.options import AsJson


def functions(
    name: Annotated[str | None, typer.Argument(metavar="NAME", help="One of them.", show_default=False)] = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Print the functions of the catalogue, or the page of one."""
    from xl_quadrant.bridges.reference import text_page
    from xl_quadrant.catalogue import CATALOGUE, by_name
    from xl_quadrant.command_line.function_report import function_record, print_catalogue
    from xl_quadrant.command_line.terminal import print_json, print_lines

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
