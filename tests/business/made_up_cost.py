"""
A cost that is made up, added to a copy of the package: by its declaration, and by its term.

``python tests/business/made_up_cost.py FOLDER declaration term`` copies the package into a folder, adds what is named,
and says as JSON what the cost does to each front end. With both every front end has it; without the term it reaches
nothing, which the tests of the model find.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

HOUSE = Path(__file__).parents[2]

DECLARATION = (
    "business/tables.py",
    "    cost_per_sale: Annotated[float, MONEY.per(",
    '    parking: Annotated[float, MONEY.per("show")] = Field(\n'
    '        default=0.0, title="Parking", description="What a place to park costs for each show."\n    )\n',
)
TERM = (
    "business/terms.py",
    "s.front_end.unit_cost + s.close_rate * (t.goods",
    "s.costs.parking + ",
    '"[front_end_unit_cost]+[close_rate]',
    '"[costs_parking]+',
)

REPORT = """
import json, tempfile
from pathlib import Path
import pandas as pd
from xl_quadrant import recalculate, results
from xl_quadrant.business.client_row import flatten
from xl_quadrant.business.headings import headings
from xl_quadrant.business.lever_moves import LEVERS
from xl_quadrant.business.results import calculate
from xl_quadrant.client_book.client_workbook import make_workbook, read_workbook
from xl_quadrant.clients.client_file import client_from_mapping
from xl_quadrant.clients.presets import preset
from xl_quadrant.clients.templates_folder import templates_folder
from xl_quadrant.sheets.build import TEMPLATE_NAME, build_template

(templates_folder() / TEMPLATE_NAME).write_bytes(build_template())
tables = preset("gym", "Iron").model_dump()
tables.pop("measured", None)
plain = client_from_mapping(tables, "iron")
for scenario in ("today", "target"):
    tables[scenario]["costs"]["parking"] = 7.0
parked = client_from_mapping(tables, "iron")
METRIC = "profit_per_show_30"

def workbook(client):
    return read_workbook(make_workbook(client), "iron").today[METRIC]

book = make_workbook(plain)
engine = recalculate(book, inputs={"in_costs_parking_today": 7.0})[f"out_{METRIC}_today"]
frame = results(pd.DataFrame([flatten(plain), flatten(parked)]))[f"{METRIC}_today"]
print(json.dumps({
    "python": calculate(plain.today)[METRIC] - calculate(parked.today)[METRIC],
    "frame": float(frame[0] - frame[1]),
    "workbook": workbook(plain) - workbook(parked),
    "engine": workbook(plain) - engine,
    "roster": "today_costs_parking" in set(headings(1)),
    "lever": [lever.name for lever in LEVERS if "costs_parking" in lever.fields],
}))
"""


def house_with(folder, *, declaration, term):
    """Copy the package into a folder, and add what is asked for."""
    for name in ("xl_quadrant", "templates"):
        shutil.copytree(HOUSE / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "preview"))
    if declaration:
        module, before, added = DECLARATION
        _edit(folder / "xl_quadrant" / module, (before, added + before))
    if term:
        module, python, python_added, excel, excel_added = TERM
        changes = (python, python_added + python), (excel, excel_added + excel.removeprefix('"'))
        _edit(folder / "xl_quadrant" / module, *changes)
    return folder


def _edit(path, *changes):
    """Replace each text, which must stand there once."""
    text = path.read_text("utf-8")
    for before, after in changes:
        assert text.count(before) == 1, (path.name, before)
        text = text.replace(before, after)
    path.write_text(text, "utf-8")


def report(house):
    """Return what the cost does to each front end of a house, or what went wrong there."""
    ran = subprocess.run(
        [sys.executable, "-c", REPORT],
        cwd=house,
        env={**os.environ, "PYTHONPATH": str(house)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return json.loads(ran.stdout.splitlines()[-1]) if ran.returncode == 0 else ran.stderr


if __name__ == "__main__":
    place, *parts = sys.argv[1:]
    made = house_with(Path(place), declaration="declaration" in parts, term="term" in parts)
    print(json.dumps(report(made), indent=2))  # noqa: T201 - the script's answer
