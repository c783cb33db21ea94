"""Where errors stand, so that the first one in an area is found at once."""

from __future__ import annotations

from bisect import bisect_left, insort

from xl_quadrant.package.addresses import Area, Place, Position


class ErrorPlaces:
    """The cells of a workbook that show errors."""

    def __init__(self) -> None:
        self._rows: dict[tuple[str, str], dict[int, list[int]]] = {}
        self._titles: dict[str, str] = {}

    def add(self, place: Place, error: str) -> None:
        """
        Note a cell.

        Parameters
        ----------
        place : (str, int, int)
            Its sheet, row and column.
        error : str
            What it shows.
        """
        sheet, row, column = place
        self._titles[sheet.lower()] = sheet
        insort(self._rows.setdefault((sheet.lower(), str(error)), {}).setdefault(column, []), row)

    def first_in(self, area: Area, error: str) -> Place | None:
        """
        Return the first cell of an area that shows an error.

        Parameters
        ----------
        area : Area
            The cells.
        error : str
            The error that is looked for; another one if that stands nowhere in the area.

        Returns
        -------
        (str, int, int) or None
            The first of the first row; None if there is no error.

        Examples
        --------
        >>> errors = ErrorPlaces()
        >>> errors.add(("Costs", 7, 2), "#N/A")
        >>> errors.first_in(Area("Costs", 1, 1, 9, 3), "#N/A"), errors.first_in(Area("Costs", 8, 1, 9, 3), "#N/A")
        (('Costs', 7, 2), None)
        """
        sheet = area.sheet.lower()
        same = self._first(area, [(sheet, str(error))])
        found = same or self._first(area, [key for key in self._rows if key[0] == sheet])
        return (self._titles[sheet], *found) if found else None

    def _first(self, area: Area, keys: list[tuple[str, str]]) -> Position | None:
        """Return the first cell of an area that shows one of some errors."""
        found: Position | None = None
        for column, rows in ((column, rows) for key in keys for column, rows in self._rows.get(key, {}).items()):
            at = bisect_left(rows, area.first_row)
            if area.first_column <= column <= area.last_column and at < len(rows) and rows[at] <= area.last_row:
                found = min(found or (rows[at], column), (rows[at], column))
        return found
