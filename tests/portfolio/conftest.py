"""A folder with filled workbooks, and with all that people leave beside them."""

import shutil

import openpyxl
import pytest

from xl_quadrant.client_book.fill import fill
from xl_quadrant.client_book.prepared_template import PreparedTemplate
from xl_quadrant.clients.presets import named, preset
from xl_quadrant.clients.templates_folder import templates_folder
from xl_quadrant.package.parts import Package

CLIENTS = {
    "glow.xlsx": named(preset("med_spa"), "Glow & Söhne"),
    "north/iron yard.xlsx": named(preset("gym"), "=Iron Yard"),
    "north/deep/spine.XLSX": preset("chiropractic").model_copy(update={"currency": "EUR"}),
    "agency.xlsm": preset("agency").model_copy(update={"target": preset("agency").today}),
}
"""The workbooks of the folder that are as they should be, by their names."""


@pytest.fixture(scope="session")
def filled():
    """Return the workbooks that are as they should be."""
    template = PreparedTemplate()
    return {name: template.make(client) for name, client in CLIENTS.items()}


@pytest.fixture(scope="session")
def folder(tmp_path_factory, filled):
    """Return a folder of workbooks: good ones, stale ones, and what is no client's workbook."""
    place = tmp_path_factory.mktemp("clients")
    others = {
        "odd/typed over.xlsx": fill(Package(filled["glow.xlsx"]), {"in_close_rate_today": 0.9}),
        "odd/empty.xlsx": b"",
        "odd/text.xlsx": b"name,today_core_price\n",
        "odd/cut.xlsx": filled["glow.xlsx"][:20_000],
        "odd/wrong.xlsx": fill(
            Package(filled["glow.xlsx"]), {"in_close_rate_today": 50, "in_core_price_target": "dear"}
        ),
        "~$glow.xlsx": b"a lock",
        ".hidden.xlsx": b"hidden",
        ".trash/old.xlsx": b"hidden",
        "notes.txt": b"not a workbook",
    }
    for name, content in {**filled, **others}.items():
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_bytes(content)
    shutil.copy(templates_folder() / "functions.xlsx", place / "odd" / "functions.xlsx")
    shutil.copy(templates_folder() / "quadrant.xlsx", place / "odd" / "blank.xlsx")
    saved = openpyxl.load_workbook(place / "glow.xlsx")
    saved.save(place / "odd" / "saved by openpyxl.xlsx")
    package = Package(filled["glow.xlsx"])
    workbook = package.part(package.workbook_part).replace(b'name="out_cac_today"', b'name="mine"')
    (place / "odd" / "lacking.xlsx").write_bytes(package.replaced({package.workbook_part: workbook}))
    return place
