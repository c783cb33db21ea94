"""The one lever that an owner should move first, as quickly as thousands of clients need it."""

from __future__ import annotations

import math

from xl_quadrant.business.client_row import value_at
from xl_quadrant.business.lever_moves import LEVERS, Lever, moved
from xl_quadrant.business.model import FIELDS, OFFER_BLOCKS, Client, Scenario
from xl_quadrant.business.terms import Terms
from xl_quadrant.functions.continuity import DAYS_PER_MONTH
from xl_quadrant.functions.quantities import ROUNDING

_PATHS = {field.name: field.path for field in FIELDS} | {
    f"{block.name}_{column.name}": (block.name,) for block in OFFER_BLOCKS for column in block.columns
}


def first_lever(client: Client) -> tuple[str, float] | None:
    """
    Return the lever that alone, moved from today to target, adds most to what a month's leads earn in 30 days.

    Parameters
    ----------
    client : Client
        The client.

    Returns
    -------
    tuple of str and float, or None
        What a person calls it, and what it adds, money per month; None if no lever adds anything.

    Notes
    -----
    It is the first of `lever_gains.fix_first`, which calculates every result of every lever. Here only those that
    differ between today and target are moved, and only what a month's leads earn is calculated.

    Examples
    --------
    >>> from xl_quadrant.clients.presets import preset
    >>> first_lever(preset("talk"))
    ('Financing', 13000.0)
    """
    today, target = client.today, client.target
    before = _earned(today)
    gains = {
        lever.label: _earned(moved(today, target, {lever.name})) - before
        for lever in LEVERS
        if _differs(lever, today, target)
    }
    gains = {label: gain for label, gain in gains.items() if ROUNDING * max(1.0, abs(before)) < gain < math.inf}
    best = max(gains, key=gains.__getitem__, default="")
    return (best, gains[best]) if best else None


def _earned(scenario: Scenario) -> float:
    """Return what a month's leads earn within 30 days."""
    return float(Terms(scenario, float(DAYS_PER_MONTH)).month_profit)


def _differs(lever: Lever, today: Scenario, target: Scenario) -> bool:
    """Say whether a lever has anywhere to move."""
    return any(value_at(today, _PATHS[field]) != value_at(target, _PATHS[field]) for field in lever.fields)
