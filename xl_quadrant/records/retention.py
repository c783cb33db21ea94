"""How long members stay: Kaplan-Meier with late entry and censoring, and whether churn changes with age."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from xl_quadrant.functions.ranges import Array
from xl_quadrant.records.estimate import LEVEL

if TYPE_CHECKING:
    import pandas as pd

MOST_EARLY: Final = 24
"""Churn may change after 1 to so many payments."""

_FEWEST_LEAVERS: Final = 10


@dataclass(frozen=True, slots=True)
class Lives:
    """
    Members, each with how many payment times they were seen.

    Parameters
    ----------
    entry : ndarray of float
        Their age when they were first seen, in times between payments: 0 for who joined in sight.
    until : ndarray of float
        Their age when they left, or when they were last seen.
    left : ndarray of bool
        Whether they left.
    """

    entry: Array
    until: Array
    left: Array


def kaplan_meier(lives: Lives) -> pd.DataFrame:
    r"""
    Return the share of members who are still there, by age.

    Parameters
    ----------
    lives : Lives
        The members; who is seen late is at risk from then on only.

    Returns
    -------
    pandas.DataFrame
        A row for age 0 and each age at which somebody left: ``age``, ``at_risk``, ``left``, ``survival``, ``low`` and
        ``high``.

    Notes
    -----
    .. math:: S(t) = \prod_{t_i \le t} \left(1 - \frac{d_i}{n_i}\right)

    with :math:`n_i` those who entered before :math:`t_i` and were still there, and the pointwise range by the
    complementary log-log of Greenwood's variance.

    References
    ----------
    Kaplan, E. L. and Meier, P., "Nonparametric estimation from incomplete observations", JASA 53, 1958.

    Examples
    --------
    >>> curve = kaplan_meier(Lives(np.zeros(4), np.array([1.0, 2, 2, 3]), np.array([True, True, False, True])))
    >>> curve["survival"].round(4).tolist()
    [1.0, 0.75, 0.5, 0.0]
    """
    import pandas as pd
    from scipy.special import ndtri

    ages = np.unique(lives.until[lives.left])
    ends, enters = np.sort(lives.until), np.sort(lives.entry)
    at_risk = np.searchsorted(enters, ages, "left") - np.searchsorted(ends, ages, "left")
    leaving = np.sort(lives.until[lives.left])
    left = np.searchsorted(leaving, ages, "right") - np.searchsorted(leaving, ages, "left")
    with np.errstate(divide="ignore", invalid="ignore"):
        survival = np.cumprod(1 - left / at_risk)
        variance = np.cumsum(left / (at_risk * (at_risk - left)))
        width = float(ndtri((1 + LEVEL) / 2)) * np.sqrt(variance) / np.abs(np.log(survival))
        low, high = survival ** np.exp(width), survival ** np.exp(-width)
    gone = survival <= 0
    table = {
        "age": np.r_[0.0, ages],
        "at_risk": np.r_[int((lives.entry <= 0).sum()), at_risk],
        "left": np.r_[0, left],
        "survival": np.r_[1.0, survival],
        "low": np.r_[1.0, np.where(gone, 0.0, low)],
        "high": np.r_[1.0, np.where(gone, 0.0, high)],
    }
    return pd.DataFrame(table)


@dataclass(frozen=True, slots=True)
class Split:
    """
    Churn before and after some payments.

    Parameters
    ----------
    payments : int
        After how many payments it changes.
    early, later : tuple of float
        Those who left, and the times at which they could have, before and after.
    """

    payments: int
    early: tuple[float, float]
    later: tuple[float, float]


def early_and_later(lives: Lives) -> Split | None:
    r"""
    Return where churn changes with age, if the data can tell.

    Parameters
    ----------
    lives : Lives
        The members, their ages in whole times between payments.

    Returns
    -------
    Split or None
        The split of the largest likelihood; None if it gains less than its two further parameters cost.

    Notes
    -----
    With :math:`d` leavers in :math:`n` chances to leave the log-likelihood is
    :math:`d \ln(d/n) + (n-d) \ln(1-d/n)` before and after the split; one churn for all is left if twice the gain is
    above :math:`2 \ln N` for :math:`N` members, which is what Schwarz's criterion asks for a second rate and the place
    of the split.

    References
    ----------
    Schwarz, G., "Estimating the dimension of a model", Annals of Statistics 6, 1978.
    """
    left, chances = by_age(lives)
    if left.sum() < _FEWEST_LEAVERS:
        return None
    whole = _log_likelihood(left.sum(), chances.sum())
    best: tuple[float, int] | None = None
    for payments in range(1, min(MOST_EARLY, len(left) - 1) + 1):
        gain = (
            _log_likelihood(left[:payments].sum(), chances[:payments].sum())
            + _log_likelihood(left[payments:].sum(), chances[payments:].sum())
            - whole
        )
        if best is None or gain > best[0]:
            best = gain, payments
    if best is None or 2 * best[0] <= 2 * math.log(len(lives.until)):
        return None
    at = best[1]
    early, later = (
        (float(left[:at].sum()), float(chances[:at].sum())),
        (float(left[at:].sum()), float(chances[at:].sum())),
    )
    return Split(at, early, later) if later[0] > 0 and early[0] > 0 else None


def by_age(lives: Lives) -> tuple[Array, Array]:
    """
    Return who left and who could have, at each age.

    Parameters
    ----------
    lives : Lives
        The members.

    Returns
    -------
    tuple of ndarray
        Leavers and chances to leave, before the second payment, the third and so on.
    """
    entry, until = np.floor(lives.entry).astype(np.int64), np.floor(lives.until + 1e-9).astype(np.int64)
    until = np.where(lives.left, np.maximum(until, 1), until)
    oldest = int(max(until.max(initial=0), 1))
    entered = np.bincount(np.clip(entry, 0, oldest), minlength=oldest + 1).cumsum()[:oldest]
    gone = np.bincount(np.clip(until, 0, oldest), minlength=oldest + 1).cumsum()[:oldest]
    chances = (entered - gone).astype(np.float64)
    left = np.bincount(until[lives.left] - 1, minlength=oldest)[:oldest].astype(np.float64)
    return left, np.maximum(chances, left)


def _log_likelihood(left: float, chances: float) -> float:
    """Return the largest log-likelihood of one churn."""
    if left <= 0 or left >= chances:
        return 0.0
    share = left / chances
    return float(left * math.log(share) + (chances - left) * math.log1p(-share))
