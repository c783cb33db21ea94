"""One formula as typed in a cell, without a workbook, against the bare engine with functions that check nothing."""

import formualizer

from xl_quadrant.catalogue import CATALOGUE
from xl_quadrant.engine.evaluate import evaluate

FORMULAS = 100
"""How many are calculated in a turn."""

WITHOUT_THREADS = formualizer.EvaluationConfig()
WITHOUT_THREADS.enable_parallel = False
SETTINGS = formualizer.WorkbookConfig(eval_config=WITHOUT_THREADS, enable_changelog=False)

MOST = 8
"""How many times as long: a formula is looked through for what the engine does not calculate, which is stood in for."""


def test_a_typed_formula(against):
    """The peer opens a workbook with as many functions, writes the same formula, calculates and reads it."""

    def ours():
        for _ in range(FORMULAS):
            assert evaluate("=LTV_CONTINUITY(200, 10%)") == 2000

    def theirs():
        for _ in range(FORMULAS):
            book = formualizer.Workbook(config=SETTINGS)
            for function in CATALOGUE:
                book.register_function(function.name, divided, min_args=0, max_args=None)
            book.add_sheet("Sheet")
            book.set_formula("Sheet", 1, 1, "=LTV_CONTINUITY(200, 10%)")
            formualizer.parse("=LTV_CONTINUITY(200, 10%)")
            book.evaluate_all()
            assert book.get_value("Sheet", 1, 1) == 2000

    against(ours, theirs, peer="formualizer alone, with functions that check nothing", limit=MOST)


def divided(price, churn):
    return price / churn
