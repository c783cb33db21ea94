"""A workbook as its package: parts, sheets and names, found through relationships, never by guessing."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property, lru_cache
from types import MappingProxyType
from typing import Final
from urllib.parse import unquote

from xl_quadrant.errors import InvalidWorkbook
from xl_quadrant.package.addresses import Area, read_area
from xl_quadrant.package.archive import NO_WORKBOOK, Archive, PackedPart
from xl_quadrant.package.markup import Element, elements

_RELATIONSHIPS = (
    b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    b"http://purl.oclc.org/ooxml/officeDocument/relationships",
)
"""The namespace of relationships, in an ordinary workbook and in a strict one."""

_REMEMBERED: Final = 2
"""So many workbook parts are kept as last read: all workbooks from one template have the same."""

_WANTED = frozenset({"sheets", "sheet", "definedName", "workbookPr"})


class Package:
    """
    An ``.xlsx`` or ``.xlsm`` as bytes.

    Parameters
    ----------
    content : bytes
        The whole file.
    source : str
        What an error calls it, such as its path.

    Raises
    ------
    InvalidWorkbook
        If it is not a workbook, is protected with a password, cut short, damaged or a zip bomb.
    """

    def __init__(self, content: bytes, source: str = "workbook") -> None:
        self.content = content
        self.source = source
        self._archive = Archive(content, source)
        self._by_lower = {name.lower(): name for name in self._archive.entries}
        self.workbook_part = self._find_workbook()
        if not self._of("sheets"):
            raise InvalidWorkbook(source, None, NO_WORKBOOK)
        _refuse_titles(source, [sheet.attributes.get("name", "") for sheet in self._of("sheet")])

    @property
    def parts(self) -> tuple[str, ...]:
        """The names of all parts, in the order of the archive."""
        return tuple(self._archive.entries)

    @property
    def xml_size(self) -> int:
        """How many bytes its parts of XML unpack to; pictures are none."""
        entries = self._archive.entries.items()
        return sum(entry.file_size for name, entry in entries if name.lower().endswith((".xml", ".rels")))

    def part(self, name: str) -> bytes:
        """
        Return a part.

        Parameters
        ----------
        name : str
            Its name without a leading slash; upper and lower case are the same, as the standard has it.

        Returns
        -------
        bytes
            What it holds.

        Raises
        ------
        InvalidWorkbook
            If it is missing or damaged.
        """
        return self._archive.read(self._by_lower.get(name.lower(), name))

    def packed(self, name: str, part: bytes) -> PackedPart:
        """
        Pack a part, for use in any number of workbooks.

        Parameters
        ----------
        name : str
            The part it replaces.
        part : bytes
            What it holds.

        Returns
        -------
        PackedPart
            What `replaced` takes in its place.
        """
        return self._archive.packed(self._by_lower.get(name.lower(), name), part)

    def replaced(self, changed: Mapping[str, bytes | PackedPart]) -> bytes:
        """
        Return the workbook with some parts replaced, and all else as it was.

        Parameters
        ----------
        changed : mapping of str to bytes or PackedPart
            New parts by name.

        Returns
        -------
        bytes
            The whole file; the same each time.
        """
        if not changed:
            return self.content
        return self._archive.replaced({self._by_lower.get(name.lower(), name): part for name, part in changed.items()})

    def written_anew(self, changed: Mapping[str, bytes | PackedPart]) -> bytes:
        """
        Return the workbook as a plain archive, for readers less patient than Excel.

        Parameters
        ----------
        changed : mapping of str to bytes or PackedPart
            New parts by name.

        Returns
        -------
        bytes
            The whole file; headers that agree with the directory, and parts called what others call them.
        """
        new = {self._by_lower.get(name.lower(), name): part for name, part in changed.items()}
        called = {self._by_lower.get(name.lower(), name): name for name in self._called}
        return self._archive.replaced(new, called)

    @cached_property
    def _called(self) -> tuple[str, ...]:
        """The names of parts as relationships write them."""
        found: list[str] = []
        for part in self.parts:
            if part.lower().endswith(".rels"):
                folder = posixpath.dirname(posixpath.dirname(part))
                related = elements(self.part(part), "Relationship".__eq__, f"{self.source}: {part}")
                inside = (one.attributes for one in related if one.attributes.get("TargetMode") != "External")
                found += [_inside(folder, attributes.get("Target", "")) for attributes in inside]
        return tuple(found)

    @cached_property
    def sheets(self) -> Mapping[str, str]:
        """The part of each worksheet by its title, in the order of the tabs; without sheets that are a chart."""
        targets = self.related(self.workbook_part, "worksheet")
        found = {}
        for sheet in self._of("sheet"):
            identifier = next((v for k, v in sheet.attributes.items() if k.endswith(":id")), "")
            if not self._knows_relationships:
                raise InvalidWorkbook(
                    self.source, None, "has sheets that lead nowhere; open it in Excel and save it anew"
                )
            if identifier in targets:
                found[sheet.attributes.get("name", "")] = targets[identifier]
        return MappingProxyType(found)

    @cached_property
    def names(self) -> Mapping[str, Area]:
        """
        The area of each defined name that is one bounded area on one worksheet.

        A name of one sheet only counts where no name of the whole workbook is called the same.
        """
        return _areas(self.part(self.workbook_part), tuple(self.sheets))

    @cached_property
    def scoped_names(self) -> Mapping[tuple[str, str], str]:
        """What each defined name stands for, by its sheet, empty if it has none, and its name; both in lower case."""
        titles = [sheet.attributes.get("name", "").lower() for sheet in self._of("sheet")]
        found = {}
        for name in self._of("definedName"):
            local = name.attributes.get("localSheetId", "")
            sheet = titles[int(local)] if local.isdigit() and int(local) < len(titles) else ""
            found[sheet, name.attributes.get("name", "").lower()] = name.text
        return MappingProxyType(found)

    @cached_property
    def formula_names(self) -> Mapping[str, str]:
        """What each defined name stands for that is not an area, such as a constant or a LAMBDA."""
        areas = {name.lower() for name in self.names}
        others = {name.attributes.get("name", ""): name.text for name in self._of("definedName")}
        return MappingProxyType({name: text for name, text in others.items() if name.lower() not in areas})

    @cached_property
    def counts_from_1904(self) -> bool:
        """Whether dates are counted from 1904, as old Excel for Mac did."""
        return any(properties.attributes.get("date1904") in ("1", "true") for properties in self._of("workbookPr"))

    @cached_property
    def styles_part(self) -> str | None:
        """The part that holds styles, if there is one."""
        return next(iter(self.related(self.workbook_part, "styles").values()), None)

    @cached_property
    def _knows_relationships(self) -> bool:
        """Whether the workbook part means by an identifier what Excel does."""
        return any(namespace in self.part(self.workbook_part) for namespace in _RELATIONSHIPS)

    def related(self, part: str, kind: str) -> dict[str, str]:
        """
        Return the parts a part refers to.

        Parameters
        ----------
        part : str
            The part that refers; empty for the package itself.
        kind : str
            The last word of the relationship's type, such as ``worksheet``.

        Returns
        -------
        dict of str to str
            The name of each part by the relationship's identifier.
        """
        folder, name = posixpath.split(part)
        relationships = posixpath.join(folder, "_rels", f"{name}.rels")
        if relationships.lower() not in self._by_lower:
            return {}
        found = {}
        for element in elements(self.part(relationships), "Relationship".__eq__, f"{self.source}: {relationships}"):
            attributes = element.attributes
            same_kind = attributes.get("Type", "").rpartition("/")[2] == kind
            if same_kind and attributes.get("TargetMode") != "External":
                inside = _inside(folder, attributes.get("Target", ""))
                found[attributes.get("Id", "")] = self._by_lower.get(inside.lower(), inside)
        return found

    def _of(self, local: str) -> tuple[Element, ...]:
        """Return the elements of one kind in the workbook part."""
        try:
            return _elements(self.part(self.workbook_part)).get(local, ())
        except InvalidWorkbook as error:
            raise InvalidWorkbook(f"{self.source}: {self.workbook_part}", error.value, error.rule) from error

    def _find_workbook(self) -> str:
        """Return the name of the workbook part; refuse other kinds of documents."""
        found = next(iter(self.related("", "officeDocument").values()), "")
        if found.lower().endswith(".bin"):
            raise InvalidWorkbook(self.source, None, "is a binary workbook; save it in Excel as .xlsx")
        if "mimetype" in self._archive and b"opendocument" in self.part("mimetype"):
            raise InvalidWorkbook(self.source, None, "is an OpenDocument spreadsheet; save it as .xlsx")
        if found.lower() not in self._by_lower:
            raise InvalidWorkbook(self.source, None, NO_WORKBOOK)
        return found


def _inside(folder: str, target: str) -> str:
    """Return the name of a part that a relationship of a folder leads to."""
    target = unquote(target)
    return target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))


def _refuse_titles(source: str, titles: list[str]) -> None:
    """Refuse sheets that no formula could tell apart, and a workbook without any."""
    if not titles:
        raise InvalidWorkbook(source, None, "has no sheets; open it in Excel and save it anew")
    if "" in titles:
        raise InvalidWorkbook(source, None, "has a sheet without a name; open it in Excel and save it anew")
    seen: set[str] = set()
    for title in titles:
        if title.lower() in seen:
            raise InvalidWorkbook(source, title, "is the name of two sheets; rename one in Excel")
        seen.add(title.lower())


@lru_cache(maxsize=_REMEMBERED)
def _elements(workbook_part: bytes) -> Mapping[str, tuple[Element, ...]]:
    """Return the sheets and names of a workbook part, by kind."""
    found = elements(workbook_part, _WANTED.__contains__, "workbook")
    kinds = {element.local for element in found}
    return MappingProxyType({kind: tuple(element for element in found if element.local == kind) for kind in kinds})


@lru_cache(maxsize=_REMEMBERED)
def _areas(workbook_part: bytes, sheets: tuple[str, ...]) -> Mapping[str, Area]:
    """Return the area of each name of a workbook part that is one."""
    titles = {title.lower(): title for title in sheets}
    found: dict[str, tuple[str, Area]] = {}
    names = _elements(workbook_part).get("definedName", ())
    for name in sorted(names, key=lambda name: "localSheetId" in name.attributes):
        called = name.attributes.get("name", "")
        area = read_area(name.text)
        if area is None or called.startswith("_xlnm.") or area.sheet.lower() not in titles:
            continue
        found.setdefault(called.lower(), (called, replace(area, sheet=titles[area.sheet.lower()])))
    return MappingProxyType(dict(found.values()))
