"""The calls of our functions in a formula, as they are written: which function, and which arguments are left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from typing import Any, Final

import formualizer

from xl_quadrant.catalogue import CATALOGUE

_NAMES: Final = frozenset(function.name for function in CATALOGUE)
_OPENINGS: Final = tuple(f"{name}(" for name in _NAMES)
_LAST_WORDS: Final = frozenset(name.rpartition("_")[2] for name in _NAMES)
DEEPEST: Final = 128
"""Excel lets 64 calls stand one within the other; what is nested more than twice as deep is not read by the engine."""

_CALLED = re.compile(r"(?<![A-Za-z])([A-Za-z]++)\(")
_STORED_PREFIX = re.compile(r"^(?:_XLFN\.|_XLUDF\.|_XLWS\.|_XLDUDF_|@)+")
_WHOLE_COLUMNS = re.compile(r"(?:.*!)?\$?([A-Z]{1,3}):\$?([A-Z]{1,3})", re.IGNORECASE | re.DOTALL)
_WHOLE_ROWS = re.compile(r"(?:.*!)?\$?([0-9]+):\$?([0-9]+)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class WrittenCall:
    """
    One call of a function of the catalogue in a formula.

    Parameters
    ----------
    name : str
        The function.
    start : int
        Where the name begins, in bytes of the formula.
    end : int
        Where the arguments begin, after the parenthesis.
    left_out : frozenset of int
        The arguments with nothing between their commas.
    shapes : dict of int to (int, int)
        Rows and columns of the arguments that refer to whole columns or rows.
    empty : bool
        Whether there is nothing between the parentheses.
    """

    name: str
    start: int
    end: int
    left_out: frozenset[int]
    shapes: dict[int, tuple[int, int]]
    empty: bool


def calls_ours(formulas: str) -> bool:
    """
    Say whether a text of formulas may call a function of the catalogue.

    Parameters
    ----------
    formulas : str
        A formula, or any text that holds formulas.

    Returns
    -------
    bool
        True if the name of one stands before a parenthesis, whatever the case of its letters.

    Examples
    --------
    >>> calls_ours("=1+ltv_continuity(200,10%)"), calls_ours("=SUM(A1:A3)")
    (True, False)
    """
    if _LAST_WORDS.isdisjoint(word.upper() for word in _CALLED.findall(formulas)):
        return False
    upper = formulas.upper()
    return any(opening in upper for opening in _OPENINGS)


def calls_in(formula: str) -> Iterator[WrittenCall]:
    """
    Yield the calls of our functions in a formula, those within others too.

    Parameters
    ----------
    formula : str
        A formula, with ``=``. Prefixes that Excel stores before functions of add-ins belong to the name.

    Yields
    ------
    WrittenCall
        In the order they are written; none if the formula cannot be read.

    Examples
    --------
    >>> [(call.name, sorted(call.left_out)) for call in calls_in("=SUM([1]!LTV_TO_CAC(LTV_CONTINUITY(B1,C1),),)")]
    [('LTV_TO_CAC', [1]), ('LTV_CONTINUITY', [])]
    """
    if not calls_ours(formula):
        return
    try:
        tokens: list[Any] = list(formualizer.tokenize(formula))
    except formualizer.TokenizerError:
        return
    if formula.count("(") > DEEPEST and _is_too_deep(tokens):
        return
    for index, token in enumerate(tokens):
        name = _our_name(token.value) if _is(token, "Func", "Open") else None
        if name is None:
            continue
        arguments = _arguments(tokens, index)
        shapes = {at: shape for at, argument in enumerate(arguments) if (shape := _whole_shape(argument)) is not None}
        empty = arguments == [[]]
        left_out = frozenset() if empty else frozenset(at for at, argument in enumerate(arguments) if not argument)
        yield WrittenCall(name, token.start, token.end, left_out, shapes, empty)


def _is_too_deep(tokens: list[Any]) -> bool:
    """Say whether calls stand one within the other deeper than anyone reads."""
    steps = ((str(token.subtype) == "Open") - (str(token.subtype) == "Close") for token in tokens)
    return max(accumulate(steps), default=0) > DEEPEST


def _arguments(tokens: list[Any], opening: int) -> list[list[Any]]:
    """Return the tokens of each argument of the call that a token opens, without blanks."""
    arguments: list[list[Any]] = [[]]
    depth = 1
    for token in tokens[opening + 1 :]:
        depth += (str(token.subtype) == "Open") - (str(token.subtype) == "Close")
        if depth == 0:
            break
        if depth == 1 and _is(token, "Sep", "Arg"):
            arguments.append([])
        elif str(token.token_type) != "Whitespace":
            arguments[-1].append(token)
    return arguments


def _whole_shape(argument: list[Any]) -> tuple[int, int] | None:
    """Return the rows and columns of an argument that is a reference to whole columns or rows."""
    if len(argument) != 1 or not _is(argument[0], "Operand", "Range"):
        return None
    columns, rows = (pattern.fullmatch(argument[0].value) for pattern in (_WHOLE_COLUMNS, _WHOLE_ROWS))
    if columns:
        first, last = (
            sum((ord(c) - 64) * 26**i for i, c in enumerate(text.upper()[::-1])) for text in columns.groups()
        )
        return 1_048_576, abs(last - first) + 1
    return (abs(int(rows[2]) - int(rows[1])) + 1, 16_384) if rows else None


def _our_name(opening: str) -> str | None:
    """Return the function of ours that a token such as ``[1]!_xludf.LTV_CONTINUITY(`` calls."""
    called = opening[:-1].rpartition("!")[2].strip().upper()
    plain = _STORED_PREFIX.sub("", called)
    names = (plain, plain.partition("_")[2] if called.startswith("_XLDUDF_") else plain)
    return next((name for name in names if name in _NAMES), None)


def _is(token: Any, kind: str, subtype: str) -> bool:
    """Say whether a token is of a type and subtype."""
    return str(token.token_type) == kind and str(token.subtype) == subtype
