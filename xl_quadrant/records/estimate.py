"""A measured figure: its estimate, the range in which it really lies, and how many cases it rests on."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from xl_quadrant.functions.levers import rate_interval
from xl_quadrant.functions.ranges import Array

LEVEL: Final = 0.9
"""The probability that a range holds what is measured."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """
    A measured figure.

    Parameters
    ----------
    value : float
        The best single figure.
    low, high : float
        The range in which it really lies, at 90%.
    n : float
        The cases it rests on.
    source : str
        The files it came from.
    note : str
        What was counted.
    """

    value: float
    low: float
    high: float
    n: float
    source: str = ""
    note: str = ""


def rate(cases: float, count: float, source: str = "", note: str = "") -> Estimate | None:
    """
    Return a rate counted from cases, with its Jeffreys interval.

    Parameters
    ----------
    cases : float, count
        How many of them.
    count : float, count
        Out of how many.
    source, note : str
        Where it comes from, and what was counted.

    Returns
    -------
    Estimate or None
        None where there is nothing to count.

    Examples
    --------
    >>> found = rate(2, 5)
    >>> found.value, round(found.low, 2), round(found.high, 2), rate(0, 3).low
    (0.4, 0.13, 0.74, 0.0)
    """
    if count <= 0:
        return None
    cases = min(cases, count)
    low, _, high = rate_interval(cases, count, LEVEL).tolist()
    return Estimate(cases / count, low if cases else 0.0, high if cases < count else 1.0, count, source, note)


def average(values: Array | Sequence[float], source: str = "", note: str = "") -> Estimate | None:
    r"""
    Return an average with its t interval.

    Parameters
    ----------
    values : array_like
        Single amounts.
    source, note : str
        Where it comes from, and what was counted.

    Returns
    -------
    Estimate or None
        :math:`\bar x \mp t_{n-1} s / \sqrt n`; of one amount the range is that amount; None where there is none.

    Examples
    --------
    >>> found = average([10, 20, 30, 40])
    >>> found.value, round(found.low, 1), round(found.high, 1)
    (25.0, 9.8, 40.2)
    """
    from scipy.special import stdtrit

    given = np.asarray(values, dtype=np.float64)
    if not given.size:
        return None
    mean = float(given.mean())
    miss = 0.0
    if given.size > 1:
        miss = float(stdtrit(given.size - 1, (1 + LEVEL) / 2)) * float(given.std(ddof=1)) / math.sqrt(given.size)
    low = mean - miss if mean < 0 else max(0.0, mean - miss)
    return Estimate(mean, low, mean + miss, given.size, source, note)


def per_time(count: float, time: float, source: str = "", note: str = "") -> Estimate | None:
    """
    Return how often something happens per unit of time, with the Jeffreys interval of a Poisson rate.

    Parameters
    ----------
    count : float, count
        How often it happened.
    time : float
        In how much time.
    source, note : str
        Where it comes from, and what was counted.

    Returns
    -------
    Estimate or None
        Quantiles of Gamma(count + 1/2) over the time; None where no time passed.

    Examples
    --------
    >>> found = per_time(1200, 12)
    >>> found.value, round(found.low, 1), round(found.high, 1)
    (100.0, 95.3, 104.8)
    """
    from scipy.special import gammaincinv

    if time <= 0:
        return None
    low, high = (float(gammaincinv(count + 0.5, q)) / time for q in ((1 - LEVEL) / 2, (1 + LEVEL) / 2))
    return Estimate(count / time, low if count else 0.0, high, count, source, note)
