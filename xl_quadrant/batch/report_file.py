"""``report.csv``: what became of every row, in the order of the roster, for a person with a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO, TextIOWrapper
from typing import IO, Final

from xl_quadrant.batch.outcomes import Outcome
from xl_quadrant.clients.csv_text import CsvRows
from xl_quadrant.errors import FileError
from xl_quadrant.package.files import refuse_special_target
from xl_quadrant.storage.folders import Folder, Place

REPORT: Final = "report.csv"

COLUMNS: Final = ("row", "name", "file", "status", "field", "reason")
"""What it says of each row; a failed row has a line for each field that is wrong."""


class ReportFile:
    """
    The report of a batch, written row by row; in a store, when the batch ends.

    Outcomes come in any order. One that is ahead of its row waits for those before it.

    Parameters
    ----------
    place : Place
        The folder of the workbooks.

    Raises
    ------
    FileError
        If the file cannot be written, for instance because it is open in Excel.
    """

    def __init__(self, place: Place) -> None:
        self._place = place
        self._bytes: IO[bytes] = BytesIO()
        if isinstance(place, Folder):
            path = place.path / REPORT
            refuse_special_target(path)
            try:
                self._bytes = path.open("wb")
            except OSError as error:
                rule = f"cannot be written: {error.strerror}; if it is open in Excel, close it there"
                raise FileError(str(path), None, rule) from None
        self._file = TextIOWrapper(self._bytes, "utf-8-sig", errors="replace", newline="", write_through=True)
        self._rows = CsvRows(self._file)
        self._rows.write(COLUMNS)
        self._next = 0
        self._waiting: dict[int, Outcome] = {}

    def add(self, outcome: Outcome) -> None:
        """Write what became of a row as soon as all rows before it are written."""
        self._waiting[outcome.order] = outcome
        while self._next in self._waiting:
            self._write(self._waiting.pop(self._next))
            self._next += 1

    def close(self) -> None:
        """Write what still waits, and finish the file."""
        for order in sorted(self._waiting):
            self._write(self._waiting[order])
        self._waiting.clear()
        self._file.flush()
        if isinstance(self._bytes, BytesIO):
            self._place.write(REPORT, self._bytes.getvalue())
        self._file.close()

    def _write(self, outcome: Outcome) -> None:
        """Write the lines of a row."""
        for line in _lines(outcome):
            self._rows.write(line)
        self._bytes.flush()


def _lines(outcome: Outcome) -> Iterator[tuple[str, ...]]:
    """Yield a line for each problem of a row, or one if it has none."""
    first = (str(outcome.row), outcome.name, outcome.file, outcome.status)
    if not outcome.problems:
        yield (*first, "", "")
    for problem in outcome.problems:
        yield (*first, problem.field, problem.reason)
