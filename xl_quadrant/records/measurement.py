"""From exports to a measured business: `actuals`."""

from __future__ import annotations

import datetime
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xl_quadrant.business.model import FIELDS, Client
from xl_quadrant.clients.client_file import client_from_mapping, read_tables
from xl_quadrant.exports.account import Account
from xl_quadrant.exports.column_map import ColumnMap, read_map
from xl_quadrant.exports.exports import read_exports
from xl_quadrant.functions.ranges import Array
from xl_quadrant.records import fees, sales
from xl_quadrant.records.cohorts import cohorts_of
from xl_quadrant.records.continuity import Continuity, continuity_of
from xl_quadrant.records.estimate import Estimate
from xl_quadrant.records.frames import Frames, frames_of
from xl_quadrant.records.funnel import CLOSE_DAYS, Funnel, funnel_of
from xl_quadrant.records.items import Item, items_of, kinds_of
from xl_quadrant.records.measured_client import MeasuredClient
from xl_quadrant.records.people import Merge
from xl_quadrant.records.retention import kaplan_meier
from xl_quadrant.records.window import Window, window_of

if TYPE_CHECKING:
    import pandas as pd

Place = str | os.PathLike[str]


@dataclass(frozen=True, eq=False)
class Actuals:
    """
    A measured business.

    Parameters
    ----------
    frames : Frames
        The five tables.
    accounts : tuple of Account
        What became of the rows of each file.
    items : dict of str to Item
        The things sold, and what each was taken for.
    window : Window
        The days that are measured.
    funnel : Funnel
        From lead to buyer.
    continuity : list of Continuity
        What comes back.
    measured : MeasuredClient
        The client file.
    currency : str
        The currency of the money.
    remarks : list of str
        What was taken for what, and what could not be told.
    """

    frames: Frames
    accounts: tuple[Account, ...]
    items: dict[str, Item]
    window: Window
    funnel: Funnel
    continuity: list[Continuity]
    measured: MeasuredClient
    currency: str
    remarks: list[str] = field(default_factory=list)

    @property
    def people(self) -> pd.DataFrame:
        """People as sales software first saw them."""
        return self.frames.people

    @property
    def visits(self) -> pd.DataFrame:
        """Visits."""
        return self.frames.visits

    @property
    def payments(self) -> pd.DataFrame:
        """Payments, and refunds as rows of their own."""
        return self.frames.payments

    @property
    def memberships(self) -> pd.DataFrame:
        """Memberships."""
        return self.frames.memberships

    @property
    def spend(self) -> pd.DataFrame:
        """What ads cost."""
        return self.frames.spend

    @property
    def inputs(self) -> dict[str, Estimate]:
        """What was measured, by the path of the input."""
        return self.measured.measured

    @property
    def tables(self) -> dict[str, Any]:
        """The client file as tables."""
        return self.measured.finished()

    @cached_property
    def client(self) -> Client:
        """The client whose today is measured; an error names what no record tells and must be typed."""
        return client_from_mapping(self.tables, "the measured client")

    @cached_property
    def cohorts(self) -> pd.DataFrame:
        """What each month's first shows have brought, by their age."""
        return cohorts_of(self.funnel.shows, self.payments, self.window)

    @cached_property
    def retention(self) -> dict[str, pd.DataFrame]:
        """How long members of each thing that comes back stay: Kaplan-Meier curves."""
        return {one.name: kaplan_meier(one.lives) for one in self.continuity if len(one.lives.until)}

    @cached_property
    def reconciliation(self) -> pd.DataFrame:
        """A row for each file and reason: rows, money and the first rows it holds for."""
        import pandas as pd

        rows = [
            {"file": account.file, "taken_for": account.shape, "became": became, "reason": line.reason,
             "rows": line.rows, "money": line.units and sum(line.units.values()) / 10_000, "examples": line.told()}
            for account in self.accounts
            for became, line in account.lines()
        ]  # fmt: skip
        return pd.DataFrame(rows).astype({"money": float})

    @property
    def merges(self) -> tuple[Merge, ...]:
        """Who may be one person."""
        return self.frames.merges

    @property
    def typed(self) -> list[str]:
        """The paths of inputs that no record tells: they stay as they were typed, or are missing."""
        return [".".join(one.path) for one in FIELDS if ".".join(one.path) not in self.inputs]


