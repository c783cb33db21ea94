"""
Client workbooks as a batch makes them, one after another from one engine; more of their cells may be filled in.

That they are those made anew, byte for byte, is tested in tests/client_book/test_prepared_template.py.
"""

import math
from functools import cache

from xl_quadrant.client_book.client_workbook import template_bytes
from xl_quadrant.client_book.fill import Template
from xl_quadrant.client_book.prepared_template import PreparedTemplate
from xl_quadrant.clients.client_cells import names_from_client
from xl_quadrant.engine.live import LiveWorkbook
from xl_quadrant.engine.live_file import LiveFile
from xl_quadrant.package.parts import Package
from xl_quadrant.package.stored_values import read_names

CLOSE = 1e-9
NOT_KNOWN = "–"


class Form:
    """The template, filled in again and again; what is not filled in anew stands as in the template."""

    def __init__(self):
        self.template = Template(Package(template_bytes(), "template"))
        self.blank = read_names(self.template.package)
        self.book = LiveWorkbook(self.template.package)
        self.file = LiveFile(self.book)
        self.filled = set()

    def content(self, values, currency):
        """Return the file with these cells filled in, calculated."""
        self.filled |= values.keys()
        self.book.write(self.template.cells({name: self.blank[name] for name in self.filled} | values))
        self.book.calculate()
        assert self.book.incremental
        return self.file.content(currency)


@cache
def _form():
    return Form()


@cache
def _prepared():
    return PreparedTemplate()


def made(client):
    """Return the workbook of a client."""
    return _prepared().make(client)


def workbook(client, cells):
    """Return the template with a client, or none, and more cells by name, calculated."""
    values = {**(names_from_client(client) if client else {}), **cells}
    return _form().content(values, client.currency if client else None)


def named(content):
    """Return what stands in the named cells of a workbook."""
    return read_names(Package(content, "book"))


def unlike(found, expected):
    """Say whether a cell differs from what it should be: numbers by more than a billionth, all else at all."""
    if isinstance(expected, (str, bool)) or expected is None or not isinstance(found, (int, float)):
        return found != expected
    return not math.isclose(found, expected, rel_tol=CLOSE, abs_tol=CLOSE)
