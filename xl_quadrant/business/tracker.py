"""The tracker: what logged shows say of the rates and the cash that the plan counts on."""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final, get_args

import numpy as np

from xl_quadrant.business.cash import cash_and_profit
from xl_quadrant.business.model import Scenario
from xl_quadrant.business.shows import Show
from xl_quadrant.business.tables import Offer
from xl_quadrant.functions.continuity import DAYS_PER_MONTH
from xl_quadrant.functions.levers import Level, rate_interval
from xl_quadrant.functions.quantities import COUNT, RATE, ROUNDING, Number

FEWEST_CASES: Final = 20
"""With fewer cases nothing is said for or against a plan."""

INTERVAL_LEVEL: Final = 0.9
"""The probability that a range holds what the rate or the cash really is."""

LEVEL: Final[Number] = get_args(Level)[1]


@dataclass(frozen=True, slots=True)
class Measure:
    """
    One figure that logged shows give.

    Parameters
    ----------
    name : str
        Its name, such as ``close_rate``.
    label : str
        What a person reads.
    kind : str
        ``rate`` or ``money``.
    out_of : str
        What it rests on: ``shows``, ``buyers`` or ``shows 30 days old``.
    note : str
        One line on what counts.
    """

    name: str
    label: str
    kind: str
    out_of: str
    note: str


MEASURES: Final = (
    Measure("close_rate", "Close rate", "rate", "shows", "Shows who bought the package."),
    Measure("products_take_rate", "Products take rate", "rate", "buyers", "Buyers with at least one product."),
    Measure("services_take_rate", "Add-on services take rate", "rate", "buyers", "Buyers with at least one service."),
    Measure("prepay_share", "Prepay share", "rate", "buyers", "Buyers who prepaid."),
    Measure("financed_share", "Financed share", "rate", "buyers", "Buyers whose package is financed."),
    Measure("continuity_take_rate", "Continuity take rate", "rate", "buyers", "Buyers who signed up."),
    Measure("cash_per_show_0", "Cash per show, on the day", "money", "shows", "After today's fees and refunds."),
    Measure(
        "cash_per_show_30", "Cash per show, 30 days", "money", "shows 30 days old", "Shows whose 30 days have passed."
    ),
)
"""What the tracker measures, in the order of its page."""


@dataclass(frozen=True, slots=True)
class Measured:
    """
    What logged shows say of one measure.

    Parameters
    ----------
    value : float
        The rate, or the money per show.
    cases : int or None
        How many of them, where it is a rate.
    count : int
        Out of how many shows or buyers.
    low, high : float or None
        The range in which it really lies; None for money of fewer than two shows.
    """

    value: float
    cases: int | None
    count: int
    low: float | None
    high: float | None


ON_PLAN, BELOW_PLAN, ABOVE_PLAN, TOO_FEW = VERDICTS = ("on plan", "below plan", "above plan", "too few to tell")
"""What is said of a measure beside its plan."""


def tracked(
    shows: Iterable[Show], level: float = INTERVAL_LEVEL, kept: float = 1.0, kept_financed: float = 1.0
) -> dict[str, Measured | None]:
    r"""
    Return what logged shows say of every rate, and of cash per show.

    Parameters
    ----------
    shows : iterable of Show
        The shows, in any order.
    level : float, rate
        Probability that a range holds what is measured, above 0 and below 1.
    kept : float, rate
        What is left of a payment after fees and refunds, 0 to 1.
    kept_financed : float, rate
        What is left of a package that a company finances, 0 to 1.

    Returns
    -------
    dict of str to Measured or None
        By the name of each of MEASURES; None where nothing is logged that it could rest on.

    Raises
    ------
    WrongType
        If a rate is not a number (``#VALUE!``).
    OutOfDomain
        If a rate is out of bounds (``#NUM!``).

    Notes
    -----
    The range of a rate is its Jeffreys interval, which begins at 0 where nobody did and ends at 1 where everybody did.
    The range of money is :math:`\bar x \mp t_{n-1} s / \sqrt n`. Shows count towards 30 days once the last date in the
    log is 30 days after theirs; who has no date does not.

    References
    ----------
    Brown, L. D., Cai, T. T. and DasGupta, A., "Interval estimation for a binomial proportion", Statistical Science
    16 (2), 2001.

    Examples
    --------
    >>> from xl_quadrant.business.shows import Show
    >>> yes, no = Show(bought="yes", core_paid=500, prepaid="yes"), Show(bought="no", front_end_paid=19)
    >>> measured = tracked([yes, no, no])
    >>> measured["prepay_share"].value, measured["cash_per_show_0"].value, measured["cash_per_show_30"] is None
    (1.0, 179.33333333333334, True)
    """
    level = LEVEL.check("level", level)
    kept, kept_financed = RATE.check("kept", kept), RATE.check("kept_financed", kept_financed)
    log = list(shows)
    buyers = [show for show in log if show.bought == "yes"]
    last = max((show.date for show in log if show.date is not None), default=None)
    month = datetime.timedelta(days=DAYS_PER_MONTH)
    old = [s for s in log if last is not None and s.date is not None and last - s.date >= month]
    return {
        "close_rate": _share(log, lambda show: show.bought == "yes", level),
        "products_take_rate": _share(buyers, lambda show: show.products_paid > 0, level),
        "services_take_rate": _share(buyers, lambda show: show.services_paid > 0, level),
        "prepay_share": _share(buyers, lambda show: show.prepaid == "yes", level),
        "financed_share": _share(buyers, lambda show: show.financed == "yes", level),
        "continuity_take_rate": _share(buyers, lambda show: show.continuity == "yes", level),
        "cash_per_show_0": _average([_cash(show, kept, kept_financed) for show in log], level),
        "cash_per_show_30": _average([_cash(s, kept, kept_financed) + kept * s.paid_later for s in old], level),
    }


