"""What a batch wrote from a roster is collected equal, and what was collected is a roster again."""

import math

import pytest

from xl_quadrant.batch import batch
from xl_quadrant.business.client_row import flatten
from xl_quadrant.business.headings import COLLECTED, RESULT, place_under
from xl_quadrant.business.results import calculate
from xl_quadrant.client_book.contract import SCENARIOS, output_name
from xl_quadrant.clients.client_file import client_from_row
from xl_quadrant.clients.frame_results import results
from xl_quadrant.clients.presets import named, preset
from xl_quadrant.clients.rosters import open_roster
from xl_quadrant.portfolio import collect
from xl_quadrant.portfolio.columns import BACK, FRONT, RESULTS, table_of
from xl_quadrant.portfolio.write import write_portfolio

NAMES = ("Zoë & Söhne", "=1+1", "24", "A" * 80)
"""Names that a file, a sheet or a text may take for something else."""


@pytest.fixture(scope="module")
def roster():
    """Return clients with many offers, with none at target, with awkward names and with small figures."""
    clients = [
        named(preset(kind), name) for kind, name in zip(("med_spa", "gym", "dental", "talk"), NAMES, strict=True)
    ]
    small = clients[3].today.model_copy(update={"cost_per_lead": 1e-05, "products": ()})
    clients[3] = clients[3].model_copy(update={"target": small, "currency": "JPY"})
    return clients


@pytest.fixture(scope="module")
def collected(tmp_path_factory, roster):
    """Return what is collected of the workbooks that a batch has written from a roster."""
    place = tmp_path_factory.mktemp("round trip")
    columns = list(dict.fromkeys(heading for client in roster for heading in flatten(client)))
    rows = [flatten(client) for client in roster]
    lines = [columns, *([row.get(column) for column in columns] for row in rows)]
    text = "\n".join(",".join('"' + ("" if cell is None else str(cell)) + '"' for cell in line) for line in lines)
    (place / "roster.csv").write_text(text, encoding="utf-8")
    report = batch(open_roster(place / "roster.csv"), str(place / "made"), jobs=1)
    assert (report.made, report.failures) == (len(roster), [])
    return collect(place / "made")


def test_inputs_and_results_of_a_batch_are_collected_equal(collected, roster):
    assert (collected.unread, len(collected.stale)) == ((), 0)
    rows = {row["name"]: row for row in collected.frame.to_dict("records")}
    assert set(rows) == {client.name for client in roster}
    for client in roster:
        row = rows[client.name]
        inputs = {heading: cell for heading, cell in row.items() if place_under(heading)}
        assert client_from_row(inputs, client.name) == client
        for scenario in SCENARIOS:
            for metric, expected in calculate(getattr(client, scenario)).cells().items():
                found = row[output_name(metric, scenario)]
                if not isinstance(expected, str):
                    assert found == expected or math.isclose(found, expected, rel_tol=1e-9), (client.name, metric)


@pytest.mark.parametrize(("ending", "sheet"), [(".csv", None), (".parquet", None), (".xlsx", "All figures")])
def test_what_is_collected_is_a_roster_of_the_same_clients(collected, roster, tmp_path, ending, sheet):
    path = tmp_path / f"portfolio{ending}"
    write_portfolio(collected, path)
    rows = list(open_roster(path, sheet=sheet).rows())
    assert {row.name: row.client() for row in rows} == {client.name: client for client in roster}


def test_the_headings_beside_the_inputs_are_known_to_rosters():
    assert {column.heading for column in (*FRONT, *BACK)} == COLLECTED
    assert all(heading.startswith(RESULT) for heading in RESULTS)
    assert not [heading for heading in table_of([], 1) if place_under(heading) and heading.startswith(RESULT)]


def test_what_is_collected_is_a_frame_of_clients(collected, roster):
    by_name = {client.name: client for client in roster}
    found = results(collected.frame)["cac_target"]
    expected = [calculate(by_name[name].target)["cac"] for name in collected.frame["name"]]
    assert found.tolist() == pytest.approx(expected)
