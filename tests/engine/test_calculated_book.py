"""What a recalculated workbook answers: by name and by cell, with and without formulas, errors, dates, whole files."""

import copy
import datetime
import io
import pickle

import openpyxl
import pytest
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.table import Table

from tests.packages import book, name_xml, parts_of, sheet_xml, zipped
from xl_quadrant import CellError, FileError, FileExists, InvalidWorkbook, UnknownName, WrongType, recalculate
from xl_quadrant.package.values import ErrorValue

DAY = datetime.date(2024, 3, 1)
MIDNIGHT = datetime.time()
MOMENT = datetime.datetime.combine(DAY, datetime.time(18))


def forecast():
    """Return a workbook with prices, a date, a table and names, two of them on a sheet whose title needs quotes."""
    written = openpyxl.Workbook()
    sheet, results = written.active, written.create_sheet("Own results")
    sheet.title = "Inputs"
    for row in (["price", "take rate"], [200, 0.5], [400, 0.25], [None, None], ["=", "typed"], [DAY, True]):
        sheet.append(row)
    sheet["A5"].data_type = "s"
    sheet.add_table(Table(displayName="Offers", ref="A1:B3"))
    results.append(["=SUMPRODUCT(Inputs!A2:A3,Inputs!B2:B3)", "=Inputs!A6+30", "=1/Inputs!A4", '="" ', "=A1>100"])
    results["B1"].number_format = "yyyy-mm-dd"
    results["B2"], results["B2"].number_format = "=Inputs!A6+0.75", "yyyy-mm-dd hh:mm"
    results["B3"], results["B3"].number_format = "=18/24", "hh:mm"
    results["B4"], results["B4"].number_format = "=30/24", "[h]:mm"
    for name, area in {
        "offers_value": "'Own results'!$A$1",
        "prices": "Inputs!$A$2:$A$3",
        "offers": "Inputs!$A$2:$B$3",
        "due": "'Own results'!$B$1",
        "tax": "0.2",
    }.items():
        written.defined_names[name] = DefinedName(name, attr_text=area)
    return written


def saved(workbook):
    """Return a workbook of openpyxl as a file."""
    content = io.BytesIO()
    workbook.save(content)
    return content.getvalue()


@pytest.fixture(scope="module")
def content():
    """Return the forecast as a file."""
    return saved(forecast())


@pytest.fixture(scope="module")
def done(content):
    """Return the forecast, recalculated."""
    return recalculate(content)


# Values by name and by cell


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("offers_value", 200.0), ("OFFERS_VALUE", 200.0), ("'Own results'!A1", 200.0), ("own results!$a$1", 200.0),
        ("Inputs!A2", 200.0), ("Inputs!A1", "price"), ("Inputs!A5", "="), ("Inputs!B6", True), ("Inputs!Z99", None),
        ("Inputs!A4", None), ("Own results!D1", ""), ("Own results!E1", True), ("Own results!C1", "#DIV/0!"),
        ("prices", [[200.0], [400.0]]), ("offers", [[200.0, 0.5], [400.0, 0.25]]),
        ("Inputs!A1:B2", [["price", "take rate"], [200.0, 0.5]]), ("Inputs!B2:A1", [["price", "take rate"], [200.0, 0.5]]),
        ("Own results!A1:C1", [[200.0, datetime.date(2024, 3, 31), "#DIV/0!"]]),
        ("Offers[price]", [[200.0], [400.0]]), ("offers[[#Headers],[take rate]]", "take rate"),
    ],
)  # fmt: skip
def test_cells_are_found_by_name_by_address_and_by_table(done, key, value):
    assert done[key] == value
    assert type(done[key]) is type(value) or isinstance(done[key], ErrorValue)
    assert key in done


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("offer_value", "'offer_value' is no name of this workbook; did you mean offers_value"),
        ("profit", "'profit' is no name of this workbook; write one of its names, or a cell as Inputs!A1"),
        ("tax", "'tax' is a name that stands for =0.2; name cells instead"),
        ("A1", "'A1' does not say on which sheet; write Inputs!A1"),
        ("Input!A1", "'Input' is no sheet of this workbook; did you mean Inputs?"),
        ("X!A1", "'X' is no sheet of this workbook; it has Inputs, 'Own results'"),
        ("Inputs!A0", "'Inputs!A0' is no cell; write Inputs!A1 or Inputs!A1:B3"),
        ("Inputs!A:A", "'Inputs!A:A' is no cell"),
        ("Inputs!A1:XFD1048576", "has 17,179,869,184 cells; name 2,097,152 at most"),
        ("Offers[profit]", r"'Offers\[profit\]' is no column of a table"),
        ("Sales[price]", r"'Sales\[price\]' is no column of a table"),
        (3, "3 is neither a name nor a cell"),
    ],
)
def test_what_is_not_there_is_said_with_what_comes_near(done, key, words):
    with pytest.raises(UnknownName, match=words) as caught:
        done[key]
    assert isinstance(caught.value, KeyError)
    assert isinstance(caught.value, InvalidWorkbook)
    assert key not in done


