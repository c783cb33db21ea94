"""A client's values into any workbook that carries the names, and everything else byte for byte."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from functools import cached_property
from typing import Any

from xl_quadrant.business.currencies import TEMPLATE_CURRENCY, currency_token
from xl_quadrant.errors import InvalidWorkbook
from xl_quadrant.package.addresses import Area, Position
from xl_quadrant.package.cells import with_inputs
from xl_quadrant.package.dates import days_of
from xl_quadrant.package.parts import Package
from xl_quadrant.package.settings import calculated_on_opening, with_currency
from xl_quadrant.package.sheet_index import SheetIndex, index_sheet
from xl_quadrant.package.stored_values import LARGEST_BLOCK
from xl_quadrant.package.values import CellValue


class Template:
    """
    A workbook whose positions are found once, to be filled any number of times.

    Parameters
    ----------
    package : Package
        The workbook.
    """

    def __init__(self, package: Package) -> None:
        self.package = package
        self._areas = {name.lower(): area for name, area in package.names.items()}
        self._sheets: dict[str, SheetIndex] = {}

    def fill(self, values: Mapping[str, Any], currency: str | None = None) -> bytes:
        """
        Return the workbook with values in its named cells.

        Parameters
        ----------
        values : mapping of str to object
            For each name one value, or a list for a block of cells; a list shorter than its block clears the rest.
            Dates become Excel's days.
        currency : str, optional
            The code of the currency that the number formats show; as they are when left out.

        Returns
        -------
        bytes
            The whole file. The values beside its formulas are those from before: see `recalculate`.

        Raises
        ------
        InvalidWorkbook
            If names are missing, a list is longer than its block, or a named cell holds a formula.
        """
        changed = {
            self.package.sheets[sheet]: with_inputs(self._sheet(sheet), cells)
            for sheet, cells in self.cells(values).items()
        }
        changed[self.package.workbook_part] = self._workbook_part
        if currency is not None and self.package.styles_part is not None:
            styles = self.package.part(self.package.styles_part)
            with_it = with_currency(styles, TEMPLATE_CURRENCY, currency_token(currency))
            changed[self.package.styles_part] = with_it
        return self.package.replaced(changed)

    def cells(self, values: Mapping[str, Any]) -> dict[str, dict[Position, CellValue]]:
        """
        Return which values stand in which cells.

        Parameters
        ----------
        values : mapping of str to object
            As `fill` takes them.

        Returns
        -------
        dict of str to dict of (int, int) to value
            By sheet, row and column.

        Raises
        ------
        InvalidWorkbook
            If names are missing, or a list is longer than its block.
        """
        self._refuse_missing(values)
        by_sheet: dict[str, dict[Position, CellValue]] = {}
        for name, value in values.items():
            area = self._areas[name.lower()]
            cells = self._cells(name, area, value)
            by_sheet.setdefault(area.sheet, {}).update(zip(area.positions, cells, strict=True))
        return by_sheet

    def _cells(self, name: str, area: Area, value: Any) -> list[CellValue]:
        """Return one value for each cell of an area."""
        given = list(value) if isinstance(value, (list, tuple)) else [value]
        if len(given) > area.size:
            rule = f"holds {area.size} rows, the client has {len(given)}; shorten the list, or use a longer template"
            raise InvalidWorkbook(f"{self.package.source}: {name}", None, rule)
        return [self._cell(one) for one in given] + [None] * (area.size - len(given))

    def _cell(self, value: Any) -> CellValue:
        """Return a value as a cell holds it: dates as Excel's days."""
        if isinstance(value, datetime.date):
            return days_of(value, from_1904=self.package.counts_from_1904)
        return value  # type: ignore[no-any-return]  # whatever else is refused where it is written

    def _sheet(self, title: str) -> SheetIndex:
        """Return where the cells of a sheet stand."""
        if title not in self._sheets:
            part = self.package.sheets[title]
            self._sheets[title] = index_sheet(self.package.part(part), f"{self.package.source}: {title}")
        return self._sheets[title]

    @cached_property
    def _workbook_part(self) -> bytes:
        """The workbook part, set to be calculated on opening."""
        return calculated_on_opening(self.package.part(self.package.workbook_part))

    def _refuse_missing(self, values: Mapping[str, Any]) -> None:
        """Refuse names that the workbook does not carry, all at once."""
        missing = [name for name in values if name.lower() not in self._areas]
        if missing:
            count = f"{len(missing)} names" if len(missing) > 1 else "a name"
            rule = f"lacks {count} that the client needs: {', '.join(missing)}; start from the template"
            raise InvalidWorkbook(self.package.source, None, rule)
        for name in values:
            area = self._areas[name.lower()]
            if area.size > LARGEST_BLOCK:
                rule = f"stands for {area}, {area.size:,} cells; point it at the cells that are to be filled"
                raise InvalidWorkbook(f"{self.package.source}: {name}", None, rule)


def fill(package: Package, values: Mapping[str, Any], currency: str | None = None) -> bytes:
    """
    Return a workbook with values in its named cells.

    Parameters
    ----------
    package : Package
        The workbook.
    values : mapping of str to object
        As `Template.fill` takes them.
    currency : str, optional
        The code of the currency that the number formats show.

    Returns
    -------
    bytes
        The whole file.

    Raises
    ------
    InvalidWorkbook
        As `Template.fill`.
    """
    return Template(package).fill(values, currency)
