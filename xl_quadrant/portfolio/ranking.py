"""What an owner of a portfolio looks at first: the clients whose shows pay least for the next one."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

from xl_quadrant.client_book.contract import output_name
from xl_quadrant.client_book.conventions import CONVENTIONS
from xl_quadrant.functions.conditions import at_least

if TYPE_CHECKING:
    import pandas as pd

PAYS_FOR_TWO, PAYS_FOR_ITSELF, DOES_NOT_PAY, FREE, UNKNOWN = VERDICTS = (
    "pays for two", "pays for itself", "does not pay", "costs nothing", "–",
)  # fmt: skip
"""What the profit of 30 days does for the cost of a buyer: pays it twice, once, or not; where there is no cost; and
where there is no figure."""

RATIO: Final = output_name("client_financed", "today")
"""30-day profit of a buyer for each unit of money a buyer costs: a ratio, so that currencies do not matter."""

_COST: Final = output_name("cac", "today")
_MULTIPLE: Final = next(float(known.value) for known in CONVENTIONS if known.name == "set_multiple")


def verdict(row: Any) -> str:
    """
    Return whether what a client earns within 30 days pays for the next buyer.

    Parameters
    ----------
    row : mapping of str to object
        A row of a collected table.

    Returns
    -------
    str
        One of VERDICTS.

    Examples
    --------
    >>> verdict({RATIO: 2.5}), verdict({RATIO: 0.4}), verdict({RATIO: None, _COST: 0.0})
    ('pays for two', 'does not pay', 'costs nothing')
    """
    ratio = row[RATIO]
    if ratio is None or math.isnan(ratio):
        return FREE if row[_COST] == 0 else UNKNOWN
    if at_least(ratio, _MULTIPLE):
        return PAYS_FOR_TWO
    return PAYS_FOR_ITSELF if at_least(ratio, 1) else DOES_NOT_PAY


def ranked(frame: pd.DataFrame) -> pd.DataFrame:
    """
    Return a collected table in the order in which it is to be looked at.

    Parameters
    ----------
    frame : pandas.DataFrame
        As `collect` gives it.

    Returns
    -------
    pandas.DataFrame
        The same rows: those of one currency together, the commonest first, for amounts of different money are not to be
        compared; in each, clients without a figure first, then the least 30-day profit for the cost of a buyer.
    """
    counts = frame["currency"].value_counts()
    order = sorted(counts.index, key=lambda currency: (-counts[currency], currency))
    free = (frame[_COST] == 0) & frame[RATIO].isna()
    keys = frame[["name", "file"]].assign(
        currency=frame["currency"].map(order.index), weakest=frame[RATIO].fillna(-math.inf).mask(free, math.inf)
    )
    return frame.loc[keys.sort_values(["currency", "weakest", "name", "file"]).index].reset_index(drop=True)
