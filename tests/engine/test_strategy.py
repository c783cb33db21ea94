"""Without the compiled programs everything works, and is only slower: in a copy of the package that lacks them."""

import shutil
import subprocess
import sys
from pathlib import Path

PACKAGE = Path(__file__).parents[2] / "xl_quadrant"

PROGRAM = """
import sys
from xl_quadrant.client_book.client_workbook import make_workbook
from xl_quadrant.clients.presets import preset
from xl_quadrant.engine.live import LiveWorkbook
from xl_quadrant.package.parts import Package

book = LiveWorkbook(Package(make_workbook(preset("talk"))))
cost, result = (book.package.names[name] for name in ("in_cost_per_lead_today", "out_cost_per_show_today"))
for turn in range(1, 41):
    book.write({cost.sheet: {cost.positions[0]: turn}})
    book.calculate()
print(book.value((result.sheet, *result.positions[0])), "xl_quadrant.compiled.program" in sys.modules)
"""


def answer(folder):
    """Return what the program prints with the package of a folder."""
    done = subprocess.run(
        [sys.executable, "-P", "-c", f"import sys; sys.path.insert(0, {str(folder)!r})\n{PROGRAM}"],
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.split()


def test_the_folder_and_one_line_can_be_deleted(tmp_path):
    shutil.copytree(PACKAGE, tmp_path / "xl_quadrant", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(PACKAGE.parent / "templates", tmp_path / "templates", ignore=shutil.ignore_patterns("preview"))
    value, compiled = answer(tmp_path)
    assert compiled == "True"
    shutil.rmtree(tmp_path / "xl_quadrant" / "compiled")
    path = tmp_path / "xl_quadrant" / "engine" / "strategy.py"
    lines = path.read_text("utf-8").splitlines(keepends=True)
    kept = [line for line in lines if "xl_quadrant.compiled" not in line]
    assert len(kept) == len(lines) - 1
    path.write_text("".join(kept), "utf-8")
    assert answer(tmp_path) == [value, "False"]
