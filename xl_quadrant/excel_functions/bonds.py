"""Interest that has accrued, and bonds whose first or last period is of another length."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from typing import Final

from xl_quadrant.excel_functions.cell_values import number
from xl_quadrant.excel_functions.day_counts import (
    BASES,
    THIRTY,
    day,
    days_between,
    is_month_end,
    months_on,
    year_part,
)
from xl_quadrant.excel_functions.error_kinds import Fault
from xl_quadrant.excel_functions.former_addins import without_logicals

_FREQUENCIES: Final = frozenset({1, 2, 4})
_TRIALS: Final = 200
_CLOSE: Final = 1e-12


def _basis(arguments: tuple[object, ...], position: int) -> int:
    """Return the basis among arguments, 0 if it is left out."""
    basis = int(number(arguments[position])) if len(arguments) > position else 0
    if basis not in BASES:
        raise Fault("Num")
    return basis


def _frequency(value: object) -> int:
    """Return how many coupons a year has."""
    frequency = int(number(value))
    if frequency not in _FREQUENCIES:
        raise Fault("Num")
    return frequency


def _year_part(*arguments: object) -> float:
    """Return YEARFRAC."""
    if not 2 <= len(arguments) <= 3:
        raise Fault("Value")
    first, last = (day(number(value)) for value in arguments[:2])
    return year_part(first, last, _basis(arguments, 2))


def _accrued(*arguments: object) -> float:
    """Return ACCRINT: the interest of each period between coupons, of which a whole one is as long as another."""
    if not 6 <= len(arguments) <= 8:
        raise Fault("Value")
    issue, first, settled = (day(int(number(value))) for value in arguments[:3])
    rate, par = number(arguments[3]), number(arguments[4])
    frequency, basis = _frequency(arguments[5]), _basis(arguments, 6)
    from_issue = bool(number(arguments[7])) if len(arguments) > 7 else True
    if rate <= 0 or par <= 0 or issue >= settled:
        raise Fault("Num")
    before = months_on(first, -12 // frequency, at_end=is_month_end(first))
    length = _length(before, first, frequency, basis)
    if issue >= before:
        return par * rate / frequency * days_between(issue, settled, basis) / length
    part = _signed(before, settled, basis) / length
    *wholes, (start, end) = reversed(list(_between(issue, before, first, frequency)))
    if start == issue:
        wholes.append((start, end))
    else:
        part += days_between(issue, end, basis) / _length(start, end, frequency, basis)
    return par * rate / frequency * (part + (len(wholes) if from_issue else 0))


def _signed(first: datetime.date, last: datetime.date, basis: int) -> int:
    """Return the days between two dates, below 0 if the last comes first."""
    return days_between(first, last, basis) if first <= last else -days_between(last, first, basis)


def _periods(start: datetime.date, end: datetime.date, coupon: datetime.date, frequency: int, basis: int) -> float:
    """Return how many periods between coupons there are, parts included."""
    total = 0.0
    for first, last in _between(start, end, coupon, frequency):
        if start <= first and last <= end:
            total += 1
        else:
            days = days_between(max(first, start), min(last, end), basis)
            total += days / _length(first, last, frequency, basis)
    return total


def _between(
    start: datetime.date, end: datetime.date, coupon: datetime.date, frequency: int
) -> Iterator[tuple[datetime.date, datetime.date]]:
    """Yield the periods between coupons from one day to another."""
    step, at_end = 12 // frequency, is_month_end(coupon)
    turn = 0
    while months_on(coupon, -turn * step, at_end=at_end) > start:
        turn += 1
    first = months_on(coupon, -turn * step, at_end=at_end)
    while months_on(coupon, -(turn - 1) * step, at_end=at_end) <= start:
        turn -= 1
        first = months_on(coupon, -turn * step, at_end=at_end)
    while first < end:
        turn -= 1
        last = months_on(coupon, -turn * step, at_end=at_end)
        yield first, last
        first = last


def _length(first: datetime.date, last: datetime.date, frequency: int, basis: int) -> float:
    """Return how many days a period between coupons has."""
    return {1: (last - first).days, 3: 365 / frequency}.get(basis, 360 / frequency)


def _accrued_at_maturity(*arguments: object) -> float:
    """Return ACCRINTM."""
    if not 4 <= len(arguments) <= 5:
        raise Fault("Value")
    issue, due = (day(int(number(value))) for value in arguments[:2])
    rate, par = number(arguments[2]), number(arguments[3])
    basis = _basis(arguments, 4)
    if rate <= 0 or par <= 0 or issue >= due:
        raise Fault("Num")
    return par * rate * year_part(issue, due, basis)


def _odd_first_price(*arguments: object) -> float:
    """Return ODDFPRICE: the price of a bond whose first period is shorter or longer."""
    settled, due, issue, first, rate, interest, redemption, frequency, basis = _odd_first(arguments)
    return _first_price(settled, due, issue, first, rate, interest, redemption, frequency, basis)


def _odd_first_yield(*arguments: object) -> float:
    """Return ODDFYIELD, found by trial."""
    settled, due, issue, first, rate, price, redemption, frequency, basis = _odd_first(arguments)
    if price <= 0:
        raise Fault("Num")

    def over(interest: float) -> float:
        return _first_price(settled, due, issue, first, rate, interest, redemption, frequency, basis) - price

    return _found(over, -0.99 * frequency, frequency)


def _odd_first(
    arguments: tuple[object, ...],
) -> tuple[datetime.date, datetime.date, datetime.date, datetime.date, float, float, float, int, int]:
    """Return the arguments of a bond with another first period."""
    if not 8 <= len(arguments) <= 9:
        raise Fault("Value")
    settled, due, issue, first = (day(int(number(value))) for value in arguments[:4])
    rate, other, redemption = (number(value) for value in arguments[4:7])
    frequency, basis = _frequency(arguments[7]), _basis(arguments, 8)
    if rate < 0 or other < 0 or redemption <= 0 or not issue < settled < first < due:
        raise Fault("Num")
    return settled, due, issue, first, rate, other, redemption, frequency, basis


def _first_price(
    settled: datetime.date,
    due: datetime.date,
    issue: datetime.date,
    first: datetime.date,
    rate: float,
    interest: float,
    redemption: float,
    frequency: int,
    basis: int,
) -> float:
    """Return the price of a bond: its coupons and its redemption, each at what it is worth at settlement."""
    coupon, growth = 100 * rate / frequency, 1 + interest / frequency
    at_end = is_month_end(due)
    step = 12 // frequency
    count, at = 0, first
    while at < due:
        count += 1
        at = months_on(first, count * step, at_end=at_end and is_month_end(first))
    odd = _periods(issue, first, first, frequency, basis)
    gone = _periods(issue, settled, first, frequency, basis)
    if odd <= 1:
        begun = months_on(first, -step, at_end=is_month_end(first))
        until = days_between(settled, first, basis) if basis not in THIRTY else None
        length = _length(begun, first, frequency, basis)
        wait = until / length if until is not None else days_between(settled, first, basis) / length
    else:
        wait = _periods(settled, first, first, frequency, basis)
    worth = float(coupon * odd / growth**wait)
    worth += sum(coupon / growth ** (turn + wait) for turn in range(1, count + 1))
    return float(worth + redemption / growth ** (count + wait) - coupon * gone)


def _odd_last_price(*arguments: object) -> float:
    """Return ODDLPRICE: the price of a bond whose last period is shorter or longer."""
    rate, interest, redemption, frequency, (whole, gone, left) = _odd_last(arguments)
    coupon = 100 * rate / frequency
    return (redemption + whole * coupon) / (1 + left * interest / frequency) - gone * coupon


def _odd_last_yield(*arguments: object) -> float:
    """Return ODDLYIELD."""
    rate, price, redemption, frequency, (whole, gone, left) = _odd_last(arguments)
    coupon = 100 * rate / frequency
    paid = price + gone * coupon
    return (redemption + whole * coupon - paid) / paid * frequency / left


def _odd_last(arguments: tuple[object, ...]) -> tuple[float, float, float, int, tuple[float, float, float]]:
    """Return the arguments of a bond with another last period: how long it is, what of it is gone and what is left."""
    if not 7 <= len(arguments) <= 8:
        raise Fault("Value")
    settled, due, last = (day(int(number(value))) for value in arguments[:3])
    rate, other, redemption = (number(value) for value in arguments[3:6])
    frequency, basis = _frequency(arguments[6]), _basis(arguments, 7)
    if rate < 0 or other < 0 or redemption <= 0 or not last < settled < due:
        raise Fault("Num")
    parts = [_periods(start, end, last, frequency, basis) for start, end in ((last, due), (last, settled))]
    left = _periods(settled, due, last, frequency, basis)
    return rate, other, redemption, frequency, (parts[0], parts[1], left)


def _found(over: Callable[[float], float], low: float, high: float) -> float:
    """Return where a falling function is 0."""
    for _ in range(64):
        if over(high) < 0:
            break
        high *= 2
    for _ in range(_TRIALS):
        middle = (low + high) / 2
        if over(middle) > 0:
            low = middle
        else:
            high = middle
        if high - low < _CLOSE:
            break
    return (low + high) / 2


BONDS: Final[dict[str, Callable[..., object]]] = {
    "YEARFRAC": without_logicals(_year_part),
    "ACCRINT": without_logicals(_accrued, allowed=7),
    "ACCRINTM": without_logicals(_accrued_at_maturity),
    "ODDFPRICE": without_logicals(_odd_first_price),
    "ODDFYIELD": without_logicals(_odd_first_yield),
    "ODDLPRICE": without_logicals(_odd_last_price),
    "ODDLYIELD": without_logicals(_odd_last_yield),
}
"""Functions of single values, in days since the end of 1899."""
