"""The set that an owner prints: five pages, found by their names, whatever their sheets are called."""

import io
import re
import shutil

import openpyxl
import pytest

from xl_quadrant.client_book.client_workbook import make_workbook, template_bytes
from xl_quadrant.client_book.libreoffice import to_pdf
from xl_quadrant.client_book.printed_set import PRINTED_SET, only_printed_set, page_name
from xl_quadrant.clients.presets import preset


def pages_of(pdf):
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def shown(content):
    book = openpyxl.load_workbook(io.BytesIO(content))
    return {sheet.title: sheet.print_area for sheet in book if sheet.sheet_state == "visible"}


def test_five_sheets_stay_in_their_order_with_the_area_of_one_page():
    names = openpyxl.load_workbook(io.BytesIO(template_bytes())).defined_names
    assert list(shown(only_printed_set(template_bytes()))) == [
        "Quadrant",
        "Action plan",
        "Results",
        "Fix first",
        "Choreography",
    ]
    areas = [names[page_name(page)].attr_text for page in PRINTED_SET]
    assert list(shown(only_printed_set(template_bytes())).values()) == areas


def test_sheets_of_another_name_are_found():
    book = openpyxl.load_workbook(io.BytesIO(template_bytes()))
    stream = io.BytesIO()
    book.save(stream)
    renamed = stream.getvalue()
    for title, other in (("Results", "Résultats & plus"), ("Quadrant", "L'essentiel")):
        renamed = with_sheet_called(renamed, title, other)
    assert list(shown(only_printed_set(renamed)))[:3] == ["L'essentiel", "Action plan", "Résultats & plus"]


def with_sheet_called(content, title, other):
    book = openpyxl.load_workbook(io.BytesIO(content))
    quoted = other.replace("'", "''")
    for name in book.defined_names.values():
        name.attr_text = name.attr_text.replace(f"'{title}'!", f"'{quoted}'!")
    book[title].title = other
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_a_workbook_without_the_names_is_printed_whole():
    book = openpyxl.Workbook()
    stream = io.BytesIO()
    book.save(stream)
    assert only_printed_set(stream.getvalue()) == stream.getvalue()


@pytest.mark.libreoffice
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_the_pdf_has_five_pages_and_all_of_them_many():
    content = make_workbook(preset("med_spa"))
    assert pages_of(to_pdf(content)) == 5
    assert pages_of(to_pdf(content, everything=True)) > 15
