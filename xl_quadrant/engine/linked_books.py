"""What a workbook keeps of other workbooks that its formulas refer to: the values that Excel last saw there."""

from __future__ import annotations

import re
from typing import Final

from xl_quadrant.engine.engine import Engine
from xl_quadrant.engine.rectangles import block_of, rectangles_of
from xl_quadrant.package.addresses import Position, position_of, quoted
from xl_quadrant.package.markup import Element, elements
from xl_quadrant.package.parts import Package
from xl_quadrant.package.values import CellValue, ErrorValue

_REFERENCE: Final = re.compile(
    r"\"(?:[^\"]|\"\")*\"|'\[(?P<book>\d+)\](?P<quoted>(?:[^']|'')+)'!|\[(?P<other>\d+)\](?P<plain>[\w.]+)!"
)
_WANTED: Final = frozenset({"sheetName", "sheetData", "cell", "v"})


class LinkedBooks:
    """
    The sheets of other workbooks, as far as a workbook keeps their values.

    Parameters
    ----------
    package : Package
        The workbook.
    """

    def __init__(self, package: Package) -> None:
        self._sheets: dict[tuple[int, str], str] = {}
        self._values: dict[str, dict[Position, CellValue]] = {}
        links = package.related(package.workbook_part, "externalLink")
        taken = {title.lower() for title in package.sheets}
        for number, identifier in enumerate(_in_order(package) if links else (), 1):
            if identifier in links:
                self._read(package.part(links[identifier]), number, taken)

    def here(self, formula: str) -> str:
        """
        Return a formula that refers to the sheets as they stand in the engine.

        Parameters
        ----------
        formula : str
            As the file has it.

        Returns
        -------
        str
            The same where nothing is kept of what it refers to.
        """
        return _REFERENCE.sub(self._led_here, formula) if self._sheets and "[" in formula else formula

    def put(self, engine: Engine) -> None:
        """
        Put what is kept into sheets of their own.

        Parameters
        ----------
        engine : Engine
            The workbook.
        """
        for title, cells in self._values.items():
            engine.add_sheet(title)
            plain = {at: value for at, value in cells.items() if not isinstance(value, ErrorValue)}
            for rectangle in rectangles_of(plain):
                engine.put(title, *rectangle[:2], block_of(plain, rectangle))
            for at, value in cells.items():
                if isinstance(value, ErrorValue):
                    engine.rewrite((title, *at), f"={value}")

    def _led_here(self, found: re.Match[str]) -> str:
        """Return what stands before the cells of a reference, in the engine."""
        number = found["book"] or found["other"]
        if number is None:
            return found[0]
        title = (found["quoted"] or found["plain"]).replace("''", "'")
        sheet = self._sheets.get((int(number), title.lower()))
        return f"{quoted(sheet)}!" if sheet else found[0]

    def _read(self, part: bytes, number: int, taken: set[str]) -> None:
        """Read what is kept of one workbook."""
        found = elements(part, _WANTED.__contains__, "external link")
        titles = [element.attribute("val") or "" for element in found if element.local == "sheetName"]
        kept = [element for element in found if element.local == "sheetData"]
        for data in kept:
            place = data.attributes.get("sheetId", "")
            if not place.isdecimal() or int(place) >= len(titles):
                continue
            title = titles[int(place)]
            own = f"XLQ {number} {place}"
            if own.lower() in taken:
                continue
            self._sheets[number, title.lower()] = own
            self._values[own] = _cells([element for element in found if data.start < element.start < data.end])


def _in_order(package: Package) -> list[str]:
    """Return the identifiers of the other workbooks in the order in which formulas count them."""
    found = elements(package.part(package.workbook_part), "externalReference".__eq__, package.source)
    return [element.attribute("id") or "" for element in found]


def _cells(found: list[Element]) -> dict[Position, CellValue]:
    """Return the values of the cells of one sheet."""
    values = [element for element in found if element.local == "v"]
    cells: dict[Position, CellValue] = {}
    at = 0
    for cell in (element for element in found if element.local == "cell"):
        while at < len(values) and values[at].start < cell.start:
            at += 1
        if at < len(values) and values[at].start < cell.end:
            try:
                position = position_of(cell.attributes.get("r", ""))
            except ValueError:
                continue
            cells[position] = _value(cell.attributes.get("t", "n"), values[at].text)
    return cells


def _value(kind: str, text: str) -> CellValue:
    """Return a value that is kept."""
    if kind == "e":
        return ErrorValue(text.strip())
    if kind == "b":
        return text.strip() in ("1", "true")
    if kind == "n":
        try:
            return float(text)
        except ValueError:
            return text
    return text
