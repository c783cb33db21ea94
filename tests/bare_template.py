"""A template of a consultant's own that holds the names and nothing to calculate: made in no time."""

from io import BytesIO

import openpyxl
from openpyxl.workbook.defined_name import DefinedName

from xl_quadrant.client_book.client_workbook import RESULT_NAMES
from xl_quadrant.clients.client_cells import names_from_client
from xl_quadrant.clients.presets import preset

ROWS = 8
"""How many rows each block of offers has."""


def bare_template():
    """Return a workbook with every name that a client needs, each in a column of its own."""
    book = openpyxl.Workbook()
    page = book.active
    page.title = "Inputs"
    cells_of_a_client = names_from_client(preset("talk")) | dict.fromkeys(sorted(RESULT_NAMES))
    for column, (name, value) in enumerate(cells_of_a_client.items(), start=1):
        letter = openpyxl.utils.get_column_letter(column)
        cells = f"${letter}$1:${letter}${ROWS}" if isinstance(value, list) else f"${letter}$1"
        book.defined_names[name] = DefinedName(name, attr_text=f"Inputs!{cells}")
    content = BytesIO()
    book.save(content)
    return content.getvalue()
