"""Packages that no program should write: each is refused in one sentence, or read as it is meant; nothing is unpacked."""

import io
import struct
import zipfile

import pytest

from tests.packages import MAIN, RELATIONSHIPS, book, parts_of, sheet_xml, zipped
from tests.strange_books import (
    BOOK,
    BOOK_RELS,
    GOOD,
    LAUGHS,
    ROOT_RELS,
    ROW,
    SHEET,
    of_rows,
    with_part,
    with_related,
    with_table,
    with_text,
    with_texts,
)
from xl_quadrant.engine.recalc import recalculate
from xl_quadrant.errors import InvalidWorkbook
from xl_quadrant.package.parts import Package
from xl_quadrant.package.stored_values import read_names

ANEW = "save(?: the workbook)?(?: it)? anew"
PARTS = (BOOK, BOOK_RELS, SHEET, ROOT_RELS)
TEXT_CELL = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1"><f>A1&amp;"!"</f></c></row>'


def refused(content, words, *ways):
    """Show that a workbook is neither calculated nor read, in one short sentence."""
    for way in ways or (calculated, read):
        with pytest.raises(InvalidWorkbook, match=words) as caught:
            way(content)
        assert str(caught.value).startswith("glow.xlsx: ")
        assert len(str(caught.value)) < 350


def calculated(content):
    """Return the calculated values by cell."""
    return {cell: value for (_, cell), value in recalculate(content, source="glow.xlsx").values.items()}


def read(content):
    """Return the values of the names."""
    return read_names(Package(content, "glow.xlsx"))


# Parts that are missing, empty, or in no honest UTF-8


@pytest.mark.parametrize("part", PARTS)
def test_a_part_that_is_missing_or_empty_is_refused(part):
    missing = {
        ROOT_RELS: "is not an Excel workbook",
        BOOK: "is not an Excel workbook",
        SHEET: f"lacks its part {SHEET}",
    }
    refused(with_part(part, None), missing.get(part, "lead|cannot be opened|cannot be read"), calculated)
    refused(with_part(part, b""), f"is damaged .no element found.*{ANEW}", calculated)


def test_content_types_are_not_needed():
    assert calculated(with_part("[Content_Types].xml", None)) == {"B1": 2.0, "C1": 2000.0}


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda xml: xml.decode().replace("UTF-8", "UTF-16").encode("utf-16"), "is not UTF-8"),
        (lambda xml: xml.decode().encode("utf-16-le"), "is not UTF-8"),
        (lambda xml: xml.replace(b"</", b"\xff</", 1), "is damaged"),
        (lambda xml: xml + b"\0", "is damaged"),
        (
            lambda xml: b"<!DOCTYPE a>" + xml.partition(b"?>\n")[2] if b"?>" in xml else b"<!DOCTYPE a>" + xml,
            "document",
        ),
    ],
    ids=["UTF-16", "UTF-16 without a mark", "invalid UTF-8", "a zero byte at the end", "a document type"],
)
def test_xml_that_is_no_honest_utf_8_is_refused(part, change, words):
    refused(with_part(part, change(GOOD[part])), words)


def test_a_mark_of_utf_8_does_no_harm():
    content = zipped({name: b"\xef\xbb\xbf" + part for name, part in GOOD.items()})
    assert calculated(content) == {"B1": 2.0, "C1": 2000.0}
    assert read(content)["in_x"] == 1.0


def test_entities_are_refused_before_they_multiply():
    many = with_texts("<si><t>&lol11;</t></si>", TEXT_CELL, LAUGHS)
    refused(many, "DTD in worksheet XML", calculated)
    refused(many, "holds a document type", read)
    file = with_texts("<si><t>&a;</t></si>", TEXT_CELL, '<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/hostname">]>')
    refused(file, "DTD in worksheet XML", calculated)
    refused(file, "holds a document type", read)


@pytest.mark.parametrize("part", PARTS)
def test_elements_within_elements_without_end_are_refused(part):
    head, _, tail = GOOD[part].rpartition(b"</")
    deep = head + b"<a>" * 30_000 + b"</a>" * 30_000 + b"</" + tail
    refused(with_part(part, deep), f"XML depth limit.*{ANEW}", calculated)


# Zip archives


def bomb(size, packed_as=None):
    """Return a sheet of blanks that unpacks to so many bytes, and is said to be packed into so many."""
    content = bytearray(book(sheet_xml(" " * size)))
    if packed_as:
        at = content.rindex(b"PK\x01\x02")
        struct.pack_into("<I", content, at + 20, packed_as)
    return bytes(content)


def test_a_sheet_that_unpacks_to_too_much_is_not_opened():
    refused(bomb(33 << 20), "unpacks to far more than a workbook holds")
    refused(bomb(33 << 20, packed_as=1 << 20), "unpacks to far more|damaged")


def test_a_sheet_just_under_that_is_read():
    assert calculated(book(sheet_xml(ROW, after=" " * (31 << 20)))) == {"B1": 2.0, "C1": 2000.0}


