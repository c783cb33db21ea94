"""Filling by name: a consultant's own workbook takes a client's values, and nothing else of it changes."""

import datetime
import io

import openpyxl
import pytest
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH
from openpyxl.workbook.defined_name import DefinedName

from tests.packages import book, name_xml, parts_of, sheet_xml
from xl_quadrant.business.currencies import CURRENCIES, TEMPLATE_CURRENCY, currency_token
from xl_quadrant.client_book.fill import Template, fill
from xl_quadrant.errors import InvalidWorkbook, UnknownWord
from xl_quadrant.package.parts import Package
from xl_quadrant.package.settings import calculated_on_opening, with_currency
from xl_quadrant.package.stored_values import read_names
from xl_quadrant.package.values import ErrorValue

NAMES = {
    "in_name": "'Own inputs'!$B$2",
    "in_rate": "'Own inputs'!$B$3",
    "in_offers": "'Own inputs'!$D$2:$D$9",
    "in_day": "'Own inputs'!$B$4",
    "in_across": "Other!$A$1:$D$1",
    "out_double": "Other!$A$3",
}


NOON = datetime.datetime.fromisoformat("2024-03-01T12:30:36")


def own_workbook(epoch=WINDOWS_EPOCH):
    """Return a workbook of a consultant's own: other titles, order, a chart, and the names."""
    written = openpyxl.Workbook()
    written.epoch = epoch
    other, inputs = written.active, written.create_sheet("Own inputs")
    other.title = "Other"
    other["A3"] = "='Own inputs'!B3*2"
    other["A3"].number_format = f"{TEMPLATE_CURRENCY}#,##0"
    other["A4"].number_format = f'0.00" {TEMPLATE_CURRENCY[2]}"'
    inputs["D2"], inputs["D9"] = "old", "old too"
    inputs["B4"].number_format = "yyyy-mm-dd"
    chart = openpyxl.chart.BarChart()
    chart.add_data(openpyxl.chart.Reference(inputs, min_col=4, min_row=2, max_row=9))
    other.add_chart(chart)
    for name, area in NAMES.items():
        written.defined_names[name] = DefinedName(name, attr_text=area)
    content = io.BytesIO()
    written.save(content)
    return Package(content.getvalue(), "own.xlsx")


def test_values_go_where_the_names_stand():
    values = {
        "in_name": "=Glow & Co",
        "IN_RATE": 0.5,
        "in_offers": ["Kit", "Serum", None],
        "in_across": (1, True),
        "in_day": datetime.date(2024, 3, 1),
    }
    filled = Package(fill(own_workbook(), values))
    assert read_names(filled) == {
        "in_name": "=Glow & Co",
        "in_rate": 0.5,
        "in_offers": ["Kit", "Serum", None, None, None, None, None, None],
        "in_across": [1.0, True, None, None],
        "in_day": datetime.date(2024, 3, 1),
        "out_double": None,
    }


def test_only_the_parts_that_hold_values_or_settings_change():
    package = own_workbook()
    before = parts_of(package.content)
    after = parts_of(fill(package, {"in_rate": 0.5}))
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {package.sheets["Own inputs"]}, "openpyxl has already asked for a calculation on opening"
    after = parts_of(fill(package, {"in_rate": 0.5}, "GBP"))
    assert {name for name in before if before[name] != after[name]} == changed | {package.styles_part}


def test_a_template_may_be_filled_any_number_of_times():
    package = own_workbook()
    template = Template(package)
    clients = [{"in_name": name, "in_offers": [name] * count} for name, count in (("A", 8), ("B", 0), ("C", 3))]
    filled = [template.fill(client) for client in clients]
    for client, content in zip(clients, filled, strict=True):
        assert content == fill(package, client)
        names = read_names(Package(content))
        assert names["in_name"] == client["in_name"]
        assert names["in_offers"] == client["in_offers"] + [None] * (8 - len(client["in_offers"]))


def test_all_names_that_are_missing_are_said_at_once():
    with pytest.raises(InvalidWorkbook) as caught:
        fill(own_workbook(), {"in_rate": 1, "in_price": 1, "in_cost": 1})
    assert str(caught.value) == (
        "own.xlsx: lacks 2 names that the client needs: in_price, in_cost; start from the template"
    )


def test_a_list_longer_than_its_block_is_refused_not_cut():
    with pytest.raises(InvalidWorkbook, match=r"own\.xlsx: in_offers: holds 8 rows, the client has 9; "):
        fill(own_workbook(), {"in_offers": list(range(9))})


def test_a_named_formula_is_not_overwritten():
    with pytest.raises(InvalidWorkbook, match=r"own\.xlsx: Other: 5 cannot be written into A3, which holds a formula"):
        fill(own_workbook(), {"out_double": 5})


@pytest.mark.parametrize("epoch", [WINDOWS_EPOCH, MAC_EPOCH])
@pytest.mark.parametrize("moment", [NOON, NOON.date()])
def test_dates_are_days_as_the_workbook_counts_them(epoch, moment):
    package = own_workbook(epoch)
    assert package.counts_from_1904 == (epoch == MAC_EPOCH)
    loaded = openpyxl.load_workbook(io.BytesIO(fill(package, {"in_day": moment})))
    expected = moment if moment == NOON else datetime.datetime.combine(moment, datetime.time())
    assert loaded["Own inputs"]["B4"].value == expected


