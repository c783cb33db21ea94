"""``xlq ranges``: how sure every result is, and which input it hangs on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, NamedTuple

import typer

from xl_quadrant.command_line.options import AsJson, Everything

if TYPE_CHECKING:
    from xl_quadrant.business.model import Client
    from xl_quadrant.business.result_ranges import Ranges

_MAIN: Final = (
    "cash_per_show_30",
    "profit_per_show_30",
    "cost_per_show",
    "max_cost_per_show_30",
    "cash_per_show_life",
    "cash_per_buyer_life",
    "client_financed",
    "ltgp_to_cac",
    "month_profit_30",
    "month_profit_life",
    "revenue_ceiling",
)
_WIDEST: Final = 8


class _Row(NamedTuple):
    """One input moved alone."""

    input: str
    path: str
    low: float
    high: float
    at_low: float
    at_high: float


def ranges(
    source: Annotated[
        Path,
        typer.Argument(
            metavar="CLIENT.toml|BOOK.xlsx", help="A client file, or a filled workbook.", show_default=False
        ),
    ],
    *,
    draws: Annotated[int, typer.Option(metavar="N", help="How often all inputs are drawn together.")] = 20_000,
    seed: Annotated[int, typer.Option(metavar="N", help="From where chance begins; the same gives the same.")] = 0,
    target: Annotated[bool, typer.Option("--target", help="The business as it could be, instead of today.")] = False,
    everything: Everything = False,
    as_json: AsJson = False,
) -> None:
    """Print the range of every result, and what it hangs on."""
    from xl_quadrant.business.result_ranges import ranges as ranged
    from xl_quadrant.command_line.terminal import print_json

    client = _client(source)
    found = ranged(client, draws, seed, "target" if target else "today")
    if as_json:
        print_json(_record(found))
    else:
        _print(client, found, everything=everything)


def _client(source: Path) -> Client:
    """Return the client of a file or of a workbook."""
    if source.suffix.lower() in (".xlsx", ".xlsm"):
        from xl_quadrant.client_book.client_workbook import read_workbook
        from xl_quadrant.package.files import read_bytes

        return read_workbook(read_bytes(source), str(source)).client
    from xl_quadrant.clients.client_file import read_client

    return read_client(source)


def _print(client: Client, found: Ranges, *, everything: bool) -> None:
    """Print the ranges of results, the tornadoes and the chance that a show pays for itself."""
    from xl_quadrant.business.input_ranges import MEASURED
    from xl_quadrant.business.metrics import METRICS
    from xl_quadrant.business.result_ranges import TORNADOES
    from xl_quadrant.command_line.terminal import figure, print_lines, print_table

    currency, kinds = client.currency, {metric.name: metric for metric in METRICS}

    def shown(value: Any, name: str) -> str:
        return figure(None if value != value else value, kinds[name].kind, currency)

    names = list(found.results.index) if everything else [name for name in _MAIN if name in found.results.index]
    rows = [(kinds[n].label, *(shown(value, n) for value in found.results.loc[n])) for n in names]
    print_table(("Results", "Base", "Low", "Median", "High"), {"": rows}, figures=(1, 2, 3, 4))
    for name in TORNADOES:
        table = found.tornado[found.tornado["result"] == name]
        table = table if everything else table.head(_WIDEST)
        spans = {".".join(map(str, span.path)): span for span in found.inputs}
        lines = [
            (row.input, *(figure(value, spans[row.path].kind, currency, cents=True) for value in (row.low, row.high)),
             shown(row.at_low, name), shown(row.at_high, name), spans[row.path].basis)
            for row in map(_Row._make, table[list(_Row._fields)].to_numpy().tolist())
        ]  # fmt: skip
        print_lines("")
        headings = (f"{kinds[name].label}, each input alone", "Low", "High", "At low", "At high", "Known by")
        print_table(headings, {"": lines}, figures=(1, 2, 3, 4))
    measured = sum(span.basis == MEASURED for span in found.inputs)
    print_lines(
        "",
        f"Chance that a show pays for itself in 30 days: {found.pays_for_itself:.1%}",
        f"{found.draws:,} draws from seed {found.seed}; ranges hold 90%; {measured} inputs are measured, "
        f"{len(found.inputs) - measured} vary by a tenth because nothing is known.",
    )


def _record(found: Ranges) -> dict[str, Any]:
    """Return the ranges for a program; what has no number is null."""

    def plain(value: Any) -> Any:
        return None if isinstance(value, float) and value != value else value

    return {
        "draws": found.draws,
        "seed": found.seed,
        "pays_for_itself": found.pays_for_itself,
        "inputs": [
            {"path": ".".join(map(str, span.path)), "base": span.base, "low": span.low, "high": span.high,
             "known_by": span.basis, "n": span.n}
            for span in found.inputs
        ],
        "results": {
            str(name): {column: plain(float(value)) for column, value in row.items()}
            for name, row in found.results.iterrows()
        },
        "tornado": [{key: plain(value) for key, value in row.items()} for row in found.tornado.to_dict("records")],
    }  # fmt: skip