def test_it_names_its_cells_and_shows_their_formulas(done):
    assert str(done.area("offers")) == "Inputs!A2:B3"
    assert done.formula("offers_value") == "=SUMPRODUCT(Inputs!A2:A3,Inputs!B2:B3)"
    assert done.formula("Inputs!A2") == ""
    assert done.formula("Inputs!Z99") == ""


def test_formulas_are_shown_as_excel_shows_them():
    shared = '<c r="B1"><f t="shared" ref="B1:B3" si="0">A1*$A$1</f></c>'
    rows = (
        f'<row r="1"><c r="A1"><v>2</v></c>{shared}<c r="C1"><f t="array" ref="C1:C2">_xlfn.UNIQUE(A1:A3)</f></c></row>'
    )
    rows += '<row r="2"><c r="A2"><v>3</v></c><c r="B2"><f t="shared" si="0"/></c><c r="C2"/></row>'
    done = recalculate(book(sheet_xml(rows)))
    assert done["S!B1:B2"] == [[4.0], [6.0]]
    assert [done.formula(f"S!{cell}") for cell in ("B1", "B2", "C1", "C2")] == [
        "=A1*$A$1", "=A2*$A$1", "=UNIQUE(A1:A3)", "=UNIQUE(A1:A3)",
    ]  # fmt: skip


def test_what_an_array_formula_fills_is_found_too():
    cell = '<c r="A1" cm="1"><f t="array" ref="A1:C1">RATE_INTERVAL(2,5)</f></c>'
    done = recalculate(book(sheet_xml(f'<row r="1">{cell}</row>')))
    assert done["S!A1:D1"] == [[*map(pytest.approx, [0.127775599, 0.406844940, 0.739366291]), None]]
    assert done.to_openpyxl()["S"]["C1"].value == pytest.approx(0.739366291)


def test_it_says_what_it_is_in_one_line(done, content):
    assert repr(done) == "<Recalculated workbook: 8 cells calculated, 1 show an error>"
    assert repr(recalculate(content, source="forecast.xlsx")).startswith("<Recalculated forecast.xlsx: ")


# Dates


def test_a_number_that_shows_as_a_date_reads_as_one(done):
    assert done["Inputs!A6"] == DAY
    assert done["due"] == DAY + datetime.timedelta(days=30)
    assert done["Own results!B2"] == MOMENT
    assert done["Own results!B3"] == datetime.time(18)
    assert done["Own results!B4"] == datetime.timedelta(hours=30)
    assert done.values["Own results", "B1"] == 45382.0


def test_openpyxl_reads_values_and_dates_as_ever(done):
    loaded = done.to_openpyxl()
    assert [cell.value for cell in loaded["Own results"][1]] == [
        200, datetime.datetime.combine(datetime.date(2024, 3, 31), MIDNIGHT), "#DIV/0!", None, True,
    ]  # fmt: skip
    assert loaded["Own results"]["B2"].value == MOMENT
    assert loaded["Inputs"]["A6"].value == datetime.datetime.combine(DAY, MIDNIGHT)


def test_days_are_counted_from_1904_where_the_workbook_does():
    written = forecast()
    written.epoch = openpyxl.utils.datetime.MAC_EPOCH
    written["Own results"]["C2"] = '=(DATE(2024,3,1)=Inputs!A6)&TEXT(Inputs!A6,"yyyy-mm-dd")'
    written["Own results"]["C3"] = "=YEAR(Inputs!A6)"
    done = recalculate(written, inputs={"Inputs!A6": DAY})
    assert done.values["Own results", "B1"] == 45382 - 1462
    assert (done["Own results!C2"], done["Own results!C3"]) == ("TRUE2024-03-01", 2024)
    assert done["due"] == DAY + datetime.timedelta(days=30)


# Errors


def test_an_error_is_no_number_and_nothing_calculates_with_it(done):
    error = done["Own results!C1"]
    assert (str(error), f"{error}", error == "#DIV/0!") == ("#DIV/0!", "#DIV/0!", True)
    for calculate in (
        lambda: error + 1, lambda: 1 + error, lambda: error * 2, lambda: 2 * error, lambda: error - 1, lambda: 1 / error,
        lambda: sum([error]), lambda: float(error), lambda: round(error, 2), lambda: error > 5, lambda: error >= 5,
        lambda: max(1, error), lambda: -error, lambda: abs(error), lambda: error + error, lambda: "x" + error,
    ):  # fmt: skip
        with pytest.raises(CellError, match="'#DIV/0!' is an error") as caught:
            calculate()
        assert caught.value.excel_error == "#DIV/0!"
    assert type(pickle.loads(pickle.dumps(error))) is ErrorValue
    assert type(copy.deepcopy(error)) is ErrorValue
    with pytest.raises(CellError):
        ErrorValue("#FIELD!") + 1


