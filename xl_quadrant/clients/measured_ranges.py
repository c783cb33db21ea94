"""The ranges of measured inputs in a client file, ``[today.measured]``, and the path of each input they are about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from pydantic import ValidationError

from xl_quadrant.business.model import FIELDS, OFFER_BLOCKS
from xl_quadrant.business.ranges import InputRange
from xl_quadrant.business.tables import BrokenRulesError
from xl_quadrant.errors import UnknownWord, WrongType, XlQuadrantError
from xl_quadrant.functions.quantities import Number

MEASURED: Final = "measured"
"""The table of a scenario that holds the ranges of its inputs."""

_SCALARS: Final = {".".join(field.path) for field in FIELDS if isinstance(field.quantity, Number)}
_COLUMNS: Final = {
    block.name: {column.name for column in block.columns if isinstance(column.quantity, Number)}
    for block in OFFER_BLOCKS
}


def without_ranges(scenario: Any) -> Any:
    """
    Return the tables of a scenario without the ranges of its inputs.

    Parameters
    ----------
    scenario : object
        What was given for it.

    Returns
    -------
    object
        The same, if it has none.
    """
    if not isinstance(scenario, Mapping) or MEASURED not in scenario:
        return scenario
    return {key: value for key, value in scenario.items() if key != MEASURED}


def measured_ranges(scenario: Any) -> tuple[dict[str, InputRange], list[XlQuadrantError]]:
    """
    Return the ranges of the inputs of a scenario.

    Parameters
    ----------
    scenario : object
        What was given for it.

    Returns
    -------
    tuple of dict of str to InputRange and list of XlQuadrantError
        By the path of the input, such as ``core.price`` or ``continuity.Maintenance.churn``; and what is wrong with
        others.

    Examples
    --------
    >>> given = {"close_rate": {"estimate": 0.45, "low": 0.41, "high": 0.49, "n": 412}}
    >>> measured_ranges({"measured": given})[0]["close_rate"].high
    0.49
    >>> str(measured_ranges({"measured": {"closing": {}}})[1][0])
    "today.measured.closing: 'closing' is no input; write one such as close_rate, core.price or continuity.NAME.churn"
    """
    given = scenario.get(MEASURED) if isinstance(scenario, Mapping) else None
    if given is None:
        return {}, []
    if not isinstance(given, Mapping):
        return {}, [WrongType(f"today.{MEASURED}", given, "is no table; write close_rate = { estimate = 0.45, … }")]
    found: dict[str, InputRange] = {}
    problems: list[XlQuadrantError] = []
    for path, lines in given.items():
        where = f"today.{MEASURED}.{path}"
        if not is_path(path):
            rule = "is no input; write one such as close_rate, core.price or continuity.NAME.churn"
            problems.append(UnknownWord(where, path, rule))
            continue
        try:
            found[path] = InputRange.model_validate(lines)
        except ValidationError as error:
            problems += [_problem(where, line) for line in error.errors()]
    return found, problems


def is_path(path: str) -> bool:
    """
    Say whether a path is that of an input that holds a number.

    Parameters
    ----------
    path : str
        Such as ``core.price``, or ``products.NAME.take_rate``.

    Returns
    -------
    bool
        Whether there is such an input; an offer may have any name.
    """
    if path in _SCALARS:
        return True
    block, _, rest = path.partition(".")
    name, _, column = rest.rpartition(".")
    return bool(name) and column in _COLUMNS.get(block, ())


def _problem(where: str, line: Any) -> XlQuadrantError:
    """Return one of ours for one that pydantic found."""
    error = line.get("ctx", {}).get("error")
    place = ".".join(map(str, (where, *line["loc"])))
    if isinstance(error, BrokenRulesError):
        error = error.problems[0]
        error.argument = f"{place}.{error.argument}"
        return error
    if isinstance(error, XlQuadrantError):
        error.argument = place
        return error
    if line["type"] == "extra_forbidden":
        return UnknownWord(place, line["loc"][-1], "is unknown; write estimate, low, high, n and source")
    return WrongType(place, None if line["type"] == "missing" else line["input"], "where estimate, low and high belong")
