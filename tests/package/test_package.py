"""Packages: what is opened, what is refused, what the names stand for, and what stays as it was."""

import io
import struct
import zipfile

import openpyxl
import pytest
from hypothesis import given, strategies as st
from openpyxl.workbook.defined_name import DefinedName

from tests.packages import book, name_xml, parts_of, sheet_xml, zipped
from xl_quadrant.errors import InvalidWorkbook
from xl_quadrant.package.addresses import (
    LAST_COLUMN,
    LAST_ROW,
    Area,
    address,
    position_of,
    quoted,
    read_area,
)
from xl_quadrant.package.parts import Package

EMPTY = sheet_xml("")


@given(st.integers(1, LAST_ROW), st.integers(1, LAST_COLUMN))
def test_an_address_leads_back_to_its_cell(row, column):
    cell = address(row, column)
    assert position_of(cell) == position_of(f"${cell.rstrip('0123456789')}${row}") == (row, column)
    assert openpyxl.utils.cell.coordinate_to_tuple(cell) == (row, column)


@pytest.mark.parametrize("wrong", ["", "A0", "A", "1", "XFE1", "A1048577", "AAAA1", "A1:B2", "R1C1x"])
def test_what_is_no_cell_has_no_position(wrong):
    with pytest.raises(ValueError, match="is not the address of a cell"):
        position_of(wrong)


TITLES = st.text(st.characters(exclude_characters="[]:*?/\\", exclude_categories=("Cs", "Cc")), min_size=1, max_size=31)


@given(TITLES, st.tuples(*[st.integers(1, 99)] * 4))
def test_an_area_reads_back_as_written(title, corners):
    rows, columns = sorted(corners[:2]), sorted(corners[2:])
    area = Area(title, rows[0], columns[0], rows[1], columns[1])
    assert read_area(str(area)) == area
    assert len(area.positions) == area.size == area.rows * area.columns


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Inputs!$B$3", Area("Inputs", 3, 2, 3, 2)),
        ("Inputs!B3", Area("Inputs", 3, 2, 3, 2)),
        ("=Inputs!B$3:$C10", Area("Inputs", 3, 2, 10, 3)),
        ("'What must be true'!$B$10:$B$3", Area("What must be true", 3, 2, 10, 2)),
        ("'it''s'!A1", Area("it's", 1, 1, 1, 1)),
        ("Eingaben_ä!$A$1", Area("Eingaben_ä", 1, 1, 1, 1)),
        ("Inputs!$A$1:Inputs!$A$3", Area("Inputs", 1, 1, 3, 1)),
    ],
)
def test_areas_are_read_however_they_are_quoted(text, expected):
    assert read_area(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "0.5",
        '"text"',
        "$A$1",
        "Inputs!#REF!",
        "#REF!",
        "Inputs!$A:$A",
        "Inputs!$1:$3",
        "Inputs!$A$1,Inputs!$C$1",
        "[1]Inputs!$A$1",
        "'[Book.xlsx]Inputs'!$A$1",
        "Jan:Mar!$A$1",
        "'Jan:Mar'!$A$1",
        "Inputs!$A$1:Other!$A$3",
        "OFFSET(Inputs!$A$1,1,1)",
        "_xlfn.LAMBDA(_xlpm.x,_xlpm.x+1)",
    ],
)
def test_what_is_not_one_area_is_none(text):
    assert read_area(text) is None


@pytest.mark.parametrize("title", ["Q1", "R1C1", "rc", "Fix first", "2024", "it's", "a-b"])
def test_titles_that_a_formula_could_mistake_are_quoted(title):
    assert quoted(title).startswith("'")


def test_sheets_and_names_are_found_through_relationships():
    names = "".join(
        [
            name_xml("in_price", "S!$B$3"),
            name_xml("in_prices", "'S2'!$A$1:$A$8"),
            name_xml("two_areas", "S!$A$1,S!$C$1"),
            name_xml("rate", "0.5"),
            name_xml("gone", "Missing!$A$1"),
            name_xml("_xlnm.Print_Area", "S!$A$1:$B$9", ' localSheetId="0"'),
            name_xml("own", "S!$A$1", ' localSheetId="0"'),
            name_xml("own", "S2!$A$1", ' localSheetId="1"'),
            name_xml("IN_PRICE", "S2!$B$9", ' localSheetId="1"'),
        ]
    )
    package = Package(book(EMPTY, EMPTY, EMPTY, names=names))
    assert dict(package.sheets) == {
        "S": "xl/worksheets/part3.xml",
        "S2": "xl/worksheets/part2.xml",
        "S3": "xl/worksheets/part1.xml",
    }
    assert dict(package.names) == {
        "in_price": Area("S", 3, 2, 3, 2),
        "in_prices": Area("S2", 1, 1, 8, 1),
        "own": Area("S", 1, 1, 1, 1),
    }
    assert package.formula_names["rate"] == "0.5"


