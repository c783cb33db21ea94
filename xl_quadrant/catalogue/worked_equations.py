"""The equation of each function as it applies to the given arguments; EXPLAIN puts the numbers in."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any, Final

from xl_quadrant.functions.cost_of_cash import DAYS_PER_YEAR
from xl_quadrant.functions.funnel import BASES

Values = dict[str, Any]
"""The arguments by name, with their defaults; an equation may add terms of its own."""

Equation = str | Callable[[Values, Any], str]


def equation_of(name: str, values: Values, answer: Any) -> str | None:
    """
    Return the equation of a function, as it applies to its arguments.

    Parameters
    ----------
    name : str
        The function.
    values : dict of str to object
        Its arguments by name; terms that the equation adds are put there too.
    answer : object
        What the function answers.

    Returns
    -------
    str or None
        In the names of the arguments, with the signs × − / ^ ≤ ≥ >; None for a function that has no such equation.

    Examples
    --------
    >>> equation_of("LTV_TO_CAC", {"ltv": 1700.0, "cac": 200.0}, 8.5)
    'ltv / cac'
    """
    equation = EQUATIONS.get(name)
    return equation(values, answer) if callable(equation) else equation


def _rebase(values: Values, _: Any) -> str:
    """Return the value multiplied or divided by the rates between the two bases."""
    rates = ("booking_rate", "show_rate", "close_rate")
    start, end = BASES.index(values["from_basis"]), BASES.index(values["to_basis"])
    if start < end:
        return " / ".join(("value", *rates[start:end]))
    return " × ".join(("value", *reversed(rates[end:start])))


def _front_end(values: Values, _: Any) -> str:
    """Return what the kind of offer brings."""
    off = " × (1 − discount)" if values["offer"] == "discount" else ""
    return "0" if values["offer"] == "free" else f"list_price{off} × paying_share"


def _offer_value(values: Values, _: Any) -> str:
    """Return the sum over the offers."""
    prices, takes, costs = (_column(values.pop(name)) for name in ("prices", "take_rates", "unit_costs"))
    rows = zip(prices, takes, costs * len(prices) if len(costs) == 1 else costs, strict=False)
    terms = []
    for number, (price, take, cost) in enumerate(rows, start=1):
        values |= {f"price_{number}": price or 0.0, f"take_rate_{number}": take or 0.0, f"cost_{number}": cost or 0.0}
        terms.append(f"take_rate_{number} × (price_{number} − cost_{number})")
    return " + ".join(terms)


def _column(given: Any) -> list[Any]:
    """Return the cells of an argument as a list."""
    if not isinstance(given, (list, tuple)):
        return [given]
    return [cell for row in given for cell in (row if isinstance(row, (list, tuple)) else [row])]


def _breakeven(values: Values, _: Any) -> str:
    """Return the share of payments that leaving members do not make."""
    return "1 − (1 − (1 − churn)^payments) / (payments × churn)" if values["churn"] else "0"


def _cost_of_cash(values: Values, answer: Any) -> str:
    """Return how the rate of a year follows from the rate between two payments."""
    periods = DAYS_PER_YEAR / values["every_days"]
    if values["quoted"] == "nominal":
        values["rate_per_payment"] = answer / periods
        return f"rate_per_payment × {DAYS_PER_YEAR} / every_days"
    values["rate_per_payment"] = math.expm1(math.log1p(answer) / periods)
    return f"(1 + rate_per_payment)^({DAYS_PER_YEAR} / every_days) − 1"


def _installments(values: Values, _: Any) -> str:
    """Return the down payment and the installments that are paid."""
    if not values["payments"]:
        return "price"
    given = values["through"]
    values["through"] = values["payments"] if given is None else min(given, values["payments"])
    survive = "(1 − default_rate) × (1 − (1 − default_rate)^through) / default_rate"
    return f"down_payment + (price − down_payment) / payments × {survive if values['default_rate'] else 'through'}"


def _ltv(values: Values, _: Any) -> str:
    """Return the sum of the payments as one fraction."""
    discount, payments = values["discount_rate"], values["payments"]
    first = "price × (1 + discount_rate)" if discount and values["paid"] == "start" else "price"
    lost = "(churn + discount_rate)" if discount else "churn"
    kept = "((1 − churn) / (1 + discount_rate))" if discount else "(1 − churn)"
    if payments is None:
        sum_of_payments = f"{first} / {lost}"
    elif not values["churn"] and not discount:
        sum_of_payments = "price × payments"
    else:
        sum_of_payments = f"{first} × (1 − {kept}^payments) / {lost}"
    margin = "margin × " if values["margin"] != 1 else ""
    return f"{margin}{sum_of_payments}{' + signup_fee' if values['signup_fee'] else ''}"


def _ltv_curve(values: Values, answer: Any) -> str:
    """Return the price times the expected number of payments."""
    values["expected_payments"] = answer / values["price"] if values["price"] else 0.0
    return "price × expected_payments"


def _continuity(values: Values, _: Any) -> str:
    """Return the sum of the payments that fall within the days."""
    days = values["days"] - values["start_day"]
    values["payments"] = float(max(0, math.ceil(days / values["every_days"])))
    return _survivors("price", values["churn"])


def _survivors(price: str, churn: float, payments: str = "payments") -> str:
    """Return a price times the payments of a member who may leave."""
    return f"{price} × (1 − (1 − churn)^{payments}) / churn" if churn else f"{price} × {payments}"


def _payback(values: Values, answer: Any) -> str:
    """Return what has been earned by the month of payback, after the payments of its months."""
    if values["upfront_profit"] >= values["cac"]:
        return "upfront_profit ≥ cac"
    values["payments"] = answer + (values["paid"] == "start")
    return f"upfront_profit + {_survivors('margin × price', values['churn'])} ≥ cac"


def _most_per_show(values: Values, _: Any) -> str:
    """Return what is left of the profit of a show, or that nothing is."""
    left = _left_of_a_show(values)
    return left if _is_left(values) else f"{left} ≤ 0"


def _most_per_lead(values: Values, _: Any) -> str:
    """Return the share of what is left of the profit of a show that a lead brings, or that nothing is."""
    left = _left_of_a_show(values)
    if not _is_left(values):
        return f"{left} ≤ 0"
    return f"{f'({left})' if values['cost_per_sale'] else left} × show_rate × booking_rate"


def _left_of_a_show(values: Values) -> str:
    """Return the profit of a show, over the multiple, less the cost of its sales."""
    of_sales = " − close_rate × cost_per_sale" if values["cost_per_sale"] else ""
    return f"(front_end_profit + close_rate × profit_per_buyer) / multiple{of_sales}"


def _is_left(values: Values) -> bool:
    """Say whether the profit of a show is more than the cost of its sales, so many times."""
    profit = values["front_end_profit"] + values["close_rate"] * values["profit_per_buyer"]
    return bool(profit / values["multiple"] > values["close_rate"] * values["cost_per_sale"])


def _verdict(_: Values, answer: Any) -> str:
    """Return the comparison that gave the verdict."""
    paid_by = {
        "paid on the day": "profit_day_0",
        "paid in 30 days": "profit_30",
        "paid over lifetime": "profit_lifetime",
    }
    return f"cost_per_show ≤ {paid_by[answer]}" if answer in paid_by else "cost_per_show > profit_lifetime"


def _members(values: Values, _: Any) -> str:
    """Return those who stayed and those who joined since."""
    if not values["churn"]:
        return "start + new_members × month"
    return "start × (1 − churn)^month + new_members × (1 − (1 − churn)^month) / churn"


def _months_to_ceiling(values: Values, answer: Any) -> str:
    """Return the share of the ceiling that is reached."""
    values["months"] = answer
    return "1 − (1 − start_share) × (1 − churn)^months ≥ fraction"


def _churn_needed(values: Values, answer: Any) -> str:
    """Return what the largest churn brings."""
    if values["margin"] * values["price"] >= values["target_ltv"]:
        return "margin × price ≥ target_ltv"
    if values["payments"] is None:
        return "margin × price / target_ltv"
    values["churn"] = answer
    return f"{_survivors('margin × price', answer)} ≥ target_ltv"


EQUATIONS: Final[Mapping[str, Equation]] = {
    "SHOW_RATE": "shows / booked",
    "CLOSE_RATE": "buyers / shows",
    "FUNNEL_COUNT": "leads × booking_rate × show_rate × close_rate",
    "COST_PER_SHOW": "cost_per_lead / (booking_rate × show_rate)",
    "COST_PER_BUYER": "cost_per_show / close_rate + cost_per_sale",
    "REBASE": _rebase,
    "FRONT_END_CASH": _front_end,
    "NET_PRICE": "price × (1 − refund_rate − fee_rate − commission_rate) − fixed_fee − unit_cost",
    "OFFER_VALUE": _offer_value,
    "DOWNSELL_VALUE": "upsell_take × upsell_value + (1 − upsell_take) × downsell_take × downsell_value",
    "PREPAY_CASH": "(prepay_share × price × (1 − discount) + (1 − prepay_share) × down_payment) × (1 − fee_rate)",
    "PREPAY_BREAKEVEN": _breakeven,
    "PREPAY_COST_OF_CASH": _cost_of_cash,
    "FINANCE_NET": "approval_rate × (price × (1 − merchant_fee) − fixed_fee)",
    "INSTALLMENT_CASH": _installments,
    "LTV_CONTINUITY": _ltv,
    "LTV_CURVE": _ltv_curve,
    "CONTINUITY_CASH": _continuity,
    "MONTHLY_CHURN": "1 − (1 − annual_churn)^(1/12)",
    "CASH_PER_SHOW": "front_end + close_rate × (core + products + services + prepay + continuity)",
    "TALK_CASH_PER_SHOW": "close_rate × core + products + services + prepay + continuity",
    "LTV_TO_CAC": "ltv / cac",
    "CLIENT_FINANCED": lambda _, answer: f"profit_30 {'≥' if answer else '<'} multiple × cac",
    "PAYBACK_MONTHS": _payback,
    "MAX_COST_PER_SHOW": _most_per_show,
    "MAX_COST_PER_LEAD": _most_per_lead,
    "CHANNEL_VERDICT": _verdict,
    "REVENUE_CEILING": "new_buyers × ltv",
    "MEMBERS_AT": _members,
    "MEMBER_CEILING": "new_members / churn",
    "MONTHS_TO_CEILING": _months_to_ceiling,
    "REFERRAL_MULTIPLIER": "1 / (1 − referral_rate)",
    "REFERRAL_CAC": "cac × (1 − referral_rate) + referral_rate × reward",
    "CLOSE_RATE_NEEDED": "(target − front_end) / per_buyer",
    "TAKE_RATE_NEEDED": "(target − current) / (close_rate × price)",
    "PRICE_NEEDED": "(target − current) / (close_rate × take_rate)",
    "CHURN_NEEDED": _churn_needed,
}
"""The equation of each function; RATE_INTERVAL has none that a person can follow with numbers, the tables neither."""
