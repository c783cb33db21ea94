"""One column of a frame of clients, read as the quantity of its field allows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from xl_quadrant.business.client_row import is_blank
from xl_quadrant.business.model import InputField
from xl_quadrant.errors import XlQuadrantError
from xl_quadrant.functions.quantities import Number, Word
from xl_quadrant.functions.ranges import Array

if TYPE_CHECKING:
    import pandas as pd

_REFUSED: Final = object()
"""What a cell is taken for that its quantity refuses."""


@dataclass(frozen=True, slots=True)
class Column:
    """
    A column as it was read.

    Parameters
    ----------
    found : ndarray
        A value for each client: a number, or a text with its case folded, as names are compared; of no meaning where
        the cell is blank or refused.
    blank : ndarray of bool
        Which cells are left empty.
    refused : ndarray of bool
        Which are not what the quantity allows.
    """

    found: Array
    blank: Array
    refused: Array

    def filled(self, default: Any) -> Any:
        """Return what was found, with a default, or an array of them, where it is blank."""
        return np.where(self.blank, default, self.found) if self.blank.any() else self.found


def read_column(cells: pd.Series[Any], field: InputField) -> Column:
    """
    Return a column as the quantity of its field allows it.

    Parameters
    ----------
    cells : pandas.Series
        A cell for each client, of any type.
    field : InputField
        The field whose values they are.

    Returns
    -------
    Column
        Numbers as floats, texts as their quantity tidies them.
    """
    if isinstance(field.quantity, Number) and cells.dtype.kind in "fiu":
        numbers: Array = cells.to_numpy(dtype=np.float64, na_value=np.nan)
        blank = np.isnan(numbers)
        with np.errstate(invalid="ignore"):
            return Column(numbers, blank, ~(field.quantity.allows(numbers) | blank))
    places, unlike = _unlike(cells)
    checked = [_checked(cell, field) for cell in unlike]
    blank, refused = (np.array([cell is what for cell in checked], dtype=bool)[places] for what in (None, _REFUSED))
    if isinstance(field.quantity, Number):
        numbers = np.array([cell if type(cell) is float else np.nan for cell in checked], dtype=np.float64)
        return Column(numbers[places], blank, refused)
    kind = np.str_ if isinstance(field.quantity, Word) else object
    texts = np.array([cell.casefold() if type(cell) is str else "" for cell in checked], dtype=kind)
    return Column(texts[places], blank, refused)


def _unlike(cells: pd.Series[Any]) -> tuple[Array, list[Any]]:
    """Return the texts of a column, each once, and which of them stands in each cell; other cells each on its own."""
    import pandas as pd

    if pd.api.types.infer_dtype(cells, skipna=True) in ("string", "empty"):
        places, unlike = pd.factorize(cells, use_na_sentinel=True)
        return places, [*unlike, None]
    given: list[Any] = cells.to_numpy(dtype=object).tolist()
    return np.arange(len(given)), given


def _checked(cell: Any, field: InputField) -> Any:
    """Return a cell as its quantity allows it; None for a blank."""
    try:
        return None if is_blank(cell) else field.quantity.check(field.name, cell)
    except XlQuadrantError:
        return _REFUSED
