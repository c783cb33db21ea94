"""Workbooks damaged at random, in the archive and in the XML of their parts: our errors only, or an answer."""

from contextlib import suppress
from functools import cache

import pytest
from hypothesis import example, given, strategies as st

from tests.packages import book, parts_of, sheet_xml, zipped
from tests.strange_books import GOOD, NAMES
from xl_quadrant.client_book.client_workbook import read_workbook, template_bytes
from xl_quadrant.engine.recalc import recalculate
from xl_quadrant.errors import InvalidWorkbook, XlQuadrantError
from xl_quadrant.package.parts import Package
from xl_quadrant.package.stored_values import read_names

ROWS = """
<row r="1" spans="1:9"><c r="A1" s="0"><v>1.5</v></c><c r="B1" t="str"><f>A1&amp;"x"</f><v>1x</v></c>
<c r="C1"><f>LTV_CONTINUITY(A1,10%)</f></c><c r="D1" t="e"><f>1/0</f><v>#DIV/0!</v></c>
<c r="E1" t="inlineStr"><is><t xml:space="preserve"> a </t></is></c><c r="F1"><f t="array" ref="F1:G2">A1:B2</f></c></row>
<row r="3"><c r="A3"><f t="shared" ref="A3:C3" si="0">A1*2</f></c><c r="B3"><f t="shared" si="0"/></c>
<c r="D3"><f>SUM(in_y,IFERROR(NOPE(1),'S'!A1))</f></c></row>
"""
SMALL = parts_of(
    book(sheet_xml(ROWS, '<dimension ref="A1:G3"/><cols><col min="1" max="3" style="1"/></cols>'), names=NAMES)
)
PIECES = (
    b'"', b"'", b"<", b">", b"&", b"/>", b"</c>", b"<v>", b"<f>", b"<c>", b"<row>", b"<!--", b"\0", b"\xff", b"-", b"9" * 20,
    b"1e999", b"nan", b"&#65;", b"&#0;", b' r="XFD1048576"', b' t="e"', b' t="s"', b' t="array" ref="A1:C3"', b"[1]", b"!", b"$",
    b":", b"(", b"#REF!", b'count="99999999999"', b"../", b"%",
)  # fmt: skip
CHANGES = st.lists(
    st.tuples(
        st.floats(0, 1, exclude_max=True), st.integers(0, 40), st.one_of(st.sampled_from(PIECES), st.binary(max_size=3))
    ),
    min_size=1,
    max_size=4,
)
"""Where in the bytes, how many of them go, and what stands there instead."""


def changed(content, changes):
    """Return bytes with changes."""
    for where, gone, new in changes:
        at = int(where * len(content))
        content = content[:at] + new + content[at + gone :]
    return content


@cache
def template():
    """Return the template and its parts."""
    return template_bytes(), parts_of(template_bytes())


def tried(content):
    """Calculate a workbook and read its names; an error is one of ours, and says in short which workbook it means."""
    for way in (lambda: recalculate(content, source="glow.xlsx"), lambda: read_names(Package(content, "glow.xlsx"))):
        said = refused(way)
        assert said.startswith("glow.xlsx: ")
        assert len(said) < 500


def refused(way):
    """Return what an error says; raise it on, if it is none of ours."""
    try:
        way()
    except InvalidWorkbook as error:
        return str(error)
    return "glow.xlsx: "


@given(st.floats(0, 1, exclude_max=True))
@example(0.0)
def test_a_workbook_cut_short_anywhere_is_refused(kept):
    content = template()[0]
    for way in (recalculate, Package):
        with pytest.raises(InvalidWorkbook, match=r"is empty|is not an Excel workbook|damaged or cut short"):
            way(content[: int(kept * len(content))])


@given(CHANGES)
def test_damage_to_the_archive(changes):
    tried(changed(zipped(SMALL), changes))


@pytest.mark.parametrize("part", sorted({"xl/worksheets/part1.xml", *GOOD}))
@given(changes=CHANGES)
def test_damage_to_a_part(part, changes):
    tried(zipped({**SMALL, part: changed(SMALL[part], changes)}))


@given(st.sampled_from(sorted(name for name in template()[1] if name.endswith((".xml", ".rels")))), CHANGES)
def test_damage_to_a_client_workbook(part, changes):
    content, parts = template()
    damaged = Package(content).replaced({part: changed(parts[part], changes)})
    with suppress(XlQuadrantError):
        read_workbook(damaged, "glow.xlsx")
