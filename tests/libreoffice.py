"""LibreOffice as a second opinion: workbooks calculated anew by it, whatever values they carry."""

import os
import subprocess
import tempfile
from pathlib import Path

import pytest

from xl_quadrant.errors import FileError
from xl_quadrant.workbook.package import Package
from xl_quadrant.workbook.pdf import find_libreoffice
from xl_quadrant.workbook.stored import formula_values

SECONDS = 240
"""How long one conversion of all books may take."""

PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">
<value>0</value></prop></item>
</oor:items>
"""
"""Without this setting LibreOffice trusts the values that stand in a file, and proves nothing."""


def _is_missing():
    try:
        find_libreoffice()
    except FileError:
        return True
    return False


needs_libreoffice = pytest.mark.skipif(
    _is_missing() and os.environ.get("XLQ_REQUIRE_LIBREOFFICE") != "1",
    reason="LibreOffice (soffice) is not installed; XLQ_REQUIRE_LIBREOFFICE=1 makes this a failure",
)


def recalculated_by_libreoffice(books):
    """Return workbooks, by the same keys, as LibreOffice stores them, every formula calculated; in one run."""
    program = find_libreoffice()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as temporary:
        folder = Path(temporary)
        (folder / "profile" / "user").mkdir(parents=True)
        (folder / "profile" / "user" / "registrymodifications.xcu").write_text(PROFILE, encoding="utf-8")
        paths = {key: folder / f"book{number}.xlsx" for number, key in enumerate(books)}
        for key, path in paths.items():
            path.write_bytes(books[key])
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = [program, profile, "--headless", "--convert-to", "xlsx", "--outdir", folder / "out", *paths.values()]
        subprocess.run(command, check=True, capture_output=True, timeout=SECONDS)
        return {key: (folder / "out" / path.name).read_bytes() for key, path in paths.items()}


def values_by_libreoffice(books):
    """Return the value of every formula by sheet, row and column, for each workbook, as LibreOffice calculates it."""
    return {key: formula_values(Package(book, str(key))) for key, book in recalculated_by_libreoffice(books).items()}
