"""A roster to start from: every heading, and a row for each preset."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from xl_quadrant.business.client_row import flatten
from xl_quadrant.business.headings import headings, place_under
from xl_quadrant.business.model import OFFER_BLOCKS, Client
from xl_quadrant.clients.csv_text import csv_bytes
from xl_quadrant.clients.presets import PRESETS, preset
from xl_quadrant.errors import UnknownWord


def example_roster(kind: str) -> bytes:
    """
    Return a roster with every heading and a row of sample figures for each preset.

    Parameters
    ----------
    kind : str
        ``.csv`` or ``.xlsx``.

    Returns
    -------
    bytes
        The file.

    Raises
    ------
    UnknownWord
        If it is to be of another kind (``#VALUE!``).

    Examples
    --------
    >>> example_roster(".csv").decode("utf-8-sig").splitlines()[0][:40]
    'name,industry,currency,prepared_by,date,'
    """
    samples = [preset(name) for name in PRESETS]
    rows = [_with_changes_only(sample) for sample in samples]
    most = max(len(getattr(s, block.name)) for c in samples for s in (c.today, c.target) for block in OFFER_BLOCKS)
    columns = list(headings(most))
    table: list[list[Any]] = [columns, *([row.get(heading) for heading in columns] for row in rows)]
    match kind.lower():
        case ".csv":
            return csv_bytes(table)
        case ".xlsx":
            return _sheet(table)
    raise UnknownWord("example", kind, "is no ending of a roster; write .csv or .xlsx")


def _with_changes_only(client: Client) -> dict[str, Any]:
    """Return a client as a row that says of the target only what changes, as a person would write it."""
    row = flatten(client)
    changed = {
        block.name for block in OFFER_BLOCKS if getattr(client.today, block.name) != getattr(client.target, block.name)
    }
    return {
        heading: cell
        for heading, cell in row.items()
        if not heading.startswith("target_") or _changes(heading, cell, row, changed)
    }


def _changes(heading: str, cell: Any, row: dict[str, Any], changed: set[str]) -> bool:
    """Say whether a cell of the target says something that today's does not; a list that changes is said in full."""
    place = place_under(heading)
    block = str(place[1]) if place else ""
    if block in {block.name for block in OFFER_BLOCKS}:
        return block in changed
    return bool(cell != row[heading.replace("target_", "today_", 1)])


def _sheet(table: list[list[Any]]) -> bytes:
    """Return a table as a workbook, its headings in bold and always in view."""
    import openpyxl
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.title = "Roster"
    for row in table:
        page.append(row)
    for position, heading in enumerate(table[0], start=1):
        page.cell(1, position).font = Font(bold=True)
        page.column_dimensions[get_column_letter(position)].width = max(len(heading) + 2, 12)
    page.freeze_panes = "B2"
    content = BytesIO()
    book.save(content)
    return content.getvalue()
