"""The owner's report: figures as measured, formulas that agree, ages not reached blank, and nobody named."""

import datetime
import io

import openpyxl
import pytest
from exports_in_shape import JANUARY, med_spa

from xl_quadrant import actuals, ranges
from xl_quadrant.owner_report.book import report_book
from xl_quadrant.records.cohorts import per_show

SHEETS = ["Actuals", "Ranges", "Cohorts", "Retention", "Items and channels", "What was read"]


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    folder = tmp_path_factory.mktemp("exports")
    for name, text in med_spa().items():
        (folder / name).write_text(text, encoding="utf-8")
    files = [folder / name for name in med_spa()]
    return actuals(files, timezone="America/New_York", first=JANUARY, last=datetime.date(2026, 3, 31),
                   as_of=datetime.date(2026, 7, 31), into={"name": "Glow", "today": {"close_rate": 0.9}})  # fmt: skip


@pytest.fixture(scope="module")
def content(found):
    return report_book(found)


@pytest.fixture(scope="module")
def book(content):
    return openpyxl.load_workbook(io.BytesIO(content), data_only=True)


def rows_of(sheet, first, columns):
    """Return the cells of columns by the text of column B, from the row that holds it on."""
    start = next(row for row in range(1, sheet.max_row + 1) if sheet[f"B{row}"].value == first)
    return {
        sheet[f"B{row}"].value: [sheet[f"{column}{row}"].value for column in columns]
        for row in reversed(range(start, sheet.max_row + 1))  # of two with one text the first counts
    }


def test_the_sheets_and_their_look(book):
    assert book.sheetnames == SHEETS
    for sheet in book:
        assert not sheet.merged_cells.ranges
        cells = [cell for row in sheet for cell in row if cell.value is not None]
        assert all(cell.style.startswith("xlq ") for cell in cells)
        assert not [cell.value for cell in cells if str(cell.value).startswith("#")]
        assert sheet.print_area


def test_what_was_measured_stands_beside_what_was_typed(book, found):
    close = rows_of(book["Actuals"], "Input, measured", "CDEFG")["Close rate"]
    one = found.inputs["close_rate"]
    assert close == pytest.approx([0.9, one.value, one.low, one.high, 30])


def test_the_triangle_is_blank_where_an_age_is_not_reached(book, found):
    sheet = book["Cohorts"]
    for row, cohort in enumerate(found.cohorts.to_dict("records"), start=5):
        for column, age in zip("EFGHIJ", (0, 30, 60, 90, 180, 360), strict=True):
            value = sheet[f"{column}{row}"].value
            known = cohort[f"show_{age}"]
            assert value == pytest.approx(known) if known == known else value is None
    assert sheet["J5"].value is None


def test_all_months_together_are_weighed_by_their_shows(book, found):
    realized = rows_of(book["Cohorts"], "All months of that age", "EFGHI")["Realized"]
    assert realized[:4] == pytest.approx([per_show(found.cohorts, age) for age in (0, 30, 60, 90)])


def test_the_ranges_are_those_of_the_client(book, found):
    known = ranges(found.client)
    sheet = rows_of(book["Ranges"], "Result", "CDEF")
    assert sheet["Cash per show, 30 days"] == pytest.approx(known.results.loc["cash_per_show_30"].tolist())
    assert sheet["Chance that a show pays for itself in 30 days"][0] == known.pays_for_itself
    widest = known.tornado.iloc[0]
    tornado = rows_of(book["Ranges"], "What a month's leads earn, 30 days, each input alone", "CDEF")
    assert tornado[widest["input"]] == pytest.approx(widest[["low", "high", "at_low", "at_high"]].tolist())


def test_the_rows_of_each_file_add_up(book, found):
    sheet = book["What was read"]
    sums = {row[1].value: row[4].value for row in sheet.iter_rows(min_row=5) if row[2].value == "in the file"}
    assert sums == {account.file: account.rows_read for account in found.accounts}


def test_nobody_is_named(content, book):
    texts = " ".join(str(cell.value) for sheet in book for row in sheet for cell in row)
    assert "@" not in texts
    assert "Person" not in texts
    assert b"example.com" not in content


def test_the_report_of_few_files_says_what_is_not_there(tmp_path):
    (tmp_path / "meta.csv").write_text(med_spa()["meta.csv"], encoding="utf-8")
    small = openpyxl.load_workbook(io.BytesIO(report_book(actuals(tmp_path / "meta.csv"))), data_only=True)
    assert small["Cohorts"]["B4"].value.startswith("There are no shows in these files")
    assert small["Retention"]["B4"].value.startswith("There are no memberships")
    texts = [cell.value for cell in small["Actuals"]["B"]]
    assert any(str(text).startswith("Close rate is not measured") for text in texts)


def test_the_same_records_give_the_same_report(found, content):
    assert report_book(found) == content
