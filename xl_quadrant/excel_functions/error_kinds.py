"""Errors as the engine calls them, and as Excel does."""

from __future__ import annotations

from typing import Final

_KINDS: Final = {
    "Null": "#NULL!",
    "Div": "#DIV/0!",
    "Value": "#VALUE!",
    "Ref": "#REF!",
    "Name": "#NAME?",
    "Num": "#NUM!",
    "Na": "#N/A",
    "Spill": "#SPILL!",
    "Calc": "#CALC!",
}

KIND_OF: Final = {name: kind for kind, name in _KINDS.items()}
"""What the engine calls each error of Excel."""


class Fault(Exception):
    """
    An error of Excel.

    Parameters
    ----------
    kind : str
        As the engine calls it, such as ``Num`` or ``Value``.
    """

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


def error(kind: str) -> dict[str, str]:
    """
    Return an error as the engine takes it.

    Parameters
    ----------
    kind : str
        Such as ``Num``.

    Returns
    -------
    dict
        The error.
    """
    return {"type": "Error", "kind": kind}


def error_name(value: object) -> str | None:
    """
    Return the name of an error of the engine.

    Parameters
    ----------
    value : object
        What the engine gave.

    Returns
    -------
    str or None
        Such as ``#NUM!``; the engine's own word, such as ``Circ``, for what Excel has no error for; None for a value.

    Examples
    --------
    >>> error_name({"type": "Error", "kind": "Num"}), error_name({"type": "Error", "kind": "Circ"}), error_name(1.0)
    ('#NUM!', 'Circ', None)
    """
    if not isinstance(value, dict):
        return None
    kind = str(value.get("kind"))
    return _KINDS.get(kind, kind)
