"""Every result of a scenario: numbers where there is one, the error it would show in a cell where there is none."""

from __future__ import annotations

import difflib
import math
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, Final

import numpy as np

from xl_quadrant.business.cash import PARTS, cash_and_profit
from xl_quadrant.business.metrics import METRICS, SHORT_TIMES
from xl_quadrant.business.model import Scenario
from xl_quadrant.business.tables import LONGEST_PAYBACK
from xl_quadrant.errors import NoAnswer, OutOfDomain, UnknownWord, XlQuadrantError
from xl_quadrant.functions.continuity import DAYS_PER_MONTH
from xl_quadrant.functions.funnel import cost_per_buyer, cost_per_show, funnel_count, rebase
from xl_quadrant.functions.growth import (
    member_ceiling,
    months_to_ceiling,
    referral_cac,
    referral_multiplier,
    revenue_ceiling,
)
from xl_quadrant.functions.payback import ltv_to_cac
from xl_quadrant.functions.per_show import talk_cash_per_show
from xl_quadrant.functions.quantities import ROUNDING

HORIZON_DAYS: Final = {"0": 1.0, "30": 30.0, "60": 60.0, "90": 90.0, "life": math.inf}
"""The days of each horizon, by the end of a metric's name; on the day is [0, 1)."""

CEILING_FRACTION: Final = 0.9
"""The share of the members ceiling whose month is told."""

Value = float | bool
Formula = Callable[[], Any]


class Results:
    """
    The results of a scenario by name, in the order of METRICS.

    Parameters
    ----------
    formulas : dict of str to callable
        What calculates each result, given the results before it.
    """

    def __init__(self, formulas: Callable[[Results], dict[str, Formula]]) -> None:
        self._answers: dict[str, Value | XlQuadrantError] = {}
        for name, formula in formulas(self).items():
            self._answers[name] = _answer(name, formula)

    def __getitem__(self, name: str) -> Value:
        answer = self._found(name)
        if isinstance(answer, XlQuadrantError):
            raise answer
        return answer

    def __iter__(self) -> Iterator[str]:
        return (metric.name for metric in METRICS)

    def __len__(self) -> int:
        return len(METRICS)

    def error(self, name: str) -> XlQuadrantError | None:
        """
        Return why a result has no number.

        Parameters
        ----------
        name : str
            The metric, such as ``payback_month``.

        Returns
        -------
        XlQuadrantError or None
            The error; None where there is a number.
        """
        answer = self._found(name)
        return answer if isinstance(answer, XlQuadrantError) else None

    def cells(self) -> dict[str, float | bool | str]:
        """
        Return every result as a cell shows it.

        Returns
        -------
        dict of str to float, bool or str
            A number, a logical, or the name of an Excel error, by metric.
        """
        answers = {name: self._found(name) for name in self}
        return {name: a.excel_error if isinstance(a, XlQuadrantError) else a for name, a in answers.items()}

    def _found(self, name: str) -> Value | XlQuadrantError:
        """Return the number or the error of a metric."""
        if name not in self._answers:
            near = difflib.get_close_matches(name, self._answers, n=1)
            hint = f'write "{near[0]}"' if near else "see METRICS for the names"
            raise UnknownWord("metric", name, f"is not a result; {hint}")
        return self._answers[name]


def calculate(scenario: Scenario) -> Results:
    """
    Return every result of a scenario.

    Parameters
    ----------
    scenario : Scenario
        The business, today or target.

    Returns
    -------
    Results
        By name; a result without a number raises its error when it is asked for.

    Examples
    --------
    >>> from xl_quadrant.clients.presets import preset
    >>> results = calculate(preset("talk").today)
    >>> results["cash_per_show_30"], results["cash_per_show_life"], results["talk_value_per_show"]
    (609.0, 1719.0, 2400.0)
    """
    return Results(
        lambda r: {
            **_funnel(scenario, r),
            **_money(scenario, r),
            **_most_you_can_pay(scenario, r),
            **_tests(scenario, r),
            **_growth(scenario, r),
        }
    )


def at_least(value: Any, threshold: float) -> Any:
    """
    Say whether an amount reaches a threshold; a difference in the last digits counts as reached.

    Parameters
    ----------
    value : float or ndarray
        The amount.
    threshold : float
        What it is compared with.

    Returns
    -------
    bool or ndarray
        True where it is reached.

    Examples
    --------
    >>> at_least(0.1 + 0.2, 0.3), at_least(99.99, 100)
    (True, False)
    """
    return value >= threshold - ROUNDING * max(1.0, abs(threshold))


def _answer(name: str, formula: Formula) -> Value | XlQuadrantError:
    """Return what a formula gives: a Python number or logical, or its error; infinity is one."""
    try:
        with np.errstate(all="ignore"):
            value = formula()
    except XlQuadrantError as error:
        return error
    if isinstance(value, (bool, np.bool_)):
        return bool(value)
    if not math.isfinite(value):
        return OutOfDomain(name, float(value), "is no finite answer; an amount is too large or a rate too small")
    return float(value)


