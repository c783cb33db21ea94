"""Scenarios of many clients as one: a `Scenario` whose fields are arrays, with an element for each client."""

from __future__ import annotations

from typing import Any, TypeVar

import numpy as np

from xl_quadrant.business.tables import Table

T = TypeVar("T", bound=Table)


def of_clients(table: T, which: Any) -> T:
    """
    Return the tables of some of the clients.

    Parameters
    ----------
    table : Table
        Of many clients; fields that are no arrays are the same for all.
    which : int, slice or ndarray
        Their positions; of one position the fields are numbers.

    Returns
    -------
    Table
        The same fields, not checked again.

    Examples
    --------
    >>> from xl_quadrant.business.tables import Prepay
    >>> of_clients(Prepay.model_construct(share=np.array([0.1, 0.2, 0.3]), discount=0.1), slice(1, 3))
    Prepay(share=array([0.2, 0.3]), discount=0.1)
    """
    return type(table).model_construct(**{name: _taken(value, which) for name, value in table})


def _taken(value: Any, which: Any) -> Any:
    """Return what a field holds for some of the clients."""
    if isinstance(value, Table):
        return of_clients(value, which)
    if isinstance(value, tuple):
        return tuple(of_clients(row, which) for row in value)
    return value[which] if isinstance(value, np.ndarray) else value
