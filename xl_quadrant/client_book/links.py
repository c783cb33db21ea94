"""A workbook without anything that leads out of it, for a program that would follow what it finds."""

from __future__ import annotations

import re
from html import escape, unescape
from typing import Final

from xl_quadrant.package.markup import elements, without_asides
from xl_quadrant.package.parts import Package

_RELATIONSHIPS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"

_OUTSIDE: Final = re.compile(r"^\s*(?:[a-z][a-z0-9+.-]+:|[\\/]{2})", re.IGNORECASE)
"""How an address begins that is no part of the package: a scheme, or another machine."""

_FETCHES: Final = re.compile(r"WEBSERVICE|\bDDE\s*\(|\bRTD\s*\(|\bIMAGE\s*\(|\bCALL\s*\(", re.IGNORECASE)
"""Functions that ask another program or another machine."""

_FORMULA: Final = re.compile(rb"<((?:[\w.-]+:)?)f\b([^<>]*?)>([^<]*)</\1f\s*>")
_NAME: Final = re.compile(rb"(<(?:[\w.-]+:)?definedName\b[^<>]*>)([^<]*)(</)")


def without_links(package: Package) -> bytes:
    """
    Return a workbook whose links are cut: to pictures, files, other workbooks, addresses and other programs.

    Parameters
    ----------
    package : Package
        The workbook.

    Returns
    -------
    bytes
        The whole file; a formula that would ask elsewhere leaves the value beside it.
    """
    changed: dict[str, bytes] = {}
    for name in package.parts:
        lower = name.lower()
        if lower.endswith(".rels"):
            changed[name] = _inside_only(package.part(name), f"{package.source}: {name}")
        elif lower.endswith(".xml") and name != package.workbook_part:
            part = package.part(name)
            if b"f>" in part:
                changed[name] = _FORMULA.sub(_harmless, without_asides(part))
    names = without_asides(package.part(package.workbook_part))
    changed[package.workbook_part] = _NAME.sub(lambda found: found[1] + _still(found[2]) + found[3], names)
    return package.replaced(changed)


def _inside_only(part: bytes, source: str) -> bytes:
    """Return the relationships of a part that lead to parts of the same package."""
    lines = [
        f'<Relationship Id="{escape(one.attribute("Id") or "")}" Type="{escape(one.attribute("Type") or "")}" '
        f'Target="{escape(one.attribute("Target") or "")}"/>'
        for one in elements(part, "Relationship".__eq__, source)
        if (one.attribute("TargetMode") or "").strip().lower() != "external"
        and not _OUTSIDE.match(one.attribute("Target") or "")
    ]
    head = f'<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="{_RELATIONSHIPS}">'
    return "".join((head, *lines, "</Relationships>")).encode()


def _harmless(found: re.Match[bytes]) -> bytes:
    """Return a formula, or nothing for one that asks elsewhere."""
    return b"" if _FETCHES.search(unescape(found[3].decode(errors="replace"))) else found[0]


def _still(formula: bytes) -> bytes:
    """Return the formula of a name, or an empty text for one that asks elsewhere."""
    return b'""' if _FETCHES.search(unescape(formula.decode(errors="replace"))) else formula
