"""The shifted-beta-geometric model of retention: members differ in how likely they are to leave."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from xl_quadrant.functions.ranges import Array
from xl_quadrant.records.retention import Lives, by_age


@dataclass(frozen=True, slots=True)
class Sbg:
    r"""
    A fitted model.

    Parameters
    ----------
    alpha, beta : float
        Each member leaves at each payment with a probability of their own, which is Beta(alpha, beta) among members.

    Notes
    -----
    .. math:: S(t) = \frac{B(\alpha, \beta + t)}{B(\alpha, \beta)}

    References
    ----------
    Fader, P. S. and Hardie, B. G. S., "How to project customer retention", Journal of Interactive Marketing 21,
    2007.
    """

    alpha: float
    beta: float

    def survival(self, times: Array) -> Array:
        """
        Return the share of members who are still there.

        Parameters
        ----------
        times : ndarray of float
            After so many payment times.

        Returns
        -------
        ndarray of float
            1 at 0.

        Examples
        --------
        The published fit of the High End data, twelve years on:

        >>> Sbg(0.668, 3.806).survival(np.array([0, 1, 12])).round(3).tolist()
        [1.0, 0.851, 0.378]
        """
        from scipy.special import betaln

        found: Array = np.exp(betaln(self.alpha, self.beta + np.asarray(times, float)) - betaln(self.alpha, self.beta))
        return found


def fit_counts(left: Array, chances: Array) -> Sbg | None:
    """
    Fit the model to all cohorts together.

    Parameters
    ----------
    left, chances : ndarray of float
        Who left, and who could have, before the second payment, the third and so on.

    Returns
    -------
    Sbg or None
        By maximum likelihood; None if fewer than two ages have leavers.

    Notes
    -----
    At age t a member leaves with the chance alpha / (alpha + beta + t - 1), so that cohorts of any age, and members
    seen late, count where they were seen.

    Examples
    --------
    >>> alive = np.array([1000, 869, 743, 653, 593, 551, 517, 491.0])
    >>> found = fit_counts(alive[:-1] - alive[1:], alive[:-1])
    >>> round(found.alpha, 3), round(found.beta, 3)
    (0.668, 3.806)
    """
    from scipy.optimize import minimize

    ages = np.arange(len(left))
    if (left > 0).sum() < 2 or (chances - left).sum() <= 0:
        return None

    def miss(logs: Array) -> float:
        alpha, beta = np.exp(np.clip(logs, -12, 12))
        hazard = alpha / (alpha + beta + ages)
        return -float((left * np.log(hazard) + (chances - left) * np.log1p(-hazard)).sum())

    start = np.array([0.0, math.log(max(0.5, (chances[0] - left[0]) / max(left[0], 0.5)))])
    best = minimize(miss, start, method="Nelder-Mead", options={"xatol": 1e-9, "fatol": 1e-10, "maxiter": 4000})
    alpha, beta = np.exp(np.clip(best.x, -12, 12)).tolist()
    return Sbg(alpha, beta)


def fit(lives: Lives) -> Sbg | None:
    """
    Fit the model to members.

    Parameters
    ----------
    lives : Lives
        The members.

    Returns
    -------
    Sbg or None
        As `fit_counts`.
    """
    return fit_counts(*by_age(lives))
