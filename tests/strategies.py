"""Hypothesis strategies for what the functions take, and the list of all functions."""

import importlib
from functools import cache

from hypothesis import strategies as st

from xl_quadrant.functions.arguments import arguments_of
from xl_quadrant.functions.quantities import Number, Word

MODULES = (
    "funnel_rates",
    "funnel",
    "front_end",
    "products_services",
    "prepay",
    "cost_of_cash",
    "lifetime_value",
    "continuity",
    "per_show",
    "cost_limits",
    "payback",
    "growth",
    "levers",
    "churn_needed",
)

TINY = 1e-15
"""Below this a rate is noise."""

SPILLING = {"rate_interval": 3}
"""The functions that answer with several numbers, and with how many."""


@cache
def every_function():
    """Return every function by its name."""
    found = {}
    for module in map(importlib.import_module, (f"xl_quadrant.functions.{name}" for name in MODULES)):
        public = {name: thing for name, thing in vars(module).items() if hasattr(thing, "__wrapped__")}
        found |= {name: function for name, function in public.items() if not name.startswith("_")}
    return found


def is_reducing(function):
    """Say whether a function reduces ranges to one number."""
    return any(argument.quantity.column for argument in arguments_of(function))


def elementwise_functions():
    """Return the functions that work element by element, by name."""
    return {name: function for name, function in every_function().items() if not is_reducing(function)}


def money(high=1e6):
    """Amounts, whole ones and nothing often."""
    return st.one_of(st.just(0.0), st.integers(0, int(high)).map(float), some_money(high))


def some_money(high=1e6):
    """Amounts above nothing."""
    return st.floats(0.01, high)


def rates(low=0.0, high=1.0):
    """Rates, the ends and whole percents often, tiny ones at times."""
    ends = st.sampled_from((low, high))
    percents = st.integers(0, 100).map(lambda percent: low + (high - low) * percent / 100)
    return st.one_of(ends, percents, st.floats(low, high).filter(lambda rate: rate == 0 or rate > TINY))


def some_rates(high=1.0):
    """Rates above 0, tiny ones at times."""
    return st.one_of(st.floats(0.001, high), st.floats(-14, -3).map(lambda exponent: 10**exponent))


def months(low=0, high=360):
    """Whole numbers of months."""
    return st.integers(low, high).map(float)


def counts(high=1e4):
    """Numbers of people, not always whole."""
    return st.one_of(st.integers(0, int(high)).map(float), st.floats(0.01, high))


def draw(random, argument):
    """Draw a value that an argument's quantity allows, its ends often, or none at times where it may be left out."""
    quantity = argument.quantity
    if not argument.required and random.random() < 0.2:
        return None
    if quantity.column:
        return [draw_number(random, quantity) for _ in range(3)]
    if isinstance(quantity, Word):
        word = random.choice(quantity.words)
        return random.choice((word, word.title(), word.upper()))
    return draw_number(random, quantity) if isinstance(quantity, Number) else random.random() < 0.5


def draw_number(random, quantity):
    """Draw a number that a quantity allows: nothing, one, a small, an ordinary, a large or a tiny one."""
    ordinary = {"money": 1000, "rate": 1, "months": 24, "days": 365, "count": 100, "ratio": 4}[quantity.kind]
    number = random.choice(
        (0.0, 1.0, random.random(), ordinary * random.random(), 100 * ordinary * random.random(), 1e-12)
    )
    if quantity.low < 0 and random.random() < 0.3:
        number = -number
    number = min(float(round(number)) if quantity.whole else number, quantity.high)
    return number if quantity.allows(number) else 0.5


def draw_call(random, function):
    """Draw a list of arguments, in order, that a function's quantities allow."""
    return [draw(random, argument) for argument in arguments_of(function)]
