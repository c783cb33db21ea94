"""The process that answers LibreOffice Calc: a call a line of JSON in, its rows a line of JSON out."""

from __future__ import annotations

import json
import sys

from xl_quadrant.bridges.calling import call_cells
from xl_quadrant.catalogue import by_name
from xl_quadrant.errors import XlQuadrantError


def answered(line: str) -> str:
    """
    Return the answer to a call.

    Parameters
    ----------
    line : str
        The name of a function and its arguments: values, or rows of them.

    Returns
    -------
    str
        Rows; an error is its name and why.

    Examples
    --------
    >>> answered('["LTV_CONTINUITY", [200, 0.1]]')
    '[[2000.0]]'
    >>> answered('["LTV_CONTINUITY", [200, 10]]')
    '[[{"error": "#NUM!", "why": "churn: 10 is above 1; write 10% or 0.1"}]]'
    """
    name, given = json.loads(line)
    try:
        answer = call_cells(by_name(name), given)
    except Exception as error:  # noqa: BLE001 - a cell shows an error, and the next one is answered
        answer = error
    rows = answer if isinstance(answer, list) else [[answer]]
    return json.dumps([[_shown(cell) for cell in row] for row in rows])


def _shown(cell: object) -> object:
    """Return a cell as JSON has it."""
    if isinstance(cell, XlQuadrantError):
        return {"error": cell.excel_error, "why": str(cell)}
    return {"error": "#VALUE!", "why": str(cell)} if isinstance(cell, Exception) else cell


if __name__ == "__main__":
    for asked in sys.stdin:
        sys.stdout.write(answered(asked) + "\n")
        sys.stdout.flush()
