"""
The table of the money on the Workings sheet: a row for each field, term and result, a column for each case.

A case is today, the target, or one of them with something moved: a lever alone, one figure at two values, a step. Its
column holds what that changes; all else is read from the column it starts from. Nowhere else is the money put together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from openpyxl.utils import get_column_letter

from xl_quadrant.business.formulas import RESULTS
from xl_quadrant.business.metrics import METRICS
from xl_quadrant.business.model import FIELDS
from xl_quadrant.business.terms import TERMS
from xl_quadrant.client_book.contract import SCENARIOS
from xl_quadrant.drawing.page import Page, kind_of
from xl_quadrant.functions.quantities import Number
from xl_quadrant.sheets.money import FIELD, HORIZONS, NOT_READY, REFERENCE, formula_of, keyed, name_of

FIRST_CASE: Final = 5
"""The column of today: label, unit and default stand before it."""


@dataclass(frozen=True)
class Case:
    """
    One column of the table.

    Parameters
    ----------
    name : str
        What its cells are found by.
    label : str
        What the sheet shows.
    base : str
        The scenario it starts from.
    moved : mapping of str to str
        What is moved, a field, a term or a column of offers, and the formula it becomes.
    wanted : tuple of str
        The terms and results it is there for.
    ready : str
        The name that says whether everything it needs is filled in.
    """

    name: str
    label: str
    base: str
    moved: Mapping[str, str] = field(default_factory=dict)
    wanted: tuple[str, ...] = ()
    ready: str = ""


SCENARIO_CASES: Final = tuple(Case(s, s.capitalize(), s, ready=f"calc_ready_{s}") for s in SCENARIOS)


def _keys() -> Iterator[tuple[str, str, str, str]]:
    """Yield every row: its key, label, unit and kind."""
    for one in FIELDS:
        unit = one.quantity.unit if isinstance(one.quantity, Number) else ""
        kind = kind_of(one.quantity)
        yield one.name, one.label, unit, kind if isinstance(one.quantity, Number) else "general"
    for term in TERMS:
        if not term.timed:
            yield term.name, term.label, term.unit, term.kind
    for end in HORIZONS:
        for term in TERMS:
            if term.timed:
                yield f"{term.name}@{end}", f"{term.label}, {end}", term.unit, term.kind
    for metric in METRICS:
        if alias_of(metric.name) is None:
            yield metric.name, metric.label, metric.unit, metric.kind


def alias_of(metric: str) -> str | None:
    """Return the term at a horizon that a result is, if it is nothing else."""
    found = REFERENCE.fullmatch(RESULTS[metric].excel)
    return found[1] if found and "@" in found[1] else None


class MoneyTable:
    """
    The table while it is drawn.

    Parameters
    ----------
    page : Page
        The Workings sheet.
    row : int
        The row of its headings.
    cases : sequence of Case
        Its columns, after today and target.
    """

    def __init__(self, page: Page, row: int, cases: Sequence[Case]) -> None:
        self._page, self._row = page, row
        self.cases = {case.name: case for case in (*SCENARIO_CASES, *cases)}
        self._letters = {name: get_column_letter(FIRST_CASE + place) for place, name in enumerate(self.cases)}
        self._lines = {
            key: (line, label, unit, kind) for line, (key, label, unit, kind) in enumerate(_keys(), start=row + 1)
        }
        self._own: dict[str, frozenset[str]] = {}

    @cached_property
    def last(self) -> int:
        """The last row."""
        return self._row + len(self._lines)

    def place(self, case: str, key: str) -> str:
        """Return where a case has a term or a result, as other sheets refer to it."""
        return self._page.place(self._cell(self.cases[case], key).replace("$", ""))

    def draw(self) -> None:
        """Write the table, and name what stands in the columns of today and target."""
        page, row = self._page, self._row
        last = get_column_letter(FIRST_CASE + len(self.cases) - 1)
        page.fill(f"B{row}:{last}{row}", "header")
        page.row(row, "B", ["The money, term by term", "Unit", "If blank"], "header")
        for name, case in self.cases.items():
            page.put(f"{self._letters[name]}{row}", case.label, "header wrapped")
        page.sheet.row_dimensions[row].height = 60
        for key, (line, label, unit, kind) in self._lines.items():
            page.put(f"B{line}", label, "label")
            page.put(f"C{line}", unit, "unit")
            if key in FIELD:
                default = FIELD[key].default
                page.put(f"D{line}", default or None, f"figure {kind}")
            for case in self.cases.values():
                if key in self._of(case):
                    self._page.figure(f"{self._letters[case.name]}{line}", self._formula(case, key), kind)
        for scenario in SCENARIOS:
            for key in self._lines:
                page.name(name_of(key, scenario), self._cell(self.cases[scenario], key).replace("$", ""))
            for metric in METRICS:
                alias = alias_of(metric.name)
                if alias is not None:
                    page.name(name_of(metric.name, scenario), self._cell(self.cases[scenario], alias).replace("$", ""))

    def _formula(self, case: Case, key: str) -> str:
        """Return the formula of a cell."""
        line = self._lines[key][0]
        if not case.moved and key in FIELD:
            given = f"in_{key}_{case.base}"
            blank = f"$D{line}" if case.base == "today" else f"${self._letters['today']}{line}"
            blank = blank if isinstance(FIELD[key].quantity, Number) else f'{blank}&""'
            return f'=IF({given}="",{blank},{given})'
        if key in case.moved:
            formula, end = case.moved[key], ""
        else:
            formula, end = formula_of(key)
        return f'=IF({case.ready},{self.rendered(formula, case, end)},"{NOT_READY}")'

    def rendered(self, formula: str, case: Case, end: str) -> str:
        """Return a formula with cells and names in place of the words in brackets."""

        def written(found: re.Match[str]) -> str:
            reference = found[1]
            if reference == "days":
                return f"set_horizon_{end}"
            if "." in reference:
                return case.moved.get(reference) or name_of(reference, case.base)
            return self._cell(case, keyed(reference, end))

        return REFERENCE.sub(written, formula).replace("{s}", case.base)

    def _cell(self, case: Case, key: str) -> str:
        """Return the cell in which a case has something: its own, or that of the scenario it starts from."""
        if not case.moved or key in self._of(case):
            return f"{self._letters[case.name]}{self._lines[key][0]}"
        return f"${self._letters[case.base]}{self._lines[key][0]}"

    def _of(self, case: Case) -> frozenset[str]:
        """Return what a case has cells of its own for."""
        if not case.moved:
            return frozenset(self._lines)
        if case.name not in self._own:
            changed: dict[str, bool] = {}
            self._own[case.name] = frozenset(self._needed(case, changed))
        return self._own[case.name]

    def _needed(self, case: Case, changed: dict[str, bool]) -> set[str]:
        """Return what a case changes of what it is there for."""
        needed: set[str] = {key for key in case.moved if key in self._lines}
        waiting = [key for key in case.wanted if self._changes(case, key, changed)]
        while waiting:
            key = waiting.pop()
            if key in needed:
                continue
            needed.add(key)
            if key not in case.moved:
                others = (other for other in _references(key) if "." not in other)
                waiting += [other for other in others if self._changes(case, other, changed)]
        return needed

    def _changes(self, case: Case, key: str, changed: dict[str, bool]) -> bool:
        """Say whether a case changes a term, or a field or column that it stands on."""
        if key not in changed:
            stands_on = _references(key)
            changed[key] = key in case.moved or any(self._changes(case, other, changed) for other in stands_on)
        return changed[key]


def _references(key: str) -> list[str]:
    """Return what a term or a result stands on."""
    if key in FIELD or "." in key:
        return []
    formula, end = formula_of(key)
    return [keyed(reference, end) for reference in REFERENCE.findall(formula) if reference != "days"]
