"""A client's workbook with more of its cells filled in, calculated, and what stands in its named cells."""

import math
from functools import cache

from xl_quadrant.clients.client_cells import names_from_client
from xl_quadrant.workbook.client_workbook import calculated, template_bytes
from xl_quadrant.workbook.fill import Template
from xl_quadrant.workbook.package import Package
from xl_quadrant.workbook.stored import read_names

CLOSE = 1e-9
NOT_KNOWN = "–"


@cache
def _template():
    return Template(Package(template_bytes(), "template"))


def workbook(client, cells):
    """Return the template with a client, or none, and more cells by name, calculated."""
    values = {**(names_from_client(client) if client else {}), **cells}
    return calculated(_template().fill(values), "book")


def named(content):
    """Return what stands in the named cells of a workbook."""
    return read_names(Package(content, "book"))


def unlike(found, expected):
    """Say whether a cell differs from what it should be: numbers by more than a billionth, all else at all."""
    if isinstance(expected, (str, bool)) or expected is None or not isinstance(found, (int, float)):
        return found != expected
    return not math.isclose(found, expected, rel_tol=CLOSE, abs_tol=CLOSE)
