"""What people typed into a workbook, carried over into a newer template by the names of the cells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from xl_quadrant.business.client_row import is_blank
from xl_quadrant.client_book.calculation import calculated
from xl_quadrant.client_book.fill import Template
from xl_quadrant.client_book.update import Update
from xl_quadrant.errors import InvalidWorkbook
from xl_quadrant.package.parts import Package
from xl_quadrant.package.stored_values import read_names

RENAMED: Final[Mapping[str, str]] = {
    "set_test_low": "in_door_price_1",
    "set_test_high": "in_door_price_2",
    "set_test_outspend": "in_door_price_3",
    "set_test_dominate": "in_door_price_4",
}
"""Cells of older templates that have another name now: the old name and the new one."""

_COMMENTS: Final = ("comments", "threadedComment")


def carry_over(content: bytes, template: bytes, source: str) -> Update:
    """
    Return a template with everything that is typed into the named cells of a filled workbook.

    Parameters
    ----------
    content : bytes
        The filled workbook, of an older template as a rule.
    template : bytes
        The workbook that takes its place.
    source : str
        What errors call the filled workbook, such as its path.

    Returns
    -------
    Update
        The filled template; no changes, since every figure is as it was; and what could not be carried over.

    Raises
    ------
    InvalidWorkbook
        If the workbook carries none of our names, or a list of it is longer than the template's.
    """
    old, new = Package(content, source), Package(template, "template")
    typed = {name: value for name, value in read_names(old).items() if name.startswith("in_") or name in RENAMED}
    if not typed:
        raise InvalidWorkbook(source, None, "carries none of our names, so it is no client's workbook")
    known = {name.lower(): name for name in new.names}
    values: dict[str, Any] = {}
    lost: list[str] = []
    for name, value in typed.items():
        place = known.get(RENAMED.get(name, name).lower()) or known.get(name.lower())
        if place is not None:
            values[place] = _without_blank_end(value)
        elif not _blank(value):
            lost.append(f"{name}: the new template has no such cell; what stands there stays in the old file")
    currency = typed.get("in_currency")
    filled = Template(new).fill(values, None if is_blank(currency) else str(currency))
    return Update(calculated(filled, source), (), (*lost, *_own_things(old, new)))


def _own_things(old: Package, new: Package) -> Iterator[str]:
    """Yield what stands in the old workbook beside its named cells, and not in the new one."""
    own = [title for title in old.sheets if title not in new.sheets]
    if own:
        yield f"sheets of your own stay in the old file: {', '.join(own)}; move them over in Excel"
    noted = [title for title, part in old.sheets.items() if any(old.related(part, kind) for kind in _COMMENTS)]
    if noted:
        yield f"comments stay in the old file: they stand on {', '.join(noted)}"


def _blank(value: Any) -> bool:
    """Say whether nothing is typed into a cell or block."""
    return all(map(is_blank, value)) if isinstance(value, list) else is_blank(value)


def _without_blank_end(value: Any) -> Any:
    """Return a block without the blank cells at its end, so that it fits where there are fewer rows."""
    if not isinstance(value, list):
        return value
    last = max((number for number, cell in enumerate(value, start=1) if not is_blank(cell)), default=0)
    return value[:last]
