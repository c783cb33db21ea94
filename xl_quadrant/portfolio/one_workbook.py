"""One filled workbook as a row of a portfolio, or why it is none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from xl_quadrant.business.client_row import flatten
from xl_quadrant.business.results import calculate
from xl_quadrant.client_book.client_workbook import FilledWorkbook, read_workbook
from xl_quadrant.client_book.contract import SCENARIOS, output_name
from xl_quadrant.errors import BlankArgument, FileError, InvalidClient, InvalidWorkbook, shown
from xl_quadrant.package.parts import Package
from xl_quadrant.package.staleness import is_stale
from xl_quadrant.portfolio.find import Found, FoundInStore
from xl_quadrant.portfolio.first_lever import first_lever

UP_TO_DATE: Final = "up to date"
STALE: Final = "stale"

NOT_OURS: Final = "not ours"
INCOMPLETE: Final = "incomplete"
NOT_FILLED_IN: Final = "not filled in"
INVALID: Final = "invalid inputs"
DAMAGED: Final = "damaged"
UNREADABLE: Final = "unreadable"
"""Why a workbook is no row: it carries none of our names, lacks some, inputs are blank or wrong, it is no whole
workbook, or the file cannot be read at all."""

_MEND: Final = "open it in Excel and save it, or run xlq recalc"

_NO_CLIENT: Final = "carries none of our names, so it is no client's workbook; keep it elsewhere"

Row = dict[str, Any]
"""A filled workbook: where it is, how far to trust it, its inputs as a roster has them, and its stored results."""


@dataclass(frozen=True, slots=True)
class Unread:
    """
    A workbook that is no row of the portfolio.

    Parameters
    ----------
    file : str
        What it is called.
    kind : str
        ``not ours``, ``incomplete``, ``not filled in``, ``invalid inputs``, ``damaged`` or ``unreadable``.
    reason : str
        What is wrong, and what to do.
    """

    file: str
    kind: str
    reason: str

    def __str__(self) -> str:
        return f"{self.file}: {self.reason}"


def read_one(found: Found | FoundInStore) -> Row | Unread:
    """
    Return a filled workbook as a row, or why it is none.

    Parameters
    ----------
    found : Found or FoundInStore
        The file.

    Returns
    -------
    dict of str to object, or Unread
        ``file``, ``status`` and ``note``; the inputs by the headings of a roster; each stored result by its name in
        the workbook, None where it is no number; ``errors`` says which those are; ``first_lever`` and what it adds.

    Raises
    ------
    KeyboardInterrupt
        If somebody presses Ctrl-C; whatever else happens is said of the workbook.
    """
    content = b""
    try:
        content = found.read()
        return _row(found.name, read_workbook(content, found.name))
    except InvalidClient as error:
        return _with_wrong_inputs(found.name, error)
    except InvalidWorkbook as error:
        kind = _kind(content)
        return Unread(found.name, kind, _NO_CLIENT if kind == NOT_OURS else error.rule)
    except FileError as error:
        return Unread(found.name, UNREADABLE, error.rule)
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # noqa: BLE001 - one workbook stops no other; a panic in the reader is no Exception
        return Unread(found.name, DAMAGED, f"unexpected {type(error).__name__}: {error}; please report it")


def _with_wrong_inputs(file: str, error: InvalidClient) -> Unread:
    """Return which inputs are wrong, the first of them in full."""
    first, *others = error.problems
    if all(isinstance(problem, BlankArgument) for problem in error.problems):
        count = "a field is" if not others else f"{len(others) + 1} fields are"
        blank = ", ".join(problem.argument for problem in error.problems)
        return Unread(file, NOT_FILLED_IN, f"{count} still blank: {blank}")
    rest = f"; and {len(others)} more, which xlq check lists" if others else ""
    return Unread(file, INVALID, f"{error.value} {error.rule}: {first}{rest}")


def _kind(content: bytes) -> str:
    """Return what is wrong with a workbook that could not be read by its names."""
    try:
        names = Package(content).names
    except InvalidWorkbook:
        return DAMAGED
    return INCOMPLETE if any(name.lower().startswith(("in_", "out_")) for name in names) else NOT_OURS


def _row(file: str, filled: FilledWorkbook) -> Row:
    """Return a workbook that could be read as a row."""
    note = why_stale(filled)
    stored = {
        output_name(metric, scenario): value
        for scenario in SCENARIOS
        for metric, value in getattr(filled, scenario).items()
    }
    errors = {name: value for name, value in stored.items() if isinstance(value, str)}
    lever = first_lever(filled.client)
    return {
        "file": file,
        "status": STALE if note else UP_TO_DATE,
        "note": note or None,
        **flatten(filled.client),
        **{name: None if name in errors else value for name, value in stored.items()},
        "errors": "; ".join(f"{name} {error}" for name, error in errors.items()) or None,
        "first_lever": lever[0] if lever else None,
        "first_lever_gain": lever[1] if lever else 0.0,
    }


def why_stale(filled: FilledWorkbook) -> str:
    """
    Return why the results stored in a workbook do not follow from the inputs stored beside them.

    Parameters
    ----------
    filled : FilledWorkbook
        What the workbook says.

    Returns
    -------
    str
        How many there are, the first of them, and what to do; an empty text if all follow.
    """
    if all(value is None for value in (*filled.today.values(), *filled.target.values())):
        return f"holds inputs and no results; {_MEND}"
    different = list(differences(filled))
    if not different:
        return ""
    name, found, expected = different[0]
    count = f"{len(different)} results do" if len(different) > 1 else "a result does"
    such_as = f"{name}: {shown(found)} is stored and {shown(expected)} follows"
    return f"{count} not follow from the inputs, such as {such_as}; {_MEND}"


def differences(filled: FilledWorkbook) -> Iterator[tuple[str, object, object]]:
    """
    Yield the results of a workbook that do not follow from the inputs stored beside them.

    Parameters
    ----------
    filled : FilledWorkbook
        What the workbook says.

    Yields
    ------
    tuple of str, object and object
        The name of a result, what is stored, and what follows.
    """
    for scenario in SCENARIOS:
        stored = getattr(filled, scenario)
        if scenario == "target" and _left_blank(filled):
            continue
        for metric, expected in calculate(getattr(filled.client, scenario)).cells().items():
            if is_stale(stored[metric], expected):
                yield output_name(metric, scenario), stored[metric], expected


def _left_blank(filled: FilledWorkbook) -> bool:
    """Say whether nobody has filled in a target, so that the workbook has no results for it."""
    blank = all(value is None for value in filled.target.values())
    return blank and filled.client.target == filled.client.today and any(filled.today.values())
