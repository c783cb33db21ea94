"""What became of a batch, as a whole."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from xl_quadrant.batch.outcomes import FAILED, KEPT, MADE, Outcome
from xl_quadrant.batch.report_file import REPORT

MOST_FAILURES: Final = 1000
"""How many failed rows a `BatchReport` keeps; the report file has them all."""


@dataclass
class BatchReport:
    """
    What became of a batch, also while it runs.

    Parameters
    ----------
    roster, folder : str
        Where the rows came from, and where the workbooks are.
    read_as : str
        What the roster was taken for.
    made, kept, failed : int
        How many rows there are of each.
    failures : list of Outcome
        The first `MOST_FAILURES` rows that made no workbook, in the order they came back.
    """

    roster: str
    folder: str
    read_as: str
    made: int = 0
    kept: int = 0
    failed: int = 0
    failures: list[Outcome] = field(default_factory=list)

    @property
    def rows(self) -> int:
        """How many rows are done with."""
        return self.made + self.kept + self.failed

    def add(self, outcome: Outcome) -> None:
        """Count what became of a row."""
        setattr(self, outcome.status, getattr(self, outcome.status) + 1)
        if outcome.status == FAILED and len(self.failures) < MOST_FAILURES:
            self.failures.append(outcome)

    def record(self) -> dict[str, Any]:
        """
        Return it for a program.

        Returns
        -------
        dict of str to object
            Where, how many, and each failed row that is kept, in the order of the roster.
        """
        failures = sorted(self.failures, key=lambda outcome: outcome.order)
        return {
            "roster": self.roster,
            "read_as": self.read_as,
            "folder": self.folder,
            "report": f"{self.folder}/{REPORT}",
            **{status: getattr(self, status) for status in (MADE, KEPT, FAILED)},
            "failures": [outcome.record() for outcome in failures],
        }
