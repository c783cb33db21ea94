"""The functions import numpy and nothing heavier; scipy comes with the one call that needs it."""

import subprocess
import sys

from strategies import MODULES

IMPORTS = "; ".join(f"import xl_quadrant.functions.{module}" for module in MODULES)


def heavy_modules(statement):
    """Return which of pandas and scipy a statement imports, in a process of its own."""
    script = f"{statement}\nimport sys; print(*({{'pandas', 'scipy'}} & set(sys.modules)))"
    found = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, encoding="utf-8")
    return set(found.stdout.split())


def test_importing_the_functions_imports_neither_pandas_nor_scipy():
    assert heavy_modules(IMPORTS) == set()


def test_a_list_and_a_solver_need_neither():
    calls = "cost_of_cash.prepay_cost_of_cash([2000], 500, 0.1, 6), churn_needed.churn_needed(1500, 200, 1, 12)"
    assert heavy_modules(f"from xl_quadrant.functions import churn_needed, cost_of_cash; {calls}") == set()


def test_the_rate_interval_brings_scipy():
    assert heavy_modules("from xl_quadrant.functions.levers import rate_interval; rate_interval(2, 5)") == {"scipy"}
