"""Any workbook calculated without Excel, our functions included, and its values stored beside its formulas."""

from __future__ import annotations

import io
import os
from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from xl_quadrant.engine.calculated_book import Recalculated
from xl_quadrant.engine.cell_by_cell import calculated_cell_by_cell
from xl_quadrant.engine.own_process import MEGABYTES, SECONDS, Limits, within
from xl_quadrant.errors import InvalidWorkbook, WrongType
from xl_quadrant.package.files import read_bytes
from xl_quadrant.package.parts import Package
from xl_quadrant.package.typed_values import with_values

if TYPE_CHECKING:
    from openpyxl import Workbook


def recalculate(
    book: str | os.PathLike[str] | bytes | Workbook,
    *,
    inputs: Mapping[str, object] | None = None,
    seconds: float | None = None,
    megabytes: float | None = None,
    source: str | None = None,
    second_opinion: bool = False,
) -> Recalculated:
    """
    Calculate a workbook as Excel would, our functions included.

    Parameters
    ----------
    book : path, bytes or openpyxl.Workbook
        An .xlsx or .xlsm: where it is, what it holds, or as it stands in openpyxl, where it stays as it is.
    inputs : mapping of str to object, optional
        Values for cells, before it is calculated. Each cell is found by a name of the workbook or by its address,
        ``Sheet!A1``; a block, ``'Fix first'!B2:B9``, takes a list or rows, and one that is shorter empties the rest. A
        value is a number, text, logical, date, time or None; a text stays a text, whatever it begins with. A cell with
        a formula is refused: what it shows would no longer be what the workbook says.
    seconds, megabytes : float, optional
        How long it may take and how much memory it may fill: then it is calculated in a process of its own, which is
        ended there; the one left out is as `Limits` has it. Without both there is no limit, and a strange workbook can
        keep the engine busy for ever.
    source : str, optional
        What errors call it; its path if it has one.
    second_opinion : bool
        Whether another engine, formulon, calculates it too, in a process of its own: ``done.second_opinion`` then tells
        every cell on which the two differ, with both values. Cells that cannot be calculated here take its value and
        are named there. It needs the extra ``verify``, and takes as long again.

    Returns
    -------
    Recalculated
        Its values by name and by cell, its errors, and the whole file with a value beside each formula; what cannot be
        calculated is an error value, never 0 or the value from before.

    Raises
    ------
    FileError
        If it cannot be read, or a second opinion is asked for and formulon is not installed.
    InvalidWorkbook
        If it is not a workbook, an input cannot be written, or it takes too long or too much memory.
    UnknownName
        If it lacks the name or cell of an input.
    ArgumentError
        If an input is of a kind that no cell holds, or does not fit into its block.
    OutOfDomain
        If a limit is none.
    WrongType
        If it is given something else than a workbook, or inputs without their places.

    Examples
    --------
    >>> from xl_quadrant.clients.templates_folder import templates_folder
    >>> funnel = {"leads_per_month": 200, "cost_per_lead": 25, "booking_rate": 0.5, "show_rate": 0.6, "close_rate": 0.5}
    >>> inputs = {f"in_{field}_today": value for field, value in funnel.items()} | {"in_core_price_today": 2000}
    >>> done = recalculate(templates_folder() / "quadrant.xlsx", inputs=inputs)
    >>> done["out_cash_per_show_30_today"], round(done["out_cost_per_show_today"], 2)
    (1000.0, 83.33)
    """
    if inputs is not None and not isinstance(inputs, Mapping):
        raise WrongType("inputs", inputs, 'says not what goes where; write {"Sheet!A1": 300}')
    content, name = _content_of(book)
    work = partial(_recalculated, inputs=dict(inputs or {}))
    limits = Limits(SECONDS if seconds is None else seconds, MEGABYTES if megabytes is None else megabytes)
    is_limited = seconds is not None or megabytes is not None
    done = within(limits, work, content, source or name) if is_limited else work(content, source or name)
    if not second_opinion:
        return done
    from xl_quadrant.engine.second_opinion import with_second_opinion  # most do without

    return with_second_opinion(done, limits)


def _recalculated(content: bytes, source: str, inputs: Mapping[str, object]) -> Recalculated:
    """Return a workbook with inputs written into it, calculated."""
    package = Package(content, source)
    return calculated_cell_by_cell(with_values(package, inputs) if inputs else package)


def _content_of(book: Any) -> tuple[bytes, str]:
    """Return what a workbook holds and what it is called."""
    if isinstance(book, (bytes, bytearray, memoryview)):
        return bytes(book), "workbook"
    if isinstance(book, (str, os.PathLike)):
        return read_bytes(book), os.fspath(book)
    if type(book).__module__.partition(".")[0] == "openpyxl" and hasattr(book, "save"):
        return _saved(book), "workbook"
    raise WrongType("book", book, "is no workbook; give a path, bytes or an openpyxl.Workbook")


def _saved(book: Workbook) -> bytes:
    """Return a workbook of openpyxl as a file; itself it stays as it was."""
    for is_so, what, instead in (
        (book.read_only, "is open for reading only", "give its path"),
        (book.write_only, "is open for writing only, and saving would close it", "save it and give its path"),
        (book.data_only, "was loaded with data_only=True and has no formulas", "load it without"),
    ):
        if is_so:
            raise InvalidWorkbook("workbook", None, f"{what}; {instead}")
    content = io.BytesIO()
    modified = book.properties.modified
    try:
        book.save(content)
    finally:
        book.properties.modified = modified
    return content.getvalue()