def test_a_workbook_of_two_gigabytes_is_not_opened():
    content = bytearray(book(sheet_xml(ROW)))
    at = content.rindex(b"PK\x01\x02")
    struct.pack_into("<I", content, at + 24, (1 << 31) - 1)
    refused(bytes(content), "unpacks to far more than a workbook holds")


def test_entries_that_lie_over_each_other_are_refused():
    content = book(sheet_xml(ROW), others={"xl/media/image1.png": bytes(range(256)) * 100})
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        image = archive.getinfo("xl/media/image1.png")
    start, end = content.index(b"PK\x01\x02"), content.index(b"PK\x05\x06")
    entry = content[content.rindex(b"PK\x01\x02") : end]
    copies = b"".join(entry[:46] + f"xl/media/{i:06}.png".encode() for i in range(500))
    directory = content[start:end] + copies
    count = content.count(b"PK\x01\x02") + 500
    tail = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, count, count, len(directory), start, 0)
    assert image.compress_size * 500 > len(content)
    refused(content[:start] + directory + tail, "unpacks to far more than a workbook holds")


def test_more_parts_than_any_workbook_has_are_not_listed():
    refused(book(sheet_xml(ROW)) + b"PK\x01\x02" * 50_000, "unpacks to far more than a workbook holds")


def test_parts_of_one_name_but_for_the_case_are_refused():
    refused(zipped({**GOOD, "XL/Workbook.xml": b"<workbook/>"}), "holds two parts of one name")


def test_an_archive_within_the_archive_is_left_alone():
    inner = zipped(GOOD)
    done = recalculate(zipped({**GOOD, "xl/embeddings/inner.xlsx": inner}))
    assert parts_of(done.package)["xl/embeddings/inner.xlsx"] == inner


def test_macros_stay_byte_for_byte_and_are_not_run():
    macros = bytes(range(256)) * 20
    kind = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    types = GOOD["[Content_Types].xml"].replace(
        b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml", kind.encode()
    )
    done = recalculate(zipped({**GOOD, "[Content_Types].xml": types, "xl/vbaProject.bin": macros}))
    assert done["S!C1"] == 2000.0
    assert parts_of(done.package)["xl/vbaProject.bin"] == macros
    assert parts_of(done.package)["[Content_Types].xml"] == types


# What leads out of the package, or nowhere


@pytest.mark.parametrize(
    "target",
    [
        "../../etc/passwd",
        "/etc/passwd",
        "file:///etc/passwd",
        "http://127.0.0.1:9/sheet.xml",
        "%2e%2e/%2e%2e/etc/passwd",
        "worksheets\\part1.xml",
        "",
        "/",
        "x" * 100_000,
    ],
)
def test_a_sheet_outside_the_package_is_missing(target):
    content = with_text(BOOK_RELS, "worksheets/part1.xml", target)
    refused(content, "lacks its part .{0,110}; open it in Excel", calculated)


def test_a_sheet_that_is_external_is_refused():
    refused(with_text(BOOK_RELS, "/>", ' TargetMode="External"/>'), "external worksheet|has no sheets", calculated)


@pytest.mark.parametrize("target", ["workbook.xml", "_rels/workbook.xml.rels"])
def test_a_part_that_is_no_sheet_is_refused(target):
    refused(with_text(BOOK_RELS, "worksheets/part1.xml", target), "S: is not a worksheet", calculated)


@pytest.mark.parametrize(
    ("new", "words"),
    [
        (
            '<sheet name="S" sheetId="1" r:id="rId1"/><sheet name="s" sheetId="2" r:id="rId1"/>',
            "is the name of two sheets",
        ),
        ('<sheet name="" sheetId="1" r:id="rId1"/>', "has a sheet without a name"),
        ('<sheet sheetId="1" r:id="rId1"/>', "has a sheet without a name"),
        ("", "has no sheets"),
    ],
)
def test_sheets_that_no_formula_could_name_are_refused(new, words):
    refused(with_text(BOOK, '<sheet name="S" sheetId="1" r:id="rId1"/>', new), words)


def test_identifiers_in_another_sense_than_excels_are_refused():
    refused(with_text(BOOK, RELATIONSHIPS, RELATIONSHIPS.replace("2006", "2506")), "has sheets that lead nowhere")


@pytest.mark.parametrize("kind", ["chartsheet", "dialogsheet"])
def test_sheets_that_are_no_worksheets_are_passed_over(kind):
    parts = parts_of(with_related(kind, f'<{kind} xmlns="{MAIN}"/>'))
    parts[BOOK] = parts[BOOK].replace(b"<sheets>", b'<sheets><sheet name="Other" sheetId="9" r:id="rX"/>')
    assert calculated(zipped(parts)) == {"B1": 2.0, "C1": 2000.0}
    alone = parts[BOOK].replace(b'<sheet name="S" sheetId="1" r:id="rId1"/>', b"")
    assert calculated(zipped({**parts, BOOK: alone})) == {}


