"""One template, read once, and any number of client workbooks made from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xl_quadrant.workbook.client_workbook import make_workbook, template_bytes

if TYPE_CHECKING:
    from xl_quadrant.business.model import Client


class PreparedTemplate:
    """
    A template from which client workbooks are made.

    Parameters
    ----------
    template : bytes, optional
        A workbook of the consultant's own that carries the names; ours when left out.
    """

    def __init__(self, template: bytes | None = None) -> None:
        self._template = template or template_bytes()

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
        return make_workbook(client, self._template, sample_note)
