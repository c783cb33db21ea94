"""The results of one scenario, one record each: what they are called, what they are and what they are per."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

HORIZONS: Final = {"0": "on the day", "30": "30 days", "60": "60 days", "90": "90 days", "life": "lifetime"}
"""The horizons of the money figures, by the end of a metric's name, in words."""

SHORT_TIMES: Final = {"30": "30 days", "life": "lifetime"}
"""The horizons at which the money is split into its parts."""

_WITHIN: Final = {"on the day": "on the day", "lifetime": "over a lifetime"}


@dataclass(frozen=True, slots=True)
class Metric:
    """
    One result of a scenario.

    Parameters
    ----------
    name : str
        Its name everywhere, such as ``cash_per_show_30``.
    label : str
        What a person reads.
    kind : str
        ``money``, ``count``, ``ratio``, ``months`` or ``flag``: how a front end formats it.
    unit : str
        Its unit with its basis in words, such as ``money per show``.
    note : str
        One line on what it means.
    section : str
        The group it is shown in.
    """

    name: str
    label: str
    kind: str
    unit: str
    note: str
    section: str


def _money_by_horizon(name: str, label: str, unit: str, section: str, note: str) -> tuple[Metric, ...]:
    """Return one money metric for each horizon."""
    return tuple(
        Metric(
            f"{name}_{end}",
            f"{label}, {words}",
            "money",
            unit,
            note.format(_WITHIN.get(words, f"within {words}")),
            section,
        )
        for end, words in HORIZONS.items()
    )


_PARTS: Final = {
    "front": ("Front end", "What the front-end offer brings"),
    "core": ("Core package", "What the package brings as if nobody prepaid or financed it"),
    "products": ("Products", "What products sold on the spot bring"),
    "services": ("Add-on services", "What add-on services bring"),
    "prepay": ("Prepay and financing", "What prepaying and financing add; below zero, what they cost"),
    "continuity": ("Continuity", "What members pay"),
}

METRICS: Final[tuple[Metric, ...]] = (
    Metric("bookings", "Bookings", "count", "bookings per month", "Leads who book.", "Funnel"),
    Metric("shows", "Shows", "count", "shows per month", "People who turn up.", "Funnel"),
    Metric("buyers", "Buyers", "count", "buyers per month", "Shows who buy the core package.", "Funnel"),
    Metric("cost_per_show", "Cost per show", "money", "money per show", "Ad spend for one show.", "Funnel"),
    Metric("cac", "Cost per buyer (CAC)", "money", "money per buyer", "Ad spend and sales cost of a buyer.", "Funnel"),
    Metric(
        "blended_cac",
        "Cost per buyer with referrals",
        "money",
        "money per buyer",
        "The same, averaged over referred buyers, who cost their reward.",
        "Funnel",
    ),
    *_money_by_horizon("cash_per_show", "Cash per show", "money per show", "Cash", "In the bank from one show, {}."),
    *_money_by_horizon(
        "cash_per_buyer", "Cash per buyer", "money per buyer", "Cash", "Cash per show / close rate, {}."
    ),
    *_money_by_horizon(
        "profit_per_show", "Profit per show", "money per show", "Gross profit", "Cash less costs from one show, {}."
    ),
    *_money_by_horizon(
        "profit_per_buyer", "Profit per buyer", "money per buyer", "Gross profit", "Profit per show / close rate, {}."
    ),
    *(
        Metric(
            f"{part}_{end}",
            f"{label}, {words}",
            "money",
            "money per show",
            f"{note}, {_WITHIN.get(words, f'within {words}')}.",
            f"Cash, {words}",
        )
        for end, words in SHORT_TIMES.items()
        for part, (label, note) in _PARTS.items()
    ),
    *(
        Metric(
            f"max_cost_per_{basis}_{end}",
            f"Most you can pay per {basis}, {words}",
            "money",
            f"money per {basis}",
            note,
            "Most you can pay",
        )
        for basis in ("show", "lead")
        for end, words, note in (
            ("30", "30 days", "It pays for itself in 30 days."),
            ("2x", "30 days at 2×", "It pays for itself and for the next one in 30 days (client-financed)."),
            ("life", "lifetime", "It pays for itself over a lifetime; you must wait for it."),
        )
    ),
    Metric(
        "ltgp_to_cac",
        "Lifetime profit : CAC",
        "ratio",
        "ratio",
        "Lifetime gross profit per buyer for each unit of money a buyer costs.",
        "Tests",
    ),
    Metric(
        "client_financed",
        "30-day profit : CAC",
        "ratio",
        "ratio",
        "At 2 or more, one buyer pays for two within 30 days (client-financed acquisition).",
        "Tests",
    ),
    Metric(
        "payback_month",
        "Payback month",
        "months",
        "months",
        "Months that pass until profit per buyer has reached the CAC; 0: on the day.",
        "Tests",
    ),
    Metric(
        "cash_financed",
        "30-day cash : CAC and delivery",
        "ratio",
        "ratio",
        "The book's stricter form of the test: above 2, cash within 30 days pays for two buyers and for serving them.",
        "Tests",
    ),
    *(
        Metric(
            f"pays_door_{number}",
            f"Can pay the {words} door price",
            "flag",
            "TRUE or FALSE",
            "The most you can pay per show within 30 days reaches it.",
            "Tests",
        )
        for number, words in enumerate(("first", "second", "third", "fourth"), start=1)
    ),
    *(
        Metric(
            f"month_profit_{end}",
            f"What a month's leads earn, {words}",
            "money",
            "money per month",
            f"Gross profit {_WITHIN.get(words, f'within {words}')}, less ads, cost per sale and rewards.",
            "Growth",
        )
        for end, words in SHORT_TIMES.items()
    ),
    Metric(
        "revenue_ceiling",
        "Revenue ceiling",
        "money",
        "money per month",
        "Where monthly cash levels off: new buyers a month × lifetime cash per buyer.",
        "Growth",
    ),
    Metric(
        "members_ceiling",
        "Members ceiling",
        "count",
        "members",
        "Where members level off: as many leave as join.",
        "Growth",
    ),
    Metric(
        "months_to_members_ceiling",
        "Months to 90% of the members ceiling",
        "months",
        "months",
        "When every continuity offer has 90% of the members it will ever have.",
        "Growth",
    ),
    Metric(
        "talk_value_per_show",
        "Value per show, as the talk adds it",
        "money",
        "money, mixed basis",
        "Close rate × package, plus the rest per buyer: two bases in one sum; set beside cash per show, lifetime.",
        "The talk",
    ),
)
"""Every result of a scenario, in the order of the Results sheet."""
