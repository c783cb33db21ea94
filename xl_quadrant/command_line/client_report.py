"""The inputs and results of a client as the command line shows them: tables for a person, a record for a program."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from xl_quadrant.business.headings import SCENARIOS
from xl_quadrant.business.metrics import METRICS, Metric
from xl_quadrant.business.model import FIELDS, OFFER_BLOCKS, Client, InputField
from xl_quadrant.business.results import calculate
from xl_quadrant.clients.client_cells import names_from_client
from xl_quadrant.command_line.terminal import Cell, figure, print_lines, print_table
from xl_quadrant.functions.quantities import Number

Results = Mapping[str, Cell]
Row = tuple[str, str, str, str]

FIRST: Final = (
    "cash_per_show_30",
    "cost_per_show",
    "max_cost_per_show_30",
    "cash_per_show_life",
    "max_cost_per_show_life",
    "cash_per_buyer_life",
    "ltgp_to_cac",
    "client_financed",
    "payback_month",
    "revenue_ceiling",
)
"""The results shown first: what a show brings and may cost, what a buyer is worth, how soon and how far it goes."""

FIGURES: Final = (1, 2)
"""The columns of today and target."""

_CENTS_BELOW: Final = 100
"""An amount smaller than this shows its cents."""


def print_client(client: Client, today: Results, target: Results, *, everything: bool = False) -> None:
    """
    Print the results of a client, today and at target, and why one has no number.

    Parameters
    ----------
    client : Client
        The client.
    today : mapping of str to float, bool, str or None
        The results by metric; the name of an Excel error where there is one.
    target : mapping of str to float, bool, str or None
        The same at target.
    everything : bool
        Whether all inputs and results are printed, not only the first few.
    """
    print_lines(", ".join(filter(None, (client.name, client.industry, client.currency))), "")
    if everything:
        print_table(("Inputs", "Today", "Target", ""), _inputs(client), FIGURES)
        print_lines("")
    metrics = METRICS if everything else tuple(metric for name in FIRST for metric in METRICS if metric.name == name)
    groups: dict[str, list[Row]] = {}
    for metric in metrics:
        row = _row(metric.label, (today[metric.name], target[metric.name]), metric.kind, metric.unit, client.currency)
        groups.setdefault(metric.section if everything else "", []).append(row)
    print_table(("Results", "Today", "Target", ""), groups, FIGURES)
    print_lines(*_reasons(client, metrics, {"today": today, "target": target}))


def client_record(client: Client, today: Results, target: Results) -> dict[str, Any]:
    """
    Return a client and its results for a program.

    Parameters
    ----------
    client : Client
        The client.
    today : mapping of str to float, bool, str or None
        The results by metric.
    target : mapping of str to float, bool, str or None
        The same at target.

    Returns
    -------
    dict of str to object
        ``client``: every input, as a client file has them; ``today`` and ``target``: the results by metric, None where
        there is no number; ``errors``: by scenario and metric the Excel error that a result without a number shows.
    """
    record: dict[str, Any] = {"client": client.model_dump(mode="json")}
    wrong = {}
    for name, results in (("today", today), ("target", target)):
        wrong[name] = {m: value for m, value in results.items() if isinstance(value, str) and value.startswith("#")}
        record[name] = {m: None if m in wrong[name] else value for m, value in results.items()}
    return {**record, "errors": wrong}


def _inputs(client: Client) -> dict[str, list[Row]]:
    """Return the inputs of a client by section; each offer is a section of its own."""
    cells = names_from_client(client)

    def row(field: InputField, name: str, position: int = 0) -> Row:
        values = tuple(cells[f"in_{name}_{scenario}"] for scenario in SCENARIOS)
        values = tuple(value[position] if isinstance(value, list) else value for value in values)
        kind = getattr(field.quantity, "kind", "text")
        unit = field.quantity.unit if isinstance(field.quantity, Number) else ""
        return _row(field.label, values, kind, unit, client.currency)

    groups: dict[str, list[Row]] = {}
    for field in FIELDS:
        groups.setdefault(field.section, []).append(row(field, field.name))
    for block in OFFER_BLOCKS:
        for position, offer in enumerate(cells[f"in_{block.name}_name"]):
            rows = [row(column, f"{block.name}_{column.path[-1]}", position) for column in block.columns[1:]]
            groups[f"{block.label}: {offer}"] = rows
    return groups


def _row(label: str, values: tuple[Any, ...], kind: str, unit: str, currency: str) -> Row:
    """Return the row of a figure, today and at target, both with cents if one needs them; the unit without the kind."""
    cents = any(isinstance(value, float) and 0 < abs(value) < _CENTS_BELOW for value in values)
    today, target = (figure(value, kind, currency, cents=cents) for value in values)
    return label, today, target, "" if kind in ("ratio", "flag") else unit.removeprefix("money").strip(", ")


def _reasons(client: Client, metrics: tuple[Metric, ...], results: Mapping[str, Results]) -> Iterator[str]:
    """Yield why a result that shows an error has no number."""
    for scenario, stored in results.items():
        wrong = [metric for metric in metrics if isinstance(stored[metric.name], str)]
        answers = calculate(getattr(client, scenario), client.door_prices) if wrong else None
        for metric in wrong:
            error = answers.error(metric.name) if answers else None
            yield f"{metric.label} ({scenario}) {stored[metric.name]}: {error or 'see the workbook'}"
