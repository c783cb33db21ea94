"""Clients, quarters or scenarios side by side: which inputs differ, and what each difference alone is worth."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from xl_quadrant.business.client_row import put, value_at
from xl_quadrant.business.model import FIELDS, OFFER_BLOCKS, OfferBlock, Scenario
from xl_quadrant.business.results import Results, calculate
from xl_quadrant.clients.client_file import client_from_mapping
from xl_quadrant.errors import ArgumentError, InvalidClient, XlQuadrantError

METRIC: Final = "month_profit_30"
"""What a difference is measured by: the profit that a month's leads earn within 30 days."""

Gain = float | XlQuadrantError | None


@dataclass(frozen=True, slots=True)
class Side:
    """
    One of the businesses that are compared.

    Parameters
    ----------
    label : str
        What it is called, such as its client's name.
    scenario : Scenario
        The business.
    currency : str
        Three letters.
    """

    label: str
    scenario: Scenario
    currency: str


@dataclass(frozen=True, slots=True)
class Difference:
    """
    One input in which the sides differ.

    Parameters
    ----------
    label : str
        What a person calls it, such as ``Funnel: Close rate``.
    kind : str
        ``money``, ``rate``, ``count`` … or ``text``.
    values : tuple
        What stands there on each side; None where there is nothing.
    gains : tuple of float, XlQuadrantError or None
        For each side after the first: what the first would gain in a month if it alone were moved there; None where
        both are the same, an error where no such business can be.
    """

    label: str
    kind: str
    values: tuple[Any, ...]
    gains: tuple[Gain, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """
    Businesses side by side; the first is what the others are compared with.

    Parameters
    ----------
    sides : tuple of Side
        The businesses.
    differences : tuple of Difference
        Each input that differs; those worth most to the first side come first.
    results : tuple of Results
        The results of each side.
    """

    sides: tuple[Side, ...]
    differences: tuple[Difference, ...]
    results: tuple[Results, ...]

    def together(self, number: int) -> float:
        """
        Return what the differences of a side bring together beyond the sum of what each brings alone.

        Parameters
        ----------
        number : int
            The side, from 1: the first that is compared.

        Returns
        -------
        float, money per month
            Inputs work on one another: a higher price is worth more where more people buy.
        """
        alone = [difference.gains[number - 1] for difference in self.differences]
        gap = float(self.results[number][METRIC]) - float(self.results[0][METRIC])
        return gap - sum(gain for gain in alone if isinstance(gain, float))


@dataclass(frozen=True, slots=True)
class _Input:
    """One input of any side: how to find it in a scenario, and how to move it to another's."""

    label: str
    kind: str
    of: Callable[[Scenario], Any]
    moved: Callable[[dict[str, Any], Scenario], None]


def compare(sides: Sequence[Side]) -> Comparison:
    """
    Return businesses side by side.

    Parameters
    ----------
    sides : sequence of Side
        Two or more, of one currency.

    Returns
    -------
    Comparison
        What differs, and what it does to the 30-day profit of a month, one input at a time.

    Raises
    ------
    ArgumentError
        If there is one side only, or amounts are in several currencies.

    Examples
    --------
    >>> from xl_quadrant.clients.presets import preset
    >>> gym = preset("gym")
    >>> found = compare([Side("today", gym.today, "USD"), Side("target", gym.target, "USD")])
    >>> [difference.label for difference in found.differences if difference.label.startswith("Funnel")]
    ['Funnel: Close rate', 'Funnel: Show rate']
    """
    currencies = sorted({side.currency for side in sides})
    if len(sides) < 2:
        raise ArgumentError("sides", len(sides), "is too few; give two or more to compare")
    if len(currencies) > 1:
        rule = "are several currencies; compare clients of one currency"
        raise ArgumentError("currency", ", ".join(currencies), rule)
    first, *others = sides
    results = tuple(calculate(side.scenario) for side in sides)
    before = float(results[0][METRIC])
    differences = []
    for one in _inputs(sides):
        values = tuple(one.of(side.scenario) for side in sides)
        if any(value != values[0] for value in values):
            gains = tuple(
                None if value == values[0] else _gain(first, other, one, before)
                for value, other in zip(values[1:], others, strict=True)
            )
            differences.append(Difference(one.label, one.kind, values, gains))
    return Comparison(tuple(sides), tuple(sorted(differences, key=_rank)), results)


def _inputs(sides: Sequence[Side]) -> Iterator[_Input]:
    """Yield every input that any side has, in the order of the Inputs sheet."""
    for field in FIELDS:
        name = field.label.removeprefix(field.section).strip().capitalize()
        kind = str(getattr(field.quantity, "kind", "text"))
        yield _Input(f"{field.section}: {name}", kind, _value_of(field.path), _field_mover(field.path))
    for block in OFFER_BLOCKS:
        names: dict[str, str] = {}
        for side in sides:
            for offer in getattr(side.scenario, block.name):
                names.setdefault(offer.name.casefold(), offer.name)
        for key, shown in names.items():
            everywhere = all(_offer(side.scenario, block, key) for side in sides)
            if not everywhere:
                yield _Input(f"{block.label}: {shown}", "text", _described(block, key), _offer_mover(block, key, ()))
                continue
            for column in block.columns[1:]:
                label, kind = f"{block.label}: {shown}, {column.label}", str(getattr(column.quantity, "kind", "text"))
                yield _Input(label, kind, _column_of(block, key, column.name), _offer_mover(block, key, (column.name,)))


def _value_of(path: tuple[str, ...]) -> Callable[[Scenario], Any]:
    """Return what finds a field that holds one value."""
    return lambda scenario: value_at(scenario, path)


def _field_mover(path: tuple[str, ...]) -> Callable[[dict[str, Any], Scenario], None]:
    """Return what moves a field to another scenario's value."""
    return lambda tables, other: put(tables, path, value_at(other, path))


def _offer(scenario: Scenario, block: OfferBlock, key: str) -> Any:
    """Return an offer by its name, whatever its case; None where there is none."""
    return next((offer for offer in getattr(scenario, block.name) if offer.name.casefold() == key), None)


def _column_of(block: OfferBlock, key: str, column: str) -> Callable[[Scenario], Any]:
    """Return what finds a figure of an offer."""
    return lambda scenario: getattr(_offer(scenario, block, key), column)


def _described(block: OfferBlock, key: str) -> Callable[[Scenario], Any]:
    """Return what says an offer in a line; None where a scenario has none."""

    def described(scenario: Scenario) -> str | None:
        offer = _offer(scenario, block, key)
        if offer is None:
            return None
        figures = ((column.label.lower(), getattr(offer, column.name)) for column in block.columns[1:])
        return ", ".join(f"{label} {figure:g}" for label, figure in figures if figure)

    return described


def _offer_mover(block: OfferBlock, key: str, columns: tuple[str, ...]) -> Callable[[dict[str, Any], Scenario], None]:
    """Return what moves figures of an offer to another scenario's, or brings or drops the whole offer."""

    def moved(tables: dict[str, Any], other: Scenario) -> None:
        theirs = _offer(other, block, key)
        rows = [row for row in tables[block.name] if columns or row["name"].casefold() != key]
        if columns:
            rows = [
                {**row, **{column: getattr(theirs, column) for column in columns}}
                if row["name"].casefold() == key
                else row
                for row in rows
            ]
        elif theirs is not None:
            rows.append(theirs.model_dump())
        tables[block.name] = rows

    return moved


def _gain(first: Side, other: Side, one: _Input, before: float) -> float | XlQuadrantError:
    """Return what the first side would gain in a month with one input of another side, or why it cannot have it."""
    tables = first.scenario.model_dump()
    one.moved(tables, other.scenario)
    try:
        moved = client_from_mapping({"name": first.label, "today": tables}, first.label).today
    except InvalidClient as invalid:
        return invalid.problems[0]
    results = calculate(moved)
    return results.error(METRIC) or float(results[METRIC]) - before


def _rank(difference: Difference) -> float:
    """Return what differences are sorted by: the largest effect first."""
    return -max((abs(gain) for gain in difference.gains if isinstance(gain, float)), default=-1.0)
