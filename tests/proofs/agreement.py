"""Random clients in every engine: each result of each client, today and target, against Python's."""

import math
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import formulon
import proof_table
from client_strategies import clients
from hypothesis import HealthCheck, Phase, given, seed, settings

from xl_quadrant.business.results import calculate
from xl_quadrant.client_book.client_workbook import read_workbook
from xl_quadrant.client_book.contract import output_name
from xl_quadrant.client_book.fill import Template
from xl_quadrant.client_book.libreoffice import converted
from xl_quadrant.client_book.prepared_template import PreparedTemplate
from xl_quadrant.client_book.shipped_template import template_bytes
from xl_quadrant.clients.client_cells import names_from_client
from xl_quadrant.engine.recalc import recalculate
from xl_quadrant.package.parts import Package

CLOSE = 1e-9
SCENARIOS = ("today", "target")
AT_ONCE = 10


def random_clients(count, number):
    """Return clients drawn over everything that the model allows."""
    drawn = []

    @seed(number)
    @settings(
        max_examples=count,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(clients())
    def draw(client):
        drawn.append(client)

    draw()
    return drawn[:count]


def expected_of(client):
    """Return Python's results by the names of the workbook."""
    return {
        output_name(metric, scenario): value
        for scenario in SCENARIOS
        for metric, value in calculate(getattr(client, scenario), client.door_prices).cells().items()
    }


def stored(content):
    """Return the results that stand in a workbook."""
    filled = read_workbook(content, "book")
    return {output_name(m, s): value for s in SCENARIOS for m, value in getattr(filled, s).items()}


def in_the_engine(books):
    """Calculate each anew in the engine, from a file in which all values are those of the template."""
    return [stored(recalculate(book).package) for book in books]


def in_formulon(books):
    """Calculate each anew in formulon."""
    answers = []
    for content in books:
        package, book = Package(content), formulon.Workbook.load(content)
        book.recalc()
        titles = list(package.sheets)
        answer = {}
        for name, area in package.names.items():
            if name.startswith("out_") and area.size == 1:
                value = book.get_value(titles.index(area.sheet), area.first_row - 1, area.first_column - 1)
                answer[name] = "#" if value.kind.name == "ERROR" else value.to_python()
        answers.append(answer)
    return answers


def in_gnumeric(books):
    """Calculate each anew in gnumeric."""
    answers = []
    with tempfile.TemporaryDirectory() as folder:
        for content in books:
            given_book, done = Path(folder, "in.xlsx"), Path(folder, "out.xlsx")
            given_book.write_bytes(content)
            command = ["ssconvert", "--recalc", str(given_book), str(done)]
            subprocess.run(command, check=True, capture_output=True, timeout=120)
            answers.append(stored(done.read_bytes()))
    return answers


def in_libreoffice(books):
    """Calculate each anew in LibreOffice."""
    return [
        stored(book) for at in range(0, len(books), AT_ONCE) for book in converted(books[at : at + AT_ONCE], "xlsx")
    ]


def gap(found, expected):
    """Return how far a result is from Python's: 0 where both are no number, infinity where one is."""
    if isinstance(expected, (bool, str)) or expected is None or not isinstance(found, (int, float)):
        alike = found == expected or (isinstance(expected, str) and isinstance(found, str) and found[:1] == "#")
        return 0.0 if alike or (found in (None, "", "–") and expected in (None, "")) else math.inf
    return abs(found - expected) / max(1.0, abs(expected))


def main():
    told = proof_table.options(__doc__, clients=2000, seed=15, gnumeric=2000, formulon=2000, libreoffice=200)
    drawn = random_clients(told.clients, told.seed)
    expected = [expected_of(client) for client in drawn]
    template, prepared = Template(Package(template_bytes(), "template")), PreparedTemplate()
    filled = [template.fill(names_from_client(client), client.currency) for client in drawn]
    engines = {
        "the compiled strategy": (len(drawn), lambda _: [stored(prepared.make(client)) for client in drawn]),
        "the engine": (len(drawn), in_the_engine),
        "formulon": (told.formulon, in_formulon),
        "gnumeric": (told.gnumeric if shutil.which("ssconvert") else 0, in_gnumeric),
        "LibreOffice": (told.libreoffice if shutil.which("soffice") else 0, in_libreoffice),
    }
    rows = []
    for name, (most, calculate_all) in engines.items():
        count = min(most, len(drawn))
        answers = calculate_all(filled[:count]) if count else []
        gaps = [
            (gap(answer.get(key), value), key)
            for answer, values in zip(answers, expected, strict=False)
            for key, value in values.items()
        ]
        worst = max(gaps, default=(0.0, "–"))
        rows.append([name, count, f"{len(gaps):,}", sum(one > CLOSE for one, _ in gaps), f"{worst[0]:.1e}", worst[1]])
    headings = ["engine", "clients", "results compared", "beyond 1e-9", "largest difference", "where"]
    note = "A difference is told as a share of the result, or of 1 where the result is below 1."
    proof_table.write("agreement", "Random clients in every engine, against Python", told, headings, rows, [note])
    return any(row[3] for row in rows)


if __name__ == "__main__":
    sys.exit(main())
