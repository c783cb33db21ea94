"""Excel is asked to calculate a workbook on opening only where its values may be others than those that are stored."""

import io
import zipfile

from openpyxl import Workbook

from tests.packages import parts_of
from xl_quadrant import recalculate


def zipped(parts):
    """Return parts as a workbook."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return content.getvalue()


def test_a_workbook_whose_values_are_those_that_follow_stays_as_it_is():
    book = Workbook()
    book.active.append([2, "=A1*3", '=REPT("x",A1)&CHAR(13)&CHAR(10)'])
    parts = parts_of(recalculate(book).package)
    assert b'fullCalcOnLoad="1"' in parts["xl/workbook.xml"]
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b' fullCalcOnLoad="1"', b"")
    again = recalculate(zipped(parts))
    assert again["Sheet!C1"] == "xx\r\n"
    assert parts_of(again.package) == parts
    changed = parts_of(recalculate(zipped(parts), inputs={"Sheet!A1": 3}).package)
    assert b'fullCalcOnLoad="1"' in changed["xl/workbook.xml"]
