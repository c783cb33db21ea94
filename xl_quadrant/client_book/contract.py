"""The names every workbook carries; cells are found by them, never by address."""

from __future__ import annotations

from typing import Final

SCENARIOS: Final = ("today", "target")
BLOCK_ROWS: Final = 8
"""Rows of offers in each block of the template."""

CHANNEL_ROWS: Final = 12
"""Rows of channels in the template."""

TRACKER_ROWS: Final = 500
"""Rows to log shows in."""

TIMELINE_MONTHS: Final = 24


def input_name(field: str, scenario: str) -> str:
    """
    Return the name of an input cell.

    Parameters
    ----------
    field : str
        The flattened field, such as ``core_price``.
    scenario : str
        ``today`` or ``target``.

    Returns
    -------
    str
        Such as ``in_core_price_today``.
    """
    return f"in_{field}_{scenario}"


def offer_name(block: str, column: str, scenario: str) -> str:
    """
    Return the name of a column of offers.

    Parameters
    ----------
    block : str
        ``products``, ``services`` or ``continuity``.
    column : str
        Such as ``price``; ``name`` is shared by both scenarios.
    scenario : str
        ``today`` or ``target``.

    Returns
    -------
    str
        Such as ``in_products_price_today``, or ``in_products_name``.
    """
    return f"in_{block}_name" if column == "name" else f"in_{block}_{column}_{scenario}"


def output_name(metric: str, scenario: str) -> str:
    """
    Return the name of a result.

    Parameters
    ----------
    metric : str
        Such as ``cash_per_show_30``.
    scenario : str
        ``today`` or ``target``.

    Returns
    -------
    str
        Such as ``out_cash_per_show_30_today``.
    """
    return f"out_{metric}_{scenario}"
