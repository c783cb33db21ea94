"""``xlq eval``: one formula, as typed in a cell."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from xl_quadrant.command_line.exits import ERROR, complain, show_traceback
from xl_quadrant.command_line.options import AsJson
from xl_quadrant.errors import XlQuadrantError, record


def evaluate_formula(
    formula: Annotated[str, typer.Argument(metavar="'=FORMULA'", help="The formula, in quotes.", show_default=False)],
    *,
    as_json: AsJson = False,
) -> None:
    """Calculate one formula, as typed in a cell."""
    from xl_quadrant.command_line.terminal import general, print_json, print_lines
    from xl_quadrant.engine.evaluate import evaluate

    try:
        answer = evaluate(formula)
    except XlQuadrantError as error:
        if as_json:
            print_json({"formula": formula, "value": None, "error": error.excel_error, "errors": [record(error)]})
        complain(f"{error.excel_error} {error}")
        show_traceback(error)
        raise typer.Exit(ERROR) from None
    if as_json:
        if isinstance(answer, list):
            errors = [record(cell) for row in answer for cell in row if isinstance(cell, XlQuadrantError)]
            rows = [[None if isinstance(cell, XlQuadrantError) else cell for cell in row] for row in answer]
            print_json({"formula": formula, "value": rows} | ({"errors": errors} if errors else {}))
        else:
            print_json({"formula": formula, "value": answer})
    elif isinstance(answer, list):
        print_lines(*("\t".join(general(_cell(cell)) for cell in row) for row in answer))
    else:
        print_lines(general(answer))


def _cell(value: Any) -> Any:
    """Return an element of an answer as a cell shows it: an error by its name."""
    return value.excel_error if isinstance(value, XlQuadrantError) else value
