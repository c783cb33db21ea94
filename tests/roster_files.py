"""Rosters as files, written for tests."""

import csv

from xl_quadrant.clients.rosters import open_roster

SMALL = {
    "name": "Glow",
    "today_leads_per_month": 200,
    "today_cost_per_lead": 25,
    "today_booking_rate": 0.5,
    "today_show_rate": 0.6,
    "today_close_rate": 0.5,
    "today_core_price": 2000,
}
"""The shortest row that makes a client."""


def small_rows(*names):
    """Return a row for each name."""
    return [{**SMALL, "name": name} for name in names]


def csv_roster(path, rows, encoding="utf-8", separator=",", decimal="."):
    """Write a roster as text; numbers with a decimal mark."""
    headings = list(dict.fromkeys(heading for row in rows for heading in row))
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file, delimiter=separator)
        writer.writerow(headings)
        for row in rows:
            cells = (row.get(heading) for heading in headings)
            writer.writerow([str(cell).replace(".", decimal) if isinstance(cell, float) else cell for cell in cells])
    return path


def text_roster(folder, text, name="roster.csv", encoding="utf-8"):
    """Write a roster from its text."""
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def clients_of(path, **told):
    """Return the client of each row of a roster."""
    return [row.client() for row in open_roster(path, **told).rows()]
