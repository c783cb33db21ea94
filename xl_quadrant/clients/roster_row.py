"""One row of a roster: what stands in it, and the client it makes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from xl_quadrant.business.client_row import is_blank, unflatten
from xl_quadrant.business.headings import field_under, heading_of
from xl_quadrant.business.model import Client
from xl_quadrant.business.texts import Text
from xl_quadrant.clients.client_file import client_from_mapping, client_from_row
from xl_quadrant.clients.typed_numbers import typed_number
from xl_quadrant.errors import InvalidClient, XlQuadrantError
from xl_quadrant.functions.quantities import Number


@dataclass(frozen=True, slots=True)
class RosterRow:
    """
    One row of a roster, as it was read.

    Parameters
    ----------
    number : int
        The row, as a spreadsheet counts them; the position in a folder or among the rows of a Parquet file.
    label : str
        What a person calls it: ``row 7``, or the name of its file.
    cells : mapping of str to object
        Values by heading, or the tables of a client file.
    nested : bool
        Whether they are tables.
    decimal : str, optional
        The decimal mark of texts that are numbers, if it is told.
    problems : tuple of XlQuadrantError
        Why it could not be read, if so.

    Examples
    --------
    >>> RosterRow(7, "row 7", {"name": "Glow", "today_close_rate": "50"}).name
    'Glow'
    """

    number: int
    label: str
    cells: Mapping[str, Any]
    nested: bool = False
    decimal: str | None = None
    problems: tuple[XlQuadrantError, ...] = ()

    @property
    def name(self) -> str:
        """The client's name as it stands in the row; empty if there is none."""
        name = _as_text(self.cells.get("name"))
        return " ".join(name.split()) if isinstance(name, str) else ""

    def client(self) -> Client:
        """
        Return the client of the row.

        Returns
        -------
        Client
            Checked in every field.

        Raises
        ------
        InvalidClient
            If the row could not be read or a field is wrong; it lists them all, each by its heading.
        """
        if self.problems:
            raise InvalidClient(self.label, self.problems)
        if self.nested:
            return client_from_mapping(self.cells, self.label)
        cells, unread = self._typed_cells()
        try:
            client = client_from_row(cells, self.label)
        except InvalidClient as error:
            for problem in error.problems:
                problem.argument = heading_of(problem.argument)
            problems = [unread.pop(problem.argument, problem) for problem in error.problems]
            raise InvalidClient(self.label, [*problems, *unread.values()]) from None
        return client

    def tables(self) -> dict[str, Any]:
        """
        Return the row as the tables of a client file, only what stands in it.

        Returns
        -------
        dict of str to object
            Nested tables, with what is left empty left out.

        Raises
        ------
        InvalidClient
            If the row could not be read, a heading is not known or a figure cannot be read; it lists them all.
        """
        if self.problems:
            raise InvalidClient(self.label, self.problems)
        if self.nested:
            return dict(self.cells)
        cells, unread = self._typed_cells()
        if unread:
            raise InvalidClient(self.label, list(unread.values()))
        return unflatten(cells, self.label)

    def _typed_cells(self) -> tuple[dict[str, Any], dict[str, XlQuadrantError]]:
        """Return each cell as its field takes it, and by heading the errors of those that cannot be read."""
        cells: dict[str, Any] = {}
        unread: dict[str, XlQuadrantError] = {}
        currency = _currency(self.cells.get("currency"))
        for heading, cell in self.cells.items():
            field = field_under(heading)
            cells[heading] = cell
            if field is None or is_blank(cell):
                continue
            if isinstance(field.quantity, Text):
                cells[heading] = _as_text(cell)
            elif isinstance(cell, str):
                cells[heading] = cell.strip()
                if isinstance(field.quantity, Number):
                    try:
                        cells[heading] = typed_number(heading, cell, self.decimal, currency)
                    except XlQuadrantError as error:
                        unread[heading] = error
        return cells, unread


def _as_text(cell: Any) -> Any:
    """Return a number under a heading of texts as the text a cell shows: a client may be called 24."""
    return f"{cell:.15g}" if isinstance(cell, (int, float)) and not isinstance(cell, bool) else cell


def _currency(cell: Any) -> str:
    """Return the currency of a row, the model's own where none stands."""
    return str(Client.model_fields["currency"].default) if is_blank(cell) else str(cell).strip().upper()
