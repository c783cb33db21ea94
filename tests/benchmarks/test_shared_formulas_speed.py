"""Formulas that cells share, in groups of 64 rows as Excel stores them, against the same formulas unshared."""

import io
import time
import zipfile

from xl_quadrant import recalculate
from xl_quadrant.package.parts import Package
from xl_quadrant.package.shared_formulas import with_own_formulas
from xl_quadrant.package.sheet_index import index_sheet

ROWS = 2000
GROUP = 64
SHEET = "xl/worksheets/sheet1.xml"


def shared():
    """Return a workbook with five formulas a row, shared in groups."""
    from openpyxl import Workbook

    content, target = io.BytesIO(), io.BytesIO()
    Workbook().save(content)
    formulas = {
        "C": "A{0}*2",
        "D": "B{0}+C{0}",
        "E": "IF(D{0}&gt;C{0},D{0}-C{0},0)",
        "F": "E{0}/A{0}",
        "G": "SUM(A{0}:F{0})",
    }
    rows = []
    for row in range(1, ROWS + 1):
        first = row - (row - 1) % GROUP
        cells = f'<c r="A{row}"><v>{row}</v></c><c r="B{row}"><v>2</v></c>'
        for number, (column, formula) in enumerate(formulas.items()):
            told = f't="shared" si="{first // GROUP * 5 + number}"'
            area = f' ref="{column}{row}:{column}{row + GROUP - 1}"'
            text = f"<f {told}{area}>{formula.format(row)}</f>" if row == first else f"<f {told}/>"
            cells += f'<c r="{column}{row}">{text}<v>0</v></c>'
        rows.append(f'<row r="{row}">{cells}</row>')
    with zipfile.ZipFile(content) as source, zipfile.ZipFile(target, "w") as changed:
        for name in source.namelist():
            part = source.read(name).decode()
            changed.writestr(name, part.replace("<sheetData></sheetData>", f"<sheetData>{''.join(rows)}</sheetData>"))
    return target.getvalue()


def test_beside_unshared(against):
    """By the clock, once each; the values are the same."""
    content = shared()
    package = Package(content)
    own = package.replaced({SHEET: with_own_formulas(index_sheet(package.part(SHEET)))})
    assert own != content
    recalculate(own)
    start = time.perf_counter()
    values = recalculate(content).values
    middle = time.perf_counter()
    others = recalculate(own).values
    end = time.perf_counter()
    assert values == others
    assert len(values) == 5 * ROWS
    against.times(middle - start, end - middle, peer="the same formulas unshared", limit=2)
