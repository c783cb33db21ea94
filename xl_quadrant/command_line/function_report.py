"""The catalogue as the command line shows it: a table for a person, records for a program."""

from __future__ import annotations

from typing import Any

from xl_quadrant.catalogue import CATALOGUE, CATEGORIES, CatalogueFunction
from xl_quadrant.command_line.terminal import print_table


def print_catalogue() -> None:
    """Print every function and what it returns, group by group."""
    groups = {
        category: [(function.name, function.summary) for function in CATALOGUE if function.category == category]
        for category in CATEGORIES
    }
    print_table(("Function", "What it returns"), groups)


def function_record(function: CatalogueFunction) -> dict[str, Any]:
    """
    Return what is known of a function, for a program.

    Parameters
    ----------
    function : CatalogueFunction
        The function.

    Returns
    -------
    dict of str to object
        Its name, group, syntax, arguments, what it returns and its errors.

    Examples
    --------
    >>> from xl_quadrant.catalogue import by_name
    >>> function_record(by_name("MONTHLY_CHURN"))["arguments"][0]["unit"]
    'rate per year'
    """
    return {
        "name": function.name,
        "category": function.category,
        "kind": function.kind,
        "syntax": function.syntax,
        "summary": function.summary,
        "arguments": [
            {
                "name": argument.name,
                "unit": argument.unit,
                "required": argument.required,
                "default": argument.default,
                "help": argument.help,
            }
            for argument in function.arguments
        ],
        "returns": function.returns,
        "unit": function.returned_unit,
        "errors": [{"error": entry.name, "when": entry.text} for entry in function.raises],
    }
