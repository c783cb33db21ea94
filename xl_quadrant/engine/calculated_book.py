"""A calculated workbook: its values by name and by cell, its errors with their reasons, and the whole file."""

from __future__ import annotations

import io
import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from xl_quadrant.errors import FileError, FileExists
from xl_quadrant.package.addresses import Area, Position, address
from xl_quadrant.package.files import write_bytes
from xl_quadrant.package.formula_text import formula_in
from xl_quadrant.package.parts import Package
from xl_quadrant.package.sheet_index import SheetIndex, index_sheet
from xl_quadrant.package.stored_values import StoredSheets, StoredValue
from xl_quadrant.package.values import CellValue
from xl_quadrant.package.whereabouts import area_of

if TYPE_CHECKING:
    import openpyxl

    from xl_quadrant.engine.opinion import SecondOpinion
    from xl_quadrant.engine.reasons import CellFault


@dataclass(frozen=True, eq=False, repr=False)
class Recalculated:
    """
    A workbook with its values calculated; `recalculate` makes it.

    Parameters
    ----------
    package : bytes
        The whole file: formulas with their values; all but inputs, values and the wish to be calculated on opening is
        as it was, byte for byte.
    values : mapping of (str, str) to value
        The value of every cell with a formula, and of those that array formulas fill, by sheet and address: a number,
        text or logical, an `ErrorValue`, or None; dates are numbers here, as Excel holds them.
    errors : tuple of CellFault
        Every cell that shows an error, each with its ``sheet``, ``cell``, ``error`` and ``reason``, in the order of
        the sheets.
    source : str
        What errors call it, such as its path.
    second_opinion : SecondOpinion, optional
        What a second engine says of the values, if it was asked.

    Examples
    --------
    >>> from openpyxl import Workbook
    >>> from xl_quadrant import recalculate
    >>> book = Workbook()
    >>> book.active.append([200, "=LTV_CONTINUITY(A1, 10%)", "=B1/D1"])
    >>> done = recalculate(book, inputs={"Sheet!A1": 300})
    >>> done["Sheet!B1"], done["Sheet!A1:C1"]
    (3000.0, [[300.0, 3000.0, '#DIV/0!']])
    >>> print(done.errors[0])
    Sheet!C1 #DIV/0! divides by zero, or by an empty cell
    """

    package: bytes
    values: Mapping[tuple[str, str], CellValue]
    errors: tuple[CellFault, ...]
    source: str = "workbook"
    second_opinion: SecondOpinion | None = None

    def __getitem__(self, key: str) -> Any:
        """
        Return what stands in cells, with a formula or without.

        Parameters
        ----------
        key : str
            A name of the workbook, ``Sheet!B7``, ``'Fix first'!A1:B3`` or a part of a table, ``Offers[price]``.

        Returns
        -------
        value, or list of list of value
            Rows for a block. A number, text, logical, None or `ErrorValue`; a number that its format shows as a date
            or a time is a date, datetime, time or timedelta.

        Raises
        ------
        UnknownName
            If the workbook has no such name or cell; it is a KeyError too.
        """
        area = self.area(key)
        stored = zip(area.positions, self._sheets.values(area), strict=True)
        values = [self._value(area.sheet, position, value) for position, value in stored]
        if area.size == 1:
            return values[0]
        return [values[start : start + area.columns] for start in range(0, area.size, area.columns)]

    def __contains__(self, key: object) -> bool:
        try:
            self.area(key)  # type: ignore[arg-type]  # anything may be asked for
        except KeyError:
            return False
        return True

    def __repr__(self) -> str:
        return (
            f"<Recalculated {self.source}: {len(self.values):,} cells calculated, {len(self.errors):,} show an error>"
        )

    def area(self, key: str) -> Area:
        """
        Return which cells a name or address stands for.

        Parameters
        ----------
        key : str
            As in ``book[key]``.

        Returns
        -------
        Area
            Its sheet, rows and columns; as text ``Results!C5``.
        """
        return area_of(self._package, key)

    def formula(self, key: str) -> str:
        """
        Return the formula of a cell.

        Parameters
        ----------
        key : str
            As in ``book[key]``; of a block, its first cell.

        Returns
        -------
        str
            As Excel shows it, with ``=``; empty for a cell without one.
        """
        area = self.area(key)
        if area.sheet not in self._indexes:
            part = self._package.part(self._package.sheets[area.sheet])
            self._indexes[area.sheet] = index_sheet(part, f"{self.source}: {area.sheet}")
        return formula_in(self._indexes[area.sheet], area.first_row, area.first_column)

    def to_openpyxl(self) -> openpyxl.Workbook:
        """
        Return the workbook in openpyxl, with values instead of formulas.

        Returns
        -------
        openpyxl.Workbook
            As ``openpyxl.load_workbook(…, data_only=True)`` reads it.
        """
        from openpyxl import load_workbook

        return load_workbook(io.BytesIO(self.package), data_only=True)

    def save(self, path: str | os.PathLike[str], *, force: bool = False) -> None:
        """
        Write the file, formulas and values, whole or not at all.

        Parameters
        ----------
        path : str or path-like
            The file; its folder must exist.
        force : bool
            Whether a file that is there is replaced.

        Raises
        ------
        FileExists
            If it is there and `force` is not given.
        FileError
            If it cannot be written, or is named for a file with macros and has none, or the other way round.
        """
        macros, suffix = b"macroEnabled" in self._package.part("[Content_Types].xml"), os.fspath(path).lower()[-5:]
        if suffix == (".xlsx" if macros else ".xlsm"):
            rule = f"{'has' if macros else 'has no'} macros; write a name that ends in .xls{'m' if macros else 'x'}"
            raise FileError(str(path), None, rule)
        try:
            write_bytes(path, self.package, force=force)
        except FileExists as error:
            rule = "is there already; choose another name, or give force=True to replace it"
            raise FileExists(str(path), None, rule) from error

    def _value(self, sheet: str, position: Position, stored: StoredValue) -> StoredValue:
        """Return the value of a cell: as calculated, or as it stands in the file where that makes a date of it."""
        calculated = self.values.get((sheet, address(*position)))
        dated = stored is not None and not isinstance(stored, (bool, int, float, str))
        return stored if calculated is None or dated else calculated

    @cached_property
    def _package(self) -> Package:
        """The file and where its names are."""
        return Package(self.package, self.source)

    @cached_property
    def _sheets(self) -> StoredSheets:
        """The values in the file."""
        return StoredSheets(self._package)

    @cached_property
    def _indexes(self) -> dict[str, SheetIndex]:
        """Where the cells stand in the sheets whose formulas were asked for."""
        return {}
