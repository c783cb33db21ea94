"""The few fixed numbers of the definitions of record, as cells with a name, so that no formula holds a constant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from xl_quadrant.business.single_levers import GROWTH
from xl_quadrant.business.tables import LONGEST_PAYBACK
from xl_quadrant.business.tracker import FEWEST_CASES, INTERVAL_LEVEL
from xl_quadrant.functions.continuity import DAYS_PER_MONTH


@dataclass(frozen=True, slots=True)
class Convention:
    """
    A fixed number with a name.

    Parameters
    ----------
    name : str
        The name in the workbook.
    label : str
        What the sheet calls it.
    value : float
        The number.
    kind : str
        How it is formatted.
    unit : str
        Its unit.
    note : str
        What it decides.
    """

    name: str
    label: str
    value: float
    kind: str
    unit: str
    note: str


CONVENTIONS: Final = (
    Convention(
        "set_days_per_month",
        "Days in a month",
        DAYS_PER_MONTH,
        "days",
        "days",
        "A horizon of 30 days counts the payments on days 0 to 29; one on day 30 falls into the next month.",
    ),
    Convention(
        "set_payback_limit",
        "Longest payback",
        LONGEST_PAYBACK,
        "months",
        "months",
        "A buyer who has not paid back within this time is said never to pay back.",
    ),
    Convention(
        "set_multiple",
        "Client-financed multiple",
        2,
        "ratio",
        "ratio",
        "30-day profit of this many times the cost pays for one new buyer and for the next.",
    ),
    Convention(
        "set_growth",
        "Room of a price",
        GROWTH,
        "ratio",
        "times today's",
        "A price can grow to this many times itself, or to what the target plans where that is more.",
    ),
    Convention(
        "set_ceiling_share",
        "Nearly at the ceiling",
        0.9,
        "rate",
        "rate",
        "Members count as at their ceiling when this share of it is reached.",
    ),
    Convention(
        "set_tolerance",
        "Tolerance",
        1e-9,
        "general",
        "relative",
        "Differences smaller than this are rounding, not a failed check.",
    ),
    Convention(
        "set_tracker_level",
        "Range of the tracker",
        INTERVAL_LEVEL,
        "rate",
        "rate",
        "How surely the range beside a logged figure holds what it really is.",
    ),
    Convention(
        "set_tracker_fewest",
        "Fewest cases",
        FEWEST_CASES,
        "whole",
        "shows or buyers",
        "With fewer logged shows or buyers, the tracker says there are too few to tell.",
    ),
)