def test_a_strict_workbook_is_read_like_any_other():
    def strict(part):
        main = part.replace(MAIN.encode(), b"http://purl.oclc.org/ooxml/spreadsheetml/main")
        return main.replace(RELATIONSHIPS.encode(), b"http://purl.oclc.org/ooxml/officeDocument/relationships")

    content = zipped({name: strict(part) for name, part in GOOD.items()})
    assert calculated(content) == {"B1": 2.0, "C1": 2000.0}
    assert read(content)["in_x"] == 1.0
    assert b"purl.oclc.org" in parts_of(recalculate(content).package)[SHEET]


# Parts beside the sheets


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ("", "is damaged"),
        ("<a/>", "is no table"),
        (f'<x xmlns="{MAIN}"><tableColumn name="a"/></x>', "is no table"),
    ],
)
def test_a_table_that_is_none_is_refused(table, words):
    refused(with_table(table), rf"xl/tables/t\.xml: {words}", calculated)


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        ('displayName="t" ref="A1:B3" headerRowCount="x" totalsRowCount="-5"', 0.0),
        ('displayName="t" ref="A1:B3" headerRowCount="99999999999"', 0.0),
        ('displayName="t" ref="A1:B1"', "#REF!"),
        ('displayName="t" ref="nothing"', "#NAME?"),
        ('ref="A1:B3"', "#NAME?"),
    ],
)
def test_tables_say_odd_things_of_themselves(attributes, expected):
    columns = '<tableColumn id="1" name="a"/><tableColumn id="2" name="b"/>'
    table = f'<table xmlns="{MAIN}" id="1" {attributes}><tableColumns>{columns}</tableColumns></table>'
    assert calculated(with_table(table)) == {"D1": expected}


def test_texts_that_say_they_are_more_than_they_are_are_refused():
    content = with_texts("<si><t>x</t></si>", TEXT_CELL)
    assert calculated(content) == {"B1": "x!"}
    parts = parts_of(content)
    more = parts["xl/sharedStrings.xml"].replace(b"<sst ", b'<sst uniqueCount="9999999999" ')
    refused(zipped({**parts, "xl/sharedStrings.xml": more}), "says it holds more texts than it has", read)


def test_texts_that_are_not_there_are_refused():
    refused(of_rows(TEXT_CELL), f"not found in shared strings.*{ANEW}")
    parts = parts_of(with_texts("", TEXT_CELL))
    del parts["xl/sharedStrings.xml"]
    refused(zipped(parts), ANEW)


def test_a_long_text_repeated_is_refused_before_it_fills_the_memory():
    cells = '<c t="s"><v>0</v></c>' * 100
    content = with_texts(f"<si><t>{'x' * 32_767}</t></si>", f"<row>{cells}</row>" * 200)
    refused(content, "S: repeats long texts until they fill the memory", read)
    once = with_texts(
        f"<si><t>{'x' * 32_767}</t></si><si><t>y</t></si>", TEXT_CELL + f"<row>{cells}</row>".replace("0", "1")
    )
    assert read(once)["in_x"] == "x" * 32_767


def test_cells_far_apart_are_calculated_but_not_laid_out():
    near = '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><f>A1+XFD1048576</f></c></row>'
    content = of_rows(near + '<row r="1048576"><c r="XFD1048576"><v>5</v></c></row>')
    assert calculated(content) == {"B1": 6.0}
    refused(content, "S: has a cell as far away as XFD1048576; delete what stands alone there", read)
    unplaced = of_rows(
        "<row>" + "<c/>" * 16_383 + "<c><v>1</v></c></row>" + "<row/>" * 100_000 + "<row><c><v>1</v></c></row>"
    )
    refused(unplaced, "S: has a cell as far away as XFD100002", read)
    blank = of_rows(near + '<row r="1048576"><c r="XFD1048576" s="0"/></row>')
    assert read(blank)["in_x"] == 1.0


def test_names_of_more_cells_than_anyone_reads_are_passed_over():
    names = "".join(f'<definedName name="n{i}">S!$A$1:$XFD$1048576</definedName>' for i in range(9))
    assert read(of_rows(ROW, names=f'{names}<definedName name="in_x">S!$A$1</definedName>')) == {"in_x": 1.0}
    many = "".join(f'<definedName name="n{i}">S!$A$1:$A$65536</definedName>' for i in range(65))
    refused(of_rows(ROW, names=many), "has names for more than 4,194,304 cells", read)


# What is no workbook, whatever it is called


def test_other_kinds_of_files_are_refused_with_advice():
    protected = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(5000)
    refused(protected, "is protected with a password, or an old .xls; save it in Excel as .xlsx without a password")
    refused(zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}), "is an OpenDocument spreadsheet")
    binary = with_text(ROOT_RELS, "xl/workbook.xml", "xl/workbook.bin")
    refused(binary, "is a binary workbook; save it in Excel as .xlsx")
    refused(zipped({"ppt/presentation.xml": b"<a/>"}), "is not an Excel workbook")


def test_a_sheet_merged_into_one_cell_is_nothing_strange():
    content = of_rows(ROW, after='<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>')
    assert calculated(content) == {"B1": 2.0, "C1": 2000.0}
    assert read(content)["in_x"] == 1.0
