"""What is said of a consultant's own template before it is filled."""

from __future__ import annotations

from pathlib import Path

from xl_quadrant.command_line.exits import complain


def warn_of(template: Path, content: bytes) -> None:
    """
    Refuse a template that holds a client; say which sheets its names point to that are not there.

    Parameters
    ----------
    template : Path
        The file.
    content : bytes
        What it holds.

    Raises
    ------
    InvalidWorkbook
        If it is a client's filled workbook: its figures, its tracker and its channels would be lost.
    """
    from xl_quadrant.checkup.names import lost_sheets
    from xl_quadrant.errors import InvalidWorkbook
    from xl_quadrant.package.parts import Package
    from xl_quadrant.package.stored_values import read_names

    package = Package(content, str(template))
    client = read_names(package, {"in_client_name"}).get("in_client_name")
    if client:
        rule = (
            f"is the workbook of {client}, and making another from it would empty it; "
            "xlq update brings new figures into it, or give a template without a client"
        )
        raise InvalidWorkbook(str(template), None, rule)
    for finding in lost_sheets(package):
        complain(f"{template}: {finding.place} {finding.rule}")
