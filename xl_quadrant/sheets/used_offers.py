"""The offers as they are calculated with, on the Workings sheet: a blank target is as today, and how members stay."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from openpyxl.utils import get_column_letter

from xl_quadrant.business.memberships import DERIVED, DUE, PAYMENTS
from xl_quadrant.business.model import OFFER_BLOCKS, OfferBlock
from xl_quadrant.client_book.contract import BLOCK_ROWS, SCENARIOS, offer_name
from xl_quadrant.drawing.page import Page
from xl_quadrant.sheets.money import REFERENCE, name_of

VARIANTS: Final = {
    "today": ("today", "today"),
    "target": ("target", "target"),
    "offers": ("target", "today"),
    "leaving": ("today", "target"),
}
"""Whose offers and whose churn: also those of the lever that moves the offers, and of the one that moves the churn."""

_LEAVING: Final = ("churn", "early_payments", "later_churn")
_WHEN: Final = ("start_day", "every_days")
_DROPPED: Final = ("price", "unit_cost", "members")
FIRST_COLUMN: Final = 5


def draw(page: Page, row: int, steps: list[str]) -> int:
    """
    Draw the offers, and name each column.

    Parameters
    ----------
    page : Page
        The Workings sheet.
    row : int
        The row of the heading.
    steps : list of str
        The cells of the steps of churn, less one.

    Returns
    -------
    int
        The last row.
    """
    first, last = row + 2, row + 1 + BLOCK_ROWS
    page.put(f"B{row}", "Offers as they are calculated with", "header")
    page.put(f"B{row + 1}", "If blank", "label")
    for line in range(first, last + 1):
        page.put(f"B{line}", line - first + 1, "figure whole")
    drawn = _Columns(page, row)
    for block in OFFER_BLOCKS:
        for scenario in SCENARIOS:
            _inputs(drawn, block, scenario)
    for variant, (offers, churn) in VARIANTS.items():
        _members(drawn, variant, offers, churn)
    for scenario in SCENARIOS:
        _near_ceiling(drawn, scenario)
    for number, step in enumerate(steps, start=1):
        _step(drawn, number, step)
    return last


class _Columns:
    """Columns of eight cells side by side."""

    def __init__(self, page: Page, row: int) -> None:
        self.page, self._row, self._next = page, row, FIRST_COLUMN
        self.letters: dict[str, str] = {}

    def add(self, name: str, label: str, formula: str, kind: str, default: object = None) -> None:
        """Draw a column: ``{row}`` is the row of the offer, ``{blank}`` the cell of what a blank stands for."""
        letter = self.letters[name] = get_column_letter(self._next)
        self._next += 1
        first, last = self._row + 2, self._row + 1 + BLOCK_ROWS
        self.page.put(f"{letter}{self._row}", label, "header wrapped")
        self.page.put(f"{letter}{self._row + 1}", default, f"figure {kind}")
        for line in range(first, last + 1):
            text = formula.format(row=line, number=f"$B{line}", blank=f"{letter}${self._row + 1}")
            self.page.figure(f"{letter}{line}", f"={text}", kind)
        self.page.name(name, f"{letter}{first}:{letter}{last}")

    def cell(self, name: str) -> str:
        """Return the cell of a column in the row of the offer, to be formatted."""
        return f"{self.letters[name]}{{row}}"


def _inputs(drawn: _Columns, block: OfferBlock, scenario: str) -> None:
    """Draw the figures of a list of offers."""
    for column in block.columns[1:]:
        given = f"INDEX({offer_name(block.name, column.name, scenario)},{{number}})"
        blank = "{blank}" if scenario == "today" else drawn.cell(name_of(f"{block.name}.{column.name}", "today"))
        kind = getattr(column.quantity, "kind", "general")
        used = f'IF({given}="",{blank},{given})'
        if column.name in _DROPPED and scenario == "target":  # an offer that the target drops counts nowhere
            take = f"INDEX({offer_name(block.name, 'take_rate', scenario)},{{number}})"
            used = f'(1-({take}<>"")*({take}=0))*{used}'
        drawn.add(
            name_of(f"{block.name}.{column.name}", scenario), f"{block.label}: {column.label}, {scenario}",
            used, kind, (column.default or 0) if scenario == "today" else None,
        )  # fmt: skip


def _members(drawn: _Columns, variant: str, offers: str, churn: str) -> None:
    """Draw what the formulas need of each continuity offer beside its inputs."""
    at = {column: drawn.cell(f"val_continuity_{column}_{offers}") for column in _WHEN}
    for column in _LEAVING:
        own = drawn.cell(f"val_continuity_{column}_{churn}")
        if variant == "offers":
            name = f"val_continuity_{column}_{variant}"
            known, other = (
                drawn.cell(f"val_continuity_churn_{churn}"),
                drawn.cell(f"val_continuity_{column}_{offers}"),
            )
            drawn.add(
                name, f"{column.replace('_', ' ').capitalize()}, {variant}", f"IF({known}=0,{other},{own})", "rate"
            )
            own = drawn.cell(name)
        at[column] = own
    for name, formula in DERIVED.items():
        called = f"val_continuity_{name}_{variant}"
        drawn.add(called, f"Members: {name.replace('_', ' ')}, {variant}", formula.format(**at), "general")
        at[name] = drawn.cell(called)


def _near_ceiling(drawn: _Columns, scenario: str) -> None:
    """Draw the months until each offer is near its members ceiling; a dash where nobody takes it."""
    at = {
        name: drawn.cell(f"val_continuity_{name}_{scenario}")
        for name in (*DERIVED, "take_rate", "churn", "early_payments", "every_days")
    }
    left = f"(1-set_ceiling_share)*{at['payments']}"
    early = f"ROUNDUP(LN(1-{at['churn']}*({at['payments']}-{left}))/LN({at['stays']})-set_tolerance,0)"
    later = (
        f"{at['early_payments']}+ROUNDUP(LN({at['later']}*{left}/{at['stays_early']}+({at['later']}=0))"
        f"/(LN({at['stays_later']}+({at['later']}=0))+({at['later']}=0))-set_tolerance,0)"
    )
    only_early = f"IF({at['churn']}=1,1,{early})"
    past = f"IF({at['later']}=1,{at['early_payments']}+1,{later})"
    count = f"calc_payments_to_ceiling_{scenario}"
    drawn.add(count, f"Payments to near the ceiling, {scenario}",
              f"IF({left}>{at['stays_early']}/{at['leaves_later']},{only_early},{past})", "count")  # fmt: skip
    months = f"ROUNDUP({drawn.cell(count)}*{at['every_days']}/set_days_per_month-set_tolerance,0)"
    drawn.add(f"lst_months_to_ceiling_{scenario}", f"Months to near the ceiling, {scenario}",
              f'IF({at["take_rate"]}=0,"–",{months})', "months")  # fmt: skip


def _step(drawn: _Columns, number: int, step: str) -> None:
    """Draw the payments of a member at a step of the churn of today, within 30 days and for life."""
    at = {
        name: drawn.cell(f"val_continuity_{name}_today")
        for name in ("early_payments", "start_day", "every_days", "later_day")
    }
    for column, kind in (("churn", "churn"), ("later", "later churn")):
        name = f"calc_{column}_step_{number}"
        drawn.add(
            name, f"Step {number}: {kind}", f"MIN(1,{drawn.cell(f'val_continuity_{column}_today')}*(1+{step}))", "rate"
        )
        at[column] = drawn.cell(name)
    churn, later = at["churn"], at["later"]
    at |= {"stays": f"(1-{churn})", "leaves": f"({churn}+({churn}=0))", "stays_later": f"(1-{later})",
           "leaves_later": f"({later}+({later}=0))",
           "stays_early": f"(1-{churn}+({at['early_payments']}=0))^{at['early_payments']}"}  # fmt: skip
    places = {**{f"continuity.{name}": place for name, place in at.items()}, "days": "set_horizon_30"}
    due, paid = (_placed(formula, places) for formula in (DUE, PAYMENTS))
    in_30 = f"IF({churn}=0,{due},{paid})"
    for end, formula in (("30", in_30), ("life", DERIVED["payments"].format(**at))):
        drawn.add(f"lst_payments_{end}_step_{number}", f"Step {number}: payments, {end}", formula, "count")


def _placed(formula: str, places: Mapping[str, str]) -> str:
    """Return a formula with cells in place of the words in brackets."""
    return REFERENCE.sub(lambda found: places[found[1]], formula)
