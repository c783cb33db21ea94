"""One template, read once, and any number of client workbooks made from it."""

from __future__ import annotations

from functools import cached_property
from typing import Final

from xl_quadrant.business.model import Client
from xl_quadrant.client_book.calculation import calculated
from xl_quadrant.client_book.fill import Template
from xl_quadrant.client_book.shipped_template import template_bytes
from xl_quadrant.clients.client_cells import names_from_client
from xl_quadrant.engine.live import LiveWorkbook
from xl_quadrant.engine.live_file import LiveFile
from xl_quadrant.package.parts import Package

SAMPLE_NOTE: Final = "in_sample_note"


class PreparedTemplate:
    """
    A template from which client workbooks are made.

    The first takes as long as finding where everything stands and calculating it all; the next ones take a fraction.

    Parameters
    ----------
    template : bytes, optional
        A workbook of the consultant's own that carries the names; ours when left out.
    source : str
        What an error calls it, such as its path.
    """

    def __init__(self, template: bytes | None = None, source: str = "template") -> None:
        self._template = Template(Package(template or template_bytes(), source))

    def make(self, client: Client, sample_note: str = "") -> bytes:
        """
        Return a client's workbook, every formula with its value.

        The same client gives the same bytes, whatever was made before it.

        Parameters
        ----------
        client : Client
            The client.
        sample_note : str, optional
            What the workbook says of figures that are samples.

        Returns
        -------
        bytes
            An .xlsx package.

        Raises
        ------
        InvalidWorkbook
            If the template lacks names that the client needs, or rows for its offers.
        """
        values = names_from_client(client)
        if SAMPLE_NOTE in self._template.package.names:
            values[SAMPLE_NOTE] = sample_note or None
        cells = self._template.cells(values)
        if self._book.incremental:
            self._book.write(cells)
            self._book.calculate()
        if self._book.incremental and not self._book.in_doubt:
            return self._file.content(client.currency)
        return calculated(self._template.fill(values, client.currency), client.name)

    @cached_property
    def _book(self) -> LiveWorkbook:
        """The template in the engine."""
        return LiveWorkbook(self._template.package)

    @cached_property
    def _file(self) -> LiveFile:
        """The file that its values are put into."""
        return LiveFile(self._book)
