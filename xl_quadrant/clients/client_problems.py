"""From what pydantic found to one error of ours for each wrong field, with the field's path."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from xl_quadrant.business.model import OFFER_BLOCKS, Client, Scenario
from xl_quadrant.business.tables import BrokenRulesError, Table
from xl_quadrant.errors import UnknownWord, WrongType, XlQuadrantError
from xl_quadrant.functions.quantities import Number

Place = tuple[str | int, ...]
_LISTS = frozenset(block.name for block in OFFER_BLOCKS)
RowNumbers = Mapping[tuple[str, str], Sequence[int]]


def client_problems(found: ValidationError, given: Mapping[str, Any], numbers: RowNumbers) -> list[XlQuadrantError]:
    """
    Return an error for each wrong field of a client.

    Parameters
    ----------
    found : ValidationError
        What pydantic found.
    given : mapping
        What was read, before the target was completed from today.
    numbers : mapping of tuple to sequence of int
        The row numbers of offers whose rows were numbered, by scenario and list.

    Returns
    -------
    list of XlQuadrantError
        Each with the field's path as its argument; a target's field that only repeats today's is left out.
    """
    problems = [problem for line in found.errors() for problem in _problems(line)]
    for problem in problems:
        problem.argument = _numbered(problem.argument, numbers)
    of_today = {problem.argument.partition(".")[2] for problem in problems if problem.argument.startswith("today")}
    return [problem for problem in problems if not _only_inherited(problem.argument, of_today, given)]


def _problems(line: Any) -> Iterator[XlQuadrantError]:
    """Yield the errors that one line of pydantic stands for."""
    place: Place = line["loc"]
    error = line.get("ctx", {}).get("error")
    if isinstance(error, BrokenRulesError):
        for problem in error.problems:
            problem.argument = ".".join(filter(None, (dotted(place), problem.argument)))
            yield problem
    elif isinstance(error, XlQuadrantError):
        error.argument = dotted(place)
        yield error
    elif line["type"] == "missing":
        yield _missing(place)
    elif line["type"] == "extra_forbidden":
        yield _unknown_key(place)
    else:
        yield WrongType(dotted(place), line["input"], _wrong_kind(place))


def _missing(place: Place) -> XlQuadrantError:
    """Return the error its quantity has for a required field that is not given."""
    name = str(place[-1])
    info = _table_at(place[:-1]).model_fields[name]
    for quantity in info.metadata:
        try:
            quantity.check(dotted(place), None)
        except XlQuadrantError as error:
            return error
    return WrongType(dotted(place), None, "where a table belongs")


def _unknown_key(place: Place) -> UnknownWord:
    """Return the error for a key that no field has, with the nearest that one has."""
    known = list(_table_at(place[:-1]).model_fields)
    near = difflib.get_close_matches(str(place[-1]).lower(), known, n=1, cutoff=0.5)
    advice = f'did you mean "{near[0]}"?' if near else f"write one of {', '.join(known)}"
    return UnknownWord(dotted(place), str(place[-1]), f"is not a known field; {advice}")


def _wrong_kind(place: Place) -> str:
    """Return what belongs where neither a table nor a list of tables was given."""
    table = _table_at(place)
    if issubclass(table, Scenario) or not place:
        return "is not a table; give its fields, such as close_rate = 0.5"
    field = next(name for name, info in table.model_fields.items() if isinstance(info.metadata[0], Number))
    row = f"{{ {field} = … }}"
    if place[-1] in _LISTS:
        return 'is not a list of offers; write [ { name = "…", price = … } ]'
    return f"is not a table; write {row}"


def _table_at(place: Place) -> type[Table]:
    """Return the model of the table at a place in a client."""
    model: Any = Client
    for step in place:
        if isinstance(step, str):
            annotation = model.model_fields[step].annotation
            model = getattr(annotation, "__args__", (annotation,))[0]
    return model  # type: ignore[no-any-return]  # which model it is shows at run time only


def dotted(place: Sequence[str | int]) -> str:
    """
    Return a place as a path; rows of a list count from 1, as people do.

    Parameters
    ----------
    place : sequence of str or int
        Names of fields, and indexes from 0.

    Returns
    -------
    str
        The path.

    Examples
    --------
    >>> dotted(("today", "products", 0, "price"))
    'today.products.1.price'
    """
    return ".".join(str(step + 1) if isinstance(step, int) else step for step in place)


def _numbered(path: str, numbers: RowNumbers) -> str:
    """Return the path of a problem with the number its row was given, where rows were numbered."""
    steps = path.split(".")
    given = numbers.get((steps[0], steps[1])) if len(steps) > 2 else None
    if given is not None:
        steps[2] = str(given[int(steps[2]) - 1])
    return ".".join(steps)


def _only_inherited(path: str, of_today: set[str], given: Mapping[str, Any]) -> bool:
    """Say whether a problem of the target is one of today's, which the target does not touch."""
    scenario, _, field = path.partition(".")
    if scenario != "target" or not of_today & {field, ""}:
        return False
    value: Any = given.get("target")
    for step in field.split("."):
        value = value.get(step) if isinstance(value, Mapping) else None
        if step in _LISTS:
            break
    return value is None
