"""Filled workbooks collected into a table, against openpyxl reading the stored values of the same files."""

import openpyxl
import pytest

from xl_quadrant.client_book.prepared_template import PreparedTemplate
from xl_quadrant.clients.presets import PRESETS, named, preset
from xl_quadrant.portfolio import collect
from xl_quadrant.portfolio.columns import table_of
from xl_quadrant.portfolio.find import Found
from xl_quadrant.portfolio.one_workbook import read_one

MOST = 1 / 20
"""What share of openpyxl's time."""

MANY, FEW = 100, 10


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Return a folder of filled workbooks, one of each preset and again."""
    place = tmp_path_factory.mktemp("clients")
    template = PreparedTemplate()
    for number in range(FEW):
        client = named(preset(list(PRESETS)[number % len(PRESETS)]), f"Client {number}")
        (place / f"{number}.xlsx").write_bytes(template.make(client))
    return place


def test_collect(against, folder):
    def by_openpyxl():
        for path in folder.iterdir():
            book = openpyxl.load_workbook(path, data_only=True)
            _ = {name: [book[sheet][cells] for sheet, cells in found.destinations]
                 for name, found in book.defined_names.items()}  # fmt: skip

    ours = lambda: collect(folder, jobs=1)  # noqa: E731 - a call without arguments
    against(ours, by_openpyxl, peer="openpyxl, data_only=True", limit=MOST, rounds=5)


def test_each_of_many(against, folder):
    """A workbook of a thousand costs what it costs among a hundred: reading and packing are linear."""
    path = next(folder.iterdir())
    rows = [read_one(Found(path, path.name))] * MANY

    def table(times):
        return lambda: table_of(iter(rows * times), 100)

    against(table(10), lambda: [table(1)() for _ in range(10)], peer="ten tables of a tenth", limit=1.5, rounds=5)
