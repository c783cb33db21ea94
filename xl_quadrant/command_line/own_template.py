"""What is said of a consultant's own template before it is filled."""

from __future__ import annotations

from pathlib import Path

from xl_quadrant.command_line.exits import complain


def warn_of(template: Path, content: bytes) -> None:
    """
    Say which sheets the names of a template point to that are not there; it is filled all the same.

    Parameters
    ----------
    template : Path
        The file.
    content : bytes
        What it holds.
    """
    from xl_quadrant.checkup.names import lost_sheets
    from xl_quadrant.package.parts import Package

    for finding in lost_sheets(Package(content, str(template))):
        complain(f"{template}: {finding.place} {finding.rule}")
