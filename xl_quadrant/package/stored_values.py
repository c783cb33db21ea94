"""The values that stand in a file: of its names, and of its formulas."""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Container
from functools import cached_property
from math import isfinite
from typing import Any, Final

import python_calamine

from xl_quadrant.errors import InvalidWorkbook
from xl_quadrant.package.addresses import Area, Position
from xl_quadrant.package.markup import without_asides
from xl_quadrant.package.parts import Package
from xl_quadrant.package.sheet_index import CellSpan, SheetIndex, index_sheet
from xl_quadrant.package.spread import refuse_count, refuse_repeated, refuse_spread, refuse_strange
from xl_quadrant.package.values import CellValue, ErrorValue

StoredValue = CellValue | datetime.date | datetime.datetime | datetime.time | datetime.timedelta
"""A value as a file holds it; a number formatted as a date or a time is one."""

LARGEST_BLOCK: Final = 65_536
"""The most cells of a named block that is read with all other names; a larger one is none of ours."""

MOST_NAMED: Final = 4_194_304
"""The most cells that all names together may stand for."""

_ERROR_TYPE: Final = (b'"e"', b"'e'")
_ERROR_CELL = re.compile(rb"\bt\s*=\s*[\"']e[\"']")
_NEW_ERROR = re.compile(
    rb">(#(?:SPILL!|CALC!|GETTING_DATA|FIELD!|BLOCKED!|UNKNOWN!|CONNECT!|BUSY!|EXTERNAL!|PYTHON!))<"
)
_TEXT = re.compile(rb"<(?:[\w.-]+:)?si[\s/>]")
_ADVICE: Final = "open it in Excel and save it anew"
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def read_names(package: Package, wanted: Container[str] | None = None) -> dict[str, Any]:
    """
    Return what stands in the named cells of a workbook.

    Parameters
    ----------
    package : Package
        The workbook.
    wanted : container of str, optional
        The names that are read, of those that are there; all when left out. Sheets without any are not read.

    Returns
    -------
    dict of str to object
        By name one value, or a list, row by row, for a block of cells. A number, logical, text, date, `ErrorValue`, or
        None for a cell with nothing or an empty text. Names of blocks above `LARGEST_BLOCK` are left out.

    Raises
    ------
    InvalidWorkbook
        If the workbook cannot be read, or names more than `MOST_NAMED` cells.
    """
    sheets = StoredSheets(package)
    found: dict[str, Any] = {}
    areas = {
        name: area
        for name, area in package.names.items()
        if (wanted is None or name in wanted) and area.size <= LARGEST_BLOCK
    }
    if sum(area.size for area in areas.values()) > MOST_NAMED:
        raise InvalidWorkbook(
            package.source, None, f"has names for more than {MOST_NAMED:,} cells; delete some in Excel"
        )
    for name, area in areas.items():
        values = sheets.values(area)
        found[name] = values if area.size > 1 else values[0]
    return found


def formula_values(package: Package) -> dict[tuple[str, int, int], CellValue]:
    """
    Return the value stored beside each formula of a workbook.

    Parameters
    ----------
    package : Package
        The workbook.

    Returns
    -------
    dict of (str, int, int) to value
        By sheet, row and column; the cells that an array formula fills included.
    """
    found: dict[tuple[str, int, int], CellValue] = {}
    for sheet, part in package.sheets.items():
        index = index_sheet(package.part(part), f"{package.source}: {sheet}")
        for span in index.formulas:
            filled = span.filled
            for position in filled.positions if filled else [(span.row, span.column)]:
                found[sheet, *position] = stored_value(index.cells.get(position))
    return found


