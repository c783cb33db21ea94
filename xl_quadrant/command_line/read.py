"""``xlq read``: the inputs and results that stand in a filled workbook."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from xl_quadrant.command_line.options import AsJson, Book, Everything

if TYPE_CHECKING:
    from xl_quadrant.client_book.client_workbook import FilledWorkbook


def read(book: Book, *, everything: Everything = False, as_json: AsJson = False) -> None:
    """Print the results that stand in a filled workbook."""
    from xl_quadrant.package.files import read_bytes

    filled = print_workbook(read_bytes(book), book, everything=everything, as_json=as_json)

    from xl_quadrant.command_line.exits import complain
    from xl_quadrant.portfolio.one_workbook import why_stale

    note = why_stale(filled)
    if note:
        complain(f"{book}: stale: {note}")


def print_workbook(content: bytes, path: Path, *, everything: bool, as_json: bool) -> FilledWorkbook:
    """
    Print the client and the results that stand in a workbook.

    Parameters
    ----------
    content : bytes
        The workbook.
    path : Path
        What it is called.
    everything : bool
        Whether to print every input and result.
    as_json : bool
        Whether to print JSON.

    Returns
    -------
    FilledWorkbook
        What was printed.
    """
    from xl_quadrant.client_book.client_workbook import read_workbook
    from xl_quadrant.command_line.client_report import client_record, print_client
    from xl_quadrant.command_line.terminal import print_json, print_lines, print_sentence

    filled = read_workbook(content, str(path))
    if as_json:
        print_json(client_record(filled.client, filled.today, filled.target))
    else:
        print_client(filled.client, filled.today, filled.target, everything=everything)
        if filled.sample_note:
            print_lines("")
            print_sentence(filled.sample_note)
    return filled
