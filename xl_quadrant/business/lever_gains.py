"""What to fix first: each lever moved alone from today to target, and what that brings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from xl_quadrant.business.lever_moves import LEVERS, Lever, moved
from xl_quadrant.business.model import Scenario
from xl_quadrant.business.results import calculate
from xl_quadrant.errors import XlQuadrantError, ZeroDivisor
from xl_quadrant.functions.quantities import ROUNDING

LOWER_IS_BETTER: Final = frozenset(
    {"cost_per_show", "cac", "blended_cac", "payback_month", "months_to_members_ceiling"}
)
"""Metrics whose fall is a gain."""


@dataclass(frozen=True, slots=True)
class LeverGain:
    """
    What one lever brings when it is moved alone.

    Parameters
    ----------
    lever : Lever
        The lever.
    gap : float
        What moving all levers brings; 0 where that is rounding.
    found : float or XlQuadrantError
        What this one brings, or why the metric has no number once it is moved.
    """

    lever: Lever
    gap: float
    found: float | XlQuadrantError

    @property
    def gain(self) -> float:
        """
        What the lever brings, below 0 what it costs.

        Raises
        ------
        XlQuadrantError
            If the metric has no number once the lever is moved: its own error.
        """
        if isinstance(self.found, XlQuadrantError):
            raise self.found
        return self.found

    @property
    def share(self) -> float:
        """
        The gain as a share of the gap.

        Raises
        ------
        ZeroDivisor
            If target and today are the same (``#DIV/0!``).
        """
        gain = self.gain
        if self.gap == 0:
            raise ZeroDivisor("gap", self.gap, "is no gap between today and target, so there is no share of it")
        return gain / self.gap


def fix_first(today: Scenario, target: Scenario, metric: str = "month_profit_30") -> tuple[LeverGain, ...]:
    """
    Return what each lever brings when it alone is moved from today to target.

    Parameters
    ----------
    today : Scenario
        The business as it is.
    target : Scenario
        The business as it could be.
    metric : str
        The result to be improved, any of METRICS; what a month's leads earn within 30 days unless told.

    Returns
    -------
    tuple of LeverGain
        One for each of LEVERS, the largest gain first, those without a number last, equals in the order of LEVERS.

    Raises
    ------
    UnknownWord
        If there is no such metric (``#VALUE!``).
    XlQuadrantError
        If the metric has no number today or at target: its own error.

    Notes
    -----
    A gain is the metric with the lever moved less the metric today, and the other way round where lower is better. A
    difference in the last digits counts as none. Levers work on one another, so gains add up to the gap only by
    chance; moving all levers brings exactly the gap.

    Examples
    --------
    >>> from xl_quadrant.clients.presets import preset
    >>> client = preset("talk")
    >>> for row in fix_first(client.today, client.target)[:3]:
    ...     print(row.lever.label, round(row.gain, 2), round(row.share, 2))
    Financing 13000.0 0.71
    Prepay 5200.0 0.29
    Leads 0.0 0.0
    """
    before, after = calculate(today)[metric], calculate(target)[metric]
    gap = _gain(metric, before, after)
    rows = [LeverGain(lever, gap, _alone(today, target, lever, metric, before)) for lever in LEVERS]
    return tuple(sorted(rows, key=_rank))


def _alone(today: Scenario, target: Scenario, lever: Lever, metric: str, before: float) -> float | XlQuadrantError:
    """Return what one lever brings, or why there is no number."""
    results = calculate(moved(today, target, {lever.name}))
    return results.error(metric) or _gain(metric, before, results[metric])


def _gain(metric: str, before: float, after: float) -> float:
    """Return how much better a metric is; 0 where the difference is rounding."""
    change = float(after) - float(before)
    if abs(change) <= ROUNDING * max(1.0, abs(before)):
        return 0.0
    return -change if metric in LOWER_IS_BETTER else change


def _rank(row: LeverGain) -> tuple[bool, float]:
    """Return what rows are sorted by."""
    missing = isinstance(row.found, XlQuadrantError)
    return missing, 0.0 if missing else -row.gain