def planned(scenario: Scenario) -> dict[str, float]:
    r"""
    Return what a scenario counts on for every measure of the tracker.

    Parameters
    ----------
    scenario : Scenario
        The business, today or target.

    Returns
    -------
    dict of str to float
        By the name of each of MEASURES.

    Notes
    -----
    Of several products a share :math:`1 - \prod (1 - \text{take rate})` of buyers takes at least one, if who takes one
    is neither likelier nor less likely to take another; so with services. A buyer joins one continuity offer at most.

    Examples
    --------
    >>> from xl_quadrant.clients.presets import preset
    >>> plan = planned(preset("med_spa").target)
    >>> round(plan["services_take_rate"], 4), plan["close_rate"]
    (0.6558, 0.45)
    """
    on_the_day, in_30_days = cash_and_profit(scenario, [1.0, DAYS_PER_MONTH]).cash
    return {
        "close_rate": scenario.close_rate,
        "products_take_rate": _at_least_one(scenario.products),
        "services_take_rate": _at_least_one(scenario.services),
        "prepay_share": scenario.prepay.share,
        "financed_share": scenario.financing.share,
        "continuity_take_rate": min(1.0, sum(offer.take_rate for offer in scenario.continuity)),
        "cash_per_show_0": float(on_the_day),
        "cash_per_show_30": float(in_30_days),
    }


def tracker_verdict(measured: Measured | None, plan: float, fewest: float = FEWEST_CASES) -> str | None:
    """
    Return what logged shows say of a plan.

    Parameters
    ----------
    measured : Measured or None
        What they say of the measure.
    plan : float
        What the plan counts on.
    fewest : float, count
        How many cases it takes to judge; at least 0.

    Returns
    -------
    str or None
        One of VERDICTS; on plan if the plan is inside the range. None where nothing is logged.

    Raises
    ------
    WrongType
        If `fewest` is not a number (``#VALUE!``).
    OutOfDomain
        If `fewest` is below 0 (``#NUM!``).

    Examples
    --------
    >>> from xl_quadrant.business.shows import Show
    >>> half = tracked([Show(bought="yes"), Show(bought="no")] * 20)["close_rate"]
    >>> tracker_verdict(half, 0.6), tracker_verdict(half, 0.9), tracker_verdict(half, 0.9, 50)
    ('on plan', 'below plan', 'too few to tell')
    """
    fewest = COUNT.check("fewest", fewest)
    if measured is None:
        return None
    if measured.count < fewest or measured.low is None or measured.high is None:
        return TOO_FEW
    if plan > measured.high + ROUNDING * max(1.0, abs(measured.high)):
        return BELOW_PLAN
    return ABOVE_PLAN if plan < measured.low - ROUNDING * max(1.0, abs(measured.low)) else ON_PLAN


def _share(shows: Sequence[Show], has: Callable[[Show], bool], level: float) -> Measured | None:
    """Return the share of shows of which something holds, with its Jeffreys interval."""
    count = len(shows)
    if not count:
        return None
    cases = sum(map(has, shows))
    low, _, high = rate_interval(cases, count, level).tolist()
    return Measured(cases / count, cases, count, low, high)


def _average(amounts: Sequence[float], level: float) -> Measured | None:
    """Return the average of amounts, with its t interval."""
    from scipy.special import stdtrit

    count = len(amounts)
    if not count:
        return None
    average = math.fsum(amounts) / count
    if count == 1:
        return Measured(average, None, count, None, None)
    miss = float(stdtrit(count - 1, (1 + level) / 2) * np.std(amounts, ddof=1)) / math.sqrt(count)
    return Measured(average, None, count, average - miss, average + miss)


def _cash(show: Show, kept: float, kept_financed: float) -> float:
    """Return what one show brought on the day, after fees and refunds."""
    paid = show.front_end_paid + show.products_paid + show.services_paid + show.continuity_paid
    return paid * kept + show.core_paid * (kept_financed if show.financed == "yes" else kept)


def _at_least_one(offers: Sequence[Offer]) -> float:
    """Return the share of buyers who take at least one of several offers, each taken whatever the others are."""
    return 1.0 - math.prod(1 - offer.take_rate for offer in offers)