def _funnel(s: Scenario, r: Results) -> dict[str, Formula]:
    """Return the formulas of the funnel."""
    return {
        "bookings": lambda: funnel_count(s.leads_per_month, s.booking_rate, 1),
        "shows": lambda: funnel_count(s.leads_per_month, s.booking_rate, s.show_rate),
        "buyers": lambda: funnel_count(s.leads_per_month, s.booking_rate, s.show_rate, s.close_rate),
        "cost_per_show": lambda: cost_per_show(s.cost_per_lead, s.booking_rate, s.show_rate),
        "cac": lambda: cost_per_buyer(r["cost_per_show"], s.close_rate, s.costs.cost_per_sale),
        "blended_cac": lambda: referral_cac(r["cac"], s.referral.rate, s.referral.reward),
    }


def _money(s: Scenario, r: Results) -> dict[str, Formula]:
    """Return the formulas of cash and profit, per show and per buyer, and of the parts of cash."""
    money = {end: cash_and_profit(s, days) for end, days in HORIZON_DAYS.items()}

    def per_buyer(name: str) -> Any:
        return rebase(r[name], "show", "buyer", s.close_rate)

    return {
        **{f"cash_per_show_{end}": partial(getattr, within, "cash") for end, within in money.items()},
        **{f"cash_per_buyer_{end}": partial(per_buyer, f"cash_per_show_{end}") for end in money},
        **{f"profit_per_show_{end}": partial(getattr, within, "profit") for end, within in money.items()},
        **{f"profit_per_buyer_{end}": partial(per_buyer, f"profit_per_show_{end}") for end in money},
        **{f"{part}_{end}": partial(getattr, money[end], part) for end in SHORT_TIMES for part in PARTS},
    }


def _most_you_can_pay(s: Scenario, r: Results) -> dict[str, Formula]:
    """Return the formulas of the most one can pay for a show and for a lead."""

    def per_lead(name: str) -> Any:
        return rebase(r[name], "show", "lead", 1, s.show_rate, s.booking_rate)

    return {
        "max_cost_per_show_30": lambda: r["profit_per_show_30"],
        "max_cost_per_show_2x": lambda: r["profit_per_show_30"] / 2,
        "max_cost_per_show_life": lambda: r["profit_per_show_life"],
        **{f"max_cost_per_lead_{end}": partial(per_lead, f"max_cost_per_show_{end}") for end in ("30", "2x", "life")},
    }


def _tests(s: Scenario, r: Results) -> dict[str, Formula]:
    """Return the formulas of the ratios, of payback and of the talk's test."""
    return {
        "ltgp_to_cac": lambda: ltv_to_cac(r["profit_per_buyer_life"], r["cac"]),
        "client_financed": lambda: ltv_to_cac(r["profit_per_buyer_30"], r["cac"]),
        "payback_month": lambda: _payback_month(s, r["cac"]),
        "pays_100": lambda: at_least(r["cash_per_show_30"], 100),
        "pays_200": lambda: at_least(r["cash_per_show_30"], 200),
    }


def _payback_month(s: Scenario, cac: float) -> float:
    """Return the first month by which profit per buyer has reached the CAC."""
    profit = cash_and_profit(s, DAYS_PER_MONTH * np.arange(LONGEST_PAYBACK + 1) + 1.0).profit / s.close_rate
    if not np.isfinite(profit).all():
        raise OutOfDomain("payback_month", float(profit[-1]), "is no finite profit per buyer; an amount is too large")
    reached = at_least(profit, cac)
    if not reached.any():
        rule = f"is the most profit one buyer brings within {LONGEST_PAYBACK} months, below the CAC of {cac:.10g}"
        raise NoAnswer("payback_month", float(profit.max()), rule)
    return float(reached.argmax())


def _growth(s: Scenario, r: Results) -> dict[str, Formula]:
    """Return the formulas of the ceilings, and the sum as the talk adds it."""
    multiplier = referral_multiplier(s.referral.rate)

    def members() -> Any:
        return sum(member_ceiling(r["buyers"] * multiplier * row.take_rate, row.churn) for row in s.continuity)

    def months_to_members() -> Any:
        churns = [row.churn for row in s.continuity if row.take_rate > 0]
        if not churns:
            raise NoAnswer("continuity", 0, "offers are taken by anyone, so there is no members ceiling to reach")
        return months_to_ceiling(min(churns), CEILING_FRACTION)

    def talk_value() -> Any:
        life = cash_and_profit(s.model_copy(update={"close_rate": 1.0}), math.inf)
        per_buyer = (life.products, life.services, life.prepay, life.continuity)
        return talk_cash_per_show(life.front, s.close_rate, life.core, *per_buyer)

    return {
        "revenue_ceiling": lambda: revenue_ceiling(r["buyers"] * multiplier, r["cash_per_buyer_life"]),
        "members_ceiling": members,
        "months_to_members_ceiling": months_to_members,
        "talk_value_per_show": talk_value,
    }
