"""The options that commands share, and what one of them refuses."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from xl_quadrant.command_line.exits import UsageError

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, for a program to read.")]
Everything = Annotated[bool, typer.Option("--all", help="Print every input and result, not only the first few.")]
Force = Annotated[bool, typer.Option("--force", help="Replace a file that is there already.")]
Book = Annotated[Path, typer.Argument(metavar="BOOK.xlsx", help="The workbook.", show_default=False)]


def refuse_other_kind(output: Path, source: Path) -> None:
    """
    Refuse a name whose ending does not say what the file will be: Excel would not open it.

    Parameters
    ----------
    output : Path
        The file to write.
    source : Path
        The file it is made from.

    Raises
    ------
    UsageError
        If they end differently.
    """
    if output.suffix.lower() != source.suffix.lower():
        raise UsageError(f"{output} will be a {source.suffix} file; write a name that ends in {source.suffix}")
