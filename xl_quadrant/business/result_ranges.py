"""What is known of every result when its inputs are ranges: draws of all together, and each input alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from xl_quadrant.business.input_ranges import InputSpan, Path, spans_of, with_values
from xl_quadrant.business.many_results import calculate_many
from xl_quadrant.business.metrics import METRICS
from xl_quadrant.business.model import Client, Scenario
from xl_quadrant.errors import OutOfDomain, UnknownWord
from xl_quadrant.functions.ranges import Array

if TYPE_CHECKING:
    import pandas as pd

DRAWS: Final = 20_000
LOW, HIGH = 0.05, 0.95
TORNADOES: Final = ("month_profit_30", "cash_per_buyer_life")
"""The results for which each input is moved alone."""


@dataclass(frozen=True, eq=False)
class Ranges:
    """
    The ranges of the inputs and results of one scenario.

    Parameters
    ----------
    inputs : list of InputSpan
        Each input with its range.
    results : pandas.DataFrame
        By metric: ``base``, ``low``, ``median`` and ``high`` at 90%.
    tornado : pandas.DataFrame
        For each of TORNADOES and each input: the result at its low and at its high, the widest first.
    pays_for_itself : float
        The chance that a show pays for itself in 30 days.
    draws, seed : int
        How many draws, and from where chance began.
    """

    inputs: list[InputSpan]
    results: pd.DataFrame
    tornado: pd.DataFrame
    pays_for_itself: float
    draws: int
    seed: int


def ranges(client: Client, draws: int = DRAWS, seed: int = 0, scenario: str = "today") -> Ranges:
    """
    Return the range of every result of a client, from the ranges of the inputs.

    Parameters
    ----------
    client : Client
        The client; what is measured has its range, the rest a tenth on either side.
    draws : int
        How often all inputs are drawn together; at least 100.
    seed : int
        From where chance begins; the same seed gives the same ranges.
    scenario : str
        ``today`` or ``target``.

    Returns
    -------
    Ranges
        Inputs, results, a tornado, and the chance that a show pays for itself in 30 days.

    Raises
    ------
    OutOfDomain
        If there are fewer than 100 draws (``#NUM!``).
    UnknownWord
        If there is no such scenario (``#VALUE!``).

    Examples
    --------
    >>> from xl_quadrant.business.model import Scenario
    >>> funnel = {"leads_per_month": 200, "cost_per_lead": 25, "booking_rate": 0.5, "show_rate": 0.6, "close_rate": 0.5}
    >>> today = Scenario.model_validate({**funnel, "core": {"price": 2000}})
    >>> found = ranges(Client(name="Glow", today=today, target=today))
    >>> found.results.loc["cash_per_show_30"].round(-1).tolist(), found.pays_for_itself
    ([1000.0, 870.0, 1000.0, 1150.0], 1.0)
    >>> found.tornado["input"].iloc[0]
    'Booking rate'
    """
    import pandas as pd

    if draws < 100:
        raise OutOfDomain("draws", draws, "is too few for a range; write 100 or more")
    if scenario not in ("today", "target"):
        raise UnknownWord("scenario", scenario, "is no scenario; write today or target")
    business: Scenario = getattr(client, scenario)
    spans = spans_of(business, client.measured)
    random = np.random.default_rng(seed)
    drawn = within_rules(business, {span.path: span.draws(random, draws) for span in spans})
    many = calculate_many(with_values(business, drawn), draws)
    base = calculate_many(
        with_values(business, {path: values[:1] * 0 + _at(business, path) for path, values in drawn.items()}), 1
    )
    names = [metric.name for metric in METRICS if metric.kind != "flag"]
    with np.errstate(invalid="ignore"):
        quantiles = np.array([_quantiles(many[name]) for name in names])
    results = pd.DataFrame(quantiles, index=pd.Index(names, name="result"), columns=["low", "median", "high"])
    results.insert(0, "base", [base[name][0] for name in names])
    pays = many["max_cost_per_show_30"] >= many["cost_per_show"]
    return Ranges(spans, results, tornado_of(business, spans), float(pays.mean()), draws, seed)


def within_rules(business: Scenario, drawn: dict[Path, Array]) -> dict[Path, Array]:
    """
    Return draws that keep the rules across fields: no down payment above the price, no shares above 1 together.

    Parameters
    ----------
    business : Scenario
        The business.
    drawn : dict of tuple to ndarray
        The draws of each input.

    Returns
    -------
    dict of tuple to ndarray
        The same, where they break no rule.
    """
    down, price = ("core", "down_payment"), ("core", "price")
    if down in drawn:
        drawn[down] = np.minimum(drawn[down], drawn.get(price, np.asarray(_at(business, price))))
    for one, other in (
        (("prepay", "share"), ("financing", "share")),
        (("costs", "refund_rate"), ("costs", "card_fee_rate")),
        (("financing", "merchant_fee"), ("costs", "refund_rate")),
    ):
        if one in drawn:
            drawn[one] = np.minimum(drawn[one], 1 - drawn.get(other, np.asarray(_at(business, other))))
    return drawn


def tornado_of(business: Scenario, spans: list[InputSpan]) -> pd.DataFrame:
    """
    Return what each input alone does to the results of TORNADOES.

    Parameters
    ----------
    business : Scenario
        The business.
    spans : list of InputSpan
        Its inputs with their ranges.

    Returns
    -------
    pandas.DataFrame
        ``result``, ``input``, ``path``, ``low``, ``high`` (of the input), ``at_low``, ``at_high`` (the result) and
        ``width``; the widest first.
    """
    import pandas as pd

    count = 2 * len(spans)
    if not count:
        return pd.DataFrame(columns=["result", "input", "path", "low", "high", "at_low", "at_high", "width"])
    values: dict[Path, Any] = {}
    for place, span in enumerate(spans):
        column = np.full(count, span.base)
        column[2 * place], column[2 * place + 1] = span.low, span.high
        values[span.path] = column
    many = calculate_many(with_values(business, within_rules(business, values)), count)
    rows = [
        {"result": name, "input": span.label, "path": ".".join(map(str, span.path)), "low": span.low, "high": span.high,
         "at_low": many[name][2 * place], "at_high": many[name][2 * place + 1]}
        for name in TORNADOES
        for place, span in enumerate(spans)
    ]  # fmt: skip
    table = pd.DataFrame(rows)
    table["width"] = (table["at_high"] - table["at_low"]).abs()
    table["order"] = table["result"].map({name: number for number, name in enumerate(TORNADOES)})
    return table.sort_values(["order", "width"], ascending=[True, False], kind="stable", ignore_index=True).drop(
        columns="order"
    )


def _at(business: Any, path: Path) -> float:
    """Return what stands at a place."""
    for step in path:
        business = business[step] if isinstance(step, int) else getattr(business, step)
    return float(business)


def _quantiles(values: Array) -> list[float]:
    """Return low, median and high of the draws that give a number."""
    known = values[np.isfinite(values)]
    if not len(known):
        return [np.nan] * 3
    places = [round(share * (len(known) - 1)) for share in (LOW, 0.5, HIGH)]
    found = np.partition(known, places)
    return [float(found[place]) for place in places]
