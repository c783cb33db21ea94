"""The range of every input of a scenario: measured, or a tenth on either side where nothing is known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from xl_quadrant.business.model import FIELDS, OFFER_BLOCKS, InputField, Scenario
from xl_quadrant.business.ranges import InputRange
from xl_quadrant.business.tables import Table
from xl_quadrant.functions.levers import rate_interval
from xl_quadrant.functions.quantities import Number
from xl_quadrant.functions.ranges import Array

NOTHING_KNOWN: Final = 0.1
"""On either side of an input of which no record tells: a tenth of it."""

MEASURED, GUESSED = "measured", "±10%, nothing known"
LEVEL: Final = 0.9

_Z: Final = 1.6448536269514722
"""Between minus and plus so many standard deviations lie 90% of a normal distribution."""

_SAME: Final = 1e-4
_NEAR: Final = 5e-3
_VARIES: Final = ("money", "rate", "count")

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class InputSpan:
    """
    An input with its range.

    Parameters
    ----------
    path : tuple of str and int
        Where it stands, such as ``("core", "price")`` or ``("products", 0, "take_rate")``.
    label : str
        What a person reads.
    kind : str
        ``money``, ``rate`` or ``count``.
    base, low, high : float
        What is counted on, and the range that holds it at 90%.
    basis : str
        MEASURED or GUESSED.
    n : float
        How many cases it rests on; 0 where nothing is known.
    bounds : tuple of float
        What the input can be at all.
    """

    path: Path
    label: str
    kind: str
    base: float
    low: float
    high: float
    basis: str
    n: float
    bounds: tuple[float, float]

    def draws(self, random: np.random.Generator, count: int) -> Array:
        r"""
        Return draws of the input.

        Parameters
        ----------
        random : numpy.random.Generator
            Where chance comes from.
        count : int
            How many.

        Returns
        -------
        ndarray of float
            Within its bounds.

        Notes
        -----
        A rate is Beta: :math:`\mathrm{Beta}(k + \tfrac12, n - k + \tfrac12)` where its range is that of k of n cases,
        else the Beta of its mean and of the width of its range. An amount is log-normal, its median the estimate.
        """
        if self.high <= self.low or self.base <= 0:
            found = np.full(count, self.base)
        elif self.kind == "rate":
            found = random.beta(*self._beta(), count)
        else:
            spread = np.log(self.high / self.low) / (2 * _Z) if self.low > 0 else np.log(self.high / self.base) / _Z
            found = self.base * np.exp(spread * random.standard_normal(count))
        drawn: Array = np.clip(found, *self.bounds)
        return drawn

    def _beta(self) -> tuple[float, float]:
        """Return the two parameters of the distribution of a rate."""
        if self.n > 0:
            low, _, high = rate_interval(min(self.base * self.n, self.n), self.n, LEVEL).tolist()
            if abs(low - self.low) < _NEAR * self.base and abs(high - self.high) < _NEAR * self.base:
                return self.base * self.n + 0.5, (1 - self.base) * self.n + 0.5
        mean = min(max(self.base, 1e-9), 1 - 1e-9)
        deviation = (self.high - self.low) / (2 * _Z)
        cases = max(mean * (1 - mean) / deviation**2 - 1, 1e-3)
        return mean * cases, (1 - mean) * cases


def spans_of(scenario: Scenario, measured: Mapping[str, InputRange]) -> list[InputSpan]:
    """
    Return every input of a scenario that can vary, with its range.

    Parameters
    ----------
    scenario : Scenario
        The business.
    measured : mapping of str to InputRange
        What records tell, by path; it counts where the scenario has what was measured.

    Returns
    -------
    list of InputSpan
        In the order of the client file. Inputs that are 0, whole numbers and days stay as they are.

    Examples
    --------
    >>> funnel = {"leads_per_month": 200, "cost_per_lead": 25, "booking_rate": 0.5, "show_rate": 0.6, "close_rate": 0.5}
    >>> business = Scenario.model_validate({**funnel, "core": {"price": 2000}})
    >>> known = InputRange(estimate=0.5, low=0.44, high=0.56, n=180)
    >>> [(span.path[-1], span.low, span.basis) for span in spans_of(business, {"close_rate": known})][3:5]
    [('show_rate', 0.54, '±10%, nothing known'), ('close_rate', 0.44, 'measured')]
    """
    return [
        _span(path, label, field, value, measured.get(key))
        for path, key, label, field, value in _inputs(scenario)
        if isinstance(field.quantity, Number) and field.quantity.kind in _VARIES and not field.quantity.whole and value
    ]


def _inputs(scenario: Scenario) -> Iterator[tuple[Path, str, str, InputField, Any]]:
    """Yield every input with its place, its path in a client file, its label, its field and what it holds."""
    for field in FIELDS:
        value: Any = scenario
        for step in field.path:
            value = getattr(value, step)
        yield field.path, ".".join(field.path), field.label, field, value
    for block in OFFER_BLOCKS:
        for number, offer in enumerate(getattr(scenario, block.name)):
            for field in block.columns[1:]:
                key = f"{block.name}.{offer.name}.{field.name}"
                yield (
                    (block.name, number, field.name),
                    key,
                    f"{offer.name}: {field.label.lower()}",
                    field,
                    getattr(offer, field.name),
                )


def _span(path: Path, label: str, field: InputField, value: float, known: InputRange | None) -> InputSpan:
    """Return an input with its range."""
    quantity: Any = field.quantity
    bounds = (np.nextafter(0, 1) if quantity.above_low else quantity.low, quantity.high)
    if known is not None and abs(known.estimate - value) <= _SAME * max(1.0, abs(value)):
        return InputSpan(path, label, quantity.kind, value, known.low, known.high, MEASURED, known.n, bounds)
    low, high = value * (1 - NOTHING_KNOWN), min(value * (1 + NOTHING_KNOWN), quantity.high)
    return InputSpan(path, label, quantity.kind, value, low, high, GUESSED, 0.0, bounds)


def with_values(scenario: Scenario, values: Mapping[Path, Any]) -> Scenario:
    """
    Return a scenario with other values, which are not checked again.

    Parameters
    ----------
    scenario : Scenario
        The business.
    values : mapping of tuple to float or ndarray
        By the place of the input.

    Returns
    -------
    Scenario
        Its fields are arrays where arrays are given.
    """
    found: Any = _with(scenario, (), values)
    return found  # type: ignore[no-any-return]  # a table of the type that was given


def _with(table: Any, path: Path, values: Mapping[Path, Any]) -> Any:
    """Return a table with other values."""
    if isinstance(table, Table):
        return type(table).model_construct(**{name: _with(value, (*path, name), values) for name, value in table})
    if isinstance(table, tuple):
        return tuple(_with(row, (*path, number), values) for number, row in enumerate(table))
    return values.get(path, table)
