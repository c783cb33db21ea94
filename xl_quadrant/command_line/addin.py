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
    libreoffice: Annotated[
        bool, typer.Option("--libreoffice", help="With -o: the extension of LibreOffice Calc instead.")
    ] = False,
    lite: Annotated[
        bool, typer.Option("--lite", help="With -o: main.py and requirements.txt of xlwings Lite instead.")
    ] = False,
    install: Annotated[
        bool,
        typer.Option("--install", help="Install it in Excel on Windows, for this user; no administrator is needed."),
    ] = False,
    uninstall: Annotated[
        bool, typer.Option("--uninstall", help="Take away all that installing and Excel have written of it.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="With --install or --uninstall: only list what would be done.")
    ] = False,
    checklist: Annotated[
        bool, typer.Option("--checklist", help="Print ten minutes of steps to try it in the real Excel.")
    ] = False,
    python: Annotated[
        str | None,
        typer.Option(metavar="PYTHON.EXE", help="The Python that is started, if not this one.", show_default=False),
    ] = None,
    force: Force = False,
) -> None:
    """Write or install Excel's add-in."""
    if [folder is not None, install, uninstall, checklist].count(True) != 1:
        raise UsageError("give one of: -o with a folder to write to, --install, --uninstall, --checklist")
    if folder is not None:
        _write(folder, python, force=force, libreoffice=libreoffice, lite=lite)
    elif checklist:
        from xl_quadrant.addin.checklist import checklist as steps
        from xl_quadrant.command_line.terminal import print_lines

        print_lines(steps().rstrip())
    else:
        _do(python, install=install, dry_run=dry_run)


def _write(folder: Path, python: str | None, *, force: bool, libreoffice: bool, lite: bool) -> None:
    """Write the files of one host to a folder."""
    from xl_quadrant.addin import calc_extension, excel_addin, lite_files
    from xl_quadrant.addin.interpreter import started_python
    from xl_quadrant.command_line.terminal import print_lines
    from xl_quadrant.package.files import refuse_existing, write_bytes

    started = python or started_python()
    if lite:
        files = {"main.py": lite_files.main_file().encode(), "requirements.txt": lite_files.REQUIREMENTS.encode()}
    elif libreoffice:
        files = {calc_extension.FILE_NAME: calc_extension.calc_extension(started)}
    else:
        files = {excel_addin.FILE_NAME: excel_addin.excel_addin(started)}
    folder.mkdir(parents=True, exist_ok=True)
    for name in files if not force else ():
        refuse_existing(folder / name)
    for name, content in files.items():
        write_bytes(folder / name, content, force=force)
        print_lines(f"{folder / name} is written.")


def _do(python: str | None, *, install: bool, dry_run: bool) -> None:
    """Install or take away, and say each step."""
    from xl_quadrant.addin.installation import installing, uninstalling
    from xl_quadrant.command_line.terminal import print_lines

    for step in installing(python) if install else uninstalling():
        if not dry_run:
            step.do()
        print_lines(f"{'would ' if dry_run else ''}{step.text}")
    if install and not dry_run:
        print_lines("Start Excel: it has a tab xl-quadrant. xlq doctor says whether all is well.")