def test_names_of_openpyxl_are_read_as_openpyxl_wrote_them():
    written = openpyxl.Workbook()
    written.active.title = "What must be true"
    written.defined_names["in_x"] = DefinedName("in_x", attr_text="'What must be true'!$B$3:$B$10")
    content = io.BytesIO()
    written.save(content)
    assert Package(content.getvalue()).names["in_x"] == Area("What must be true", 3, 2, 10, 2)


def test_a_chart_sheet_is_no_worksheet():
    written = openpyxl.Workbook()
    written.create_chartsheet("Chart").add_chart(openpyxl.chart.BarChart())
    content = io.BytesIO()
    written.save(content)
    assert list(Package(content.getvalue()).sheets) == ["Sheet"]


def test_a_part_is_found_whatever_the_case_of_its_name_and_by_absolute_targets():
    parts = parts_of(book(EMPTY))
    parts["xl/Worksheets/Part1.xml"] = parts.pop("xl/worksheets/part1.xml")
    relationships = parts["xl/_rels/workbook.xml.rels"].replace(b'"worksheets/', b'"/xl/worksheets/')
    parts["xl/_rels/workbook.xml.rels"] = relationships
    assert Package(zipped(parts)).part("xl/worksheets/part1.xml") == EMPTY.encode()


# What is written back


OTHER = {
    "xl/media/image1.png": b"\x89PNG" * 500,
    "customXml/item1.xml": b"<a/>",
    "xl/vbaProject.bin": bytes(range(256)),
}


@pytest.mark.parametrize("compression", [zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED])
def test_parts_that_do_not_change_keep_their_packed_bytes_their_date_and_their_place(compression):
    content = book(EMPTY, others=OTHER, compression=compression)
    new = sheet_xml('<row r="1"/>').encode()
    changed = Package(content).replaced({"xl/worksheets/part1.xml": new})
    assert parts_of(changed) == parts_of(content) | {"xl/worksheets/part1.xml": new}
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(io.BytesIO(changed)) as after:
        assert before.namelist() == after.namelist()
        for old, now in zip(before.infolist(), after.infolist(), strict=True):
            assert (old.date_time, old.external_attr, old.create_system) == (
                now.date_time,
                now.external_attr,
                now.create_system,
            )
            if old.filename != "xl/worksheets/part1.xml":
                assert _packed(content, old) == _packed(changed, now)
                assert (old.compress_type, old.CRC, old.file_size) == (now.compress_type, now.CRC, now.file_size)


def test_the_same_is_written_each_time():
    content = book(EMPTY, others=OTHER)
    new = {"xl/worksheets/part1.xml": b"<worksheet/>", "xl/new.xml": b"<new/>"}
    assert Package(content).replaced(new) == Package(content).replaced(new)
    assert list(parts_of(Package(content).replaced(new)))[-1] == "xl/new.xml"
    assert Package(content).replaced({}) == content


def test_an_archive_written_as_a_stream_is_read_and_written():
    class Stream(io.BytesIO):
        def seekable(self):
            return False

    stream = Stream()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts_of(book(EMPTY, others=OTHER)).items():
            archive.writestr(name, part)
    content = stream.getvalue()
    changed = Package(content).replaced({"xl/worksheets/part1.xml": b"<worksheet/>"})
    assert parts_of(changed) == parts_of(content) | {"xl/worksheets/part1.xml": b"<worksheet/>"}


def test_names_of_parts_beyond_ascii_survive():
    content = book(EMPTY, others={"xl/média/bild_ä.png": b"1"})
    changed = Package(content).replaced({"xl/worksheets/part1.xml": b"<worksheet/>", "xl/média/neu_ö.png": b"2"})
    assert parts_of(changed)["xl/média/bild_ä.png"] == b"1"
    assert parts_of(changed)["xl/média/neu_ö.png"] == b"2"


# What is refused


def read_all(content):
    """Open a workbook and read every part."""
    package = Package(content, "glow.xlsx")
    return {name: package.part(name) for name in package.parts}


