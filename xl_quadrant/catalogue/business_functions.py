"""
Whole business: results, the timeline and what to fix first of a business that stands in a sheet.

What they need to read and calculate a business is imported when they are called, so that a typed formula stays light.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any, Final

from xl_quadrant.catalogue.cell_ranges import Cells, Name, whole
from xl_quadrant.errors import XlQuadrantError
from xl_quadrant.functions.quantities import MONTHS

Business = Annotated[Any, Cells("two columns: label and value")]
MetricName = Annotated[str, Name("name of a result", "cash_per_show_30")]
Months = Annotated[float, replace(MONTHS, low=1, high=1200)]

TIMELINE_HEADINGS: Final = {
    "month": "Month",
    "new_buyers": "New buyers",
    "members_opening": "Members, opening",
    "members_joined": "Joined",
    "members_left": "Left",
    "members_closing": "Members, closing",
    "front": "Front end",
    "core": "Core package",
    "products": "Products",
    "services": "Add-on services",
    "prepay": "Prepay and financing",
    "continuity": "Continuity",
    "total": "Total cash",
    "delivery": "Goods, delivery, commission",
    "ad_spend": "Ad spend",
    "sales_cost": "Cost per sale, rewards",
    "fixed_costs": "Fixed costs",
    "net": "Net",
    "cumulative": "Cumulative",
}
"""The heading of each column of a timeline."""

FIX_FIRST_HEADINGS: Final = ("Lever", "Gain", "Share of the gap")
"""The headings of what to fix first."""


@whole
def quadrant(model: Business, metric: MetricName) -> Any:
    """
    One result of a whole business.

    Parameters
    ----------
    model : array_like, two columns: label and value
        The business: labels in the first column, values in the last.
    metric : str, name of a result
        Such as "cash_per_show_30", "cac", "payback_month" or "revenue_ceiling".

    Returns
    -------
    float or bool, the unit of the result
        The result of that name.

    Raises
    ------
    BlankArgument
        If a value that the business needs is missing (``#VALUE!``).
    WrongType
        If the model is not a range of two columns or more, or a value in it is of the wrong type (``#VALUE!``).
    UnknownWord
        If a label is not an input, or the metric is not a result (``#VALUE!``).
    ArgumentError
        If a label stands twice, or a value has none (``#VALUE!``).
    OutOfDomain
        If a value in the model is out of bounds (``#NUM!``).
    ZeroDivisor
        If there is nothing to divide by, such as no buyers (``#DIV/0!``).
    NoAnswer
        If the result does not exist, such as a payback that never comes (``#N/A``).

    Notes
    -----
    The labels are those of the Inputs sheet, or the names of the fields of a client file, such as core_price. Upper
    and lower case, spaces and signs do not count. An offer is written as one row for each of its figures: Products 1
    name, Products 1 price, Products 1 unit cost, Products 1 take rate; likewise Services and Continuity, whose offers
    have a churn and a start day too. Needed are the five figures of the funnel and the price of the core package.

    The first column holds the labels and the last one the values, so that a selection from the labels to the column
    Today of the Inputs sheet is the business today, and one to the column Target the target. Columns between them are
    not read. Blank rows, headings and the client's own fields are skipped; a row that is not there, or blank, takes
    the default of a client file, as in the workbook.

    References
    ----------
    xl-quadrant, definitions of record: results per scenario.

    Examples
    --------
    Half of 100 shows buy a package of 2,000, paid on the day:

    >>> quadrant(
    ...     [
    ...         ["Leads per month", 200],
    ...         ["Cost per lead", 25],
    ...         ["Booking rate", 0.5],
    ...         ["Show rate", 1],
    ...         ["Close rate", 0.5],
    ...         ["Core package price", 2000],
    ...     ],
    ...     "cash_per_show_30",
    ... )
    1000.0
    """
    from xl_quadrant.business.results import calculate
    from xl_quadrant.catalogue.business_table import scenario_from_cells

    return calculate(scenario_from_cells("model", model))[metric.lower()]


@whole
def cash_timeline(model: Business, months: Months = 24) -> list[list[Any]]:
    r"""
    Buyers, members and cash of a whole business, month by month from the members of today on.

    Parameters
    ----------
    model : array_like, two columns: label and value
        The business, as QUADRANT takes it.
    months : float, months, default 24
        How many months; a whole number, 1 to 1200.

    Returns
    -------
    list of list, table with headings
        Headings, then a row for each month: new buyers, members, cash by quadrant, delivery, ad spend, sales
        cost, fixed costs, net and cumulative.

    Raises
    ------
    BlankArgument
        If a value that the business needs is missing (``#VALUE!``).
    WrongType
        If the model is not a range of two columns or more, or a value is of the wrong type (``#VALUE!``).
    UnknownWord
        If a label is not an input (``#VALUE!``).
    ArgumentError
        If a label stands twice, or a value has none (``#VALUE!``).
    OutOfDomain
        If a value is out of bounds, or an amount is too large for an answer (``#NUM!``).

    Notes
    -----
    Every month brings the same leads. With :math:`n` new buyers a month, referred ones included, month :math:`m`
    brings

    .. math:: n \times \text{cash per buyer within } 30 m \text{ days}

    which rises to the revenue ceiling. The labels of the model are those that QUADRANT takes.

    References
    ----------
    xl-quadrant, definitions of record: results per scenario.

    Examples
    --------
    A hundred leads become ten buyers, who pay a package of 1,000 on the day:

    >>> cash_timeline(
    ...     [
    ...         ["leads_per_month", 100],
    ...         ["cost_per_lead", 20],
    ...         ["booking_rate", 0.5],
    ...         ["show_rate", 0.5],
    ...         ["close_rate", 0.4],
    ...         ["core_price", 1000],
    ...     ],
    ...     2,
    ... )[2]
    [2.0, 10.0, 0.0, 0.0, 0.0, 0.0, 0.0, 10000.0, 0.0, 0.0, 0.0, 0.0, 10000.0, 0.0, 2000.0, 0.0, 0.0, 8000.0, 16000.0]
    """
    from xl_quadrant.business import timeline
    from xl_quadrant.catalogue.business_table import scenario_from_cells

    rows = timeline.cash_timeline(scenario_from_cells("model", model), int(months))
    return [
        list(TIMELINE_HEADINGS.values()),
        *([float(getattr(row, column)) for column in TIMELINE_HEADINGS] for row in rows),
    ]


@whole
def fix_first(today: Business, target: Business, metric: MetricName = "month_profit_30") -> list[list[Any]]:
    """
    Levers in the order of what each brings when it alone is moved from today to target.

    Parameters
    ----------
    today : array_like, two columns: label and value
        The business as it is, as QUADRANT takes it.
    target : array_like, two columns: label and value
        The business as it could be, in full.
    metric : str, name of a result, default "month_profit_30"
        The result to be improved.

    Returns
    -------
    list of list, table with headings
        Headings, then a row for each lever: its name, what it brings, and that as a share of the gap between today
        and target; the largest gain first. A row without a number holds the error.

    Raises
    ------
    BlankArgument
        If a value that a business needs is missing (``#VALUE!``).
    WrongType
        If a model is not a range of two columns or more, or a value in it is of the wrong type (``#VALUE!``).
    UnknownWord
        If a label is not an input, or the metric is not a result (``#VALUE!``).
    ArgumentError
        If a label stands twice, or a value has none (``#VALUE!``).
    OutOfDomain
        If a value in a model is out of bounds (``#NUM!``).
    ZeroDivisor
        If the metric has nothing to divide by; as a share, if target and today are the same (``#DIV/0!``).
    NoAnswer
        If the metric does not exist today or at target (``#N/A``).

    Notes
    -----
    A gain is the metric with the lever moved less the metric today, and the other way round where lower is better.
    Levers work on one another, so gains add up to the gap only by chance. The labels are those that QUADRANT takes.

    References
    ----------
    xl-quadrant, definitions of record: what must be true.

    Examples
    --------
    Closing 60% in place of 50% of those who turn up brings 5,000 more a month:

    >>> fix_first(
    ...     [["leads_per_month", 100], ["cost_per_lead", 20], ["booking_rate", 0.5], ["show_rate", 0.5],
    ...      ["close_rate", 0.5], ["core_price", 2000]],
    ...     [["leads_per_month", 100], ["cost_per_lead", 20], ["booking_rate", 0.5], ["show_rate", 0.5],
    ...      ["close_rate", 0.6], ["core_price", 2000]],
    ... )[:2]
    [['Lever', 'Gain', 'Share of the gap'], ['Close rate', 5000.0, 1.0]]
    """
    from xl_quadrant.business import lever_gains
    from xl_quadrant.catalogue.business_table import scenario_from_cells

    scenarios = scenario_from_cells("today", today), scenario_from_cells("target", target)
    rows = lever_gains.fix_first(*scenarios, metric.lower())
    return [
        list(FIX_FIRST_HEADINGS),
        *([row.lever.label, _number(row, "gain"), _number(row, "share")] for row in rows),
    ]


def _number(row: Any, name: str) -> float | XlQuadrantError:
    """Return a number of a row, or its error."""
    try:
        return float(getattr(row, name))
    except XlQuadrantError as error:
        return error
