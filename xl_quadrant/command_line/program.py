"""
The command line, ``xlq``: client workbooks, recalculation, single formulas and the catalogue.

Each command is a module of `xl_quadrant.command_line`. What it needs is imported inside it, so that help and errors
come at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer

from xl_quadrant import __version__
from xl_quadrant.command_line.actuals import actuals
from xl_quadrant.command_line.addin import addin
from xl_quadrant.command_line.batch import batch
from xl_quadrant.command_line.check import check
from xl_quadrant.command_line.collect import collect
from xl_quadrant.command_line.compare import compare
from xl_quadrant.command_line.doctor import doctor
from xl_quadrant.command_line.evaluate import evaluate_formula
from xl_quadrant.command_line.exits import USAGE, run
from xl_quadrant.command_line.functions import functions
from xl_quadrant.command_line.new import new
from xl_quadrant.command_line.ranges import ranges
from xl_quadrant.command_line.read import read
from xl_quadrant.command_line.recalc import recalc
from xl_quadrant.command_line.update import update

app = typer.Typer(
    name="xlq",
    epilog="Example: xlq new --preset med_spa -o glow.xlsx",
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Debug = Annotated[bool, typer.Option("--debug", help="After an error, show where in the program it arose; anywhere.")]
Version = Annotated[bool, typer.Option("--version", help="Print the version.")]


@app.callback(invoke_without_command=True)
def _xlq(context: typer.Context, *, version: Version = False, debug: Debug = False) -> None:  # noqa: ARG001 - `run` reads it
    """Calculate the unit economics of service businesses: client workbooks, any workbook, single formulas."""
    if version:
        typer.echo(f"xlq {__version__}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        typer.echo(context.get_help(), err=True)
        raise typer.Exit(USAGE)


app.command(epilog='Example: xlq new --preset med_spa --name "Glow Med Spa" -o glow.xlsx')(new)
app.command(epilog="Example: xlq update glow.xlsx --from glow.toml")(update)
app.command(epilog="Example: xlq actuals unified_payments.csv appointments.csv meta.csv -o glow.toml")(actuals)
app.command(epilog="Example: xlq batch roster.csv -o clients")(batch)
app.command(epilog="Example: xlq read glow.xlsx --json")(read)
app.command(epilog="Example: xlq ranges glow.xlsx")(ranges)
app.command(epilog="Example: xlq compare glow.xlsx")(compare)
app.command(epilog="Example: xlq collect clients -o portfolio.xlsx")(collect)
app.command(epilog="Example: xlq check glow.xlsx")(check)
app.command(epilog="Example: xlq recalc forecast.xlsx -o calculated.xlsx")(recalc)
app.command("eval", epilog="Example: xlq eval '=LTV_CONTINUITY(200, 10%)'")(evaluate_formula)
app.command(epilog="Example: xlq functions LTV_CONTINUITY")(functions)
app.command(epilog="Example: xlq addin -o excel")(addin)
app.command(epilog="Example: xlq doctor")(doctor)


def main(arguments: Sequence[str] | None = None) -> int:
    """
    Run the command line.

    Parameters
    ----------
    arguments : sequence of str, optional
        What follows ``xlq``; what the process was started with when left out.

    Returns
    -------
    int
        The exit code, as `exits` lists them.
    """
    return run(app, arguments)
