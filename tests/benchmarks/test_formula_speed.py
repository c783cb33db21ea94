"""One formula as typed in a cell, without a workbook, against plain arithmetic in the bare engine."""

import formualizer

from xl_quadrant.engine.evaluate import evaluate

FORMULAS = 100
"""How many are calculated in a turn."""

MOST = 2
"""How many times as long: a formula is read and written in the engine's terms before it is calculated."""


def test_a_typed_formula(against):
    def ours():
        for _ in range(FORMULAS):
            evaluate("=LTV_CONTINUITY(200, 10%)")

    def theirs():
        for _ in range(FORMULAS):
            book = formualizer.Workbook()
            book.add_sheet("Sheet")
            book.set_formula("Sheet", 1, 1, "=200/10%")
            book.evaluate_all()
            book.get_value("Sheet", 1, 1)

    against(ours, theirs, peer="formualizer alone: =200/10%", limit=MOST)
