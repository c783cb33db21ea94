"""The single figures that could bring a wanted cash per show: where each stands, how far it can go, and its worth."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from xl_quadrant.business.cash import cash_and_profit
from xl_quadrant.business.model import Scenario
from xl_quadrant.business.terms import Terms
from xl_quadrant.functions.continuity import DAYS_PER_MONTH
from xl_quadrant.functions.quantities import MONEY, ROUNDING

GROWTH: Final = 2.0
"""How many times itself a price can become; the target's is taken where that is more."""


@dataclass(frozen=True, slots=True)
class Position:
    """
    Where a lever stands, how far it can go and what a step is worth.

    Parameters
    ----------
    today, target : float
        What it is today, and in the target.
    per_unit : float, money per show
        What 30-day cash per show gains when it rises by 1.
    lowest, highest : float
        How far it can go.
    start : float
        A value from which cash rises and falls in a straight line.
    cash_at_start : float, money per show
        30-day cash per show there.
    """

    today: float
    target: float
    per_unit: float
    lowest: float
    highest: float
    start: float
    cash_at_start: float

    @property
    def best(self) -> float:
        """The end of its way that brings the most cash."""
        return self.highest if self.per_unit > 0 else self.lowest

    @property
    def room(self) -> float:
        """How far it can go in the direction that brings cash."""
        return abs(self.best - self.today)


@dataclass(frozen=True, slots=True)
class SingleLever:
    """
    One figure that alone could bring the wanted cash per show, in Python and as formulas, side by side.

    Parameters
    ----------
    name, label : str
        What it is called in code, and by a person.
    kind, unit : str
        ``money`` or ``rate``, and its unit with its basis.
    note : str
        What is meant by it.
    value : callable
        Takes a scenario and gives what it is.
    at : callable
        Takes a scenario, where the lever starts and a value, and gives the scenario with the lever there.
    value_excel : str
        What it is, as a formula on references.
    moved : mapping of str to str
        What moves with it, and the formula each becomes; ``{x}`` is the lever's value, ``{more}`` what it rose by.
    lowest, highest : callable
        Takes today and target, and gives how far it can go.
    lowest_excel, highest_excel : str
        The same as formulas; ``{today}`` and ``{target}`` are the lever's values.
    from_nothing : bool
        Whether cash is a straight line from 0 to 1; else from what it is, or from 1, to twice that.
    """

    name: str
    label: str
    kind: str
    unit: str
    note: str
    value: Callable[[Scenario], float]
    at: Callable[[Scenario, float, float], Scenario]
    value_excel: str
    moved: Mapping[str, str]
    lowest: Callable[[Scenario], float]
    lowest_excel: str
    highest: Callable[[Scenario, float, float], float]
    highest_excel: str
    from_nothing: bool = False

    def position(self, today: Scenario, target: Scenario | None = None) -> Position:
        """
        Return where the lever stands.

        Parameters
        ----------
        today : Scenario
            The business as it is.
        target : Scenario, optional
            The business as it could be; as today when left out.

        Returns
        -------
        Position
            Its room is what the client could do: a share goes to what others leave, a price to twice itself or to the
            target's.
        """
        value, aim = float(self.value(today)), float(self.value(target or today))
        start = 0.0 if self.from_nothing else value or 1.0
        end = 1.0 if self.from_nothing else 2 * start
        low, high = (float(_cash(self.at(today, start, x))) for x in (start, end))
        change = 0.0 if abs(high - low) <= ROUNDING * max(1.0, abs(low)) else high - low
        highest = self.highest(today, value, aim)
        return Position(value, aim, change / (end - start), self.lowest(today), highest, start, low)


def _cash(s: Scenario) -> Any:
    """Return cash per show within 30 days."""
    return cash_and_profit(s, float(DAYS_PER_MONTH)).cash


def _with(table: str, field: str) -> Callable[[Scenario, float, float], Scenario]:
    """Return what puts a value into a field."""

    def at(s: Scenario, _start: float, x: float) -> Scenario:
        if not table:
            return s.model_copy(update={field: x})
        return s.model_copy(update={table: getattr(s, table).model_copy(update={field: x})})

    return at


def _front_end_at(s: Scenario, _start: float, x: float) -> Scenario:
    """Return a scenario whose front end is sold at a price."""
    offer = {"offer": "value", "list_price": x, "discount": 0.0}
    return s.model_copy(update={"front_end": s.front_end.model_copy(update=offer)})


def _front_price(s: Scenario) -> float:
    """Return what those who pay for the front end pay."""
    return float(Terms(s, float(DAYS_PER_MONTH)).front_price)


def _counted(block: str, row: Any) -> bool:
    """Say whether an offer pays within 30 days."""
    return block != "continuity" or row.start_day < DAYS_PER_MONTH


def _average(block: str, column: str, weight: str) -> Callable[[Scenario], float]:
    """Return what gives the average of a column of offers by a weight; 0 where nothing weighs."""

    def average(s: Scenario) -> float:
        rows = [row for row in getattr(s, block) if _counted(block, row)]
        weights = sum(getattr(row, weight) for row in rows)
        return sum(getattr(row, weight) * getattr(row, column) for row in rows) / weights if weights else 0.0

    return average


