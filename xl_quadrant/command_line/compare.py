"""``xlq compare``: clients, quarters or scenarios side by side, and what each difference is worth."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from xl_quadrant.command_line.exits import UsageError
from xl_quadrant.command_line.options import AsJson, Everything, Force

if TYPE_CHECKING:
    from xl_quadrant.business.model import Client
    from xl_quadrant.portfolio.comparison import Comparison, Side

_SCENARIOS: Final = ("today", "target")


def compare(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="A [B...]",
            help="Filled workbooks or client files; one alone is compared with its own target.",
            show_default=False,
        ),
    ],
    *,
    scenario: Annotated[
        str, typer.Option(metavar="today|target", help="Which of their scenarios is compared.")
    ] = "today",
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="OUT.xlsx", help="Write a workbook with a waterfall too.")
    ] = None,
    everything: Everything = False,
    as_json: AsJson = False,
    force: Force = False,
) -> None:
    """Compare clients, quarters or scenarios, input by input."""
    from xl_quadrant.command_line.terminal import print_json, print_lines
    from xl_quadrant.package.files import refuse_existing, write_bytes
    from xl_quadrant.portfolio.comparison import compare as compared

    if scenario not in _SCENARIOS:
        raise UsageError(f"--scenario {scenario} is not known; write today or target")
    if output is not None:
        if output.suffix.lower() != ".xlsx":
            raise UsageError(f"{output} will be a .xlsx file; write a name that ends in .xlsx")
        if not force:
            refuse_existing(output)
    clients = [_client(path) for path in files]
    comparison = compared(_sides(clients, files, scenario))
    heading = clients[0].name if len(clients) == 1 else " beside ".join(side.label for side in comparison.sides)
    if output is not None:
        from xl_quadrant.portfolio.comparison_book import comparison_book

        write_bytes(output, comparison_book(comparison, heading), force=force)
    if as_json:
        print_json(_record(comparison))
        return
    print_lines(heading, "")
    _print(comparison, everything=everything)
    if output is not None:
        print_lines("", f"{output} is written.")


def _sides(clients: list[Client], files: list[Path], scenario: str) -> list[Side]:
    """Return the businesses, each under a name that tells it from the others."""
    from xl_quadrant.portfolio.comparison import Side

    if len(clients) == 1:
        (client,) = clients
        return [Side(name.capitalize(), getattr(client, name), client.currency) for name in _SCENARIOS]
    names = [client.name for client in clients]
    labels = names if len(set(names)) == len(names) else [path.stem for path in files]
    if len(set(labels)) < len(labels):
        labels = [str(path) for path in files]
    return [
        Side(label, getattr(client, scenario), client.currency) for label, client in zip(labels, clients, strict=True)
    ]


def _client(path: Path) -> Client:
    """Return the client of a workbook or a client file."""
    if path.suffix.lower() in (".xlsx", ".xlsm"):
        from xl_quadrant.client_book.client_workbook import read_workbook
        from xl_quadrant.package.files import read_bytes

        return read_workbook(read_bytes(path), str(path)).client
    from xl_quadrant.clients.client_file import read_client

    return read_client(path)


def _print(comparison: Comparison, *, everything: bool) -> None:
    """Print what differs and the results, side by side."""
    from xl_quadrant.business.metrics import METRICS
    from xl_quadrant.command_line.client_report import FIRST
    from xl_quadrant.command_line.terminal import figure, print_lines, print_table

    sides, currency = comparison.sides, comparison.sides[0].currency
    names = [side.label for side in sides]
    added = ["Adds, per month"] if len(sides) == 2 else [f"{name} adds" for name in names[1:]]
    if comparison.differences:
        rows = [
            [
                difference.label,
                *(figure(value, difference.kind, currency) for value in difference.values),
                *(_gain_shown(gain, currency) for gain in difference.gains),
            ]
            for difference in comparison.differences
        ]
        if len(rows) > 1:
            rest = [_gain_shown(comparison.together(number), currency) for number in range(1, len(sides))]
            rows.append(["What they add together beyond that", *("" for _ in sides), *rest])
        print_table(("Inputs that differ", *names, *added), {"": rows}, range(1, len(names) + len(added) + 1))
        print_lines("")
    else:
        print_lines("No input differs.", "")
    metrics = METRICS if everything else [metric for name in FIRST for metric in METRICS if metric.name == name]
    lines = [
        [
            metric.label,
            *(figure(_stored(results, metric.name), metric.kind, currency) for results in comparison.results),
            "" if metric.kind in ("ratio", "flag") else metric.unit.removeprefix("money").strip(", "),
        ]
        for metric in metrics
    ]
    print_table(("Results", *names, ""), {"": lines}, range(1, len(names) + 1))


def _gain_shown(gain: Any, currency: str) -> str:
    """Return what a difference adds as a person reads it, with its sign; why it cannot be where it has no number."""
    from xl_quadrant.command_line.terminal import amount

    if gain is None:
        return "–"
    if not isinstance(gain, float):
        return f"not alone: {gain}"
    shown = amount(gain, currency)
    return shown if shown.startswith("-") or not shown.strip("0.,$€£¥₹ABCDEFGHIJKLMNOPQRSTUVWXYZ ") else f"+{shown}"


def _stored(results: Any, name: str) -> Any:
    """Return a result, or the name of its error in a cell."""
    error = results.error(name)
    return error.excel_error if error else results[name]


def _record(comparison: Comparison) -> dict[str, Any]:
    """Return the comparison for a program; null where there is no number."""
    from xl_quadrant.business.metrics import METRICS

    def number(results: Any, name: str) -> Any:
        return None if results.error(name) else results[name]

    return {
        "sides": [side.label for side in comparison.sides],
        "currency": comparison.sides[0].currency,
        "differences": [
            {
                "input": difference.label,
                "values": list(difference.values),
                "gains": [gain if isinstance(gain, float) else None for gain in difference.gains],
                "why": [str(gain) if isinstance(gain, Exception) else None for gain in difference.gains],
            }
            for difference in comparison.differences
        ],
        "together": [comparison.together(number) for number in range(1, len(comparison.sides))],
        "results": {
            metric.name: [number(results, metric.name) for results in comparison.results] for metric in METRICS
        },
    }