# Currency


def test_the_template_is_in_dollars():
    assert currency_token("USD") == TEMPLATE_CURRENCY


@pytest.mark.parametrize("code", [code for code, _ in CURRENCIES] + ["THB", "chf"])
def test_formats_show_the_currency_of_the_client(code):
    loaded = openpyxl.load_workbook(io.BytesIO(fill(own_workbook(), {}, code)))
    assert loaded["Other"]["A3"].number_format == f"{currency_token(code)}#,##0"
    assert loaded["Other"]["A4"].number_format == '0.00" $"', "a sign that is no token of a currency stays"
    sign = dict(CURRENCIES).get(code, f"{code.upper()} ")
    assert currency_token(code).startswith(f"[${sign}")


@pytest.mark.parametrize("code", ["", "US", "EURO", "€", None, 5])
def test_a_word_that_is_no_currency_is_refused(code):
    with pytest.raises(UnknownWord, match="three letters such as USD"):
        currency_token(code)


def test_formats_alone_are_changed():
    styles = b'<x:a><x:numFmt formatCode=\'[$$-409]0;"[$$-409]"\'/><x:font name="[$$-409]"/></x:a>'
    assert with_currency(styles, TEMPLATE_CURRENCY, currency_token("EUR")) == styles.replace(
        b"[$$-409]", b"[$&#8364;-2]", 2
    )


# Calculation on opening


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<sheets/>", '<sheets/><calcPr fullCalcOnLoad="1"/>'),
        ("<sheets/><definedNames></definedNames><pivotCaches/>",
         '<sheets/><definedNames></definedNames><calcPr fullCalcOnLoad="1"/><pivotCaches/>'),
        ('<sheets/><calcPr calcId="1"></calcPr>', '<sheets/><calcPr calcId="1" fullCalcOnLoad="1"></calcPr>'),
        ('<sheets/><calcPr fullCalcOnLoad="0" calcId="1"/>', '<sheets/><calcPr calcId="1" fullCalcOnLoad="1"/>'),
        ('<sheets/><calcPr fullCalcOnLoad="1"/>', '<sheets/><calcPr fullCalcOnLoad="1"/>'),
    ],
)  # fmt: skip
def test_excel_is_asked_to_calculate_when_it_opens_the_file(before, after):
    assert calculated_on_opening(f"<workbook>{before}</workbook>".encode()) == f"<workbook>{after}</workbook>".encode()
    prefixed = before.replace("<", "<x:").replace("<x:/", "</x:"), after.replace("<", "<x:").replace("<x:/", "</x:")
    assert calculated_on_opening(f"<w>{prefixed[0]}</w>".encode()) == f"<w>{prefixed[1]}</w>".encode()


# Reading back


def test_errors_blanks_and_texts_are_told_apart():
    rows = (
        '<row r="1"><c r="A1" t="e"><v>#N/A</v></c><c r="B1"/><c r="C1" t="str"><f>""</f><v></v></c>'
        '<c r="D1" t="str"><f>1</f><v>#NUM! churn</v></c><c r="E1" t="b"><v>0</v></c><c r="F1"><v>0</v></c></row>'
    )
    names = "".join(name_xml(f"out_{letter}", f"S!${letter}$1") for letter in "ABCDEFG")
    found = read_names(Package(book(sheet_xml(rows), names=names + name_xml("out_all", "S!$A$1:$C$2"))))
    assert found == {
        "out_A": "#N/A", "out_B": None, "out_C": None, "out_D": "#NUM! churn", "out_E": False, "out_F": 0.0,
        "out_G": None, "out_all": ["#N/A", None, None, None, None, None],
    }  # fmt: skip
    assert isinstance(found["out_A"], ErrorValue)
    assert not isinstance(found["out_D"], ErrorValue)
    assert found["out_E"] is False


@pytest.mark.parametrize(
    "error", ["#SPILL!", "#CALC!", "#GETTING_DATA", "#DIV/0!", "#REF!", "#NAME?", "#NULL!", "#NUM!"]
)
def test_every_error_excel_knows_is_read(error):
    rows = f'<row r="1"><c r="A1" t="e"><v>{error}</v></c><c r="B1"><v>5</v></c></row>'
    names = name_xml("out_a", "S!$A$1") + name_xml("out_b", "S!$B$1")
    found = read_names(Package(book(sheet_xml(rows), names=names)))
    assert found == {"out_a": error, "out_b": 5.0}
    assert isinstance(found["out_a"], ErrorValue)


def test_an_empty_sheet_has_nothing_in_its_names():
    names = name_xml("in_a", "S!$C$5") + name_xml("in_b", "S!$A$1:$B$2")
    assert read_names(Package(book(sheet_xml(""), names=names))) == {"in_a": None, "in_b": [None] * 4}
