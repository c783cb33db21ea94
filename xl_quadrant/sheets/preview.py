"""
The pictures of the README: the Quadrant and Results pages of a sample client.

``python -m xl_quadrant.sheets.preview`` writes them where they are committed. It needs LibreOffice and pdftoppm
(``apt install libreoffice-calc poppler-utils fonts-crosextra-carlito``).
"""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path
from typing import Final

from openpyxl import load_workbook

from xl_quadrant.client_book.client_workbook import make_workbook
from xl_quadrant.client_book.libreoffice import to_pdf
from xl_quadrant.clients.presets import SAMPLE_NOTICE, preset
from xl_quadrant.clients.templates_folder import templates_folder

PAGES: Final = ("Quadrant", "Results")
SAMPLE: Final = ("med_spa", "Glow Med Spa")
RESOLUTION: Final = 110


def write_previews(folder: Path) -> None:
    """
    Write the first printed page of each sheet of PAGES as a picture.

    Parameters
    ----------
    folder : Path
        Where ``quadrant.png`` and ``results.png`` go.
    """
    content = make_workbook(preset(*SAMPLE), sample_note=SAMPLE_NOTICE)
    with tempfile.TemporaryDirectory() as temporary:
        book, pdf = Path(temporary) / "book.xlsx", Path(temporary) / "book.pdf"
        book.write_bytes(content)
        sheets = load_workbook(book)
        pages_before = 0
        pdf.write_bytes(to_pdf(content, everything=True))
        for sheet in sheets:
            if sheet.title in PAGES:
                _draw(pdf, pages_before + 1, folder / sheet.title.lower())
            pages_before += len(sheet.row_breaks.brk) + 1


def _draw(pdf: Path, page: int, picture: Path) -> None:
    """Draw one page of a PDF as a PNG."""
    picture.parent.mkdir(parents=True, exist_ok=True)
    numbers = ["-f", str(page), "-l", str(page), "-r", str(RESOLUTION)]
    subprocess.run(["pdftoppm", *numbers, "-png", "-singlefile", str(pdf), str(picture)], check=True)  # noqa: S603, S607 - a fixed program


if __name__ == "__main__":
    write_previews(templates_folder() / "preview")