def test_each_error_says_where_and_why(done):
    (fault,) = done.errors
    assert (fault.sheet, fault.cell, fault.error) == ("Own results", "C1", "#DIV/0!")
    assert fault.reason == "divides by zero, or by an empty cell"


# Files


def test_it_is_saved_whole_with_every_other_part_as_it_was(done, content, tmp_path):
    done.save(tmp_path / "calculated.xlsx")
    before, after = parts_of(content), parts_of((tmp_path / "calculated.xlsx").read_bytes())
    assert list(before) == list(after)
    assert {name for name in before if before[name] != after[name]} == {"xl/worksheets/sheet2.xml"}
    loaded = openpyxl.load_workbook(tmp_path / "calculated.xlsx")
    assert loaded["Own results"]["A1"].value == "=SUMPRODUCT(Inputs!A2:A3,Inputs!B2:B3)"
    assert openpyxl.load_workbook(tmp_path / "calculated.xlsx", data_only=True)["Own results"]["A1"].value == 200


def test_a_file_that_is_there_is_replaced_only_when_told_to(done, tmp_path):
    path = tmp_path / "calculated.xlsx"
    path.write_bytes(b"old")
    with pytest.raises(FileExists, match="choose another name, or give force=True to replace it"):
        done.save(path)
    assert path.read_bytes() == b"old"
    done.save(str(path), force=True)
    assert path.read_bytes() == done.package
    with pytest.raises(FileError, match="is in a folder that does not exist"):
        done.save(tmp_path / "none" / "calculated.xlsx")


def test_a_file_with_macros_is_named_as_one(done, tmp_path):
    with pytest.raises(FileError, match=r"has no macros; write a name that ends in \.xlsx"):
        done.save(tmp_path / "calculated.xlsm")
    macros = parts_of(done.package)
    macros["[Content_Types].xml"] = macros["[Content_Types].xml"].replace(
        b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    )
    with_macros = recalculate(zipped(macros))
    with pytest.raises(FileError, match=r"has macros; write a name that ends in \.xlsm"):
        with_macros.save(tmp_path / "calculated.XLSX")
    with_macros.save(tmp_path / "calculated.xlsm")
    assert [path.name for path in tmp_path.iterdir()] == ["calculated.xlsm"]


# What can be recalculated


def test_a_path_bytes_and_a_workbook_of_openpyxl_give_the_same(content, tmp_path, done):
    path = tmp_path / "forecast.xlsx"
    path.write_bytes(content)
    assert recalculate(path).values == recalculate(str(path)).values == recalculate(forecast()).values == done.values
    assert recalculate(path).source == str(path)
    assert recalculate(path, source="mine").source == "mine"
    assert path.read_bytes() == content


def test_a_workbook_of_openpyxl_stays_as_it_was():
    written = forecast()
    modified = written.properties.modified
    first = recalculate(written, inputs={"prices": [1, 2]})
    assert written["Inputs"]["A2"].value == 200
    assert written["Own results"]["A1"].value.startswith("=")
    assert written.properties.modified == modified
    assert recalculate(written, inputs={"prices": [1, 2]}).values == first.values


def test_what_openpyxl_cannot_give_whole_is_refused(content):
    for workbook, words in (
        (openpyxl.load_workbook(io.BytesIO(content), read_only=True), "open for reading only; give its path"),
        (openpyxl.load_workbook(io.BytesIO(content), data_only=True), "has no formulas; load it without"),
        (openpyxl.Workbook(write_only=True), "open for writing only, and saving would close it; save it"),
    ):
        with pytest.raises(InvalidWorkbook, match=words):
            recalculate(workbook)


@pytest.mark.parametrize("wrong", [None, 3, ["forecast.xlsx"], openpyxl])
def test_what_is_no_workbook_is_refused(wrong):
    with pytest.raises(WrongType, match=r"is no workbook; give a path, bytes or an openpyxl\.Workbook"):
        recalculate(wrong)


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(FileError, match=r"none\.xlsx: does not exist"):
        recalculate(tmp_path / "none.xlsx")


def test_a_name_of_one_sheet_counts_where_no_other_is_called_the_same():
    names = name_xml("rate", "S!$A$1", ' localSheetId="0"') + name_xml("rate", "S!$B$1")
    done = recalculate(book(sheet_xml('<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row>'), names=names))
    assert done["rate"] == 2
