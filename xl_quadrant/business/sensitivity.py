"""How a result moves when two figures move together: a table over steps around today's values."""

from __future__ import annotations

import difflib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Final

from xl_quadrant.business.metrics import METRICS
from xl_quadrant.business.model import Scenario
from xl_quadrant.business.results import calculate
from xl_quadrant.errors import UnknownWord
from xl_quadrant.functions.quantities import RATE

STEPS: Final = (-3, -2, -1, 0, 1, 2, 3)
"""The steps of each axis; 0 is the business as it is."""

STEP: Final = 0.1
"""The size of a step unless told, as a share of today's value."""

Share = Annotated[float, RATE]


@dataclass(frozen=True, slots=True)
class Axis:
    """
    A figure that is moved in steps.

    Parameters
    ----------
    name, label : str
        What it is called in code, and by a person.
    kind : str
        ``money`` or ``rate``.
    value : callable
        Takes a scenario and gives the figure; of several offers of continuity their average: churn weighted by take
        rate, take rate by price.
    scaled : callable
        Takes a scenario and a factor, and gives the scenario with the figure times that factor; a rate stops at 1.
    """

    name: str
    label: str
    kind: str
    value: Callable[[Scenario], float]
    scaled: Callable[[Scenario, float], Scenario]


@dataclass(frozen=True, slots=True)
class Grid:
    """
    A result over the steps of two axes.

    Parameters
    ----------
    down, across : Axis
        What moves from row to row, and from column to column.
    down_factors, across_factors : tuple of float
        What today's values are multiplied by.
    down_values, across_values : tuple of float
        What they become.
    cells : tuple of tuple of float, bool or str
        The result, row by row: a number, a logical, or the name of an Excel error.
    """

    down: Axis
    across: Axis
    down_factors: tuple[float, ...]
    across_factors: tuple[float, ...]
    down_values: tuple[float, ...]
    across_values: tuple[float, ...]
    cells: tuple[tuple[float | bool | str, ...], ...]


def sensitivity(
    scenario: Scenario,
    down: str = "close_rate",
    across: str = "core_price",
    metric: str = "cash_per_show_30",
    down_step: Share = STEP,
    across_step: Share = STEP,
) -> Grid:
    """
    Return a result over steps of two figures around what they are.

    Parameters
    ----------
    scenario : Scenario
        The business as it is.
    down : str
        What moves from row to row: the name of one of AXES.
    across : str
        What moves from column to column.
    metric : str
        The result, any of METRICS.
    down_step : float, rate
        The size of a step of the rows, as a share of the figure as it is.
    across_step : float, rate
        The size of a step of the columns.

    Returns
    -------
    Grid
        Seven by seven, the business as it is in the middle.

    Raises
    ------
    UnknownWord
        If there is no such axis or metric (``#VALUE!``).
    OutOfDomain
        If a step is not from 0 to 1 (``#NUM!``).

    Notes
    -----
    Offers of continuity move together, each by the same share of itself. Rates stop at 0 and 1; a core price below
    the down payment takes the down payment with it. Continuity for ever is worth no finite amount: where steps take
    churn to 0, a lifetime is an error.

    Examples
    --------
    >>> from xl_quadrant.clients.presets import preset
    >>> grid = sensitivity(preset("talk").today, metric="cash_per_show_life")
    >>> grid.down_factors, [round(row[3]) for row in grid.cells]
    ((0.7, 0.8, 0.9, 1.0, 1.1, 1.2, 1.3), [1209, 1379, 1549, 1719, 1889, 2059, 2229])
    """
    if metric not in {known.name for known in METRICS}:
        raise UnknownWord("metric", metric, "is not a result; see METRICS for the names")
    rows, columns = _axis("down", down), _axis("across", across)
    down_factors = _factors(RATE.check("down_step", down_step))
    across_factors = _factors(RATE.check("across_step", across_step))
    lines = [rows.scaled(scenario, factor) for factor in down_factors]
    cells = tuple(
        tuple(calculate(columns.scaled(line, factor)).cells()[metric] for factor in across_factors) for line in lines
    )
    down_values = tuple(rows.value(line) for line in lines)
    across_values = tuple(columns.value(columns.scaled(scenario, factor)) for factor in across_factors)
    return Grid(rows, columns, down_factors, across_factors, down_values, across_values, cells)


def _axis(argument: str, name: str) -> Axis:
    """Return the axis of a name."""
    for axis in AXES:
        if axis.name == name:
            return axis
    near = difflib.get_close_matches(name, [axis.name for axis in AXES], n=1)
    hint = f'write "{near[0]}"' if near else f"write one of {', '.join(axis.name for axis in AXES)}"
    raise UnknownWord(argument, name, f"is not an axis; {hint}")


def _factors(step: float) -> tuple[float, ...]:
    """Return what the steps multiply a figure by."""
    return tuple(max(0.0, 1 + number * step) for number in STEPS)


def _with_close_rate(s: Scenario, factor: float) -> Scenario:
    """Return a scenario with its close rate multiplied."""
    return s.model_copy(update={"close_rate": min(1.0, s.close_rate * factor)})


def _with_core_price(s: Scenario, factor: float) -> Scenario:
    """Return a scenario with its core price multiplied."""
    price = s.core.price * factor
    core = s.core.model_copy(update={"price": price, "down_payment": min(s.core.down_payment, price)})
    return s.model_copy(update={"core": core})


def _with_continuity(column: str) -> Callable[[Scenario, float], Scenario]:
    """Return what multiplies a rate of every continuity offer."""

    def scaled(s: Scenario, factor: float) -> Scenario:
        columns = ("churn", "later_churn") if column == "churn" else (column,)
        rows = (
            row.model_copy(
                update={
                    name: min(1.0, getattr(row, name) * factor) for name in columns if getattr(row, name) is not None
                }
            )
            for row in s.continuity
        )
        return s.model_copy(update={"continuity": tuple(rows)})

    return scaled


def _average(column: str, weight: str) -> Callable[[Scenario], float]:
    """Return what gives the average of a rate of continuity offers; 0 where nothing weighs."""

    def value(s: Scenario) -> float:
        weights = sum(getattr(row, weight) for row in s.continuity)
        weighed = sum(getattr(row, weight) * getattr(row, column) for row in s.continuity)
        return float(weighed / weights) if weights else 0.0

    return value


AXES: Final = (
    Axis("close_rate", "Close rate", "rate", lambda s: s.close_rate, _with_close_rate),
    Axis("core_price", "Core price", "money", lambda s: s.core.price, _with_core_price),
    Axis("churn", "Churn", "rate", _average("churn", "take_rate"), _with_continuity("churn")),
    Axis("take_rate", "Continuity take rate", "rate", _average("take_rate", "price"), _with_continuity("take_rate")),
)
"""What can be moved."""
