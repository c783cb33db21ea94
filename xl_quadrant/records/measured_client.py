"""A client file whose today is measured: what records tell laid over what was typed, each with its range."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from typing import Any, Final

from xl_quadrant.business.model import FIELDS, OFFER_BLOCKS
from xl_quadrant.clients.measured_ranges import MEASURED
from xl_quadrant.records.continuity import MONTH, Continuity
from xl_quadrant.records.estimate import Estimate, rate
from xl_quadrant.records.sales import Offer

_FIELDS: Final = {".".join(field.path) for field in FIELDS}
_COLUMNS: Final = {block.name: {column.name for column in block.columns} for block in OFFER_BLOCKS}
_KINDS: Final = {".".join(field.path): getattr(field.quantity, "kind", "text") for field in FIELDS}
_COLUMN_KINDS: Final = {
    (block.name, column.name): getattr(column.quantity, "kind", "text")
    for block in OFFER_BLOCKS
    for column in block.columns
}
_WIDE: Final = 110
_DIGITS: Final = 6


class MeasuredClient:
    """
    The tables of a client while measured inputs are laid over those that were typed.

    Parameters
    ----------
    base : mapping
        The client file that was given; empty if none was.
    """

    def __init__(self, base: Mapping[str, Any]) -> None:
        self.base = base
        self.tables: dict[str, Any] = {**base}
        today = {**base.get("today", {})}
        today.pop(MEASURED, None)
        self.tables["today"] = today
        self.measured: dict[str, Estimate] = {}

    def put(self, path: str, found: Estimate | None) -> bool:
        """
        Put a measured field in its place.

        Parameters
        ----------
        path : str
            Such as ``core.price``.
        found : Estimate or None
            What was measured.

        Returns
        -------
        bool
            Whether there is such a field, and anything was measured.
        """
        if found is None or path not in _FIELDS or not math.isfinite(found.value):
            return False
        *steps, name = path.split(".")
        table = self.tables["today"]
        for step in steps:
            table[step] = {**table.get(step, {})}
            table = table[step]
        table[name] = short(found.value)
        self.measured[path] = found
        return True

    def put_word(self, path: str, word: str) -> None:
        """
        Put a word or a name in its place, where none was typed.

        Parameters
        ----------
        path : str
            Such as ``core.name``.
        word : str
            What to write.
        """
        table, name = path.split(".")
        self.tables["today"][table] = {name: word, **self.tables["today"].get(table, {})}

    def put_offers(self, offers: Iterable[Offer]) -> None:
        """
        Put products and services in their lists.

        Parameters
        ----------
        offers : iterable of Offer
            What was measured; what was typed of an offer of the same name, such as its cost, stays.
        """
        for offer in offers:
            block = "products" if offer.kind == "product" else "services"
            row = self._row(block, offer.name)
            for column, found in (("price", offer.price), ("take_rate", offer.take_rate)):
                row[column] = short(found.value)
                self.measured[f"{block}.{row['name']}.{column}"] = found

    def put_continuity(self, found: Iterable[Continuity]) -> list[str]:
        """
        Put what comes back in its list.

        Parameters
        ----------
        found : iterable of Continuity
            What was measured.

        Returns
        -------
        list of str
            What could not be written, and why.
        """
        remarks, columns = [], _COLUMNS["continuity"]
        for one in found:
            if one.every_days != MONTH and "every_days" not in columns:
                remarks.append(
                    f"{one.name} comes back every {one.every_days:.0f} days: not written, payments are monthly here"
                )
                continue
            row = self._row("continuity", one.name)
            path = f"continuity.{row['name']}"
            churn: dict[str, Estimate | None] = {"churn": one.churn}
            if one.split is not None and "later_churn" in columns:
                early, later = (
                    rate(*counts, one.churn.source, one.churn.note) for counts in (one.split.early, one.split.later)
                )
                churn = {"churn": early, "later_churn": later}
                row["early_payments"] = one.split.payments
            for column, estimate in {"price": one.price, "take_rate": one.take_rate, **churn}.items():
                if estimate is not None:
                    row[column] = short(estimate.value)
                    self.measured[f"{path}.{column}"] = estimate
            row.setdefault("price", 0.0)
            row.setdefault("take_rate", 0.0)
            row["start_day"] = short(one.start_day)
            if "every_days" in columns:
                row["every_days"] = short(one.every_days)
            if "members" in columns:
                row["members"] = one.members
        return remarks

    def _row(self, block: str, name: str) -> dict[str, Any]:
        """Return the row of an offer of a list, a new one if none has its name."""
        name = " ".join(name.split())[:60]
        rows = [{**row} for row in self.tables["today"].get(block, ())]
        self.tables["today"][block] = rows
        for row in rows:
            if str(row.get("name", "")).casefold() == name.casefold():
                return row
        rows.append({"name": name})
        return rows[-1]

    def finished(self) -> dict[str, Any]:
        """Return the tables, with the ranges of what was measured in their place."""
        ranges = {
            path: {
                "estimate": short(found.value),
                "low": min(short(found.low), short(found.value)),
                "high": max(short(found.high), short(found.value)),
                "n": short(found.n),
                "source": found.source[:200],
            }
            for path, found in self.measured.items()
        }
        return {**self.tables, "today": {**self.tables["today"], MEASURED: ranges}}

    def with_kinds(self) -> Iterable[tuple[str, str, Estimate]]:
        """Yield what was measured with its path and its kind, such as money or rate."""
        for path, found in self.measured.items():
            yield (
                path,
                _KINDS[path] if path in _KINDS else _COLUMN_KINDS[path.partition(".")[0], path.rpartition(".")[2]],
                found,
            )

    def missing(self) -> list[str]:
        """Return the paths of fields that must be given and are neither measured nor typed."""
        today = self.tables["today"]
        return [".".join(field.path) for field in FIELDS if field.required and _at(today, field.path) is None]


def _at(tables: Any, path: Iterable[str]) -> Any:
    """Return what stands at a place, None if nothing does."""
    for step in path:
        tables = tables.get(step) if isinstance(tables, Mapping) else None
    return tables


def short(value: float) -> float:
    """
    Return a figure with as many digits as a measurement has.

    Parameters
    ----------
    value : float
        The figure.

    Returns
    -------
    float
        With six digits; whole numbers without a point.

    Examples
    --------
    >>> short(0.4516129032), short(1999.999999), short(12.0)
    (0.451613, 2000, 12)
    """
    rounded = float(f"{value:.{_DIGITS}g}")
    return int(rounded) if rounded.is_integer() else rounded


def toml_of(tables: Mapping[str, Any], first_lines: Iterable[str] = ()) -> str:
    """
    Return the tables of a client as a client file.

    Parameters
    ----------
    tables : mapping
        As `MeasuredClient.finished` gives them.
    first_lines : iterable of str
        What the file says first.

    Returns
    -------
    str
        TOML.

    Examples
    --------
    >>> print(toml_of({"name": "Glow", "today": {"close_rate": 0.5, "core": {"price": 2000}}}))
    name = "Glow"
    <BLANKLINE>
    [today]
    close_rate = 0.5
    core = { price = 2000 }
    <BLANKLINE>
    """
    lines = [f"# {line}" for line in first_lines]
    lines += [f"{key} = {_value(value)}" for key, value in tables.items() if not isinstance(value, Mapping)]
    for name in ("today", "target"):
        if isinstance(tables.get(name), Mapping):
            lines += ["", f"[{name}]", *_fields(tables[name])]
    measured = tables.get("today", {}).get(MEASURED)
    if measured:
        lines += ["", f"[today.{MEASURED}]", *(f"{_key(path)} = {_value(found)}" for path, found in measured.items())]
    return "\n".join(lines) + "\n"


def _fields(scenario: Mapping[str, Any]) -> Iterable[str]:
    """Yield the lines of a scenario."""
    for key, value in scenario.items():
        if key == MEASURED:
            continue
        line = f"{key} = {_value(value)}"
        if isinstance(value, list) and len(line) > _WIDE:
            line = "\n".join([f"{key} = [", *(f"    {_value(row)}," for row in value), "]"])
        yield line


def _value(value: Any) -> str:
    """Return a value as TOML has it."""
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{_key(key)} = {_value(one)}" for key, one in value.items()) + " }" if value else "{}"
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(_value, value))}]"
    if isinstance(value, bool):
        return "true" if value else "false"
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else str(value)


def _key(key: str) -> str:
    """Return a key as TOML has it."""
    return (
        key
        if key.replace("_", "").replace("-", "").isalnum() and key.isascii()
        else json.dumps(key, ensure_ascii=False)
    )
