"""The cases of the table of the money: each lever alone, each single figure at two values, steps of the core price."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from xl_quadrant.business.lever_moves import CHURN, LEVERS, Lever
from xl_quadrant.business.memberships import DERIVED
from xl_quadrant.business.model import FIELDS, OFFER_BLOCKS
from xl_quadrant.business.single_levers import SINGLE_LEVERS, SingleLever
from xl_quadrant.sheets.cases import Case
from xl_quadrant.sheets.money import REFERENCE, name_of

GAINS: Final = ("month_profit@30", "month_profit@life", "cash_per_show@30", "cash_per_show@life")
"""What a lever is ranked by, and what stands beside it."""

RANKED: Final = tuple(lever for lever in LEVERS if lever.name != "fixed_costs")
"""The levers that change what a month's leads earn."""

CASH_30: Final = "cash_per_show@30"
PRICE_CASES: Final = ("nobody", "all")
"""At each step of the core price: if nobody who turns up buys, and if all do."""

_FIELDS: Final = {field.name for field in FIELDS}
_BOTH: Final = "calc_ready_both"


def lever_cases() -> Iterator[Case]:
    """Yield a case for each lever that is moved alone from today to target; what it leaves no room for gives way."""
    for lever in RANKED:
        moved = {field: name_of(field, "target") for field in lever.fields if field in _FIELDS and field != "core_name"}
        moved |= _moved_offers(lever)
        moved |= _given_way(lever, moved)
        yield Case(f"lever_{lever.name}", lever.label, "today", moved, GAINS, _BOTH)


def _moved_offers(lever: Lever) -> dict[str, str]:
    """Return the columns of offers that a lever moves, and what takes their place."""
    moved = {}
    for block in OFFER_BLOCKS:
        for column in block.columns[1:]:
            if f"{block.name}_{column.name}" in lever.fields and column.name not in CHURN:
                moved[f"{block.name}.{column.name}"] = name_of(f"{block.name}.{column.name}", "target")
    variant = {"continuity": "offers", "churn": "leaving"}.get(lever.name)
    if variant:
        moved |= {f"continuity.{name}": f"val_continuity_{name}_{variant}" for name in DERIVED}
    return moved


def _given_way(lever: Lever, moved: dict[str, str]) -> dict[str, str]:
    """Return what gives way: the down payment to the price, one share to the other, the merchant fee to refunds."""

    def now(field: str) -> str:
        return moved.get(field, name_of(field, "today"))

    given = {}
    if {"core_price", "core_down_payment"} & set(moved):
        given["core_down_payment"] = f"MIN({now('core_down_payment')},{now('core_price')})"
    if lever.name in ("prepay", "financing"):
        stays, gives = ("prepay", "financing") if lever.name == "prepay" else ("financing", "prepay")
        given[f"{gives}_share"] = f"MIN({now(f'{gives}_share')},1-{now(f'{stays}_share')})"
    if {"financing_merchant_fee", "costs_refund_rate"} & set(moved):
        given["financing_merchant_fee"] = f"MIN({now('financing_merchant_fee')},1-{now('costs_refund_rate')})"
    return given


def single_cases(places: dict[str, tuple[str, str]]) -> Iterator[Case]:
    """Yield two cases for each single figure, at the cells where it starts and ends."""
    for lever in SINGLE_LEVERS:
        for which, x in zip(("start", "end"), places[lever.name], strict=True):
            more = f"({x}-{places[lever.name][0]})"
            moved = {key: on_today(formula.format(x=x, more=more)) for key, formula in lever.moved.items()}
            yield Case(
                f"{lever.name}_{which}", f"{lever.label}, {which}", "today", moved, (CASH_30,), "calc_ready_today"
            )


def on_today(formula: str) -> str:
    """Return a formula on the names of today."""
    return REFERENCE.sub(lambda found: name_of(found[1], "today"), formula)


def value_of(lever: SingleLever, scenario: str) -> str:
    """Return the formula of what a single figure is."""
    return REFERENCE.sub(lambda found: name_of(found[1], scenario), lever.value_excel)


def price_cases(factors: list[str]) -> Iterator[Case]:
    """Yield two cases for each step of the core price, by the cell of its factor less one."""
    for number, factor in enumerate(factors):
        price = f"val_core_price_today*(1+{factor})"
        moved = {"core_price": price, "core_down_payment": f"MIN(val_core_down_payment_today,{price})"}
        for close_rate, buys in enumerate(PRICE_CASES):
            yield Case(f"price_{number}_{buys}", f"Price step {number + 1}, {buys} buy", "today",
                       {**moved, "close_rate": str(close_rate)}, (CASH_30, "cash_per_show@life"), "calc_ready_today")  # fmt: skip
