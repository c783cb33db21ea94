"""Where the templates are: beside the package in a checkout, inside it in an installed wheel."""

from __future__ import annotations

from pathlib import Path

from xl_quadrant.errors import FileError


def templates_folder() -> Path:
    """
    Return the folder with the template workbook, the presets and the benchmarks.

    Returns
    -------
    Path
        The folder.

    Raises
    ------
    FileError
        If there is none, because the installation is incomplete.

    Examples
    --------
    >>> (templates_folder() / "presets" / "talk.toml").is_file()
    True
    """
    package = Path(__file__).resolve().parents[1]
    for folder in (package / "templates", package.parent / "templates"):
        if (folder / "presets").is_dir():
            return folder
    raise FileError(str(package), None, "has no templates beside it; install xl-quadrant again")