def refused(content, words):
    """Show that a file is refused, by its name, with certain words."""
    with pytest.raises(InvalidWorkbook, match=words) as caught:
        read_all(content)
    assert str(caught.value).startswith("glow.xlsx")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"name,price\nGlow,2000\n", "is not an Excel workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "protected with a password, or an old .xls"),
        (b"PK\x03\x04" + bytes(60), "damaged or cut short"),
        (zipped({"word/document.xml": b"<a/>"}), "is not an Excel workbook"),
        (zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}), "OpenDocument"),
    ],
)
def test_what_is_no_workbook_is_refused_with_advice(content, words):
    refused(content, words)


def test_a_binary_workbook_is_refused_by_its_name():
    parts = parts_of(book(EMPTY))
    parts["_rels/.rels"] = parts["_rels/.rels"].replace(b"xl/workbook.xml", b"xl/workbook.bin")
    refused(zipped(parts), r"save it in Excel as \.xlsx")


def test_a_workbook_without_sheets_is_refused():
    parts = parts_of(book(EMPTY))
    parts["xl/workbook.xml"] = b"<document/>"
    refused(zipped(parts), "is not an Excel workbook")


@pytest.mark.parametrize("kept", [0.3, 0.6, 0.9, 0.99])
def test_a_workbook_cut_short_is_refused(kept):
    content = book(EMPTY, others=OTHER)
    refused(content[: int(len(content) * kept)], "damaged or cut short")


def test_every_flipped_byte_is_refused_or_does_no_harm():
    content = book(sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row>'))
    good = parts_of(content)
    for at in range(len(content)):
        broken = content[:at] + bytes([content[at] ^ 0xFF]) + content[at + 1 :]
        try:
            found = read_all(broken)
        except InvalidWorkbook:
            continue
        assert set(found.values()) <= set(good.values())


def test_a_part_that_is_missing_is_named():
    parts = parts_of(book(EMPTY))
    del parts["xl/worksheets/part1.xml"]
    with pytest.raises(InvalidWorkbook, match=r"lacks its part xl/worksheets/part1\.xml"):
        Package(zipped(parts)).part("xl/worksheets/part1.xml")


def test_a_zip_bomb_is_refused_unopened():
    refused(book(EMPTY, others={"xl/media/bomb": bytes(64 << 20)}), "far more than a workbook holds")


def test_a_part_that_unpacks_to_more_than_it_says_is_refused():
    content = bytearray(book(EMPTY, others={"xl/media/liar": bytes(5000)}))
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as archive:
        entry = archive.getinfo("xl/media/liar")
    directory = content.rindex(b"PK\x01\x02")
    assert struct.unpack_from("<I", content, directory + 24) == (5000,)
    for at in (entry.header_offset + 22, directory + 24):
        struct.pack_into("<I", content, at, 10)
    refused(bytes(content), "damaged or cut short")


def test_a_workbook_with_a_password_on_its_parts_is_refused():
    content = bytearray(book(EMPTY))
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(mark)
        while at >= 0:
            content[at + flags] |= 1
            at = content.find(mark, at + 4)
    refused(bytes(content), "protected with a password")


def test_two_parts_of_one_name_are_refused():
    content = io.BytesIO(book(EMPTY))
    with pytest.warns(UserWarning, match="Duplicate name"), zipfile.ZipFile(content, "a") as archive:
        archive.writestr("xl/workbook.xml", "<other/>")
    refused(content.getvalue(), "two parts of one name")


@pytest.mark.parametrize(
    ("xml", "words"),
    [
        (b'<!DOCTYPE a [<!ENTITY x "y">]><workbook>&x;</workbook>', "document type"),
        (b"<workbook><sheets>", "is damaged"),
        ('<?xml version="1.0" encoding="UTF-16"?><workbook/>'.encode("utf-16"), "not UTF-8"),
        (b'<?xml version="1.0" encoding="iso-8859-1"?><workbook/>', "not UTF-8"),
    ],
)
def test_xml_that_is_no_honest_utf_8_is_refused(xml, words):
    parts = parts_of(book(EMPTY))
    parts["xl/workbook.xml"] = xml
    refused(zipped(parts), words)


def _packed(content, entry):
    """Return the packed bytes of an entry of an archive."""
    name_length, extra_length = struct.unpack_from("<HH", content, entry.header_offset + 26)
    start = entry.header_offset + 30 + name_length + extra_length
    return content[start : start + entry.compress_size]
