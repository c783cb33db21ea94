"""Every result of many scenarios at once, by the same formulas as those of one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from xl_quadrant.business.clients_at_once import of_clients
from xl_quadrant.business.currencies import DOOR_PRICES
from xl_quadrant.business.formulas import Formula, formulas
from xl_quadrant.business.metrics import METRICS
from xl_quadrant.business.model import Scenario
from xl_quadrant.functions.conditions import noting_refusals
from xl_quadrant.functions.ranges import Array

BLOCK = 8192
"""For how many clients is calculated at once, so that what lies between fields and results stays in the cache."""


def calculate_many(scenario: Scenario, count: int, door_prices: Sequence[Any] = DOOR_PRICES) -> dict[str, Array]:
    """
    Return every result of many scenarios.

    Parameters
    ----------
    scenario : Scenario
        Its fields are arrays, with an element for each client, or the same for all.
    count : int
        How many clients there are.
    door_prices : sequence of float or ndarray, money per show
        What each might pay to get someone in the door; the talk's unless told.

    Returns
    -------
    dict of str to ndarray
        By metric, in the order of METRICS: a float for each client, 1 and 0 for TRUE and FALSE, NaN where `calculate`
        has an error.
    """
    found = {metric.name: np.empty(count) for metric in METRICS}
    for start in range(0, count, BLOCK):
        block = slice(start, min(start + BLOCK, count))
        doors = [price[block] if isinstance(price, np.ndarray) else price for price in door_prices]
        for name, values in _answers(of_clients(scenario, block), doors):
            found[name][block] = values
    return found


class _Answers(dict[str, Any]):
    """The answers so far; where one that another result needs has no number, that result is refused too."""

    refused: list[Any]

    def __getitem__(self, name: str) -> Any:
        answer = super().__getitem__(name)
        self.refused.append(np.isnan(answer))
        return answer


def _answers(s: Scenario, door_prices: Sequence[Any]) -> Iterator[tuple[str, Any]]:
    """Yield the results of a block of clients."""
    answers = _Answers()
    with np.errstate(all="ignore"):
        for name, formula in formulas(s, answers, door_prices).items():
            answers[name] = _answer(formula, answers)
    yield from answers.items()


def _answer(formula: Formula, answers: _Answers) -> Any:
    """Return what a formula gives for each client, NaN where it is refused or not finite."""
    with noting_refusals() as answers.refused:
        value = np.asarray(formula(), dtype=np.float64)
    finite = np.isfinite(value)
    for refused in answers.refused:
        finite = finite & np.logical_not(refused)
    return value if finite.all() else np.where(finite, value, np.nan)
