"""One workbook made or calculated, against openpyxl, against LibreOffice, and against calculating it whole."""

import io
import itertools
import shutil
import time

import formualizer
import openpyxl
import psutil
import pytest

from xl_quadrant import recalculate
from xl_quadrant.client_book.client_workbook import make_workbook
from xl_quadrant.client_book.libreoffice import converted
from xl_quadrant.client_book.prepared_template import PreparedTemplate
from xl_quadrant.client_book.shipped_template import template_bytes
from xl_quadrant.clients.client_cells import names_from_client
from xl_quadrant.clients.presets import PRESETS, preset
from xl_quadrant.engine.live import LiveWorkbook
from xl_quadrant.package.addresses import address
from xl_quadrant.package.markup import spliced
from xl_quadrant.package.parts import Package
from xl_quadrant.package.sheet_index import index_sheet

CLIENTS = [preset(name) for name in PRESETS]
LEARNT = 60
"""After so many clients a template is calculated as it is in the rest of a roster."""

BOOKS = 10
IN_ONE_RUN = "LibreOffice, ten workbooks in one run"
"""So its start does not count for much."""


@pytest.fixture
def next_client():
    """Return what gives another client each time, no two alike."""
    numbers = itertools.count(1)
    return lambda: other_client(next(numbers))


def other_client(number):
    """Return one of the presets with other leads, which most of its figures hang on, and other prices."""
    client = CLIENTS[number % len(CLIENTS)]
    return client.model_copy(update={name: busier(getattr(client, name), number) for name in ("today", "target")})


def busier(scenario, number):
    """Return a scenario with more leads, each a little dearer, and a dearer package."""
    core = scenario.core.model_copy(update={"price": scenario.core.price + number})
    leads, cost = scenario.leads_per_month + number / 7, scenario.cost_per_lead + number / 70
    return scenario.model_copy(update={"leads_per_month": leads, "cost_per_lead": cost, "core": core})


def learnt(next_client):
    """Return a template after many clients."""
    prepared = PreparedTemplate()
    for _ in range(LEARNT):
        prepared.make(next_client())
    return prepared


def test_made_and_calculated(against, next_client):
    """Filled, calculated and stored, against openpyxl that loads, fills and saves, and calculates nothing."""
    template, prepared = template_bytes(), learnt(next_client)

    def by_openpyxl():
        book = openpyxl.load_workbook(io.BytesIO(template))
        for name, value in names_from_client(next_client()).items():
            ((sheet, area),) = book.defined_names[name].destinations
            if not isinstance(value, list):
                book[sheet][area.replace("$", "")].value = value
        book.save(io.BytesIO())

    against(lambda: prepared.make(next_client()), by_openpyxl, peer="openpyxl: load, fill, save", limit=1 / 4)


def test_recalculated(against):
    """Read, calculated, checked and stored, against the engine alone, which reads and calculates and stores nothing."""
    book = make_workbook(CLIENTS[0])

    def by_the_engine_alone():
        formualizer.Workbook.from_bytes(book).evaluate_all()

    against(lambda: recalculate(book), by_the_engine_alone, peer="formualizer: load, calculate", limit=2.5)


def test_one_input_changed(against):
    """One input, and what depends on it, against the whole workbook."""
    package = Package(make_workbook(CLIENTS[0]))
    price = package.names["in_core_price_today"]
    live, prices = LiveWorkbook(package), itertools.count(1000)

    def one_input():
        live.write({price.sheet: {price.positions[0]: next(prices)}})
        live.calculate()

    def whole():
        LiveWorkbook(package).calculate()

    one_input()
    one_input()
    against(one_input, whole, peer="the whole workbook", limit=1 / 5)


@pytest.mark.parametrize("name", ["in_sample_note", "in_core_price_today", "out_max_cost_per_show_30_today"])
def test_one_cell_that_cannot_be_calculated(against, name):
    """A cell that nothing shown hangs on, one that most of it hangs on, one among them; against the same without."""
    content = make_workbook(CLIENTS[0])
    package = Package(content)
    area = package.names[name]
    part = package.sheets[area.sheet]
    cell = index_sheet(package.part(part)).cells[area.positions[0]]
    unknown = b'<c r="%s"><f>MYSTERY(1)</f></c>' % address(cell.row, cell.column).encode()
    lacking = package.replaced({part: spliced(package.part(part), [(cell.start, cell.end, unknown)])})
    assert len(recalculate(lacking).errors) >= 1
    against(lambda: recalculate(lacking), lambda: recalculate(content), peer="without it", limit=3, rounds=5)


needs_libreoffice = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")


@needs_libreoffice
def test_made_beside_libreoffice(against, next_client):
    """Filled, calculated and stored, by the clock; half of ours before and half after it."""
    prepared = learnt(next_client)

    def fifty():
        for _ in range(50):
            prepared.make(next_client())

    some = [make_workbook(next_client()) for _ in range(BOOKS)]
    before, theirs, after = clocked(fifty), clocked(lambda: converted(some, "xlsx")), clocked(fifty)
    against.times((before + after) / 100, theirs / BOOKS, peer=IN_ONE_RUN, limit=1 / 50)


@needs_libreoffice
def test_recalculated_beside_libreoffice(against, next_client):
    """Each a file that has not been seen before, by the clock."""
    some = [make_workbook(next_client()) for _ in range(BOOKS)]

    def ours():
        for number, content in enumerate(some):
            recalculate(content, inputs={"in_core_price_today": 1000 + number})["out_cash_per_show_30_today"]

    against.times(clocked(ours) / BOOKS, clocked(lambda: converted(some, "xlsx")) / BOOKS, peer=IN_ONE_RUN, limit=1)


def test_memory_of_a_thousand_workbooks(against, next_client):
    """What the process holds after a thousand workbooks, against what it held after the first two hundred."""
    prepared, held = PreparedTemplate(), []
    for _ in range(1000):
        prepared.make(next_client())
        held.append(psutil.Process().memory_info().rss / 1e9)
    against.times(max(held[200:]), max(held[:200]), peer="the first 200 (gigabytes, shown as seconds)", limit=1.05)


def clocked(call):
    """Return the seconds that pass during a call."""
    start = time.perf_counter()
    call()
    return time.perf_counter() - start