def _all_at(block: str, column: str) -> Callable[[Scenario, float, float], Scenario]:
    """Return what raises a column of all offers by as much as their average rises from what it is."""

    def at(s: Scenario, start: float, x: float) -> Scenario:
        rows = getattr(s, block)
        raised = (row.model_copy(update={column: getattr(row, column) + (x - start)}) for row in rows)
        return s.model_copy(update={block: tuple(raised)})

    return at


def _offers(block: str, label: str, column: str, weight: str) -> SingleLever:
    """Return the lever of a column of a list of offers, all of which move by as much."""
    counted = "*([continuity.start_day]<set_days_per_month)" if block == "continuity" else ""
    weights, amounts = (f"SUMPRODUCT([{block}.{weight}]{more}{counted})" for more in ("*1", f"*[{block}.{column}]"))
    rate = column == "take_rate"
    unit = "share of buyers" if rate else MONEY.per("payment").unit if counted else MONEY.unit
    what = "take rate" if rate else "price"
    note = (
        "Average of the offers that start within 30 days"
        if counted
        else f"Average, weighted by {weight.replace('_', ' ')}"
    )
    return SingleLever(
        f"{block}_{column}", f"{label}: {what}", "rate" if rate else "money", unit, note,
        _average(block, column, weight), _all_at(block, column),
        f"{amounts}/({weights}+({weights}=0))", {f"{block}.{column}": f"([{block}.{column}]+{{more}})"},
        lambda _: 0.0, "0", *(_UP_TO_1 if rate else _GROWN),
    )  # fmt: skip


_UP_TO_1: Final = (lambda _s, _today, _target: 1.0, "1")
_GROWN: Final = (lambda _s, today, target: max(GROWTH * today, target), "MAX(set_growth*{today},{target})")
_PER_SHOW, _PER_BUYER = MONEY.per("show").unit, MONEY.per("buyer").unit

SINGLE_LEVERS: Final = (
    SingleLever("front_end_price", "Front-end price", "money", _PER_SHOW,
                "What those who pay for the front end pay, after its discount", _front_price, _front_end_at,
                "[front_price]", {"front_price": "{x}"}, lambda _: 0.0, "0",
                lambda s, today, target: max(GROWTH * max(today, s.front_end.list_price), target),
                "MAX(set_growth*MAX({today},[front_end_list_price]),{target})"),
    SingleLever("close_rate", "Close rate", "rate", "share of shows", "Share of shows who buy",
                lambda s: s.close_rate, _with("", "close_rate"), "[close_rate]", {"close_rate": "{x}"},
                lambda _: 0.0, "0", *_UP_TO_1, from_nothing=True),
    SingleLever("core_price", "Core package price", "money", _PER_BUYER, "With the down payment as it is",
                lambda s: s.core.price, _with("core", "price"), "[core_price]", {"core_price": "{x}"},
                lambda s: s.core.down_payment, "[core_down_payment]", *_GROWN),
    SingleLever("down_payment", "Down payment", "money", _PER_BUYER,
                "At most the price; counts where there are installments",
                lambda s: s.core.down_payment, _with("core", "down_payment"), "[core_down_payment]",
                {"core_down_payment": "{x}"}, lambda _: 0.0, "0",
                lambda s, _today, _target: s.core.price, "[core_price]"),
    SingleLever("prepay_share", "Prepay share", "rate", "share of buyers", "At most those who do not finance",
                lambda s: s.prepay.share, _with("prepay", "share"), "[prepay_share]", {"prepay_share": "{x}"},
                lambda _: 0.0, "0", lambda s, _today, _target: 1 - s.financing.share, "1-[financing_share]",
                from_nothing=True),
    SingleLever("financing_share", "Financed share", "rate", "share of buyers", "At most those who do not prepay",
                lambda s: s.financing.share, _with("financing", "share"), "[financing_share]",
                {"financing_share": "{x}"}, lambda _: 0.0, "0", lambda s, _today, _target: 1 - s.prepay.share,
                "1-[prepay_share]", from_nothing=True),
    _offers("products", "Products", "take_rate", "price"),
    _offers("products", "Products", "price", "take_rate"),
    _offers("services", "Services", "take_rate", "price"),
    _offers("services", "Services", "price", "take_rate"),
    _offers("continuity", "Continuity", "take_rate", "price"),
    _offers("continuity", "Continuity", "price", "take_rate"),
    SingleLever("refund_rate", "Refund rate", "rate", "share of payments", "What is given back; less is better",
                lambda s: s.costs.refund_rate, _with("costs", "refund_rate"), "[costs_refund_rate]",
                {"costs_refund_rate": "{x}"}, lambda _: 0.0, "0",
                lambda s, _today, _target: 1 - max(s.costs.card_fee_rate, s.financing.merchant_fee),
                "1-MAX([costs_card_fee_rate],[financing_merchant_fee])", from_nothing=True),
)  # fmt: skip
"""The levers, in the order of the money."""
