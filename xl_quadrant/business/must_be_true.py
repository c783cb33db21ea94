"""What must be true for a wanted cash per show within 30 days: what each lever alone must become, if it can."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Final

from xl_quadrant.business.cash import cash_and_profit
from xl_quadrant.business.currencies import WANTED
from xl_quadrant.business.model import Scenario
from xl_quadrant.business.single_levers import SINGLE_LEVERS, Position, SingleLever
from xl_quadrant.errors import NoAnswer
from xl_quadrant.functions.conditions import at_least
from xl_quadrant.functions.continuity import DAYS_PER_MONTH
from xl_quadrant.functions.quantities import MONEY, RATE, ROUNDING

STRETCH: Final = 0.5
"""A lever is stretched where it must use more than this share of its room."""

VERDICTS: Final = ("Already reached", "Can be reached", "A stretch", "Out of reach", "Makes no difference")
"""What can be said of a lever, the best first."""

MoneyPerShow = Annotated[float, MONEY.per("show")]
Share = Annotated[float, RATE]


@dataclass(frozen=True, slots=True)
class LeverNeed:
    """
    What one lever must become, the others as they are.

    Parameters
    ----------
    lever : SingleLever
        The lever.
    position : Position
        Where it stands.
    cash : float, money per show
        30-day cash per show as it is.
    wanted : float, money per show
        What it is to be.
    stretch : float
        The share of its room beyond which the lever is stretched.
    """

    lever: SingleLever
    position: Position
    cash: float
    wanted: float
    stretch: float

    @property
    def most(self) -> float:
        """The largest 30-day cash per show the lever can bring."""
        at = self.position
        return self.cash if at.per_unit == 0 else at.cash_at_start + at.per_unit * (at.best - at.start)

    @property
    def short(self) -> float:
        """By how much the most it can bring falls short; 0 where it does not."""
        return 0.0 if at_least(self.most, self.wanted) else self.wanted - self.most

    @property
    def needed(self) -> float:
        """
        The value that just brings the wanted cash: at least that, or at most where a rise costs cash.

        Raises
        ------
        NoAnswer
            If no value within its room does, or any does because it makes no difference (``#N/A``).
        """
        at = self.position
        if at.per_unit == 0 or self.short > 0:
            rule = f"is out of reach: the most a show can bring by {self.lever.label.lower()} is {self.most:.10g}"
            if at.per_unit == 0:
                rule = f"does not depend on {self.lever.label.lower()}"
            raise NoAnswer("wanted", self.wanted, rule)
        value = at.start + (self.wanted - at.cash_at_start) / at.per_unit
        return min(max(value, at.lowest), at.highest)

    @property
    def verdict(self) -> str:
        """One of VERDICTS: it can be reached within the target or within reason, or it is a stretch."""
        at = self.position
        if at_least(self.cash, self.wanted):
            return VERDICTS[0]
        if self.short > 0:
            return VERDICTS[3] if at.per_unit else VERDICTS[4]
        way = 1 if at.per_unit > 0 else -1
        planned = (self.needed - at.today) * way <= (at.target - at.today) * way * (1 + ROUNDING)
        return VERDICTS[1] if planned or abs(self.needed - at.today) <= self.stretch * at.room else VERDICTS[2]


def must_be_true(
    scenario: Scenario, wanted: MoneyPerShow = WANTED, stretch: Share = STRETCH, target: Scenario | None = None
) -> tuple[LeverNeed, ...]:
    r"""
    Return what each single lever must become for a wanted cash per show within 30 days.

    Parameters
    ----------
    scenario : Scenario
        The business as it is.
    wanted : float, money per show
        What a show is to bring within 30 days.
    stretch : float, rate
        Share of its room beyond which moving a lever is a stretch, unless the target plans it.
    target : Scenario, optional
        The business as it could be; as it is when left out.

    Returns
    -------
    tuple of LeverNeed
        One for each of SINGLE_LEVERS.

    Raises
    ------
    OutOfDomain
        If `wanted` or `stretch` is out of bounds (``#NUM!``).

    Notes
    -----
    30-day cash per show :math:`C` is linear in each lever :math:`x`, so with its slope :math:`C'`

    .. math:: x = x_{\text{today}} + \frac{\text{wanted} - C}{C'}

    Take rates and prices of several offers are one lever each: their average, take rates weighted by price and prices
    by take rate; all move by as much. How far a lever can go depends on the client: a share goes as far as the others
    leave it, a price to twice what it is or to what the target plans. Continuity counts the offers whose first payment
    falls within 30 days.

    Examples
    --------
    >>> from xl_quadrant.clients.presets import preset
    >>> needs = must_be_true(preset("talk").today, 1000)
    >>> for need in needs[1:5]:
    ...     print(need.lever.label, need.verdict, round(need.most))
    Close rate A stretch 1199
    Core package price Makes no difference 609
    Down payment A stretch 1359
    Prepay share A stretch 1259
    """
    wanted, stretch = MONEY.check("wanted", wanted), RATE.check("stretch", stretch)
    cash = float(cash_and_profit(scenario, float(DAYS_PER_MONTH)).cash)
    return tuple(LeverNeed(lever, lever.position(scenario, target), cash, wanted, stretch) for lever in SINGLE_LEVERS)
