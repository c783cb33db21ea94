"""The quick reader of ordinary sheets finds what the parser finds, or leaves the sheet to it."""

import pytest
from hypothesis import given, settings, strategies as st

from tests.packages import sheet_xml
from xl_quadrant.clients.templates_folder import templates_folder
from xl_quadrant.errors import InvalidWorkbook
from xl_quadrant.package.files import read_bytes
from xl_quadrant.package.parts import Package
from xl_quadrant.package.sheet_index import parsed
from xl_quadrant.package.sheet_scan import scanned

ORDINARY_CELLS = (
    '<c r="A1"/>', '<c r="B2" s="3" t="n" />', '<c r="C1"></c>', '<c r="AA7" s="1"><v>1.5</v></c>', '<c r="D4"><v ></v></c>',
    '<c r="E1" t="s"><v>0</v></c>', '<c r="F9"><f>A1&gt;1</f><v>0</v></c>', '<c r="XFD1" t="str"><f>"a"</f><v>&#xe4;&#10;&quot;</v></c>',
    '<c r="G1"><f t="shared" si="0"/><v/></c>', '<c r="H1" cm="1"><f t="array" ref="H1:H3" >B1:B3</f></c>', '<c r="I1"><f/></c>',
    '<c r="J1" t="inlineStr"><is><t xml:space="preserve"> ü &amp; 😀</t></is></c>', '<c r="K1" t="inlineStr"><is><t/></is></c>',
)  # fmt: skip
UNUSUAL_CELLS = (
    "<c/>", '<c s="1" r="B3"><v>1</v></c>', "<c r='A2'/>", '<c r="A1"/>', '<c r="a9"/>', '<c r="XFE1"/>', '<c r="A0"/>', '<c r="$A$5"/>',
    '<c r="L1"> <v>1</v></c>', '<c r="L1"><v>1</v><f>A1</f></c>', '<c r="L1" t="inlineStr"><is><r><t>a</t></r><r><t>b</t></r></is></c>',
    '<c r="L1"><f>A1<!-- no --></f></c>', '<c r="L1"><v><![CDATA[<v>]]></v></c>', '<c r="L1" x="a>b"><v>1</v></c>', '<c r="L1" x="&lt;"/>',
    '<c r="L1"><v>1</v><v>2</v></c>', '<c r="L1"><v>a\r\nb</v></c>', '<c r="L1"><v>1</v><extLst/></c>', '<c r="L1"\ns="1"/>', '<x:c r="L1"/>',
    '<c r="L1"><f>1</f><f>2</f></c>', '<c r="L1"><v>1</v>', "</c>", '<c r="L1" s="1" s="2"/>', '<c r="L1"><v>&nbsp;</v></c>', '<c  r="L1"/>',
    '<c r="L1"><c r="L2"/></c>', '<c r="L1"><v>&#0;</v></c>', '<c r="L1"><v>\x01</v></c>', '<c r="L1"><is><t>a</t><rPh/></is></c>', "text",
    '<c r="L1"><v>\ud800</v></c>', '<c r="L1"><is><t x="a>b">c</t></is></c>', '<c r="L1"><f x="a>b">c</f></c>',
)  # fmt: skip
ORDINARY_ROWS = (
    '<row r="1">',
    '<row r="2" spans="1:3" s="4" customFormat="1">',
    '<row r="3" s="4" >',
    '\n <row r="4" ht="2">',
)
UNUSUAL_ROWS = (
    "<row>",
    '<row s="1" r="5">',
    '<row r="1">',
    '<row r="0">',
    '<row r="1048577">',
    '<row r="6" s="x" customFormat="1">',
    '<row r="7"/><row r="8">',
    '<!-- --><row r="9">',
)
HEADS = ("", '<dimension ref="A1:B2"/>', '<cols><col min="1" max="2" style="3" width="9"/><col style="0" min="3" max="4" /></cols>',
         '<dimension ref="B2" />', '<dimension ref="A1"/><dimension ref="C3"/>', '<cols><col min="x" max="1" style="1"/></cols>', "<cols><col min='1' max='1' style='2'/></cols>")  # fmt: skip
