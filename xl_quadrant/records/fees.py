"""What is lost of each payment: card fees, as a rate and a fixed part, and the share that is given back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xl_quadrant.records.estimate import Estimate, rate
from xl_quadrant.records.window import Window

if TYPE_CHECKING:
    from xl_quadrant.records.frames import Frames


def refunds_of(frames: Frames, window: Window) -> Estimate | None:
    r"""
    Return the share of money charged that is given back.

    Parameters
    ----------
    frames : Frames
        The tables.
    window : Window
        The days that are measured.

    Returns
    -------
    Estimate or None
        None without payments, or where more was given back than charged.

    Notes
    -----
    Each payment counts with its amount :math:`a`, so that they tell as much as :math:`(\sum a)^2 / \sum a^2` payments
    of one size (Kish): the Jeffreys interval of the share among so many.

    References
    ----------
    Kish, L., "Survey sampling", Wiley, 1965.
    """
    payments = frames.payments
    inside = window.holds(payments["paid_on"])
    charged = payments[inside & (payments["gross"] > 0)]
    back = payments[inside & (payments["gross"] < 0)]
    total, squares = float(charged["gross"].sum()), float((charged["gross"] ** 2).sum())
    value = -float(back["gross"].sum()) / total if total > 0 else 2.0
    if value > 1:
        return None
    alike = total**2 / squares  # so many payments of one size would tell as much
    found = rate(value * alike, alike, frames.source(payments), "money given back / money charged")
    return found and Estimate(found.value, found.low, found.high, len(charged), found.source, found.note)


def fees_of(frames: Frames, window: Window, *, fixed_too: bool) -> dict[str, Estimate]:
    r"""
    Return the card fee as a rate and a fixed part: a line through fee against amount.

    Parameters
    ----------
    frames : Frames
        The tables.
    window : Window
        The days that are measured.
    fixed_too : bool
        Whether the fixed part has a field of its own; else all fees are one rate.

    Returns
    -------
    dict of str to Estimate
        Empty where no payment tells its fee.

    Notes
    -----
    Least squares :math:`\text{fee} = f \cdot \text{amount} + g`, with the usual standard errors.
    """
    from scipy.special import stdtrit

    payments = frames.payments
    rows = payments[window.holds(payments["paid_on"]) & (payments["fee"] > 0) & (payments["gross"] > 0)]
    if len(rows) < 3:
        return {}
    source, amount, fee = frames.source(rows), rows["gross"].to_numpy(), rows["fee"].to_numpy()
    together = float(fee.sum() / amount.sum())
    one_rate = {"costs.card_fee_rate": Estimate(together, together, together, len(rows), source, "fees / payments")}
    if not fixed_too or np.ptp(amount) == 0:
        return one_rate
    line = np.column_stack([amount, np.ones(len(amount))])
    (slope, fixed), *_ = np.linalg.lstsq(line, fee, rcond=None)
    miss = fee - line @ np.array([slope, fixed])
    spread = np.linalg.inv(line.T @ line) * (miss @ miss) / max(1, len(fee) - 2)
    errors = np.sqrt(np.diag(spread)) * float(stdtrit(max(1, len(fee) - 2), 0.95))
    if not 0 <= slope < 1 or fixed < -errors[1]:
        return one_rate
    note, fixed = f"a line through {len(rows):,} fees against amounts", max(0.0, fixed)
    return {
        "costs.card_fee_rate": Estimate(slope, max(0.0, slope - errors[0]), slope + errors[0], len(rows), source, note),
        "costs.card_fixed_fee": Estimate(
            fixed, max(0.0, fixed - errors[1]), fixed + errors[1], len(rows), source, note
        ),
    }
