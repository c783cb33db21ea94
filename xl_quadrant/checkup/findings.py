"""What is found when a workbook is checked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

MISSING: Final = "missing"
WRONG: Final = "wrong"
STALE: Final = "stale"

FILL: Final = ("new", "batch")
READ: Final = ("read", "collect")
RESULTS: Final = ("new", "read", "collect")
"""The commands that fill inputs, that read inputs, and that read results: `new` prints them."""

TEMPLATE: Final = "template"
CLIENT: Final = "client's workbook"
NOT_OURS: Final = "not ours"
"""What a workbook is: one to be filled in, one that is filled in, or neither."""


@dataclass(frozen=True, slots=True)
class Finding:
    """
    One thing that keeps a workbook from working.

    Parameters
    ----------
    kind : str
        ``missing``, ``wrong`` or ``stale``.
    place : str
        The name or the cell that it is about.
    rule : str
        What is wrong there, and what to do; read after the place.
    stops : tuple of str
        The commands that will not work with the workbook until it is mended.
    """

    kind: str
    place: str
    rule: str
    stops: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.kind}: {self.place} {self.rule}"


@dataclass(frozen=True, slots=True)
class Checkup:
    """
    A workbook, checked.

    Parameters
    ----------
    source : str
        What it is called.
    kind : str
        ``template``, ``client's workbook`` or ``not ours``.
    names : int
        How many of the names of our template it carries.
    findings : tuple of Finding
        What keeps it from working; empty if it is whole.
    notes : tuple of str
        What one may want to know, and keeps nothing from working.
    """

    source: str
    kind: str
    names: int
    findings: tuple[Finding, ...]
    notes: tuple[str, ...] = ()

    @property
    def stopped(self) -> tuple[str, ...]:
        """The commands that will not work with it, in the order of FILL and READ."""
        stopped = {command for finding in self.findings for command in finding.stops}
        return tuple(command for command in (*FILL, *READ) if command in stopped)
