"""The month in which a buyer has paid back what it cost to win them: of one scenario, and of many at once."""

from __future__ import annotations

from typing import Any

import numpy as np

from xl_quadrant.business.cash import cash_and_profit, may_fall
from xl_quadrant.business.clients_at_once import of_clients
from xl_quadrant.business.model import Scenario
from xl_quadrant.business.tables import LONGEST_PAYBACK
from xl_quadrant.errors import NoAnswer, OutOfDomain
from xl_quadrant.functions.conditions import at_least, refuse
from xl_quadrant.functions.continuity import DAYS_PER_MONTH
from xl_quadrant.functions.ranges import Array

_EVERY_MONTH = np.arange(LONGEST_PAYBACK + 1.0)

_AT_ONCE = 512
"""For how many clients every month is looked at at once."""


def payback_month(scenario: Scenario, cac: Any) -> Any:
    """
    Return the first month by which profit per buyer has reached the CAC.

    Parameters
    ----------
    scenario : Scenario
        The business; each of its fields may be an array, with an element for each client.
    cac : float or ndarray, money per buyer
        What it costs to win a buyer, for each client where the fields are arrays; NaN where that is not known.

    Returns
    -------
    float or ndarray, months
        NaN where it has no number and refusals are noted.

    Raises
    ------
    OutOfDomain
        If profit is beyond all numbers.
    NoAnswer
        If it is never paid back.
    """
    if isinstance(cac, np.ndarray):
        return _of_many(scenario, cac)
    profit = _profit_per_buyer(scenario, _EVERY_MONTH)
    _refuse_infinite(profit[-1])
    reached = at_least(profit, cac)
    if not reached.any():
        rule = f"is the most profit one buyer brings within {LONGEST_PAYBACK} months, below the CAC of {cac:.10g}"
        raise NoAnswer("payback_month", float(profit.max()), rule)
    return float(reached.argmax())


def _profit_per_buyer(s: Scenario, months: Any) -> Any:
    """Return the profit that a buyer has brought after some months."""
    return cash_and_profit(s, DAYS_PER_MONTH * months + 1.0).profit / s.close_rate


def _refuse_infinite(last: Any) -> None:
    """Refuse a profit that is not finite in the last month: cash and costs never fall, so it is finite before then."""
    rule = "is no finite profit per buyer; an amount is too large"
    refuse(~np.isfinite(last), OutOfDomain, "payback_month", last, rule)


def _of_many(s: Scenario, cac: Array) -> Array:
    """Return the month of each client: on the day, never, or found in between."""
    first, last = _profit_per_buyer(s, _EVERY_MONTH[[0, -1]].reshape(2, 1))
    _refuse_infinite(last)
    month = np.where(at_least(first, cac), 0.0, np.nan)
    falls = np.broadcast_to(may_fall(s), cac.shape)
    later = np.isnan(month) & np.isfinite(last)
    rising = np.flatnonzero(later & ~falls & at_least(last, cac))
    month[rising] = _halving(of_clients(s, rising), cac[rising])
    others = np.flatnonzero(later & falls)
    for some in np.array_split(others, -(-len(others) // _AT_ONCE)) if len(others) else ():
        month[some] = _looking_at_each(of_clients(s, some), cac[some])
    return month


def _halving(s: Scenario, cac: Array) -> Array:
    """Return the month of clients whose profit never falls, and reaches the CAC after the day and in the last month."""
    before, reached = np.zeros_like(cac), np.full_like(cac, LONGEST_PAYBACK)
    while (reached - before > 1).any():
        middle = np.ceil((before + reached) / 2)
        there = at_least(_profit_per_buyer(s, middle), cac)
        before, reached = np.where(there, before, middle), np.where(there, middle, reached)
    return reached


def _looking_at_each(s: Scenario, cac: Array) -> Array:
    """Return the month of clients whose profit may fall; NaN where none reaches the CAC."""
    reached = at_least(_profit_per_buyer(s, _EVERY_MONTH.reshape(-1, 1)), cac)
    return np.where(reached.any(axis=0), reached.argmax(axis=0), np.nan)