def stored_value(span: CellSpan | None) -> CellValue:
    """
    Return the value of a cell as its XML holds it; shared texts are not looked up.

    Parameters
    ----------
    span : CellSpan, optional
        The cell.

    Returns
    -------
    float, bool, str, None or ErrorValue
        The value.
    """
    if span is None or not span.values:
        return None
    kind = span.attributes.get("t", "n")
    if kind == "e":
        return ErrorValue(span.text.strip())
    if kind == "b":
        return span.text.strip() in ("1", "true")
    if kind in ("str", "inlineStr", "s", "d"):
        return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), span.text)
    try:
        return float(span.text) if span.text.strip() else None
    except ValueError:
        return span.text


class StoredSheets:
    """
    The values of a workbook, sheet by sheet, read when first asked for.

    Parameters
    ----------
    package : Package
        The workbook.
    """

    def __init__(self, package: Package) -> None:
        self._package = package
        self._errors: dict[str, SheetIndex | None] = {}
        self._rows: dict[str, tuple[list[list[Any]], Position]] = {}
        self._lengths: list[int] = []
        self._texts = self._shared_texts()

    def values(self, area: Area) -> list[StoredValue]:
        """
        Return the values of some cells.

        Parameters
        ----------
        area : Area
            The cells.

        Returns
        -------
        list of value
            Row by row; None for a cell with nothing or an empty text.
        """
        rows, start = self._sheet(area.sheet)
        errors = self._errors[area.sheet]
        values: list[StoredValue] = []
        for row, column in area.positions:
            i, j = row - 1 - start[0], column - 1 - start[1]
            value = rows[i][j] if 0 <= i < len(rows) and 0 <= j < len(rows[i]) else ""
            if isinstance(value, float) and not isfinite(value):
                value = ErrorValue("#NUM!")
            if value == "":
                span = errors.cells.get((row, column)) if errors is not None else None
                is_error = span is not None and span.attributes.get("t") == "e"
                value = stored_value(span) if is_error else None
            values.append(value)
        return values

    def _sheet(self, title: str) -> tuple[list[list[Any]], Position]:
        """Return the rows of a sheet and where they begin."""
        if title not in self._rows:
            part = self._package.part(self._package.sheets[title])
            named = f"{self._package.source}: {title}"
            refuse_strange(part, named)
            refuse_spread(part, named)
            refuse_repeated(part, self._lengths, named)
            has_errors = any(sign in part for sign in _ERROR_TYPE) and _ERROR_CELL.search(part)
            self._errors[title] = index_sheet(part, named) if has_errors else None
            try:
                sheet = self._reader(title).get_sheet_by_name(title)
                self._rows[title] = (sheet.to_python(), sheet.start or (0, 0))
            except (python_calamine.CalamineError, ValueError) as error:
                raise InvalidWorkbook(named, None, f"cannot be read ({error}); {_ADVICE}") from error
        return self._rows[title]

    def _reader(self, title: str) -> Any:
        """Return the workbook in the reader; it knows only the older error values and gives up at others."""
        part = self._package.sheets[title]
        xml = self._package.part(part)
        readable = _NEW_ERROR.sub(rb">#VALUE!<", without_asides(xml))
        return self._common if readable == xml else self._opened({part: readable})

    @cached_property
    def _common(self) -> Any:
        """The workbook in the reader, its sheets as they are."""
        return self._opened({})

    def _opened(self, sheet: dict[str, bytes]) -> Any:
        """Return the workbook in the reader with one sheet replaced, or none."""
        content = self._package.replaced(sheet | self._texts)
        try:
            return python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        except (python_calamine.CalamineError, ValueError) as error:
            raise InvalidWorkbook(self._package.source, None, f"cannot be read ({error}); {_ADVICE}") from error

    def _shared_texts(self) -> dict[str, bytes]:
        """Return the part of the shared texts as the reader can read it, if it cannot as it is."""
        changed = {}
        for part in self._package.related(self._package.workbook_part, "sharedStrings").values():
            texts, named = without_asides(self._package.part(part)), f"{self._package.source}: {part}"
            refuse_strange(texts, named)
            refuse_count(texts, named)
            self._lengths = [len(text) for text in _TEXT.split(texts)[1:]]
            if texts != self._package.part(part):
                changed[part] = texts
        return changed