TAILS = (
    "",
    '<autoFilter ref="A1"/>',
    '<rowBreaks count="1"/>',
    '<extLst><ext><row r="99"/></ext></extLst>',
    "<colBreaks/>",
    '<dimension ref="Z9"/>',
    "<v>7</v>",
)


def sheets(cells, rows, heads, tails):
    """Sheets made of these pieces, in any order and number."""
    row = st.tuples(st.sampled_from(rows), st.lists(st.sampled_from(cells), max_size=4)).map(
        lambda r: r[0] + "".join(r[1]) + "</row>"
    )
    data = st.lists(row, max_size=4).map("".join)
    return st.tuples(data, st.sampled_from(heads), st.sampled_from(tails)).map(
        lambda s: sheet_xml(*s).encode("utf-8", "surrogatepass")
    )


def whole(xml):
    """Return what the parser finds; None in a damaged sheet."""
    try:
        return parsed(xml)
    except InvalidWorkbook:
        return None


@settings(max_examples=150)
@given(sheets(ORDINARY_CELLS + UNUSUAL_CELLS, ORDINARY_ROWS + UNUSUAL_ROWS, HEADS, TAILS))
def test_whatever_stands_there_both_find_the_same(xml):
    quick = scanned(xml, "sheet")
    assert quick is None or quick == whole(xml)


@given(st.permutations(ORDINARY_CELLS), st.sampled_from(HEADS[:4]), st.sampled_from(TAILS[:3]), st.integers(0, 13))
def test_ordinary_sheets_are_read_quickly(cells, head, tail, some):
    rows = f'<row r="1">{"".join(cells[:some])}</row><row r="2" />\n<row r="3" s="4" customFormat="true">{"".join(cells[some:])}</row>'
    xml = sheet_xml(rows, head, tail).encode()
    quick = scanned(xml, "sheet")
    assert quick is not None
    assert quick == parsed(xml)
    assert len(quick.cells) == len(ORDINARY_CELLS)


@pytest.mark.parametrize("cell", UNUSUAL_CELLS)
def test_each_unusual_cell_is_left_to_the_parser(cell):
    xml = sheet_xml(f'<row r="1"><c r="A1"/>{cell}</row>').encode("utf-8", "surrogatepass")
    assert scanned(xml, "sheet") is None


@pytest.mark.parametrize("name", ["quadrant.xlsx", "functions.xlsx"])
def test_our_own_sheets_are_ordinary(name):
    package = Package(read_bytes(templates_folder() / name))
    for part in package.sheets.values():
        quick = scanned(package.part(part), part)
        assert quick is not None
        assert quick == parsed(package.part(part), part)


ORDINARY = sheet_xml(
    f'<row r="1">{"".join(ORDINARY_CELLS)}</row>\n<row r="3" s="2" customFormat="1"/>', HEADS[2]
).encode()
SLIPS = (
    b"<",
    b">",
    b"/",
    b'"',
    b"'",
    b" ",
    b"&",
    b"=",
    b":",
    b"\r",
    b"<v>",
    b"</v>",
    b"</c>",
    b"-->",
    b"\xc3",
    b'<row r="7">',
)


@settings(max_examples=200)
@given(
    st.lists(
        st.tuples(st.integers(90, len(ORDINARY)), st.sampled_from(SLIPS), st.integers(0, 3)), min_size=1, max_size=2
    )
)
def test_a_slip_anywhere_makes_no_difference(slips):
    xml = ORDINARY
    for at, written, dropped in slips:
        xml = xml[:at] + written + xml[at + dropped :]
    quick = scanned(xml, "sheet")
    assert quick is None or quick == whole(xml)
