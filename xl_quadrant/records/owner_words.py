"""What is said of a measured business in words: how it was read, what is still a guess, what to mend in the records."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Final

from xl_quadrant.business.model import FIELDS

if TYPE_CHECKING:
    from xl_quadrant.records.measurement import Actuals

_FEW: Final = 100
_MANY_UNMARKED: Final = 0.05
_LABELS: Final = {".".join(field.path): field.label for field in FIELDS}
_SOURCES: Final = {
    "cost_per_lead": "an ad account's spend (Meta Ads, Google Ads)",
    "leads_per_month": "leads of sales software, or an ad account's leads",
    "booking_rate": "appointments beside leads",
    "show_rate": "appointments with what became of them",
    "close_rate": "appointments and payments with the same e-mails or numbers",
    "core.price": "payments that say what they are for",
}


def file_head(found: Actuals) -> list[str]:
    """
    Return what a measured client file says first.

    Parameters
    ----------
    found : Actuals
        The measured business.

    Returns
    -------
    list of str
        Lines of a comment.
    """
    last = found.window.end - datetime.timedelta(days=1)
    lines = [f"Measured from {found.window.first} to {last}, as the records stood on {found.window.as_of}."]
    lines.append("What [today.measured] does not name is typed; cost of goods and commission stand in no record.")
    lines += [f"Missing, type it: {path} ({_LABELS[path].lower()})" for path in found.measured.missing()]
    return lines


def lines_of(found: Actuals) -> list[str]:
    """
    Return what a person is told after measuring.

    Parameters
    ----------
    found : Actuals
        The measured business.

    Returns
    -------
    list of str
        What each thing sold was taken for, what was taken for what, and what is missing.
    """
    lines = ["What is sold"]
    lines += [
        f"  {item.name or '(no name)'}: {item.kind}, {item.how}; {item.payments:,} payments, {item.money:,.2f}"
        for item in found.items.values()
    ]
    if found.remarks:
        lines += ["", "Remarks", *(f"  {remark}" for remark in found.remarks)]
    for merge in found.merges:
        if "…" not in merge.aliases:
            lines.append(f"  one person? {merge.why}: {' | '.join(merge.aliases)}")
    first = first_to_mend(found)
    if first:
        lines += ["", "What to fix first in the records", *(f"  {line}" for line in first)]
    return lines


def first_to_mend(found: Actuals) -> list[str]:
    """
    Return what to mend in the records, the most telling first.

    Parameters
    ----------
    found : Actuals
        The measured business.

    Returns
    -------
    list of str
        A sentence each.
    """
    lines = [
        f"{_LABELS[path]} is not measured: it takes {_SOURCES.get(path, 'typing')}."
        for path in found.measured.missing()
    ]
    counts = found.funnel.counts
    unmarked, known = counts.get("visits unmarked", 0), counts.get("visits shown", 0) + counts.get("visits missed", 0)
    if unmarked > _MANY_UNMARKED * (unmarked + known):
        share = unmarked / (unmarked + known)
        lines.append(
            f"{unmarked:,.0f} of {unmarked + known:,.0f} past visits are not marked ({share:.0%}): mark who turned up."
        )
    nameless = found.payments[found.payments["person"] == 0]
    if len(nameless):
        share = len(nameless) / len(found.payments)
        lines.append(f"{len(nameless):,} payments ({share:.0%}) name nobody: ask for an e-mail at the till.")
    if found.merges:
        lines.append(f"{len(found.merges):,} names stand for several people: join the doubles, or say --merge-names.")
    plain = [item for item in found.items.values() if not item.name and item.money]
    if plain:
        lines.append(f"{plain[0].payments:,} payments do not say what they are for: name the item in the description.")
    guessed = [item.name for item in found.items.values() if item.kind == "service" and "say in a map" in item.how]
    if guessed:
        lines.append(f"Products or services? {', '.join(guessed[:5])}: say it in a map, under [items].")
    few = [path for path, one in found.inputs.items() if one.n < _FEW and one.high > one.low]
    if few:
        lines.append(f"Fewer than {_FEW} cases stand behind {', '.join(few[:5])}{', …' if len(few) > 5 else ''}.")
    return lines
