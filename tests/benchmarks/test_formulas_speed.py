"""Loaded, one input set, calculated and read, against the library formulas doing the same."""

import time

import pytest

from xl_quadrant import recalculate
from xl_quadrant.client_book.client_workbook import make_workbook
from xl_quadrant.clients.presets import preset

formulas = pytest.importorskip(
    "formulas", reason="its licence, the EUPL, keeps it out of the extra bench: pip install 'formulas[excel]'"
)


@pytest.mark.filterwarnings("default")
def test_beside_formulas(against, tmp_path):
    """By the clock, once: it takes about a minute. Both must come to the same answer."""
    path = tmp_path / "talk.xlsx"
    path.write_bytes(make_workbook(preset("talk")))
    price, answer = 2500.0, "out_cash_per_show_life_today"
    start = time.perf_counter()
    own = recalculate(path, inputs={"in_core_price_today": price})[answer]
    middle = time.perf_counter()
    model = formulas.ExcelModel().loads(str(path)).finish()
    solution = model.calculate(inputs={"'[talk.xlsx]INPUTS'!D29": price})
    theirs = solution[f"'[talk.xlsx]'!{answer.upper()}"].value[0, 0]
    end = time.perf_counter()
    assert own == pytest.approx(theirs)
    assert own != pytest.approx(1719)
    against.times(middle - start, end - middle, peer="formulas: load, set, calculate, read", limit=1 / 20)