def actuals(
    files: Iterable[Place] | Place,
    *,
    into: Place | Mapping[str, Any] | None = None,
    map: Place | ColumnMap | None = None,  # noqa: A002 - the option is called --map
    timezone: str = "UTC",
    first: datetime.date | None = None,
    last: datetime.date | None = None,
    as_of: datetime.date | None = None,
    close_days: int = CLOSE_DAYS,
    decimal: str | None = None,
    day_first: bool | None = None,
    currency: str | None = None,
    merge_names: bool = False,
    with_people: bool = False,
    told: Callable[[str, int], object] | None = None,
) -> Actuals:
    """
    Measure a business from exports of what its owner uses.

    Parameters
    ----------
    files : path or iterable of path
        Exports, such as those of Stripe, Square, GoHighLevel or Meta Ads; what each is, is told by its headings.
    into : path or mapping, optional
        A client file, or its tables: what was typed in it stays where no record tells better, and so does its target.
    map : path or ColumnMap, optional
        What files of other shapes hold, and what each thing sold is.
    timezone : str
        Where the business is.
    first, last : datetime.date, optional
        The days that are measured; the last 12 full months when left out.
    as_of : datetime.date, optional
        The day of the exports; the last day on which anything is paid, spent or marked when left out.
    close_days : int
        A show counts as a buyer if the core package is bought within so many days.
    decimal : str, optional
        The decimal mark of the files, where they do not show it.
    day_first : bool, optional
        Whether the files write the day before the month, where they do not show it.
    currency : str, optional
        The one currency that counts; rows in others are left out.
    merge_names : bool
        Whether people of one name are one person.
    with_people : bool
        Whether the tables keep names, e-mails and telephones.
    told : callable, optional
        Called with the name of a file and how many of its rows are read.

    Returns
    -------
    Actuals
        The tables, the client, cohorts, retention, and what became of every row.

    Raises
    ------
    FileError
        If a file cannot be read or is of an unknown shape, if its dates can be read in two ways, or if there are
        several currencies.
    InvalidClient
        If the map or the client file is wrong.
    UnknownWord
        If there is no such time zone (``#VALUE!``).
    """
    own = map if isinstance(map, ColumnMap) or map is None else read_map(Path(map))
    paths = [files] if isinstance(files, (str, os.PathLike)) else list(files)
    exports = read_exports(
        (Path(path) for path in paths), column_map=own, zone=timezone, decimal=decimal, day_first=day_first,
        currency=currency, told=told,
    )  # fmt: skip
    base = {} if into is None else into if isinstance(into, Mapping) else read_tables(Path(into))
    frames = frames_of(exports, merge_names=merge_names, with_people=with_people)
    items = items_of(frames.payments, own.items if own else {})
    kinds = kinds_of(frames.payments, items)
    window = window_of(frames, first, last, as_of)
    funnel = funnel_of(frames, kinds, window, close_days)
    buyers = sales.buyers_of(frames, kinds, funnel.shows, window)
    continuity = continuity_of(frames, items.values(), buyers, window)
    measured = MeasuredClient(base)
    if exports.currency:
        measured.tables["currency"] = exports.currency
    measured.tables.setdefault("name", "Measured business")
    remarks = [*funnel.remarks, *_fill(measured, frames, kinds, items, window, funnel)]
    remarks += measured.put_continuity(continuity)
    remarks += [remark for one in continuity for remark in one.remarks]
    nameless = sales.unnamed(frames.payments)
    if nameless["payments"]:
        those = f"{nameless['payments']:,} payments of {nameless['money']:,.2f} name nobody"
        remarks.append(f"{those}: in prices and fees, not in cohorts")
    if frames.merges:
        remarks.append(f"{len(frames.merges):,} names stand for several people: if each is one, add --merge-names")
    spoken = _with_kinds(frames, kinds)
    return Actuals(spoken, exports.accounts, items, window, funnel, continuity, measured, exports.currency, remarks)


def _fill(
    measured: MeasuredClient, frames: Frames, kinds: Array, items: Mapping[str, Item], window: Window, funnel: Funnel
) -> list[str]:
    """Lay what was measured over what was typed, in the order of a client file."""
    for path, found in funnel.inputs.items():
        measured.put(path, found)
    inside = funnel.shows[window.holds(funnel.shows["day"])]
    front = sales.front_end_of(frames, kinds, inside)
    for path, found in front.items():
        measured.put(path, found)
    if front:
        measured.tables["today"]["front_end"] |= {"offer": "value", "discount": 0}
    core, remarks = sales.core_of(frames, kinds, window)
    for path, found in core.items():
        measured.put(path, found)
    names = [item.name for item in items.values() if item.kind == "core"]
    if core and names:
        measured.put_word("core.name", " ".join(names[0].split())[:60])
    measured.put_offers(sales.offers_of(frames, kinds, items.values(), funnel.shows, window))
    fixed_too = "costs_card_fixed_fee" in {one.name for one in FIELDS}
    for path, found in fees.fees_of(frames, window, fixed_too=fixed_too).items():
        measured.put(path, found)
    measured.put("costs.refund_rate", fees.refunds_of(frames, window))
    return remarks


def _with_kinds(frames: Frames, kinds: Array) -> Frames:
    """Return the tables with the kind of each payment."""
    import pandas as pd

    payments = frames.payments.assign(kind=pd.Categorical(kinds)) if len(kinds) else frames.payments
    return replace(frames, payments=payments)
