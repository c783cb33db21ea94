"""The columns of a roster: which heading stands above which, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from xl_quadrant.business.client_row import is_blank
from xl_quadrant.business.headings import beside_inputs, place_under, unknown_heading
from xl_quadrant.business.model import CLIENT_FIELDS, FIELDS
from xl_quadrant.errors import ArgumentError, BlankArgument, FileError, InvalidRoster, XlQuadrantError

REQUIRED: Final = (
    *(field.path[0] for field in CLIENT_FIELDS if field.required),
    *(f"today_{field.name}" for field in FIELDS if field.required),
)
"""The headings without which no row makes a client."""

EXAMPLE: Final = "xlq batch --example roster.csv writes one to start from"


@dataclass(frozen=True, slots=True)
class ColumnRules:
    """
    How the columns of a roster are taken.

    Parameters
    ----------
    ignored : collection of str
        Headings whose columns are not read.
    renamed : mapping of str to str
        Headings of somebody else's table, and the heading of a roster that each stands for.
    whole : bool
        Whether each row is a whole client, so that every required heading must be there.
    """

    ignored: Collection[str] = ()
    renamed: Mapping[str, str] = field(default_factory=dict)
    whole: bool = True

    def heading(self, cell: object) -> str:
        """Return the heading of a roster that a cell stands for."""
        plain = plain_heading(cell)
        return {plain_heading(theirs): plain_heading(ours) for theirs, ours in self.renamed.items()}.get(plain, plain)


AS_THEY_STAND: Final = ColumnRules()
"""Every column is read under the heading it has, and each row is a whole client."""


class Columns:
    """
    The columns of a roster, by their headings; case does not count, and a space is an underscore.

    Parameters
    ----------
    headings : sequence of object
        What stands above each column.
    source : str
        The roster, for the error.
    rules : ColumnRules
        Which columns are read, and under which heading.

    Raises
    ------
    InvalidRoster
        If a heading is not known, stands twice or is missing; it lists them all.
    FileError
        If there is no known heading at all.

    Examples
    --------
    >>> columns = Columns(["Name", *REQUIRED[1:]], "roster")
    >>> columns.cells(["Glow", 200, 25, 0.5, 0.6, 0.5, 2000])["today_core_price"]
    2000
    """

    def __init__(self, headings: Sequence[object], source: str, rules: ColumnRules = AS_THEY_STAND) -> None:
        self._headings = [rules.heading(cell) for cell in headings]
        if not any(map(place_under, self._headings)):
            advice = f"{EXAMPLE}, and --sheet tells which sheet holds one"
            raise FileError(source, None, f"has no heading of a roster in its first row; {advice}")
        self._ignored = {plain_heading(heading) for heading in rules.ignored} | beside_inputs(self._headings)
        problems = [*self._wrong(), *(self._missing() if rules.whole else ())]
        if problems:
            raise InvalidRoster(source, problems)

    def __len__(self) -> int:
        return len(self._headings)

    @property
    def read(self) -> list[int]:
        """The positions of the columns that are read."""
        return [place for place, heading in enumerate(self._headings) if heading and heading not in self._ignored]

    def cells(self, cells: Sequence[Any]) -> dict[str, Any]:
        """
        Return the cells of a row by their headings.

        Parameters
        ----------
        cells : sequence of object
            What stands in each column.

        Returns
        -------
        dict of str to object
            The cells that hold something.
        """
        return {
            heading: cell
            for heading, cell in zip(self._headings, cells, strict=False)
            if heading and heading not in self._ignored and not is_blank(cell)
        }

    def problems(self, cells: Sequence[Any]) -> list[XlQuadrantError]:
        """
        Return an error for each cell that stands under no heading.

        Parameters
        ----------
        cells : sequence of object
            What stands in each column.

        Returns
        -------
        list of XlQuadrantError
            Their argument is the column.
        """
        rule = "stands under no heading; write one above it, or delete it"
        return [
            ArgumentError(column_name(position), cell, rule)
            for position, cell in enumerate(cells)
            if not is_blank(cell) and (position >= len(self) or not self._headings[position])
        ]

    def _wrong(self) -> list[XlQuadrantError]:
        """Return an error for each heading that is not known or stands twice."""
        problems: list[XlQuadrantError] = []
        first: dict[str, int] = {}
        for position, heading in enumerate(self._headings):
            if not heading or heading in self._ignored:
                continue
            if heading in first:
                rule = f"stands above {column_name(first[heading])} too; keep one of them"
                problems.append(ArgumentError(column_name(position), heading, rule))
            elif place_under(heading) is None:
                problems.append(unknown_heading(column_name(position), heading))
            first.setdefault(heading, position)
        return problems

    def _missing(self) -> list[XlQuadrantError]:
        """Return an error for each heading without which no row makes a client."""
        rule = "where a heading belongs; every client needs this column"
        return [BlankArgument(heading, None, rule) for heading in REQUIRED if heading not in self._headings]


def column_name(position: int) -> str:
    """
    Return what a spreadsheet calls a column.

    Parameters
    ----------
    position : int
        Its position, from 0.

    Returns
    -------
    str
        Its letters.

    Examples
    --------
    >>> column_name(0), column_name(25), column_name(26), column_name(702)
    ('column A', 'column Z', 'column AA', 'column AAA')
    """
    letters, number = "", position + 1
    while number:
        number, letter = divmod(number - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return f"column {letters}"


def plain_heading(cell: object) -> str:
    """
    Return a heading as it is compared: case does not count, and a space is an underscore.

    Parameters
    ----------
    cell : object
        What stands above a column.

    Returns
    -------
    str
        The heading; empty if nothing stands there.

    Examples
    --------
    >>> plain_heading(" Today core_price ")
    'today_core_price'
    """
    return "" if is_blank(cell) else "_".join(str(cell).casefold().split())
