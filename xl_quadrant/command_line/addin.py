"""``xlq addin``: the files that bring the functions into a spreadsheet program, and what installs them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from xl_quadrant.command_line.exits import UsageError
from xl_quadrant.command_line.options import Force


def addin(
    folder: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="DIR", help="The folder to write to.", show_default=False)
    ] = None,
    *,
    python: Annotated[
        str | None,
        typer.Option(metavar="PYTHON.EXE", help="The Python that Excel starts, if not this one.", show_default=False),
    ] = None,
    force: Force = False,
) -> None:
    """Write Excel's add-in, its tab and every function."""
    from xl_quadrant.addin.excel_addin import FILE_NAME, excel_addin
    from xl_quadrant.addin.interpreter import started_python
    from xl_quadrant.command_line.terminal import print_lines
    from xl_quadrant.package.files import write_bytes

    if folder is None:
        raise UsageError("give the folder to write to: xlq addin -o DIR")
    path = folder / FILE_NAME
    folder.mkdir(parents=True, exist_ok=True)
    write_bytes(path, excel_addin(python or started_python()), force=force)
    print_lines(f"{path} is written.")
