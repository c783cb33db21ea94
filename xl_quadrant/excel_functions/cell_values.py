"""Values as the engine hands them to Python and takes them back: blanks, arrays, numbers and their digits."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import Any

from xl_quadrant.excel_functions.error_kinds import Fault, error
from xl_quadrant.excel_functions.typed_texts import number_typed

Rows = list[list[Any]]

_MOST_PLACES = 20


def rows_of(value: object) -> Rows:
    """
    Return a value as an array.

    Parameters
    ----------
    value : object
        One value, or rows of them.

    Returns
    -------
    list of list
        Its rows.
    """
    return value if isinstance(value, list) else [[value]]


def cells_of(values: Iterable[object]) -> Iterator[Any]:
    """
    Yield the single values of arguments.

    Parameters
    ----------
    values : iterable
        Values and arrays.

    Yields
    ------
    object
        Value by value, row by row.
    """
    for value in values:
        for row in rows_of(value):
            yield from row


def is_error(value: object) -> bool:
    """
    Say whether a value is an error.

    Parameters
    ----------
    value : object
        The value.

    Returns
    -------
    bool
        True for an error.
    """
    return isinstance(value, dict)


def is_number(value: object) -> bool:
    """
    Say whether a value is a number, and no logical.

    Parameters
    ----------
    value : object
        The value.

    Returns
    -------
    bool
        True for a number.
    """
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def number(value: object) -> float:
    """
    Return a value as a number.

    Parameters
    ----------
    value : object
        A number, logical, blank, or a text that is typed like a number, a day or a time.

    Returns
    -------
    float
        The number.

    Raises
    ------
    Fault
        If it is none.
    """
    if value is None:
        return 0.0
    if isinstance(value, (bool, int, float)):
        return float(value)
    found = number_typed(str(value))
    if found is None:
        raise Fault("Value")
    return found


def shown(value: object) -> str:
    """
    Return a value as a text: a number with the 15 digits that Excel has, in at most 20 places or as a power of ten.

    Parameters
    ----------
    value : object
        The value.

    Returns
    -------
    str
        As ``&`` joins it.

    Examples
    --------
    >>> shown(0.1 + 0.2), shown(1 / 3), shown(1e15), shown(True), shown(None)
    ('0.3', '0.333333333333333', '1000000000000000', 'TRUE', '')
    >>> shown(1e19), shown(1e20), shown(1.5e-7), shown(1e-19)
    ('10000000000000000000', '1E+20', '0.00000015', '1E-19')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if not isinstance(value, (int, float)):
        return str(value)
    digits = f"{value:.15g}"
    if "e" not in digits and len(digits) <= _MOST_PLACES:
        return digits
    places = f"{Decimal(digits):f}"
    if len(places.lstrip("-")) <= _MOST_PLACES:
        return places
    left, _, power = f"{Decimal(digits):E}".partition("E")
    return f"{left.rstrip('0').rstrip('.') if '.' in left else left}E{int(power):+03d}"


def element_by_element(calculate: Callable[..., object]) -> Callable[..., object]:
    """
    Return a function that takes arrays, from one that takes single values.

    Parameters
    ----------
    calculate : callable
        Takes values that are no errors.

    Returns
    -------
    callable
        The same for each element; an error among its values is its answer, and so is a `Fault`.
    """

    def one(values: list[object]) -> object:
        wrong = next(filter(is_error, values), None)
        try:
            return calculate(*values) if wrong is None else wrong
        except Fault as fault:
            return error(fault.kind)

    def called(*values: object) -> object:
        if not any(isinstance(value, list) for value in values):
            return one(list(values))
        blocks = [rows_of(value) for value in values]
        height, width = max(map(len, blocks)), max(len(block[0]) for block in blocks)
        return [[one([_at(block, i, j) for block in blocks]) for j in range(width)] for i in range(height)]

    return called


def whole(calculate: Callable[..., object]) -> Callable[..., object]:
    """
    Return a function for the engine, from one that takes arrays and raises a `Fault`.

    Parameters
    ----------
    calculate : callable
        Takes values and arrays as they come.

    Returns
    -------
    callable
        The same; a `Fault` is an error.
    """

    def called(*values: object) -> object:
        try:
            return calculate(*values)
        except Fault as fault:
            return error(fault.kind)

    return called


def _at(block: Rows, i: int, j: int) -> object:
    """Return an element of an array; of one row or column, or of one value, the same all along."""
    i, j = (0 if len(block) == 1 else i), (0 if len(block[0]) == 1 else j)
    return block[i][j] if i < len(block) and j < len(block[i]) else error("Na")
