"""Payments at even intervals, interest and principal of a loan, depreciation, prices in fractions."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final

from xl_quadrant.excel_functions.cell_values import cells_of, is_error, is_number, number
from xl_quadrant.excel_functions.error_kinds import Fault, error
from xl_quadrant.excel_functions.former_addins import without_logicals

_YEAR: Final = 12


def _finite(calculate: Callable[..., float]) -> Callable[..., float]:
    """Return a function whose answer is an error of Excel where it has no finite number."""

    def function(*arguments: object) -> float:
        try:
            found = calculate(*arguments)
        except ZeroDivisionError as failure:
            raise Fault("Div") from failure
        except OverflowError as failure:
            raise Fault("Num") from failure
        if isinstance(found, complex) or not math.isfinite(found):
            raise Fault("Num")
        return found

    return function


def power_of(base: float, exponent: float) -> float:
    """Return a power that is a number; there is none of a number below 0 to a part of a whole."""
    found: float | complex = base**exponent
    if isinstance(found, complex):
        raise Fault("Num")
    return float(found)


def payment(rate: float, periods: float, present: float, future: float, begins: float) -> float:
    r"""
    Return what is paid each period, as PMT does.

    Parameters
    ----------
    rate : float
        Interest for each period.
    periods : float
        How many there are.
    present, future : float, money
        What there is at first and at last.
    begins : float
        1 if payments fall at the beginning of a period, 0 at its end.

    Returns
    -------
    float, money per period
        With the sign that money that is paid out has.

    Raises
    ------
    Fault
        If there is no such payment.

    Notes
    -----
    It solves :math:`V (1+i)^n + p (1+i b) \frac{(1+i)^n - 1}{i} + F = 0`.

    Examples
    --------
    >>> round(payment(0.08 / 12, 10, 10000, 0, 0), 2)
    -1037.03
    """
    if rate <= -1 or periods == 0:
        raise Fault("Num")
    if rate == 0:
        return -(present + future) / periods
    growth = power_of(1 + rate, periods)
    return -(present * growth + future) * rate / ((1 + rate * begins) * (growth - 1))


def value_at_last(rate: float, periods: float, paid: float, present: float, begins: float) -> float:
    """Return FV: what there is after all payments."""
    if rate == 0:
        return -present - paid * periods
    growth = power_of(1 + rate, periods)
    return -present * growth - paid * (1 + rate * begins) * (growth - 1) / rate


def interest(rate: float, period: float, periods: float, present: float, future: float, begins: float) -> float:
    """Return IPMT: the interest within the payment of one period."""
    if not 1 <= period < periods + 1:
        raise Fault("Num")
    paid = payment(rate, periods, present, future, begins)
    if period == 1:
        return 0.0 if begins else -present * rate
    if begins:
        return (value_at_last(rate, period - 2, paid, present, 1) - paid) * rate
    return value_at_last(rate, period - 1, paid, present, 0) * rate


def _numbers(arguments: tuple[object, ...], least: int, most: int) -> list[float]:
    """Return arguments as numbers, 0 for those left out."""
    if not least <= len(arguments) <= most:
        raise Fault("Value")
    return [*map(number, arguments), *([0.0] * (most - len(arguments)))]


def _pmt(*arguments: object) -> float:
    rate, periods, present, future, begins = _numbers(arguments, 3, 5)
    return payment(rate, periods, present, future, float(begins != 0))


def _ipmt(*arguments: object) -> float:
    rate, period, periods, present, future, begins = _numbers(arguments, 4, 6)
    return interest(rate, period, periods, present, future, float(begins != 0))


def _ppmt(*arguments: object) -> float:
    rate, period, periods, present, future, begins = _numbers(arguments, 4, 6)
    begins = float(begins != 0)
    return payment(rate, periods, present, future, begins) - interest(rate, period, periods, present, future, begins)


def _fv(*arguments: object) -> float:
    rate, periods, paid, present, begins = _numbers(arguments, 3, 5)
    return value_at_last(rate, periods, paid, present, float(begins != 0))


def _pv(*arguments: object) -> float:
    rate, periods, paid, future, begins = _numbers(arguments, 3, 5)
    if rate == 0:
        return -future - paid * periods
    growth = power_of(1 + rate, periods)
    return -(future + paid * (1 + rate * float(begins != 0)) * (growth - 1) / rate) / growth


def _cumulated(part: Callable[..., float]) -> Callable[..., float]:
    """Return CUMIPMT or CUMPRINC: a part of the payments of some periods, together."""

    def function(*arguments: object) -> float:
        rate, periods, present, start, end, begins = _numbers(arguments, 6, 6)
        first, last = math.ceil(start), math.floor(end)
        if rate <= 0 or periods <= 0 or present <= 0 or start < 1 or not first <= last <= periods:
            raise Fault("Num")
        if begins not in (0.0, 1.0):
            raise Fault("Num")
        return sum(part(rate, float(period), periods, present, begins) for period in range(first, last + 1))

    return function


def _interest_part(rate: float, period: float, periods: float, present: float, begins: float) -> float:
    return interest(rate, period, periods, present, 0.0, begins)


def _principal_part(rate: float, period: float, periods: float, present: float, begins: float) -> float:
    return payment(rate, periods, present, 0.0, begins) - interest(rate, period, periods, present, 0.0, begins)


def _fixed_declining(*arguments: object) -> float:
    """Return DB: by a rate of three digits, the first and the last year in part."""
    if not 4 <= len(arguments) <= 5:
        raise Fault("Value")
    cost, salvage, life, asked = map(number, arguments[:4])
    months = math.floor(number(arguments[4])) if len(arguments) > 4 else _YEAR
    asked = math.floor(asked)
    if cost < 0 or salvage < 0 or life <= 0 or not 1 <= months <= _YEAR or asked < 1:
        raise Fault("Num")
    if asked > life + (months < _YEAR):
        raise Fault("Num")
    if cost == 0:
        return 0.0
    rate = round(1 - power_of(salvage / cost, 1 / life), 3)
    step = cost * rate * months / _YEAR
    gone = 0.0
    for period in range(2, asked + 1):
        gone += step
        step = (cost - gone) * rate * ((_YEAR - months) / _YEAR if period > life else 1)
    return step


def _declining(*arguments: object) -> float:
    """Return VDB: by a rate of what is left, and evenly from where that is more; steps begin anew at the start."""
    if not 5 <= len(arguments) <= 7:
        raise Fault("Value")
    cost, salvage, life, start, end = map(number, arguments[:5])
    factor = number(arguments[5]) if len(arguments) > 5 else 2.0
    stays = bool(number(arguments[6])) if len(arguments) > 6 else False
    if not (0 <= start <= end <= life and cost >= 0 and salvage >= 0 and factor >= 0 and life > 0):
        raise Fault("Num")
    left, even, total = cost, False, 0.0
    begun = start - math.floor(start)
    for first, last in [*([(0.0, begun)] if begun else []), *_steps(begun, end)]:
        share = max(min(left * min(factor / life, 1.0), left - salvage), 0.0)
        straight = (left - salvage) / (life - first)
        even = not stays and (even or straight > share)
        step = (straight if even else share) * (last - first)
        left -= step
        total += step if first >= start else 0.0
    return total


def _steps(start: float, end: float) -> list[tuple[float, float]]:
    """Return steps of one period from a start, the last one shorter."""
    return [(start + at, min(start + at + 1, end)) for at in range(math.ceil(end - start))]


def _double_declining(*arguments: object) -> float:
    """Return DDB: by a rate of what is left, never below what is left at last."""
    if not 4 <= len(arguments) <= 5:
        raise Fault("Value")
    cost, salvage, life, period = map(number, arguments[:4])
    factor = number(arguments[4]) if len(arguments) > 4 else 2.0
    if cost < 0 or salvage < 0 or life <= 0 or period <= 0 or factor <= 0 or period > life:
        raise Fault("Num")
    rate = min(factor / life, 1.0)
    before, after = cost * power_of(1 - rate, max(period - 1, 0.0)), cost * power_of(1 - rate, period)
    return max(before - max(after, salvage), 0.0)


def _decimal_price(*arguments: object) -> float:
    """Return DOLLARDE: a price whose digits after the point are so many parts of a fraction."""
    price, parts = _price(arguments)
    whole = math.trunc(price)
    return whole + (price - whole) * 10.0 ** math.ceil(math.log10(parts)) / parts


def _fraction_price(*arguments: object) -> float:
    """Return DOLLARFR: a price with parts of a fraction as digits after the point."""
    price, parts = _price(arguments)
    whole = math.trunc(price)
    return whole + (price - whole) * parts / 10.0 ** math.ceil(math.log10(parts))


def _price(arguments: tuple[object, ...]) -> tuple[float, int]:
    """Return a price and of how many parts its fraction is."""
    price, parts = _numbers(arguments, 2, 2)
    if parts < 0:
        raise Fault("Num")
    if parts < 1:
        raise Fault("Div")
    return price, math.floor(parts)


def _modified_return(values: object, finance: object, reinvested: object) -> object:
    """Return MIRR: the rate of return if gains are put in at one rate and losses paid for at another."""
    cells = list(cells_of([values]))
    wrong = next(filter(is_error, cells), None)
    if wrong is not None:
        return wrong
    flows = [float(value) for value in cells if is_number(value)]
    paid_for, put_in = number(finance), number(reinvested)
    last = len(flows) - 1
    gains = sum(flow * (1 + put_in) ** (last - at) for at, flow in enumerate(flows) if flow > 0)
    try:
        losses = -sum(flow / (1 + paid_for) ** at for at, flow in enumerate(flows) if flow < 0)
        share = gains / losses
        return error("Num") if share < 0 else share ** (1 / last) - 1
    except ZeroDivisionError:
        return error("Div")


ANNUITIES: Final[dict[str, Callable[..., object]]] = {
    "PMT": _finite(_pmt),
    "IPMT": _finite(_ipmt),
    "PPMT": _finite(_ppmt),
    "FV": _finite(_fv),
    "PV": _finite(_pv),
    "DB": _finite(_fixed_declining),
    "DDB": _finite(_double_declining),
    "VDB": _finite(_declining),
    "CUMIPMT": without_logicals(_finite(_cumulated(_interest_part))),
    "CUMPRINC": without_logicals(_finite(_cumulated(_principal_part))),
    "DOLLARDE": without_logicals(_finite(_decimal_price)),
    "DOLLARFR": without_logicals(_finite(_fraction_price)),
}
"""Functions of single values."""

OF_FLOWS: Final[dict[str, Callable[..., object]]] = {"MIRR": _modified_return}
"""Functions of rows of money, which take arrays as they are."""
