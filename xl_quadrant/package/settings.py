"""Settings of the whole workbook that a filling changes: calculation on opening, and the currency of its formats."""

from __future__ import annotations

from typing import Final

from xl_quadrant.package.markup import Element, elements, spliced, with_attributes

_BEFORE_CALCULATION: Final = ("sheets", "functionGroups", "externalReferences", "definedNames")


def with_currency(styles_xml: bytes, old: str, new: str) -> bytes:
    """
    Return styles whose number formats show another currency than the template's.

    Parameters
    ----------
    styles_xml : bytes
        The part of the styles.
    old, new : str
        How number formats write the currency of the template and the one to be shown, such as ``[$$-409]``.

    Returns
    -------
    bytes
        The part; only the number formats that carry the old one are changed.

    Examples
    --------
    >>> with_currency(b'<a><numFmt numFmtId="164" formatCode="[$$-409]#,##0"/></a>', "[$$-409]", "[$£-809]").decode()
    '<a><numFmt numFmtId="164" formatCode="[$&#163;-809]#,##0"/></a>'
    """
    before, after = old.encode("ascii", "xmlcharrefreplace"), new.encode("ascii", "xmlcharrefreplace")
    formats = elements(styles_xml, "numFmt".__eq__, "styles")
    changes = [
        (format_.start, format_.open_end, styles_xml[format_.start : format_.open_end].replace(before, after))
        for format_ in formats
        if old in (format_.attribute("formatCode") or "")
    ]
    return spliced(styles_xml, changes)


def calculated_on_opening(workbook_xml: bytes) -> bytes:
    """
    Return a workbook part that asks Excel to calculate everything when it opens the file.

    Parameters
    ----------
    workbook_xml : bytes
        The workbook part.

    Returns
    -------
    bytes
        The part, with ``fullCalcOnLoad`` set and all else as it was.

    Examples
    --------
    >>> calculated_on_opening(b'<workbook><sheets/><calcPr calcId="1"/></workbook>')
    b'<workbook><sheets/><calcPr calcId="1" fullCalcOnLoad="1"/></workbook>'
    """
    wanted = frozenset({"calcPr", *_BEFORE_CALCULATION})
    found = elements(workbook_xml, wanted.__contains__, "workbook")
    settings = next((element for element in found if element.local == "calcPr"), None)
    flag = b' fullCalcOnLoad="1"'
    if settings is None:
        last = max((element for element in found), key=lambda element: element.end)
        prefix = _prefix(last)
        return spliced(workbook_xml, [(last.end, last.end, b"<%scalcPr%s/>" % (prefix, flag))])
    if settings.attribute("fullCalcOnLoad") in ("1", "true"):
        return workbook_xml
    tag = workbook_xml[settings.start : settings.open_end]
    changed = with_attributes(tag, frozenset({b"fullCalcOnLoad"}), flag)
    return spliced(workbook_xml, [(settings.start, settings.open_end, changed)])


def calculates_in_circles(workbook_xml: bytes) -> bool:
    """
    Say whether formulas may refer to themselves, so that values depend on those from before.

    Parameters
    ----------
    workbook_xml : bytes
        The workbook part.

    Returns
    -------
    bool
        Whether the workbook asks for iterative calculation.

    Examples
    --------
    >>> calculates_in_circles(b'<workbook><sheets/><calcPr iterate="1"/></workbook>')
    True
    """
    settings = elements(workbook_xml, "calcPr".__eq__, "workbook")
    return any(element.attribute("iterate") in ("1", "true") for element in settings)


def _prefix(element: Element) -> bytes:
    """Return what stands before an element's name, with its colon."""
    return element.name[: len(element.name) - len(element.local)].encode()
