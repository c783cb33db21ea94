"""What a workbook asks for that no one gives it: rounds without end, and more than the engine opens."""

import struct

import pytest

from tests.packages import book, parts_of, sheet_xml
from tests.strange_books import NAMES, ROW
from xl_quadrant.engine.recalc import recalculate
from xl_quadrant.errors import InvalidWorkbook
from xl_quadrant.package.parts import Package
from xl_quadrant.package.stored_values import read_names


def test_circles_are_walked_no_more_often_than_excel_does():
    calculation = '<calcPr iterate="1" iterateCount="2000000000" iterateDelta="0"/>'
    done = recalculate(book(sheet_xml('<row r="1"><c r="A1"><f>A1+1</f></c></row>'), calculation=calculation))
    assert done["S!A1"] == 32_767
    assert b'iterateCount="2000000000"' in parts_of(done.package)["xl/workbook.xml"]


def test_more_than_the_engine_opens_is_refused_before_any_sheet_is_gone_through():
    content = bytearray(book(sheet_xml(ROW), names=NAMES, others={f"xl/other{i}.xml": "<a/>" for i in range(9)}))
    at = content.index(b"PK\x01\x02")
    while (at := content.find(b"PK\x01\x02", at + 1)) > 0:
        if b"xl/other" in content[at : at + 60]:
            struct.pack_into("<I", content, at + 24, 31 << 20)
    with pytest.raises(
        InvalidWorkbook, match="glow: unpacks to 279 MB, and 256 are the most that can be calculated here"
    ):
        recalculate(bytes(content), source="glow")
    assert read_names(Package(bytes(content)))["in_x"] == 1.0
