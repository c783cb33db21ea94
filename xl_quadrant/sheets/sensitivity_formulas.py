"""The formulas of the Sensitivity sheet: what its axes show, what stays as it is, and the cells of its grids."""

from __future__ import annotations

from typing import Final

from xl_quadrant.sheets.money import NOT_READY

_TAKE, _CHURN, _PRICE, _START = (
    f"in_continuity_{column}_today" for column in ("take_rate", "churn", "price", "start_day")
)
_WITHIN_30 = f"(set_days_per_month>{_START})"


def _stopped(rates: str, factor: str) -> str:
    """Return the formula of rates times a factor, each stopped at 1."""
    return f"({rates}*{factor}-({rates}*{factor}>1)*({rates}*{factor}-1))"


def _average(rates: str, weights: str) -> str:
    """Return the formula of the average of rates times a factor; 0 where nothing weighs."""
    return f"SUMPRODUCT({weights}*{_stopped(rates, '{factor}')})/(SUM({weights})+(SUM({weights})=0))"


VALUES: Final = {
    "close_rate": "MIN(1,in_close_rate_today*{factor})",
    "core_price": "in_core_price_today*{factor}",
    "churn": _average(_CHURN, _TAKE),
    "take_rate": _average(_TAKE, _PRICE),
}
"""What an axis shows beside a step, by the step's factor."""

BASES: Final = {
    "rest_30": ("A buyer besides the package, 30 days",
                "calc_kept_today*(calc_products_price_today+calc_services_price_today"
                f"+SUMPRODUCT({_TAKE}*{_PRICE}*{_WITHIN_30}))"),
    "rest_life": ("A buyer besides the package, lifetime",
                  "calc_products_per_buyer_life_today+calc_services_per_buyer_life_today+calc_continuity_per_buyer_life_today"),
    "base_30": ("A show besides continuity, 30 days",
                "out_front_30_today+out_core_30_today+out_products_30_today+out_services_30_today+out_prepay_30_today"),
    "base_life": ("A show besides continuity, lifetime",
                  "out_front_life_today+out_core_life_today+out_products_life_today+out_services_life_today"
                  "+out_prepay_life_today"),
}  # fmt: skip
"""What the cells have in common: label and formula."""

_FORWARD = (
    "{value}*(in_prepay_share_today*(1-in_prepay_discount_today)*calc_kept_today"
    "+in_financing_share_today*calc_kept_financed_today)"
)
_DOWN = "MIN(in_core_down_payment_today,{value})"
_COLLECTED = "SUMPRODUCT((lst_month<=in_core_installments_today)*(1-in_core_default_rate_today)^lst_month)"


def _package(over_time: str) -> str:
    """Return the formula of what a buyer pays for the package at a price."""
    paid = f"IF(in_core_installments_today=0,{{value}},{over_time})"
    return f"{_FORWARD}+calc_own_terms_today*calc_kept_today*{paid}"


HELPERS: Final = {
    ("close_price", "30"): _package(_DOWN),
    ("close_price", "life"): _package(f"{_DOWN}+({{value}}-{_DOWN})/in_core_installments_today*{_COLLECTED}"),
}
"""What a buyer pays for the package at the price over it."""

_PER_SHOW = "in_close_rate_today*calc_kept_today"
_TAKEN = _stopped(_TAKE, "{across}")
_FOR_LIFE = f"{_TAKEN}*{_PRICE}/({_stopped(_CHURN, '{down}')}+({_TAKE}=0))"

CELLS: Final = {
    **{
        ("close_price", time): f"calc_front_end_cash_today+{{row}}*({{helper}}+calc_sensitivity_rest_{time})"
        for time in ("30", "life")
    },
    ("churn_take", "30"): f"calc_sensitivity_base_30+{_PER_SHOW}*SUMPRODUCT({_TAKEN}*{_PRICE}*{_WITHIN_30})",
    (
        "churn_take",
        "life",
    ): f'IF({{down}}=0,"{NOT_READY}",calc_sensitivity_base_life+{_PER_SHOW}*SUMPRODUCT({_FOR_LIFE}))',
}
"""A cell, by its steps' factors, the value beside its row and what a buyer pays above its column."""
