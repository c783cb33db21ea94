"""What a batch is to make, and what became of each row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from xl_quadrant.clients.roster_row import RosterRow
from xl_quadrant.errors import InvalidClient, XlQuadrantError

MADE: Final = "made"
KEPT: Final = "kept"
FAILED: Final = "failed"


@dataclass(frozen=True, slots=True)
class Task:
    """
    A workbook to be made.

    Parameters
    ----------
    order : int
        How many rows stand before its row.
    row : RosterRow
        The row.
    file : str
        What the workbook is to be called.
    origin : str
        What it is made from, in 32 characters: the row, the template and the version of this package.
    again : bool
        Whether a workbook of that name is there, made by this batch from something else.
    """

    order: int
    row: RosterRow
    file: str
    origin: str
    again: bool = False

    def failed(self, *problems: Problem) -> Outcome:
        """Return the outcome of a row that makes no workbook."""
        return Outcome(self.order, self.row.number, self.row.label, self.row.name, "", FAILED, problems)

    def done(self, status: str, digest: str = "") -> Outcome:
        """Return the outcome of a row whose workbook is there."""
        row = self.row
        return Outcome(self.order, row.number, row.label, row.name, self.file, status, (), self.origin, digest)


@dataclass(frozen=True, slots=True)
class Problem:
    """
    One reason why a row made no workbook.

    Parameters
    ----------
    field : str
        What is wrong: a heading, the field of a client file, or a file.
    reason : str
        What was found there, and what to write instead.
    """

    field: str
    reason: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """
    What became of a row.

    Parameters
    ----------
    order : int
        How many rows stand before it.
    row : int
        Its number, as a spreadsheet counts rows.
    label : str
        What a person calls it: ``row 7``, or the name of its file.
    name : str
        The name of the client as it stands there.
    file : str
        The name of its workbook; empty if it has none.
    status : str
        ``made``, ``kept`` or ``failed``.
    problems : tuple of Problem
        Why it failed.
    origin, digest : str
        What the workbook was made from, and what it holds, in 32 characters each.
    """

    order: int
    row: int
    label: str
    name: str
    file: str
    status: str
    problems: tuple[Problem, ...] = ()
    origin: str = ""
    digest: str = ""

    def record(self) -> dict[str, Any]:
        """
        Return it for a program.

        Returns
        -------
        dict of str to object
            Row, label, name, file and status, and for a failed row each field with its reason.
        """
        record: dict[str, Any] = {
            "row": self.row,
            "label": self.label,
            "name": self.name,
            "file": self.file,
            "status": self.status,
        }
        if self.problems:
            record["problems"] = [{"field": problem.field, "reason": problem.reason} for problem in self.problems]
        return record


def problems_of(error: XlQuadrantError) -> tuple[Problem, ...]:
    """
    Return what is wrong, field by field.

    Parameters
    ----------
    error : XlQuadrantError
        What was raised for a row.

    Returns
    -------
    tuple of Problem
        One for each wrong field.

    Examples
    --------
    >>> from xl_quadrant.errors import OutOfDomain
    >>> problems_of(OutOfDomain("today_close_rate", 50, "is above 1; write 50% or 0.5"))
    (Problem(field='today_close_rate', reason='50 is above 1; write 50% or 0.5'),)
    """
    if isinstance(error, InvalidClient):
        return tuple(problem for one in error.problems for problem in problems_of(one))
    return (Problem(error.argument, str(error).removeprefix(f"{error.argument}: ")),)
