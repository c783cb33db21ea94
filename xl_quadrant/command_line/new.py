"""``xlq new``: the workbook of one client."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from xl_quadrant.command_line.options import AsJson, Everything, Force, refuse_other_kind
from xl_quadrant.command_line.own_template import warn_of


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
    pdf: Annotated[
        bool, typer.Option("--pdf", help="Write the five pages an owner prints too, through LibreOffice.")
    ] = False,
    pdf_all: Annotated[bool, typer.Option("--pdf-all", help="The same with every page of the workbook.")] = False,
    functions: Annotated[
        bool, typer.Option("--functions", help="Add our functions as LAMBDA names, for Excel 2024 and 365.")
    ] = False,
    everything: Everything = False,
    as_json: AsJson = False,
    force: Force = False,
) -> None:
    """Write the workbook of a client and print its results."""
    from xl_quadrant.command_line.client_choice import chosen_client
    from xl_quadrant.package.files import read_bytes, refuse_existing, write_bytes

    refuse_other_kind(output, template or Path("template.xlsx"))
    client, sample_note = chosen_client(client_file, preset, name, blank=blank)
    pages = output.with_suffix(".pdf")
    if not force:
        refuse_existing(output)
        if pdf or pdf_all:
            refuse_existing(pages)
    own = None if template is None else read_bytes(template)
    if template is not None and own is not None:
        from xl_quadrant.client_book.template_fitness import refuse_unfit

        warn_of(template, own)
        refuse_unfit(own, str(template))

    from xl_quadrant.client_book.client_workbook import blank_workbook, make_workbook
    from xl_quadrant.client_book.libreoffice import find_libreoffice, to_pdf
    from xl_quadrant.command_line.read import print_workbook
    from xl_quadrant.command_line.terminal import print_lines

    pdf = pdf or pdf_all
    if pdf:
        find_libreoffice()
    content = blank_workbook(name, own) if client is None else make_workbook(client, own, sample_note)
    if functions:
        from xl_quadrant.bridges.lambda_names import with_function_names

        content = with_function_names(content, str(output))
    if template is not None and client is not None:
        from xl_quadrant.client_book.template_fitness import refuse_unread

        refuse_unread(content, str(template))
    printed = to_pdf(content, everything=pdf_all) if pdf else b""
    write_bytes(output, content, force=force)
    if pdf:
        write_bytes(pages, printed, force=force)
    if client is not None:
        print_workbook(content, output, everything=everything, as_json=as_json)
    if not as_json:
        written = f"{output} and {pages} are written" if pdf else f"{output} is written"
        rest = "" if everything or client is None else f"; xlq read {output} --all prints every result"
        print_lines("", f"{written}{rest}.")
