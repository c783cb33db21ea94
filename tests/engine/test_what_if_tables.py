"""What-if data tables: each cell is what its formula comes to with the values beside it in the input cells."""

import io
import zipfile

import pytest
from openpyxl import Workbook

from xl_quadrant import recalculate

LOAN = {"B1": 200_000, "B2": 0.05, "B3": 30, "B4": "=PMT(B2/12,B3*12,-B1)"}


def workbook(cells, tables):
    """Return a workbook with cells and what-if tables: by their areas, the attributes of each."""
    book = Workbook()
    for cell, value in cells.items():
        book.active[cell] = value
    content = io.BytesIO()
    book.save(content)
    source, target = zipfile.ZipFile(content), io.BytesIO()
    with zipfile.ZipFile(target, "w") as changed:
        for name in source.namelist():
            part = source.read(name)
            if name == "xl/worksheets/sheet1.xml":
                for area, told in tables.items():
                    first = area.split(":")[0]
                    cell = f'<c r="{first}" t="n"><v>0</v></c>'.encode()
                    formula = f'<c r="{first}"><f t="dataTable" ref="{area}" {told}/><v>0</v></c>'.encode()
                    assert cell in part
                    part = part.replace(cell, formula)
            changed.writestr(name, part)
    return target.getvalue()


def monthly(loan, rate, years):
    """Return the payment of a loan."""
    growth = (1 + rate / 12) ** (years * 12)
    return loan * rate / 12 * growth / (growth - 1)


@pytest.mark.parametrize("inputs", [{}, {"Sheet!B1": 300_000}], ids=["as it is", "another loan"])
def test_a_table_of_two_inputs(inputs):
    beside = {"D1": "=B4", "E1": 15, "F1": 30, "D2": 0.04, "D3": 0.06, "E2": 0, "F2": 0, "E3": 0, "F3": 0}
    content = workbook(LOAN | beside | {"H1": "=E2+1"}, {"E2:F3": 'dt2D="1" dtr="1" r1="B3" r2="B2"'})
    done = recalculate(content, inputs=inputs or None)
    loan = inputs.get("Sheet!B1", 200_000)
    expected = [[monthly(loan, rate, years) for years in (15, 30)] for rate in (0.04, 0.06)]
    assert [[pytest.approx(value) for value in row] for row in expected] == done["Sheet!E2:F3"]
    assert done["Sheet!H1"] == pytest.approx(expected[0][0] + 1)
    assert done["Sheet!B4"] == pytest.approx(monthly(loan, 0.05, 30))
    assert done.errors == ()


def test_a_table_down_and_one_across():
    down = {"D2": 1, "D3": 2, "E1": "=B1*B3", "E2": 0, "E3": 0}
    across = {"E6": 10, "F6": 20, "D7": "=B1*B3", "E7": 0, "F7": 0}
    tables = {"E2:E3": 'dt2D="0" dtr="0" r1="B3"', "E7:F7": 'dt2D="0" dtr="1" r1="B3"'}
    done = recalculate(workbook(LOAN | down | across, tables))
    assert done["Sheet!E2:E3"] == [[200_000.0], [400_000.0]]
    assert done["Sheet!E7:F7"] == [[2_000_000.0, 4_000_000.0]]


def test_an_input_cell_that_holds_a_formula_holds_it_again():
    cells = LOAN | {"B2": "=B5+0.01", "B5": 0.04, "D2": 0.06, "E1": "=B4", "E2": 0}
    done = recalculate(workbook(cells, {"E2:E2": 'dt2D="0" dtr="0" r1="B2"'}))
    assert done["Sheet!E2"] == pytest.approx(monthly(200_000, 0.06, 30))
    assert done["Sheet!B4"] == pytest.approx(monthly(200_000, 0.05, 30))


def test_a_table_whose_input_is_lost_says_so():
    done = recalculate(workbook(LOAN | {"D2": 1, "E1": "=B4", "E2": 0}, {"E2:E2": 'dt2D="0" del1="1" r1="B3"'}))
    assert [(fault.cell, fault.error) for fault in done.errors] == [("E2", "#N/A")]
